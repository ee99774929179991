#!/usr/bin/env python3
# test_bad_input.py — every command of tappetctl, asked wrongly: one sentence on standard error, exit 1 or 2, nothing changed, no crash.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import subprocess

from ctl import CTL, check, environment, equal, main, ok, run


def commands():
    """The name and the arguments of each, as the program itself lists them."""
    text = ok('--help-all')
    found = re.findall(r'^  ([a-z]+)((?: (?:\[[A-Z-]+\]|[A-Z-]+(?![a-z])))*)(?=  | *$)', text[text.index('Commands:'):], re.M)
    check(len(found) >= 20, f'found only {found}')
    return {name: [word for word in arguments.split() if not word.startswith('[')] for name, arguments in found}


def is_wrong_use(args, **env):
    done = run(*args, **env)
    equal(done.returncode, 2, f'exit of {args}: {done.stderr[-300:]}')
    told(done, args)


def is_refused(args, **env):
    done = run(*args, **env)
    check(done.returncode in (1, 2), f'exit of {args}: {done.returncode}: {done.stderr[-300:]}')
    told(done, args)


def told(done, args):
    check(done.stderr.startswith('tappetctl') and len(done.stderr.strip()) > 20, f'{args}: {done.stderr!r}')
    check('CRITICAL' not in done.stderr and 'WARNING **' not in done.stderr, f'{args}: {done.stderr}')
    equal(done.stdout, '', f'standard output of {args}')


def an_unknown_option_is_wrong_use(home):
    for name in commands():
        is_wrong_use([name, '--no-such-option'])
        is_wrong_use([name, '--json=perhaps'])


def missing_arguments_are_wrong_use(home):
    for name, arguments in commands().items():
        for n in range(len(arguments)):
            is_wrong_use([name, *['x'] * n, '--station', home.at('none'), '--replica', home.at('pc')][:1 + n])


def too_many_arguments_are_wrong_use(home):
    for name in commands():
        is_wrong_use([name, *['x'] * 9])


def arguments_that_are_no_text_are_wrong_use(home):
    for name in commands():
        done = subprocess.run([CTL.encode(), name.encode(), b'\xff\xfe'], capture_output=True, timeout=30, env=environment())
        check(done.returncode in (1, 2), f'{name}: exit {done.returncode}: {done.stderr[-300:]!r}')
        check(done.stderr.startswith(b'tappetctl'), f'{name}: {done.stderr!r}')


def a_folder_that_is_not_there_is_refused_and_not_made(home):
    for name, arguments in commands().items():
        if name in ('init', 'demo'):
            continue
        words = [home.at('nowhere') if 'FOLDER' in word or word in ('BACKUP', 'PLACE') else '1' for word in arguments]
        done = run(name, *words, '--station', home.at('nowhere'), '--replica', home.at('pc'))
        if done.returncode == 2 and '--station' in done.stderr and 'nknown option' in done.stderr:
            done = run(name, *words)
        if name == 'doctor' or name == 'check':     # their answer is the red line
            equal(done.returncode, 1, name)
        else:
            check(done.returncode in (1, 2), f'{name}: exit {done.returncode} {done.stdout}')
            check(done.stderr.startswith('tappetctl'), f'{name}: {done.stderr!r}')
        check(not os.path.exists(home.at('nowhere')), f'{name} made the folder')


def numbers_out_of_range_are_named(home):
    for args in (['probe', home.path, '--peers', '1'], ['probe', home.path, '--peers', '17'], ['probe', home.path, '--peers', 'two'],
                 ['probe', home.path, '--rounds', '0'], ['probe', home.path, '--rounds', '-5'], ['probe', home.path, '--wait', 'long'],
                 ['probe', home.path, '--wait', '0'], ['prune', '--older-than', '-1', '--station', home.path],
                 ['prune', '--older-than', 'old', '--station', home.path], ['prune', '--older-than', '', '--station', home.path]):
        is_wrong_use(args)
        field = args[args.index('--station') - 2] if '--station' in args else args[-2]
        check(field in run(*args).stderr, f'{args}: the field is not named')


def a_file_in_place_of_a_folder_is_refused(home):
    file = home.at('file')
    with open(file, 'w', encoding='utf-8') as out:
        out.write('x')
    is_refused(['probe', file, '--peers', '2'])
    is_refused(['prune', '--station', file])
    is_refused(['verify', '--station', file])
    is_refused(['info', file])
    equal(run('doctor', file).returncode, 1, 'doctor of a file')


main([an_unknown_option_is_wrong_use, missing_arguments_are_wrong_use, too_many_arguments_are_wrong_use,
      arguments_that_are_no_text_are_wrong_use, a_folder_that_is_not_there_is_refused_and_not_made,
      numbers_out_of_range_are_named, a_file_in_place_of_a_folder_is_refused])
