/* tap-demo-today.c — what left the house today, earlier visits of cars on the board, and crowds for large boards.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-demo"

#include "config.h"

#include "store/tap-demo.h"

/* When each bay's first bar of the pictures begins, minutes from now: before that others were in it. The bay of bodies
 * has a car in it since yesterday. */
static const int first_bar[TAP_DEMO_N_BAYS]
  = { -158, -160, -160, -150, -127, -162, -20, G_MININT, -160 };

/* The stages of a crowd, as the pictures have them. */
static const TapStage crowd_stages[] = {
  TAP_STAGE_ARRIVED,  TAP_STAGE_CONSULT, TAP_STAGE_ESTIMATE, TAP_STAGE_ESTIMATE, TAP_STAGE_DISPATCH,
  TAP_STAGE_DISPATCH, TAP_STAGE_WORK,    TAP_STAGE_WORK,     TAP_STAGE_WORK,     TAP_STAGE_WORK,
  TAP_STAGE_CHECK,    TAP_STAGE_WASH,    TAP_STAGE_WASH,     TAP_STAGE_INVOICE,  TAP_STAGE_SETTLE,
  TAP_STAGE_READY,    TAP_STAGE_READY,
};

void
tap_demo_random_name (TapDemo  *self,
                      char    **name,
                      char    **initials)
{
  const TapDemoSyllable *surname
    = &tap_demo_surnames[tap_demo_between (self, 0, (int) tap_demo_n_surnames - 1)];
  const TapDemoSyllable *first
    = &tap_demo_given[tap_demo_between (self, 0, (int) tap_demo_n_given - 1)];
  const TapDemoSyllable *second
    = &tap_demo_given[tap_demo_between (self, 0, (int) tap_demo_n_given - 1)];
  gboolean two = tap_demo_between (self, 0, 9) < 6;

  *name = g_strconcat (surname->text, first->text, two ? second->text : NULL, NULL);
  *initials = g_strconcat (surname->initial, first->initial, two ? second->initial : NULL, NULL);
}

TapDemoCar
tap_demo_random_car (TapDemo *self,
                     gint64   customer_id,
                     gint64   created_unix)
{
  g_autofree char *plate = tap_demo_new_plate (self);
  g_autofree char *name = NULL;
  g_autofree char *initials = NULL;

  tap_demo_random_name (self, &name, &initials);
  return tap_demo_add_car (self, customer_id, plate, name, initials,
                           tap_demo_between (self, 0, (int) tap_demo_n_models - 1),
                           tap_demo_between (self, 0, (int) tap_demo_n_colours - 1),
                           tap_demo_between (self, 0, 24) == 0, FALSE, created_unix);
}

const TapDemoWork *
tap_demo_random_work (TapDemo *self)
{
  int sum = 0, chosen;

  for (guint i = 0; i < tap_demo_n_works; i++)
    sum += tap_demo_works[i].weight;
  chosen = tap_demo_between (self, 0, sum - 1);
  for (guint i = 0; i < tap_demo_n_works; i++)
    {
      chosen -= tap_demo_works[i].weight;
      if (chosen < 0)
        return &tap_demo_works[i];
    }
  return &tap_demo_works[0];
}

int
tap_demo_bay_for (TapDemo    *self,
                  TapBayKind  kind)
{
  switch (kind)
    {
    case TAP_BAY_QUICK:     return tap_demo_between (self, 0, 1);
    case TAP_BAY_GENERAL:   return tap_demo_between (self, 2, 5);
    case TAP_BAY_ALIGNMENT: return 6;
    case TAP_BAY_BODY:      return 7;
    case TAP_BAY_PAINT:     return 8;
    case TAP_BAY_WASH:      return 0;
    }
  return 0;
}

/* A visit that has been delivered: work in @bay from @from to @to, handed over at @left. */
void
tap_demo_add_delivered (TapDemo           *self,
                        const TapDemoCar  *car,
                        const TapDemoWork *work,
                        int                bay,
                        gint64             arrived_unix,
                        gint64             from_unix,
                        gint64             to_unix,
                        gint64             left_unix,
                        TapDemoDepth       depth)
{
  const char *text = tap_demo_say (self, &work->text);
  gint64 promised = (left_unix + tap_demo_between (self, -8, 45) * 60) / 900 * 900;
  TapDemoVisit visit = {
    .car = *car,
    .advisor = tap_demo_between (self, 0, TAP_DEMO_N_ADVISORS - 1),
    .wish = text,
    .stage = TAP_STAGE_DELIVERED,
    .arrived_unix = arrived_unix,
    .since_unix = left_unix,
    .promised_unix = MAX (promised, arrived_unix + 900),
    .quick = work->kind == TAP_BAY_QUICK && tap_demo_between (self, 0, 1) == 0,
    .waits_here = tap_demo_between (self, 0, 9) < 5,
    .wash_wanted = tap_demo_between (self, 0, 9) < 8,
    .insured = work->kind == TAP_BAY_BODY || work->kind == TAP_BAY_PAINT,
    .warranty = tap_demo_between (self, 0, 11) == 0,
    .lean = depth != TAP_DEMO_FULL,
    .bare = depth == TAP_DEMO_BARE,
    .jobs = { { .state = TAP_DEMO_JOB_DONE,
                .text = text,
                .planned_min = work->planned_min,
                .bay = bay,
                .from_unix = from_unix,
                .to_unix = to_unix } },
  };

  if (depth == TAP_DEMO_FULL && tap_demo_between (self, 0, 2) > 0)
    visit.slot_unix = (arrived_unix + 300) / 900 * 900;
  tap_demo_add_visit (self, &visit);
}

static void
fill_bay (TapDemo *self,
          int      bay,
          gint64   until_unix)
{
  gint64 lunch_from = tap_demo_day_at (self, 0, self->lunch_from_min),
         lunch_to = tap_demo_day_at (self, 0, self->lunch_to_min);
  gint64 at = tap_demo_day_at (self, 0, self->open_min + tap_demo_between (self, 0, 8));

  while (until_unix - at >= 25 * 60)
    {
      const TapDemoWork *work = tap_demo_random_work (self);
      gint64 work_s = tap_demo_between (self, 25, 70) * 60,
             after_s = tap_demo_between (self, 30, 70) * 60;
      gint64 latest = self->now_unix - tap_demo_between (self, 2, 12) * 60;
      gint64 end = MIN (at + work_s, until_unix - 4 * 60);
      gint64 left = MIN (end + after_s, latest);

      if (at < lunch_to && end > lunch_from)
        {
          at = lunch_to + 120;
          continue;
        }
      if (tap_demo_bay_for (self, work->kind) != bay
          && (bay < 2 || bay > 5 || work->kind != TAP_BAY_GENERAL))
        continue;
      if (left > end + 10 * 60)
        {
          TapDemoCar car = tap_demo_random_car (self, 0, at);

          tap_demo_add_delivered (self, &car, work, bay, at - tap_demo_between (self, 15, 40) * 60,
                                  at, end, left, TAP_DEMO_FULL);
        }
      at = end + tap_demo_between (self, 5, 14) * 60;
    }
}

void
tap_demo_add_today (TapDemo *self)
{
  gint64 opened = tap_demo_day_at (self, 0, self->open_min);

  for (int bay = 0; bay < TAP_DEMO_N_BAYS; bay++)
    {
      if (first_bar[bay] != G_MININT)
        fill_bay (self, bay, tap_demo_at (self, first_bar[bay]) - 4 * 60);
    }
  /* And some that were finished yesterday evening and fetched in the morning. */
  for (int i = 0; i < 4 && opened + 3600 < self->now_unix; i++)
    {
      TapDemoCar car = tap_demo_random_car (self, 0, opened - 20 * 3600);
      gint64 from = tap_demo_day_at (self, -1, 15 * 60 + tap_demo_between (self, 0, 40));

      tap_demo_add_delivered (self, &car, tap_demo_random_work (self), 2 + i, from - 2400, from,
                              from + tap_demo_between (self, 60, 110) * 60,
                              opened + tap_demo_between (self, 10, 58) * 60, TAP_DEMO_FULL);
    }
}

void
tap_demo_add_past (TapDemo          *self,
                   const TapDemoCar *car,
                   int               n)
{
  for (int i = n; i > 0; i--)
    {
      const TapDemoWork *work = tap_demo_random_work (self);
      gint64 arrived = tap_demo_day_at (self, -120 * i - tap_demo_between (self, 0, 60),
                                        tap_demo_between (self, 8 * 60, 14 * 60));

      tap_demo_add_delivered (self, car, work, tap_demo_bay_for (self, work->kind), arrived,
                              arrived + 2400, arrived + 2400 + work->planned_min * 60,
                              arrived + 5400 + work->planned_min * 60, TAP_DEMO_FULL);
    }
}

static void
add_one_of_crowd (TapDemo  *self,
                  TapStage  stage)
{
  const TapDemoWork *work = tap_demo_random_work (self);
  const char *text = tap_demo_say (self, &work->text);
  gint64 arrived
    = self->now_unix - tap_demo_between (self, 20, stage <= TAP_STAGE_CONSULT ? 40 : 1500) * 60;
  gint64 since = arrived + (self->now_unix - arrived) * tap_demo_between (self, 60, 97) / 100;
  int promised_min = tap_demo_between (self, 0, 19) == 0 ? -tap_demo_between (self, 1, 40)
                                                         : tap_demo_between (self, 20, 1500);
  TapDemoVisit visit = {
    .car = tap_demo_random_car (self, 0, arrived),
    .advisor = tap_demo_between (self, 0, TAP_DEMO_N_ADVISORS - 1),
    .wish = text,
    .stage = stage,
    .arrived_unix = arrived,
    .since_unix = since,
    .promised_unix
    = stage > TAP_STAGE_CONSULT ? (self->now_unix + promised_min * 60) / 300 * 300 : 0,
    .quick = work->kind == TAP_BAY_QUICK,
    .waits_here = tap_demo_between (self, 0, 9) < 4,
    .wash_wanted = TRUE,
    .insured = work->kind == TAP_BAY_BODY || work->kind == TAP_BAY_PAINT,
    .jobs = { { .state = TAP_DEMO_JOB_OPEN, .text = text, .planned_min = work->planned_min } },
  };

  if (stage >= TAP_STAGE_WORK)
    {
      /* Bays and technicians of the pictures are taken: these were worked on without being planned. */
      visit.jobs[0].state = TAP_DEMO_JOB_DONE;
      visit.jobs[0].bay = -1;
      visit.jobs[0].from_unix = arrived + (since - arrived) / 4;
      visit.jobs[0].to_unix = arrived + (since - arrived) / 2;
      if (stage == TAP_STAGE_WORK)
        visit.jobs[1]
          = (TapDemoJob){ .state = TAP_DEMO_JOB_OPEN,
                          .planned_min = 30,
                          .text = tap_demo_say (self, &tap_demo_random_work (self)->text) };
    }
  tap_demo_add_visit (self, &visit);
}

void
tap_demo_add_crowd (TapDemo *self,
                    int      n)
{
  for (int i = 0; i < n; i++)
    add_one_of_crowd (self, crowd_stages[i % (int) G_N_ELEMENTS (crowd_stages)]);
}
