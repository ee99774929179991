# stations.py — what making a kept station and opening one share: the content of a replica, table by table.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.environ['TAPPET_SOURCE_ROOT'], 'tests', 'ctl'))


def content(path):
    """Every replicated table with its columns and rows, in the order of the first columns; bytes as {"hex": …}."""
    db = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
    try:
        names = [name for name, sql in db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name")
                 if name != 'applied' and not name.startswith(('local_', 'sqlite_'))]
        shadows = [name for name, in db.execute("SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow')")]
        return {name: rows(db, name) for name in names if name not in shadows}
    finally:
        db.close()


def rows(db, name):
    found = db.execute(f'SELECT * FROM "{name}"')
    columns = [column[0] for column in found.description]
    values = [[{'hex': value.hex()} if isinstance(value, bytes) else value for value in row] for row in found]
    return {'columns': columns, 'rows': sorted(values, key=repr)}


def one(path, sql):
    db = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
    try:
        return db.execute(sql).fetchone()[0]
    finally:
        db.close()


def number(path):
    return one(path, 'SELECT seq FROM applied')


def schema(path):
    return one(path, 'PRAGMA user_version')
