/* tap-vehicle-fields.c — who and which car: the fields that check-in and booking share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-vehicle-fields"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-colours.h"
#include "desk/tap-desk-actions.h"
#include "desk/tap-desk-text.h"
#include "desk/tap-forms-private.h"
#include "widgets/tap-colour-dot.h"
#include "widgets/tap-plate.h"

#define UNKNOWN_RGB 0xbdbdbd

struct _TapVehicleFields
{
  GtkWidget parent_instance;

  /* Template widgets (borrowed) */
  GtkWidget   *entries[TAP_N_VEHICLE_FIELDS];
  TapField    *fields[TAP_N_VEHICLE_FIELDS];
  AdwBin      *plate_bin;
  GtkRevealer *known_revealer;
  GtkWidget   *known_box, *open_button, *colour_button;
  GtkImage    *known_icon;
  GtkLabel    *known_label, *known_wish;
  TapColourDot  *colour_dot;
  GtkPopover  *colour_popover;
  GtkFlowBox  *colour_flow;
  /* Borrowed: the window this stands in */
  TapDeskForm *form;
  /* Owned */
  char          *filled[TAP_N_VEHICLE_FIELDS];   /* what the last fill put there: not typed, may be replaced */
  char          *seen[TAP_N_VEHICLE_FIELDS];     /* what is known of the plate, as the person was shown it; NULL: nothing yet */
  char          *seen_plate;        /* the plate it belongs to */
  char          *asked;             /* the plate that was looked up last */
  TapKnownPlate *known;
  GCancellable  *lookup;
  guint32        rgb;
  gboolean       full;
};

G_DEFINE_FINAL_TYPE (TapVehicleFields, tap_vehicle_fields, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_FULL, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { KNOWN, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Names of the fields in drafts and in the store's errors. */
static const char *const names[TAP_N_VEHICLE_FIELDS] = {
  "plate", "customer", "phone", "model", "bringer", "colour", "odometer_km",
};

TapField *
tap_vehicle_fields_get_field (TapVehicleFields *self,
                              TapVehicleField   field)
{
  g_return_val_if_fail (TAP_IS_VEHICLE_FIELDS (self) && field < TAP_N_VEHICLE_FIELDS, NULL);

  return self->fields[field];
}

const char *
tap_vehicle_fields_get_text (TapVehicleFields *self,
                             TapVehicleField   field)
{
  g_return_val_if_fail (TAP_IS_VEHICLE_FIELDS (self) && field < TAP_N_VEHICLE_FIELDS, "");

  return gtk_editable_get_text (GTK_EDITABLE (self->entries[field]));
}

void
tap_vehicle_fields_set_text (TapVehicleFields *self,
                             TapVehicleField   field,
                             const char       *text)
{
  g_return_if_fail (TAP_IS_VEHICLE_FIELDS (self) && field < TAP_N_VEHICLE_FIELDS);

  g_clear_pointer (&self->filled[field], g_free);
  gtk_editable_set_text (GTK_EDITABLE (self->entries[field]), text != NULL ? text : "");
  gtk_editable_set_position (GTK_EDITABLE (self->entries[field]), -1);
}

void
tap_vehicle_fields_fill (TapVehicleFields *self,
                         TapVehicleField   field,
                         const char       *text)
{
  const char *now;

  g_return_if_fail (TAP_IS_VEHICLE_FIELDS (self) && field < TAP_N_VEHICLE_FIELDS);

  now = tap_vehicle_fields_get_text (self, field);
  if (*now != '\0' && g_strcmp0 (now, self->filled[field]) != 0)
    {
      /* Typed: what it was typed over stays, so that somebody else's change since then is not lost. */
      if (self->seen[field] == NULL)
        self->seen[field] = g_strdup (text);
      return;
    }
  tap_vehicle_fields_set_text (self, field, text);
  self->filled[field] = g_strdup (text);
  g_free (self->seen[field]);
  self->seen[field] = g_strdup (text);
}

const char *
tap_vehicle_fields_get_seen (TapVehicleFields *self,
                             TapVehicleField   field)
{
  g_return_val_if_fail (TAP_IS_VEHICLE_FIELDS (self) && field < TAP_N_VEHICLE_FIELDS, "");

  return self->seen[field] != NULL ? self->seen[field] : "";
}

void
tap_vehicle_fields_read_seen (TapVehicleFields *self,
                              TapCarSeen       *seen)
{
  g_return_if_fail (TAP_IS_VEHICLE_FIELDS (self));
  g_return_if_fail (seen != NULL);

  seen->model = tap_vehicle_fields_get_seen (self, TAP_VEHICLE_MODEL);
  seen->colour = tap_vehicle_fields_get_seen (self, TAP_VEHICLE_COLOUR);
  seen->customer = tap_vehicle_fields_get_seen (self, TAP_VEHICLE_CUSTOMER);
  seen->phone = tap_vehicle_fields_get_seen (self, TAP_VEHICLE_PHONE);
}

void
tap_vehicle_fields_settle (TapVehicleFields *self,
                           TapVehicleField   field,
                           const char       *theirs,
                           gboolean          take)
{
  g_return_if_fail (TAP_IS_VEHICLE_FIELDS (self) && field < TAP_N_VEHICLE_FIELDS);
  g_return_if_fail (theirs != NULL);

  if (take)
    {
      tap_vehicle_fields_set_text (self, field, theirs);
      self->filled[field] = g_strdup (theirs);
    }
  g_free (self->seen[field]);
  self->seen[field] = g_strdup (theirs);
}

static void
forget_seen (TapVehicleFields *self)
{
  for (guint i = 0; i < TAP_N_VEHICLE_FIELDS; i++)
    g_clear_pointer (&self->seen[i], g_free);
  g_clear_pointer (&self->seen_plate, g_free);
}

/* An entry is empty for a moment while its plate is written in another way: that is no other car. */
static void
forget_seen_of_other (TapVehicleFields *self,
                      const char       *plate)
{
  if (plate == NULL || g_strcmp0 (plate, self->seen_plate) == 0)
    return;
  forget_seen (self);
  self->seen_plate = g_strdup (plate);
}

int
tap_vehicle_fields_get_km (TapVehicleFields *self)
{
  int km;

  g_return_val_if_fail (TAP_IS_VEHICLE_FIELDS (self), -1);

  return tap_desk_parse_km (tap_vehicle_fields_get_text (self, TAP_VEHICLE_ODOMETER), &km) ? km : -1;
}

guint32
tap_vehicle_fields_get_rgb (TapVehicleFields *self)
{
  g_return_val_if_fail (TAP_IS_VEHICLE_FIELDS (self), 0);

  return self->rgb;
}

TapKnownPlate *
tap_vehicle_fields_get_known (TapVehicleFields *self)
{
  g_return_val_if_fail (TAP_IS_VEHICLE_FIELDS (self), NULL);

  return self->known;
}

/* A window that is being closed takes the focus away once more; its form has no board any more then. */
static gboolean
is_live (TapVehicleFields *self)
{
  return self->form != NULL && tap_desk_form_get_board (self->form) != NULL;
}

/* --- the known car ------------------------------------------------------------------------------------------- */

static void
show_known (TapVehicleFields *self,
            const char       *style,
            const char       *icon,
            const char       *text,
            const char       *wish,
            gboolean          openable)
{
  static const char *const styles[] = { "warning", "plain" };

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    gtk_widget_remove_css_class (self->known_box, styles[i]);
  gtk_widget_add_css_class (self->known_box, style);
  gtk_image_set_from_icon_name (self->known_icon, icon);
  gtk_label_set_label (self->known_label, text);
  gtk_label_set_label (self->known_wish, wish);
  gtk_widget_set_visible (GTK_WIDGET (self->known_wish), *wish != '\0');
  gtk_widget_set_visible (self->open_button, openable);
  gtk_revealer_set_reveal_child (self->known_revealer, TRUE);
}

static void
describe_known (TapVehicleFields *self)
{
  const TapKnownPlate *known = self->known;
  GTimeZone *zone = tap_session_get_zone (tap_desk_form_get_session (self->form));
  g_autofree char *date = NULL, *km = NULL, *text = NULL;

  if (known == NULL)
    {
      gtk_revealer_set_reveal_child (self->known_revealer, FALSE);
      return;
    }
  if (known->open_visit_id != 0)
    {
      show_known (self, "warning", "tappet-warn-symbolic", _("This car is in the house already."), "", TRUE);
      return;
    }
  if (known->last_visit_id == 0)
    {
      show_known (self, "plain", "tappet-car-symbolic", _("Known car, no visit yet."), "", FALSE);
      return;
    }
  date = tap_desk_text_date (known->last_visit_unix, zone);
  km = tap_desk_text_km (known->last_visit_km > 0 ? known->last_visit_km : -1);
  if (*km != '\0')
    /* Translators: date and odometer of the last visit: "Last visit 12 Apr 2026 · 30,211 km" */
    text = g_strdup_printf (_("Last visit %s · %s"), date, km);
  else
    /* Translators: %s is a date */
    text = g_strdup_printf (_("Last visit %s"), date);
  show_known (self, "plain", "tappet-car-symbolic", text, known->last_visit_wish, FALSE);
}

static void
open_clicked_cb (TapVehicleFields *self)
{
  if (self->known != NULL && self->known->open_visit_id != 0)
    {
      tap_desk_activate (GTK_WIDGET (self), "win.open-visit", "x", self->known->open_visit_id);
      gtk_window_close (GTK_WINDOW (self->form));
    }
}

static void
warn_about_km (TapVehicleFields *self)
{
  TapField *field = self->fields[TAP_VEHICLE_ODOMETER];
  int last = self->known != NULL ? MAX (self->known->odometer_km, self->known->last_visit_km) : -1;
  int km;

  if (!tap_desk_parse_km (tap_vehicle_fields_get_text (self, TAP_VEHICLE_ODOMETER), &km))
    tap_field_set_note (field, TAP_FIELD_ERROR, _("Kilometres are a whole number up to 9,999,999."));
  else if (km >= 0 && last > 0 && km < last)
    {
      g_autofree char *before = tap_desk_text_km (last);
      /* Translators: %s is an odometer reading, "30,211 km" */
      g_autofree char *text = g_strdup_printf (_("Less than last time (%s). Please look again."), before);

      tap_field_set_note (field, TAP_FIELD_WARNING, text);
    }
  else
    tap_field_set_note (field, TAP_FIELD_HINT, NULL);
}

static void
set_rgb (TapVehicleFields *self,
         guint32           rgb)
{
  self->rgb = rgb;
  tap_colour_dot_set_rgb (self->colour_dot, rgb);
}

static void
fill_from_known (TapVehicleFields *self)
{
  const TapKnownPlate *known = self->known;
  g_autofree char *phone = tap_phone_show (known->phone);

  tap_vehicle_fields_fill (self, TAP_VEHICLE_CUSTOMER, known->customer);
  tap_vehicle_fields_fill (self, TAP_VEHICLE_PHONE, phone);
  tap_vehicle_fields_fill (self, TAP_VEHICLE_MODEL, known->model);
  tap_vehicle_fields_fill (self, TAP_VEHICLE_COLOUR, known->colour);
  if (g_strcmp0 (tap_vehicle_fields_get_text (self, TAP_VEHICLE_COLOUR), known->colour) == 0 && *known->colour != '\0')
    set_rgb (self, known->colour_rgb);
}

void
_tap_vehicle_fields_take_known (TapVehicleFields *self,
                                TapKnownPlate    *known)
{
  g_clear_pointer (&self->known, tap_known_plate_unref);
  self->known = known;
  describe_known (self);
  if (known != NULL)
    {
      fill_from_known (self);
      g_signal_emit (self, signals[KNOWN], 0, known);
    }
  warn_about_km (self);
}

static void
known_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(TapVehicleFields) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(TapKnownPlate) known = tap_store_known_plate_finish (TAP_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !is_live (self))
    return;
  g_clear_object (&self->lookup);
  /* Without an answer the form works as for an unknown car: nothing is lost but the help. */
  _tap_vehicle_fields_take_known (self, g_steal_pointer (&known));
}

static void
look_up (TapVehicleFields *self,
         const char       *plate)
{
  if (g_strcmp0 (self->asked, plate) == 0)
    return;
  g_free (self->asked);
  self->asked = g_strdup (plate);
  forget_seen_of_other (self, plate);
  g_cancellable_cancel (self->lookup);
  g_clear_object (&self->lookup);
  if (plate == NULL || tap_desk_form_get_store (self->form) == NULL)
    {
      g_clear_pointer (&self->known, tap_known_plate_unref);
      describe_known (self);
      return;
    }
  self->lookup = g_cancellable_new ();
  tap_store_known_plate_async (tap_desk_form_get_store (self->form), plate, self->lookup, known_cb, g_object_ref (self));
}

/* --- what is typed ------------------------------------------------------------------------------------------- */

static void
write_plate (TapVehicleFields *self,
             const char       *plate)
{
  g_autofree char *shown = tap_plate_show (plate);

  if (g_strcmp0 (shown, tap_vehicle_fields_get_text (self, TAP_VEHICLE_PLATE)) != 0)
    tap_vehicle_fields_set_text (self, TAP_VEHICLE_PLATE, shown);
}

/* Reads the plate; what is wrong with it is a hint while it is typed and an error once the person has left the field. */
static gboolean
read_plate (TapVehicleFields *self,
            gboolean          finished)
{
  const char *typed = tap_vehicle_fields_get_text (self, TAP_VEHICLE_PLATE);
  TapField *field = self->fields[TAP_VEHICLE_PLATE];
  g_autofree char *plate = NULL, *message = NULL;

  if (*typed == '\0')
    {
      tap_field_set_note (field, TAP_FIELD_ERROR, finished ? _("A plate is needed.") : NULL);
      gtk_widget_set_visible (GTK_WIDGET (self->plate_bin), FALSE);
      look_up (self, NULL);
      return FALSE;
    }
  if (!tap_plate_parse (typed, &plate, NULL, &message))
    {
      tap_field_set_note (field, finished ? TAP_FIELD_ERROR : TAP_FIELD_HINT, message);
      gtk_widget_set_visible (GTK_WIDGET (self->plate_bin), FALSE);
      look_up (self, NULL);
      return FALSE;
    }
  tap_field_set_note (field, TAP_FIELD_HINT, NULL);
  if (g_strcmp0 (plate, self->asked) != 0 || adw_bin_get_child (self->plate_bin) == NULL)
    adw_bin_set_child (self->plate_bin, tap_plate_new (plate, TAP_PLATE_SIZE_NORMAL));
  gtk_widget_set_visible (GTK_WIDGET (self->plate_bin), TRUE);
  look_up (self, plate);
  if (finished)
    write_plate (self, plate);
  return TRUE;
}

static void
plate_changed_cb (TapVehicleFields *self)
{
  if (is_live (self))
    read_plate (self, FALSE);
}

static void
plate_left_cb (TapVehicleFields *self)
{
  if (is_live (self) && *tap_vehicle_fields_get_text (self, TAP_VEHICLE_PLATE) != '\0')
    read_plate (self, TRUE);
}

static gboolean
read_phone (TapVehicleFields *self,
            gboolean          needed)
{
  const char *typed = tap_vehicle_fields_get_text (self, TAP_VEHICLE_PHONE);
  TapField *field = self->fields[TAP_VEHICLE_PHONE];
  g_autofree char *phone = NULL, *message = NULL, *shown = NULL;

  if (*typed == '\0')
    {
      tap_field_set_note (field, TAP_FIELD_ERROR, needed ? _("A telephone number is needed to tell the customer.") : NULL);
      return !needed;
    }
  if (!tap_phone_parse (typed, &phone, &message))
    {
      tap_field_set_note (field, TAP_FIELD_ERROR, message);
      return FALSE;
    }
  shown = tap_phone_show (phone);
  if (g_strcmp0 (shown, typed) != 0)
    {
      /* Only the grouping changes: a text that was filled in is still one that was filled in. */
      gboolean was_filled = g_strcmp0 (self->filled[TAP_VEHICLE_PHONE], typed) == 0;

      tap_vehicle_fields_set_text (self, TAP_VEHICLE_PHONE, shown);
      if (was_filled)
        self->filled[TAP_VEHICLE_PHONE] = g_strdup (shown);
    }
  tap_field_set_note (field, TAP_FIELD_HINT, NULL);
  return TRUE;
}

static void
phone_left_cb (TapVehicleFields *self)
{
  if (is_live (self))
    read_phone (self, FALSE);
}

static void
phone_changed_cb (TapVehicleFields *self)
{
  tap_field_set_note (self->fields[TAP_VEHICLE_PHONE], TAP_FIELD_HINT, NULL);
}

static void
customer_changed_cb (TapVehicleFields *self)
{
  tap_field_set_note (self->fields[TAP_VEHICLE_CUSTOMER], TAP_FIELD_HINT, NULL);
}

static void
colour_changed_cb (TapVehicleFields *self)
{
  const char *word = tap_vehicle_fields_get_text (self, TAP_VEHICLE_COLOUR);
  guint32 rgb;

  set_rgb (self, tap_colour_guess (word, &rgb) ? rgb : UNKNOWN_RGB);
}

static void
colour_clicked_cb (GtkButton        *button,
                   TapVehicleFields *self)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "colour"));

  tap_vehicle_fields_set_text (self, TAP_VEHICLE_COLOUR, tap_colour_word (index));
  gtk_popover_popdown (self->colour_popover);
  gtk_widget_grab_focus (self->entries[TAP_VEHICLE_COLOUR]);
}

static void
add_colours (TapVehicleFields *self)
{
  for (guint i = 0; i < TAP_N_COLOURS; i++)
    {
      GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 7);
      GtkWidget *dot = tap_colour_dot_new ();

      tap_colour_dot_set_rgb (TAP_COLOUR_DOT (dot), tap_colour_rgb (i));
      gtk_box_append (GTK_BOX (box), dot);
      gtk_box_append (GTK_BOX (box), gtk_label_new (tap_colour_word (i)));
      gtk_button_set_child (GTK_BUTTON (button), box);
      gtk_widget_add_css_class (button, "flat");
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tap_colour_word (i), -1);
      g_object_set_data (G_OBJECT (button), "colour", GUINT_TO_POINTER (i));
      g_signal_connect_object (button, "clicked", G_CALLBACK (colour_clicked_cb), self, 0);
      gtk_flow_box_append (self->colour_flow, button);
      gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
    }
}

TapField *
tap_vehicle_fields_check (TapVehicleFields *self)
{
  gboolean right[TAP_N_VEHICLE_FIELDS] = { TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE };
  g_autofree char *customer = NULL;
  int km;

  g_return_val_if_fail (TAP_IS_VEHICLE_FIELDS (self), NULL);

  right[TAP_VEHICLE_PLATE] = read_plate (self, TRUE);
  customer = g_strstrip (g_strdup (tap_vehicle_fields_get_text (self, TAP_VEHICLE_CUSTOMER)));
  right[TAP_VEHICLE_CUSTOMER] = *customer != '\0';
  tap_field_set_note (self->fields[TAP_VEHICLE_CUSTOMER], TAP_FIELD_ERROR,
                      right[TAP_VEHICLE_CUSTOMER] ? NULL : _("A name is needed."));
  right[TAP_VEHICLE_PHONE] = read_phone (self, TRUE);
  if (self->full)
    {
      warn_about_km (self);
      right[TAP_VEHICLE_ODOMETER] = tap_desk_parse_km (tap_vehicle_fields_get_text (self, TAP_VEHICLE_ODOMETER), &km);
    }
  for (guint i = 0; i < TAP_N_VEHICLE_FIELDS; i++)
    if (!right[i])
      return self->fields[i];
  return NULL;
}

TapField *
tap_vehicle_fields_find (TapVehicleFields *self,
                         const char       *name)
{
  g_return_val_if_fail (TAP_IS_VEHICLE_FIELDS (self), NULL);

  for (guint i = 0; i < TAP_N_VEHICLE_FIELDS; i++)
    if (g_str_has_prefix (names[i], name) && gtk_widget_get_visible (GTK_WIDGET (self->fields[i])))
      return self->fields[i];
  return NULL;
}

gboolean
tap_vehicle_fields_fill_draft (TapVehicleFields *self,
                               GKeyFile         *draft,
                               const char       *group)
{
  gboolean any = FALSE;

  g_return_val_if_fail (TAP_IS_VEHICLE_FIELDS (self), FALSE);

  for (guint i = 0; i < TAP_N_VEHICLE_FIELDS; i++)
    {
      const char *text = tap_vehicle_fields_get_text (self, i);

      g_key_file_set_string (draft, group, names[i], text);
      any = any || *text != '\0';
      if (self->seen[i] != NULL)
        {
          g_autofree char *key = g_strconcat ("seen-", names[i], NULL);

          g_key_file_set_string (draft, group, key, self->seen[i]);
        }
    }
  return any;
}

void
tap_vehicle_fields_restore (TapVehicleFields *self,
                            GKeyFile         *draft,
                            const char       *group)
{
  g_return_if_fail (TAP_IS_VEHICLE_FIELDS (self));

  for (int i = TAP_N_VEHICLE_FIELDS - 1; i >= 0; i--)
    {
      g_autofree char *text = g_key_file_get_string (draft, group, names[i], NULL);

      /* The plate comes last: its car's data finds what the person had typed and leaves it alone. */
      tap_vehicle_fields_set_text (self, i, text);
    }
  /* What was not typed even then is filled anew; what was typed is still compared with what it was typed over. */
  for (guint i = 0; i < TAP_N_VEHICLE_FIELDS; i++)
    {
      g_autofree char *key = g_strconcat ("seen-", names[i], NULL);
      char *seen = g_key_file_get_string (draft, group, key, NULL);

      if (seen == NULL)
        continue;
      g_free (self->seen[i]);
      self->seen[i] = seen;
      g_free (self->filled[i]);
      self->filled[i] = g_strdup (seen);
    }
}

void
tap_vehicle_fields_attach (TapVehicleFields *self,
                           TapDeskForm      *form)
{
  g_return_if_fail (TAP_IS_VEHICLE_FIELDS (self));
  g_return_if_fail (TAP_IS_DESK_FORM (form));

  self->form = form;
}

/* --- the type ------------------------------------------------------------------------------------------------ */

static gboolean
tap_vehicle_fields_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TAP_VEHICLE_FIELDS (widget)->entries[TAP_VEHICLE_PLATE]);
}

static void
tap_vehicle_fields_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  if (prop_id == PROP_FULL)
    g_value_set_boolean (value, TAP_VEHICLE_FIELDS (object)->full);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tap_vehicle_fields_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  if (prop_id == PROP_FULL)
    TAP_VEHICLE_FIELDS (object)->full = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
add_leave_handler (TapVehicleFields *self,
                   TapVehicleField   field,
                   GCallback         callback)
{
  GtkEventController *controller = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (controller, "leave", callback, self);
  gtk_widget_add_controller (self->entries[field], controller);
}

static void
tap_vehicle_fields_constructed (GObject *object)
{
  static const char *const ids[TAP_N_VEHICLE_FIELDS] = { "plate", "customer", "phone", "model", "bringer", "colour", "odometer" };
  static const TapVehicleField full_only[] = { TAP_VEHICLE_BRINGER, TAP_VEHICLE_COLOUR, TAP_VEHICLE_ODOMETER };
  TapVehicleFields *self = TAP_VEHICLE_FIELDS (object);

  G_OBJECT_CLASS (tap_vehicle_fields_parent_class)->constructed (object);
  for (guint i = 0; i < TAP_N_VEHICLE_FIELDS; i++)
    {
      g_autofree char *entry = g_strconcat (ids[i], "_entry", NULL), *field = g_strconcat (ids[i], "_field", NULL);

      self->entries[i] = GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (self), TAP_TYPE_VEHICLE_FIELDS, entry));
      self->fields[i] = TAP_FIELD (gtk_widget_get_template_child (GTK_WIDGET (self), TAP_TYPE_VEHICLE_FIELDS, field));
    }
  for (guint i = 0; i < G_N_ELEMENTS (full_only); i++)
    gtk_widget_set_visible (GTK_WIDGET (self->fields[full_only[i]]), self->full);
  g_signal_connect_swapped (self->entries[TAP_VEHICLE_PLATE], "changed", G_CALLBACK (plate_changed_cb), self);
  g_signal_connect_swapped (self->entries[TAP_VEHICLE_CUSTOMER], "changed", G_CALLBACK (customer_changed_cb), self);
  g_signal_connect_swapped (self->entries[TAP_VEHICLE_PHONE], "changed", G_CALLBACK (phone_changed_cb), self);
  g_signal_connect_swapped (self->entries[TAP_VEHICLE_COLOUR], "changed", G_CALLBACK (colour_changed_cb), self);
  g_signal_connect_swapped (self->entries[TAP_VEHICLE_ODOMETER], "changed", G_CALLBACK (warn_about_km), self);
  add_leave_handler (self, TAP_VEHICLE_PLATE, G_CALLBACK (plate_left_cb));
  add_leave_handler (self, TAP_VEHICLE_PHONE, G_CALLBACK (phone_left_cb));
  add_colours (self);
  set_rgb (self, UNKNOWN_RGB);
}

static void
tap_vehicle_fields_dispose (GObject *object)
{
  TapVehicleFields *self = TAP_VEHICLE_FIELDS (object);
  GtkWidget *child;

  g_cancellable_cancel (self->lookup);
  g_clear_object (&self->lookup);
  self->form = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_VEHICLE_FIELDS);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_vehicle_fields_parent_class)->dispose (object);
}

static void
tap_vehicle_fields_finalize (GObject *object)
{
  TapVehicleFields *self = TAP_VEHICLE_FIELDS (object);

  for (guint i = 0; i < TAP_N_VEHICLE_FIELDS; i++)
    g_free (self->filled[i]);
  forget_seen (self);
  g_free (self->asked);
  g_clear_pointer (&self->known, tap_known_plate_unref);
  G_OBJECT_CLASS (tap_vehicle_fields_parent_class)->finalize (object);
}

static void
tap_vehicle_fields_class_init (TapVehicleFieldsClass *klass)
{
  static const char *const ids[] = { "plate_entry", "customer_entry", "phone_entry", "model_entry", "bringer_entry",
                                     "colour_entry", "odometer_entry", "plate_field", "customer_field", "phone_field",
                                     "model_field", "bringer_field", "colour_field", "odometer_field" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = tap_vehicle_fields_constructed;
  object_class->dispose = tap_vehicle_fields_dispose;
  object_class->finalize = tap_vehicle_fields_finalize;
  object_class->get_property = tap_vehicle_fields_get_property;
  object_class->set_property = tap_vehicle_fields_set_property;
  widget_class->grab_focus = tap_vehicle_fields_grab_focus;
  properties[PROP_FULL] = g_param_spec_boolean ("full", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[KNOWN] = g_signal_new ("known", TAP_TYPE_VEHICLE_FIELDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, tap_known_plate_get_type ());
  g_type_ensure (TAP_TYPE_FIELD);
  g_type_ensure (TAP_TYPE_COLOUR_DOT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/desk/tap-vehicle-fields.ui");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    gtk_widget_class_bind_template_child_full (widget_class, ids[i], FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, TapVehicleFields, plate_bin);
  gtk_widget_class_bind_template_child (widget_class, TapVehicleFields, known_revealer);
  gtk_widget_class_bind_template_child (widget_class, TapVehicleFields, known_box);
  gtk_widget_class_bind_template_child (widget_class, TapVehicleFields, open_button);
  gtk_widget_class_bind_template_child (widget_class, TapVehicleFields, colour_button);
  gtk_widget_class_bind_template_child (widget_class, TapVehicleFields, known_icon);
  gtk_widget_class_bind_template_child (widget_class, TapVehicleFields, known_label);
  gtk_widget_class_bind_template_child (widget_class, TapVehicleFields, known_wish);
  gtk_widget_class_bind_template_child (widget_class, TapVehicleFields, colour_dot);
  gtk_widget_class_bind_template_child (widget_class, TapVehicleFields, colour_popover);
  gtk_widget_class_bind_template_child (widget_class, TapVehicleFields, colour_flow);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
}

static void
tap_vehicle_fields_init (TapVehicleFields *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
