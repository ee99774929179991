/* tap-customers-page.h — customers and vehicles: search over all history.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TAP_TYPE_CUSTOMERS_PAGE (tap_customers_page_get_type ())
G_DECLARE_FINAL_TYPE (TapCustomersPage, tap_customers_page, TAP, CUSTOMERS_PAGE, GtkWidget)

/**
 * tap_customers_page_new:
 * @session: the open station
 *
 * Makes the page that finds any vehicle or customer by any part of plate, phone or name, or by the initials of a name.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *tap_customers_page_new    (TapSession       *session);

/**
 * tap_customers_page_search:
 * @self: a page
 * @text: what to look for; "" only puts the cursor into the search field
 *
 * Puts @text into the search field, searches at once and takes the focus.
 */
void       tap_customers_page_search (TapCustomersPage *self,
                                      const char       *text);

G_END_DECLS
