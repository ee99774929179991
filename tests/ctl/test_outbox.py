#!/usr/bin/env python3
# test_outbox.py — the file server is away: what tappetctl keeps on this PC, shows, saves later and brings up for decision.
# SPDX-License-Identifier: GPL-3.0-or-later
import os

from ctl import NOW, as_json, check, equal, main, ok, run


class Away:
    """The folder is not there for a while."""

    def __init__(self, home, name):
        self.folder, self.hidden = home.at(name), home.at(name + '.away')

    def __enter__(self):
        os.rename(self.folder, self.hidden)

    def __exit__(self, *problem):
        os.rename(self.hidden, self.folder)


def pcs(home, name):
    """Two PCs of a demo station, both with a copy of it."""
    first = home.demo(name)
    second = ('--station', home.at(name), '--replica', home.at(name + '.other'))
    ok('board', *second, TAPPET_NOW=NOW)
    return first, second


def stage(pc):
    return as_json('visit', '京MC7721', *pc, TAPPET_NOW=NOW)['stage']


def entries(pc):
    return as_json('outbox', *pc, TAPPET_NOW=NOW)['entries']


def move(pc, to, *more):
    return run('move', '京MC7721', to, '--as', '李婷', *pc, *more, TAPPET_NOW=NOW)


def what_waits_has_its_own_exit_code_and_is_saved_later(home):
    first, second = pcs(home, 'later')
    with Away(home, 'later'):
        done = move(first, 'consult')
        equal(done.returncode, 3, 'exit code')
        check(done.stdout.startswith('queued (1 waits)'), done.stdout)
        equal(stage(first), 'consult', 'what this PC shows')
        noted = run('note', '京MC7721', 'keys in the box', '--as', '李婷', '--json', *first, TAPPET_NOW=NOW)
        equal(noted.returncode, 3, 'exit code')
        check('"queued":true' in noted.stdout.replace(' ', '') and '"waiting":2' in noted.stdout.replace(' ', ''), noted.stdout)
        found = entries(first)
        equal([entry['command'] for entry in found], ['move', 'note'], 'commands')
        equal({entry['state'] for entry in found}, {'waiting'}, 'states')
        check('keys in the box' in ok('outbox', *first, TAPPET_NOW=NOW), 'the list does not say what waits')
        promised = run('promise', '京MC7721', '+90', '--as', '李婷', *first, TAPPET_NOW=NOW)
        equal(promised.returncode, 1, 'a promise does not wait')
        equal(len(entries(first)), 2, 'entries')
    equal(stage(second), 'arrived', 'what the other PC sees before')
    ok('board', *first, TAPPET_NOW=NOW)
    equal(entries(first), [], 'entries after')
    check('Nothing waits' in ok('outbox', *first, TAPPET_NOW=NOW), 'the empty list has no sentence')
    equal(stage(second), 'consult', 'what the other PC sees after')


def a_refused_entry_is_tried_again_or_dropped_by_a_person(home):
    first, second = pcs(home, 'refused')
    with Away(home, 'refused'):
        equal(move(first, 'consult').returncode, 3, 'exit code')
    equal(move(second, 'consult').returncode, 0, 'the other PC')
    ok('board', *first, TAPPET_NOW=NOW)
    found = entries(first)
    equal([entry['state'] for entry in found], ['refused'], 'states')
    check(found[0]['reason'] and '李婷' in found[0]['now'], f'both versions: {found[0]}')
    operation = found[0]['operation']
    behind = run('note', '京MC7721', 'behind', '--as', '李婷', *first, TAPPET_NOW=NOW)
    equal(behind.returncode, 3, 'exit code behind a refused one')
    check('needs a decision first' in behind.stdout, behind.stdout)
    again = run('outbox', 'retry', operation, *first, TAPPET_NOW=NOW)
    equal(again.returncode, 1, 'exit code of another try')
    check('Refused again' in again.stderr, again.stderr)
    check('dropped' in ok('outbox', 'drop', operation, *first, TAPPET_NOW=NOW), 'dropped')
    ok('board', *first, TAPPET_NOW=NOW)
    check('behind' in ok('visit', '京MC7721', *second, TAPPET_NOW=NOW), 'what was held back is not saved')
    equal(entries(first), [], 'entries')
    equal(run('outbox', 'drop', operation, *first, TAPPET_NOW=NOW).returncode, 1, 'dropped twice')


def another_try_is_saved_when_nothing_speaks_against_it_any_more(home):
    first, second = pcs(home, 'again')
    with Away(home, 'again'):
        equal(move(first, 'consult').returncode, 3, 'exit code')
    equal(move(second, 'consult').returncode, 0, 'the other PC')
    ok('board', *first, TAPPET_NOW=NOW)
    operation = entries(first)[0]['operation']
    equal(move(second, 'arrived', '--reason', 'by mistake').returncode, 0, 'the other PC puts it back')
    with Away(home, 'again'):
        equal(run('outbox', 'retry', operation, *first, TAPPET_NOW=NOW).returncode, 3, 'exit code while away')
    ok('board', *first, TAPPET_NOW=NOW)
    equal(entries(first), [], 'entries')
    equal(stage(second), 'consult', 'what the other PC sees')


def wrong_use_is_said(home):
    first, _ = pcs(home, 'wrong')
    equal(run('outbox', 'burn', 'x', *first).returncode, 2, 'an unknown word')
    equal(run('outbox', 'retry', *first).returncode, 2, 'without an operation')
    equal(run('outbox', 'retry', 'no-such-operation', *first).returncode, 1, 'an unknown operation')
    check('3 waits on this PC' in ok('--help'), 'the exit code is not in the help')


if __name__ == '__main__':
    main([what_waits_has_its_own_exit_code_and_is_saved_later, a_refused_entry_is_tried_again_or_dropped_by_a_person,
          another_try_is_saved_when_nothing_speaks_against_it_any_more, wrong_use_is_said])
