/* tap-card-list.h — a list of cards of different heights that builds only the cards in sight.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TapCardList:
 *
 * Shows a #GListModel as cards in one or two columns, row by row; a row is as high as its highest card. Put it into a
 * #GtkScrolledWindow (it is a #GtkScrollable). Only the cards in sight and a little around them have widgets; while scrolling these
 * are bound to other items. #GtkListView keeps about 200 rows alive whatever is visible, and makes all rows be measured alike.
 *
 * Heights of cards never seen are taken as the average of those seen; when they turn out different, the card at the top edge
 * stays where it is. A change of the model touches the changed cards only: all others keep widget, focus and hover. An item that
 * leaves and comes back before the next frame (a sort) keeps its widget.
 *
 * The cards themselves must be focusable. Up, Down, Home, End, PageUp and PageDown move the focus; Left and Right do so between two
 * columns and are left to the parent at the edge.
 *
 * Signals:
 *   ::focus-gone (GObject *item) -> gboolean: the item whose card had the focus left the model; return %TRUE if the focus was put
 *   elsewhere. Otherwise the card that took its place gets it.
 *
 * ## Accessibility
 * The role is LIST; give the cards the role LIST_ITEM and a label. Cards out of sight have no widget, hence are not in the tree.
 *
 * ## CSS nodes
 * cardlist > the cards
 */
#define TAP_TYPE_CARD_LIST (tap_card_list_get_type ())
G_DECLARE_FINAL_TYPE (TapCardList, tap_card_list, TAP, CARD_LIST, GtkWidget)

typedef struct
{
  /* Makes an empty card, (transfer floating). */
  GtkWidget *(*create) (gpointer   user_data);
  /* Shows @item on @card. */
  void       (*bind)   (GtkWidget *card,
                        gpointer   item,
                        gpointer   user_data);
  /* Lets go of @item: disconnect from it and drop every look that belonged to it. */
  void       (*unbind) (GtkWidget *card,
                        gpointer   item,
                        gpointer   user_data);
} TapCardListFuncs;

/* @funcs must live as long as the list (static). */
GtkWidget  *tap_card_list_new            (const TapCardListFuncs *funcs,
                                          gpointer                user_data);
void        tap_card_list_set_model      (TapCardList *self,
                                          GListModel  *model);            /* (nullable) */
GListModel *tap_card_list_get_model      (TapCardList *self);             /* (transfer none) (nullable) */
void        tap_card_list_set_n_columns  (TapCardList *self,
                                          guint        n_columns);        /* 1 or 2 */
guint       tap_card_list_get_n_columns  (TapCardList *self);
/* What is under a point of the list; NULL between cards. @card (nullable) gets the widget. (transfer none) */
gpointer    tap_card_list_pick_item      (TapCardList *self,
                                          double       x,
                                          double       y,
                                          GtkWidget  **card);
/* The widget that shows @item now; NULL if it is out of sight. (transfer none) */
GtkWidget  *tap_card_list_get_card       (TapCardList *self,
                                          gpointer     item);
/* The item whose card is, or contains, @widget. (transfer none) (nullable) */
gpointer    tap_card_list_item_of        (TapCardList *self,
                                          GtkWidget   *widget);
/* Scrolls the item into sight and focuses its card. FALSE: not in the model. */
gboolean    tap_card_list_focus_item     (TapCardList *self,
                                          gpointer     item);
gboolean    tap_card_list_focus_position (TapCardList *self,
                                          guint        position);
/* Focuses the card in sight that is nearest to @y (of the list), in the last column if @at_end. FALSE: there is none. */
gboolean    tap_card_list_focus_near     (TapCardList *self,
                                          double       y,
                                          gboolean     at_end);
/* The item whose card has the focus, or had it last; NULL none. (transfer none) */
gpointer    tap_card_list_get_focus_item (TapCardList *self);
void        tap_card_list_scroll_to      (TapCardList *self,
                                          guint        position);
/* How many card widgets exist, visible or kept for reuse. */
guint       tap_card_list_get_n_built    (TapCardList *self);
/* Calls @func for each card that shows an item now. */
void        tap_card_list_foreach        (TapCardList *self,
                                          void       (*func) (GtkWidget *card, gpointer item, gpointer user_data),
                                          gpointer     user_data);

G_END_DECLS
