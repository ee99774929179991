/* tap-scratch.h — a folder on this PC's disk for work that is thrown away; what killed programs left is cleared (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _TapScratch TapScratch;

/* A fresh folder in @parent (NULL: the cache folder of the user), with mode 0700. LOCAL when @parent is on a network or cannot be written. */
TapScratch *tap_scratch_new  (const char  *parent,
                              GError     **error);
/* free */
char       *tap_scratch_path (TapScratch  *self,
                              const char  *name);
/* Removes it with all in it. */
void        tap_scratch_free (TapScratch  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapScratch, tap_scratch_free)

G_END_DECLS
