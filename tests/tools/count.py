#!/usr/bin/python3
# count.py — adds up what the test programs themselves reported, and ends with one line: N passed, N failed.
# SPDX-License-Identifier: GPL-3.0-or-later
"""A TAP program counts by its "ok" and "not ok" lines, any other by its exit code. A program that died, timed out or
printed fewer results than it planned counts one failure more, so that nothing disappears by crashing."""
import json
import re
import sys

RESULT = re.compile(r'^(not )?ok\b(?P<rest>.*)$')
PLAN = re.compile(r'^1\.\.(\d+)')


def count_tap(text):
    passed = failed = skipped = 0
    planned = None
    names = []
    for line in text.splitlines():
        plan = PLAN.match(line)
        if plan:
            planned = int(plan.group(1))
            continue
        result = RESULT.match(line)
        if not result:
            continue
        if re.search(r'#\s*SKIP', result.group('rest'), re.I):
            skipped += 1
        elif result.group(1):
            failed += 1
            names.append(result.group('rest').strip())
        else:
            passed += 1
    return passed, failed, skipped, planned, names


def sum_matrix(tests):
    """The size of the fault matrix, from lines like "# matrix: commit 120"; None where no such test ran."""
    sizes, skipped = [], None
    for test in tests:
        for line in (test.get('stdout') or '').splitlines():
            found = re.match(r'# matrix: (\S+) (.+)$', line)
            if found and found.group(1) == 'skipped':
                skipped = found.group(2)
            elif found:
                sizes.append((found.group(1), int(found.group(2))))
    if sizes:
        return f'fault matrix: {sum(n for _, n in sizes)} points: ' + ', '.join(f'{name} {n}' for name, n in sorted(sizes))
    return f'fault matrix: skipped: {skipped}' if skipped else None


def main():
    passed = failed = skipped = 0
    try:
        with open(sys.argv[1], encoding='utf-8') as log:
            tests = [json.loads(line) for line in log if line.strip()]
    except OSError as error:
        print(f'no test log: {error}', file=sys.stderr)
        tests = []
    for test in tests:
        text = test.get('stdout') or ''
        died = test['result'] not in ('OK', 'EXPECTEDFAIL', 'SKIP')
        p, f, s, planned, names = count_tap(text)
        if p + f + s == 0 and planned != 0:
            p, f, s = (0, 0, 1) if test['result'] == 'SKIP' else (0, 1, 0) if died else (1, 0, 0)
            names = [test['result']] if f else []
        elif died and f == 0:
            f = 1
            names = [f"{test['result']} after {p} results"]
        elif planned is not None and planned > p + f + s:
            f += 1
            names.append(f'{planned} planned, {p + f + s - 1} reported')
        for name in names:
            print(f"FAILED {test['name']}: {name}")
        passed, failed, skipped = passed + p, failed + f, skipped + s
    if not tests:
        failed += 1
    matrix = sum_matrix(tests)
    if matrix:
        print(matrix)
    if skipped:
        print(f'({skipped} skipped)')
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
