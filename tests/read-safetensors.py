#!/usr/bin/python3
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
"""A reader of safetensors by the stock rules, and nothing of ours: files that
test-weights writes must be readable by it.  read-safetensors.py TEST-WEIGHTS"""

import json
import struct
import subprocess
import sys
import tempfile

import numpy as np


def read(path):
    data = open(path, 'rb').read()
    n, = struct.unpack_from('<Q', data)
    assert n <= 100_000_000 and data[8:9] == b'{'
    header, payload = json.loads(data[8:8 + n].decode()), data[8 + n:]
    metadata, tensors, end = header.pop('__metadata__', {}), {}, 0
    assert all(isinstance(v, str) for v in metadata.values())
    for name, t in sorted(header.items(), key=lambda i: i[1]['data_offsets']):
        begin, stop = t['data_offsets']
        assert begin == end
        tensors[name] = np.frombuffer(payload[begin:stop], {'F32': '<f4', 'F16': '<f2'}[t['dtype']]).reshape(t['shape'])
        end = stop
    assert end == len(payload)
    return metadata, tensors, 8 + n


i = np.arange(5 * 3 * 2 * 7 + 1 + 4096 + 6, dtype=np.uint64)
wanted = np.ldexp((i * 2654435761 % 2 ** 32) / 2 ** 31 - 1, -(i % 27).astype(int)).astype('f4')
with tempfile.TemporaryDirectory() as folder:
    subprocess.run([sys.argv[1], '--write', folder], check=True)
    for name in 'f32', 'f16':
        metadata, tensors, start = read('%s/%s.safetensors' % (folder, name))
        assert metadata['title'] == 'Gro\u00dfe Welle "\u5bcc\\\U0001f30a"\tand / more\n', metadata
        assert start % 64 == 0
        shapes = {'net.a.weight': (5, 3, 2, 7), 'net.b': (1,), 'net.c_2': (1, 4096), 'net.D.3': (3, 1, 2)}
        assert {k: v.shape for k, v in tensors.items()} == shapes
        values = np.concatenate([tensors[k].ravel() for k in shapes])
        assert values.dtype == name.replace('f32', 'f4').replace('f16', 'f2') and (values == wanted.astype(values.dtype)).all()
        print(name, 'read:', len(tensors), 'tensors', values.size, 'values')
