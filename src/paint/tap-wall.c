/* tap-wall.c — the workshop board as one painted picture.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-wall"

#include "config.h"

#include "paint/tap-chart-private.h"
#include "paint/tap-wall.h"

/* Sizes of look.md 4, at 1920 x 1080. */
#define REF_WIDTH 1920.0
#define REF_HEIGHT 1080.0
#define TOP_BAR 92.0
#define FOOTER 96.0
#define MARGIN 12.0
#define RACK_WIDTH 424.0
#define RACK_GAP 10.0
#define RACK_HEAD 50.0
#define RACK_PLATE 50.0
#define RACK_FOOT 14.0
#define CHIP_GAP 16.0

TapWallInput *
tap_wall_input_new (void)
{
  TapWallInput *self = g_new0 (TapWallInput, 1);

  self->chart.rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_chart_row_free);
  self->chart.factor = 1;
  return self;
}

static void
free_card (gpointer data)
{
  TapWallCard *card = data;

  g_free (card->plate);
  tap_chip_clear (&card->chip);
  g_free (card);
}

TapWallCard *
tap_wall_card_new (void)
{
  return g_new0 (TapWallCard, 1);
}

void
tap_wall_input_free (TapWallInput *self)
{
  if (!self)
    return;
  g_free (self->title);
  for (guint i = 0; i < TAP_WALL_MAX_COUNTS; i++)
    g_free (self->counts[i].label);
  for (guint i = 0; i < TAP_WALL_MAX_RACKS; i++)
    {
      g_free (self->racks[i].title);
      if (self->racks[i].cards)
        {
          g_ptr_array_set_free_func (self->racks[i].cards, free_card);
          g_ptr_array_unref (self->racks[i].cards);
        }
    }
  for (guint i = 0; i < TAP_WALL_N_LEGEND; i++)
    g_free (self->legend[i]);
  g_ptr_array_unref (self->chart.rows);
  g_free (self->now_text);
  g_free (self->late_word);
  g_free (self->free_word);
  g_free (self->date);
  g_free (self->clock);
  g_free (self->alert);
  g_free (self->alert_detail);
  tap_chip_clear (&self->sync);
  g_free (self);
}

int
tap_wall_rows_per_page (double distance_m)
{
  return distance_m <= 3 ? 12 : distance_m <= 5 ? 9 : 6;
}

static void
count_inks (const TapWallCount *count, TapInk *ground, TapInk *text)
{
  *ground = TAP_INK_CHIP;
  *text = count->tone == TAP_TONE_OK ? TAP_INK_CHIP_OK_TEXT : TAP_INK_TEXT;
  if (count->tone == TAP_TONE_LATE)
    *ground = TAP_INK_COUNT_LATE, *text = TAP_INK_CHIP_LATE_TEXT;
  if (count->tone == TAP_TONE_RISK)
    *ground = TAP_INK_CHIP_RISK, *text = TAP_INK_CHIP_RISK_TEXT;
}

/* Returns the chip's width; scene NULL: only that. */
static double
layout_count (const TapWallCount *count,
              const TapMeasure *measure,
              double x,
              double s,
              TapScene *scene)
{
  g_autofree char *number = g_strdup_printf ("%u", count->count);
  double icon = count->icon ? 27 * s : 0, gap = count->icon ? 16 * s : 0;
  double label = tap_measure (measure, count->label, 30 * s, 400),
         digits = tap_measure (measure, number, 46 * s, 800);
  double width = 20 * s + icon + gap + label + 13 * s + digits + 20 * s, middle = TOP_BAR / 2;
  TapInk ground, ink;

  if (!scene)
    return width;
  count_inks (count, &ground, &ink);
  tap_scene_fill (scene, (TapRect) { x, 16, width, 60 }, 14, ground);
  if (count->icon)
    tap_scene_icon (scene, count->icon, x + 20 * s, middle, icon, ink);
  tap_scene_text (scene, count->label, x + 20 * s + icon + gap, middle, 30 * s, 400, ink);
  tap_scene_text_in (scene, number, x + width - 20 * s, middle + 1, 46 * s, 800, ink, 1, 0);
  return width;
}

static void
layout_top (const TapWallInput *input, const TapMeasure *measure, TapScene *scene)
{
  double right = scene->width - 20, x, total = 0, room, s = 1;

  tap_scene_fill (scene, (TapRect) { 0, 0, scene->width, TOP_BAR - 1 }, 0, TAP_INK_BAND);
  tap_scene_fill (scene, (TapRect) { 0, TOP_BAR - 1, scene->width, 1 }, 0, TAP_INK_RULE);
  tap_scene_icon (scene, TAP_ICON_GANTT, 25, TOP_BAR / 2, 38, TAP_INK_ACCENT);
  tap_scene_text (scene, input->title, 80, TOP_BAR / 2, 44, 700, TAP_INK_TEXT);
  x = 80 + tap_measure (measure, input->title, 44, 700) + 32;
  if (input->clock)
    {
      tap_scene_text_in (scene, input->clock, right, TOP_BAR / 2 + 1, 76, 800,
                         input->stale ? TAP_INK_PUSHED : TAP_INK_TEXT, 1, 0);
      right -= tap_measure (measure, input->clock, 76, 800) + 20;
    }
  tap_scene_text_in (scene, input->date, right, TOP_BAR / 2, 30, 400, TAP_INK_TEXT_DIM, 1, 0);
  room = right - tap_measure (measure, input->date, 30, 400) - 24 - x;
  for (guint i = 0; i < input->n_counts; i++)
    total += layout_count (&input->counts[i], measure, 0, 1, NULL) + CHIP_GAP;
  if (total > room)
    s = MAX (0.55, (room - CHIP_GAP * input->n_counts) / (total - CHIP_GAP * input->n_counts));
  for (guint i = 0; i < input->n_counts; i++)
    x += layout_count (&input->counts[i], measure, x, s, scene) + CHIP_GAP * s;
}

/* How many plates each rack shows: all, or fairly less when there is no room; a rack that has
 * plates shows one. */
static void
share_room (const TapWallInput *input, double height, double f, guint *shown)
{
  double fixed = input->n_racks * (RACK_HEAD + RACK_FOOT) * f + (input->n_racks - 1.0) * RACK_GAP;
  guint room = (guint) MAX (0, (height - fixed) / (RACK_PLATE * f) + 0.001), wanted = 0;

  for (guint i = 0; i < input->n_racks; i++)
    wanted += shown[i] = input->racks[i].cards->len;
  while (wanted > room)
    {
      guint longest = 0;

      for (guint i = 1; i < input->n_racks; i++)
        if (shown[i] > shown[longest])
          longest = i;
      if (shown[longest] <= 1)
        return;
      shown[longest]--;
      wanted--;
    }
}

static void
layout_card (const TapWallRack *rack,
             const TapWallCard *card,
             const TapMeasure *measure,
             TapRect line,
             int rack_index,
             int index,
             double f,
             TapScene *scene)
{
  TapChip chip = card->chip;
  double middle = line.y + line.height / 2 + 1, width, plate_size = 38 * f, plate;
  gboolean solid
    = chip.tone != TAP_TONE_PLAIN && chip.tone != TAP_TONE_OK && chip.tone != rack->tone;

  /* Words in the rack's own colour need no ground again. */
  if (!solid)
    chip.icon = TAP_ICON_NONE;
  plate = tap_measure (measure, card->plate, plate_size, 800);
  tap_scene_fill (scene, (TapRect) { line.x, line.y, line.width, 1 }, 0, TAP_INK_RULE);
  tap_scene_text (scene, card->plate, line.x, middle, plate_size, 800, TAP_INK_TEXT);
  width = tap_chip_layout (&chip, measure, 0, 0, 39 * f, 28 * f, NULL);
  if (solid && width <= line.width - plate - 8)
    tap_chip_layout (&chip, measure, line.x + line.width - width, middle, 39 * f, 28 * f, scene);
  else if (chip.text)
    tap_scene_text_in (scene, chip.text, line.x + line.width, middle, 28 * f, 400, TAP_INK_TEXT_DIM,
                       1, MAX (1, line.width - plate - 14 * f));
  tap_scene_area (scene, TAP_AREA_CARD, line, card->id, rack_index, index);
}

static void
rack_inks (TapTone tone, TapInk *ground, TapInk *edge, TapInk *text)
{
  *ground = TAP_INK_RACK, *edge = TAP_INK_NONE, *text = TAP_INK_TEXT;
  if (tone == TAP_TONE_PARTS)
    *ground = TAP_INK_RACK_PARTS, *edge = TAP_INK_PARTS_EDGE, *text = TAP_INK_PARTS_TEXT;
  if (tone == TAP_TONE_WAIT)
    *ground = TAP_INK_RACK_WAIT, *edge = TAP_INK_WAIT_EDGE, *text = TAP_INK_WAIT_TEXT;
}

static void
layout_rack_head (const TapWallRack *rack,
                  const TapMeasure *measure,
                  TapRect box,
                  TapInk ink,
                  double f,
                  guint shown,
                  TapScene *scene)
{
  g_autofree char *number = g_strdup_printf ("%u", rack->cards->len);
  double middle = box.y + 6 * f + RACK_HEAD * f / 2, right = box.x + box.width - 14 * f, room,
         width, size = 32 * f;
  guint first = rack->cards->len > shown ? rack->first % rack->cards->len : 0;

  tap_scene_icon (scene, rack->icon, box.x + 15 * f, middle, 28 * f, ink);
  tap_scene_text_in (scene, number, right, middle, 46 * f, 800, ink, 1, 0);
  right -= tap_measure (measure, number, 46 * f, 800) + 12 * f;
  if (shown < rack->cards->len)
    {
      g_autofree char *range
        = g_strdup_printf ("%u–%u", first + 1, MIN (first + shown, rack->cards->len));

      tap_scene_text_in (scene, range, right, middle, 24 * f, 400, TAP_INK_TEXT_DIM, 1, 0);
      right -= tap_measure (measure, range, 24 * f, 400) + 12 * f;
    }
  room = right - box.x - 57 * f;
  width = tap_measure (measure, rack->title, size, 700);
  if (width > room)
    size *= MAX (0.78, room / (width + 1));
  tap_scene_text_in (scene, rack->title, box.x + 57 * f, middle, size, 700, ink, 0, room);
}

static void
layout_racks (const TapWallInput *input,
              const TapMeasure *measure,
              double top,
              double height,
              double f,
              TapScene *scene)
{
  guint shown[TAP_WALL_MAX_RACKS] = { 0 };
  double x = scene->width - MARGIN - RACK_WIDTH;

  share_room (input, height, f, shown);
  for (guint i = 0; i < input->n_racks; i++)
    {
      const TapWallRack *rack = &input->racks[i];
      TapRect box = { x, top, RACK_WIDTH, (RACK_HEAD + RACK_FOOT + RACK_PLATE * shown[i]) * f };
      guint first = rack->cards->len > shown[i] ? rack->first % rack->cards->len : 0;
      TapInk ground, edge, ink;

      rack_inks (rack->tone, &ground, &edge, &ink);
      tap_scene_fill (scene, box, 14, ground);
      if (edge)
        tap_scene_edge (scene, TAP_SHAPE_EDGE, box, TAP_CORNERS_ALL, 14, edge, 2);
      tap_scene_area (scene, TAP_AREA_RACK, box, (gint64) i, (int) i, -1);
      layout_rack_head (rack, measure, box, ink, f, shown[i], scene);
      for (guint n = 0; n < shown[i] && first + n < rack->cards->len; n++)
        {
          TapRect line = { x + 14, top + (RACK_HEAD + 6 + n * RACK_PLATE) * f, RACK_WIDTH - 28,
                           RACK_PLATE * f };

          layout_card (rack, rack->cards->pdata[first + n], measure, line, (int) i,
                       (int) (first + n), f, scene);
        }
      top += box.height + RACK_GAP;
    }
}

static void
layout_swatch (TapScene *scene, guint which, double x, double y)
{
  TapRect box = { x, y, 34, 24 };

  switch (which)
    {
    case 0:
      tap_scene_fill (scene, box, 5, TAP_INK_DONE);
      break;
    case 1:
      tap_scene_fill (scene, box, 5, TAP_INK_RUN);
      break;
    case 2:
      tap_scene_fill (scene, box, 5, TAP_INK_REST);
      tap_scene_edge (scene, TAP_SHAPE_EDGE, box, TAP_CORNERS_ALL, 5, TAP_INK_REST_EDGE, 2);
      break;
    case 3:
      tap_scene_edge (scene, TAP_SHAPE_DASH, box, TAP_CORNERS_ALL, 5, TAP_INK_PLAN_EDGE, 2);
      break;
    default:
      tap_scene_hatch (scene, TAP_SHAPE_HATCH_UP, box, TAP_CORNERS_ALL, 5, TAP_INK_LATE,
                       TAP_INK_LATE_STRIPE);
      break;
    }
}

/* Legend and sync state, from the right; returns where they begin. */
static double
layout_legend (const TapWallInput *input, const TapMeasure *measure, double middle, TapScene *scene)
{
  double x = scene->width - 20, width;

  width = tap_chip_layout (&input->sync, measure, 0, 0, 40, 24, NULL);
  x -= width;
  tap_chip_layout (&input->sync, measure, x, middle, 40, 24, scene);
  x -= 26;
  for (guint i = TAP_WALL_N_LEGEND; i-- > 0;)
    {
      width = tap_measure (measure, input->legend[i], 24, 400);
      x -= width;
      tap_scene_text (scene, input->legend[i], x, middle, 24, 400, TAP_INK_TEXT_DIM);
      x -= 8 + 34;
      layout_swatch (scene, i, x, middle - 12);
      x -= 19;
    }
  return x;
}

static void
layout_footer (const TapWallInput *input, const TapMeasure *measure, TapScene *scene)
{
  double top = scene->height - FOOTER, middle = top + 48, right, x = MARGIN + 68, size;
  gboolean late = input->alert_visit != 0;
  TapInk ink = late ? TAP_INK_ALERT_TEXT : TAP_INK_CHIP_OK_TEXT;
  TapRect box = { MARGIN, top + 14, 0, 68 };

  tap_scene_fill (scene, (TapRect) { 0, top, scene->width, FOOTER }, 0, TAP_INK_BAND);
  right = layout_legend (input, measure, middle, scene) - 16;
  box.width = MAX (0, right - box.x);
  tap_scene_fill (scene, box, 12, late ? TAP_INK_ALERT : TAP_INK_CHIP);
  tap_scene_icon (scene, late ? TAP_ICON_WARN : TAP_ICON_CHECK, box.x + 20, middle, 34, ink);
  tap_scene_text_in (scene, input->alert, x, middle, late ? 36 : 30, 700, ink, 0,
                     MAX (1, right - 14 - x));
  if (late)
    {
      tap_scene_area (scene, TAP_AREA_ALERT, box, input->alert_visit, -1, -1);
      x += tap_measure (measure, input->alert, 36, 700) + 16;
      /* Whose car it is stands last: rather smaller than without it. */
      size = input->alert_detail ? tap_measure (measure, input->alert_detail, 30, 400) : 1;
      size = CLAMP (30 * (right - 16 - x) / MAX (1, size), 24, 30);
      if (right - 14 - x > 60)
        tap_scene_text_in (scene, input->alert_detail, x, middle, size, 400, ink, 0,
                           right - 14 - x);
    }
}

TapScene *
tap_wall_layout (TapWallInput *input, double width, double height, const TapMeasure *measure)
{
  double scale, f, top, bottom;
  TapScene *scene;

  g_return_val_if_fail (input && measure, NULL);
  scale = MAX (0.01, MIN (width / REF_WIDTH, height / REF_HEIGHT));
  if (input->max_scale > 0)
    scale = MIN (scale, input->max_scale);
  scene = tap_scene_new (width / scale, height / scale, scale);
  top = TOP_BAR + 6;
  bottom = scene->height - FOOTER - 22;
  tap_scene_fill (scene, (TapRect) { 0, 0, scene->width, scene->height }, 0, TAP_INK_PAGE);
  input->chart.place
    = (TapRect) { MARGIN, top, scene->width - 2 * MARGIN - RACK_WIDTH - 14, bottom - top - 4 };
  f = CLAMP (tap_chart_factor (&input->chart), 0.6, 1.4);
  tap_chart_layout (&input->chart, measure, scene);
  layout_racks (input, measure, top + 4, bottom - top - 4, f, scene);
  layout_top (input, measure, scene);
  layout_footer (input, measure, scene);
  return scene;
}
