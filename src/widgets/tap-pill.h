/* tap-pill.h — an icon and a word on a rounded ground: the state pill and the badge.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TapPill:
 *
 * Icon and words in one of the looks of tappet.css: a pill (ok, risk, late, none, wait, parts, done) or a badge (booked, quick,
 * vip, warranty, insured, rework, extended, here, away, more). Never wraps.
 */
#define TAP_TYPE_PILL (tap_pill_get_type ())
G_DECLARE_FINAL_TYPE (TapPill, tap_pill, TAP, PILL, GtkWidget)

GtkWidget  *tap_pill_new      (void);
GtkWidget  *tap_badge_new     (void);                 /* the smaller look */
/* Sets all three; what did not change is not touched. @look: style class; @icon_name: NULL for none. */
void        tap_pill_set      (TapPill    *self,
                               const char *look,
                               const char *icon_name,
                               const char *text);
const char *tap_pill_get_text (TapPill    *self);
const char *tap_pill_get_look (TapPill    *self);

G_END_DECLS
