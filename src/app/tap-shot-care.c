/* tap-shot-care.c — the care of the data for pictures: answers that are made up, so that no share is needed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-shot"
#include "config.h"

#include "app/tap-shot-care.h"

#include "app/tap-care.h"

#include <glib/gi18n-lib.h>

#define PLACE "/mnt/backup/tappet"
#define DAY_S 86400
#define LAST_SEQ G_GUINT64_CONSTANT (48213)

static gint64 now_unix;

/* ---- backups ---- */

static TapBackup *
backup_of (int age_days)
{
  TapBackup *backup = g_new0 (TapBackup, 1);

  backup->made_unix = now_unix - 45700 - (gint64) (age_days - 1) * DAY_S;
  backup->seq = LAST_SEQ - (guint64) age_days * 417;
  backup->bytes = 19680000 - age_days * 140000;
  backup->good = TRUE;
  backup->checked_unix = backup->made_unix + 9;
  backup->path = g_strdup_printf (PLACE "/%d", age_days);
  backup->problem = g_strdup ("");
  backup->station_id = g_strdup ("");
  backup->station_name = g_strdup ("");
  backup->epoch = g_strdup ("");
  return backup;
}

static GPtrArray *
list (const char  *place,
      const char  *station_id,
      GError     **error)
{
  static const int ages[] = { 1, 2, 3, 4, 6, 7, 13, 20 };
  GPtrArray *backups = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_backup_free);

  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    g_ptr_array_add (backups, backup_of (ages[i]));
  return backups;
}

/* Stands still at some point until the picture is drawn. */
static TapBackup *
make_long (const char       *folder,
           const char       *place,
           gint64            at_unix,
           TapProgressFunc   progress,
           gpointer          data,
           GCancellable     *cancellable,
           GError          **error)
{
  while (!g_cancellable_is_cancelled (cancellable))
    {
      progress (_("Copying the log"), 62, 100, data);
      g_usleep (G_USEC_PER_SEC / 20);
    }
  g_cancellable_set_error_if_cancelled (cancellable, error);
  return NULL;
}

static TapBackup *
make_failing (const char       *folder,
              const char       *place,
              gint64            at_unix,
              TapProgressFunc   progress,
              gpointer          data,
              GCancellable     *cancellable,
              GError          **error)
{
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
               _("There is no room for a backup in %s: it takes about %s, and %s are free. The backups that are there stay as they are."),
               place, "19.5 MB", "2.1 MB");
  return NULL;
}

/* ---- the doctor ---- */

static gboolean
examine (const char       *folder,
         TapDoctorFunc     func,
         gpointer          data,
         TapCheckResult   *worst,
         GCancellable     *cancellable,
         GError          **error)
{
  const TapDoctorLine lines[] = {
    { (char *) "mount", TAP_CHECK_OK, _("Kind of share"), (char *) "NFS 4.2 · fileserver:/aftersales", (char *) "nfs4", 0, "" },
    { (char *) "publish", TAP_CHECK_OK, _("Only one computer wins"), _("100 races, each with exactly one winner"), (char *) "100", 100, "" },
    { (char *) "round-trip", TAP_CHECK_OK, _("Round trip"), _("the median of 50 looks"), (char *) "0.8 ms", 0.8, "ms" },
    { (char *) "flush", TAP_CHECK_OK, _("Saved data reaches the disk"), _("the median of 20 flushes"), (char *) "4.1 ms", 4.1, "ms" },
    { (char *) "clock", TAP_CHECK_WARNING, _("Clock differs from the server by 71 s"),
      _("Times on the board follow the server clock. Let this computer set its clock by the network."), (char *) "71 s", 71, "s" },
    { (char *) "space", TAP_CHECK_OK, _("Free space"), _("enough for years"), (char *) "218 GB", 218e9, "bytes" },
    { (char *) "peers", TAP_CHECK_OK, _("Other computers"), (char *) "FRONT-02, BOARD-01, CASHIER · " TAP_VERSION, (char *) "3", 3, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    func (&lines[i], data);
  *worst = TAP_CHECK_WARNING;
  return TRUE;
}

/* ---- both sides ---- */

static void
add_entry (GPtrArray  *entries,
           guint64     seq,
           gint64      age_s,
           const char *pc,
           const char *person,
           const char *commands,
           gboolean    elsewhere)
{
  TapRiftEntry *entry = g_new0 (TapRiftEntry, 1);

  entry->seq = seq;
  entry->recorded_unix = now_unix - age_s;
  entry->pc = g_strdup (pc);
  entry->person = g_strdup (person);
  entry->commands = g_strdup (commands);
  entry->operation_ids = g_strdup ("");
  entry->elsewhere = elsewhere;
  g_ptr_array_add (entries, entry);
}

static TapRift *
compare (const char       *folder,
         const char       *replica_dir,
         TapProgressFunc   progress,
         gpointer          data,
         GCancellable     *cancellable,
         GError          **error)
{
  TapRift *rift = g_new0 (TapRift, 1);

  rift->kind = TAP_RIFT_DIVERGED;
  rift->common_seq = LAST_SEQ - 4;
  rift->pc_seq = LAST_SEQ;
  rift->folder_seq = LAST_SEQ - 2;
  rift->only_pc = g_ptr_array_new ();
  rift->only_folder = g_ptr_array_new ();
  add_entry (rift->only_pc, LAST_SEQ - 3, 1080, "FRONT-01", "李婷", "check-in", FALSE);
  add_entry (rift->only_pc, LAST_SEQ - 2, 900, "FRONT-02", "周敏", "move-visit", TRUE);
  add_entry (rift->only_pc, LAST_SEQ - 1, 720, "FRONT-01", "李婷", "promise, note", FALSE);
  add_entry (rift->only_pc, LAST_SEQ, 610, "BOARD-01", "孙浩", "job-act", FALSE);
  add_entry (rift->only_folder, LAST_SEQ - 3, 540, "FRONT-02", "周敏", "move-visit", TRUE);
  add_entry (rift->only_folder, LAST_SEQ - 2, 420, "CASHIER", "田静", "move-visit", FALSE);
  rift->sentence = g_strdup_printf (
    _("The station folder and this PC differ from number %llu on: in the folder it is by %s, on this PC by %s. Both are kept; nothing is saved until somebody decides."),
    (unsigned long long) (LAST_SEQ - 3), "周敏 (FRONT-02)", "李婷 (FRONT-01)");
  rift->advice = g_strdup ("");
  return rift;
}

/* ---- what was set aside ---- */

static GPtrArray *
none_left (const char  *replica_dir,
           GError     **error)
{
  return g_ptr_array_new ();
}

static void
add_left (GPtrArray  *left,
          gint64      age_s,
          const char *person,
          const char *pc,
          const char *commands,
          char       *details)
{
  TapRiftLeft *one = g_new0 (TapRiftLeft, 1);

  one->id = left->len + 1;
  one->kept_unix = now_unix;
  one->entry = g_new0 (TapRiftEntry, 1);
  one->entry->seq = LAST_SEQ - 3 + left->len;
  one->entry->recorded_unix = now_unix - age_s;
  one->entry->pc = g_strdup (pc);
  one->entry->person = g_strdup (person);
  one->entry->commands = g_strdup (commands);
  one->entry->operation_ids = g_strdup ("");
  one->entry->details = details;
  g_ptr_array_add (left, one);
}

static GPtrArray *
some_left (const char  *replica_dir,
           GError     **error)
{
  GPtrArray *left = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_rift_left_free);

  add_left (left, 1080, "李婷", "FRONT-01", "check-in",
            g_strdup_printf ("+vehicle: plate “京N7K352”, model “凯歌 2.0T”\n+visit: number “R20261120-0042”, bringer “周岚”, stage “consult”, "
                             "wish “更换机油，检查空调”, arrived_unix %" G_GINT64_FORMAT, now_unix - 1080));
  add_left (left, 720, "李婷", "FRONT-01", "promise, note",
            g_strdup_printf ("+vehicle: plate “京A38T91”\n+promise: promised_unix %" G_GINT64_FORMAT ", with_whom “王先生”, reason “配件 16:00 到货”\n"
                             "+event: kind “note”, detail “客户 17:30 前到店等候”", now_unix + 25000));
  add_left (left, 610, "孙浩", "BOARD-01", "job-act",
            g_strdup ("+vehicle: plate “京B60F17”\nassignment: state “running” → “finished”"));
  return left;
}

/* ---- the screens ---- */

static const TapCareApi quiet = { .list = list, .make = make_long, .examine = examine, .compare = compare, .left_list = none_left };
static const TapCareApi failing = { .list = list, .make = make_failing, .examine = examine, .compare = compare, .left_list = none_left };
static const TapCareApi set_aside = { .list = list, .make = make_long, .examine = examine, .compare = compare, .left_list = some_left };

static TapCare *
prepare (TapWindow        *window,
         const TapCareApi *api)
{
  TapSession *session = tap_window_get_session (window);
  GPtrArray *staff = tap_session_get_station (session)->staff;
  g_autofree char *nights = NULL;
  TapCare *care;

  tap_care_set_api (api);
  now_unix = tap_session_now_unix (session);
  for (guint i = 0; i < staff->len; i++)
    if (tap_roles_have_right (((TapStaff *) staff->pdata[i])->roles, TAP_RIGHT_ADMIN))
      {
        tap_session_sign_in (session, ((TapStaff *) staff->pdata[i])->id);
        break;
      }
  care = tap_care_of (session);
  tap_care_set_plan (care, PLACE, 22);
  /* Last night went well. */
  nights = g_strdup_printf (PLACE "\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\t0\t0\t0\t", now_unix - 45700, now_unix - 45700);
  tap_worker_keep_async (tap_store_get_worker (tap_session_get_store (session)), "care-nights", nights, NULL, NULL);
  tap_care_look (care);
  tap_window_show_page (window, "care");
  return care;
}

void
tap_shot_care (TapWindow *window)
{
  prepare (window, &quiet);
}

void
tap_shot_care_working (TapWindow *window)
{
  tap_care_start (prepare (window, &quiet), TAP_CARE_BACKUP, NULL, tap_session_get_staff_id (tap_window_get_session (window)));
}

void
tap_shot_care_failed (TapWindow *window)
{
  tap_care_start (prepare (window, &failing), TAP_CARE_BACKUP, NULL, tap_session_get_staff_id (tap_window_get_session (window)));
}

void
tap_shot_doctor (TapWindow *window)
{
  prepare (window, &quiet);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.examine", NULL);
}

void
tap_shot_rift (TapWindow *window)
{
  prepare (window, &quiet);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.rift", NULL);
}

void
tap_shot_rift_left (TapWindow *window)
{
  tap_care_read_left (prepare (window, &set_aside));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.left", NULL);
}
