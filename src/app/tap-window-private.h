/* tap-window-private.h — what the parts of the window share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-banner.h"
#include "app/tap-header.h"
#include "app/tap-idle.h"
#include "app/tap-lock-screen.h"
#include "app/tap-notifier.h"
#include "app/tap-sidebar.h"
#include "app/tap-window.h"

G_BEGIN_DECLS

struct _TapWindow
{
  AdwApplicationWindow parent_instance;

  /* Template widgets (borrowed) */
  GtkOverlay      *cover;
  AdwFlap         *flap;
  TapSidebar      *sidebar;
  TapHeader       *header;
  TapBanner       *demo_banner;
  TapBanner       *connection_banner;
  TapBanner       *left_banner;
  AdwToastOverlay *toasts;
  GtkStack        *stack;

  /* Borrowed: children of the stack and of the cover */
  GtkWidget       *visit_page;
  GtkWidget       *customers_page;
  TapLockScreen   *lock_screen;

  /* Owned references */
  TapBoard        *board;
  TapWorkshop     *workshop;
  TapNotifier     *notifier;
  TapIdle         *idle;
  GSignalGroup    *session_signals;
  GSignalGroup    *board_signals;
  AdwToast        *undo_toast;        /* the one with the button, NULL when it is gone */
  AdwToast        *waiting_toast;     /* the one that counts the waiting entries, NULL when it is gone */
  GPtrArray       *hidden_forms;      /* of GtkWindow: what was open when the window was covered */

  GHashTable      *disabled;          /* names (static) of the actions that are disabled now */
  char            *back_page;         /* where Esc leads from a visit */
  GtkWidget       *waiting;           /* weak: the window of the waiting entries */
  GtkWidget       *left;              /* weak: the window of the entries set aside */
  guint            shown_refused;     /* how many entries needed a decision when it was last said */
  gboolean         decision_waits;    /* of those, the window of the waiting entries has not come up for one yet */
  guint            width_idle;
  TapLedgerState   shown_state;       /* of the connection */
};

void _tap_window_install_actions (GtkWidgetClass *widget_class);
void _tap_window_update_actions  (TapWindow      *self);
/* The page shown is one below another: Esc and the arrow lead back. */
gboolean _tap_window_page_leads_back (TapWindow  *self);
gboolean _tap_window_is_enabled  (TapWindow      *self,
                                  const char     *action);
/* --- tap-care-actions.c --- */
void _tap_window_install_care_actions (GtkWidgetClass *widget_class);
/* Tells about nightly backups that fail, as long as the session lives. */
void _tap_window_follow_care     (TapWindow      *self,
                                  TapSession     *session);
/* --- tap-window-connection.c --- */
void _tap_window_connection_changed_cb (TapWindow  *self,
                                        TapSession *session);
/* What happened, what is safe, what to do: a dialog about the state of the connection. */
void _tap_window_show_state      (TapWindow      *self);
/* The entries of this PC that are not on the share yet; one window however often it is asked for. */
void _tap_window_show_waiting    (TapWindow      *self);
/* Lets that window come up by itself for what was refused, once nobody is typing in a form, the desk is not locked and the person is here. */
void _tap_window_offer_decision  (TapWindow      *self);
/* The entries were those of another station: their window goes with it. */
void _tap_window_forget_waiting  (TapWindow      *self);
/* What was done, and that it waits if it does; g_free(). */
char *_tap_window_with_waiting   (TapWindow      *self,
                                  const char     *text);
/* "Waiting for the file server · 3 entries", in one toast however many there are. */
void _tap_window_toast_waiting   (TapWindow      *self);

G_END_DECLS
