/* tap-demo-history.c — the past: delivered visits of cars that come again, by the thousand.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-demo"

#include "config.h"

#include "store/tap-demo.h"

/* Only the newest keep every line of their history: that is what people look at, and the log stays small. */
#define N_DETAILED 400
#define N_LEAN 5000
#define USUAL_PER_DAY 25

static int
per_day (int day)
{
  return 20 + day * 7 % 11;
}

int
tap_demo_n_history (const TapDemoInput *input)
{
  int n = 0;

  if (input->n_history > 0)
    return input->n_history;
  for (int day = 1; day <= input->history_days; day++)
    n += per_day (day);
  return n;
}

/* Days before today of the visit with this number, counted from the oldest. */
static int
days_ago (TapDemo *self)
{
  int left = tap_demo_n_history (&self->input) - self->n_history_done;
  int day = 1;

  if (self->input.n_history > 0)
    return (left + USUAL_PER_DAY - 1) / USUAL_PER_DAY;
  for (; left > per_day (day); day++)
    left -= per_day (day);
  return day;
}

static TapDemoCar
next_car (TapDemo *self,
          gint64   created_unix)
{
  gint64 n = tap_demo_n_history (&self->input);
  gint64 n_vehicles = self->input.n_vehicles > 0 ? MIN (self->input.n_vehicles, n) : MAX (1, n / 4);
  gint64 n_customers = self->input.n_customers > 0 ? MIN (self->input.n_customers, n_vehicles)
                                                   : MAX (1, n_vehicles * 4 / 5);
  gint64 customer = 0;
  TapDemoCar car;

  if (self->garage->len >= n_vehicles * (self->n_history_done + 1) / n && self->garage->len > 0)
    return g_array_index (self->garage, TapDemoCar,
                          g_rand_int_range (self->rand, 0, (gint32) self->garage->len));
  if (self->owners->len >= n_customers * (self->garage->len + 1) / n_vehicles
      && self->owners->len > 0)
    customer = g_array_index (self->owners, gint64,
                              g_rand_int_range (self->rand, 0, (gint32) self->owners->len));
  car = tap_demo_random_car (self, customer, created_unix);
  g_array_append_val (self->garage, car);
  if (customer == 0)
    g_array_append_val (self->owners, car.customer_id);
  return car;
}

static void
add_one (TapDemo      *self,
         TapDemoDepth  depth)
{
  const TapDemoWork *work = tap_demo_random_work (self);
  gint64 day = tap_demo_day_at (self, -days_ago (self), 0);
  gint64 arrived = day + tap_demo_between (self, 8 * 60, 15 * 60) * 60;
  gint64 from = arrived + tap_demo_between (self, 20, 70) * 60;
  gint64 to = from + work->planned_min * tap_demo_between (self, 80, 130) / 100 * 60;
  gint64 left = to + tap_demo_between (self, 25, 80) * 60;
  TapDemoCar car = next_car (self, arrived);

  tap_demo_add_delivered (self, &car, work, tap_demo_bay_for (self, work->kind), arrived, from, to,
                          left, depth);
}

gboolean
tap_demo_add_history (TapDemo *self)
{
  int n = tap_demo_n_history (&self->input), day;

  if (self->n_history_done >= n)
    return FALSE;
  day = days_ago (self);
  while (self->n_history_done < n && tap_demo_rows_get_bytes (self->rows) < TAP_DEMO_BATCH_BYTES)
    {
      if (self->n_history_done >= n - N_DETAILED)
        add_one (self, TAP_DEMO_FULL);
      else
        add_one (self, self->n_history_done >= n - N_LEAN ? TAP_DEMO_LEAN : TAP_DEMO_BARE);
      self->n_history_done++;
      if (days_ago (self) != day)
        tap_demo_flush_visits (self);
      day = days_ago (self);
    }
  tap_demo_flush_visits (self);
  return TRUE;
}
