/* tap-care-api.c — what the care of the data calls on its working threads.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-care"
#include "config.h"

#include "app/tap-care-api.h"

static const TapCareApi real = {
  .make = tap_backup_make,
  .list = tap_backup_list,
  .check = tap_backup_check,
  .drill = tap_backup_drill,
  .verify = tap_station_verify,
  .verify_deep = tap_station_verify_deep,
  .examine = tap_doctor_examine,
  .compare = tap_rift_examine,
  .put_back = tap_rift_put_back,
  .take_folder = tap_rift_take_folder,
  .rescue = tap_rescue,
  .restore = tap_backup_restore,
  .left_list = tap_rift_left_list,
  .left_settle = tap_rift_left_settle,
};

static const TapCareApi *current = &real;

const TapCareApi *
tap_care_api (void)
{
  return current;
}

void
tap_care_set_api (const TapCareApi *api)
{
  current = api != NULL ? api : &real;
}
