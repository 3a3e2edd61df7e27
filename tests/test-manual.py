#!/usr/bin/python3
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
"""Manual pages and what shells complete know what --help says, neither more nor less; and bash,
zsh and fish, where they are installed, complete by them.  Prints TAP.

test-manual.py PASTICHE FOLDER MAKE-STYLE"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

program, folder, make_style = (pathlib.Path(path).resolve() for path in sys.argv[1:])
env = dict(os.environ, LC_ALL='C.UTF-8', LANGUAGE='', COLUMNS='80')
n = 0


def check(name, good, *said):
    global n
    n += 1
    print('ok' if good else 'not ok', n, '-', name)
    if not good:
        print(*(f'# {line}' for line in said), sep='\n')


def skip(name, why):
    global n
    n += 1
    print(f'ok {n} - {name} # SKIP {why}')


def output(*command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          env=env, timeout=60, **more).stdout


def options_of_help(command):
    text = output(program, command, '--help')
    return {(short or '', long, argument or '') for short, long, argument
            in re.findall(r'^  (?:-(\w), )?--([\w-]+)(?:=(\S+))?', text, re.M)}


def options_of_page(command):
    text = (folder / f'pastiche-{command}.1').read_text().replace('\\-', '-')
    text = re.sub(r'\\f[BRI]', '', text)
    return {(short or '', long, argument or '') for short, long, argument
            in re.findall(r'^\.TP\n(?:-(\w), )?--([\w-]+)(?:=(\S+))?$', text, re.M)}


def options_of_bash(command):
    text = (folder / 'pastiche').read_text()
    listed = re.search(rf"^ *{command}\) _pastiche_words '(.*)' ;;", text, re.M)
    return set(re.findall(r'--([\w-]+)', listed[1]))


def options_of_zsh(command):
    text = (folder / '_pastiche').read_text()
    case = re.search(rf'^ *{command}\)\n(.*?);;', text, re.M | re.S)
    return {a or b for a, b in re.findall(r"'\*''--([\w-]+)=?'|--(help)\}", case[1])}


def options_of_fish(command):
    text = (folder / 'pastiche.fish').read_text()
    return set(re.findall(rf'seen_subcommand_from {command}" .*?-l ([\w-]+)', text))


def compare(name, found, wanted):
    check(name, found == wanted, f'missing: {sorted(wanted - found)}', f'more: {sorted(found - wanted)}')


def check_tables():
    text = output(program, '--help')
    commands = re.findall(r'^  (\w+) +\w', text.split('Commands:')[1], re.M)
    check('--help lists commands', len(commands) > 5 and 'apply' in commands, text)
    for command in commands:
        wanted = options_of_help(command)
        names = {long for _, long, _ in wanted}
        compare(f'{command}: the page', options_of_page(command), wanted)
        compare(f'{command}: bash', options_of_bash(command), names)
        compare(f'{command}: zsh', options_of_zsh(command), names)
        compare(f'{command}: fish', options_of_fish(command), names)
    page = (folder / 'pastiche.1').read_text()
    compare('pastiche(1) lists the commands',
            set(re.findall(r'pastiche\\-(\w+)\\fR\(1\)', page)), set(commands))
    check('what is hidden is in no list', 'manual' not in commands)
    return commands


def complete_bash(*words):
    script = ('source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pastiche; '
              'printf "%s\\n" "${COMPREPLY[@]}"')
    return set(output('bash', '-c', script, str(folder / 'pastiche'), *words).split())


def complete_fish(line):
    out = output('fish', '--no-config', '-c', 'source $argv[1]; complete -C $argv[2]',
                 str(folder / 'pastiche.fish'), line)
    return {word.split('\t')[0] for word in out.splitlines()}


def check_shells(commands):
    check('bash: commands', set(commands) < complete_bash('pastiche', ''))
    check('bash: options', complete_bash('pastiche', 'apply', '--st') == {'--style', '--strength', '--strip'},
          complete_bash('pastiche', 'apply', '--st'))
    for words in ('--style', 'w'), ('-s', ''), ('--style', '=', 'w'), ('--style', '='):
        check(f'bash: styles after {" ".join(words)}',
              'wave-style' in complete_bash('pastiche', 'apply', *words))
    check('bash: choices', complete_bash('pastiche', 'apply', '--frames', '') == {'first', 'all'})
    check('bash: folders only', complete_bash('pastiche', 'apply', '-o', '') == {'folder', 'styles', 'home', 'bin'},
          complete_bash('pastiche', 'apply', '-o', ''))
    check('bash: files', {'photo.jpg', 'folder'} < complete_bash('pastiche', 'sheet', ''))
    check('bash: styles to remove', 'wave-style' in complete_bash('pastiche', 'remove', ''))
    if shutil.which('zsh'):
        said = output('zsh', '-n', str(folder / '_pastiche'))
        check('zsh: reads it', not said, said)
    else:
        skip('zsh: reads it', 'there is no zsh')
    if shutil.which('fish'):
        got = complete_fish('pastiche apply --str')
        check('fish: options', got == {'--strength', '--strip'}, got)
        got = complete_fish('pastiche apply --style w')
        check('fish: styles', 'wave-style' in got, got)
        got = complete_fish('pastiche ')
        check('fish: commands', set(commands) <= got, got)
    else:
        skip('fish: completes', 'there is no fish')


def main():
    with tempfile.TemporaryDirectory(prefix='pastiche-manual.') as work:
        os.chdir(work)
        for name in 'folder', 'styles', 'home', 'bin':
            os.mkdir(name)
        pathlib.Path('photo.jpg').touch()
        os.symlink(program, 'bin/pastiche')
        subprocess.run([make_style, 'styles/wave-style.safetensors', 'wave-style', 'Wave'], check=True)
        env.update(HOME=f'{work}/home', XDG_CONFIG_HOME=f'{work}/home', GIMP2_DIRECTORY=f'{work}/home',
                   PASTICHE_STYLES=f'{work}/styles', PATH=f'{work}/bin:{os.environ["PATH"]}')
        check_shells(check_tables())
        os.chdir('/')
    print(f'1..{n}')


main()
