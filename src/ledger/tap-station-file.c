/* tap-station-file.c — station.json: what a station folder says about itself.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-station-file.h"

#define MAX_MEMBERS 32

void
tap_station_file_free (TapStationFile *file)
{
  g_free (file->id);
  g_free (file->epoch);
  g_free (file->name);
  g_free (file);
}

static void
skip_space (const char **at)
{
  while (**at == ' ' || **at == '\t' || **at == '\n' || **at == '\r')
    (*at)++;
}

static gboolean
take_char (const char **at,
           char         wanted)
{
  skip_space (at);
  if (**at != wanted)
    return FALSE;
  (*at)++;
  return TRUE;
}

static gboolean
take_escape (const char **at,
             GString     *text)
{
  static const char from[] = "\"\\/bfnrt";
  static const char to[] = "\"\\/\b\f\n\r\t";
  const char *found;

  if (**at == 'u')
    {
      gunichar c = 0;

      for (int i = 1; i <= 4; i++)
        {
          if (!g_ascii_isxdigit ((*at)[i]))
            return FALSE;
          c = c * 16 + (gunichar) g_ascii_xdigit_value ((*at)[i]);
        }
      if (c == 0 || !g_unichar_validate (c))
        return FALSE;
      g_string_append_unichar (text, c);
      *at += 5;
      return TRUE;
    }
  found = **at != '\0' ? strchr (from, **at) : NULL;
  if (found == NULL)
    return FALSE;
  g_string_append_c (text, to[found - from]);
  (*at)++;
  return TRUE;
}

/* A JSON string; NULL when it is not one. */
static char *
take_string (const char **at)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (!take_char (at, '"'))
    return NULL;
  while (**at != '"')
    {
      if ((guchar) **at < 0x20)
        return NULL;
      if (**at == '\\')
        {
          (*at)++;
          if (!take_escape (at, text))
            return NULL;
        }
      else
        g_string_append_c (text, *(*at)++);
    }
  (*at)++;
  return g_strdup (text->str);
}

static gboolean
take_member (const char    **at,
             TapStationFile *file)
{
  g_autofree char *key = take_string (at);
  g_autofree char *value = NULL;
  char **slot = NULL;

  if (key == NULL || !take_char (at, ':'))
    return FALSE;
  skip_space (at);
  if (**at != '"')
    {
      char *end = NULL;
      gint64 number = g_ascii_strtoll (*at, &end, 10);

      if (end == *at)
        return FALSE;
      *at = end;
      if (strcmp (key, "format") == 0)
        file->format = (int) CLAMP (number, 0, G_MAXINT);
      return TRUE;
    }
  value = take_string (at);
  if (strcmp (key, "station") == 0)
    slot = &file->id;
  else if (strcmp (key, "epoch") == 0)
    slot = &file->epoch;
  else if (strcmp (key, "name") == 0)
    slot = &file->name;
  if (value != NULL && slot != NULL && *slot == NULL)
    *slot = g_steal_pointer (&value);
  return slot != NULL ? *slot != NULL : value != NULL;
}

static gboolean
take_object (const char    **at,
             TapStationFile *file)
{
  if (!take_char (at, '{'))
    return FALSE;
  for (int i = 0; i < MAX_MEMBERS; i++)
    {
      if (!take_member (at, file))
        return FALSE;
      if (take_char (at, '}'))
        {
          skip_space (at);
          return **at == '\0';
        }
      if (!take_char (at, ','))
        return FALSE;
    }
  return FALSE;
}

/* The epoch becomes part of paths. */
static gboolean
is_plain_name (const char *text)
{
  gsize len = text != NULL ? strlen (text) : 0;

  if (len == 0 || len > 64)
    return FALSE;
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '-')
      return FALSE;
  return TRUE;
}

TapStationFile *
tap_station_file_parse (const char *text,
                        gsize       len,
                        GError    **error)
{
  g_autoptr(TapStationFile) file = g_new0 (TapStationFile, 1);
  g_autoptr(GBytes) bytes = g_bytes_new (text, len);
  g_autofree char *copy = g_strndup (text, len);
  const char *at = copy;
  gboolean read = g_utf8_validate (text, (gssize) len, NULL) && take_object (&at, file);

  if (read && file->format > TAP_STATION_FORMAT)
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FORMAT_NEWER,
                           _("The station was written by a newer Tappet. Update this PC."));
      return NULL;
    }
  if (!read || file->format < 1 || file->id == NULL || !g_uuid_string_is_valid (file->id)
      || !is_plain_name (file->epoch))
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                           _("The file station.json in the station folder is damaged."));
      return NULL;
    }
  if (file->name == NULL)
    file->name = g_strdup ("");
  tap_hash_bytes (bytes, file->hash);
  return g_steal_pointer (&file);
}

static void
append_string (GString    *out,
               const char *text)
{
  g_string_append_c (out, '"');
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        g_string_append_c (out, '\\');
      if ((guchar) *at < 0x20)
        g_string_append_printf (out, "\\u%04x", *at);
      else
        g_string_append_c (out, *at);
    }
  g_string_append_c (out, '"');
}

char *
tap_station_file_write (TapStationFile *file)
{
  g_autoptr(GString) out = g_string_new (NULL);

  g_string_append_printf (out, "{\n  \"format\": %d,\n  \"station\": ", file->format);
  append_string (out, file->id);
  g_string_append (out, ",\n  \"epoch\": ");
  append_string (out, file->epoch);
  g_string_append (out, ",\n  \"name\": ");
  append_string (out, file->name);
  g_string_append (out, "\n}\n");
  return g_strdup (out->str);
}
