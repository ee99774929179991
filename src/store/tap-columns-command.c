/* tap-columns-command.c — the lanes of the front-desk board, always changed as a whole.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-columns-command"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "store/tap-store-private.h"

#define MAX_NAME 24
#define MAX_LIMIT_MIN 10080
#define MAX_SOFT_LIMIT 1000

/* The default columns of terms.md 3.2 with the limits of visit.md 3.4. */
static const struct
{
  TapStageSet stages;
  int         limit_min;
  int         n_card_columns;
} default_columns[] = {
  { TAP_STAGE_BIT (TAP_STAGE_BOOKED), 0, 1 },
  { TAP_STAGE_BIT (TAP_STAGE_ARRIVED) | TAP_STAGE_BIT (TAP_STAGE_CONSULT), 5, 1 },
  { TAP_STAGE_BIT (TAP_STAGE_ESTIMATE), 30, 1 },
  { TAP_STAGE_BIT (TAP_STAGE_DISPATCH) | TAP_STAGE_BIT (TAP_STAGE_NEXT), 30, 1 },
  { TAP_STAGE_BIT (TAP_STAGE_WORK), 0, 2 },
  { TAP_STAGE_BIT (TAP_STAGE_CHECK), 20, 1 },
  { TAP_STAGE_BIT (TAP_STAGE_WASH), 30, 1 },
  { TAP_STAGE_BIT (TAP_STAGE_FINAL) | TAP_STAGE_BIT (TAP_STAGE_INVOICE), 15, 1 },
  { TAP_STAGE_BIT (TAP_STAGE_SETTLE), 0, 1 },
  { TAP_STAGE_BIT (TAP_STAGE_READY), 0, 1 },
};

GPtrArray *
tap_store_default_columns (void)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_column_unref);

  for (guint i = 0; i < G_N_ELEMENTS (default_columns); i++)
    {
      TapColumn *column = tap_column_new ();

      column->position = (int) i + 1;
      column->stages = default_columns[i].stages;
      column->limit_min = default_columns[i].limit_min;
      column->n_card_columns = default_columns[i].n_card_columns;
      g_ptr_array_add (columns, column);
    }
  return columns;
}

static gboolean
columns_equal (const GPtrArray *left,
               const GPtrArray *right)
{
  if (left->len != right->len)
    return FALSE;
  for (guint i = 0; i < left->len; i++)
    {
      const TapColumn *a = left->pdata[i], *b = right->pdata[i];

      if (a->id != b->id || a->stages != b->stages || a->limit_min != b->limit_min
          || a->soft_limit != b->soft_limit || a->n_card_columns != b->n_card_columns
          || strcmp (a->name, b->name) != 0)
        return FALSE;
    }
  return TRUE;
}

/* A visit whose stage stood in no lane would be lost from the board; in two lanes it would stand twice. */
static gboolean
check_stages (const GPtrArray  *columns,
              GError          **error)
{
  guint n_lanes[TAP_N_STAGES] = { 0 };
  TapStageSet shown = 0;

  for (guint i = 0; i < columns->len; i++)
    {
      TapStageSet stages = ((const TapColumn *) columns->pdata[i])->stages;

      if (stages == 0)
        return tap_refuse_input (error, "stages", _("A lane shows at least one stage."));
      if ((stages & TAP_STAGE_BIT (TAP_STAGE_BOOKED)) != 0 && stages != TAP_STAGE_BIT (TAP_STAGE_BOOKED))
        return tap_refuse_input (error, "stages", _("Bookings have a lane of their own."));
      shown |= stages;
      for (TapStage stage = TAP_STAGE_BOOKED; stage < TAP_N_STAGES; stage++)
        n_lanes[stage] += (stages & TAP_STAGE_BIT (stage)) != 0;
    }
  if (shown >= TAP_STAGE_BIT (TAP_STAGE_DELIVERED))
    return tap_refuse_input (error, "stages", _("Cars that have left stand in no lane."));
  for (TapStage stage = TAP_STAGE_BOOKED; stage <= TAP_STAGE_READY; stage++)
    {
      g_autofree char *message = NULL;

      if (n_lanes[stage] == 1)
        continue;
      /* Translators: %s is the name of a stage */
      message = g_strdup_printf (n_lanes[stage] == 0 ? _("The stage “%s” stands in no lane: its cars would be lost.")
                                                     : _("The stage “%s” stands in two lanes: one only."),
                                 tap_stage_label (stage));
      return tap_refuse_input (error, "stages", message);
    }
  return TRUE;
}

static gboolean
check_numbers (const GPtrArray  *columns,
               GError          **error)
{
  for (guint i = 0; i < columns->len; i++)
    {
      const TapColumn *column = columns->pdata[i];

      if (column->limit_min < 0 || column->limit_min > MAX_LIMIT_MIN)
        return tap_refuse_input (error, "limit", _("The limit is between 0 and 10080 minutes."));
      if (column->soft_limit < 0 || column->soft_limit > MAX_SOFT_LIMIT)
        return tap_refuse_input (error, "soft-limit", _("The number of cars is between 0 and 1000."));
      if (column->n_card_columns != 1 && column->n_card_columns != 2)
        return tap_refuse_input (error, "card-columns", _("A lane is one or two cards wide."));
      if (g_utf8_strlen (column->name, -1) > MAX_NAME)
        return tap_refuse_input (error, "name", _("The name has at most 24 characters."));
    }
  return TRUE;
}

/* Every id that is given is one of @now, and only once. */
static gboolean
check_ids (const GPtrArray  *columns,
           const GPtrArray  *now,
           GError          **error)
{
  for (guint i = 0; i < columns->len; i++)
    {
      gint64 id = ((const TapColumn *) columns->pdata[i])->id;
      gboolean known = id == 0;

      for (guint j = 0; j < now->len && !known; j++)
        known = ((const TapColumn *) now->pdata[j])->id == id;
      for (guint j = 0; j < i && id != 0; j++)
        known &= ((const TapColumn *) columns->pdata[j])->id != id;
      if (!known)
        return tap_refuse (error, TAP_STORE_ERROR_NOT_FOUND, _("There is no such lane."));
    }
  return TRUE;
}

static gboolean
remove_others (sqlite3          *db,
               const GPtrArray  *now,
               const GPtrArray  *columns,
               GError          **error)
{
  for (guint i = 0; i < now->len; i++)
    {
      gint64 id = ((const TapColumn *) now->pdata[i])->id;
      gboolean kept = FALSE;

      for (guint j = 0; j < columns->len; j++)
        kept |= ((const TapColumn *) columns->pdata[j])->id == id;
      if (!kept
          && !tap_db_run (db, "take away a column", "DELETE FROM board_column WHERE id = :id",
                          TAP_PARAMS (TAP_INT ("id", id)), NULL, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
tap_write_columns (TapCommandContext  *context,
                   const GPtrArray    *columns,
                   GError            **error)
{
  for (guint i = 0; i < columns->len; i++)
    {
      const TapColumn *column = columns->pdata[i];
      g_autofree char *stages = tap_stage_set_to_db (column->stages);
      g_autofree char *name = tap_text_clean (column->name, MAX_NAME);

      if (!tap_db_run (context->db, "put down the columns",
                       "INSERT INTO board_column (id, position, name, stages, limit_min, soft_limit, n_card_columns)"
                       "  VALUES (:id, :position, :name, :stages, :limit, :soft, :card_columns)"
                       "  ON CONFLICT (id) DO UPDATE SET position = :position, name = :name, stages = :stages,"
                       "    limit_min = :limit, soft_limit = :soft, n_card_columns = :card_columns",
                       TAP_PARAMS (TAP_INT ("id", column->id != 0 ? column->id : tap_command_new_id (context)),
                                   TAP_INT ("position", (gint64) i + 1), TAP_TEXT ("name", name),
                                   TAP_TEXT ("stages", stages), TAP_INT ("limit", column->limit_min),
                                   TAP_INT ("soft", column->soft_limit),
                                   TAP_INT ("card_columns", column->n_card_columns)),
                       NULL, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
tap_command_put_columns (TapCommandContext  *context,
                         gconstpointer       data,
                         gpointer           *result,
                         GError            **error)
{
  const TapCommandInput *input = data;
  const TapColumnsInput *form = &input->put_columns;
  g_autoptr(TapStationData) station = NULL;

  if (!tap_require_right (context->db, input->staff_id, TAP_RIGHT_ADMIN, NULL, error))
    return FALSE;
  station = tap_read_station (context->db, "", error);
  if (station == NULL)
    return FALSE;
  if (form->expected != NULL && !columns_equal (station->columns, form->expected))
    return tap_refuse (error, TAP_STORE_ERROR_STALE,
                       _("The lanes have been changed on another PC meanwhile. Close this window and "
                         "open it again."));
  return check_stages (form->columns, error) && check_numbers (form->columns, error)
         && check_ids (form->columns, station->columns, error)
         && remove_others (context->db, station->columns, form->columns, error)
         && tap_write_columns (context, form->columns, error);
}
