/* tap-store-error.c — errors of the store: what the caller can do, and about which field.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-store-error"

#include "config.h"

#include "store/tap-store-private.h"

typedef struct
{
  char *field;
  gboolean has_verdict;
  TapVerdict verdict;
  int pause_s;
  char **theirs; /* field, value, … */
} TapStoreErrorPrivate;

static void
tap_store_error_private_init (TapStoreErrorPrivate *priv)
{
}

static void
tap_store_error_private_copy (const TapStoreErrorPrivate *from,
                              TapStoreErrorPrivate       *to)
{
  to->field = g_strdup (from->field);
  to->has_verdict = from->has_verdict;
  to->verdict = from->verdict;
  to->pause_s = from->pause_s;
  to->theirs = g_strdupv (from->theirs);
}

static void
tap_store_error_private_clear (TapStoreErrorPrivate *priv)
{
  g_free (priv->field);
  g_strfreev (priv->theirs);
}

G_DEFINE_EXTENDED_ERROR (TapStoreError, tap_store_error)

const char *
tap_store_error_get_field (const GError *error)
{
  TapStoreErrorPrivate *priv;

  g_return_val_if_fail (error != NULL, NULL);

  priv = error->domain == TAP_STORE_ERROR ? tap_store_error_get_private (error) : NULL;
  return priv != NULL ? priv->field : NULL;
}

gboolean
tap_store_error_get_verdict (const GError *error,
                             TapVerdict   *verdict)
{
  TapStoreErrorPrivate *priv;

  g_return_val_if_fail (error != NULL, FALSE);

  priv = error->domain == TAP_STORE_ERROR ? tap_store_error_get_private (error) : NULL;
  if (priv == NULL || !priv->has_verdict)
    return FALSE;
  if (verdict != NULL)
    *verdict = priv->verdict;
  return TRUE;
}

int
tap_store_error_get_pause_s (const GError *error)
{
  TapStoreErrorPrivate *priv;

  g_return_val_if_fail (error != NULL, 0);

  priv = error->domain == TAP_STORE_ERROR ? tap_store_error_get_private (error) : NULL;
  return priv != NULL ? priv->pause_s : 0;
}

const char *
tap_store_error_get_theirs (const GError *error,
                            const char   *field)
{
  TapStoreErrorPrivate *priv;

  g_return_val_if_fail (error != NULL && field != NULL, NULL);

  priv = error->domain == TAP_STORE_ERROR ? tap_store_error_get_private (error) : NULL;
  for (guint i = 0; priv != NULL && priv->theirs != NULL && priv->theirs[i] != NULL; i += 2)
    if (g_str_equal (priv->theirs[i], field))
      return priv->theirs[i + 1];
  return NULL;
}

GError *
tap_new_pause_error (const char *message,
                     gint64      left_s)
{
  GError *error = g_error_new_literal (TAP_STORE_ERROR, TAP_STORE_ERROR_PIN_PAUSE, message);

  tap_store_error_get_private (error)->pause_s = (int) left_s;
  return error;
}

gboolean
tap_refuse (GError        **error,
            TapStoreError   code,
            const char     *message)
{
  g_set_error_literal (error, TAP_STORE_ERROR, code, message);
  return FALSE;
}

gboolean
tap_refuse_input (GError     **error,
                  const char  *field,
                  const char  *message)
{
  GError *refused = g_error_new_literal (TAP_STORE_ERROR, TAP_STORE_ERROR_INPUT, message);

  tap_store_error_get_private (refused)->field = g_strdup (field);
  g_propagate_error (error, refused);
  return FALSE;
}

gboolean
tap_refuse_stale (GError     **error,
                  const char  *message,
                  char       **theirs)
{
  GError *refused = g_error_new_literal (TAP_STORE_ERROR, TAP_STORE_ERROR_STALE, message);

  tap_store_error_get_private (refused)->theirs = theirs;
  g_propagate_error (error, refused);
  return FALSE;
}

gboolean
tap_refuse_verdict (GError           **error,
                    const TapVerdict  *verdict,
                    TapStage           from,
                    TapStage           to)
{
  g_autofree char *sentence = tap_verdict_sentence (verdict, from, to);
  TapStoreError code
    = verdict->gate == TAP_GATE_ROLE ? TAP_STORE_ERROR_RIGHT : TAP_STORE_ERROR_GATE;
  GError *refused = g_error_new_literal (TAP_STORE_ERROR, code, sentence);
  TapStoreErrorPrivate *priv = tap_store_error_get_private (refused);

  priv->has_verdict = TRUE;
  priv->verdict = *verdict;
  g_propagate_error (error, refused);
  return FALSE;
}
