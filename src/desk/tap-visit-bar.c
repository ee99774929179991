/* tap-visit-bar.c — the bar below a visit: the one blue button to the next step, why it is not possible, and the other ways.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-visit-bar"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-visit-bar.h"

struct _TapVisitBar
{
  GtkWidget parent_instance;

  /* Template widgets (borrowed) */
  GtkMenuButton *more_button;
  GtkWidget     *undo_button, *next_button;
  GtkLabel      *next_label, *reason_label;
  GtkSpinner    *spinner;
  TapNextStep    next;
};

G_DEFINE_FINAL_TYPE (TapVisitBar, tap_visit_bar, GTK_TYPE_WIDGET)

const TapNextStep *
tap_visit_bar_get_next (TapVisitBar *self)
{
  g_return_val_if_fail (TAP_IS_VISIT_BAR (self), NULL);

  return &self->next;
}

static void
append_move (GMenu      *menu,
             const char *label,
             TapStage    to)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "visit.move-to", "s", tap_stage_to_db (to));
  g_menu_append_item (menu, item);
}

/* Moves that are open to this person once a reason is given. Buttons are disabled, menu entries that cannot be used are not made:
 * a menu of grey lines explains nothing. */
static gboolean
may_with_reason (const TapVerdict *verdict)
{
  return verdict->allowed || verdict->gate == TAP_GATE_REASON;
}

static GMenu *
make_menu (TapVisitBar  *self,
           TapBoard     *board,
           TapBoardCard *card)
{
  GMenu *menu = g_menu_new ();
  g_autoptr(GMenu) back = g_menu_new (), away = g_menu_new ();
  TapStage stage = tap_board_card_get_stage (card);
  TapVerdict verdict;

  if (self->next.to != stage && !self->next.possible && self->next.verdict.passable)
    {
      /* Translators: %s is a stage of a visit */
      g_autofree char *label = g_strdup_printf (_("Send to “%s” All the Same…"), tap_stage_label (self->next.to));

      g_menu_append (back, label, "visit.pass");
    }
  for (int to = (int) stage - 1; to >= TAP_STAGE_ARRIVED; to--)
    {
      verdict = tap_board_judge_stage (board, card, to, NULL);
      if (verdict.kind == TAP_MOVE_BACK && may_with_reason (&verdict))
        {
          /* Translators: %s is a stage of a visit */
          g_autofree char *label = g_strdup_printf (_("Move Back to “%s”…"), tap_stage_label (to));

          append_move (back, label, to);
        }
    }
  verdict = tap_board_judge_stage (board, card, TAP_STAGE_CANCELLED, NULL);
  if (may_with_reason (&verdict))
    append_move (away, _("Cancel, Leaves Unrepaired…"), TAP_STAGE_CANCELLED);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (back));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (away));
  gtk_widget_set_sensitive (GTK_WIDGET (self->more_button),
                            g_menu_model_get_n_items (G_MENU_MODEL (back)) + g_menu_model_get_n_items (G_MENU_MODEL (away)) > 0);
  return menu;
}

static void
show_next (TapVisitBar *self,
           TapStage     stage,
           const char  *sentence,
           gboolean     pending)
{
  g_autofree char *label = NULL;
  gboolean there = self->next.to != stage;

  if (self->next.to == TAP_STAGE_DELIVERED)
    label = g_strdup (_("Hand over the car"));
  else
    /* Translators: the button that sends a visit on; %s is the next stage */
    label = g_strdup_printf (_("Next: %s"), tap_stage_label (self->next.to));
  gtk_label_set_label (self->next_label, label);
  gtk_widget_set_visible (self->next_button, there);
  gtk_label_set_label (self->reason_label, !there || self->next.possible || pending || sentence == NULL ? "" : sentence);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->reason_label), gtk_label_get_label (self->reason_label));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->next_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, gtk_label_get_label (self->reason_label), -1);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), pending);
  gtk_spinner_set_spinning (self->spinner, pending);
}

void
tap_visit_bar_update (TapVisitBar  *self,
                      TapBoard     *board,
                      TapBoardCard *card)
{
  g_autofree char *sentence = NULL;
  g_autoptr(GMenu) menu = NULL;
  TapGateFacts facts;

  g_return_if_fail (TAP_IS_VISIT_BAR (self));

  gtk_widget_set_visible (GTK_WIDGET (self), card != NULL);
  self->next = (TapNextStep) { 0 };
  if (card == NULL)
    return;
  tap_card_gate_facts (tap_board_card_get_card (card), tap_session_get_staff_id (tap_board_get_session (board)), &facts);
  facts.stage = tap_board_card_get_stage (card);
  self->next.to = tap_gate_next_stage (&facts);
  if (self->next.to != facts.stage)
    {
      self->next.verdict = tap_board_judge_stage (board, card, self->next.to, &sentence);
      self->next.possible = may_with_reason (&self->next.verdict);
      self->next.ask_reason = self->next.possible && !self->next.verdict.allowed;
    }
  if (tap_session_why_not_save (tap_board_get_session (board), TRUE) != NULL)
    {
      self->next.possible = self->next.verdict.passable = FALSE;
      g_free (sentence);
      sentence = g_strdup (tap_session_why_not_save (tap_board_get_session (board), TRUE));
    }
  show_next (self, facts.stage, sentence, tap_board_card_get_pending (card));
  menu = make_menu (self, board, card);
  gtk_menu_button_set_menu_model (self->more_button, G_MENU_MODEL (menu));
}

static void
tap_visit_bar_dispose (GObject *object)
{
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (object), TAP_TYPE_VISIT_BAR);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_visit_bar_parent_class)->dispose (object);
}

static void
tap_visit_bar_class_init (TapVisitBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_visit_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/desk/tap-visit-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TapVisitBar, more_button);
  gtk_widget_class_bind_template_child (widget_class, TapVisitBar, undo_button);
  gtk_widget_class_bind_template_child (widget_class, TapVisitBar, next_button);
  gtk_widget_class_bind_template_child (widget_class, TapVisitBar, next_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitBar, reason_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitBar, spinner);
}

static void
tap_visit_bar_init (TapVisitBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
