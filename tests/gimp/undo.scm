; Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
;
; Runs in a GIMP with windows, while run-undo presses Ctrl+Z whenever it reads
; "press N", and Enter at "dialog".  tell.scm is to be loaded before.

(define n-cases 0)
(define (check right . name)
  (set! n-cases (+ n-cases 1))
  (apply tell (if right "ok " "not ok ") n-cases " - " name))

; Every pixel of a drawable: its histogram by channel and a column of samples.
(define (portrait drawable)
  (list (car (gimp-drawable-width drawable))
        (car (gimp-drawable-height drawable))
        (gimp-drawable-offsets drawable)
        (gimp-drawable-histogram drawable HISTOGRAM-VALUE 0 1)
        (map (lambda (k)
               (vector->list (cadr (gimp-drawable-get-pixel drawable
                                     (modulo (* 7 k) (car (gimp-drawable-width drawable)))
                                     (modulo (* 5 k) (car (gimp-drawable-height drawable)))))))
             '(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15))))

(define (tree items)
  (map (lambda (item)
         (list item
               (car (gimp-item-get-name item))
               (car (gimp-layer-get-mask item))
               (portrait item)
               (if (= TRUE (car (gimp-item-is-group item)))
                   (tree (vector->list (cadr (gimp-item-get-children item))))
                   '())))
       items))

; All that undo has to bring back.
(define (state image)
  (list (tree (vector->list (cadr (gimp-image-get-layers image))))
        (gimp-selection-bounds image)
        (portrait (car (gimp-image-get-selection image)))))

(define (make-layer image parent name)
  (let ((layer (car (gimp-layer-new image 60 44 RGBA-IMAGE name 100 LAYER-MODE-NORMAL))))
    (gimp-image-insert-layer image layer parent 0)
    (gimp-context-set-foreground '(250 120 20))
    (gimp-context-set-background '(10 60 200))
    (gimp-drawable-edit-gradient-fill layer GRADIENT-LINEAR 0 FALSE 1 0 FALSE 3 2 56 41)
    layer))

(define (paint image layer style)
  (car (plug-in-pastiche RUN-NONINTERACTIVE image layer style 100 100 0 "" 0 1)))

(define (attempt thunk)
  (let* ((hook *error-hook*)
         (through (call-with-current-continuation
                    (lambda (leave)
                      (set! *error-hook* (lambda words (leave #f)))
                      (thunk)
                      #t))))
    (set! *error-hook* hook)
    through))

(define n-presses 0)
(define (undo-brings-back image before)
  (set! n-presses (+ n-presses 1))
  (tell "press " n-presses)
  (wait-until
    (lambda ()
      (let ((after '()))
        ; A layer may go while it is looked at.
        (attempt (lambda () (set! after (state image))))
        (equal? before after)))
    20))

(let* ((image (car (gimp-image-new-with-precision 90 70 RGB PRECISION-U16-GAMMA)))
       (outer (car (gimp-layer-group-new image)))
       (inner (car (gimp-layer-group-new image)))
       (layer 0) (mask 0) (before '()) (painting 0) (painted '()) (old '()))
  (gimp-image-insert-layer image outer 0 0)
  (gimp-image-insert-layer image inner outer 0)
  (make-layer image inner "Below")
  (set! layer (make-layer image inner "Photo"))
  (gimp-layer-set-offsets layer -7 9)
  (gimp-display-new image)
  (gimp-displays-flush)

  (set! before (state image))
  (paint image layer "test-style")
  (check (not (equal? before (state image))) "a layer in nested groups is painted")
  (check (undo-brings-back image before) "one undo brings everything back")

  (gimp-context-set-feather TRUE)
  (gimp-context-set-feather-radius 6 6)
  (gimp-image-select-ellipse image CHANNEL-OP-REPLACE 10 10 50 40)
  (set! mask (car (gimp-layer-create-mask layer ADD-MASK-ALPHA)))
  (gimp-layer-add-mask layer mask)
  (set! before (state image))
  (paint image layer "test-style")
  (check (not (equal? before (state image))) "with a mask and a feathered selection")
  (check (undo-brings-back image before) "one undo brings everything back")

  ; What failed is no step: undo takes back what was before it.
  (set! before (state image))
  (gimp-drawable-invert layer FALSE)
  (check (not (attempt (lambda () (paint image layer "no-such-style")))) "a call fails")
  (check (undo-brings-back image before) "undo goes past it")

  ; The dialog on a painting: it is painted again in its place.
  (set! painting (paint image layer "test-style"))
  (gimp-layer-set-opacity painting 60)
  (set! before (state image))
  (set! old (portrait painting))
  (tell "dialog")
  (set! painted (plug-in-pastiche RUN-INTERACTIVE image painting "" 0 0 0 "" 0 0))
  (check (= (car (gimp-image-get-item-position image (car painted))) 0) "the new one is in its place")
  (check (not (member painting (vector->list (cadr (gimp-item-get-children inner)))))
         "the old one is gone")
  (check (= 60 (car (gimp-layer-get-opacity (car painted)))) "its opacity stays")
  (check (not (= -1 (car (gimp-layer-get-mask (car painted))))) "its mask stays")
  (check (equal? (vector-length (cadr (gimp-item-get-children inner))) 3) "no layer more")
  (check (equal? old (portrait (car painted))) "the old settings paint the same")
  (check (undo-brings-back image before) "one undo brings the old one back")
  (gimp-image-clean-all image))
(tell "1.." n-cases)
(gimp-quit 1)
