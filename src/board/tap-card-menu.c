/* tap-card-menu.c — the menu of a card: open it, move it, change its promise, take its phone
 * number.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-card-menu"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "board/tap-card-menu.h"

struct _TapCardMenu
{
  GtkPopover parent_instance;

  GtkWidget *stack;                 /* borrowed */
  GtkWidget *box[2];                /* the pages: actions, stages … */
  GtkWidget *page[2];               /* … and their GtkListBox */
};

G_DEFINE_FINAL_TYPE (TapCardMenu, tap_card_menu, GTK_TYPE_POPOVER)

typedef struct
{
  char     *action;                 /* NULL: go to the page of stages */
  GVariant *target;
} RowAct;

static void
row_act_free (gpointer data)
{
  RowAct *act = data;

  g_free (act->action);
  g_clear_pointer (&act->target, g_variant_unref);
  g_free (act);
}

TapStage
tap_card_menu_next_stage (TapBoard     *board,
                          TapBoardCard *card)
{
  TapGateFacts facts;

  g_return_val_if_fail (TAP_IS_BOARD (board) && TAP_IS_BOARD_CARD (card), TAP_STAGE_ARRIVED);

  if (tap_board_card_get_stage (card) == TAP_STAGE_BOOKED)
    return TAP_STAGE_ARRIVED;
  tap_card_gate_facts (tap_board_card_get_card (card),
                       tap_session_get_staff_id (tap_board_get_session (board)), &facts);
  return tap_gate_next_stage (&facts);
}

static void
row_activated_cb (TapCardMenu   *self,
                  GtkListBoxRow *row)
{
  RowAct *act = g_object_get_data (G_OBJECT (row), "act");
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (act->action == NULL)
    {
      gtk_stack_set_visible_child (GTK_STACK (self->stack), self->box[1]);
      gtk_widget_child_focus (self->page[1], GTK_DIR_TAB_FORWARD);
      return;
    }
  /* The action may open a dialog or another menu: first this one closes. */
  g_object_ref (self);
  gtk_popover_popdown (GTK_POPOVER (self));
  if (parent != NULL)
    gtk_widget_activate_action_variant (parent, act->action, act->target);
  g_object_unref (self);
}

static GtkWidget *
text_label (const char *text,
            const char *css_class,
            gboolean    wrap)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (wrap)
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
    }
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* @reason: why it cannot be done (the row is insensitive then), or NULL. @told: the row above says
 * the same already. Takes @target if floating. */
static void
add_row (GtkWidget  *list,
         const char *title,
         const char *hint,
         const char *reason,
         gboolean    told,
         const char *action,
         GVariant   *target)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  RowAct *act = g_new0 (RowAct, 1);

  act->action = g_strdup (action);
  act->target = target != NULL ? g_variant_ref_sink (target) : NULL;
  g_object_set_data_full (G_OBJECT (row), "act", act, row_act_free);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), text_label (title, NULL, FALSE));
  if (reason != NULL && *reason != '\0' && !told)
    gtk_box_append (GTK_BOX (words), text_label (reason, "caption", TRUE));
  gtk_widget_set_tooltip_text (row, reason);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), words);
  if (hint != NULL)
    gtk_box_append (GTK_BOX (box), text_label (hint, "hint", FALSE));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_sensitive (row, reason == NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, reason != NULL ? reason : "",
                                  -1);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}

static void
add_actions (TapCardMenu  *self,
             TapBoard     *board,
             TapBoardCard *card,
             gboolean      with_promise)
{
  gint64 id = tap_board_card_get_id (card);
  TapStage stage = tap_board_card_get_stage (card), next = tap_card_menu_next_stage (board, card);
  g_autofree char *next_text = NULL;
  const char *why = tap_session_why_not_save (tap_board_get_session (board), TRUE);

  if (stage == TAP_STAGE_BOOKED)
    add_row (self->page[0], _ ("Check In…"), _ ("Enter"), why, FALSE, "board.open",
             g_variant_new_int64 (id));
  else
    {
      add_row (self->page[0], _ ("Open"), _ ("Enter"), NULL, FALSE, "board.open",
               g_variant_new_int64 (id));
      if (next != stage)
        {
          /* Translators: menu of a card; %s is the stage that comes next. */
          next_text = g_strdup_printf (_("Send to “%s”"), tap_stage_label (next));
          add_row (self->page[0], next_text, "F9", why, FALSE, "board.next-step",
                   g_variant_new_int64 (id));
        }
      add_row (self->page[0], _("Move to…"), _("Shift+F9"), why, next != stage, NULL, NULL);
      if (with_promise)
        add_row (self->page[0], _ ("Change Promised Time…"), "T", why, TRUE,
                 "board.change-promise", g_variant_new_int64 (id));
    }
  if (*tap_board_card_get_card (card)->phone != '\0')
    {
      g_autofree char *phone = tap_phone_show (tap_board_card_get_card (card)->phone);

      add_row (self->page[0], _ ("Copy Phone Number"), phone, NULL, FALSE, "board.copy-phone",
               g_variant_new_int64 (id));
    }
}

static void
add_stages (TapCardMenu  *self,
            TapBoard     *board,
            TapBoardCard *card)
{
  g_autofree char *said = NULL;

  for (int stage = TAP_STAGE_ARRIVED; stage <= TAP_STAGE_CANCELLED; stage++)
    {
      g_autofree char *sentence = NULL;
      TapVerdict verdict;
      gboolean possible;

      if ((TapStage) stage == tap_board_card_get_stage (card))
        continue;
      verdict = tap_board_judge_stage (board, card, (TapStage) stage, &sentence);
      possible = verdict.allowed || verdict.gate == TAP_GATE_REASON || verdict.passable;
      add_row (self->page[1], tap_stage_label ((TapStage) stage),
               possible && !verdict.allowed ? _ ("with a reason") : NULL,
               possible ? NULL : (sentence != NULL ? sentence : ""),
               g_strcmp0 (said, sentence) == 0, "board.move-to",
               g_variant_new ("(xs)", tap_board_card_get_id (card),
                              tap_stage_to_db ((TapStage) stage)));
      g_free (said);
      said = possible ? NULL : g_steal_pointer (&sentence);
    }
}

GtkWidget *
tap_card_menu_new (TapBoard     *board,
                   TapBoardCard *card,
                   gboolean      with_promise,
                   gboolean      stages)
{
  TapCardMenu *self;
  g_autofree char *said = NULL, *plate = NULL;

  g_return_val_if_fail (TAP_IS_BOARD (board) && TAP_IS_BOARD_CARD (card), NULL);

  self = g_object_new (TAP_TYPE_CARD_MENU, NULL);
  add_actions (self, board, card, with_promise);
  if (tap_board_card_get_stage (card) != TAP_STAGE_BOOKED)
    {
      add_stages (self, board, card);
      if (stages)
        gtk_stack_set_visible_child (GTK_STACK (self->stack), self->box[1]);
    }
  plate = tap_plate_show (tap_board_card_get_card (card)->plate);
  /* Translators: name of a menu for the screen reader; %s is a number plate. */
  said = g_strdup_printf (_("Menu of %s"), plate);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
  return GTK_WIDGET (self);
}

static void
tap_card_menu_class_init (TapCardMenuClass *klass)
{
}

static void
tap_card_menu_init (TapCardMenu *self)
{
  GtkWidget *heading = text_label (_("Move to"), "heading", FALSE);

  gtk_widget_add_css_class (GTK_WIDGET (self), "card-menu");
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  self->stack = gtk_stack_new ();
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_set_interpolate_size (GTK_STACK (self->stack), TRUE);
  for (int i = 0; i < 2; i++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6),
                *scroller = gtk_scrolled_window_new ();

      self->box[i] = box;
      self->page[i] = gtk_list_box_new ();
      gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->page[i]), GTK_SELECTION_NONE);
      g_signal_connect_object (self->page[i], "row-activated", G_CALLBACK (row_activated_cb), self,
                               G_CONNECT_SWAPPED);
      if (i == 1)
        gtk_box_append (GTK_BOX (box), heading);
      gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                      GTK_POLICY_AUTOMATIC);
      gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
      gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 560);
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->page[i]);
      gtk_box_append (GTK_BOX (box), scroller);
      gtk_stack_add_child (GTK_STACK (self->stack), box);
    }
  gtk_popover_set_child (GTK_POPOVER (self), self->stack);
}
