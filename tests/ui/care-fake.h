/* care-fake.h — the care of the data with answers that a test decides.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-care-api.h"

G_BEGIN_DECLS

typedef struct
{
  gint     n_made;              /* atomic: how often a backup was begun */
  gint     hold;                /* atomic: it waits */
  gint     cleared;             /* atomic: a cancelled one has cleared up */
  gboolean fail;
  char    *checked, *drilled, *rescued, *restored;
  gint     n_put, n_taken;
  TapRiftKind kind;
} CareFake;
extern CareFake fake;
extern const TapCareApi fakes;

void     fake_reset (void);
/* Of @kind, with two entries only on the PC (one of them also in the folder) and one only in the folder. */
TapRift *new_rift   (TapRiftKind kind);

G_END_DECLS
