/* tap-booking-command.c — short bookings: who, which car, when, what for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-booking-command"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "store/tap-store-private.h"

/* A slot may be typed a moment after it began; earlier ones are slips. */
#define SLOT_GRACE_S (15 * 60)
/* Two bookings of one car within half a day are one booking entered twice. */
#define SAME_BOOKING_S (12 * 60 * 60)

static gboolean
refuse_if_booked (sqlite3       *db,
                  const TapCar  *car,
                  gint64         slot_unix,
                  GError       **error)
{
  g_autofree char *shown = NULL;
  g_autofree char *message = NULL;
  gint64 other;

  if (!tap_db_int (db, "look for another booking",
                   "SELECT slot_unix FROM booking WHERE vehicle_id = :vehicle AND state = 'open'"
                   "  AND slot_unix BETWEEN :from AND :to",
                   TAP_PARAMS (TAP_INT ("vehicle", car->vehicle_id),
                               TAP_INT ("from", slot_unix - SAME_BOOKING_S),
                               TAP_INT ("to", slot_unix + SAME_BOOKING_S)),
                   0, &other, error))
    return FALSE;
  if (other == 0)
    return TRUE;

  shown = tap_plate_show (car->plate);
  /* Translators: a plate */
  message = g_strdup_printf (_("%s is booked already for that day."), shown);
  return tap_refuse (error, TAP_STORE_ERROR_EXISTS, message);
}

static gboolean
insert_booking (TapCommandContext      *context,
                const TapCommandInput  *input,
                const TapCar           *car,
                gint64                  id,
                GError                **error)
{
  const TapBookingInput *form = &input->book;
  g_autofree char *wish = tap_text_clean (form->wish, 500);

  return tap_db_run (
    context->db, "add the booking",
    "INSERT INTO booking (id, vehicle_id, customer_id, slot_unix, advisor_id, wish, quick,"
    "                     created_unix, created_by)"
    "  VALUES (:id, :vehicle, :customer, :slot, :advisor, :wish, :quick, :now, :staff)",
    TAP_PARAMS (TAP_INT ("id", id), TAP_INT ("vehicle", car->vehicle_id),
                TAP_INT ("customer", car->customer_id), TAP_INT ("slot", form->slot_unix),
                TAP_REF ("advisor", form->advisor_id), TAP_TEXT ("wish", wish),
                TAP_INT ("quick", form->quick != FALSE), TAP_INT ("now", context->happened_unix),
                TAP_REF ("staff", input->staff_id)),
    NULL, error);
}

gboolean
tap_command_book (TapCommandContext  *context,
                  gconstpointer       data,
                  gpointer           *result,
                  GError            **error)
{
  const TapCommandInput *input = data;
  const TapBookingInput *form = &input->book;
  g_auto(TapCar) car = { 0 };
  gint64 id;

  if (!tap_require_right (context->db, input->staff_id, TAP_RIGHT_RECEPTION, NULL, error))
    return FALSE;
  if (form->slot_unix < context->happened_unix - SLOT_GRACE_S)
    return tap_refuse_input (error, "slot", _("The time of the booking has passed already."));
  if (!tap_put_car (context,
                    &(TapCarInput){
                      .plate = form->plate,
                      .model = form->model,
                      .customer = form->customer,
                      .phone = form->phone,
                      .odometer_km = -1,
                      .seen = form->seen,
                    },
                    &car, error)
      || !refuse_if_booked (context->db, &car, form->slot_unix, error))
    return FALSE;

  id = tap_command_new_id (context);
  *result = tap_command_result_new (id, NULL);
  return insert_booking (context, input, &car, id, error)
         && tap_add_event (context, input,
                           &(TapEvent){
                             .booking_id = id, .kind = "book", .value_unix = form->slot_unix },
                           error);
}

gboolean
tap_command_cancel_booking (TapCommandContext  *context,
                            gconstpointer       data,
                            gpointer           *result,
                            GError            **error)
{
  const TapCommandInput *input = data;
  gint64 id = input->cancel_booking.booking_id;
  g_autofree char *reason = tap_text_clean (input->cancel_booking.reason, 500);
  gint64 open;

  if (!tap_require_right (context->db, input->staff_id, TAP_RIGHT_RECEPTION, NULL, error))
    return FALSE;
  if (*reason == '\0')
    return tap_refuse_input (error, "reason", _("A reason is needed."));
  if (!tap_db_int (context->db, "look up the booking",
                   "SELECT state = 'open' FROM booking WHERE id = :id",
                   TAP_PARAMS (TAP_INT ("id", id)), -1, &open, error))
    return FALSE;
  if (open == -1)
    return tap_refuse (error, TAP_STORE_ERROR_NOT_FOUND, _("There is no such booking."));
  if (open == 0)
    return tap_refuse (error, TAP_STORE_ERROR_STALE,
                       _("The booking has been checked in or cancelled on another PC meanwhile."));

  return tap_db_run (context->db, "cancel the booking",
                     "UPDATE booking SET state = 'cancelled' WHERE id = :id",
                     TAP_PARAMS (TAP_INT ("id", id)), NULL, error)
         && tap_add_event (context, input,
                           &(TapEvent){
                             .booking_id = id, .kind = "booking-cancelled", .reason = reason },
                           error);
}
