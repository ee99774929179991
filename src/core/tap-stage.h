/* tap-stage.h — the stages of a visit and their order (visit.md 3.0).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TapStage:
 * @TAP_STAGE_BOOKED: a booking that has not arrived; not a stage of a visit, but a lane of the board
 *
 * Where a visit stands. The numbers follow the order of the work; they are never stored (tap_stage_to_db() is).
 */
typedef enum
{
  TAP_STAGE_BOOKED = 0,
  TAP_STAGE_ARRIVED,
  TAP_STAGE_CONSULT,
  TAP_STAGE_ESTIMATE,
  TAP_STAGE_DISPATCH,
  TAP_STAGE_NEXT,
  TAP_STAGE_WORK,
  TAP_STAGE_CHECK,
  TAP_STAGE_WASH,
  TAP_STAGE_FINAL,
  TAP_STAGE_INVOICE,
  TAP_STAGE_SETTLE,
  TAP_STAGE_READY,
  TAP_STAGE_DELIVERED,
  TAP_STAGE_CANCELLED,
} TapStage;

#define TAP_N_STAGES (TAP_STAGE_CANCELLED + 1)

#define TAP_TYPE_STAGE (tap_stage_get_type ())
GType tap_stage_get_type (void);

/* All functions here are pure; any thread. */

/* The stored word, static: "booked", "arrived", … "cancelled". */
const char *tap_stage_to_db   (TapStage     stage);
/* FALSE, and @stage (optional) untouched, for a word that is none; @text may be NULL. */
gboolean    tap_stage_from_db (const char  *text,
                               TapStage    *stage);
/* A visit in the house: ARRIVED … READY. */
gboolean    tap_stage_is_open (TapStage     stage);
/* The car is ready, the customer is called: SETTLE or later, not cancelled. Source: visit.md 3.2, V12. */
gboolean    tap_stage_is_ready (TapStage    stage);

/* A set of stages, one bit each. */
typedef guint32 TapStageSet;
#define TAP_STAGE_BIT(stage) ((TapStageSet) 1u << (stage))

/* "final,invoice", in the order of the work: the text form of a board column's stages. Free with g_free(). */
char    *tap_stage_set_to_db   (TapStageSet  set);
/* Reads it back, spaces round the commas allowed. FALSE, and @set (optional) untouched, if a word is unknown. */
gboolean tap_stage_set_from_db (const char  *text,
                                TapStageSet *set);
/* The stage that comes first in the work; BOOKED for an empty set. */
TapStage tap_stage_set_first   (TapStageSet  set);

G_END_DECLS
