/* tap-ledger.c — the shared log as an interface, and the errors and limits of this room.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "ledger/tap-ledger.h"

G_DEFINE_INTERFACE (TapLedger, tap_ledger, G_TYPE_OBJECT)
G_DEFINE_QUARK (tap-ledger-error-quark, tap_ledger_error)

static void
tap_ledger_default_init (TapLedgerInterface *iface)
{
}

void
tap_ledger_limits_default (TapLedgerLimits *limits)
{
  g_return_if_fail (limits != NULL);

  *limits = (TapLedgerLimits){
    .look_ms = 1000,
    .thorough_every = 5,
    .slow_ms = 1000,
    .stale_ms = 3000,
    .cut_off_ms = 8000,
    .tail_check_ms = 30000,
    .presence_ms = 60000,
    .clock_warn_s = 60,
    .clock_stop_s = 300,
    .snapshot_behind = 2000,
    .snapshot_at_close_behind = 500,
    .prune_days = 30,
    .prune_first_ms = 15 * 60 * 1000,
    .prune_every_ms = 6 * 3600 * 1000,
    .bootstrap_behind = 20000,
  };
}

void
tap_presence_note_free (TapPresenceNote *note)
{
  g_free (note->replica_id);
  g_free (note->text);
  g_free (note);
}

void
tap_ledger_set_errno (GError    **error,
                      int         code,
                      gboolean    writing,
                      const char *path)
{
  if (writing && (code == ENOSPC || code == EDQUOT))
    g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY,
                         _("The file server has no room left. Nothing can be saved until somebody makes room there."));
  else if (writing && (code == EACCES || code == EPERM || code == EROFS))
    /* Translators: the first %s is a folder, the second one the system's reason. */
    g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY,
                 _("This PC may not write to %s (%s). Ask the administrator for the right to write there."),
                 path, g_strerror (code));
  else
    /* Translators: the first %s is a folder, the second one the system's reason. */
    g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF,
                 _("The file server does not answer as it should: %s (%s)"), path, g_strerror (code));
}

void
tap_ledger_set_damaged (GError  **error,
                        guint64   seq)
{
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
               _("Number %llu in the station folder is damaged. Everything can be read; nothing is saved until it is repaired: “tappetctl rescue” on each PC shows which of them can do it."),
               (unsigned long long) seq);
}

void
tap_ledger_step (const char *name)
{
  static const char *wanted;
  static int left;
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      const char *text = g_getenv ("TAPPET_STOP_AT");
      g_auto(GStrv) parts = g_strsplit (text != NULL ? text : "", ":", 2);

      wanted = text != NULL ? g_intern_string (parts[0]) : NULL;
      left = text != NULL && parts[1] != NULL ? atoi (parts[1]) : 1;
      g_once_init_leave (&ready, 1);
    }
  if (wanted != NULL && strcmp (wanted, name) == 0 && g_atomic_int_dec_and_test (&left))
    kill (getpid (), SIGKILL);
}

/* --- the interface --------------------------------------------------------------------------- */

TapStationFile *
tap_ledger_open (TapLedger  *self,
                 GError    **error)
{
  return TAP_LEDGER_GET_IFACE (self)->open (self, error);
}

void
tap_ledger_identify (TapLedger  *self,
                     const char *replica_id,
                     const char *tag)
{
  TAP_LEDGER_GET_IFACE (self)->identify (self, replica_id, tag);
}

gboolean
tap_ledger_look (TapLedger  *self,
                 guint64     next,
                 gboolean    thorough,
                 gboolean   *news,
                 GError    **error)
{
  return TAP_LEDGER_GET_IFACE (self)->look (self, next, thorough, news, error);
}

GBytes *
tap_ledger_read (TapLedger  *self,
                 guint64     seq,
                 gboolean    careful,
                 GError    **error)
{
  return TAP_LEDGER_GET_IFACE (self)->read (self, seq, careful, error);
}

TapTailState
tap_ledger_check_tail (TapLedger      *self,
                       const TapMark  *mark,
                       gboolean        thorough,
                       guint64        *last,
                       GError        **error)
{
  return TAP_LEDGER_GET_IFACE (self)->check_tail (self, mark, thorough, last, error);
}

gboolean
tap_ledger_glance (TapLedger     *self,
                   const TapMark *mark)
{
  TapLedgerInterface *iface = TAP_LEDGER_GET_IFACE (self);

  return iface->glance != NULL && iface->glance (self, mark);
}

char *
tap_ledger_stage (TapLedger  *self,
                  GBytes     *bytes,
                  gint64     *server_us,
                  GError    **error)
{
  return TAP_LEDGER_GET_IFACE (self)->stage (self, bytes, server_us, error);
}

TapPublish
tap_ledger_publish (TapLedger   *self,
                    const char  *staged,
                    guint64      seq,
                    GError     **error)
{
  return TAP_LEDGER_GET_IFACE (self)->publish (self, staged, seq, error);
}

gboolean
tap_ledger_flush (TapLedger  *self,
                  GError    **error)
{
  return TAP_LEDGER_GET_IFACE (self)->flush (self, error);
}

TapWithdraw
tap_ledger_withdraw (TapLedger   *self,
                     const char  *staged,
                     GError     **error)
{
  return TAP_LEDGER_GET_IFACE (self)->withdraw (self, staged, error);
}

gboolean
tap_ledger_withdraw_all (TapLedger          *self,
                         const char *const  *spare,
                         GError            **error)
{
  return TAP_LEDGER_GET_IFACE (self)->withdraw_all (self, spare, error);
}

gboolean
tap_ledger_want (TapLedger  *self,
                 gboolean    wanted,
                 GError    **error)
{
  return TAP_LEDGER_GET_IFACE (self)->want (self, wanted, error);
}

gboolean
tap_ledger_is_wanted (TapLedger  *self,
                      gboolean   *wanted,
                      GError    **error)
{
  return TAP_LEDGER_GET_IFACE (self)->is_wanted (self, wanted, error);
}

void
tap_ledger_bury (TapLedger *self)
{
  TapLedgerInterface *iface = TAP_LEDGER_GET_IFACE (self);

  if (iface->bury != NULL)
    iface->bury (self);
}

GArray *
tap_ledger_list_snapshots (TapLedger  *self,
                           GError    **error)
{
  return TAP_LEDGER_GET_IFACE (self)->list_snapshots (self, error);
}

gboolean
tap_ledger_get_snapshot (TapLedger   *self,
                         guint64      seq,
                         const char  *path,
                         char       **note,
                         GError     **error)
{
  return TAP_LEDGER_GET_IFACE (self)->get_snapshot (self, seq, path, note, error);
}

gboolean
tap_ledger_get_snapshot_note (TapLedger  *self,
                              guint64     seq,
                              char      **note,
                              GError    **error)
{
  return TAP_LEDGER_GET_IFACE (self)->get_snapshot_note (self, seq, note, error);
}

gboolean
tap_ledger_put_snapshot (TapLedger   *self,
                         guint64      seq,
                         const char  *path,
                         const char  *note,
                         GError     **error)
{
  return TAP_LEDGER_GET_IFACE (self)->put_snapshot (self, seq, path, note, error);
}

gboolean
tap_ledger_put_presence (TapLedger   *self,
                         const char  *text,
                         gint64      *server_us,
                         GError     **error)
{
  return TAP_LEDGER_GET_IFACE (self)->put_presence (self, text, server_us, error);
}

gboolean
tap_ledger_is_archived (TapLedger *self,
                        guint64    seq)
{
  TapLedgerInterface *iface = TAP_LEDGER_GET_IFACE (self);

  return iface->is_archived != NULL && iface->is_archived (self, seq);
}

GPtrArray *
tap_ledger_list_present (TapLedger  *self,
                         GError    **error)
{
  return TAP_LEDGER_GET_IFACE (self)->list_present (self, error);
}

TapPresenceNote *
tap_ledger_get_presence (TapLedger  *self,
                         const char *replica_id)
{
  return TAP_LEDGER_GET_IFACE (self)->get_presence (self, replica_id);
}

GPtrArray *
tap_ledger_list_presence (TapLedger  *self,
                          GError    **error)
{
  g_autoptr(GPtrArray) names = tap_ledger_list_present (self, error);
  GPtrArray *notes;

  if (names == NULL)
    return NULL;
  notes = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_presence_note_free);
  for (guint i = 0; i < names->len; i++)
    {
      TapPresenceNote *note = tap_ledger_get_presence (self, names->pdata[i]);

      if (note != NULL)
        g_ptr_array_add (notes, note);
    }
  return notes;
}
