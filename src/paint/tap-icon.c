/* tap-icon.c — small pictures drawn from paths.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-icon"

#include "config.h"

#include <math.h>
#include <string.h>

#include "paint/tap-icon.h"

/* The outlines of resources/icons/…/tappet-*-symbolic.svg, on a field of 16 by 16. */
#define FIELD 16.0

static const struct
{
  const char *name;
  const char *path;
} icons[TAP_N_ICONS] = {
  [TAP_ICON_NONE] = { "none", "" },
  [TAP_ICON_WARN]
  = { "warn", "M8 1.200c.5 0 .9.3 1.100.7l6 11c.5.9-.1 1.900-1.100 1.900H2c-1 "
              "0-1.600-1-1.100-1.900l6-11c.2-.4.6-.7 1.100-.7zM7 5.500v4.300h2V5.500zm0 "
              "5.600v2h2v-2z" },
  [TAP_ICON_BOX]
  = { "box", "M8 .9 14.500 4v8L8 15.100 1.500 12V4zm0 2.200L4.800 4.600 8 "
             "6.100l3.200-1.500zM3.300 6.100v4.800L7.100 12.700V7.900zm9.400 0L8.900 "
             "7.900v4.800l3.800-1.800z" },
  [TAP_ICON_PHONE]
  = { "phone", "M3.600 1.300 5.700 1c.4 0 .8.200.9.600l.9 2.500c.1.4 0 .8-.3 1L5.900 "
               "6.200c.8 1.600 2.200 3 3.900 3.900l1.100-1.300c.2-.3.700-.4 "
               "1-.3l2.500.9c.4.1.6.5.6.900l-.3 2.100c-.1 1.200-1.100 2.100-2.300 2C6.500 "
               "14 2 9.500 1.600 3.600c-.1-1.200.800-2.200 2-2.300z" },
  [TAP_ICON_CHECK]
  = { "check", "M13.600 3 6 11.300 2.400 7.700 1 9.100l5.100 5.100L15.100 4.400z" },
  [TAP_ICON_CLOCK]
  = { "clock", "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 2a5 5 0 1 1 0 10A5 5 0 0 1 8 3zm-.9 "
               "1.700h1.500v3l2.200 1.700-.9 1.200-2.800-2.200z" },
  [TAP_ICON_HOURGLASS]
  = { "hourglass", "M3 1h10v2h-1v2L9.200 8 12 11v2h1v2H3v-2h1v-2l2.800-3L4 5V3H3zm3 2v1.300L8 "
                   "6.500l2-2.200V3z" },
  [TAP_ICON_DROP]
  = { "drop", "M8 1S3 6.600 3 10a5 5 0 0 0 10 0c0-3.400-5-9-5-9zm-2.600 8.600h1.500c0 "
              "1.200.7 2 1.900 2.200v1.500c-2-.1-3.400-1.600-3.400-3.700z" },
  [TAP_ICON_SHIELD]
  = { "shield", "M8 .8 2 3v4.500c0 3.600 2.600 6.400 6 7.700 3.400-1.300 6-4.100 "
                "6-7.700V3zm3.700 5.100-4.400 4.800L4.500 8l1.100-1.100 1.600 1.600 "
                "3.400-3.600z" },
  [TAP_ICON_LINES] = { "lines", "M2 2h12v2H2zm0 5h8v2H2zm0 5h5v2H2z" },
  [TAP_ICON_GANTT] = { "gantt", "M1.500 2.500h6.500v2.800H1.500zM5 6.600h9.500v2.800H5zM3 "
                                "10.700h6.500v2.800H3z" },
  [TAP_ICON_STOP] = { "stop", "M5 1h6l4 4v6l-4 4H5l-4-4V5zm2 3v5h2V4zm0 6v2h2v-2z" },
};

/* Reads the subset of SVG path data the icons are made of. */
typedef struct
{
  cairo_t *cr;
  const char *at;
  double x, y;           /* the pen */
  double ctrl_x, ctrl_y; /* second control point of the last curve, for S */
} Reader;

static double
read_number (Reader *r)
{
  char *end;
  double value;

  while (*r->at == ' ' || *r->at == ',')
    r->at++;
  value = g_ascii_strtod (r->at, &end);
  g_assert (end != r->at);
  r->at = end;
  return value;
}

static gboolean
has_number (Reader *r)
{
  while (*r->at == ' ' || *r->at == ',')
    r->at++;
  return *r->at && strchr ("+-.0123456789", *r->at);
}

static void
read_curve (Reader *r, gboolean relative, gboolean smooth)
{
  double from_x = relative ? r->x : 0, from_y = relative ? r->y : 0;
  double ax = 2 * r->x - r->ctrl_x, ay = 2 * r->y - r->ctrl_y, bx, by, x, y;

  if (!smooth)
    {
      ax = from_x + read_number (r);
      ay = from_y + read_number (r);
    }
  bx = from_x + read_number (r);
  by = from_y + read_number (r);
  x = from_x + read_number (r);
  y = from_y + read_number (r);
  cairo_curve_to (r->cr, ax, ay, bx, by, x, y);
  r->x = x, r->y = y, r->ctrl_x = bx, r->ctrl_y = by;
}

/* Circular arcs only: the icons have no others. */
static void
read_arc (Reader *r, gboolean relative)
{
  double radius = read_number (r), x, y, dx, dy, half, lift, cx, cy, from, to;
  gboolean large, sweep;

  read_number (r);
  read_number (r);
  large = read_number (r) > 0.5;
  sweep = read_number (r) > 0.5;
  x = read_number (r) + (relative ? r->x : 0);
  y = read_number (r) + (relative ? r->y : 0);
  dx = x - r->x, dy = y - r->y;
  half = hypot (dx, dy) / 2;
  radius = MAX (radius, half);
  lift = sqrt (MAX (0, radius * radius - half * half));
  if (large == sweep)
    lift = -lift;
  cx = (r->x + x) / 2 - lift * dy / (2 * half);
  cy = (r->y + y) / 2 + lift * dx / (2 * half);
  from = atan2 (r->y - cy, r->x - cx);
  to = atan2 (y - cy, x - cx);
  if (sweep)
    cairo_arc (r->cr, cx, cy, radius, from, to);
  else
    cairo_arc_negative (r->cr, cx, cy, radius, from, to);
  r->x = x, r->y = y;
}

static void
read_line (Reader *r, char command)
{
  gboolean relative = g_ascii_islower (command);

  if (g_ascii_tolower (command) != 'v')
    r->x = read_number (r) + (relative ? r->x : 0);
  if (g_ascii_tolower (command) != 'h')
    r->y = read_number (r) + (relative ? r->y : 0);
}

static void
read_one (Reader *r, char command)
{
  gboolean relative = g_ascii_islower (command);

  switch (g_ascii_tolower (command))
    {
    case 'm':
      read_line (r, command);
      cairo_move_to (r->cr, r->x, r->y);
      break;
    case 'c':
    case 's':
      read_curve (r, relative, g_ascii_tolower (command) == 's');
      return;
    case 'a':
      read_arc (r, relative);
      break;
    default:
      read_line (r, command);
      cairo_line_to (r->cr, r->x, r->y);
      break;
    }
  r->ctrl_x = r->x, r->ctrl_y = r->y;
}

static void
read_path (Reader *r)
{
  while (*r->at)
    {
      char command = *r->at++;

      if (command == ' ')
        continue;
      if (command == 'z' || command == 'Z')
        {
          cairo_close_path (r->cr);
          cairo_get_current_point (r->cr, &r->x, &r->y);
          continue;
        }
      /* Pairs that follow a move are lines. */
      for (gboolean first = TRUE; first || has_number (r); first = FALSE)
        read_one (r, first || g_ascii_tolower (command) != 'm' ? command
                     : command == 'm'                          ? 'l'
                                                               : 'L');
    }
}

const char *
tap_icon_name (TapIcon icon)
{
  g_return_val_if_fail ((guint) icon < TAP_N_ICONS, "none");
  return icons[icon].name;
}

void
tap_icon_path (cairo_t *cr, TapIcon icon, double x, double y, double size)
{
  Reader reader = { .cr = cr, .at = "" };

  g_return_if_fail (cr != NULL);
  g_return_if_fail ((guint) icon < TAP_N_ICONS);
  reader.at = icons[icon].path;
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, size / FIELD, size / FIELD);
  cairo_new_sub_path (cr);
  read_path (&reader);
  cairo_restore (cr);
}
