/* tap-role.h — who may do what (visit.md 3.6).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/tap-stage.h"

G_BEGIN_DECLS

/* One person may hold several roles; small stations need it. */
typedef enum
{
  TAP_ROLE_ADVISOR            = 1 << 0,
  TAP_ROLE_RECEPTION_LEAD     = 1 << 1,   /* reception supervisor 接待主管 */
  TAP_ROLE_SERVICE_MANAGER    = 1 << 2,
  TAP_ROLE_FOREMAN            = 1 << 3,   /* workshop manager, team leader */
  TAP_ROLE_DISPATCHER         = 1 << 4,   /* job controller 调度员 */
  TAP_ROLE_TECHNICIAN         = 1 << 5,
  TAP_ROLE_INSPECTOR          = 1 << 6,
  TAP_ROLE_WASHER             = 1 << 7,
  TAP_ROLE_PARTS              = 1 << 8,
  TAP_ROLE_CASHIER            = 1 << 9,
  TAP_ROLE_CALLER             = 1 << 10,  /* follow-up caller 回访员 */
  TAP_ROLE_CARE               = 1 << 11,  /* customer-service specialist 客服专员 */
  TAP_ROLE_STATION_HEAD       = 1 << 12,
  TAP_ROLE_GENERAL_MANAGER    = 1 << 13,
  TAP_ROLE_ADMIN              = 1 << 14,
} TapRole;

typedef guint32 TapRoles;                 /* a set of TapRole bits */
#define TAP_N_ROLES 15

typedef enum
{
  TAP_RIGHT_RECEPTION,      /* check in, book, consult, estimate, promise */
  TAP_RIGHT_DISPATCH,       /* dispatch, plan */
  TAP_RIGHT_WORK_OWN,       /* start, stop, finish own job */
  TAP_RIGHT_WORK_OTHERS,    /* start, stop, finish for others */
  TAP_RIGHT_CHECK_SELF,
  TAP_RIGHT_CHECK_PEER,
  TAP_RIGHT_CHECK_FINAL,
  TAP_RIGHT_WASH,
  TAP_RIGHT_INVOICE,        /* invoice and hand-over */
  TAP_RIGHT_PAYMENT,
  TAP_RIGHT_SHIFTS,         /* shifts, bays */
  TAP_RIGHT_PRICES,
  TAP_RIGHT_ADMIN,          /* staff, settings, folder, backup */
} TapRight;

/* All functions here are pure; any thread. The table is visit.md 3.6, cell by cell. */

/* Whether one of the @roles gives @right. */
gboolean tap_roles_have_right    (TapRoles     roles,
                                  TapRight     right);
/* Moving back out of @stage, and passing a gate on leaving @stage, depend on the stage as well. Never for a stage that is not open. */
gboolean tap_roles_may_move_back (TapRoles     roles,
                                  TapStage     stage);
gboolean tap_roles_may_pass_gate (TapRoles     roles,
                                  TapStage     stage);

/* "advisor,cashier", in the order above; "" for none. Free with g_free(). */
char    *tap_roles_to_db         (TapRoles     roles);
/* FALSE, and @roles (optional) untouched, if a word is unknown. */
gboolean tap_roles_from_db       (const char  *text,
                                  TapRoles    *roles);
/* The role a person is shown with: the first bit that is set; 0 for none. */
TapRole  tap_roles_main          (TapRoles     roles);

G_END_DECLS
