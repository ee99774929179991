/* tap-command-parts.c — what several commands do: who acts, history, changes of stage.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-command-parts"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "store/tap-store-private.h"

TapCommandInput *
tap_command_input_new (gint64      staff_id,
                       const char *pc)
{
  TapCommandInput *input = g_new0 (TapCommandInput, 1);

  input->strings = g_string_chunk_new (256);
  input->staff_id = staff_id;
  input->pc = tap_command_input_keep (input, pc != NULL ? pc : "");
  return input;
}

const char *
tap_command_input_keep (TapCommandInput *input,
                        const char      *text)
{
  return text != NULL ? g_string_chunk_insert (input->strings, text) : NULL;
}

typedef struct
{
  gpointer       value;
  GDestroyNotify free_func;
} Held;

static void
held_free (gpointer data)
{
  Held *held = data;

  held->free_func (held->value);
  g_free (held);
}

gpointer
tap_command_input_hold (TapCommandInput *input,
                        gpointer         value,
                        GDestroyNotify   free_func)
{
  Held *held;

  if (value == NULL)
    return NULL;
  held = g_new (Held, 1);
  *held = (Held){ value, free_func };
  input->values = g_slist_prepend (input->values, held);
  return value;
}

void
tap_command_input_free (gpointer data)
{
  TapCommandInput *input = data;

  g_slist_free_full (input->values, held_free);
  g_string_chunk_free (input->strings);
  g_free (input);
}

TapCommandResult *
tap_command_result_new (gint64      id,
                        const char *text)
{
  TapCommandResult *result = g_new0 (TapCommandResult, 1);

  result->id = id;
  result->text = g_strdup (text);
  return result;
}

void
tap_command_result_free (gpointer data)
{
  TapCommandResult *result = data;

  g_free (result->text);
  g_free (result);
}

gboolean
tap_text_is_blank (const char *text)
{
  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;

  return TRUE;
}

char *
tap_text_clean (const char *text,
                int         max_chars)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  g_strstrip (valid);
  return g_utf8_strlen (valid, -1) > max_chars ? g_utf8_substring (valid, 0, max_chars)
                                               : g_steal_pointer (&valid);
}

gboolean
tap_refuse_right (GError **error)
{
  return tap_refuse (error, TAP_STORE_ERROR_RIGHT, _("Your roles do not allow this."));
}

gboolean
tap_load_actor (sqlite3   *db,
                gint64     staff_id,
                TapRoles  *roles,
                GError   **error)
{
  TapQuery query;
  gboolean active = FALSE;

  *roles = 0;
  tap_query_begin (&query, db, "look up who acts",
                   "SELECT roles FROM staff WHERE id = :id AND active = 1",
                   TAP_PARAMS (TAP_INT ("id", staff_id)));
  if (tap_query_next (&query))
    active = tap_roles_from_db (tap_query_text (&query), roles);
  if (!tap_query_end (&query, error))
    return FALSE;
  if (!active)
    return tap_refuse (error, TAP_STORE_ERROR_RIGHT, _("Nobody of the staff is signed in."));
  return TRUE;
}

gboolean
tap_require_right (sqlite3   *db,
                   gint64     staff_id,
                   TapRight   right,
                   TapRoles  *roles,
                   GError   **error)
{
  TapRoles found;

  if (!tap_load_actor (db, staff_id, &found, error))
    return FALSE;
  if (roles != NULL)
    *roles = found;
  return tap_roles_have_right (found, right) || tap_refuse_right (error);
}

/* The next line number of a visit's history, over both tables that hold it. */
#define NEXT_POSITION                                                                              \
  "1 + max (coalesce ((SELECT max (position) FROM stage_span WHERE visit_id = :visit_id), 0),"     \
  "         coalesce ((SELECT max (position) FROM event WHERE visit_id = :visit_id), 0))"

gboolean
tap_add_event (TapCommandContext      *context,
               const TapCommandInput  *input,
               const TapEvent         *event,
               GError                **error)
{
  static const char visit_sql[] = "INSERT INTO event (id, visit_id, booking_id, position, kind, "
                                  "at_unix, staff_id, pc, reason, detail, note, bay_id,"
                                  "                   technician_id, value_unix, operation)"
                                  "  SELECT :id, :visit_id, :booking_id, " NEXT_POSITION
                                  ", :kind, :at, :staff, :pc, :reason, :detail, :note, :bay,"
                                  "         :technician, :value, :operation";
  static const char booking_sql[]
    = "INSERT INTO event (id, visit_id, booking_id, position, kind, at_unix, staff_id, pc, reason, "
      "detail, note, bay_id,"
      "                   technician_id, value_unix, operation)"
      "  SELECT :id, :visit_id, :booking_id,"
      "         1 + coalesce ((SELECT max (position) FROM event WHERE booking_id = :booking_id), "
      "0), :kind, :at, :staff,"
      "         :pc, :reason, :detail, :note, :bay, :technician, :value, :operation";

  return tap_db_run (
    context->db, "add to the history", event->visit_id != 0 ? visit_sql : booking_sql,
    TAP_PARAMS (TAP_INT ("id", tap_command_new_id (context)), TAP_REF ("visit_id", event->visit_id),
                TAP_REF ("booking_id", event->booking_id), TAP_TEXT ("kind", event->kind),
                TAP_INT ("at", context->happened_unix), TAP_REF ("staff", input->staff_id),
                TAP_TEXT ("pc", input->pc), TAP_TEXT ("reason", event->reason),
                TAP_TEXT ("detail", event->detail), TAP_TEXT ("note", event->note),
                TAP_REF ("bay", event->bay_id), TAP_REF ("technician", event->technician_id),
                TAP_INT ("value", event->value_unix),
                TAP_TEXT ("operation", context->operation_id)),
    NULL, error);
}

gint64
tap_ready_after (TapStage to,
                 gint64   ready_unix,
                 gint64   now_unix)
{
  if (to == TAP_STAGE_CANCELLED)
    return ready_unix;
  if (!tap_stage_is_ready (to))
    return 0;
  return ready_unix != 0 ? ready_unix : now_unix;
}

gboolean
tap_change_stage (TapCommandContext      *context,
                  const TapCommandInput  *input,
                  const TapStageChange   *change,
                  GError                **error)
{
  static const char span_sql[]
    = "INSERT INTO stage_span (id, visit_id, position, from_stage, to_stage, kind, at_unix, "
      "staff_id, pc, reason, command,"
      "                        operation, from_since_unix, from_ready_unix)"
      "  SELECT :id, :visit_id, " NEXT_POSITION
      ", :from, :to, :kind, :at, :staff, :pc, :reason, :command, :operation,"
      "         :from_since, :from_ready";
  static const char visit_sql[]
    = "UPDATE visit SET stage = :stage, stage_since_unix = :since, ready_unix = :ready, "
      "closed_unix = :closed,"
      "                 moved_by = :staff, moved_operation = :operation WHERE id = :id";
  gint64 now = context->happened_unix;

  if (!tap_db_run (context->db, "write down the move", span_sql,
                   TAP_PARAMS (TAP_INT ("id", tap_command_new_id (context)),
                               TAP_INT ("visit_id", change->visit_id),
                               TAP_TEXT ("from", tap_stage_to_db (change->from)),
                               TAP_TEXT ("to", tap_stage_to_db (change->to)),
                               TAP_TEXT ("kind", tap_move_kind_to_db (change->kind)),
                               TAP_INT ("at", now), TAP_REF ("staff", input->staff_id),
                               TAP_TEXT ("pc", input->pc), TAP_TEXT ("reason", change->reason),
                               TAP_TEXT ("command", change->command),
                               TAP_TEXT ("operation", context->operation_id),
                               TAP_INT ("from_since", change->from_since_unix),
                               TAP_INT ("from_ready", change->from_ready_unix)),
                   NULL, error))
    return FALSE;

  return tap_db_run (context->db, "move the visit", visit_sql,
                     TAP_PARAMS (TAP_TEXT ("stage", tap_stage_to_db (change->to)),
                                 TAP_INT ("since", change->since_unix),
                                 TAP_INT ("ready", change->ready_unix),
                                 TAP_INT ("closed", tap_stage_is_open (change->to) ? 0 : now),
                                 TAP_REF ("staff", input->staff_id),
                                 TAP_TEXT ("operation", context->operation_id),
                                 TAP_INT ("id", change->visit_id)),
                     NULL, error);
}

gboolean
tap_load_visit_facts (sqlite3        *db,
                      gint64          visit_id,
                      gint64          staff_id,
                      TapVisitFacts  *facts,
                      GError        **error)
{
  static const char sql[]
    = "SELECT v.stage, v.quick, v.wash_wanted, v.stage_since_unix, v.ready_unix, v.moved_by, "
      "v.moved_operation,"
      "       (SELECT roles FROM staff WHERE id = :staff AND active = 1),"
      "       (SELECT count (*) FROM job WHERE visit_id = v.id AND cancelled = 0),"
      "       (SELECT count (*) FROM job WHERE visit_id = v.id AND done_unix > 0),"
      "       (SELECT count (*) FROM stoppage WHERE visit_id = v.id AND to_unix = 0),"
      "       count (a.id), coalesce (sum (a.state = 'running'), 0),"
      "       coalesce (sum (a.technician_id = :staff), 0)"
      "  FROM visit AS v LEFT JOIN assignment AS a ON a.visit_id = v.id WHERE v.id = :visit GROUP "
      "BY v.id";
  TapQuery query;
  gboolean found, known_stage = FALSE, active = FALSE;

  *facts = (TapVisitFacts){ 0 };
  tap_query_begin (&query, db, "look at the visit", sql,
                   TAP_PARAMS (TAP_INT ("staff", staff_id), TAP_INT ("visit", visit_id)));
  found = tap_query_next (&query);
  if (found)
    {
      known_stage = tap_stage_from_db (tap_query_text (&query), &facts->facts.stage);
      facts->facts.quick = tap_query_flag (&query);
      facts->facts.wash_wanted = tap_query_flag (&query);
      facts->stage_since_unix = tap_query_int (&query);
      facts->ready_unix = tap_query_int (&query);
      facts->moved_by = tap_query_int (&query);
      g_strlcpy (facts->moved_operation, tap_query_text (&query), sizeof facts->moved_operation);
      active = tap_roles_from_db (tap_query_text (&query), &facts->roles) && facts->roles != 0;
      facts->facts.n_jobs = tap_query_int (&query);
      facts->facts.n_jobs_done = tap_query_int (&query);
      facts->facts.n_stoppages = tap_query_int (&query);
      facts->facts.has_bay = facts->facts.has_technician = tap_query_flag (&query);
      facts->facts.n_jobs_running = tap_query_int (&query);
      facts->facts.own_job = tap_query_flag (&query);
    }
  if (!tap_query_end (&query, error))
    return FALSE;
  if (!found)
    return tap_refuse (error, TAP_STORE_ERROR_NOT_FOUND, _("There is no such visit."));
  if (!known_stage)
    return tap_refuse (error, TAP_STORE_ERROR_FAILED,
                       _("The visit is in a stage that this program does not know."));
  if (!active)
    return tap_refuse (error, TAP_STORE_ERROR_RIGHT, _("Nobody of the staff is signed in."));
  return TRUE;
}

gboolean
tap_require_open (sqlite3   *db,
                  gint64     visit_id,
                  TapStage  *stage,
                  GError   **error)
{
  TapQuery query;
  TapStage found_stage = TAP_STAGE_BOOKED;
  gboolean found;

  tap_query_begin (&query, db, "look at the visit", "SELECT stage FROM visit WHERE id = :id",
                   TAP_PARAMS (TAP_INT ("id", visit_id)));
  found = tap_query_next (&query) && tap_stage_from_db (tap_query_text (&query), &found_stage);
  if (!tap_query_end (&query, error))
    return FALSE;
  if (!found)
    return tap_refuse (error, TAP_STORE_ERROR_NOT_FOUND, _("There is no such visit."));
  if (stage != NULL)
    *stage = found_stage;
  if (!tap_stage_is_open (found_stage))
    {
      TapVerdict closed = { .gate = TAP_GATE_CLOSED, .at = found_stage };

      return tap_refuse_verdict (error, &closed, found_stage, found_stage);
    }
  return TRUE;
}
