# ctl.py — what the tests of tappetctl share: TAP output, a folder of their own, running the program.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import shutil
import subprocess
import sys
import tempfile
import traceback

CTL = os.path.join(os.environ['TAPPET_BUILD_ROOT'], 'src', 'ctl', 'tappetctl')
NOW = 1795142520        # Friday 2026-11-20 10:42 in Beijing: the moment of the pictures


class Failure(AssertionError):
    pass


def check(condition, message):
    if not condition:
        raise Failure(message)


def equal(found, wanted, what):
    check(found == wanted, f'{what}: found {found!r}, wanted {wanted!r}')


def environment(**more):
    env = dict(os.environ, LC_ALL='C.UTF-8', TZ='Asia/Shanghai')
    for name in ('DISPLAY', 'WAYLAND_DISPLAY', 'TAPPET_STATION', 'TAPPET_NOW', 'TAPPET_STOP_AT', 'LANGUAGE'):
        env.pop(name, None)
    env.update({name: str(value) for name, value in more.items()})
    return env


def run(*args, stdin=None, timeout=60, **env):
    return subprocess.run([CTL, *map(str, args)], input=stdin, capture_output=True, text=True, timeout=timeout,
                          stdin=subprocess.DEVNULL if stdin is None else None, env=environment(**env))


def ok(*args, **env):
    done = run(*args, **env)
    check(done.returncode == 0, f'{" ".join(map(str, args))}: exit {done.returncode}: {done.stderr.strip()[-600:]}')
    return done.stdout


def as_json(*args, **env):
    return json.loads(ok(*args, '--json', **env))


class Home:
    """A folder for stations and replicas, and a home of its own, gone at the end."""

    def __init__(self):
        self.path = tempfile.mkdtemp(prefix='tappetctl-')
        os.environ['XDG_DATA_HOME'] = self.at('data')

    def at(self, *names):
        return os.path.join(self.path, *names)

    def demo(self, name, *args, **env):
        ok('demo', self.at(name), '--history', 0, '--replica', self.at(name + '.pc'), *args, **{'TAPPET_NOW': NOW, **env})
        return ('--station', self.at(name), '--replica', self.at(name + '.pc'))


def main(tests):
    """Runs functions whose names are the claims; each gets a Home."""
    failed = 0
    print(f'1..{len(tests)}', flush=True)
    home = Home()
    try:
        for number, test in enumerate(tests, 1):
            name = test.__name__.replace('_', '-')
            try:
                test(home)
                print(f'ok {number} {name}', flush=True)
            except Exception as error:
                failed += 1
                for line in (str(error) if isinstance(error, Failure) else traceback.format_exc()).splitlines():
                    print('# ' + line)
                print(f'not ok {number} {name}', flush=True)
    finally:
        shutil.rmtree(home.path, ignore_errors=True)
    sys.exit(1 if failed else 0)
