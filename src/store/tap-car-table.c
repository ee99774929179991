/* tap-car-table.c — cars and their customers: found by plate and phone, made, merged.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-car-table"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "store/tap-store-private.h"

void
tap_car_clear (TapCar *car)
{
  g_clear_pointer (&car->plate, g_free);
  g_clear_pointer (&car->customer, g_free);
  g_clear_pointer (&car->phone, g_free);
  g_clear_pointer (&car->contact, g_free);
}

char *
tap_person_search_key (const char *name,
                       const char *initials,
                       const char *phone)
{
  g_autofree char *folded = tap_search_fold (name);
  g_autofree char *short_name = tap_text_clean (folded, 40);
  g_autofree char *letters = tap_search_fold (initials);
  g_autofree char *digits = tap_search_fold (phone);

  return g_strdup_printf ("%s\n%s\n%s", short_name, letters, digits);
}

static gint64
insert_customer (TapCommandContext  *context,
                 const char         *name,
                 const char         *phone,
                 GError            **error)
{
  g_autofree char *initials = tap_pinyin_initials (name);
  g_autofree char *search_key = tap_person_search_key (name, initials, phone);
  gint64 id = tap_command_new_id (context);

  if (!tap_db_run (context->db, "add the customer",
                   "INSERT INTO customer (id, name, initials, phone, search_key, created_unix)"
                   "  VALUES (:id, :name, :initials, :phone, :search_key, :now)",
                   TAP_PARAMS (TAP_INT ("id", id), TAP_TEXT ("name", name),
                               TAP_TEXT ("initials", initials), TAP_TEXT ("phone", phone),
                               TAP_TEXT ("search_key", search_key),
                               TAP_INT ("now", context->happened_unix)),
                   NULL, error))
    return 0;
  return id;
}

static gboolean
update_customer (TapCommandContext  *context,
                 gint64              id,
                 const char         *name,
                 const char         *phone,
                 GError            **error)
{
  g_autofree char *initials = tap_pinyin_initials (name);
  g_autofree char *search_key = tap_person_search_key (name, initials, phone);

  return tap_db_run (context->db, "change the customer",
                     "UPDATE customer SET name = :name, initials = :initials, phone = :phone,"
                     "  search_key = :search_key WHERE id = :id",
                     TAP_PARAMS (TAP_INT ("id", id), TAP_TEXT ("name", name),
                                 TAP_TEXT ("initials", initials), TAP_TEXT ("phone", phone),
                                 TAP_TEXT ("search_key", search_key)),
                     NULL, error);
}

/* Somebody known with this phone and name; 0 in @id if there is none. */
static gboolean
find_customer (sqlite3     *db,
               const char  *name,
               const char  *phone,
               gint64      *id,
               GError     **error)
{
  *id = 0;
  if (*phone == '\0')
    return TRUE;
  return tap_db_int (
    db, "look for the customer",
    "SELECT id FROM customer WHERE phone = :phone AND phone <> '' AND name = :name ORDER BY id",
    TAP_PARAMS (TAP_TEXT ("phone", phone), TAP_TEXT ("name", name)), 0, id, error);
}

typedef struct
{
  gint64 vehicle_id, customer_id;
  char *name, *phone, *model, *colour;
} KnownCar;

static void
known_car_clear (KnownCar *known)
{
  g_free (known->name);
  g_free (known->phone);
  g_free (known->model);
  g_free (known->colour);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KnownCar, known_car_clear)

static gboolean
find_car (sqlite3     *db,
          const char  *plate,
          KnownCar    *known,
          GError     **error)
{
  TapQuery query;

  tap_query_begin (&query, db, "look for the plate",
                   "SELECT c.id, u.id, u.name, u.phone, c.model, c.colour FROM vehicle AS c JOIN customer AS u ON "
                   "u.id = c.customer_id"
                   "  WHERE c.plate = :plate",
                   TAP_PARAMS (TAP_TEXT ("plate", plate)));
  if (tap_query_next (&query))
    {
      known->vehicle_id = tap_query_int (&query);
      known->customer_id = tap_query_int (&query);
      known->name = tap_query_dup (&query);
      known->phone = tap_query_dup (&query);
      known->model = tap_query_dup (&query);
      known->colour = tap_query_dup (&query);
    }
  return tap_query_end (&query, error);
}

/* Whose car it is from now on. Another name with the phone we know is a correction; with another
 * phone it is somebody else. */
static gboolean
put_customer (TapCommandContext  *context,
              const KnownCar     *known,
              TapCar             *car,
              GError            **error)
{
  gboolean same_name = known->vehicle_id != 0 && g_str_equal (known->name, car->customer);
  gboolean same_phone = known->vehicle_id != 0 && g_str_equal (known->phone, car->phone);

  car->customer_id = known->customer_id;
  if (same_name && same_phone)
    return TRUE;
  if (same_name || same_phone)
    return update_customer (context, known->customer_id, car->customer, car->phone, error);
  if (!find_customer (context->db, car->customer, car->phone, &car->customer_id, error))
    return FALSE;
  if (car->customer_id == 0)
    car->customer_id = insert_customer (context, car->customer, car->phone, error);
  return car->customer_id != 0;
}

static gboolean
put_vehicle (TapCommandContext  *context,
             const TapCarInput  *input,
             TapCar             *car,
             GError            **error)
{
  g_autofree char *model = tap_text_clean (input->model, 60);
  g_autofree char *colour = tap_text_clean (input->colour, 20);
  g_autofree char *search_key = tap_search_fold (car->plate);
  gboolean known = car->vehicle_id != 0;
  /* Only what the form has filled changes what is known. */
  static const char update_sql[]
    = "UPDATE vehicle SET customer_id = :customer, model = iif (:model = '', model, :model),"
      "  colour = iif (:colour = '', colour, :colour), colour_rgb = iif (:colour = '', colour_rgb, "
      ":rgb),"
      "  odometer_km = iif (:km < 0, odometer_km, :km), plate = :plate, search_key = :search_key,"
      "  created_unix = min (created_unix, :now) WHERE id = :id";
  static const char insert_sql[]
    = "INSERT INTO vehicle (id, plate, customer_id, model, colour, colour_rgb, odometer_km, "
      "search_key, created_unix)"
      "  VALUES (:id, :plate, :customer, :model, :colour, :rgb, :km, :search_key, :now)";

  if (!known)
    car->vehicle_id = tap_command_new_id (context);
  return tap_db_run (context->db, "put down the car", known ? update_sql : insert_sql,
                     TAP_PARAMS (TAP_INT ("id", car->vehicle_id), TAP_TEXT ("plate", car->plate),
                                 TAP_INT ("customer", car->customer_id), TAP_TEXT ("model", model),
                                 TAP_TEXT ("colour", colour),
                                 TAP_INT ("rgb", input->colour_rgb & 0xffffff),
                                 TAP_INT ("km", input->odometer_km),
                                 TAP_TEXT ("search_key", search_key),
                                 TAP_INT ("now", context->happened_unix)),
                     NULL, error);
}

/* Checks the fields that name car and customer; @known fills what the form left empty. */
static gboolean
check_fields (const TapCarInput  *input,
              const KnownCar     *known,
              TapCar             *car,
              GError            **error)
{
  g_autofree char *message = NULL;

  car->customer = tap_text_clean (input->customer, 60);
  if (*car->customer == '\0' && known->vehicle_id != 0)
    tap_take (&car->customer, g_strdup (known->name));
  if (*car->customer == '\0')
    return tap_refuse_input (error, "customer", _("The customer's name is missing."));

  if (!tap_text_is_blank (input->phone))
    {
      if (!tap_phone_parse (input->phone, &car->contact, &message))
        return tap_refuse_input (error, "phone", message);
    }
  else
    {
      car->contact = g_strdup (known->vehicle_id != 0 ? known->phone : "");
    }
  if (*car->contact == '\0')
    return tap_refuse_input (error, "phone", _("A phone number is missing."));
  /* A driver's number is for this visit; it does not replace the customer's own. */
  car->phone
    = g_strdup (input->brought && known->vehicle_id != 0 && *known->phone != '\0' ? known->phone
                                                                                  : car->contact);

  if (input->odometer_km < -1 || input->odometer_km > 9999999)
    return tap_refuse_input (error, "odometer",
                             _("The odometer reading must be between 0 and 9,999,999 km."));
  return TRUE;
}

/* ---- another PC changed the same car ---- */

typedef struct
{
  GStrvBuilder *theirs; /* field, value, … */
  GString *lines;
} Collisions;

/* @own as it is to be written; "" keeps what is known. */
static const char *
merge_field (Collisions  *collisions,
             const char  *field,
             const char  *title,
             const char  *own,
             const char  *seen,
             const char  *now)
{
  if (seen == NULL || *own == '\0')
    return own;
  if (strcmp (own, seen) == 0 || strcmp (own, now) == 0)
    return "";
  if (strcmp (now, seen) != 0)
    {
      g_strv_builder_add_many (collisions->theirs, field, now, NULL);
      /* Translators: the name of a field, what another PC wrote, what was typed here */
      g_string_append_printf (collisions->lines, _("\n%s: “%s” there, “%s” here."), title, now, own);
    }
  return own;
}

static char *
plain_phone (const char *typed)
{
  char *phone = NULL;

  return typed != NULL && tap_phone_parse (typed, &phone, NULL) ? phone : g_strdup (typed);
}

/* Takes out of @input what the person did not change; STALE where both wrote (ledger.md). */
static gboolean
merge_known (const KnownCar  *known,
             TapCarInput     *input,
             GError         **error)
{
  g_autofree char *model = tap_text_clean (input->model, 60), *colour = tap_text_clean (input->colour, 20);
  g_autofree char *customer = tap_text_clean (input->customer, 60), *phone = plain_phone (input->phone);
  g_autofree char *seen_phone = plain_phone (input->seen.phone);
  g_autoptr(GStrvBuilder) theirs = g_strv_builder_new ();
  g_autoptr(GString) lines = g_string_new (_("Another PC changed what is known of this car meanwhile."));
  Collisions collisions = { theirs, lines };
  gsize plain = lines->len;
  gboolean own_phone = !input->brought || *known->phone == '\0';

  if (*merge_field (&collisions, "model", _("Model"), model, input->seen.model, known->model) == '\0')
    input->model = "";
  if (*merge_field (&collisions, "colour", _("Colour"), colour, input->seen.colour, known->colour) == '\0')
    input->colour = "";
  if (*merge_field (&collisions, "customer", _("Customer"), customer, input->seen.customer, known->name) == '\0')
    input->customer = "";
  /* The number of who brings the car is written nowhere but in the visit. */
  if (*merge_field (&collisions, "phone", _("Phone"), phone != NULL ? phone : "", seen_phone,
                    own_phone || seen_phone == NULL ? known->phone : seen_phone) == '\0')
    input->phone = "";
  return lines->len == plain || tap_refuse_stale (error, lines->str, g_strv_builder_end (theirs));
}

GError *
tap_find_car_collisions (sqlite3           *db,
                         const TapCarInput *input)
{
  g_auto(KnownCar) known = { 0 };
  g_autofree char *plate = NULL;
  TapCarInput merged = *input;
  GError *error = NULL;

  if (!tap_plate_parse (input->plate != NULL ? input->plate : "", &plate, NULL, NULL)
      || !find_car (db, plate, &known, NULL) || known.vehicle_id == 0)
    return NULL;
  merge_known (&known, &merged, &error);
  return error;
}

gboolean
tap_put_car (TapCommandContext  *context,
             const TapCarInput  *input,
             TapCar             *car,
             GError            **error)
{
  g_auto(KnownCar) known = { 0 };
  g_autofree char *message = NULL;
  TapCarInput merged = *input;

  if (!tap_plate_parse (input->plate, &car->plate, NULL, &message))
    return tap_refuse_input (error, "plate", message);
  if (!find_car (context->db, car->plate, &known, error))
    return FALSE;
  car->vehicle_id = known.vehicle_id;
  if (known.vehicle_id != 0 && !merge_known (&known, &merged, error))
    return FALSE;

  return check_fields (&merged, &known, car, error) && put_customer (context, &known, car, error)
         && put_vehicle (context, &merged, car, error);
}
