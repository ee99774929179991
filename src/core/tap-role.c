/* tap-role.c — who may do what: the table of rights.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-role"

#include "config.h"

#include "core/tap-role.h"

#include <string.h>

/* The columns of the table of rights that hold several roles (visit.md 3.6). */
#define LEADS    (TAP_ROLE_RECEPTION_LEAD | TAP_ROLE_SERVICE_MANAGER)
#define WORKSHOP (TAP_ROLE_FOREMAN | TAP_ROLE_DISPATCHER)
#define HEADS    (TAP_ROLE_STATION_HEAD | TAP_ROLE_GENERAL_MANAGER)

static const TapRoles rights[] = {
  [TAP_RIGHT_RECEPTION] = TAP_ROLE_ADVISOR | LEADS | HEADS,
  [TAP_RIGHT_DISPATCH] = LEADS | WORKSHOP | HEADS,
  [TAP_RIGHT_WORK_OWN] = WORKSHOP | TAP_ROLE_TECHNICIAN,
  [TAP_RIGHT_WORK_OTHERS] = LEADS | WORKSHOP | HEADS,
  [TAP_RIGHT_CHECK_SELF] = TAP_ROLE_TECHNICIAN,
  [TAP_RIGHT_CHECK_PEER] = WORKSHOP | TAP_ROLE_TECHNICIAN,
  [TAP_RIGHT_CHECK_FINAL] = WORKSHOP | TAP_ROLE_INSPECTOR,
  [TAP_RIGHT_WASH] = TAP_ROLE_ADVISOR | LEADS | WORKSHOP | TAP_ROLE_WASHER,
  [TAP_RIGHT_INVOICE] = TAP_ROLE_ADVISOR | LEADS | HEADS,
  [TAP_RIGHT_PAYMENT] = LEADS | TAP_ROLE_CASHIER,
  [TAP_RIGHT_SHIFTS] = WORKSHOP | HEADS | TAP_ROLE_ADMIN,
  [TAP_RIGHT_PRICES] = LEADS | HEADS | TAP_ROLE_ADMIN,
  [TAP_RIGHT_ADMIN] = HEADS | TAP_ROLE_ADMIN,
};

static const char *const db_names[TAP_N_ROLES] = {
  "advisor",   "reception-lead", "service-manager", "foreman",      "dispatcher",
  "technician", "inspector",     "washer",          "parts",        "cashier",
  "caller",    "care",           "station-head",    "general-manager", "admin",
};

gboolean
tap_roles_have_right (TapRoles roles,
                      TapRight right)
{
  g_return_val_if_fail ((guint) right < G_N_ELEMENTS (rights), FALSE);

  return (roles & rights[right]) != 0;
}

gboolean
tap_roles_may_move_back (TapRoles roles,
                         TapStage stage)
{
  if (!tap_stage_is_open (stage))
    return FALSE;
  if (roles & (LEADS | HEADS))
    return TRUE;
  if ((roles & TAP_ROLE_ADVISOR) && (stage <= TAP_STAGE_DISPATCH || stage >= TAP_STAGE_WASH))
    return TRUE;
  if ((roles & WORKSHOP) && stage >= TAP_STAGE_DISPATCH && stage <= TAP_STAGE_WASH)
    return TRUE;

  return (roles & TAP_ROLE_INSPECTOR) && stage == TAP_STAGE_CHECK;
}

gboolean
tap_roles_may_pass_gate (TapRoles roles,
                         TapStage stage)
{
  if (!tap_stage_is_open (stage))
    return FALSE;
  if (roles & (LEADS | HEADS))
    return TRUE;

  return (roles & WORKSHOP) && stage >= TAP_STAGE_NEXT && stage <= TAP_STAGE_CHECK;
}

char *
tap_roles_to_db (TapRoles roles)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < TAP_N_ROLES; i++)
    {
      if ((roles & (1u << i)) == 0)
        continue;
      if (text->len > 0)
        g_string_append_c (text, ',');
      g_string_append (text, db_names[i]);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
role_from_db (const char *name,
              TapRoles   *role)
{
  for (guint i = 0; i < TAP_N_ROLES; i++)
    {
      if (strcmp (db_names[i], name) == 0)
        {
          *role = 1u << i;
          return TRUE;
        }
    }

  return FALSE;
}

gboolean
tap_roles_from_db (const char *text,
                   TapRoles   *roles)
{
  g_auto (GStrv) names = NULL;
  TapRoles parsed = 0;

  if (text == NULL)
    return FALSE;

  names = g_strsplit (text, ",", -1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      TapRoles role;

      if (!role_from_db (g_strstrip (names[i]), &role))
        return FALSE;
      parsed |= role;
    }

  if (roles != NULL)
    *roles = parsed;
  return TRUE;
}

TapRole
tap_roles_main (TapRoles roles)
{
  for (guint i = 0; i < TAP_N_ROLES; i++)
    if (roles & (1u << i))
      return (TapRole) (1u << i);

  return (TapRole) 0;
}
