/* tap-stage.c — the stages of a visit and their order.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-stage"

#include "config.h"

#include "core/tap-stage.h"

#include <string.h>

G_DEFINE_ENUM_TYPE (TapStage, tap_stage,
                    G_DEFINE_ENUM_VALUE (TAP_STAGE_BOOKED, "booked"),
                    G_DEFINE_ENUM_VALUE (TAP_STAGE_ARRIVED, "arrived"),
                    G_DEFINE_ENUM_VALUE (TAP_STAGE_CONSULT, "consult"),
                    G_DEFINE_ENUM_VALUE (TAP_STAGE_ESTIMATE, "estimate"),
                    G_DEFINE_ENUM_VALUE (TAP_STAGE_DISPATCH, "dispatch"),
                    G_DEFINE_ENUM_VALUE (TAP_STAGE_NEXT, "next"),
                    G_DEFINE_ENUM_VALUE (TAP_STAGE_WORK, "work"),
                    G_DEFINE_ENUM_VALUE (TAP_STAGE_CHECK, "check"),
                    G_DEFINE_ENUM_VALUE (TAP_STAGE_WASH, "wash"),
                    G_DEFINE_ENUM_VALUE (TAP_STAGE_FINAL, "final"),
                    G_DEFINE_ENUM_VALUE (TAP_STAGE_INVOICE, "invoice"),
                    G_DEFINE_ENUM_VALUE (TAP_STAGE_SETTLE, "settle"),
                    G_DEFINE_ENUM_VALUE (TAP_STAGE_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (TAP_STAGE_DELIVERED, "delivered"),
                    G_DEFINE_ENUM_VALUE (TAP_STAGE_CANCELLED, "cancelled"))

/* The stored words never change, whatever becomes of the names in code. */
static const char *const db_names[TAP_N_STAGES] = {
  [TAP_STAGE_BOOKED] = "booked",
  [TAP_STAGE_ARRIVED] = "arrived",
  [TAP_STAGE_CONSULT] = "consult",
  [TAP_STAGE_ESTIMATE] = "estimate",
  [TAP_STAGE_DISPATCH] = "dispatch",
  [TAP_STAGE_NEXT] = "next",
  [TAP_STAGE_WORK] = "work",
  [TAP_STAGE_CHECK] = "check",
  [TAP_STAGE_WASH] = "wash",
  [TAP_STAGE_FINAL] = "final",
  [TAP_STAGE_INVOICE] = "invoice",
  [TAP_STAGE_SETTLE] = "settle",
  [TAP_STAGE_READY] = "ready",
  [TAP_STAGE_DELIVERED] = "delivered",
  [TAP_STAGE_CANCELLED] = "cancelled",
};

const char *
tap_stage_to_db (TapStage stage)
{
  g_return_val_if_fail ((guint) stage < TAP_N_STAGES, "booked");

  return db_names[stage];
}

gboolean
tap_stage_from_db (const char *text,
                   TapStage   *stage)
{
  for (guint i = 0; text != NULL && i < TAP_N_STAGES; i++)
    {
      if (strcmp (db_names[i], text) == 0)
        {
          if (stage != NULL)
            *stage = (TapStage) i;
          return TRUE;
        }
    }

  return FALSE;
}

gboolean
tap_stage_is_open (TapStage stage)
{
  return stage >= TAP_STAGE_ARRIVED && stage <= TAP_STAGE_READY;
}

gboolean
tap_stage_is_ready (TapStage stage)
{
  return stage >= TAP_STAGE_SETTLE && stage <= TAP_STAGE_DELIVERED;
}

char *
tap_stage_set_to_db (TapStageSet set)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < TAP_N_STAGES; i++)
    {
      if ((set & TAP_STAGE_BIT (i)) == 0)
        continue;
      if (text->len > 0)
        g_string_append_c (text, ',');
      g_string_append (text, db_names[i]);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
tap_stage_set_from_db (const char  *text,
                       TapStageSet *set)
{
  g_auto (GStrv) names = NULL;
  TapStageSet parsed = 0;

  if (text == NULL)
    return FALSE;

  names = g_strsplit (text, ",", -1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      TapStage stage;

      if (!tap_stage_from_db (g_strstrip (names[i]), &stage))
        return FALSE;
      parsed |= TAP_STAGE_BIT (stage);
    }

  if (set != NULL)
    *set = parsed;
  return TRUE;
}

TapStage
tap_stage_set_first (TapStageSet set)
{
  for (guint i = 0; i < TAP_N_STAGES; i++)
    if (set & TAP_STAGE_BIT (i))
      return (TapStage) i;

  return TAP_STAGE_BOOKED;
}
