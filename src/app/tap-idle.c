/* tap-idle.c — notices when nobody has touched keys or pointer for so many minutes, in any window of the program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-idle"
#include "config.h"

#include "app/tap-idle.h"

struct _TapIdle
{
  GObject  parent_instance;

  int      minutes;
  gint64   touched_us;      /* monotonic */
  guint    timer;
  gboolean told;
};

G_DEFINE_FINAL_TYPE (TapIdle, tap_idle, G_TYPE_OBJECT)

enum { SIGNAL_IDLE, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Sees every event of a window before its widgets do, and takes none. */
static gboolean
event_cb (GtkEventControllerLegacy *controller,
          GdkEvent                 *event,
          TapIdle                  *self)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
    case GDK_BUTTON_PRESS:
    case GDK_MOTION_NOTIFY:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
      self->touched_us = g_get_monotonic_time ();
      self->told = FALSE;
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
watch (TapIdle   *self,
       GtkWidget *window)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (event_cb), self, 0);
  gtk_widget_add_controller (window, controller);
}

static void
toplevels_changed_cb (TapIdle    *self,
                      guint       position,
                      guint       removed,
                      guint       added,
                      GListModel *toplevels)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      watch (self, window);
    }
}

static gboolean
look_cb (gpointer data)
{
  TapIdle *self = data;

  if (!self->told && g_get_monotonic_time () - self->touched_us >= (gint64) self->minutes * 60 * G_USEC_PER_SEC)
    {
      self->told = TRUE;
      g_signal_emit (self, signals[SIGNAL_IDLE], 0);
    }
  return G_SOURCE_CONTINUE;
}

void
tap_idle_set_minutes (TapIdle *self,
                      int      minutes)
{
  g_return_if_fail (TAP_IS_IDLE (self));

  if (self->minutes == minutes)
    return;
  self->minutes = minutes;
  self->touched_us = g_get_monotonic_time ();
  self->told = FALSE;
  g_clear_handle_id (&self->timer, g_source_remove);
  if (minutes > 0)
    self->timer = g_timeout_add_seconds (10, look_cb, self);
}

static void
tap_idle_dispose (GObject *object)
{
  g_clear_handle_id (&TAP_IDLE (object)->timer, g_source_remove);
  G_OBJECT_CLASS (tap_idle_parent_class)->dispose (object);
}

static void
tap_idle_class_init (TapIdleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_idle_dispose;
  signals[SIGNAL_IDLE] = g_signal_new ("idle", TAP_TYPE_IDLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tap_idle_init (TapIdle *self)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  self->touched_us = g_get_monotonic_time ();
  g_signal_connect_object (toplevels, "items-changed", G_CALLBACK (toplevels_changed_cb), self, G_CONNECT_SWAPPED);
  toplevels_changed_cb (self, 0, 0, g_list_model_get_n_items (toplevels), toplevels);
}

TapIdle *
tap_idle_new (void)
{
  return g_object_new (TAP_TYPE_IDLE, NULL);
}
