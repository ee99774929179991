/* tap-plate.h — number plates as GA 36 has them: parse, show, mask, search.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What the plate looks like. A large vehicle's ordinary number cannot be told from a small one's: both are BLUE. */
typedef enum
{
  TAP_PLATE_BLUE,          /* ordinary small car, 京A12345 */
  TAP_PLATE_NEV,           /* new energy, eight characters: 京AD12345 (small), 京A12345D (large) */
  TAP_PLATE_YELLOW,        /* 挂 (trailer) and 学 (driving school) */
  TAP_PLATE_WHITE,         /* 警 police */
  TAP_PLATE_BLACK,         /* 港 澳 (粤Z…), 使 领 */
  TAP_PLATE_TEMPORARY,     /* no plate yet: 临 followed by free text, or the last six of the VIN */
} TapPlateKind;

/* All functions here are pure; any thread. A *stored* plate is what tap_plate_parse() makes: capitals, no dot, no space. */

/**
 * tap_plate_parse:
 * @typed: (nullable): what a person typed: lower case, spaces, hyphens, any middle dot, full-width letters
 * @plate: (out) (optional) (transfer full): the stored form, "京A6K21Q"; %NULL on failure
 * @kind: (out) (optional): its kind; untouched on failure
 * @message: (out) (optional) (transfer full): on failure one translated sentence: what is wrong, at which character, and
 *   what is accepted there; else %NULL
 *
 * Checks a plate after GA 36: one of the 31 provinces, a letter, five characters (six for new energy, with the letter A–K
 * in front of the digits or behind them), never I or O; 学 警 挂 港 澳 使 领 at the end; 使 or 领 with six digits; 临 with
 * up to ten characters of free text.
 *
 * Returns: whether @typed is a plate
 */
gboolean     tap_plate_parse      (const char   *typed,
                                   char        **plate,
                                   TapPlateKind *kind,
                                   char        **message);

/* The kind of a stored plate; BLUE for what is none. */
TapPlateKind tap_plate_kind       (const char   *plate);

/* "京A·6K21Q", "京A·D12345", "使224·578", "临·LSV123": a stored plate with its dot (U+00B7). What is no plate is shown as it
 * is. Free with g_free(). */
char        *tap_plate_show       (const char   *plate);

/* The same without the station's own @province (nullable; "" for none): "A·6K21Q". Free with g_free(). */
char        *tap_plate_show_local (const char   *plate,
                                   const char   *province);

/* For public screens (look.md 8): the two characters before the last become stars, three of a new-energy plate:
 * "京A·12**5", "京A·D1***5". Free with g_free(). */
char        *tap_plate_mask       (const char   *plate);

/* What stands after the dot: "6K21Q". Free with g_free(). */
char        *tap_plate_tail       (const char   *plate);

/* Upper case, half-width, no dot, no space, for a part of a plate too; "" for %NULL. Free with g_free(). */
char        *tap_plate_search_key (const char   *typed);

G_END_DECLS
