/* tap-money.c — amounts in fen: reading, showing and adding them without ever losing one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-money"

#include "config.h"

#include "core/tap-money.h"

#include <string.h>

static gboolean
in_range (gint64 fen)
{
  return fen >= -TAP_MONEY_MAX_FEN && fen <= TAP_MONEY_MAX_FEN;
}

/* Divides with half away from zero; @divisor > 0. */
static gint64
divide_rounded (gint64 value,
                gint64 divisor)
{
  gint64 quotient = value / divisor;
  gint64 rest = value % divisor;

  if (rest * 2 >= divisor)
    return quotient + 1;
  if (rest * 2 <= -divisor)
    return quotient - 1;
  return quotient;
}

/* Half-width characters, without sign of the currency and the spaces round it. */
static char *
clean_amount (const char *text,
              gboolean   *negative)
{
  g_autofree char *half = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  char *at;

  *negative = FALSE;
  if (half == NULL)
    return NULL;

  at = g_strstrip (half);
  if (*at == '-')
    {
      *negative = TRUE;
      at++;
    }
  if (g_str_has_prefix (at, "¥"))
    at += strlen ("¥");
  while (*at == ' ')
    at++;
  if (*at == '-' && !*negative)
    {
      *negative = TRUE;
      at++;
    }
  if (g_str_has_suffix (at, "元"))
    at[strlen (at) - strlen ("元")] = '\0';

  return g_strdup (g_strchomp (at));
}

/* Reads "1,346" or "1346"; commas only where groups of three begin. Returns where it ended, NULL
 * if it is no number. */
static const char *
parse_whole (const char *at,
             gint64     *yuan)
{
  gboolean grouped = FALSE;
  int in_group = 0;

  *yuan = 0;
  if (!g_ascii_isdigit (*at))
    return NULL;

  for (; g_ascii_isdigit (*at) || *at == ','; at++)
    {
      if (*at == ',')
        {
          if (in_group > 3 || (grouped && in_group != 3))
            return NULL;
          grouped = TRUE;
          in_group = 0;
          continue;
        }
      in_group++;
      *yuan = *yuan * 10 + (*at - '0');
      if (*yuan > TAP_MONEY_MAX_FEN / 100)
        return NULL;
    }

  return grouped && in_group != 3 ? NULL : at;
}

gboolean
tap_money_parse (const char *text,
                 gint64     *fen)
{
  g_autofree char *cleaned = NULL;
  const char *at;
  gboolean negative;
  gint64 yuan;
  int cents = 0;

  if (text == NULL)
    return FALSE;

  cleaned = clean_amount (text, &negative);
  if (cleaned == NULL)
    return FALSE;

  at = parse_whole (cleaned, &yuan);
  if (at == NULL)
    return FALSE;

  if (*at == '.')
    {
      at++;
      if (!g_ascii_isdigit (*at))
        return FALSE;
      cents = (*at++ - '0') * 10;
      if (g_ascii_isdigit (*at))
        cents += *at++ - '0';
    }
  if (*at != '\0')
    return FALSE;

  if (fen != NULL)
    *fen = negative ? -(yuan * 100 + cents) : yuan * 100 + cents;
  return TRUE;
}

static char *
format_with (gint64      fen,
             const char *currency)
{
  guint64 whole = (fen < 0 ? -(guint64) fen : (guint64) fen) / 100;
  guint cents = (fen < 0 ? -(guint64) fen : (guint64) fen) % 100;
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, whole);
  g_autoptr (GString) text = g_string_new (fen < 0 ? "-" : "");
  gsize n = strlen (digits);

  g_string_append (text, currency);
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && (n - i) % 3 == 0)
        g_string_append_c (text, ',');
      g_string_append_c (text, digits[i]);
    }
  g_string_append_printf (text, ".%02u", cents);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
tap_money_format (gint64 fen)
{
  return format_with (fen, "");
}

char *
tap_money_format_yuan (gint64 fen)
{
  return format_with (fen, "¥");
}

gboolean
tap_money_add (gint64  a_fen,
               gint64  b_fen,
               gint64 *sum_fen)
{
  gint64 sum;

  if (__builtin_add_overflow (a_fen, b_fen, &sum) || !in_range (sum))
    return FALSE;

  if (sum_fen != NULL)
    *sum_fen = sum;
  return TRUE;
}

gboolean
tap_money_times (gint64  price_fen,
                 gint64  quantity_milli,
                 gint64 *fen)
{
  gint64 product;

  /* What does not fit here is over the limit after the division, too: 2^63 / 1000 is far above it. */
  if (__builtin_mul_overflow (price_fen, quantity_milli, &product))
    return FALSE;

  product = divide_rounded (product, 1000);
  if (!in_range (product))
    return FALSE;

  if (fen != NULL)
    *fen = product;
  return TRUE;
}

gboolean
tap_money_tax_part (gint64  gross_fen,
                    int     tax_bp,
                    gint64 *tax_fen)
{
  if (!in_range (gross_fen) || tax_bp < 0 || tax_bp > 10000)
    return FALSE;

  if (tax_fen != NULL)
    *tax_fen = divide_rounded (gross_fen * tax_bp, 10000 + tax_bp);
  return TRUE;
}
