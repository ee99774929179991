/* tap-worker-turns.c — fairness: who has had a turn lets others have theirs, and who gets none asks for one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include "ledger/tap-worker-private.h"

#define OTHERS_ACTIVE_US (10 * G_USEC_PER_SEC)
#define WRITING_US (2 * G_USEC_PER_SEC) /* who published within this time is writing now */
#define LEAST_PAUSE 2                   /* times the own turn */
#define WANT_AFTER_US (200 * G_TIME_SPAN_MILLISECOND)
#define WANT_FROM_TRY 4
#define WANTED_PAUSE_US (G_USEC_PER_SEC / 4)
#define WANTED_TURNS 4                  /* at least so many: a slow share makes turns long */
#define ASK_AGAIN_US (G_USEC_PER_SEC / 10)
#define MAX_JITTER_US 5000

void
_tap_share_saw_writer (TapWorker  *self,
                       const char *replica_id)
{
  gint64 now_us = g_get_monotonic_time ();

  self->share.others_us = now_us;
  g_hash_table_insert (self->share.writers, g_strdup (replica_id), g_memdup2 (&now_us, sizeof now_us));
}

static gboolean
is_silent (gpointer replica_id,
           gpointer seen_us,
           gpointer now_us)
{
  return *(gint64 *) now_us - *(gint64 *) seen_us > WRITING_US;
}

static guint
count_writers (TapWorker *self)
{
  gint64 now_us = g_get_monotonic_time ();

  g_hash_table_foreach_remove (self->share.writers, is_silent, &now_us);
  return g_hash_table_size (self->share.writers);
}

void
_tap_share_lost_turn (TapWorker *self,
                      guint      n_tries,
                      gint64     since_us)
{
  /* Those who lost together are not to meet again at once. Who has won pauses for longer than this. */
  g_usleep ((gulong) g_rand_int_range (self->share.rand, 0, MAX_JITTER_US));
  if (self->share.wanting || n_tries < WANT_FROM_TRY || g_get_monotonic_time () - since_us < WANT_AFTER_US)
    return;
  _tap_share_ask (self);
  self->share.wanting = tap_ledger_want (self->ledger, TRUE, NULL);
  _tap_share_told (self, NULL);
}

/* As many turns as there are others writing, and half as many again for those who lose one: then all find theirs soon. */
static gint64
courtesy_us (TapWorker *self,
             gint64     turn_us)
{
  return turn_us * MAX (LEAST_PAUSE, count_writers (self) * 3 / 2);
}

static gboolean
is_wanted (TapWorker *self)
{
  gboolean wanted = FALSE;

  self->share.want_asked_us = g_get_monotonic_time ();
  _tap_share_ask (self);
  tap_ledger_is_wanted (self->ledger, &wanted, NULL);
  _tap_share_told (self, NULL);
  return wanted;
}

void
_tap_share_pause (TapWorker *self)
{
  gint64 now_us = g_get_monotonic_time ();
  gint64 turn_us = now_us - self->share.round_us;
  gboolean alone = self->share.others_us == 0 || now_us - self->share.others_us > OTHERS_ACTIVE_US;

  if (self->share.wanting)
    {
      _tap_share_ask (self);
      self->share.wanting = !tap_ledger_want (self->ledger, FALSE, NULL);
      _tap_share_told (self, NULL);
    }
  self->share.may_commit_us = now_us;
  if (!self->share.had_turn)
    return;
  self->share.had_turn = FALSE;
  if (!alone)
    self->share.may_commit_us += courtesy_us (self, turn_us);
  /* Who writes without pause is never overtaken, and so seems to be alone: whether that is so has to be asked. */
  if ((!alone || now_us - self->share.want_asked_us > ASK_AGAIN_US) && is_wanted (self))
    self->share.may_commit_us += MAX (WANTED_PAUSE_US, WANTED_TURNS * turn_us);
}
