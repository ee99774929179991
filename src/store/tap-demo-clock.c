/* tap-demo-clock.c — the demo's day: its opening hours, and the pictures' minutes fitted into it; numbers and plates.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-demo"

#include "config.h"

#include <string.h>

#include "store/tap-demo.h"

/* The pictures show a station that opened 162 minutes ago and has 438 left, lunch in 78. */
#define PICTURE_PAST_MIN 162
#define PICTURE_FUTURE_MIN 438
/* Within an hour of now nothing is stretched or squeezed: what is late by 17 minutes is late by 17 minutes. */
#define FIXED_MIN 60

static gint64
local_midnight (GTimeZone *zone,
                gint64     unix_s)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_s);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autoptr (GDateTime) midnight
    = g_date_time_new (zone, g_date_time_get_year (local), g_date_time_get_month (local),
                       g_date_time_get_day_of_month (local), 0, 0, 0);

  return g_date_time_to_unix (midnight);
}

static void
choose_hours (TapDemo *self,
              int      now_min)
{
  self->open_min = 8 * 60;
  self->close_min = 18 * 60;
  if (now_min >= 9 * 60 + 15 && now_min <= 17 * 60 + 30)
    {
      self->close_min = CLAMP ((now_min + 5 * 60 + 59) / 60 * 60, 18 * 60, 22 * 60);
      return;
    }
  /* Early, late or in the night the station is open all the same: an empty board shows nothing. */
  self->open_min = MAX (0, (now_min - PICTURE_PAST_MIN) / 60 * 60);
  self->close_min = MIN (24 * 60, (now_min + 7 * 60 + 59) / 60 * 60);
}

static void
choose_lunch (TapDemo *self,
              int      now_min)
{
  int from = 12 * 60;

  if (now_min > 11 * 60 + 20 && now_min < 13 * 60)
    from = (now_min + 40 + 29) / 30 * 30;
  else if (self->open_min > 11 * 60 || self->close_min < 14 * 60)
    from = (now_min + 78) / 30 * 30;
  self->lunch_from_min = self->lunch_to_min = 0;
  if (from >= self->open_min && from + 60 < self->close_min)
    {
      self->lunch_from_min = from;
      self->lunch_to_min = from + 60;
    }
}

void
tap_demo_set_clock (TapDemo *self)
{
  int now_min;

  self->midnight_unix = local_midnight (self->zone, self->now_unix);
  now_min = (int) ((self->now_unix - self->midnight_unix) / 60);
  choose_hours (self, now_min);
  choose_lunch (self, now_min);
  self->past_scale
    = CLAMP ((double) (now_min - self->open_min - FIXED_MIN) / (PICTURE_PAST_MIN - FIXED_MIN), 0.1,
             1.0);
  self->future_scale
    = CLAMP ((double) (self->close_min - now_min - FIXED_MIN) / (PICTURE_FUTURE_MIN - FIXED_MIN),
             0.2, 1.0);
}

gint64
tap_demo_at (TapDemo *self,
             int      offset_min)
{
  double minutes = offset_min;

  if (offset_min > FIXED_MIN)
    minutes = FIXED_MIN + (offset_min - FIXED_MIN) * self->future_scale;
  else if (offset_min < -FIXED_MIN)
    minutes = -FIXED_MIN + (offset_min + FIXED_MIN) * self->past_scale;
  return self->now_unix + (gint64) minutes * 60;
}

gint64
tap_demo_day_at (TapDemo *self,
                 int      day,
                 int      minute)
{
  /* No change of the clocks in the zone of the demo: a day has 24 hours. */
  return self->midnight_unix + ((gint64) day * 24 * 60 + minute) * 60;
}

int
tap_demo_between (TapDemo *self,
                  int      from,
                  int      to)
{
  return g_rand_int_range (self->rand, from, to + 1);
}

const char *
tap_demo_say (TapDemo           *self,
              const TapDemoText *text)
{
  return text->in[self->language];
}

/* Random below, counted above: what is made together lies together in the tables, which makes large histories quick. A
 * command's own ids are random over 63 bits and do not meet these. */
gint64
tap_demo_new_id (TapDemo *self)
{
  return ++self->n_ids << 20 | (gint64) (g_rand_int (self->rand) & 0xfffff);
}

char *
tap_demo_new_uuid (TapDemo *self)
{
  guint32 a = g_rand_int (self->rand), b = g_rand_int (self->rand), c = g_rand_int (self->rand),
          d = g_rand_int (self->rand);

  return g_strdup_printf ("%08x-%04x-4%03x-%04x-%04x%08x", a, b >> 16, b & 0xfff,
                          (c >> 16 & 0x3fff) | 0x8000, c & 0xffff, d);
}

/* 京 with five characters; now and then a new-energy car, rarely one of a driving school. */
static char *
make_plate (TapDemo *self)
{
  static const char areas[] = "AACEFGHJKLMNPQQY", letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ",
                    digits[] = "0123456789";
  char tail[7] = "";
  int kind = tap_demo_between (self, 0, 199);
  int n_letters = tap_demo_between (self, 1, 2);

  if (kind < 36)
    return g_strdup_printf ("京A%c%05d", kind < 26 ? 'D' : 'F', tap_demo_between (self, 0, 99999));
  if (kind == 36)
    return g_strdup_printf ("京A%04d学", tap_demo_between (self, 0, 9999));
  for (int i = 0; i < 5; i++)
    tail[i] = digits[tap_demo_between (self, 0, 9)];
  for (int i = 0; i < n_letters; i++)
    tail[tap_demo_between (self, 0, 4)]
      = letters[tap_demo_between (self, 0, (int) strlen (letters) - 1)];
  return g_strdup_printf ("京%c%s", areas[tap_demo_between (self, 0, (int) strlen (areas) - 1)],
                          tail);
}

char *
tap_demo_new_plate (TapDemo *self)
{
  for (;;)
    {
      g_autofree char *plate = make_plate (self);

      if (g_hash_table_add (self->plates, g_strdup (plate)))
        return g_steal_pointer (&plate);
    }
}

char *
tap_demo_new_phone (TapDemo *self)
{
  return g_strdup_printf ("13%d0000%04d", tap_demo_between (self, 0, 9),
                          tap_demo_between (self, 0, 9999));
}

/* Visits of one day are numbered in the order they are made; those of a day come one after another, but for the cars
 * that stand in the house since then. */
char *
tap_demo_new_number (TapDemo *self,
                     gint64   arrived_unix)
{
  gint64 day = local_midnight (self->zone, arrived_unix);
  gint64 *last = g_hash_table_lookup (self->numbers, &day);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (arrived_unix);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, self->zone);

  if (last == NULL)
    {
      gint64 *key = g_memdup2 (&day, sizeof day);

      last = g_new0 (gint64, 1);
      g_hash_table_insert (self->numbers, key, last);
    }
  return g_strdup_printf ("R%04d%02d%02d-%04d", g_date_time_get_year (local),
                          g_date_time_get_month (local), g_date_time_get_day_of_month (local),
                          (int) ++*last);
}
