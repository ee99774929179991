#!/usr/bin/python3
# test_matrix.py — every step, every fault: runs the lanes of one operation and adds up the points they hit.
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_matrix.py OPERATION LEAST LANES — TAP: one result for each fault, one for the size. The matrix must never become smaller than LEAST."""
import collections
import os
import re
import subprocess
import sys

LANE = os.path.join(os.environ['TAPPET_BUILD_ROOT'], 'tests', 'faults', 'matrix-lane')


def main():
    operation, least, n_lanes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    lanes = [subprocess.Popen([LANE, operation, str(i), str(n_lanes)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, errors='replace') for i in range(n_lanes)]
    hit, missed, failed = collections.Counter(), [], collections.defaultdict(list)
    skip = None
    for number, lane in enumerate(lanes):
        at, tail = 'the start', ''
        for line in lane.communicate()[0].splitlines():
            word, _, rest = line.partition(' ')
            if word == 'hit':
                hit[rest.split()[3]] += 1
            elif word == 'missed':
                missed.append(rest)
            elif word == 'FAIL':
                failed[re.match(r'\S+ \S+ \d+ ([^:]+)', rest).group(1)].append(rest)
            elif word == 'skip':
                skip = rest
            elif word == 'at':
                at = rest
            elif word == '**' or 'ERROR' in line or 'CRITICAL' in line or 'Sanitizer' in line:
                tail = line
        if lane.returncode not in (0, 77):
            failed['died'].append(f'lane {number} ended with {lane.returncode} at {at} {tail}')
    if skip:
        print(f'1..0 # SKIP {skip}')
        print('# matrix: skipped ' + skip)
        return 0
    total = sum(hit.values())
    print(f'1..{len(set(hit) | set(failed)) + 1}')
    print('\n'.join(f'# {text}' for text in missed))
    for number, fault in enumerate(sorted(set(hit) | set(failed)), 1):
        bad = failed.get(fault, [])
        print(f'{"not ok" if bad else "ok"} {number} {operation} survives {fault} at each of {hit[fault] + len(bad)} calls')
        for text in bad:
            print(f'# {text}')
    verdict = 'ok' if total >= least else 'not ok'
    print(f'{verdict} {len(set(hit) | set(failed)) + 1} {operation}: {total} points, not fewer than {least}')
    print(f'# matrix: {operation} {total}')
    return 0


if __name__ == '__main__':
    sys.exit(main())
