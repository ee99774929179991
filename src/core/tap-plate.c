/* tap-plate.c — number plates as GA 36 has them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-plate"

#include "config.h"

#include "core/tap-plate.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PROVINCES "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
#define NEV_CLASSES "ABCDEFGHJK"

/* A free text behind 临 is no longer than this; more is a typing mistake. */
#define MAX_TEMPORARY 10
#define MAX_CHARS 16

/* The characters of a plate, cleaned, with their number. */
typedef struct
{
  gunichar at[MAX_CHARS];
  glong    n;
} Chars;

/* People type any dot and any dash they find on the keyboard. */
static gboolean
is_separator (gunichar c)
{
  if (g_unichar_isspace (c) || g_unichar_type (c) == G_UNICODE_DASH_PUNCTUATION)
    return TRUE;

  switch (c)
    {
    case 0x00B7: /* middle dot */
    case 0x2022: /* bullet */
    case 0x2024: /* one dot leader */
    case 0x2027: /* hyphenation point */
    case 0x2219: /* bullet operator */
    case 0x22C5: /* dot operator */
    case 0x2212: /* minus */
    case 0x25CF: /* black circle */
    case 0x30FB: /* katakana middle dot */
    case 0x3002: /* ideographic full stop */
    case '.':
    case '_':
    case '\'':
      return TRUE;
    default:
      return FALSE;
    }
}

char *
tap_plate_search_key (const char *typed)
{
  g_autofree char *half = NULL;
  g_autoptr (GString) key = g_string_new (NULL);

  half = typed != NULL ? g_utf8_normalize (typed, -1, G_NORMALIZE_ALL_COMPOSE) : NULL;
  for (const char *at = half; at != NULL && *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!is_separator (c))
        g_string_append_unichar (key, g_unichar_toupper (c));
    }

  return g_string_free (g_steal_pointer (&key), FALSE);
}

/* The number is the true one, also where only the first characters are kept. */
static void
split (const char *key,
       Chars      *chars)
{
  chars->n = g_utf8_strlen (key, -1);
  for (glong i = 0; i < MIN (chars->n, MAX_CHARS); i++, key = g_utf8_next_char (key))
    chars->at[i] = g_utf8_get_char (key);
}

static gboolean
is_one_of (gunichar    c,
           const char *set)
{
  return c != 0 && g_utf8_strchr (set, -1, c) != NULL;
}

static gboolean
is_digit (gunichar c)
{
  return c >= '0' && c <= '9';
}

/* I and O are left out of plates: they look like 1 and 0. */
static gboolean
is_letter (gunichar c)
{
  return c >= 'A' && c <= 'Z' && c != 'I' && c != 'O';
}

static gboolean
are_digits (const Chars *chars,
            glong        from,
            glong        to)
{
  for (glong i = from; i < to; i++)
    if (!is_digit (chars->at[i]))
      return FALSE;

  return TRUE;
}

/* 使 or 领 with six figures, in front or behind. */
static gboolean
is_embassy (const Chars *chars)
{
  if (chars->n != 7)
    return FALSE;

  return (is_one_of (chars->at[0], "使领") && are_digits (chars, 1, 7))
         || (is_one_of (chars->at[6], "使领") && are_digits (chars, 0, 6));
}

static gboolean
refuse (char **message,
        char  *sentence)
{
  if (message != NULL)
    *message = sentence;
  else
    g_free (sentence);

  return FALSE;
}

/* One character as text, for a sentence about it. */
static const char *
name_of (const Chars *chars,
         glong        index,
         char         text[8])
{
  text[g_unichar_to_utf8 (chars->at[index], text)] = '\0';

  return text;
}

static gboolean
check_start (const Chars *chars,
             char       **message)
{
  char text[8];

  if (!is_one_of (chars->at[0], PROVINCES))
    /* Translators: the character that was typed; leave the Chinese ones as they are. */
    return refuse (message, g_strdup_printf (
                              _("Character 1 is “%s”: a plate begins with a province such as 京, "
                                 "or with 使, 领 or 临."),
                              name_of (chars, 0, text)));
  if (chars->n > 1 && !is_letter (chars->at[1]))
    /* Translators: the character that was typed. */
    return refuse (
      message,
      g_strdup_printf (_("Character 2 is “%s”: after the province comes a letter from A to Z, "
                          "without I and O."),
                       name_of (chars, 1, text)));

  return TRUE;
}

static gboolean
check_middle (const Chars *chars,
              glong        end,
              char       **message)
{
  char text[8];

  for (glong i = 2; i < end; i++)
    {
      if (is_letter (chars->at[i]) || is_digit (chars->at[i]))
        continue;
      /* Translators: the number of the character in the plate, and the character that was typed. */
      return refuse (
        message,
        g_strdup_printf (
          _("Character %d is “%s”: digits and letters without I and O are accepted here."),
          (int) i + 1, name_of (chars, i, text)));
    }

  return TRUE;
}

static gboolean
check_seven (const Chars  *chars,
             TapPlateKind *kind,
             char        **message)
{
  gunichar last = chars->at[6];
  char text[8];

  if (!check_middle (chars, 6, message))
    return FALSE;

  if (is_letter (last) || is_digit (last))
    *kind = TAP_PLATE_BLUE;
  else if (is_one_of (last, "学挂"))
    *kind = TAP_PLATE_YELLOW;
  else if (is_one_of (last, "警"))
    *kind = TAP_PLATE_WHITE;
  else if (is_one_of (last, "使领"))
    *kind = TAP_PLATE_BLACK;
  else if (is_one_of (last, "港澳"))
    {
      *kind = TAP_PLATE_BLACK;
      if (!is_one_of (chars->at[0], "粤") || chars->at[1] != 'Z')
        /* Translators: leave the Chinese characters as they are. */
        return refuse (message, g_strdup (_("A plate that ends in 港 or 澳 begins with 粤Z.")));
    }
  else
    /* Translators: the character that was typed; leave the Chinese ones as they are. */
    return refuse (message,
                   g_strdup_printf (_("Character 7 is “%s”: a digit, a letter without I and O, "
                                       "or one of 学 警 挂 港 澳 使 领 ends a plate."),
                                    name_of (chars, 6, text)));

  return TRUE;
}

static gboolean
check_eight (const Chars  *chars,
             TapPlateKind *kind,
             char        **message)
{
  gboolean small = is_one_of (chars->at[2], NEV_CLASSES)
                   && (is_letter (chars->at[3]) || is_digit (chars->at[3]))
                   && are_digits (chars, 4, 8);
  gboolean large = are_digits (chars, 2, 7) && is_one_of (chars->at[7], NEV_CLASSES);

  *kind = TAP_PLATE_NEV;
  if (small || large)
    return TRUE;
  if (!check_middle (chars, 8, message))
    return FALSE;

  return refuse (message,
                 g_strdup (_("Eight characters make a new-energy plate: after the first two comes "
                             "a letter from A to K without I and then digits, or five digits and "
                             "that letter at the end.")));
}

static gboolean
check_temporary (const Chars *chars,
                 char       **message)
{
  if (chars->n == 1)
    return refuse (
      message,
      g_strdup (_("After 临 comes the temporary number, or the last six characters of the VIN.")));
  if (chars->n > MAX_TEMPORARY + 1)
    /* Translators: a number of characters. */
    return refuse (message,
                   g_strdup_printf (ngettext ("After 临 at most %d character is accepted.",
                                              "After 临 at most %d characters are accepted.",
                                              MAX_TEMPORARY),
                                    MAX_TEMPORARY));

  return TRUE;
}

static gboolean
check_length (const Chars *chars,
              char       **message)
{
  if (chars->n == 7 || chars->n == 8)
    return TRUE;

  /* Translators: a number of characters. */
  return refuse (message, g_strdup_printf (
                            ngettext ("A plate has 7 characters, a new-energy one 8; this has %d.",
                                      "A plate has 7 characters, a new-energy one 8; this has %d.",
                                      chars->n),
                            (int) chars->n));
}

/* @key is cleaned. Finds the kind, or the first thing that is wrong from the left. */
static gboolean
check (const char   *key,
       TapPlateKind *kind,
       char        **message)
{
  Chars chars;

  split (key, &chars);
  if (chars.n == 0)
    return refuse (message,
                   g_strdup (
                     _("Type the plate: a province such as 京, a letter, then five characters, "
                        "or six for a new-energy car.")));
  if (is_one_of (chars.at[0], "临"))
    {
      *kind = TAP_PLATE_TEMPORARY;
      return check_temporary (&chars, message);
    }
  if (is_embassy (&chars))
    {
      *kind = TAP_PLATE_BLACK;
      return TRUE;
    }
  if (is_one_of (chars.at[0], "使领"))
    return refuse (message, g_strdup (_("After 使 or 领 come six digits.")));
  if (!check_start (&chars, message) || !check_length (&chars, message))
    return FALSE;

  return chars.n == 7 ? check_seven (&chars, kind, message) : check_eight (&chars, kind, message);
}

gboolean
tap_plate_parse (const char    *typed,
                 char         **plate,
                 TapPlateKind  *kind,
                 char         **message)
{
  g_autofree char *key = tap_plate_search_key (typed);
  TapPlateKind found = TAP_PLATE_BLUE;

  if (plate != NULL)
    *plate = NULL;
  if (message != NULL)
    *message = NULL;

  if (!check (key, &found, message))
    return FALSE;

  if (kind != NULL)
    *kind = found;
  if (plate != NULL)
    *plate = g_steal_pointer (&key);
  return TRUE;
}

TapPlateKind
tap_plate_kind (const char *plate)
{
  TapPlateKind kind = TAP_PLATE_BLUE;

  g_return_val_if_fail (plate != NULL, kind);

  return check (plate, &kind, NULL) ? kind : TAP_PLATE_BLUE;
}

/* Where the dot stands, in characters; 0: nowhere. */
static glong
head_length (const char *plate)
{
  Chars chars;

  split (plate, &chars);
  if (chars.n < 2)
    return 0;
  if (is_one_of (chars.at[0], "临"))
    return 1;
  if (is_embassy (&chars))
    /* The state's number, then the car's. */
    return is_one_of (chars.at[0], "使领") ? 4 : 3;

  return chars.n > 2 && is_one_of (chars.at[0], PROVINCES) && is_letter (chars.at[1]) ? 2 : 0;
}

static char *
with_dot (const char *head,
          const char *tail)
{
  glong length = (glong) (tail - head);

  if (length == 0)
    return g_strdup (tail);

  return g_strdup_printf ("%.*s·%s", (int) length, head, tail);
}

char *
tap_plate_show (const char *plate)
{
  g_return_val_if_fail (plate != NULL, NULL);

  return with_dot (plate, g_utf8_offset_to_pointer (plate, head_length (plate)));
}

char *
tap_plate_show_local (const char *plate,
                      const char *province)
{
  glong head;

  g_return_val_if_fail (plate != NULL, NULL);

  head = head_length (plate);
  if (head != 2 || province == NULL || *province == '\0' || !g_str_has_prefix (plate, province))
    return tap_plate_show (plate);

  return with_dot (plate + strlen (province), g_utf8_offset_to_pointer (plate, head));
}

char *
tap_plate_tail (const char *plate)
{
  g_return_val_if_fail (plate != NULL, NULL);

  return g_strdup (g_utf8_offset_to_pointer (plate, head_length (plate)));
}

char *
tap_plate_mask (const char *plate)
{
  g_autofree char *tail = NULL;
  g_autofree char *masked = NULL;
  g_autofree char *head = NULL;
  glong n, hidden;
  const char *last;

  g_return_val_if_fail (plate != NULL, NULL);

  tail = tap_plate_tail (plate);
  n = g_utf8_strlen (tail, -1);
  if (n == 0)
    return g_strdup ("");

  hidden = MIN (tap_plate_kind (plate) == TAP_PLATE_NEV ? 3 : 2, n - 1);
  last = g_utf8_offset_to_pointer (tail, n - 1);
  head = g_utf8_substring (tail, 0, n - 1 - hidden);
  masked = g_strdup_printf ("%s%.*s%s", head, (int) hidden, "***", last);
  if (head_length (plate) == 0)
    return g_steal_pointer (&masked);

  g_free (head);
  head = g_utf8_substring (plate, 0, head_length (plate));
  return g_strdup_printf ("%s·%s", head, masked);
}
