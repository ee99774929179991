/* tap-session.h — one open station in one program: the store, who is signed in, how the connection stands.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store/tap-store.h"

G_BEGIN_DECLS

/* Properties: "staff" (TapStaff, boxed; NULL: nobody), "station" (TapStationData), "connection-text", "writable".
 * Signals: ::signed-in-changed (), ::station-changed (), ::connection-changed () (also each second while the age of the last answer is shown). */
#define TAP_TYPE_SESSION (tap_session_get_type ())
G_DECLARE_FINAL_TYPE (TapSession, tap_session, TAP, SESSION, GObject)

TapSession     *tap_session_new            (TapStore   *store);       /* an open store */
TapStore       *tap_session_get_store      (TapSession *self);
TapStationData *tap_session_get_station    (TapSession *self);        /* (transfer none) */
TapStaff       *tap_session_get_staff      (TapSession *self);        /* (transfer none) (nullable) */
gint64          tap_session_get_staff_id   (TapSession *self);        /* 0: nobody */
TapRoles        tap_session_get_roles      (TapSession *self);        /* 0: nobody */
gboolean        tap_session_may            (TapSession *self, TapRight right);
void            tap_session_sign_in        (TapSession *self, gint64 staff_id);     /* after the PIN was checked */
void            tap_session_sign_out       (TapSession *self);
TapStaff       *tap_session_find_staff     (TapSession *self, gint64 id);
TapBay         *tap_session_find_bay       (TapSession *self, gint64 id);
gint64          tap_session_now_unix       (TapSession *self);
GTimeZone      *tap_session_get_zone       (TapSession *self);

/* The connection chip and the banner (look.md 12). */
typedef struct
{
  TapLedgerState state;
  int            age_s;          /* seconds since the last answer */
  char          *chip;           /* "共享文件正常" */
  char          *chip_detail;    /* "3 秒前同步" */
  char          *banner;         /* one sentence; "" none */
  gboolean       writable;
} TapConnection;
const TapConnection *tap_session_get_connection (TapSession *self);

G_END_DECLS
