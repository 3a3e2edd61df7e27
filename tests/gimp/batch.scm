; Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
;
; Calls the plug-in in a real GIMP, as scripts do: arguments, what is said of wrong
; ones, and what parameters change.  Kinds of pictures are matrix.c's.  cases.scm is
; to be loaded before.
; The test style's id is test-style and its title Test Style.

(define (paint image layer strength keep seed)
  (car (plug-in-pastiche RUN-NONINTERACTIVE image layer "test-style" strength 100 keep "" 0 seed)))

; What must hold of every new layer.
(define (expect-twin image source new position parent)
  (expect "new layer's position" position (car (gimp-image-get-item-position image new)))
  (expect "source's position" (+ position 1) (car (gimp-image-get-item-position image source)))
  (expect "parent" parent (car (gimp-item-get-parent new)))
  (expect "width" (car (gimp-drawable-width source)) (car (gimp-drawable-width new)))
  (expect "height" (car (gimp-drawable-height source)) (car (gimp-drawable-height new)))
  (expect "offsets" (gimp-drawable-offsets source) (gimp-drawable-offsets new))
  (expect "alpha channel" (car (gimp-drawable-has-alpha source)) (car (gimp-drawable-has-alpha new)))
  (expect "format" (car (gimp-drawable-get-format source)) (car (gimp-drawable-get-format new)))
  (expect "visible" TRUE (car (gimp-item-get-visible new)))
  (expect "opacity" 100.0 (car (gimp-layer-get-opacity new)))
  (expect "name" (string-append "Test Style (" (car (gimp-item-get-name source)) ")")
          (car (gimp-item-get-name new)))
  (expect "active layer" new (car (gimp-image-get-active-layer image))))

(try-case "styles are listed, broken ones are not"
  (lambda ()
    (expect "styles" '(2 ("test-style" "zen-style")) (plug-in-pastiche-styles))))

(try-case "RGB, 8 bit"
  (lambda ()
    (let* ((image (make-image 37 29 RGB PRECISION-U8-GAMMA))
           (layer (make-layer image RGB-IMAGE 37 29 "Photo"))
           (before (sample layer))
           (new (paint image layer 100 0 1)))
      (expect "number of layers" 2 (car (gimp-image-get-layers image)))
      (expect-twin image layer new 0 -1)
      (expect "source" before (sample layer))
      (expect "a mask" -1 (car (gimp-layer-get-mask new)))
      (if (equal? before (sample new)) (complain "nothing was painted"))
      (gimp-image-delete image))))

(try-case "strength 0 is the photo"
  (lambda ()
    (let* ((image (make-image 37 29 RGB PRECISION-U8-GAMMA))
           (layer (make-layer image RGB-IMAGE 37 29 "Photo"))
           (new (paint image layer 0 0 1)))
      (expect "pixels" (sample layer) (sample new))
      (gimp-image-delete image))))

(try-case "same seed, same strokes; another seed, other strokes"
  (lambda ()
    (let* ((image (make-image 37 29 RGB PRECISION-U8-GAMMA))
           (layer (make-layer image RGB-IMAGE 37 29 "Photo"))
           (one (paint image layer 100 0 7))
           (two (paint image layer 100 0 7))
           (three (paint image layer 100 0 -8)))
      (expect "same seed" (sample one) (sample two))
      (if (equal? (sample one) (sample three)) (complain "another seed changed nothing"))
      (gimp-image-delete image))))

(define image (make-image 24 24 RGB PRECISION-U8-GAMMA))
(define layer (make-layer image RGB-IMAGE 24 24 "Photo"))
(define (call-with style strength keep)
  (lambda () (plug-in-pastiche RUN-NONINTERACTIVE image layer style strength 100 keep "" 0 1)))
(define nan (sqrt -1))
(define (call-more brush mix-style mix)
  (lambda () (plug-in-pastiche RUN-NONINTERACTIVE image layer "test-style" 100 brush 0 mix-style mix 1)))

(try-case "error: unknown style, with the ids that there are"
  (lambda () (expect-failure image (call-with "no-such-style" 100 0) "no-such-style" "test-style")))
(try-case "error: no style"
  (lambda () (expect-failure image (call-with "" 100 0) "plug-in-pastiche-styles")))
(try-case "error: broken style"
  (lambda () (expect-failure image (call-with "broken" 100 0) "broken.safetensors")))
(try-case "error: strength too large"
  (lambda () (expect-failure image (call-with "test-style" 100.5 0) "trength")))
(try-case "error: strength negative"
  (lambda () (expect-failure image (call-with "test-style" -1 0) "trength")))
(try-case "error: strength not a number"
  (lambda ()
    (if (= nan nan) (complain "the test has no NaN"))
    (expect-failure image (call-with "test-style" nan 0) "trength")))
(try-case "error: keep-colours too large"
  (lambda () (expect-failure image (call-with "test-style" 100 101) "olours")))
(try-case "error: keep-colours not a number"
  (lambda () (expect-failure image (call-with "test-style" 100 nan) "olours")))
(for-each
  (lambda (brush)
    (try-case (string-append "error: brush size " (number->string brush))
      (lambda () (expect-failure image (call-more brush "" 0) "brush"))))
  (list 24 401 -100 nan))
(for-each
  (lambda (mix)
    (try-case (string-append "error: mix " (number->string mix))
      (lambda () (expect-failure image (call-more 100 "zen-style" mix) "mix"))))
  (list -1 100.5 nan))
(try-case "error: unknown second style, with the ids that there are"
  (lambda () (expect-failure image (call-more 100 "no-such-style" 50) "no-such-style" "test-style")))
(try-case "error: deleted image"
  (lambda ()
    (let* ((gone (make-image 8 8 RGB PRECISION-U8-GAMMA))
           (lost (make-layer gone RGB-IMAGE 8 8 "Gone")))
      (gimp-image-delete gone)
      (expect-failure image
        (lambda () (plug-in-pastiche RUN-NONINTERACTIVE gone lost "test-style" 100 100 0 "" 0 1))
        "plug-in-pastiche"))))
(try-case "error: deleted layer"
  (lambda ()
    (let ((lost (make-layer image RGB-IMAGE 8 8 "Lost")))
      (gimp-image-remove-layer image lost)
      (expect-failure image
        (lambda () (plug-in-pastiche RUN-NONINTERACTIVE image lost "test-style" 100 100 0 "" 0 1))
        "plug-in-pastiche"))))
(for-each
  (lambda (wrong)
    (try-case (string-append "error: wrong arguments: " (car wrong))
      (lambda () (expect-failure image (cdr wrong) "plug-in-pastiche"))))
  (list
    (cons "too few" (lambda () (plug-in-pastiche RUN-NONINTERACTIVE image layer "test-style")))
    (cons "too many"
          (lambda () (plug-in-pastiche RUN-NONINTERACTIVE image layer "test-style" 100 100 0 "" 0 1 2)))
    (cons "a number for a style"
          (lambda () (plug-in-pastiche RUN-NONINTERACTIVE image layer 3 100 100 0 "" 0 1)))
    (cons "a string for a number"
          (lambda () (plug-in-pastiche RUN-NONINTERACTIVE image layer "test-style" "x" 100 0 "" 0 1)))))
(try-case "error: unknown run mode"
  (lambda ()
    (expect-failure image (lambda () (plug-in-pastiche 7 image layer "test-style" 100 100 0 "" 0 1)))))
(try-case "error: drawable of another image"
  (lambda ()
    (let* ((other (make-image 8 8 RGB PRECISION-U8-GAMMA))
           (strange (make-layer other RGB-IMAGE 8 8 "Other")))
      (expect-failure image
        (lambda () (plug-in-pastiche RUN-NONINTERACTIVE image strange "test-style" 100 100 0 "" 0 1))
        "no drawable")
      (gimp-image-delete other))))
(try-case "indexed: the result goes to a new RGB image"
  (lambda ()
    (gimp-image-convert-indexed image CONVERT-DITHER-NONE CONVERT-PALETTE-GENERATE 8 FALSE FALSE "")
    (let* ((before (cadr (gimp-image-get-layers image)))
           (new (paint image layer 100 0 1))
           (copy (car (gimp-item-get-image new))))
      (if (= copy image) (complain "no new image"))
      (expect "layers" before (cadr (gimp-image-get-layers image)))
      (expect "type" INDEXED (car (gimp-image-base-type image)))
      (expect "new image's type" RGB (car (gimp-image-base-type copy)))
      (expect "new image's layers" (+ 1 (vector-length before)) (car (gimp-image-get-layers copy)))
      (gimp-image-delete copy))))

(try-case "a second style"
  (lambda ()
    (let* ((i (make-image 37 29 RGB PRECISION-U8-GAMMA))
           (l (make-layer i RGB-IMAGE 37 29 "Photo"))
           (mixed (lambda (style mix-style mix)
                    (sample (car (plug-in-pastiche RUN-NONINTERACTIVE i l style 100 100 0 mix-style
                                                   mix 1)))))
           (one (mixed "test-style" "" 0))
           (other (mixed "zen-style" "" 0)))
      (if (equal? one other) (complain "both styles paint the same"))
      (expect "mix 0" one (mixed "test-style" "zen-style" 0))
      (expect "mix 100" other (mixed "test-style" "zen-style" 100))
      (if (member (mixed "test-style" "zen-style" 50) (list one other))
          (complain "half mixed is not mixed"))
      (gimp-image-delete i))))

(try-case "brush size"
  (lambda ()
    (let* ((i (make-image 80 60 RGB PRECISION-U8-GAMMA))
           (l (make-layer i RGB-IMAGE 80 60 "Photo"))
           (at (lambda (size)
                 (sample (car (plug-in-pastiche RUN-NONINTERACTIVE i l "test-style" 100 size 0 "" 0
                                                1))))))
      (if (equal? (at 100) (at 50)) (complain "50 is as 100"))
      (if (equal? (at 100) (at 400)) (complain "400 is as 100"))
      (gimp-image-delete i))))

(try-case "repeat with last values, which are the defaults at first"
  (lambda ()
    (let* ((i (make-image 24 24 RGB PRECISION-U8-GAMMA))
           (l (make-layer i RGB-IMAGE 24 24 "Photo"))
           (new (car (plug-in-pastiche RUN-WITH-LAST-VALS i l "" 0 0 0 "" 0 0))))
      (expect-twin i l new 0 -1)
      (expect "pixels" (sample (paint i l 100 0 0)) (sample new))
      (gimp-image-delete i))))

(try-case "replace the layer, as the settings file says"
  (lambda ()
    (let* ((i (make-image 24 24 RGB PRECISION-U8-GAMMA))
           (l (make-layer i RGB-IMAGE 24 24 "Photo"))
           (painted (sample (paint i l 100 0 0)))
           (layers (car (gimp-image-get-layers i)))
           (port (open-output-file (string-append gimp-directory "/pastiche/settings"))))
      (display "[settings]\nstyle=test-style\noutput=replace\n" port)
      (close-output-port port)
      (expect "layer" l (car (plug-in-pastiche RUN-WITH-LAST-VALS i l "" 0 0 0 "" 0 0)))
      (expect "layers" layers (car (gimp-image-get-layers i)))
      (expect "pixels" painted (sample l))
      (gimp-image-delete i))))

;;; Refining, and painting after any picture.

(define (paint-slowly image layer style refine)
  (car (plug-in-pastiche-paint RUN-NONINTERACTIVE image layer style 100 100 0 "" 0 3 refine)))
(define (after-picture image layer file painting refine)
  (plug-in-pastiche-from-picture RUN-NONINTERACTIVE image layer file painting 100 100 0 3 refine))
(define (note-of layer)
  (caddr (car (gimp-item-get-parasite layer "pastiche"))))

(define painting-image (make-image 160 140 RGB PRECISION-U8-GAMMA))
(define painting (make-layer painting-image RGB-IMAGE 160 140 "Brush work"))
(let loop ((y 4))
  (gimp-context-set-foreground (list (modulo (* y 9) 256) (modulo (* y 3) 256) 90))
  (gimp-image-select-polygon painting-image CHANNEL-OP-REPLACE 8
                             (vector 0 y 160 (+ y 12) 160 (+ y 15) 0 (+ y 3)))
  (gimp-drawable-edit-fill painting FILL-FOREGROUND)
  (if (< y 130) (loop (+ y 7))))
(gimp-selection-none painting-image)

(define picture-style "")
(define (refined-pixels refine)
  (let* ((i (make-image 64 48 RGB PRECISION-U8-GAMMA))
         (l (make-layer i RGB-IMAGE 64 48 "Photo"))
         (pixels (sample (paint-slowly i l picture-style refine))))
    (gimp-image-delete i)
    pixels))

(try-case "after a layer of another image, which becomes a style"
  (lambda ()
    (let* ((i (make-image 64 48 RGB PRECISION-U8-GAMMA))
           (l (make-layer i RGB-IMAGE 64 48 "Photo"))
           (before (sample l))
           (made (after-picture i l "" painting 10))
           (new (car made)))
      (set! picture-style (cadr made))
      (expect "style" "brush-work" picture-style)
      (expect "styles" '(3 ("brush-work" "test-style" "zen-style")) (plug-in-pastiche-styles))
      (expect "layer's position" 0 (car (gimp-image-get-item-position i new)))
      (expect "name" "Brush work (Photo)" (car (gimp-item-get-name new)))
      (expect "source" before (sample l))
      (if (equal? before (sample new)) (complain "nothing was painted"))
      (if (not (contains? (note-of new) "refine=10")) (complain "note: " (note-of new)))
      (if (not (contains? (note-of new) "style=brush-work")) (complain "note: " (note-of new)))
      (expect "the same by its style" (sample new) (refined-pixels 10))
      (expect "the same picture again" "brush-work" (cadr (after-picture i l "" painting 10)))
      (gimp-image-delete i))))

(try-case "after a picture file"
  (lambda ()
    (let* ((i (make-image 64 48 RGB PRECISION-U8-GAMMA))
           (l (make-layer i RGB-IMAGE 64 48 "Photo"))
           (file (string-append gimp-directory "/My Painting.png")))
      (expect "style" "my-painting" (cadr (after-picture i l file -1 5)))
      (gimp-image-delete i))))

(try-case "refine 0 of a picture changes colours only, more changes strokes"
  (lambda ()
    (let ((fast (refined-pixels 0)) (some (refined-pixels 5)))
      (if (equal? fast some) (complain "nothing was refined"))
      (expect "the same again" some (refined-pixels 5))
      (let* ((i (make-image 64 48 RGB PRECISION-U8-GAMMA))
             (l (make-layer i RGB-IMAGE 64 48 "Photo")))
        (expect "the old procedure" fast
                (sample (car (plug-in-pastiche RUN-NONINTERACTIVE i l picture-style 100 100 0 "" 0
                                               3))))
        (gimp-image-delete i)))))

(try-case "a style that has only learnt is painted as ever"
  (lambda ()
    (let* ((i (make-image 37 29 RGB PRECISION-U8-GAMMA))
           (l (make-layer i RGB-IMAGE 37 29 "Photo")))
      (expect "pixels" (sample (paint i l 100 0 3)) (sample (paint-slowly i l "test-style" 50)))
      (gimp-image-delete i))))

(for-each
  (lambda (refine)
    (try-case (string-append "error: refine " (number->string refine))
      (lambda ()
        (let* ((i (make-image 24 24 RGB PRECISION-U8-GAMMA))
               (l (make-layer i RGB-IMAGE 24 24 "Photo")))
          (expect-failure i (lambda () (paint-slowly i l "test-style" refine)) "refine")
          (expect-failure i (lambda () (after-picture i l "" painting refine)) "refine")
          (gimp-image-delete i)))))
  (list -1 100.5 nan))

(try-case "error: no picture, a file that is not there, a picture of one colour"
  (lambda ()
    (let* ((i (make-image 24 24 RGB PRECISION-U8-GAMMA))
           (l (make-layer i RGB-IMAGE 24 24 "Photo"))
           (plain (make-image 160 140 RGB PRECISION-U8-GAMMA))
           (blank (make-layer plain RGB-IMAGE 160 140 "Blank")))
      (gimp-drawable-edit-fill blank FILL-WHITE)
      (expect-failure i (lambda () (after-picture i l "" -1 5)) "No picture")
      (expect-failure i (lambda () (after-picture i l "/no/such.png" -1 5)) "/no/such.png")
      (expect-failure i (lambda () (after-picture i l "" blank 5)) "colour")
      (gimp-image-delete plain)
      (gimp-image-delete i))))

(try-case "error: wrong arguments of the new procedures"
  (lambda ()
    (let* ((i (make-image 24 24 RGB PRECISION-U8-GAMMA))
           (l (make-layer i RGB-IMAGE 24 24 "Photo")))
      (expect-failure i (lambda () (plug-in-pastiche-paint RUN-NONINTERACTIVE i l "test-style" 100
                                                           100 0 "" 0 3))
                      "plug-in-pastiche-paint")
      (expect-failure i (lambda () (plug-in-pastiche-from-picture RUN-NONINTERACTIVE i l ""))
                      "plug-in-pastiche-from-picture")
      (gimp-image-delete i))))

;;; Likeness.

(define (paint-like image layer likeness keep)
  (car (plug-in-pastiche-paint-2 RUN-NONINTERACTIVE image layer "test-style" 100 100 0 "" 0 3 0
                                 likeness keep 0)))

(try-case "likeness 50 is the older procedures, 100 is nearer to the photo"
  (lambda ()
    (let* ((i (make-image 64 48 RGB PRECISION-U8-GAMMA))
           (l (make-layer i RGB-IMAGE 64 48 "Photo"))
           (near (paint-like i l 100 FALSE)))
      (expect "pixels" (sample (paint i l 100 0 3)) (sample (paint-like i l 50 FALSE)))
      (expect "pixels, stroke by stroke" (sample (paint-slowly i l "test-style" 0))
              (sample (paint-like i l 50 FALSE)))
      (if (equal? (sample near) (sample (paint-like i l 50 FALSE)))
          (complain "likeness changed nothing"))
      (if (not (contains? (note-of near) "likeness=100")) (complain "note: " (note-of near)))
      (if (not (contains? (note-of near) "keep-selected=false")) (complain "note: " (note-of near)))
      (gimp-image-delete i))))

(try-case "what is selected keeps its likeness, and all is painted"
  (lambda ()
    (let* ((i (make-image 64 48 RGB PRECISION-U8-GAMMA))
           (l (make-layer i RGB-IMAGE 64 48 "Photo"))
           (all (paint-like i l 50 FALSE))
           (near (paint-like i l 90 FALSE)))
      (gimp-image-select-rectangle i CHANNEL-OP-REPLACE 0 0 20 48)
      (let ((kept (paint-like i l 50 TRUE)) (masked (paint-like i l 50 FALSE)))
        (expect "mask" -1 (car (gimp-layer-get-mask kept)))
        (if (= -1 (car (gimp-layer-get-mask masked))) (complain "without it there is no mask"))
        (expect "far from it" (pixel all 60 20) (pixel kept 60 20))
        (expect "in it" (pixel near 5 20) (pixel kept 5 20))
        (if (equal? (pixel all 5 20) (pixel kept 5 20)) (complain "nothing was kept"))
        (if (not (contains? (note-of kept) "keep-selected=true")) (complain "note: " (note-of kept)))
        (expect "selected still" FALSE (car (gimp-selection-is-empty i))))
      (gimp-selection-none i)
      (expect "with nothing selected" (sample all) (sample (paint-like i l 50 TRUE)))
      (gimp-image-delete i))))

(try-case "in place of the layer all is painted, and what is selected keeps its likeness"
  (lambda ()
    (let* ((i (make-image 64 48 RGB PRECISION-U8-GAMMA))
           (l (make-layer i RGB-IMAGE 64 48 "Photo"))
           (port #f))
      (gimp-image-select-rectangle i CHANNEL-OP-REPLACE 0 0 20 48)
      (let ((kept (paint-like i l 50 TRUE)))
        (set! port (open-output-file (string-append gimp-directory "/pastiche/settings")))
        (display "[settings]\nstyle=test-style\noutput=replace\nrefine=0\nseed=3\nkeep-selected=true\n" port)
        (close-output-port port)
        (expect "layer" l (car (plug-in-pastiche RUN-WITH-LAST-VALS i l "" 0 0 0 "" 0 0)))
        (expect "far from it" (pixel kept 60 20) (pixel l 60 20))
        (expect "in it" (pixel kept 5 20) (pixel l 5 20))
        (expect "selected still" '(TRUE 0 0 20 48)
                (let ((bounds (gimp-selection-bounds i)))
                  (cons (if (= TRUE (car bounds)) 'TRUE 'FALSE) (cdr bounds))))
        (expect "channels" 0 (car (gimp-image-get-channels i)))
        (expect "active layer" l (car (gimp-image-get-active-layer i))))
      (gimp-image-delete i))))

(for-each
  (lambda (likeness)
    (try-case (string-append "error: likeness " (number->string likeness))
      (lambda () (expect-failure image (lambda () (paint-like image layer likeness FALSE)) "likeness"))))
  (list -1 100.5 nan))

(gimp-image-delete painting-image)
(gimp-image-delete image)
(end-of-cases)
