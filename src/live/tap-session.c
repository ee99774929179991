/* tap-session.c — one open station in one program: people, settings, connection.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-live"

#include "config.h"

#include "live/tap-live-private.h"

struct _TapSession
{
  GObject               parent_instance;

  TapStore             *store;          /* NULL: only in memory */
  const TapLiveBackend *backend;        /* static; NULL: only in memory */
  TapStationData       *station;
  TapStaff             *staff;          /* nobody: NULL */
  gint64                now_unix;       /* without a backend: where the clock stands */
  TapConnection         connection;
  TapConnection         pretended;
  gboolean              pretends;
  GPtrArray            *pretended_pending;
  guint                 age_id;
  guint                 n_pending, n_refused;
};

G_DEFINE_FINAL_TYPE (TapSession, tap_session, G_TYPE_OBJECT)

enum { PROP_0, PROP_STAFF, PROP_STATION, PROP_CONNECTION_TEXT, PROP_WRITABLE, PROP_PENDING_COUNT, PROP_REFUSED_COUNT, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum
{
  SIGNED_IN_CHANGED,
  STATION_CHANGED,
  CONNECTION_CHANGED,
  CARDS_CHANGED,
  RELOAD,
  SETTLED,
  PENDING_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* ---- connection ---- */

static void
clear_connection (TapConnection *connection)
{
  g_free (connection->reason);
  g_free (connection->chip);
  g_free (connection->chip_detail);
  g_free (connection->banner);
}

static gboolean
says_another_thing (const TapConnection *a,
                    const TapConnection *b)
{
  return a->state != b->state || a->n_pending != b->n_pending || a->n_refused != b->n_refused
         || (a->state == TAP_LEDGER_CUT_OFF && a->retry_s != b->retry_s)
         || g_strcmp0 (a->chip, b->chip) != 0
         || g_strcmp0 (a->chip_detail, b->chip_detail) != 0
         || g_strcmp0 (a->banner, b->banner) != 0 || g_strcmp0 (a->reason, b->reason) != 0;
}

void
_tap_session_update_connection (TapSession *self)
{
  TapConnection next = { .state = TAP_LEDGER_IN_STEP };
  gboolean writable = self->connection.writable;
  gboolean changed;

  if (self->pretends)
    {
      next = self->pretended;
      next.reason = g_strdup (next.reason);
    }
  else if (self->backend != NULL && self->backend->read_connection != NULL)
    self->backend->read_connection (self, &next);
  _tap_connection_describe (&next, tap_session_now_unix (self), tap_session_get_zone (self));

  changed = says_another_thing (&next, &self->connection);
  clear_connection (&self->connection);
  self->connection = next;

  if (changed)
    {
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION_TEXT]);
      g_signal_emit (self, signals[CONNECTION_CHANGED], 0);
    }
  if (writable != next.writable)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WRITABLE]);
}

void
tap_session_pretend (TapSession          *self,
                      const TapConnection *connection)
{
  g_clear_pointer (&self->pretended.reason, g_free);
  self->pretends = connection != NULL;
  if (self->pretends)
    {
      self->pretended = *connection;
      self->pretended.reason = g_strdup (connection->reason);
      self->pretended.chip = self->pretended.chip_detail = self->pretended.banner = NULL;
    }
  _tap_session_update_connection (self);
}

void
_tap_session_update_pending (TapSession *self)
{
  guint n_pending = 0, n_refused = 0;
  guint old_pending = self->n_pending, old_refused = self->n_refused;

  if (self->backend != NULL && self->backend->count_pending != NULL)
    self->backend->count_pending (self, &n_pending, &n_refused);
  self->n_pending = n_pending;
  self->n_refused = n_refused;
  if (n_pending != old_pending)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PENDING_COUNT]);
  if (n_refused != old_refused)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFUSED_COUNT]);
  g_signal_emit (self, signals[PENDING_CHANGED], 0);
  _tap_session_update_connection (self);
}

static gboolean
age_cb (gpointer data)
{
  _tap_session_update_connection (data);

  return G_SOURCE_CONTINUE;
}

/* ---- the object ---- */

static void
tap_session_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  TapSession *self = TAP_SESSION (object);

  switch (id)
    {
    case PROP_STAFF:
      g_value_set_boxed (value, self->staff);
      break;
    case PROP_STATION:
      g_value_set_boxed (value, self->station);
      break;
    case PROP_CONNECTION_TEXT:
      g_value_set_string (value, self->connection.chip);
      break;
    case PROP_WRITABLE:
      g_value_set_boolean (value, self->connection.writable);
      break;
    case PROP_PENDING_COUNT:
      g_value_set_uint (value, self->n_pending);
      break;
    case PROP_REFUSED_COUNT:
      g_value_set_uint (value, self->n_refused);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tap_session_dispose (GObject *object)
{
  TapSession *self = TAP_SESSION (object);

  g_clear_handle_id (&self->age_id, g_source_remove);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (tap_session_parent_class)->dispose (object);
}

static void
tap_session_finalize (GObject *object)
{
  TapSession *self = TAP_SESSION (object);

  g_clear_pointer (&self->station, tap_station_data_unref);
  g_clear_pointer (&self->staff, tap_staff_unref);
  g_free (self->pretended.reason);
  g_clear_pointer (&self->pretended_pending, g_ptr_array_unref);
  clear_connection (&self->connection);

  G_OBJECT_CLASS (tap_session_parent_class)->finalize (object);
}

static guint
define_signal (const char *name,
               guint       n_params,
               ...)
{
  va_list types;
  guint id;

  va_start (types, n_params);
  id = g_signal_new_valist (name, TAP_TYPE_SESSION, G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL,
                            G_TYPE_NONE, n_params, types);
  va_end (types);

  return id;
}

static void
tap_session_class_init (TapSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tap_session_get_property;
  object_class->dispose = tap_session_dispose;
  object_class->finalize = tap_session_finalize;

  properties[PROP_STAFF] = g_param_spec_boxed ("staff", NULL, NULL, TAP_TYPE_STAFF, flags);
  properties[PROP_STATION]
    = g_param_spec_boxed ("station", NULL, NULL, TAP_TYPE_STATION_DATA, flags);
  properties[PROP_CONNECTION_TEXT] = g_param_spec_string ("connection-text", NULL, NULL, "", flags);
  properties[PROP_WRITABLE] = g_param_spec_boolean ("writable", NULL, NULL, FALSE, flags);
  properties[PROP_PENDING_COUNT]
    = g_param_spec_uint ("pending-count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_REFUSED_COUNT]
    = g_param_spec_uint ("refused-count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNED_IN_CHANGED] = define_signal ("signed-in-changed", 0);
  signals[STATION_CHANGED] = define_signal ("station-changed", 0);
  signals[CONNECTION_CHANGED] = define_signal ("connection-changed", 0);
  signals[CARDS_CHANGED] = define_signal ("cards-changed", 1, G_TYPE_POINTER);
  signals[RELOAD] = define_signal ("reload", 0);
  signals[SETTLED] = define_signal ("settled", 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[PENDING_CHANGED] = define_signal ("pending-changed", 0);
}

static void
tap_session_init (TapSession *self)
{
}

TapSession *
_tap_session_new_for_backend (const TapLiveBackend *backend,
                              TapStore             *store,
                              TapStationData       *station)
{
  TapSession *self = g_object_new (TAP_TYPE_SESSION, NULL);

  self->backend = backend;
  if (store != NULL)
    self->store = g_object_ref (store);
  self->station = tap_station_data_ref (station);
  _tap_session_update_connection (self);
  if (backend != NULL && backend->count_pending != NULL)
    backend->count_pending (self, &self->n_pending, &self->n_refused);
  if (backend != NULL && backend->read_connection != NULL)
    self->age_id = g_timeout_add_seconds (1, age_cb, self);

  return self;
}

TapSession *
_tap_session_new_for_data (TapStationData *station,
                           gint64          now_unix)
{
  TapSession *self;

  g_return_val_if_fail (station != NULL, NULL);

  self = _tap_session_new_for_backend (NULL, NULL, station);
  self->now_unix = now_unix;
  return self;
}

const TapLiveBackend *
_tap_session_get_backend (TapSession *self)
{
  return self->backend;
}

void
_tap_session_set_backend (TapSession           *self,
                          const TapLiveBackend *backend)
{
  self->backend = backend;
}

void
_tap_session_set_now (TapSession *self,
                      gint64      now_unix)
{
  self->now_unix = now_unix;
}

/* The signed-in person may have got other roles, or be gone. */
static void
refresh_staff (TapSession *self)
{
  g_autoptr (TapStaff) old = self->staff;
  TapStaff *now;

  if (old == NULL)
    return;

  now = tap_session_find_staff (self, old->id);
  self->staff = now != NULL && now->active ? tap_staff_ref (now) : NULL;
  if (self->staff == NULL || self->staff->roles != old->roles || self->staff->colour != old->colour
      || g_strcmp0 (self->staff->name, old->name) != 0)
    {
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STAFF]);
      g_signal_emit (self, signals[SIGNED_IN_CHANGED], 0);
    }
}

void
_tap_session_set_station (TapSession     *self,
                          TapStationData *station)
{
  if (self->station == station)
    return;

  tap_station_data_ref (station);
  tap_station_data_unref (self->station);
  self->station = station;
  refresh_staff (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATION]);
  g_signal_emit (self, signals[STATION_CHANGED], 0);
}

TapStore *
tap_session_get_store (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), NULL);

  return self->store;
}

TapStationData *
tap_session_get_station (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), NULL);

  return self->station;
}

TapStaff *
tap_session_get_staff (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), NULL);

  return self->staff;
}

gint64
tap_session_get_staff_id (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), 0);

  return self->staff != NULL ? self->staff->id : 0;
}

TapRoles
tap_session_get_roles (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), 0);

  return self->staff != NULL ? self->staff->roles : 0;
}

gboolean
tap_session_may (TapSession *self,
                 TapRight    right)
{
  return tap_roles_have_right (tap_session_get_roles (self), right);
}

static void
set_staff (TapSession *self,
           TapStaff   *staff)
{
  if (self->staff == staff)
    return;

  g_clear_pointer (&self->staff, tap_staff_unref);
  if (staff != NULL)
    self->staff = tap_staff_ref (staff);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STAFF]);
  g_signal_emit (self, signals[SIGNED_IN_CHANGED], 0);
}

void
tap_session_sign_in (TapSession *self,
                     gint64      staff_id)
{
  TapStaff *staff;

  g_return_if_fail (TAP_IS_SESSION (self));

  staff = tap_session_find_staff (self, staff_id);
  if (staff != NULL && staff->active)
    set_staff (self, staff);
}

void
tap_session_sign_out (TapSession *self)
{
  g_return_if_fail (TAP_IS_SESSION (self));

  set_staff (self, NULL);
}

TapStaff *
tap_session_find_staff (TapSession *self,
                        gint64      id)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), NULL);

  for (guint i = 0; i < self->station->staff->len; i++)
    {
      TapStaff *staff = g_ptr_array_index (self->station->staff, i);

      if (staff->id == id)
        return staff;
    }

  return NULL;
}

TapBay *
tap_session_find_bay (TapSession *self,
                      gint64      id)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), NULL);

  for (guint i = 0; i < self->station->bays->len; i++)
    {
      TapBay *bay = g_ptr_array_index (self->station->bays, i);

      if (bay->id == id)
        return bay;
    }

  return NULL;
}

gint64
tap_session_now_unix (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), 0);

  if (self->backend == NULL || self->backend->now_unix == NULL)
    return self->now_unix;

  return self->backend->now_unix (self);
}

GTimeZone *
tap_session_get_zone (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), NULL);

  return tap_calendar_get_zone (self->station->calendar);
}

const TapConnection *
tap_session_get_connection (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), NULL);

  return &self->connection;
}

const char *
tap_session_why_not_save (TapSession *self,
                          gboolean    can_wait)
{
  const TapConnection *connection;

  g_return_val_if_fail (TAP_IS_SESSION (self), NULL);

  connection = &self->connection;
  if (connection->writable || (can_wait && connection->queueable))
    return NULL;
  return _tap_connection_refusal (connection);
}

guint
tap_session_get_pending_count (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), 0);

  return self->n_pending;
}

guint
tap_session_get_refused_count (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), 0);

  return self->n_refused;
}

/* ---- the outbox ---- */

GPtrArray *
tap_session_list_pending (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), NULL);

  if (self->pretended_pending != NULL)
    return g_ptr_array_ref (self->pretended_pending);
  if (self->backend == NULL || self->backend->list_pending == NULL)
    return g_ptr_array_new ();
  return self->backend->list_pending (self);
}

void
tap_session_pretend_pending (TapSession *self,
                             GPtrArray  *pending)
{
  g_return_if_fail (TAP_IS_SESSION (self));

  g_clear_pointer (&self->pretended_pending, g_ptr_array_unref);
  self->pretended_pending = pending;
  _tap_session_update_pending (self);
}

void
tap_session_decide_async (TapSession          *self,
                          const char          *operation_id,
                          TapDecision          decision,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (TAP_IS_SESSION (self));
  g_return_if_fail (operation_id != NULL);
  g_return_if_fail (self->backend != NULL && self->backend->decide_async != NULL);

  self->backend->decide_async (self, operation_id, decision, callback, user_data);
}

gboolean
tap_session_decide_finish (TapSession    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), FALSE);

  return self->backend->decide_finish (self, result, error);
}
