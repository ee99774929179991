/* tap-settings-lists.h — what the groups of the settings page list.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-settings-group.h"

G_BEGIN_DECLS

/* Each begins to list one part of the station in @group and adds its buttons. Main thread only. */
void tap_settings_list_facts (TapSettingsGroup *group,
                              TapSession       *session);
void tap_settings_list_hours (TapSettingsGroup *group,
                              TapSession       *session);
void tap_settings_list_days  (TapSettingsGroup *group,
                              TapSession       *session);
void tap_settings_list_bays  (TapSettingsGroup *group,
                              TapSession       *session);
void tap_settings_list_lanes (TapSettingsGroup *group,
                              TapSession       *session);

G_END_DECLS
