#!/usr/bin/env python3
# test_doctor.py — tappetctl doctor and probe on a disk, on a share with bad days, and on a folder without rights.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import pty
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.environ['TAPPET_SOURCE_ROOT'], 'tests', 'faults'))

from badfs import Badfs, Skip
from ctl import CTL, as_json, check, environment, equal, main, ok, run

NOBODY = 65534


def lines_of(folder, code, **env):
    done = run('doctor', folder, '--json', **env)
    equal(done.returncode, code, f'exit of doctor {folder}: {done.stdout[-600:]}{done.stderr[-300:]}')
    shown = json.loads(done.stdout)
    return {line['id']: line for line in shown['lines']}


def results(lines, *ids):
    return [lines[name]['result'] for name in ids]


def make(home, name):
    os.makedirs(home.at(name), exist_ok=True)
    return home.at(name)


def every_line_of_a_disk_is_told_with_its_figures(home):
    folder = make(home, 'disk')
    lines = lines_of(folder, 0)
    for name, unit in {'round-trip': 'ms', 'publish': 'ms', 'visible': 'ms', 'flush': 'ms', 'clock': 's', 'space': 'bytes'}.items():
        equal(lines[name]['unit'], unit, name)
        check(isinstance(lines[name]['number'], (int, float)), f'{name}: no figure')
    check(abs(lines['clock']['number']) < 5, f'clock {lines["clock"]}')
    equal(os.listdir(folder), [], 'what the doctor left')


def the_lines_of_a_station_name_it_and_its_pcs(home):
    home.demo('station', '--open', 3, '--lang', 'en')
    lines = lines_of(home.at('station'), 0)
    check('epoch 1' in lines['station']['detail'], lines['station'])
    equal(lines['station']['number'], 3, 'transactions')


def words_and_signs_stand_without_colours_where_nobody_watches(home):
    shown = ok('doctor', make(home, 'disk'))
    check('✓ good' in shown and '\033' not in shown, shown)


def a_terminal_gets_colours(home):
    folder = make(home, 'disk')
    master, slave = pty.openpty()
    process = subprocess.Popen([CTL, 'doctor', folder], stdout=slave, stderr=slave, stdin=subprocess.DEVNULL, env=environment())
    os.close(slave)
    shown = b''
    try:
        while True:
            piece = os.read(master, 4096)
            if not piece:
                break
            shown += piece
    except OSError:
        pass
    os.close(master)
    equal(process.wait(), 0, 'exit')
    check('\033[32m✓ good\033[0m'.encode() in shown, shown[:200])


def without_rights_the_lines_are_red_and_say_who_may_not_write(home):
    folder = make(home, 'closed')
    os.chmod(home.path, 0o755)
    os.chmod(folder, 0o555)
    command = [CTL, 'doctor', folder, '--json']
    if os.geteuid() == 0:
        command = ['setpriv', f'--reuid={NOBODY}', f'--regid={NOBODY}', '--clear-groups'] + command
        if shutil.which('setpriv') is None or subprocess.run(command[:4] + [CTL, '--version'], capture_output=True).returncode != 0:
            print('# skipped: the program cannot be run as nobody here', flush=True)
            return
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment())
    os.chmod(folder, 0o755)
    equal(done.returncode, 1, f'exit: {done.stderr}')
    lines = {line['id']: line for line in json.loads(done.stdout)['lines']}
    equal(results(lines, 'rights', 'publish', 'visible', 'flush', 'clock'), ['failed'] + ['not-done'] * 4, 'results')
    check(folder in lines['rights']['detail'] and 'administrator' in lines['rights']['detail'], lines['rights'])
    equal(json.loads(done.stdout)['worst'], 'failed', 'worst')


def what_is_missing_or_an_address_is_red(home):
    equal(lines_of(home.at('nowhere'), 1)['round-trip']['result'], 'failed', 'a missing folder')
    check(not os.path.exists(home.at('nowhere')), 'it was made')
    check('Mount' in lines_of('smb://server/share', 1)['mount']['detail'], 'advice')
    equal(lines_of(make(home, 'disk') + '/../disk', 0)['round-trip']['result'], 'ok', 'a path with dots')


def bad_days_of_a_share_show_in_the_right_line(home):
    backing = make(home, 'backing')
    cases = {
        '': ({'mount': 'warning', 'proven': 'warning', 'publish': 'ok', 'visible': 'ok', 'flush': 'ok'}, 0),
        'noreplace off': ({'publish': 'ok'}, 0),
        'rename two-winners': ({'publish': 'ok'}, 0),
        'rename copy': ({'publish': 'failed'}, 1),
        'stale times 60000': ({'visible': 'failed'}, 1),
        'fault fsync 0 fail EIO times=0': ({'rights': 'ok', 'flush': 'failed'}, 1),
        'fault mkdir 0 fail ENOSPC times=0': ({'rights': 'failed', 'publish': 'not-done'}, 1),
        'fault mkdir 0 fail EACCES times=0': ({'rights': 'failed'}, 1),
        'fault change 0 fail EROFS times=0': ({'rights': 'failed'}, 1),
        'gone EIO': ({'round-trip': 'failed'}, 1),
    }
    try:
        with Badfs(backing) as share:
            for command, (wanted, code) in cases.items():
                if command:
                    share.say(command)
                lines = lines_of(share.mount, code)
                share.say('clear')
                share.say('back')
                for name, result in wanted.items():
                    equal(lines[name]['result'], result, f'{command}: {name}: {lines[name]["detail"]}')
            share.say('delay 3')
            slow = lines_of(share.mount, 0)
            share.say('clear')
            check(slow['round-trip']['number'] >= 3, f'measured {slow["round-trip"]} on a share with 3 ms a call')
            check('room' in lines_of_full(share), 'a full share')
        equal(os.listdir(backing), [], 'what the doctor left')
    except Skip as reason:
        print(f'# skipped: {reason}', flush=True)


def lines_of_full(share):
    share.say('fault mkdir 0 fail ENOSPC times=0')
    detail = lines_of(share.mount, 1)['rights']['detail']
    share.say('clear')
    return detail


# --- the probe

def pretended_share(home, name):
    folder = make(home, name)
    table = home.at(name + '.mountinfo')
    with open(table, 'w', encoding='utf-8') as file:
        file.write(f'22 1 8:1 / / rw - ext4 /dev/sda1 rw\n23 22 0:30 / {folder} rw - nfs4 server:/x rw,vers=4.2,hard\n')
    return folder, {'TAPPET_MOUNTINFO': table}


def probe_on_two(folder, machines, rounds=15, **env):
    processes = [subprocess.Popen([CTL, 'probe', folder, '--rounds', str(rounds), '--wait', '40', '--json'], text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  env=environment(TAPPET_MACHINE=machine, **env)) for machine in machines]
    answers = []
    for process in processes:
        shown, errors = process.communicate(timeout=120)
        equal(process.returncode, 0, f'exit: {errors[-400:]}{shown[-400:]}')
        answers.append(json.loads(shown))
    return answers


def two_computers_prove_a_share_for_all(home):
    folder, env = pretended_share(home, 'share')
    station = os.path.join(folder, 'station')
    at = ('--station', station, '--replica', home.at('pc'))
    equal(lines_of(folder, 0, **env)['proven']['result'], 'warning', 'before')
    first, second = probe_on_two(folder, ['one', 'two'], **env)
    for answer in (first, second):
        equal([answer[name] for name in ('passed', 'proven', 'peers', 'pcs', 'one_winner', 'two_winners', 'same_id_file')],
              [True, True, 2, 2, 15, 0, True], f'answer {answer}')
    equal(os.listdir(folder), ['.proven'], 'what stays')
    ok('init', station, '--pin', '204816', '--admin', 'X', '--replica', home.at('pc'), **env)
    equal(as_json('info', *at, **env)['proven'], True, 'a station made on it')
    equal(lines_of(station, 0, **env)['proven']['result'], 'ok', 'after')


def one_computer_alone_proves_nothing(home):
    folder, env = pretended_share(home, 'alone')
    for answer in probe_on_two(folder, ['one', 'one'], **env):
        equal([answer['passed'], answer['proven'], answer['pcs']], [True, False, 1], f'answer {answer}')
    answer = as_json('probe', folder, '--peers', 2, '--rounds', 5, **env)
    equal([answer['passed'], answer['proven'], answer['rounds']], [True, False, 5], f'answer {answer}')
    check('two PCs' in answer['sentence'], answer['sentence'])
    lines = lines_of(folder, 0, **env)
    equal(lines['proven']['result'], 'warning', 'unproven')
    check(folder in lines['proven']['detail'], lines['proven'])
    ok('init', folder + '/station', '--pin', '204816', '--admin', 'X', '--replica', home.at('pc2'), **env)
    equal(as_json('info', '--station', folder + '/station', '--replica', home.at('pc2'), **env)['proven'], False, 'unproven')


def nobody_came_is_told_and_nothing_stays(home):
    folder = make(home, 'lonely')
    done = run('probe', folder, '--wait', 1)
    equal(done.returncode, 1, done.stderr)
    check('two PCs at the same time' in done.stderr, done.stderr)
    equal(os.listdir(folder), [], 'what stays')


def an_interrupted_probe_clears_up(home):
    folder = make(home, 'interrupted')
    process = subprocess.Popen([CTL, 'probe', folder, '--wait', '60'], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    until = time.monotonic() + 20
    while not os.path.isdir(os.path.join(folder, '.probe')) and time.monotonic() < until:
        time.sleep(0.05)
    process.terminate()
    process.communicate(timeout=20)
    equal(process.returncode, 1, 'exit')
    equal(os.listdir(folder), [], 'what stays')


def a_share_that_copies_fails_the_probe(home):
    try:
        with Badfs(make(home, 'backing')) as share:
            share.say('rename copy')
            done = run('probe', share.mount, '--peers', 2, '--rounds', 5)
            equal(done.returncode, 1, done.stdout)
            check('copied and deleted' in done.stderr, done.stderr)
            share.say('clear')
            share.say('noreplace off')
            share.say('delay 1')
            answer = as_json('probe', share.mount, '--peers', 2, '--rounds', 20)
            equal([answer['passed'], answer['one_winner']], [True, 20], f'{answer}')
    except Skip as reason:
        print(f'# skipped: {reason}', flush=True)


main([every_line_of_a_disk_is_told_with_its_figures, the_lines_of_a_station_name_it_and_its_pcs,
      words_and_signs_stand_without_colours_where_nobody_watches, a_terminal_gets_colours,
      without_rights_the_lines_are_red_and_say_who_may_not_write, what_is_missing_or_an_address_is_red,
      bad_days_of_a_share_show_in_the_right_line, two_computers_prove_a_share_for_all, one_computer_alone_proves_nothing,
      nobody_came_is_told_and_nothing_stays, an_interrupted_probe_clears_up, a_share_that_copies_fails_the_probe])
