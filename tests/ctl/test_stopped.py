#!/usr/bin/env python3
# test_stopped.py — a writer stopped at every step of a commit, and what came of it after a restart.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import signal
import uuid

from ctl import as_json, check, equal, main, ok, run

# Where it is stopped, and whether the transaction is in the log then.
STEPS = [('before-staging', False), ('after-staging', False), ('before-publish', False), ('after-publish', True),
         ('before-flush', True), ('after-flush', True), ('before-apply', True), ('after-apply', True)]

table = []


def times_logged(folder, operation):
    return sum(operation in json.loads(line)['operations'] for line in ok('log', '--json', '--station', folder).splitlines())


def stage_seen(folder, replica):
    return as_json('visit', '京MC7721', '--station', folder, '--replica', replica)['stage']


def make_test(step, published):
    def test(home):
        folder, own, other = home.at(step), home.at(step + '.own'), home.at(step + '.other')
        ok('demo', folder, '--history', 0, '--replica', home.at(step + '.maker'))
        equal(stage_seen(folder, own), 'arrived', 'stage before')
        operation = str(uuid.uuid4())
        command = ['move', '京MC7721', 'consult', '--as', '李婷', '--operation', operation, '--station', folder, '--replica', own]

        stopped = run(*command, TAPPET_STOP_AT=step)
        check(stopped.returncode == -signal.SIGKILL, f'it was not stopped: exit {stopped.returncode}, {stopped.stdout}{stopped.stderr}')
        equal(stopped.stdout, '', 'nothing was acknowledged')
        equal(times_logged(folder, operation), 1 if published else 0, 'times in the log after the stop')
        others_see = stage_seen(folder, other)
        equal(others_see, 'consult' if published else 'arrived', 'what another PC sees after the stop')
        own_sees = stage_seen(folder, own)
        equal(own_sees, others_see, 'what the restarted PC sees')

        again = as_json(*command)
        equal(again['saved'], True, 'the same operation after the restart')
        equal(again['seq'] is None, published, 'it was saved already')
        equal(times_logged(folder, operation), 1, 'times in the log at the end')
        equal([stage_seen(folder, own), stage_seen(folder, other)], ['consult', 'consult'], 'stages at the end')
        ok('verify', '--station', folder)
        states = {json.dumps([as_json('info', '--hash', '--station', folder, '--replica', replica)[key] for key in ('seq', 'content_hash')])
                  for replica in (own, other)}
        equal(len(states), 1, f'states of the two replicas {states}')
        table.append((step, 'not saved' if not published else 'saved', own_sees, 'done now' if not published else 'done already'))

    test.__name__ = f'stopped_{step}'
    return test


def the_outcome_of_every_step(home):
    equal(len(table), len(STEPS), 'steps with an outcome')
    print('# stopped at       in the log   seen after restart   the same operation again')
    for step, outcome, seen, again in table:
        print(f'# {step:16} {outcome:12} {seen:20} {again}')


if __name__ == '__main__':
    main([make_test(*step) for step in STEPS] + [the_outcome_of_every_step])
