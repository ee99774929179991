/* tap-log-walk.c — the log of a station from one number to another, read ahead on helper threads.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-log-walk.h"

/* On a share a file takes five requests of perhaps a millisecond: so many at once keep a PC busy that applies what they bring. */
#define N_THREADS 32
#define WINDOW 256                      /* read ahead at most so many */
#define FIRST_AHEAD 2                   /* where the end is not known, twice as many with each that is found */

typedef struct
{
  gboolean done;
  GBytes  *bytes;
  GError  *error;
} Slot;

struct _TapLogWalk
{
  TapLedger *ledger;
  guint64    last;              /* with @open: the first that was found missing, or could not be read */
  gboolean   open;
  char      *by;                /* the PC that wrote the one before */
  GThread   *threads[N_THREADS];
  guint      n_threads;

  GMutex     lock;
  GCond      changed;
  guint      ahead;             /* may be taken up before they are asked for */
  guint64    next;              /* to be handed out */
  guint64    next_read;         /* to be taken up by a thread */
  gboolean   stop;
  Slot       slots[WINDOW];
};

static gpointer
read_main (gpointer data)
{
  TapLogWalk *self = data;

  g_mutex_lock (&self->lock);
  for (;;)
    {
      GError *error = NULL;
      GBytes *bytes;
      guint64 seq;
      Slot *slot;

      while (!self->stop && self->next_read <= self->last && self->next_read >= self->next + self->ahead)
        g_cond_wait (&self->changed, &self->lock);
      if (self->stop || self->next_read > self->last)
        break;
      seq = self->next_read++;
      g_mutex_unlock (&self->lock);
      bytes = tap_ledger_read (self->ledger, seq, !self->open, &error);
      g_mutex_lock (&self->lock);
      if (bytes == NULL && self->open)
        self->last = MIN (self->last, seq);
      slot = &self->slots[seq % WINDOW];
      *slot = (Slot){ TRUE, bytes, error };
      g_cond_broadcast (&self->changed);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* Asking for what does not exist is no cheaper than reading: who is two behind must not ask for thirty. */
static void
widen (TapLogWalk *self,
       guint       ahead)
{
  g_mutex_lock (&self->lock);
  self->ahead = MIN (ahead, WINDOW);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  while (self->n_threads < MIN (self->ahead, N_THREADS))
    self->threads[self->n_threads++] = g_thread_new ("tap-ahead", read_main, self);
}

static TapLogWalk *
walk (TapLedger *ledger,
      guint64    after,
      guint64    last,
      gboolean   open)
{
  TapLogWalk *self = g_new0 (TapLogWalk, 1);

  self->open = open;
  self->ledger = g_object_ref (ledger);
  self->next = self->next_read = after + 1;
  self->last = last;
  self->by = g_strdup ("-");
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  widen (self, open ? FIRST_AHEAD : WINDOW);
  return self;
}

TapLogWalk *
tap_log_walk_new (TapLedger *ledger,
                  guint64    after,
                  guint64    last)
{
  return walk (ledger, after, last, FALSE);
}

TapLogWalk *
tap_log_walk_new_open (TapLedger *ledger,
                       guint64    after)
{
  return walk (ledger, after, G_MAXUINT64 - WINDOW, TRUE);
}

gboolean
tap_log_walk_is_ready (TapLogWalk *self)
{
  gboolean ready;

  g_mutex_lock (&self->lock);
  ready = self->slots[self->next % WINDOW].done && self->slots[self->next % WINDOW].bytes != NULL;
  g_mutex_unlock (&self->lock);
  return ready;
}

guint64
tap_log_walk_get_next_seq (TapLogWalk *self)
{
  return self->next;
}

GBytes *
tap_log_walk_next (TapLogWalk *self,
                   GError    **error)
{
  Slot slot;

  g_mutex_lock (&self->lock);
  while (!self->slots[self->next % WINDOW].done)
    g_cond_wait (&self->changed, &self->lock);
  slot = self->slots[self->next % WINDOW];
  self->slots[self->next % WINDOW] = (Slot){ 0 };
  self->next++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  if (slot.bytes == NULL)
    g_propagate_error (error, slot.error);
  else if (self->ahead < WINDOW)
    widen (self, self->ahead * 2);
  return slot.bytes;
}

/* An empty folder that took the station's place lacks everything, and is no damage. */
static gboolean
is_there (TapLogWalk *self,
          GError    **error)
{
  g_autoptr(TapStationFile) station = tap_ledger_open (self->ledger, error);

  return station != NULL;
}

TapTxn *
tap_log_walk_follow (TapLogWalk           *self,
                     const TapStationFile *station,
                     guint8                previous[TAP_HASH_LEN],
                     GBytes              **bytes,
                     GError              **error)
{
  guint64 seq = self->next;
  g_autoptr(GError) reason = NULL;
  g_autoptr(GBytes) file = tap_log_walk_next (self, &reason);
  TapTxn *txn;

  if (file == NULL)
    {
      if (!g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        g_propagate_error (error, g_steal_pointer (&reason));
      else if (is_there (self, error))
        g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                     _("Number %llu is missing, after number %llu (by %s)."), (unsigned long long) seq,
                     (unsigned long long) (seq - 1), self->by);
      return NULL;
    }
  txn = tap_log_follow (file, station, seq, previous, &self->by, error);
  if (txn != NULL && bytes != NULL)
    *bytes = g_steal_pointer (&file);
  return txn;
}

void
tap_log_walk_free (TapLogWalk *self)
{
  g_mutex_lock (&self->lock);
  self->stop = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < self->n_threads; i++)
    g_thread_join (self->threads[i]);
  for (guint i = 0; i < WINDOW; i++)
    {
      g_clear_pointer (&self->slots[i].bytes, g_bytes_unref);
      g_clear_error (&self->slots[i].error);
    }
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_object_unref (self->ledger);
  g_free (self->by);
  g_free (self);
}

TapTxn *
tap_log_follow (GBytes               *bytes,
                const TapStationFile *station,
                guint64               seq,
                guint8                previous[TAP_HASH_LEN],
                char                **by,
                GError              **error)
{
  g_autoptr(GError) reason = NULL;
  g_autoptr(TapTxn) txn = tap_txn_parse (bytes, &reason);

  if (g_error_matches (reason, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FORMAT_NEWER))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  if (txn == NULL || txn->seq != seq || strcmp (txn->station_id, station->id) != 0
      || strcmp (txn->epoch, station->epoch) != 0 || memcmp (txn->previous, previous, TAP_HASH_LEN) != 0)
    {
      /* Translators: a number, a PC's name; the one after is the PC that wrote the entry before. */
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                   _("Number %llu (by %s) does not fit to number %llu (by %s)."),
                   (unsigned long long) seq, txn != NULL ? txn->pc : "?", (unsigned long long) (seq - 1), *by);
      return NULL;
    }
  memcpy (previous, txn->hash, TAP_HASH_LEN);
  g_free (*by);
  *by = g_strdup (txn->pc);
  return g_steal_pointer (&txn);
}
