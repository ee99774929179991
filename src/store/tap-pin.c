/* tap-pin.c — PINs: hashed by libsodium, and the pause after wrong tries.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-pin"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "store/tap-store-private.h"

#define FREE_TRIES      3
#define FIRST_PAUSE_S   5
#define LONGEST_PAUSE_S (15 * 60)

static void
ensure_sodium (void)
{
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      if (sodium_init () < 0)
        g_error ("libsodium cannot be used on this PC");
      g_once_init_leave (&ready, 1);
    }
}

gboolean
tap_pin_is_valid (const char  *pin,
                  GError     **error)
{
  gsize length = pin != NULL ? strlen (pin) : 0;

  if (length < 6 || length > 64 || strspn (pin, "0123456789") != length)
    return tap_refuse_input (error, "pin",
                             _("A PIN has at least six digits, and nothing but digits."));
  return TRUE;
}

char *
tap_pin_hash (const char  *pin,
              GError     **error)
{
  char hash[crypto_pwhash_STRBYTES];

  ensure_sodium ();
  if (crypto_pwhash_str (hash, pin, strlen (pin), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                         crypto_pwhash_MEMLIMIT_INTERACTIVE)
      != 0)
    {
      tap_refuse (error, TAP_STORE_ERROR_FAILED,
                  _("There is not enough memory to protect the PIN."));
      return NULL;
    }
  return g_strdup (hash);
}

gboolean
tap_pin_matches (const char *hash,
                 const char *pin)
{
  ensure_sodium ();
  return *hash != '\0' && pin != NULL && crypto_pwhash_str_verify (hash, pin, strlen (pin)) == 0;
}

void
tap_pin_pause_parse (TapPinPause *self,
                     const char  *text)
{
  *self = (TapPinPause){ 0 };
  if (text == NULL || sscanf (text, "%d %" G_GINT64_FORMAT, &self->n_wrong, &self->until_unix) != 2
      || self->n_wrong < 0)
    *self = (TapPinPause){ 0 };
}

char *
tap_pin_pause_text (const TapPinPause *self)
{
  return g_strdup_printf ("%d %" G_GINT64_FORMAT, self->n_wrong, self->until_unix);
}

void
tap_pin_pause_begin (TapPinPause *self,
                     gint64       now_unix)
{
  gint64 pause_s = FIRST_PAUSE_S;

  self->until_unix = 0;
  if (self->n_wrong < FREE_TRIES)
    return;

  /* 5 s, 15 s, 45 s … */
  for (int i = FREE_TRIES; i < self->n_wrong && pause_s < LONGEST_PAUSE_S; i++)
    pause_s *= 3;
  self->until_unix = now_unix + MIN (pause_s, LONGEST_PAUSE_S);
}

void
tap_pin_pause_wrong (TapPinPause *self,
                     gint64       now_unix)
{
  self->n_wrong++;
  tap_pin_pause_begin (self, now_unix);
}

gint64
tap_pin_pause_left_s (const TapPinPause *self,
                      gint64             now_unix)
{
  /* A clock set back must not lock anybody out for longer than the longest pause. */
  return CLAMP (self->until_unix - now_unix, 0, LONGEST_PAUSE_S);
}
