; Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
;
; Runs in a GIMP with windows, while run-window plays the person: opens a
; picture, waits for a painting and for its undo.  tell.scm is to be loaded before.

(define (layers image)
  (car (gimp-image-get-layers image)))

(define (pixels layer)
  (map (lambda (k) (cadr (gimp-drawable-get-pixel layer (* 9 k) (* 7 k)))) '(0 1 2 3 4 5 6 7)))

(define (wait-for-layers image n seconds)
  (wait-until (lambda () (= (layers image) n)) seconds))

(let* ((image (car (gimp-image-new 90 70 RGB)))
       (layer (car (gimp-layer-new image 90 70 RGBA-IMAGE "Photo" 100 LAYER-MODE-NORMAL)))
       (before '()))
  (gimp-image-insert-layer image layer 0 0)
  (gimp-context-set-foreground '(250 120 20))
  (gimp-context-set-background '(10 60 200))
  (gimp-drawable-edit-gradient-fill layer GRADIENT-LINEAR 0 FALSE 1 0 FALSE 3 2 86 67)
  ; With a selection the step has most parts: layer, mask, fill of both.
  (gimp-image-select-ellipse image CHANNEL-OP-REPLACE 10 10 60 40)
  (gimp-display-new image)
  (gimp-displays-flush)
  (set! before (pixels layer))
  (tell "asking")
  (wait-for-layers image 2 60)
  (let ((new (vector-ref (cadr (gimp-image-get-layers image)) 0)))
    (wait-until (lambda () (< 0 (car (gimp-layer-get-mask new)))) 10)
    (tell "layers " (layers image))
    (tell "name " (car (gimp-item-get-name new)))
    (tell "mask " (if (= -1 (car (gimp-layer-get-mask new))) "no" "yes"))
    (tell "painted")
    (tell "undone " (if (wait-for-layers image 1 30) "yes" "no"))
    (tell "source " (if (equal? before (pixels layer)) "same" "changed"))
    (tell "selection " (if (= FALSE (car (gimp-selection-is-empty image))) "there" "gone"))
    (gimp-image-clean-all image)))
(tell "done")
(gimp-quit 1)
