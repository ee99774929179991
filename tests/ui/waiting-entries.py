#!/usr/bin/python3
# waiting-entries.py — entries of a PC that is cut off: taken, marked, kept over a restart, run again, refused, decided.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints TAP. One window, driven by keys and read by AT-SPI, on a station folder that is moved away and back: the file server that goes and
comes. Meanwhile another PC (tappetctl, with the folder where it really is) works on the same car."""
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
spec = importlib.util.spec_from_file_location('two_windows', os.path.join(HERE, 'two-windows.py'))
two = importlib.util.module_from_spec(spec)
spec.loader.exec_module(two)
import atspi  # noqa: E402
from gi.repository import Atspi, GLib  # noqa: E402

NEW_PLATE = '京A·9Z71K'
number = 0
failed = 0


def check(ok, claim, detail=''):
    global number, failed
    number += 1
    failed += not ok
    if not ok and detail:
        print(f'# {detail}')
    print(f"{'ok' if ok else 'not ok'} {number} /ui/waiting-entries/{claim}", flush=True)
    return ok


# ---- reading and driving ----

def objects(root):
    for o in atspi.walk(root):
        try:
            yield o, o.get_role_name(), o.get_name() or ''
        except GLib.Error:
            continue


def said(window, part):
    """An object whose name or text has this part."""
    for o, _, name in objects(window.app):
        if part in name:
            return o
    return None


def wait_said(window, part, seconds=8.0):
    return two.wait_for(lambda: said(window, part), seconds)


def heard(window):
    """What the window of the waiting entries and its dialogs say, for a failed check."""
    return ' | '.join(f'{role}: {name}' for _, role, name in objects(window.app)
                      if '·' in name and ', promised ' not in name and role in ('list item', 'label', 'alert', 'push button', 'frame', 'dialog'))[-2500:]


def find_frame(window, title):
    for i in range(window.app.get_child_count()):
        frame = window.app.get_child_at_index(i)
        if frame is not None and (frame.get_name() or '') == title:
            return frame
    return None


def waiting_window(window):
    return find_frame(window, 'Waiting Entries')


def keys(*names):
    subprocess.run(['xdotool', 'key', '--delay', '40', *names], check=True)
    time.sleep(.25)


def type_text(text):
    subprocess.run(['xdotool', 'type', '--delay', '25', text], check=True)
    time.sleep(.3)


def press(window, label):
    """Presses the button whose words end so, as a screen reader does it; the newest window first."""
    for o, role, name in reversed(list(objects(window.app))):
        if role == 'push button' and name.endswith(label):
            atspi.do(o, 'click')
            return True
    return False


def focus_card(window, plate):
    """Searches for the plate, and goes from the entry to the board: only that card is there, and it has the focus."""
    two.key(window, 'ctrl+1', 'ctrl+f', 'ctrl+a')
    type_text(plate[-4:])
    time.sleep(.5)
    keys('F6', 'F6')


def end_search(window):
    two.key(window, 'ctrl+f', 'ctrl+a', 'BackSpace')
    keys('F6', 'F6')


def move_on(window, plate):
    focus_card(window, plate)
    keys('F9')
    time.sleep(.3)
    end_search(window)


def write_note(window, plate, text):
    focus_card(window, plate)
    keys('Return')
    view = two.wait_for(lambda: next((o for o, role, name in objects(window.app) if role == 'text' and name == 'Note'), None), 8)
    x, y = window.place(view)
    subprocess.run(['xdotool', 'mousemove', str(x), str(y), 'click', '1'], check=True)
    time.sleep(.2)
    type_text(text)
    keys('ctrl+Return')
    time.sleep(.4)
    two.key(window, 'ctrl+1')
    end_search(window)


def check_in(window, plate):
    """By keyboard but for the fields in between, which are filled as a screen reader fills them."""
    two.key(window, 'F2')
    two.wait_for(lambda: said(window, 'Odometer'), 8)
    time.sleep(.4)
    values = {'Plate': plate, 'Customer': '王小明', 'Phone': '13800000000', 'Wish, in their own words': 'squeaks when cold'}
    for o, role, name in objects(find_frame(window, 'Check In')):
        if role == 'text' and name in values:
            Atspi.EditableText.set_text_contents(o, values[name])
    time.sleep(.3)
    keys('ctrl+Return')
    return two.wait_for(lambda: not find_frame(window, 'Check In'), 5)


def start(work, advisor):
    window = two.Window(f'{work}/station', f'{work}/a', advisor, 0)
    return window


# ---- the story ----

def cut_off(window, work, plate):
    os.rename(f'{work}/station', f'{work}/away')
    check(bool(wait_said(window, 'File server not reachable since', 20)), 'the-banner-says-that-the-server-is-away', heard(window))
    move_on(window, plate)
    card = two.wait_for(lambda: window.card(plate, 'To dispatch'), 6)
    check(bool(card) and 'waits for the file server' in card.get_name(), 'a-move-by-keyboard-is-taken-and-marked', two.names(window, plate))
    write_note(window, plate, 'brakes squeal')
    check(bool(wait_said(window, '2 entries wait')), 'a-note-waits-too', heard(window))
    check(bool(check_in(window, NEW_PLATE)), 'a-car-is-checked-in', heard(window))
    check(bool(wait_said(window, '3 entries wait')), 'the-banner-counts-three', heard(window))
    check(bool(said(window, 'Offline, 3 waiting')), 'the-chip-says-it-too')
    card = two.wait_for(lambda: window.card(NEW_PLATE, 'Reception'), 6)
    check(bool(card) and 'waits for the file server' in card.get_name(), 'the-new-car-stands-on-the-board-and-is-marked', two.names(window, NEW_PLATE))


def restarted(window, plate):
    check(bool(wait_said(window, '3 entries wait', 20)), 'after-a-restart-they-still-wait', heard(window))
    card = two.wait_for(lambda: window.card(plate, 'To dispatch'), 6)
    check(bool(card) and 'waits for the file server' in card.get_name(), 'after-a-restart-the-cards-are-still-marked', two.names(window, plate))
    two.key(window, 'ctrl+e')
    check(bool(two.wait_for(lambda: waiting_window(window), 5)), 'ctrl-e-lists-them')
    check(bool(said(window, 'Move to “To dispatch”')) and bool(said(window, 'Note: brakes squeal')) and bool(said(window, 'Check-in')),
          'each-is-named-as-the-person-saw-it', heard(window))
    keys('Escape')
    check(bool(two.wait_for(lambda: not waiting_window(window), 3)), 'escape-closes-the-list')


def decide(window, work, plate, stored):
    two.key(window, 'F3')
    two.wait_for(lambda: find_frame(window, 'New Booking'), 8)
    time.sleep(.3)
    os.rename(f'{work}/away', f'{work}/station')
    check(bool(wait_said(window, '1 entry could not be saved and needs your decision', 25)), 'the-banner-says-what-was-refused', heard(window))
    check(bool(wait_said(window, 'An entry could not be saved', 4)), 'so-does-a-toast')
    check(not waiting_window(window) and bool(find_frame(window, 'New Booking')), 'no-window-comes-up-over-a-form')
    keys('Escape')
    check(bool(two.wait_for(lambda: waiting_window(window), 6)), 'it-comes-up-by-itself-after-the-form', heard(window))
    check(bool(wait_said(window, 'In “Reception')), 'the-version-of-the-other-pc-is-shown', heard(window))
    check(bool(said(window, 'Wanted · ')), 'the-own-version-stands-beside-it')
    check(bool(said(window, 'Held back behind: Move to “To dispatch”')), 'the-note-is-held-behind-it', heard(window))
    check(bool(said(window, '1 entry is held back until you decide')), 'it-is-said-for-what-it-waits')
    new = two.wait_for(lambda: (c := window.card(NEW_PLATE, 'Reception')) and 'waits' not in c.get_name() and c, 8)
    check(bool(new), 'what-does-not-collide-is-saved', two.names(window, NEW_PLATE))
    check(bool(window.card(plate, 'Reception')), 'the-card-stands-where-the-station-has-it', two.names(window, plate))

    check(press(window, 'Try Again'), 'try-again-can-be-pressed')
    check(bool(wait_said(window, 'refused again: The card has been moved meanwhile')), 'a-second-refusal-says-why', heard(window))
    check(press(window, 'Give Up…'), 'give-up-can-be-pressed')
    check(bool(wait_said(window, 'Give This Entry Up?', 4)), 'giving-up-asks-once')
    keys('Escape')
    time.sleep(.4)
    check(bool(said(window, 'Wanted · ')), 'escape-gives-nothing-up')
    press(window, 'Give Up…')
    wait_said(window, 'Give This Entry Up?', 4)
    time.sleep(.4)
    keys('alt+g')
    check(two.wait_for(lambda: not said(window, 'Wanted · '), 5) is True, 'given-up-the-entry-is-gone', heard(window))
    check(two.wait_for(lambda: not said(window, 'Note: brakes squeal, '), 8) is True, 'the-held-note-runs-then', heard(window))
    check(bool(wait_said(window, 'Shared file OK, synced')), 'the-chip-is-quiet-again', heard(window))


def scenario(work):
    station = f'{work}/station'
    subprocess.run([two.CTL, 'demo', station, '--replica', f'{work}/b'], check=True, capture_output=True)
    board = json.loads(two.ctl(station, 'board', '--json', '--replica', f'{work}/b'))
    people = json.loads(two.ctl(station, 'staff', '--json', '--replica', f'{work}/b'))
    advisor = next(p['id'] for p in people if p['name'] == '李婷')
    stored = next(c for c in two.cards_of(board) if c['stage'] == 'estimate')['plate']
    plate = f'{stored[:2]}·{stored[2:]}'

    window = start(work, advisor)
    try:
        cut_off(window, work, plate)
    finally:
        window.close()
    # The other PC reaches the server, and takes the same car back to the reception.
    two.ctl(f'{work}/away', 'move', stored, 'consult', '--reason', 'more work found', '--as', '李婷', '--replica', f'{work}/b')
    window = start(work, advisor)
    try:
        restarted(window, plate)
        decide(window, work, plate, stored)
    finally:
        window.close()

    visit = json.loads(two.ctl(station, 'visit', stored, '--json', '--replica', f'{work}/c'))
    check(visit['stage'] == 'consult', 'a-fresh-pc-has-the-car-where-the-other-pc-put-it', visit['stage'])
    notes = [item for item in visit['history'] if item.get('detail') == 'brakes squeal']
    check(len(notes) == 1, 'a-fresh-pc-has-the-note-once', str(visit['history'][-3:]))
    new = json.loads(two.ctl(station, 'visit', NEW_PLATE.replace('·', ''), '--json', '--replica', f'{work}/c'))
    check(new['stage'] == 'arrived', 'a-fresh-pc-has-the-new-car', str(new)[:300])
    check('intact' in two.ctl(station, 'verify', '--replica', f'{work}/c'), 'the-chain-is-intact')


def main():
    work = tempfile.mkdtemp(prefix='tappet-waiting-')
    os.environ.pop('GTK_A11Y', None)
    os.environ.pop('G_DEBUG', None)
    os.environ.update(LC_ALL='en_US.UTF-8', LANG='en_US.UTF-8', GSETTINGS_SCHEMA_DIR=f'{two.BUILD}/data', TAPPET_LOCALEDIR=f'{two.BUILD}/po')
    try:
        scenario(work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f'1..{number}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
