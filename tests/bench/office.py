# office.py — many PCs at work on one share: processes without a window, each with a replica and a mount of its own.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each PC looks every second and saves like people do (moves, notes, check-ins), through the store. Used by ./dev bench and by a test."""
import collections
import contextlib
import json
import os
import resource
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'faults'))
from badfs import Badfs, Skip  # noqa: E402

# As an NFS mount has it: names for half a minute (acdirmin), attributes of files for three seconds (acregmin), reads ask the server anyway.
CACHE = 'cache entry=30000 attr=3000'


def share(stack, folder, delay_ms):
    """The folder as one PC sees it; None: FUSE is not allowed here."""
    # badfs holds a descriptor for every file that the kernel remembers.
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    for limit in (100000, hard):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, max(limit, hard)))
            break
    try:
        mounted = stack.enter_context(Badfs(folder))
    except Skip as reason:
        print(f'# no delays: {reason}', flush=True)
        return None
    mounted.say(CACHE)
    if delay_ms:
        mounted.say(f'delay {delay_ms}')
    return mounted


class Office:
    """PCs that work on FOLDER; afterwards: waits (ms, of each command), acknowledged, errors, mounts' counts."""

    def __init__(self, ctl, folder, work, n_pcs, delay_ms):
        self.ctl, self.folder, self.n_pcs, self.delay_ms = ctl, folder, n_pcs, delay_ms
        self.replicas = [os.path.join(work, f'pc{i}') for i in range(n_pcs)]
        self.acknowledged, self.waits, self.errors, self.counts = [], [], [], collections.Counter()
        self.delayed = delay_ms > 0

    def open_all(self, shares, env):
        """Every PC has its replica before the work begins."""
        for i in range(0, self.n_pcs, 4):
            ps = [subprocess.Popen([self.ctl, 'info', '--station', self.place(shares[k]), '--replica', self.replicas[k]], env=env,
                                   stdout=subprocess.DEVNULL) for k in range(i, min(i + 4, self.n_pcs))]
            for p in ps:
                p.wait()

    def place(self, mounted):
        return mounted.mount if mounted else self.folder

    def work(self, *options, env=None):
        for replica in self.replicas:
            shutil.rmtree(replica, ignore_errors=True)
        with contextlib.ExitStack() as stack:
            shares = [share(stack, self.folder, 0) for _ in range(self.n_pcs)]
            self.delayed = shares[0] is not None and self.delay_ms > 0
            self.open_all(shares, env)
            for mounted in shares:
                if mounted:
                    mounted.say(f'delay {self.delay_ms}')
                    mounted.counts(True)
            ps = [subprocess.Popen([self.ctl, 'soak', '--station', self.place(shares[i]), '--replica', self.replicas[i], '--seed', str(i + 1), *options],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
                  for i in range(self.n_pcs)]
            for i, p in enumerate(ps):
                out, err = p.communicate()
                if p.returncode:
                    self.errors.append(f'PC {i} ended with {p.returncode}: {err.strip()[-300:]}')
                for line in out.splitlines():
                    entry = json.loads(line)
                    self.acknowledged.append(entry)
                    self.waits.append(entry['wait_ms'])
            for mounted in shares:
                if mounted:
                    self.counts.update(mounted.counts())
        self.waits.sort()

    def percentile(self, percent):
        return self.waits[min(len(self.waits) - 1, len(self.waits) * percent // 100)]

    def examine(self, env=None):
        """(lost, doubled, different states): what a user relies on, read from the folder itself."""
        def run(*args):
            return subprocess.run([self.ctl, *args], check=True, capture_output=True, text=True, env=env).stdout

        run('verify', '--station', self.folder)
        times = collections.Counter()
        for line in run('log', '--json', '--station', self.folder, '--replica', self.replicas[0]).splitlines():
            times.update(json.loads(line)['operations'])
        lost = [e['operation'] for e in self.acknowledged if times[e['operation']] == 0]
        doubled = [operation for operation, n in times.items() if n > 1]
        states = set()
        for replica in self.replicas:
            info = json.loads(run('info', '--json', '--hash', '--station', self.folder, '--replica', replica))
            states.add((info['seq'], info['content_hash']))
        return lost, doubled, states
