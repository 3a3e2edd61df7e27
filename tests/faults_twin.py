#!/usr/bin/python3
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
"""The measures of engine/measures/faults.c and evenness.c once more, in numpy.

As a program: faults_twin.py PROGRAM.  The twin must agree with the cases of PROGRAM."""

import sys

import numpy as np

from twin import cases

TOLERANCE = 1e-3
HALO, GLOW = (5, 7, 14), (20, 24, 40)


def luma(image):
    return np.tensordot([.299, .587, .114], image, 1)


def smooth(y):
    for _ in range(2):
        p = np.pad(y, 1, mode='edge')
        h, w = y.shape
        y = sum(p[i:i + h, j:j + w] for i in range(3) for j in range(3)) / 9
    return y


def sample(plane, x, y):
    h, w = plane.shape
    left, top = np.minimum(x.astype(int), w - 2), np.minimum(y.astype(int), h - 2)
    u, v = x - left, y - top
    return ((1 - v) * ((1 - u) * plane[top, left] + u * plane[top, left + 1])
            + v * ((1 - u) * plane[top + 1, left] + u * plane[top + 1, left + 1]))


def profiles(plane, edges, ts):
    x, y, dx, dy = edges
    return np.array([sample(plane, x + t * dx, y + t * dy) for t in ts])


def find_edges(soft):
    h, w = soft.shape
    gx, gy = np.zeros_like(soft), np.zeros_like(soft)
    gx[1:-1, 1:-1] = soft[1:-1, 2:] - soft[1:-1, :-2]
    gy[1:-1, 1:-1] = soft[2:, 1:-1] - soft[:-2, 1:-1]
    g = np.hypot(gx, gy)
    strong = g > np.sort(g.ravel())[g.size - 1 - int(.12 * g.size)]
    strong[:2] = strong[-2:] = strong[:, :2] = strong[:, -2:] = False
    y, x = np.nonzero(strong)
    edges = np.array([x, y, gx[y, x] / g[y, x], gy[y, x] / g[y, x]])
    ahead, behind = profiles(g, edges, (1, -1))
    return edges[:, (g[y, x] >= ahead) & (g[y, x] >= behind)]


def overshoot(p, reach, step):
    near, first, last = reach
    light, dark = p[last + first:].mean(), p[:last - first + 1].mean()
    if light < dark:
        p, light, dark = p[::-1], dark, light
    return ((p[last + 1:last + near + 1].max() - light + dark - p[last - near:last].min())
            / max(light - dark, .25 * step))


def overshoots(photo, others, reach):
    """Of every plane in others at the photo's edges; None if there are too few."""
    soft, last = smooth(photo), reach[2]
    edges = find_edges(soft)
    h, w = photo.shape
    for sign in (1, -1):
        x, y = edges[0] + sign * last * edges[2], edges[1] + sign * last * edges[3]
        edges = edges[:, (x >= 0) & (y >= 0) & (x <= w - 1) & (y <= h - 1)]
    ts = np.arange(reach[1], last + 1)
    light, dark = profiles(soft, edges, ts), profiles(soft, edges, -ts)
    step = light.mean(0) - dark.mean(0)
    ahead, behind = profiles(soft, edges, (4, -4))
    edges = edges[:, (step >= 25.5) & (light.std(0) < .25 * step) & (dark.std(0) < .25 * step)
                  & (ahead - behind >= .5 * step)]
    if edges.shape[1] < 100:
        return None
    ts = np.arange(-last, last + 1)
    means = [profiles(plane, edges, ts).mean(1) for plane in (photo, *others)]
    step = means[0][last + reach[1]:].mean() - means[0][:last - reach[1] + 1].mean()
    return [overshoot(p, reach, step) for p in means[1:]]


def halo(painting, photo, result, reach):
    found = overshoots(photo, (photo, result), reach)
    own = overshoots(painting, (painting,), reach)
    if found is None:
        return np.nan
    return found[1] - max([found[0]] + (own or []))


def lattices(y):
    n = 64
    window = .5 - .5 * np.cos(2 * np.pi * (np.arange(n) + .5) / n)
    window = np.outer(window, window)
    k = np.arange(n)
    if min(y.shape) < n:
        return np.full(12, np.nan)
    spectra = []
    for top in range(0, y.shape[0] - n + 1, n // 2):
        for left in range(0, y.shape[1] - n + 1, n // 2):
            part = y[top:top + n, left:left + n]
            part = window * (part - (part * window).sum() / window.sum())
            f = np.abs(np.fft.fft2(part)) ** 2
            spectra.append([f[0], f[:, 0], f[k, k], f[-k, k]])
    spectra = np.array(spectra)
    values = []
    for k in (32, 16, 8):
        floor = (.5 * window.sum() / (1 if k == 32 else 2)) ** 2
        bins = [k + d for d in (-4, -3, -2, 2, 3, 4) if k + d <= 32]
        here, beside = spectra[:, :, k] + floor, spectra[:, :, bins] + floor
        weight = 1 / beside.mean((1, 2))
        here = (here * weight[:, None]).sum(0)
        beside = (beside * weight[:, None, None]).sum(0)
        values += list(here / np.exp(np.log(beside).mean(1)))
    return np.array(values)


def ends(image, before=None):
    found = [image < .5, image >= 254.5]
    if before is not None:
        found = [f & ~b for f, b in zip(found, (before < .5, before >= 254.5))]
    found = [f.any(0) for f in found]
    return [found[0].mean(), found[1].mean()], (found[0] | found[1]).mean()


def ycc(image):
    y = luma(image)
    return np.array([y, (image[2] - y) / 1.772, (image[0] - y) / 1.402])


def chroma(image):
    y, cb, cr = ycc(image).reshape(3, -1)
    left = 0
    for c in (cb, cr):
        line = np.stack((y, np.ones_like(y)), 1)
        left += ((c - line @ np.linalg.lstsq(line, c, rcond=None)[0]) ** 2).mean()
    return np.sqrt(left)


def blur(values, sigma):
    """Along the first axis; weights beyond the border are shared by the rest."""
    n, radius = len(values), int(3 * sigma + .5)
    d = np.arange(n)[:, None] - np.arange(n)
    kernel = np.exp(-.5 * (d / sigma) ** 2) * (np.abs(d) <= radius)
    return (kernel / kernel.sum(1, keepdims=True)) @ values


def plain(image, degree):
    blotches = bands = 0
    for plane in ycc(image):
        rows = blur(plane.mean(1), 4)
        t = np.linspace(-1, 1, len(rows))
        bands += ((rows - np.polyval(np.polyfit(t, rows, degree), t)) ** 2).mean()
        wide = blur(blur(plane, 24).T, 24).T
        blotches += ((wide - wide.mean(1, keepdims=True)) ** 2).mean()
    return [np.sqrt(blotches), np.sqrt(bands)]


def seeds(a, b):
    a, b = luma(a), luma(b)
    h, w = a.shape[0] // 8, a.shape[1] // 8
    small = [x[:h * 8, :w * 8].reshape(h, 8, w, 8).mean((1, 3)).ravel() for x in (a, b)]
    return [np.corrcoef(*small)[0, 1], np.sqrt(((a - b) ** 2).mean())]


def squares(y):
    h, w = y.shape[0] // 16, y.shape[1] // 16
    return y[:h * 16, :w * 16].reshape(h, 16, w, 16).var((1, 3)).ravel()


def strokes(by, of, calm):
    by, of = squares(by), squares(of)
    return np.sqrt(of[by <= np.sort(by)[by.size - 1 - int((1 - calm) * by.size)]].mean())


def colours(image):
    h, w = image.shape[1] // 4, image.shape[2] // 4
    small = image[:, :h * 4, :w * 4].reshape(3, h, 4, w, 4).mean((2, 4))
    bins = np.clip(np.floor(ycc(small)[1:] / 12 + .5) + 12, 0, 23).reshape(2, -1)
    share = np.unique(bins, axis=1, return_counts=True)[1] / bins.shape[1]
    return np.exp(-(share * np.log(share)).sum())


def dark(photo, result):
    mask = smooth(photo) < 64
    if mask.mean() < .1:
        return np.nan
    found = []
    for y in (photo, result):
        soft, g = smooth(y), np.zeros_like(y)
        g[1:-1, 1:-1] = np.hypot(soft[1:-1, 2:] - soft[1:-1, :-2], soft[2:, 1:-1] - soft[:-2, 1:-1])
        found.append(g[mask])
    return np.corrcoef(*found)[0, 1]


def measure(painting, photo, result):
    painting, photo, result = (255 * np.clip(x, 0, 1) for x in (painting, photo, result))
    y = [luma(x) for x in (painting, photo, result)]
    shares, clipped = ends(result)
    lost = sum(max(a - b, 0) for a, b in zip(ends(result, photo)[0], ends(painting)[0]))
    return np.array([halo(*y, HALO), halo(*y, GLOW), clipped, lost, chroma(result),
                     strokes(y[1], y[2], .25) / strokes(y[0], y[0], .5),
                     colours(result) / colours(painting), dark(y[1], y[2]),
                     *plain(result, 0), *plain(result, 3), *seeds(photo, result),
                     *lattices(y[2])])


def main():
    known = 0
    for case, (pictures, theirs) in enumerate(cases(sys.argv[1], 26), 1):
        ours = measure(*pictures)
        print('twin', ours.round(4), 'engine', theirs.round(4), sep='\n')
        assert np.allclose(ours, theirs, TOLERANCE, TOLERANCE, equal_nan=True), \
            'the engine and its twin differ'
        known += np.isfinite(ours)
    assert case >= 4 and np.all(known >= 1), 'cases are missing'


if __name__ == '__main__':
    main()
