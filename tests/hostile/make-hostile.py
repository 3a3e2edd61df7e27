#!/usr/bin/python3
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the files in this folder, each a weights file with one thing wrong,
and expected.tsv: file, error code, and words that the message must contain."""

import hashlib
import json
import os
import struct

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = struct.pack('<2f', .5, -.25)
expected = []


def pack(header, payload=DATA, length=None):
    header = header if isinstance(header, bytes) else header.encode()
    return struct.pack('<Q', len(header) if length is None else length) + header + payload


def metadata(payload=DATA, **changes):
    m = {'arch': 'pst-generator-1', 'blocks': '0', 'pst_format': '1', 'widths': '4,4,4',
         'payload_sha256': hashlib.sha256(payload).hexdigest()}
    m.update(changes)
    return {k: v for k, v in m.items() if v is not None}


def entry(begin=0, end=8, shape=(2,), dtype='F32', **more):
    return {'dtype': dtype, 'shape': list(shape), 'data_offsets': [begin, end], **more}


def tiny(payload=DATA, tensors=None, **changes):
    return {**({'t': entry()} if tensors is None else tensors), '__metadata__': metadata(payload, **changes)}


def text(header):
    return json.dumps(header, separators=(',', ':'))


def write(name, code, words, data):
    with open(os.path.join(HERE, name + '.safetensors'), 'wb') as f:
        f.write(data)
    expected.append((name + '.safetensors', code, words))


def bad(name, words, header, payload=DATA, length=None):
    """A file that is damaged: @header is text, or what is to be JSON."""
    header = header if isinstance(header, (bytes, str)) else text(header)
    write(name, 'BAD_FILE', words, pack(header, payload, length))


GOOD = text(tiny())

# 1, 2: size and length of the header
write('size-0', 'BAD_FILE', 'of 0 bytes', b'')
write('size-15', 'BAD_FILE', 'of 15 bytes', pack('{}     ', b''))
write('truncated-in-header', 'BAD_FILE', 'impossible length', pack(GOOD)[:100])
write('truncated-in-payload', 'BAD_FILE', 'outside the file', pack(GOOD)[:-4])
bad('length-0', 'impossible length', GOOD, length=0)
bad('length-1', 'impossible length', GOOD, length=1)
bad('length-1-too-much', 'impossible length', GOOD, b'', length=len(GOOD) + 1)
bad('length-sign-bit', 'impossible length', GOOD, length=1 << 63)
bad('length-all-ones', 'impossible length', GOOD, length=(1 << 64) - 1)
write('other-png', 'BAD_FILE', 'impossible length', b'\x89PNG\r\n\x1a\n\0\0\0\rIHDR' + bytes(32))
write('other-zip', 'BAD_FILE', 'impossible length', b'PK\3\4' + bytes(4) + b'\x7f' * 40)
bad('not-object-list', 'not an object', '[' + GOOD[1:-1] + ']')
bad('not-object-space-first', 'not an object', ' ' + GOOD)
bad('not-object-assignment', 'not an object', 'var a = ' + GOOD)
bad('utf8-bad', 'not UTF-8', GOOD.encode().replace(b'"t"', b'"\xff"'))
bad('utf8-overlong', 'not UTF-8', GOOD.encode().replace(b'"t"', b'"\xc0\xaf"'))
bad('utf8-surrogate', 'not UTF-8', GOOD.encode().replace(b'"t"', b'"\xed\xa0\x80"'))
bad('nul', 'not UTF-8', GOOD.encode().replace(b'"t"', b'"t\0"'))

# 3: the fence around the parser
bad('escape-nul', 'bad escape', GOOD.replace('"t"', '"t\\u0000"'))
bad('escape-lone-high', 'bad escape', GOOD.replace('"t"', '"\\ud800"'))
bad('escape-low-twice', 'bad escape', GOOD.replace('"t"', '"\\udc00\\udc00"'))
bad('escape-lone-low', 'bad escape', GOOD.replace('"t"', '"\\udc00"'))
bad('escape-high-twice', 'bad escape', GOOD.replace('"t"', '"\\ud800\\ud800"'))
bad('escape-unknown', 'bad escape', GOOD.replace('"t"', '"\\x74"'))
bad('escape-at-end', 'bad escape', GOOD[:-1] + '"\\')
bad('control-character', 'control character', GOOD.replace('"t"', '"t\n"'))
bad('nested', 'nested', GOOD.replace('[2]', '[[2]]'))
bad('nested-1000', 'nested', '{"a":' * 1000)
bad('comment-c', 'other than', GOOD[:-1] + '/* */}')
bad('comment-line', 'other than', GOOD[:-1] + '//\n}')
bad('comment-hash', 'other than', GOOD[:-1] + '#\n}')
bad('number-13-digits', 'too long', GOOD.replace('[0,8]', '[0,1000000000000]'))
bad('number-2000-digits', 'too long', GOOD.replace('[0,8]', '[0,' + '9' * 2000 + ']'))
bad('number-12-digits', 'outside the file', GOOD.replace('[0,8]', '[0,999999999999]'))
bad('number-octal', 'too long', GOOD.replace('[0,8]', '[0,010]'))
bad('number-hex', 'other than', GOOD.replace('[0,8]', '[0,0x8]'))
bad('number-negative', 'other than', GOOD.replace('[0,8]', '[-8,0]'))
bad('number-float', 'other than', GOOD.replace('[0,8]', '[0,8.0]'))
bad('number-exponent', 'other than', GOOD.replace('[0,8]', '[0,8e0]'))
bad('literal-true', 'other than', GOOD.replace('[2]', 'true'))
bad('literal-null', 'other than', GOOD.replace('[2]', 'null'))
bad('single-quotes', 'other than', GOOD.replace('"', "'"))
bad('ends-open', 'too early', GOOD[:-1])
bad('ends-in-string', 'too early', GOOD[:-1] + ',"')
bad('second-root', 'after its end', GOOD + GOOD)
bad('digits-after-end', 'after its end', GOOD + '1')

# 4: JSON, members, names
bad('json-bracket-mismatch', 'not JSON', GOOD.replace('[2]', '[2}'))
bad('json-missing-comma', 'not JSON', GOOD.replace('},"__', '}"__'))
bad('json-missing-colon', 'not JSON', GOOD.replace('"t":', '"t"'))
bad('json-number-as-name', 'not JSON', GOOD.replace('"t":', '1:'))
many = {'t%d' % i: entry(2 * i, 2 * i + 2, [1], 'F16') for i in range(256)}
bad('members-257', 'more than 256 members', tiny(bytes(512), many), bytes(512))
bad('name-empty', 'unusable name', GOOD.replace('"t"', '""'))
bad('name-64', 'unusable name', GOOD.replace('"t"', '"%s"' % ('t' * 64)))
bad('name-slash', 'unusable name', GOOD.replace('"t"', '"../t"'))
bad('name-space', 'unusable name', GOOD.replace('"t"', '"t t"'))
bad('name-unicode', 'unusable name', GOOD.replace('"t"', '"\u00e9"'))
bad('name-newline', 'unusable name', GOOD.replace('"t"', '"t\\n"'))
bad('entry-number', 'ill described', GOOD.replace(text(entry()), '8'))
bad('entry-list', 'ill described', GOOD.replace(text(entry()), '[0,8]'))
bad('entry-extra', 'ill described', tiny(tensors={'t': entry(more=1)}))
bad('entry-no-dtype', 'ill described', GOOD.replace('"dtype":"F32",', ''))
bad('entry-other-keys', 'ill described', GOOD.replace('"dtype"', '"type"'))
bad('entry-three-offsets', 'ill described', GOOD.replace('[0,8]', '[0,4,8]'))
bad('entry-one-offset', 'ill described', GOOD.replace('[0,8]', '[8]'))
bad('dtype-number', 'ill described', GOOD.replace('"F32"', '32'))
bad('dtype-f64', 'neither of F32', tiny(tensors={'t': entry(shape=[1], dtype='F64')}))
bad('dtype-bf16', 'neither of F32', tiny(tensors={'t': entry(shape=[4], dtype='BF16')}))
bad('dtype-lower-case', 'neither of F32', GOOD.replace('"F32"', '"f32"'))
bad('shape-string', 'a side outside', GOOD.replace('[2]', '["2"]'))
bad('shape-rank-0', 'ill described', tiny(DATA[:4], {'t': entry(0, 4, [])}), DATA[:4])
bad('shape-rank-5', 'ill described', tiny(tensors={'t': entry(shape=[2, 1, 1, 1, 1])}))
bad('metadata-list', 'not an object', '{"__metadata__":["a"]}', b'')
bad('metadata-number', 'not strings', GOOD.replace('"blocks":"0"', '"blocks":0'))
bad('metadata-nested', 'not strings', GOOD.replace('"blocks":"0"', '"blocks":["0"]'))
bad('metadata-1025-bytes', 'not strings', tiny(title='x' * 1025))
bad('metadata-33', 'more than 32 strings', tiny(**{'k%d' % i: '' for i in range(28)}))
bad('metadata-key', 'not strings', tiny(**{'a b': ''}))
bad('twice-tensor', 'occurs twice', GOOD.replace('"t":', '"t":' + text(entry()) + ',"t":'))
bad('twice-tensor-by-escape', 'occurs twice',
    GOOD.replace('"t":', '"\\u0074":' + text(entry()) + ',"t":'))
bad('twice-tensor-hole', 'occurs twice',
    GOOD.replace('"t":' + text(entry()), '"t":' + text(entry(0, 4, [1])) + ',"t":' + text(entry(4, 8, [1]))))
bad('twice-key', 'occurs twice', GOOD.replace('"dtype":"F32"', '"dtype":"F16","dtype":"F32"'))
bad('twice-metadata', 'occurs twice', GOOD.replace('"blocks":"0"', '"blocks":"99","blocks":"0"'))

# 5: where tensors lie
two = lambda a, b: tiny(tensors={'a': entry(*a, [1]), 'b': entry(*b, [1])})
bad('layout-first-not-0', 'does not begin', tiny(tensors={'t': entry(4, 8, [1])}))
bad('layout-overlap', 'does not begin', tiny(tensors={'a': entry(), 'b': entry(4, 8, [1])}))
bad('layout-same-place', 'does not begin', two((0, 4), (0, 4)))
bad('layout-hole', 'does not begin', tiny(DATA + DATA[:4], {'a': entry(0, 4, [1]), 'b': entry(8, 12, [1])}),
    DATA + DATA[:4])
bad('layout-tail', 'does not end with the file', tiny(DATA + b'tail'), DATA + b'tail')
bad('layout-tail-no-tensors', 'does not end with the file', tiny(tensors={}))
bad('layout-backwards', 'outside the file', GOOD.replace('[0,8]', '[8,0]'))
bad('layout-outside', 'outside the file', GOOD.replace('[0,8]', '[0,12]'))

# 6: shapes
bad('shape-0', 'a side outside', tiny(b'', {'t': entry(0, 0, [0])}), b'')
bad('shape-4097', 'a side outside', tiny(bytes(8194), {'t': entry(0, 8194, [4097], 'F16')}), bytes(8))
bad('shape-too-long', 'as long as its shape', GOOD.replace('[2]', '[3]'))
bad('shape-too-short', 'as long as its shape', GOOD.replace('[2]', '[1]'))
bad('shape-half-as-float', 'as long as its shape', GOOD.replace('F32', 'F16'))
bad('shape-2-to-48', 'as long as its shape', GOOD.replace('[2]', '[4096,4096,4096,4096]'))

# 7: version, architecture, shape of the network
def refused(name, code, words, header, payload=DATA):
    write(name, code, words, pack(text(header), payload))


refused('version-no-metadata', 'BAD_VERSION', 'not of format 1', {'t': entry()})
refused('version-none', 'BAD_VERSION', 'not of format 1', tiny(pst_format=None))
refused('version-2', 'BAD_VERSION', 'not of format 1', tiny(pst_format='2'))
refused('arch-none', 'BAD_VERSION', 'does not name its architecture', tiny(arch=None))
refused('arch-unknown', 'BAD_VERSION', 'architecture "pst-generator-9" is unknown', tiny(arch='pst-generator-9'))
refused('arch-format-string', 'BAD_VERSION', 'is unknown', tiny(arch='%s%n%n\x1b[2J' * 9))
for n, w in enumerate(('', '4,4', '4,4,4,4', '3,4,4', '4,5,4', '4,4,258', '4,4,99999999999', '-4,4,4', '4,4,4 ', '4,,4',
                       '0x4,4,4')):
    refused('widths-%d' % n, 'BAD_FILE', '"widths"', tiny(widths=w))
refused('widths-none', 'BAD_FILE', '"widths"', tiny(widths=None))
for n, w in enumerate(('', '17', '-1', '4294967296', '1e9', ' 1')):
    refused('blocks-%d' % n, 'BAD_FILE', '"blocks"', tiny(blocks=w))
refused('blocks-none', 'BAD_FILE', '"blocks"', tiny(blocks=None))
refused('style-size-0', 'BAD_FILE', '"style_size"', tiny(style_size='0'))

# 8: the tensors that there must be
def tensors():
    """Names and shapes of the smallest generator."""
    yield from ((n + s, d) for n, o, i in
                (('c1', 4, 12), ('c2', 4, 4), ('c3', 4, 4), ('u1', 4, 4), ('u1b', 4, 4), ('u2', 4, 4), ('u2b', 4, 4), ('u3', 2, 4))
                for s, d in (('.weight', (o, i, 3, 3)), ('.gamma', (o,)), ('.beta', (o,))))
    yield from (('out.weight', (3, 2, 3, 3)), ('out.bias', (3,)), ('skip1', (1,)), ('skip2', (1,)),
                ('noise0', (4,)), ('noise1', (4,)), ('noise2', (4,)), ('noise3', (2,)))


def generator(*more):
    header, at = {}, 0
    for name, shape in (*tensors(), *more):
        n = 2
        for d in shape:
            n *= d
        header[name] = entry(at, at + n, shape, 'F16')
        at += n
    return tiny(bytes(at), header, title='Gro\u00dfe Welle \U0001f30a'), bytes(at)


write('good-style', 'NONE', '', pack(text(generator()[0]), generator()[1]))
refused('tensor-missing', 'WRONG_SHAPE', '"c1.weight" is missing', tiny())
refused('tensor-unknown', 'WRONG_SHAPE', '"more" has no place', *generator(('more', (1,))))
refused('tensor-shape', 'WRONG_SHAPE', 'not of the shape', tiny(bytes(8), {'c1.weight': entry(0, 8, (2,))}), bytes(8))
refused('tensor-sides', 'WRONG_SHAPE', 'not of the shape',
        tiny(bytes(8), {'c1.weight': entry(0, 8, (2, 1, 1, 1))}), bytes(8))
refused('tensor-rank', 'WRONG_SHAPE', 'not of the shape',
        tiny(bytes(864), {'c1.weight': entry(0, 864, (432,), 'F16')}), bytes(864))

# 9: checksum
refused('checksum-none', 'BAD_CHECKSUM', 'checksum', tiny(payload_sha256=None))
refused('checksum-empty', 'BAD_CHECKSUM', 'checksum', tiny(payload_sha256=''))
refused('checksum-other', 'BAD_CHECKSUM', 'checksum', tiny(payload_sha256='0' * 64))
refused('checksum-bit', 'BAD_CHECKSUM', 'checksum', tiny(), bytes([DATA[0] ^ 1]) + DATA[1:])

# 10: values
def wrong_value(name):
    return 'has a value ' + ('of 10000 or more' if '0' in name else 'that is not finite')


for name, value in (('nan', float('nan')), ('inf', float('inf')), ('minus-inf', float('-inf')),
                    ('10000', 1e4), ('minus-1e30', -1e30)):
    payload = struct.pack('<2f', 0, value)
    refused('value-' + name, 'BAD_FILE', wrong_value(name), tiny(payload), payload)
for name, bits in (('half-nan', 0x7e00), ('half-inf', 0xfc00), ('half-10000', 0x70e2)):
    payload = struct.pack('<2H', 0, bits)
    refused('value-' + name, 'BAD_FILE', wrong_value(name), tiny(payload, {'t': entry(0, 4, dtype='F16')}), payload)

with open(os.path.join(HERE, 'expected.tsv'), 'w') as f:
    f.writelines('\t'.join(e) + '\n' for e in sorted(expected))
