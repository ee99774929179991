/* tap-demo-backups.c — the demo station's nights: backups that went well, and one that found no place.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-demo"

#include "config.h"

#include "store/tap-demo.h"

#define N_NIGHTS 12
#define BAD_NIGHT 5
#define HOUR_MIN (22 * 60)
#define FIRST_BYTES (18 * 1000 * 1000)
#define BYTES_A_DAY (140 * 1000)

static const TapDemoText pc_name = TAP_DEMO_TEXT ("前台1", "前檯1", "FRONT-01");
static const TapDemoText no_place
  = TAP_DEMO_TEXT ("备份文件夹打不开：/mnt/backup 没有连接。", "備份資料夾無法開啟：/mnt/backup 未連接。",
                   "The backup folder cannot be opened: /mnt/backup is not connected.");

void
tap_demo_add_backups (TapDemo *self)
{
  for (int night = N_NIGHTS; night >= 1; night--)
    {
      gboolean good = night != BAD_NIGHT;
      gint64 age = N_NIGHTS - night;

      tap_demo_rows_add (self->rows, TAP_DEMO_BACKUP_RUN, tap_demo_new_id (self),
                         tap_demo_day_at (self, -night, HOUR_MIN) + 20, (gint64) 0, tap_demo_say (self, &pc_name),
                         "/mnt/backup/tappet", good ? (gint64) self->n_batches + age : (gint64) 0,
                         good ? FIRST_BYTES + age * BYTES_A_DAY : (gint64) 0, good ? 6 + age / 4 : (gint64) 2,
                         (gint64) good, good ? "" : tap_demo_say (self, &no_place));
    }
}
