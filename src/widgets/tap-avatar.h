/* tap-avatar.h — a person as a coloured circle with the first character of the name.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TapAvatar:
 *
 * ## CSS nodes
 * avatar.tap-avatar.c0 … .c7, with the size as class: small (22 px, cards), normal (32 px), large (56 px); one label.
 */
#define TAP_TYPE_AVATAR (tap_avatar_get_type ())
G_DECLARE_FINAL_TYPE (TapAvatar, tap_avatar, TAP, AVATAR, GtkWidget)

#define TAP_N_AVATAR_COLOURS 8

typedef enum { TAP_AVATAR_SMALL, TAP_AVATAR_NORMAL, TAP_AVATAR_LARGE } TapAvatarSize;

GtkWidget *tap_avatar_new        (TapAvatarSize  size);
/* "" or NULL as name: a plain person icon look with no character. @colour: 0…7, others are folded into that. */
void       tap_avatar_set_person (TapAvatar     *self,
                                  const char    *name,
                                  int            colour);

G_END_DECLS
