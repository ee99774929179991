/* tap-care-list.h — the rows of the care page: what lies in the backup folder, and what the computers reported.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-care.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A row like those of TapCheckList: an icon of @result, texts (plain), a short value at its end (transfer none, floating). */
GtkWidget  *tap_care_row_new         (TapCheckResult  result,
                                      const char     *title,
                                      const char     *subtitle,
                                      const char     *value);

/* Makes the rows of @list anew. @care has been asked to read its place. */
void        tap_care_list_backups    (GtkListBox     *list,
                                      TapCare        *care);
/* The folder of the chosen row; NULL: none is chosen. */
const char *tap_care_list_get_chosen (GtkListBox     *list);
void        tap_care_list_runs       (GtkListBox     *list,
                                      TapSession     *session);

G_END_DECLS
