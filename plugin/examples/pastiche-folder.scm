; Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
;
; Paints every photo that PATTERN finds in the style STYLE and puts PNG files of the
; same names into FOLDER, which must be there and be another one.  Photos whose names are
; the same but for their endings keep those: "a.jpg.png" and "a.tif.png".  What cannot be
; read or painted is told and left out.  Returns how many were painted.  Without a window:
;
;   gimp -i -b '(pastiche-folder "/home/me/photos/*.jpg" "/home/me/painted"
;                                "great-wave" 100)' -b '(gimp-quit 0)'

; "/a/b.c.jpg" gives "b.c.jpg", and "b.c".
(define (pastiche-name path)
  (car (last (strbreakup path "/"))))

(define (pastiche-plain-name path)
  (let* ((name (pastiche-name path))
         (parts (strbreakup name ".")))
    (if (> (length parts) 1)
        (unbreakupstr (butlast parts) ".")
        name)))

; How many of PATHS are called NAME, whatever their endings and case.
(define (pastiche-count name paths)
  (let loop ((paths paths) (n 0))
    (cond ((null? paths) n)
          ((string-ci=? name (pastiche-plain-name (car paths))) (loop (cdr paths) (+ n 1)))
          (else (loop (cdr paths) n)))))

(define (pastiche-photo photo file style strength)
  (let* ((image (car (gimp-file-load RUN-NONINTERACTIVE photo photo)))
         (layer (car (gimp-image-get-active-layer image)))
         (painting (catch #f (car (plug-in-pastiche RUN-NONINTERACTIVE image layer
                                                    style strength 100 0 "" 0 0)))))
    (if painting
        ; Of an indexed photo the painting is in an image of its own.
        (let ((painted (car (gimp-item-get-image painting))))
          (gimp-file-save RUN-NONINTERACTIVE painted
                          (car (gimp-image-merge-visible-layers painted CLIP-TO-IMAGE))
                          file file)
          (if (not (= painted image))
              (gimp-image-delete painted))))
    (gimp-image-delete image)
    painting))

(define (pastiche-folder pattern folder style strength)
  (let ((photos (cadr (file-glob pattern 1)))
        (done 0))
    (for-each
      (lambda (photo)
        (let* ((plain (pastiche-plain-name photo))
               (name (if (= 1 (pastiche-count plain photos)) plain (pastiche-name photo)))
               (file (string-append folder "/" name ".png")))
          (if (catch #f (pastiche-photo photo file style strength))
              (set! done (+ done 1))
              (gimp-message (string-append photo ": was not painted")))))
      photos)
    done))
