/* ledger-double.c — a file server with bad days: the folder ledger behind a switchboard of faults.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>

#include "ledger-double.h"
#include "ledger/tap-ledger-folder.h"

static void ledger_double_ledger_init (TapLedgerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LedgerDouble, ledger_double, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TAP_TYPE_LEDGER, ledger_double_ledger_init))

/* FALSE: it is one of the next @left calls that fail. */
static gboolean
pass_count (LedgerDouble *self,
            guint        *left,
            GError      **error)
{
  gboolean fails;

  g_mutex_lock (&self->lock);
  fails = *left > 0;
  if (fails)
    (*left)--;
  g_mutex_unlock (&self->lock);
  if (fails)
    tap_ledger_set_errno (error, EIO, FALSE, "/share");
  return !fails;
}

/* What every call goes through. FALSE: it fails. */
static gboolean
pass (TapLedger *ledger,
      gboolean   writes,
      GError   **error)
{
  LedgerDouble *self = LEDGER_DOUBLE (ledger);
  gboolean fails;
  gboolean read_only;

  g_mutex_lock (&self->lock);
  while (self->hangs)
    g_cond_wait (&self->wake, &self->lock);
  fails = self->fails;
  read_only = self->read_only;
  g_mutex_unlock (&self->lock);
  if (fails)
    tap_ledger_set_errno (error, EIO, FALSE, "/share");
  else if (read_only && writes)
    tap_ledger_set_errno (error, EROFS, TRUE, "/share");
  else
    return TRUE;
  return FALSE;
}

#define INNER(l) (LEDGER_DOUBLE (l)->inner)

static TapStationFile *
double_open (TapLedger *ledger,
             GError   **error)
{
  return pass (ledger, FALSE, error) ? tap_ledger_open (INNER (ledger), error) : NULL;
}

static void
double_identify (TapLedger  *ledger,
                 const char *replica_id,
                 const char *tag)
{
  tap_ledger_identify (INNER (ledger), replica_id, tag);
}

static gboolean
double_look (TapLedger *ledger,
             guint64    next,
             gboolean   thorough,
             gboolean  *news,
             GError   **error)
{
  LEDGER_DOUBLE (ledger)->n_looks++;
  return pass (ledger, FALSE, error) && tap_ledger_look (INNER (ledger), next, thorough, news, error);
}

static GBytes *
double_read (TapLedger *ledger,
             guint64    seq,
             gboolean   careful,
             GError   **error)
{
  LedgerDouble *self = LEDGER_DOUBLE (ledger);

  if (!pass (ledger, FALSE, error) || !pass_count (self, &self->failing_reads, error))
    return NULL;
  return tap_ledger_read (self->inner, seq, careful, error);
}

static TapTailState
double_check_tail (TapLedger     *ledger,
                   const TapMark *mark,
                   gboolean       thorough,
                   guint64       *last,
                   GError       **error)
{
  *last = mark->seq;
  if (!pass (ledger, FALSE, error))
    return TAP_TAIL_MISSING;
  return tap_ledger_check_tail (INNER (ledger), mark, thorough, last, error);
}

static char *
double_stage (TapLedger *ledger,
              GBytes    *bytes,
              gint64    *server_us,
              GError   **error)
{
  char *staged;

  if (!pass (ledger, TRUE, error))
    return NULL;
  staged = tap_ledger_stage (INNER (ledger), bytes, server_us, error);
  *server_us += LEDGER_DOUBLE (ledger)->clock_us;
  return staged;
}

static TapPublish
double_publish (TapLedger  *ledger,
                const char *staged,
                guint64     seq,
                GError    **error)
{
  LedgerDouble *self = LEDGER_DOUBLE (ledger);
  PublishFault fault;

  if (!pass (ledger, TRUE, error))
    return TAP_PUBLISH_UNKNOWN;
  g_mutex_lock (&self->lock);
  while (self->hangs_publish)
    g_cond_wait (&self->wake, &self->lock);
  fault = self->fault;
  self->fault = FAULT_NONE;
  if (fault == FAULT_LATE)
    {
      self->late_staged = g_strdup (staged);
      self->late_seq = seq;
    }
  g_mutex_unlock (&self->lock);
  switch (fault)
    {
    case FAULT_LOST_REPLY:
      g_assert_cmpint (tap_ledger_publish (self->inner, staged, seq, NULL), ==, TAP_PUBLISH_OURS);
      tap_ledger_set_errno (error, EIO, FALSE, "/share");
      return TAP_PUBLISH_UNKNOWN;
    case FAULT_NOT_SENT:
    case FAULT_LATE:
      tap_ledger_set_errno (error, ETIMEDOUT, FALSE, "/share");
      return TAP_PUBLISH_UNKNOWN;
    case FAULT_NO_ROOM:
      tap_ledger_set_errno (error, ENOSPC, TRUE, "/share");
      return TAP_PUBLISH_NOT_DONE;
    case FAULT_FALSE_TAKEN:
    case FAULT_FALSE_TAKEN_THEN_FAILS:
      g_assert_cmpint (tap_ledger_publish (self->inner, staged, seq, NULL), ==, TAP_PUBLISH_OURS);
      self->fails = fault == FAULT_FALSE_TAKEN_THEN_FAILS;
      return TAP_PUBLISH_TAKEN;
    case FAULT_NONE:
    default:
      return tap_ledger_publish (self->inner, staged, seq, error);
    }
}

static gboolean
double_flush (TapLedger *ledger,
              GError   **error)
{
  LedgerDouble *self = LEDGER_DOUBLE (ledger);

  self->n_flushes++;
  return pass (ledger, TRUE, error) && pass_count (self, &self->failing_flushes, error)
         && tap_ledger_flush (self->inner, error);
}

static TapWithdraw
double_withdraw (TapLedger  *ledger,
                 const char *staged,
                 GError    **error)
{
  LedgerDouble *self = LEDGER_DOUBLE (ledger);

  if (!pass (ledger, FALSE, error) || !pass_count (self, &self->failing_withdraws, error))
    return TAP_WITHDRAW_FAILED;
  return tap_ledger_withdraw (self->inner, staged, error);
}

static void
double_bury (TapLedger *ledger)
{
  LedgerDouble *self = LEDGER_DOUBLE (ledger);

  g_mutex_lock (&self->lock);
  while (self->hangs_bury)
    g_cond_wait (&self->wake, &self->lock);
  g_mutex_unlock (&self->lock);
  if (pass (ledger, TRUE, NULL))
    tap_ledger_bury (self->inner);
}

static gboolean
double_withdraw_all (TapLedger         *ledger,
                     const char *const *spare,
                     GError           **error)
{
  return pass (ledger, FALSE, error) && tap_ledger_withdraw_all (INNER (ledger), spare, error);
}

static gboolean
double_want (TapLedger *ledger,
             gboolean   wanted,
             GError   **error)
{
  return pass (ledger, TRUE, error) && tap_ledger_want (INNER (ledger), wanted, error);
}

static gboolean
double_is_wanted (TapLedger *ledger,
                  gboolean  *wanted,
                  GError   **error)
{
  return pass (ledger, FALSE, error) && tap_ledger_is_wanted (INNER (ledger), wanted, error);
}

static GArray *
double_list_snapshots (TapLedger *ledger,
                       GError   **error)
{
  return pass (ledger, FALSE, error) ? tap_ledger_list_snapshots (INNER (ledger), error) : NULL;
}

static gboolean
double_get_snapshot (TapLedger  *ledger,
                     guint64     seq,
                     const char *path,
                     char      **note,
                     GError    **error)
{
  for (int ms = 0; ms < LEDGER_DOUBLE (ledger)->slow_snapshot_ms; ms += 50)
    {
      FILE *file = fopen (path, "a");

      g_assert_nonnull (file);
      fputs ("something", file);
      fclose (file);
      g_usleep (50000);
    }
  return pass (ledger, FALSE, error) && tap_ledger_get_snapshot (INNER (ledger), seq, path, note, error);
}

static gboolean
double_get_snapshot_note (TapLedger *ledger,
                          guint64    seq,
                          char     **note,
                          GError   **error)
{
  return pass (ledger, FALSE, error) && tap_ledger_get_snapshot_note (INNER (ledger), seq, note, error);
}

static gboolean
double_put_snapshot (TapLedger  *ledger,
                     guint64     seq,
                     const char *path,
                     const char *note,
                     GError    **error)
{
  LedgerDouble *self = LEDGER_DOUBLE (ledger);

  g_mutex_lock (&self->lock);
  while (self->hangs_snapshot)
    g_cond_wait (&self->wake, &self->lock);
  g_mutex_unlock (&self->lock);
  return pass (ledger, TRUE, error) && tap_ledger_put_snapshot (INNER (ledger), seq, path, note, error);
}

static gboolean
double_put_presence (TapLedger  *ledger,
                     const char *text,
                     gint64     *server_us,
                     GError    **error)
{
  gboolean ok = pass (ledger, TRUE, error) && tap_ledger_put_presence (INNER (ledger), text, server_us, error);

  *server_us += LEDGER_DOUBLE (ledger)->clock_us;
  return ok;
}

static GPtrArray *
double_list_present (TapLedger *ledger,
                     GError   **error)
{
  return pass (ledger, FALSE, error) ? tap_ledger_list_present (INNER (ledger), error) : NULL;
}

static TapPresenceNote *
double_get_presence (TapLedger  *ledger,
                     const char *replica_id)
{
  return tap_ledger_get_presence (INNER (ledger), replica_id);
}

static void
ledger_double_ledger_init (TapLedgerInterface *iface)
{
  iface->open = double_open;
  iface->identify = double_identify;
  iface->look = double_look;
  iface->read = double_read;
  iface->check_tail = double_check_tail;
  iface->stage = double_stage;
  iface->publish = double_publish;
  iface->flush = double_flush;
  iface->withdraw = double_withdraw;
  iface->withdraw_all = double_withdraw_all;
  iface->bury = double_bury;
  iface->want = double_want;
  iface->is_wanted = double_is_wanted;
  iface->list_snapshots = double_list_snapshots;
  iface->get_snapshot = double_get_snapshot;
  iface->get_snapshot_note = double_get_snapshot_note;
  iface->put_snapshot = double_put_snapshot;
  iface->put_presence = double_put_presence;
  iface->list_present = double_list_present;
  iface->get_presence = double_get_presence;
}

static void
ledger_double_finalize (GObject *object)
{
  LedgerDouble *self = LEDGER_DOUBLE (object);

  g_clear_object (&self->inner);
  g_free (self->late_staged);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  G_OBJECT_CLASS (ledger_double_parent_class)->finalize (object);
}

static void
ledger_double_class_init (LedgerDoubleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ledger_double_finalize;
}

static void
ledger_double_init (LedgerDouble *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
}

LedgerDouble *
ledger_double_new (const char *folder)
{
  LedgerDouble *self = g_object_new (LEDGER_TYPE_DOUBLE, NULL);

  self->inner = tap_ledger_folder_new (folder);
  return self;
}

void
ledger_double_hang (LedgerDouble *self,
                    gboolean      hangs)
{
  g_mutex_lock (&self->lock);
  self->hangs = hangs;
  g_cond_broadcast (&self->wake);
  g_mutex_unlock (&self->lock);
}

void
ledger_double_set (LedgerDouble *self,
                   PublishFault  fault)
{
  g_mutex_lock (&self->lock);
  self->fault = fault;
  g_mutex_unlock (&self->lock);
}

gboolean
ledger_double_deliver (LedgerDouble *self)
{
  g_assert_nonnull (self->late_staged);
  return tap_ledger_publish (self->inner, self->late_staged, self->late_seq, NULL) == TAP_PUBLISH_OURS;
}
