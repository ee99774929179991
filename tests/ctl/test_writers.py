#!/usr/bin/env python3
# test_writers.py — eight writers on one folder, killed at random: nothing acknowledged is lost or doubled, all replicas agree.
# SPDX-License-Identifier: GPL-3.0-or-later
import collections
import json
import os
import random
import subprocess
import time

from ctl import CTL, as_json, check, environment, equal, main, ok

N_WRITERS = 8
N_MOVES = 500
LIMIT_S = 75


class Writer:
    def __init__(self, home, station, number):
        self.station, self.number, self.runs, self.kills = station, number, 0, 0
        self.replica = home.at(f'writer{number}')
        self.out = home.at(f'writer{number}.out')
        self.process, self.dies_at = None, 0

    def start(self, rand):
        self.runs += 1
        with open(f'{self.out}.{self.runs}', 'ab') as out, open(self.out + '.err', 'ab') as err:
            self.process = subprocess.Popen(
                [CTL, 'soak', '--station', self.station, '--replica', self.replica, '--seed', str(self.number * 1000 + self.runs),
                 '--moves', '100000'], stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environment())
        # From the middle of starting up to a second of writing.
        self.dies_at = time.monotonic() + rand.choice([rand.uniform(0.02, 0.3), rand.uniform(0.3, 2.5)])

    def kill(self):
        died = self.process.poll()
        if died is not None:
            with open(self.out + '.err', encoding='utf-8') as err:
                check(False, f'writer {self.number} ended by itself with {died}: {err.read()[-800:]}')
        self.process.kill()
        self.process.wait()
        self.kills += 1

    def acknowledged(self):
        """Whole lines only: a killed process may leave the start of one at the end of its file."""
        entries = []
        for run in range(1, self.runs + 1):
            with open(f'{self.out}.{run}', encoding='utf-8') as out:
                lines = out.readlines()
            for i, line in enumerate(lines):
                try:
                    entries.append(json.loads(line))
                except ValueError:
                    check(i == len(lines) - 1, f'not a line of JSON: {line!r}')
        return entries


def nothing_acknowledged_is_lost_or_doubled(home):
    rand = random.Random(20261120)
    folder = home.at('station')
    ok('demo', folder, '--history', 0, '--replica', home.at('maker'))
    writers = [Writer(home, folder, i + 1) for i in range(N_WRITERS)]
    started = time.monotonic()
    for writer in writers:
        writer.start(rand)
    try:
        while True:
            moves = sum(entry['did'] == 'move' for writer in writers for entry in writer.acknowledged())
            if moves >= N_MOVES and all(writer.kills > 1 for writer in writers):
                break
            check(time.monotonic() - started < LIMIT_S, f'only {moves} moves in {LIMIT_S} s')
            for writer in writers:
                if time.monotonic() >= writer.dies_at:
                    writer.kill()
                    writer.start(rand)
            time.sleep(0.05)
    finally:
        for writer in writers:
            writer.process.kill()
            writer.process.wait()
    took = time.monotonic() - started
    examine(home, folder, writers, took)


def examine(home, folder, writers, took):
    acknowledged = [entry for writer in writers for entry in writer.acknowledged()]
    moves = [entry for entry in acknowledged if entry['did'] == 'move']
    check(len(moves) >= N_MOVES, f'{len(moves)} acknowledged moves')
    ok('verify', '--station', folder)
    logged = {}
    times = collections.Counter()
    for line in ok('log', '--json', '--station', folder).splitlines():
        entry = json.loads(line)
        for operation in entry['operations']:
            times[operation] += 1
            logged[operation] = entry['seq']
    for entry in acknowledged:
        equal(times[entry['operation']], 1, f'times {entry["operation"]} ({entry["did"]}) is in the log')
        equal(logged[entry['operation']], entry['seq'], 'number of the transaction')
    equal([n for n in times.values() if n > 1], [], 'operations that are there twice')

    states = set()
    for name in ['maker', 'fresh', *(f'writer{writer.number}' for writer in writers)]:
        info = as_json('info', '--hash', '--station', folder, '--replica', home.at(name))
        states.add((info['seq'], info['content_hash']))
    equal(len(states), 1, f'different states among {len(writers) + 2} replicas: {states}')

    # Where each car stands is what the last acknowledged or later move says; the chain of its moves has no hole.
    board = as_json('board', '--station', folder, '--replica', home.at('fresh'))
    cars = [card for column in board['columns'] for card in column['cards'] if card['stage'] != 'booked']
    for car in cars:
        history = [item for item in as_json('visit', car['id'], '--station', folder, '--replica', home.at('fresh'))['history']
                   if item['kind'] in ('move', 'undo')]
        for before, after in zip(history, history[1:]):
            equal(after['from'], before['to'], f'a move of {car["plate"]} starts where the one before ended')
        equal(history[-1]['to'] if history else car['stage'], car['stage'], f'stage of {car["plate"]}')
    kills = sum(writer.kills for writer in writers)
    print(f'# {N_WRITERS} writers, {kills} kills, {len(moves)} moves and {len(acknowledged) - len(moves)} notes acknowledged in {took:.1f} s '
          f'({len(acknowledged) / took:.0f} a second), {len(times) - len(acknowledged)} more were saved but not acknowledged; '
          f'longest wait {max(entry["wait_ms"] for entry in acknowledged) / 1000:.1f} s')


if __name__ == '__main__':
    main([nothing_acknowledged_is_lost_or_doubled])
