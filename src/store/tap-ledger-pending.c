/* tap-ledger-pending.c — lets programs link while the worker of the ledger is not in.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
__attribute__ ((weak)) void tap_check_free (void);
__attribute__ ((weak)) void tap_check_free (void) { __builtin_trap (); }
#include <glib.h>
__attribute__ ((weak)) gint64 tap_command_new_id (void **context);
__attribute__ ((weak)) gint64 tap_command_new_id (void **context)
{ return (((gint64) g_rand_int (context[3]) << 32) | g_rand_int (context[3])) & G_MAXINT64; }
__attribute__ ((weak)) void tap_ledger_error_quark (void);
__attribute__ ((weak)) void tap_ledger_error_quark (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_ledger_limits_default (void);
__attribute__ ((weak)) void tap_ledger_limits_default (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_peer_free (void);
__attribute__ ((weak)) void tap_peer_free (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_station_check (void);
__attribute__ ((weak)) void tap_station_check (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_station_create (void);
__attribute__ ((weak)) void tap_station_create (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_station_info_free (void);
__attribute__ ((weak)) void tap_station_info_free (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_station_inspect (void);
__attribute__ ((weak)) void tap_station_inspect (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_station_read (void);
__attribute__ ((weak)) void tap_station_read (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_station_verify (void);
__attribute__ ((weak)) void tap_station_verify (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_transaction_ref (void);
__attribute__ ((weak)) void tap_transaction_ref (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_transaction_unref (void);
__attribute__ ((weak)) void tap_transaction_unref (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_close_async (void);
__attribute__ ((weak)) void tap_worker_close_async (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_close_finish (void);
__attribute__ ((weak)) void tap_worker_close_finish (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_command_async (void);
__attribute__ ((weak)) void tap_worker_command_async (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_command_finish (void);
__attribute__ ((weak)) void tap_worker_command_finish (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_get_clock_offset_s (void);
__attribute__ ((weak)) void tap_worker_get_clock_offset_s (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_get_folder (void);
__attribute__ ((weak)) void tap_worker_get_folder (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_get_last_answer_us (void);
__attribute__ ((weak)) void tap_worker_get_last_answer_us (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_get_peers (void);
__attribute__ ((weak)) void tap_worker_get_peers (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_get_replica_dir (void);
__attribute__ ((weak)) void tap_worker_get_replica_dir (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_get_replica_id (void);
__attribute__ ((weak)) void tap_worker_get_replica_id (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_get_seq (void);
__attribute__ ((weak)) void tap_worker_get_seq (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_get_state (void);
__attribute__ ((weak)) void tap_worker_get_state (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_get_state_reason (void);
__attribute__ ((weak)) void tap_worker_get_state_reason (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_get_state_since_unix (void);
__attribute__ ((weak)) void tap_worker_get_state_since_unix (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_get_station_id (void);
__attribute__ ((weak)) void tap_worker_get_station_id (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_get_station_name (void);
__attribute__ ((weak)) void tap_worker_get_station_name (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_get_type (void);
__attribute__ ((weak)) void tap_worker_get_type (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_is_proven (void);
__attribute__ ((weak)) void tap_worker_is_proven (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_keep_async (void);
__attribute__ ((weak)) void tap_worker_keep_async (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_keep_finish (void);
__attribute__ ((weak)) void tap_worker_keep_finish (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_kept_async (void);
__attribute__ ((weak)) void tap_worker_kept_async (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_kept_finish (void);
__attribute__ ((weak)) void tap_worker_kept_finish (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_look (void);
__attribute__ ((weak)) void tap_worker_look (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_new (void);
__attribute__ ((weak)) void tap_worker_new (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_now_unix (void);
__attribute__ ((weak)) void tap_worker_now_unix (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_read_async (void);
__attribute__ ((weak)) void tap_worker_read_async (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_read_finish (void);
__attribute__ ((weak)) void tap_worker_read_finish (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_start_async (void);
__attribute__ ((weak)) void tap_worker_start_async (void) { __builtin_trap (); }
__attribute__ ((weak)) void tap_worker_start_finish (void);
__attribute__ ((weak)) void tap_worker_start_finish (void) { __builtin_trap (); }
