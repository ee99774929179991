/* tap-demo-visit.c — one visit of the demo, with everything that led to where it stands.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-demo"

#include "config.h"

#include <string.h>

#include "store/tap-demo.h"

/* One line of the history on its way: a change of stage, or an event. */
typedef struct
{
  gint64      at_unix;
  guint       order;            /* of lines with the same time */
  gboolean    is_span;
  TapStage    from, to;
  gint64      from_since_unix, from_ready_unix;
  const char *kind;             /* of an event */
  const char *reason, *detail, *note;
  gint64      bay_id, technician_id, value_unix;
  gint64      staff_id;
  const char *pc;
} Line;

/* The stages a visit has been through, with the times it entered them. */
typedef struct
{
  TapStage stages[TAP_N_STAGES];
  gint64   at_unix[TAP_N_STAGES];
  int      n;
} Path;

static void
find_path (const TapDemoVisit *visit,
           Path               *path)
{
  path->n = 0;
  for (TapStage stage = TAP_STAGE_ARRIVED; stage <= visit->stage; stage++)
    {
      if (stage == TAP_STAGE_WASH && !visit->wash_wanted && visit->stage != TAP_STAGE_WASH)
        continue;
      path->at_unix[path->n] = 0;
      path->stages[path->n++] = stage;
    }
}

/* Fixes what the jobs say about the path: when work began, when all of it was done. */
static void
anchor_jobs (const TapDemoVisit *visit,
             Path               *path)
{
  gint64 started = 0, finished = 0;

  for (int i = 0; i < TAP_DEMO_MAX_JOBS; i++)
    {
      const TapDemoJob *job = &visit->jobs[i];

      if (job->state < TAP_DEMO_JOB_RUNNING)
        continue;
      started = started != 0 ? MIN (started, job->from_unix) : job->from_unix;
      finished = MAX (finished, job->to_unix);
    }
  for (int i = 0; i < path->n; i++)
    {
      if (path->stages[i] == TAP_STAGE_WORK)
        path->at_unix[i] = started;
      else if (path->stages[i] == TAP_STAGE_CHECK && finished != 0)
        path->at_unix[i] = finished + 120;
    }
}

/* Between two known times the stages follow at equal distance. */
static void
time_path (const TapDemoVisit *visit,
           Path               *path)
{
  int known = 0;

  anchor_jobs (visit, path);
  path->at_unix[0] = visit->arrived_unix;
  path->at_unix[path->n - 1] = path->n > 1 ? visit->since_unix : visit->arrived_unix;
  for (int i = 1; i < path->n; i++)
    {
      if (path->at_unix[i] == 0)
        continue;
      path->at_unix[i] = MAX (path->at_unix[i], path->at_unix[known]);
      for (int between = known + 1; between < i; between++)
        path->at_unix[between]
          = path->at_unix[known]
            + (path->at_unix[i] - path->at_unix[known]) * (between - known) / (i - known);
      known = i;
    }
}

static gint64
entered (const Path *path,
         TapStage    stage)
{
  for (int i = 0; i < path->n; i++)
    {
      if (path->stages[i] == stage)
        return path->at_unix[i];
    }
  return 0;
}

/* Who moved it into @stage, and on which PC. */
static gint64
who_moved (TapDemo            *self,
           const TapDemoVisit *visit,
           TapStage            stage,
           const char        **pc)
{
  *pc = visit->advisor == 0 ? "front-1" : "front-2";
  switch (stage)
    {
    case TAP_STAGE_NEXT:
    case TAP_STAGE_CHECK:
      *pc = "workshop";
      return self->foreman;
    case TAP_STAGE_WORK:
      *pc = "workshop";
      return visit->jobs[0].state >= TAP_DEMO_JOB_RUNNING && visit->jobs[0].bay >= 0
               ? self->technicians[visit->jobs[0].bay]
               : self->foreman;
    case TAP_STAGE_WASH:
      *pc = "workshop";
      return self->inspector;
    case TAP_STAGE_FINAL:
      *pc = "workshop";
      return visit->wash_wanted ? self->washer : self->inspector;
    case TAP_STAGE_READY:
      *pc = "cashier";
      return self->cashier;
    case TAP_STAGE_BOOKED:
    case TAP_STAGE_ARRIVED:
    case TAP_STAGE_CONSULT:
    case TAP_STAGE_ESTIMATE:
    case TAP_STAGE_DISPATCH:
    case TAP_STAGE_INVOICE:
    case TAP_STAGE_SETTLE:
    case TAP_STAGE_DELIVERED:
    case TAP_STAGE_CANCELLED:
      return self->advisors[visit->advisor];
    }
  return self->advisors[visit->advisor];
}

static void
add_line (GArray *lines,
          Line    line)
{
  line.order = lines->len;
  g_array_append_val (lines, line);
}

static void
add_span_lines (TapDemo            *self,
                const TapDemoVisit *visit,
                const Path         *path,
                GArray             *lines)
{
  gint64 ready = entered (path, TAP_STAGE_SETTLE);

  for (int i = 0; i < path->n; i++)
    {
      Line line = { .is_span = TRUE, .to = path->stages[i], .at_unix = path->at_unix[i] };

      if (visit->lean && i > 0 && i < path->n - 1)
        continue;
      if (i > 0)
        {
          line.from = path->stages[i - 1];
          line.from_since_unix = path->at_unix[i - 1];
          line.from_ready_unix = path->stages[i - 1] >= TAP_STAGE_SETTLE ? ready : 0;
        }
      line.staff_id = who_moved (self, visit, path->stages[i], &line.pc);
      add_line (lines, line);
      if (i == 0 && !visit->bare)
        {
          line = (Line){ .kind = "check-in",
                         .at_unix = line.at_unix,
                         .staff_id = line.staff_id,
                         .pc = line.pc,
                         .value_unix = visit->slot_unix };
          add_line (lines, line);
        }
    }
}

static void
add_job_lines (TapDemo            *self,
               const TapDemoVisit *visit,
               const TapDemoJob   *job,
               const Path         *path,
               GArray             *lines)
{
  gint64 planned = entered (path, TAP_STAGE_NEXT);
  Line line = { .detail = job->text,
                .pc = visit->advisor == 0 ? "front-1" : "front-2",
                .kind = "job",
                .staff_id = self->advisors[visit->advisor] };

  line.at_unix = path->at_unix[MIN (path->n - 1, 1)];
  add_line (lines, line);
  if (job->state < TAP_DEMO_JOB_PLANNED || job->bay < 0)
    return;
  line.pc = "workshop";
  line.bay_id = self->bays[job->bay];
  line.technician_id = self->technicians[job->bay];
  line.kind = "assign";
  line.staff_id = self->foreman;
  line.at_unix = planned;
  line.value_unix = job->from_unix;
  add_line (lines, line);
  if (job->state < TAP_DEMO_JOB_RUNNING)
    return;
  line.value_unix = 0;
  line.staff_id = line.technician_id;
  line.kind = "start";
  line.at_unix = job->from_unix;
  add_line (lines, line);
  line.at_unix = job->to_unix;
  if (job->state == TAP_DEMO_JOB_DONE)
    {
      line.kind = "finish";
      add_line (lines, line);
    }
  else if (job->state == TAP_DEMO_JOB_STOPPED)
    {
      line.kind = "stop";
      line.reason = tap_stop_reason_to_db (job->reason);
      line.note = job->note;
      line.value_unix = job->check_unix;
      add_line (lines, line);
    }
}

static void
add_promise (TapDemo            *self,
             const TapDemoVisit *visit,
             gint64              visit_id,
             gint64              position,
             gint64              promised_unix,
             gint64              agreed_unix,
             GArray             *lines)
{
  Line line = { .kind = "promise",
                .at_unix = agreed_unix,
                .staff_id = self->advisors[visit->advisor],
                .pc = visit->advisor == 0 ? "front-1" : "front-2",
                .detail = visit->with_whom,
                .note = visit->waits_here || position == 1 ? "desk" : "phone",
                .value_unix = promised_unix };

  line.reason = position == 1 ? "" : visit->promise_reason;
  tap_demo_rows_add (self->rows, TAP_DEMO_PROMISE, tap_demo_new_id (self), visit_id, position,
                     promised_unix, agreed_unix, line.staff_id, line.detail, line.note,
                     line.reason);
  if (!visit->lean)
    add_line (lines, line);
}

static void
add_promises (TapDemo            *self,
              const TapDemoVisit *visit,
              gint64              visit_id,
              const Path         *path,
              GArray             *lines)
{
  gint64 first_agreed = path->at_unix[MIN (path->n - 1, 2)];
  gint64 first = visit->first_promised_unix;

  if (visit->promised_unix == 0 || visit->bare)
    return;
  if (first == 0)
    {
      add_promise (self, visit, visit_id, 1, visit->promised_unix, first_agreed, lines);
      return;
    }
  add_promise (self, visit, visit_id, 1, first, first_agreed, lines);
  add_promise (self, visit, visit_id, 2, visit->promised_unix,
               MAX (first_agreed + 60, MIN (first, self->now_unix) - 20 * 60), lines);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const Line *x = a, *y = b;

  if (x->at_unix != y->at_unix)
    return x->at_unix < y->at_unix ? -1 : 1;
  return x->order < y->order ? -1 : 1;
}

static void
write_lines (TapDemo    *self,
             gint64      visit_id,
             GArray     *lines,
             TapStage    last,
             const char *last_operation)
{
  g_array_sort (lines, compare_lines);
  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);
      const char *command = "move";

      if (!line->is_span)
        {
          tap_demo_rows_add (self->rows, TAP_DEMO_EVENT, tap_demo_new_id (self), visit_id,
                             (gint64) 0, (gint64) i + 1, line->kind, line->at_unix, line->staff_id,
                             line->pc, line->reason, line->detail, line->note, line->bay_id,
                             line->technician_id, line->value_unix, "demo");
          continue;
        }
      if (line->to == TAP_STAGE_ARRIVED)
        command = "check-in";
      else if (line->to == TAP_STAGE_NEXT)
        command = "assign";
      else if (line->to == TAP_STAGE_WORK)
        command = "start";
      tap_demo_rows_add (self->rows, TAP_DEMO_SPAN, tap_demo_new_id (self), visit_id,
                         (gint64) i + 1, tap_stage_to_db (line->from), tap_stage_to_db (line->to),
                         tap_move_kind_to_db (TAP_MOVE_FORWARD), line->at_unix, line->staff_id,
                         line->pc, command, line->to == last ? last_operation : "demo",
                         line->from_since_unix, line->from_ready_unix);
    }
}

static void
write_work (TapDemo          *self,
            const TapDemoJob *job,
            gint64            visit_id,
            gint64            job_id)
{
  static const char *const states[] = { "", "", "planned", "running", "stopped", "finished" };
  gint64 id = tap_demo_new_id (self);
  gboolean started = job->state >= TAP_DEMO_JOB_RUNNING;
  gint64 from = job->from_unix;

  tap_demo_rows_add (self->rows, TAP_DEMO_ASSIGNMENT, id, visit_id, job_id, self->bays[job->bay],
                     self->technicians[job->bay], job->from_unix,
                     (gint64) MAX (job->planned_min, 1), states[job->state],
                     started ? job->from_unix : (gint64) 0,
                     job->state == TAP_DEMO_JOB_DONE ? job->to_unix : (gint64) 0);
  if (!started)
    return;
  if (job->pause_from_unix != 0)
    {
      tap_demo_rows_add (self->rows, TAP_DEMO_WORK_SPAN, tap_demo_new_id (self), id, from,
                         job->pause_from_unix);
      from = job->pause_to_unix;
    }
  tap_demo_rows_add (self->rows, TAP_DEMO_WORK_SPAN, tap_demo_new_id (self), id, from,
                     job->state == TAP_DEMO_JOB_RUNNING ? (gint64) 0 : job->to_unix);
  if (job->state == TAP_DEMO_JOB_STOPPED)
    tap_demo_rows_add (self->rows, TAP_DEMO_STOPPAGE, tap_demo_new_id (self), visit_id, id,
                       tap_stop_reason_to_db (job->reason), job->note, self->technicians[job->bay],
                       job->check_unix, job->to_unix);
}

static void
add_jobs (TapDemo            *self,
          const TapDemoVisit *visit,
          gint64              visit_id,
          const Path         *path,
          GArray             *lines)
{
  for (int i = 0; i < TAP_DEMO_MAX_JOBS; i++)
    {
      const TapDemoJob *job = &visit->jobs[i];
      gint64 id = tap_demo_new_id (self);

      if (job->state == TAP_DEMO_JOB_NONE)
        continue;
      tap_demo_rows_add (self->rows, TAP_DEMO_JOB, id, visit_id, (gint64) i + 1, job->text,
                         (gint64) job->planned_min,
                         job->state == TAP_DEMO_JOB_DONE ? job->to_unix : (gint64) 0);
      if (visit->lean)
        continue;
      if (job->state >= TAP_DEMO_JOB_PLANNED && job->bay >= 0)
        write_work (self, job, visit_id, id);
      add_job_lines (self, visit, job, path, lines);
    }
}

gint64
tap_demo_add_booking (TapDemo          *self,
                      const TapDemoCar *car,
                      gint64            slot_unix,
                      int               advisor,
                      const char       *wish,
                      gboolean          quick)
{
  gint64 id = tap_demo_new_id (self);
  gint64 created = slot_unix - tap_demo_between (self, 20, 70) * 3600;

  /* A booking becomes "arrived" with its visit, which does not exist yet. */
  tap_demo_rows_add (self->rows, TAP_DEMO_BOOKING, id, car->vehicle_id, car->customer_id, slot_unix,
                     self->advisors[advisor], wish, (gint64) quick, "open", (gint64) 0, created,
                     self->advisors[advisor]);
  tap_demo_rows_add (self->rows, TAP_DEMO_EVENT, tap_demo_new_id (self), (gint64) 0, id, (gint64) 1,
                     "book", created, self->advisors[advisor], "front-1", "", "", "", (gint64) 0,
                     (gint64) 0, slot_unix, "demo");
  return id;
}

static void
write_visit (TapDemo            *self,
             const TapDemoVisit *visit,
             const Path         *path,
             gint64              id,
             gint64              booking_id,
             const char         *operation)
{
  g_autofree char *number = tap_demo_new_number (self, visit->arrived_unix);
  gint64 ready = entered (path, TAP_STAGE_SETTLE);
  const char *pc;
  gint64 mover = who_moved (self, visit, visit->stage, &pc);
  gint64 since = path->at_unix[path->n - 1];

  tap_demo_rows_add (self->rows, TAP_DEMO_VISIT, id, number, visit->car.vehicle_id,
                     visit->car.customer_id, visit->bringer, "", self->advisors[visit->advisor],
                     visit->wish, booking_id, visit->slot_unix, (gint64) visit->quick,
                     (gint64) visit->waits_here, (gint64) visit->wash_wanted,
                     (gint64) visit->warranty, (gint64) visit->insured, (gint64) visit->rework,
                     (gint64) visit->car.odometer_km, visit->arrived_unix,
                     tap_stage_to_db (visit->stage), since, mover, operation, ready,
                     tap_stage_is_open (visit->stage) ? (gint64) 0 : since);
  if (booking_id != 0)
    tap_demo_rows_add (self->rows, TAP_DEMO_ARRIVED, id, booking_id);
}

static void
write_all_of (TapDemo            *self,
              const TapDemoVisit *visit)
{
  gint64 id = tap_demo_new_id (self);
  gint64 booking_id = 0;
  g_autofree char *operation = visit->lean ? g_strdup ("demo") : tap_demo_new_uuid (self);
  g_autoptr (GArray) lines = g_array_sized_new (FALSE, TRUE, sizeof (Line), 32);
  Path path;

  find_path (visit, &path);
  time_path (visit, &path);
  if (visit->slot_unix != 0)
    booking_id = tap_demo_add_booking (self, &visit->car, visit->slot_unix, visit->advisor,
                                       visit->wish, visit->quick);
  write_visit (self, visit, &path, id, booking_id, operation);
  add_span_lines (self, visit, &path, lines);
  add_jobs (self, visit, id, &path, lines);
  add_promises (self, visit, id, &path, lines);
  if (visit->note != NULL)
    add_line (lines, (Line){ .kind = "note",
                             .at_unix = path.at_unix[MIN (path.n - 1, 1)] + 60,
                             .detail = visit->note,
                             .staff_id = self->advisors[visit->advisor],
                             .pc = "front-1" });
  write_lines (self, id, lines, visit->stage, operation);
}

void
tap_demo_add_visit (TapDemo            *self,
                    const TapDemoVisit *visit)
{
  g_array_append_val (self->visits, *visit);
}

static int
compare_arrivals (gconstpointer a,
                  gconstpointer b)
{
  const TapDemoVisit *x = a, *y = b;

  if (x->arrived_unix != y->arrived_unix)
    return x->arrived_unix < y->arrived_unix ? -1 : 1;
  return x->car.vehicle_id < y->car.vehicle_id ? -1 : x->car.vehicle_id > y->car.vehicle_id;
}

void
tap_demo_flush_visits (TapDemo *self)
{
  g_array_sort (self->visits, compare_arrivals);
  for (guint i = 0; i < self->visits->len; i++)
    write_all_of (self, &g_array_index (self->visits, TapDemoVisit, i));
  g_array_set_size (self->visits, 0);
}
