/* tap-check-list.h — the five checks of a station folder, one line each, as they come (mock-up 10).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-station.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TAP_TYPE_CHECK_LIST (tap_check_list_get_type ())
G_DECLARE_FINAL_TYPE (TapCheckList, tap_check_list, TAP, CHECK_LIST, GtkWidget)

/* Checks @folder (nullable: shows nothing) on a thread of its own; an earlier check is given up. */
void           tap_check_list_run       (TapCheckList   *self,
                                         const char     *folder);
/* Shows one result; what the run does for each. */
void           tap_check_list_show      (TapCheckList   *self,
                                         const TapCheck *check);
/* After the last one: the box that sums up. @error (nullable): why the checks could not be made. */
void           tap_check_list_sum_up    (TapCheckList   *self,
                                         const GError   *error);
TapCheckResult tap_check_list_get_worst (TapCheckList   *self);

G_END_DECLS
