-- 0002-backup-run.sql — every PC is to see how old the last good backup is, version 2. Never edited after release.
-- SPDX-License-Identifier: GPL-3.0-or-later

-- One run of a backup, good or not, written once by the PC that made it.
CREATE TABLE backup_run (
  id        INTEGER NOT NULL PRIMARY KEY,
  made_unix INTEGER NOT NULL CHECK (made_unix > 0),
  staff_id  INTEGER REFERENCES staff (id),          -- NULL: the program itself, by the clock
  pc        TEXT    NOT NULL DEFAULT '',
  place     TEXT    NOT NULL DEFAULT '',
  seq       INTEGER NOT NULL DEFAULT 0 CHECK (seq >= 0),
  bytes     INTEGER NOT NULL DEFAULT 0 CHECK (bytes >= 0),
  took_s    INTEGER NOT NULL DEFAULT 0 CHECK (took_s >= 0),
  good      INTEGER NOT NULL CHECK (good IN (0, 1)),
  problem   TEXT    NOT NULL DEFAULT '',
  CHECK (good = 1 OR problem <> ''),
  CHECK (good = 0 OR problem = '')
) STRICT;
CREATE INDEX backup_run_by_time ON backup_run (made_unix);
CREATE INDEX backup_run_good ON backup_run (made_unix) WHERE good = 1;
