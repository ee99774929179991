/* tap-workshop-item.h — one row or plate of the painted workshop for keyboard and screen reader.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TapWorkshopItem:
 *
 * An invisible widget that lies over its part of the picture: it takes the focus, shows its ring, has a name for
 * assistive technology and two actions,
 * "item.open" (Enter, Space: dispatches a plate that waits
 * for it, else opens) and "item.visit" (Alt+Enter).
 *
 * Signals: ::open (), ::assign (), ::visit ().
 *
 * ## CSS nodes
 * workshopitem
 *
 * ## Accessibility
 * Role list item; the label says bay, plate, technician and state.
 */
#define TAP_TYPE_WORKSHOP_ITEM (tap_workshop_item_get_type ())
G_DECLARE_FINAL_TYPE (TapWorkshopItem, tap_workshop_item, TAP, WORKSHOP_ITEM, GtkWidget)

GtkWidget *tap_workshop_item_new            (gint64           id,
                                             gboolean         assignable);
gint64     tap_workshop_item_get_id         (TapWorkshopItem *self);
void       tap_workshop_item_set_label      (TapWorkshopItem *self,
                                             const char      *label);

G_END_DECLS
