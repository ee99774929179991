/* tap-plate.h — number plates as GA 36 has them: parse, show, mask, search.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  TAP_PLATE_BLUE,          /* ordinary small car, 京A12345 */
  TAP_PLATE_NEV,           /* new energy, eight characters: 京AD12345 (small), 京A12345D (large) */
  TAP_PLATE_YELLOW,        /* large vehicles, and 学 (driving school) */
  TAP_PLATE_WHITE,         /* 警 police */
  TAP_PLATE_BLACK,         /* 港 澳 (粤Z…), 使 领 */
  TAP_PLATE_TEMPORARY,     /* no plate yet: 临 followed by free text, or the last six of the VIN */
} TapPlateKind;

/* Parses what a person typed: lower case, spaces, hyphens, any middle dot, full-width letters. On success @plate holds
 * the stored form ("京A6K21Q", no dot). On failure @message (nullable) gets one translated sentence: what is wrong,
 * where, what is accepted. */
gboolean     tap_plate_parse    (const char   *typed,
                                 char        **plate,
                                 TapPlateKind *kind,
                                 char        **message);
TapPlateKind tap_plate_kind     (const char   *plate);     /* of a stored plate */
char        *tap_plate_show     (const char   *plate);     /* "京A·6K21Q" */
char        *tap_plate_show_local (const char *plate,
                                   const char *province);  /* without the station's own province: "A·6K21Q" */
char        *tap_plate_mask     (const char   *plate);     /* public screens: "京A·12**5" (look.md 8) */
char        *tap_plate_tail     (const char   *plate);     /* what stands after the dot: "6K21Q" */
char        *tap_plate_search_key (const char *typed);     /* upper case, no dot, no space; for a part of a plate too */

G_END_DECLS
