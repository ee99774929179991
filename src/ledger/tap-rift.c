/* tap-rift.c — compares a station folder with this PC, and says what differs and what either choice would lose.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ledger/tap-ledger-folder.h"
#include "ledger/tap-presence.h"
#include "ledger/tap-registry.h"
#include "ledger/tap-rift-private.h"

void
tap_rift_free (TapRift *self)
{
  g_clear_pointer (&self->only_pc, g_ptr_array_unref);
  g_clear_pointer (&self->only_folder, g_ptr_array_unref);
  g_free (self->sentence);
  g_free (self->advice);
  g_free (self);
}

static TapRift *
rift_new (RiftView *view)
{
  TapRift *rift = g_new0 (TapRift, 1);

  rift->pc_seq = view->tail.seq;
  rift->only_pc = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_rift_entry_free);
  rift->only_folder = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_rift_entry_free);
  return rift;
}

/* --- the two lists --------------------------------------------------------------------------------- */

static void
add_own (RiftView *view,
         TapRift  *rift,
         guint64   seq)
{
  g_autoptr(TapTxn) txn = _tap_rift_get_copy (view, seq, NULL);

  g_ptr_array_add (rift->only_pc, txn != NULL ? _tap_rift_entry_new (txn, view->schema) : _tap_rift_entry_unknown (seq));
}

static void
add_found (RiftView *view,
           TapRift  *rift,
           guint64   seq)
{
  g_autoptr(TapTxn) txn = _tap_rift_get_found (view, seq);

  if (txn != NULL)
    g_ptr_array_add (rift->only_folder, _tap_rift_entry_new (txn, view->schema));
}

static void
collect_ids (GPtrArray  *entries,
             GHashTable *ids)
{
  for (guint i = 0; i < entries->len; i++)
    {
      TapRiftEntry *entry = entries->pdata[i];
      g_auto(GStrv) words = g_strsplit (entry->operation_ids, " ", -1);

      for (guint k = 0; words[k] != NULL; k++)
        g_hash_table_add (ids, g_strdup (words[k]));
    }
}

static gboolean
has_all (GHashTable *ids,
         const char *operation_ids)
{
  g_auto(GStrv) words = g_strsplit (operation_ids, " ", -1);

  for (guint k = 0; words[k] != NULL; k++)
    if (!g_hash_table_contains (ids, words[k]))
      return FALSE;
  return words[0] != NULL && words[0][0] != '\0';
}

static void
mark_elsewhere (GPtrArray *entries,
                GPtrArray *others)
{
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  collect_ids (others, ids);
  for (guint i = 0; i < entries->len; i++)
    {
      TapRiftEntry *entry = entries->pdata[i];

      entry->elsewhere = entry->elsewhere || has_all (ids, entry->operation_ids);
    }
}

static void
collect_branches (RiftView *view,
                  TapRift  *rift)
{
  for (guint64 seq = rift->common_seq + 1; seq <= view->tail.seq; seq++)
    add_own (view, rift, seq);
  for (guint i = 0; i < view->listed->len; i++)
    if (g_array_index (view->listed, guint64, i) > rift->common_seq)
      add_found (view, rift, g_array_index (view->listed, guint64, i));
  mark_elsewhere (rift->only_pc, rift->only_folder);
  mark_elsewhere (rift->only_folder, rift->only_pc);
}

/* --- the same epoch -------------------------------------------------------------------------------- */

/* What the epoch started from is this PC's transaction of that number. */
static guint64
find_common_start (RiftView *view)
{
  const guint8 *known = _tap_rift_known_hash (view, view->station->start_seq);

  return known != NULL && memcmp (known, view->station->start_hash, TAP_HASH_LEN) == 0 ? view->station->start_seq : 0;
}

/* The last number that is the same on both sides; 0 when none was seen to be. */
static guint64
find_common (RiftView *view,
             guint64   below)
{
  for (guint i = view->listed->len; i > 0; i--)
    {
      guint64 seq = g_array_index (view->listed, guint64, i - 1);

      if (seq < below && view->found[i - 1] == RIFT_SAME)
        return seq;
    }
  return 0;
}

/* Where the folder ends just below this PC's oldest copy, that copy says what has to stand there. */
static guint64
find_common_before_copies (RiftView *view)
{
  TapCopyKey *first = view->known->len > 0 ? &g_array_index (view->known, TapCopyKey, 0) : NULL;
  g_autoptr(TapTxn) copy = first != NULL ? _tap_rift_get_copy (view, first->seq, NULL) : NULL;
  g_autoptr(TapTxn) found = copy != NULL && copy->seq > 1 ? _tap_rift_get_found (view, copy->seq - 1) : NULL;

  return found != NULL && memcmp (found->hash, copy->previous, TAP_HASH_LEN) == 0 ? found->seq : 0;
}

/* The first number from @from up to @to that is missing, or broken, or (a whole one in the midst of ours) not what it was. */
static guint64
find_bad (RiftView *view,
          guint64   common,
          gboolean *missing)
{
  guint64 next = view->floor;

  for (guint i = 0; i < view->listed->len; i++)
    {
      guint64 seq = g_array_index (view->listed, guint64, i);
      gboolean wrong = view->found[i] == RIFT_BROKEN || (view->found[i] == RIFT_OTHER && seq < common);

      if (seq < next)
        continue;
      *missing = seq > next;
      if (seq > next || wrong)
        return next;
      next = seq + 1;
    }
  return 0;
}

static guint64
find_other (RiftView *view,
            guint64   above)
{
  for (guint i = 0; i < view->listed->len; i++)
    {
      guint64 seq = g_array_index (view->listed, guint64, i);

      if (seq > above && view->found[i] == RIFT_OTHER)
        return seq;
    }
  return 0;
}

/* Has any PC ever told that it knows @seq? What stands there broken and is known to nobody was never anybody's saved entry. */
static gboolean
is_known_to_others (RiftView *view,
                    guint64   seq)
{
  g_autoptr(GPtrArray) notes = tap_ledger_list_presence (view->ledger, NULL);
  gboolean known = notes == NULL;

  for (guint i = 0; notes != NULL && i < notes->len && !known; i++)
    {
      TapPeer *peer = tap_presence_parse (notes->pdata[i]);

      known = peer != NULL && peer->seq >= seq;
      g_clear_pointer (&peer, tap_peer_free);
    }
  return known;
}

/* What a repair would put back, for the list; FALSE when this PC lacks one of them. */
static gboolean
collect_repairs (RiftView *view,
                 TapRift  *rift)
{
  gboolean all = TRUE;
  guint64 last = MAX (_tap_rift_last (view), view->tail.seq);

  for (guint64 seq = MAX (view->floor, rift->first_bad > 0 ? rift->first_bad : 1); seq <= last; seq++)
    {
      RiftFound found = _tap_rift_found (view, seq);
      g_autoptr(TapTxn) txn = NULL;

      if (found == RIFT_SAME || found == RIFT_SOUND)
        continue;
      txn = _tap_rift_get_copy (view, seq, NULL);
      if (txn != NULL)
        g_ptr_array_add (rift->only_pc, _tap_rift_entry_new (txn, view->schema));
      /* Broken, the last one, and nobody knows it: nothing could be put back, it only has to go out of the way. */
      else if (found != RIFT_BROKEN || seq <= view->tail.seq || seq < last || is_known_to_others (view, seq))
        all = FALSE;
    }
  return all;
}

static void
judge_diverged (RiftView *view,
                TapRift  *rift,
                guint64   seq)
{
  g_autoptr(TapTxn) here = _tap_rift_get_copy (view, seq, NULL);
  g_autoptr(TapTxn) there = _tap_rift_get_found (view, seq);

  rift->kind = TAP_RIFT_DIVERGED;
  rift->first_bad = seq;
  collect_branches (view, rift);
  rift->sentence = _tap_rift_say_diverged (seq, here, there);
  rift->advice = _tap_rift_advise_take ();
}

static void
judge_broken (RiftView *view,
              TapRift  *rift,
              guint64   seq,
              gboolean  missing)
{
  rift->kind = missing ? TAP_RIFT_GAP : TAP_RIFT_DAMAGED;
  rift->first_bad = seq;
  rift->pc_can_repair = collect_repairs (view, rift);
  rift->sentence = missing ? _tap_rift_say_gap (seq)
                           : g_strdup_printf (_("Number %llu in the station folder is damaged. Everything can be read; nothing is saved until it is repaired."),
                                              (unsigned long long) seq);
  rift->advice = _tap_rift_advise_repair (rift->pc_can_repair);
}

static void
judge_behind (RiftView *view,
              TapRift  *rift)
{
  rift->kind = TAP_RIFT_BEHIND;
  rift->pc_can_repair = rift->common_seq > 0 && collect_repairs (view, rift);
  rift->automatic = rift->pc_can_repair;
  rift->sentence = _tap_rift_say_behind (rift->folder_seq, rift->pc_seq);
  if (rift->automatic)
    rift->advice = g_strdup (_("Running programs put it back by themselves; “tappetctl rescue --repair” does it now."));
  else
    rift->advice = _tap_rift_advise_repair (FALSE);
}

static TapRift *
judge_same_epoch (RiftView *view)
{
  TapRift *rift = rift_new (view);
  gboolean missing = FALSE;
  guint64 bad;
  guint64 other;

  rift->folder_seq = _tap_rift_last (view);
  rift->common_seq = MAX (find_common (view, G_MAXUINT64), find_common_start (view));
  if (rift->common_seq == 0 && rift->folder_seq > 0)
    rift->common_seq = find_common_before_copies (view);
  if (rift->common_seq == 0 && view->archived > 0 && view->archived <= view->tail.seq)
    rift->common_seq = view->archived;
  other = find_other (view, rift->common_seq);
  bad = find_bad (view, rift->common_seq, &missing);
  if (other > 0)
    judge_diverged (view, rift, other);
  else if (bad > 0)
    judge_broken (view, rift, bad, missing);
  else if (rift->folder_seq < rift->pc_seq)
    judge_behind (view, rift);
  else
    {
      rift->sentence = g_strdup_printf (_("The station folder and this PC agree up to number %llu."), (unsigned long long) rift->pc_seq);
      rift->advice = g_strdup ("");
    }
  return rift;
}

/* --- another epoch --------------------------------------------------------------------------------- */

/* The operations of the restored state, from its newest snapshot that can be read; NULL: there is none. */
static sqlite3 *
open_snapshot (RiftView *view,
               char    **path)
{
  g_autoptr(GArray) found = tap_ledger_list_snapshots (view->ledger, NULL);
  g_autofree char *name = g_strdup_printf ("rift-%08x.db", g_random_int ());

  *path = g_build_filename (view->replica_dir, name, NULL);
  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      g_autofree char *note = NULL;
      sqlite3 *db = NULL;

      if (tap_ledger_get_snapshot (view->ledger, g_array_index (found, guint64, i), *path, &note, NULL))
        db = tap_sql_open (*path, NULL);
      if (db != NULL && tap_sql_int (db, "SELECT count(*) FROM operation", -1) >= 0)
        return db;
      g_clear_pointer (&db, sqlite3_close);
      g_unlink (*path);
    }
  return NULL;
}

static void
mark_in_snapshot (GPtrArray *entries,
                  sqlite3   *snapshot)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (snapshot, "SELECT 1 FROM operation WHERE id = ?1", NULL);

  for (guint i = 0; stmt != NULL && i < entries->len; i++)
    {
      TapRiftEntry *entry = entries->pdata[i];
      g_auto(GStrv) words = g_strsplit (entry->operation_ids, " ", -1);
      gboolean all = words[0] != NULL && words[0][0] != '\0';

      for (guint k = 0; all && words[k] != NULL; k++)
        {
          sqlite3_bind_text (stmt, 1, words[k], -1, SQLITE_STATIC);
          all = sqlite3_step (stmt) == SQLITE_ROW;
          sqlite3_reset (stmt);
        }
      entry->elsewhere = entry->elsewhere || all;
    }
}

/* A migration is no entry of anybody: it is there when the tables of the restored state have its version. */
static void
mark_migrations (RiftView *view,
                 TapRift  *rift,
                 sqlite3  *snapshot)
{
  guint version = snapshot != NULL ? (guint) tap_sql_int (snapshot, "PRAGMA user_version", 0) : 0;

  for (guint i = 0; i < rift->only_pc->len; i++)
    {
      TapRiftEntry *entry = rift->only_pc->pdata[i];
      g_autoptr(TapTxn) txn = _tap_rift_get_copy (view, entry->seq, NULL);

      if (txn != NULL && txn->kind == TAP_TXN_MIGRATION && txn->schema_version <= version)
        entry->elsewhere = TRUE;
    }
}

/* Operations of this PC's replica that neither the restored state nor its log has, and that no copy explains: the oldest copies may have
 * been trimmed. */
static gboolean
has_unexplained (RiftView  *view,
                 TapRift   *rift,
                 sqlite3   *snapshot)
{
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(TapSqlStmt) theirs = snapshot != NULL ? tap_sql_prepare (snapshot, "SELECT 1 FROM operation WHERE id = ?1", NULL) : NULL;
  g_autoptr(TapSqlStmt) ours = view->db != NULL ? tap_sql_prepare (view->db, "SELECT id FROM operation", NULL) : NULL;
  gboolean all = ours != NULL;

  collect_ids (rift->only_folder, ids);
  collect_ids (rift->only_pc, ids);
  while (all && sqlite3_step (ours) == SQLITE_ROW)
    {
      const char *id = (const char *) sqlite3_column_text (ours, 0);

      if (g_hash_table_contains (ids, id))
        continue;
      if (theirs == NULL)
        return TRUE;
      sqlite3_bind_text (theirs, 1, id, -1, SQLITE_STATIC);
      all = sqlite3_step (theirs) == SQLITE_ROW;
      sqlite3_reset (theirs);
    }
  return !all && view->tail.seq > 0;
}

static guint
count_lost (TapRift *rift)
{
  guint n = 0;

  for (guint i = 0; i < rift->only_pc->len; i++)
    n += ((TapRiftEntry *) rift->only_pc->pdata[i])->elsewhere ? 0 : 1;
  return n;
}

static TapRift *
judge_epoch (RiftView *view)
{
  TapRift *rift = rift_new (view);
  g_autofree char *path = NULL;
  sqlite3 *snapshot;
  gboolean unexplained;

  rift->kind = TAP_RIFT_EPOCH;
  rift->folder_seq = _tap_rift_last (view);
  rift->common_seq = MAX (find_common (view, G_MAXUINT64), find_common_start (view));
  for (guint i = 0; i < view->known->len; i++)
    if (g_array_index (view->known, TapCopyKey, i).seq > rift->common_seq)
      add_own (view, rift, g_array_index (view->known, TapCopyKey, i).seq);
  for (guint i = 0; i < view->listed->len; i++)
    if (g_array_index (view->listed, guint64, i) > rift->common_seq)
      add_found (view, rift, g_array_index (view->listed, guint64, i));
  snapshot = open_snapshot (view, &path);
  mark_elsewhere (rift->only_pc, rift->only_folder);
  mark_elsewhere (rift->only_folder, rift->only_pc);
  if (snapshot != NULL)
    mark_in_snapshot (rift->only_pc, snapshot);
  mark_migrations (view, rift, snapshot);
  unexplained = rift->common_seq == 0 && has_unexplained (view, rift, snapshot);
  g_clear_pointer (&snapshot, sqlite3_close);
  g_unlink (path);
  rift->automatic = count_lost (rift) == 0 && !unexplained;
  rift->sentence = _tap_rift_say_epoch (MAX (count_lost (rift), unexplained ? 1 : 0));
  rift->advice = rift->automatic ? g_strdup (_("Running programs follow it by themselves.")) : _tap_rift_advise_take ();
  return rift;
}

/* --- all of it ------------------------------------------------------------------------------------- */

static TapRift *
judge_foreign (RiftView     *view,
               const GError *reason)
{
  TapRift *rift = rift_new (view);

  rift->kind = TAP_RIFT_FOREIGN;
  rift->sentence = reason != NULL ? g_strdup (reason->message) : _tap_rift_say_foreign ();
  rift->advice = g_strdup (_("Nothing is ever put into such a folder. If the share is only not mounted, mount it: all goes on by itself. If the file server is gone for good, “tappetctl rescue NEW-FOLDER” makes a new station folder from what this PC knows."));
  return rift;
}

TapRift *
_tap_rift_judge (RiftView        *view,
                 TapProgressFunc  progress,
                 gpointer         data,
                 GCancellable    *cancellable,
                 GError         **error)
{
  if (strcmp (view->station->id, view->station_id) != 0)
    return judge_foreign (view, NULL);
  if (!_tap_rift_view_scan (view, progress, data, cancellable, error))
    return NULL;
  return strcmp (view->station->epoch, view->epoch) != 0 ? judge_epoch (view) : judge_same_epoch (view);
}

TapRift *
tap_rift_examine (const char       *folder,
                  const char       *replica_dir,
                  TapProgressFunc   progress,
                  gpointer          data,
                  GCancellable     *cancellable,
                  GError          **error)
{
  g_auto(RiftView) view = { 0 };
  g_autoptr(GError) reason = NULL;

  g_return_val_if_fail (folder != NULL && replica_dir != NULL, NULL);

  if (_tap_rift_view_open (&view, folder, replica_dir, &reason))
    return _tap_rift_judge (&view, progress, data, cancellable, error);
  if (view.ledger != NULL
      && (g_error_matches (reason, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_MISSING)
          || g_error_matches (reason, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EMPTY)
          || g_error_matches (reason, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN)))
    return judge_foreign (&view, reason);
  g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}

char *
tap_rift_find_replica (const char *folder,
                       GError    **error)
{
  g_autoptr(TapLedger) ledger = NULL;
  g_autoptr(TapStationFile) station = NULL;
  g_autofree char *id = NULL;
  g_autofree char *dir = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  /* What was seen there before comes first: while a share is away, or its folder holds something else, that is the copy in question. */
  id = tap_registry_find (folder);
  if (id == NULL)
    {
      g_autofree char *absolute = g_canonicalize_filename (folder, NULL);

      id = tap_registry_find (absolute);
    }
  if (id == NULL)
    {
      ledger = tap_ledger_folder_new (folder);
      station = tap_ledger_open (ledger, NULL);
      id = station != NULL ? g_strdup (station->id) : NULL;
    }
  dir = id != NULL ? tap_registry_replica_dir (id) : NULL;
  if (dir != NULL && tap_replica_exists (dir))
    return g_steal_pointer (&dir);
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_MISSING,
               _("This PC has no copy of the station in %s. Name its folder with --replica."), folder);
  return NULL;
}
