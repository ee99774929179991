/* tap-customers-page-private.h — the way into the search page for tests and pictures without a store.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "desk/tap-customers-page.h"

G_BEGIN_DECLS

/* Rows shown at most: more than a person reads. */
#define TAP_CUSTOMERS_MAX 50

/* Shows @hits (of TapSearchHit) as the answer to @typed; one more than %TAP_CUSTOMERS_MAX means that there are more. */
void _tap_customers_page_show_hits (TapCustomersPage *self,
                                    const char       *typed,
                                    GPtrArray        *hits);

G_END_DECLS
