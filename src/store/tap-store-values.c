/* tap-store-values.c — making, sharing and freeing the immutable values of the store.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-store-values"

#include "config.h"

#include "store/tap-store-values.h"

/* Every string of a value is named in one table, so that "never NULL" and "freed once" cannot drift apart. */
static void
strings_init (gpointer      value,
              const gsize  *offsets,
              guint         n_offsets)
{
  for (guint i = 0; i < n_offsets; i++)
    G_STRUCT_MEMBER (char *, value, offsets[i]) = g_strdup ("");
}

static void
strings_clear (gpointer      value,
               const gsize  *offsets,
               guint         n_offsets)
{
  for (guint i = 0; i < n_offsets; i++)
    g_free (G_STRUCT_MEMBER (char *, value, offsets[i]));
}

void
tap_take (char **place,
          char  *value)
{
  g_return_if_fail (place != NULL);

  g_free (*place);
  *place = value != NULL ? value : g_strdup ("");
}

#define DEFINE_VALUE(Type, type, init_more, clear_more, ...)                        \
  static const gsize type##_strings[] = { __VA_ARGS__ };                            \
  Type *                                                                            \
  type##_new (void)                                                                 \
  {                                                                                 \
    Type *self = g_atomic_rc_box_new0 (Type);                                       \
    strings_init (self, type##_strings, G_N_ELEMENTS (type##_strings));             \
    init_more (self);                                                               \
    return self;                                                                    \
  }                                                                                 \
  static void                                                                       \
  type##_clear (gpointer data)                                                      \
  {                                                                                 \
    Type *self = data;                                                              \
    clear_more (self);                                                              \
    strings_clear (self, type##_strings, G_N_ELEMENTS (type##_strings));            \
  }                                                                                 \
  Type *                                                                            \
  type##_ref (Type *self)                                                           \
  {                                                                                 \
    g_return_val_if_fail (self != NULL, NULL);                                      \
    return g_atomic_rc_box_acquire (self);                                          \
  }                                                                                 \
  void                                                                              \
  type##_unref (Type *self)                                                         \
  {                                                                                 \
    g_return_if_fail (self != NULL);                                                \
    g_atomic_rc_box_release_full (self, type##_clear);                              \
  }                                                                                 \
  G_DEFINE_BOXED_TYPE (Type, type, type##_ref, type##_unref)

#define NOTHING(self) G_STMT_START { (void) (self); } G_STMT_END
#define AT(Type, member) G_STRUCT_OFFSET (Type, member)

DEFINE_VALUE (TapStaff, tap_staff, NOTHING, NOTHING,
              AT (TapStaff, name), AT (TapStaff, initials), AT (TapStaff, phone))

DEFINE_VALUE (TapBay, tap_bay, NOTHING, NOTHING, AT (TapBay, name), AT (TapBay, badge))

DEFINE_VALUE (TapColumn, tap_column, NOTHING, NOTHING, AT (TapColumn, name))

DEFINE_VALUE (TapDay, tap_day, NOTHING, NOTHING, AT (TapDay, date), AT (TapDay, name))

DEFINE_VALUE (TapBackupRun, tap_backup_run, NOTHING, NOTHING,
              AT (TapBackupRun, person), AT (TapBackupRun, pc), AT (TapBackupRun, place), AT (TapBackupRun, problem))

static void
station_data_init_lists (TapStationData *self)
{
  self->days = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_day_unref);
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_column_unref);
  self->staff = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_staff_unref);
  self->bays = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_bay_unref);
  self->backup_runs = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_backup_run_unref);
}

static void
station_data_clear_lists (TapStationData *self)
{
  g_clear_pointer (&self->calendar, tap_calendar_unref);
  g_ptr_array_unref (self->days);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->staff);
  g_ptr_array_unref (self->bays);
  g_ptr_array_unref (self->backup_runs);
  g_clear_pointer (&self->last_backup, tap_backup_run_unref);
  g_clear_pointer (&self->last_good_backup, tap_backup_run_unref);
}

DEFINE_VALUE (TapStationData, tap_station_data, station_data_init_lists, station_data_clear_lists,
              AT (TapStationData, station_id), AT (TapStationData, name), AT (TapStationData, dealer),
              AT (TapStationData, province))

DEFINE_VALUE (TapCard, tap_card, NOTHING, NOTHING,
              AT (TapCard, number), AT (TapCard, moved_operation), AT (TapCard, plate), AT (TapCard, model),
              AT (TapCard, colour), AT (TapCard, customer), AT (TapCard, customer_initials),
              AT (TapCard, bringer), AT (TapCard, phone), AT (TapCard, advisor), AT (TapCard, wish),
              AT (TapCard, bay), AT (TapCard, technician), AT (TapCard, stop_note), AT (TapCard, search_key))

static void
bar_init_spans (TapBar *self)
{
  self->spans = g_array_new (FALSE, TRUE, sizeof (TapWorkSpan));
}

static void
bar_clear_spans (TapBar *self)
{
  g_array_unref (self->spans);
}

DEFINE_VALUE (TapBar, tap_bar, bar_init_spans, bar_clear_spans,
              AT (TapBar, technician), AT (TapBar, plate), AT (TapBar, work), AT (TapBar, stop_note))

DEFINE_VALUE (TapJob, tap_job, NOTHING, NOTHING, AT (TapJob, text), AT (TapJob, bay), AT (TapJob, technician))

DEFINE_VALUE (TapPromise, tap_promise, NOTHING, NOTHING,
              AT (TapPromise, staff), AT (TapPromise, with_whom), AT (TapPromise, means), AT (TapPromise, reason))

DEFINE_VALUE (TapHistoryItem, tap_history_item, NOTHING, NOTHING,
              AT (TapHistoryItem, staff), AT (TapHistoryItem, pc), AT (TapHistoryItem, kind),
              AT (TapHistoryItem, reason), AT (TapHistoryItem, detail), AT (TapHistoryItem, note),
              AT (TapHistoryItem, bay), AT (TapHistoryItem, technician))

static void
visit_detail_init_lists (TapVisitDetail *self)
{
  self->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_job_unref);
  self->promises = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_promise_unref);
  self->history = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_history_item_unref);
}

static void
visit_detail_clear_lists (TapVisitDetail *self)
{
  g_clear_pointer (&self->card, tap_card_unref);
  g_ptr_array_unref (self->jobs);
  g_ptr_array_unref (self->promises);
  g_ptr_array_unref (self->history);
}

DEFINE_VALUE (TapVisitDetail, tap_visit_detail, visit_detail_init_lists, visit_detail_clear_lists,
              AT (TapVisitDetail, vin), AT (TapVisitDetail, email))

DEFINE_VALUE (TapKnownPlate, tap_known_plate, NOTHING, NOTHING,
              AT (TapKnownPlate, plate), AT (TapKnownPlate, model), AT (TapKnownPlate, colour),
              AT (TapKnownPlate, vin), AT (TapKnownPlate, customer), AT (TapKnownPlate, phone),
              AT (TapKnownPlate, booking_wish), AT (TapKnownPlate, last_visit_wish))

DEFINE_VALUE (TapSearchHit, tap_search_hit, NOTHING, NOTHING,
              AT (TapSearchHit, plate), AT (TapSearchHit, model), AT (TapSearchHit, customer),
              AT (TapSearchHit, phone))

#define UNFINISHED_MAX_PCT 95

int
tap_card_progress_pct (const TapCard *self,
                       gint64         now_unix)
{
  gint64 pct;
  gint64 running_min = 0;

  g_return_val_if_fail (self != NULL, 0);

  if (self->n_jobs > 0 && self->n_jobs_done == self->n_jobs)
    return 100;
  if (self->planned_min <= 0)
    return self->progress_pct;
  if (self->running_since_unix != 0)
    running_min = MAX (now_unix - self->running_since_unix, 0) / 60;
  pct = self->progress_pct + 100 * running_min / self->planned_min;
  return (int) MIN (pct, UNFINISHED_MAX_PCT);
}

void
tap_card_gate_facts (const TapCard *self,
                     gint64         acting_staff_id,
                     TapGateFacts  *facts)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (facts != NULL);

  *facts = (TapGateFacts) {
    .stage = self->stage,
    .quick = self->quick,
    .wash_wanted = self->wash_wanted,
    .n_jobs = self->n_jobs,
    .n_jobs_done = self->n_jobs_done,
    .n_jobs_running = self->n_jobs_running,
    .n_stoppages = self->n_stoppages,
    .has_bay = self->bay_id != 0,
    .has_technician = self->technician_id != 0,
    .own_job = self->technician_id != 0 && self->technician_id == acting_staff_id,
  };
}
