/* tap-history-text.c — a line of a visit's history in words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-history-text"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "store/tap-store-values.h"

static char *
move_text (const TapHistoryItem *item)
{
  const char *from = tap_stage_label (item->from);
  const char *to = tap_stage_label (item->to);
  gboolean with_reason = *item->reason != '\0';

  switch (item->move_kind)
    {
    case TAP_MOVE_BACK:
      /* Translators: two stages of the work, then the reason */
      return g_strdup_printf (_("Moved back from “%s” to “%s”: %s"), from, to, item->reason);
    case TAP_MOVE_CANCEL:
      /* Translators: the reason */
      return g_strdup_printf (_("Cancelled, left unrepaired: %s"), item->reason);
    case TAP_MOVE_PASS:
      /* Translators: two stages of the work, then the reason */
      return g_strdup_printf (_("Moved from “%s” to “%s” past a check: %s"), from, to,
                              item->reason);
    case TAP_MOVE_UNDO:
      /* Translators: two stages of the work */
      return g_strdup_printf (_("Move taken back: from “%s” to “%s”"), from, to);
    case TAP_MOVE_FORWARD:
      break;
    }

  if (with_reason)
    /* Translators: two stages of the work, then the reason */
    return g_strdup_printf (_("Moved from “%s” to “%s”: %s"), from, to, item->reason);
  /* Translators: two stages of the work */
  return g_strdup_printf (_("Moved from “%s” to “%s”"), from, to);
}

static char *
promise_text (const TapHistoryItem *item,
              const char           *when)
{
  if (*item->reason == '\0')
    /* Translators: the time the car was promised for */
    return g_strdup_printf (_("Hand-over promised for %s"), when);
  if (g_str_equal (item->note, "phone"))
    /* Translators: new promised time, who agreed, the reason */
    return g_strdup_printf (_("New hand-over time %s, agreed by phone with %s: %s"), when,
                            item->detail, item->reason);
  if (g_str_equal (item->note, "message"))
    /* Translators: new promised time, who agreed, the reason */
    return g_strdup_printf (_("New hand-over time %s, agreed by message with %s: %s"), when,
                            item->detail, item->reason);
  /* Translators: new promised time, who agreed, the reason */
  return g_strdup_printf (_("New hand-over time %s, agreed at the desk with %s: %s"), when,
                          item->detail, item->reason);
}

static char *
stop_text (const TapHistoryItem *item)
{
  TapStopReason reason = TAP_STOP_OTHER;

  tap_stop_reason_from_db (item->reason, &reason);
  if (*item->note != '\0')
    /* Translators: the line of work, why it was stopped, a note */
    return g_strdup_printf (_("Stopped “%s” – %s: %s"), item->detail,
                            tap_stop_reason_label (reason), item->note);
  /* Translators: the line of work, why it was stopped */
  return g_strdup_printf (_("Stopped “%s” – %s"), item->detail, tap_stop_reason_label (reason));
}

static char *
job_text (const TapHistoryItem *item,
          const char           *when)
{
  if (g_str_equal (item->kind, "job"))
    /* Translators: a line of work */
    return g_strdup_printf (_("Work added: %s"), item->detail);
  if (g_str_equal (item->kind, "assign"))
    /* Translators: the line of work, bay, technician, planned start */
    return g_strdup_printf (_("Dispatched “%s” to %s, %s, from %s"), item->detail, item->bay,
                            item->technician, when);
  if (g_str_equal (item->kind, "start"))
    /* Translators: the line of work, bay, technician */
    return g_strdup_printf (_("Started “%s” in %s, %s"), item->detail, item->bay,
                            item->technician);
  if (g_str_equal (item->kind, "stop"))
    return stop_text (item);
  if (g_str_equal (item->kind, "resume"))
    /* Translators: the line of work, bay, technician */
    return g_strdup_printf (_("Resumed “%s” in %s, %s"), item->detail, item->bay,
                            item->technician);
  if (g_str_equal (item->kind, "finish"))
    /* Translators: the line of work, technician */
    return g_strdup_printf (_("Finished “%s”, %s"), item->detail, item->technician);
  return g_strdup (item->detail);
}

/* The time a line speaks of, as a sentence has it: with its day when that is another one. */
static char *
when_text (const TapHistoryItem *item,
           GTimeZone            *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (item->value_unix);
  g_autoptr (GDateTime) written_utc = g_date_time_new_from_unix_utc (item->at_unix);
  g_autoptr (GDateTime) when = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  g_autoptr (GDateTime) written = written_utc != NULL ? g_date_time_to_timezone (written_utc, zone) : NULL;

  if (item->value_unix == 0 || when == NULL || written == NULL)
    return g_strdup ("");
  if (g_date_time_get_year (when) == g_date_time_get_year (written)
      && g_date_time_get_day_of_year (when) == g_date_time_get_day_of_year (written))
    return g_date_time_format (when, "%H:%M");
  /* Translators: strftime; day and time, "Fri 20 Nov 10:21" */
  return tap_date_format (when, _("%a %-d %b %H:%M"));
}

char *
tap_history_item_text (const TapHistoryItem *item,
                       GTimeZone            *zone)
{
  g_autofree char *when = NULL;

  g_return_val_if_fail (item != NULL, NULL);
  g_return_val_if_fail (zone != NULL, NULL);

  when = when_text (item, zone);
  if (g_str_equal (item->kind, "move") || g_str_equal (item->kind, "undo"))
    return move_text (item);
  if (g_str_equal (item->kind, "check-in") && item->value_unix != 0)
    /* Translators: the time of the booking */
    return g_strdup_printf (_("Checked in, booked for %s"), when);
  if (g_str_equal (item->kind, "check-in"))
    return g_strdup (_("Checked in without a booking"));
  if (g_str_equal (item->kind, "book"))
    /* Translators: the time of the booking */
    return g_strdup_printf (_("Booked for %s"), when);
  if (g_str_equal (item->kind, "booking-cancelled"))
    /* Translators: the reason */
    return g_strdup_printf (_("Booking cancelled: %s"), item->reason);
  if (g_str_equal (item->kind, "promise"))
    return promise_text (item, when);
  if (g_str_equal (item->kind, "note"))
    /* Translators: what was noted down */
    return g_strdup_printf (_("Note: %s"), item->detail);
  return job_text (item, when);
}
