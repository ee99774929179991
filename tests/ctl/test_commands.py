#!/usr/bin/env python3
# test_commands.py — tappetctl as an administrator meets it: help, wrong use, folders that are no station, answers.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import re
import signal
import subprocess
import time

from ctl import CTL, NOW, as_json, check, environment, equal, main, ok, run

COMMANDS = ['init', 'demo', 'check', 'doctor', 'probe', 'prune', 'info', 'verify', 'backup', 'backups', 'restore', 'check-backup',
            'drill', 'rescue', 'board', 'visit', 'staff', 'bays',
            'hours', 'columns', 'log', 'checkin', 'book', 'move', 'promise', 'note', 'assign', 'job', 'soak']


def wrong(args, field, *words, **env):
    done = run(*args, **env)
    shown = done.stderr.strip()
    equal(done.returncode, 2, f'exit of {args}: {shown[-300:]}')
    for word in (field, *words):
        check(word in shown, f'{args}: {word!r} is not named in {shown[-400:]!r}')
    equal(done.stdout, '', f'standard output of {args}')


def refused(args, *words, **env):
    done = run(*args, **env)
    shown = done.stderr.strip()
    equal(done.returncode, 1, f'exit of {args}: {shown[-300:]}')
    check(len(shown) > 20, f'{args}: no sentence: {shown!r}')
    for word in words:
        check(word in shown, f'{args}: {word!r} is not in {shown[-400:]!r}')
    return shown


def needs_nothing_of_gtk(home):
    libraries = subprocess.run(['ldd', CTL], capture_output=True, text=True, check=True).stdout.lower()
    check('libglib' in libraries, 'ldd shows nothing')
    for name in ('libgtk', 'libadwaita', 'libgdk', 'libx11', 'libwayland'):
        check(name not in libraries, f'{name} is linked')


def every_command_has_help(home):
    overview = ok('--help')
    everything = ok('--help-all')
    check('soak' not in overview and 'soak' in everything, 'soak belongs in --help-all only')
    for command in COMMANDS:
        shown = ok(command, '--help')
        check(f'tappetctl {command}' in shown, f'{command}: {shown[:200]}')
        check(command == 'soak' or f'\n  {command} ' in overview, f'{command} is missing in the overview')
    check('PIN' in ok('move', '--help'), 'move does not say what --as asks')
    check(re.match(r'tappetctl \d', ok('--version')), 'version')


def a_broken_off_init_is_finished_by_the_next(home):
    init = ['init', home.at('broken'), '--admin', '张倩', '--pin', '204816']
    killed = run(*init, '--replica', home.at('broken1'), TAPPET_STOP_AT='before-staging:2')
    check(killed.returncode != 0, 'it was to be killed before the administrator was saved')
    ok(*init, '--replica', home.at('broken2'))
    again = run(*init, '--replica', home.at('broken3'))
    check(again.returncode == 1 and 'already' in again.stderr, f'a whole station is not made again: {again}')


def nonsense_names_the_field(home):
    station = home.demo('nonsense')
    wrong([], 'command')
    wrong(['frobnicate'], 'COMMAND', 'frobnicate', 'board')
    for command in COMMANDS:
        wrong([command, '--frobnicate'], '--frobnicate')
    wrong(['board', 'surplus', *station], 'surplus')
    wrong(['init'], 'FOLDER')
    wrong(['init', home.at('x'), '--pin', '12345'], '--pin', 'six digits')
    wrong(['init', home.at('x'), '--lang', 'fr'], '--lang', 'zh_CN')
    wrong(['init', home.at('x'), '--time-zone', 'Mars/Olympus', '--pin', '123456'], '--time-zone')
    wrong(['demo', home.at('y'), '--open', 'many'], '--open', 'many', 'whole number')
    wrong(['demo', home.at('y'), '--seed', '-1'], '--seed')
    wrong(['demo', home.at('y'), '--lang', 'klingon'], '--lang')
    check(not os.path.exists(home.at('y')), 'a refused demo has made a folder')
    wrong(['check'], 'FOLDER')
    wrong(['visit', *station], 'VISIT')
    wrong(['visit', '%%', *station], 'VISIT', 'plate')
    wrong(['log', '--from', 'zero', *station], '--from')
    wrong(['checkin', 'XYZ', '--as', '李婷', *station], 'PLATE')
    wrong(['checkin', '京A12345', '--phone', 'abc', '--as', '李婷', *station], '--phone')
    wrong(['checkin', '京A12345', '--as', '李婷', '--customer', '张三', '--phone', '13800001111', '--km', 'far', *station], '--km')
    wrong(['checkin', '京A12345', '--as', '李婷', '--customer', '张三', '--phone', '13800001111', '--promise', 'noon', *station],
          '--promise', '17:30')
    wrong(['checkin', '京A12345', '--as', '李婷', '--phone', '13800001111', *station], '--customer')
    wrong(['checkin', '京A12345', '--customer', '张三', *station], '--as')
    wrong(['book', '京A12345', '--as', '李婷', *station], '--slot')
    wrong(['book', '京A12345', '--as', '李婷', '--slot', 'soon', *station], '--slot', 'soon')
    wrong(['move', '京A8B3M6', 'heaven', '--as', '李婷', *station], 'STAGE', 'delivered')
    wrong(['move', '京A8B3M6', 'check', *station], '--as')
    wrong(['move', '京A8B3M6', 'check', '--as', 'Nobody', *station], '--as', 'Nobody', '李婷')
    wrong(['move', '京A8B3M6', 'check', '--as', '李婷', '--operation', 'x', *station], '--operation', 'UUID')
    wrong(['promise', '京A8B3M6', 'never', '--as', '李婷', *station], 'TIME')
    wrong(['promise', '京A8B3M6', '+60', '--means', 'pigeon', '--as', '李婷', *station], '--means', 'phone')
    wrong(['note', '京A8B3M6', '--as', '李婷', *station], 'TEXT')
    wrong(['assign', '京AF02279', '--as', '孙浩', '--bay', '99', *station], '--bay', '99')
    wrong(['job', '京A8B3M6', 'dance', '--as', '孙浩', *station], 'ACT', 'resume')
    wrong(['job', '京A8B3M6', 'stop', '--as', '孙浩', *station], '--reason', 'parts')
    wrong(['job', '京A8B3M6', 'stop', '--reason', 'parts', '--as', '孙浩', *station], '--check')
    wrong(['soak', '--moves', '0', *station], '--moves')
    wrong(['board'], '--station', 'TAPPET_STATION', XDG_DATA_HOME=home.at('nowhere'))


def a_folder_that_is_no_station_stays_one(home):
    empty, foreign, newer = home.at('empty'), home.at('foreign'), home.at('newer')
    os.makedirs(empty)
    os.makedirs(foreign)
    with open(os.path.join(foreign, 'holiday.jpg'), 'w') as file:
        file.write('x')
    ok('init', newer, '--pin', '123456', '--replica', home.at('newer.pc'))
    with open(os.path.join(newer, 'station.json')) as file:
        text = file.read()
    changed = re.sub(r'("format"\s*:\s*)\d+', r'\g<1>99', text)
    check(changed != text, f'no format in {text}')
    with open(os.path.join(newer, 'station.json'), 'w') as file:
        file.write(changed)
    for folder in (home.at('missing'), empty, foreign, newer):
        replica = ('--station', folder, '--replica', home.at('none.pc'))
        before = sorted(os.listdir(folder)) if os.path.isdir(folder) else None
        for command in (['board'], ['info'], ['verify'], ['log'], ['staff'], ['visit', '1'], ['move', '1', 'check', '--as', '1']):
            refused([*command, *replica[:2], *([] if command[0] in ('verify', 'log') else replica[2:])])
        after = sorted(os.listdir(folder)) if os.path.isdir(folder) else None
        equal(after, before, f'content of {folder}')
    refused(['demo', foreign])
    refused(['init', foreign, '--pin', '123456'])
    home.demo('there')
    refused(['init', home.at('there'), '--pin', '123456'])
    refused(['demo', home.at('there'), '--replica', home.at('there.pc')])


def init_makes_a_station_that_works(home):
    folder, replica = home.at('made'), home.at('made.pc')
    said = ok('init', folder, '--name', 'East Station', '--dealer', 'A Dealer', '--admin', 'Ada', '--replica', replica)
    check(re.search(r'PIN: \d{6}', said), f'no PIN told: {said}')
    station = ('--station', folder, '--replica', replica)
    people = as_json('staff', *station)
    equal([(p['name'], p['has_pin']) for p in people], [('Ada', True)], 'people')
    board = as_json('board', *station)
    equal(len(board['columns']), 10, 'columns')
    equal((board['station'], board['dealer']), ('East Station', 'A Dealer'), 'names')
    bays = as_json('bays', *station)
    equal([(b['badge'], b['kind'], b['usual_technician'], b['active']) for b in bays[:3]],
          [('Q1', 'quick', None, True), ('Q2', 'quick', None, True), ('1', 'general', None, True)], 'bays')
    hours = as_json('hours', *station)
    equal(hours['week'][0], {'day': 'mon', 'open': '08:00', 'close': '18:00', 'lunch_from': '12:00', 'lunch_to': '13:00'}, 'Monday')
    equal((hours['week'][6]['open'], hours['days']), (None, []), 'Sunday, holidays')
    lanes = as_json('columns', *station)
    equal([(c['stages'], c['limit_min']) for c in lanes[:2]], [('booked', 0), ('arrived,consult', 5)], 'lanes')
    for command in ('bays', 'hours', 'columns'):
        check(len(ok(command, *station).splitlines()) >= 7, f'{command}: too few lines')
    piped = home.at('piped')
    ok('init', piped, '--pin', '-', '--replica', home.at('piped.pc'), stdin='987654\n')
    equal(as_json('info', '--station', piped, '--replica', home.at('piped.pc'))['seq'] >= 2, True, 'transactions')


def demo_is_the_same_for_the_same_seed(home):
    boards = []
    for name in ('one', 'two'):
        station = home.demo(name, '--seed', 5, '--lang', 'zh_CN')
        board = as_json('board', *station, TAPPET_NOW=NOW + 5)
        for key in ('station_id', 'now', 'now_unix'):
            board.pop(key)
        boards.append(board)
    equal(boards[0] == boards[1], True, 'the boards are equal')
    cards = [card for column in boards[0]['columns'] for card in column['cards']]
    equal(len(cards), 35, 'cards: 29 visits and 6 bookings')
    equal(sum(card['time_state'] == 'late' for card in cards), 2, 'late ones')
    other = as_json('board', *home.demo('three', '--seed', 6), TAPPET_NOW=NOW + 5)
    check([c['id'] for c in other['columns'][1]['cards']] != [c['id'] for c in boards[0]['columns'][1]['cards']], 'another seed, another station')


def json_has_stable_names(home):
    station = home.demo('shapes')
    board = as_json('board', *station)
    for key in ('station', 'dealer', 'seq', 'now', 'now_unix', 'today', 'columns', 'bars'):
        check(key in board, f'board lacks {key}')
    card = next(c for column in board['columns'] for c in column['cards'] if c['plate'] == '京A8B3M6')
    for key in ('id', 'number', 'stage', 'stage_since', 'stage_since_unix', 'plate', 'customer', 'phone', 'advisor', 'wish', 'promised',
                'promised_unix', 'time_state', 'time_minutes', 'bay', 'technician', 'progress_pct', 'rework', 'waits_here'):
        check(key in card, f'card lacks {key}')
    check(re.fullmatch(r'2026-11-20T\d\d:\d\d:\d\d\+08:00', card['promised']), f'promised: {card["promised"]}')
    equal(card['promised_unix'], NOW - 17 * 60, 'promised')
    visit = as_json('visit', '京A8B3M6', *station)
    equal(visit['id'], card['id'], 'the visit of the plate')
    equal(as_json('visit', card['number'], *station)['id'], card['id'], 'the visit of the number')
    check(len(visit['history']) >= 6 and all(item['text'] for item in visit['history']), 'history in words')
    check(visit['job_lines'][0]['assignment_id'] > 0, 'an assignment')
    info = as_json('info', *station[:2], '--hash', *station[2:])
    check(info['seq'] == info['last_seq'] and re.fullmatch('[0-9a-f]{64}', info['content_hash']), f'info: {info}')
    lines = [json.loads(line) for line in ok('log', '--json', *station[:2]).splitlines()]
    equal([line['seq'] for line in lines], list(range(1, info['seq'] + 1)), 'numbers of the log')
    check('make-demo' in lines[-1]['commands'] and len(lines[-1]['operations']) == 1, f'last: {lines[-1]}')


def the_day_of_one_car(home):
    station = home.demo('day')
    now = {'TAPPET_NOW': NOW}
    booked = as_json('book', '京A99999', '--slot', '+45', '--customer', '张三', '--phone', '138 0000 1111', '--wish', '异响', '--as', '李婷', *station, **now)
    arrived = as_json('checkin', '京A99999', '--booking', booked['id'], '--km', 52000, '--wish', '异响', '--minutes', 40, '--promise', '+120', '--waits',
                      '--as', '李婷', *station, **now)
    check(arrived['saved'] and arrived['seq'] == booked['seq'] + 1, f'check-in: {arrived}')
    refused(['checkin', '京A99999', '--as', '李婷', *station], **now)
    for stage in ('consult', 'estimate', 'dispatch'):
        ok('move', '京A99999', stage, '--as', '李婷', *station, **now)
    refused(['move', '京A99999', 'work', '--as', '李婷', *station], **now)
    refused(['move', '京A99999', 'consult', '--as', '孙浩', *station], **now)
    ok('assign', '京A99999', '--bay', '2', '--technician', '许娟', '--start', '+5', '--as', '孙浩', *station, **now)
    ok('job', '京A99999', 'start', '--as', '孙浩', *station, **now)
    ok('job', '京A99999', 'stop', '--reason', 'parts', '--note', '皮带', '--check', '+30', '--as', '孙浩', *station, **now)
    check(as_json('visit', '京A99999', *station, **now)['parts_hold'], 'it waits for parts')
    ok('job', '京A99999', 'resume', '--as', '孙浩', *station, **now)
    ok('job', '京A99999', 'finish', '--as', '孙浩', *station, **now)
    ok('promise', '京A99999', '+180', '--reason', '等皮带', '--means', 'phone', '--with', '张三', '--as', '李婷', *station, **now)
    ok('note', '京A99999', '客户在休息区', '--as', '李婷', *station, **now)
    ok('move', '京A99999', 'check', '--as', '孙浩', *station, **now)
    visit = as_json('visit', '京A99999', *station, **now)
    equal((visit['stage'], visit['promises'], visit['jobs_done'], visit['customer']), ('check', 2, 1, '张三'), 'where it stands')
    equal(visit['first_promised_unix'] < visit['promised_unix'], True, 'the first promise stays')
    ok('verify', *station[:2])


def the_same_operation_is_done_once(home):
    station = home.demo('once')
    operation = '7a1c5a3e-1111-4222-8333-944455556666'
    first = as_json('note', '京A8B3M6', 'x', '--operation', operation, '--as', '李婷', *station)
    again = as_json('note', '京A8B3M6', 'x', '--operation', operation, '--as', '李婷', *station)
    equal((first['saved'], again['saved'], again['seq']), (True, True, None), 'answers')
    log = [json.loads(line) for line in ok('log', '--json', *station[:2]).splitlines()]
    equal(sum(operation in line['operations'] for line in log), 1, 'times in the log')


def follow_prints_what_comes_and_ends_when_told(home):
    station = home.demo('follow')
    follower = subprocess.Popen([CTL, 'log', '--follow', '--last', '0', '--json', *station[:2], '--replica', home.at('follow.other')],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment())
    try:
        time.sleep(1)
        note = as_json('note', '京A8B3M6', 'x', '--as', '李婷', *station)
        line = json.loads(follower.stdout.readline())
        equal((line['seq'], line['operations']), (note['seq'], [note['operation']]), 'what the follower saw')
        follower.send_signal(signal.SIGTERM)
        equal(follower.wait(10), 0, 'exit after SIGTERM')
    finally:
        follower.kill()
        follower.communicate()


def a_reader_that_goes_away_is_no_crash(home):
    station = home.demo('pipe')
    for args in (['board', '--json', *station], ['log', '--json', *station[:2]], ['--help']):
        program = subprocess.Popen([CTL, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
        program.stdout.close()
        errors = program.stderr.read().decode()
        equal((program.wait(20), errors), (0, ''), f'end of {args[0]}')


def tables_are_aligned_for_han(home):
    station = home.demo('table')
    lines = [line for line in ok('board', *station).splitlines() if line.startswith('  京')]
    equal(len(lines), 35, 'rows')
    width = lambda text: sum(2 if ord(c) > 0x2e80 else 1 for c in text)
    starts = {width(line[:line.index(name)]) for line in lines for name in ('黄志强', '赵敏', '宋佳') if name in line}
    equal(len(starts), 1, 'columns at which the names begin')


def speaks_the_language_of_the_shell(home):
    station = home.demo('language', '--lang', 'zh_TW')
    board = as_json('board', *station)
    equal(board['station'], '亦莊服務廠', 'the station in zh_TW')
    equal(as_json('board', *home.demo('english', '--lang', 'en'))['dealer'], 'Yuanchuan Motors', 'the dealer in English')


if __name__ == '__main__':
    main([needs_nothing_of_gtk, every_command_has_help, nonsense_names_the_field, a_folder_that_is_no_station_stays_one,
          init_makes_a_station_that_works, a_broken_off_init_is_finished_by_the_next, demo_is_the_same_for_the_same_seed, json_has_stable_names, the_day_of_one_car,
          the_same_operation_is_done_once, follow_prints_what_comes_and_ends_when_told, a_reader_that_goes_away_is_no_crash,
          tables_are_aligned_for_han, speaks_the_language_of_the_shell])
