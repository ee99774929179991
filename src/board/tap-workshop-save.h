/* tap-workshop-save.h — what the workshop's screens ask the store for, in one place.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

G_BEGIN_DECLS

/* The three calls as functions of the session; a test without a store puts its own in their place. Every call answers on
 * the main thread with the GTask of its callback; errors are those of the store. */
typedef struct
{
  void (*assign)    (TapSession *session, gint64 staff_id, const TapAssignInput *input, const char *operation_id, GTask *task);
  void (*job_act)   (TapSession *session, gint64 staff_id, const TapJobActInput *input, const char *operation_id, GTask *task);
  void (*check_pin) (TapSession *session, gint64 staff_id, const char *pin, GTask *task);
} TapWorkshopSave;

/* NULL: the store again. Each function owns its task and must return a boolean with it. */
void     tap_workshop_save_set          (const TapWorkshopSave *functions);

void     tap_workshop_assign_async      (TapSession *session, gint64 staff_id, const TapAssignInput *input, const char *operation_id,
                                         GAsyncReadyCallback callback, gpointer user_data);
void     tap_workshop_job_act_async     (TapSession *session, gint64 staff_id, const TapJobActInput *input, const char *operation_id,
                                         GAsyncReadyCallback callback, gpointer user_data);
void     tap_workshop_check_pin_async   (TapSession *session, gint64 staff_id, const char *pin, GAsyncReadyCallback callback,
                                         gpointer user_data);
/* Of all three. */
gboolean tap_workshop_save_finish       (GAsyncResult *result, GError **error);

G_END_DECLS
