/* tap-bay-command.c — the bays of the workshop: new, renamed, moved, taken out of use.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-bay-command"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "store/tap-store-private.h"

#define MAX_NAME 20
#define MAX_BADGE 4

/* What another PC changed since the form was opened; its place is not looked at. */
static gboolean
check_expected (const TapBay  *bay,
                const TapBay  *expected,
                GError       **error)
{
  if (expected == NULL
      || (strcmp (bay->name, expected->name) == 0 && strcmp (bay->badge, expected->badge) == 0
          && bay->kind == expected->kind && bay->active == expected->active
          && bay->usual_technician_id == expected->usual_technician_id))
    return TRUE;
  return tap_refuse (error, TAP_STORE_ERROR_STALE,
                     _("This bay has been changed on another PC meanwhile. Close this window and open it "
                       "again."));
}

/* An inactive bay has no row on the workshop board: its work would be out of sight. */
static gboolean
refuse_with_work (sqlite3  *db,
                  gint64    id,
                  GError  **error)
{
  gint64 busy;

  if (!tap_db_int (db, "look for work in the bay",
                   "SELECT 1 FROM assignment AS a JOIN visit AS v ON v.id = a.visit_id"
                   "  WHERE a.bay_id = :id AND a.state <> 'finished' AND v.closed_unix = 0 LIMIT 1",
                   TAP_PARAMS (TAP_INT ("id", id)), 0, &busy, error))
    return FALSE;
  return !busy
         || tap_refuse_input (
           error, "active",
           _("Work is planned or under way in this bay: finish it or give it another bay first."));
}

static gboolean
check_technician (const TapStationData  *station,
                  gint64                 id,
                  const TapBay          *before,
                  GError               **error)
{
  if (id == 0 || (before != NULL && before->usual_technician_id == id))
    return TRUE;
  for (guint i = 0; i < station->staff->len; i++)
    {
      const TapStaff *person = g_ptr_array_index (station->staff, i);

      if (person->id == id && person->active)
        return TRUE;
    }
  return tap_refuse_input (error, "technician", _("There is no such technician."));
}

static gboolean
check_form (const TapStationData  *station,
            const TapBayInput     *form,
            const char            *name,
            const char            *badge,
            GError               **error)
{
  if (*name == '\0')
    return tap_refuse_input (error, "name", _("The name is missing."));
  if (*badge == '\0' || g_utf8_strlen (badge, -1) > MAX_BADGE)
    return tap_refuse_input (error, "badge", _("The badge has one to four characters."));
  if (tap_bay_kind_to_db (form->kind) == NULL)
    return tap_refuse_input (error, "kind", _("There is no such kind of bay."));
  for (guint i = 0; i < station->bays->len && form->active; i++)
    {
      const TapBay *other = g_ptr_array_index (station->bays, i);

      if (other->id != form->id && other->active && strcmp (other->name, name) == 0)
        return tap_refuse_input (error, "name", _("There is a bay of this name already."));
    }
  return TRUE;
}

static TapBay *
find_bay (const TapStationData *station,
          gint64                id)
{
  for (guint i = 0; i < station->bays->len; i++)
    {
      TapBay *bay = g_ptr_array_index (station->bays, i);

      if (bay->id == id)
        return bay;
    }
  return NULL;
}

static gboolean
put_bay (TapCommandContext  *context,
         const TapBayInput  *form,
         gint64              id,
         const char         *name,
         const char         *badge,
         GError            **error)
{
  static const char update_sql[]
    = "UPDATE bay SET name = :name, badge = :badge, kind = :kind, active = :active,"
      "  usual_technician_id = :technician WHERE id = :id";
  static const char insert_sql[]
    = "INSERT INTO bay (id, position, name, badge, kind, active, usual_technician_id)"
      "  SELECT :id, 1 + coalesce (max (position), 0), :name, :badge, :kind, :active, :technician FROM bay";

  return tap_db_run (context->db, "put down the bay", form->id != 0 ? update_sql : insert_sql,
                     TAP_PARAMS (TAP_INT ("id", id), TAP_TEXT ("name", name), TAP_TEXT ("badge", badge),
                                 TAP_TEXT ("kind", tap_bay_kind_to_db (form->kind)),
                                 TAP_INT ("active", form->active != FALSE),
                                 TAP_REF ("technician", form->usual_technician_id)),
                     NULL, error);
}

/* Numbers the bays anew with @id at @place; writes only those that get another number. */
static gboolean
place_bay (TapCommandContext     *context,
           const TapStationData  *station,
           gint64                 id,
           int                    place,
           GError               **error)
{
  g_autoptr(GArray) order = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < station->bays->len; i++)
    {
      const TapBay *bay = g_ptr_array_index (station->bays, i);

      if (bay->id != id)
        g_array_append_val (order, bay->id);
    }
  g_array_insert_val (order, (guint) CLAMP (place - 1, 0, (int) order->len), id);
  for (guint i = 0; i < order->len; i++)
    {
      if (!tap_db_run (context->db, "number the bays",
                       "UPDATE bay SET position = :position WHERE id = :id AND position <> :position",
                       TAP_PARAMS (TAP_INT ("position", (gint64) i + 1),
                                   TAP_INT ("id", g_array_index (order, gint64, i))),
                       NULL, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
tap_command_put_bay (TapCommandContext  *context,
                     gconstpointer       data,
                     gpointer           *result,
                     GError            **error)
{
  const TapCommandInput *input = data;
  const TapBayInput *form = &input->put_bay;
  g_autofree char *name = tap_text_clean (form->name, MAX_NAME);
  g_autofree char *badge = tap_text_clean (form->badge, MAX_BADGE + 1);
  g_autoptr(TapStationData) station = NULL;
  TapBay *before = NULL;
  gint64 id;

  if (!tap_require_right (context->db, input->staff_id, TAP_RIGHT_SHIFTS, NULL, error))
    return FALSE;
  station = tap_read_station (context->db, "", error);
  if (station == NULL)
    return FALSE;
  if (form->id != 0 && (before = find_bay (station, form->id)) == NULL)
    return tap_refuse (error, TAP_STORE_ERROR_NOT_FOUND, _("There is no such bay."));
  if ((before != NULL && !check_expected (before, form->expected, error))
      || !check_form (station, form, name, badge, error)
      || !check_technician (station, form->usual_technician_id, before, error))
    return FALSE;
  if (before != NULL && before->active && !form->active
      && !refuse_with_work (context->db, form->id, error))
    return FALSE;

  id = form->id != 0 ? form->id : tap_command_new_id (context);
  *result = tap_command_result_new (id, NULL);
  return put_bay (context, form, id, name, badge, error)
         && (form->place == 0 || place_bay (context, station, id, form->place, error));
}
