/* store-fixture.h — a station in memory, with a staff, for tests that run commands and reads without a ledger.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store/tap-store-private.h"

G_BEGIN_DECLS

/* 2026-11-20 (a Friday) 10:00 in Asia/Shanghai. */
#define NOW_UNIX G_GINT64_CONSTANT (1795140000)
#define DAY_UNIX (NOW_UNIX - 10 * 3600)

typedef struct
{
  sqlite3 *db;
  gint64   now_unix;            /* happened_unix of the next command */
  GRand   *rand;
  guint    n_operations;
  char    *operation;           /* of the last command */
  guint    n_statements;        /* of the last command */
  gint64   admin, advisor, manager, dispatcher, technician, technician2, inspector, washer, cashier;
  gint64   bays[9];
} Fixture;

void              fixture_set_up    (Fixture *self, gconstpointer data);
void              fixture_tear_down (Fixture *self, gconstpointer data);
#define FIXTURE_TEST(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

/* Runs a command as @staff_id like the ledger would: all of it or nothing. Takes @input. NULL with an error. */
TapCommandResult *fixture_run       (Fixture *self, TapCommandFunc func, TapCommandInput *input, GError **error);
TapCommandInput  *fixture_input     (Fixture *self, gint64 staff_id);
gint64            fixture_int       (Fixture *self, const char *sql);
char             *fixture_text      (Fixture *self, const char *sql);

/* Short forms; those that return an id fail the test on an error. */
gint64   fixture_check_in    (Fixture *self, const char *plate, const char *customer, const char *phone, int planned_min);
gboolean fixture_move        (Fixture *self, gint64 staff_id, gint64 visit_id, TapStage from, TapStage to, const char *reason,
                              gboolean pass, GError **error);
void     fixture_must_move   (Fixture *self, gint64 staff_id, gint64 visit_id, TapStage to);
gboolean fixture_undo        (Fixture *self, gint64 staff_id, gint64 visit_id, const char *operation, GError **error);
gboolean fixture_assign      (Fixture *self, gint64 staff_id, gint64 visit_id, gint64 job_id, gint64 bay_id, gint64 technician_id,
                              GError **error);
gboolean fixture_act         (Fixture *self, gint64 staff_id, gint64 assignment_id, TapJobAct act, TapStopReason reason,
                              gint64 check_unix, GError **error);
gint64   fixture_book        (Fixture *self, const char *plate, const char *customer, const char *phone, gint64 slot_unix);
TapStage fixture_stage       (Fixture *self, gint64 visit_id);
gint64   fixture_assignment  (Fixture *self, gint64 visit_id);
/* A visit as far as "to dispatch", with one line of work. */
gint64   fixture_to_dispatch (Fixture *self, const char *plate);
/* … in work, its job running. */
gint64   fixture_to_work     (Fixture *self, const char *plate, gint64 bay_id, gint64 technician_id);

#define assert_store_error(error, code) \
  G_STMT_START { g_assert_error (error, TAP_STORE_ERROR, TAP_STORE_ERROR_##code); g_clear_error (&(error)); } G_STMT_END

G_END_DECLS
