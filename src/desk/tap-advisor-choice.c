/* tap-advisor-choice.c — the advisors of the station in a drop-down, with the cards each has open.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-advisor-choice"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-advisor-choice.h"

#define IDS_KEY "tap-advisor-ids"

static guint
count_open (TapBoard *board,
            gint64    staff_id)
{
  GListModel *cards = tap_board_get_cards (board);
  guint n_open = 0;

  for (guint i = 0; i < g_list_model_get_n_items (cards); i++)
    {
      g_autoptr(TapBoardCard) card = g_list_model_get_item (cards, i);

      if (tap_stage_is_open (tap_board_card_get_stage (card)) && tap_board_card_get_card (card)->advisor_id == staff_id)
        n_open++;
    }
  return n_open;
}

void
tap_advisor_choice_set_up (GtkDropDown *drop,
                           TapBoard    *board)
{
  TapSession *session;
  GPtrArray *staff;
  GArray *ids;
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  gint64 nobody = 0;

  g_return_if_fail (GTK_IS_DROP_DOWN (drop));
  g_return_if_fail (TAP_IS_BOARD (board));

  session = tap_board_get_session (board);
  staff = tap_session_get_station (session)->staff;
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (ids, nobody);
  gtk_string_list_append (names, _("Not named yet"));
  for (guint i = 0; i < staff->len; i++)
    {
      const TapStaff *person = g_ptr_array_index (staff, i);
      guint n_open;

      if (!person->active || !(person->roles & TAP_ROLE_ADVISOR))
        continue;
      n_open = count_open (board, person->id);
      g_array_append_val (ids, person->id);
      /* Translators: an advisor's name and how many cars she has in the house */
      gtk_string_list_take (names, g_strdup_printf (ngettext ("%s · %u open", "%s · %u open", n_open), person->name, n_open));
    }
  g_object_set_data_full (G_OBJECT (drop), IDS_KEY, ids, (GDestroyNotify) g_array_unref);
  gtk_drop_down_set_model (drop, G_LIST_MODEL (names));
  tap_advisor_choice_set (drop, tap_session_get_staff_id (session));
}

gint64
tap_advisor_choice_get (GtkDropDown *drop)
{
  GArray *ids;
  guint selected;

  g_return_val_if_fail (GTK_IS_DROP_DOWN (drop), 0);

  ids = g_object_get_data (G_OBJECT (drop), IDS_KEY);
  selected = gtk_drop_down_get_selected (drop);
  return ids != NULL && selected < ids->len ? g_array_index (ids, gint64, selected) : 0;
}

gboolean
tap_advisor_choice_set (GtkDropDown *drop,
                        gint64       staff_id)
{
  GArray *ids;

  g_return_val_if_fail (GTK_IS_DROP_DOWN (drop), FALSE);

  ids = g_object_get_data (G_OBJECT (drop), IDS_KEY);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == staff_id)
      {
        gtk_drop_down_set_selected (drop, i);
        return TRUE;
      }
  return FALSE;
}
