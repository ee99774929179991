/* tap-connection.c — the words of the connection chip and of the banner (look.md 12).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-live"

#include "config.h"

#include "live/tap-live-private.h"

#include <glib/gi18n-lib.h>

/* Up to here the answer counts as fresh and its age is not counted out: in step nothing is
 * redrawn. */
#define FRESH_S 3

static char *
age_text (int age_s)
{
  if (age_s <= FRESH_S)
    return g_strdup (_("synced just now"));
  if (age_s < 60)
    /* Translators: a number of seconds, on a narrow chip. */
    return g_strdup_printf (ngettext ("synced %d s ago", "synced %d s ago", age_s), age_s);

  /* Translators: a number of minutes, on a narrow chip. */
  return g_strdup_printf (ngettext ("synced %d min ago", "synced %d min ago", age_s / 60),
                          age_s / 60);
}

/* What is cut off has a time of day: the age would count on without telling anything new. */
static char *
since_text (gint64     since_unix,
            GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (since_unix);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autofree char *time = g_date_time_format (local, "%H:%M");

  /* Translators: %s is a time of day; the second line of the chip that says "Offline". */
  return g_strdup_printf (C_("connection", "since %s"), time);
}

static char *
detail_text (const TapConnection *connection,
             gint64               now_unix,
             GTimeZone           *zone)
{
  switch (connection->state)
    {
    case TAP_LEDGER_STARTING:
      return g_strdup ("");
    case TAP_LEDGER_CUT_OFF:
    case TAP_LEDGER_SET_BACK:
      return since_text (now_unix - connection->age_s, zone);
    case TAP_LEDGER_IN_STEP:
    case TAP_LEDGER_SLOW:
    case TAP_LEDGER_READ_ONLY:
      break;
    }
  return age_text (connection->age_s);
}

static const char *
chip_text (TapLedgerState state)
{
  switch (state)
    {
    case TAP_LEDGER_STARTING:
      return C_("connection", "Connecting");
    case TAP_LEDGER_IN_STEP:
      return C_("connection", "Shared file OK");
    case TAP_LEDGER_SLOW:
      return C_("connection", "File server slow");
    case TAP_LEDGER_CUT_OFF:
      return C_("connection", "Offline");
    case TAP_LEDGER_READ_ONLY:
      return C_("connection", "Read-only");
    case TAP_LEDGER_SET_BACK:
      return C_("connection", "Folder set back");
    }

  return "";
}

void
_tap_connection_describe (TapConnection *connection,
                          gint64         now_unix,
                          GTimeZone     *zone)
{
  connection->writable
    = connection->state == TAP_LEDGER_IN_STEP || connection->state == TAP_LEDGER_SLOW;
  connection->chip = g_strdup (chip_text (connection->state));
  connection->chip_detail = detail_text (connection, now_unix, zone);
  if (connection->banner == NULL)
    connection->banner = g_strdup ("");
}
