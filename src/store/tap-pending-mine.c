/* tap-pending-mine.c — a check-in that waited while another PC wrote the same fields of the car: both versions, and one's own decided for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-pending-mine"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "store/tap-store-private.h"

static void
add_line (GString    *lines,
          const char *title,
          const char *value)
{
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  /* Translators: the name of a field, what is written in it */
  g_string_append_printf (lines, _("%1$s: “%2$s”"), title, value);
}

char *
tap_pending_find_mine (sqlite3          *db,
                       TapCommandInput  *input,
                       char            **theirs,
                       char            **own)
{
  TapCheckInInput *form = &input->check_in;
  const struct
  {
    const char  *field, *title, *value;
    const char **seen;
  } fields[] = {
    { "model", _("Model"), form->model, &form->seen.model },
    { "colour", _("Colour"), form->colour, &form->seen.colour },
    { "customer", _("Customer"), form->customer, &form->seen.customer },
    { "phone", _("Phone"), form->phone, &form->seen.phone },
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) their_lines = g_string_new (NULL), own_lines = g_string_new (NULL);

  error = tap_find_car_collisions (db, &(TapCarInput){
    .plate = form->plate, .model = form->model, .colour = form->colour, .customer = form->customer,
    .phone = form->phone, .brought = !tap_text_is_blank (form->bringer), .seen = form->seen,
  });
  if (error == NULL)
    return NULL;
  /* What was not touched stays out of it: only where both wrote, what is shown beside it counts as seen from here on. */
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = tap_store_error_get_theirs (error, fields[i].field);

      if (value == NULL)
        continue;
      add_line (their_lines, fields[i].title, value);
      add_line (own_lines, fields[i].title, fields[i].value);
      *fields[i].seen = tap_command_input_keep (input, value);
    }
  *theirs = g_string_free (g_steal_pointer (&their_lines), FALSE);
  *own = g_string_free (g_steal_pointer (&own_lines), FALSE);
  return tap_pending_write (input);
}
