/* tap-workshop-words.c — rows, cards and bars of the workshop as sentences.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-workshop-words"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "board/tap-workshop-input.h"

TapWorkshopRow *
tap_workshop_find_row (TapWorkshop *workshop, gint64 bay_id)
{
  GListModel *rows = tap_workshop_get_rows (workshop);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      /* The list keeps its own reference. */
      g_autoptr (TapWorkshopRow) row = g_list_model_get_item (rows, i);

      if (tap_workshop_row_get_bay (row)->id == bay_id)
        return row;
    }
  return NULL;
}

TapBar *
tap_workshop_row_find_bar (TapWorkshopRow *row, gint64 bar_id)
{
  GPtrArray *bars = tap_workshop_row_get_bars (row);

  for (guint i = 0; i < bars->len; i++)
    if (((TapBar *) bars->pdata[i])->id == bar_id)
      return bars->pdata[i];
  return NULL;
}

char *
tap_workshop_describe_row (TapWorkshop *workshop, TapWorkshopRow *row)
{
  TapBay *bay = tap_workshop_row_get_bay (row);
  TapBar *bar = tap_workshop_row_get_current (row);
  TapBoardCard *card = tap_workshop_row_get_card (row);
  g_autofree char *plate = NULL, *state = NULL;

  if (!bar || bar->finished_unix)
    /* Translators: for screen readers: the name of a bay with nothing in it */
    return g_strdup_printf (_("%s, free"), bay->name);
  plate = tap_plate_show (bar->plate);
  state = tap_workshop_describe_bar (workshop, bar);
  if (!card)
    /* Translators: for screen readers: bay, plate, technician, what the job stands at */
    return g_strdup_printf (_("%s, %s, %s, %s"), bay->name, plate, bar->technician, state);
  /* Translators: for screen readers: bay, plate, technician, state against the promise ("17 min
   * late"), what the job stands at */
  return g_strdup_printf (_("%s, %s, %s, %s, %s"), bay->name, plate, bar->technician,
                          tap_board_card_get_time_text (card), state);
}

char *
tap_workshop_describe_card (TapWorkshop *workshop, TapRackKind rack, TapBoardCard *card)
{
  g_autofree char *plate = tap_plate_show (tap_board_card_get_card (card)->plate);

  /* Translators: for screen readers: rack ("To dispatch"), plate, state against the promise */
  return g_strdup_printf (_("%s: %s, %s"), tap_rack_title (rack), plate,
                          tap_board_card_get_time_text (card));
}

char *
tap_workshop_describe_bar (TapWorkshop *workshop, TapBar *bar)
{
  gint64 now = tap_session_now_unix (tap_board_get_session (tap_workshop_get_board (workshop)));
  g_autofree char *at = NULL;

  if (bar->finished_unix)
    {
      at = tap_workshop_time (workshop, bar->finished_unix);
      return g_strdup_printf (_("done at %s"), at);
    }
  if (bar->running_since_unix)
    {
      at = tap_workshop_time (workshop, bar->running_since_unix);
      return g_strdup_printf (_("working since %s"), at);
    }
  if (bar->started_unix)
    {
      gint64 since = bar->stopped_since_unix ? bar->stopped_since_unix : bar->started_unix;
      int minutes = (int) MAX (0, (now - since) / 60);

      /* Translators: minutes a job stands still, and why ("waiting for parts") */
      return g_strdup_printf (ngettext ("stopped for %d minute: %s", "stopped for %d minutes: %s",
                                        (gulong) minutes),
                              minutes, tap_stop_reason_label (bar->stop_reason));
    }
  at = tap_workshop_time (workshop, bar->planned_start_unix);
  return g_strdup_printf (_("planned for %s"), at);
}
