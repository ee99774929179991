/* tap-sample-board.c — a made-up morning on the boards: cars at every stage, late ones, waiting ones, work in nine bays.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-sample"

#include "config.h"

#include "tests/tools/tap-sample.h"

#include <string.h>

#define AT(hour, minute) ((hour) * 60 + (minute))
#define NEXT_DAY (24 * 60)

enum { LI, CHEN, ZHOU };

typedef struct
{
  TapStage    stage;
  const char *plate;
  const char *model;
  const char *colour;
  const char *customer;
  const char *initials;
  int         advisor;          /* LI, CHEN, ZHOU */
  const char *wish;
  int         due_min;          /* of today; 0: none */
  int         since_min;        /* in the stage for so long */
  const char *flags;            /* see set_flags() */
  int         bay;              /* 1…9; 0: none */
  int         technician;       /* index of the staff list; 0: none */
  int         progress_pct;
} Row;

static const Row rows[] = {
  { TAP_STAGE_BOOKED, "京A6K21Q", "远川 S5", "珍珠白", "王海峰", "whf", LI, "4万公里保养", AT (11, 0), 0, "" },
  { TAP_STAGE_BOOKED, "京AD30518", "远川 E3", "星辉银", "孙悦", "sy", ZHOU, "首次保养", AT (11, 0), 0, "q" },
  { TAP_STAGE_BOOKED, "京N8V503", "远川 S5 Plus", "海湾蓝", "郑伟", "zw", LI, "空调不制冷", AT (10, 30), 0, "" },
  { TAP_STAGE_BOOKED, "京QL5G07", "远川 V2", "烈焰红", "何静", "hj", CHEN, "左前门补漆", AT (13, 30), 0, "i" },
  { TAP_STAGE_BOOKED, "京A90H3T", "远川 K7", "墨玉黑", "北京恒达租赁", "bjhdzl", ZHOU, "2万公里保养", AT (14, 0), 0, "f" },
  { TAP_STAGE_BOOKED, "京P2M66D", "远川 X5", "远山灰", "李国强", "lgq", CHEN, "更换电瓶", AT (15, 30), 0, "" },

  { TAP_STAGE_CONSULT, "京A5R08K", "远川 X3 Plus", "珍珠白", "赵敏", "zm", LI, "冷车启动异响", 0, 9, "bh" },
  { TAP_STAGE_ARRIVED, "京MC7721", "远川 S3", "星辉银", "高建军", "gjj", CHEN, "仪表故障灯亮", 0, 8, "h" },
  { TAP_STAGE_CONSULT, "京LX3098", "远川 T1", "海湾蓝", "冯雪", "fx", ZHOU, "换雨刮，查胎压", 0, 4, "qh" },

  { TAP_STAGE_ESTIMATE, "京AF7Q28", "远川 X7 Plus", "远山灰", "陈建国", "cjg", LI, "4万公里保养+前刹车片", AT (16, 0), 12, "bvh" },
  { TAP_STAGE_ESTIMATE, "京N33K9E", "远川 V2", "珍珠白", "马超", "mc", ZHOU, "变速箱油更换", AT (15, 0), 17, "" },
  { TAP_STAGE_ESTIMATE, "京Q7T415", "远川 X7", "墨玉黑", "刘芳", "lf", CHEN, "前保险杠喷漆", AT (14, 0), 46, "i" },

  { TAP_STAGE_DISPATCH, "京A0D662", "远川 S3 Plus", "珍珠白", "吴磊", "wl", LI, "换胎×2+四轮定位", AT (12, 30), 38, "h" },
  { TAP_STAGE_DISPATCH, "京AF02279", "远川 L1", "雾松绿", "徐晓燕", "xxy", ZHOU, "充电口检查", AT (13, 0), 14, "wh" },
  { TAP_STAGE_DISPATCH, "京PK8812", "远川 X3", "烈焰红", "朱文博", "zwb", CHEN, "正时链条异响诊断", AT (15, 30), 21, "" },
  { TAP_STAGE_DISPATCH, "京C5566L", "远川 K7", "墨玉黑", "中远物资", "zywz", ZHOU, "6万公里保养", AT (17, 0), 6, "f" },

  { TAP_STAGE_WORK, "京A8B3M6", "远川 X7 Plus", "星辉银", "黄志强", "hzq", LI, "换转向拉杆球头", AT (10, 25), 128, "rhe", 5, 7, 80 },
  { TAP_STAGE_WORK, "京N1Q20V", "远川 V2", "海湾蓝", "郭丽娜", "gln", CHEN, "2万公里保养", AT (11, 0), 34, "bqh", 1, 3, 55 },
  { TAP_STAGE_WORK, "京LH6L90", "远川 X5 Plus", "珍珠白", "唐明", "tm", ZHOU, "更换前减振器×2", AT (11, 30), 77, "h", 3, 5, 60 },
  { TAP_STAGE_WORK, "京QM409D", "远川 T1", "远山灰", "曹颖", "cy", LI, "水泵总成更换", AT (16, 30), 82, "wp", 6, 8, 35 },
  { TAP_STAGE_WORK, "京A77P1X", "远川 S3", "星辉银", "丁俊", "dj", CHEN, "4万公里保养+渗油", AT (15, 0), 60, "vn", 4, 6, 40 },
  { TAP_STAGE_WORK, "京AD81936", "远川 E3", "珍珠白", "宋佳", "sj", ZHOU, "空调滤芯，制动液", AT (12, 0), 30, "qh", 2, 4, 30 },
  { TAP_STAGE_WORK, "京PR20K6", "远川 X3 Plus", "星辉银", "蒋涛", "jt", LI, "四轮定位，底盘检查", AT (14, 30), 20, "b", 7, 9, 20 },
  { TAP_STAGE_WORK, "京A3S8N7", "远川 K7", "珍珠白", "华北电建", "hbdj", ZHOU, "右后门钣金修复", NEXT_DAY + AT (11, 0), 26 * 60, "ifo", 8, 10, 45 },
  { TAP_STAGE_WORK, "京M9E27C", "远川 X7", "海湾蓝", "石磊", "sl", CHEN, "前保险杠喷漆", NEXT_DAY + AT (16, 0), 22, "io", 9, 11, 15 },

  { TAP_STAGE_CHECK, "京N5E5R2", "远川 X7 Plus", "墨玉黑", "韩冰", "hb", LI, "前轮轴承，需试车", AT (11, 0), 9, "h", 3, 5, 100 },
  { TAP_STAGE_CHECK, "京PA3C17", "远川 K7", "珍珠白", "潘勇", "py", CHEN, "2万公里保养", AT (12, 0), 15, "bh", 3, 5, 100 },

  { TAP_STAGE_WASH, "京A2Z9F1", "远川 X5", "烈焰红", "谢婷婷", "xtt", ZHOU, "首次保养", AT (11, 15), 6, "qh" },
  { TAP_STAGE_WASH, "京Q88D3A", "远川 S3 Plus", "远山灰", "梁栋", "ld", LI, "电瓶更换", AT (11, 30), 12, "" },
  { TAP_STAGE_WASH, "京MN016P", "远川 V2", "墨玉黑", "范晓东", "fxd", CHEN, "后保险杠喷漆", AT (11, 45), 4, "iv" },

  { TAP_STAGE_INVOICE, "京L7W72H", "远川 X5 Plus", "星辉银", "任杰", "rj", LI, "2万公里保养+换位", AT (10, 40), 11, "bh" },
  { TAP_STAGE_SETTLE, "京AT60J8", "远川 T1", "珍珠白", "姜楠", "jn", ZHOU, "空调压缩机更换", AT (11, 15), 7, "w" },

  { TAP_STAGE_READY, "京ND9K30", "远川 X7 Plus", "海湾蓝", "沈立", "sl", CHEN, "6万公里保养", AT (10, 50), 25, "bvh" },
  { TAP_STAGE_READY, "京Q4F18M", "远川 S3", "珍珠白", "傅红梅", "fhm", ZHOU, "玻璃升降器维修", AT (11, 0), 18, "h" },
  { TAP_STAGE_READY, "京AB1Y55", "远川 V2", "烈焰红", "钟华", "zh", CHEN, "右后门钣喷", -NEXT_DAY + AT (17, 0), 17 * 60, "io" },
};

static const struct
{
  const char *word;
  guint32     rgb;
} colours[] = {
  { "珍珠白", 0xf2f0ea }, { "星辉银", 0xb9bdc1 }, { "海湾蓝", 0x2a5ea8 }, { "烈焰红", 0xb3202a },
  { "墨玉黑", 0x23252a }, { "远山灰", 0x70757b }, { "雾松绿", 0x4c7a5d },
};

static void
set (char      **place,
     const char *text)
{
  tap_take (place, g_strdup (text));
}

/* b booked, q quick, h waits here, v VIP, f fleet, w warranty, i insured, r rework, e extended, p parts, n needs OK, o overnight */
static gboolean
has_flag (const Row *row,
          char       flag)
{
  return strchr (row->flags, flag) != NULL;
}

static void
set_flags (TapCard   *card,
           const Row *row)
{
  card->booked = has_flag (row, 'b') || row->stage == TAP_STAGE_BOOKED;
  card->quick = has_flag (row, 'q');
  card->waits_here = has_flag (row, 'h');
  card->vip = has_flag (row, 'v');
  card->fleet = has_flag (row, 'f');
  card->warranty = has_flag (row, 'w');
  card->insured = has_flag (row, 'i');
  card->rework = has_flag (row, 'r');
  card->extended = has_flag (row, 'e');
  card->parts_hold = has_flag (row, 'p');
  card->needs_ok = has_flag (row, 'n');
  card->wash_wanted = TRUE;
}

static void
set_times (TapCard   *card,
           const Row *row,
           gint64     midnight,
           gint64     now_unix)
{
  gint64 due = row->due_min != 0 ? midnight + (gint64) row->due_min * 60 : 0;

  card->stage_since_unix = now_unix - (gint64) row->since_min * 60;
  card->planned_left_min = -1;
  card->odometer_km = 41250;
  if (row->stage == TAP_STAGE_BOOKED)
    {
      card->slot_unix = due;
      return;
    }

  card->promised_unix = card->first_promised_unix = due;
  card->n_promises = due != 0 ? 1 : 0;
  if (card->extended)
    {
      card->first_promised_unix = due - 3600;
      card->n_promises = 2;
    }
  card->arrived_unix = MIN (card->stage_since_unix, midnight + AT (8, 20) * 60);
  if (has_flag (row, 'o'))
    card->arrived_unix = midnight - 8 * 3600;
  if (tap_stage_is_ready (row->stage))
    card->ready_unix = card->stage_since_unix;
}

static void
set_work (TapCard        *card,
          const Row      *row,
          TapStationData *station,
          gint64          now_unix)
{
  gboolean stopped = card->parts_hold || card->needs_ok;

  if (row->stage >= TAP_STAGE_DISPATCH)
    card->n_jobs = 1;
  if (row->stage > TAP_STAGE_WORK)
    card->n_jobs_done = 1;
  card->progress_pct = row->progress_pct;
  if (row->bay == 0)
    return;

  card->bay_id = ((TapBay *) station->bays->pdata[row->bay - 1])->id;
  set (&card->bay, ((TapBay *) station->bays->pdata[row->bay - 1])->name);
  card->technician_id = ((TapStaff *) station->staff->pdata[row->technician])->id;
  set (&card->technician, ((TapStaff *) station->staff->pdata[row->technician])->name);
  if (row->stage != TAP_STAGE_WORK)
    return;

  card->n_jobs_running = stopped ? 0 : 1;
  card->n_stoppages = stopped ? 1 : 0;
  if (stopped)
    {
      card->stop_reason = card->parts_hold ? TAP_STOP_PARTS : TAP_STOP_CUSTOMER;
      set (&card->stop_note, card->parts_hold ? "水泵总成" : "");
      card->stopped_since_unix = now_unix - (card->parts_hold ? 37 : 22) * 60;
      card->stop_check_unix = now_unix + 198 * 60;
    }
}

static void
set_search_key (TapCard *card)
{
  const char *fields[] = { card->plate, card->customer, card->customer_initials, card->phone, card->number, card->bringer };
  g_autoptr (GString) key = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *folded = tap_search_fold (fields[i]);

      g_string_append (key, folded);
      g_string_append_c (key, '\n');
    }
  tap_take (&card->search_key, g_string_free (g_steal_pointer (&key), FALSE));
}

static TapCard *
make_card (const Row      *row,
           guint           index,
           TapStationData *station,
           gint64          now_unix)
{
  TapCard *card = tap_card_new ();
  TapStaff *advisor = station->staff->pdata[row->advisor];
  gint64 midnight = tap_calendar_day_start (station->calendar, now_unix);

  card->id = (row->stage == TAP_STAGE_BOOKED ? 2001 : 1001) + index;
  card->stage = row->stage;
  card->vehicle_id = 4001 + index;
  card->customer_id = 5001 + index;
  if (row->stage != TAP_STAGE_BOOKED)
    tap_take (&card->number, g_strdup_printf ("R20261120-%04u", index));
  set (&card->moved_operation, "");
  set (&card->plate, row->plate);
  card->plate_kind = tap_plate_kind (row->plate);
  set (&card->model, row->model);
  set (&card->colour, row->colour);
  for (guint i = 0; i < G_N_ELEMENTS (colours); i++)
    if (strcmp (colours[i].word, row->colour) == 0)
      card->colour_rgb = colours[i].rgb;
  set (&card->customer, row->customer);
  set (&card->customer_initials, row->initials);
  tap_take (&card->phone, g_strdup_printf ("138000000%02u", index));
  card->advisor_id = advisor->id;
  set (&card->advisor, advisor->name);
  card->advisor_colour = advisor->colour;
  set (&card->wish, row->wish);
  set_flags (card, row);
  set_times (card, row, midnight, now_unix);
  set_work (card, row, station, now_unix);
  set_search_key (card);

  return card;
}

/* ---- bars ---- */

typedef struct
{
  int         bay;              /* 1…9 */
  int         technician;       /* index of the staff list */
  const char *plate;
  const char *work;
  int         planned_start_min, planned_min;
  int         started_min;      /* 0: planned only */
  int         finished_min;     /* 0: not yet */
  int         stopped_min;      /* 0: not stopped */
  TapStopReason reason;
} BarRow;

static const BarRow bar_rows[] = {
  { 1, 3, "京A11K07", "首次保养", AT (8, 10), 45, AT (8, 10), AT (8, 52), 0, 0 },
  { 1, 3, "京N60P2D", "更换机油", AT (9, 10), 48, AT (9, 5), AT (9, 58), 0, 0 },
  { 1, 3, "京N1Q20V", "2万公里保养", AT (10, 5), 52, AT (10, 8), 0, 0, 0 },
  { 1, 3, "京A6K21Q", "4万公里保养", AT (11, 15), 42, 0, 0, 0, 0 },
  { 1, 3, "京N8V503", "空调检查", AT (13, 0), 57, 0, 0, 0, 0 },
  { 2, 4, "京E20T81", "首次保养", AT (8, 0), 45, AT (8, 0), AT (8, 46), 0, 0 },
  { 2, 4, "京A2Z9F1", "首次保养", AT (9, 0), 55, AT (9, 4), AT (9, 48), 0, 0 },
  { 2, 4, "京AD81936", "空调滤芯，制动液", AT (10, 10), 75, AT (10, 12), 0, 0, 0 },
  { 2, 4, "京AD30518", "首次保养", AT (13, 0), 42, 0, 0, 0, 0 },
  { 3, 5, "京PA3C17", "2万公里保养", AT (8, 0), 68, AT (8, 0), AT (9, 18), 0, 0 },
  { 3, 5, "京LH6L90", "更换前减振器×2", AT (9, 20), 98, AT (9, 20), 0, 0, 0 },
  { 3, 5, "京AF7Q28", "4万公里保养", AT (13, 0), 118, 0, 0, 0, 0 },
  { 4, 6, "京Q88D3A", "电瓶更换", AT (8, 20), 67, AT (8, 20), AT (9, 33), 0, 0 },
  { 4, 6, "京A77P1X", "4万公里保养+渗油", AT (9, 40), 197, AT (9, 42), 0, AT (10, 20), TAP_STOP_CUSTOMER },
  { 5, 7, "京A8B3M6", "换转向拉杆球头", AT (8, 30), 113, AT (8, 34), 0, 0, 0 },
  { 5, 7, "京A0D662", "换胎×2", AT (11, 0), 45, 0, 0, 0, 0 },
  { 5, 7, "京PK8812", "正时异响", AT (13, 10), 110, 0, 0, 0, 0 },
  { 6, 8, "京L7W72H", "2万公里保养", AT (8, 0), 72, AT (8, 0), AT (9, 8), 0, 0 },
  { 6, 8, "京QM409D", "水泵总成更换", AT (9, 20), 365, AT (9, 20), 0, AT (10, 5), TAP_STOP_PARTS },
  { 7, 9, "京E71Q05", "四轮定位", AT (8, 40), 67, AT (8, 40), AT (9, 42), 0, 0 },
  { 7, 9, "京PR20K6", "四轮定位", AT (10, 20), 38, AT (10, 22), 0, 0, 0 },
  { 7, 9, "京A0D662", "四轮定位", AT (11, 0), 50, 0, 0, 0, 0 },
  { 8, 10, "京A3S8N7", "右后门钣金修复 · 第 2 天 / 3", AT (8, 0), 536, AT (8, 5), 0, 0, 0 },
  { 9, 11, "京AB1Y55", "右后门喷漆", AT (8, 0), 118, AT (8, 0), AT (10, 8), 0, 0 },
  { 9, 11, "京M9E27C", "前保险杠喷漆", AT (10, 15), 342, AT (10, 20), 0, 0, 0 },
};

static gint64
visit_of (GPtrArray  *cards,
          const char *plate)
{
  for (guint i = 0; i < cards->len; i++)
    {
      TapCard *card = cards->pdata[i];

      if (strcmp (card->plate, plate) == 0)
        return card->id;
    }

  return 0;
}

static void
add_span (TapBar       *bar,
          gint64        from_unix,
          gint64        to_unix,
          gboolean      stoppage,
          TapStopReason reason)
{
  TapWorkSpan span = { from_unix, to_unix, stoppage, reason };

  g_array_append_val (bar->spans, span);
}

static TapBar *
make_bar (const BarRow   *row,
          guint           index,
          TapStationData *station,
          GPtrArray      *cards,
          gint64          midnight)
{
  TapBar *bar = tap_bar_new ();
  TapStaff *technician = station->staff->pdata[row->technician];

  bar->id = 3001 + index;
  bar->visit_id = visit_of (cards, row->plate);
  bar->job_id = 6001 + index;
  bar->bay_id = ((TapBay *) station->bays->pdata[row->bay - 1])->id;
  bar->technician_id = technician->id;
  set (&bar->technician, technician->name);
  set (&bar->plate, row->plate);
  set (&bar->work, row->work);
  bar->planned_start_unix = midnight + row->planned_start_min * 60;
  bar->planned_min = row->planned_min;
  if (row->started_min == 0)
    return bar;

  bar->started_unix = midnight + row->started_min * 60;
  if (row->finished_min != 0)
    {
      bar->finished_unix = midnight + row->finished_min * 60;
      bar->worked_min = row->finished_min - row->started_min;
      add_span (bar, bar->started_unix, bar->finished_unix, FALSE, 0);
    }
  else if (row->stopped_min != 0)
    {
      bar->stopped_since_unix = midnight + row->stopped_min * 60;
      bar->worked_min = row->stopped_min - row->started_min;
      bar->stop_reason = row->reason;
      bar->stop_check_unix = midnight + (row->reason == TAP_STOP_PARTS ? AT (14, 0) : AT (11, 0)) * 60;
      set (&bar->stop_note, row->reason == TAP_STOP_PARTS ? "水泵总成" : "");
      add_span (bar, bar->started_unix, bar->stopped_since_unix, FALSE, 0);
      add_span (bar, bar->stopped_since_unix, 0, TRUE, row->reason);
    }
  else
    {
      bar->running_since_unix = bar->started_unix;
      add_span (bar, bar->started_unix, 0, FALSE, 0);
    }

  return bar;
}

static TapBoardData *
new_data (void)
{
  TapBoardData *data = g_new0 (TapBoardData, 1);

  data->cards = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_card_unref);
  data->bars = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_bar_unref);
  return data;
}

TapBoardData *
tap_sample_board_data (TapStationData *station,
                       gint64          now_unix)
{
  TapBoardData *data = new_data ();
  gint64 midnight = tap_calendar_day_start (station->calendar, now_unix);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_ptr_array_add (data->cards, make_card (&rows[i], i, station, now_unix));
  for (guint i = 0; i < G_N_ELEMENTS (bar_rows); i++)
    g_ptr_array_add (data->bars, make_bar (&bar_rows[i], i, station, data->cards, midnight));
  data->n_booked_today = 22;
  data->n_arrived_today = 16;
  data->n_delivered_today = 4;
  data->n_finished_today = 11;
  data->n_due_before_noon = 13;
  data->n_delivered_before_noon = 4;

  return data;
}

TapBoardData *
tap_sample_many (TapStationData *station,
                 gint64          now_unix,
                 guint           n_cards)
{
  TapBoardData *data = new_data ();

  for (guint i = 0; i < n_cards; i++)
    {
      TapCard *card = make_card (&rows[i % G_N_ELEMENTS (rows)], i, station, now_unix);

      tap_take (&card->plate, g_strdup_printf ("京Z%05u", i));
      card->id = 10001 + i;
      if (card->promised_unix != 0)
        card->promised_unix += (i / G_N_ELEMENTS (rows)) * 60;
      set_search_key (card);
      g_ptr_array_add (data->cards, card);
    }
  data->n_booked_today = data->n_arrived_today = n_cards;

  return data;
}
