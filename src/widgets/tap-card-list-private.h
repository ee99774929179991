/* tap-card-list-private.h — what the files of TapCardList share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "widgets/tap-card-list.h"

G_BEGIN_DECLS

/* A card that shows an item. */
typedef struct
{
  GtkWidget *widget;
  gpointer   item;                  /* owned */
  guint      pos;
  int        y;                     /* of the last layout, in the list */
  gint64     slide_us;              /* frame time at which it began to slide in; 0: it stands */
} TapCardSlot;

struct _TapCardList
{
  GtkWidget               parent_instance;

  const TapCardListFuncs *funcs;
  gpointer                user_data;
  GListModel             *model;
  guint                   n_columns;

  GArray                 *heights;  /* of int, per item; -1: never measured at this width */
  GArray                 *tops;     /* of int, per row, and one more: the end */
  GPtrArray              *slots;    /* of TapCardSlot, by position */
  GPtrArray              *limbo;    /* of TapCardSlot: left the model since the last layout */
  GPtrArray              *pool;     /* of GtkWidget: hidden, free for reuse */
  GHashTable             *sliding;  /* items that came in and slide when they are shown */
  guint                   tick_id;

  GtkAdjustment          *adjustment[2];
  GtkScrollablePolicy     policy[2];
  gboolean                in_layout;
  int                     laid_width;
  guint                   anchor_pos;     /* the first item of the row at the top edge … */
  int                     anchor_offset;  /* … and how far that row is scrolled out */
  double                  laid_value;     /* the scroll value the last layout left */
  gboolean                revealing;      /* the next layout brings … */
  guint                   reveal_pos;     /* … this item into sight */

  GWeakRef                focus_item;     /* had the focus last */
  guint                   focus_pos;      /* where it was */
  guint                   refocus_id;
};

#define TAP_CARD_LIST_SPACING 7
#define TAP_CARD_LIST_PAD_X   6
#define TAP_CARD_LIST_PAD_TIGHT 4   /* where a column is narrower than … */
#define TAP_CARD_LIST_TIGHT_PX 156  /* … this */
#define TAP_CARD_LIST_PAD_TOP 2     /* room for the ring of a late card */
#define TAP_CARD_LIST_PAD_BOTTOM 8

TapCardSlot *_tap_card_list_slot_at      (TapCardList *self, guint pos);
TapCardSlot *_tap_card_list_require_slot (TapCardList *self, guint pos);
void         _tap_card_list_recycle      (TapCardList *self, TapCardSlot *slot);
TapCardSlot *_tap_card_list_rebind       (TapCardList *self, TapCardSlot *spare, guint pos);
void         _tap_card_list_forget_heights (TapCardList *self);
gboolean     _tap_card_list_slot_focused (TapCardSlot *slot);

/* Binds the cards that will be in sight before the first layout: GTK styles a widget made during a layout after that frame, and then
 * lays out and paints everything a second time. */
void         _tap_card_list_prefill      (TapCardList *self);
void         _tap_card_list_queue_layout (TapCardList *self);
void         _tap_card_list_class_init_layout (GtkWidgetClass *widget_class);
void         _tap_card_list_set_adjustment (TapCardList *self, GtkOrientation orientation, GtkAdjustment *adjustment);
/* Width of one card, and what is left at either side, when the list is @width wide. */
int          _tap_card_list_card_width   (TapCardList *self, int width, int *pad);

void         _tap_card_list_class_init_focus (GtkWidgetClass *widget_class);
void         _tap_card_list_focus_left   (TapCardList *self, TapCardSlot *slot);

G_END_DECLS
