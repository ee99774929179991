/* tap-pinyin.c — the pinyin initials of a name, so that "lt" finds 李婷.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-pinyin"

#include "config.h"

#include <string.h>
#include <unicode/utrans.h>
#include <unicode/ustring.h>

#include "store/tap-store-private.h"

/* Characters that are read differently when they are a surname; both forms of writing. */
static const struct
{
  const char *surname;
  const char *initials;
} surnames[] = {
  { "尉迟", "yc" }, { "尉遲", "yc" }, { "万俟", "mq" }, { "萬俟", "mq" }, { "长孙", "zs" }, { "長孫", "zs" },
  { "澹台", "tt" }, { "澹臺", "tt" }, { "单于", "cy" }, { "單于", "cy" },
  { "单", "s" }, { "單", "s" }, { "曾", "z" }, { "解", "x" }, { "仇", "q" }, { "区", "o" }, { "區", "o" },
  { "查", "z" }, { "盖", "g" }, { "蓋", "g" }, { "朴", "p" }, { "冼", "x" }, { "召", "s" },
  { "缪", "m" }, { "繆", "m" }, { "翟", "z" }, { "乐", "y" }, { "樂", "y" }, { "员", "y" }, { "員", "y" },
  { "折", "s" }, { "种", "c" }, { "種", "c" }, { "秘", "b" }, { "祕", "b" }, { "黑", "h" },
  { "逄", "p" }, { "覃", "q" }, { "晁", "c" }, { "隗", "w" }, { "阚", "k" }, { "闞", "k" },
};

static GMutex lock;                     /* a transliterator is for one thread at a time */
static UTransliterator *transliterator;
static gboolean unusable;

static UTransliterator *
ensure_transliterator (void)
{
  static const UChar id[] = u"Han-Latin; Latin-ASCII";
  UErrorCode status = U_ZERO_ERROR;

  if (transliterator == NULL && !unusable)
    {
      transliterator = utrans_openU (id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
      if (U_FAILURE (status))
        {
          g_info ("Pinyin initials are not known here: %s", u_errorName (status));
          transliterator = NULL;
          unusable = TRUE;
        }
    }
  return transliterator;
}

/* atomic: set once the transliterator is open or known to be unusable */
static int prepared;

gboolean
tap_pinyin_is_prepared (void)
{
  return g_atomic_int_get (&prepared);
}

void
tap_pinyin_prepare (void)
{
  g_mutex_lock (&lock);
  ensure_transliterator ();
  g_mutex_unlock (&lock);
  g_atomic_int_set (&prepared, TRUE);
}

/* The first letter of how @c is read; 0 if there is none. */
static char
initial_of (gunichar c)
{
  UChar buffer[64];
  int32_t length = 0, limit;
  UErrorCode status = U_ZERO_ERROR;

  if (g_unichar_isspace (c) || !g_unichar_isalnum (c))
    return 0;
  if (c < 0x80)
    return g_ascii_tolower ((char) c);
  if (ensure_transliterator () == NULL)
    return 0;

  u_strFromUTF32 (buffer, G_N_ELEMENTS (buffer), &length, (const UChar32 *) &c, 1, &status);
  limit = length;
  utrans_transUChars (transliterator, buffer, &length, G_N_ELEMENTS (buffer), 0, &limit, &status);
  if (U_FAILURE (status) || length == 0 || buffer[0] >= 0x80 || !g_ascii_isalpha ((char) buffer[0]))
    return 0;
  return g_ascii_tolower ((char) buffer[0]);
}

char *
tap_pinyin_initials (const char *name)
{
  GString *initials = g_string_new (NULL);
  gboolean in_word = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (surnames); i++)
    if (g_str_has_prefix (name, surnames[i].surname))
      {
        g_string_append (initials, surnames[i].initials);
        name += strlen (surnames[i].surname);
        break;
      }

  g_mutex_lock (&lock);
  for (; *name != '\0' && initials->len < 20; name = g_utf8_next_char (name))
    {
      gunichar c = g_utf8_get_char (name);
      gboolean han = g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN;
      char letter;

      /* Of a word in letters the first one counts: "Anna Smith" is "as"; of Chinese each character. */
      if ((han || !in_word) && (letter = initial_of (c)) != 0)
        g_string_append_c (initials, letter);
      in_word = !han && g_unichar_isalnum (c);
    }
  g_mutex_unlock (&lock);

  return g_string_free (initials, FALSE);
}
