/* tap-ctl-output.c — tables for people, JSON for programs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "ctl/tap-ctl.h"

struct _TapCtlTable
{
  guint      n_columns;
  guint64    right_aligned;
  GPtrArray *
    rows; /* of char **, n_columns cells; a line between rows has its text in [0] and NULL in [1] */
  guint     *widths;
};

guint
tap_ctl_text_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

TapCtlTable *
tap_ctl_table_new (guint   n_columns,
                   guint64 right_aligned)
{
  TapCtlTable *self = g_new0 (TapCtlTable, 1);

  g_return_val_if_fail (n_columns >= 2, NULL);
  self->n_columns = n_columns;
  self->right_aligned = right_aligned;
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->widths = g_new0 (guint, n_columns);
  return self;
}

void
tap_ctl_table_free (TapCtlTable *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self->widths);
  g_free (self);
}

void
tap_ctl_table_add (TapCtlTable *self,
                   ...)
{
  char **row = g_new0 (char *, self->n_columns + 1);
  va_list cells;

  va_start (cells, self);
  for (guint i = 0; i < self->n_columns; i++)
    {
      const char *cell = va_arg (cells, const char *);

      row[i] = g_strdup (cell != NULL ? cell : "");
      self->widths[i] = MAX (self->widths[i], tap_ctl_text_width (row[i]));
    }
  va_end (cells);
  g_ptr_array_add (self->rows, row);
}

void
tap_ctl_table_add_line (TapCtlTable *self,
                        const char  *line)
{
  char **row = g_new0 (char *, self->n_columns + 1);

  row[0] = g_strdup (line);
  g_ptr_array_add (self->rows, row);
}

static void
append_spaces (GString *line,
               guint    n)
{
  while (n-- > 0)
    g_string_append_c (line, ' ');
}

void
tap_ctl_table_print (TapCtlTable *self,
                     TapCtl      *ctl,
                     guint        indent)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      char **row = g_ptr_array_index (self->rows, i);
      g_autoptr (GString) line = g_string_new (NULL);

      if (row[1] == NULL)
        {
          tap_ctl_print (ctl, "%s\n", row[0]);
          continue;
        }
      append_spaces (line, indent);
      for (guint column = 0; column < self->n_columns; column++)
        {
          guint gap = self->widths[column] - tap_ctl_text_width (row[column]);
          gboolean right = (self->right_aligned >> column & 1) != 0;

          append_spaces (line, right ? gap : 0);
          g_string_append (line, row[column]);
          append_spaces (line, (right ? 0 : gap) + 2);
        }
      g_strchomp (line->str);
      tap_ctl_print (ctl, "%s\n", line->str);
    }
}

void
tap_ctl_write (TapCtl     *ctl,
               const char *utf8)
{
  if (!ctl->lost_pipe && fputs (utf8, stdout) == EOF)
    ctl->lost_pipe = TRUE;
}

/* In the charset of the terminal, so that a console without UTF-8 shows question marks instead of nonsense. */
void
tap_ctl_print (TapCtl     *ctl,
               const char *format,
               ...)
{
  g_autofree char *text = NULL;
  g_autofree char *local = NULL;
  const char *charset;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  if (!g_get_charset (&charset))
    local = g_convert_with_fallback (text, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  tap_ctl_write (ctl, local != NULL ? local : text);
}

gboolean
tap_ctl_flush (TapCtl *ctl)
{
  if (!ctl->lost_pipe && fflush (stdout) == EOF)
    ctl->lost_pipe = TRUE;
  return !ctl->lost_pipe;
}

GTimeZone *
tap_ctl_zone (TapCtl *ctl)
{
  TapStationData *station = ctl->store != NULL ? tap_store_get_station (ctl->store) : NULL;

  if (station == NULL || station->calendar == NULL)
    return g_time_zone_new_local ();
  return g_time_zone_ref (tap_calendar_get_zone (station->calendar));
}

static GDateTime *
local_time (TapCtl *ctl,
            gint64  unix_s)
{
  g_autoptr (GTimeZone) zone = tap_ctl_zone (ctl);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_s);

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

char *
tap_ctl_time_text (TapCtl *ctl,
                   gint64  unix_s)
{
  gint64 now
    = ctl->store != NULL ? tap_store_now_unix (ctl->store) : g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GDateTime) at = local_time (ctl, unix_s);
  g_autoptr (GDateTime) today = local_time (ctl, now);
  gboolean same_day;

  if (unix_s == 0 || at == NULL || today == NULL)
    return g_strdup ("");
  same_day = g_date_time_get_year (at) == g_date_time_get_year (today)
             && g_date_time_get_day_of_year (at) == g_date_time_get_day_of_year (today);
  return g_date_time_format (at, same_day ? "%H:%M" : "%Y-%m-%d %H:%M");
}

char *
tap_ctl_iso_text (TapCtl *ctl,
                  gint64  unix_s)
{
  g_autoptr (GDateTime) at = local_time (ctl, unix_s);

  return at != NULL ? g_date_time_format (at, "%Y-%m-%dT%H:%M:%S%:z") : g_strdup ("");
}

void
tap_ctl_json_time (TapCtl      *ctl,
                   JsonBuilder *builder,
                   const char  *name,
                   gint64       unix_s)
{
  g_autofree char *name_unix = g_strconcat (name, "_unix", NULL);
  g_autofree char *iso = unix_s != 0 ? tap_ctl_iso_text (ctl, unix_s) : NULL;

  tap_ctl_json_string (builder, name, iso);
  json_builder_set_member_name (builder, name_unix);
  if (unix_s != 0)
    json_builder_add_int_value (builder, unix_s);
  else
    json_builder_add_null_value (builder);
}

void
tap_ctl_json_string (JsonBuilder *builder,
                     const char  *name,
                     const char  *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
tap_ctl_json_int (JsonBuilder *builder,
                  const char  *name,
                  gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
tap_ctl_json_bool (JsonBuilder *builder,
                   const char  *name,
                   gboolean     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
tap_ctl_json_print (TapCtl      *ctl,
                    JsonBuilder *builder,
                    gboolean     on_one_line)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, !on_one_line);

  tap_ctl_write (ctl, text);
  tap_ctl_write (ctl, "\n");
}
