/* tap-versions.h — two versions of the same thing side by side: how it stands, and what was wanted.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TapVersions:
 *
 * Two tiles of the same width (look.md 12): left what stands in the station, right, in the accent colour, one's own that is not saved. Each
 * field has its line in both. Main thread only.
 *
 * ## Accessibility
 * Each tile is a group named by its caption and all its lines.
 */
#define TAP_TYPE_VERSIONS (tap_versions_get_type ())
G_DECLARE_FINAL_TYPE (TapVersions, tap_versions, TAP, VERSIONS, GtkWidget)

GtkWidget *tap_versions_new (const char  *their_caption,    /* "周敏 · 10:41" */
                             const char  *own_caption);     /* "Yours, not saved" */
/* @title (nullable): the field; the values are shown as they are, "" as a dash. */
void       tap_versions_add (TapVersions *self,
                             const char  *title,
                             const char  *theirs,
                             const char  *own);

G_END_DECLS
