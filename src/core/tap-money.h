/* tap-money.h — amounts in fen (1/100 yuan), tax-inclusive.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Just under a trillion yuan. Every function below keeps its results within ± this, so that nothing ever sums past gint64. */
#define TAP_MONEY_MAX_FEN G_GINT64_CONSTANT (99999999999999)

/* All functions here are pure; any thread. */

/**
 * tap_money_parse:
 * @text: (nullable): what a person typed: "1,346", "1346.5", "¥ 12.30", "12.30 元", full-width digits, a minus in front
 * @fen: (out) (optional): the amount in fen; untouched on failure
 *
 * Reads an amount. Commas are accepted where groups of three begin and nowhere else, decimals are one or two.
 *
 * Returns: %FALSE if @text is not an amount or over %TAP_MONEY_MAX_FEN
 */
gboolean tap_money_parse       (const char *text,
                                gint64     *fen);

/* "1,346.00": groups of three, two decimals, a plain minus; independent of the locale. Free with g_free(). */
char    *tap_money_format      (gint64      fen);
/* "¥1,346.00", "-¥0.05". Free with g_free(). */
char    *tap_money_format_yuan (gint64      fen);

/* The sum in fen; %FALSE, and @sum_fen untouched, when it is over the limit. */
gboolean tap_money_add         (gint64      a_fen,
                                gint64      b_fen,
                                gint64     *sum_fen);

/**
 * tap_money_times:
 * @price_fen: a price in fen
 * @quantity_milli: a quantity in thousandths: 1500 are one and a half
 * @fen: (out) (optional): the product in fen, half a fen rounded away from zero
 *
 * Returns: %FALSE when the product is over the limit
 */
gboolean tap_money_times       (gint64      price_fen,
                                gint64      quantity_milli,
                                gint64     *fen);

/**
 * tap_money_tax_part:
 * @gross_fen: a tax-inclusive amount in fen
 * @tax_bp: the rate in basis points, 0 to 10000; 1300 is 13 %
 * @tax_fen: (out) (optional): the tax that is in it, in fen, half a fen rounded away from zero
 *
 * Returns: %FALSE for an amount over the limit or a rate out of range
 */
gboolean tap_money_tax_part    (gint64      gross_fen,
                                int         tax_bp,
                                gint64     *tax_fen);

G_END_DECLS
