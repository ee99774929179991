/* tap-people-pane.c — who is working here: the people of the station, and the PIN of the one that is chosen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-people-pane"
#include "config.h"

#include "app/tap-people-pane.h"

#include "app/tap-prefs.h"
#include "widgets/tap-avatar.h"
#include "widgets/tap-pin-pad.h"

#include <glib/gi18n-lib.h>

/* Two rows and a half of tiles beside the pad, so that it shows there are more; about five without it. */
#define PEOPLE_HEIGHT 286
#define PEOPLE_HEIGHT_ALONE 530

struct _TapPeoplePane
{
  GtkWidget     parent_instance;

  /* Template widgets (borrowed) */
  GtkWidget    *people_box;
  GtkWidget    *people_heading;
  GtkScrolledWindow *people_scroller;
  GtkFlowBox   *people;
  GtkWidget    *pin_card;
  TapPinPad    *pin_pad;

  /* Borrowed: the header of the pad */
  TapAvatar    *avatar;
  GtkLabel     *name;
  GtkLabel     *hint;

  /* Owned references */
  GSignalGroup *session_signals;
  GHashTable   *tiles;          /* staff id (gint64) to GtkToggleButton, borrowed */

  char         *fault;          /* what the pad says; NULL nothing */
  gint64        chosen;
  gint64        checking;       /* whose PIN is being checked; 0: nobody's */
  guint         pause_timer;
  gint64        pause_end_us;
};

G_DEFINE_FINAL_TYPE (TapPeoplePane, tap_people_pane, GTK_TYPE_WIDGET)

enum { SIGNAL_SIGNED_IN, SIGNAL_CHOICE_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static TapSession *
get_session (TapPeoplePane *self)
{
  g_autoptr (TapSession) session = g_signal_group_dup_target (self->session_signals);

  return session;       /* the caller of set_session() keeps it */
}

static void
set_fault (TapPeoplePane *self,
           const char    *text)
{
  char *kept = g_strdup (text);

  g_free (self->fault);
  self->fault = kept;
  tap_pin_pad_set_error (self->pin_pad, text);
}

const char *
tap_people_pane_get_fault (TapPeoplePane *self)
{
  g_return_val_if_fail (TAP_IS_PEOPLE_PANE (self), "");

  return self->fault != NULL ? self->fault : "";
}

gboolean
tap_people_pane_is_checking (TapPeoplePane *self)
{
  g_return_val_if_fail (TAP_IS_PEOPLE_PANE (self), FALSE);

  return self->checking != 0;
}

gboolean
tap_people_pane_is_paused (TapPeoplePane *self)
{
  g_return_val_if_fail (TAP_IS_PEOPLE_PANE (self), FALSE);

  return self->pause_timer != 0;
}

/* ---- the pause after wrong PINs --------------------------------------------------------------------------------------- */

static void
end_pause (TapPeoplePane *self)
{
  g_clear_handle_id (&self->pause_timer, g_source_remove);
  gtk_widget_set_sensitive (GTK_WIDGET (self->pin_pad), TRUE);
  set_fault (self, NULL);
}

static gboolean
pause_tick_cb (gpointer data)
{
  TapPeoplePane *self = data;
  int left_s = (int) ((self->pause_end_us - g_get_monotonic_time () + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  g_autofree char *text = NULL;

  if (left_s <= 0)
    {
      self->pause_timer = 0;
      end_pause (self);
      gtk_widget_grab_focus (GTK_WIDGET (self->pin_pad));
      return G_SOURCE_REMOVE;
    }
  text = g_strdup_printf (ngettext ("Too many wrong PINs. Try again in %d second.",
                                    "Too many wrong PINs. Try again in %d seconds.", left_s),
                          left_s);
  set_fault (self, text);
  return G_SOURCE_CONTINUE;
}

static void
start_pause (TapPeoplePane *self,
             int            seconds)
{
  self->pause_end_us = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;
  gtk_widget_set_sensitive (GTK_WIDGET (self->pin_pad), FALSE);
  if (pause_tick_cb (self) == G_SOURCE_CONTINUE && self->pause_timer == 0)
    self->pause_timer = g_timeout_add_seconds (1, pause_tick_cb, self);
}

/* ---- the check ------------------------------------------------------------------------------------------------------- */

static void
welcome (TapPeoplePane *self,
         gint64         staff_id)
{
  TapSession *session = get_session (self);

  if (session == NULL)
    return;
  tap_session_sign_in (session, staff_id);
  tap_prefs_set_last_staff (tap_session_get_station (session)->station_id, staff_id);
  g_signal_emit (self, signals[SIGNAL_SIGNED_IN], 0, staff_id);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (TapPeoplePane) self = data;
  g_autoptr (GError) error = NULL;
  gint64 staff_id = self->checking;
  gboolean right;

  right = tap_store_check_pin_finish (TAP_STORE (source), result, &error);
  self->checking = 0;
  if (self->session_signals == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->pin_pad), TRUE);
  if (right)
    {
      set_fault (self, NULL);
      welcome (self, staff_id);
      return;
    }
  if (staff_id != self->chosen)
    return;
  if (g_error_matches (error, TAP_STORE_ERROR, TAP_STORE_ERROR_PIN_PAUSE) && tap_store_error_get_pause_s (error) > 0)
    {
      start_pause (self, tap_store_error_get_pause_s (error));
      return;
    }
  set_fault (self, error->message);
  gtk_widget_grab_focus (GTK_WIDGET (self->pin_pad));
}

void
tap_people_pane_check (TapPeoplePane *self,
                       const char    *pin)
{
  TapSession *session;

  g_return_if_fail (TAP_IS_PEOPLE_PANE (self));
  g_return_if_fail (pin != NULL);

  session = get_session (self);
  if (session == NULL || self->checking != 0 || self->pause_timer != 0)
    return;
  if (self->chosen == 0)
    {
      set_fault (self, _("Choose who you are first."));
      return;
    }
  self->checking = self->chosen;
  gtk_widget_set_sensitive (GTK_WIDGET (self->pin_pad), FALSE);
  tap_store_check_pin_async (tap_session_get_store (session), self->chosen, pin, checked_cb, g_object_ref (self));
}

static void
pin_entered_cb (TapPeoplePane *self,
                const char    *pin)
{
  tap_people_pane_check (self, pin);
}

void
tap_people_pane_enter (TapPeoplePane *self)
{
  g_return_if_fail (TAP_IS_PEOPLE_PANE (self));

  if (self->checking == 0 && gtk_widget_get_sensitive (GTK_WIDGET (self->pin_pad)))
    tap_pin_pad_enter (self->pin_pad);
}

/* ---- the people ------------------------------------------------------------------------------------------------------ */

gint64
tap_people_pane_get_chosen (TapPeoplePane *self)
{
  g_return_val_if_fail (TAP_IS_PEOPLE_PANE (self), 0);

  return self->chosen;
}

static void
mark_tile (TapPeoplePane *self,
           gint64         staff_id)
{
  GHashTableIter iter;
  gpointer key, tile;

  g_hash_table_iter_init (&iter, self->tiles);
  while (g_hash_table_iter_next (&iter, &key, &tile))
    gtk_toggle_button_set_active (tile, *(gint64 *) key == staff_id);
}

/* Without the pad its room belongs to the people. */
static void
show_pin_card (TapPeoplePane *self,
               gboolean       shown)
{
  gtk_widget_set_visible (self->pin_card, shown);
  gtk_scrolled_window_set_max_content_height (self->people_scroller, shown ? PEOPLE_HEIGHT : PEOPLE_HEIGHT_ALONE);
}

static const char *
hint_for (TapSession *session,
          TapStaff   *staff)
{
  if (!staff->has_pin)
    return _("No PIN yet: the administrator sets one in the settings");
  return tap_session_get_station (session)->demo ? _("Enter your PIN (in the demo: 123456)") : _("Enter your PIN");
}

void
tap_people_pane_choose (TapPeoplePane *self,
                        gint64         staff_id)
{
  TapSession *session;
  TapStaff *staff = NULL;

  g_return_if_fail (TAP_IS_PEOPLE_PANE (self));

  session = get_session (self);
  if (session != NULL && staff_id != 0)
    staff = tap_session_find_staff (session, staff_id);
  if (staff == NULL || !staff->active)
    staff_id = 0;
  if (staff_id != self->chosen)
    {
      tap_pin_pad_clear (self->pin_pad);
      end_pause (self);
    }
  self->chosen = staff_id;
  mark_tile (self, staff_id);
  show_pin_card (self, staff_id != 0);
  g_signal_emit (self, signals[SIGNAL_CHOICE_CHANGED], 0);
  if (staff_id == 0)
    {
      gtk_widget_child_focus (GTK_WIDGET (self->people), GTK_DIR_TAB_FORWARD);
      return;
    }
  tap_avatar_set_person (self->avatar, staff->name, staff->colour);
  gtk_label_set_text (self->name, staff->name);
  gtk_label_set_text (self->hint, hint_for (session, staff));
  gtk_widget_grab_focus (GTK_WIDGET (self->pin_pad));
}

static void
tile_clicked_cb (TapPeoplePane   *self,
                 GtkToggleButton *tile)
{
  GHashTableIter iter;
  gpointer key, value;
  gint64 staff_id = 0;

  g_hash_table_iter_init (&iter, self->tiles);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (value == tile)
      staff_id = *(gint64 *) key;
  tap_people_pane_choose (self, staff_id);
}

static GtkWidget *
make_label (const char *text,
            const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 14);
  gtk_widget_add_css_class (label, css);
  return label;
}

static void
add_tile (TapPeoplePane *self,
          TapStaff      *staff)
{
  GtkWidget *tile = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *avatar = tap_avatar_new (TAP_AVATAR_LARGE);
  const char *role = tap_role_label (tap_roles_main (staff->roles));
  g_autofree char *spoken = g_strdup_printf ("%s, %s", staff->name, role);
  gint64 *key = g_new (gint64, 1);

  tap_avatar_set_person (TAP_AVATAR (avatar), staff->name, staff->colour);
  gtk_widget_set_halign (avatar, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), avatar);
  gtk_box_append (GTK_BOX (box), make_label (staff->name, "person-name"));
  gtk_box_append (GTK_BOX (box), make_label (role, "person-role"));
  gtk_button_set_child (GTK_BUTTON (tile), box);
  gtk_widget_add_css_class (tile, "person-tile");
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_signal_connect_object (tile, "clicked", G_CALLBACK (tile_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_flow_box_append (self->people, tile);
  gtk_widget_set_focusable (gtk_widget_get_parent (tile), FALSE);
  *key = staff->id;
  g_hash_table_insert (self->tiles, key, tile);
}

static void
fill_people (TapPeoplePane *self,
             TapSession    *session)
{
  GPtrArray *staff = tap_session_get_station (session)->staff;
  gint64 chosen = self->chosen;
  GtkWidget *child;

  g_hash_table_remove_all (self->tiles);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->people))) != NULL)
    gtk_flow_box_remove (self->people, child);
  for (guint i = 0; i < staff->len; i++)
    if (((TapStaff *) g_ptr_array_index (staff, i))->active)
      add_tile (self, g_ptr_array_index (staff, i));
  mark_tile (self, chosen);
}

static void
station_changed_cb (TapPeoplePane *self,
                    TapSession    *session)
{
  fill_people (self, session);
}

static void
session_bound_cb (TapPeoplePane *self,
                  TapSession    *session)
{
  fill_people (self, session);
}

void
tap_people_pane_set_session (TapPeoplePane *self,
                             TapSession    *session)
{
  g_return_if_fail (TAP_IS_PEOPLE_PANE (self));

  g_signal_group_set_target (self->session_signals, session);
  if (session == NULL)
    show_pin_card (self, FALSE);
}

void
tap_people_pane_set_heading_visible (TapPeoplePane *self,
                                     gboolean       visible)
{
  g_return_if_fail (TAP_IS_PEOPLE_PANE (self));

  gtk_widget_set_visible (self->people_heading, visible);
}

void
tap_people_pane_set_grid_visible (TapPeoplePane *self,
                                  gboolean       visible)
{
  g_return_if_fail (TAP_IS_PEOPLE_PANE (self));

  gtk_widget_set_visible (self->people_box, visible);
}

/* ---- life ----------------------------------------------------------------------------------------------------------- */

/* Who is asked, left of the dots of the pad. */
static GtkWidget *
make_pad_header (TapPeoplePane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *avatar = tap_avatar_new (TAP_AVATAR_NORMAL);
  GtkWidget *name = make_label ("", "heading");
  GtkWidget *hint = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (hint), 0);
  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_widget_add_css_class (hint, "caption");
  gtk_widget_add_css_class (hint, "dim");
  gtk_widget_set_valign (avatar, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), name);
  gtk_box_append (GTK_BOX (texts), hint);
  gtk_box_append (GTK_BOX (box), avatar);
  gtk_box_append (GTK_BOX (box), texts);
  self->avatar = TAP_AVATAR (avatar);
  self->name = GTK_LABEL (name);
  self->hint = GTK_LABEL (hint);
  return box;
}

static void
tap_people_pane_dispose (GObject *object)
{
  TapPeoplePane *self = TAP_PEOPLE_PANE (object);

  g_clear_handle_id (&self->pause_timer, g_source_remove);
  if (self->session_signals != NULL)
    g_signal_group_set_target (self->session_signals, NULL);
  g_clear_object (&self->session_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_PEOPLE_PANE);
  G_OBJECT_CLASS (tap_people_pane_parent_class)->dispose (object);
}

static void
tap_people_pane_finalize (GObject *object)
{
  g_hash_table_unref (TAP_PEOPLE_PANE (object)->tiles);
  g_free (TAP_PEOPLE_PANE (object)->fault);
  G_OBJECT_CLASS (tap_people_pane_parent_class)->finalize (object);
}

static void
tap_people_pane_class_init (TapPeoplePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_people_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_people_pane_finalize;
  signals[SIGNAL_SIGNED_IN] = g_signal_new ("signed-in", TAP_TYPE_PEOPLE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_CHOICE_CHANGED] = g_signal_new ("choice-changed", TAP_TYPE_PEOPLE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                                 NULL, G_TYPE_NONE, 0);
  g_type_ensure (TAP_TYPE_PIN_PAD);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-people-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, TapPeoplePane, people_box);
  gtk_widget_class_bind_template_child (widget_class, TapPeoplePane, people_heading);
  gtk_widget_class_bind_template_child (widget_class, TapPeoplePane, people_scroller);
  gtk_widget_class_bind_template_child (widget_class, TapPeoplePane, people);
  gtk_widget_class_bind_template_child (widget_class, TapPeoplePane, pin_card);
  gtk_widget_class_bind_template_child (widget_class, TapPeoplePane, pin_pad);
}

static void
tap_people_pane_init (TapPeoplePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->tiles = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  tap_pin_pad_set_header (self->pin_pad, make_pad_header (self));
  g_signal_connect_object (self->pin_pad, "entered", G_CALLBACK (pin_entered_cb), self, G_CONNECT_SWAPPED);
  show_pin_card (self, FALSE);
  self->session_signals = g_signal_group_new (TAP_TYPE_SESSION);
  g_signal_connect_object (self->session_signals, "bind", G_CALLBACK (session_bound_cb), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "station-changed", G_CALLBACK (station_changed_cb), self,
                                 G_CONNECT_SWAPPED);
}
