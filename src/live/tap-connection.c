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
/* Above this difference of the clocks a line says so (ledger.md, "Clocks"). */
#define CLOCK_WARN_S 60

static char *
time_text (gint64     at_unix,
           GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_unix);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return g_date_time_format (local, "%H:%M");
}

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
  g_autofree char *time = time_text (since_unix, zone);

  /* Translators: %s is a time of day; the second line of the chip that says "Offline". */
  return g_strdup_printf (C_("connection", "since %s"), time);
}

static gint64
since_unix (const TapConnection *connection,
            gint64               now_unix)
{
  return connection->since_unix != 0 ? connection->since_unix : now_unix - connection->age_s;
}

static char *
detail_text (const TapConnection *connection,
             gint64               now_unix,
             GTimeZone           *zone)
{
  if (connection->n_refused > 0)
    /* Translators: a number of entries, on a narrow chip. */
    return g_strdup_printf (ngettext ("%u to decide", "%u to decide", connection->n_refused),
                            connection->n_refused);
  if (connection->n_pending > 0)
    /* Translators: a number of entries that are not on the file server yet, on a narrow chip. */
    return g_strdup_printf (ngettext ("%u waiting", "%u waiting", connection->n_pending),
                            connection->n_pending);
  switch (connection->state)
    {
    case TAP_LEDGER_STARTING:
      return g_strdup ("");
    case TAP_LEDGER_CUT_OFF:
    case TAP_LEDGER_SET_BACK:
      return since_text (since_unix (connection, now_unix), zone);
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

/* ---- the banner ---- */

static char *
cut_off_text (const TapConnection *connection,
              gint64               now_unix,
              GTimeZone           *zone)
{
  g_autofree char *since = time_text (since_unix (connection, now_unix), zone);
  g_autofree char *seen = NULL;

  if (connection->seen_unix == 0)
    {
      if (connection->n_pending == 0)
        /* Translators: %s is a time of day. */
        return g_strdup_printf (
          _("File server not reachable since %s: you see what this computer knew before."), since);
      return g_strdup_printf (
        /* Translators: a time of day and a number of entries. */
        ngettext ("File server not reachable since %s: you see what this computer knew before; %u entry waits.",
                  "File server not reachable since %s: you see what this computer knew before; %u entries wait.",
                  connection->n_pending),
        since, connection->n_pending);
    }
  seen = time_text (connection->seen_unix, zone);
  if (connection->n_pending == 0)
    /* Translators: two times of day. */
    return g_strdup_printf (
      _("File server not reachable since %s: you see everything up to %s."), since, seen);
  return g_strdup_printf (
    /* Translators: two times of day and a number of entries. */
    ngettext ("File server not reachable since %s: you see everything up to %s; %u entry waits.",
              "File server not reachable since %s: you see everything up to %s; %u entries wait.",
              connection->n_pending),
    since, seen, connection->n_pending);
}

/* While all is well: what a person has to decide, and a clock that is off. */
static char *
quiet_text (const TapConnection *connection)
{
  int minutes = (ABS (connection->clock_offset_s) + 30) / 60;

  if (connection->n_refused > 0)
    return g_strdup_printf (
      ngettext ("%u entry could not be saved and needs your decision.",
                "%u entries could not be saved and need your decision.", connection->n_refused),
      connection->n_refused);
  if (ABS (connection->clock_offset_s) > CLOCK_WARN_S)
    return g_strdup_printf (
      ngettext ("The clock of this computer is %d minute off. Times follow the file server; above five minutes nothing is saved.",
                "The clock of this computer is %d minutes off. Times follow the file server; above five minutes nothing is saved.",
                minutes),
      minutes);
  return g_strdup ("");
}

static char *
banner_text (const TapConnection *connection,
             gint64               now_unix,
             GTimeZone           *zone)
{
  switch (connection->state)
    {
    case TAP_LEDGER_CUT_OFF:
      return cut_off_text (connection, now_unix, zone);
    case TAP_LEDGER_READ_ONLY:
      /* Translators: %s is a sentence that says why, and what the administrator can do. */
      return g_strdup_printf (C_("connection", "Read-only: %s"), connection->reason);
    case TAP_LEDGER_SET_BACK:
      return g_strdup (connection->reason);
    case TAP_LEDGER_SLOW:
      /* A look that is a moment late makes no banner come and go. */
      if (connection->age_s > FRESH_S)
        return g_strdup (_("The file server answers slowly: what you see may not be the newest."));
      break;
    case TAP_LEDGER_STARTING:
    case TAP_LEDGER_IN_STEP:
      break;
    }
  return quiet_text (connection);
}

const char *
_tap_connection_refusal (const TapConnection *connection)
{
  switch (connection->state)
    {
    case TAP_LEDGER_CUT_OFF:
      return _("This cannot wait: it is saved when the file server is back.");
    case TAP_LEDGER_READ_ONLY:
      return _("Read-only: nothing can be saved from this computer at the moment.");
    case TAP_LEDGER_SET_BACK:
      return _("Nothing is saved until the administrator has looked at the station folder.");
    case TAP_LEDGER_STARTING:
    case TAP_LEDGER_IN_STEP:
    case TAP_LEDGER_SLOW:
      break;
    }
  return _("The station is being opened");
}

void
_tap_connection_describe (TapConnection *connection,
                          gint64         now_unix,
                          GTimeZone     *zone)
{
  if (connection->reason == NULL)
    connection->reason = g_strdup ("");
  connection->writable
    = connection->state == TAP_LEDGER_IN_STEP || connection->state == TAP_LEDGER_SLOW;
  connection->queueable = connection->writable || connection->state == TAP_LEDGER_CUT_OFF;
  connection->chip = g_strdup (chip_text (connection->state));
  connection->chip_detail = detail_text (connection, now_unix, zone);
  connection->banner = banner_text (connection, now_unix, zone);
}
