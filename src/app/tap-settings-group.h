/* tap-settings-group.h — a group of the settings page that lists part of the station and opens its forms.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TapSettingsGroup:
 *
 * Rows made anew from the station whenever it changes; sensitive for those who have the right while the station can be written, the
 * reason stands below the title otherwise. Main thread only.
 */
#define TAP_TYPE_SETTINGS_GROUP (tap_settings_group_get_type ())
G_DECLARE_FINAL_TYPE (TapSettingsGroup, tap_settings_group, TAP, SETTINGS_GROUP, AdwPreferencesGroup)

/* Adds the rows of the station as it is now. */
typedef void       (*TapSettingsFill) (TapSettingsGroup *group,
                                       TapSession       *session);
/* Makes the window of a row, which is then presented; NULL: none. */
typedef GtkWidget *(*TapSettingsOpen) (TapSession       *session,
                                       gint64            id);

typedef struct
{
  TapRight         right;
  const char      *reason;      /* N_(): who may; shown to those who may not */
  const char      *description; /* N_(), nullable: shown to those who may */
  TapSettingsFill  fill;
} TapSettingsKind;

/* Begins to show @kind (static) of @session. */
void        tap_settings_group_start       (TapSettingsGroup      *self,
                                            TapSession            *session,
                                            const TapSettingsKind *kind);
/* A button beside the title. */
GtkWidget  *tap_settings_group_add_button  (TapSettingsGroup      *self,
                                            const char            *label,
                                            const char            *icon_name,
                                            GCallback              clicked);     /* swapped: gets the group */
/* For the fill function: a row that opens a window; texts are plain. (transfer none) */
GtkWidget  *tap_settings_group_add_row     (TapSettingsGroup      *self,
                                            const char            *title,
                                            const char            *subtitle,
                                            TapSettingsOpen        open,
                                            gint64                 id);
gboolean    tap_settings_group_may         (TapSettingsGroup      *self);
TapSession *tap_settings_group_get_session (TapSettingsGroup      *self);        /* (transfer none) */
void        tap_settings_group_open        (TapSettingsGroup      *self,
                                            GtkWidget             *window);
/* Says what went wrong with a command that has no form. */
void        tap_settings_group_show_error  (TapSettingsGroup      *self,
                                            const GError          *error);

G_END_DECLS
