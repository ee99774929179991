/* tap-words.h — the words of the trade in the interface language (terms.md).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/tap-role.h"
#include "core/tap-stage.h"

G_BEGIN_DECLS

/* Translated, owned by the catalogue, never NULL. Any thread. */
const char *tap_stage_label    (TapStage stage);        /* terms.md 3.3 */
const char *tap_column_label   (TapStageSet stages);    /* terms.md 3.2: the default column that shows the first of these stages */
/* The same for a lane that has no room for it (待制单 for 等待账单制作); often the same word. */
const char *tap_column_narrow_label (TapStageSet stages);
const char *tap_role_label     (TapRole role);          /* terms.md 3.5; one role */

/* Why a job stands still (terms.md 4.7). The text is stored; the word is shown. */
typedef enum
{
  TAP_STOP_PARTS,
  TAP_STOP_CUSTOMER,
  TAP_STOP_PRICE,
  TAP_STOP_AUTHORITY,
  TAP_STOP_SUPPORT,
  TAP_STOP_BAY,
  TAP_STOP_LABOUR,
  TAP_STOP_SUBLET,
  TAP_STOP_OTHER,
} TapStopReason;
#define TAP_N_STOP_REASONS 9

/* The stored word ("parts", "customer", …, static) and back; FALSE for a word that is none. The label is translated. */
const char *tap_stop_reason_to_db   (TapStopReason  reason);
gboolean    tap_stop_reason_from_db (const char    *text,
                                     TapStopReason *reason);
const char *tap_stop_reason_label   (TapStopReason  reason);

/* Kinds of bay, for the row groups of the workshop board. */
typedef enum
{
  TAP_BAY_QUICK,
  TAP_BAY_GENERAL,
  TAP_BAY_ALIGNMENT,
  TAP_BAY_BODY,
  TAP_BAY_PAINT,
  TAP_BAY_WASH,
} TapBayKind;

/* The stored word ("quick", "general", …, static) and back; FALSE for a word that is none. The label is translated. */
const char *tap_bay_kind_to_db   (TapBayKind  kind);
gboolean    tap_bay_kind_from_db (const char *text,
                                  TapBayKind *kind);
const char *tap_bay_kind_label   (TapBayKind  kind);

/* "138 0123 4567", "0912 345 678"; other numbers as they are. Free with g_free(). */
char       *tap_phone_show       (const char *phone);
/**
 * tap_phone_parse:
 * @typed: (nullable): what a person typed, with spaces, hyphens, brackets, full-width digits
 * @phone: (out) (optional) (transfer full): its digits, a foreign number with its + in front; +86 and 0086 before a mobile number are left out
 * @message: (out) (optional) (transfer full): on failure one translated sentence
 *
 * Pure; any thread.
 *
 * Returns: %FALSE if it cannot be a phone number: 7 to 15 digits, an optional + in front
 */
gboolean    tap_phone_parse      (const char *typed,
                                  char      **phone,
                                  char      **message);

G_END_DECLS
