; Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
;
; Learns styles in a real GIMP, as scripts do, and paints with them.  cases.scm is to be
; loaded before, and photos, empty and paintings are to be defined: a folder of photos, one
; without any, and one of a painting.

; Leaning stripes and blocks of many colours.
(define (paint-painting layer size)
  (let ((image (car (gimp-item-get-image layer))))
    (let rows ((y 0))
      (if (< y size)
          (begin
            (let columns ((x 0))
              (if (< x size)
                  (begin
                    (gimp-context-set-foreground
                      (list (modulo (* 7 (+ x y)) 256) (modulo (+ 40 (* 3 y)) 256)
                            (modulo (* 11 (+ x (* 2 y))) 256)))
                    (gimp-image-select-rectangle image CHANNEL-OP-REPLACE x y 8 6)
                    (gimp-drawable-edit-fill layer FILL-FOREGROUND)
                    (columns (+ x 16)))))
            (rows (+ y 12)))))
    (gimp-selection-none image)))

(define (learn image layer name folder minutes)
  (car (plug-in-pastiche-learn RUN-NONINTERACTIVE image layer name folder minutes)))

(define image (make-image 160 150 RGB PRECISION-U8-GAMMA))
(define layer (make-layer image RGB-IMAGE 160 150 "Painting"))
(paint-painting layer 150)

(define (styles)
  (cadr (plug-in-pastiche-styles)))

(try-case "a style is learnt in twenty seconds and is there at once"
  (lambda ()
    (expect "id" "ete-no-1" (learn image layer "Été, no 1" photos 0.34))
    (expect "styles" '("ete-no-1" "test-style" "zen-style") (styles))
    (if (not (file-exists? (string-append gimp-directory "/pastiche/styles/ete-no-1.safetensors")))
        (complain "there is no file"))
    (if (not (file-exists? (string-append gimp-directory "/pastiche/lessons/ete-no-1/lesson")))
        (complain "there is no lesson to go on with"))))

(try-case "it paints"
  (lambda ()
    (let* ((other (make-image 90 70 RGB PRECISION-U8-GAMMA))
           (photo (make-layer other RGB-IMAGE 90 70 "Photo"))
           (new (car (plug-in-pastiche RUN-NONINTERACTIVE other photo "ete-no-1" 100 100 0 "" 0 1))))
      (if (equal? (sample photo) (sample new)) (complain "nothing was painted"))
      (expect "name" "Été, no 1 (Photo)" (car (gimp-item-get-name new)))
      (gimp-image-delete other))))

(try-case "the layer is as it was"
  (lambda ()
    (expect "layers" 1 (car (gimp-image-get-layers image)))
    (expect "selection" TRUE (car (gimp-selection-is-empty image)))))

(define (remember . lines)
  (let ((port (open-output-file (string-append gimp-directory "/pastiche/learn-settings"))))
    (display (apply string-append "[learn]\n" lines) port)
    (close-output-port port)))

(define (learn-again image layer)
  (car (plug-in-pastiche-learn RUN-WITH-LAST-VALS image layer "" "" 0)))

; What was set last is in a file; nothing was set here before.
(try-case "learn with last values, what is selected of the visible image, in deep gray"
  (lambda ()
    (let* ((gray (make-image 400 300 GRAY PRECISION-FLOAT-LINEAR))
           (base (make-layer gray GRAYA-IMAGE 400 300 "Ground"))
           (part (make-layer gray GRAY-IMAGE 160 150 "Painting")))
      (paint-painting part 150)
      (gimp-layer-set-offsets part 100 50)
      (gimp-image-select-rectangle gray CHANNEL-OP-REPLACE 100 50 160 150)
      (remember "source=selection\nminutes=0.1\nstart=nothing\nphotos=file://" photos "\n")
      (expect "id" "untitled" (learn-again gray base))
      (expect "styles" '("ete-no-1" "test-style" "untitled" "zen-style") (styles))
      (expect "layers" 2 (car (gimp-image-get-layers gray)))
      (gimp-image-delete gray))))

(try-case "learn with last values, from a picture file"
  (lambda ()
    (remember "source=file\nminutes=0.1\nstart=nothing\npainting=file://" paintings
              "/Water_Lilies.png\nphotos=file://" photos "\n")
    (expect "id" "water-lilies" (learn-again image layer))
    (expect "styles" '("ete-no-1" "test-style" "untitled" "water-lilies" "zen-style") (styles))))

; The gradient around the painting is too plain to learn from.
(define (refuse name thunk . parts)
  (try-case (string-append "error: " name)
    (lambda ()
      (let ((before (styles)))
        (apply expect-failure image thunk parts)
        (expect "styles" before (styles))))))

(define plain (make-image 160 150 RGB PRECISION-U8-GAMMA))
(define plain-layer (make-layer plain RGB-IMAGE 160 150 "Gradient"))
(define small (make-image 64 64 RGB PRECISION-U8-GAMMA))
(define small-layer (make-layer small RGB-IMAGE 64 64 "Small"))

(refuse "too plain" (lambda () (learn plain plain-layer "P" photos 1)) "too plain")
(refuse "too small" (lambda () (learn small small-layer "S" photos 1)) "64 x 64" "too small")
(refuse "what is selected is too small"
  (lambda ()
    (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 10 10 100 100)
    (learn image layer "S" photos 1))
  "100 x 100" "too small")
(define far (make-layer image RGB-IMAGE 10 10 "Far"))
(gimp-layer-set-offsets far 140 140)
(refuse "nothing of the layer is selected" (lambda () (learn image far "S" photos 1)) "selection")
(gimp-selection-none image)
(gimp-image-remove-layer image far)
(refuse "a folder without photos" (lambda () (learn image layer "E" empty 1)) "no photo" "empty")
(refuse "a folder that is not there"
  (lambda () (learn image layer "E" "/no/such/folder" 1)) "/no/such/folder" "choose another")
(refuse "a picture file that is not there"
  (lambda ()
    (remember "source=file\npainting=file://" paintings "/gone.png\nphotos=file://" photos "\n")
    (learn-again image layer))
  "/gone.png" "no such file")
(refuse "a file that is no picture"
  (lambda ()
    (remember "source=file\npainting=file://" photos "/broken.png\nphotos=file://" photos "\n")
    (learn-again image layer))
  "broken.png" "no picture")
(refuse "no time" (lambda () (learn image layer "E" photos 0)) "minutes")
(refuse "too much time" (lambda () (learn image layer "E" photos 1441)) "minutes")
(refuse "minutes that are no number" (lambda () (learn image layer "E" photos (sqrt -1))) "minutes")
(refuse "a title that is too long"
  (lambda () (learn image layer (make-string 1024 #\x) photos 1)) "shorter")
(refuse "a channel"
  (lambda ()
    (let ((channel (car (gimp-channel-new image 160 150 "Channel" 50 '(0 0 0)))))
      (gimp-image-insert-channel image channel 0 0)
      (learn image channel "C" photos 1)))
  "layer")
(refuse "deleted image"
  (lambda ()
    (let* ((gone (make-image 8 8 RGB PRECISION-U8-GAMMA))
           (lost (make-layer gone RGB-IMAGE 8 8 "Gone")))
      (gimp-image-delete gone)
      (learn gone lost "G" photos 1)))
  "plug-in-pastiche-learn")
(refuse "too few arguments"
  (lambda () (plug-in-pastiche-learn RUN-NONINTERACTIVE image layer "S")) "plug-in-pastiche-learn")
(refuse "unknown run mode"
  (lambda () (plug-in-pastiche-learn 7 image layer "S" photos 1)) "run mode")

(end-of-cases)
