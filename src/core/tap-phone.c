/* tap-phone.c — phone numbers: read as typed, kept as digits, shown in groups.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-words"

#include "config.h"

#include "core/tap-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MIN_DIGITS 7
#define MAX_DIGITS 15

static gboolean
is_mobile (const char *digits)
{
  return strlen (digits) == 11 && digits[0] == '1' && digits[1] >= '3';
}

/* With the country's own code in front it is still the same phone. */
static const char *
without_home_code (const char *number)
{
  if (g_str_has_prefix (number, "+86") && is_mobile (number + 3))
    return number + 3;
  if (g_str_has_prefix (number, "0086") && is_mobile (number + 4))
    return number + 4;

  return number;
}

char *
tap_phone_show (const char *phone)
{
  g_return_val_if_fail (phone != NULL, NULL);

  if (is_mobile (phone))
    return g_strdup_printf ("%.3s %.4s %s", phone, phone + 3, phone + 7);
  /* Taiwan's mobile phones. */
  if (strlen (phone) == 10 && g_str_has_prefix (phone, "09"))
    return g_strdup_printf ("%.4s %.3s %s", phone, phone + 4, phone + 7);

  return g_strdup (phone);
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

static gboolean
is_phone_separator (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_type (c) == G_UNICODE_DASH_PUNCTUATION || c == '('
         || c == ')' || c == '.' || c == '/';
}

/* Appends the digits of @typed, a plus first; FALSE at a character that has no place in a phone
 * number. */
static gboolean
collect_digits (const char *half,
                GString    *number,
                char      **message)
{
  for (const char *at = half; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      char text[8];

      if (is_phone_separator (c))
        continue;
      if ((c >= '0' && c <= '9') || (c == '+' && number->len == 0))
        {
          g_string_append_c (number, (char) c);
          continue;
        }
      text[g_unichar_to_utf8 (c, text)] = '\0';
      /* Translators: the character that was typed. */
      return refuse (
        message,
        g_strdup_printf (
          _("“%s” cannot stand in a phone number: digits are accepted, with a + in front."),
          text));
    }

  return TRUE;
}

gboolean
tap_phone_parse (const char *typed,
                 char      **phone,
                 char      **message)
{
  g_autofree char *half
    = typed != NULL ? g_utf8_normalize (typed, -1, G_NORMALIZE_ALL_COMPOSE) : NULL;
  g_autoptr (GString) number = g_string_new (NULL);
  int n_digits;

  if (phone != NULL)
    *phone = NULL;
  if (message != NULL)
    *message = NULL;

  if (!collect_digits (half != NULL ? half : "", number, message))
    return FALSE;

  n_digits = (int) number->len - (number->str[0] == '+' ? 1 : 0);
  if (n_digits < MIN_DIGITS || n_digits > MAX_DIGITS)
    /* Translators: a number of digits. */
    return refuse (message,
                   g_strdup_printf (ngettext ("A phone number has 7 to 15 digits; this has %d.",
                                              "A phone number has 7 to 15 digits; this has %d.",
                                              n_digits),
                                    n_digits));

  if (phone != NULL)
    *phone = g_strdup (without_home_code (number->str));
  return TRUE;
}
