/* tap-colours.c — common colours of cars: word and dot.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-colours"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "desk/tap-colours.h"

static const struct
{
  const char *word;
  guint32     rgb;
  const char *signs;                /* characters that mean this colour in a maker's fancy name */
} colours[TAP_N_COLOURS] = {
  { NC_("car colour", "White"), 0xf4f4f2, "白" },
  { NC_("car colour", "Black"), 0x1d1d20, "黑墨" },
  { NC_("car colour", "Silver"), 0xc3c6ca, "银銀" },
  { NC_("car colour", "Grey"), 0x7b7d82, "灰" },
  { NC_("car colour", "Blue"), 0x1f4fa3, "蓝藍" },
  { NC_("car colour", "Red"), 0xb3131b, "红紅" },
  { NC_("car colour", "Green"), 0x2f6b4a, "绿綠" },
  { NC_("car colour", "Brown"), 0x6d4a30, "棕咖褐" },
  { NC_("car colour", "Gold"), 0xb99a5b, "金" },
  { NC_("car colour", "Orange"), 0xd9691e, "橙橘" },
  { NC_("car colour", "Yellow"), 0xe3b81b, "黄黃" },
  { NC_("car colour", "Purple"), 0x5d3a78, "紫" },
};

const char *
tap_colour_word (guint index)
{
  g_return_val_if_fail (index < TAP_N_COLOURS, "");

  return g_dpgettext2 (GETTEXT_PACKAGE, "car colour", colours[index].word);
}

guint32
tap_colour_rgb (guint index)
{
  g_return_val_if_fail (index < TAP_N_COLOURS, 0);

  return colours[index].rgb;
}

gboolean
tap_colour_guess (const char *word,
                  guint32    *rgb)
{
  g_autofree char *folded = g_utf8_casefold (word, -1);
  int best = -1;
  const char *best_at = NULL;

  for (guint i = 0; i < TAP_N_COLOURS; i++)
    {
      g_autofree char *own = g_utf8_casefold (tap_colour_word (i), -1);

      if (g_str_equal (own, folded))
        {
          *rgb = colours[i].rgb;
          return TRUE;
        }
      /* The last sign decides: 金属灰 is grey. */
      for (const char *p = colours[i].signs; *p != '\0'; p = g_utf8_next_char (p))
        {
          g_autofree char *sign = g_strndup (p, g_utf8_next_char (p) - p);
          const char *at = g_strrstr (word, sign);

          if (at != NULL && at > best_at)
            {
              best = (int) i;
              best_at = at;
            }
        }
    }
  if (best < 0)
    return FALSE;
  *rgb = colours[best].rgb;
  return TRUE;
}
