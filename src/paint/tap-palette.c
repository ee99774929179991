/* tap-palette.c — colours of the painters.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-palette"

#include "config.h"

#include "paint/tap-palette.h"

/* 0xRRGGBBAA, as they stand in look.md 5. */
typedef struct
{
  TapInk  ink;
  guint32 wall, light;
} InkRow;

static const InkRow inks[] = {
  { TAP_INK_PAGE, 0x1a1a1cff, 0xfafafaff },
  { TAP_INK_BAND, 0x262629ff, 0xf0f0f0ff },
  { TAP_INK_RULE, 0x404043ff, 0x00000021 },
  { TAP_INK_TEXT, 0xffffffff, 0x000000cc },
  { TAP_INK_TEXT_DIM, 0xffffffdb, 0x00000099 },
  { TAP_INK_ACCENT, 0x62a0eaff, 0x1c71d8ff },
  { TAP_INK_ROW, 0x242427ff, 0xffffffff },
  { TAP_INK_ROW_ODD, 0x29292dff, 0xf6f6f6ff },
  { TAP_INK_ROW_QUICK, 0x16343aff, 0xe3f4f5ff },
  { TAP_INK_BADGE, 0x4a4a50ff, 0x5e5c64ff },
  { TAP_INK_BADGE_TEXT, 0xffffffff, 0xffffffff },
  { TAP_INK_BADGE_QUICK, 0x1a9aa6ff, 0x0b5f66ff },
  { TAP_INK_BADGE_QUICK_TEXT, 0x06262aff, 0xffffffff },
  { TAP_INK_GRID, 0xffffff21, 0x00000017 },
  { TAP_INK_LUNCH, 0x00000047, 0x0000000f },
  { TAP_INK_TRACK, 0x666a6cff, 0xc4c4c4ff },
  { TAP_INK_DONE, 0x33443aff, 0xd3e8daff },
  { TAP_INK_DONE_TEXT, 0xc9ecd3ff, 0x17502fff },
  { TAP_INK_RUN, 0x3584e4ff, 0x1c71d8ff },
  { TAP_INK_RUN_TEXT, 0xffffffff, 0xffffffff },
  { TAP_INK_REST, 0x1c4a80ff, 0xd9e8fbff },
  { TAP_INK_REST_EDGE, 0x62a0eaff, 0x3584e4ff },
  { TAP_INK_REST_TEXT, 0xffffffff, 0x124e96ff },
  { TAP_INK_LATE, 0xa51d2dff, 0xc01c28ff },
  { TAP_INK_LATE_STRIPE, 0xff4b55ff, 0xf08a90ff },
  { TAP_INK_LATE_TEXT, 0xffffffff, 0xffffffff },
  { TAP_INK_PARTS, 0x4a3016ff, 0xffe6ccff },
  { TAP_INK_PARTS_STRIPE, 0xc7782aff, 0xe59a4cff },
  { TAP_INK_PARTS_TEXT, 0xffbe6fff, 0x7a3600ff },
  { TAP_INK_PARTS_EDGE, 0xc7782aff, 0xc47a3aff },
  { TAP_INK_WAIT, 0x3a2347ff, 0xeee2f6ff },
  { TAP_INK_WAIT_STRIPE, 0x9c5fb5ff, 0xb88acfff },
  { TAP_INK_WAIT_TEXT, 0xf0b8f1ff, 0x613583ff },
  { TAP_INK_WAIT_EDGE, 0x9c5fb5ff, 0x8c5bb0ff },
  { TAP_INK_STOP, 0x3d3d42ff, 0xe6e5e3ff },
  { TAP_INK_STOP_STRIPE, 0x8b8b92ff, 0xb0afacff },
  { TAP_INK_STOP_TEXT, 0xf0eff2ff, 0x3d3846ff },
  { TAP_INK_NOTE, 0x1a1a1ceb, 0xffffffeb },
  { TAP_INK_PLAN_EDGE, 0xffffff8c, 0x00000080 },
  { TAP_INK_PLAN_TEXT, 0xffffffeb, 0x000000cc },
  { TAP_INK_PUSHED, 0xf8d147ff, 0x7a5200ff },
  { TAP_INK_NOW, 0xffffffff, 0x241f31ff },
  { TAP_INK_NOW_EDGE, 0x0d0d0eff, 0xffffffff },
  { TAP_INK_NOW_TEXT, 0x1a1a1cff, 0xffffffff },
  { TAP_INK_CHIP, 0x3c3c3eff, 0xe2e1dfff },
  { TAP_INK_CHIP_OK_TEXT, 0x8ff0a4ff, 0x17693fff },
  { TAP_INK_CHIP_RISK, 0xf5c211ff, 0xfdeebfff },
  { TAP_INK_CHIP_RISK_TEXT, 0x241f00ff, 0x7a5200ff },
  { TAP_INK_CHIP_LATE, 0xe01b24ff, 0xc01c28ff },
  { TAP_INK_CHIP_LATE_TEXT, 0xffffffff, 0xffffffff },
  { TAP_INK_CHIP_PARTS, 0xffbe6fff, 0xffe6ccff },
  { TAP_INK_CHIP_PARTS_TEXT, 0x3a1d00ff, 0x7a3600ff },
  { TAP_INK_CHIP_WAIT, 0xdc8addff, 0xeee2f6ff },
  { TAP_INK_CHIP_WAIT_TEXT, 0x2e0b3dff, 0x613583ff },
  { TAP_INK_COUNT_LATE, 0xc01c28ff, 0xc01c28ff },
  { TAP_INK_RACK, 0x29292dff, 0xffffffff },
  { TAP_INK_RACK_PARTS, 0x4a3016ff, 0xffefdcff },
  { TAP_INK_RACK_WAIT, 0x3a2347ff, 0xf4ebf9ff },
  { TAP_INK_ALERT, 0xa51d2dff, 0xc01c28ff },
  { TAP_INK_ALERT_TEXT, 0xffffffff, 0xffffffff },
  { TAP_INK_DROP, 0x62a0eaff, 0x1c71d8ff },
};

static TapColor
color_of (guint32 rgba)
{
  return (TapColor) { ((rgba >> 24) & 0xff) / 255.0, ((rgba >> 16) & 0xff) / 255.0,
                      ((rgba >> 8) & 0xff) / 255.0, (rgba & 0xff) / 255.0 };
}

const TapPalette *
tap_palette_get (TapPaletteKind kind)
{
  static TapPalette palettes[2];
  static gsize made;

  if (g_once_init_enter (&made))
    {
      for (guint i = 0; i < G_N_ELEMENTS (inks); i++)
        {
          palettes[TAP_PALETTE_WALL].ink[inks[i].ink] = color_of (inks[i].wall);
          palettes[TAP_PALETTE_LIGHT].ink[inks[i].ink] = color_of (inks[i].light);
        }
      g_once_init_leave (&made, 1);
    }
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (palettes), &palettes[0]);
  return &palettes[kind];
}
