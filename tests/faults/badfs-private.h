/* badfs-private.h — the switchboard of faults: shared by what applies them and what commands them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "badfs.h"

typedef enum
{
  ACTION_FAIL, ACTION_LOST, ACTION_DELAY, ACTION_HANG, ACTION_HANG_AFTER, ACTION_KILL, ACTION_KILL_AFTER,
  ACTION_GONE, ACTION_EMPTY, ACTION_CUT, ACTION_ABSENT,
} Action;

typedef struct
{
  guint  id;
  int    kind;
  Action action;
  int    error;
  gint64 ms;
  guint  skip;                  /* calls that fit and are let through first */
  int    times;                 /* then so many are hit; -1: all */
  char  *path;                  /* only calls whose path contains it */
  guint  n_fired;
} Fault;

typedef struct
{
  GMutex      lock;
  GCond       changed;
  guint64     counts[N_KINDS];
  gint64      delay_ms[N_KINDS];
  GPtrArray  *list;
  guint       n_faults;
  gboolean    uses_paths;
  gboolean    recording;
  GPtrArray  *record;
  GHashTable *absent;
  gboolean    gone;
  int         gone_error;       /* 0: silent */
  guint       n_held;
  guint       n_releases;
  int         release_error;
  gboolean    ended;
} Faults;
extern Faults faults;

gboolean fault_fits_kind (int wanted, Kind kind);
void     fault_free      (gpointer data);
void     faults_release  (int error);
/* The server loses power, and comes back with what it had on its disk. How much it has lost. */
guint    faults_cut      (void);
