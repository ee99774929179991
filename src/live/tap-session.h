/* tap-session.h — one open station in one program: the store, who is signed in, how the connection stands.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store/tap-store.h"

G_BEGIN_DECLS

/**
 * TapSession:
 *
 * Who is signed in, what the station is like, how the connection stands. One per open station and program; boards and screens hold it.
 *
 * Properties (read-only, notified only on change): "staff" (TapStaff, boxed; NULL: nobody), "station" (TapStationData),
 * "connection-text" (the chip), "writable", "pending-count" (entries that wait on this PC for the share, refused ones included),
 * "refused-count" (those of them that need a person's decision).
 * Signals: ::signed-in-changed () also when the person's roles change or the person is no longer active, ::station-changed () settings,
 * columns, people, bays: tap_session_get_station() is the new one already, ::connection-changed () when a word of the connection
 * changed, so at most once a second while the age of the last answer is counted, ::pending-changed () tap_session_list_pending()
 * is another one; the two counts are the new ones already.
 * Main thread only.
 */
#define TAP_TYPE_SESSION (tap_session_get_type ())
G_DECLARE_FINAL_TYPE (TapSession, tap_session, TAP, SESSION, GObject)

TapSession     *tap_session_new            (TapStore   *store);       /* (transfer full) of an open store, which it keeps */
TapStore       *tap_session_get_store      (TapSession *self);        /* (transfer none) (nullable): NULL in tests without a store */
TapStationData *tap_session_get_station    (TapSession *self);        /* (transfer none) until ::station-changed */
TapStaff       *tap_session_get_staff      (TapSession *self);        /* (transfer none) (nullable) */
gint64          tap_session_get_staff_id   (TapSession *self);        /* 0: nobody */
TapRoles        tap_session_get_roles      (TapSession *self);        /* 0: nobody */
gboolean        tap_session_may            (TapSession *self, TapRight right);      /* for what to enable; the command checks again */
void            tap_session_sign_in        (TapSession *self, gint64 staff_id);     /* after the PIN was checked; somebody unknown or inactive changes nothing */
void            tap_session_sign_out       (TapSession *self);
TapStaff       *tap_session_find_staff     (TapSession *self, gint64 id);           /* (transfer none) (nullable) */
TapBay         *tap_session_find_bay       (TapSession *self, gint64 id);           /* (transfer none) (nullable) */
gint64          tap_session_now_unix       (TapSession *self);                      /* station time, not this PC's */
GTimeZone      *tap_session_get_zone       (TapSession *self);                      /* (transfer none) of the station's calendar */

guint           tap_session_get_pending_count (TapSession *self);     /* entries of the outbox, refused and held ones included */
guint           tap_session_get_refused_count (TapSession *self);     /* of them: to be decided by a person */

/* The connection chip and the banner (look.md 12), and what stays allowed (ledger.md, "What the user sees"). */
typedef struct
{
  TapLedgerState state;
  int            age_s;          /* seconds since the last answer */
  gint64         since_unix;     /* since when it stands so; 0: not known */
  gint64         seen_unix;      /* up to when the picture is whole: the last answer; 0: none since the start */
  int            retry_s;        /* cut off: seconds to the next try; 0: one is under way */
  int            clock_offset_s; /* file server minus this PC */
  guint          n_pending;      /* entries of this PC that are not on the share yet, refused ones too */
  guint          n_refused;      /* of those: waiting for a decision */
  char          *reason;         /* the ledger's sentence; "" in step */
  char          *chip;           /* "共享文件正常" */
  char          *chip_detail;    /* "3 秒前同步"; a fresh answer is not counted out, so that nothing is redrawn in step */
  char          *banner;         /* one sentence; "" none */
  gboolean       writable;       /* all is saved at once */
  gboolean       queueable;      /* moves, starts and stops, notes and check-ins are taken: saved, or kept until the share is back */
} TapConnection;
/* (transfer none), valid until ::connection-changed. */
const TapConnection *tap_session_get_connection (TapSession *self);
/* What this PC entered while the share was away, in order; ::pending-changed tells of another list.
 * Returns: (transfer container) of TapPending, until ::pending-changed */
GPtrArray           *tap_session_list_pending   (TapSession          *self);
typedef enum
{
  TAP_DECISION_GIVE_UP,     /* for good */
  TAP_DECISION_RETRY,
  TAP_DECISION_MINE,        /* an entry with @own: saved over what another PC wrote */
} TapDecision;
/* What a person decides about a refused entry. Errors: those of tap_store_pending_retry_async(), tap_store_pending_mine_async() and
 * tap_store_pending_drop_async(). */
void                 tap_session_decide_async   (TapSession          *self,
                                                 const char          *operation_id,
                                                 TapDecision          decision,
                                                 GAsyncReadyCallback  callback,
                                                 gpointer             user_data);
gboolean             tap_session_decide_finish  (TapSession          *self,
                                                 GAsyncResult        *result,
                                                 GError             **error);

/* For pictures and tests: the connection is as @connection says (its numbers and its reason) from now on; NULL: as it really is. */
void                 tap_session_pretend        (TapSession          *self,
                                                 const TapConnection *connection);
/* The same for the waiting entries: @pending (transfer full) of TapPending, with its free function; NULL: as they really are. */
void                 tap_session_pretend_pending (TapSession         *self,
                                                  GPtrArray          *pending);
/* Why the buttons of a save are insensitive now, in one sentence for their tooltips; NULL: they are not. @can_wait: what is saved may wait in
 * the outbox. (transfer none), valid until ::connection-changed. */
const char          *tap_session_why_not_save   (TapSession *self,
                                                 gboolean    can_wait);

G_END_DECLS
