#!/usr/bin/python3
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
"""Makes manual pages, and what bash, zsh and fish complete, of what `pastiche manual` prints: the
tables that --help is made from.

manual.py FOLDER NAME... <JSON: writes pastiche.1, pastiche-COMMAND.1, pastiche (for bash), _pastiche
(for zsh) and pastiche.fish into FOLDER, and fails unless these are the NAMEs."""

import json
import pathlib
import re
import sys

MADE = 'Made by packaging/manual.py of the tables of `pastiche --help`.'

# What a word of an option's argument, or of a command's arguments, stands for.
FILES, FOLDERS, STYLES = 'files', 'folders', 'styles'
WORDS = {'ID': {STYLES}, 'STYLE': {STYLES, FILES}, 'FILE': {FILES}, 'PNG': {FILES}, 'IN': {FILES},
         'OUT': {FILES}, 'PHOTO': {FILES}, 'DIR': {FOLDERS}}


def kinds(argument):
    found = set()
    for word in re.findall(r'[A-Z]+', argument or ''):
        found |= WORDS.get(word, set())
    return found


def choices(argument):
    """The words to choose from, which are in small letters."""
    return argument.split('|') if re.fullmatch(r'[a-z]+(\|[a-z]+)+', argument or '') else []


def one_line(text):
    return ' '.join(text.split())


# ---- manual pages -------------------------------------------------------------


def roff(text):
    """Text that has no requests, escapes or typographic signs."""
    for sign, escape in (('\\', r'\e'), ('-', r'\-'), ('`', r'\(ga'), ("'", r'\(aq'), ('^', r'\(ha'),
                         ('~', r'\(ti')):
        text = text.replace(sign, escape)
    return re.sub(r'^(?=\.)', r'\&', text, flags=re.M)


def head(table, name, summary):
    return (f'.\\" {MADE}\n.TH "{name.upper()}" "1" "" "Pastiche {table["version"]}" '
            f'"User Commands"\n.SH NAME\n{name} \\- {roff(summary)}\n')


def as_it_is(text):
    return f'.nf\n{roff(text)}\n.fi\n'


def program_page(table):
    commands = ''.join(f'.TP\n\\fBpastiche\\-{c["name"]}\\fR(1)\n{roff(c["summary"])}\n'
                       for c in table['commands'])
    examples = ('pastiche styles\n'
                'pastiche apply --style great-wave photo.jpg painting.png\n'
                'pastiche apply --painting any-picture.jpg photo.jpg painting.png\n'
                'pastiche apply --style great-wave -o painted *.jpg')
    return (head(table, 'pastiche', 'turn photos into paintings')
            + '.SH SYNOPSIS\n\\fBpastiche\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR...] '
            f'[\\fIFILE\\fR...]\n.SH DESCRIPTION\n{roff(table["purpose"])}\n.SH COMMANDS\n{commands}'
            f'.SH ENVIRONMENT\n{roff(table["environment"])}\n.SH EXIT STATUS\n{roff(table["exit"])}\n'
            f'.SH EXAMPLES\n{as_it_is(examples)}.SH SEE ALSO\n\\fBgimp\\fR(1), \\fBgegl\\fR(1)\n')


def option_entry(option):
    names = [f'\\fB\\-{option["short"]}\\fR'] if 'short' in option else []
    names.append(f'\\fB\\-\\-{roff(option["long"])}\\fR')
    if 'argument' in option:
        names[-1] += f'=\\fI{roff(option["argument"])}\\fR'
    return f'.TP\n{", ".join(names)}\n{roff(option["description"])}\n'


def command_page(table, command):
    about = roff(command['about']) + '\n'
    if 'description' in command:
        text = command['description'].rstrip()
        # What has columns or paragraphs keeps its lines.
        about += '.PP\n' + (as_it_is(text) if '\n\n' in text else roff(text) + '\n')
    return (head(table, f'pastiche-{command["name"]}', command['summary'])
            + f'.SH SYNOPSIS\n\\fBpastiche {command["name"]}\\fR [\\fIOPTION\\fR...] '
            f'{roff(command.get("arguments", ""))}\n.SH DESCRIPTION\n{about}.SH OPTIONS\n'
            '.TP\n\\fB\\-h\\fR, \\fB\\-\\-help\\fR\nShow help options\n'
            + ''.join(map(option_entry, command['options']))
            + f'.SH EXIT STATUS\n{roff(table["exit"])}\n.SH SEE ALSO\n\\fBpastiche\\fR(1)\n')


# ---- shells -------------------------------------------------------------------


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


STYLE_IDS = "pastiche styles 2>/dev/null | awk 'NR > 1 { print $1 }'"


def bash_takes(found, words):
    parts = [f'_pastiche_words {quoted(" ".join(words))};'] if words else []
    parts += ['_pastiche_words "$(_pastiche_styles)";'] if STYLES in found else []
    parts += ['_pastiche_files -f;'] if FILES in found else []
    parts += ['_pastiche_files -d;'] if FOLDERS in found else []
    return ' '.join(parts) or ':;'


def bash(table):
    names = ' '.join(c['name'] for c in table['commands'])
    after, options, rest = [], [], []
    for command in table['commands']:
        name = command['name']
        for option in command['options']:
            if 'argument' in option:
                given = [f'{name}:--{option["long"]}']
                given += [f'{name}:-{option["short"]}'] if 'short' in option else []
                takes = bash_takes(kinds(option['argument']), choices(option['argument']))
                after.append(f'    {" | ".join(given)}) {takes} return ;;')
        listed = ' '.join(['--help'] + [f'--{o["long"]}' for o in command['options']])
        options.append(f'    {name}) _pastiche_words {quoted(listed)} ;;')
        rest.append(f'    {name}) {bash_takes(kinds(command.get("arguments")), [])} ;;')
    return f'''# {MADE}
_pastiche_styles ()
{{
  {STYLE_IDS}
}}

_pastiche_words ()
{{
  mapfile -t -O "${{#COMPREPLY[@]}}" COMPREPLY < <(compgen -W "$1" -- "$word")
}}

_pastiche_files ()
{{
  compopt -o filenames 2>/dev/null
  mapfile -t -O "${{#COMPREPLY[@]}}" COMPREPLY < <(compgen "$1" -- "$word")
}}

_pastiche ()
{{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}}
  COMPREPLY=()
  if [ "$COMP_CWORD" = 1 ]; then
    _pastiche_words '{names} --help --version'
    return
  fi
  # Of --style=great the shell makes three words.
  if [ "$word" = = ]; then
    word=
  elif [ "$before" = = ]; then
    before=${{COMP_WORDS[COMP_CWORD-2]}}
  fi
  case ${{COMP_WORDS[1]}}:$before in
{chr(10).join(after)}
  esac
  case $word in
    -*)
      case ${{COMP_WORDS[1]}} in
{chr(10).join("    " + line for line in options)}
      esac
      return
      ;;
  esac
  case ${{COMP_WORDS[1]}} in
{chr(10).join(rest)}
  esac
}}
complete -F _pastiche pastiche
'''


def zsh_action(argument):
    found, words = kinds(argument), choices(argument)
    if words:
        return f'({" ".join(words)})'
    if STYLES in found:
        return '_pastiche_styles_or_files' if FILES in found else '_pastiche_styles'
    return '_files' if FILES in found else '_files -/' if FOLDERS in found else ' '


def zsh(table):
    def escaped(text):
        return re.sub(r'([\[\]:\\])', r'\\\1', one_line(text))

    cases = []
    for command in table['commands']:
        lines = ["'(- *)'{-h,--help}'[show help]'"]
        for option in command['options']:
            takes = 'argument' in option
            about = quoted(f'[{escaped(option["description"])}]'
                           + (f':{escaped(option["argument"])}:{zsh_action(option["argument"])}'
                              if takes else ''))
            names = [f'--{option["long"]}' + ('=' if takes else '')]
            names += [f'-{option["short"]}' + ('+' if takes else '')] if 'short' in option else []
            lines += [f"'*'{quoted(name)}{about}" for name in names]
        if command.get('arguments'):
            lines.append(quoted(f'*:{escaped(command["arguments"])}:{zsh_action(command["arguments"])}'))
        cases.append(f'    {command["name"]})\n      _arguments -s -S \\\n        '
                     + ' \\\n        '.join(lines) + ' ;;')
    commands = '\n'.join('    ' + quoted(f'{c["name"]}:{one_line(c["summary"])}')
                         for c in table['commands'])
    return f'''#compdef pastiche
# {MADE}

_pastiche_styles ()
{{
  local -a styles
  styles=(${{(f)"$({STYLE_IDS})"}})
  compadd -a styles
}}

_pastiche_styles_or_files ()
{{
  _alternative 'styles:style:_pastiche_styles' 'files:file:_files'
}}

_pastiche ()
{{
  local -a commands
  commands=(
{commands}
  )
  if (( CURRENT == 2 )); then
    _describe -t commands command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
{chr(10).join(cases)}
  esac
}}

_pastiche "$@"
'''


def fish(table):
    lines = [f'# {MADE}', 'function __pastiche_styles', f'  {STYLE_IDS}', 'end', '',
             'complete -c pastiche -f',
             'complete -c pastiche -n __fish_use_subcommand -l help -d "Show help"',
             'complete -c pastiche -n __fish_use_subcommand -l version -d "Show the version"']
    for command in table['commands']:
        name = command['name']
        here = f'complete -c pastiche -n "__fish_seen_subcommand_from {name}"'
        lines += ['', f'complete -c pastiche -n __fish_use_subcommand -a {name} '
                  f'-d {quoted(command["summary"])}', f'{here} -s h -l help -d "Show help"']
        found = kinds(command.get('arguments'))
        if STYLES in found:
            lines.append(f'{here} -a "(__pastiche_styles)"')
        if FILES in found:
            lines.append(f'{here} -F')
        for option in command['options']:
            line = f'{here} -l {option["long"]}'
            line += f' -s {option["short"]}' if 'short' in option else ''
            found, words = kinds(option.get('argument')), choices(option.get('argument'))
            if 'argument' in option:
                line += ' -r'
            if STYLES in found:
                line += ' -a "(__pastiche_styles)"'
            if words:
                line += f' -a {quoted(" ".join(words))}'
            if FILES in found:
                line += ' -F'
            if FOLDERS in found:
                line += ' -a "(__fish_complete_directories)"'
            lines.append(f'{line} -d {quoted(one_line(option["description"]))}')
    return '\n'.join(lines) + '\n'


def main():
    folder, wanted = pathlib.Path(sys.argv[1]), set(sys.argv[2:])
    table = json.load(sys.stdin)
    made = {'pastiche.1': program_page(table), 'pastiche': bash(table), '_pastiche': zsh(table),
            'pastiche.fish': fish(table)}
    made.update((f'pastiche-{c["name"]}.1', command_page(table, c)) for c in table['commands'])
    if set(made) != wanted:
        sys.exit('manual.py: packaging/meson.build does not name what there is: '
                 + ' '.join(sorted(set(made) ^ wanted)))
    for name, text in made.items():
        (folder / name).write_text(text, encoding='utf-8')


if __name__ == '__main__':
    main()
