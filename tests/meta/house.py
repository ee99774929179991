#!/usr/bin/python3
# house.py — the rules of the house that a machine can see: arrows between rooms, licences, lengths, lists.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints TAP. Works on the files git knows (or, in an exported tree, on all files)."""
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

ROOT = os.environ.get('TAPPET_SOURCE_ROOT') or os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')

# house.md: who may call whom. A screen room names only itself among the screens.
MAY = {
    'core': {'core'},
    'ledger': {'ledger'},
    'store': {'core', 'ledger', 'store'},
    'live': {'core', 'store', 'live'},
    'paint': {'core', 'paint'},
    'widgets': {'core', 'paint', 'widgets'},
    'board': {'core', 'live', 'paint', 'widgets', 'board'},
    'desk': {'core', 'live', 'paint', 'widgets', 'desk'},
    'app': {'core', 'ledger', 'store', 'live', 'paint', 'widgets', 'board', 'desk', 'app'},
    'ctl': {'core', 'ledger', 'store', 'paint', 'ctl'},
}
SQL = re.compile(r'"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|BEGIN|SAVEPOINT|VACUUM)\s', re.I)


def files():
    try:
        out = subprocess.run(['git', '-C', ROOT, 'ls-files', '-co', '--exclude-standard'], capture_output=True, check=True, text=True).stdout
        names = out.splitlines()
    except (OSError, subprocess.CalledProcessError):
        names = [os.path.relpath(os.path.join(d, f), ROOT) for d, _, fs in os.walk(ROOT) if '/.git' not in d and '/build' not in d for f in fs]
    return sorted(n for n in names if os.path.isfile(os.path.join(ROOT, n)))


def read(name):
    with open(os.path.join(ROOT, name), encoding='utf-8') as f:
        return f.read()


def code(names, *ends):
    return [n for n in names if n.endswith(ends)]


def arrows(names):
    """A room includes only the rooms that house.md lets it call."""
    for n in code(names, '.c', '.h'):
        parts = n.split('/')
        if parts[0] != 'src' or parts[1] not in MAY:
            continue
        for no, line in enumerate(read(n).splitlines(), 1):
            m = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            if not m or m.group(1) == 'config.h':
                continue
            target = m.group(1).split('/')
            if '..' in target or (len(target) == 1 and not m.group(1).endswith('-resources.h')):
                yield f'{n}:{no}: includes are written from src/: {m.group(1)}'
            elif len(target) > 1 and target[0] in MAY and target[0] not in MAY[parts[1]]:
                yield f'{n}:{no}: {parts[1]} may not call {target[0]}'


def no_toolkit_below(names):
    """Nothing of GTK below the widgets and in tappetctl."""
    for n in code(names, '.c', '.h'):
        if re.match(r'src/(core|ledger|store|live|paint|ctl)/', n):
            for no, line in enumerate(read(n).splitlines(), 1):
                if re.match(r'\s*#\s*include\s+<(gtk|gdk|gsk|adwaita)', line):
                    yield f'{n}:{no}: {line.strip()}'


def licences(names):
    """Every source file names its licence."""
    for n in names:
        if n.endswith(('.c', '.h', '.ui', '.css', '.sql', '.py', '.sh', 'meson.build', 'meson_options.txt', '.xml', '.in')) or n in ('dev', '.ci/run'):
            if 'SPDX-License-Identifier' not in read(n)[:1500] and 'metadata_license' not in read(n)[:1500]:
                yield n


def lengths(names):
    """Files of 800 lines and .ui files of 250 at most."""
    for n in code(names, '.c', '.h', '.ui'):
        limit = 250 if n.endswith('.ui') else 800
        count = read(n).count('\n')
        if count > limit:
            yield f'{n}: {count} lines, {limit} at most'


def functions(names):
    """Functions of 60 lines at most; class_init, init of templates and tables are excepted by style.md."""
    head = re.compile(r'^([a-z_][a-z0-9_]*) \(')
    for n in code(names, '.c'):
        if not n.startswith('src/'):
            continue
        lines = read(n).splitlines()
        name = start = None
        for no, line in enumerate(lines, 1):
            m = head.match(line)
            if m:
                name = m.group(1)
            if line == '{' and name:
                start = no
            if line == '}' and start:
                if no - start - 1 > 60 and not name.endswith(('_class_init', '_set_property', '_get_property')):
                    yield f'{n}:{start}: {name} has {no - start - 1} lines'
                name = start = None


def sql_in_store(names):
    """The station's SQL is in src/store and resources/sql; the ledger has its own few tables."""
    for n in code(names, '.c', '.h'):
        if n.startswith('src/') and not n.startswith(('src/store/', 'src/ledger/')):
            for no, line in enumerate(read(n).splitlines(), 1):
                if SQL.search(line) or re.search(r'\bsqlite3_\w+ \(', line):
                    yield f'{n}:{no}: {line.strip()[:80]}'


def potfiles(names):
    """POTFILES is sorted and names every file with a string for people."""
    listed = [line.strip() for line in read('po/POTFILES').splitlines() if line.strip() and not line.startswith('#')]
    if listed != sorted(listed):
        yield 'po/POTFILES is not sorted'
    marks = re.compile(r'(?<![A-Za-z_])(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2)\s*\("')
    for n in code(names, '.c', '.ui', '.in', '.gschema.xml'):
        if not n.startswith(('src/', 'ui/', 'data/')):
            continue
        text = read(n)
        has = bool(marks.search(text)) if n.endswith('.c') else 'translatable="yes"' in text or n.endswith(('.desktop.in', '.metainfo.xml.in'))
        if has and n not in listed:
            yield f'{n} is missing from po/POTFILES'
    for n in listed:
        if n not in names:
            yield f'po/POTFILES names {n}, which is not there'


def translations(names):
    """zh_CN and zh_TW have every string, none marked fuzzy."""
    for language in ('zh_CN', 'zh_TW'):
        pot = subprocess.run(['xgettext', '--files-from=po/POTFILES', '--from-code=UTF-8', '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2',
                              '--keyword=NC_:1c,2', '--keyword=g_dngettext:2,3', '--keyword=ngettext:1,2', '--keyword=g_dpgettext2:2c,3', '-o', '-'],
                             cwd=ROOT, capture_output=True, text=True)
        if pot.returncode:
            yield f'xgettext: {pot.stderr.strip()[:300]}'
            return
        merged = subprocess.run(['msgmerge', '--quiet', '--no-fuzzy-matching', '-o', '-', f'po/{language}.po', '-'],
                                cwd=ROOT, input=pot.stdout, capture_output=True, text=True)
        missing = subprocess.run(['msgattrib', '--untranslated', '--no-obsolete', '--no-wrap', '-'], input=merged.stdout, capture_output=True, text=True)
        fuzzy = subprocess.run(['msgattrib', '--only-fuzzy', '--no-obsolete', '-'], input=merged.stdout, capture_output=True, text=True)
        wanted = [m for m in re.findall(r'^msgid "(.+)"$', missing.stdout, re.M)]
        for text in wanted[:20]:
            yield f'{language}: not translated: {text}'
        if len(wanted) > 20:
            yield f'{language}: {len(wanted) - 20} more'
        for text in re.findall(r'^msgid "(.+)"$', fuzzy.stdout, re.M)[:10]:
            yield f'{language}: fuzzy: {text}'


def templates(names):
    """Every template names a class whose source mirrors it, and every .ui file is in its room's resource."""
    for n in code(names, '.ui'):
        if not n.startswith('ui/'):
            continue
        _, room, name = n.split('/')
        if name not in read(f'ui/{room}/{room}.gresource.xml'):
            yield f'{n} is not in ui/{room}/{room}.gresource.xml'
        root = ET.fromstring(read(n))
        if root.get('domain') != 'tappet':
            yield f'{n}: <interface domain="tappet"> is missing'
        template = root.find('template')
        if template is not None and template.get('class') != 'GtkListItem' and f'src/{room}/{name[:-3]}.c' not in names:
            yield f'{n}: src/{room}/{name[:-3]}.c is missing'


def icon_labels(names):
    """A button that shows only an icon carries an accessible label."""
    for n in code(names, '.ui'):
        for node in ET.fromstring(read(n)).iter('object'):
            if node.get('class') not in ('GtkButton', 'GtkMenuButton', 'GtkToggleButton'):
                continue
            props = {p.get('name') for p in node.findall('property')}
            if 'icon-name' in props and 'label' not in props and not ({'child'} & props):
                label = node.find("accessibility/property[@name='label']")
                if label is None and 'tooltip-text' not in props:
                    yield f"{n}: {node.get('id') or node.get('class')} has an icon and no label"


def marks(names):
    """No unfinished marks."""
    word = re.compile(r'\b(TODO|FIXME|XXX|HACK)\b')
    for n in code(names, '.c', '.h', '.ui', '.sql', '.css', '.py', '.sh'):
        if n.startswith('tests/meta/'):
            continue
        for no, line in enumerate(read(n).splitlines(), 1):
            if word.search(line):
                yield f'{n}:{no}: {line.strip()[:80]}'


def formats(names):
    """No format macro inside a translatable string: translators would get it cut off there."""
    call = re.compile(r'\b(?:N?_|ngettext)\s*\(')
    for n in code(names, '.c'):
        text = read(n)
        for begin in call.finditer(text):
            depth, at = 1, begin.end()
            while depth and at < len(text):
                depth += {'(': 1, ')': -1}.get(text[at], 0)
                at += 1
            if 'INT64_FORMAT' in text[begin.end():at]:
                yield f'{n}:{text[:begin.start()].count(chr(10)) + 1}: use %lld or %llu, and a cast'


CHECKS = [arrows, no_toolkit_below, licences, lengths, functions, sql_in_store, potfiles, translations, templates, icon_labels, formats, marks]


def main():
    names = files()
    bad = 0
    print(f'1..{len(CHECKS)}')
    for no, check in enumerate(CHECKS, 1):
        found = list(check(names))
        bad += bool(found)
        for line in found[:40]:
            print(f'# {line}')
        print(f"{'not ok' if found else 'ok'} {no} /meta/{check.__name__.replace('_', '-')}: {check.__doc__.splitlines()[0]}")
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
