; Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
;
; Paints every layer of IMAGE, as the frames of an animation are, in the style
; STYLE.  Frames that hold only what changes are made whole first (Filters > Animation >
; Unoptimize): painted as they are, they would be patches.  Every painting takes its frame's
; place and name, which says how long it is shown.  The same seed for all frames keeps the
; strokes from dancing.  One step of undo.  In the Script-Fu console, for the first open image:
;
;   (pastiche-animation (vector-ref (cadr (gimp-image-list)) 0) "great-wave" 100)

(define (pastiche-layers image)
  (vector->list (cadr (gimp-image-get-layers image))))

; In place of the layers of IMAGE those of WHOLE, which goes.
(define (pastiche-make-whole image whole)
  (for-each (lambda (layer) (gimp-image-remove-layer image layer))
            (pastiche-layers image))
  (for-each
    (lambda (frame)
      (let ((layer (car (gimp-layer-new-from-drawable frame image))))
        (gimp-image-insert-layer image layer 0 (length (pastiche-layers image)))
        (gimp-item-set-name layer (car (gimp-item-get-name frame)))
        (apply gimp-layer-set-offsets layer (gimp-drawable-offsets frame))))
    (pastiche-layers whole))
  (gimp-image-delete whole))

(define (pastiche-animation image style strength)
  (gimp-image-undo-group-start image)
  (if (> (length (pastiche-layers image)) 1)
      (pastiche-make-whole
        image (car (plug-in-animationunoptimize RUN-NONINTERACTIVE image
                                                (car (pastiche-layers image))))))
  (let ((frames (pastiche-layers image)))
    ; As GIF animations are: their painting would go to a new image for every frame.
    (if (= INDEXED (car (gimp-image-base-type image)))
        (gimp-image-convert-rgb image))
    (for-each
      (lambda (frame)
        (let ((name (car (gimp-item-get-name frame)))
              (visible (car (gimp-item-get-visible frame)))
              (painting (car (plug-in-pastiche RUN-NONINTERACTIVE image frame
                                               style strength 100 0 "" 0 0))))
          (gimp-image-remove-layer image frame)
          (gimp-item-set-name painting name)
          (gimp-item-set-visible painting visible)))
      frames)
    (gimp-image-undo-group-end image)
    (gimp-displays-flush)
    (length frames)))
