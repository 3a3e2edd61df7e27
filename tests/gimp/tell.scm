; Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
;
; For scripts that run in a GIMP with windows while somebody plays the person and reads
; what they tell in the file result-file, which is to be defined before.

; A port cannot be flushed, so the file is written anew for every line.
(define told '())

(define (tell . things)
  (set! told (append told things '("\n")))
  (let ((port (open-output-file result-file)))
    (for-each (lambda (thing) (display thing port)) told)
    (close-output-port port)))

(define (now)
  (car (gettimeofday)))

; Until (there?) is true, at most so many seconds; whether it is.
(define (wait-until there? seconds)
  (let ((end (+ (now) seconds)))
    (let loop ()
      (cond ((there?) #t)
            ((> (now) end) #f)
            (else (loop))))))
