# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
"""What twin.h writes."""

import subprocess

import numpy as np


def cases(program, n):
    """What `program --dump` writes, case by case: three pictures (width and height as
    int32, then float32 planes), a painting, a photo and a result, and n doubles that the
    C code measured."""
    data = subprocess.run([program, '--dump'], stdout=subprocess.PIPE, check=True).stdout
    at = 0

    def take(dtype, count):
        nonlocal at
        values = np.frombuffer(data, dtype, count, at)
        at += values.nbytes
        return values

    while at < len(data):
        pictures = []
        for _ in range(3):
            w, h = map(int, take('<i4', 2))
            pictures.append(take('<f4', 3 * w * h).reshape(3, h, w).astype(float))
        yield pictures, take('<f8', n)
