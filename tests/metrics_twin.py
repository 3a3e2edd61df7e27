#!/usr/bin/python3
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
"""The measures of engine/measures/metrics.c once more, in numpy and double precision.

As a program: metrics_twin.py PROGRAM.  The twin must agree with the cases of PROGRAM."""

import sys

import numpy as np

from twin import cases

PATCH, PATCHES, PIXELS, DIRECTIONS, LEVELS = 7, 4096, 16384, 64, 3
TOLERANCE = 2e-4


def uniform(stream, n):
    """n numbers in [0,1) from a counter (SplitMix64's finaliser)."""
    with np.errstate(over='ignore'):
        z = np.arange(1, n + 1, dtype=np.uint64) + np.uint64(stream << 32)
        z = z * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)).astype(float) * 2.0 ** -53


def directions(stream, dims):
    u = uniform(stream, 2 * DIRECTIONS * dims).reshape(DIRECTIONS, dims, 2)
    d = np.sqrt(-2 * np.log(1 - u[..., 0])) * np.cos(2 * np.pi * u[..., 1])
    return d / np.sqrt((d * d).sum(1, keepdims=True))


def pick(stream, n, size):
    """n indices below size, one at random from each n-th part."""
    return np.minimum(((np.arange(n) + uniform(stream, n)) * size / n).astype(int), size - 1)


def shifted(x, dy, dx):
    h, w = x.shape[-2:]
    rows = np.clip(np.arange(h) + dy, 0, h - 1)
    columns = np.clip(np.arange(w) + dx, 0, w - 1)
    return x[..., rows[:, None], columns[None, :]]


def smooth_luma(image):
    y = np.tensordot([.299, .587, .114], image, 1)
    for _ in range(2):
        y = sum(shifted(y, i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)) / 9
    return y


def gradient(image):
    y = smooth_luma(image)
    return np.hypot(shifted(y, 0, 1) - shifted(y, 0, -1), shifted(y, 1, 0) - shifted(y, -1, 0))


def correlation(a, b):
    a, b = a - a.mean(), b - b.mean()
    norm = np.sqrt((a * a).sum() * (b * b).sum())
    return (a * b).sum() / norm if norm > 0 else float(np.array_equal(a, b))


def above(values, share):
    s = np.sort(values.ravel())
    return s[s.size - 1 - int(share * s.size)]


def edge_f(a, b, part=None):
    """Of the pixels above the value that 12 % of them, or of those in part, exceed."""
    part = np.ones(a.shape, bool) if part is None else part
    if not part.all() and above(a[part], .12) < 6:
        return np.nan
    a, b = (part & (x > above(x[part], .12)) for x in (a, b))
    if not a.any() or not b.any():
        return float(a.any() == b.any())
    near = [np.any([shifted(m, i, j) for i in range(-2, 3) for j in range(-2, 3)], 0) for m in (a, b)]
    precision, recall = (b & near[0]).sum() / b.sum(), (a & near[1]).sum() / a.sum()
    return 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.


def down(x):
    for axis in ((1, 0), (0, 1)):
        x = sum(w * shifted(x, k * axis[0], k * axis[1])
                for k, w in ((-2, 1 / 16), (-1, 1 / 4), (0, 3 / 8), (1, 1 / 4), (2, 1 / 16)))
    return x[..., ::2, ::2]


def up(x, h, w):
    even = (shifted(x, -1, 0) + 6 * x + shifted(x, 1, 0)) / 8
    odd = (x + shifted(x, 1, 0)) / 2
    x = np.stack((even, odd), -2).reshape(x.shape[0], -1, x.shape[2])[:, :h]
    even = (shifted(x, 0, -1) + 6 * x + shifted(x, 0, 1)) / 8
    odd = (x + shifted(x, 0, 1)) / 2
    return np.stack((even, odd), -1).reshape(x.shape[0], h, -1)[:, :, :w]


def laplacian(image):
    levels = []
    for _ in range(LEVELS):
        small = down(image)
        levels.append(image - up(small, *image.shape[1:]))
        image = small
    return levels


def patches(x, stream):
    h, w = x.shape[1] - PATCH + 1, x.shape[2] - PATCH + 1
    y, x0 = np.divmod(pick(stream, PATCHES, h * w), w)
    steps = np.arange(PATCH)
    p = x[:, (y[:, None] + steps)[:, :, None], (x0[:, None] + steps)[:, None, :]]
    return p.transpose(1, 0, 2, 3).reshape(PATCHES, -1)


def sliced(points, others, d):
    a, b = np.sort(points @ d.T, 0), np.sort(others @ d.T, 0)
    return np.abs(a - b).mean()


def texture(image, painting):
    total = 0
    for level, (a, b) in enumerate(zip(laplacian(image), laplacian(painting))):
        d = directions(1 + level, 3 * PATCH * PATCH)
        total += sliced(patches(a, 11 + level), patches(b, 11 + level), d)
    return total / LEVELS


def quarter(image):
    h, w = image.shape[1] // 4, image.shape[2] // 4
    return image[:, :h * 4, :w * 4].reshape(3, h, 4, w, 4).mean((2, 4)).reshape(3, -1).T


def palette(image, painting):
    a, b = quarter(image), quarter(painting)
    a, b = a[pick(21, PIXELS, len(a))], b[pick(21, PIXELS, len(b))]
    return sliced(a, b, directions(22, 3))


def reflected(x, r):
    return np.pad(x, r, mode='reflect')


def gauss(x, sigma):
    r = max(1, int(3 * sigma + .5))
    k = np.exp(-.5 * (np.arange(-r, r + 1) / sigma)**2)
    p, k = reflected(x, r), k / k.sum()
    p = sum(w * p[:, i:i + x.shape[1]] for i, w in enumerate(k))
    return sum(w * p[i:i + x.shape[0]] for i, w in enumerate(k))


def flat(y):
    y = y - gauss(y, 8)
    return y / (np.sqrt(gauss(y * y, 8)) + .03)


def filters(radius, wavelength):
    """Six orientations x (even, odd)."""
    y, x = np.mgrid[-radius:radius + 1, -radius:radius + 1].astype(float)
    for o in range(6):
        u = x * np.cos(np.pi * o / 6) + y * np.sin(np.pi * o / 6)
        v = y * np.cos(np.pi * o / 6) - x * np.sin(np.pi * o / 6)
        bell = np.exp(-(u * u + .35 * v * v) / (2 * (.45 * wavelength)**2))
        for phase in (0, np.pi / 2):
            f = bell * np.cos(2 * np.pi * u / wavelength + phase)
            f = f - bell * f.sum() / bell.sum()
            yield f / np.sqrt((f * f).sum())


def moments(y, radius, wavelength):
    p, (h, w) = reflected(y, radius), y.shape
    r = [sum(f[i, j] * p[i:i + h, j:j + w] for i in range(2 * radius + 1)
             for j in range(2 * radius + 1)) for f in filters(radius, wavelength)]
    e = np.array([np.sqrt(a * a + b * b + 1e-6) for a, b in zip(r[::2], r[1::2])]).reshape(6, -1)
    q = e / (e.mean(0) + .01) - 1
    return q @ q.T / q.shape[1]


def coherence(y):
    p = reflected(gauss(y, 1), 1)
    dx, dy = (p[1:-1, 2:] - p[1:-1, :-2]) / 2, (p[2:, 1:-1] - p[:-2, 1:-1]) / 2
    a, b, c = gauss(dx * dx, 5), gauss(dy * dy, 5), gauss(dx * dy, 5)
    v = np.sort((np.hypot(a - b, 2 * c) / (a + b + 1e-7)).ravel())
    return v[v.size - 1 - int(.5 * v.size)]


def touch(image):
    y = flat(np.tensordot([.299, .587, .114], image, 1) / 255)
    c, maps = coherence(y), []
    for _ in range(3):
        maps += [moments(y, 4, 4.), moments(y, 6, 7.)]
        h, w = y.shape[0] // 2, y.shape[1] // 2
        y = y[:2 * h, :2 * w].reshape(h, 2, w, 2).mean((1, 3))
    return maps, c


def compare(a, b):
    far = np.mean([np.linalg.norm(u - v) / np.linalg.norm(v) for u, v in zip(a[0], b[0])])
    return far + .3 * abs(a[1] - b[1])


def evaluate(painting, photo, result):
    clip = lambda x: 255 * np.clip(x, 0, 1)
    painting, photo, result = clip(painting), clip(photo), clip(result)
    a, b, y = gradient(photo), gradient(result), smooth_luma(photo)
    gc, ef = correlation(a, b), edge_f(a, b)
    dark, bright = edge_f(a, b, y <= above(y, .8)), edge_f(a, b, y >= above(y, .2))
    h, w = y.shape[0] // 8, y.shape[1] // 8
    luma = correlation(*(np.tensordot([.299, .587, .114], x, 1)[:8 * h, :8 * w]
                         .reshape(h, 8, w, 8).mean((1, 3)) for x in (photo, result)))
    tex, pal = (f(result, painting) / f(photo, painting) if f(photo, painting) > 1e-6 else 1.
                for f in (texture, palette))
    s = np.sqrt(max(gc, 0) * ef) * (1 - min(1, tex)) * (1 - min(1, pal))
    own, before, after = map(touch, (painting, photo, result))
    return [gc, ef, dark, bright, luma, tex, pal, compare(after, own) / compare(before, own), after[1] / own[1], s]


def main():
    for case, (pictures, theirs) in enumerate(cases(sys.argv[1], 10), 1):
        ours = np.array(evaluate(*pictures))
        print('twin', ours.round(5), 'engine', theirs.round(5))
        assert np.allclose(ours, theirs, 0, TOLERANCE, True), 'the engine and its twin differ'
    assert case >= 4, 'cases are missing'


if __name__ == '__main__':
    main()
