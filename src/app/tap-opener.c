/* tap-opener.c — opening, making and closing a station from the program: the sentences for what can go wrong.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-opener"
#include "config.h"

#include "app/tap-opener.h"

#include "app/tap-demo-folder.h"
#include "app/tap-language.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What a demo looks like: enough history for a page of customers, made within seconds. */
#define DEMO_SEED 1
#define DEMO_HISTORY_DAYS 14
#define DEMO_OPEN 29

typedef struct
{
  char       *folder;
  char       *replica_dir;
  char       *program;
  TapStore   *store;
  GError     *error;              /* why it failed, while the store is being closed */
  GError     *taken;              /* a station is there already; it may be one whose setting up was broken off */
  GFileProgressCallback progress;
  gpointer    progress_data;

  /* A new station's first contents */
  char       *dealer, *name, *province, *time_zone, *admin, *pin, *language;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->pin != NULL)
    explicit_bzero (job->pin, strlen (job->pin));
  g_free (job->folder);
  g_free (job->replica_dir);
  g_free (job->program);
  g_clear_object (&job->store);
  g_clear_error (&job->error);
  g_clear_error (&job->taken);
  g_free (job->dealer);
  g_free (job->name);
  g_free (job->province);
  g_free (job->time_zone);
  g_free (job->admin);
  g_free (job->pin);
  g_free (job->language);
  g_free (job);
}

static GTask *
new_task (const char          *folder,
          const char          *replica_dir,
          const char          *program,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->folder = g_strdup (folder);
  job->replica_dir = g_strdup (replica_dir);
  job->program = g_strdup (program);
  g_task_set_task_data (task, job, job_free);
  return task;
}

static TapStore *
new_store (Job *job)
{
  TapStoreOptions options = { 0 };

  options.folder = job->folder;
  options.replica_dir = job->replica_dir;
  options.program = job->program;
  return tap_store_new (&options);
}

/* ---- failing: the store is closed first, then the caller is told ---------------------------------------------------- */

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);

  tap_store_close_finish (TAP_STORE (source), result, NULL);
  g_task_return_error (task, g_steal_pointer (&job->error));
}

static void
fail (GTask  *task,
      GError *error)
{
  Job *job = g_task_get_task_data (task);

  job->error = error;
  tap_store_close_async (job->store, closed_cb, g_object_ref (task));
}

/* ---- open ------------------------------------------------------------------------------------------------------------ */

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (!tap_store_open_finish (TAP_STORE (source), result, &error))
    fail (task, error);
  else
    g_task_return_pointer (task, tap_session_new (TAP_STORE (source)), g_object_unref);
}

void
tap_opener_open_async (const char          *folder,
                       const char          *replica_dir,
                       const char          *program,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (folder != NULL);

  task = new_task (folder, replica_dir, program, cancellable, callback, user_data);
  g_task_set_source_tag (task, tap_opener_open_async);
  job = g_task_get_task_data (task);
  job->store = new_store (job);
  tap_store_open_async (job->store, cancellable, opened_cb, g_object_ref (task));
}

TapSession *
tap_opener_open_finish (GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- making: the folder on a thread, then the store opens it and fills it --------------------------------------------- */

static void
create_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Job *job = data;
  g_autofree char *parent = g_path_get_dirname (job->folder);
  GError *error = NULL;

  if (g_str_equal (job->program, "demo"))
    {
      if (tap_opener_has_station (job->folder))
        {
          g_task_return_boolean (task, TRUE);
          return;
        }
      tap_demo_folder_sweep ();
      g_mkdir_with_parents (parent, 0755);
    }
  else if (!g_file_test (parent, G_FILE_TEST_IS_DIR))
    {
      /* A slip of the pen, or a share that is not mounted: folders made here would be a station nobody else sees. */
      g_task_return_new_error (task, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_MISSING, _("There is no folder %s. Is the share mounted?"), parent);
      return;
    }
  if (tap_station_create (job->folder, job->name, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Makes the folder of @task's job off the main thread; @next gets @task. */
static void
create_folder (GTask               *task,
               gboolean             with_parents,
               GAsyncReadyCallback  next)
{
  Job *job = g_task_get_task_data (task);
  GTask *creating = new_task (job->folder, NULL, with_parents ? "demo" : "tappet", NULL, next, g_object_ref (task));
  Job *part = g_task_get_task_data (creating);

  part->name = g_strdup (job->name);
  g_task_run_in_thread (creating, create_thread);
  g_object_unref (creating);
}

static void
demo_made_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (!tap_store_make_demo_finish (TAP_STORE (source), result, &error))
    fail (task, error);
  else
    g_task_return_pointer (task, tap_session_new (TAP_STORE (source)), g_object_unref);
}

static void
demo_opened_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  TapDemoInput input = { 0 };
  GError *error = NULL;

  if (!tap_store_open_finish (TAP_STORE (source), result, &error))
    {
      fail (task, error);
      return;
    }
  /* Made before; a making that was broken off is made good. */
  if (tap_store_get_station (job->store)->staff->len > 0)
    {
      g_task_return_pointer (task, tap_session_new (job->store), g_object_unref);
      return;
    }
  input.seed = DEMO_SEED;
  input.history_days = DEMO_HISTORY_DAYS;
  input.n_open = DEMO_OPEN;
  input.now_unix = tap_store_now_unix (job->store);
  input.language = tap_language_get ();
  tap_store_make_demo_async (job->store, &input, job->progress, job->progress_data, demo_made_cb, g_object_ref (task));
}

static void
demo_folder_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  job->store = new_store (job);
  tap_store_open_async (job->store, NULL, demo_opened_cb, g_object_ref (task));
}

void
tap_opener_demo_async (const char            *folder,
                       const char            *replica_dir,
                       const char            *program,
                       GFileProgressCallback  progress,
                       gpointer               progress_data,
                       GAsyncReadyCallback    callback,
                       gpointer               user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (folder != NULL);

  task = new_task (folder, replica_dir, program, NULL, callback, user_data);
  g_task_set_source_tag (task, tap_opener_demo_async);
  job = g_task_get_task_data (task);
  job->name = g_strdup (_("Demo Station"));
  job->progress = progress;
  job->progress_data = progress_data;
  create_folder (task, TRUE, demo_folder_cb);
}

TapSession *
tap_opener_demo_finish (GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- a station of one's own ------------------------------------------------------------------------------------------ */

static void
set_up_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  gint64 staff_id = 0;
  TapSession *session;

  if (!tap_store_set_up_finish (TAP_STORE (source), result, &staff_id, &error))
    {
      fail (task, error);
      return;
    }
  session = tap_session_new (TAP_STORE (source));
  tap_session_sign_in (session, staff_id);
  g_task_return_pointer (task, session, g_object_unref);
}

static void
make_opened_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  TapSetUpInput input = { 0 };
  GError *error = NULL;

  if (!tap_store_open_finish (TAP_STORE (source), result, &error))
    {
      fail (task, error);
      return;
    }
  /* Broken off before it had anybody: made good. Else it is somebody's station. */
  if (job->taken != NULL && tap_store_get_station (job->store)->staff->len > 0)
    {
      fail (task, g_steal_pointer (&job->taken));
      return;
    }
  input.dealer = job->dealer;
  input.station_name = job->name;
  input.province = job->province;
  input.time_zone = job->time_zone;
  input.admin_name = job->admin;
  input.admin_pin = job->pin;
  input.language = job->language;
  tap_store_set_up_async (job->store, &input, set_up_cb, g_object_ref (task));
}

static void
make_folder_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (!g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EXISTS))
        {
          g_task_return_error (task, error);
          return;
        }
      job->taken = error;
    }
  job->store = new_store (job);
  tap_store_open_async (job->store, NULL, make_opened_cb, g_object_ref (task));
}

void
tap_opener_make_async (const char          *folder,
                       const char          *replica_dir,
                       const TapSetUpInput *input,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (folder != NULL && input != NULL);

  task = new_task (folder, replica_dir, "tappet", NULL, callback, user_data);
  g_task_set_source_tag (task, tap_opener_make_async);
  job = g_task_get_task_data (task);
  job->dealer = g_strdup (input->dealer);
  job->name = g_strdup (input->station_name);
  job->province = g_strdup (input->province);
  job->time_zone = g_strdup (input->time_zone);
  job->admin = g_strdup (input->admin_name);
  job->pin = g_strdup (input->admin_pin);
  job->language = g_strdup (input->language);
  create_folder (task, FALSE, make_folder_cb);
}

TapSession *
tap_opener_make_finish (GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- words ----------------------------------------------------------------------------------------------------------- */

/* What to do about an error of the ledger; NULL where the error's own sentence says it all. */
static const char *
advice (TapLedgerError code,
        const char   **heading)
{
  *heading = NULL;
  switch (code)
    {
    case TAP_LEDGER_ERROR_MISSING:
      *heading = _("The Folder Is Not There");
      return _("The file server may be switched off, or the folder was moved: then open it at its new place.");
    case TAP_LEDGER_ERROR_EMPTY:
      *heading = _("There Is No Station in This Folder");
      return _("If you want a station here, choose “New Station…”.");
    case TAP_LEDGER_ERROR_FOREIGN:
      *heading = _("This Is Not a Station Folder");
      return _("Choose the station's own folder, the one with the file station.json in it. Nothing was changed.");
    case TAP_LEDGER_ERROR_FORMAT_NEWER:
    case TAP_LEDGER_ERROR_SCHEMA_NEWER:
      *heading = _("This Station Needs a Newer Tappet");
      return _("Then open the station again. Nothing was changed.");
    case TAP_LEDGER_ERROR_CUT_OFF:
      *heading = _("The File Server Does Not Answer");
      return _("Check the network and the file server, then try again. Nothing is lost.");
    case TAP_LEDGER_ERROR_READ_ONLY:
      *heading = _("Nothing Can Be Written Here");
      return _("Ask the administrator of the file server for the right to write to this folder.");
    case TAP_LEDGER_ERROR_SET_BACK:
      *heading = _("The Folder Knows Less Than This Computer");
      return _("An older copy may have been put in its place. Tell the administrator before anyone goes on working.");
    case TAP_LEDGER_ERROR_EXISTS:
      *heading = _("There Is a Station Already");
      return _("Open it instead, or choose another folder for a new one.");
    case TAP_LEDGER_ERROR_DAMAGED:
      *heading = _("The Station Is Damaged");
      return _("Tell the administrator; “tappetctl verify” names the place. Do not delete anything.");
    case TAP_LEDGER_ERROR_LOCAL:
      *heading = _("This Computer Cannot Keep Its Copy");
      return _("The copy needs a folder on this computer's own disk, with room and the right to write.");
    case TAP_LEDGER_ERROR_FAILED:
    case TAP_LEDGER_ERROR_UNKNOWN:
    case TAP_LEDGER_ERROR_CONFLICT:
    case TAP_LEDGER_ERROR_CLOSED:
    case TAP_LEDGER_ERROR_QUEUED:
      break;
    }
  return NULL;
}

void
tap_opener_explain (const GError  *error,
                    const char    *folder,
                    char         **heading,
                    char         **body)
{
  const char *what = NULL;
  const char *head = NULL;

  g_return_if_fail (error != NULL && heading != NULL && body != NULL);

  if (error->domain == TAP_LEDGER_ERROR)
    what = advice ((TapLedgerError) error->code, &head);
  /* An address, or a mount of the file manager: its own sentence says what to do. */
  if (g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN) && folder != NULL
      && (strstr (folder, "://") != NULL || strstr (folder, "gvfs/") != NULL))
    {
      head = _("Mount the Share First");
      what = NULL;
    }
  *heading = g_strdup (head != NULL ? head : _("The Station Could Not Be Opened"));
  *body = what == NULL ? g_strdup (error->message) : g_strdup_printf ("%s\n\n%s", error->message, what);
}

gboolean
tap_opener_has_station (const char *folder)
{
  g_autofree char *file = NULL;

  g_return_val_if_fail (folder != NULL, FALSE);

  file = g_build_filename (folder, "station.json", NULL);
  return g_file_test (file, G_FILE_TEST_EXISTS);
}
