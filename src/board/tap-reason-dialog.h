/* tap-reason-dialog.h — asks why: for a move back, past a gate, or out of the shop.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @reason: what was written; NULL: cancelled. */
typedef void (*TapReasonFunc) (const char *reason,
                               gpointer    user_data);

/**
 * tap_reason_dialog_present:
 * @parent: a widget of the window it belongs to
 * @heading: what is about to happen
 * @body: what stands in the way, one sentence
 * @reasons: (array zero-terminated=1): typical reasons, translated; a click takes one
 * @accept: label of the button
 * @destructive: whether the button looks like it
 * @callback: called once
 *
 * Returns: (transfer none): the dialog, already presented
 */
GtkWindow *tap_reason_dialog_present (GtkWidget         *parent,
                                      const char        *heading,
                                      const char        *body,
                                      const char *const *reasons,
                                      const char        *accept,
                                      gboolean           destructive,
                                      TapReasonFunc      callback,
                                      gpointer           user_data);

G_END_DECLS
