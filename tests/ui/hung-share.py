#!/usr/bin/python3
# hung-share.py — a real window while a call to the share hangs: it answers, scrolls, takes entries, and is gone when it is closed.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints TAP. One window on a station on a badfs (tests/faults) that holds every call until it is released; driven by keys, read by AT-SPI."""
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'tools'))
sys.path.insert(0, os.path.join(HERE, '..', 'faults'))
import badfs  # noqa: E402
spec = importlib.util.spec_from_file_location('two_windows', os.path.join(HERE, 'two-windows.py'))
two = importlib.util.module_from_spec(spec)
spec.loader.exec_module(two)
import atspi  # noqa: E402
from gi.repository import GLib  # noqa: E402

number = 0
failed = 0


def check(ok, claim, detail=''):
    global number, failed
    number += 1
    failed += not ok
    if not ok and detail:
        print(f'# {detail}')
    print(f"{'ok' if ok else 'not ok'} {number} /ui/hung-share/{claim}", flush=True)
    return ok


def names(window):
    for o in atspi.walk(window.app):
        try:
            yield o, o.get_name() or ''
        except GLib.Error:
            continue


def said(window, part):
    """An object whose name or text has this part."""
    for o, name in names(window):
        if part in name:
            return o
    return None


def answers_within(window, rounds):
    """The slowest of so many questions to the window, in seconds."""
    worst = 0.0
    for _ in range(rounds):
        start = time.monotonic()
        window.app.get_child_at_index(0).get_name()
        worst = max(worst, time.monotonic() - start)
        time.sleep(.05)
    return worst


def picture():
    return subprocess.run(['xwd', '-root', '-silent'], capture_output=True, check=True).stdout


def changes_within(before, seconds):
    """How long it took until the screen showed something else; None if it did not."""
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        if picture() != before:
            return time.monotonic() - start
    return None


def is_mapped(window):
    out = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(window.process.pid)], capture_output=True, text=True, check=False)
    return bool(out.stdout.split())


def type_text(text):
    subprocess.run(['xdotool', 'type', '--delay', '20', text], check=True)


def open_form(window):
    two.key(window, 'F2')
    return two.wait_for(lambda: said(window, 'Check In') and said(window, 'Odometer'), 8)


def while_it_hangs(window, plate):
    worst = answers_within(window, 20)
    check(worst < .5, 'the-window-answers-while-a-call-hangs', f'slowest answer {worst:.2f} s')
    before = picture()
    two.key(window, 'ctrl+2')
    drawn = changes_within(before, 3)
    check(drawn is not None, 'another-page-is-drawn')
    two.key(window, 'ctrl+1')
    time.sleep(.5)
    before = picture()
    x, y = window.place(window.lane('In work'))
    subprocess.run(['xdotool', 'mousemove', str(x), str(y + 300), 'click', '--repeat', '6', '--delay', '30', '5'], check=True)
    scrolled = changes_within(before, 3)
    check(scrolled is not None, 'a-lane-scrolls')
    print(f'# slowest answer {worst * 1000:.0f} ms, page {1000 * (drawn or 0):.0f} ms, scrolling {1000 * (scrolled or 0):.0f} ms')
    check(bool(two.wait_for(lambda: said(window, 'File server not reachable since'), 14)), 'the-banner-says-since-when')
    check(bool(said(window, 'Offline')), 'the-chip-says-offline')
    check(bool(said(window, 'As of ')), 'the-cards-say-as-of-when')
    card = window.card(plate)
    move(window, plate)
    queued = two.wait_for(lambda: window.card(plate, 'To dispatch'), 6)
    check(bool(queued) and 'waits for the file server' in queued.get_name(), 'a-move-is-taken-and-marked', card and card.get_name())
    check(bool(two.wait_for(lambda: said(window, '1 entry waits'), 4)), 'the-count-is-said')
    two.key(window, 'ctrl+e')
    check(bool(two.wait_for(lambda: said(window, 'Waiting Entries') and said(window, '1 entry waits for the file server'), 5)),
          'the-entries-are-listed')
    subprocess.run(['xdotool', 'key', 'Escape'], check=True)
    time.sleep(.5)


def move(window, plate):
    """With the keyboard: the focus on the card, then F9."""
    two.key(window, 'ctrl+f')
    type_text(plate[-4:])
    time.sleep(.6)
    subprocess.run(['xdotool', 'key', 'Tab'], check=True)
    x, y = window.place(window.card(plate))
    subprocess.run(['xdotool', 'mousemove', str(x), str(y), 'click', '1'], check=True)
    time.sleep(.3)
    subprocess.run(['xdotool', 'key', 'F9'], check=True)
    time.sleep(.5)


def scenario(work, share):
    station = share.mount + '/station'
    subprocess.run([two.CTL, 'demo', f'{work}/back/station', '--replica', f'{work}/maker'], check=True, capture_output=True)
    board = json.loads(two.ctl(f'{work}/back/station', 'board', '--json', '--replica', f'{work}/maker'))
    people = json.loads(two.ctl(f'{work}/back/station', 'staff', '--json', '--replica', f'{work}/maker'))
    advisor = next(p['id'] for p in people if p['name'] == '李婷')
    stored = next(c for c in two.cards_of(board) if c['stage'] == 'estimate')['plate']
    plate = f'{stored[:2]}·{stored[2:]}'

    window = two.Window(station, f'{work}/a', advisor, 0)
    try:
        check(bool(window.card(plate, 'Customer OK')), 'the-board-is-there')
        share.say('fault any 0 hang')
        time.sleep(1.2)
        while_it_hangs(window, plate)

        check(bool(open_form(window)), 'a-form-opens')
        type_text('A7X91B')
        time.sleep(1.2)
    finally:
        window.process.kill()
        # A thread that hangs in the kernel holds even a killed process.
        share.say('clear')
    window.process.wait(10)

    window = two.Window(station, f'{work}/a', advisor, 0)
    try:
        check(bool(two.wait_for(lambda: window.card(plate, 'To dispatch') and 'waits for' not in window.card(plate).get_name(), 15)),
              'what-waited-is-saved-after-the-crash', two.names(window, plate))
        check(bool(open_form(window)), 'the-form-opens-again')
        check(bool(two.wait_for(lambda: said(window, 'Continue the unfinished check-in'), 5)), 'what-was-typed-is-offered-after-the-crash')
        share.say('fault any 0 hang')
        time.sleep(1.5)
        start = time.monotonic()
        close(window)
        gone = two.wait_for(lambda: not is_mapped(window), 5)
        took = time.monotonic() - start
        check(bool(gone) and took <= 3, 'closing-takes-the-window-away-within-3-seconds', f'{took:.1f} s')
        print(f'# gone after {took:.2f} s')
        time.sleep(3)
        share.say('clear')
        check(two.wait_for(lambda: window.process.poll() is not None, 5) is True, 'the-process-ends-when-the-kernel-lets-it-go')
        check(window.process.returncode == 0, 'it-ends-well', str(window.process.returncode))
    finally:
        window.process.kill()
        share.say('clear')
    stage = json.loads(two.ctl(f'{work}/back/station', 'visit', stored, '--json', '--replica', f'{work}/other'))['stage']
    check(stage == 'dispatch', 'the-station-has-the-move', stage)


def close(window):
    """The main window is closed as a window manager does it, with the form still open."""
    for i in range(window.app.get_child_count()):
        frame = window.app.get_child_at_index(i)
        if 'Tappet' in (frame.get_name() or ''):
            try:
                atspi.do(frame, 'window.close')
                return
            except (LookupError, GLib.Error):
                continue
    raise SystemExit('no window to close')


def main():
    work = tempfile.mkdtemp(prefix='tappet-hung-')
    os.makedirs(f'{work}/back')
    os.environ.pop('GTK_A11Y', None)
    os.environ.pop('G_DEBUG', None)
    os.environ.update(LC_ALL='en_US.UTF-8', LANG='en_US.UTF-8', GSETTINGS_SCHEMA_DIR=f'{two.BUILD}/data', TAPPET_LOCALEDIR=f'{two.BUILD}/po')
    try:
        with badfs.Badfs(f'{work}/back') as share:
            scenario(work, share)
    except badfs.Skip as reason:
        print(f'1..0 # SKIP {reason}')
        return 0
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f'1..{number}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
