/* tap-wrap-box.h — puts its children side by side and goes on in a new row where they do not fit.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TapWrapBox:
 *
 * For a handful of small children such as badges and chips; GtkFlowBox makes a wrapper with selection and focus for each child and
 * aligns them in columns. Children keep their natural width.
 */
#define TAP_TYPE_WRAP_BOX (tap_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (TapWrapBox, tap_wrap_box, TAP, WRAP_BOX, GtkWidget)

GtkWidget *tap_wrap_box_new         (int         spacing_px,
                                     int         row_spacing_px);
void       tap_wrap_box_append      (TapWrapBox *self,
                                     GtkWidget  *child);

G_END_DECLS
