/* tap-store.h — the station's data: commands and queries. Every call is _async/_finish; callbacks and signals on the main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-station.h"
#include "ledger/tap-worker.h"
#include "store/tap-store-values.h"

G_BEGIN_DECLS

/* What the caller can do about it. Errors of the ledger come through as TAP_LEDGER_ERROR. */
#define TAP_STORE_ERROR (tap_store_error_quark ())
GQuark tap_store_error_quark (void);
typedef enum
{
  TAP_STORE_ERROR_FAILED,
  TAP_STORE_ERROR_INPUT,        /* a field is wrong; tap_store_error_get_field() names it */
  TAP_STORE_ERROR_GATE,         /* the move is not allowed (any more): tap_store_error_get_verdict() */
  TAP_STORE_ERROR_RIGHT,        /* the person may not */
  TAP_STORE_ERROR_STALE,        /* another PC changed the same thing meanwhile: look, then decide */
  TAP_STORE_ERROR_NOT_FOUND,
  TAP_STORE_ERROR_EXISTS,       /* the car is in the house already, the name is taken, … */
  TAP_STORE_ERROR_PIN,          /* wrong PIN */
  TAP_STORE_ERROR_PIN_PAUSE,    /* wait: the message says how long */
} TapStoreError;

const char *tap_store_error_get_field   (const GError *error);                        /* "plate", "phone", …; NULL */
gboolean    tap_store_error_get_verdict (const GError *error,
                                         TapVerdict   *verdict);
/* STALE: what stands in the station now where both wrote ("model", …); NULL: that field does not collide. (transfer none) */
const char *tap_store_error_get_theirs  (const GError *error,
                                         const char   *field);
/* PIN_PAUSE: how many seconds are left; 0 for all other errors. */
int         tap_store_error_get_pause_s (const GError *error);

/* ---- the store ----------------------------------------------------------------------------------------------------
 *
 * One open station in one program. Main thread only; it works on the ledger's local and share threads and answers on the
 * main thread. A command is saved when its finish function says so, and not before; the picture it makes
 * (::cards-changed) has been emitted by then. Every call gets its callback, also while the store is closing. */

#define TAP_TYPE_STORE (tap_store_get_type ())
G_DECLARE_FINAL_TYPE (TapStore, tap_store, TAP, STORE, GObject)

/* GObject signals, on the main thread:
 *   ::cards-changed (TapCardChanges *)   cards that are new, changed or gone, and bars of the workshop board; in the
 *                                        order of the log, never an older picture after a newer one
 *   ::station-changed ()                 settings, columns, staff, bays or calendar: tap_store_get_station() is the new one
 *   ::reload ()                          read everything again
 *   ::connection-changed ()              tap_worker_get_state() of tap_store_get_worker()
 *   ::settled (char *operation_id, gboolean saved)   the end of a TAP_LEDGER_ERROR_UNKNOWN, or of a pending entry
 *   ::pending-changed ()                 tap_store_list_pending() is another one
 */
typedef struct
{
  GPtrArray *cards;             /* of TapCard: as they are now */
  GArray    *gone;              /* of gint64: ids that left the board (delivered, cancelled, booking used up) */
  GPtrArray *bars;              /* of TapBar: as they are now */
  GArray    *gone_bars;         /* of gint64 */
  gboolean   own;               /* made by this program */
  char      *person;            /* who did it, for the toast; "" unknown */
  guint64    seq;               /* the last transaction that is in it */
} TapCardChanges;

typedef struct
{
  const char            *folder;
  const char            *replica_dir;      /* NULL: the default place */
  const char            *pc;               /* NULL: host name */
  const char            *program;          /* "tappet", "wall", "tappetctl" */
  const TapLedgerLimits *limits;           /* NULL: defaults */
  gboolean               passive;          /* see TapWorkerOptions */
} TapStoreOptions;

TapStore       *tap_store_new          (const TapStoreOptions *options);

/* Opens or makes the replica and reads the station's data. Errors: those of tap_worker_start_async(). */
void            tap_store_open_async   (TapStore            *self,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
gboolean        tap_store_open_finish  (TapStore            *self,
                                        GAsyncResult        *result,
                                        GError             **error);

/* Finishes what is under way, waiting for the share for 3 s at most. To be called before the last reference goes. */
void            tap_store_close_async  (TapStore            *self,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
gboolean        tap_store_close_finish (TapStore            *self,
                                        GAsyncResult        *result,
                                        GError             **error);

TapWorker      *tap_store_get_worker   (TapStore *self);      /* (transfer none) for its state, clock, peers */
TapStationData *tap_store_get_station  (TapStore *self);      /* (transfer none), valid until ::station-changed */
gint64          tap_store_now_unix     (TapStore *self);      /* station time */

/* ---- what waits for the share (the outbox) ---------------------------------------------------------------------------
 *
 * While the share is away, moves and their undo, dispatch, starts and stops of work, notes and check-ins end with TAP_LEDGER_ERROR_QUEUED: they
 * stand durably on this PC and are shown as pending (::cards-changed brings the cards as they will be, with card->queued). Everything else
 * is refused with CUT_OFF, and its form keeps its content. */
typedef struct
{
  char          *operation_id;
  char          *command;       /* "move", "check-in", "note", "job", "assign", "undo" */
  gint64         visit_id;      /* of a check-in: the one it has while it waits, and when it is saved */
  char          *plate;         /* as it stands on cards */
  char          *summary;       /* translated: "Move to Dispatch", "Note: brake squeals" */
  char          *person;
  gint64         entered_unix;
  TapOutboxState state;
  char          *reason;        /* why it was refused; "" */
  char          *now;           /* translated: how things stand on the share now, beside what was wanted: "Now in Wash (Zhou Min, 10:41)"; "" */
  char          *own;           /* a refused check-in where another PC wrote the same fields of the car: what was typed in them; NULL: nothing collides */
  char          *mine;          /* with @own: the entry as it is saved when the person decides for it (inside the store) */
} TapPending;
void            tap_pending_free               (TapPending *self);
/* In order, refused ones too; main thread. Returns: (transfer container) of TapPending */
GPtrArray      *tap_store_list_pending         (TapStore            *self);
void            tap_store_pending_retry_async  (TapStore            *self,
                                                const char          *operation_id,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean        tap_store_pending_retry_finish (TapStore            *self,
                                                GAsyncResult        *result,
                                                GError             **error);
/* For an entry with @own: a person saw both versions and decides for that one. Saved under the same operation id; refused again when the
 * fields were changed once more since they were shown. FAILED: it does not wait any more, or nothing collides. */
void            tap_store_pending_mine_async   (TapStore            *self,
                                                const char          *operation_id,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean        tap_store_pending_mine_finish  (TapStore            *self,
                                                GAsyncResult        *result,
                                                GError             **error);
/* A person decides that it is not to be saved. */
void            tap_store_pending_drop_async   (TapStore            *self,
                                                const char          *operation_id,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean        tap_store_pending_drop_finish  (TapStore            *self,
                                                GAsyncResult        *result,
                                                GError             **error);

/* ---- backups -----------------------------------------------------------------------------------------------------------
 *
 * Every PC is to see how old the last good backup is: whoever made one (or failed to) says so. It shows in
 * tap_store_get_station()->last_backup, and ::station-changed. @staff_id 0: the program itself, by the clock; else the person who wanted
 * it, who needs the right to the settings (RIGHT). @run is copied; its @staff_id and @person are not looked at, its @pc may be "" for
 * this one. Fields of INPUT: "made", "size". */
void            tap_store_record_backup_async  (TapStore            *self,
                                                gint64               staff_id,
                                                const TapBackupRun  *run,
                                                const char          *operation_id,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean        tap_store_record_backup_finish (TapStore            *self,
                                                GAsyncResult        *result,
                                                GError             **error);

/* ---- queries ---------------------------------------------------------------------------------------------------------
 *
 * Answered by this PC's own copy: they never touch the share, and work while it is away. */

/* One consistent picture of the boards. The day is the local one that holds @day_unix. */
typedef struct
{
  GPtrArray *cards;                   /* of TapCard: open visits, and open bookings of this day and earlier */
  GPtrArray *bars;                    /* of TapBar: of open visits, and what was planned or finished on the day */
  guint      n_booked_today;          /* bookings for the day that were not cancelled, arrived ones too */
  guint      n_arrived_today;         /* visits that began on the day */
  guint      n_delivered_today;
  guint      n_finished_today;        /* cars that became ready on the day */
  guint      n_due_before_noon;       /* promised for the morning of the day, delivered ones too */
  guint      n_delivered_before_noon; /* of those: delivered */
  guint64    seq;                     /* the last transaction shown */
} TapBoardData;
void            tap_board_data_free            (TapBoardData *data);
void            tap_store_load_board_async     (TapStore            *self,
                                                gint64               day_unix,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
TapBoardData   *tap_store_load_board_finish    (TapStore            *self,
                                                GAsyncResult        *result,
                                                GError             **error);     /* (transfer full) */

/* One visit, open or closed, with all its history. NOT_FOUND. */
void            tap_store_load_visit_async     (TapStore            *self,
                                                gint64               visit_id,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
TapVisitDetail *tap_store_load_visit_finish    (TapStore            *self,
                                                GAsyncResult        *result,
                                                GError             **error);     /* (transfer full) */

/* By id, by number (R2026…), or by plate of a car in the house; for tappetctl. NOT_FOUND with a sentence. */
void            tap_store_find_visit_async     (TapStore            *self,
                                                const char          *text,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gint64          tap_store_find_visit_finish    (TapStore            *self,
                                                GAsyncResult        *result,
                                                GError             **error);     /* 0 with an error */

/* What is known of a plate as typed. NULL without an error: not known, or not a plate yet. */
void            tap_store_known_plate_async    (TapStore            *self,
                                                const char          *plate,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
TapKnownPlate  *tap_store_known_plate_finish   (TapStore            *self,
                                                GAsyncResult        *result,
                                                GError             **error);     /* (transfer full) (nullable) */

/* All vehicles ever seen, by any part of plate, phone, name or initials of one character and more, the newest first; at
 * most @limit hits. The same as a look at each of them, in under a millisecond for 200,000. */
void            tap_store_search_async         (TapStore            *self,
                                                const char          *typed,
                                                int                  limit,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
GPtrArray      *tap_store_search_finish        (TapStore            *self,
                                                GAsyncResult        *result,
                                                GError             **error);     /* (transfer full) of TapSearchHit */

/* ---- commands --------------------------------------------------------------------------------------------------------
 *
 * Every command names who acts (staff_id) and checks rights, input and gates again on the fresh state; all of it happens,
 * or nothing. Errors besides those named: RIGHT (the person may not, or does not work here), INPUT with its field,
 * NOT_FOUND, and TAP_LEDGER_ERROR. @operation_id may be NULL; a form that must not save twice makes one
 * (g_uuid_string_random()) and gives the same for every try: a repeated one is answered like the first. Strings are
 * copied, texts trimmed and cut to a sensible length. */

/* Moves a visit. GATE (with its verdict), STALE when it is not where the person saw it. A card that is dragged to "in
 * work" starts nothing by itself. The car is ready from SETTLE on. Source: visit.md 3.2, 3.6; req 57, 61, 67. */
typedef struct
{
  gint64      visit_id;
  TapStage    to;
  TapStage    expected_from;    /* where the person saw it */
  const char *reason;           /* NULL: none */
  gboolean    pass;             /* past a gate, by those who may */
} TapMoveInput;
void     tap_store_move_async            (TapStore            *self,
                                          gint64               staff_id,
                                          const TapMoveInput  *input,
                                          const char          *operation_id,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
/* @moved_operation (out) (optional) (transfer full): what undo takes */
gboolean tap_store_move_finish           (TapStore            *self,
                                          GAsyncResult        *result,
                                          char               **moved_operation,
                                          GError             **error);

/* Takes back exactly that move, if it is the visit's last and by the same person (STALE otherwise); refused with GATE
 * while somebody works on the car. History keeps both; the clock of the stage goes on as if the card had never left. */
void     tap_store_undo_move_async       (TapStore            *self,
                                          gint64               staff_id,
                                          gint64               visit_id,
                                          const char          *moved_operation,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean tap_store_undo_move_finish      (TapStore            *self,
                                          GAsyncResult        *result,
                                          GError             **error);

/* What a form showed as known of a car when the person began to type; "" for a field that was empty, NULL: not compared (nobody saw
 * it). A field that still says so is not written: another PC may have a newer one. The phone in any way of writing. */
typedef struct
{
  const char *model, *colour, *customer, *phone;
} TapCarSeen;

/* A car arrives. Car and customer are found by plate and phone, or made; of a known one only filled fields change. EXISTS
 * names the visit when the car is in the house; STALE when the booking is used up, or when another PC changed a field of the car that
 * was changed here too (tap_store_error_get_theirs(): "model", "colour", "customer", "phone"). Fields of INPUT: "plate", "customer",
 * "phone", "odometer", "wish", "promised", "planned". Source: visit.md V1; req 31, 36; ledger.md "Editing a record". */
typedef struct
{
  const char *plate;            /* as typed */
  const char *model, *colour;   /* "" keeps what is known */
  guint32     colour_rgb;       /* 0xRRGGBB, with @colour */
  const char *customer;         /* name; "" keeps what is known */
  const char *bringer;          /* "" : the customer */
  const char *phone;            /* with a bringer: theirs, for this visit */
  int         odometer_km;      /* -1: not read */
  const char *wish;             /* in their own words */
  gboolean    waits_here, quick, wash_wanted;
  gint64      advisor_id;       /* 0: the acting person if an advisor */
  gint64      promised_unix;    /* 0: none yet */
  gint64      booking_id;       /* 0: a walk-in */
  int         planned_min;      /* of the first job line, whose text is @wish; 0: no job line yet */
  TapCarSeen  seen;             /* what the form was filled with */
} TapCheckInInput;
void     tap_store_check_in_async        (TapStore               *self,
                                          gint64                  staff_id,
                                          const TapCheckInInput  *input,
                                          const char             *operation_id,
                                          GAsyncReadyCallback     callback,
                                          gpointer                user_data);
/* @number (out) (optional) (transfer full): R<yyyymmdd>-<nnnn>, by the station's calendar. With QUEUED: @visit_id is the one it will have,
 * and there is no number yet (its card has "" for it). */
gboolean tap_store_check_in_finish       (TapStore               *self,
                                          GAsyncResult           *result,
                                          gint64                 *visit_id,
                                          char                  **number,
                                          GError                **error);

/* A short booking: who, which car, when, what for. EXISTS when the car is booked within half a day of the slot. Fields
 * of INPUT: those of the car, and "slot". */
typedef struct
{
  const char *plate, *model, *customer, *phone, *wish;
  gint64      slot_unix;
  gint64      advisor_id;       /* 0: none yet */
  gboolean    quick;
  TapCarSeen  seen;             /* as for a check-in, STALE too */
} TapBookingInput;
void     tap_store_book_async            (TapStore               *self,
                                          gint64                  staff_id,
                                          const TapBookingInput  *input,
                                          const char             *operation_id,
                                          GAsyncReadyCallback     callback,
                                          gpointer                user_data);
gboolean tap_store_book_finish           (TapStore               *self,
                                          GAsyncResult           *result,
                                          gint64                 *booking_id,
                                          GError                **error);

/* @reason is needed. STALE when it has arrived or been cancelled meanwhile. */
void     tap_store_cancel_booking_async  (TapStore            *self,
                                          gint64               staff_id,
                                          gint64               booking_id,
                                          const char          *reason,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean tap_store_cancel_booking_finish (TapStore            *self,
                                          GAsyncResult        *result,
                                          GError             **error);

/* A promise; the first one stays on record. STALE when another one is in force than the form started from. Fields of
 * INPUT: "promised", "reason", "means". Source: visit.md 3.3 "Delay"; req 69, 70. */
typedef struct
{
  gint64      visit_id;
  gint64      promised_unix, expected_unix;    /* expected: the promise the form started from; 0: none */
  const char *with_whom;        /* "" : who brought the car */
  const char *means;            /* "desk", "phone", "message"; "" is desk */
  const char *reason;           /* needed from the second promise on */
} TapPromiseInput;
void     tap_store_promise_async         (TapStore               *self,
                                          gint64                  staff_id,
                                          const TapPromiseInput  *input,
                                          const char             *operation_id,
                                          GAsyncReadyCallback     callback,
                                          gpointer                user_data);
gboolean tap_store_promise_finish        (TapStore               *self,
                                          GAsyncResult           *result,
                                          GError                **error);

/* A note in a visit's history, by anybody of the staff. */
void     tap_store_note_async            (TapStore            *self,
                                          gint64               staff_id,
                                          gint64               visit_id,
                                          const char          *text,
                                          const char          *operation_id,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean tap_store_note_finish           (TapStore            *self,
                                          GAsyncResult        *result,
                                          GError             **error);

/* A line of work. Fields of INPUT: "work", "planned". @job_id is 0 when the operation had been saved by an earlier try. */
void     tap_store_add_job_async         (TapStore            *self,
                                          gint64               staff_id,
                                          gint64               visit_id,
                                          const char          *text,
                                          int                  planned_min,
                                          const char          *operation_id,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean tap_store_add_job_finish        (TapStore            *self,
                                          GAsyncResult        *result,
                                          gint64              *job_id,
                                          GError             **error);

/* Dispatch: gives a line of work to a bay and a technician from a start time on. All unplanned lines of the visit follow
 * one another in working time. A visit in DISPATCH goes to NEXT with it. A plan that has not begun is moved (its
 * assignment keeps its id). STALE when the work has begun, EXISTS when nothing is unplanned, GATE before DISPATCH. Fields
 * of INPUT: "bay", "technician", "start", "planned". Source: visit.md V4, V5; req 65. */
typedef struct
{
  gint64 visit_id;
  gint64 job_id;                /* 0: all lines without a plan */
  gint64 bay_id;
  gint64 technician_id;         /* 0: who usually works in that bay */
  gint64 planned_start_unix;
  int    planned_min;           /* 0: the line's own, else an hour */
} TapAssignInput;
void     tap_store_assign_async          (TapStore              *self,
                                          gint64                 staff_id,
                                          const TapAssignInput  *input,
                                          const char            *operation_id,
                                          GAsyncReadyCallback    callback,
                                          gpointer               user_data);
gboolean tap_store_assign_finish         (TapStore              *self,
                                          GAsyncResult          *result,
                                          GError               **error);

/* Start, stop, resume, finish of an assignment. Starting the first job moves NEXT to WORK; finishing the last moves nothing
 * (the board's "to inspection" does). One running job per technician: GATE with TAP_GATE_TECHNICIAN_BUSY. STALE when the
 * work is not in the state the act needs. Fields of INPUT: "reason", "check". Source: visit.md V5, V6, 3.3; req 72. */
typedef enum { TAP_JOB_START, TAP_JOB_STOP, TAP_JOB_RESUME, TAP_JOB_FINISH } TapJobAct;
typedef struct
{
  gint64        assignment_id;
  TapJobAct     act;
  TapStopReason reason;         /* STOP */
  const char   *note;           /* STOP: what, for whom; may be "" */
  gint64        check_unix;     /* STOP: next check time, needed, to come */
} TapJobActInput;
void     tap_store_job_act_async         (TapStore              *self,
                                          gint64                 staff_id,
                                          const TapJobActInput  *input,
                                          const char            *operation_id,
                                          GAsyncReadyCallback    callback,
                                          gpointer               user_data);
gboolean tap_store_job_act_finish        (TapStore              *self,
                                          GAsyncResult          *result,
                                          GError               **error);

/* PINs: six digits or more, libsodium's password hash; the check runs off the main thread. PIN: wrong; PIN_PAUSE: after
 * three wrong tries a pause that grows (5 s, 15 s, 45 s, … 15 minutes at most), kept on this PC over restarts. */
void     tap_store_check_pin_async       (TapStore            *self,
                                          gint64               staff_id,
                                          const char          *pin,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean tap_store_check_pin_finish      (TapStore            *self,
                                          GAsyncResult        *result,
                                          GError             **error);
/* One's own PIN, or anybody's by an administrator. INPUT "pin". */
void     tap_store_set_pin_async         (TapStore            *self,
                                          gint64               staff_id,
                                          gint64               whose_id,
                                          const char          *pin,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean tap_store_set_pin_finish        (TapStore            *self,
                                          GAsyncResult        *result,
                                          GError             **error);

/* A new station's first contents: columns, week, bays, the first administrator. Once, on an empty station (EXISTS
 * otherwise). Fields of INPUT: "name", "admin", "pin", "time-zone". Source: terms.md 3.2, visit.md 3.4. */
typedef struct
{
  const char *dealer, *station_name, *province, *time_zone;
  const char *admin_name, *admin_pin;
  const char *language;         /* "zh_CN", "zh_TW", "en": names of the starting bays */
} TapSetUpInput;
void     tap_store_set_up_async          (TapStore             *self,
                                          const TapSetUpInput  *input,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean tap_store_set_up_finish         (TapStore             *self,
                                          GAsyncResult         *result,
                                          gint64               *staff_id,
                                          GError              **error);
/* Whether somebody works here. FALSE with an error set: not known. */
void     tap_store_is_set_up_async       (TapStore             *self,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean tap_store_is_set_up_finish      (TapStore             *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/* A person of the staff, new or changed, by an administrator. STALE when name, telephone, roles or whether they work here
 * differ from what the form started from: nothing is changed then; EXISTS when somebody active has the name; the last administrator stays one (INPUT "roles"). Further fields of
 * INPUT: "name", "phone". */
typedef struct
{
  gint64      id;               /* 0: a new person */
  const char *name, *phone;
  TapRoles    roles;
  gboolean    active;
  TapStaff   *expected;         /* the values the form started from; NULL: not compared */
} TapStaffInput;
void     tap_store_put_staff_async       (TapStore             *self,
                                          gint64                staff_id,
                                          const TapStaffInput  *input,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean tap_store_put_staff_finish      (TapStore             *self,
                                          GAsyncResult         *result,
                                          gint64               *id,
                                          GError              **error);

/* ---- how the station is arranged ----
 *
 * Each form gives the values it started from (@expected; NULL: not compared). When another PC changed them meanwhile the command
 * is refused as STALE and nothing is changed. All PCs hear of a change by ::station-changed and use it at once. No history. */

/* A bay, new or changed. The right to change shifts and bays. Fields of INPUT: "name" (missing, or another active bay has it),
 * "badge", "technician", "active" (work is planned or under way in it). */
typedef struct
{
  gint64      id;               /* 0: a new bay */
  const char *name, *badge;     /* the badge has one to four characters */
  TapBayKind  kind;
  int         place;            /* 1: first of all bays, the others make room; 0: where it is, or last */
  gint64      usual_technician_id;   /* 0: nobody */
  gboolean    active;
  TapBay     *expected;         /* its place is not compared: it may be moved twice */
} TapBayInput;
void     tap_store_put_bay_async         (TapStore             *self,
                                          gint64                staff_id,
                                          const TapBayInput    *input,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean tap_store_put_bay_finish        (TapStore             *self,
                                          GAsyncResult         *result,
                                          gint64               *id,
                                          GError              **error);

/* All lanes of the front-desk board in their order, by an administrator: those that are not named go. Every stage from booked to
 * ready stands in exactly one of them, and bookings alone in theirs (INPUT "stages"). Further fields: "name", "limit", "soft-limit",
 * "card-columns". */
typedef struct
{
  GPtrArray *columns;           /* of TapColumn; id 0: a new lane; their position does not count */
  GPtrArray *expected;          /* of TapColumn: the station's columns when the form was opened */
} TapColumnsInput;
void     tap_store_put_columns_async     (TapStore              *self,
                                          gint64                 staff_id,
                                          const TapColumnsInput *input,
                                          GAsyncReadyCallback    callback,
                                          gpointer               user_data);
gboolean tap_store_put_columns_finish    (TapStore              *self,
                                          GAsyncResult          *result,
                                          GError               **error);
/* The ten lanes a new station starts with, ids 0, names "". (transfer full), of TapColumn. Pure; any thread. */
GPtrArray *tap_store_default_columns     (void);

/* The week. The right to change shifts. Fields of INPUT: "day-0" (Monday) … "day-6", "week" (no day is open). */
typedef struct
{
  TapShift        week[7];      /* open_min == close_min: closed; lunch_from_min == lunch_to_min: no lunch */
  const TapShift *expected;     /* seven */
} TapWeekInput;
void     tap_store_put_week_async        (TapStore             *self,
                                          gint64                staff_id,
                                          const TapWeekInput   *input,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean tap_store_put_week_finish       (TapStore             *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/* A date that differs from its weekday, new or changed. The right to change shifts. Fields of INPUT: "date" (no date, or it has an
 * entry already), "hours". */
typedef struct
{
  const char *date;             /* 2026-10-01 */
  const char *name;
  TapShift    shift;            /* open_min == close_min: closed */
  TapDay     *expected;         /* the entry that is changed, perhaps to another date; NULL: a new one */
} TapDayInput;
void     tap_store_put_day_async         (TapStore             *self,
                                          gint64                staff_id,
                                          const TapDayInput    *input,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean tap_store_put_day_finish        (TapStore             *self,
                                          GAsyncResult         *result,
                                          GError              **error);
/* Takes the entry away; STALE when it is not as @expected any more, NOT_FOUND when it is gone. */
void     tap_store_remove_day_async      (TapStore             *self,
                                          gint64                staff_id,
                                          TapDay               *expected,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean tap_store_remove_day_finish     (TapStore             *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/* The station itself, by an administrator. Fields of INPUT: "name", "province", "idle-lock", "risk-slack", "booking-late". */
typedef struct
{
  const char *dealer, *name;
  const char *province;         /* one character, as on plates; "" none */
  int         idle_lock_min;    /* 1 to 240 */
  int         risk_slack_min;   /* 0 to 480 */
  int         booking_late_min; /* 0 to 240 */
  TapStationData *expected;     /* compared in what stands above */
} TapFactsInput;
void     tap_store_put_station_async     (TapStore             *self,
                                          gint64                staff_id,
                                          const TapFactsInput  *input,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean tap_store_put_station_finish    (TapStore             *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/* How many SQL statements the last command of this process ran itself (its last try; triggers and the ledger's own not
 * counted). For measuring; any thread. */
guint    tap_store_statement_count       (void);

/* The demo station: made-up people, cars and work around @now_unix; the same for the same seed. Blocking iterations are inside; @progress is told on the main thread.
 * One process, an empty station folder made by tap_station_create(). */
typedef struct
{
  guint32     seed;             /* 1 */
  int         history_days;     /* past days with delivered visits */
  int         n_history;        /* or so many past visits (0: by days) */
  int         n_vehicles, n_customers; /* of the past visits (0: as many as a station of that age has) */
  int         n_open;           /* open visits; 29 as in the mock-ups */
  gint64      now_unix;
  const char *language;         /* of wishes, bays, names of the station: "zh_CN", "zh_TW", "en" */
} TapDemoInput;
void     tap_store_make_demo_async       (TapStore *self, const TapDemoInput *input, GFileProgressCallback progress, gpointer progress_data, GAsyncReadyCallback callback, gpointer user_data);
gboolean tap_store_make_demo_finish      (TapStore *self, GAsyncResult *result, GError **error);
const char *tap_store_demo_station_name  (const char *language);      /* for tap_station_create() */

/* SHA-256 over the station's tables as this replica has them: equal wherever the same transaction is the last. g_free(). */
void     tap_store_content_hash_async    (TapStore *self, GAsyncReadyCallback callback, gpointer user_data);
char    *tap_store_content_hash_finish   (TapStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
