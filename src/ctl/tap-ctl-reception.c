/* tap-ctl-reception.c — tappetctl checkin and book: a car arrives, a car is expected.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>

#include "ctl/tap-ctl.h"

/* What both forms ask; as typed, owned. */
typedef struct
{
  char    *customer, *phone, *model, *wish, *advisor;
  gboolean quick;
} CommonFields;

static void
common_fields_clear (CommonFields *fields)
{
  g_free (fields->customer);
  g_free (fields->phone);
  g_free (fields->model);
  g_free (fields->wish);
  g_free (fields->advisor);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CommonFields, common_fields_clear)

/* What only the check-in asks; as typed, owned. */
typedef struct
{
  char    *bringer, *colour, *km, *promise, *booking, *minutes;
  char    *seen_model, *seen_colour, *seen_customer, *seen_phone;
  gboolean waits, no_wash;
} ArrivalFields;

static void
arrival_fields_clear (ArrivalFields *fields)
{
  g_free (fields->bringer);
  g_free (fields->colour);
  g_free (fields->km);
  g_free (fields->promise);
  g_free (fields->booking);
  g_free (fields->minutes);
  g_free (fields->seen_model);
  g_free (fields->seen_colour);
  g_free (fields->seen_customer);
  g_free (fields->seen_phone);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ArrivalFields, arrival_fields_clear)

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static gboolean
check_plate (TapCtl     *ctl,
             const char *typed)
{
  g_autofree char *plate = NULL;
  g_autofree char *message = NULL;

  if (tap_plate_parse (typed, &plate, NULL, &message))
    return TRUE;
  tap_ctl_wrong_use (ctl, "PLATE", "%s", message);
  return FALSE;
}

static gboolean
check_phone (TapCtl     *ctl,
             const char *typed)
{
  g_autofree char *phone = NULL;
  g_autofree char *message = NULL;

  if (typed == NULL || tap_phone_parse (typed, &phone, &message))
    return TRUE;
  tap_ctl_wrong_use (ctl, "--phone", "%s", message);
  return FALSE;
}

static int
save_check_in (TapCtl                *ctl,
               gint64                 staff_id,
               const TapCheckInInput *input)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *number = NULL;
  g_autofree char *what = NULL;
  gint64 visit_id = 0;

  tap_store_check_in_async (ctl->store, staff_id, input, tap_ctl_operation (ctl), tap_ctl_await_cb,
                            &result);
  tap_ctl_await (&result);
  if (tap_store_check_in_finish (ctl->store, result, &visit_id, &number, &error))
    /* Translators: the plate, the number of the visit, its identifier */
    what = g_strdup_printf (_("%s checked in, %s (%lld)"), input->plate, or_empty (number),
                            (long long) visit_id);
  return tap_ctl_report_saved (ctl, error, what, visit_id);
}

/* The values that need the open station. */
static gboolean
read_arrival (TapCtl              *ctl,
              const CommonFields  *common,
              const ArrivalFields *arrival,
              TapCheckInInput     *input)
{
  gint64 km = -1, minutes = 0;

  if (!tap_ctl_read_int (ctl, "--km", arrival->km, 0, 9999999, &km)
      || !tap_ctl_read_int (ctl, "--minutes", arrival->minutes, 1, 60 * 24 * 30, &minutes)
      || !tap_ctl_read_int (ctl, "--booking", arrival->booking, 1, G_MAXINT64, &input->booking_id)
      || !tap_ctl_read_staff (ctl, "--advisor", common->advisor, &input->advisor_id)
      || !tap_ctl_read_time (ctl, "--promise", arrival->promise, &input->promised_unix))
    return FALSE;
  input->odometer_km = (int) km;
  input->planned_min = (int) minutes;
  return TRUE;
}

static int
run_checkin (TapCtl *ctl,
             char  **argv)
{
  g_auto (CommonFields) common = { 0 };
  g_auto (ArrivalFields) arrival = { 0 };
  const GOptionEntry entries[] = {
    { "customer", 0, 0, G_OPTION_ARG_FILENAME, &common.customer, N_("The customer's name"), N_("NAME") },
    { "phone", 0, 0, G_OPTION_ARG_FILENAME, &common.phone, N_("Telephone"), N_("NUMBER") },
    { "bringer", 0, 0, G_OPTION_ARG_FILENAME, &arrival.bringer, N_("Who brings it, if not the customer"), N_("NAME") },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &common.model, N_("Model of the car"), N_("TEXT") },
    { "colour", 0, 0, G_OPTION_ARG_FILENAME, &arrival.colour, N_("Colour of the car"), N_("TEXT") },
    { "km", 0, 0, G_OPTION_ARG_FILENAME, &arrival.km, N_("Odometer"), N_("KM") },
    { "wish", 0, 0, G_OPTION_ARG_FILENAME, &common.wish, N_("What is wished, in the customer's own words"), N_("TEXT") },
    { "minutes", 0, 0, G_OPTION_ARG_FILENAME, &arrival.minutes, N_("Planned minutes of the work"), N_("N") },
    { "promise", 0, 0, G_OPTION_ARG_FILENAME, &arrival.promise, N_("Promised time: 17:30, +90, \"2026-11-20 17:30\""), N_("TIME") },
    { "waits", 0, 0, G_OPTION_ARG_NONE, &arrival.waits, N_("The customer waits here"), NULL },
    { "quick", 0, 0, G_OPTION_ARG_NONE, &common.quick, N_("Quick lane"), NULL },
    { "no-wash", 0, 0, G_OPTION_ARG_NONE, &arrival.no_wash, N_("No wash is wanted"), NULL },
    { "advisor", 0, 0, G_OPTION_ARG_FILENAME, &common.advisor, N_("The advisor, if not who acts"), N_("STAFF") },
    { "booking", 0, 0, G_OPTION_ARG_FILENAME, &arrival.booking, N_("The booking it arrives for"), N_("ID") },
    { "seen-model", 0, 0, G_OPTION_ARG_FILENAME, &arrival.seen_model, N_("The model as it was known"), N_("TEXT") },
    { "seen-colour", 0, 0, G_OPTION_ARG_FILENAME, &arrival.seen_colour, N_("The colour as it was known"), N_("TEXT") },
    { "seen-customer", 0, 0, G_OPTION_ARG_FILENAME, &arrival.seen_customer, N_("The customer's name as it was known"), N_("NAME") },
    { "seen-phone", 0, 0, G_OPTION_ARG_FILENAME, &arrival.seen_phone, N_("The telephone as it was known"), N_("NUMBER") },
    { NULL }
  };
  g_auto (GStrv) words
    = tap_ctl_parse (ctl, argv, entries,
                     TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON | TAP_CTL_CHANGES, 1, 1);
  TapCheckInInput input = { 0 };
  gint64 staff_id = 0;

  if (words == NULL || !check_plate (ctl, words[0]) || !check_phone (ctl, common.phone)
      || tap_ctl_find_station (ctl) == NULL)
    return TAP_CTL_WRONG_USE;
  if (!tap_ctl_open (ctl, TRUE))
    return TAP_CTL_FAILED;
  if (!tap_ctl_read_as (ctl, &staff_id) || !read_arrival (ctl, &common, &arrival, &input))
    return TAP_CTL_WRONG_USE;
  input.plate = words[0];
  input.model = or_empty (common.model);
  input.colour = or_empty (arrival.colour);
  input.customer = or_empty (common.customer);
  input.bringer = or_empty (arrival.bringer);
  input.phone = or_empty (common.phone);
  input.wish = or_empty (common.wish);
  input.waits_here = arrival.waits;
  input.quick = common.quick;
  input.wash_wanted = !arrival.no_wash;
  input.seen = (TapCarSeen) { .model = arrival.seen_model, .colour = arrival.seen_colour,
                              .customer = arrival.seen_customer, .phone = arrival.seen_phone };
  return save_check_in (ctl, staff_id, &input);
}

const TapCtlCommand tap_ctl_checkin_command = {
  .name = "checkin",
  .arguments = "PLATE",
  .summary = N_("Checks a car in: a walk-in, or one that was booked"),
  .description = N_(
    "PLATE as on the car, with or without the dot. What is known of it need not be given again. With --seen-… "
    "nothing is saved if another computer changed that field meanwhile, and both values are said."),
  .run = run_checkin,
};

static int
run_book (TapCtl *ctl,
          char  **argv)
{
  g_auto (CommonFields) common = { 0 };
  g_autofree char *slot = NULL;
  const GOptionEntry entries[] = {
    { "slot", 0, 0, G_OPTION_ARG_FILENAME, &slot, N_("When it comes: 17:30, +90, \"2026-11-20 17:30\""), N_("TIME") },
    { "customer", 0, 0, G_OPTION_ARG_FILENAME, &common.customer, N_("The customer's name"), N_("NAME") },
    { "phone", 0, 0, G_OPTION_ARG_FILENAME, &common.phone, N_("Telephone"), N_("NUMBER") },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &common.model, N_("Model of the car"), N_("TEXT") },
    { "wish", 0, 0, G_OPTION_ARG_FILENAME, &common.wish, N_("What is wished, in the customer's own words"), N_("TEXT") },
    { "quick", 0, 0, G_OPTION_ARG_NONE, &common.quick, N_("Quick lane"), NULL },
    { "advisor", 0, 0, G_OPTION_ARG_FILENAME, &common.advisor, N_("The advisor, if not who acts"), N_("STAFF") },
    { NULL }
  };
  g_auto (GStrv) words
    = tap_ctl_parse (ctl, argv, entries,
                     TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON | TAP_CTL_CHANGES, 1, 1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;
  TapBookingInput input = { 0 };
  gint64 staff_id = 0, booking_id = 0;

  if (words == NULL || !check_plate (ctl, words[0]) || !check_phone (ctl, common.phone)
      || tap_ctl_find_station (ctl) == NULL)
    return TAP_CTL_WRONG_USE;
  if (slot == NULL)
    return tap_ctl_wrong_use (
      ctl, "--slot", "%s",
      _("is missing; accepted: 17:30, +90 (minutes from now), \"2026-11-20 17:30\""));
  if (!tap_ctl_open (ctl, TRUE))
    return TAP_CTL_FAILED;
  if (!tap_ctl_read_as (ctl, &staff_id)
      || !tap_ctl_read_time (ctl, "--slot", slot, &input.slot_unix)
      || !tap_ctl_read_staff (ctl, "--advisor", common.advisor, &input.advisor_id))
    return TAP_CTL_WRONG_USE;
  input.plate = words[0];
  input.model = or_empty (common.model);
  input.customer = or_empty (common.customer);
  input.phone = or_empty (common.phone);
  input.wish = or_empty (common.wish);
  input.quick = common.quick;
  tap_store_book_async (ctl->store, staff_id, &input, tap_ctl_operation (ctl), tap_ctl_await_cb,
                        &result);
  tap_ctl_await (&result);
  if (tap_store_book_finish (ctl->store, result, &booking_id, &error))
    /* Translators: the plate, the identifier of the booking */
    what = g_strdup_printf (_("%s booked (%lld)"), words[0], (long long) booking_id);
  return tap_ctl_report_saved (ctl, error, what, booking_id);
}

const TapCtlCommand tap_ctl_book_command = {
  .name = "book",
  .arguments = "PLATE",
  .summary = N_("Books a car in for a time"),
  .run = run_book,
};
