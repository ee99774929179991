#!/usr/bin/env python3
# test_office.py — a short day of a dozen PCs on a share of 1 ms a request: nothing lost, nothing doubled, all the same in the end.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'ctl')]
from ctl import CTL, check, environment, equal, main, ok  # noqa: E402
from office import Office  # noqa: E402

N_PCS = 12
SECONDS = 15
PAUSE_MS = 1500


def a_dozen_pcs_save_like_people_and_end_alike(home):
    folder = home.at('station')
    ok('demo', folder, '--history', 0, '--replica', home.at('maker'))
    office = Office(CTL, folder, home.path, N_PCS, 1)
    office.work('--pause', str(PAUSE_MS), '--seconds', str(SECONDS), '--moves', '100000', env=environment())
    equal(office.errors, [], 'PCs that gave up')
    lost, doubled, states = office.examine(env=environment())
    equal(lost, [], 'acknowledged entries that are not in the log')
    equal(doubled, [], 'operations that are there twice')
    equal(len(states), 1, f'different states among {N_PCS} replicas: {states}')
    # Else it would have shown nothing: every PC saved, and more than moves.
    kinds = {entry['did'] for entry in office.acknowledged}
    equal(kinds, {'move', 'note', 'check-in'}, 'what was saved')
    check(len(office.acknowledged) > 3 * N_PCS, f'only {len(office.acknowledged)} saved')
    print(f'# {N_PCS} PCs on {"1 ms a request" if office.delayed else "the disk itself"}: {len(office.acknowledged)} saved in {SECONDS} s; '
          f'waits p50 {office.percentile(50)} ms, p95 {office.percentile(95)} ms, worst {office.waits[-1]} ms')


if __name__ == '__main__':
    main([a_dozen_pcs_save_like_people_and_end_alike])
