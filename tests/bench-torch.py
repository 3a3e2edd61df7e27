#!/usr/bin/python3
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the engine beside PyTorch and G'MIC, in turn in one run; `./dev bench` runs it.

    tests/bench-torch.py BUILD [--cpu] [--json FILE] [--samples N] [--only WORD]
                         [--painting FILE]

BUILD is the build folder.  Prints tables; --json keeps all samples.  Times are medians, after a
warm-up, of samples that alternate between the programs, so that another program's load meets both.
The network and the training step are the engine's: 24-48-96 channels, 5 blocks, batch 4, 128 pixels.
"""
import argparse
import importlib.util
import json
import os
import platform
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import time

try:
    import numpy as np
    import torch
    import torch.nn.functional as F
except ImportError:
    torch = None

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTHS, BLOCKS, BATCH, CROP = (24, 48, 96), 5, 4, 128
GEMM = 1024

# ---- the engine -------------------------------------------------------------


class Engine:
    def __init__(self, build, cpu):
        self.cpu = cpu
        self.path = os.path.join(build, 'tests', 'bench')
        self.process = subprocess.Popen([self.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env=dict(os.environ, OPENBLAS_NUM_THREADS='1'))

    def __call__(self, *request):
        self.process.stdin.write(' '.join(map(str, request)) + '\n')
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit('bench: the engine ended')
        return float(answer.split()[self.cpu])

    def stylise(self, width, height, threads):
        out = subprocess.run([self.path, 'stylise', str(width), str(height), '100', str(threads)],
                             check=True, capture_output=True, text=True).stdout
        return [float(v) for v in out.split()]

    def learn(self, what, steps, threads):
        out = subprocess.run([self.path, what, str(steps), str(threads)], check=True,
                             capture_output=True, text=True).stdout
        return [float(v) for v in out.split()]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


# ---- PyTorch ----------------------------------------------------------------


def timed(function, clock=time.perf_counter):
    start = clock()
    function()
    return clock() - start


class Generator:
    """The engine's generator; weights by name, [K][C][3][3] and [C]."""

    def __init__(self, weights):
        self.w = weights

    def block(self, name, x, stride=1, up=False, act=True):
        if up:
            x = F.interpolate(x, scale_factor=2, mode='nearest')
        x = F.conv2d(F.pad(x, (1, 1, 1, 1), mode='reflect'), self.w[name + '.weight'], None, stride)
        x = F.instance_norm(x, weight=self.w[name + '.gamma'], bias=self.w[name + '.beta'])
        return F.relu(x) if act else x

    def strokes(self, x, level):
        noise = torch.randn(x.shape[0], 1, *x.shape[2:])
        return x + self.w['noise%d' % level].view(1, -1, 1, 1) * noise

    def __call__(self, x):
        w = self.w
        h1 = self.block('c1', F.pixel_unshuffle(x, 2))
        h2 = self.block('c2', h1, 2)
        h = self.strokes(self.block('c3', h2, 2), 0)
        for i in range(BLOCKS):
            h = h + self.block('res%d.b' % i, self.block('res%d.a' % i, h), act=False)
        h = self.block('u1b', self.strokes(self.block('u1', h, up=True) + w['skip1'] * h2, 1))
        h = self.block('u2b', self.strokes(self.block('u2', h, up=True) + w['skip2'] * h1, 2))
        h = self.strokes(self.block('u3', h, up=True), 3)
        return torch.tanh(F.conv2d(F.pad(h, (1, 1, 1, 1), mode='reflect'), w['out.weight'],
                                   w['out.bias']))


def read_safetensors(path):
    types = {'F32': np.float32, 'F16': np.float16}
    with open(path, 'rb') as file:
        data = file.read()
    size, = struct.unpack('<Q', data[:8])
    header = json.loads(data[8:8 + size])
    header.pop('__metadata__', None)
    body = data[8 + size:]
    return {name: torch.from_numpy(np.frombuffer(
        body[slice(*t['data_offsets'])], types[t['dtype']]).reshape(t['shape']).astype(np.float32))
            for name, t in header.items()}


def load_golden():
    """The training step in PyTorch that the tests' numbers come from, for its losses and networks."""
    path = os.path.join(HERE, 'golden', 'make-golden.py')
    spec = importlib.util.spec_from_file_location('golden', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.WIDTHS, module.BLOCKS, module.CROP, module.BATCH = WIDTHS, BLOCKS, CROP, BATCH
    return module


def as_float(tensors):
    return {name: t.float() for name, t in tensors.items()}


class Training:
    """make-golden's step in float, on random crops, with randomness drawn by torch."""

    def __init__(self, golden, layout):
        torch.set_default_dtype(torch.float64)
        self.golden, self.step = golden, 0
        self.layout = layout
        self.g = Generator(as_float(golden.generator_init(1)))
        self.ds = [golden.Discriminator(24, golden.key(1, 6, i)) for i in range(2)]
        self.look = golden.Features(torch.rand(6 * BATCH, 3, CROP, CROP) * 2 - 1)
        self.look.w = [(w.float(), b.float()) for w, b in self.look.w]
        for d in self.ds:
            d.w, d.u, d.v = as_float(d.w), as_float(d.u), as_float(d.v)
        torch.set_default_dtype(torch.float32)
        with torch.no_grad():
            self.target = [golden.gram(f) for f in self.look(self.crops())]
        self.params_g = list(self.g.w.values())
        self.params_d = [p for d in self.ds for p in d.w.values()]
        for p in self.params_g + self.params_d:
            p.requires_grad_(True)
        self.adam_g, self.adam_d = (torch.optim.Adam(p, 1e-4, betas=(0, 0.99))
                                    for p in (self.params_g, self.params_d))
        self.average = [p.detach().clone() for p in self.params_g]

    def crops(self):
        return (torch.rand(BATCH, 3, CROP, CROP) * 2 - 1).contiguous(memory_format=self.layout)

    def swd(self, y, s, n=32, most=3072):
        total = 0
        for a, b in zip(self.golden.laplacian(y), self.golden.laplacian(s)):
            r = 7 if a.shape[3] >= 24 else 3
            w = F.normalize(torch.randn(n, 3 * r * r), dim=1).view(n, 3, r, r)
            a, b = (F.conv2d(t, w).permute(1, 0, 2, 3).flatten(1) for t in (a, b))
            step = max(1, a.shape[1] // most)
            a, b = (t[:, ::step][:, :most].sort(1)[0] for t in (a, b))
            total = total + (a - b).abs().mean()
        return total

    def discriminate(self, y, s, own):
        q, loss = self.golden, 0
        fake, real, soft = y.detach(), s, q.blur(q.blur(q.blur(s)))
        for d in self.ds:
            d.iterate()
            for r, f, b in zip(d.judge(real), d.judge(fake), d.judge(soft) if own else (0, 0)):
                loss = loss + F.relu(1 - r).mean() + F.relu(1 + f).mean()
                if own:
                    loss = loss + 0.5 * F.relu(1 + b).mean()
            fake, real, soft = q.down(fake), q.down(real), q.down(soft)
        self.adam_d.zero_grad()
        loss.backward()
        self.adam_d.step()

    def criticise(self, y, s, own):
        """The discriminators learn; then what they say of the generator's y."""
        q = self.golden
        self.discriminate(y, s, own)
        for p in self.params_d:
            p.requires_grad_(False)
        loss, yy, ss = 0, y, s
        for d in self.ds:
            loss = loss - sum(r.mean() for r in d.judge(yy))
            with torch.no_grad():
                real = d.features(ss)
            loss = loss + sum(q.matching(f, t) for f, t in zip(d.features(yy), real))
            yy, ss = q.down(yy), q.down(ss)
        return loss

    def one(self):
        q, own = self.golden, self.step % 2 == 0
        x, s = self.crops(), self.crops()
        out = self.g(torch.cat([x, s[:2]]) if own else x)
        y = out[:BATCH]
        loss = self.criticise(y, s, own)
        fy = self.look(y)
        with torch.no_grad():
            fx = self.look(x)
        loss = loss + sum((q.gram(fy[i]) - self.target[i]).pow(2).sum() / 10 for i in (0, 2, 4, 8))
        loss = loss + q.content(fy[8], fx[8]) + 0.25 * q.content(fy[4], fx[4])
        loss = loss + self.swd(y, s) + q.luma_loss(y, x) + q.gradient_loss(y, x)
        if own:
            loss = loss + F.l1_loss(out[BATCH:], s[:2])
        self.learn(loss)

    def learn(self, loss):
        self.adam_g.zero_grad()
        loss.backward()
        self.adam_g.step()
        for p in self.params_d:
            p.requires_grad_(True)
        with torch.no_grad():
            for a, p in zip(self.average, self.params_g):
                a.mul_(0.995).add_(p, alpha=0.005)
        self.step += 1

    def seconds(self, clock):
        return timed(lambda: (self.one(), self.one()), clock) / 2


class Oriented:
    """The engine's oriented features of two orders, as engine/networks/oriented.h says."""

    def __init__(self, wavelength=5.0):
        self.first, self.second = self.bank(8, 4, wavelength), self.bank(4, 3, 5.0)

    @staticmethod
    def bank(n, radius, wavelength):
        r = torch.arange(-radius, radius + 1).float()
        y, x = torch.meshgrid(r, r, indexing='ij')
        filters = []
        for o in range(n):
            t = torch.tensor(np.pi * o / n)
            u, v = x * t.cos() + y * t.sin(), y * t.cos() - x * t.sin()
            bell = torch.exp(-(u * u + 0.35 * v * v) / (2 * (0.45 * wavelength)**2))
            for phase in (0, np.pi / 2):
                f = bell * torch.cos(2 * np.pi * u / wavelength + phase)
                f = f - bell * f.sum() / bell.sum()
                filters.append(f / f.norm())
        return torch.stack(filters)[:, None]

    def __call__(self, x, octaves=3):
        maps = []
        for octave in range(octaves):
            if octave:
                x = F.avg_pool2d(x, 2)
            r = F.conv2d(x[:, :1], self.first)
            h, w = r.shape[2:]
            chroma = F.conv2d(x[0, 1:, None], self.first[::2]).reshape(1, -1, h, w)
            blurred = F.avg_pool2d(0.7 * x, 3, 1)[..., 3:-3, 3:-3]
            maps.append(torch.cat([F.relu(r), F.relu(-r), blurred, chroma.abs()], 1))
            energy = F.avg_pool2d((r.view(1, 8, 2, h, w).pow(2).sum(2) + 1e-5).sqrt(), 2)
            q = F.conv2d(energy.transpose(0, 1), self.second)
            q = q.reshape(1, -1, *q.shape[2:])
            maps.append(torch.cat([energy[..., 3:-3, 3:-3], F.relu(q), F.relu(-q)], 1))
        return maps


class Strokes(Training):
    """A step of a lesson on clear strokes: what is added calmed, and the oriented features of a batch."""

    def __init__(self, golden, layout):
        super().__init__(golden, layout)
        self.oriented, self.yuv = Oriented(), torch.tensor(Refining.YUV)
        with torch.no_grad():
            self.grams = self.means(torch.rand(1, 3, 448, 576) * 2 - 1)

    def means(self, y):
        y = F.conv2d(y, self.yuv.view(3, 3, 1, 1))
        grams = [[Refining.gram(f) for f in self.oriented(one[None])] for one in y]
        return [sum(g) / len(y) for g in zip(*grams)]

    @staticmethod
    def blur(x, deviation):
        reach = int(np.ceil(3 * deviation))
        k = torch.exp(-0.5 * torch.arange(-reach, reach + 1).float()**2 / deviation**2)
        k = (k / k.sum()).expand(3, 1, -1)
        x = F.pad(x, (reach,) * 4, mode='replicate')
        return F.conv2d(F.conv2d(x, k[:, :, None], groups=3), k[..., None], groups=3)

    def calm(self, added):
        c = torch.einsum('ij,njhw->nihw', self.yuv, added)
        c = self.blur(c, 0.5) - torch.tensor((0.7, 1, 1)).view(3, 1, 1) * self.blur(c, 6)
        return torch.einsum('ij,njhw->nihw', torch.linalg.inv(self.yuv), c)

    def one(self):
        q = self.golden
        x, s = self.crops(), self.crops()
        y = x + self.calm(self.g(x))
        loss = self.criticise(y, s, self.step % 2 == 0)
        loss = loss + 2 * sum((a - b).pow(2).sum() / b.pow(2).sum()
                              for a, b in zip(self.means(y), self.grams))
        loss = loss + 200 * F.mse_loss(y, x)
        loss = loss + q.luma_loss(y, x) + 0.3 * q.gradient_loss(y, x)
        self.learn(loss)


class Refining:
    """Moves pixels as pst_refine () does, @steps times."""

    YUV = ((0.299, 0.587, 0.114), (-0.169, -0.331, 0.5), (0.5, -0.419, -0.081))

    def __init__(self, width, height, steps):
        self.look, self.steps = Oriented(), steps
        self.yuv = torch.tensor(self.YUV).view(3, 3, 1, 1)
        self.photo = torch.rand(1, 3, height + 48, width + 48) * 2 - 1
        self.painting = torch.rand(1, 3, 448, 576) * 2 - 1
        with torch.no_grad():
            self.grams = [self.gram(f) for f in self.look(F.conv2d(self.painting, self.yuv))]
        self.palette = F.avg_pool2d(self.painting, 4).flatten(2)[0]

    @staticmethod
    def gram(f):
        f = f[0].flatten(1)
        return f @ f.t() / f.shape[1]

    @staticmethod
    def correlation(x, y):
        x, y = x - x.mean(), y - y.mean()
        return (x * y).mean() / ((x * x).mean() * (y * y).mean() + 1e-8).sqrt()

    @staticmethod
    def slope(y):
        y = F.avg_pool2d(y, 3, 1)
        return ((y[..., 1:-1, 2:] - y[..., 1:-1, :-2])**2
                + (y[..., 2:, 1:-1] - y[..., :-2, 1:-1])**2 + 1e-5).sqrt()

    def loss(self, x, photo):
        c, wanted = F.conv2d(x, self.yuv), F.conv2d(photo, self.yuv)[:, :1]
        loss = 3 * sum((self.gram(f) - g).pow(2).sum() / g.pow(2).sum()
                       for f, g in zip(self.look(c), self.grams))
        for k in (2, 4, 8):
            y, p = F.avg_pool2d(c[:, :1], k), F.avg_pool2d(wanted, k)
            loss = loss + k / 8 * (1 - self.correlation(y, p))
            if k < 8:
                loss = loss + 0.3 * (1 - self.correlation(self.slope(y), self.slope(p)))
        loss = loss + 1.5 * F.mse_loss(y, p)
        axes = F.normalize(torch.randn(16, 3), dim=1)
        a = (axes @ F.avg_pool2d(x, 4).flatten(2)[0]).sort(1)[0]
        b = (axes @ self.palette).sort(1)[0]
        at = torch.linspace(0, 1, 1024)
        loss = loss + 2 * (a[:, (at * (a.shape[1] - 1)).long()]
                           - b[:, (at * (b.shape[1] - 1)).long()]).abs().mean()
        rough = (x[:, :, 1:] - x[:, :, :-1]).abs().mean() + (x[..., 1:] - x[..., :-1]).abs().mean()
        return loss + 0.1 * rough

    def move(self, x, photo):
        x = x.clone().requires_grad_(True)
        adam = torch.optim.Adam([x], 0.04)
        for _ in range(self.steps):
            adam.zero_grad()
            self.loss(x, photo).backward()
            adam.step()
            with torch.no_grad():
                x.clamp_(-1, 1)
        return x.detach()

    def __call__(self):
        return self.move(self.photo, self.photo)


# ---- measuring --------------------------------------------------------------


class Bench:
    def __init__(self, options):
        self.options = options
        self.engine = Engine(options.build, options.cpu)
        self.clock = time.process_time if options.cpu else time.perf_counter
        self.threads = (1,) if options.cpu else (1, 2)
        self.result = dict(machine=platform.processor() or platform.machine(),
                           cores=os.cpu_count(), load=os.getloadavg(), rows=[])
        if torch:
            self.result['torch'] = torch.__version__
        self.peak = {}

    def samples(self, functions, n):
        """The median of each function of a dict, called in turn."""
        for f in functions.values():
            f()
        taken = {name: [] for name in functions}
        for _ in range(n):
            for name, f in functions.items():
                taken[name].append(f())
        return {name: statistics.median(v) for name, v in taken.items()}, taken

    def row(self, table, name, threads, flop, functions, n):
        median, taken = self.samples(functions, n)
        ours = median['ours']
        peers = [v for k, v in median.items() if k != 'ours']
        rate = flop / ours / 1e9 if flop else 0
        share = 100 * rate / self.peak[threads] if self.peak.get(threads) and flop else 0
        print('%-26s %7d %9.2f %9s %7s %9s %7s' % (
            name, threads, 1e3 * ours, '%.2f' % (1e3 * min(peers)) if peers else '-',
            '%.2fx' % (min(peers) / ours) if peers else '-', '%.1f' % rate if rate else '-',
            '%.0f %%' % share if share else '-'), flush=True)
        self.result['rows'].append(dict(table=table, name=name, threads=threads, seconds=taken,
                                        ratio=min(peers) / ours if peers else None,
                                        gflops=rate or None))

    def head(self, title):
        print('\n%s\n%-26s %7s %9s %9s %7s %9s %7s' % (
            title, '', 'threads', 'ours ms', 'torch ms', 'ratio', 'GFLOP/s', 'of peak'))

    def gemm(self):
        print('sgemm %dx%d' % (GEMM, GEMM))
        for threads in self.threads:
            seconds = min(self.engine('gemm', GEMM, threads) for _ in range(10))
            self.peak[threads] = 2 * GEMM**3 / seconds / 1e9
            print('  %d threads: %.1f GFLOP/s (best of 10)' % (threads, self.peak[threads]))
        self.result['sgemm'] = self.peak

    def torch_layouts(self, make):
        """{name: function} of each memory layout; make (layout) returns what to time."""
        if not torch:
            return {}
        layouts = dict(nchw=torch.contiguous_format, channels_last=torch.channels_last)
        return {name: make(layout) for name, layout in layouts.items()}

    def generator(self):
        self.head('Generator, whole')
        weights = torch and read_safetensors(self.options.style)
        for width, height in ((512, 512), (1024, 1024)):
            for threads in self.threads:
                def make(layout):
                    w = {k: v.contiguous(memory_format=layout) if v.dim() == 4 else v
                         for k, v in weights.items()}
                    net = Generator(w)
                    x = torch.rand(1, 3, height, width).contiguous(memory_format=layout)

                    def run():
                        torch.set_num_threads(threads)
                        with torch.inference_mode():
                            return timed(lambda: net(x), self.clock)
                    return run
                functions = dict(ours=lambda: self.engine('paint', width, height, threads))
                functions.update(self.torch_layouts(make))
                self.row('generator', '%dx%d' % (width, height), threads,
                         2 * 27.9e3 * width * height, functions, self.options.samples)

    def layers(self):
        c1, c2, c3 = WIDTHS
        s, threads = 1024, self.threads[-1]
        layers = [('c1', 12, c1, s // 2, 1, 1), ('c2', c1, c2, s // 2, 2, 1),
                  ('c3', c2, c3, s // 4, 2, 1), ('res (10 of them)', c3, c3, s // 8, 1, 1),
                  ('u1', c3, c2, s // 8, 1, 2), ('u1b', c2, c2, s // 4, 1, 1),
                  ('u2', c2, c1, s // 4, 1, 2), ('u2b', c1, c1, s // 2, 1, 1),
                  ('u3', c1, c1 // 2, s // 2, 1, 2), ('out', c1 // 2, 3, s, 1, 1)]
        self.head('Convolutions at 1024x1024, with padding and upsampling')
        for name, c, k, side, stride, up in layers:
            def make(layout):
                x = torch.rand(1, c, side, side).contiguous(memory_format=layout)
                w = torch.rand(k, c, 3, 3).contiguous(memory_format=layout)

                def conv():
                    y = F.interpolate(x, scale_factor=2, mode='nearest') if up == 2 else x
                    return F.conv2d(F.pad(y, (1, 1, 1, 1), mode='reflect'), w, None, stride)

                def run():
                    torch.set_num_threads(threads)
                    with torch.inference_mode():
                        return timed(conv, self.clock)
                return run
            functions = dict(ours=lambda: self.engine('layer', c, k, side, side, stride, up, threads))
            functions.update(self.torch_layouts(make))
            flop = 18 * c * k * (side * up // stride)**2
            self.row('layers', name, threads, flop, functions, self.options.samples)

    def training(self):
        self.head('Training step, batch %d, %d pixels; and of a lesson on clear strokes'
                  % (BATCH, CROP))
        for what, peer, threads in [(w, p, t) for w, p in (('step', Training), ('strokes', Strokes))
                                    for t in self.threads]:
            functions = dict(ours=lambda: self.engine(what, threads))
            if torch:
                golden = load_golden()

                def make(layout):
                    training = peer(golden, layout)

                    def run():
                        torch.set_num_threads(threads)
                        return training.seconds(self.clock)
                    return run
                functions.update(self.torch_layouts(make))
            self.row('training', what, threads, 0, functions, max(3, self.options.samples // 2))

        seconds, memory, network = self.engine.learn('learn', 6, self.threads[-1])
        print('largest memory: %.0f MB, of which the network %.0f MB' % (memory / 1e6, network / 1e6))
        self.result['rows'].append(dict(table='training', name='memory', bytes=memory,
                                        network=network))
        seconds, memory = self.engine.learn('lesson', 10, self.threads[-1])
        print('largest memory of a lesson with 96 photos: %.0f MB' % (memory / 1e6))
        self.result['rows'].append(dict(table='training', name='lesson memory', bytes=memory))

    def previews(self):
        """What a person waits for: a warm engine, as in the dialog."""
        self.head('Previews: one of 512 pixels, a dozen thumbnails of 128')
        weights = torch and read_safetensors(self.options.style)
        for name, side, many, request in (('512x512', 512, 1, 'paint'),
                                          ('12 of 128x128', 128, 12, 'thumbnails')):
            for threads in self.threads:
                def make(layout):
                    net = Generator({k: v.contiguous(memory_format=layout) if v.dim() == 4 else v
                                     for k, v in weights.items()})
                    x = torch.rand(1, 3, side, side).contiguous(memory_format=layout)

                    def run():
                        torch.set_num_threads(threads)
                        with torch.inference_mode():
                            return timed(lambda: [net(x) for _ in range(many)], self.clock)
                    return run
                ask = (side, side, threads) if request == 'paint' else (side, threads)
                functions = dict(ours=lambda: self.engine(request, *ask))
                functions.update(self.torch_layouts(make))
                self.row('previews', name, threads, 2 * 27.9e3 * side * side * many, functions,
                         self.options.samples)

    def refining(self):
        """What one gets unasked, marks and twelve steps, beside twelve steps in PyTorch, which lays
        no marks."""
        amount, steps = 50, 12
        self.head('Refining at %d: ours lays marks as well (448x448: as in the preview)' % amount)
        for width, height in ((448, 448), (1024, 1024)):
            for threads in self.threads:
                functions = dict(ours=lambda: self.engine('refine', width, height, amount, threads))
                if torch and width < 1024:
                    refining = Refining(width, height, steps)

                    def run():
                        torch.set_num_threads(threads)
                        return timed(refining, self.clock)
                    functions['torch'] = run
                self.row('refining', '%dx%d' % (width, height), threads, 0, functions, 3)

    def pictures(self):
        print('\nStylising, 2 threads\n%-12s %9s %14s %14s' % (
            'megapixels', 'seconds', 'MB above', 'network MB'))
        for megapixels, width, height in ((1, 1200, 833), (4, 2400, 1667), (24, 6000, 4000),
                                          (100, 12000, 8333)):
            seconds, above, network = self.engine.stylise(width, height, 2)
            print('%-12d %9.2f %14.0f %14.0f' % (megapixels, seconds, above / 1e6, network / 1e6),
                  flush=True)
            self.result['rows'].append(dict(table='stylise', name='%d MP' % megapixels,
                                            seconds=seconds, bytes_above=above, network=network))

    def gmic(self):
        """Whole processes, from file to file: seconds and largest memory."""
        print("\nA whole process, from file to file\n%-12s %9s %9s %14s %9s %9s" % (
            'pixels', 'ours', 'MB', "gmic stylize", 'MB', 'ratio'))
        if not shutil.which('gmic') or not shutil.which('convert'):
            print('gmic or convert is not installed')
            return
        with tempfile.TemporaryDirectory() as work:
            photo, painting, out = (os.path.join(work, n) for n in ('photo.png', 'style.png',
                                                                    'out.png'))
            made = ['-size', '640x480', '-seed', '2', 'plasma:']
            subprocess.run(['convert', *([self.options.painting] if self.options.painting else made),
                            '-resize', '640x640', painting], check=True)
            program = os.path.join(self.options.build, 'plugin', 'pastiche')

            def run(*command):
                """Seconds and megabytes.  The kernel's ru_maxrss would begin with ours."""
                begun, peak, usage = time.perf_counter(), 0, None
                with open(os.devnull, 'w', encoding='utf-8') as nothing:
                    child = subprocess.Popen(command, stdout=nothing, stderr=nothing)
                while not usage:
                    try:
                        with open('/proc/%d/status' % child.pid, encoding='utf-8') as status:
                            peak = max([peak] + [int(line.split()[1]) for line in status
                                                 if line.startswith('VmHWM')])
                    except OSError:
                        pass
                    time.sleep(0.01)
                    if time.perf_counter() - begun > self.options.patience:
                        os.kill(child.pid, signal.SIGKILL)
                    pid, status, found = os.wait4(child.pid, os.WNOHANG)
                    usage = found if pid else None
                if status != 0:
                    return None, None
                took = (usage.ru_utime + usage.ru_stime if self.options.cpu
                        else time.perf_counter() - begun)
                return took, peak / 1e3

            for width, height in ((512, 512), (1024, 1024), (6000, 4000)):
                subprocess.run(['convert', '-size', '%dx%d' % (width, height), '-seed', '1',
                                'plasma:', '-depth', '8', photo], check=True)
                ours, memory = run(program, 'apply', '--force', '--style', self.options.style,
                                   photo, out)
                theirs, more = run('gmic', photo, painting, 'stylize[0]', '[1]', 'keep[0]',
                                   'output', out)
                tell = [('%.0f' if i % 2 else '%.2f') % v if v else '-'
                        for i, v in enumerate((ours, memory, theirs, more))]
                ratio = theirs / ours if theirs and ours else None
                print('%-12s %9s %9s %14s %9s %9s' % ('%dx%d' % (width, height), *tell,
                                                      '%.1f' % ratio if ratio else '-'), flush=True)
                self.result['rows'].append(dict(table='gmic', name='%dx%d' % (width, height),
                                                ours=ours, bytes=memory, gmic=theirs,
                                                gmic_bytes=more, ratio=ratio))

    def run(self):
        parts = [self.gemm, self.generator, self.layers, self.previews, self.refining,
                 self.training, self.pictures, self.gmic]
        for part in parts:
            if part == self.gemm or self.options.only in ('', part.__name__):
                part()
        self.engine.close()
        if self.options.json:
            with open(self.options.json, 'w', encoding='utf-8') as file:
                json.dump(self.result, file, indent=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('build')
    parser.add_argument('--json')
    parser.add_argument('--cpu', action='store_true',
                        help='processor time on one thread: for a machine that does other work')
    parser.add_argument('--samples', type=int, default=10)
    parser.add_argument('--patience', type=float, default=300,
                        help="seconds after which G'MIC is given up")
    parser.add_argument('--only', default='',
                        choices=['', 'generator', 'layers', 'previews', 'refining', 'training',
                                 'pictures', 'gmic'])
    parser.add_argument('--style', default=os.path.join(HERE, '..', 'weights',
                                                        'great-wave.safetensors'))
    parser.add_argument('--painting', help="for G'MIC; default: a made-up one")
    options = parser.parse_args()
    if not torch:
        print('python3-torch is not installed: only the engine is measured')
    Bench(options).run()


main()
