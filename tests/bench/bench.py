#!/usr/bin/python3
# bench.py — ./dev bench: what Tappet promises to cost, measured beside references of the same run.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints a table with the targets beside the figures and writes bench.json into the build folder. Names as arguments
choose groups (./dev bench --help names them). Counts (system calls, fsyncs, statements) are exact;
times are compared with a reference measured in the same run, because machines are noisy."""
import argparse
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

from share import ShareGroups

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
rows = []


def row(group, what, value, unit, target, ok):
    rows.append(dict(group=group, what=what, value=value, unit=unit, target=target, ok=ok))
    shown = f'{value:.3f}' if isinstance(value, float) else str(value)
    verdict = {True: 'ok', False: 'MISSED', None: ''}[ok]
    print(f'{group:8} {what:58} {shown:>12} {unit:12} {target:26} {verdict}', flush=True)


class Bench(ShareGroups):
    row = staticmethod(row)

    def __init__(self, build, work, small, large, stations):
        self.build, self.work, self.small, self.large = build, work, small, large
        self.n_pcs, self.office_s = 50, 600
        os.environ['TAPPET_BUILD_ROOT'] = build
        self.kept = stations or work
        self.ctl = f'{build}/src/ctl/tappetctl'
        self.app = f'{build}/src/app/tappet'
        self.commit = f'{build}/tests/bench/bench-commit'
        self.stations = {}

    def run(self, *args, **kwargs):
        return subprocess.run(args, check=True, capture_output=True, text=True, **kwargs).stdout

    def station(self, visits, n_open=50):
        """A demo station with so many past visits: made once a run, or once for all with --stations."""
        key = (visits, n_open)
        folder = f'{self.kept}/station-{visits}-{n_open}'
        if key not in self.stations and os.path.exists(f'{folder}.made'):
            self.stations[key] = folder
        if key not in self.stations:
            started = time.monotonic()
            self.run(self.ctl, 'demo', folder, '--visits', str(visits), '--open', str(n_open), '--replica', f'{folder}.replica')
            print(f'# made a station with {visits} past visits and {n_open} open ones in {time.monotonic() - started:.1f} s', flush=True)
            with open(f'{folder}.made', 'w', encoding='utf-8'):
                self.stations[key] = folder
        return self.stations[key]

    def replica(self, folder, name):
        """A PC of its own: a copy of the replica the station was made with would share its id, so it starts from the folder."""
        path = f'{folder}.{name}'
        shutil.rmtree(path, ignore_errors=True)
        return path

    # ---- one move -------------------------------------------------------------------------------------------------

    def trace(self, folder, *args):
        """Calls on the station folder between each pair of marks, from strace with paths of descriptors."""
        log = f'{self.work}/trace'
        out = self.run('strace', '-f', '-y', '-qq', '-s', '64', '-e', 'trace=%file,%desc', '-o', log, *args)
        spans, current = [], None
        pending = {}
        with open(log, encoding='utf-8', errors='replace') as f:
            for line in f:
                pid, _, text = line.partition(' ')
                text = text.strip()
                if '/bench-mark/' in text:
                    if re.search(r'/bench-mark/(move|looks)"', text):
                        current = []
                    elif current is not None:
                        spans.append(current)
                        current = None
                    continue
                if text.endswith('<unfinished ...>'):
                    pending[pid] = text
                    continue
                if text.startswith('<...'):
                    text = pending.pop(pid, '') + text
                if current is not None and re.search(r'["<]' + re.escape(folder) + '["/>]', text):
                    current.append(text.split('(')[0])
        return out, spans

    def move(self):
        seen = {}
        for visits in (self.small, self.large):
            folder = self.station(visits)
            replica = self.replica(folder, 'move')
            out, spans = self.trace(folder, self.commit, 'moves', folder, replica, '40')
            statements = json.loads(out)['statements_per_move']
            calls = statistics.median(len(s) for s in spans)
            fsyncs = [sum(c in ('fsync', 'fdatasync') for c in s) for s in spans]
            seen[visits] = (calls, statements)
            row('move', f'fsyncs on the share, {visits} past visits', max(fsyncs), '', 'exactly 2', set(fsyncs) == {2})
            row('move', f'system calls on the share, {visits} past visits', calls, 'median', 'at most 16', calls <= 16)
            row('move', f'system calls, worst of {len(spans)}', max(len(s) for s in spans), '', 'at most 16', max(len(s) for s in spans) <= 16)
            row('move', f'SQL statements of the command, {visits} past visits', statements, '', 'at most 8', statements <= 8)
        (c1, s1), (c2, s2) = seen[self.small], seen[self.large]
        row('move', 'calls, large station against small', c2 / c1, '×', 'within 5 %', abs(c2 / c1 - 1) <= .05)
        row('move', 'statements, large station against small', s2 / s1, '×', 'within 5 %', abs(s2 / s1 - 1) <= .05)
        folder = self.station(self.small)
        newest = sorted(f'{d}/t' for d, _, fs in os.walk(f'{folder}/log') if 't' in fs)[-1]
        size = os.path.getsize(newest)
        ratios, times, bares = [], [], []
        for _ in range(5):
            bare_dir = tempfile.mkdtemp(dir=self.work)
            bare = json.loads(self.run(self.commit, 'bare', bare_dir, '200', str(size)))
            mine = json.loads(self.run(self.commit, 'moves', folder, f'{folder}.replica', '200'))
            shutil.rmtree(bare_dir)
            ratios.append(mine['median_ms'] / bare['median_ms'])
            times.append(mine['median_ms'])
            bares.append(bare['median_ms'])
        row('move', f'time, median of 5 × 200 ({size} bytes)', statistics.median(times), 'ms', '', None)
        row('move', 'bare mkdir, write, fsync, rename, append, fsync', statistics.median(bares), 'ms', 'reference', None)
        row('move', 'time against the bare calls', statistics.median(ratios), '×', 'at most 3', statistics.median(ratios) <= 3)

    # ---- a look when nothing happened -----------------------------------------------------------------------------

    def look(self):
        folder = self.station(self.small)
        out, spans = self.trace(folder, self.commit, 'looks', folder, self.replica(folder, 'look'), '100')
        calls = spans[0]
        stats = sum(c in ('statx', 'newfstatat', 'stat', 'fstat') for c in calls)
        row('look', 'looks in the trace', stats, '', 'more than 50', stats > 50)
        row('look', 'calls on the share per look', len(calls) / max(stats, 1), '', '1, every fifth 2: 1.2', len(calls) / max(stats, 1) <= 1.21)
        row('look', 'SQL statements', json.loads(out)['statements'], '', '0', json.loads(out)['statements'] == 0)

    # ---- a move seen by another -----------------------------------------------------------------------------------

    def seen(self):
        folder = self.station(self.small)
        watchers = []
        for i in range(10):
            p = subprocess.Popen([self.commit, 'watch', folder, self.replica(folder, f'watch{i}')], stdout=subprocess.PIPE, text=True)
            watchers.append(p)
        for p in watchers:
            assert p.stdout.readline().strip() == 'ready'
        time.sleep(2)
        moved = {}
        for line in self.run(self.commit, 'mover', folder, f'{folder}.replica', '20', '1500').splitlines():
            seq, at = line.split()
            moved[int(seq)] = int(at)
        time.sleep(3)
        delays, complete = [], True
        for p in watchers:
            p.send_signal(signal.SIGTERM)
            got = {int(s): int(at) for s, at in (line.split() for line in p.stdout.read().splitlines())}
            for seq, at in moved.items():
                later = [t for s, t in got.items() if s >= seq]
                complete = complete and bool(later)
                if later:
                    delays.append((min(later) - at) / 1e6)
            p.wait()
        row('seen', f'moves by one seen by 10 others ({len(delays)} sightings)', complete, '', 'all of them', complete)
        row('seen', 'from the drop to the other screen, median', statistics.median(delays), 's', 'under 1.2', statistics.median(delays) < 1.2)
        row('seen', 'the same, 95 %', sorted(delays)[len(delays) * 95 // 100], 's', '', None)
        row('seen', 'the same, longest', max(delays), 's', '', None)

    # ---- ten writers without pause --------------------------------------------------------------------------------

    def writers(self):
        folder = self.station(self.small)
        each = 40
        started = time.monotonic()
        ps = []
        for i in range(10):
            ps.append(subprocess.Popen([self.ctl, 'soak', '--station', folder, '--replica', self.replica(folder, f'writer{i}'), '--seed', str(i + 1),
                                        '--moves', str(each)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        longest, acknowledged, refused = 0.0, [], 0
        outs = [p.communicate() for p in ps]
        took = time.monotonic() - started
        for (out, err), p in zip(outs, ps):
            if p.returncode:
                refused += 1
                print(f'# a writer ended with {p.returncode}: {err.strip()[-300:]}')
            for line in out.splitlines():
                try:
                    entry = json.loads(line)
                except ValueError:
                    continue
                acknowledged.append(entry['operation'])
                longest = max(longest, entry.get('wait_ms', 0) / 1e3)
        logged = []
        for line in self.run(self.ctl, 'log', '--json', '--station', folder, '--replica', f'{folder}.replica').splitlines():
            logged += json.loads(line).get('operations', [])
        counts = {}
        for op in logged:
            counts[op] = counts.get(op, 0) + 1
        lost = sum(counts.get(op, 0) == 0 for op in acknowledged)
        doubled = sum(counts.get(op, 0) > 1 for op in acknowledged)
        row('writers', f'10 processes × {each} commands: acknowledged', len(acknowledged), '', str(10 * each), len(acknowledged) == 10 * each)
        row('writers', 'lost', lost, '', '0', lost == 0)
        row('writers', 'doubled', doubled, '', '0', doubled == 0)
        row('writers', 'writers that gave up', refused, '', '0', refused == 0)
        row('writers', 'commands a second, all together', len(acknowledged) / took, '/s', '', None)
        row('writers', 'longest wait of a command', longest, 's', 'reported', None)
        sums = set()
        for i in range(10):
            info = json.loads(self.run(self.ctl, 'info', '--json', '--hash', '--station', folder, '--replica', f'{folder}.writer{i}'))
            sums.add((info['seq'], info['content_hash']))
        row('writers', 'different states among 10 replicas', len(sums), '', '1', len(sums) == 1)

    # ---- start, memory ----------------------------------------------------------------------------------------------

    def stamp(self, *args):
        env = dict(os.environ, TAPPET_STAMP_FROM=str(time.monotonic_ns() // 1000), GTK_A11Y='none', LC_ALL='zh_CN.UTF-8', TZ='Asia/Shanghai')
        out = subprocess.run(args, check=True, capture_output=True, text=True, env=env).stdout
        return json.loads(out.strip().splitlines()[-1])

    def start(self):
        for n_open in (50, 500):
            folder = self.station(self.large, n_open)
            replica = f'{folder}.replica'
            mine, bare = [], []
            n = None
            for i in range(11):
                m = self.stamp(self.app, '--station', folder, '--replica', replica, '--sign-in', 'demo', '--stamp')
                n = m['cards']
                b = self.stamp(f'{self.build}/tests/bench/bench-bare-window', f'{ROOT}/resources/css', str(n))
                if i:
                    mine.append(m)
                    bare.append(b)
            time_ratio = statistics.median(m['painted_ms'] / b['painted_ms'] for m, b in zip(mine, bare))
            pss_ratio = statistics.median(m['pss_kb'] / b['pss_kb'] for m, b in zip(mine, bare))
            row('start', f'{n_open} open over {self.large} past: card widgets built', n, '', 'fewer than open' if n_open > 100 else '', n < n_open or n_open <= 100)
            row('start', f'{n_open} open: start to painted board', statistics.median(m['painted_ms'] for m in mine), 'ms', '', None)
            row('start', f'bare window with {n} cards', statistics.median(b['painted_ms'] for b in bare), 'ms', 'reference', None)
            row('start', f'{n_open} open: against the bare window', time_ratio, '×', 'at most 1.3', time_ratio <= 1.3)
            row('start', f'{n_open} open: memory (PSS)', statistics.median(m['pss_kb'] for m in mine) / 1024, 'MiB', '', None)
            row('start', f'{n_open} open: memory against the bare window', pss_ratio, '×', 'at most 1.4', pss_ratio <= 1.4)

    # ---- scrolling ---------------------------------------------------------------------------------------------------

    def scroll(self):
        out = json.loads(self.run(f'{self.build}/tests/ui/board-frames').strip().splitlines()[-1])
        row('scroll', '500 cards, frames', out['frames'], '', '', None)
        row('scroll', '500 cards, longest frame', out['max_ms'], 'ms', 'at most 33', out['max_ms'] <= 33)
        row('scroll', '500 cards, median frame', out['median_ms'], 'ms', '', None)
        row('scroll', 'card widgets alive', out['widgets'], '', 'fewer than 100', out['widgets'] < 100)
        row('scroll', 'cards touched by one changed visit', out['touched'], '', '1', out['touched'] == 1)

    # ---- days on the wall ----------------------------------------------------------------------------------------------

    def soak(self):
        """Three days of two minutes each and thousands of saves, after a day that warms up: nothing of the wall may grow."""
        file = os.path.join(self.work, 'soak.json')
        self.run(f'{self.build}/tests/ui/soak-wall', '4', '120', '4000', file)
        with open(file, encoding='utf-8') as f:
            out = json.load(f)
        row('soak', 'days on the wall', out['days'], 'days', '', None)
        row('soak', 'saves meanwhile', out['saves'], '', 'at least 4000', out['saves'] >= 4000)
        row('soak', 'memory (PSS)', out['pss_kb'] / 1024, 'MiB', '', None)
        row('soak', 'memory of its own, growth', out['own_growth_kb'] / 1024, 'MiB', 'at most 24', out['own_growth_kb'] <= 24 * 1024)
        row('soak', 'heap without SQLite, growth', out['heap_growth'] / 2 ** 20, 'MiB', 'at most 6', out['heap_growth'] <= 6 * 2 ** 20)
        row('soak', 'widgets, growth', out['widget_growth'], '', 'at most 4', out['widget_growth'] <= 4)
        row('soak', 'open files, growth', out['fd_growth'], '', 'at most 3', out['fd_growth'] <= 3)
        row('soak', 'write-ahead log', out['wal'] / 2 ** 20, 'MiB', 'at most 6', out['wal'] <= 6 * 2 ** 20)

    # ---- search ------------------------------------------------------------------------------------------------------

    def search(self):
        for line in self.run(f'{self.build}/tests/store/bench-search').splitlines():
            if line.startswith('{'):
                q = json.loads(line)
                row('search', q['what'], q['median_ms'], 'ms median', 'at most 1', q['median_ms'] <= 1)


def main():
    groups = ['move', 'look', 'seen', 'writers', 'requests', 'catch-up', 'commits', 'office', 'snapshot', 'bootstrap', 'verify', 'backup',
              'search', 'scroll', 'soak', 'start']
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True)
    parser.add_argument('--small', type=int, default=1000, help='past visits of the small station')
    parser.add_argument('--large', type=int, default=200000, help='past visits of the large station')
    parser.add_argument('--office-seconds', type=int, default=600, help='how long the office of 50 PCs works (600)')
    parser.add_argument('--pcs', type=int, default=50, help='how many PCs the office has (50)')
    parser.add_argument('--stations', metavar='DIR', help='keep the large stations there, for the next run')
    parser.add_argument('groups', nargs='*', metavar='GROUP', help=', '.join(groups))
    args = parser.parse_args()
    unknown = set(args.groups) - set(groups)
    if unknown:
        parser.error(f"unknown group {', '.join(sorted(unknown))}; known: {', '.join(groups)}")
    work = tempfile.mkdtemp(prefix='tappet-bench-')
    if args.stations:
        os.makedirs(args.stations, exist_ok=True)
    try:
        bench = Bench(args.build, work, args.small, args.large, args.stations)
        bench.office_s, bench.n_pcs = args.office_seconds, args.pcs
        print(f'# load of the machine: {os.getloadavg()[0]:.1f} over the last minute, {os.cpu_count()} cores', flush=True)
        for group in groups:
            if args.groups and group not in args.groups:
                continue
            if group in ('start', 'scroll', 'soak') and not os.environ.get('DISPLAY'):
                # A private display for the groups that show a window.
                env = dict(os.environ, GSK_RENDERER='cairo')
                rc = subprocess.run([f'{ROOT}/tests/tools/xenv.sh', '--', sys.executable, __file__, '--build', args.build, '--small', str(args.small),
                                     '--large', str(args.large), *(['--stations', args.stations] if args.stations else []), group], env=env, stderr=subprocess.DEVNULL)
                if os.path.exists(f'{args.build}/bench-{group}.json'):
                    with open(f'{args.build}/bench-{group}.json', encoding='utf-8') as f:
                        rows.extend(json.load(f))
                if rc.returncode not in (0, 1):
                    row(group, 'did not run', rc.returncode, 'exit code', '', False)
                continue
            try:
                getattr(bench, group.replace('-', '_'))()
            except subprocess.CalledProcessError as error:
                row(group, f'{os.path.basename(error.cmd[0])} ended with', error.returncode, 'exit code', '0', False)
                print(f'# {(error.stderr or "").strip()[-600:]}')
        name = f"bench-{args.groups[0]}.json" if len(args.groups) == 1 else 'bench.json'
        with open(f'{args.build}/{name}', 'w', encoding='utf-8') as f:
            json.dump(rows, f, ensure_ascii=False, indent=1)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    missed = [r for r in rows if r['ok'] is False]
    print(f"{len(rows)} figures, {len(missed)} beside their target")
    return 1 if missed else 0


if __name__ == '__main__':
    sys.exit(main())
