/* tap-workshop-input.c — the workshop of src/live as input of the painters.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-workshop-input"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "board/tap-workshop-input.h"
#include "core/tap-time-state.h"

/* From then on the picture says how old it is, and the clock turns amber (look.md 12). */
#define STALE_S 120
#define OLD_S 60
/* The station folder is looked at each second: an age below that is no news. */
#define FRESH_S 5
/* In a window plates need not be larger than 33 px: the room goes to hours and rows instead. */
#define WINDOW_SCALE 0.72

typedef struct
{
  TapWorkshop *workshop;
  TapBoard *board;
  TapSession *session;
  TapStationData *station;
  GTimeZone *zone;
  gint64 now_unix;
} Source;

static Source
source_of (TapWorkshop *workshop)
{
  TapBoard *board = tap_workshop_get_board (workshop);
  TapSession *session = tap_board_get_session (board);

  return (Source){ workshop,
                   board,
                   session,
                   tap_session_get_station (session),
                   tap_session_get_zone (session),
                   tap_session_now_unix (session) };
}

static char *
format_time (const Source *s, gint64 at_unix, const char *format)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_unix);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, s->zone);

  return tap_date_format (local, format);
}

char *
tap_workshop_time (TapWorkshop *workshop, gint64 at_unix)
{
  Source s = source_of (workshop);
  g_autofree char *padded = format_time (&s, at_unix, "%H:%M");

  /* 9:05, not 09:05 (look.md 14). */
  return g_strdup (*padded == '0' ? padded + 1 : padded);
}

char *
tap_workshop_plate (TapWorkshop *workshop, const char *plate)
{
  Source s = source_of (workshop);

  return tap_plate_show_local (plate, s.station->province);
}

static TapTone
tone_of (TapTimeState state)
{
  static const TapTone tones[] = {
    [TAP_TIME_NONE] = TAP_TONE_PLAIN,  [TAP_TIME_OK] = TAP_TONE_OK,
    [TAP_TIME_RISK] = TAP_TONE_RISK,   [TAP_TIME_WAIT] = TAP_TONE_WAIT,
    [TAP_TIME_PARTS] = TAP_TONE_PARTS, [TAP_TIME_LATE] = TAP_TONE_LATE,
    [TAP_TIME_DONE] = TAP_TONE_OK,
  };

  return tones[state];
}

static TapIcon
icon_of (TapTone tone)
{
  static const TapIcon icons[] = {
    [TAP_TONE_PLAIN] = TAP_ICON_CLOCK,    [TAP_TONE_OK] = TAP_ICON_CLOCK,
    [TAP_TONE_RISK] = TAP_ICON_HOURGLASS, [TAP_TONE_LATE] = TAP_ICON_WARN,
    [TAP_TONE_PARTS] = TAP_ICON_BOX,      [TAP_TONE_WAIT] = TAP_ICON_PHONE,
  };

  return icons[tone];
}

static TapChip
chip_of (TapBoardCard *card)
{
  TapTimeView time = tap_board_card_get_time (card);
  TapTone tone = tone_of (time.state);

  return (TapChip) { tone, time.state == TAP_TIME_DONE ? TAP_ICON_CHECK : icon_of (tone),
                    g_strdup (tap_board_card_get_time_text (card)) };
}

static TapSpanKind
span_kind (gboolean stoppage, TapStopReason reason)
{
  if (!stoppage)
    return TAP_SPAN_WORK;
  return reason == TAP_STOP_PARTS      ? TAP_SPAN_PARTS
         : reason == TAP_STOP_CUSTOMER ? TAP_SPAN_WAIT
                                       : TAP_SPAN_STOP;
}

static TapChartState
state_of (const TapBar *bar)
{
  if (bar->finished_unix)
    return TAP_CHART_DONE;
  if (bar->running_since_unix)
    return TAP_CHART_RUNNING;
  return bar->started_unix ? TAP_CHART_STOPPED : TAP_CHART_PLANNED;
}

static GArray *
spans_of (const TapBar *bar)
{
  GArray *spans;

  if (!bar->spans)
    return NULL;
  spans = g_array_new (FALSE, FALSE, sizeof (TapChartSpan));
  for (guint i = 0; i < bar->spans->len; i++)
    {
      const TapWorkSpan *span = &g_array_index (bar->spans, TapWorkSpan, i);
      TapChartSpan chart
        = { span->from_unix, span->to_unix, span_kind (span->stoppage, span->reason) };

      g_array_append_val (spans, chart);
    }
  return spans;
}

/* How long it stands, and for what. */
static void
add_stop_note (const Source *s, const TapBar *bar, TapChartBar *chart)
{
  gint64 since = bar->stopped_since_unix ? bar->stopped_since_unix : bar->started_unix;
  g_autofree char *span = tap_time_span_text ((int) MAX (0, (s->now_unix - since) / 60));

  /* Translators: %s is how long a job stands still: "22 分", in English "0:22" */
  chart->short_note = g_strdup_printf (_("stopped %s"), span);
  if (bar->stop_note && *bar->stop_note)
    /* Translators: first %s how long, second what is waited for, in the technician's words */
    chart->note = g_strdup_printf (_("stopped %s · %s"), span, bar->stop_note);
  else if (bar->stopped_since_unix)
    chart->note
      = g_strdup_printf (_("stopped %s · %s"), span, tap_stop_reason_label (bar->stop_reason));
}

static char *
work_of (const Source *s, const TapBar *bar)
{
  gint64 today = tap_calendar_day_start (s->station->calendar, s->now_unix), first;
  int day;

  if (!bar->started_unix || bar->started_unix >= today)
    return g_strdup (bar->work);
  first = tap_calendar_day_start (s->station->calendar, bar->started_unix);
  day = (int) ((today - first) / (24 * 3600)) + 1;
  /* Translators: a job that goes on over several days: its text, and the day of work that today is
   */
  return g_strdup_printf (_("%s · day %d"), bar->work, day);
}

static TapChartBar *
build_bar (const Source *s, TapBar *bar)
{
  TapChartBar *chart = tap_chart_bar_new ();
  TapBoardCard *card = tap_board_find (s->board, bar->visit_id);

  chart->id = bar->id;
  chart->visit_id = bar->visit_id;
  chart->state = state_of (bar);
  chart->planned_from_unix = bar->planned_start_unix;
  chart->planned_to_unix = bar->planned_start_unix + MAX (1, bar->planned_min) * 60;
  chart->from_unix = bar->started_unix ? bar->started_unix : bar->planned_start_unix;
  chart->to_unix
    = bar->finished_unix ? bar->finished_unix : tap_workshop_predict_end (s->workshop, bar);
  chart->to_unix = MAX (chart->to_unix, chart->from_unix + 60);
  if (!bar->finished_unix && bar->started_unix)
    chart->to_unix = MAX (chart->to_unix, s->now_unix);
  chart->plate = tap_plate_tail (bar->plate);
  chart->work = work_of (s, bar);
  chart->spans = spans_of (bar);
  if (chart->state == TAP_CHART_STOPPED)
    add_stop_note (s, bar, chart);
  if (card && bar->started_unix && !bar->finished_unix
      && tap_board_card_get_time (card).state == TAP_TIME_LATE)
    {
      chart->late = TRUE;
      chart->overrun_unix = tap_board_card_get_card (card)->promised_unix;
    }
  return chart;
}

/* Begun ones by their start, then the plans: what a plan waits for stands before it. */
static int
compare_bars (gconstpointer a, gconstpointer b)
{
  const TapChartBar *x = *(TapChartBar *const *) a, *y = *(TapChartBar *const *) b;
  gboolean x_plan = x->state == TAP_CHART_PLANNED, y_plan = y->state == TAP_CHART_PLANNED;

  if (x_plan != y_plan)
    return x_plan ? 1 : -1;
  return (x->from_unix > y->from_unix) - (x->from_unix < y->from_unix);
}

static void
build_bars (const Source *s, TapWorkshopRow *row, TapChartRow *chart)
{
  GPtrArray *bars = tap_workshop_row_get_bars (row);

  for (guint i = 0; i < bars->len; i++)
    g_ptr_array_add (chart->bars, build_bar (s, bars->pdata[i]));
  g_ptr_array_sort (chart->bars, compare_bars);
  for (guint i = 0; i < chart->bars->len; i++)
    {
      TapChartBar *bar = chart->bars->pdata[i];
      int pushed;

      if (bar->state != TAP_CHART_PLANNED
          || !(pushed = tap_chart_push (chart->bars, bar, s->now_unix)))
        continue;
      /* Translators: a planned job starts that many minutes later than planned */
      bar->note = g_strdup_printf (ngettext ("+%d min", "+%d min", (gulong) pushed), pushed);
    }
}

static TapChartRow *
build_row (const Source *s, TapWorkshopRow *row)
{
  TapChartRow *chart = tap_chart_row_new ();
  TapBay *bay = tap_workshop_row_get_bay (row);
  TapBar *current = tap_workshop_row_get_current (row);
  TapBoardCard *card = tap_workshop_row_get_card (row);

  chart->id = bay->id;
  chart->badge = g_strdup (bay->badge);
  chart->quick = bay->kind == TAP_BAY_QUICK;
  if (current && current->started_unix && !current->finished_unix)
    {
      chart->plate = tap_plate_show_local (current->plate, s->station->province);
      chart->technician = g_strdup (current->technician);
      if (card)
        chart->chip = chip_of (card);
    }
  else if (current && !current->finished_unix)
    {
      g_autofree char *tail = tap_plate_tail (current->plate);
      g_autofree char *at = tap_workshop_time (s->workshop, current->planned_start_unix);

      /* Translators: of an empty bay: the car that comes next, and when */
      chart->technician = g_strdup_printf (_("next %s %s"), tail, at);
    }
  else
    chart->technician = g_strdup ("");
  build_bars (s, row, chart);
  return chart;
}

static void
build_chart (const Source *s, const TapWorkshopLook *look, TapWallInput *input)
{
  TapChartInput *chart = &input->chart;
  GListModel *rows = tap_workshop_get_rows (s->workshop);
  TapShift shift = tap_calendar_get_shift (s->station->calendar, s->now_unix);
  gint64 midnight = tap_calendar_day_start (s->station->calendar, s->now_unix);
  g_autofree char *hour = NULL;

  tap_workshop_day_bounds (s->workshop, &chart->from_unix, &chart->to_unix);
  hour = format_time (s, chart->from_unix, "%H");
  chart->first_hour = (int) g_ascii_strtoll (hour, NULL, 10);
  chart->now_unix = s->now_unix;
  chart->lunch_from_unix = midnight + shift.lunch_from_min * 60;
  chart->lunch_to_unix = midnight + shift.lunch_to_min * 60;
  chart->now_text = input->now_text = tap_workshop_time (s->workshop, s->now_unix);
  chart->late_word = input->late_word = g_strdup (C_ ("wall", "Late"));
  chart->free_word = input->free_word = g_strdup (C_("bay", "Free"));
  chart->factor = look->distance_m > 0 ? look->distance_m / 5 : 1;
  chart->rows_per_page = look->wall ? tap_wall_rows_per_page (look->distance_m) : 12;
  chart->page = look->page;
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (TapWorkshopRow) row = g_list_model_get_item (rows, i);

      g_ptr_array_add (chart->rows, build_row (s, row));
    }
}

const char *
tap_rack_title (TapRackKind rack)
{
  switch (rack)
    {
    case TAP_RACK_DISPATCH:
      return tap_stage_label (TAP_STAGE_DISPATCH);
    case TAP_RACK_PARTS:
      return C_ ("rack", "Waiting for parts");
    case TAP_RACK_CUSTOMER:
      return _("Needs customer's OK");
    case TAP_RACK_INSPECTION:
      return C_ ("rack", "Inspection");
    case TAP_RACK_WASH:
      return C_ ("rack", "Wash");
    default:
      g_return_val_if_reached ("");
    }
}

/* What stands right of a plate in a rack. */
static TapChip
rack_chip (const Source *s, TapRackKind kind, TapBoardCard *board_card)
{
  const TapCard *card = tap_board_card_get_card (board_card);
  TapTimeView time = tap_board_card_get_time (board_card);
  TapTone tone = tone_of (time.state);

  if (kind == TAP_RACK_PARTS || kind == TAP_RACK_CUSTOMER)
    {
      TapChip chip = { TAP_TONE_PLAIN, TAP_ICON_NONE, NULL };

      if (kind == TAP_RACK_PARTS && *card->stop_note)
        chip.text = g_strdup (card->stop_note);
      else if (card->stopped_since_unix)
        chip.text
          = tap_time_span_text ((int) MAX (0, (s->now_unix - card->stopped_since_unix) / 60));
      return chip;
    }
  if (tone == TAP_TONE_LATE || tone == TAP_TONE_RISK)
    return (TapChip) { tone, icon_of (tone),
                      time.words == TAP_TIME_WORDS_LEFT
                        ? tap_time_span_text (time.minutes)
                        : g_strdup (tap_board_card_get_time_text (board_card)) };
  return (TapChip) { TAP_TONE_PLAIN, TAP_ICON_NONE,
                    card->promised_unix
                      ? tap_time_due_text (card->promised_unix, s->now_unix, s->zone)
                      : NULL };
}

static void
build_rack (const Source *s, const TapWorkshopLook *look, TapRackKind kind, TapWallInput *input)
{
  static const TapTone tones[]
    = { TAP_TONE_PLAIN, TAP_TONE_PARTS, TAP_TONE_WAIT, TAP_TONE_PLAIN, TAP_TONE_PLAIN };
  static const TapIcon icons[]
    = { TAP_ICON_LINES, TAP_ICON_BOX, TAP_ICON_PHONE, TAP_ICON_SHIELD, TAP_ICON_DROP };
  TapWallRack *rack = &input->racks[input->n_racks++];
  GListModel *cards = tap_workshop_get_rack (s->workshop, kind);

  rack->tone = tones[kind];
  rack->icon = icons[kind];
  rack->title = g_strdup (tap_rack_title (kind));
  rack->first = look->rack_first[kind];
  rack->cards = g_ptr_array_new ();
  for (guint i = 0; i < g_list_model_get_n_items (cards); i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (cards, i);
      TapWallCard *wall = tap_wall_card_new ();

      wall->id = tap_board_card_get_id (card);
      wall->plate
        = tap_plate_show_local (tap_board_card_get_card (card)->plate, s->station->province);
      wall->chip = rack_chip (s, kind, card);
      g_ptr_array_add (rack->cards, wall);
    }
}

static void
build_counts (const Source *s, TapWallInput *input)
{
  guint n_work, n_dispatch, n_done, n_late, n_soon;

  tap_workshop_get_counts (s->workshop, &n_work, &n_dispatch, &n_done, &n_late, &n_soon);
  input->counts[0]
    = (TapWallCount) { TAP_TONE_PLAIN, TAP_ICON_NONE, g_strdup (C_("count", "In work")), n_work };
  input->counts[1] = (TapWallCount) { TAP_TONE_PLAIN, TAP_ICON_NONE,
                                     g_strdup (C_("count", "To dispatch")), n_dispatch };
  input->counts[2]
    = (TapWallCount) { TAP_TONE_OK, TAP_ICON_CHECK, g_strdup (_("Done today")), n_done };
  input->counts[3] = (TapWallCount) { n_late ? TAP_TONE_LATE : TAP_TONE_PLAIN, TAP_ICON_WARN,
                                     g_strdup (C_ ("wall", "Late")), n_late };
  input->counts[4] = (TapWallCount) { n_soon ? TAP_TONE_RISK : TAP_TONE_PLAIN, TAP_ICON_HOURGLASS,
                                     g_strdup (_("Due soon")), n_soon };
  input->n_counts = 5;
}

static void
append_fact (GString *facts, const char *fact)
{
  if (facts->len)
    g_string_append (facts, " · ");
  g_string_append (facts, fact);
}

static void
build_alert (const Source *s, TapWallInput *input)
{
  TapBoardCard *worst = tap_workshop_get_worst (s->workshop);
  g_autoptr (GString) facts = g_string_new (NULL);
  g_autofree char *plate = NULL, *advisor = NULL, *who = NULL;
  const TapCard *card;

  if (!worst)
    {
      input->alert = g_strdup (_("No car is late"));
      return;
    }
  card = tap_board_card_get_card (worst);
  plate = tap_plate_show_local (card->plate, s->station->province);
  input->alert_visit = card->id;
  input->alert = g_strdup_printf ("%s %s", plate, tap_board_card_get_time_text (worst));
  if (card->bay_id)
    {
      who = g_strdup_printf ("%s %s", card->bay, card->technician);
      append_fact (facts, g_strstrip (who));
    }
  else
    append_fact (facts, tap_stage_label (card->stage));
  if (card->waits_here)
    append_fact (facts, _("customer waits here"));
  if (*card->advisor)
    {
      /* Translators: the service advisor of a late car */
      advisor = g_strdup_printf (_("advisor %s"), card->advisor);
      append_fact (facts, advisor);
    }
  input->alert_detail = g_string_free (g_steal_pointer (&facts), FALSE);
}

static void
build_sync (const Source *s, TapWallInput *input)
{
  const TapConnection *connection = tap_session_get_connection (s->session);
  int age = connection ? connection->age_s : 0;

  input->sync = (TapChip) { TAP_TONE_OK, TAP_ICON_CHECK, NULL };
  if (age >= STALE_S)
    {
      gint64 seen_unix = connection->seen_unix != 0 ? connection->seen_unix : s->now_unix - age;
      g_autofree char *at = tap_workshop_time (s->workshop, seen_unix);

      input->stale = TRUE;
      input->sync.tone = TAP_TONE_RISK;
      input->sync.icon = TAP_ICON_HOURGLASS;
      /* Translators: the station folder has not answered since that time of day */
      input->sync.text = g_strdup_printf (_("data as of %s"), at);
    }
  else if (age >= FRESH_S)
    {
      if (age >= OLD_S)
        input->sync.tone = TAP_TONE_RISK, input->sync.icon = TAP_ICON_HOURGLASS;
      input->sync.text
        = g_strdup_printf (ngettext ("synced %d s ago", "synced %d s ago", (gulong) age), age);
    }
  else
    input->sync.text = g_strdup (_("synced just now"));
}

TapWallInput *
tap_workshop_input_build (TapWorkshop *workshop, const TapWorkshopLook *look)
{
  static const char *const legend[]
    = { NC_ ("legend", "Done"), NC_ ("legend", "Working"), NC_ ("legend", "Left"),
        NC_ ("legend", "Planned"), NC_ ("legend", "Late") };
  TapWallInput *input;
  Source s;

  g_return_val_if_fail (TAP_IS_WORKSHOP (workshop) && look, NULL);
  s = source_of (workshop);
  input = tap_wall_input_new ();
  input->title = g_strdup (_("Workshop board"));
  /* Translators: the date on the wall, as strftime has it: "Fri 20 Nov"; in Chinese "%-m月%-d日
   * %a" */
  input->date = format_time (&s, s.now_unix, _("%a %-d %b"));
  build_chart (&s, look, input);
  input->max_scale = look->wall ? 0 : WINDOW_SCALE;
  if (look->wall)
    input->clock = tap_workshop_time (workshop, s.now_unix);
  build_counts (&s, input);
  for (guint i = 0; i < TAP_N_RACKS; i++)
    build_rack (&s, look, (TapRackKind) i, input);
  build_alert (&s, input);
  for (guint i = 0; i < TAP_WALL_N_LEGEND; i++)
    input->legend[i] = g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "legend", legend[i]));
  build_sync (&s, input);
  return input;
}

char *
tap_workshop_clock_key (TapWorkshop *workshop)
{
  Source s = source_of (workshop);
  const TapConnection *connection = tap_session_get_connection (s.session);
  int age = connection ? connection->age_s : 0;

  /* The now-line steps each 30 s; an age is shown in steps of 5 s. */
  return g_strdup_printf ("%" G_GINT64_FORMAT "|%d", s.now_unix / 30,
                          age < FRESH_S ? 0 : MIN (age, STALE_S) / FRESH_S);
}
