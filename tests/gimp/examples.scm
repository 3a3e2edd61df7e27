; Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
;
; The examples for Script-Fu, after they were loaded.  Writes to the file
; result-file, which is to be defined before, as is work, a folder.

(define result-port (open-output-file result-file))

(define (tell . things)
  (for-each (lambda (thing) (display thing result-port)) things)
  (newline result-port))

(define (make-picture type number)
  (let* ((image (car (gimp-image-new 40 30 RGB)))
         (layer (car (gimp-layer-new image 40 30 type "Photo" 100 LAYER-MODE-NORMAL))))
    (gimp-image-insert-layer image layer 0 0)
    (gimp-context-set-foreground (list 250 (* 60 number) 20))
    (gimp-context-set-background '(10 60 200))
    (gimp-drawable-edit-gradient-fill layer GRADIENT-LINEAR 0 FALSE 1 0 FALSE 3 2 36 27)
    image))

(define (first-layer image)
  (vector-ref (cadr (gimp-image-get-layers image)) 0))

(define (pixels layer)
  (map (lambda (k) (cadr (gimp-drawable-get-pixel layer (* 4 k) (* 3 k)))) '(0 1 2 3 4 5 6 7 8)))

(define (alike? a b)
  (cond ((null? a) #t)
        ((equal? (vector->list (car a)) (vector->list (car b))) (alike? (cdr a) (cdr b)))
        (else #f)))

; An animation of three frames, indexed as in a GIF.
(let* ((image (make-picture RGBA-IMAGE 1))
       (second (car (gimp-layer-copy (first-layer image) FALSE)))
       (third (car (gimp-layer-copy (first-layer image) FALSE)))
       (before '())
       (names (lambda ()
                (map (lambda (l) (car (gimp-item-get-name l)))
                     (vector->list (cadr (gimp-image-get-layers image)))))))
  (gimp-item-set-name (first-layer image) "Frame 1 (100ms)")
  (gimp-image-insert-layer image second 0 0)
  (gimp-item-set-name second "Frame 2 (50ms) (combine)")
  ; What optimising leaves: a frame of what changed only.
  (gimp-layer-resize second 20 10 0 0)
  (gimp-layer-set-offsets second 5 3)
  (gimp-image-insert-layer image third 0 0)
  (gimp-item-set-name third "Frame 3")
  (gimp-image-convert-indexed image CONVERT-DITHER-NONE CONVERT-PALETTE-GENERATE 32 FALSE FALSE "")
  (set! before (pixels (first-layer image)))
  (tell "frames " (pastiche-animation image "test-style" 100))
  (tell "names " (names))
  (tell "offsets " (gimp-drawable-offsets (vector-ref (cadr (gimp-image-get-layers image)) 1)))
  (tell "sizes " (apply append
                        (map (lambda (l) (list (car (gimp-drawable-width l))
                                               (car (gimp-drawable-height l))))
                             (vector->list (cadr (gimp-image-get-layers image))))))
  (tell "painted " (if (alike? before (pixels (first-layer image))) "no" "yes"))
  (gimp-image-delete image))

; A folder of photos.
(for-each
  (lambda (number)
    (let ((image (make-picture RGB-IMAGE number))
          (file (string-append work "/photos/photo." (number->string number) ".png")))
      (if (= number 2)
          (gimp-image-convert-indexed image CONVERT-DITHER-NONE CONVERT-PALETTE-GENERATE 9 FALSE
                                      FALSE ""))
      (gimp-file-save RUN-NONINTERACTIVE image (first-layer image) file file)
      (gimp-image-delete image)))
  '(1 2 3))
; Two that differ by their ending only, and one that is no picture.
(let ((image (make-picture RGB-IMAGE 3)))
  (for-each (lambda (name)
              (gimp-file-save RUN-NONINTERACTIVE image (first-layer image)
                              (string-append work "/photos/" name)
                              (string-append work "/photos/" name)))
            '("twin.png" "twin.PNG"))
  (gimp-image-delete image))
(let ((port (open-output-file (string-append work "/photos/broken.png"))))
  (display "no picture" port)
  (close-output-port port))
(tell "photos "
      (pastiche-folder (string-append work "/photos/*") (string-append work "/painted")
                       "test-style" 100))
(for-each
  (lambda (number)
    (let* ((name (string-append "/photo." (number->string number) ".png"))
           (load (lambda (folder)
                   (car (gimp-file-load RUN-NONINTERACTIVE (string-append work folder name)
                                        (string-append work folder name)))))
           (photo (load "/photos"))
           (painted (load "/painted")))
      (tell "size " number " " (car (gimp-image-width painted)) " " (car (gimp-image-height painted)))
      (tell "painted " number " "
            (if (alike? (pixels (first-layer photo)) (pixels (first-layer painted))) "no" "yes"))
      (gimp-image-delete photo)
      (gimp-image-delete painted)))
  '(1 2 3))
(define (there? name)
  (if (file-exists? (string-append work "/painted/" name)) "yes" "no"))
(tell "twins " (there? "twin.png.png") " " (there? "twin.PNG.png") " " (there? "twin.png"))
(tell "images left " (car (gimp-image-list)))
(close-output-port result-port)
(gimp-quit 1)
