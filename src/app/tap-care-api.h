/* tap-care-api.h — what the care of the data calls on its working threads: a table, so that screens are shown and tested without a share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-backup.h"
#include "ledger/tap-doctor.h"
#include "ledger/tap-rescue.h"

G_BEGIN_DECLS

/* The functions of the headers above, with their rules: all block, none is called on the main thread. */
typedef struct
{
  TapBackup *(*make)        (const char *folder, const char *place, gint64 now_unix, TapProgressFunc progress, gpointer data,
                             GCancellable *cancellable, GError **error);
  GPtrArray *(*list)        (const char *place, const char *station_id, GError **error);
  gboolean   (*check)       (const char *path, gint64 now_unix, TapProgressFunc progress, gpointer data, GCancellable *cancellable,
                             GError **error);
  gboolean   (*drill)       (const char *path, const char *scratch, gint64 *took_ms, TapProgressFunc progress, gpointer data,
                             GCancellable *cancellable, GError **error);
  gboolean   (*verify)      (const char *folder, guint64 *n_verified, TapVerifyFunc func, gpointer data, GCancellable *cancellable,
                             GError **error);
  gboolean   (*verify_deep) (const char *folder, const char *replica_dir, const char *scratch, guint64 *n_verified,
                             TapProgressFunc progress, gpointer data, GCancellable *cancellable, GError **error);
  gboolean   (*examine)     (const char *folder, TapDoctorFunc func, gpointer data, TapCheckResult *worst, GCancellable *cancellable,
                             GError **error);
  TapRift   *(*compare)     (const char *folder, const char *replica_dir, TapProgressFunc progress, gpointer data,
                             GCancellable *cancellable, GError **error);
  gboolean   (*put_back)    (const char *folder, const char *replica_dir, guint *n_put, TapProgressFunc progress, gpointer data,
                             GCancellable *cancellable, GError **error);
  gboolean   (*take_folder) (const char *folder, const char *replica_dir, char **aside, TapProgressFunc progress, gpointer data,
                             GCancellable *cancellable, GError **error);
  gboolean   (*rescue)      (const char *replica_dir, const char *new_folder, guint64 *seq, guint *n_missing_files,
                             TapProgressFunc progress, gpointer data, GCancellable *cancellable, GError **error);
  gboolean   (*restore)     (const char *path, const char *new_folder, TapProgressFunc progress, gpointer data,
                             GCancellable *cancellable, GError **error);
  GPtrArray *(*left_list)   (const char *replica_dir, GError **error);
  gboolean   (*left_settle) (const char *replica_dir, gint64 id, gboolean entered, GError **error);
} TapCareApi;

/* The real ones, or what a test or a picture put there. Set it before anything runs; any thread may read it. */
const TapCareApi *tap_care_api     (void);
/* @api (static, nullable): NULL puts the real ones back. */
void              tap_care_set_api (const TapCareApi *api);

G_END_DECLS
