/* tap-local-writer.c — a helper thread that writes local.db while the share is written.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"

#include "config.h"

#include "ledger/tap-local-writer.h"

typedef struct
{
  TapLocalWrite  write;         /* NULL: end */
  gpointer       data;
  GDestroyNotify data_free;
} Order;

struct _TapLocalWriter
{
  char        *dir;
  GThread     *thread;
  GAsyncQueue *orders;          /* of Order */
  GAsyncQueue *outcomes;        /* of GError, or of @fine */
  gboolean     busy;            /* share thread: an outcome is owed */
  GError      *failed;          /* share thread: of a write that another followed before anybody waited for it */
};

/* The outcome without an error: a queue holds no NULL. */
static GError fine;

static GError *
carry_out (TapLocalDb **local,
           const char  *dir,
           const Order *order)
{
  g_autoptr(GError) error = NULL;

  if (*local == NULL)
    *local = tap_local_db_open (dir, &error);
  if (*local == NULL || !tap_local_db_begin (*local, &error))
    return g_steal_pointer (&error);
  if (order->write (*local, order->data, &error) && tap_local_db_commit (*local, &error))
    return &fine;
  tap_local_db_rollback (*local);
  return g_steal_pointer (&error);
}

static gpointer
writer_main (gpointer data)
{
  TapLocalWriter *self = data;
  TapLocalDb *local = NULL;

  for (;;)
    {
      g_autofree Order *order = g_async_queue_pop (self->orders);

      if (order->write == NULL)
        break;
      g_async_queue_push (self->outcomes, carry_out (&local, self->dir, order));
      if (order->data_free != NULL)
        order->data_free (order->data);
    }
  g_clear_pointer (&local, tap_local_db_close);
  return NULL;
}

TapLocalWriter *
tap_local_writer_new (const char *dir)
{
  TapLocalWriter *self = g_new0 (TapLocalWriter, 1);

  self->dir = g_strdup (dir);
  self->orders = g_async_queue_new ();
  self->outcomes = g_async_queue_new ();
  self->thread = g_thread_new ("tap-local-writer", writer_main, self);
  return self;
}

void
tap_local_writer_free (TapLocalWriter *self)
{
  tap_local_writer_wait (self, NULL);
  g_async_queue_push (self->orders, g_new0 (Order, 1));
  g_thread_join (self->thread);
  g_async_queue_unref (self->orders);
  g_async_queue_unref (self->outcomes);
  g_free (self->dir);
  g_free (self);
}

static GError *
take_outcome (TapLocalWriter *self)
{
  GError *outcome = NULL;

  if (self->busy)
    {
      outcome = g_async_queue_pop (self->outcomes);
      self->busy = FALSE;
    }
  return outcome == &fine ? NULL : outcome;
}

void
tap_local_writer_start (TapLocalWriter *self,
                        TapLocalWrite   write,
                        gpointer        data,
                        GDestroyNotify  data_free)
{
  Order *order = g_new0 (Order, 1);
  GError *before = take_outcome (self);

  if (self->failed == NULL)
    self->failed = before;
  else
    g_clear_error (&before);
  order->write = write;
  order->data = data;
  order->data_free = data_free;
  self->busy = TRUE;
  g_async_queue_push (self->orders, order);
}

gboolean
tap_local_writer_wait (TapLocalWriter *self,
                       GError        **error)
{
  GError *outcome = take_outcome (self);

  if (self->failed != NULL)
    {
      g_clear_error (&outcome);
      outcome = g_steal_pointer (&self->failed);
    }
  if (outcome == NULL)
    return TRUE;
  g_propagate_error (error, outcome);
  return FALSE;
}
