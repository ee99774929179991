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
_tap_connection_describe (TapConnection *connection)
{
  connection->writable
    = connection->state == TAP_LEDGER_IN_STEP || connection->state == TAP_LEDGER_SLOW;
  connection->chip = g_strdup (chip_text (connection->state));
  connection->chip_detail
    = connection->state == TAP_LEDGER_STARTING ? g_strdup ("") : age_text (connection->age_s);
  if (connection->banner == NULL)
    connection->banner = g_strdup ("");
}
