#!/usr/bin/env python3
# test_stations.py — the station of every released schema is opened by today's program: nothing is lost, the chain holds, work goes on.
# SPDX-License-Identifier: GPL-3.0-or-later
import glob
import json
import os
import tarfile

import stations
from ctl import NOW, as_json, check, equal, main, ok, run

HERE = os.path.dirname(os.path.abspath(__file__))
KEPT = sorted(glob.glob(os.path.join(HERE, 'schema-*.tar.xz')))


def unpack(home, archive):
    name = os.path.basename(archive).split('.')[0]
    folder = home.at(name)
    if not os.path.isdir(folder):
        with tarfile.open(archive) as packed:
            packed.extractall(folder)
    with open(os.path.join(folder, 'content.json'), encoding='utf-8') as file:
        return os.path.join(folder, 'station'), home.at(name + '.pc'), json.load(file)


def same_rows(found, kept, schema):
    """What was recorded is there, column by column; later schemas may have added tables, columns and rows of their own."""
    for name, table in kept.items():
        check(name in found, f'schema {schema}: the table {name} is gone')
        places = [found[name]['columns'].index(column) for column in table['columns']]
        rows = {json.dumps([row[place] for place in places], ensure_ascii=False) for row in found[name]['rows']}
        for row in table['rows']:
            check(json.dumps(row, ensure_ascii=False) in rows, f'schema {schema}: {name} lost or changed {row!r}')


def there_is_a_station_of_the_first_schema(home):
    check(KEPT and KEPT[0].endswith('schema-1.tar.xz'), f'kept: {KEPT}')


def each_is_opened_and_brought_to_today_s_schema(home):
    for archive in KEPT:
        folder, replica, record = unpack(home, archive)
        at = ('--station', folder, '--replica', replica)
        board = ok('board', *at, TAPPET_NOW=NOW + 1000)
        check('京A·99999' in board, f'{archive}: the board shows {board}')
        db = os.path.join(replica, 'replica.db')
        same_rows(stations.content(db), record['tables'], record['schema'])
        migrated = stations.schema(db) - record['schema']
        check(migrated >= 0, f'{archive}: schema {stations.schema(db)}')
        equal(stations.number(db), record['seq'] + migrated, f'{archive}: one transaction for each migration')


def the_chain_of_each_is_intact(home):
    for archive in KEPT:
        folder, replica, record = unpack(home, archive)
        verified = as_json('verify', '--station', folder)
        check(verified['intact'] and verified['verified'] >= record['verified'], f'{archive}: {verified}')


def a_visit_is_shown_as_it_was_recorded(home):
    for archive in KEPT:
        folder, replica, record = unpack(home, archive)
        visit = as_json('visit', '京A99999', '--station', folder, '--replica', replica, TAPPET_NOW=NOW + 1000)
        kept = record['visit']
        for name in kept:
            if name not in ('time_minutes', 'time_state', 'progress_pct'):
                equal(shape(visit[name], kept[name]), kept[name], f'{archive}: {name} of the visit')


def shape(found, kept):
    """@found without the fields that were not there then."""
    if isinstance(kept, dict) and isinstance(found, dict):
        return {name: shape(found[name], kept[name]) for name in kept}
    if isinstance(kept, list) and isinstance(found, list) and len(found) == len(kept):
        return [shape(*pair) for pair in zip(found, kept)]
    return found


def work_goes_on_in_each(home):
    for archive in KEPT:
        folder, replica, record = unpack(home, archive)
        at = ('--station', folder, '--replica', replica)
        before = stations.number(os.path.join(replica, 'replica.db'))
        ok('note', '京A99999', '新的一天', '--as', '李婷', *at, TAPPET_NOW=NOW + 1200)
        visit = ok('visit', '京A99999', *at, TAPPET_NOW=NOW + 1300)
        check('新的一天' in visit and '客户只在低速时听到' in visit, f'{archive}: history {visit[-600:]}')
        equal(as_json('verify', *at)['verified'], before + 1, archive)


def an_older_program_reads_the_migrated_station_and_says_update(home):
    archive = KEPT[0]
    folder, replica, record = unpack(home, archive)
    at = ('--station', folder, '--replica', replica)
    ok('board', *at, TAPPET_NOW=NOW + 1400)
    migrated = stations.schema(os.path.join(replica, 'replica.db'))
    before = stations.number(os.path.join(replica, 'replica.db'))
    check(migrated > record['schema'], 'there is no later schema: nothing to show')
    # Once with the copy the newer program made, once with one of its own, from the log.
    for copy in (replica, home.at('older.pc')):
        old = ('--station', folder, '--replica', copy)
        env = {'TAPPET_SCHEMA': record['schema'], 'TAPPET_NOW': NOW + 1500}
        check('京A·99999' in ok('board', *old, **env), 'the board of the older program')
        equal(as_json('visit', '京A99999', *old, **env)['plate'], record['visit']['plate'], 'a visit')
        check('Update this PC' in ok('info', *old, **env), 'info does not say it')
        refused = run('note', '京A99999', '旧程序', '--as', '李婷', *old, **env)
        equal(refused.returncode, 1, 'exit of an older program that writes')
        check('Update this PC' in refused.stderr, f'words: {refused.stderr}')
        equal(stations.number(os.path.join(copy, 'replica.db')), before, 'what the older program published')
        same_rows(stations.content(os.path.join(copy, 'replica.db')), record['tables'], record['schema'])
    equal(as_json('verify', *at)['verified'], before, 'transactions')


main([there_is_a_station_of_the_first_schema, each_is_opened_and_brought_to_today_s_schema, the_chain_of_each_is_intact,
      a_visit_is_shown_as_it_was_recorded, work_goes_on_in_each,
      an_older_program_reads_the_migrated_station_and_says_update])
