/* tap-search-fold.c — the one way texts are folded before they are searched.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-search-fold"

#include "config.h"

#include <string.h>

#include "store/tap-store-values.h"

char *
tap_search_fold (const char *typed)
{
  g_autofree char *valid = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *folded = NULL;
  GString *kept;

  if (typed == NULL || *typed == '\0')
    return g_strdup ("");

  valid = g_utf8_make_valid (typed, -1);
  plain = g_utf8_normalize (valid, -1, G_NORMALIZE_NFKC);
  folded = g_utf8_strdown (plain, -1);
  kept = g_string_sized_new (strlen (folded));
  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isalnum (c))
        g_string_append_unichar (kept, c);
    }

  return g_string_free (kept, FALSE);
}

gboolean
tap_search_key_matches (const char *search_key,
                        const char *folded)
{
  g_return_val_if_fail (search_key != NULL, FALSE);

  /* A folded text holds no line feed, so a match never runs from one field into the next. */
  return folded == NULL || *folded == '\0' || strstr (search_key, folded) != NULL;
}
