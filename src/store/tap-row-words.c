/* tap-row-words.c — what the rows of a transaction changed, as people of the station call it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-copy"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/tap-core.h"
#include "store/tap-copy.h"
#include "store/tap-query.h"

struct _TapRowWords
{
  GPtrArray *copies;            /* of sqlite3: the station as it stands, then as it stood when it was set aside */
  GTimeZone *zone;
};

typedef enum { AS_TEXT, AS_NUMBER, AS_TIME, AS_MINUTES, AS_FLAG, AS_STAGE, AS_STOP, AS_ROLES, AS_PERSON, AS_BAY, AS_WORK, AS_PLATE } Kind;

/* What people call a field. All others are bookkeeping of the program. */
static const struct
{
  const char *table, *column, *title;
  Kind        kind;
} fields[] = {
  { "customer", "name", N_("Customer"), AS_TEXT },
  { "customer", "phone", N_("Phone"), AS_TEXT },
  { "vehicle", "plate", N_("Plate"), AS_PLATE },
  { "vehicle", "model", N_("Model"), AS_TEXT },
  { "vehicle", "odometer_km", N_("Odometer (km)"), AS_NUMBER },
  { "booking", "slot_unix", N_("Booked for"), AS_TIME },
  { "booking", "wish", N_("Wish"), AS_TEXT },
  { "booking", "advisor_id", N_("Advisor"), AS_PERSON },
  { "booking", "state", N_("Booking"), AS_WORK },
  { "visit", "number", N_("Repair order"), AS_TEXT },
  { "visit", "stage", N_("Stage"), AS_STAGE },
  { "visit", "bringer", N_("Brought by"), AS_TEXT },
  { "visit", "phone", N_("Phone"), AS_TEXT },
  { "visit", "advisor_id", N_("Advisor"), AS_PERSON },
  { "visit", "wish", N_("Wish"), AS_TEXT },
  { "visit", "odometer_km", N_("Odometer (km)"), AS_NUMBER },
  { "visit", "waits_here", N_("Waits here"), AS_FLAG },
  { "visit", "wash_wanted", N_("Wash wanted"), AS_FLAG },
  { "stage_span", "reason", N_("Reason"), AS_TEXT },
  { "promise", "promised_unix", N_("Hand-over promised"), AS_TIME },
  { "promise", "with_whom", N_("Agreed with"), AS_TEXT },
  { "promise", "reason", N_("Reason"), AS_TEXT },
  { "job", "text", N_("Work"), AS_TEXT },
  { "job", "planned_min", N_("Planned time"), AS_MINUTES },
  { "job", "done_unix", N_("Done"), AS_TIME },
  { "job", "cancelled", N_("Cancelled"), AS_FLAG },
  { "assignment", "bay_id", N_("Bay"), AS_BAY },
  { "assignment", "technician_id", N_("Technician"), AS_PERSON },
  { "assignment", "planned_start_unix", N_("Planned start"), AS_TIME },
  { "assignment", "planned_min", N_("Planned time"), AS_MINUTES },
  { "assignment", "state", N_("Work"), AS_WORK },
  { "assignment", "started_unix", N_("Started"), AS_TIME },
  { "assignment", "finished_unix", N_("Finished"), AS_TIME },
  { "stoppage", "reason", N_("Stopped"), AS_STOP },
  { "stoppage", "note", N_("Note"), AS_TEXT },
  { "stoppage", "to_unix", N_("Resumed"), AS_TIME },
  { "event", "detail", N_("Note"), AS_TEXT },
  { "staff", "name", N_("Person"), AS_TEXT },
  { "staff", "roles", N_("Roles"), AS_ROLES },
  { "staff", "active", N_("Works here"), AS_FLAG },
  { "bay", "name", N_("Bay"), AS_TEXT },
  { "setting", "key", N_("Setting"), AS_TEXT },
  { "setting", "value", N_("Value"), AS_TEXT },
  { "holiday", "date", N_("Day"), AS_TEXT },
  { "holiday", "name", N_("Holiday"), AS_TEXT },
  { "backup_run", "place", N_("Backup in"), AS_TEXT },
};

static const struct
{
  const char *stored, *word;
} work_words[] = {
  { "planned", NC_("work", "planned") }, { "running", NC_("work", "under way") }, { "stopped", NC_("work", "stopped") },
  { "finished", NC_("work", "finished") }, { "open", NC_("work", "booked") }, { "arrived", NC_("work", "arrived") },
  { "cancelled", NC_("work", "cancelled") },
};

#define CAR_OF_VISIT " JOIN visit ON visit.id = row.visit_id JOIN vehicle ON vehicle.id = visit.vehicle_id WHERE row.id = :id"

/* The car a row is about. */
static const struct
{
  const char *table, *sql;
} cars[] = {
  { "vehicle", "SELECT plate FROM vehicle WHERE id = :id" },
  { "customer", "SELECT plate FROM vehicle WHERE customer_id = :id ORDER BY id LIMIT 1" },
  { "visit", "SELECT plate FROM visit JOIN vehicle ON vehicle.id = visit.vehicle_id WHERE visit.id = :id" },
  { "booking", "SELECT plate FROM booking JOIN vehicle ON vehicle.id = booking.vehicle_id WHERE booking.id = :id" },
  { "stage_span", "SELECT plate FROM stage_span AS row" CAR_OF_VISIT },
  { "promise", "SELECT plate FROM promise AS row" CAR_OF_VISIT },
  { "job", "SELECT plate FROM job AS row" CAR_OF_VISIT },
  { "assignment", "SELECT plate FROM assignment AS row" CAR_OF_VISIT },
  { "stoppage", "SELECT plate FROM stoppage AS row" CAR_OF_VISIT },
  { "event", "SELECT plate FROM event AS row" CAR_OF_VISIT },
  { "work_span", "SELECT plate FROM work_span JOIN assignment AS row ON row.id = assignment_id"
                 " JOIN visit ON visit.id = row.visit_id JOIN vehicle ON vehicle.id = visit.vehicle_id WHERE work_span.id = :id" },
};

/* ---- the copies ---------------------------------------------------------------------------------------------------------- */

static void
close_copy (gpointer db)
{
  tap_db_forget (db);
  sqlite3_close (db);
}

static void
add_copy (TapRowWords *self,
          const char  *dir,
          const char  *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  sqlite3 *db = NULL;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
    {
      sqlite3_close (db);
      return;
    }
  sqlite3_busy_timeout (db, 2000);
  g_ptr_array_add (self->copies, db);
}

TapRowWords *
tap_row_words_new (const char *replica_dir,
                   GTimeZone  *zone)
{
  TapRowWords *self;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_return_val_if_fail (replica_dir != NULL && zone != NULL, NULL);

  self = g_new0 (TapRowWords, 1);
  self->copies = g_ptr_array_new_with_free_func (close_copy);
  self->zone = g_time_zone_ref (zone);
  add_copy (self, replica_dir, "replica.db");
  dir = g_dir_open (replica_dir, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "replica-aside-") && g_str_has_suffix (name, ".db"))
      add_copy (self, replica_dir, name);
  return self;
}

void
tap_row_words_free (TapRowWords *self)
{
  g_ptr_array_unref (self->copies);
  g_time_zone_unref (self->zone);
  g_free (self);
}

/* The first answer of the copies; NULL: none of them knows. */
static char *
look_up (TapRowWords *self,
         const char  *sql,
         gint64       id)
{
  for (guint i = 0; i < self->copies->len; i++)
    {
      TapQuery query;
      char *text = NULL;

      tap_query_begin (&query, self->copies->pdata[i], "look up a row", sql, TAP_PARAMS (TAP_INT ("id", id)));
      if (tap_query_next (&query))
        text = tap_query_dup (&query);
      if (tap_query_end (&query, NULL) && text != NULL)
        return text;
      g_free (text);
    }
  return NULL;
}

/* ---- reading the lines ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  char sign;                    /* '+', '-' or ' ' */
  char *table;
  gint64 key;
  GString *text;                /* of all rows so far */
  GPtrArray *plates;            /* of all rows so far */
  gboolean is_note;             /* an event that is a note of a person */
  gboolean has_car;
} Row;

/* Whether the quote that is closed here is the end of a value. */
static gboolean
ends_value (const char *at)
{
  return *at == '\0' || *at == '\n' || g_str_has_prefix (at, ", ") || g_str_has_prefix (at, " → ");
}

/* A value of a row: “text” (which may have lines and quotes of its own), a number, or a dash for none. */
static char *
read_value (const char **at)
{
  const char *from = *at, *to;

  if (!g_str_has_prefix (from, "“"))
    {
      for (to = from; !ends_value (to); to++)
        ;
      *at = to;
      return g_strndup (from, (gsize) (to - from));
    }
  from += strlen ("“");
  for (to = from; *to != '\0' && !(g_str_has_prefix (to, "”") && ends_value (to + strlen ("”"))); to++)
    ;
  *at = *to == '\0' ? to : to + strlen ("”");
  return g_strndup (from, (gsize) (to - from));
}

static char *
read_word (const char **at)
{
  const char *from = *at, *to = from;

  while (g_ascii_isalnum (*to) || *to == '_')
    to++;
  *at = to;
  return g_strndup (from, (gsize) (to - from));
}

static char *
time_text (TapRowWords *self,
           gint64       unix_s)
{
  g_autoptr (GDateTime) utc = unix_s > 0 ? g_date_time_new_from_unix_utc (unix_s) : NULL;
  g_autoptr (GDateTime) local = utc == NULL ? NULL : g_date_time_to_timezone (utc, self->zone);

  return local == NULL ? g_strdup ("–") : g_date_time_format (local, "%m-%d %H:%M");
}

static char *
roles_text (const char *stored)
{
  g_autoptr (GString) text = g_string_new (NULL);
  TapRoles roles = 0;

  if (!tap_roles_from_db (stored, &roles))
    return g_strdup (stored);
  for (TapRoles role = 1; role != 0 && role <= roles; role <<= 1)
    if ((roles & role) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", tap_role_label ((TapRole) role));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
named (TapRowWords *self,
       const char  *sql,
       const char  *id)
{
  char *name = look_up (self, sql, g_ascii_strtoll (id, NULL, 10));

  return name != NULL ? name : g_strdup (id);
}

static char *
value_text (TapRowWords *self,
            Kind         kind,
            const char  *value)
{
  TapStage stage = TAP_STAGE_BOOKED;
  TapStopReason reason = TAP_STOP_OTHER;
  gint64 number = g_ascii_strtoll (value, NULL, 10);

  if (*value == '\0' || g_str_equal (value, "–"))
    return g_strdup ("–");
  switch (kind)
    {
    case AS_TIME:
      return time_text (self, number);
    case AS_MINUTES:
      /* Translators: minutes of work */
      return number == 0 ? g_strdup ("–") : g_strdup_printf (_("%d min"), (int) number);
    case AS_FLAG:
      return g_strdup (number != 0 ? _("yes") : _("no"));
    case AS_STAGE:
      return g_strdup (tap_stage_from_db (value, &stage) ? tap_stage_label (stage) : value);
    case AS_STOP:
      return g_strdup (tap_stop_reason_from_db (value, &reason) ? tap_stop_reason_label (reason) : value);
    case AS_ROLES:
      return roles_text (value);
    case AS_PERSON:
      return named (self, "SELECT name FROM staff WHERE id = :id", value);
    case AS_BAY:
      return named (self, "SELECT name FROM bay WHERE id = :id", value);
    case AS_WORK:
      for (guint i = 0; i < G_N_ELEMENTS (work_words); i++)
        if (g_str_equal (work_words[i].stored, value))
          return g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "work", work_words[i].word));
      break;
    case AS_PLATE:
      return tap_plate_show (value);
    case AS_NUMBER:
      return g_strdup (number < 0 ? "–" : value);
    case AS_TEXT:
      break;
    }
  return g_strdup (value);
}

static void
add_plate (Row  *row,
           char *plate)
{
  if (plate != NULL && *plate != '\0' && !g_ptr_array_find_with_equal_func (row->plates, plate, g_str_equal, NULL))
    g_ptr_array_add (row->plates, g_steal_pointer (&plate));
  g_free (plate);
}

static void
find_car (TapRowWords *self,
          Row         *row,
          const char  *table,
          gint64       id)
{
  for (guint i = 0; i < G_N_ELEMENTS (cars); i++)
    if (g_str_equal (cars[i].table, table))
      {
        add_plate (row, look_up (self, cars[i].sql, id));
        row->has_car = TRUE;
      }
}

/* @before NULL: there is only one value, of a row that came or went. */
static void
take_field (TapRowWords *self,
            Row         *row,
            const char  *column,
            const char  *before,
            const char  *value)
{
  g_autofree char *old_text = NULL;
  g_autofree char *new_text = NULL;

  if (g_str_equal (row->table, "event") && g_str_equal (column, "kind"))
    row->is_note = g_str_equal (value, "note");
  if (g_str_equal (row->table, "vehicle") && g_str_equal (column, "plate"))
    add_plate (row, g_strdup (value));
  if (g_str_equal (column, "visit_id") && *value != '\0' && !g_str_equal (value, "–"))
    find_car (self, row, "visit", g_ascii_strtoll (value, NULL, 10));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (!g_str_equal (fields[i].table, row->table) || !g_str_equal (fields[i].column, column))
        continue;
      /* Other events tell again what the rows beside them say. */
      if (g_str_equal (row->table, "event") && !row->is_note)
        return;
      /* A car that comes or goes is named by its plate already. */
      if (before == NULL && fields[i].kind == AS_PLATE)
        return;
      new_text = value_text (self, fields[i].kind, value);
      old_text = before == NULL ? NULL : value_text (self, fields[i].kind, before);
      if (before == NULL && (g_str_equal (new_text, "–") || (fields[i].kind == AS_FLAG && g_str_equal (value, "0"))))
        return;
      g_string_append_printf (row->text, "%s%s: ", row->text->len > 0 ? "\n" : "", _(fields[i].title));
      if (before != NULL)
        g_string_append_printf (row->text, "%s → %s", old_text, new_text);
      else if (row->sign == '-')
        /* Translators: the value of a field that was taken away */
        g_string_append_printf (row->text, _("%s (removed)"), new_text);
      else
        g_string_append (row->text, new_text);
      return;
    }
}

static void
read_fields (TapRowWords  *self,
             Row          *row,
             const char  **at)
{
  while (g_str_has_prefix (*at, ": ") || g_str_has_prefix (*at, ", "))
    {
      g_autofree char *column = NULL;
      g_autofree char *first = NULL;
      g_autofree char *second = NULL;

      *at += 2;
      column = read_word (at);
      if (**at != ' ')
        return;
      (*at)++;
      first = read_value (at);
      if (g_str_has_prefix (*at, " → "))
        {
          *at += strlen (" → ");
          second = read_value (at);
        }
      take_field (self, row, column, second != NULL ? first : NULL, second != NULL ? second : first);
    }
}

static void
read_row (TapRowWords  *self,
          Row          *row,
          const char  **at)
{
  row->sign = ' ';
  row->is_note = row->has_car = FALSE;
  row->key = 0;
  if (**at == '+')
    {
      row->sign = '+';
      (*at)++;
    }
  else if (g_str_has_prefix (*at, "−"))
    {
      row->sign = '-';
      *at += strlen ("−");
    }
  g_clear_pointer (&row->table, g_free);
  row->table = read_word (at);
  if (**at == ' ')
    row->key = g_ascii_strtoll (*at, (char **) at, 10);
  read_fields (self, row, at);
  if (row->key != 0 && !row->has_car)
    find_car (self, row, row->table, row->key);
  /* To the next row, also over what was not understood. */
  while (**at != '\0' && **at != '\n')
    (*at)++;
  if (**at == '\n')
    (*at)++;
}

char *
tap_row_words_text (TapRowWords  *self,
                    const char   *details,
                    char        **plates)
{
  Row row = { 0 };
  const char *at = details;

  g_return_val_if_fail (self != NULL && details != NULL, NULL);

  row.text = g_string_new (NULL);
  row.plates = g_ptr_array_new_with_free_func (g_free);
  while (*at != '\0')
    read_row (self, &row, &at);
  g_ptr_array_add (row.plates, NULL);
  if (plates != NULL)
    *plates = g_strjoinv (", ", (char **) row.plates->pdata);
  g_ptr_array_unref (row.plates);
  g_free (row.table);
  return g_string_free (row.text, FALSE);
}
