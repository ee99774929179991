#!/usr/bin/python3
# two-windows.py — two PCs on one station: a card dragged in one window is read in its new lane in the other.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints TAP. Starts two tappet windows with a replica each on one demo station, drags with a real pointer, types with
a real keyboard, and reads the other window as a screen reader does."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'tools'))
import atspi  # noqa: E402
from gi.repository import Atspi, GLib  # noqa: E402

BUILD = os.environ['TAPPET_BUILD_ROOT']
CTL = f'{BUILD}/src/ctl/tappetctl'
APP = f'{BUILD}/src/app/tappet'
number = 0
failed = 0


def check(ok, claim, detail=''):
    global number, failed
    number += 1
    failed += not ok
    if not ok and detail:
        print(f'# {detail}')
    print(f"{'ok' if ok else 'not ok'} {number} /ui/two-windows/{claim}", flush=True)
    return ok


def wait_for(probe, seconds=15.0):
    """The first true answer of probe, or the last answer when the time is up."""
    end = time.monotonic() + seconds
    while True:
        try:
            answer = probe()
        except GLib.Error:
            answer = None       # the tree changed while it was read
        if answer or time.monotonic() > end:
            return answer
        time.sleep(.1)


class Window:
    def __init__(self, station, replica, staff, x):
        self.process = subprocess.Popen([APP, '--station', station, '--replica', replica, '--sign-in', str(staff), '--lang', 'en'],
                                        stderr=subprocess.DEVNULL)
        self.app = wait_for(self.find_app, 30)
        if not self.app:
            raise SystemExit('the window did not come up')
        self.id = wait_for(self.find_window, 10)
        subprocess.run(['xdotool', 'windowmove', '--sync', self.id, str(x), '0'], check=False, timeout=20)
        wait_for(lambda: self.card(''), 30)
        time.sleep(1)

    def find_app(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            app = desktop.get_child_at_index(i)
            if app and app.get_process_id() == self.process.pid and app.get_child_count():
                return app
        return None

    def find_window(self):
        out = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(self.process.pid)], capture_output=True, text=True, check=False)
        return out.stdout.split()[-1] if out.stdout.split() else None

    def card(self, part, lane=''):
        """The card whose spoken name has this part (a plate) and this lane."""
        for o in atspi.walk(self.app):
            try:
                name = o.get_name() or ''
                if o.get_role_name() == 'list item' and name.startswith('京') and part in name and (not lane or f', {lane},' in name):
                    return o
            except GLib.Error:
                continue
        return None

    def lane(self, name):
        for o in atspi.walk(self.app):
            try:
                if o.get_role_name() == 'list' and (o.get_name() or '').startswith(name):
                    return o
            except GLib.Error:
                continue
        return None

    def place(self, o):
        """Where the middle of the upper part of an object is on the screen."""
        e = Atspi.Component.get_extents(o, Atspi.CoordType.WINDOW)
        shell = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', self.id], capture_output=True, text=True, check=True).stdout
        at = dict(line.split('=') for line in shell.split())
        frame = Atspi.Component.get_extents(self.app.get_child_at_index(0), Atspi.CoordType.WINDOW)
        border = max(0, (int(at['WIDTH']) - frame.width) // 2)
        return int(at['X']) + border + e.x + e.width // 2, int(at['Y']) + border + e.y + min(e.height // 2, 60)

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def drag(start, end, steps=14):
    """A drag as a hand does it: GTK takes no drop from a pointer that jumps."""
    def move(x, y):
        subprocess.run(['xdotool', 'mousemove', str(int(x)), str(int(y))], check=True)
        time.sleep(.02)
    move(*start)
    time.sleep(.2)
    subprocess.run(['xdotool', 'mousedown', '1'], check=True)
    time.sleep(.05)
    move(start[0] + 6, start[1] + 6)
    move(start[0] + 12, start[1] + 12)
    time.sleep(.25)
    for i in range(1, steps + 1):
        move(start[0] + (end[0] - start[0]) * i / steps, start[1] + (end[1] - start[1]) * i / steps)
    move(end[0] + 1, end[1] + 1)
    time.sleep(.3)
    subprocess.run(['xdotool', 'mouseup', '1'], check=True)


def key(window, *keys):
    subprocess.run(['xdotool', 'windowfocus', window.id], check=False)
    time.sleep(.2)
    subprocess.run(['xdotool', 'key', *keys], check=True)


def ctl(station, *args):
    return subprocess.run([CTL, *args, '--station', station], capture_output=True, text=True, check=True).stdout


def scenario(work):
    station = f'{work}/station'
    subprocess.run([CTL, 'demo', station, '--replica', f'{work}/a'], check=True, capture_output=True)
    board = json.loads(ctl(station, 'board', '--json', '--replica', f'{work}/a'))
    people = json.loads(ctl(station, 'staff', '--json', '--replica', f'{work}/a'))
    advisor = next(p['id'] for p in people if p['name'] == '李婷')
    cards = [c for c in cards_of(board) if c['stage'] == 'estimate']
    plate = cards[0]['plate']
    shown = f'{plate[:2]}·{plate[2:]}'

    first = Window(station, f'{work}/a', advisor, 0)
    second = Window(station, f'{work}/b', advisor, 1920)
    try:
        check(bool(first.card(shown, 'Customer OK')), 'the-card-stands-in-its-lane', first.card(shown) and first.card(shown).get_name())
        check(bool(wait_for(lambda: second.card(shown, 'Customer OK'))), 'the-other-window-shows-the-same')

        drag(first.place(first.card(shown)), first.place(first.lane('To dispatch')))
        check(bool(wait_for(lambda: first.card(shown, 'To dispatch'), 5)), 'a-dragged-card-is-in-its-new-lane', names(first, shown))
        start = time.monotonic()
        seen = wait_for(lambda: second.card(shown, 'To dispatch'), 10)
        check(bool(seen), 'the-other-window-reads-it-in-the-new-lane', names(second, shown))
        print(f'# read in the other window {time.monotonic() - start:.1f} s later')
        visit = json.loads(ctl(station, 'visit', plate, '--json', '--replica', f'{work}/c'))
        check(visit['stage'] == 'dispatch', 'the-station-has-it', str(visit.get('stage')))

        key(first, 'ctrl+z')
        check(bool(wait_for(lambda: first.card(shown, 'Customer OK'), 6)), 'ctrl-z-takes-it-back', names(first, shown))
        check(bool(wait_for(lambda: second.card(shown, 'Customer OK'), 10)), 'the-other-window-sees-the-undo', names(second, shown))

        # From customer OK to hand-over is not allowed: the card stays.
        drag(first.place(first.card(shown)), first.place(first.lane('Hand-over')))
        time.sleep(1)
        key(first, 'Escape')
        check(bool(first.card(shown, 'Customer OK')), 'a-forbidden-drop-changes-nothing', names(first, shown))

        ctl(station, 'move', plate, 'dispatch', '--as', '李婷', '--replica', f'{work}/c')
        check(bool(wait_for(lambda: first.card(shown, 'To dispatch') and second.card(shown, 'To dispatch'), 10)),
              'a-move-by-tappetctl-reaches-both-windows', names(first, shown))
    finally:
        first.close()
        second.close()
    verify = ctl(station, 'verify', '--replica', f'{work}/c')
    check('intact' in verify, 'the-chain-is-intact', verify)


def names(window, part):
    card = window.card(part)
    return card.get_name() if card else 'no such card'


def cards_of(board):
    return [card for column in board['columns'] for card in column['cards']]


def main():
    work = tempfile.mkdtemp(prefix='tappet-two-')
    os.environ.pop('GTK_A11Y', None)
    os.environ.pop('G_DEBUG', None)
    os.environ.update(LC_ALL='en_US.UTF-8', LANG='en_US.UTF-8', GSETTINGS_SCHEMA_DIR=f'{BUILD}/data', TAPPET_LOCALEDIR=f'{BUILD}/po')
    try:
        scenario(work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f'1..{number}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
