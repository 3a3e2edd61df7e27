; Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
;
; Runs in a GIMP with windows, while run-film plays the person: opens a photo and waits for
; layers to come and go.  tell.scm is to be loaded before.

(define (layers image)
  (car (gimp-image-get-layers image)))

(define (wait-for-layers image n)
  (wait-until (lambda () (= (layers image) n)) 200)
  (tell "layers " (layers image)))

(let ((image (car (gimp-file-load RUN-NONINTERACTIVE photo-file photo-file))))
  (gimp-image-undo-enable image) ; as it is where a person opens it
  (gimp-image-clean-all image)
  (gimp-display-new image)
  (gimp-displays-flush)
  (tell "open")
  (wait-for-layers image 2)
  (wait-for-layers image 1)
  (wait-for-layers image 2)
  (wait-until (lambda () (file-exists? end-file)) 200)
  (gimp-image-clean-all image))
(tell "done")
(gimp-quit 1)
