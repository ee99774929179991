#!/usr/bin/env python3
# keep.py — makes the station folder that is kept of a schema: run once, before the program that has the next schema is written.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   meson devenv -C build tests/stations/keep.py
#
# writes schema-<n>.tar.xz beside itself: the folder with its log, a snapshot in the middle of it, and content.json, what a PC that
# follows the log has in its replica. A kept station is never made again: it was written by the program of its time.
import io
import json
import os
import subprocess
import sys
import tarfile

import stations
from ctl import NOW, Home, as_json, ok

HERE = os.path.dirname(os.path.abspath(__file__))
WRITE_SNAPSHOT = os.path.join(os.environ['TAPPET_BUILD_ROOT'], 'tests', 'stations', 'write-snapshot')


def live_a_morning(station, now):
    advisor = ('--as', '李婷', *station)
    ok('checkin', '京A99999', '--customer', '张三', '--phone', '138 0000 1111', '--wish', '异响', '--minutes', 40, '--km', 52000,
       '--promise', '+120', '--waits', *advisor, TAPPET_NOW=now)
    for number, stage in enumerate(['consult', 'estimate', 'dispatch'], 1):
        ok('move', '京A99999', stage, *advisor, TAPPET_NOW=now + 60 * number)
    ok('note', '京A99999', '客户只在低速时听到', *advisor, TAPPET_NOW=now + 200)
    ok('promise', '京A99999', '+180', '--means', 'desk', '--reason', '等待配件', *advisor, TAPPET_NOW=now + 210)
    ok('move', '京A99999', 'consult', '--reason', '再问一次', *advisor, TAPPET_NOW=now + 240)
    ok('book', '京A77777', '--slot', '+1500', '--customer', '李四', '--phone', '139 0000 2222', '--wish', '首保', *advisor,
       TAPPET_NOW=now + 300)


def make(home):
    station = home.demo('station', '--lang', 'zh_CN', '--seed', 7, '--open', 5, '--visits', 5, '--vehicles', 5, '--customers', 5)
    replica = home.at('station.pc')
    live_a_morning(station, NOW)
    subprocess.run([WRITE_SNAPSHOT, home.at('station'), replica], check=True, env=dict(os.environ, TAPPET_NOW=str(NOW + 400)))
    ok('soak', '--moves', 25, '--seed', 3, *station, TAPPET_NOW=NOW + 600)
    db = os.path.join(replica, 'replica.db')
    return {
        'schema': stations.schema(db),
        'seq': stations.number(db),
        'snapshots': sorted(os.listdir(home.at('station', 'snapshots'))),
        'verified': as_json('verify', *station)['verified'],
        'visit': as_json('visit', '京A99999', *station, TAPPET_NOW=NOW + 1000),
        'tables': stations.content(db),
    }


def pack(path, folder, record):
    # The live parts of a folder say nothing about its schema.
    unwanted = ('station/flush/', 'station/presence/', 'station/staging/')
    text = json.dumps(record, ensure_ascii=False, separators=(',', ':')).encode()
    with tarfile.open(path, 'w:xz', preset=9) as archive:
        archive.add(folder, 'station', filter=lambda info: None if info.name.startswith(unwanted) else plain(info))
        info = tarfile.TarInfo('content.json')
        info.size = len(text)
        archive.addfile(plain(info), io.BytesIO(text))


def plain(info):
    info.uid = info.gid = 0
    info.uname = info.gname = ''
    info.mtime = NOW
    return info


def main():
    home = Home()
    record = make(home)
    path = os.path.join(HERE, f'schema-{record["schema"]}.tar.xz')
    if os.path.exists(path):
        sys.exit(f'{path} is kept already')
    pack(path, home.at('station'), record)
    print(f'{path}: {os.path.getsize(path)} bytes, {record["seq"]} transactions, snapshots {record["snapshots"]}')


main()
