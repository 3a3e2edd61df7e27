; Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
;
; Paints every photo that PATTERN finds in the style STYLE and puts PNG files of the
; same names into FOLDER, which must be there and be another one.  Without a window:
;
;   gimp -i -b '(pastiche-folder "/home/me/photos/*.jpg" "/home/me/painted"
;                                "great-wave" 100)' -b '(gimp-quit 0)'

; "/a/b.c.jpg" gives "b.c".
(define (pastiche-plain-name path)
  (let* ((name (car (last (strbreakup path "/"))))
         (parts (strbreakup name ".")))
    (if (> (length parts) 1)
        (unbreakupstr (butlast parts) ".")
        name)))

(define (pastiche-folder pattern folder style strength)
  (let ((photos (cadr (file-glob pattern 1))))
    (for-each
      (lambda (photo)
        (let* ((image (car (gimp-file-load RUN-NONINTERACTIVE photo photo)))
               (layer (car (gimp-image-get-active-layer image)))
               (painting (car (plug-in-pastiche RUN-NONINTERACTIVE image layer
                                                style strength 100 0 "" 0 0)))
               ; Of an indexed photo the painting is in an image of its own.
               (painted (car (gimp-item-get-image painting)))
               (file (string-append folder "/" (pastiche-plain-name photo) ".png")))
          (gimp-file-save RUN-NONINTERACTIVE painted (car (gimp-image-merge-visible-layers
                                                            painted CLIP-TO-IMAGE))
                          file file)
          (if (not (= painted image))
              (gimp-image-delete painted))
          (gimp-image-delete image)))
      photos)
    (length photos)))
