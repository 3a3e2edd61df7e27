#!/usr/bin/python3
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
"""Writes golden.safetensors: what PyTorch makes, in double precision and with its own layers and
autograd, of the networks, the random features and ten whole training steps.

    tests/golden/make-golden.py        (Debian: python3-torch, python3-numpy)

Run by hand, after a change of what is computed and never to make a red test green; the file is
committed and tests/test-golden.c compares the engine with it.  Of the engine this knows the random
numbers (random.h), the order of its tensors and the formulas in its headers; the rest is torch.
"""
import hashlib
import json
import math
import os
import struct

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

# As in test-golden.c.
WIDTHS, BLOCKS, NOISE = (8, 16, 24), 2, 0.2
CROP, BATCH, STEPS, DONE, RATE, SEED, STYLE_SIZE = 112, 2, 12, 10, 1e-3, 5, 112
WEIGHT = dict(adversarial=0.5, swd=5, matching=0.3, gram=1, content=0.5, luma=0.5, gradient=0.1,
              identity=0.5)
KEPT = 1024  # numbers of a tensor that are kept

# ---- random.h ---------------------------------------------------------------


def u64(value):
    return np.asarray(value, dtype=np.uint64)


def mix(z):
    with np.errstate(over='ignore'):
        z = u64(z) + u64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> u64(30))) * u64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> u64(27))) * u64(0x94D049BB133111EB)
    return z ^ (z >> u64(31))


def key(seed, a, b):
    return mix(mix(mix(seed) ^ u64(a)) ^ u64(b))


def bits(k, index):
    return mix(u64(k) ^ u64(index))


def uniform(k, index):
    return ((bits(k, index) >> u64(12)).astype(np.float64) + 0.5) * 2.0**-52


def whole(k, index, n):
    return int((bits(k, index) >> u64(33)) % u64(n))


def normal(k, index):
    h = bits(k, index)
    radius = ((h >> u64(40)).astype(np.float64) + 0.5) * 2.0**-24
    angle = (h & u64(0xFFFFFF)).astype(np.float64) * (2 * math.pi * 2.0**-24)
    return np.sqrt(-2 * np.log(radius)) * np.cos(angle)


# ---- pictures, from formulas ------------------------------------------------


def image(kind, height, width):
    """[3][height][width] in [0,1]: 0 the painting, 1 ... photos."""
    c, y, x = np.meshgrid(np.arange(3.), np.arange(float(height)), np.arange(float(width)),
                          indexing='ij')
    grain = uniform(key(70, kind, 0), np.arange(3 * height * width)).reshape(c.shape)
    if kind == 0:
        v = 0.5 + 0.3 * np.sin(0.7 * x + 0.3 * y + c) + 0.15 * np.sin(0.45 * y - 2 * c)
    else:
        v = 0.5 + 0.25 * np.sin(0.05 * kind * x + c) + 0.2 * np.cos(0.07 * y + kind)
    return v + 0.1 * (grain - 0.5)


def crops(kind, step):
    """[BATCH][3][CROP][CROP] in [-1,1]: 0 style, 1 photos."""
    n, c, y, x = np.meshgrid(np.arange(float(BATCH)), np.arange(3.), np.arange(float(CROP)),
                             np.arange(float(CROP)), indexing='ij')
    grain = uniform(key(71, kind, step), np.arange(n.size)).reshape(n.shape)
    if kind == 0:
        v = 0.5 * np.sin(0.7 * x + 0.3 * y + c + n + step) + 0.3 * np.sin(0.45 * y - 2 * c)
    else:
        v = 0.5 * np.sin(0.06 * x + c + step) + 0.3 * np.cos(0.09 * y + 2 * n)
    return torch.from_numpy(v + 0.3 * (grain - 0.5))


def lanczos_matrix(n, to):
    ratio = n / to
    stretch = max(1.0, ratio)
    m = np.zeros((to, n))
    for i in range(to):
        centre = (i + 0.5) * ratio - 0.5
        for k in range(math.ceil(centre - 3 * stretch), math.floor(centre + 3 * stretch) + 1):
            t = (k - centre) / stretch
            m[i, min(max(k, 0), n - 1)] += np.sinc(t) * np.sinc(t / 3) if abs(t) < 3 else 0
    return m / m.sum(1, keepdims=True)


def picture(im, short):
    """Resized to a short side and rounded to bytes, then in [-1,1]."""
    _, h, w = im.shape
    longer = math.floor(max(h, w) * short / min(h, w) + 0.5)
    to_h, to_w = (longer, short) if w < h else (short, longer)
    if (to_h, to_w) != (h, w):
        im = im @ lanczos_matrix(w, to_w).T
        im = np.einsum('ij,cjw->ciw', lanczos_matrix(h, to_h), im)
    return torch.from_numpy(np.rint(255 * np.clip(im, 0, 1)) / 127.5 - 1)


def plain_crop(k):
    flat, upright = whole(k, 6, 2) == 1, whole(k, 7, 2) == 1
    ramp = torch.arange(CROP) / CROP
    ramp = ramp[:, None].expand(CROP, CROP) if upright else ramp[None].expand(CROP, CROP)
    start = [2 * uniform(k, c) - 1 for c in range(3)]
    end = start if flat else [2 * uniform(k, c + 3) - 1 for c in range(3)]
    return torch.stack([a + (b - a) * ramp for a, b in zip(start, end)])


def load_crops(pictures, n, k, painting):
    out = []
    for i in range(n):
        p = pictures[whole(k, 6 * i, len(pictures))]
        x = whole(k, 6 * i + 1, p.shape[2] - CROP + 1)
        y = whole(k, 6 * i + 2, p.shape[1] - CROP + 1)
        r = p[:, y:y + CROP, x:x + CROP]
        r = r.flip(2) if whole(k, 6 * i + 3, 2) else r
        r = r.flip(1) if painting and whole(k, 6 * i + 4, 2) else r
        plain = not painting and whole(k, 6 * i + 5, 12) == 0
        out.append(plain_crop(key(k, 1, i)) if plain else r)
    return torch.stack(out)


# ---- generator --------------------------------------------------------------


def generator_shapes():
    c1, c2, c3 = WIDTHS
    shapes = []

    def block(name, i, o):
        shapes.extend([(name + '.weight', (o, i, 3, 3)), (name + '.gamma', (o,)),
                       (name + '.beta', (o,))])

    block('c1', 12, c1)
    block('c2', c1, c2)
    block('c3', c2, c3)
    for i in range(BLOCKS):
        block('res%d.a' % i, c3, c3)
        block('res%d.b' % i, c3, c3)
    block('u1', c3, c2)
    block('u1b', c2, c2)
    block('u2', c2, c1)
    block('u2b', c1, c1)
    block('u3', c1, c1 // 2)
    shapes += [('out.weight', (3, c1 // 2, 3, 3)), ('out.bias', (3,)), ('skip1', (1,)),
               ('skip2', (1,)), ('noise0', (c3,)), ('noise1', (c2,)), ('noise2', (c1,)),
               ('noise3', (c1 // 2,))]
    return shapes


def generator_init(seed):
    weights = {}
    for t, (name, shape) in enumerate(generator_shapes()):
        k, size = key(seed, 1, t), int(np.prod(shape))
        if len(shape) == 4:
            v = (2 * uniform(k, np.arange(size)) - 1) / math.sqrt(np.prod(shape[1:]))
        elif name.endswith('.gamma'):
            v = np.ones(size)
        elif name.startswith('skip'):
            v = np.full(size, 0.5)
        elif name.startswith('noise'):
            v = NOISE * normal(k, np.arange(size))
        else:
            v = np.zeros(size)
        weights[name] = torch.from_numpy(v).reshape(shape)
    return weights


def noise(keys, level, height, width):
    at = (np.arange(height, dtype=np.uint64)[:, None] << u64(32)) | np.arange(width,
                                                                             dtype=np.uint64)
    return torch.from_numpy(np.stack([normal(key(k, level, 0), at)[None] for k in keys]))


def reflect(x):
    return F.pad(x, (1, 1, 1, 1), mode='reflect')


def conv(x, w, b=None, stride=1):
    # Reflection needs two rows and columns; of one there is only itself.
    if min(x.shape[2:]) > 1:
        x = reflect(x)
    else:
        x = F.pad(x, (1, 1, 1, 1), mode='replicate')
    return F.conv2d(x, w, b, stride)


def generator(w, x, keys):
    planes = [noise(keys, i, x.shape[2] >> (3 - i), x.shape[3] >> (3 - i)) for i in range(4)]

    def block(name, x, stride=1, up=False, act=True):
        if up:
            x = F.interpolate(x, scale_factor=2, mode='nearest')
        x = conv(x, w[name + '.weight'], None, stride)
        x = F.instance_norm(x, weight=w[name + '.gamma'], bias=w[name + '.beta'], eps=1e-5)
        return F.relu(x) if act else x

    def strokes(x, i):
        return x + w['noise%d' % i].view(1, -1, 1, 1) * planes[i]

    h1 = block('c1', F.pixel_unshuffle(x, 2))
    h2 = block('c2', h1, 2)
    h = strokes(block('c3', h2, 2), 0)
    for i in range(BLOCKS):
        h = h + block('res%d.b' % i, block('res%d.a' % i, h), act=False)
    h = block('u1b', strokes(block('u1', h, up=True) + w['skip1'] * h2, 1))
    h = block('u2b', strokes(block('u2', h, up=True) + w['skip2'] * h1, 2))
    h = strokes(block('u3', h, up=True), 3)
    return torch.tanh(conv(h, w['out.weight'], w['out.bias']))


# ---- discriminator ----------------------------------------------------------


class Discriminator:
    CONVS = (('d1', 0, 1, 4, 2), ('d2', 1, 2, 4, 2), ('d3', 2, 4, 4, 2), ('d4', 4, 4, 3, 1),
             ('coarse', 4, 0, 3, 1), ('fine', 2, 0, 1, 1))

    def __init__(self, width, seed):
        self.w, self.u, self.v = {}, {}, {}
        for c, (name, i, o, r, _) in enumerate(self.CONVS):
            shape = (o * width or 1, i * width or 3, r, r)
            fan_in = shape[1] * r * r
            for j, (part, part_shape) in enumerate((('weight', shape), ('bias', shape[:1]))):
                v = 2 * uniform(key(seed, 2, 2 * c + j), np.arange(int(np.prod(part_shape)))) - 1
                self.w[name + '.' + part] = torch.from_numpy(v / math.sqrt(fan_in)).reshape(
                    part_shape)
            self.u[name] = torch.from_numpy(normal(key(seed, 3, 2 * c), np.arange(shape[0])))
            self.v[name] = torch.from_numpy(normal(key(seed, 3, 2 * c + 1), np.arange(fan_in)))
        for _ in range(10):
            self.iterate()

    def iterate(self):
        with torch.no_grad():
            for name in self.u:
                w = self.w[name + '.weight'].flatten(1)
                self.v[name] = F.normalize(w.t() @ self.u[name], dim=0, eps=1e-12)
                self.u[name] = F.normalize(w @ self.v[name], dim=0, eps=1e-12)

    def conv(self, name, x):
        w = self.w[name + '.weight']
        sigma = torch.dot(self.u[name], w.flatten(1) @ self.v[name])
        stride = {c[0]: c[4] for c in self.CONVS}[name]
        return F.conv2d(x, w / sigma, self.w[name + '.bias'], stride)

    def features(self, x):
        out = []
        for name in ('d1', 'd2', 'd3', 'd4'):
            x = F.leaky_relu(self.conv(name, x), 0.2)
            out.append(x)
        return out

    def judge(self, x):
        f = self.features(x)
        return self.conv('coarse', f[3]), self.conv('fine', f[1])


# ---- random features --------------------------------------------------------


class Features:
    WIDTH = (16, 16, 32, 32, 64, 64, 64, 64, 128)
    POOLED = (1, 3, 7)

    def __init__(self, sample):
        self.w, x, i = [], sample, 3
        for layer, o in enumerate(self.WIDTH):
            large, small = max(o, i * 9), min(o, i * 9)
            q, r = np.linalg.qr(normal(key(1, 4, layer),
                                       np.arange(large * small)).reshape(large, small))
            q = torch.from_numpy(q * np.sign(np.diag(r)))
            w = (q.t() if o <= i * 9 else q).reshape(o, i, 3, 3)
            y = conv(x, w)
            mean, dev = y.mean((0, 2, 3)), y.var((0, 2, 3), unbiased=False).sqrt()
            self.w.append((w / dev.view(-1, 1, 1, 1), -mean / dev))
            x = self.layer(layer, x)
            i = o
            if layer in self.POOLED:
                x = F.max_pool2d(x, 2)

    def layer(self, layer, x):
        return F.relu(conv(x, *self.w[layer]))

    def __call__(self, x):
        out = []
        for layer in range(9):
            out.append(self.layer(layer, x))
            x = F.max_pool2d(out[-1], 2) if layer in self.POOLED else out[-1]
        return out


# ---- losses -----------------------------------------------------------------


def down(x):
    return F.avg_pool2d(x, 2)


def blur(x):
    return F.avg_pool2d(reflect(x), 3, 1)


def luma(x):
    return (x * torch.tensor([0.299, 0.587, 0.114]).view(1, 3, 1, 1)).sum(1, keepdim=True)


def uncorrelated(x, y):
    x = x - x.mean((2, 3), keepdim=True)
    y = y - y.mean((2, 3), keepdim=True)
    xx, yy, xy = ((t.mean((1, 2, 3))) for t in (x * x, y * y, x * y))
    return (1 - xy / (xx * yy + 1e-8).sqrt()).mean()


def slope(y):
    y = blur(y)
    gx = y[:, :, 1:-1, 2:] - y[:, :, 1:-1, :-2]
    gy = y[:, :, 2:, 1:-1] - y[:, :, :-2, 1:-1]
    return (gx * gx + gy * gy + 1e-5).sqrt()


def luma_loss(y, x):
    return sum(k / 8 * uncorrelated(F.avg_pool2d(luma(x), k), F.avg_pool2d(luma(y), k))
               for k in (2, 4, 8))


def gradient_loss(y, x):
    return sum(uncorrelated(slope(F.avg_pool2d(luma(x), k)), slope(F.avg_pool2d(luma(y), k)))
               for k in (2, 4))


def laplacian(x):
    out = []
    for _ in range(3):
        small = down(x)
        out.append(x - F.interpolate(small, scale_factor=2, mode='bilinear', align_corners=False))
        x = small
    return out + [x]


def swd(y, s, k, n=32, most=3072):
    total = 0
    for level, (a, b) in enumerate(zip(laplacian(y), laplacian(s))):
        r = 7 if a.shape[3] >= 24 else 3
        w = torch.from_numpy(normal(key(k, 2, level), np.arange(n * 3 * r * r)))
        w = F.normalize(w.view(n, -1), dim=1).view(n, 3, r, r)
        a, b = (F.conv2d(t, w).permute(1, 0, 2, 3).flatten(1) for t in (a, b))
        count = min(most, a.shape[1])
        a, b = (t[:, (np.arange(count) * t.shape[1] + whole(key(k, 1, 0), level, t.shape[1]))
                  // count].sort(1)[0] for t in (a, b))
        total = total + (a - b).abs().mean()
    return total


def gram(f):
    f = f.permute(1, 0, 2, 3).flatten(1)
    return f @ f.t() / f.shape[1]


def content(f, g):
    return F.mse_loss(F.instance_norm(f, eps=1e-5), F.instance_norm(g, eps=1e-5))


def matching(f, g):
    mean, dev = (lambda t: t.mean((0, 2, 3))), \
        (lambda t: (t.var((0, 2, 3), unbiased=False) + 1e-8).sqrt())
    return ((mean(f) - mean(g)).abs().mean() + (dev(f) - dev(g)).abs().mean()) \
        / (dev(g).mean() + 1e-4)


# ---- training ---------------------------------------------------------------


class Adam:
    def __init__(self, params):
        for p in params.values():
            p.requires_grad_(True)
        self.torch = torch.optim.Adam(list(params.values()), 1, betas=(0, 0.99), eps=1e-8)

    def step(self, rate, loss):
        self.torch.param_groups[0]['lr'] = rate
        self.torch.zero_grad()
        loss.backward()
        self.torch.step()


def train(store):
    painting = image(0, 120, 160)
    style = [picture(painting, max(int(np.rint(STYLE_SIZE * s)), CROP))
             for s in (1.0, 0.7, 0.85, 1.2, 1.4)]
    k = key(SEED, 10, 0)
    photos = [picture(image(1 + i, 130, 170), max((256, 320, 384)[whole(k, i, 3)], CROP))
              for i in range(3)]
    k = key(SEED, 10, 1)
    look = Features(torch.cat([load_crops(photos, 4 * BATCH, k, False),
                               load_crops(style, 2 * BATCH, mix(k), True)]))
    layers = (0, 2, 4, 8)
    painting = style[0][None, :, :style[0].shape[1] // 8 * 8, :style[0].shape[2] // 8 * 8]
    target = [gram(f) for f in look(painting)]

    g = generator_init(SEED)
    average = {n: p.clone() for n, p in g.items()}
    ds = [Discriminator(24, key(SEED, 6, i)) for i in range(2)]
    og = Adam(g)
    ods = [Adam(d.w) for d in ds]
    reports = []
    for step in range(DONE):
        part = step / STEPS
        rate = RATE * min(1, (step + 1) / 100) * (1 if part < 0.5 else max(0.02, 2 * (1 - part)))
        own = step % 2 == 0
        x, s = crops(1, step), crops(0, step)
        k = key(SEED, 13, step)
        keys = [bits(k, i) for i in range(BATCH + (2 if own else 0))]
        out = generator(g, torch.cat([x, s[:2]]) if own else x, keys)
        y = out[:BATCH]

        loss_d, right = 0, 0
        fake, real, soft = y.detach(), s, blur(blur(blur(s)))
        for d in ds:
            d.iterate()
            for r, f, b in zip(d.judge(real), d.judge(fake), d.judge(soft)):
                loss_d = loss_d + F.relu(1 - r).mean() + F.relu(1 + f).mean()
                if own:
                    loss_d = loss_d + 0.5 * F.relu(1 + b).mean()
                right += ((r > 0).double().mean() + (f < 0).double().mean()).item() / 8
            fake, real, soft = down(fake), down(real), down(soft)
        # The two share nothing, so the gradients of the sum are each one's own.
        grads = torch.autograd.grad(loss_d, [p for d in ds for p in d.w.values()])
        n = len(ds[0].w)
        for i, (d, o) in enumerate(zip(ds, ods)):
            mine = grads[i * n:(i + 1) * n]
            if step == 0:
                for name, grad in zip(d.w, mine):
                    store('grad.d%d.%s' % (i, name), grad.abs())
            o.step(rate, sum((p * grad).sum() for p, grad in zip(d.w.values(), mine)))

        loss = dict(adversarial=0, matching=0)
        yy, ss = y, s
        for i, d in enumerate(ds):
            loss['adversarial'] += (1, 0.5)[i] * -sum(r.mean() for r in d.judge(yy))
            loss['matching'] += sum(matching(f, t.detach())
                                    for f, t in zip(d.features(yy), d.features(ss)))
            yy, ss = down(yy), down(ss)
        fy, fx = look(y), look(x)
        loss['gram'] = sum((gram(fy[i]) - target[i]).pow(2).sum() / target[i].pow(2).sum()
                           for i in layers)
        deep, shallow = content(fy[8], fx[8]), content(fy[4], fx[4])
        loss['content'] = deep + shallow
        loss['swd'] = swd(y, painting, key(SEED, 14, step))
        loss['luma'] = luma_loss(y, x)
        loss['gradient'] = gradient_loss(y, x)
        loss['identity'] = F.l1_loss(out[BATCH:], s[:2]) if own else torch.zeros(())
        total = sum(WEIGHT[n] * v * (min(1, step / 300) if n == 'adversarial' else 1)
                    for n, v in loss.items() if n != 'content')
        total = total + WEIGHT['content'] * (deep + 0.25 * shallow)
        if step == 0:
            for (name, _), grad in zip(g.items(), torch.autograd.grad(total, list(g.values()),
                                                                      retain_graph=True)):
                store('grad.g.' + name, grad.abs())
        for d in ds:
            for p in d.w.values():
                p.requires_grad_(False)
        og.step(rate, total)
        for d in ds:
            for p in d.w.values():
                p.requires_grad_(True)
        decay = min(0.995, (step + 1) / (step + 21))
        with torch.no_grad():
            for n, p in average.items():
                p.mul_(decay).add_(g[n], alpha=1 - decay)
        reports.append([loss[n].item() for n in ('adversarial', 'swd', 'matching', 'gram',
                                                 'content', 'luma', 'gradient', 'identity')]
                       + [loss_d.item(), right])
        print(step, ' '.join('%.4f' % v for v in reports[-1]), flush=True)
    store('losses', torch.tensor(reports), whole=True)
    for prefix, weights in (('g.', g), ('g.average.', average), ('d0.', ds[0].w), ('d1.', ds[1].w)):
        for name, value in weights.items():
            store(prefix + name, value)
    for i, d in enumerate(ds):
        for name in d.u:
            store('d%d.vectors.%s.u' % (i, name), d.u[name])
            store('d%d.vectors.%s.v' % (i, name), d.v[name])


# ---- the networks by themselves ---------------------------------------------


def networks(store):
    def test_input(which, height, width):
        size = 2 * 3 * height * width
        return torch.from_numpy(0.5 * normal(key(72, which, 0), np.arange(size))) \
            .reshape(2, 3, height, width)

    w = generator_init(9)
    at = 0
    for name, value in w.items():
        size = value.numel()
        moved = value.flatten().numpy() + 0.1 * normal(key(73, 0, 0), np.arange(at, at + size))
        w[name] = torch.from_numpy(moved).reshape(value.shape)
        at += size
    out = generator(w, test_input(0, 24, 40), [u64(21), u64(22)])
    store('generator', out, whole=True)

    d = Discriminator(6, 31)
    d.iterate()
    coarse, fine = d.judge(test_input(1, 54, 71))
    store('coarse', coarse, whole=True)
    store('fine', fine, whole=True)

    look = Features(test_input(2, 32, 24))
    out = look(test_input(3, 19, 26))
    store('features_3_1', out[4], whole=True)
    store('features_4_1', out[8], whole=True)


# ---- the file ---------------------------------------------------------------


def main():
    tensors = {}

    def store(name, value, whole=False):
        v = value.detach().numpy()
        if not whole:
            v = v.flatten()
        if not whole and v.size > KEPT:
            v = v[np.arange(KEPT) * v.size // KEPT]
        tensors[name] = v.astype('<f4')

    networks(store)
    train(store)
    header, payload = {}, b''
    for name, v in tensors.items():
        header[name] = dict(dtype='F32', shape=list(v.shape),
                            data_offsets=[len(payload), len(payload) + v.nbytes])
        payload += v.tobytes()
    header['__metadata__'] = dict(pst_format='1',
                                  payload_sha256=hashlib.sha256(payload).hexdigest())
    text = json.dumps(header, separators=(',', ':'), sort_keys=True).encode()
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'golden.safetensors')
    with open(path, 'wb') as file:
        file.write(struct.pack('<Q', len(text)) + text + payload)
    print(path, os.path.getsize(path))


if __name__ == '__main__':
    main()
