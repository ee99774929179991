/* tap-pin-pad.h — digits to enter a PIN by touch, mouse or keyboard; never shows it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TapPinPad:
 *
 * A grid of digits with a dot per digit typed. Digits, BackSpace, Escape (empties) and Enter work from the keyboard while
 * the pad has the focus. Nothing but dots is ever shown, and the buffer is wiped after every use.
 *
 * Properties: "n-digits" (read-only: how many are typed), "ready" (read-only: there are enough of them).
 * Signals: ::entered (const char *pin): Enter with enough digits. The text is valid during the emission only; the pad is
 * empty afterwards.
 *
 * ## CSS nodes
 * pinpad > box.dots, grid > button. With class `wall` the keys are 96 px high.
 */
#define TAP_TYPE_PIN_PAD (tap_pin_pad_get_type ())
G_DECLARE_FINAL_TYPE (TapPinPad, tap_pin_pad, TAP, PIN_PAD, GtkWidget)

#define TAP_PIN_MIN_DIGITS 6
#define TAP_PIN_MAX_DIGITS 32

GtkWidget *tap_pin_pad_new          (void);
/* (transfer none) (nullable): stands left of the dots: who is asked. */
void       tap_pin_pad_set_header   (TapPinPad  *self,
                                     GtkWidget  *header);
/* A sentence below the dots: wrong PIN, wait so long; NULL or "" takes it away. Typing takes it away, too. */
void       tap_pin_pad_set_error    (TapPinPad  *self,
                                     const char *message);
void       tap_pin_pad_clear        (TapPinPad  *self);
/* As the Enter key does: emits ::entered if there are enough digits, else says how many are needed. */
void       tap_pin_pad_enter        (TapPinPad  *self);
guint      tap_pin_pad_get_n_digits (TapPinPad  *self);

G_END_DECLS
