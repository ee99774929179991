/* tap-rift-put-back.c — this PC's good copies back into the folder, by the same publish as ever; what is broken goes into quarantine.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-ledger-folder.h"
#include "ledger/tap-rift-private.h"

#define LOCK_WAIT_US (10 * G_USEC_PER_SEC)
#define FLUSH_EVERY 100

/* --- one transaction ------------------------------------------------------------------------------- */

/* Somebody was faster: several PCs may be putting back the same. */
static gboolean
check_same (TapLedger    *ledger,
            guint64       seq,
            const guint8  hash[TAP_HASH_LEN],
            GError      **error)
{
  g_autoptr(GBytes) bytes = tap_ledger_read (ledger, seq, TRUE, error);
  guint8 found[TAP_HASH_LEN];

  if (bytes == NULL)
    return FALSE;
  tap_hash_bytes (bytes, found);
  if (memcmp (found, hash, TAP_HASH_LEN) == 0)
    return TRUE;
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK,
               _("Number %llu was written anew meanwhile: the station folder and this PC differ from there on. Nothing was overwritten."),
               (unsigned long long) seq);
  return FALSE;
}

gboolean
_tap_rift_put_one (TapLedger    *ledger,
                   guint64       seq,
                   GBytes       *bytes,
                   const guint8  hash[TAP_HASH_LEN],
                   gboolean     *put,
                   GError      **error)
{
  g_autoptr(GError) reason = NULL;
  g_autofree char *staged = NULL;
  gint64 server_us = 0;

  *put = FALSE;
  staged = tap_ledger_stage (ledger, bytes, &server_us, error);
  if (staged == NULL)
    return FALSE;
  switch (tap_ledger_publish (ledger, staged, seq, &reason))
    {
    case TAP_PUBLISH_OURS:
      *put = TRUE;
      return TRUE;
    case TAP_PUBLISH_TAKEN:
      tap_ledger_withdraw (ledger, staged, NULL);
      return check_same (ledger, seq, hash, error);
    case TAP_PUBLISH_UNKNOWN:
    case TAP_PUBLISH_NOT_DONE:
    default:
      /* Should it arrive late all the same it is what belongs there. */
      tap_ledger_withdraw (ledger, staged, NULL);
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
}

/* --- the administrator's command ------------------------------------------------------------------- */

static gboolean
may_put_back (TapRift *rift,
              GError **error)
{
  switch (rift->kind)
    {
    case TAP_RIFT_NONE:
      return TRUE;
    case TAP_RIFT_BEHIND:
    case TAP_RIFT_GAP:
    case TAP_RIFT_DAMAGED:
      if (rift->pc_can_repair)
        return TRUE;
      break;
    case TAP_RIFT_DIVERGED:
    case TAP_RIFT_EPOCH:
    case TAP_RIFT_FOREIGN:
    default:
      break;
    }
  g_set_error (error, TAP_LEDGER_ERROR,
               rift->kind == TAP_RIFT_FOREIGN ? TAP_LEDGER_ERROR_FOREIGN : TAP_LEDGER_ERROR_SET_BACK, "%s %s",
               rift->sentence, rift->advice);
  return FALSE;
}

/* Staged first, so that the number is free for no longer than two renames take. */
static gboolean
repair_one (RiftView *view,
            guint64   seq,
            gboolean *put,
            GError  **error)
{
  RiftFound found = _tap_rift_found (view, seq);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(TapTxn) txn = _tap_rift_get_copy (view, seq, &bytes);
  gboolean stands = found == RIFT_BROKEN || found == RIFT_OTHER;
  g_autofree char *staged = NULL;
  gint64 server_us = 0;

  *put = FALSE;
  if (txn == NULL)
    return !stands || tap_ledger_folder_quarantine (view->ledger, seq, error);
  if (!stands)
    return tap_ledger_folder_make_thousand (view->ledger, seq, error)
           && _tap_rift_put_one (view->ledger, seq, bytes, txn->hash, put, error);
  staged = tap_ledger_stage (view->ledger, bytes, &server_us, error);
  if (staged == NULL)
    return FALSE;
  if (tap_ledger_folder_quarantine (view->ledger, seq, error)
      && tap_ledger_publish (view->ledger, staged, seq, error) == TAP_PUBLISH_OURS)
    {
      *put = TRUE;
      return TRUE;
    }
  tap_ledger_withdraw (view->ledger, staged, NULL);
  if (*error != NULL)
    return FALSE;
  return check_same (view->ledger, seq, txn->hash, error);
}

static gboolean
repair_all (RiftView        *view,
            TapRift         *rift,
            guint           *n_put,
            TapProgressFunc  progress,
            gpointer         data,
            GCancellable    *cancellable,
            GError         **error)
{
  guint64 last = MAX (_tap_rift_last (view), view->tail.seq);
  guint total = rift->only_pc->len;

  for (guint64 seq = view->floor; seq <= last; seq++)
    {
      RiftFound found = _tap_rift_found (view, seq);
      g_autoptr(GError) reason = NULL;
      gboolean put;

      if (found == RIFT_SAME || found == RIFT_SOUND)
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!repair_one (view, seq, &put, &reason))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      *n_put += put ? 1 : 0;
      if (*n_put % FLUSH_EVERY == FLUSH_EVERY - 1 && !tap_ledger_flush (view->ledger, error))
        return FALSE;
      if (progress != NULL)
        progress (_("Putting entries back"), MIN (*n_put, total), total, data);
    }
  /* Only after this it would survive another power cut. */
  return tap_ledger_flush (view->ledger, error);
}

static gboolean
open_publisher (RiftView    *view,
                TapReplica **replica,
                GError     **error)
{
  *replica = tap_replica_open (view->replica_dir, NULL, NULL, error);
  if (*replica == NULL)
    return FALSE;
  tap_ledger_identify (view->ledger, tap_replica_get_id (*replica), tap_replica_get_tag (*replica));
  if (tap_replica_lock (*replica, g_get_monotonic_time () + LOCK_WAIT_US))
    return TRUE;
  g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
                       _("Another program of this PC is saving and does not come to an end. Close it and try again."));
  return FALSE;
}

gboolean
tap_rift_put_back (const char       *folder,
                   const char       *replica_dir,
                   guint            *n_put,
                   TapProgressFunc   progress,
                   gpointer          data,
                   GCancellable     *cancellable,
                   GError          **error)
{
  g_auto(RiftView) view = { 0 };
  g_autoptr(TapReplica) replica = NULL;
  g_autoptr(TapRift) rift = NULL;
  gboolean ok;

  g_return_val_if_fail (folder != NULL && replica_dir != NULL && n_put != NULL, FALSE);

  *n_put = 0;
  if (!_tap_rift_view_open (&view, folder, replica_dir, error) || !open_publisher (&view, &replica, error))
    return FALSE;
  rift = _tap_rift_judge (&view, progress, data, cancellable, error);
  ok = rift != NULL && may_put_back (rift, error);
  if (ok && rift->kind != TAP_RIFT_NONE)
    ok = repair_all (&view, rift, n_put, progress, data, cancellable, error);
  tap_replica_unlock (replica);
  return ok;
}
