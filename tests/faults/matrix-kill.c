/* matrix-kill.c — the process is killed at each call it makes: nothing is lost, nothing doubled, nothing in the way.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The actor is this program again. It says "ready", waits for a line, does its work, says "done" and goes; the share kills it at the call.
 */
#include "config.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger/tap-backup.h"
#include "matrix.h"

#define SNAPSHOT_BEHIND 3

/* --- the actor ------------------------------------------------------------------------------------------- */

static void
wait_for_go (void)
{
  char line[16];

  puts ("ready");
  fflush (stdout);
  if (fgets (line, sizeof line, stdin) == NULL)
    _exit (1);
}

static void
act_with_worker (const char *what,
                 const char *folder,
                 const char *dir,
                 const char *operation_id)
{
  gboolean boots = strcmp (what, "bootstrap-kill") == 0;
  gboolean snapshot = strcmp (what, "snapshot-kill") == 0;
  TapLedgerLimits limits;
  TapWorkerOptions options;
  TapWorker *worker;
  g_autoptr(GError) error = NULL;

  tap_ledger_limits_default (&limits);
  /* Its own looks would be in the way of the counting. */
  limits.look_ms = limits.presence_ms = limits.tail_check_ms = 60000;
  limits.bootstrap_behind = 1;
  limits.snapshot_behind = snapshot ? SNAPSHOT_BEHIND : 0;
  limits.snapshot_at_close_behind = 0;
  options = fixture_options (folder, dir, &limits);
  worker = tap_worker_new (&options);
  if (boots)
    wait_for_go ();
  g_assert_true (fixture_start (worker, &error));
  while (snapshot && tap_worker_get_seq (worker) % SNAPSHOT_BEHIND != SNAPSHOT_BEHIND - 1)
    g_assert_true (fixture_add (worker, "on the way", NULL, NULL, &error));
  if (!boots)
    {
      wait_for_go ();
      g_assert_true (fixture_add (worker, operation_id, operation_id, NULL, &error));
    }
  /* With its snapshot, if one is due. */
  if (snapshot)
    fixture_close (worker);
}

int
matrix_act (char **words)
{
  if (g_strv_length (words) != 4)
    return 2;
  if (strcmp (words[0], "backup-kill") == 0)
    {
      wait_for_go ();
      tap_backup_free (tap_backup_make (words[1], words[2], matrix_backup_hour (), NULL, NULL, NULL, NULL));
    }
  else
    act_with_worker (words[0], words[1], words[2], words[3]);
  puts ("done");
  fflush (stdout);
  _exit (0);
}

/* --- the lane --------------------------------------------------------------------------------------------- */

typedef struct
{
  GPid  pid;
  int   in;
  FILE *out;
} Actor;

static gboolean
hears (Actor      *actor,
       const char *wanted)
{
  char line[64];

  return fgets (line, sizeof line, actor->out) != NULL && g_str_has_prefix (line, wanted);
}

static gboolean
start_actor (Lane  *lane,
             Actor *actor)
{
  const char *name = lane->operation->name;
  const char *dir = lane->dirs[strcmp (name, "backup-kill") == 0 ? 0 : 2];
  const char *argv[] = { "/proc/self/exe", "actor", name, badfs_mount (lane->share), dir, NULL, NULL };
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  int out;

  g_free (lane->operation_id);
  lane->operation_id = g_uuid_string_random ();
  argv[0] = self;
  argv[5] = lane->operation_id;
  if (!g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_CLOEXEC_PIPES, NULL, NULL,
                                 &actor->pid, &actor->in, &out, NULL, NULL))
    return lane_fail (lane, "no process");
  actor->out = fdopen (out, "r");
  return hears (actor, "ready") || lane_fail (lane, "it does not come up");
}

/* TRUE: it was killed. */
static gboolean
end_actor (Actor *actor)
{
  int status = 0;

  if (write (actor->in, "go\n", 3) == 3)
    hears (actor, "done");
  close (actor->in);
  waitpid (actor->pid, &status, 0);
  fclose (actor->out);
  g_spawn_close_pid (actor->pid);
  return WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL;
}

static gboolean
staging_is_clear (Lane *lane)
{
  g_autofree char *path = g_build_filename (lane->folder, "staging", NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name = g_dir_read_name (dir);

  return name == NULL || lane_fail (lane, "left behind: %s", name);
}

/* The same PC again, on the bad mount, which is well now; and asked for the same once more. */
static gboolean
comes_back (Lane *lane)
{
  gboolean boots = strcmp (lane->operation->name, "bootstrap-kill") == 0;
  g_autoptr(GError) error = NULL;

  lane->c = lane_open (lane, badfs_mount (lane->share), lane->dirs[2], FALSE);
  if (!fixture_start (lane->c, &error))
    {
      fixture_close (g_steal_pointer (&lane->c));
      return lane_fail (lane, "it does not start again: %s", error->message);
    }
  if (!boots && !fixture_add (lane->c, lane->operation_id, lane->operation_id, NULL, &error))
    return lane_fail (lane, "asked again it fails: %s", error->message);
  if (!lane_catch_up_b (lane, tap_worker_get_seq (lane->c)))
    return FALSE;
  if (!boots && lane_count_b (lane, lane->operation_id) != 1)
    return lane_fail (lane, "asked again it is there %d times", (int) lane_count_b (lane, lane->operation_id));
  return lane_newcomer_agrees (lane, NULL, NULL) && staging_is_clear (lane);
}

static gboolean
snapshots_are_good (Lane *lane)
{
  char *own = lane->dirs[2];
  gboolean ok;

  lane->dirs[2] = fixture_dir ();
  ok = lane_newcomer_agrees (lane, lane->folder, lane->dirs[2]);
  fixture_remove (lane->dirs[2]);
  lane->dirs[2] = own;
  return ok;
}

static gboolean
recover_killed (Lane *lane)
{
  const char *name = lane->operation->name;

  if (strcmp (name, "backup-kill") == 0)
    return matrix_backup.recover (lane);
  if (!comes_back (lane))
    return FALSE;
  return strcmp (name, "snapshot-kill") != 0 || snapshots_are_good (lane);
}

gboolean
matrix_run_killed (Lane       *lane,
                   const char *order,
                   gboolean   *killed)
{
  Actor actor = { 0 };

  if (strcmp (lane->operation->name, "bootstrap-kill") == 0)
    lane_empty_dir (lane, 2);
  if (!start_actor (lane, &actor))
    return FALSE;
  badfs_say (lane->share, "%s", order);
  *killed = end_actor (&actor);
  badfs_say (lane->share, "record off");
  badfs_say (lane->share, "clear");
  return recover_killed (lane);
}

static gboolean
set_up_killed (Lane *lane)
{
  lane->limits.bootstrap_behind = 1;
  return matrix_backup.set_up (lane);
}

#define KILLED(operation, where) { .name = operation, .path = where, .without_a = TRUE, .set_up = set_up_killed }
const MatrixOperation matrix_killed[MATRIX_N_KILLED] = {
  KILLED ("commit-kill", NULL),
  KILLED ("snapshot-kill", "snap"),
  KILLED ("bootstrap-kill", NULL),
  KILLED ("backup-kill", NULL),
};
