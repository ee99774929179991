#!/usr/bin/env python3
# test_rescue.py — tappetctl rescue as an administrator meets it on a bad morning: looking, repairing, following, a new folder.
# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import os
import shutil

from ctl import NOW, as_json, check, equal, main, ok, run


def log_of(folder):
    log = os.path.join(folder, 'log', '1', '0000')
    numbers = sorted(int(name.split('.')[0]) for name in os.listdir(log))
    total = hashlib.sha256()
    for number in numbers:
        with open(os.path.join(log, f'{number}.txn', 't'), 'rb') as file:
            total.update(file.read())
    return numbers, total.hexdigest()


def lose(folder, number):
    shutil.rmtree(os.path.join(folder, 'log', '1', '0000', f'{number}.txn'))


def made(home, name):
    """A station with a few moves, this PC's copy, and another PC's."""
    station = home.demo(name)
    own = ('--station', station[1], '--replica', home.at(name + '.own'))
    for stage in ('consult', 'estimate'):
        ok('move', '京MC7721', stage, '--as', '李婷', *own, TAPPET_NOW=NOW)
    return station[1], own


def looks_and_changes_nothing(home):
    folder, own = made(home, 'look')
    numbers, total = log_of(folder)
    rift = as_json('rescue', *own)
    equal((rift['kind'], rift['common_seq'], rift['only_pc'], rift['only_folder']), ('none', numbers[-1], [], []), 'in agreement')
    lose(folder, numbers[-1])
    rift = as_json('rescue', '--look', *own)
    equal((rift['kind'], rift['folder_seq'], rift['pc_seq'], rift['automatic']), ('behind', numbers[-2], numbers[-1], True), 'behind')
    lost = rift['only_pc'][0]
    equal((lost['seq'], lost['commands'], lost['person']), (numbers[-1], 'move-visit', '李婷'), 'what is missing')
    check('stage' in lost['details'], f'details: {lost["details"]}')
    text = ok('rescue', *own)
    check('Nothing is lost' in text and '李婷' in text and '--repair' in text, f'in words: {text}')
    equal(log_of(folder)[0], numbers[:-1], 'the log after looking')


def repairs_byte_by_byte(home):
    folder, own = made(home, 'repair')
    numbers, total = log_of(folder)
    lose(folder, numbers[1])
    os.remove(os.path.join(folder, 'log', '1', '0000', f'{numbers[-1]}.txn', 't'))
    rift = as_json('rescue', *own)
    equal((rift['kind'], rift['first_bad'], rift['pc_can_repair']), ('gap', numbers[1], True), 'what is wrong')
    done = run('rescue', '--repair', '--replica', home.at('repair.none'), *own[:2])
    check(done.returncode == 1 and 'no copy' in done.stderr, f'a PC without a copy repairs nothing: {done}')
    equal(as_json('rescue', '--repair', *own)['put_back'], 2, 'put back')
    equal(log_of(folder), (numbers, total), 'the log')
    equal(len(os.listdir(os.path.join(folder, 'quarantine'))), 1, 'in quarantine')
    ok('verify', *own[:2])


def diverge(home, name, count=1):
    folder, own = made(home, name)
    numbers, _ = log_of(folder)
    for number in numbers[-count:]:
        lose(folder, number)
    other = ('--station', folder, '--replica', home.at(name + '.other'))
    for _ in range(count):
        ok('note', '京MC7721', 'written on the other branch', '--as', '孙浩', *other, TAPPET_NOW=NOW)
    return folder, own, numbers


def says_what_either_choice_would_lose(home):
    folder, own, numbers = diverge(home, 'choice')
    before = log_of(folder)
    rift = as_json('rescue', *own)
    equal((rift['kind'], rift['common_seq'], rift['take_folder_loses'], rift['new_folder_loses']), ('diverged', numbers[-2], 1, 1), 'the choice')
    for name in ('李婷', '孙浩', str(numbers[-1])):
        check(name in rift['sentence'], f'{name} is not in {rift["sentence"]}')
    text = ok('rescue', *own)
    for words in ('What either choice would lose', 'Only on this PC', 'Only in the folder', 'written on the other branch'):
        check(words in text, f'{words!r} is not in {text}')
    refused = run('rescue', '--repair', *own)
    check(refused.returncode == 1 and '--take-folder' in refused.stderr, f'a repair would overwrite: {refused}')
    refused = run('move', '京MC7721', 'dispatch', '--as', '李婷', *own)
    check(refused.returncode == 1 and 'tappetctl rescue' in refused.stderr, f'nothing is saved meanwhile: {refused}')
    equal(log_of(folder), before, 'the log')


def follows_the_folder_and_keeps_the_list(home):
    folder, own, numbers = diverge(home, 'follow')
    done = as_json('rescue', '--take-folder', *own)
    check(os.path.exists(done['aside']), f'the copy from before: {done}')
    equal([(one['seq'], one['commands'], one['person']) for one in done['left']], [(numbers[-1], 'move-visit', '李婷')], 'the list')
    listed = ok('rescue', '--left', *own)
    check('李婷' in listed and 'move' in listed and '--entered' in listed, f'the list in words: {listed}')
    visit = as_json('visit', '京MC7721', *own)
    equal(visit['stage'], 'consult', 'the stage of the folder')
    ok('move', '京MC7721', 'estimate', '--as', '李婷', *own, TAPPET_NOW=NOW)
    ident = done['left'][0]['id']
    equal(as_json('rescue', '--entered', ident, *own)['left'], [], 'the list afterwards')
    again = run('rescue', '--give-up', ident, *own)
    equal(again.returncode, 1, 'decided once')
    equal(as_json('rescue', *own)['kind'], 'none', 'afterwards')


def killed_while_following_it_loses_and_doubles_nothing(home):
    for step in ('take-noted', 'take-replaced'):
        folder, own, numbers = diverge(home, step, 2)
        before = log_of(folder)
        killed = run('rescue', '--take-folder', *own, TAPPET_STOP_AT=step)
        check(killed.returncode < 0, f'{step}: it was to be killed: {killed}')
        # Whatever is left of the old branch on this PC: nothing of it overwrites the folder.
        run('rescue', '--repair', *own)
        equal(log_of(folder), before, f'{step}: the log')
        left = as_json('rescue', '--take-folder', *own)['left']
        equal([(one['seq'], one['commands']) for one in left], [(number, 'move-visit') for number in numbers[-2:]], f'{step}: the list')
        equal(as_json('rescue', *own)['kind'], 'none', f'{step}: afterwards')
        check(not [name for name in os.listdir(own[3]) if name.startswith('rift-')], f'{step}: scratch is left')
        ok('move', '京MC7721', 'consult', '--as', '李婷', *own, TAPPET_NOW=NOW)
        ok('verify', *own[:2])


def makes_a_new_folder_when_the_old_one_is_gone(home):
    folder, own = made(home, 'gone')
    board = as_json('board', *own)
    shutil.move(folder, folder + '.burnt')
    rift = as_json('rescue', *own)
    equal(rift['kind'], 'foreign', 'a folder that is away')
    made_folder = as_json('rescue', home.at('gone.new'), *own)
    equal((made_folder['seq'], made_folder['missing_files']), (board['seq'], 0), 'the new folder')
    refused = run('rescue', home.at('gone.new'), *own)
    check(refused.returncode == 1 and 'already' in refused.stderr, f'a station is not written over: {refused}')
    # This PC goes on in it with the copy it has, and so does one that never saw the old folder.
    there = ('--station', home.at('gone.new'))
    after = as_json('move', '京MC7721', 'dispatch', '--as', '李婷', *there, *own[2:], TAPPET_NOW=NOW)
    equal(after['seq'], board['seq'] + 1, 'the next number')
    equal(as_json('visit', '京MC7721', *there, '--replica', home.at('gone.fresh'))['stage'], 'dispatch', 'on a new PC')
    equal(as_json('rescue', *there, *own[2:])['kind'], 'none', 'in agreement')


def finds_its_copy_while_the_folder_is_away(home):
    ok('demo', home.at('usual'), '--history', 0, TAPPET_NOW=NOW)
    shutil.move(home.at('usual'), home.at('usual.away'))
    equal(as_json('rescue', '--station', home.at('usual'))['kind'], 'foreign', 'found by the folder that is away')
    made_folder = as_json('rescue', home.at('usual.new'), '--station', home.at('usual'))
    check(made_folder['seq'] >= 2, f'{made_folder}')
    unknown = run('rescue', '--station', home.at('never-seen'))
    check(unknown.returncode == 1 and '--replica' in unknown.stderr, f'{unknown}')


def takes_one_thing_at_a_time(home):
    for args in (['--repair', '--take-folder'], ['--look', home.at('x')], ['--left', '--repair']):
        done = run('rescue', *args, '--station', home.at('nowhere'))
        check(done.returncode == 2 and 'NEW-FOLDER' in done.stderr, f'{args}: {done}')


if __name__ == '__main__':
    main([looks_and_changes_nothing, repairs_byte_by_byte, says_what_either_choice_would_lose, follows_the_folder_and_keeps_the_list,
          killed_while_following_it_loses_and_doubles_nothing,
          makes_a_new_folder_when_the_old_one_is_gone, finds_its_copy_while_the_folder_is_away, takes_one_thing_at_a_time])
