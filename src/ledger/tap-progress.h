/* tap-progress.h — how long work tells where it stands.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* @step: one translated phrase, "Checking the backup". @done of @total, in whatever unit the step has; @total 0: not known yet. Called on
 * the thread that does the work, at most some ten times a second and once at the end of each step. */
typedef void (*TapProgressFunc) (const char *step,
                                 gint64      done,
                                 gint64      total,
                                 gpointer    data);

G_END_DECLS
