/* tap-demo.h — the parts of the demo station's maker: tables of made-up things, rows on the way to the ledger.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store/tap-store.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* ---- made-up things (tap-demo-words.c) ---------------------------------------------------------------------------- */

typedef enum { TAP_DEMO_ZH_CN, TAP_DEMO_ZH_TW, TAP_DEMO_EN } TapDemoLanguage;
#define TAP_DEMO_N_LANGUAGES 3

/* One text in the three languages of a station. */
typedef struct
{
  const char *in[TAP_DEMO_N_LANGUAGES];
} TapDemoText;
#define TAP_DEMO_TEXT(zh_cn, zh_tw, en) { { zh_cn, zh_tw, en } }

typedef struct
{
  TapDemoText name;
  guint32     rgb;
} TapDemoColour;

typedef struct
{
  TapDemoText text;
  int         planned_min;
  TapBayKind  kind;
  int         weight;           /* how often it is wished */
} TapDemoWork;

typedef struct
{
  const char *text;             /* simplified characters */
  const char *initial;          /* of its pinyin */
} TapDemoSyllable;

extern const TapDemoText     tap_demo_models[];
extern const guint           tap_demo_n_models;
extern const TapDemoColour   tap_demo_colours[];
extern const guint           tap_demo_n_colours;
extern const TapDemoWork     tap_demo_works[];
extern const guint           tap_demo_n_works;
extern const TapDemoSyllable tap_demo_surnames[];
extern const guint           tap_demo_n_surnames;
extern const TapDemoSyllable tap_demo_given[];
extern const guint           tap_demo_n_given;

TapDemoLanguage tap_demo_language       (const char      *name);      /* "zh_CN", "zh_TW", else English */
/* A name of a person or a firm in the characters of the language; g_free(). */
char           *tap_demo_name           (TapDemoLanguage  language,
                                         const char      *simplified);

/* ---- rows (tap-demo-rows.c) ---------------------------------------------------------------------------------------- */

typedef enum
{
  TAP_DEMO_SETTING, TAP_DEMO_COLUMN, TAP_DEMO_STAFF, TAP_DEMO_BAY, TAP_DEMO_SHIFT, TAP_DEMO_CUSTOMER, TAP_DEMO_VEHICLE,
  TAP_DEMO_BOOKING, TAP_DEMO_VISIT, TAP_DEMO_SPAN, TAP_DEMO_PROMISE, TAP_DEMO_JOB, TAP_DEMO_ASSIGNMENT,
  TAP_DEMO_WORK_SPAN, TAP_DEMO_STOPPAGE, TAP_DEMO_EVENT, TAP_DEMO_ARRIVED, TAP_DEMO_BACKUP_RUN, TAP_DEMO_N_TABLES
} TapDemoTable;

/* Rows that travel in one transaction, in the order they are inserted. */
typedef struct _TapDemoRows TapDemoRows;
TapDemoRows *tap_demo_rows_new          (void);
void         tap_demo_rows_free         (TapDemoRows  *self);
/* The values of the table's columns in order: gint64 for ids and numbers, const char * for texts (copied). */
void         tap_demo_rows_add          (TapDemoRows  *self,
                                         TapDemoTable  table,
                                         ...);
gsize        tap_demo_rows_get_bytes    (TapDemoRows  *self);         /* about what the changeset will weigh */
gboolean     tap_demo_rows_write        (TapDemoRows  *self,
                                         sqlite3      *db,
                                         GError      **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapDemoRows, tap_demo_rows_free)

/* ---- the demo under way ---------------------------------------------------------------------------------------------- */

#define TAP_DEMO_N_BAYS 9
#define TAP_DEMO_N_ADVISORS 3

typedef struct
{
  gint64 vehicle_id, customer_id;
  int    odometer_km;
} TapDemoCar;

typedef struct
{
  TapDemoInput    input;
  TapDemoLanguage language;
  GRand          *rand;
  GTimeZone      *zone;
  GHashTable     *plates;           /* set of the plates given away */
  TapDemoRows    *rows;             /* being filled */

  gint64          now_unix;
  gint64          midnight_unix;    /* of the station's today */
  int             open_min, close_min, lunch_from_min, lunch_to_min;
  double          past_scale, future_scale;      /* see tap-demo-clock.c */

  gint64          bays[TAP_DEMO_N_BAYS], technicians[TAP_DEMO_N_BAYS], advisors[TAP_DEMO_N_ADVISORS];
  gint64          foreman, inspector, washer, cashier;

  GHashTable     *numbers;          /* the midnight of a day (gint64 *) to the last number given (gint64 *) */
  int             n_history_done;   /* past visits made so far */
  GArray         *garage;           /* of TapDemoCar: cars that come again */
  GArray         *owners;           /* of gint64: customers that may own another car */
  GArray         *visits;           /* of TapDemoVisit: added, not yet numbered and written */
  gint64          n_ids;
  int             n_batches;
  gboolean        board_done;
} TapDemo;

TapDemo     *tap_demo_new        (const TapDemoInput *input);
void         tap_demo_free       (TapDemo *self);
/* The rows of the next transaction; NULL: the station is complete. (transfer full) */
TapDemoRows *tap_demo_next_batch (TapDemo *self);

gint64  tap_demo_new_id         (TapDemo *self);
char   *tap_demo_new_plate      (TapDemo *self);                      /* not given away before; g_free() */
char   *tap_demo_new_phone      (TapDemo *self);
char   *tap_demo_new_number     (TapDemo *self, gint64 arrived_unix);  /* R20261120-0019 */
char   *tap_demo_new_uuid       (TapDemo *self);
int     tap_demo_between        (TapDemo *self, int from, int to);     /* both included */
const char *tap_demo_say        (TapDemo *self, const TapDemoText *text);

/* A customer and the car; @customer NULL makes one up. */
TapDemoCar tap_demo_add_car     (TapDemo    *self,
                                 gint64      customer_id,
                                 const char *plate,
                                 const char *customer,
                                 const char *initials,
                                 int         model,
                                 int         colour,
                                 gboolean    vip,
                                 gboolean    fleet,
                                 gint64      created_unix);
gint64     tap_demo_add_customer (TapDemo *self, const char *name, const char *initials, gboolean vip, gboolean fleet, gint64 created_unix);

/* ---- a visit and its history (tap-demo-visit.c) ------------------------------------------------------------------------- */

typedef enum { TAP_DEMO_JOB_NONE, TAP_DEMO_JOB_OPEN, TAP_DEMO_JOB_PLANNED, TAP_DEMO_JOB_RUNNING, TAP_DEMO_JOB_STOPPED,
               TAP_DEMO_JOB_DONE } TapDemoJobState;

typedef struct
{
  TapDemoJobState state;
  const char     *text;
  int             planned_min;
  int             bay;                   /* 0…8 */
  gint64          from_unix;             /* planned or first start */
  gint64          to_unix;               /* DONE: finished; STOPPED: stopped */
  gint64          pause_from_unix, pause_to_unix;      /* a night between two spans of work; 0: none */
  TapStopReason   reason;
  const char     *note;
  gint64          check_unix;
} TapDemoJob;

#define TAP_DEMO_MAX_JOBS 3

typedef struct
{
  TapDemoCar  car;
  int         advisor;
  const char *wish;
  const char *bringer;
  TapStage    stage;
  gint64      arrived_unix, since_unix, slot_unix;     /* slot 0: a walk-in */
  gint64      promised_unix, first_promised_unix;      /* first 0: the same; promised 0: none */
  const char *promise_reason, *with_whom;
  gboolean    quick, waits_here, wash_wanted, warranty, insured, rework;
  gboolean    lean;                      /* an old one: only the ends of its history … */
  gboolean    bare;                      /* … and nothing but the visit and its work (lean too) */
  const char *note;                      /* a note in its history; NULL: none */
  TapDemoJob  jobs[TAP_DEMO_MAX_JOBS];
} TapDemoVisit;

/* Copied; its strings are static or interned. */
void    tap_demo_add_visit      (TapDemo            *self,
                                 const TapDemoVisit *visit);
/* Writes the rows of the visits added since the last time, numbered in the order the cars arrived. */
void    tap_demo_flush_visits   (TapDemo            *self);
gint64  tap_demo_add_booking    (TapDemo            *self,
                                 const TapDemoCar   *car,
                                 gint64              slot_unix,
                                 int                 advisor,
                                 const char         *wish,
                                 gboolean            quick);

/* ---- the parts of the station (each fills self->rows) ------------------------------------------------------------------- */

void     tap_demo_set_clock     (TapDemo *self);                       /* tap-demo-clock.c */
gint64   tap_demo_at            (TapDemo *self, int offset_min);       /* minutes from now, as the pictures have it */
gint64   tap_demo_day_at        (TapDemo *self, int day, int minute);  /* day 0 is today */
void     tap_demo_add_station   (TapDemo *self);                       /* tap-demo-station.c: settings, people, bays, week */
void     tap_demo_keep_plates   (TapDemo *self);                       /* the plates of the board are not given to others */
void     tap_demo_add_board     (TapDemo *self);                       /* tap-demo-board.c: what is in the house */
void     tap_demo_add_today     (TapDemo *self);                       /* tap-demo-today.c: what left the house today */
void     tap_demo_add_backups   (TapDemo *self);                       /* tap-demo-backups.c: the last nights' runs */
void     tap_demo_add_crowd     (TapDemo *self, int n);                /* tap-demo-today.c: more open visits than the pictures have */
/* How much of a past visit's history is written: bulk is for benchmarks and old times. */
typedef enum { TAP_DEMO_FULL, TAP_DEMO_LEAN, TAP_DEMO_BARE } TapDemoDepth;

/* Pieces of visits, for the parts above and below (tap-demo-today.c). */
void               tap_demo_random_name   (TapDemo *self, char **name, char **initials);     /* (transfer full), simplified */
TapDemoCar         tap_demo_random_car    (TapDemo *self, gint64 customer_id, gint64 created_unix);   /* customer 0: a new one */
const TapDemoWork *tap_demo_random_work   (TapDemo *self);
int                tap_demo_bay_for       (TapDemo *self, TapBayKind kind);
void               tap_demo_add_delivered (TapDemo *self, const TapDemoCar *car, const TapDemoWork *work, int bay, gint64 arrived_unix,
                                           gint64 from_unix, gint64 to_unix, gint64 left_unix, TapDemoDepth depth);
void               tap_demo_add_past      (TapDemo *self, const TapDemoCar *car, int n);     /* earlier visits of a car */

/* Past visits, oldest first, until the batch weighs enough; FALSE: there are no more. */
gboolean tap_demo_add_history   (TapDemo *self);                       /* tap-demo-history.c */
int      tap_demo_n_history     (const TapDemoInput *input);

#define TAP_DEMO_BATCH_BYTES (700 * 1000)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapDemo, tap_demo_free)

G_END_DECLS
