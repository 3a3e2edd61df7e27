; Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
;
; What the tests in Script-Fu share.  Writes "ok NAME" or "not ok NAME: WHY" for every
; case and "done N" at the end to the file result-file, which is to be defined before.

(define case-name "")
(define complaints '())
(define n-cases 0)
(define last-error "")

(define (complain . words)
  (set! complaints (cons words complaints)))

(define (expect what wanted got)
  (if (not (equal? wanted got))
      (complain what ": wanted " wanted ", got " got)))

(define result-port (open-output-file result-file))

(define (show things)
  (for-each (lambda (thing) (display thing result-port)) things))

; Runs THUNK; an error in it, expected or not, ends only this case.
(define (try-case name thunk)
  (set! case-name name)
  (set! complaints '())
  (set! n-cases (+ n-cases 1))
  (if (not (attempt thunk))
      (complain "error: " last-error))
  (if (null? complaints)
      (show (list "ok " name "\n"))
      (show (append (list "not ok " name ": ") (apply append complaints) '("\n")))))

; #t if THUNK ran through; else #f, and last-error says why not.
(define (attempt thunk)
  (let* ((hook *error-hook*)
         (through
           (call-with-current-continuation
             (lambda (leave)
               (set! *error-hook*
                 (lambda words
                   (set! last-error
                     (apply string-append (map (lambda (w) (if (string? w) w "?")) words)))
                   (leave #f)))
               (thunk)
               #t))))
    (set! *error-hook* hook)
    through))

(define (contains? text part)
  (let ((n (string-length part)))
    (let loop ((i 0))
      (cond ((> (+ i n) (string-length text)) #f)
            ((string=? (substring text i (+ i n)) part) #t)
            (else (loop (+ i 1)))))))

; THUNK must fail, with a message that has all of PARTS in it, and leave IMAGE alone.
(define (expect-failure image thunk . parts)
  (let ((before (car (gimp-image-get-layers image))))
    (if (attempt thunk)
        (complain "it should have failed")
        (for-each
          (lambda (part)
            (if (not (contains? last-error part))
                (complain "the message lacks \"" part "\": " last-error)))
          parts))
    (expect "layers after a failure" before (car (gimp-image-get-layers image)))))

(define (make-image width height base precision)
  (let ((image (car (gimp-image-new-with-precision width height base precision))))
    image))

; A layer with a slanted gradient, so that no two regions are alike.
(define (make-layer image type width height name)
  (let ((layer (car (gimp-layer-new image width height type name 100 LAYER-MODE-NORMAL))))
    (gimp-image-insert-layer image layer 0 -1)
    (gimp-context-set-foreground '(250 120 20))
    (gimp-context-set-background '(10 60 200))
    (gimp-context-set-gradient-fg-bg-rgb)
    (gimp-drawable-edit-gradient-fill layer GRADIENT-LINEAR 0 FALSE 1 0 FALSE 3 2 (- width 4) (- height 3))
    layer))

(define (pixel layer x y)
  (vector->list (cadr (gimp-drawable-get-pixel layer x y))))

; A few pixels that stand for the layer.
(define (sample layer)
  (let ((w (car (gimp-drawable-width layer)))
        (h (car (gimp-drawable-height layer))))
    (map (lambda (k) (pixel layer (modulo (* 7 k) w) (modulo (* 5 k) h)))
         '(0 1 2 3 4 5 6 7 8 9))))

; The last thing to be said.
(define (end-of-cases)
  (show (list "done " n-cases "\n"))
  (close-output-port result-port)
  (gimp-quit 0))
