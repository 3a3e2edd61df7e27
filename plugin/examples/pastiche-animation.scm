; Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
;
; Paints every layer of IMAGE, as the frames of an animation are, in the style
; STYLE.  Every painting takes its frame's place and name, for the names may say how
; long a frame is shown.  The same seed for all frames keeps the strokes from
; dancing.  One step of undo.  In the Script-Fu console, for the first open image:
;
;   (pastiche-animation (vector-ref (cadr (gimp-image-list)) 0) "great-wave" 100)

(define (pastiche-animation image style strength)
  (let ((frames (vector->list (cadr (gimp-image-get-layers image)))))
    (gimp-image-undo-group-start image)
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
