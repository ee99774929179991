#!/usr/bin/env python3
# test_backup.py — backup, backups, check-backup, restore, drill and verify --deep: as an administrator uses them, killed at every step, interrupted.
# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import json
import os
import signal
import subprocess
import time

from ctl import CTL, NOW, as_json, check, environment, equal, main, ok, run

BACKUP_STEPS = ['backup-begun', 'backup-snapshot', 'backup-log', 'backup-file', 'backup-manifest', 'backup-checked', 'backup-named',
                'backup-gone', 'backup-thinned']
RESTORE_STEPS = [('write-folders', False), ('write-snapshot', False), ('write-station', False), ('write-marker', True)]

hit = set()


def refused(args, *words, code=1, **env):
    done = run(*args, **env)
    equal(done.returncode, code, f'exit of {args}: {done.stderr[-300:]}')
    for word in words:
        check(word in done.stderr, f'{args}: {word!r} is not in {done.stderr[-400:]!r}')


def photo(folder, data):
    name = hashlib.sha256(data).hexdigest()
    os.makedirs(os.path.join(folder, 'files', name[:2]), exist_ok=True)
    with open(os.path.join(folder, 'files', name[:2], name), 'wb') as file:
        file.write(data)
    return name


def sample(home, name):
    """A demo station with a photo, and a place for its backups."""
    station = home.demo(name)
    photo(home.at(name), name.encode())
    os.mkdir(home.at(name + '.place'))
    return station, home.at(name + '.place')


def state(station):
    info = as_json('info', '--hash', *station)
    return info['seq'], info['content_hash']


def left_over(place):
    found = [name for folder, folders, files in os.walk(place) for name in folders + files if name.startswith('.')]
    cache = os.path.join(os.environ['XDG_CACHE_HOME'], 'tappet')
    return found + (os.listdir(cache) if os.path.isdir(cache) else [])


def killed(step, *args, **env):
    done = run(*args, TAPPET_STOP_AT=step, **env)
    check(done.returncode == -signal.SIGKILL, f'{args} was not stopped at {step}: exit {done.returncode}, {done.stderr[-300:]}')
    hit.add((args[0], step))


def a_backup_is_made_listed_drilled_and_restored(home):
    os.environ['XDG_CACHE_HOME'] = home.at('cache')
    station, place = sample(home, 'whole')
    before = state(station)
    made = as_json('backup', place, *station)
    equal([made['good'], made['problem'], made['files'], made['seq']], [True, '', 1, before[0]], 'the backup')
    check(made['path'].startswith(place), made['path'])
    listed = as_json('backups', place)
    equal([entry['path'] for entry in listed], [made['path']], 'the list')
    check('good' in ok('backups', place), 'the list in words')
    # The other PCs learn of it, so there is one transaction more now.
    equal(state(station)[0], before[0] + 1, 'the transaction that tells of it')
    drilled = as_json('drill', place)
    equal([drilled['good'], drilled['backup']], [True, made['path']], 'the drill')
    equal(as_json('drill', *station)['backup'], made['path'], 'the drill without a place')
    restored = as_json('restore', made['path'], home.at('again'))
    equal([restored['seq'], restored['missing_files']], [before[0], None], 'the restored station')
    equal(state(('--station', home.at('again'), '--replica', home.at('again.pc'))), before, 'its state')
    equal(as_json('verify', '--deep', '--station', home.at('again'), '--replica', home.at('again.pc'))['intact'], True, 'verify --deep')
    equal(left_over(place), [], 'left over')


def wrong_use_is_told_in_words(home):
    station, place = sample(home, 'wrong')
    refused(['backup', *station], 'PLACE', code=2)
    refused(['backup', home.at('nowhere'), '--no-record', *station], 'mounted', 'nowhere')
    refused(['backup', home.at('wrong', 'files'), '--no-record', *station], 'inside the station folder')
    refused(['backup', place, '--station', home.at('nowhere')], 'nowhere')
    refused(['backups', home.at('nowhere')], 'mounted')
    check('no backups' in ok('backups', place), 'an empty place')
    refused(['restore', place], 'NEW-FOLDER', code=2)
    refused(['restore', place, home.at('new')], 'manifest.json')
    refused(['drill', place], 'no good backup', code=2)
    refused(['drill', *station], 'PLACE', code=2)
    refused(['check-backup'], 'BACKUP|PLACE', code=2)
    refused(['check-backup', place], 'no good backup', code=2)
    refused(['check-backup', home.at('nowhere')], 'mounted')
    refused(['check-backup', place, place], place, code=2)
    refused(['check-backup', place, '--station', home.at('wrong')], '--station', code=2)
    refused(['verify', '--deeper', *station], 'deeper', code=2)
    warned = run('backup', place, '--no-record', *station)
    equal(warned.returncode, 0, 'a backup on the same disk')
    check('same disk' in warned.stderr, warned.stderr)


def a_failed_backup_is_told_to_the_other_pcs(home):
    station, place = sample(home, 'failed')
    seq = state(station)[0]
    refused(['backup', home.at('gone'), *station], 'mounted')
    equal(state(station)[0], seq + 1, 'the transaction that tells of it')


def damage_is_named(home):
    station, place = sample(home, 'damaged')
    made = as_json('backup', place, '--no-record', *station)
    for word in (made['path'], place):
        equal(as_json('check-backup', word), {'backup': made['path'], 'good': True, 'problem': ''}, f'the check of {word}')
    check('is good' in ok('check-backup', made['path']), 'the check in words')
    pack = os.path.join(made['path'], 'log.pack')
    with open(pack, 'r+b') as file:
        file.seek(100)
        byte = file.read(1)
        file.seek(100)
        file.write(bytes([byte[0] ^ 1]))
    checked = as_json_failed('check-backup', made['path'])
    equal(checked['good'], False, 'the check')
    check('Number 1 ' in checked['problem'], checked['problem'])
    refused(['check-backup', made['path']], 'Number 1 ')
    # The outcome stands in the list, and the place has no good one any more.
    equal([entry['good'] for entry in as_json('backups', place)], [False], 'the list after the check')
    refused(['check-backup', place], 'no good backup', code=2)
    refused(['restore', made['path'], home.at('damaged.new')], 'Number 1 ')
    equal(as_json_failed('drill', made['path'])['good'], False, 'the drill')
    check(not os.path.exists(home.at('damaged.new')), 'a refused restore made a folder')


def as_json_failed(*args):
    done = run(*args, '--json')
    equal(done.returncode, 1, f'exit of {args}')
    return json.loads(done.stdout)


def grown(home, name):
    """A station with a snapshot, and log after it: a restored one begins with one."""
    station, place = sample(home, name + '.old')
    made = as_json('backup', place, '--no-record', *station)
    ok('restore', made['path'], home.at(name))
    own = ('--station', home.at(name), '--replica', home.at(name + '.pc'))
    ok('note', '京MC7721', 'call back', '--as', '李婷', *own, TAPPET_NOW=NOW)
    os.mkdir(home.at(name + '.place'))
    return own, home.at(name + '.place')


def killed_at_every_step_a_backup_is_whole_or_not_there(home):
    station, place = grown(home, 'steps')
    minute = NOW
    good = set()
    for step in BACKUP_STEPS:
        minute += 60
        photo(home.at('steps'), step.encode())
        killed(step, 'backup', place, '--no-record', *station, TAPPET_NOW=minute)
        found = as_json('backups', place)
        check(all(entry['good'] for entry in found), f'{step}: a backup that is not good: {found}')
        named = step in ('backup-named', 'backup-gone', 'backup-thinned')
        equal(len({entry['path'] for entry in found} - good) == 1, named, f'{step}: is there a new one?')
        for entry in found:
            equal(as_json('drill', entry['path'])['good'], True, f'{step}: {entry["path"]}')
        equal(as_json('verify', *station)['intact'], True, f'{step}: the station')
        minute += 60
        again = as_json('backup', place, '--no-record', *station, TAPPET_NOW=minute)
        equal(left_over(place), [], f'{step}: left over')
        found = as_json('backups', place)
        equal([entry['path'] for entry in found], [again['path']], f'{step}: of one day one stays')
        good = {again['path']}


def killed_at_every_step_a_restore_is_a_station_or_none(home):
    station, place = grown(home, 'back')
    made = as_json('backup', place, '--no-record', *station)
    wanted = state(station)
    for step, is_station in RESTORE_STEPS:
        folder = home.at(step)
        killed(step, 'restore', made['path'], folder)
        equal(run('verify', '--station', folder).returncode, 0 if is_station else 1, f'{step}: is it a station?')
        again = run('restore', made['path'], folder)
        equal(again.returncode, 1 if is_station else 0, f'{step}: begun anew: {again.stderr}')
        equal(state(('--station', folder, '--replica', folder + '.pc')), wanted, f'{step}: the state')
        equal(sorted(os.listdir(os.path.join(folder, 'snapshots'))), [f'{wanted[0]}.snap'], f'{step}: snapshots')


def killed_drills_and_verifications_are_cleared_away(home):
    station, place = grown(home, 'drills')
    made = as_json('backup', place, '--no-record', *station)
    for step in ('drill-restored', 'drill-opened', 'write-snapshot'):
        killed(step, 'drill', made['path'])
        check(left_over(place) != [], f'{step}: nothing was there to be cleared')
        equal(as_json('drill', made['path'])['good'], True, f'{step}: the next drill')
        equal(left_over(place), [], f'{step}: left over')
    for i in range(10):
        ok('note', '京MC7721', f'call back {i}', '--as', '李婷', *station, TAPPET_NOW=NOW)
    killed('verify-deep', 'verify', '--deep', *station)
    check(left_over(place) != [], 'verify: nothing was there to be cleared')
    equal(as_json('verify', '--deep', *station)['intact'], True, 'verify again')
    equal(left_over(place), [], 'verify: left over')


def every_step_was_hit(home):
    equal(len([key for key in hit if key[0] == 'backup']), len(BACKUP_STEPS), 'steps of a backup')
    equal(len([key for key in hit if key[0] == 'restore']), len(RESTORE_STEPS), 'steps of a restore')
    check(len(hit) >= 17, f'{len(hit)} steps in all')


def interrupted_at(home, name, fill, wait_s=0.0):
    """Starts a backup of a station with one more photo, and interrupts it when that is copied."""
    station, place = sample(home, name)
    path = os.path.join(home.at(name), 'files', 'aa', 'a' * 64)
    os.makedirs(os.path.dirname(path))
    fill(path)
    process = subprocess.Popen([CTL, 'backup', place, '--no-record', *station], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, env=environment())
    lines = []
    for line in process.stderr:
        lines.append(line)
        if 'photos' in line:
            break
    time.sleep(wait_s)
    process.send_signal(signal.SIGINT)
    return process, station, place, path


def ctrl_c_cancels(home):
    def large(path):
        with open(path, 'wb') as file:
            file.truncate(3 * 1024 ** 3)
    process, station, place, path = interrupted_at(home, 'cancelled', large)
    output, errors = process.communicate(timeout=60)
    equal(process.returncode, 1, f'exit: {errors}')
    check('Cancelled' in errors and output == '', f'{errors!r} {output!r}')
    equal(as_json('backups', place), [], 'backups')
    equal(left_over(place), [], 'left over')
    os.unlink(path)
    ok('backup', place, *station)


def a_second_ctrl_c_ends_what_hangs(home):
    process, station, place, path = interrupted_at(home, 'hanging', os.mkfifo, 0.5)
    try:
        process.wait(timeout=1)
        check(False, 'a call that hangs was cancelled')
    except subprocess.TimeoutExpired:
        pass
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    equal(process.returncode, -signal.SIGINT, 'exit')
    os.unlink(path)
    ok('backup', place, *station)
    equal(left_over(place), [], 'left over')


main([a_backup_is_made_listed_drilled_and_restored, wrong_use_is_told_in_words, a_failed_backup_is_told_to_the_other_pcs, damage_is_named,
      killed_at_every_step_a_backup_is_whole_or_not_there, killed_at_every_step_a_restore_is_a_station_or_none,
      killed_drills_and_verifications_are_cleared_away, every_step_was_hit, ctrl_c_cancels, a_second_ctrl_c_ends_what_hangs])
