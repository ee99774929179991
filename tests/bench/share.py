# share.py — ./dev bench: the station folder on a share: catching up, requests, waits, backups, a whole office.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups of bench.py. Delays and counts of requests come from tests/faults/badfs (a FUSE file system); where FUSE is not allowed those
figures are left out, and the reason is printed. Mounts remember names for 30 s and attributes for 3 s, as NFS does."""
import contextlib
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import time

from office import Office, share

LOG_SMALL = 10000
LOG_LARGE = 100000


def timed(work):
    started = time.monotonic()
    result = work()
    return time.monotonic() - started, result


def txn_paths(folder, first, n):
    epoch = sorted(os.listdir(f'{folder}/log'))[0]
    return [f'{folder}/log/{epoch}/{seq // 1000:04d}/{seq}.txn/t' for seq in range(first, first + n)]


def read_and_hash(paths):
    for path in paths:
        with open(path, 'rb') as f:
            hashlib.sha256(f.read()).digest()


def copy_and_sync(source, target):
    shutil.copyfile(source, target)
    with open(target, 'rb+') as f:
        os.fsync(f.fileno())


def last_seq(folder):
    epoch = sorted(os.listdir(f'{folder}/log'))[0]
    newest = sorted(os.listdir(f'{folder}/log/{epoch}'))[-1]
    return max(int(name.split('.')[0]) for name in os.listdir(f'{folder}/log/{epoch}/{newest}'))


class ShareGroups:
    """Mixed into Bench; self.row prints and records a figure."""

    def log_station(self, n):
        """A small station with N transactions of the size of a move behind its history, no snapshot; and a replica from before them."""
        folder = f'{self.kept}/log-{n}'
        if not os.path.exists(f'{folder}.made'):
            for path in (folder, f'{folder}.base', f'{folder}.full'):
                shutil.rmtree(path, ignore_errors=True)
            took, _ = timed(lambda: self.make_log(folder, n))
            print(f'# made a log of {n} transactions in {took:.1f} s', flush=True)
            with open(f'{folder}.made', 'w', encoding='utf-8'):
                pass
        return folder

    def make_log(self, folder, n):
        self.run(self.ctl, 'demo', folder, '--visits', str(self.small), '--open', '50', '--replica', f'{folder}.full')
        shutil.rmtree(f'{folder}/snapshots')
        os.mkdir(f'{folder}/snapshots')
        shutil.copytree(f'{folder}.full', f'{folder}.base')
        self.run(f'{self.build}/tests/bench/bench-log', folder, f'{folder}.full', str(n))

    def scratch(self, name):
        path = f'{self.work}/{name}'
        shutil.rmtree(path, ignore_errors=True)
        return path

    def open(self, folder, replica, behind='0'):
        return json.loads(self.run(self.commit, 'open', folder, replica, behind).splitlines()[-1])

    # ---- catching up -------------------------------------------------------------------------------------------------

    def catch_up(self):
        folder = self.log_station(LOG_SMALL)
        paths = txn_paths(folder, last_seq(folder) - LOG_SMALL + 1, LOG_SMALL)
        rates, bare = [], []
        for _ in range(3):
            replica = self.scratch('catch-up')
            shutil.copytree(f'{folder}.base', replica)
            rates.append(LOG_SMALL / self.open(folder, replica)['open_s'])
            bare.append(LOG_SMALL / timed(lambda: read_and_hash(paths))[0])
        rate = statistics.median(rates)
        self.row('catch-up', f'{LOG_SMALL} transactions, local disk, median of 3', rate, '/s', 'at least 2000', rate >= 2000)
        self.row('catch-up', 'reading and hashing the same files', statistics.median(bare), '/s', 'reference', None)
        rates = []
        for _ in range(3):
            # A mount of its own each time, that remembers nothing of the run before.
            with contextlib.ExitStack() as stack:
                mounted = share(stack, folder, 1)
                if mounted is None:
                    return
                bare.append(500 / timed(lambda: read_and_hash(p.replace(folder, mounted.mount) for p in paths[-500:]))[0])
            with contextlib.ExitStack() as stack:
                mounted = share(stack, folder, 1)
                replica = self.scratch('catch-up')
                shutil.copytree(f'{folder}.base', replica)
                rates.append(LOG_SMALL / self.open(mounted.mount, replica)['open_s'])
        rate = statistics.median(rates)
        self.row('catch-up', f'{LOG_SMALL} transactions, share of 1 ms, median of 3', rate, '/s', 'at least 1000', rate >= 1000)
        self.row('catch-up', 'reading 500 of them one by one there', statistics.median(bare[-3:]), '/s', 'reference', None)

    # ---- from a snapshot, and writing one ------------------------------------------------------------------------------

    def snapshot(self):
        source = self.station(self.large)
        folder = self.scratch('snapshot')
        shutil.copytree(source, folder)
        for name in os.listdir(f'{folder}/snapshots'):
            shutil.rmtree(f'{folder}/snapshots/{name}')
        replica = self.scratch('snapshot.replica')
        self.open(folder, replica, '1000000')
        took = self.open(folder, replica, '1')['close_s']
        made = sorted(os.listdir(f'{folder}/snapshots'))
        bare = timed(lambda: copy_and_sync(f'{replica}/replica.db', f'{self.work}/copy.db'))[0]
        size = os.path.getsize(f'{folder}/snapshots/{made[0]}/db') / 1e6 if made else 0.0
        self.row('snapshot', f'written at closing, {self.large} visits ({size:.0f} MB)', took, 's', 'one was made', len(made) == 1)
        self.row('snapshot', 'copying and syncing the replica', bare, 's', 'reference', None)
        self.row('snapshot', 'against the copy', took / bare, '×', '', None)

    def bootstrap(self):
        folder, made = self.snapshot_station()
        times, bares = [], []
        for _ in range(3):
            replica = self.scratch('bootstrap')
            opened = self.open(folder, replica, '1000000')
            times.append(opened['open_s'])
            bares.append(timed(lambda: copy_and_sync(f'{folder}/snapshots/{made}/db', f'{self.work}/copy.db'))[0])
        took, bare = statistics.median(times), statistics.median(bares)
        self.row('bootstrap', f'{self.large} visits from a snapshot, median of 3', took, 's', '', None)
        self.row('bootstrap', 'copying and syncing the same file', bare, 's', 'reference', None)
        self.row('bootstrap', 'against the copy', took / bare, '×', '', None)

    def snapshot_station(self):
        """A copy of the large station with a snapshot of its newest state."""
        folder = self.scratch('bootstrap.station')
        shutil.copytree(self.station(self.large), folder)
        if not os.listdir(f'{folder}/snapshots'):
            self.open(folder, self.scratch('bootstrap.maker'), '1')
        return folder, sorted(os.listdir(f'{folder}/snapshots'), key=lambda name: int(name.split('.')[0]))[-1]

    # ---- verify, backup ------------------------------------------------------------------------------------------------

    def verify(self):
        folder = self.log_station(LOG_LARGE)
        n = last_seq(folder)
        took = timed(lambda: self.run(self.ctl, 'verify', '--station', folder))[0]
        bare = timed(lambda: read_and_hash(txn_paths(folder, 1, n)))[0]
        self.row('verify', f'the chain of {n} transactions', took, 's', '', None)
        self.row('verify', 'reading and hashing the same files', bare, 's', 'reference', None)
        self.row('verify', 'against that', took / bare, '×', '', None)
        deep = timed(lambda: self.run(self.ctl, 'verify', '--deep', '--station', folder, '--replica', f'{folder}.full',
                                      env=dict(os.environ, XDG_CACHE_HOME=self.scratch('cache'))))[0]
        self.row('verify', f'--deep: all {n} replayed and compared', deep, 's', '', None)
        self.row('verify', '--deep, transactions a second', n / deep, '/s', '', None)

    def backup(self):
        folder, _ = self.snapshot_station()
        place, copy = self.scratch('backups'), self.scratch('copy')
        os.mkdir(place)
        replica = self.scratch('backup.replica')
        took = timed(lambda: self.run(self.ctl, 'backup', place, '--station', folder, '--replica', replica))[0]
        bare = timed(lambda: (shutil.copytree(folder, copy), os.sync()))[0]
        self.row('backup', f'{self.large} visits: made and checked', took, 's', '', None)
        self.row('backup', 'copying the whole folder and syncing', bare, 's', 'reference', None)
        self.row('backup', 'against the copy', took / bare, '×', '', None)

    # ---- requests as the file system counts them -------------------------------------------------------------------------

    def requests(self):
        folder = self.scratch('requests')
        shutil.copytree(self.station(self.small), folder)
        self.requests_on(folder, None, '', 16)
        self.requests_on(folder, 'cache entry=0 attr=0', ', mount that remembers nothing', None)

    def requests_on(self, folder, cache, suffix, target):
        with contextlib.ExitStack() as stack:
            mounted = share(stack, folder, 0)
            if mounted is None:
                return
            if cache:
                mounted.say(cache)
            replica = self.scratch('requests.replica')

            def counted(*args):
                mounted.counts(True)
                self.run(self.commit, args[0], mounted.mount, replica, args[1])
                return mounted.counts(True)

            counted('moves', '1')
            # What opening and closing cost cancels out.
            self.count_kinds('a commit' + suffix, counted('moves', '1'), counted('moves', '101'), 100, target)
            self.count_kinds('a look' + suffix, counted('looks', '100'), counted('looks', '600'), 500, target and 1.25)

    def count_kinds(self, what, base, counts, n, target):
        each = {kind: (counts[kind] - base.get(kind, 0)) / n for kind in counts}
        total = each.pop('total')
        kinds = ', '.join(f'{kind} {value:.2f}' for kind, value in sorted(each.items(), key=lambda pair: -pair[1]) if value >= .005)
        self.row('requests', what, total, 'requests', f'at most {target}' if target else '', total <= target if target else None)
        if what == 'a look':
            self.row('requests', 'of them every look', each['getattr'], 'requests', '1', round(each['getattr'], 1) <= 1)
            self.row('requests', 'every fifth look opens the next name', each['lookup'], 'requests', '0.2', each['lookup'] <= .21)
        print(f'#   {what}: {kinds}', flush=True)

    # ---- waits -------------------------------------------------------------------------------------------------------------

    def commits(self):
        for delay in (0, 1, 20):
            for n_pcs, each in ((1, 60), (4, 60), (10, 30)):
                self.writers_on(n_pcs, delay, each)
            if delay != 1:
                self.office_on(delay, self.office_s // 5)

    def bare_ms(self, folder, delay):
        with contextlib.ExitStack() as stack:
            mounted = share(stack, folder, delay)
            bare_dir = f'{mounted.mount if mounted else folder}/bare'
            os.mkdir(bare_dir)
            return json.loads(self.run(self.commit, 'bare', bare_dir, '30', '700'))['median_ms']

    def writers_on(self, n_pcs, delay, each):
        folder = self.scratch('commits')
        shutil.copytree(self.station(self.small), folder)
        office = Office(self.ctl, folder, self.work, n_pcs, delay)
        # A writer that runs longer than the others must not be alone at the end: all stop at once, and the slowest counts, too.
        office.work('--moves', str(each))
        bare_dir = self.scratch('bare')
        os.mkdir(bare_dir)
        self.row_waits('commits', f'{n_pcs} without pause, {delay} ms', office, self.bare_ms(bare_dir, delay),
                       1000 if (n_pcs, delay) == (4, 1) else None)

    def row_waits(self, group, what, office, bare, target):
        if not office.delayed and office.delay_ms:
            print(f'# {what}: left out, the share has no delays here')
            return
        worst = office.waits[-1]
        self.row(group, f'{what}: p50 / p95 / p99',
                 f'{office.percentile(50)} / {office.percentile(95)} / {office.percentile(99)}', f'ms of {len(office.waits)}', '', None)
        self.row(group, f'{what}: worst wait', worst, 'ms', f'at most {target}' if target else '', worst <= target if target else None)
        self.row(group, f'{what}: p50 against bare calls ({bare:.1f} ms)', office.percentile(50) / bare, '×', '', None)
        for error in office.errors:
            self.row(group, error, 1, '', 'none gives up', False)

    # ---- fifty PCs ------------------------------------------------------------------------------------------------------------

    def office_on(self, delay, seconds):
        folder = self.scratch('office')
        shutil.copytree(self.station(self.small), folder)
        before = last_seq(folder)
        office = Office(self.ctl, folder, self.work, self.n_pcs, delay)
        office.work('--pause', '30000', '--seconds', str(seconds), '--moves', '1000000')
        group = 'office' if delay == 1 else 'commits'
        bare_dir = self.scratch('bare')
        os.mkdir(bare_dir)
        self.row_waits(group, f'{self.n_pcs} PCs, 2 saves a minute, {delay} ms, {seconds} s', office, self.bare_ms(bare_dir, delay),
                       2000 if delay == 1 else None)
        lost, doubled, states = office.examine()
        n = len(office.acknowledged)
        self.row(group, f'{delay} ms: acknowledged in {seconds} s', n, '', 'some', n > 0)
        self.row(group, f'{delay} ms: lost / doubled', f'{len(lost)} / {len(doubled)}', '', '0 / 0', not lost and not doubled)
        self.row(group, f'{delay} ms: different states among {self.n_pcs} replicas', len(states), '', '1', len(states) == 1)
        self.row(group, f'{delay} ms: transactions', last_seq(folder) - before, '', '', None)
        if office.counts:
            self.row(group, f'{delay} ms: requests a second, all PCs', office.counts['total'] / seconds, '/s', '', None)

    def office(self):
        self.office_on(1, self.office_s)
