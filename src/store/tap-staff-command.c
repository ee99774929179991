/* tap-staff-command.c — the people of the station and their PINs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-staff-command"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "store/tap-store-private.h"

#define N_COLOURS 8

static gboolean
refuse_same_name (sqlite3     *db,
                  const char  *name,
                  gint64       id,
                  GError     **error)
{
  gint64 other;

  if (!tap_db_int (db, "look for the name",
                   "SELECT id FROM staff WHERE name = :name AND active = 1 AND id <> :id",
                   TAP_PARAMS (TAP_TEXT ("name", name), TAP_INT ("id", id)), 0, &other, error))
    return FALSE;
  return other == 0
         || tap_refuse (
           error, TAP_STORE_ERROR_EXISTS,
           _("Somebody of this name works here already; add something that tells them apart."));
}

/* A station without an active administrator could never be changed again. */
static gboolean
refuse_last_admin (sqlite3              *db,
                   const TapStaffInput  *form,
                   GError              **error)
{
  TapQuery query;
  gboolean other = FALSE;

  if (form->active && (form->roles & TAP_ROLE_ADMIN) != 0)
    return TRUE;
  tap_query_begin (&query, db, "look for another administrator",
                   "SELECT roles FROM staff WHERE active = 1 AND id <> :id",
                   TAP_PARAMS (TAP_INT ("id", form->id)));
  while (tap_query_next (&query))
    {
      TapRoles roles;

      other |= tap_roles_from_db (tap_query_text (&query), &roles) && (roles & TAP_ROLE_ADMIN) != 0;
    }
  if (!tap_query_end (&query, error))
    return FALSE;
  return other
         || tap_refuse_input (error, "roles", _("The station needs at least one administrator."));
}

/* What another PC changed since the form was opened; the PIN has a command of its own. */
static gboolean
check_expected (sqlite3              *db,
                const TapStaffInput  *form,
                GError              **error)
{
  const TapStaff *expected = form->expected;
  TapQuery query;
  gboolean found, same = TRUE;

  tap_query_begin (&query, db, "look up the person",
                   "SELECT name, phone, roles, active FROM staff WHERE id = :id",
                   TAP_PARAMS (TAP_INT ("id", form->id)));
  found = tap_query_next (&query);
  if (found && expected != NULL)
    {
      TapRoles roles = 0;

      same = g_strcmp0 (tap_query_text (&query), expected->name) == 0;
      same &= g_strcmp0 (tap_query_text (&query), expected->phone) == 0;
      tap_roles_from_db (tap_query_text (&query), &roles);
      same &= roles == expected->roles;
      same &= (tap_query_int (&query) != 0) == (expected->active != FALSE);
    }
  if (!tap_query_end (&query, error))
    return FALSE;
  if (!found)
    return tap_refuse (error, TAP_STORE_ERROR_NOT_FOUND, _("There is no such person."));
  return same
         || tap_refuse (error, TAP_STORE_ERROR_STALE,
                        _("This person's entry has been changed on another PC meanwhile."));
}

static gboolean
put_person (TapCommandContext    *context,
            const TapStaffInput  *form,
            gint64                id,
            const char           *name,
            const char           *phone,
            GError              **error)
{
  g_autofree char *initials = tap_pinyin_initials (name);
  g_autofree char *roles = tap_roles_to_db (form->roles);
  static const char update_sql[] = "UPDATE staff SET name = :name, initials = :initials, phone = "
                                   ":phone, roles = :roles, active = :active"
                                   "  WHERE id = :id";
  static const char insert_sql[]
    = "INSERT INTO staff (id, position, name, initials, phone, roles, colour, active)"
      "  SELECT :id, 1 + coalesce (max (position), 0), :name, :initials, :phone, :roles, count (*) "
      "% " G_STRINGIFY (N_COLOURS) ","
                                   "         :active FROM staff";

  return tap_db_run (context->db, "put down the person", form->id != 0 ? update_sql : insert_sql,
                     TAP_PARAMS (TAP_INT ("id", id), TAP_TEXT ("name", name),
                                 TAP_TEXT ("initials", initials), TAP_TEXT ("phone", phone),
                                 TAP_TEXT ("roles", roles),
                                 TAP_INT ("active", form->active != FALSE)),
                     NULL, error);
}

gboolean
tap_command_put_staff (TapCommandContext  *context,
                       gconstpointer       data,
                       gpointer           *result,
                       GError            **error)
{
  const TapCommandInput *input = data;
  const TapStaffInput *form = &input->put_staff;
  g_autofree char *name = tap_text_clean (form->name, 40);
  g_autofree char *phone = NULL;
  g_autofree char *message = NULL;
  gint64 id;

  if (!tap_require_right (context->db, input->staff_id, TAP_RIGHT_ADMIN, NULL, error))
    return FALSE;
  if (*name == '\0')
    return tap_refuse_input (error, "name", _("The name is missing."));
  if (form->roles == 0)
    return tap_refuse_input (error, "roles", _("Choose at least one role."));
  if (!tap_text_is_blank (form->phone) && !tap_phone_parse (form->phone, &phone, &message))
    return tap_refuse_input (error, "phone", message);
  if (form->id != 0 && !check_expected (context->db, form, error))
    return FALSE;
  if (!refuse_last_admin (context->db, form, error)
      || (form->active && !refuse_same_name (context->db, name, form->id, error)))
    return FALSE;

  id = form->id != 0 ? form->id : tap_command_new_id (context);
  *result = tap_command_result_new (id, NULL);
  return put_person (context, form, id, name, phone, error);
}

gboolean
tap_command_set_pin (TapCommandContext  *context,
                     gconstpointer       data,
                     gpointer           *result,
                     GError            **error)
{
  const TapCommandInput *input = data;
  TapRoles roles;
  gint64 n_changed;

  if (!tap_load_actor (context->db, input->staff_id, &roles, error))
    return FALSE;
  if (input->set_pin.whose_id != input->staff_id && !tap_roles_have_right (roles, TAP_RIGHT_ADMIN))
    return tap_refuse_right (error);
  if (!tap_db_run (context->db, "set the PIN", "UPDATE staff SET pin_hash = :hash WHERE id = :id",
                   TAP_PARAMS (TAP_TEXT ("hash", input->set_pin.hash),
                               TAP_INT ("id", input->set_pin.whose_id)),
                   &n_changed, error))
    return FALSE;
  return n_changed == 1
         || tap_refuse (error, TAP_STORE_ERROR_NOT_FOUND, _("There is no such person."));
}
