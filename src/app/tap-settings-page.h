/* tap-settings-page.h — the station, its people, and how this computer behaves.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TAP_TYPE_SETTINGS_PAGE (tap_settings_page_get_type ())
G_DECLARE_FINAL_TYPE (TapSettingsPage, tap_settings_page, TAP, SETTINGS_PAGE, GtkWidget)

/* Follows @session: who may change people, and the people themselves. */
GtkWidget *tap_settings_page_new (TapSession *session);

G_END_DECLS
