/* matrix-operations.c — a commit, a pull, a snapshot, a bootstrap: how each is begun, judged and recovered from.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "matrix.h"

#define WAIT_MS 8000

static gboolean
has_answer (gpointer data)
{
  return ((Lane *) data)->answer != NULL;
}

/* --- a commit ----------------------------------------------------------------------------------------- */

static void
begin_command (Lane *lane)
{
  TapCommand command = { "add-note", command_add, NULL, g_free, g_free, "Li Ting", NULL };

  g_clear_object (&lane->answer);
  g_clear_error (&lane->error);
  g_free (lane->operation_id);
  lane->operation_id = g_uuid_string_random ();
  command.operation_id = lane->operation_id;
  command.input = g_strdup (lane->operation_id);
  tap_worker_command_async (lane->a, &command, NULL, lane_keep_result, &lane->answer);
}

static gboolean
finish_command (Lane *lane)
{
  gboolean ok;

  if (!lane_wait (has_answer, lane, WAIT_MS))
    return lane_fail (lane, "the caller gets no answer");
  ok = tap_worker_command_finish (lane->a, lane->answer, NULL, &lane->error);
  g_clear_object (&lane->answer);
  if (ok != (lane->error == NULL))
    return lane_fail (lane, "neither saved nor refused");
  return TRUE;
}

static gboolean
judge_commit (Lane              *lane,
              const MatrixFault *fault,
              const char        *kind)
{
  if (!finish_command (lane) || !lane_check_answer (lane, lane->error, fault, kind))
    return FALSE;
  return strcmp (fault->name, "slow") != 0 || lane->operation != &matrix_commit || lane->was_slow || lane_fail (lane, "nobody says that it is slow");
}

static gboolean
is_settled (gpointer data)
{
  Lane *lane = data;

  return g_hash_table_contains (lane->settled, lane->operation_id);
}

static gboolean
recover_commit (Lane *lane)
{
  gint64 wanted = lane->error == NULL;
  gint64 found;

  if (g_error_matches (lane->error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN))
    {
      if (!lane_wait (is_settled, lane, WAIT_MS))
        return lane_fail (lane, "not known yet, and never known");
      wanted = GPOINTER_TO_INT (g_hash_table_lookup (lane->settled, lane->operation_id)) - 1;
    }
  if (!lane_in_step (lane) || !lane_agrees (lane))
    return FALSE;
  found = lane_count_b (lane, lane->operation_id);
  if (found != wanted)
    return lane_fail (lane, "told \"%s\", and the other PC has it %d times",
                      lane->error != NULL ? lane->error->message : "saved", (int) found);
  return TRUE;
}

const MatrixOperation matrix_commit = {
  .name = "commit",
  .begin = begin_command,
  .is_done = has_answer,
  .judge = judge_commit,
  .recover = recover_commit,
};

/* --- a commit on a number that another PC has taken --------------------------------------------------- */

static void
begin_taken (Lane *lane)
{
  g_autoptr(GError) error = NULL;

  if (!fixture_add (lane->b, "theirs", NULL, NULL, &error))
    lane_fail (lane, "the healthy PC cannot save: %s", error->message);
  begin_command (lane);
}

const MatrixOperation matrix_taken = {
  .name = "taken",
  .begin = begin_taken,
  .is_done = has_answer,
  .judge = judge_commit,
  .recover = recover_commit,
};

/* --- a pull ------------------------------------------------------------------------------------------- */

static void
begin_pull (Lane *lane)
{
  g_autoptr(GError) error = NULL;

  for (int i = 0; i < 2; i++)
    if (!fixture_add (lane->b, "theirs", NULL, NULL, &error))
      {
        lane_fail (lane, "the healthy PC cannot save: %s", error->message);
        return;
      }
  lane->target = tap_worker_get_seq (lane->b);
  tap_worker_look (lane->a);
}

static gboolean
has_pulled (gpointer data)
{
  Lane *lane = data;

  return tap_worker_get_seq (lane->a) >= lane->target
         || tap_worker_get_state (lane->a) > TAP_LEDGER_SLOW;
}

/* A PC that only looks has nobody to answer; what it shows was watched all the time. */
static gboolean
judge_pull (Lane              *lane,
            const MatrixFault *fault,
            const char        *kind)
{
  return TRUE;
}

static gboolean
has_caught_up (gpointer data)
{
  Lane *lane = data;

  return tap_worker_get_seq (lane->a) >= lane->target;
}

static gboolean
recover_pull (Lane *lane)
{
  if (!lane_wait (has_caught_up, lane, WAIT_MS))
    return lane_fail (lane, "what the other PC saved never arrives: %s", tap_worker_get_state_reason (lane->a));
  return lane_in_step (lane) && lane_agrees (lane);
}

const MatrixOperation matrix_pull = {
  .name = "pull",
  .begin = begin_pull,
  .is_done = has_pulled,
  .judge = judge_pull,
  .recover = recover_pull,
};

/* --- a snapshot --------------------------------------------------------------------------------------- */

#define SNAPSHOT_BEHIND 3

static gboolean
commit_until (Lane   *lane,
              guint64 rest)
{
  g_autoptr(GError) error = NULL;

  while (tap_worker_get_seq (lane->a) % SNAPSHOT_BEHIND != rest)
    if (!fixture_add (lane->a, "on the way", NULL, NULL, &error))
      return lane_fail (lane, "saving while a snapshot is written: %s", error->message);
  return TRUE;
}

static char *
snapshot_path (Lane   *lane,
               guint64 seq)
{
  return g_strdup_printf ("%s/snapshots/%" G_GUINT64_FORMAT ".snap/note", lane->folder, seq);
}

static gboolean
has_staged_snapshot (Lane *lane)
{
  g_autofree char *path = g_build_filename (lane->folder, "staging", NULL);
  g_autofree char *wanted = g_strdup_printf ("snap%" G_GUINT64_FORMAT ".tmp", lane->target);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, wanted))
      return TRUE;
  return FALSE;
}

static gboolean
has_snapshot (gpointer data)
{
  Lane *lane = data;
  g_autofree char *path = snapshot_path (lane, lane->target);

  return g_file_test (path, G_FILE_TEST_EXISTS) && !has_staged_snapshot (lane);
}

/* While one is being written the next one is not begun; but soon after that one is. */
static gboolean
make_snapshot (Lane *lane)
{
  for (int i = 0; i < 4; i++)
    {
      lane_quiet (lane);
      lane->target = (tap_worker_get_seq (lane->a) / SNAPSHOT_BEHIND + 1) * SNAPSHOT_BEHIND;
      if (!commit_until (lane, SNAPSHOT_BEHIND - 1) || !commit_until (lane, 0))
        return FALSE;
      if (lane_wait (has_snapshot, lane, 300))
        return TRUE;
    }
  return lane_fail (lane, "no further snapshot is written");
}

/* The first two have nothing to clear away. */
static gboolean
set_up_snapshot (Lane *lane)
{
  g_clear_pointer (&lane->a, fixture_close);
  lane->limits.snapshot_behind = SNAPSHOT_BEHIND;
  lane->a = lane_open (lane, badfs_mount (lane->share), lane->dirs[0], FALSE);
  if (!fixture_start (lane->a, NULL))
    return lane_fail (lane, "PC A cannot start");
  return make_snapshot (lane) && make_snapshot (lane);
}

static gboolean
prepare_snapshot (Lane *lane)
{
  lane_wait (has_snapshot, lane, 500);
  lane_quiet (lane);
  fixture_spin (20);
  lane_quiet (lane);
  return commit_until (lane, SNAPSHOT_BEHIND - 1);
}

static void
begin_snapshot (Lane *lane)
{
  lane->target = tap_worker_get_seq (lane->a) + 1;
  begin_command (lane);
  lane_wait (has_answer, lane, WAIT_MS);
}

/* Who saves never waits for a snapshot, and never hears of its troubles. */
static gboolean
judge_snapshot (Lane              *lane,
                const MatrixFault *fault,
                const char        *kind)
{
  g_autoptr(GError) error = NULL;

  if (!finish_command (lane))
    return FALSE;
  if (lane->error != NULL)
    return lane_fail (lane, "a save failed because of a snapshot: %s", lane->error->message);
  return TRUE;
}

/* Also done when the helper has given up: then nothing more is asked. */
static gboolean
is_snapshot_done (gpointer data)
{
  return has_snapshot (data);
}

static gboolean
recover_snapshot (Lane *lane)
{
  if (!lane_in_step (lane) || !make_snapshot (lane) || !lane_agrees (lane))
    return FALSE;
  lane_empty_dir (lane, 2);
  lane->limits.bootstrap_behind = 1;
  return lane_newcomer_agrees (lane, lane->folder, lane->dirs[2]);
}

const MatrixOperation matrix_snapshot = {
  .name = "snapshot",
  .path = "snap",
  .set_up = set_up_snapshot,
  .prepare = prepare_snapshot,
  .begin = begin_snapshot,
  .is_done = is_snapshot_done,
  .judge = judge_snapshot,
  .recover = recover_snapshot,
};

/* --- a bootstrap --------------------------------------------------------------------------------------- */

static gboolean
fill_station (Lane *lane)
{
  g_autoptr(GError) error = NULL;

  for (int i = 0; i < 4; i++)
    if (!fixture_add (lane->b, "old", NULL, NULL, &error))
      return lane_fail (lane, "PC B: %s", error->message);
  return TRUE;
}

/* B leaves a snapshot when it goes, and comes back. */
static gboolean
set_up_bootstrap (Lane *lane)
{
  g_autofree char *path = NULL;
  int behind = lane->limits.snapshot_at_close_behind;

  if (!fill_station (lane))
    return FALSE;
  g_clear_pointer (&lane->b, fixture_close);
  lane->limits.snapshot_at_close_behind = 1;
  lane->b = lane_open (lane, lane->folder, lane->dirs[1], FALSE);
  if (!fixture_start (lane->b, NULL))
    return lane_fail (lane, "PC B cannot start");
  path = snapshot_path (lane, tap_worker_get_seq (lane->b));
  g_clear_pointer (&lane->b, fixture_close);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return lane_fail (lane, "no snapshot to start from");
  lane->limits.snapshot_at_close_behind = behind;
  lane->limits.bootstrap_behind = 1;
  lane->b = lane_open (lane, lane->folder, lane->dirs[1], TRUE);
  if (!fixture_start (lane->b, NULL))
    return lane_fail (lane, "PC B cannot come back");
  return fill_station (lane);
}

static gboolean
prepare_bootstrap (Lane *lane)
{
  g_clear_object (&lane->answer);
  g_clear_error (&lane->error);
  lane_empty_dir (lane, 2);
  return TRUE;
}

static void
begin_bootstrap (Lane *lane)
{
  lane->c = lane_open (lane, badfs_mount (lane->share), lane->dirs[2], FALSE);
  lane_watch (lane, lane->c);
  tap_worker_start_async (lane->c, NULL, lane_keep_result, &lane->answer);
}

static gboolean
judge_bootstrap (Lane              *lane,
                 const MatrixFault *fault,
                 const char        *kind)
{
  gboolean ok;

  if (!lane_wait (has_answer, lane, WAIT_MS))
    return lane_fail (lane, "the start has no end");
  ok = tap_worker_start_finish (lane->c, lane->answer, &lane->error);
  if (ok)
    return TRUE;
  fixture_close (g_steal_pointer (&lane->c));
  return lane_check_answer (lane, lane->error, fault, kind);
}

static gboolean
recover_bootstrap (Lane *lane)
{
  return lane_newcomer_agrees (lane, badfs_mount (lane->share), lane->dirs[2]);
}

const MatrixOperation matrix_bootstrap = {
  .name = "bootstrap",
  .without_a = TRUE,
  .set_up = set_up_bootstrap,
  .prepare = prepare_bootstrap,
  .begin = begin_bootstrap,
  .is_done = has_answer,
  .judge = judge_bootstrap,
  .recover = recover_bootstrap,
};

const MatrixOperation matrix_bootstrap_log = {
  .name = "bootstrap-log",
  .without_a = TRUE,
  .set_up = fill_station,
  .prepare = prepare_bootstrap,
  .begin = begin_bootstrap,
  .is_done = has_answer,
  .judge = judge_bootstrap,
  .recover = recover_bootstrap,
};
