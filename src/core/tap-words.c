/* tap-words.c — the words of the trade in the interface language.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-words"

#include "config.h"

#include "core/tap-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const char *
tap_stage_label (TapStage stage)
{
  switch (stage)
    {
    case TAP_STAGE_BOOKED:
      return C_("stage", "Booked");
    case TAP_STAGE_ARRIVED:
      return C_("stage", "Arrived");
    case TAP_STAGE_CONSULT:
      return C_("stage", "Consultation");
    case TAP_STAGE_ESTIMATE:
      return C_("stage", "Estimate, waiting for signature");
    case TAP_STAGE_DISPATCH:
      return C_("stage", "To dispatch");
    case TAP_STAGE_NEXT:
      return C_("stage", "Next job");
    case TAP_STAGE_WORK:
      return C_("stage", "In work");
    case TAP_STAGE_CHECK:
      return C_("stage", "Inspection");
    case TAP_STAGE_WASH:
      return C_("stage", "Wash");
    case TAP_STAGE_FINAL:
      return C_("stage", "Advisor's final check");
    case TAP_STAGE_INVOICE:
      return C_("stage", "Waiting for invoicing");
    case TAP_STAGE_SETTLE:
      return C_("stage", "Settlement");
    case TAP_STAGE_READY:
      return C_("stage", "Hand-over");
    case TAP_STAGE_DELIVERED:
      return C_("stage", "Delivered");
    case TAP_STAGE_CANCELLED:
      return C_("stage", "Cancelled, left unrepaired");
    }

  return "";
}

const char *
tap_column_label (TapStageSet stages)
{
  switch (tap_stage_set_first (stages))
    {
    case TAP_STAGE_BOOKED:
      return C_("column", "Booked");
    case TAP_STAGE_ARRIVED:
    case TAP_STAGE_CONSULT:
      return C_("column", "Reception");
    case TAP_STAGE_ESTIMATE:
      return C_("column", "Customer OK");
    case TAP_STAGE_DISPATCH:
    case TAP_STAGE_NEXT:
      return C_("column", "To dispatch");
    case TAP_STAGE_WORK:
      return C_("column", "In work");
    case TAP_STAGE_CHECK:
      return C_("column", "Inspection");
    case TAP_STAGE_WASH:
      return C_("column", "Wash");
    case TAP_STAGE_FINAL:
    case TAP_STAGE_INVOICE:
      return C_("column", "Invoicing");
    case TAP_STAGE_SETTLE:
      return C_("column", "Settlement");
    case TAP_STAGE_READY:
      return C_("column", "Hand-over");
    case TAP_STAGE_DELIVERED:
    case TAP_STAGE_CANCELLED:
      break;
    }

  return tap_stage_label (tap_stage_set_first (stages));
}

const char *
tap_column_narrow_label (TapStageSet stages)
{
  TapStage first = tap_stage_set_first (stages);

  if (first == TAP_STAGE_ESTIMATE)
    /* Translators: the lane "Customer OK" where there is hardly room: 9 letters, 5 Han characters. */
    return C_("narrow column", "Cust. OK");
  if (first == TAP_STAGE_FINAL || first == TAP_STAGE_INVOICE)
    /* Translators: the lane "Invoicing" where there is hardly room; 待制单, in Taiwan 待製單. */
    return C_("narrow column", "Invoicing");
  return tap_column_label (stages);
}

const char *
tap_role_label (TapRole role)
{
  switch (role)
    {
    case TAP_ROLE_ADVISOR:
      return C_("role", "Service advisor");
    case TAP_ROLE_RECEPTION_LEAD:
      return C_("role", "Reception supervisor");
    case TAP_ROLE_SERVICE_MANAGER:
      return C_("role", "Service manager");
    case TAP_ROLE_FOREMAN:
      return C_("role", "Workshop manager");
    case TAP_ROLE_DISPATCHER:
      return C_("role", "Job controller");
    case TAP_ROLE_TECHNICIAN:
      return C_("role", "Technician");
    case TAP_ROLE_INSPECTOR:
      return C_("role", "Final inspector");
    case TAP_ROLE_WASHER:
      return C_("role", "Washer");
    case TAP_ROLE_PARTS:
      return C_("role", "Parts clerk");
    case TAP_ROLE_CASHIER:
      return C_("role", "Cashier");
    case TAP_ROLE_CALLER:
      return C_("role", "Follow-up caller");
    case TAP_ROLE_CARE:
      return C_("role", "Customer-service specialist");
    case TAP_ROLE_STATION_HEAD:
      return C_("role", "Station head");
    case TAP_ROLE_GENERAL_MANAGER:
      return C_("role", "General manager");
    case TAP_ROLE_ADMIN:
      return C_("role", "Administrator");
    }

  return "";
}

/* ---- stored words ---- */

static gboolean
find_name (const char *const *names,
           guint              n_names,
           const char        *text,
           guint             *index)
{
  for (guint i = 0; text != NULL && i < n_names; i++)
    {
      if (strcmp (names[i], text) == 0)
        {
          *index = i;
          return TRUE;
        }
    }

  return FALSE;
}

static const char *const stop_names[TAP_N_STOP_REASONS] = {
  [TAP_STOP_PARTS] = "parts",     [TAP_STOP_CUSTOMER] = "customer", [TAP_STOP_PRICE] = "price",
  [TAP_STOP_AUTHORITY] = "authority", [TAP_STOP_SUPPORT] = "support", [TAP_STOP_BAY] = "bay",
  [TAP_STOP_LABOUR] = "labour",   [TAP_STOP_SUBLET] = "sublet",     [TAP_STOP_OTHER] = "other",
};

const char *
tap_stop_reason_to_db (TapStopReason reason)
{
  g_return_val_if_fail ((guint) reason < G_N_ELEMENTS (stop_names), "other");

  return stop_names[reason];
}

gboolean
tap_stop_reason_from_db (const char    *text,
                         TapStopReason *reason)
{
  guint index;

  if (!find_name (stop_names, G_N_ELEMENTS (stop_names), text, &index))
    return FALSE;

  if (reason != NULL)
    *reason = (TapStopReason) index;
  return TRUE;
}

const char *
tap_stop_reason_label (TapStopReason reason)
{
  switch (reason)
    {
    case TAP_STOP_PARTS:
      return C_("stoppage", "Waiting for parts");
    case TAP_STOP_CUSTOMER:
      return C_("stoppage", "Waiting for the customer's answer");
    case TAP_STOP_PRICE:
      return C_("stoppage", "Waiting for a price");
    case TAP_STOP_AUTHORITY:
      return C_("stoppage", "Waiting for warranty or insurer");
    case TAP_STOP_SUPPORT:
      return C_("stoppage", "Waiting for technical support");
    case TAP_STOP_BAY:
      return C_("stoppage", "Waiting for bay or equipment");
    case TAP_STOP_LABOUR:
      return C_("stoppage", "No technician free");
    case TAP_STOP_SUBLET:
      return C_("stoppage", "At a subcontractor");
    case TAP_STOP_OTHER:
      return C_("stoppage", "Other");
    }

  return "";
}

static const char *const bay_names[] = {
  [TAP_BAY_QUICK] = "quick", [TAP_BAY_GENERAL] = "general", [TAP_BAY_ALIGNMENT] = "alignment",
  [TAP_BAY_BODY] = "body",   [TAP_BAY_PAINT] = "paint",     [TAP_BAY_WASH] = "wash",
};

const char *
tap_bay_kind_to_db (TapBayKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (bay_names), "general");

  return bay_names[kind];
}

gboolean
tap_bay_kind_from_db (const char *text,
                      TapBayKind *kind)
{
  guint index;

  if (!find_name (bay_names, G_N_ELEMENTS (bay_names), text, &index))
    return FALSE;

  if (kind != NULL)
    *kind = (TapBayKind) index;
  return TRUE;
}

const char *
tap_bay_kind_label (TapBayKind kind)
{
  switch (kind)
    {
    case TAP_BAY_QUICK:
      return C_("bay", "Quick");
    case TAP_BAY_GENERAL:
      return C_("bay", "General");
    case TAP_BAY_ALIGNMENT:
      return C_("bay", "Alignment");
    case TAP_BAY_BODY:
      return C_("bay", "Body");
    case TAP_BAY_PAINT:
      return C_("bay", "Paint");
    case TAP_BAY_WASH:
      return C_("bay", "Wash");
    }

  return "";
}
