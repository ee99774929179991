/* tap-visit-command.c — promises, notes and lines of work of a visit.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-visit-command"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "store/tap-store-private.h"

gboolean
tap_insert_promise (TapCommandContext      *context,
                    const TapCommandInput  *input,
                    const TapPromiseInput  *promise,
                    GError                **error)
{
  g_autofree char *reason = tap_text_clean (promise->reason, 500);
  static const char sql[] = "INSERT INTO promise (id, visit_id, position, promised_unix, "
                            "agreed_unix, staff_id, with_whom, means, reason)"
                            "  SELECT :id, :visit, 1 + coalesce ((SELECT max (position) FROM "
                            "promise WHERE visit_id = :visit), 0),"
                            "         :promised, :now, :staff, :with_whom, :means, :reason";

  if (!tap_db_run (context->db, "write down the promise", sql,
                   TAP_PARAMS (TAP_INT ("id", tap_command_new_id (context)),
                               TAP_INT ("visit", promise->visit_id),
                               TAP_INT ("promised", promise->promised_unix),
                               TAP_INT ("now", context->happened_unix),
                               TAP_REF ("staff", input->staff_id),
                               TAP_TEXT ("with_whom", promise->with_whom),
                               TAP_TEXT ("means", promise->means), TAP_TEXT ("reason", reason)),
                   NULL, error))
    return FALSE;

  return tap_add_event (context, input,
                        &(TapEvent){
                          .visit_id = promise->visit_id,
                          .kind = "promise",
                          .reason = reason,
                          .detail = promise->with_whom,
                          .note = promise->means,
                          .value_unix = promise->promised_unix,
                        },
                        error);
}

/* The promise in force and who brought the car. */
static gboolean
load_promise (sqlite3  *db,
              gint64    visit_id,
              gint64   *promised_unix,
              char    **whom,
              GError  **error)
{
  TapQuery query;

  tap_query_begin (&query, db, "look up the promise",
                   "SELECT coalesce ((SELECT promised_unix FROM promise WHERE visit_id = v.id "
                   "ORDER BY position DESC"
                   "                  LIMIT 1), 0), coalesce (nullif (v.bringer, ''), u.name)"
                   "  FROM visit AS v JOIN customer AS u ON u.id = v.customer_id WHERE v.id = :id",
                   TAP_PARAMS (TAP_INT ("id", visit_id)));
  if (tap_query_next (&query))
    {
      *promised_unix = tap_query_int (&query);
      *whom = tap_query_dup (&query);
    }
  return tap_query_end (&query, error);
}

static gboolean
check_promise (const TapCommandContext  *context,
               const TapPromiseInput    *form,
               gint64                    in_force_unix,
               GError                  **error)
{
  if (in_force_unix != form->expected_unix)
    return tap_refuse (error, TAP_STORE_ERROR_STALE,
                       _("Another hand-over time has been promised meanwhile."));
  if (form->promised_unix <= context->happened_unix)
    return tap_refuse_input (error, "promised", _("The promised time has passed already."));
  if (form->promised_unix == in_force_unix)
    return tap_refuse_input (error, "promised", _("This is the promised time already."));
  if (in_force_unix != 0 && tap_text_is_blank (form->reason))
    return tap_refuse_input (error, "reason", _("A new promise needs a reason."));
  if (!g_str_equal (form->means, "desk") && !g_str_equal (form->means, "phone")
      && !g_str_equal (form->means, "message"))
    return tap_refuse_input (error, "means",
                             _("Say how it was agreed: at the desk, by phone or by message."));
  return TRUE;
}

gboolean
tap_command_promise (TapCommandContext  *context,
                     gconstpointer       data,
                     gpointer           *result,
                     GError            **error)
{
  const TapCommandInput *input = data;
  TapPromiseInput promise = input->promise;
  g_autofree char *with_whom = tap_text_clean (promise.with_whom, 60);
  g_autofree char *bringer = NULL;
  gint64 in_force_unix = 0;

  if (promise.means == NULL || *promise.means == '\0')
    promise.means = "desk";
  if (!tap_require_right (context->db, input->staff_id, TAP_RIGHT_RECEPTION, NULL, error)
      || !tap_require_open (context->db, promise.visit_id, NULL, error)
      || !load_promise (context->db, promise.visit_id, &in_force_unix, &bringer, error)
      || !check_promise (context, &promise, in_force_unix, error))
    return FALSE;

  promise.with_whom = *with_whom != '\0' ? with_whom : bringer;
  return tap_insert_promise (context, input, &promise, error);
}

gboolean
tap_command_note (TapCommandContext  *context,
                  gconstpointer       data,
                  gpointer           *result,
                  GError            **error)
{
  const TapCommandInput *input = data;
  g_autofree char *text = tap_text_clean (input->note.text, 1000);
  TapRoles roles;
  gint64 found;

  if (!tap_load_actor (context->db, input->staff_id, &roles, error))
    return FALSE;
  if (*text == '\0')
    return tap_refuse_input (error, "note", _("The note is empty."));
  if (!tap_db_int (context->db, "look for the visit", "SELECT 1 FROM visit WHERE id = :id",
                   TAP_PARAMS (TAP_INT ("id", input->note.visit_id)), 0, &found, error))
    return FALSE;
  if (!found)
    return tap_refuse (error, TAP_STORE_ERROR_NOT_FOUND, _("There is no such visit."));

  return tap_add_event (context, input,
                        &(TapEvent){
                          .visit_id = input->note.visit_id, .kind = "note", .detail = text },
                        error);
}

gboolean
tap_command_add_job (TapCommandContext  *context,
                     gconstpointer       data,
                     gpointer           *result,
                     GError            **error)
{
  const TapCommandInput *input = data;
  gint64 visit_id = input->add_job.visit_id;
  int planned_min = input->add_job.planned_min;
  g_autofree char *text = tap_text_clean (input->add_job.text, 200);
  TapRoles roles;
  gint64 id;

  if (!tap_load_actor (context->db, input->staff_id, &roles, error))
    return FALSE;
  if (!tap_roles_have_right (roles, TAP_RIGHT_RECEPTION)
      && !tap_roles_have_right (roles, TAP_RIGHT_DISPATCH))
    return tap_refuse_right (error);
  if (*text == '\0')
    return tap_refuse_input (error, "work", _("Say what is to be done."));
  if (planned_min < 0 || planned_min > 14400)
    return tap_refuse_input (error, "planned",
                             _("The planned minutes must be between 0 and 14,400."));
  if (!tap_require_open (context->db, visit_id, NULL, error))
    return FALSE;

  id = tap_insert_job (context, visit_id, text, planned_min, error);
  if (id == 0)
    return FALSE;
  *result = tap_command_result_new (id, NULL);
  return tap_add_event (context, input,
                        &(TapEvent){ .visit_id = visit_id, .kind = "job", .detail = text }, error);
}
