/* tap-banner.h — one line under the header that says how things stand, with at most two buttons.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  TAP_BANNER_DEMO,          /* made-up data */
  TAP_BANNER_STALE,         /* amber: what is seen may be old */
  TAP_BANNER_DECIDE,        /* amber: somebody has to decide */
  TAP_BANNER_CUT_OFF,       /* red: the share is away */
  TAP_BANNER_SET_BACK,      /* red: the folder knows less than this PC */
  TAP_BANNER_READ_ONLY,     /* blue: looking only */
} TapBannerKind;

#define TAP_TYPE_BANNER (tap_banner_get_type ())
G_DECLARE_FINAL_TYPE (TapBanner, tap_banner, TAP, BANNER, GtkWidget)

/**
 * tap_banner_set:
 * @self: a banner
 * @kind: its colour and icon
 * @sentence: what it says; "" takes it away
 * @button: (nullable): label of the button
 * @action: (nullable): the action of the button; without one it is insensitive
 *
 * Nothing happens when nothing changed, so that a sentence is announced once.
 */
void        tap_banner_set          (TapBanner     *self,
                                     TapBannerKind  kind,
                                     const char    *sentence,
                                     const char    *button,
                                     const char    *action);
/* A second button, before the first; @label NULL: none. */
void        tap_banner_set_more     (TapBanner     *self,
                                     const char    *label,
                                     const char    *action);
/* What it says now; "" when it is away. */
const char *tap_banner_get_sentence (TapBanner     *self);

G_END_DECLS
