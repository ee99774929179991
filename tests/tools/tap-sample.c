/* tap-sample.c — a made-up station: columns, bays, people, and the copies a test may change.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-sample"

#include "config.h"

#include "tests/tools/tap-sample.h"

static void
set (char      **place,
     const char *text)
{
  tap_take (place, g_strdup (text));
}

static void
add_column (TapStationData *station,
            TapStageSet     stages,
            int             limit_min,
            int             n_card_columns)
{
  TapColumn *column = tap_column_new ();

  column->id = column->position = (int) station->columns->len + 1;
  column->stages = stages;
  column->limit_min = limit_min;
  column->n_card_columns = n_card_columns;
  g_ptr_array_add (station->columns, column);
}

static void
add_columns (TapStationData *station)
{
  add_column (station, TAP_STAGE_BIT (TAP_STAGE_BOOKED), 0, 1);
  add_column (station, TAP_STAGE_BIT (TAP_STAGE_ARRIVED) | TAP_STAGE_BIT (TAP_STAGE_CONSULT), 5, 1);
  add_column (station, TAP_STAGE_BIT (TAP_STAGE_ESTIMATE), 30, 1);
  add_column (station, TAP_STAGE_BIT (TAP_STAGE_DISPATCH) | TAP_STAGE_BIT (TAP_STAGE_NEXT), 30, 1);
  add_column (station, TAP_STAGE_BIT (TAP_STAGE_WORK), 0, 2);
  add_column (station, TAP_STAGE_BIT (TAP_STAGE_CHECK), 20, 1);
  add_column (station, TAP_STAGE_BIT (TAP_STAGE_WASH), 30, 1);
  add_column (station, TAP_STAGE_BIT (TAP_STAGE_FINAL) | TAP_STAGE_BIT (TAP_STAGE_INVOICE), 15, 1);
  add_column (station, TAP_STAGE_BIT (TAP_STAGE_SETTLE), 0, 1);
  add_column (station, TAP_STAGE_BIT (TAP_STAGE_READY), 0, 1);
}

static void
add_staff (TapStationData *station,
           const char     *name,
           const char     *initials,
           TapRoles        roles)
{
  TapStaff *staff = tap_staff_new ();

  staff->id = 101 + station->staff->len;
  set (&staff->name, name);
  set (&staff->initials, initials);
  set (&staff->phone, "13800000100");
  staff->roles = roles;
  staff->colour = (int) (station->staff->len % 8);
  staff->active = TRUE;
  staff->has_pin = TRUE;
  g_ptr_array_add (station->staff, staff);
}

static void
add_people (TapStationData *station)
{
  add_staff (station, "李婷", "lt", TAP_ROLE_ADVISOR);
  add_staff (station, "陈凯", "ck", TAP_ROLE_ADVISOR);
  add_staff (station, "周敏", "zm", TAP_ROLE_ADVISOR);
  add_staff (station, "赵强", "zq", TAP_ROLE_TECHNICIAN);
  add_staff (station, "刘洋", "ly", TAP_ROLE_TECHNICIAN);
  add_staff (station, "孙浩", "sh", TAP_ROLE_TECHNICIAN);
  add_staff (station, "何磊", "hl", TAP_ROLE_TECHNICIAN);
  add_staff (station, "钱勇", "qy", TAP_ROLE_TECHNICIAN);
  add_staff (station, "冯涛", "ft", TAP_ROLE_TECHNICIAN);
  add_staff (station, "吴昊", "wh", TAP_ROLE_TECHNICIAN);
  add_staff (station, "罗刚", "lg", TAP_ROLE_TECHNICIAN);
  add_staff (station, "邓超", "dc", TAP_ROLE_TECHNICIAN);
  add_staff (station, "周正", "zz", TAP_ROLE_INSPECTOR);
  add_staff (station, "高建国", "gjg", TAP_ROLE_FOREMAN | TAP_ROLE_DISPATCHER);
  add_staff (station, "王芳", "wf", TAP_ROLE_RECEPTION_LEAD);
  add_staff (station, "林洁", "lj", TAP_ROLE_CASHIER);
  add_staff (station, "田雨", "ty", TAP_ROLE_WASHER);
  add_staff (station, "许志远", "xzy", TAP_ROLE_STATION_HEAD | TAP_ROLE_ADMIN);
}

static void
add_bay (TapStationData *station,
         const char     *name,
         const char     *badge,
         TapBayKind      kind)
{
  TapBay *bay = tap_bay_new ();

  bay->id = 201 + station->bays->len;
  bay->position = (int) station->bays->len;
  set (&bay->name, name);
  set (&bay->badge, badge);
  bay->kind = kind;
  bay->active = TRUE;
  g_ptr_array_add (station->bays, bay);
}

static void
add_bays (TapStationData *station)
{
  add_bay (station, "快修1", "快1", TAP_BAY_QUICK);
  add_bay (station, "快修2", "快2", TAP_BAY_QUICK);
  add_bay (station, "机电1", "1", TAP_BAY_GENERAL);
  add_bay (station, "机电2", "2", TAP_BAY_GENERAL);
  add_bay (station, "机电3", "3", TAP_BAY_GENERAL);
  add_bay (station, "机电4", "4", TAP_BAY_GENERAL);
  add_bay (station, "定位", "定", TAP_BAY_ALIGNMENT);
  add_bay (station, "钣金", "钣", TAP_BAY_BODY);
  add_bay (station, "喷漆", "漆", TAP_BAY_PAINT);
}

gint64
tap_sample_now (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Shanghai");
  g_autoptr (GDateTime) at = g_date_time_new (zone, 2026, 11, 20, 10, 42, 0);

  return g_date_time_to_unix (at);
}

TapStationData *
tap_sample_station (void)
{
  TapStationData *station = tap_station_data_new ();
  TapShift shift = { 8 * 60, 18 * 60, 12 * 60, 13 * 60 };
  TapShift week[7];

  for (guint i = 0; i < G_N_ELEMENTS (week); i++)
    week[i] = shift;
  set (&station->station_id, "sample");
  set (&station->name, "亦庄服务站");
  set (&station->dealer, "远川汽车");
  set (&station->province, "京");
  station->calendar = tap_calendar_new ("Asia/Shanghai", week);
  station->idle_lock_min = 10;
  station->risk_slack_min = 30;
  station->booking_late_min = 10;
  add_columns (station);
  add_people (station);
  add_bays (station);

  return station;
}

TapCard *
tap_sample_copy_card (const TapCard *card)
{
  TapCard *copy = tap_card_new ();
  TapCard blank = *copy;

  /* The copy's own empty strings go, the original's are taken over one by one. */
  *copy = *card;
#define COPY(member) (g_free (blank.member), copy->member = g_strdup (card->member))
  COPY (number);
  COPY (moved_operation);
  COPY (plate);
  COPY (model);
  COPY (colour);
  COPY (customer);
  COPY (customer_initials);
  COPY (bringer);
  COPY (phone);
  COPY (advisor);
  COPY (wish);
  COPY (bay);
  COPY (technician);
  COPY (stop_note);
  COPY (search_key);
#undef COPY

  return copy;
}

TapBar *
tap_sample_copy_bar (const TapBar *bar)
{
  TapBar *copy = tap_bar_new ();
  TapBar blank = *copy;

  *copy = *bar;
#define COPY(member) (g_free (blank.member), copy->member = g_strdup (bar->member))
  COPY (technician);
  COPY (plate);
  COPY (work);
  COPY (stop_note);
#undef COPY
  copy->spans = blank.spans;
  g_array_append_vals (copy->spans, bar->spans->data, bar->spans->len);

  return copy;
}

void
tap_sample_change_card (TapBoard *board,
                        TapCard  *card,
                        gboolean  own)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new ();
  TapCardChanges changes = { .cards = cards, .own = own, .person = (char *) "陈凯" };

  g_ptr_array_add (cards, card);
  _tap_board_take_changes (board, &changes);
}
