/* tap-money.h — amounts in fen (1/100 yuan), tax-inclusive.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TAP_MONEY_MAX_FEN G_GINT64_CONSTANT (99999999999999)   /* just under a trillion yuan: nothing sums past gint64 */

gboolean tap_money_parse       (const char *text, gint64 *fen);          /* "1,346", "1346.5", "¥ 12.30", full-width digits; FALSE: not an amount */
char    *tap_money_format      (gint64 fen);                             /* "1,346.00" */
char    *tap_money_format_yuan (gint64 fen);                             /* "¥1,346.00" */
gboolean tap_money_add         (gint64 a_fen, gint64 b_fen, gint64 *sum_fen);            /* FALSE on overflow */
gboolean tap_money_times       (gint64 price_fen, gint64 quantity_milli, gint64 *fen);   /* quantity in 1/1000, half away from zero */
gboolean tap_money_tax_part    (gint64 gross_fen, int tax_bp, gint64 *tax_fen);          /* the tax within a gross amount; rate in basis points */

G_END_DECLS
