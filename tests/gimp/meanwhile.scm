; Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
;
; Runs in a GIMP with windows, while run-meanwhile has the dialog open: fills the layer when
; the file "edit" comes, and closes the image when the file "close" comes.  tell.scm is to be
; loaded before.

(define (new-image)
  (let* ((image (car (gimp-image-new 90 70 RGB)))
         (layer (car (gimp-layer-new image 90 70 RGB-IMAGE "Photo" 100 LAYER-MODE-NORMAL))))
    (gimp-image-insert-layer image layer 0 0)
    (gimp-context-set-foreground '(0 0 0))
    (gimp-drawable-fill layer FILL-FOREGROUND)
    image))

(define (layers image)
  (cadr (gimp-image-get-layers image)))

(define (mean layer)
  (car (gimp-drawable-histogram layer HISTOGRAM-VALUE 0 1)))

(let* ((image (new-image))
       (display (car (gimp-display-new image)))
       (photo (vector-ref (layers image) 0)))
  (gimp-displays-flush)
  (tell "asking")
  (wait-until (lambda () (file-exists? edit-file)) 60)
  (gimp-context-set-foreground '(255 255 255))
  (gimp-drawable-fill photo FILL-FOREGROUND)
  (gimp-displays-flush)
  (tell "edited")
  (wait-until (lambda () (= 2 (vector-length (layers image)))) 30)
  (let ((painted (mean (vector-ref (layers image) 0))))
    (plug-in-pastiche RUN-NONINTERACTIVE image photo "test-style" 100 100 0 "" 0 0)
    (tell "paints " (if (< (abs (- painted (mean (vector-ref (layers image) 1)))) .01) "now" "then")))
  (tell "again")
  (wait-until (lambda () (file-exists? close-file)) 60)
  (gimp-image-clean-all image)
  (gimp-display-delete display)
  (tell "closed")
  (wait-until (lambda () (file-exists? end-file)) 60))
(tell "done")
(gimp-quit 1)
