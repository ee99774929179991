/* tap-card-equal.c — whether two pictures of a card, or of a bar, are the same.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-live"

#include "config.h"

#include "live/tap-live-private.h"

#include <string.h>

#define SAME(member) (a->member == b->member)

static const gsize card_strings[] = {
  G_STRUCT_OFFSET (TapCard, number),            G_STRUCT_OFFSET (TapCard, moved_operation),
  G_STRUCT_OFFSET (TapCard, plate),             G_STRUCT_OFFSET (TapCard, model),
  G_STRUCT_OFFSET (TapCard, colour),            G_STRUCT_OFFSET (TapCard, customer),
  G_STRUCT_OFFSET (TapCard, customer_initials), G_STRUCT_OFFSET (TapCard, bringer),
  G_STRUCT_OFFSET (TapCard, phone),             G_STRUCT_OFFSET (TapCard, advisor),
  G_STRUCT_OFFSET (TapCard, wish),              G_STRUCT_OFFSET (TapCard, bay),
  G_STRUCT_OFFSET (TapCard, technician),        G_STRUCT_OFFSET (TapCard, stop_note),
  G_STRUCT_OFFSET (TapCard, search_key),
};

static const gsize bar_strings[] = {
  G_STRUCT_OFFSET (TapBar, technician),
  G_STRUCT_OFFSET (TapBar, plate),
  G_STRUCT_OFFSET (TapBar, work),
  G_STRUCT_OFFSET (TapBar, stop_note),
};

static gboolean
strings_equal (gconstpointer a,
               gconstpointer b,
               const gsize  *offsets,
               guint         n_offsets)
{
  for (guint i = 0; i < n_offsets; i++)
    if (g_strcmp0 (G_STRUCT_MEMBER (char *, a, offsets[i]), G_STRUCT_MEMBER (char *, b, offsets[i]))
        != 0)
      return FALSE;

  return TRUE;
}

static gboolean
flags_equal (const TapCard *a,
             const TapCard *b)
{
  return SAME (booked) && SAME (quick) && SAME (waits_here) && SAME (vip) && SAME (fleet)
         && SAME (warranty) && SAME (insured) && SAME (rework) && SAME (extended)
         && SAME (wash_wanted) && SAME (parts_hold) && SAME (needs_ok);
}

static gboolean
numbers_equal (const TapCard *a,
               const TapCard *b)
{
  return SAME (id) && SAME (queued) && SAME (stage) && SAME (stage_since_unix) && SAME (moved_by)
         && SAME (plate_kind) && SAME (colour_rgb) && SAME (vehicle_id) && SAME (customer_id)
         && SAME (advisor_id) && SAME (advisor_colour) && SAME (arrived_unix) && SAME (slot_unix)
         && SAME (promised_unix) && SAME (first_promised_unix) && SAME (n_promises)
         && SAME (ready_unix) && SAME (planned_left_min) && SAME (odometer_km) && SAME (n_jobs)
         && SAME (n_jobs_done) && SAME (n_jobs_running) && SAME (n_stoppages) && SAME (planned_min) && SAME (progress_pct)
         && SAME (bay_id) && SAME (technician_id) && SAME (running_since_unix) && SAME (stop_reason)
         && SAME (stopped_since_unix) && SAME (stop_check_unix);
}

gboolean
_tap_card_equal (const TapCard *a,
                 const TapCard *b)
{
  return a == b
         || (numbers_equal (a, b) && flags_equal (a, b)
             && strings_equal (a, b, card_strings, G_N_ELEMENTS (card_strings)));
}

static gboolean
spans_equal (const TapBar *a,
             const TapBar *b)
{
  if (a->spans->len != b->spans->len)
    return FALSE;

  for (guint i = 0; i < a->spans->len; i++)
    {
      const TapWorkSpan *first = &g_array_index (a->spans, TapWorkSpan, i);
      const TapWorkSpan *second = &g_array_index (b->spans, TapWorkSpan, i);

      if (first->from_unix != second->from_unix || first->to_unix != second->to_unix
          || first->stoppage != second->stoppage || first->reason != second->reason)
        return FALSE;
    }

  return TRUE;
}

gboolean
_tap_bar_equal (const TapBar *a,
                const TapBar *b)
{
  return a == b
         || (SAME (id) && SAME (visit_id) && SAME (job_id) && SAME (bay_id) && SAME (technician_id)
             && SAME (planned_start_unix) && SAME (planned_min) && SAME (started_unix)
             && SAME (finished_unix) && SAME (worked_min) && SAME (running_since_unix)
             && SAME (stopped_since_unix) && SAME (stop_reason) && SAME (stop_check_unix)
             && strings_equal (a, b, bar_strings, G_N_ELEMENTS (bar_strings))
             && spans_equal (a, b));
}
