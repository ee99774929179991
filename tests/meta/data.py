#!/usr/bin/python3
# data.py — what is installed for the desktop is valid: desktop file, metainfo, settings schema, icons.
# SPDX-License-Identifier: GPL-3.0-or-later
"""data.py DESKTOP METAINFO DATA-DIR: prints TAP."""
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

APP_ID = 'org.tappet.Tappet'


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return [] if done.returncode == 0 else (done.stdout + done.stderr).strip().splitlines()


def desktop(desktop_file, metainfo, data):
    """The desktop file is valid."""
    return run('desktop-file-validate', desktop_file)


def languages(desktop_file, metainfo, data):
    """The desktop file and the metainfo carry every language of the program."""
    with open(desktop_file, encoding='utf-8') as f:
        keys = set(re.findall(r'^Comment\[(\w+)\]', f.read(), re.M))
    with open(metainfo, encoding='utf-8') as f:
        spoken = set(re.findall(r'xml:lang="(\w+)"', f.read().replace('zh-', 'zh_')))
    for language in ('zh_CN', 'zh_TW'):
        if language not in keys:
            yield f'{desktop_file}: no {language}'
        if language not in spoken:
            yield f'{metainfo}: no {language}'


def metainfo_valid(desktop_file, metainfo, data):
    """The metainfo is valid and names the desktop file."""
    problems = run('appstreamcli', 'validate', '--no-net', '--explain', metainfo)
    launchable = ET.parse(metainfo).find('launchable')
    if launchable is None or launchable.text != f'{APP_ID}.desktop':
        problems.append('the metainfo does not name the desktop file')
    return problems


def schema(desktop_file, metainfo, data):
    """The settings schema is valid, and every key says what it is."""
    problems = run('glib-compile-schemas', '--strict', '--dry-run', data)
    for key in ET.parse(os.path.join(data, f'{APP_ID}.gschema.xml')).iter('key'):
        if key.find('summary') is None:
            problems.append(f'{key.get("name")} has no summary')
    return problems


def icons(desktop_file, metainfo, data):
    """The icon of the program is there in colour and as a symbol, square, of its own size."""
    for name, size in ((f'scalable/apps/{APP_ID}.svg', '128'), (f'symbolic/apps/{APP_ID}-symbolic.svg', '16')):
        root = ET.parse(os.path.join(data, 'icons/hicolor', name)).getroot()
        if root.get('width') != size or root.get('height') != size:
            yield f'{name} is {root.get("width")} x {root.get("height")}, not {size}'


def main():
    args = sys.argv[1:]
    tests = [('desktop', desktop), ('languages', languages), ('metainfo', metainfo_valid), ('schema', schema), ('icons', icons)]
    print(f'1..{len(tests)}')
    failed = False
    for i, (name, test) in enumerate(tests, 1):
        problems = list(test(*args))
        for line in problems[:20]:
            print(f'# {line}')
        failed = failed or bool(problems)
        print(f'{"not ok" if problems else "ok"} {i} /meta/data/{name}: {test.__doc__}')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
