/* tap-demo-rows.c — rows on the way to the ledger: kept flat, written by one prepared statement a table.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-demo"

#include "config.h"

#include <string.h>

#include "store/tap-demo.h"

/* x: a number, r: a reference (0 is stored as NULL), s: a text. */
static const struct
{
  const char *columns;
  const char *sql;
} tables[TAP_DEMO_N_TABLES] = {
  [TAP_DEMO_SETTING] = { "ss", "INSERT INTO setting (key, value) VALUES (?, ?)" },
  [TAP_DEMO_COLUMN] = { "xxsxxx", "INSERT INTO board_column (id, position, stages, limit_min, soft_limit, n_card_columns)"
                                  " VALUES (?, ?, ?, ?, ?, ?)" },
  [TAP_DEMO_STAFF] = { "xxssssxs", "INSERT INTO staff (id, position, name, initials, phone, roles, colour, pin_hash)"
                                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?)" },
  [TAP_DEMO_BAY] = { "xxsssr", "INSERT INTO bay (id, position, name, badge, kind, usual_technician_id) VALUES (?, ?, ?, ?, ?, ?)" },
  [TAP_DEMO_SHIFT] = { "xxxxx", "INSERT INTO shift (weekday, open_min, close_min, lunch_from_min, lunch_to_min)"
                                " VALUES (?, ?, ?, ?, ?)" },
  [TAP_DEMO_CUSTOMER] = { "xsssxxsx", "INSERT INTO customer (id, name, initials, phone, vip, fleet, search_key, created_unix)"
                                      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)" },
  [TAP_DEMO_VEHICLE] = { "xsxssxsxsx", "INSERT INTO vehicle (id, plate, customer_id, model, colour, colour_rgb, vin, odometer_km,"
                                       " search_key, created_unix) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
  [TAP_DEMO_BOOKING] = { "xxxxrsxsrxr", "INSERT INTO booking (id, vehicle_id, customer_id, slot_unix, advisor_id, wish, quick, state,"
                                        " visit_id, created_unix, created_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
  [TAP_DEMO_VISIT] = { "xsxxssrsrxxxxxxxxxsxrsxx",
                       "INSERT INTO visit (id, number, vehicle_id, customer_id, bringer, phone, advisor_id, wish, booking_id, slot_unix,"
                       " quick, waits_here, wash_wanted, warranty, insured, rework, odometer_km, arrived_unix, stage, stage_since_unix,"
                       " moved_by, moved_operation, ready_unix, closed_unix)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
  [TAP_DEMO_SPAN] = { "xxxsssxrsssxx",
                      "INSERT INTO stage_span (id, visit_id, position, from_stage, to_stage, kind, at_unix, staff_id, pc, command, operation,"
                      " from_since_unix, from_ready_unix) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
  [TAP_DEMO_PROMISE] = { "xxxxxrsss", "INSERT INTO promise (id, visit_id, position, promised_unix, agreed_unix, staff_id, with_whom, means,"
                                      " reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)" },
  [TAP_DEMO_JOB] = { "xxxsxx", "INSERT INTO job (id, visit_id, position, text, planned_min, done_unix) VALUES (?, ?, ?, ?, ?, ?)" },
  [TAP_DEMO_ASSIGNMENT] = { "xxxxxxxsxx",
                            "INSERT INTO assignment (id, visit_id, job_id, bay_id, technician_id, planned_start_unix, planned_min, state,"
                            " started_unix, finished_unix) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
  [TAP_DEMO_WORK_SPAN] = { "xxxx", "INSERT INTO work_span (id, assignment_id, from_unix, to_unix) VALUES (?, ?, ?, ?)" },
  [TAP_DEMO_STOPPAGE] = { "xxxssrxx", "INSERT INTO stoppage (id, visit_id, assignment_id, reason, note, owner_id, check_unix, from_unix)"
                                      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)" },
  [TAP_DEMO_EVENT] = { "xrrxsxrssssrrxs",
                       "INSERT INTO event (id, visit_id, booking_id, position, kind, at_unix, staff_id, pc, reason, detail, note, bay_id,"
                       " technician_id, value_unix, operation) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
  [TAP_DEMO_BACKUP_RUN] = { "xxrssxxxxs", "INSERT INTO backup_run (id, made_unix, staff_id, pc, place, seq, bytes, took_s, good, problem)"
                                          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
  [TAP_DEMO_ARRIVED] = { "xx", "UPDATE booking SET visit_id = ?, state = 'arrived' WHERE id = ?" },
};

typedef union
{
  gint64      number;
  const char *text;
} Value;

struct _TapDemoRows
{
  GArray       *tables;         /* of guint8: the table of each row */
  GArray       *values;         /* of Value, row after row */
  GStringChunk *texts;
  gsize         n_bytes;
};

TapDemoRows *
tap_demo_rows_new (void)
{
  TapDemoRows *self = g_new0 (TapDemoRows, 1);

  self->tables = g_array_new (FALSE, FALSE, sizeof (guint8));
  self->values = g_array_new (FALSE, FALSE, sizeof (Value));
  self->texts = g_string_chunk_new (64 * 1024);
  return self;
}

void
tap_demo_rows_free (TapDemoRows *self)
{
  g_array_unref (self->tables);
  g_array_unref (self->values);
  g_string_chunk_free (self->texts);
  g_free (self);
}

void
tap_demo_rows_add (TapDemoRows  *self,
                   TapDemoTable  table,
                   ...)
{
  guint8 number = (guint8) table;
  va_list args;

  va_start (args, table);
  g_array_append_val (self->tables, number);
  for (const char *column = tables[table].columns; *column != '\0'; column++)
    {
      Value value = { 0 };

      if (*column == 's')
        {
          const char *text = va_arg (args, const char *);

          value.text = g_string_chunk_insert_const (self->texts, text != NULL ? text : "");
          self->n_bytes += strlen (value.text) + 2;
        }
      else
        {
          value.number = va_arg (args, gint64);
          self->n_bytes += 9;
        }
      g_array_append_val (self->values, value);
    }
  va_end (args);
  self->n_bytes += 4;
}

gsize
tap_demo_rows_get_bytes (TapDemoRows *self)
{
  return self->n_bytes;
}

static gboolean
refuse (sqlite3      *db,
        TapDemoTable  table,
        GError      **error)
{
  g_set_error (error, TAP_STORE_ERROR, TAP_STORE_ERROR_FAILED, "%s: %s (%d)", tables[table].sql, sqlite3_errmsg (db),
               sqlite3_extended_errcode (db));
  return FALSE;
}

/* Binds and runs one row; returns how many values it took, or -1. */
static int
write_row (sqlite3_stmt *statement,
           const char   *columns,
           const Value  *values)
{
  int n = 0;

  for (; columns[n] != '\0'; n++)
    {
      int rc;

      if (columns[n] == 's')
        rc = sqlite3_bind_text (statement, n + 1, values[n].text, -1, SQLITE_STATIC);
      else if (columns[n] == 'r' && values[n].number == 0)
        rc = sqlite3_bind_null (statement, n + 1);
      else
        rc = sqlite3_bind_int64 (statement, n + 1, values[n].number);
      if (rc != SQLITE_OK)
        return -1;
    }
  if (sqlite3_step (statement) != SQLITE_DONE)
    n = -1;
  sqlite3_reset (statement);
  return n;
}

gboolean
tap_demo_rows_write (TapDemoRows  *self,
                     sqlite3      *db,
                     GError      **error)
{
  sqlite3_stmt *statements[TAP_DEMO_N_TABLES] = { NULL };
  const Value *values = (const Value *) (gconstpointer) self->values->data;
  gboolean done = TRUE;

  for (guint i = 0; done && i < self->tables->len; i++)
    {
      TapDemoTable table = g_array_index (self->tables, guint8, i);
      int n = -1;

      if (statements[table] == NULL)
        sqlite3_prepare_v2 (db, tables[table].sql, -1, &statements[table], NULL);
      if (statements[table] != NULL)
        n = write_row (statements[table], tables[table].columns, values);
      done = n >= 0 || refuse (db, table, error);
      values += n;
    }
  for (guint i = 0; i < TAP_DEMO_N_TABLES; i++)
    sqlite3_finalize (statements[i]);
  return done;
}
