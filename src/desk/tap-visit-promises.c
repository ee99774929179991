/* tap-visit-promises.c — right side of the visit page: the promise in force and the ones before it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-visit-promises"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-desk-text.h"
#include "desk/tap-visit-promises.h"
#include "widgets/tap-pill.h"

struct _TapVisitPromises
{
  GtkWidget parent_instance;

  /* Template widgets (borrowed) */
  GtkLabel  *due_label, *first_label, *change_label;
  GtkWidget *change_button, *list_title;
  TapPill   *pill;
  GtkBox    *list;
};

G_DEFINE_FINAL_TYPE (TapVisitPromises, tap_visit_promises, GTK_TYPE_WIDGET)

/* How the customer was told, as it is stored, in words. */
static const char *
means_label (const char *means)
{
  if (g_str_equal (means, "desk"))
    return C_("how the customer was told", "at the desk");
  if (g_str_equal (means, "phone"))
    return C_("how the customer was told", "by phone");
  if (g_str_equal (means, "message"))
    return C_("how the customer was told", "by message");
  return means;
}

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static char *
agreement_text (const TapPromise *promise,
                gint64            now_unix,
                GTimeZone        *zone)
{
  g_autofree char *when = NULL;

  if (tap_desk_text_same_day (promise->agreed_unix, now_unix, zone))
    when = tap_desk_text_time (promise->agreed_unix, zone);
  else
    when = tap_desk_text_day_time (promise->agreed_unix, zone);
  if (*promise->with_whom != '\0')
    /* Translators: when a promise was made, by whom, with whom, how: "10:21 · 李婷 with 陈建国, by phone" */
    return g_strdup_printf (_("%s · %s with %s, %s"), when, promise->staff, promise->with_whom, means_label (promise->means));
  return g_strconcat (when, " · ", promise->staff, NULL);
}

static GtkWidget *
make_row (const TapPromise *promise,
          gboolean          first,
          gboolean          last,
          gint64            now_unix,
          GTimeZone        *zone)
{
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 2,
                                 "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *badge = tap_badge_new ();
  g_autofree char *due = tap_time_due_text (promise->promised_unix, now_unix, zone);
  g_autofree char *agreement = agreement_text (promise, now_unix, zone);
  GtkWidget *due_label = make_label (due, "heading"), *agreement_label = make_label (agreement, "caption");

  gtk_widget_add_css_class (row, "fact-row");
  gtk_widget_add_css_class (due_label, "numeric");
  gtk_widget_add_css_class (agreement_label, "numeric");
  gtk_widget_add_css_class (agreement_label, "dim");
  if (!last)
    gtk_widget_add_css_class (due_label, "dim");
  if (first)
    tap_pill_set (TAP_PILL (badge), "insured", NULL, C_("promise", "First"));
  else if (last)
    tap_pill_set (TAP_PILL (badge), "extended", NULL, C_("promise", "In force"));
  gtk_widget_set_visible (badge, first || last);
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (head), due_label);
  gtk_box_append (GTK_BOX (head), badge);
  gtk_box_append (GTK_BOX (row), head);
  gtk_box_append (GTK_BOX (row), agreement_label);
  if (*promise->reason != '\0')
    gtk_box_append (GTK_BOX (row), make_label (promise->reason, "caption"));
  return row;
}

static void
show_list (TapVisitPromises *self,
           const GPtrArray  *promises,
           gint64            now_unix,
           GTimeZone        *zone)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_box_remove (self->list, child);
  for (guint i = promises->len; i > 0; i--)
    gtk_box_append (self->list, make_row (g_ptr_array_index (promises, i - 1), i == 1, i == promises->len, now_unix, zone));
  gtk_widget_set_visible (GTK_WIDGET (self->list), promises->len > 0);
  gtk_widget_set_visible (self->list_title, promises->len > 0);
}

void
tap_visit_promises_set_detail (TapVisitPromises *self,
                               TapVisitDetail   *detail,
                               TapSession       *session)
{
  const TapCard *card;
  GTimeZone *zone;
  gint64 now_unix;
  g_autofree char *due = NULL, *first = NULL;

  g_return_if_fail (TAP_IS_VISIT_PROMISES (self));
  g_return_if_fail (detail != NULL);

  card = detail->card;
  zone = tap_session_get_zone (session);
  now_unix = tap_session_now_unix (session);
  due = card->promised_unix != 0 ? tap_time_due_text (card->promised_unix, now_unix, zone) : g_strdup (_("none yet"));
  if (card->promised_unix == 0)
    first = g_strdup (_("Promise a time when work and parts are clear."));
  else if (card->n_promises > 1)
    {
      g_autofree char *was = tap_time_due_text (card->first_promised_unix, now_unix, zone);

      /* Translators: the first promised time, which is never overwritten */
      first = g_strdup_printf (_("First promised: %s"), was);
    }
  else
    first = g_strdup (_("As promised at first."));
  gtk_label_set_label (self->due_label, due);
  gtk_label_set_label (self->first_label, first);
  gtk_label_set_label (self->change_label, card->promised_unix != 0 ? _("Change promised time…") : _("Promise a time…"));
  gtk_widget_set_visible (self->change_button, tap_stage_is_open (card->stage));
  show_list (self, detail->promises, now_unix, zone);
}

void
tap_visit_promises_set_card (TapVisitPromises *self,
                             TapBoardCard     *card)
{
  TapTimeView view;

  g_return_if_fail (TAP_IS_VISIT_PROMISES (self));

  gtk_widget_set_visible (GTK_WIDGET (self->pill), card != NULL);
  if (card == NULL)
    return;
  view = tap_board_card_get_time (card);
  tap_pill_set (self->pill, tap_time_state_css (view.state), tap_time_state_icon (&view), tap_board_card_get_time_text (card));
}

static void
tap_visit_promises_dispose (GObject *object)
{
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (object), TAP_TYPE_VISIT_PROMISES);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_visit_promises_parent_class)->dispose (object);
}

static void
tap_visit_promises_class_init (TapVisitPromisesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_visit_promises_dispose;
  g_type_ensure (TAP_TYPE_PILL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/desk/tap-visit-promises.ui");
  gtk_widget_class_bind_template_child (widget_class, TapVisitPromises, due_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPromises, first_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPromises, change_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPromises, change_button);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPromises, list_title);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPromises, pill);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPromises, list);
}

static void
tap_visit_promises_init (TapVisitPromises *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
