/* tap-store-private.h — shared inside the store: refusals, inputs of commands, the commands themselves, reads.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands and reads are plain functions on a connection, so that tests run them without a ledger.
 */
#pragma once

#include "store/tap-query.h"
#include "store/tap-store.h"

G_BEGIN_DECLS

/* ---- refusals: each sets @error and returns FALSE ---- */
gboolean tap_refuse          (GError **error, TapStoreError code, const char *message);      /* @message is translated */
gboolean tap_refuse_input    (GError **error, const char *field, const char *message);
/* STALE; @theirs: field, value as it stands now, field, value, …, NULL. (transfer full) */
gboolean tap_refuse_stale    (GError **error, const char *message, char **theirs);
gboolean tap_refuse_verdict  (GError **error, const TapVerdict *verdict, TapStage from, TapStage to);   /* GATE, or RIGHT for the role gate */

/* ---- commands ---- */

/* The input of any command: who acts, from where, and what. Its strings live in @strings, its values in @values. */
typedef struct
{
  GStringChunk *strings;
  GSList       *values;               /* of what is let go of in the end */
  TapCommandFunc func;                /* what the store runs on it */
  gint64        staff_id;
  const char   *pc;
  gint64        visit_id;             /* of a job act: which visit the work is of, for the outbox */
  union
  {
    TapMoveInput    move;
    struct { gint64 visit_id; const char *operation; } undo;
    TapCheckInInput check_in;
    TapBookingInput book;
    struct { gint64 booking_id; const char *reason; } cancel_booking;
    TapPromiseInput promise;
    struct { gint64 visit_id; const char *text; } note;
    struct { gint64 visit_id; const char *text; int planned_min; } add_job;
    TapAssignInput  assign;
    TapJobActInput  job_act;
    struct { gint64 whose_id; const char *hash; } set_pin;
    TapSetUpInput   set_up;           /* admin_pin holds the hash */
    TapStaffInput   put_staff;
    TapBayInput     put_bay;
    TapColumnsInput put_columns;
    TapWeekInput    put_week;
    TapDayInput     put_day;
    TapDay         *remove_day;
    TapFactsInput   put_station;
    TapBackupRun    backup_run;
  };
} TapCommandInput;

TapCommandInput *tap_command_input_new  (gint64 staff_id, const char *pc);
const char      *tap_command_input_keep (TapCommandInput *input, const char *text);          /* NULL stays NULL */
/* Takes @value (nullable), to be freed with the input; returns it. */
gpointer         tap_command_input_hold (TapCommandInput *input, gpointer value, GDestroyNotify free_func);
void             tap_command_input_free (gpointer input);

typedef struct
{
  gint64 id;
  char  *text;                        /* number of a visit, operation of a move */
} TapCommandResult;
TapCommandResult *tap_command_result_new  (gint64 id, const char *text);
void              tap_command_result_free (gpointer result);

/* TapCommandFuncs; their input is a TapCommandInput, their result a TapCommandResult or NULL. */
#define TAP_DECLARE_COMMAND(name) \
  gboolean tap_command_##name (TapCommandContext *context, gconstpointer input, gpointer *result, GError **error)
TAP_DECLARE_COMMAND (move);
TAP_DECLARE_COMMAND (undo_move);
TAP_DECLARE_COMMAND (check_in);
TAP_DECLARE_COMMAND (book);
TAP_DECLARE_COMMAND (cancel_booking);
TAP_DECLARE_COMMAND (promise);
TAP_DECLARE_COMMAND (note);
TAP_DECLARE_COMMAND (add_job);
TAP_DECLARE_COMMAND (assign);
TAP_DECLARE_COMMAND (job_act);
TAP_DECLARE_COMMAND (set_pin);
TAP_DECLARE_COMMAND (set_up);
TAP_DECLARE_COMMAND (put_staff);
TAP_DECLARE_COMMAND (put_bay);
TAP_DECLARE_COMMAND (put_columns);
TAP_DECLARE_COMMAND (put_week);
TAP_DECLARE_COMMAND (put_day);
TAP_DECLARE_COMMAND (remove_day);
TAP_DECLARE_COMMAND (put_station);
TAP_DECLARE_COMMAND (record_backup);

/* ---- parts of commands ---- */

/* Somebody who acts: an active person of the staff. RIGHT otherwise. */
gboolean tap_load_actor      (sqlite3 *db, gint64 staff_id, TapRoles *roles, GError **error);
/* The same, and the right. */
gboolean tap_require_right   (sqlite3 *db, gint64 staff_id, TapRight right, TapRoles *roles, GError **error);
/* The refusal of tap_require_right(), for commands where one of several rights will do. */
gboolean tap_refuse_right    (GError **error);

/* A line of a visit's (or booking's) history that is not a move; only the named members are needed. */
typedef struct
{
  gint64      visit_id, booking_id;
  const char *kind, *reason, *detail, *note;
  gint64      bay_id, technician_id, value_unix;
} TapEvent;
gboolean tap_add_event       (TapCommandContext *context, const TapCommandInput *input, const TapEvent *event, GError **error);

/* A change of stage: the span, and the visit's own row. */
typedef struct
{
  gint64      visit_id;
  TapStage    from, to;
  TapMoveKind kind;
  const char *reason;
  const char *command;                /* "move", "undo", "assign", "start" */
  gint64      from_since_unix, from_ready_unix;
  gint64      since_unix, ready_unix; /* what the visit has from now on */
} TapStageChange;
gboolean tap_change_stage    (TapCommandContext *context, const TapCommandInput *input, const TapStageChange *change, GError **error);
/* What ready_unix becomes when a visit goes to @to. */
gint64   tap_ready_after     (TapStage to, gint64 ready_unix, gint64 now_unix);

typedef struct
{
  TapGateFacts facts;
  gint64       stage_since_unix, ready_unix, moved_by;
  char         moved_operation[64];
  TapRoles     roles;                 /* of the acting person */
} TapVisitFacts;
/* What gates look at, on the fresh state, and the acting person's roles, in one statement. NOT_FOUND, RIGHT. */
gboolean tap_load_visit_facts (sqlite3 *db, gint64 visit_id, gint64 staff_id, TapVisitFacts *facts, GError **error);
/* GATE with the closed verdict unless the visit is in the house; its stage goes to @stage (nullable). */
gboolean tap_require_open    (sqlite3 *db, gint64 visit_id, TapStage *stage, GError **error);

/* A car and its customer, found or made from what a form holds; filled fields are merged into what is known. */
typedef struct
{
  const char *plate, *model, *colour, *customer, *phone;
  guint32     colour_rgb;
  int         odometer_km;            /* -1: not read */
  gboolean    brought;                /* somebody else brings the car: the phone is theirs */
  TapCarSeen  seen;
} TapCarInput;
typedef struct
{
  gint64 vehicle_id, customer_id;
  char  *plate, *customer, *phone;
  char  *contact;                     /* the phone for this visit */
} TapCar;
/* Where another PC wrote other values over what a form was filled from: STALE with theirs, as tap_put_car() would say. NULL: nowhere. */
GError  *tap_find_car_collisions (sqlite3 *db, const TapCarInput *input);
gboolean tap_put_car         (TapCommandContext *context, const TapCarInput *input, TapCar *car, GError **error);
void     tap_car_clear       (TapCar *car);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TapCar, tap_car_clear)

/* "R20261120-0019": the next free number of the local day of @at_unix. */
char    *tap_next_visit_number (sqlite3 *db, gint64 at_unix, GError **error);
/* A new line of work, one in a command; its id, or 0 with an error. */
gint64   tap_insert_job      (TapCommandContext *context, gint64 visit_id, const char *text, int planned_min, GError **error);
gboolean tap_insert_promise  (TapCommandContext *context, const TapCommandInput *input, const TapPromiseInput *promise, GError **error);

/* All columns in the order of the list, those without an id as new ones. */
gboolean tap_write_columns   (TapCommandContext *context, const GPtrArray *columns, GError **error);

/* ---- what waits for the share ---- */

/* What the outbox writes down of @input; NULL: such a command may not wait. Pure; any thread. */
char            *tap_pending_write   (const TapCommandInput *input);
/* The visit it is about, a check-in's too; 0: may not wait. */
gint64           tap_pending_subject (const TapCommandInput *input, const char *operation_id);
/* The input again, with its func. NOT_FOUND: of a newer program; INPUT: not to be read. Pure; any thread. */
TapCommandInput *tap_pending_read    (const char *name, const char *text, GError **error);
/* A TapOutboxReadFunc. */
gboolean         tap_pending_make_command (const TapOutboxEntry *entry, TapCommand *command, gpointer data);
/* A check-in that collides with what stands in the station: @theirs and @own (free) in words, and the text of it as decided for one's own.
 * NULL: it does not. */
char            *tap_pending_find_mine (sqlite3 *db, TapCommandInput *input, char **theirs, char **own);
/* Entries of the outbox in words: of TapPending, in the read transaction of its caller. */
GPtrArray       *tap_read_pending    (sqlite3 *db, GPtrArray *entries, GError **error);
/* The plans of these visits (json) as they are now; those of @before (nullable) that are gone are added to @gone. */
GArray          *tap_read_pending_bars (sqlite3 *db, const char *visits_json, GArray *before, GArray *gone, GError **error);
gint64           tap_read_visit_of_assignment (sqlite3 *db, gint64 assignment_id, GError **error);     /* 0 without an error: no such plan */

/* ---- helpers ---- */
char    *tap_pinyin_initials (const char *name);    /* (transfer full): "lt" for 李婷; letters and digits as they are; any thread */
/* Opening the tables of readings takes 0.2 s, once in a program: to be done before a command needs them, off the main thread. */
void     tap_pinyin_prepare     (void);
gboolean tap_pinyin_is_prepared (void);
char    *tap_person_search_key (const char *name, const char *initials, const char *phone);
gboolean tap_text_is_blank   (const char *text);
char    *tap_text_clean      (const char *text, int max_chars);   /* (transfer full): without white space at the ends, cut */

/* ---- reads, each in the read transaction of its caller ---- */
TapStationData *tap_read_station     (sqlite3 *db, const char *station_id, GError **error);
TapCalendar    *tap_read_calendar    (sqlite3 *db, GError **error);
/* The runs of backups, into an empty @data. */
gboolean        tap_read_backup_runs (sqlite3 *db, TapStationData *data, GError **error);
TapBoardData   *tap_read_board       (sqlite3 *db, gint64 day_from_unix, gint64 day_to_unix, gint64 noon_unix, GError **error);
/* @scope: a static SELECT of visit ids, with :ids in it if @ids_json is given. */
GPtrArray      *tap_read_cards       (sqlite3 *db, const char *scope, const char *ids_json, GError **error);
GPtrArray      *tap_read_booking_cards (sqlite3 *db, gint64 until_unix, const char *ids_json, GError **error);    /* @ids_json NULL: all open ones before @until_unix */
GPtrArray      *tap_read_bars        (sqlite3 *db, const char *scope, const TapParam *params, GArray *not_shown, GError **error);
TapVisitDetail *tap_read_visit       (sqlite3 *db, gint64 visit_id, GError **error);
/* The visit (its id and number) or booking or line of work that an operation made; of a move the operation itself. NULL without an error: nothing known. */
TapCommandResult *tap_read_operation  (sqlite3 *db, const char *operation_id, GError **error);
gint64          tap_read_find_visit  (sqlite3 *db, const char *text, GError **error);
TapKnownPlate  *tap_read_known_plate (sqlite3 *db, const char *plate, GError **error);
GPtrArray      *tap_read_search      (sqlite3 *db, const char *typed, int limit, GError **error);

/* Keys of changed rows, by table; NULL-free JSON lists are made of them. */
typedef struct
{
  GHashTable *keys;                   /* table name -> GHashTable of gint64 */
  gboolean    station;                /* settings, columns, staff, bays, calendar */
} TapChangedKeys;
void            tap_changed_keys_init  (TapChangedKeys *self);
void            tap_changed_keys_add   (TapChangedKeys *self, GPtrArray *rows);     /* of TapRowChange */
void            tap_changed_keys_add_key (TapChangedKeys *self, const char *table, gint64 key);
gboolean        tap_changed_keys_any_card (const TapChangedKeys *self);
void            tap_changed_keys_clear (TapChangedKeys *self);
/* @day_to_unix: bookings from then on are not on the board. */
TapCardChanges *tap_read_changes       (sqlite3 *db, const TapChangedKeys *changed, gint64 day_to_unix, GError **error);
TapCardChanges *tap_card_changes_new   (void);
void            tap_card_changes_free  (TapCardChanges *changes);

/* ---- the pause after wrong PINs ---- */

GError  *tap_new_pause_error (const char *message, gint64 left_s);
typedef struct
{
  int    n_wrong;
  gint64 until_unix;                  /* 0: no pause */
} TapPinPause;
void     tap_pin_pause_parse (TapPinPause *self, const char *text);     /* NULL, nonsense: no wrong tries */
char    *tap_pin_pause_text  (const TapPinPause *self);
void     tap_pin_pause_wrong (TapPinPause *self, gint64 now_unix);      /* one more wrong try */
void     tap_pin_pause_begin (TapPinPause *self, gint64 now_unix);      /* the pause that belongs to so many wrong tries, from now on */
gint64   tap_pin_pause_left_s (const TapPinPause *self, gint64 now_unix);
GError  *tap_pin_pause_error (gint64 left_s);                           /* "Too many wrong tries: wait 2 minutes." */
gboolean tap_pin_is_valid    (const char *pin, GError **error);         /* six digits or more; INPUT "pin" */
char    *tap_pin_hash        (const char *pin, GError **error);         /* slow: not on the main thread */
gboolean tap_pin_matches     (const char *hash, const char *pin);       /* slow */

const TapMigration *tap_store_get_migrations (guint *n_migrations);

G_END_DECLS
