; Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
;
; What a person with another language gets: numbers as ever, words in their own.
; Writes to the file result-file, which is to be defined before.

(define result-port (open-output-file result-file))

(define (tell . things)
  (for-each (lambda (thing) (display thing result-port)) things)
  (newline result-port))

(define (message thunk)
  (call-with-current-continuation
    (lambda (leave)
      (set! *error-hook* (lambda words (leave (car words))))
      (thunk)
      "no error")))

(let* ((image (car (gimp-image-new 40 30 RGB)))
       (layer (car (gimp-layer-new image 40 30 RGB-IMAGE "Photo" 100 LAYER-MODE-NORMAL)))
       (new 0))
  (gimp-image-insert-layer image layer 0 0)
  (gimp-context-set-foreground '(250 120 20))
  (gimp-context-set-background '(10 60 200))
  (gimp-drawable-edit-gradient-fill layer GRADIENT-LINEAR 0 FALSE 1 0 FALSE 3 2 36 27)
  (set! new (car (plug-in-pastiche RUN-NONINTERACTIVE image layer "test-style" 62.5 87.5 12.5 "" 0 3)))
  (tell "pixels " (map (lambda (k) (cadr (gimp-drawable-get-pixel new (* 4 k) (* 3 k))))
                       '(0 1 2 3 4 5 6 7 8 9)))
  (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 0 0 5 5)
  (gimp-layer-set-offsets layer 10 10)
  (tell "message "
        (message
          (lambda () (plug-in-pastiche RUN-NONINTERACTIVE image layer "test-style" 100 100 0 "" 0 1))))
  (gimp-image-delete image))
(close-output-port result-port)
(gimp-quit 1)
