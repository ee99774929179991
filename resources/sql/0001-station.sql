-- 0001-station.sql — the station's tables, version 1. Never edited after release.
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Times are Unix seconds UTC (_unix), 0 where a time is not there yet; minutes _min. Ids are random 63-bit numbers, made
-- by the command. Words that decide something (stages, kinds, reasons) are the _to_db forms of src/core.
-- Tables named local_… are left out of the log: every replica fills its own by the triggers at the end, which must be
-- deterministic and write nothing else.

CREATE TABLE setting (
  key   TEXT NOT NULL PRIMARY KEY CHECK (key <> ''),
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE board_column (
  id             INTEGER NOT NULL PRIMARY KEY,
  position       INTEGER NOT NULL,
  name           TEXT    NOT NULL DEFAULT '',      -- '' shows the default word of its stages
  stages         TEXT    NOT NULL CHECK (stages <> ''),
  limit_min      INTEGER NOT NULL DEFAULT 0 CHECK (limit_min BETWEEN 0 AND 10080),
  soft_limit     INTEGER NOT NULL DEFAULT 0 CHECK (soft_limit BETWEEN 0 AND 1000),
  n_card_columns INTEGER NOT NULL DEFAULT 1 CHECK (n_card_columns IN (1, 2))
) STRICT;

CREATE TABLE staff (
  id       INTEGER NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL,
  name     TEXT    NOT NULL CHECK (trim (name) <> ''),
  initials TEXT    NOT NULL DEFAULT '',
  phone    TEXT    NOT NULL DEFAULT '',
  roles    TEXT    NOT NULL,
  colour   INTEGER NOT NULL CHECK (colour BETWEEN 0 AND 7),
  active   INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  pin_hash TEXT    NOT NULL DEFAULT ''             -- Argon2id, '' none yet
) STRICT;

CREATE TABLE bay (
  id                  INTEGER NOT NULL PRIMARY KEY,
  position            INTEGER NOT NULL,
  name                TEXT    NOT NULL CHECK (trim (name) <> ''),
  badge               TEXT    NOT NULL DEFAULT '',
  kind                TEXT    NOT NULL,
  active              INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  usual_technician_id INTEGER REFERENCES staff (id)
) STRICT;

-- The week; minutes after local midnight. open = close: closed, lunch_from = lunch_to: no lunch. 0 is Monday.
CREATE TABLE shift (
  weekday        INTEGER NOT NULL PRIMARY KEY CHECK (weekday BETWEEN 0 AND 6),
  open_min       INTEGER NOT NULL,
  close_min      INTEGER NOT NULL,
  lunch_from_min INTEGER NOT NULL,
  lunch_to_min   INTEGER NOT NULL,
  CHECK (0 <= open_min AND open_min <= close_min AND close_min <= 1440),
  CHECK (0 <= lunch_from_min AND lunch_from_min <= lunch_to_min AND lunch_to_min <= 1440)
) STRICT;

-- One date that differs from its weekday.
CREATE TABLE holiday (
  date           TEXT    NOT NULL PRIMARY KEY CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  name           TEXT    NOT NULL DEFAULT '',
  open_min       INTEGER NOT NULL,
  close_min      INTEGER NOT NULL,
  lunch_from_min INTEGER NOT NULL,
  lunch_to_min   INTEGER NOT NULL,
  CHECK (0 <= open_min AND open_min <= close_min AND close_min <= 1440),
  CHECK (0 <= lunch_from_min AND lunch_from_min <= lunch_to_min AND lunch_to_min <= 1440)
) STRICT, WITHOUT ROWID;

CREATE TABLE customer (
  id           INTEGER NOT NULL PRIMARY KEY,
  name         TEXT    NOT NULL CHECK (trim (name) <> ''),
  initials     TEXT    NOT NULL DEFAULT '',        -- pinyin initials of a Chinese name
  phone        TEXT    NOT NULL DEFAULT '',
  email        TEXT    NOT NULL DEFAULT '',
  vip          INTEGER NOT NULL DEFAULT 0 CHECK (vip IN (0, 1)),
  fleet        INTEGER NOT NULL DEFAULT 0 CHECK (fleet IN (0, 1)),
  search_key   TEXT    NOT NULL,                   -- folded name, initials, phone, one a line
  created_unix INTEGER NOT NULL
) STRICT;
CREATE INDEX customer_by_phone ON customer (phone) WHERE phone <> '';

CREATE TABLE vehicle (
  id           INTEGER NOT NULL PRIMARY KEY,
  plate        TEXT    NOT NULL UNIQUE CHECK (plate <> ''),
  customer_id  INTEGER NOT NULL REFERENCES customer (id),
  model        TEXT    NOT NULL DEFAULT '',
  colour       TEXT    NOT NULL DEFAULT '',
  colour_rgb   INTEGER NOT NULL DEFAULT 0 CHECK (colour_rgb BETWEEN 0 AND 16777215),
  vin          TEXT    NOT NULL DEFAULT '',
  odometer_km  INTEGER NOT NULL DEFAULT -1 CHECK (odometer_km BETWEEN -1 AND 9999999),
  search_key   TEXT    NOT NULL,                   -- folded plate
  created_unix INTEGER NOT NULL
) STRICT;
CREATE INDEX vehicle_by_customer ON vehicle (customer_id);

CREATE TABLE booking (
  id             INTEGER NOT NULL PRIMARY KEY,
  vehicle_id     INTEGER NOT NULL REFERENCES vehicle (id),
  customer_id    INTEGER NOT NULL REFERENCES customer (id),
  slot_unix      INTEGER NOT NULL CHECK (slot_unix > 0),
  advisor_id     INTEGER REFERENCES staff (id),
  wish           TEXT    NOT NULL DEFAULT '',
  quick          INTEGER NOT NULL DEFAULT 0 CHECK (quick IN (0, 1)),
  state          TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'arrived', 'cancelled')),
  visit_id       INTEGER REFERENCES visit (id),
  created_unix   INTEGER NOT NULL,
  created_by     INTEGER REFERENCES staff (id),
  CHECK ((state = 'arrived') = (visit_id IS NOT NULL))
) STRICT;
CREATE INDEX booking_by_slot ON booking (slot_unix);
CREATE INDEX booking_open ON booking (slot_unix) WHERE state = 'open';
CREATE INDEX booking_open_by_vehicle ON booking (vehicle_id, slot_unix) WHERE state = 'open';

CREATE TABLE visit (
  id               INTEGER NOT NULL PRIMARY KEY,
  number           TEXT    NOT NULL UNIQUE CHECK (number GLOB 'R[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9]*'),
  vehicle_id       INTEGER NOT NULL REFERENCES vehicle (id),
  customer_id      INTEGER NOT NULL REFERENCES customer (id),
  bringer          TEXT    NOT NULL DEFAULT '',
  bringer_initials TEXT    NOT NULL DEFAULT '',
  phone            TEXT    NOT NULL DEFAULT '',
  advisor_id       INTEGER REFERENCES staff (id),
  wish             TEXT    NOT NULL DEFAULT '',
  booking_id       INTEGER REFERENCES booking (id),
  slot_unix        INTEGER NOT NULL DEFAULT 0,
  quick            INTEGER NOT NULL DEFAULT 0 CHECK (quick IN (0, 1)),
  waits_here       INTEGER NOT NULL DEFAULT 0 CHECK (waits_here IN (0, 1)),
  wash_wanted      INTEGER NOT NULL DEFAULT 0 CHECK (wash_wanted IN (0, 1)),
  warranty         INTEGER NOT NULL DEFAULT 0 CHECK (warranty IN (0, 1)),
  insured          INTEGER NOT NULL DEFAULT 0 CHECK (insured IN (0, 1)),
  rework           INTEGER NOT NULL DEFAULT 0 CHECK (rework IN (0, 1)),
  odometer_km      INTEGER NOT NULL DEFAULT -1 CHECK (odometer_km BETWEEN -1 AND 9999999),
  arrived_unix     INTEGER NOT NULL CHECK (arrived_unix > 0),
  stage            TEXT    NOT NULL CHECK (stage <> 'booked'),
  stage_since_unix INTEGER NOT NULL CHECK (stage_since_unix > 0),
  moved_by         INTEGER REFERENCES staff (id),
  moved_operation  TEXT    NOT NULL DEFAULT '',    -- undo takes back exactly this one
  ready_unix       INTEGER NOT NULL DEFAULT 0,
  closed_unix      INTEGER NOT NULL DEFAULT 0,     -- delivered or cancelled; 0: in the house
  CHECK ((stage IN ('delivered', 'cancelled')) = (closed_unix > 0))
) STRICT;
-- The boards read a few dozen open visits out of hundreds of thousands.
CREATE INDEX visit_open ON visit (vehicle_id) WHERE closed_unix = 0;
CREATE INDEX visit_closed ON visit (closed_unix) WHERE closed_unix > 0;
CREATE INDEX visit_by_vehicle ON visit (vehicle_id, arrived_unix);
CREATE INDEX visit_by_arrival ON visit (arrived_unix);

-- Every change of stage, written once. position counts the lines of a visit's history, over this table and event.
CREATE TABLE stage_span (
  id              INTEGER NOT NULL PRIMARY KEY,
  visit_id        INTEGER NOT NULL REFERENCES visit (id),
  position        INTEGER NOT NULL CHECK (position > 0),
  from_stage      TEXT    NOT NULL,
  to_stage        TEXT    NOT NULL CHECK (to_stage <> 'booked'),
  kind            TEXT    NOT NULL,
  at_unix         INTEGER NOT NULL CHECK (at_unix > 0),
  staff_id        INTEGER REFERENCES staff (id),
  pc              TEXT    NOT NULL DEFAULT '',
  reason          TEXT    NOT NULL DEFAULT '',
  command         TEXT    NOT NULL CHECK (command IN ('check-in', 'move', 'undo', 'assign', 'start')),
  operation       TEXT    NOT NULL,
  from_since_unix INTEGER NOT NULL DEFAULT 0,      -- what an undo gives back
  from_ready_unix INTEGER NOT NULL DEFAULT 0,
  UNIQUE (visit_id, position)
) STRICT;

CREATE TABLE promise (
  id            INTEGER NOT NULL PRIMARY KEY,
  visit_id      INTEGER NOT NULL REFERENCES visit (id),
  position      INTEGER NOT NULL CHECK (position > 0),
  promised_unix INTEGER NOT NULL CHECK (promised_unix > 0),
  agreed_unix   INTEGER NOT NULL CHECK (agreed_unix > 0),
  staff_id      INTEGER REFERENCES staff (id),
  with_whom     TEXT    NOT NULL DEFAULT '',
  means         TEXT    NOT NULL CHECK (means IN ('desk', 'phone', 'message')),
  reason        TEXT    NOT NULL DEFAULT '',
  CHECK (position = 1 OR reason <> ''),
  UNIQUE (visit_id, position)
) STRICT;

CREATE TABLE job (
  id          INTEGER NOT NULL PRIMARY KEY,
  visit_id    INTEGER NOT NULL REFERENCES visit (id),
  position    INTEGER NOT NULL CHECK (position > 0),
  text        TEXT    NOT NULL CHECK (trim (text) <> ''),
  planned_min INTEGER NOT NULL DEFAULT 0 CHECK (planned_min BETWEEN 0 AND 14400),
  done_unix   INTEGER NOT NULL DEFAULT 0,
  cancelled   INTEGER NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1)),
  CHECK (NOT (cancelled AND done_unix > 0)),
  UNIQUE (visit_id, position)
) STRICT;

CREATE TABLE assignment (
  id                 INTEGER NOT NULL PRIMARY KEY,
  visit_id           INTEGER NOT NULL REFERENCES visit (id),
  job_id             INTEGER NOT NULL REFERENCES job (id),
  bay_id             INTEGER NOT NULL REFERENCES bay (id),
  technician_id      INTEGER NOT NULL REFERENCES staff (id),
  planned_start_unix INTEGER NOT NULL CHECK (planned_start_unix > 0),
  planned_min        INTEGER NOT NULL CHECK (planned_min BETWEEN 1 AND 14400),
  state              TEXT    NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'running', 'stopped', 'finished')),
  started_unix       INTEGER NOT NULL DEFAULT 0,
  finished_unix      INTEGER NOT NULL DEFAULT 0,
  CHECK ((state = 'planned') = (started_unix = 0)),
  CHECK ((state = 'finished') = (finished_unix > 0))
) STRICT;
CREATE UNIQUE INDEX assignment_by_job ON assignment (job_id);
CREATE INDEX assignment_by_visit ON assignment (visit_id);
CREATE INDEX assignment_by_bay ON assignment (bay_id, planned_start_unix);
CREATE INDEX assignment_by_start ON assignment (planned_start_unix);
CREATE INDEX assignment_by_finish ON assignment (finished_unix) WHERE finished_unix > 0;
-- One technician runs one job at a time.
CREATE UNIQUE INDEX assignment_running ON assignment (technician_id) WHERE state = 'running';

CREATE TABLE work_span (
  id            INTEGER NOT NULL PRIMARY KEY,
  assignment_id INTEGER NOT NULL REFERENCES assignment (id),
  from_unix     INTEGER NOT NULL CHECK (from_unix > 0),
  to_unix       INTEGER NOT NULL DEFAULT 0,
  CHECK (to_unix = 0 OR to_unix >= from_unix)
) STRICT;
CREATE INDEX work_span_by_assignment ON work_span (assignment_id, from_unix);
CREATE UNIQUE INDEX work_span_running ON work_span (assignment_id) WHERE to_unix = 0;

CREATE TABLE stoppage (
  id            INTEGER NOT NULL PRIMARY KEY,
  visit_id      INTEGER NOT NULL REFERENCES visit (id),
  assignment_id INTEGER NOT NULL REFERENCES assignment (id),
  reason        TEXT    NOT NULL CHECK (reason <> ''),
  note          TEXT    NOT NULL DEFAULT '',
  owner_id      INTEGER REFERENCES staff (id),     -- who stopped it and looks after it
  check_unix    INTEGER NOT NULL CHECK (check_unix > 0),
  from_unix     INTEGER NOT NULL CHECK (from_unix > 0),
  to_unix       INTEGER NOT NULL DEFAULT 0,
  CHECK (to_unix = 0 OR to_unix >= from_unix)
) STRICT;
CREATE INDEX stoppage_by_assignment ON stoppage (assignment_id, from_unix);
CREATE INDEX stoppage_open ON stoppage (visit_id) WHERE to_unix = 0;

-- What happened to a visit or a booking besides the changes of stage, written once.
CREATE TABLE event (
  id            INTEGER NOT NULL PRIMARY KEY,
  visit_id      INTEGER REFERENCES visit (id),
  booking_id    INTEGER REFERENCES booking (id),
  position      INTEGER NOT NULL CHECK (position > 0),
  kind          TEXT    NOT NULL CHECK (kind IN ('book', 'booking-cancelled', 'check-in', 'promise', 'note', 'job',
                                                 'assign', 'start', 'stop', 'resume', 'finish')),
  at_unix       INTEGER NOT NULL CHECK (at_unix > 0),
  staff_id      INTEGER REFERENCES staff (id),
  pc            TEXT    NOT NULL DEFAULT '',
  reason        TEXT    NOT NULL DEFAULT '',
  detail        TEXT    NOT NULL DEFAULT '',
  note          TEXT    NOT NULL DEFAULT '',
  bay_id        INTEGER REFERENCES bay (id),
  technician_id INTEGER REFERENCES staff (id),
  value_unix    INTEGER NOT NULL DEFAULT 0,
  operation     TEXT    NOT NULL,
  CHECK ((visit_id IS NULL) <> (booking_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX event_by_visit ON event (visit_id, position) WHERE visit_id IS NOT NULL;
CREATE UNIQUE INDEX event_by_booking ON event (booking_id, position) WHERE booking_id IS NOT NULL;

-- ---------------------------------------------------------------------------------------------------------------
-- Search: one text a vehicle (plate, then name, initials and phone of its customer, one a line). Three characters and
-- more go through the trigrams of FTS5; one and two through lists of the newest few hundred vehicles that hold them.
-- Documents are numbered 1, 2, … in the order of the log, the same on every replica: short numbers keep the index small,
-- and the highest number is the newest vehicle.

CREATE TABLE local_search_doc (
  docid      INTEGER NOT NULL PRIMARY KEY,
  vehicle_id INTEGER NOT NULL UNIQUE,
  text       TEXT    NOT NULL
);

CREATE VIRTUAL TABLE local_search_fts USING fts5 (
  text, content = 'local_search_doc', content_rowid = 'docid', tokenize = 'trigram case_sensitive 1',
  detail = 'none', columnsize = 0
);

-- Positions in a text. A table, because triggers know no recursion.
CREATE TABLE local_search_place (n INTEGER NOT NULL PRIMARY KEY);
INSERT INTO local_search_place (n)
  WITH RECURSIVE count (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM count WHERE n < 128) SELECT n FROM count;

CREATE TABLE local_search_gram (
  gram  TEXT    NOT NULL,
  docid INTEGER NOT NULL,
  PRIMARY KEY (gram, docid)
) WITHOUT ROWID;

-- The grams whose list has forgotten some documents, all of them older than the listed ones.
CREATE TABLE local_search_cut (
  gram TEXT NOT NULL PRIMARY KEY
) WITHOUT ROWID;

CREATE TRIGGER local_search_doc_added AFTER INSERT ON local_search_doc
BEGIN
  INSERT INTO local_search_fts (rowid, text) VALUES (new.docid, new.text);
  INSERT INTO local_search_gram (gram, docid)
    SELECT substr (new.text, n, 1), new.docid FROM local_search_place
      WHERE n <= length (new.text) AND substr (new.text, n, 1) <> char (10)
    UNION
    SELECT substr (new.text, n, 2), new.docid FROM local_search_place
      WHERE n < length (new.text) AND instr (substr (new.text, n, 2), char (10)) = 0;
END;

CREATE TRIGGER local_search_doc_changed AFTER UPDATE OF text ON local_search_doc WHEN old.text <> new.text
BEGIN
  INSERT INTO local_search_fts (local_search_fts, rowid, text) VALUES ('delete', old.docid, old.text);
  INSERT INTO local_search_fts (rowid, text) VALUES (new.docid, new.text);
  DELETE FROM local_search_gram WHERE docid = old.docid AND instr (new.text, gram) = 0 AND gram IN (
    SELECT substr (old.text, n, 1) FROM local_search_place WHERE n <= length (old.text)
    UNION
    SELECT substr (old.text, n, 2) FROM local_search_place WHERE n < length (old.text));
  -- An older document must not enter a list that has forgotten some: the list would no longer be the newest ones.
  INSERT INTO local_search_gram (gram, docid)
    SELECT found.gram, new.docid FROM (
      SELECT substr (new.text, n, 1) AS gram FROM local_search_place
        WHERE n <= length (new.text) AND substr (new.text, n, 1) <> char (10)
      UNION
      SELECT substr (new.text, n, 2) FROM local_search_place
        WHERE n < length (new.text) AND instr (substr (new.text, n, 2), char (10)) = 0) AS found
    WHERE instr (old.text, found.gram) = 0 AND NOT EXISTS (
      SELECT 1 FROM local_search_cut AS cut WHERE cut.gram = found.gram
        AND new.docid < coalesce ((SELECT min (docid) FROM local_search_gram WHERE gram = found.gram),
                                  (SELECT max (docid) FROM local_search_doc)));
END;

CREATE TRIGGER local_search_doc_removed AFTER DELETE ON local_search_doc
BEGIN
  INSERT INTO local_search_fts (local_search_fts, rowid, text) VALUES ('delete', old.docid, old.text);
  DELETE FROM local_search_gram WHERE docid = old.docid AND gram IN (
    SELECT substr (old.text, n, 1) FROM local_search_place WHERE n <= length (old.text)
    UNION
    SELECT substr (old.text, n, 2) FROM local_search_place WHERE n < length (old.text));
END;

-- Every 32nd document looks whether a list has grown past 400, and cuts it to its newest 200 in one go: one more
-- document costs next to nothing.
CREATE TRIGGER local_search_gram_added AFTER INSERT ON local_search_gram
  WHEN new.docid % 32 = 0
    AND (SELECT docid FROM local_search_gram WHERE gram = new.gram ORDER BY docid DESC LIMIT 1 OFFSET 399) IS NOT NULL
BEGIN
  DELETE FROM local_search_gram WHERE gram = new.gram AND docid <
    (SELECT docid FROM local_search_gram WHERE gram = new.gram ORDER BY docid DESC LIMIT 1 OFFSET 199);
  INSERT INTO local_search_cut (gram)
    SELECT new.gram WHERE NOT EXISTS (SELECT 1 FROM local_search_cut WHERE gram = new.gram);
END;

-- A changeset may bring a vehicle before its customer: whichever comes last completes the text.
CREATE TRIGGER local_search_vehicle_added AFTER INSERT ON vehicle
BEGIN
  INSERT INTO local_search_doc (docid, vehicle_id, text)
    SELECT coalesce ((SELECT max (docid) FROM local_search_doc), 0) + 1, new.id,
           new.search_key || char (10) || coalesce ((SELECT search_key FROM customer WHERE id = new.customer_id), '');
END;

CREATE TRIGGER local_search_vehicle_changed AFTER UPDATE OF search_key, customer_id ON vehicle
BEGIN
  UPDATE local_search_doc
    SET text = new.search_key || char (10) || coalesce ((SELECT search_key FROM customer WHERE id = new.customer_id), '')
    WHERE vehicle_id = new.id;
END;

CREATE TRIGGER local_search_vehicle_removed AFTER DELETE ON vehicle
BEGIN
  DELETE FROM local_search_doc WHERE vehicle_id = old.id;
END;

CREATE TRIGGER local_search_customer_added AFTER INSERT ON customer
BEGIN
  UPDATE local_search_doc
    SET text = (SELECT search_key FROM vehicle WHERE id = vehicle_id) || char (10) || new.search_key
    WHERE vehicle_id IN (SELECT id FROM vehicle WHERE customer_id = new.id);
END;

CREATE TRIGGER local_search_customer_changed AFTER UPDATE OF search_key ON customer WHEN old.search_key <> new.search_key
BEGIN
  UPDATE local_search_doc
    SET text = (SELECT search_key FROM vehicle WHERE id = vehicle_id) || char (10) || new.search_key
    WHERE vehicle_id IN (SELECT id FROM vehicle WHERE customer_id = new.id);
END;
