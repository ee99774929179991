/* tap-check-in-command.c — a car arrives: the visit begins.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-check-in-command"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "store/tap-store-private.h"

char *
tap_next_visit_number (sqlite3  *db,
                       gint64    at_unix,
                       GError  **error)
{
  g_autoptr(TapCalendar) calendar = tap_read_calendar (db, error);
  g_autoptr(GDateTime) utc = NULL;
  g_autoptr(GDateTime) local = NULL;
  g_autofree char *prefix = NULL;
  g_autofree char *above = NULL;
  gint64 last;

  if (calendar == NULL)
    return NULL;
  utc = g_date_time_new_from_unix_utc (at_unix);
  local = g_date_time_to_timezone (utc, tap_calendar_get_zone (calendar));
  prefix = g_date_time_format (local, "R%Y%m%d-");
  above = g_strconcat (prefix, ":", NULL); /* ':' follows '9' */
  if (!tap_db_int (db, "look for the last number of the day",
                   "SELECT max (CAST (substr (number, 11) AS INTEGER)) FROM visit"
                   "  WHERE number >= :from AND number < :to",
                   TAP_PARAMS (TAP_TEXT ("from", prefix), TAP_TEXT ("to", above)), 0, &last, error))
    return NULL;

  return g_strdup_printf ("%s%04" G_GINT64_FORMAT, prefix, last + 1);
}

gint64
tap_insert_job (TapCommandContext  *context,
                gint64              visit_id,
                const char         *text,
                int                 planned_min,
                GError            **error)
{
  gint64 id = tap_operation_row_id (context->operation_id, "job");

  if (!tap_db_run (context->db, "add the line of work",
                   "INSERT INTO job (id, visit_id, position, text, planned_min)"
                   "  SELECT :id, :visit, 1 + coalesce ((SELECT max (position) FROM job WHERE "
                   "visit_id = :visit), 0),"
                   "         :text, :planned",
                   TAP_PARAMS (TAP_INT ("id", id), TAP_INT ("visit", visit_id),
                               TAP_TEXT ("text", text), TAP_INT ("planned", planned_min)),
                   NULL, error))
    return 0;
  return id;
}

/* The booking that is checked in: still open, of this very car; its time goes to @slot_unix. */
static gboolean
check_booking (sqlite3  *db,
               gint64    booking_id,
               gint64    vehicle_id,
               gint64   *slot_unix,
               GError  **error)
{
  TapQuery query;
  gint64 booked_vehicle = 0;
  gboolean found, open = FALSE;

  tap_query_begin (&query, db, "look up the booking",
                   "SELECT state = 'open', vehicle_id, slot_unix FROM booking WHERE id = :id",
                   TAP_PARAMS (TAP_INT ("id", booking_id)));
  found = tap_query_next (&query);
  if (found)
    {
      open = tap_query_flag (&query);
      booked_vehicle = tap_query_int (&query);
      *slot_unix = tap_query_int (&query);
    }
  if (!tap_query_end (&query, error))
    return FALSE;
  if (!found)
    return tap_refuse (error, TAP_STORE_ERROR_NOT_FOUND, _("There is no such booking."));
  if (!open)
    return tap_refuse (error, TAP_STORE_ERROR_STALE,
                       _("The booking has been checked in or cancelled on another PC meanwhile."));
  if (booked_vehicle != vehicle_id)
    return tap_refuse_input (error, "plate", _("The booking is for a car with another plate."));
  return TRUE;
}

static gboolean
refuse_if_in_house (sqlite3       *db,
                    const TapCar  *car,
                    GError       **error)
{
  TapQuery query;
  g_autofree char *number = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *message = NULL;

  tap_query_begin (&query, db, "look whether the car is in the house",
                   "SELECT number FROM visit WHERE vehicle_id = :vehicle AND closed_unix = 0",
                   TAP_PARAMS (TAP_INT ("vehicle", car->vehicle_id)));
  if (tap_query_next (&query))
    number = tap_query_dup (&query);
  if (!tap_query_end (&query, error))
    return FALSE;
  if (number == NULL)
    return TRUE;

  shown = tap_plate_show (car->plate);
  /* Translators: a plate, the number of a visit */
  message = g_strdup_printf (_("%s is in the house already, as visit %s."), shown, number);
  return tap_refuse (error, TAP_STORE_ERROR_EXISTS, message);
}

typedef struct
{
  gint64 id;
  const char *number, *bringer, *wish;
  gint64 advisor_id, slot_unix;
} NewVisit;

static gboolean
insert_visit (TapCommandContext      *context,
              const TapCommandInput  *input,
              const TapCar           *car,
              const NewVisit         *visit,
              GError                **error)
{
  const TapCheckInInput *form = &input->check_in;
  g_autofree char *bringer_initials = tap_pinyin_initials (visit->bringer);
  static const char sql[]
    = "INSERT INTO visit (id, number, vehicle_id, customer_id, bringer, bringer_initials, phone, "
      "advisor_id, wish, booking_id, slot_unix,"
      "                   quick, waits_here, wash_wanted, odometer_km, arrived_unix, stage, "
      "stage_since_unix, moved_by,"
      "                   moved_operation)"
      "  VALUES (:id, :number, :vehicle, :customer, :bringer, :bringer_initials, :phone, :advisor, "
      ":wish, :booking, :slot,"
      "          :quick, :waits, :wash, :km, :now, :stage, :now, :staff, :operation)";

  return tap_db_run (
    context->db, "add the visit", sql,
    TAP_PARAMS (TAP_INT ("id", visit->id), TAP_TEXT ("number", visit->number),
                TAP_INT ("vehicle", car->vehicle_id), TAP_INT ("customer", car->customer_id),
                TAP_TEXT ("bringer", visit->bringer),
                TAP_TEXT ("bringer_initials", bringer_initials), TAP_TEXT ("phone", car->contact),
                TAP_REF ("advisor", visit->advisor_id), TAP_TEXT ("wish", visit->wish),
                TAP_REF ("booking", form->booking_id), TAP_INT ("slot", visit->slot_unix),
                TAP_INT ("quick", form->quick != FALSE),
                TAP_INT ("waits", form->waits_here != FALSE),
                TAP_INT ("wash", form->wash_wanted != FALSE), TAP_INT ("km", form->odometer_km),
                TAP_INT ("now", context->happened_unix),
                TAP_TEXT ("stage", tap_stage_to_db (TAP_STAGE_ARRIVED)),
                TAP_REF ("staff", input->staff_id), TAP_TEXT ("operation", context->operation_id)),
    NULL, error);
}

static gboolean
insert_first_span (TapCommandContext      *context,
                   const TapCommandInput  *input,
                   gint64                  visit_id,
                   GError                **error)
{
  static const char sql[]
    = "INSERT INTO stage_span (id, visit_id, position, from_stage, to_stage, kind, at_unix, "
      "staff_id, pc, command, operation)"
      "  VALUES (:id, :visit, 1, :from, :to, :kind, :now, :staff, :pc, 'check-in', :operation)";

  return tap_db_run (context->db, "write down the arrival", sql,
                     TAP_PARAMS (TAP_INT ("id", tap_command_new_id (context)),
                                 TAP_INT ("visit", visit_id),
                                 TAP_TEXT ("from", tap_stage_to_db (TAP_STAGE_BOOKED)),
                                 TAP_TEXT ("to", tap_stage_to_db (TAP_STAGE_ARRIVED)),
                                 TAP_TEXT ("kind", tap_move_kind_to_db (TAP_MOVE_FORWARD)),
                                 TAP_INT ("now", context->happened_unix),
                                 TAP_REF ("staff", input->staff_id), TAP_TEXT ("pc", input->pc),
                                 TAP_TEXT ("operation", context->operation_id)),
                     NULL, error);
}

/* What hangs on the new visit: the booking used up, the first promise, the first line of work. */
static gboolean
add_to_visit (TapCommandContext      *context,
              const TapCommandInput  *input,
              const TapCar           *car,
              const NewVisit         *visit,
              GError                **error)
{
  const TapCheckInInput *form = &input->check_in;

  if (!insert_first_span (context, input, visit->id, error)
      || !tap_add_event (
        context, input,
        &(TapEvent){ .visit_id = visit->id, .kind = "check-in", .value_unix = visit->slot_unix },
        error))
    return FALSE;
  if (form->booking_id != 0
      && !tap_db_run (context->db, "use up the booking",
                      "UPDATE booking SET state = 'arrived', visit_id = :visit WHERE id = :id",
                      TAP_PARAMS (TAP_INT ("visit", visit->id), TAP_INT ("id", form->booking_id)),
                      NULL, error))
    return FALSE;
  if (form->promised_unix != 0
      && !tap_insert_promise (context, input,
                              &(TapPromiseInput){
                                .visit_id = visit->id,
                                .promised_unix = form->promised_unix,
                                .with_whom
                                = *visit->bringer != '\0' ? visit->bringer : car->customer,
                                .means = "desk",
                              },
                              error))
    return FALSE;
  if (form->planned_min > 0)
    return tap_insert_job (context, visit->id, visit->wish, form->planned_min, error) != 0
           && tap_add_event (context, input,
                             &(TapEvent){
                               .visit_id = visit->id, .kind = "job", .detail = visit->wish },
                             error);
  return TRUE;
}

static gboolean
check_form (const TapCommandContext  *context,
            const TapCheckInInput    *form,
            const char               *wish,
            GError                  **error)
{
  if (form->promised_unix != 0 && form->promised_unix <= context->happened_unix)
    return tap_refuse_input (error, "promised", _("The promised time has passed already."));
  if (form->planned_min < 0 || form->planned_min > 14400)
    return tap_refuse_input (error, "planned",
                             _("The planned minutes must be between 0 and 14,400."));
  if (form->planned_min > 0 && *wish == '\0')
    return tap_refuse_input (error, "wish", _("Say what is to be done."));
  return TRUE;
}

gboolean
tap_command_check_in (TapCommandContext  *context,
                      gconstpointer       data,
                      gpointer           *result,
                      GError            **error)
{
  const TapCommandInput *input = data;
  const TapCheckInInput *form = &input->check_in;
  g_autofree char *bringer = tap_text_clean (form->bringer, 60);
  g_autofree char *wish = tap_text_clean (form->wish, 500);
  g_autofree char *number = NULL;
  g_auto(TapCar) car = { 0 };
  NewVisit visit = { .bringer = bringer, .wish = wish, .advisor_id = form->advisor_id };
  TapRoles roles;

  if (!tap_require_right (context->db, input->staff_id, TAP_RIGHT_RECEPTION, &roles, error)
      || !check_form (context, form, wish, error)
      || !tap_put_car (context,
                       &(TapCarInput){
                         .plate = form->plate,
                         .model = form->model,
                         .colour = form->colour,
                         .colour_rgb = form->colour_rgb,
                         .customer = form->customer,
                         .phone = form->phone,
                         .odometer_km = form->odometer_km,
                         .brought = *bringer != '\0',
                         .seen = form->seen,
                       },
                       &car, error)
      || !refuse_if_in_house (context->db, &car, error))
    return FALSE;
  if (form->booking_id != 0
      && !check_booking (context->db, form->booking_id, car.vehicle_id, &visit.slot_unix, error))
    return FALSE;

  number = tap_next_visit_number (context->db, context->happened_unix, error);
  if (number == NULL)
    return FALSE;
  if (visit.advisor_id == 0 && (roles & TAP_ROLE_ADVISOR) != 0)
    visit.advisor_id = input->staff_id;
  /* What is entered about it while the check-in waits for the share names it already. */
  visit.id = tap_operation_row_id (context->operation_id, "visit");
  visit.number = number;
  *result = tap_command_result_new (visit.id, number);
  return insert_visit (context, input, &car, &visit, error)
         && add_to_visit (context, input, &car, &visit, error);
}
