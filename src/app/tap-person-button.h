/* tap-person-button.h — who is signed in, and what they can do about it: lock, change the PIN, sign out.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TAP_TYPE_PERSON_BUTTON (tap_person_button_get_type ())
G_DECLARE_FINAL_TYPE (TapPersonButton, tap_person_button, TAP, PERSON_BUTTON, GtkWidget)

/* @staff NULL: nobody. */
void tap_person_button_set_staff (TapPersonButton *self,
                                  TapStaff        *staff);

/* In a narrow window only the avatar is shown. */
void tap_person_button_set_narrow (TapPersonButton *self,
                                   gboolean         narrow);

G_END_DECLS
