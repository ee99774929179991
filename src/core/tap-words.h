/* tap-words.h — the words of the trade in the interface language (terms.md).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/tap-role.h"
#include "core/tap-stage.h"

G_BEGIN_DECLS

/* Translated, owned by the catalogue. */
const char *tap_stage_label    (TapStage stage);        /* terms.md 3.3 */
const char *tap_column_label   (TapStageSet stages);    /* terms.md 3.2: the default column that shows these stages */
const char *tap_role_label     (TapRole role);          /* terms.md 3.5 */

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

const char *tap_bay_kind_to_db   (TapBayKind  kind);
gboolean    tap_bay_kind_from_db (const char *text,
                                  TapBayKind *kind);
const char *tap_bay_kind_label   (TapBayKind  kind);

/* "138 0123 4567" */
char       *tap_phone_show       (const char *phone);
/* Digits only; FALSE with one translated sentence if it cannot be a phone number (7 to 15 digits, an optional +). */
gboolean    tap_phone_parse      (const char *typed,
                                  char      **phone,
                                  char      **message);

G_END_DECLS
