/* tap-opener.h — opening, making and closing a station from the program: the sentences for what can go wrong.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

G_BEGIN_DECLS

/**
 * tap_opener_open_async:
 * @folder: the station folder
 * @replica_dir: (nullable): where this PC's copy lies; %NULL: the default place
 * @program: "tappet" or "wall"
 *
 * Opens a station; nothing is ever made by opening. Callback on the main thread.
 */
void        tap_opener_open_async   (const char          *folder,
                                     const char          *replica_dir,
                                     const char          *program,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
/* (transfer full): the open station. Errors of the ledger and of the store; tap_opener_explain() has their sentences. */
TapSession *tap_opener_open_finish  (GAsyncResult        *result,
                                     GError             **error);

/* Opens the demo station in @folder; makes it, with made-up people, cars and work, if it is not there. @progress (nullable) is told
 * on the main thread. */
void        tap_opener_demo_async   (const char            *folder,
                                     const char            *replica_dir,
                                     const char            *program,
                                     GFileProgressCallback  progress,
                                     gpointer               progress_data,
                                     GAsyncReadyCallback    callback,
                                     gpointer               user_data);
TapSession *tap_opener_demo_finish  (GAsyncResult          *result,
                                     GError               **error);

/* A new station in @folder with its first contents; the open station is the result, with the first administrator signed in. */
void        tap_opener_make_async   (const char            *folder,
                                     const char            *replica_dir,
                                     const TapSetUpInput   *input,
                                     GAsyncReadyCallback    callback,
                                     gpointer               user_data);
TapSession *tap_opener_make_finish  (GAsyncResult          *result,
                                     GError               **error);

/* What happened, and what to do about it: two sentences for people; g_free() both. */
void        tap_opener_explain      (const GError          *error,
                                     const char            *folder,
                                     char                 **heading,
                                     char                 **body);

/* Whether a station was made there already (blocking for one stat of a local folder). */
gboolean    tap_opener_has_station  (const char            *folder);

G_END_DECLS
