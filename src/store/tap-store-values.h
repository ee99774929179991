/* tap-store-values.h — what the store hands out: immutable values, reference counted, free of SQL and of widgets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/tap-core.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Every value below is made by the store, never changed afterwards, safe on any thread, and shared by
 * tap_…_ref()/tap_…_unref() (boxed GTypes TAP_TYPE_…). Strings are never NULL ("" where unknown) unless said.
 * tap_…_new() makes an empty one: all strings "", all lists empty, all numbers 0; its maker fills it (tap_take()) before
 * anybody else sees it. Times are Unix seconds UTC, 0: never or unknown; ids are 0 where there is none. */
#define TAP_DECLARE_VALUE(Type, type)                                 \
  GType type##_get_type (void);                                      \
  Type *type##_new      (void);                                      \
  Type *type##_ref      (Type *self);                                \
  void  type##_unref    (Type *self);                                \
  G_DEFINE_AUTOPTR_CLEANUP_FUNC (Type, type##_unref)

/* Puts @value (transfer full) where an empty or older string was; NULL becomes "". For the maker of a value only. */
void tap_take (char **place,
               char  *value);

/* Somebody who works here. Never deleted: inactive ones keep their names in old histories. */
typedef struct
{
  gint64   id;
  char    *name;              /* 李婷 */
  char    *initials;          /* lt: pinyin initials for search */
  char    *phone;
  TapRoles roles;
  int      colour;            /* 0…7, of the avatar */
  gboolean active;
  gboolean has_pin;
} TapStaff;
TAP_DECLARE_VALUE (TapStaff, tap_staff)
#define TAP_TYPE_STAFF (tap_staff_get_type ())

typedef struct
{
  gint64     id;
  char      *name;            /* 机电3 */
  char      *badge;           /* 3, 快1, 定: what stands in the row's badge */
  TapBayKind kind;
  int        position;
  gint64     usual_technician_id; /* who works here unless somebody else is chosen; 0: nobody */
  gboolean   active;
} TapBay;
TAP_DECLARE_VALUE (TapBay, tap_bay)
#define TAP_TYPE_BAY (tap_bay_get_type ())

typedef struct
{
  gint64      id;
  int         position;
  char       *name;           /* "" : the default name of its stages, in the interface language */
  TapStageSet stages;
  int         limit_min;      /* 0: none */
  int         soft_limit;     /* cards; 0: none */
  int         n_card_columns; /* 1 or 2 */
} TapColumn;
TAP_DECLARE_VALUE (TapColumn, tap_column)
#define TAP_TYPE_COLUMN (tap_column_get_type ())

/* One date that differs from its weekday: a holiday, or a Sunday that is worked. */
typedef struct
{
  char    *date;              /* 2026-10-01 */
  char    *name;              /* 国庆节; "" none */
  TapShift shift;             /* open_min == close_min: closed */
} TapDay;
TAP_DECLARE_VALUE (TapDay, tap_day)
#define TAP_TYPE_DAY (tap_day_get_type ())

/* One run of the nightly (or wanted) backup, as every PC learns of it. */
typedef struct
{
  gint64       made_unix;
  gint64       staff_id;         /* who wanted it; 0: the program itself, by the clock */
  char        *person;           /* their name; "" */
  char        *pc;
  char        *place;
  guint64      seq;              /* the last transaction in it */
  gint64       bytes;
  gint64       took_s;
  gboolean     good;
  char        *problem;          /* "" when good */
} TapBackupRun;
TAP_DECLARE_VALUE (TapBackupRun, tap_backup_run)
#define TAP_TYPE_BACKUP_RUN (tap_backup_run_get_type ())

/* Everything of the station that is not a visit. */
typedef struct
{
  char        *station_id;
  char        *name;             /* 亦庄服务站 */
  char        *dealer;           /* 远川汽车 */
  char        *province;         /* 京: plates of the own province are shown without it on the wall */
  TapCalendar *calendar;         /* made of the week and the days */
  TapShift     week[7];          /* [0] = Monday */
  GPtrArray   *days;             /* of TapDay, by date */
  GPtrArray   *columns;          /* of TapColumn, in order */
  GPtrArray   *staff;            /* of TapStaff, active first, in order */
  GPtrArray   *bays;             /* of TapBay, in order */
  int          idle_lock_min;    /* 10 */
  int          risk_slack_min;   /* 30 */
  int          booking_late_min; /* 10 */
  GPtrArray   *backup_runs;      /* of TapBackupRun of all PCs, the newest first; the newest 40 */
  TapBackupRun *last_backup;     /* the newest of any PC, good or not (nullable) */
  TapBackupRun *last_good_backup; /* (nullable) */
  gboolean     demo;             /* a demo station: the strip says so */
  gint64       demo_staff_id;    /* who the demo is signed in as; 0 otherwise */
} TapStationData;
TAP_DECLARE_VALUE (TapStationData, tap_station_data)
#define TAP_TYPE_STATION_DATA (tap_station_data_get_type ())

/* One card: an open visit, or a booking that has not arrived. */
typedef struct
{
  gint64       id;               /* of the visit, or of the booking when stage is TAP_STAGE_BOOKED */
  char        *number;           /* R20261120-0019; "" for a booking */
  TapStage     stage;
  gint64       stage_since_unix;
  gint64       moved_by;         /* staff who made the last move */
  char        *moved_operation;  /* operation id of the last move: undo takes back exactly that one */
  gboolean     queued;           /* an entry of this PC's outbox is about it: not on the share yet */

  char        *plate;            /* stored form */
  TapPlateKind plate_kind;
  char        *model;
  char        *colour;           /* word */
  guint32      colour_rgb;       /* 0xRRGGBB of the dot */
  gint64       vehicle_id;
  gint64       customer_id;
  char        *customer;         /* name of the customer */
  char        *customer_initials;
  char        *bringer;          /* who brings it (req 14); "" if the customer */
  char        *phone;
  gint64       advisor_id;       /* 0: none yet */
  char        *advisor;
  int          advisor_colour;
  char        *wish;             /* in their own words, or the short work text */

  gboolean     booked, quick, waits_here, vip, fleet, warranty, insured, rework, extended, wash_wanted;
  gint64       arrived_unix;
  gint64       slot_unix;        /* a booking's time; of a booked visit too */
  gint64       promised_unix;    /* in force; 0: none */
  gint64       first_promised_unix;
  guint        n_promises;
  gint64       ready_unix;
  int          planned_left_min; /* planned minutes of the work not done, less what was worked up to the last stop; -1: no plan */
  gint64       running_since_unix; /* since when its running job runs (not yet taken off planned_left_min); 0: none runs */
  int          odometer_km;

  guint        n_jobs, n_jobs_done, n_jobs_running, n_stoppages;
  int          planned_min;      /* of all its work; 0: nothing planned */
  int          progress_pct;     /* done share of the planned minutes, without the span that runs: tap_card_progress_pct () */
  gint64       bay_id;           /* of the running or next assignment; 0: none */
  char        *bay;
  gint64       technician_id;
  char        *technician;
  gboolean     parts_hold, needs_ok;
  TapStopReason stop_reason;     /* of the worst open stoppage, when n_stoppages > 0 */
  char        *stop_note;
  gint64       stopped_since_unix;
  gint64       stop_check_unix;  /* next check time */

  char        *search_key;       /* plate, phone, names, initials, number: folded; tap_search_key_matches() */
} TapCard;
TAP_DECLARE_VALUE (TapCard, tap_card)
#define TAP_TYPE_CARD (tap_card_get_type ())

/**
 * tap_card_gate_facts:
 * @self: a card as it was last seen
 * @acting_staff_id: who wants to move it; 0: nobody
 * @facts: (out): what the gates look at
 *
 * The facts for tap_gate_judge() as this card knows them, so that a screen shows the same verdict a command would give.
 * The command judges again on the fresh state. Pure; any thread. Source: visit.md 3.6.
 */
/**
 * tap_card_progress_pct:
 * @self: a card
 * @now_unix: station time
 *
 * The share of the planned minutes that is worked, with the span that runs up to now; at most 95 while a line is not finished, so that
 * work over its plan does not look done. Pure; any thread.
 */
int          tap_card_progress_pct      (const TapCard  *self,
                                         gint64          now_unix);
void         tap_card_gate_facts        (const TapCard  *self,
                                         gint64          acting_staff_id,
                                         TapGateFacts   *facts);
/**
 * tap_search_fold:
 * @typed: any text, also NULL
 *
 * What search keys are folded by: compatibility forms (full-width letters) made plain, small letters, and nothing but
 * letters and digits of any script left, so that "京A·6K2" and "京a6k2" are the same. Pure; any thread.
 *
 * Returns: (transfer full): the folded text, perhaps ""
 */
char        *tap_search_fold            (const char     *typed);
/* Whether a field of @search_key (fields are divided by line feeds) holds @folded; "" matches all. Pure; any thread. */
gboolean     tap_search_key_matches     (const char     *search_key,
                                         const char     *folded);

/* A stretch of a bar: work, or a stoppage. */
typedef struct
{
  gint64   from_unix, to_unix;    /* to 0: still going on */
  gboolean stoppage;              /* a stoppage, else work */
  TapStopReason reason;
} TapWorkSpan;

/* One plan of one job in a bay, with what really happened: a bar of the workshop board. */
typedef struct
{
  gint64        id;
  gint64        visit_id, job_id, bay_id, technician_id;
  char         *technician;
  char         *plate;
  char         *work;             /* the job line's text */
  gint64        planned_start_unix;
  int           planned_min;
  gint64        started_unix;     /* first start; 0: not yet */
  gint64        finished_unix;    /* 0: not yet */
  int           worked_min;       /* clock minutes worked up to the last stop or finish; a running span is not in it */
  gint64        running_since_unix; /* 0: not running */
  gint64        stopped_since_unix; /* 0: not stopped */
  TapStopReason stop_reason;
  char         *stop_note;
  gint64        stop_check_unix;
  GArray       *spans;            /* of TapWorkSpan, in order */
} TapBar;
TAP_DECLARE_VALUE (TapBar, tap_bar)
#define TAP_TYPE_BAR (tap_bar_get_type ())

/* A line of work (维修项目) of a visit. */
typedef enum { TAP_JOB_OPEN, TAP_JOB_RUNNING, TAP_JOB_STOPPED, TAP_JOB_DONE, TAP_JOB_CANCELLED } TapJobState;
typedef struct
{
  gint64      id, visit_id;
  int         position;
  char       *text;
  int         planned_min;
  TapJobState state;
  gint64      assignment_id, bay_id, technician_id;
  char       *bay, *technician;
} TapJob;
TAP_DECLARE_VALUE (TapJob, tap_job)

typedef struct
{
  gint64 promised_unix;
  gint64 agreed_unix;
  gint64 staff_id;
  char  *staff;
  char  *with_whom;           /* who of the customer's side agreed */
  char  *means;               /* "at desk", "phone", … as stored word key: desk, phone, message */
  char  *reason;
} TapPromise;
TAP_DECLARE_VALUE (TapPromise, tap_promise)

/* One line of a visit's history. @kind: "check-in", "move", "undo", "promise", "assign", "start", "stop", "resume", "finish", "note", … */
typedef struct
{
  gint64   at_unix;
  gint64   staff_id;
  char    *staff;
  char    *pc;
  char    *kind;
  TapStage from, to;
  TapMoveKind move_kind;
  char    *reason;
  char    *detail;            /* job text, note, who agreed …; plain */
  char    *note;              /* what was written at a stoppage; the means of a promise ("desk", "phone", "message") */
  char    *bay;               /* of "assign" and the acts on a job */
  char    *technician;
  gint64   value_unix;        /* a time that belongs to it: the slot, the promise, the planned start; 0: none */
} TapHistoryItem;
TAP_DECLARE_VALUE (TapHistoryItem, tap_history_item)

/**
 * tap_history_item_text:
 * @item: a line of the history
 * @zone: the station's time zone
 *
 * The line in words of the interface language, without time and person (they stand in columns of their own).
 * @reason of "stop" holds the stored reason key and is shown as its word. Pure; any thread.
 *
 * Returns: (transfer full): a sentence
 */
char *tap_history_item_text (const TapHistoryItem *item,
                             GTimeZone            *zone);

typedef struct
{
  TapCard   *card;
  char      *vin;
  char      *email;
  int        n_earlier_visits;
  GPtrArray *jobs;            /* of TapJob */
  GPtrArray *promises;        /* of TapPromise, first to last */
  GPtrArray *history;         /* of TapHistoryItem, oldest first */
  gint64     stage_entered_unix[TAP_N_STAGES];   /* last entry of each stage; 0: never */
} TapVisitDetail;
TAP_DECLARE_VALUE (TapVisitDetail, tap_visit_detail)

/* What is known of a plate, to fill a form. */
typedef struct
{
  gint64   vehicle_id, customer_id;
  char    *plate, *model, *colour, *vin;
  guint32  colour_rgb;
  char    *customer, *phone;
  gboolean vip, fleet;
  int      odometer_km;
  gint64   open_visit_id;      /* it is in the house already; 0: no */
  gint64   booking_id;         /* booked and not arrived; 0: no */
  gint64   booking_slot_unix;
  char    *booking_wish;
  gint64   booking_advisor_id;
  gboolean booking_quick;
  gint64   last_visit_id, last_visit_unix;
  int      last_visit_km;
  char    *last_visit_wish;
} TapKnownPlate;
TAP_DECLARE_VALUE (TapKnownPlate, tap_known_plate)

typedef struct
{
  gint64   vehicle_id, customer_id;
  gint64   open_visit_id;       /* 0: not in the house */
  gint64   last_visit_id;
  char    *plate, *model, *customer, *phone;
  gint64   last_visit_unix;
} TapSearchHit;
TAP_DECLARE_VALUE (TapSearchHit, tap_search_hit)

G_END_DECLS
