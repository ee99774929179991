/* wall-sample.c — the workshop of the mock-up as input of the painters.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "wall-sample.h"

#define AT(h, m) WALL_SAMPLE_AT (h, m)
#define SAY(zh, en) (chinese ? (zh) : (en))

TapChartRow *
wall_sample_row (TapWallInput *input,
                 gint64 id,
                 const char *badge,
                 gboolean quick,
                 const char *plate,
                 const char *technician,
                 TapTone tone,
                 TapIcon icon,
                 const char *chip)
{
  TapChartRow *row = tap_chart_row_new ();

  row->id = id;
  row->badge = g_strdup (badge);
  row->quick = quick;
  row->plate = g_strdup (plate);
  row->technician = g_strdup (technician);
  row->chip = (TapChip) { tone, icon, g_strdup (chip) };
  g_ptr_array_add (input->chart.rows, row);
  return row;
}

TapChartBar *
wall_sample_bar (TapChartRow *row,
                 TapChartState state,
                 gint64 from,
                 gint64 to,
                 gint64 planned_from,
                 gint64 planned_to,
                 const char *plate,
                 const char *work)
{
  TapChartBar *bar = tap_chart_bar_new ();

  bar->id = row->id * 100 + row->bars->len + 1;
  bar->visit_id = bar->id + 5000;
  bar->state = state;
  bar->from_unix = from;
  bar->to_unix = to;
  bar->planned_from_unix = planned_from;
  bar->planned_to_unix = planned_to;
  bar->plate = g_strdup (plate);
  bar->work = g_strdup (work);
  g_ptr_array_add (row->bars, bar);
  return bar;
}

static void
add_stop (TapChartBar *bar, TapSpanKind kind, gint64 from, const char *note, const char *short_note)
{
  TapChartSpan work = { bar->from_unix, from, TAP_SPAN_WORK }, stop = { from, 0, kind };

  bar->spans = g_array_new (FALSE, FALSE, sizeof (TapChartSpan));
  g_array_append_val (bar->spans, work);
  g_array_append_val (bar->spans, stop);
  bar->note = g_strdup (note);
  bar->short_note = g_strdup (short_note);
}

static void
done (TapChartRow *row,
      gint64 from,
      gint64 to,
      gint64 planned_from,
      gint64 planned_to,
      const char *plate)
{
  wall_sample_bar (row, TAP_CHART_DONE, from, to, planned_from, planned_to, plate, "");
}

static void
add_quick_rows (TapWallInput *in, gboolean chinese)
{
  TapChartRow *row;

  row = wall_sample_row (in, 1, SAY ("快1", "Q1"), TRUE, "N·1Q20V", SAY ("赵强", "Zhao Qiang"),
                         TAP_TONE_RISK, TAP_ICON_HOURGLASS, SAY ("剩 18 分", "0:18 left"));
  done (row, AT (8, 10), AT (8, 52), AT (8, 10), AT (8, 57), "5T902");
  done (row, AT (9, 5), AT (9, 59), AT (9, 10), AT (9, 57), "7L3K8");
  wall_sample_bar (row, TAP_CHART_RUNNING, AT (10, 8), AT (10, 58), AT (10, 5), AT (10, 58),
                   "1Q20V", SAY ("机油保养", "Oil service"));
  wall_sample_bar (row, TAP_CHART_PLANNED, AT (11, 15), AT (11, 58), AT (11, 15), AT (11, 58),
                   "6K21Q", SAY ("机油保养", "Oil service"));
  wall_sample_bar (row, TAP_CHART_PLANNED, AT (13, 0), AT (13, 57), AT (13, 0), AT (13, 57),
                   "8V503", SAY ("机油保养", "Oil service"));
  row = wall_sample_row (in, 2, SAY ("快2", "Q2"), TRUE, "AD·81936", SAY ("刘洋", "Liu Yang"),
                         TAP_TONE_OK, TAP_ICON_CLOCK, SAY ("剩 1:18", "1:18 left"));
  done (row, AT (8, 0), AT (8, 46), AT (8, 0), AT (8, 47), "90K21");
  done (row, AT (9, 4), AT (9, 47), AT (9, 0), AT (9, 57), "4M118");
  wall_sample_bar (row, TAP_CHART_RUNNING, AT (10, 12), AT (11, 57), AT (10, 10), AT (11, 57),
                   "81936", SAY ("空调滤芯", "Cabin filter"));
  wall_sample_bar (row, TAP_CHART_PLANNED, AT (13, 0), AT (13, 42), AT (13, 0), AT (13, 42),
                   "30518", SAY ("机油保养", "Oil service"));
}

static void
add_general_rows (TapWallInput *in, gboolean chinese)
{
  TapChartRow *row;
  TapChartBar *bar;

  row = wall_sample_row (in, 3, "1", FALSE, "L·H6L90", SAY ("孙浩", "Sun Hao"), TAP_TONE_OK,
                         TAP_ICON_CLOCK, SAY ("剩 48 分", "0:48 left"));
  done (row, AT (8, 0), AT (9, 17), AT (8, 0), AT (9, 8), "A3C17");
  wall_sample_bar (row, TAP_CHART_RUNNING, AT (9, 25), AT (11, 28), AT (9, 20), AT (11, 27),
                   "H6L90", SAY ("前刹车片", "Front brake pads"));
  wall_sample_bar (row, TAP_CHART_PLANNED, AT (13, 0), AT (14, 57), AT (13, 0), AT (14, 57),
                   "F7Q28", SAY ("变速箱油检查", "Gearbox oil check"));
  row = wall_sample_row (in, 4, "2", FALSE, "A·77P1X", SAY ("何磊", "He Lei"), TAP_TONE_WAIT,
                         TAP_ICON_PHONE, SAY ("待追加确认", "Needs OK"));
  done (row, AT (8, 20), AT (9, 33), AT (8, 20), AT (9, 28), "88D3A");
  bar = wall_sample_bar (row, TAP_CHART_STOPPED, AT (9, 42), AT (12, 58), AT (9, 40), AT (12, 57),
                         "77P1X", SAY ("底盘异响", "Chassis noise"));
  add_stop (bar, TAP_SPAN_WAIT, AT (10, 20), SAY ("已停 22 分", "stopped 22 min"),
            SAY ("22 分", "22 min"));
  row = wall_sample_row (in, 5, "3", FALSE, "A·8B3M6", SAY ("钱勇", "Qian Yong"), TAP_TONE_LATE,
                         TAP_ICON_WARN, SAY ("超时 17 分", "0:17 late"));
  bar = wall_sample_bar (row, TAP_CHART_RUNNING, AT (8, 32), AT (10, 42), AT (8, 30), AT (10, 22),
                         "8B3M6", SAY ("正时链条", "Timing chain"));
  bar->late = TRUE;
  bar->overrun_unix = AT (10, 25);
  bar = wall_sample_bar (row, TAP_CHART_PUSHED, AT (11, 0), AT (12, 48), AT (10, 40), AT (12, 28),
                         "0D662", SAY ("前减振器", "Front dampers"));
  bar->note = g_strdup (SAY ("+20分", "+20 min"));
  wall_sample_bar (row, TAP_CHART_PLANNED, AT (13, 30), AT (15, 58), AT (13, 30), AT (15, 58),
                   "K8812", SAY ("正时异响", "Timing noise"));
  row = wall_sample_row (in, 6, "4", FALSE, "Q·M409D", SAY ("冯涛", "Feng Tao"), TAP_TONE_PARTS,
                         TAP_ICON_BOX, SAY ("停工待料", "Parts hold"));
  done (row, AT (8, 0), AT (9, 10), AT (8, 0), AT (9, 13), "7W72H");
  bar = wall_sample_bar (row, TAP_CHART_STOPPED, AT (9, 20), AT (16, 28), AT (9, 20), AT (16, 27),
                         "M409D", SAY ("更换水泵", "Water pump"));
  add_stop (bar, TAP_SPAN_PARTS, AT (10, 5),
            SAY ("已停 37 分 · 水泵总成 预计 14:00 到",
                 "stopped 37 min · water pump expected 14:00"),
            SAY ("已停 37 分", "stopped 37 min"));
}

static void
add_other_rows (TapWallInput *in, gboolean chinese)
{
  TapChartRow *row;

  row = wall_sample_row (in, 7, SAY ("定", "WA"), FALSE, "P·R20K6", SAY ("吴昊", "Wu Hao"),
                         TAP_TONE_OK, TAP_ICON_CLOCK, SAY ("剩 3:48", "3:48 left"));
  done (row, AT (8, 40), AT (9, 43), AT (8, 40), AT (9, 48), "2");
  wall_sample_bar (row, TAP_CHART_RUNNING, AT (10, 22), AT (11, 57), AT (10, 20), AT (11, 57),
                   "R20K6", SAY ("四轮定位", "Alignment"));
  wall_sample_bar (row, TAP_CHART_PLANNED, AT (14, 0), AT (15, 28), AT (14, 0), AT (15, 28),
                   "0D662", SAY ("四轮定位", "Alignment"));
  row = wall_sample_row (in, 8, SAY ("钣", "BW"), FALSE, "A·3S8N7", SAY ("罗刚", "Luo Gang"),
                         TAP_TONE_OK, TAP_ICON_CLOCK, SAY ("明日交", "Tomorrow"));
  wall_sample_bar (row, TAP_CHART_RUNNING, AT (8, 5), AT (17, 57), AT (8, 0), AT (17, 57), "3S8N7",
                   SAY ("右后门钣金修复 · 第 2 天 / 3", "Rear right door · day 2 of 3"));
  row = wall_sample_row (in, 9, SAY ("漆", "PA"), FALSE, "M·9E27C", SAY ("邓超", "Deng Chao"),
                         TAP_TONE_OK, TAP_ICON_CLOCK, SAY ("明日交", "Tomorrow"));
  done (row, AT (8, 0), AT (10, 7), AT (8, 0), AT (9, 57), "B1Y55");
  wall_sample_bar (row, TAP_CHART_RUNNING, AT (10, 20), AT (16, 58), AT (10, 15), AT (16, 57),
                   "9E27C", SAY ("前保险杠喷漆", "Front bumper paint"));
}

static void
add_rack (TapWallInput *in, TapTone tone, TapIcon icon, const char *title)
{
  TapWallRack *rack = &in->racks[in->n_racks++];

  rack->tone = tone;
  rack->icon = icon;
  rack->title = g_strdup (title);
  rack->cards = g_ptr_array_new ();
}

static void
add_card (TapWallInput *in,
          gint64 id,
          const char *plate,
          TapTone tone,
          TapIcon icon,
          const char *text)
{
  TapWallCard *card = tap_wall_card_new ();

  card->id = id;
  card->plate = g_strdup (plate);
  card->chip = (TapChip) { tone, icon, g_strdup (text) };
  g_ptr_array_add (in->racks[in->n_racks - 1].cards, card);
}

static void
add_racks (TapWallInput *in, gboolean chinese)
{
  add_rack (in, TAP_TONE_PLAIN, TAP_ICON_LINES, SAY ("待派工", "To dispatch"));
  add_card (in, 901, "A·0D662", TAP_TONE_RISK, TAP_ICON_HOURGLASS, SAY ("38 分", "0:38"));
  add_card (in, 902, "AF·02279", TAP_TONE_PLAIN, TAP_ICON_NONE, "13:00");
  add_card (in, 903, "P·K8812", TAP_TONE_PLAIN, TAP_ICON_NONE, "15:30");
  add_rack (in, TAP_TONE_PARTS, TAP_ICON_BOX, SAY ("停工待料", "Parts hold"));
  add_card (in, 904, "Q·M409D", TAP_TONE_PARTS, TAP_ICON_NONE, SAY ("水泵 14:00", "pump 14:00"));
  add_rack (in, TAP_TONE_WAIT, TAP_ICON_PHONE, SAY ("待追加确认", "Needs customer's OK"));
  add_card (in, 905, "A·77P1X", TAP_TONE_WAIT, TAP_ICON_NONE, SAY ("22 分", "0:22"));
  add_rack (in, TAP_TONE_PLAIN, TAP_ICON_SHIELD, SAY ("待质检", "Inspection"));
  add_card (in, 906, "N·5E5R2", TAP_TONE_RISK, TAP_ICON_HOURGLASS, SAY ("18 分", "0:18"));
  add_card (in, 907, "P·A3C17", TAP_TONE_PLAIN, TAP_ICON_NONE, "12:00");
  add_rack (in, TAP_TONE_PLAIN, TAP_ICON_DROP, SAY ("待洗车", "Wash"));
  add_card (in, 908, "A·2Z9F1", TAP_TONE_PLAIN, TAP_ICON_NONE, SAY ("28 分", "0:28"));
  add_card (in, 909, "Q·88D3A", TAP_TONE_PLAIN, TAP_ICON_NONE, "11:30");
  add_card (in, 910, "M·N016P", TAP_TONE_PLAIN, TAP_ICON_NONE, "11:45");
}

static void
add_counts (TapWallInput *in, gboolean chinese)
{
  const TapWallCount counts[] = {
    { TAP_TONE_PLAIN, TAP_ICON_NONE, (char *) SAY ("在修", "In work"), 9 },
    { TAP_TONE_PLAIN, TAP_ICON_NONE, (char *) SAY ("待派", "To dispatch"), 3 },
    { TAP_TONE_OK, TAP_ICON_CHECK, (char *) SAY ("今日完成", "Done today"), 11 },
    { TAP_TONE_LATE, TAP_ICON_WARN, (char *) SAY ("超时", "Late"), 1 },
    { TAP_TONE_RISK, TAP_ICON_HOURGLASS, (char *) SAY ("将到时", "Due soon"), 2 },
  };

  in->n_counts = G_N_ELEMENTS (counts);
  for (guint i = 0; i < in->n_counts; i++)
    {
      in->counts[i] = counts[i];
      in->counts[i].label = g_strdup (counts[i].label);
    }
}

TapWallInput *
wall_sample_new (gboolean chinese)
{
  static const char *const zh[] = { "完成", "作业", "剩余", "计划", "超时" };
  static const char *const en[] = { "Done", "Working", "Left", "Planned", "Late" };
  TapWallInput *in = tap_wall_input_new ();

  in->title = g_strdup (SAY ("车间看板", "Workshop"));
  in->date = g_strdup (SAY ("11月20日 周五", "Fri 20 Nov"));
  in->clock = g_strdup ("10:42");
  in->chart.from_unix = AT (8, 0);
  in->chart.to_unix = AT (18, 0);
  in->chart.first_hour = 8;
  in->chart.now_unix = AT (10, 42);
  in->chart.lunch_from_unix = AT (12, 0);
  in->chart.lunch_to_unix = AT (13, 0);
  in->chart.now_text = in->now_text = g_strdup ("10:42");
  in->chart.late_word = in->late_word = g_strdup (SAY ("超时", "Late"));
  in->chart.free_word = in->free_word = g_strdup (SAY ("空闲", "Free"));
  in->chart.rows_per_page = 9;
  add_counts (in, chinese);
  add_quick_rows (in, chinese);
  add_general_rows (in, chinese);
  add_other_rows (in, chinese);
  add_racks (in, chinese);
  in->alert_visit = 800;
  in->alert = g_strdup (SAY ("A·8B3M6 超时 17 分", "A·8B3M6 0:17 late"));
  in->alert_detail = g_strdup (SAY ("机电3 钱勇 · 客户在店 · 李婷已告知新时间 11:00",
                                    "Bay 3 Qian Yong · customer waits here · advisor Li Ting"));
  for (guint i = 0; i < TAP_WALL_N_LEGEND; i++)
    in->legend[i] = g_strdup (chinese ? zh[i] : en[i]);
  in->sync
    = (TapChip) { TAP_TONE_OK, TAP_ICON_CHECK, g_strdup (SAY ("已同步 3 秒前", "synced 3 s ago")) };
  return in;
}

static double
measure (const char *text, double size, int weight, gpointer data)
{
  double width = 0;

  for (const char *c = text; *c; c = g_utf8_next_char (c))
    width += g_unichar_iswide (g_utf8_get_char (c)) ? size : 0.6 * size;
  return width;
}

TapMeasure
wall_sample_measure (void)
{
  return (TapMeasure) { measure, NULL };
}
