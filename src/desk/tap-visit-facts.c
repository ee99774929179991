/* tap-visit-facts.c — left side of the visit page: car, customer, this visit, earlier ones.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-visit-facts"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "desk/tap-desk-text.h"
#include "desk/tap-fact-row.h"
#include "desk/tap-visit-facts.h"
#include "widgets/tap-avatar.h"
#include "widgets/tap-colour-dot.h"

struct _TapVisitFacts
{
  GtkWidget parent_instance;

  /* Template widgets (borrowed) */
  TapColourDot *colour_dot;
  TapAvatar    *avatar;
  GtkLabel     *model_label, *vin_label, *customer_label, *phone_label;
  TapFactRow   *bringer_row, *stay_row, *wash_row, *arrived_row, *odometer_row, *advisor_row, *bay_row, *technician_row;
  TapFactRow   *wish_row, *earlier_row, *last_row, *last_wish_row;
  GtkButton    *last_button;
};

G_DEFINE_FINAL_TYPE (TapVisitFacts, tap_visit_facts, GTK_TYPE_WIDGET)

static void
show_car (TapVisitFacts        *self,
          const TapVisitDetail *detail)
{
  const TapCard *card = detail->card;
  g_autofree char *model = NULL, *vin = NULL;
  const char *name = *card->model != '\0' ? card->model : _("Model not known");

  model = *card->colour != '\0' ? g_strconcat (name, " · ", card->colour, NULL) : g_strdup (name);
  gtk_label_set_label (self->model_label, model);
  tap_colour_dot_set_rgb (self->colour_dot, card->colour_rgb);
  gtk_widget_set_visible (GTK_WIDGET (self->colour_dot), *card->colour != '\0');
  /* Translators: the vehicle identification number */
  vin = g_strdup_printf (_("VIN %s"), detail->vin);
  gtk_label_set_label (self->vin_label, vin);
  gtk_widget_set_visible (GTK_WIDGET (self->vin_label), *detail->vin != '\0');
}

static void
show_customer (TapVisitFacts *self,
               const TapCard *card)
{
  g_autofree char *phone = tap_phone_show (card->phone);

  tap_avatar_set_person (self->avatar, card->customer, (int) (card->customer_id % TAP_N_AVATAR_COLOURS));
  gtk_label_set_label (self->customer_label, card->customer);
  gtk_label_set_label (self->phone_label, phone);
  tap_fact_row_set_value (self->bringer_row, card->bringer);
  tap_fact_row_set_value (self->stay_row, card->waits_here ? _("waits here") : _("left the car"));
  tap_fact_row_set_value (self->wash_row, card->wash_wanted ? _("wanted") : _("not wanted"));
}

static void
show_visit (TapVisitFacts *self,
            const TapCard *card,
            TapSession    *session)
{
  GTimeZone *zone = tap_session_get_zone (session);
  gint64 now_unix = tap_session_now_unix (session);
  g_autofree char *arrived = NULL, *km = NULL, *wish = NULL;

  if (card->arrived_unix != 0 && tap_desk_text_same_day (card->arrived_unix, now_unix, zone))
    arrived = tap_desk_text_time (card->arrived_unix, zone);
  else
    arrived = tap_desk_text_day_time (card->arrived_unix, zone);
  km = tap_desk_text_km (card->odometer_km);
  /* Translators: what the customer said, in quotation marks */
  wish = *card->wish != '\0' ? g_strdup_printf (_("“%s”"), card->wish) : NULL;
  tap_fact_row_set_value (self->arrived_row, arrived);
  tap_fact_row_set_value (self->odometer_row, km);
  tap_fact_row_set_value (self->advisor_row, *card->advisor != '\0' ? card->advisor : _("not named yet"));
  tap_fact_row_set_value (self->bay_row, card->bay);
  tap_fact_row_set_value (self->technician_row, card->technician);
  tap_fact_row_set_value (self->wish_row, wish);
}

void
tap_visit_facts_set_detail (TapVisitFacts  *self,
                            TapVisitDetail *detail,
                            TapSession     *session)
{
  g_autofree char *earlier = NULL;

  g_return_if_fail (TAP_IS_VISIT_FACTS (self));
  g_return_if_fail (detail != NULL);

  show_car (self, detail);
  show_customer (self, detail->card);
  show_visit (self, detail->card, session);
  if (detail->n_earlier_visits == 0)
    earlier = g_strdup (_("none, the first visit"));
  else
    earlier = g_strdup_printf ("%d", detail->n_earlier_visits);
  tap_fact_row_set_value (self->earlier_row, earlier);
}

void
tap_visit_facts_set_known (TapVisitFacts *self,
                           TapKnownPlate *known,
                           gint64         visit_id,
                           GTimeZone     *zone)
{
  gboolean earlier = known != NULL && known->last_visit_id != 0 && known->last_visit_id != visit_id;
  g_autofree char *date = NULL, *km = NULL, *last = NULL;

  g_return_if_fail (TAP_IS_VISIT_FACTS (self));

  gtk_widget_set_visible (GTK_WIDGET (self->last_button), earlier);
  if (!earlier)
    {
      tap_fact_row_set_value (self->last_row, NULL);
      tap_fact_row_set_value (self->last_wish_row, NULL);
      return;
    }
  date = tap_desk_text_date (known->last_visit_unix, zone);
  km = tap_desk_text_km (known->last_visit_km > 0 ? known->last_visit_km : -1);
  last = *km != '\0' ? g_strconcat (date, " · ", km, NULL) : g_strdup (date);
  tap_fact_row_set_value (self->last_row, last);
  tap_fact_row_set_value (self->last_wish_row, known->last_visit_wish);
  /* The target first: the name alone asks for an action without one, which GTK complains of. */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->last_button), "x", known->last_visit_id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->last_button), "win.open-visit");
}

static void
tap_visit_facts_dispose (GObject *object)
{
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (object), TAP_TYPE_VISIT_FACTS);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_visit_facts_parent_class)->dispose (object);
}

static void
tap_visit_facts_class_init (TapVisitFactsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_visit_facts_dispose;
  g_type_ensure (TAP_TYPE_FACT_ROW);
  g_type_ensure (TAP_TYPE_AVATAR);
  g_type_ensure (TAP_TYPE_COLOUR_DOT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/desk/tap-visit-facts.ui");
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, colour_dot);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, avatar);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, model_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, vin_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, customer_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, phone_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, bringer_row);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, stay_row);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, wash_row);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, arrived_row);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, odometer_row);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, advisor_row);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, bay_row);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, technician_row);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, wish_row);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, earlier_row);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, last_row);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, last_wish_row);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFacts, last_button);
}

static void
tap_visit_facts_init (TapVisitFacts *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
