/* tap-reason-dialog.h — asks for a reason before something that must say why.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What the dialog says. Strings are copied; all are translated already. */
typedef struct
{
  const char        *heading;       /* "Move back to Dispatch?" */
  const char        *body;          /* (nullable): what will happen, as one or two sentences */
  const char        *confirm;       /* (nullable): label of the button with mnemonic; NULL: "_Continue" */
  const char *const *suggestions;   /* (nullable): usual reasons, each a button that fills the entry; NULL-terminated */
  gboolean           destructive;   /* the button is red */
  gboolean           optional;      /* an empty reason is an answer too */
} TapReasonQuestion;

/**
 * tap_reason_dialog_ask_async:
 * @parent: a widget in the window the dialog stands in front of
 * @question: what is asked
 * @cancellable: (nullable): closes the dialog
 * @callback: called when answered
 * @user_data: data for @callback
 *
 * Shows a modal dialog with an entry for the reason. Enter confirms, Esc leaves.
 */
void  tap_reason_dialog_ask_async  (GtkWidget               *parent,
                                    const TapReasonQuestion *question,
                                    GCancellable            *cancellable,
                                    GAsyncReadyCallback      callback,
                                    gpointer                 user_data);

/**
 * tap_reason_dialog_ask_finish:
 * @result: the result
 * @error: %G_IO_ERROR_CANCELLED when the person left without an answer
 *
 * Returns: (transfer full): the reason without white space around it, or NULL with @error
 */
char *tap_reason_dialog_ask_finish (GAsyncResult            *result,
                                    GError                 **error);

G_END_DECLS
