/* tap-time-entry.c — entry for a promised time, with quick choices.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-time-entry"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/tap-time-state.h"
#include "widgets/tap-time-entry.h"
#include "widgets/tap-time-parse.h"
#include "widgets/tap-wrap-box.h"

struct _TapTimeEntry
{
  GtkWidget  parent_instance;

  GtkWidget *entry;                 /* template */
  GtkWidget *chips;
  GtkWidget *note;

  GTimeZone *zone;
  gint64     now_unix;              /* 0: the PC's clock */
  gint64     time_unix;
  gboolean   valid;
  gboolean   setting;               /* the text is being set, not typed */
};

G_DEFINE_FINAL_TYPE (TapTimeEntry, tap_time_entry, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_TIME_UNIX, PROP_VALID, N_PROPS };
static GParamSpec *properties[N_PROPS];

static gint64
now_unix (TapTimeEntry *self)
{
  return self->now_unix != 0 ? self->now_unix : g_get_real_time () / G_USEC_PER_SEC;
}

/* How the text was understood, or what is wrong; empty while it says no more than the text. */
static void
show_note (TapTimeEntry *self,
           const char   *message)
{
  g_autofree char *understood = NULL;
  const char *text = message;

  if (message == NULL && self->time_unix != 0)
    {
      g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (self->time_unix);
      g_autoptr (GDateTime) then = g_date_time_to_timezone (utc, self->zone);

      /* Translators: how a typed time was understood; see strftime(3). */
      understood = tap_date_format (then, _("%a %-d %b, %H:%M"));
      text = understood;
    }
  gtk_label_set_text (GTK_LABEL (self->note), text != NULL ? text : "");
  if (message != NULL)
    {
      gtk_widget_add_css_class (self->entry, "error");
      gtk_widget_add_css_class (self->note, "error");
    }
  else
    {
      gtk_widget_remove_css_class (self->entry, "error");
      gtk_widget_remove_css_class (self->note, "error");
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "", -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               message != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
take (TapTimeEntry *self,
      gint64        time_unix,
      gboolean      valid)
{
  if (self->time_unix != time_unix)
    {
      self->time_unix = time_unix;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIME_UNIX]);
    }
  if (self->valid != valid)
    {
      self->valid = valid;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALID]);
    }
}

/* An unfinished text is not an error while it is being typed; the sentence comes when the person
 * leaves or asks. */
static void
read_text (TapTimeEntry *self,
           gboolean      finished)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *message = NULL;
  gint64 time_unix = 0;
  gboolean empty = *text == '\0';
  gboolean ok = !empty && tap_time_parse (text, now_unix (self), self->zone, &time_unix, &message);

  take (self, ok ? time_unix : 0, ok || empty);
  show_note (self, finished && !ok && !empty ? message : NULL);
}

static void
text_changed_cb (TapTimeEntry *self)
{
  if (!self->setting)
    read_text (self, FALSE);
}

static void
finished_cb (TapTimeEntry *self)
{
  read_text (self, TRUE);
}

static void
set_text_of_time (TapTimeEntry *self)
{
  g_autofree char *text
    = self->time_unix != 0 ? tap_time_format (self->time_unix, now_unix (self), self->zone) : NULL;

  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  self->setting = FALSE;
}

static void
chip_cb (GtkButton    *chip,
         TapTimeEntry *self)
{
  const char *typed = g_object_get_data (G_OBJECT (chip), "typed");
  gint64 time_unix;

  if (tap_time_parse (typed, now_unix (self), self->zone, &time_unix, NULL))
    {
      /* A span gives an odd minute; people promise in steps of five. */
      if (*typed == '+')
        time_unix = (time_unix + 299) / 300 * 300;
      tap_time_entry_set_time_unix (self, time_unix);
    }
  gtk_widget_grab_focus (self->entry);
}

static void
add_chip (TapTimeEntry *self,
          const char   *label,
          const char   *typed)
{
  GtkWidget *chip = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (chip, "chip");
  g_object_set_data_full (G_OBJECT (chip), "typed", g_strdup (typed), g_free);
  g_signal_connect (chip, "clicked", G_CALLBACK (chip_cb), self);
  tap_wrap_box_append (TAP_WRAP_BOX (self->chips), chip);
}

GtkWidget *
tap_time_entry_new (void)
{
  return g_object_new (TAP_TYPE_TIME_ENTRY, NULL);
}

void
tap_time_entry_set_clock (TapTimeEntry *self,
                          gint64        now,
                          GTimeZone    *zone)
{
  g_return_if_fail (TAP_IS_TIME_ENTRY (self));
  g_return_if_fail (zone != NULL);

  self->now_unix = now;
  if (self->zone != zone)
    {
      g_time_zone_unref (self->zone);
      self->zone = g_time_zone_ref (zone);
    }
  if (!gtk_widget_has_focus (self->entry) && self->time_unix != 0)
    set_text_of_time (self);
}

void
tap_time_entry_set_time_unix (TapTimeEntry *self,
                              gint64        time_unix)
{
  g_return_if_fail (TAP_IS_TIME_ENTRY (self));
  g_return_if_fail (time_unix >= 0);

  take (self, time_unix, TRUE);
  set_text_of_time (self);
  show_note (self, NULL);
}

gint64
tap_time_entry_get_time_unix (TapTimeEntry *self)
{
  g_return_val_if_fail (TAP_IS_TIME_ENTRY (self), 0);

  return self->time_unix;
}

gboolean
tap_time_entry_is_valid (TapTimeEntry *self,
                         char        **message)
{
  g_return_val_if_fail (TAP_IS_TIME_ENTRY (self), FALSE);

  read_text (self, TRUE);
  if (!self->valid && message != NULL)
    *message = g_strdup (gtk_label_get_text (GTK_LABEL (self->note)));
  return self->valid;
}

void
tap_time_entry_set_label (TapTimeEntry *self,
                          const char   *label)
{
  g_return_if_fail (TAP_IS_TIME_ENTRY (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

void
tap_time_entry_set_chips_visible (TapTimeEntry *self,
                                  gboolean      visible)
{
  g_return_if_fail (TAP_IS_TIME_ENTRY (self));

  gtk_widget_set_visible (self->chips, visible);
}

static gboolean
tap_time_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TAP_TIME_ENTRY (widget)->entry);
}

static void
tap_time_entry_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  TapTimeEntry *self = TAP_TIME_ENTRY (object);

  switch (prop_id)
    {
    case PROP_TIME_UNIX:
      g_value_set_int64 (value, self->time_unix);
      break;
    case PROP_VALID:
      g_value_set_boolean (value, self->valid);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tap_time_entry_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_TIME_UNIX:
      tap_time_entry_set_time_unix (TAP_TIME_ENTRY (object), g_value_get_int64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tap_time_entry_dispose (GObject *object)
{
  TapTimeEntry *self = TAP_TIME_ENTRY (object);
  GtkWidget *child;

  g_clear_pointer (&self->zone, g_time_zone_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_TIME_ENTRY);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_time_entry_parent_class)->dispose (object);
}

static void
tap_time_entry_class_init (TapTimeEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tap_time_entry_get_property;
  object_class->set_property = tap_time_entry_set_property;
  object_class->dispose = tap_time_entry_dispose;
  widget_class->grab_focus = tap_time_entry_grab_focus;

  properties[PROP_TIME_UNIX] =
    g_param_spec_int64 ("time-unix", NULL, NULL, 0, G_MAXINT64, 0,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_VALID] =
    g_param_spec_boolean ("valid", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (TAP_TYPE_WRAP_BOX);
  gtk_widget_class_set_css_name (widget_class, "timeentry");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tappet/Tappet/ui/widgets/tap-time-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, TapTimeEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, TapTimeEntry, chips);
  gtk_widget_class_bind_template_child (widget_class, TapTimeEntry, note);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, finished_cb);
}

static void
tap_time_entry_init (TapTimeEntry *self)
{
  self->valid = TRUE;
  self->zone = g_time_zone_new_local ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_chip (self, _("+30 min"), "+30");
  add_chip (self, _("+1 h"), "+60");
  add_chip (self, _("+2 h"), "+120");
  add_chip (self, "17:00", "17:00");
  /* Translators: quick choice of a promised time. */
  add_chip (self, _("Tomorrow 11:00"), "tomorrow 11:00");
}
