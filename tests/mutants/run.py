#!/usr/bin/env python3
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
"""Breaks the code in one place after another, and sees which tests notice.

What to break is in the files *.mutants beside this one: entries of lines, parted by empty
lines,

    name: swd-halving                   in the whole collection once
    file: engine/training/trainer.c
    after: pst_trainer_step_on (        optional: look behind this text, which is there once
    - r->swd * (t->step < 600 ? 1 : 0.5)        a text of one line, there once
    + r->swd                                    what takes its place; may be nothing
    tests: trainer-double:/trainer/gradient/swd, lesson     parted by commas

so that lines are found by what they say wherever they move.  Of a test, what follows a
colon is the path of those of its cases that are run.

All happens in a copy of the sources, with a folder of its own for what is built, which is
kept: only what a mutation touches is built again.  A mutant is killed if one of its tests
fails, and survives if all pass.
"""
import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
TIME_LIMIT = 900  # seconds, for one test


class Mutant:
    def __init__(self, where):
        self.where = where
        self.name = self.file = self.old = self.new = self.after = None
        self.tests = []


def die(text):
    print(f'mutants: {text}', file=sys.stderr)
    sys.exit(1)


# ---- what to break ----------------------------------------------------------


def read_entry(lines, where):
    mutant = Mutant(where)
    for line in lines:
        if line.startswith('- '):
            mutant.old = line[2:]
        elif line == '+' or line.startswith('+ '):
            mutant.new = line[2:]
        else:
            key, colon, value = line.partition(': ')
            if key not in ('name', 'file', 'after', 'tests') or not colon:
                die(f'{where}: what is "{line}"?')
            setattr(mutant, key, [t.strip() for t in value.split(',')] if key == 'tests' else value)
    if not (mutant.name and mutant.file and mutant.old and mutant.tests) or mutant.new is None:
        die(f'{where}: an entry needs name, file, -, + and tests')
    return mutant


def read_mutants():
    mutants = []
    for path in sorted(HERE.glob('*.mutants')):
        lines = []
        for number, line in enumerate([*path.read_text().splitlines(), ''], 1):
            if line.startswith('#'):
                continue
            if line.strip():
                lines.append(line)
            elif lines:
                mutants.append(read_entry(lines, f'{path.name}:{number - len(lines)}'))
                lines = []
    names = [m.name for m in mutants]
    for name in set(names):
        if names.count(name) > 1:
            die(f'there are two mutants {name}')
    return mutants


def mutate(mutant, text):
    """The text after it, or None if the place cannot be found."""
    begin = 0
    if mutant.after is not None:
        if text.count(mutant.after) != 1:
            return None
        begin = text.index(mutant.after) + len(mutant.after)
        at = text.find(mutant.old, begin)
    else:
        at = text.find(mutant.old) if text.count(mutant.old) == 1 else -1
    if at < 0:
        return None
    return text[:at] + mutant.new + text[at + len(mutant.old):]


# ---- a copy to break ----------------------------------------------------------


def sources(root):
    """What git knows of, or would."""
    out = subprocess.run(['git', '-C', root, 'ls-files', '-z', '--cached', '--others',
                          '--exclude-standard'], check=True, stdout=subprocess.PIPE).stdout
    return [Path(os.fsdecode(name)) for name in out.split(b'\0') if name]


def copy_sources(root, tree):
    """Only what has changed, so that little is built again."""
    wanted = set()
    for name in sources(root):
        if not (root / name).is_file():
            continue
        wanted.add(name)
        to = tree / name
        old = to.read_bytes() if to.is_file() else None
        if old != (root / name).read_bytes():
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / name, to)
            shutil.copymode(root / name, to)
    for path in list(tree.rglob('*')):
        if path.is_file() and path.relative_to(tree) not in wanted:
            path.unlink()


def build(folder, targets):
    return subprocess.run(['ninja', '-C', folder, *targets], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)


def introspect(folder, what):
    return json.loads(subprocess.run(['meson', 'introspect', what, folder], check=True,
                                     stdout=subprocess.PIPE).stdout)


class Tests:
    def __init__(self, folder):
        self.folder = folder
        self.by_name = {test['name']: test for test in introspect(folder, '--tests')}
        self.files = {target['id']: target['filename']
                      for target in introspect(folder, '--targets')}

    def find(self, which):
        name = which.partition(':')[0]
        if name not in self.by_name:
            die(f'there is no test {name}')
        return self.by_name[name]

    def targets(self, which):
        """Files that must be built for it."""
        return [os.path.relpath(path, self.folder)
                for target in self.find(which)['depends'] for path in self.files[target]]

    def passes(self, which):
        test, path = self.find(which), which.partition(':')[2]
        command = [*test['cmd'], *(['-p', path] if path else [])]
        process = subprocess.Popen(command, env={**os.environ, **test['env']},
                                   cwd=test['workdir'] or self.folder, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, start_new_session=True, text=True,
                                   errors='replace')
        try:
            out = process.communicate(timeout=TIME_LIMIT)[0]
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return False
        if path and '\n1..0' in f'\n{out}' or path and not out.strip():
            die(f'{which}: there are no such cases')
        return process.returncode == 0 and not any(
            line.startswith('not ok') and '# TODO' not in line for line in out.splitlines())


# ---- running --------------------------------------------------------------------


def set_up(root, work):
    tree, folder = work / 'tree', work / 'build'
    tree.mkdir(parents=True, exist_ok=True)
    copy_sources(root, tree)
    if not (folder / 'build.ninja').exists():
        subprocess.run(['meson', 'setup', folder, tree], check=True, stdout=subprocess.DEVNULL)
    result = build(folder, ['build.ninja'])
    if result.returncode:
        die(result.stdout)
    return tree, folder


def run(mutants, root, work):
    tree, folder = set_up(root, work)
    tests = Tests(folder)
    survivors, lost = [], []

    needed = sorted({test for m in mutants for test in m.tests})
    print(f'building what {len(needed)} sets of tests need', flush=True)
    result = build(folder, sorted({t for test in needed for t in tests.targets(test)}))
    if result.returncode:
        die(result.stdout)
    for test in needed:
        if not tests.passes(test):
            die(f'{test} fails before anything is broken')

    for mutant in sorted(mutants, key=lambda m: m.file):
        path = tree / mutant.file
        whole = path.read_text()
        broken = mutate(mutant, whole)
        start, verdict = time.monotonic(), 'SURVIVED'
        if broken is None or broken == whole:
            lost.append(mutant)
            print(f'LOST      {mutant.name}: {mutant.where} is not in {mutant.file} once', flush=True)
            continue
        try:
            path.write_text(broken)
            for test in mutant.tests:
                result = build(folder, tests.targets(test))
                if result.returncode:
                    lost.append(mutant)
                    verdict = 'LOST'
                    print(result.stdout)
                    break
                if not tests.passes(test):
                    verdict = 'killed'
                    break
        finally:
            path.write_text(whole)
        if verdict == 'SURVIVED':
            survivors.append(mutant)
        print(f'{verdict:9} {mutant.name} ({time.monotonic() - start:.0f} s)', flush=True)

    if lost:
        print('no longer apply, or do not build:', *(m.name for m in lost))
    if survivors:
        print('survived:', *(m.name for m in survivors))
    print(f'{len(survivors)} of {len(mutants)} survived')
    return 1 if survivors or lost else 0


def main():
    parser = argparse.ArgumentParser(prog='./dev mutants', description=(
        'Breaks a copy of the code in one place after another and sees that the tests notice.'))
    parser.add_argument('root', type=Path, help=argparse.SUPPRESS)
    parser.add_argument('work', type=Path, help=argparse.SUPPRESS)
    parser.add_argument('names', nargs='*', metavar='NAME',
                        help='mutants by name or by the beginning of it; all without')
    parser.add_argument('--list', action='store_true', help='say what there is, and do nothing')
    parser.add_argument('--check', action='store_true',
                        help='only see that every entry still finds its place')
    arguments = parser.parse_args()

    mutants = read_mutants()
    if arguments.names:
        for name in arguments.names:
            if not any(m.name.startswith(name) for m in mutants):
                die(f'there is no mutant {name}; ./dev mutants --list says what there is')
        mutants = [m for m in mutants if any(m.name.startswith(n) for n in arguments.names)]
    if arguments.list:
        for m in mutants:
            print(f'{m.name}: {m.file}: {m.old.strip()} -> {m.new.strip() or "nothing"}')
        return 0
    if arguments.check:
        lost = [m for m in mutants
                if not (arguments.root / m.file).is_file()
                or mutate(m, (arguments.root / m.file).read_text()) is None]
        for m in lost:
            print(f'{m.where}: {m.name} does not find its place in {m.file}')
        return 1 if lost else 0
    return run(mutants, arguments.root.resolve(), arguments.work.resolve())


if __name__ == '__main__':
    sys.exit(main())
