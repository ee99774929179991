/* tap-check-list.c — the five checks of a station folder, one line each, as they come (mock-up 10).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-check-list"
#include "config.h"

#include "app/tap-check-list.h"
#include "app/tap-post.h"

#include <glib/gi18n-lib.h>

struct _TapCheckList
{
  GtkWidget     parent_instance;

  /* Template widgets (borrowed) */
  GtkLabel     *took;
  GtkWidget    *again_button;
  GtkListBox   *list;
  GtkWidget    *summary;
  GtkImage     *summary_icon;
  GtkLabel     *summary_title;
  GtkLabel     *summary_text;
  GtkWidget    *fix_button;

  /* Borrowed: in the list */
  AdwActionRow *rows[TAP_N_CHECKS];
  GtkImage     *icons[TAP_N_CHECKS];
  GtkLabel     *values[TAP_N_CHECKS];

  /* Owned references */
  GCancellable *cancellable;
  char         *folder;

  TapCheckResult results[TAP_N_CHECKS];
  gint64        started_us;
};

G_DEFINE_FINAL_TYPE (TapCheckList, tap_check_list, GTK_TYPE_WIDGET)

/* Before they are done. */
static const char *titles[TAP_N_CHECKS] = {
  [TAP_CHECK_REACHABLE] = N_("Folder can be reached"),
  [TAP_CHECK_WRITABLE] = N_("Folder can be written to"),
  [TAP_CHECK_PUBLISHING] = N_("Publishing has one winner"),
  [TAP_CHECK_FLUSH] = N_("Saved data reaches the disk"),
  [TAP_CHECK_CLOCK] = N_("Clock agrees with the server"),
};

static const char *
how_to_fix (TapCheckKind kind)
{
  switch (kind)
    {
    case TAP_CHECK_REACHABLE:
      return _("Mount the share as a folder of the system (SMB or NFS). Addresses such as smb:// and folders of the file manager "
               "under /run/user are too unreliable to work on.");
    case TAP_CHECK_WRITABLE:
      return _("Give the user of this computer the right to write in the station folder on the file server, and see that its disk is "
               "not full. Until then this computer only looks.");
    case TAP_CHECK_PUBLISHING:
      return _("Two desks could overwrite each other on this share. Use SMB or NFS from a Linux or Windows server; shares that copy "
               "instead of renaming (WebDAV, cloud drives) are not safe. Until then this computer only looks.");
    case TAP_CHECK_FLUSH:
      return _("The server says that data is saved before it is. Switch on synchronous writing for this share on the file server. "
               "Until then this computer only looks.");
    case TAP_CHECK_CLOCK:
      return _("Set the clock of this computer by the network (timedatectl set-ntp true). Up to a minute does no harm; above five "
               "minutes nothing is saved.");
    }
  return "";
}

static void
show_look (TapCheckList   *self,
           guint           i,
           TapCheckResult  result)
{
  static const struct
  {
    const char *css, *icon;
  } looks[] = {
    [TAP_CHECK_OK] = { "ok", "tappet-check-symbolic" },
    [TAP_CHECK_WARNING] = { "warning", "tappet-warn-symbolic" },
    [TAP_CHECK_FAILED] = { "failed", "tappet-warn-symbolic" },
    [TAP_CHECK_NOT_DONE] = { "waiting", "content-loading-symbolic" },
  };

  for (guint k = 0; k < G_N_ELEMENTS (looks); k++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icons[i]), looks[k].css);
  gtk_widget_add_css_class (GTK_WIDGET (self->icons[i]), looks[result].css);
  gtk_image_set_from_icon_name (self->icons[i], looks[result].icon);
  self->results[i] = result;
}

void
tap_check_list_show (TapCheckList   *self,
                     const TapCheck *check)
{
  guint i;

  g_return_if_fail (TAP_IS_CHECK_LIST (self));
  g_return_if_fail (check != NULL && check->kind < TAP_N_CHECKS);

  i = check->kind;
  show_look (self, i, check->result);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[i]), check->title);
  adw_action_row_set_subtitle (self->rows[i], check->detail);
  gtk_label_set_text (self->values[i], check->value);
}

TapCheckResult
tap_check_list_get_worst (TapCheckList *self)
{
  TapCheckResult worst = TAP_CHECK_OK;

  g_return_val_if_fail (TAP_IS_CHECK_LIST (self), TAP_CHECK_FAILED);

  for (guint i = 0; i < TAP_N_CHECKS; i++)
    if (self->results[i] != TAP_CHECK_NOT_DONE)
      worst = MAX (worst, self->results[i]);
  return worst;
}

static void
set_summary (TapCheckList *self,
             const char   *css,
             const char   *icon,
             const char   *title,
             const char   *text,
             gboolean      fix)
{
  gtk_widget_remove_css_class (self->summary, "ok");
  gtk_widget_remove_css_class (self->summary, "warning");
  gtk_widget_remove_css_class (self->summary, "failed");
  gtk_widget_add_css_class (self->summary, css);
  gtk_image_set_from_icon_name (self->summary_icon, icon);
  gtk_label_set_text (self->summary_title, title);
  gtk_label_set_text (self->summary_text, text);
  gtk_widget_set_visible (self->fix_button, fix);
  gtk_widget_set_visible (self->summary, TRUE);
}

void
tap_check_list_sum_up (TapCheckList *self,
                       const GError *error)
{
  g_autofree char *took = NULL;

  g_return_if_fail (TAP_IS_CHECK_LIST (self));

  gtk_widget_set_sensitive (self->again_button, TRUE);
  /* Translators: how long the checks of the folder took, in seconds */
  took = g_strdup_printf (_("finished in %.1f s"), (double) (g_get_monotonic_time () - self->started_us) / G_USEC_PER_SEC);
  gtk_label_set_text (self->took, took);
  if (error != NULL && tap_check_list_get_worst (self) != TAP_CHECK_FAILED)
    set_summary (self, "failed", "tappet-warn-symbolic", _("The folder could not be checked"), error->message, FALSE);
  else if (tap_check_list_get_worst (self) == TAP_CHECK_FAILED)
    set_summary (self, "failed", "tappet-warn-symbolic", _("Looking only"),
                 _("Working together is not safe here as it is. The station opens read-only on this computer."), TRUE);
  else if (tap_check_list_get_worst (self) == TAP_CHECK_WARNING)
    set_summary (self, "warning", "tappet-warn-symbolic", _("Safe to work together, with a remark"),
                 _("Changes from different desks are kept apart."), TRUE);
  else
    set_summary (self, "ok", "tappet-shield-symbolic", _("Safe to work together"),
                 _("This folder keeps changes from different desks apart."), FALSE);
}

/* ---- the run ---------------------------------------------------------------------------------------------------------- */

typedef struct
{
  TapCheckList *list;           /* owned */
  GCancellable *cancellable;    /* owned: of the run it belongs to */
  TapCheck      check;
} Report;

static gboolean
report_cb (gpointer data)
{
  Report *report = data;

  if (!g_cancellable_is_cancelled (report->cancellable))
    tap_check_list_show (report->list, &report->check);
  return G_SOURCE_REMOVE;
}

static void
report_free (gpointer data)
{
  Report *report = data;

  g_object_unref (report->list);
  g_object_unref (report->cancellable);
  g_free (report->check.title);
  g_free (report->check.detail);
  g_free (report->check.value);
  g_free (report);
}

/* On the checking thread: each result goes to the main thread as it comes. */
static void
reported (const TapCheck *check,
          gpointer        data)
{
  GTask *task = data;
  Report *report = g_new0 (Report, 1);

  report->list = g_object_ref (g_task_get_source_object (task));
  report->cancellable = g_object_ref (g_task_get_cancellable (task));
  report->check.kind = check->kind;
  report->check.result = check->result;
  report->check.title = g_strdup (check->title);
  report->check.detail = g_strdup (check->detail);
  report->check.value = g_strdup (check->value);
  tap_post (g_task_get_context (task), G_PRIORITY_DEFAULT, report_cb, report, report_free);
}

static void
check_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  GError *error = NULL;

  if (tap_station_check (data, reported, task, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  TapCheckList *self = TAP_CHECK_LIST (source);
  g_autoptr (GError) error = NULL;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  if (g_task_propagate_boolean (G_TASK (result), &error))
    tap_check_list_sum_up (self, NULL);
  else
    tap_check_list_sum_up (self, error);
}

static void
reset (TapCheckList *self)
{
  for (guint i = 0; i < TAP_N_CHECKS; i++)
    {
      show_look (self, i, TAP_CHECK_NOT_DONE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[i]), _(titles[i]));
      adw_action_row_set_subtitle (self->rows[i], "");
      gtk_label_set_text (self->values[i], "");
    }
  gtk_widget_set_visible (self->summary, FALSE);
  gtk_label_set_text (self->took, "");
}

void
tap_check_list_run (TapCheckList *self,
                    const char   *folder)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *kept = g_strdup (folder);

  g_return_if_fail (TAP_IS_CHECK_LIST (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_free (self->folder);
  self->folder = g_steal_pointer (&kept);
  reset (self);
  gtk_widget_set_visible (GTK_WIDGET (self), self->folder != NULL);
  if (self->folder == NULL)
    return;
  gtk_widget_set_sensitive (self->again_button, FALSE);
  self->started_us = g_get_monotonic_time ();
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, done_cb, NULL);
  g_task_set_source_tag (task, tap_check_list_run);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_strdup (self->folder), g_free);
  g_task_run_in_thread (task, check_thread);
}

static void
again_clicked_cb (TapCheckList *self)
{
  tap_check_list_run (self, self->folder);
}

static void
fix_clicked_cb (TapCheckList *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *dialog;

  for (guint i = 0; i < TAP_N_CHECKS; i++)
    if (self->results[i] == TAP_CHECK_WARNING || self->results[i] == TAP_CHECK_FAILED)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", how_to_fix (i));
  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("How to Fix It"), text->str);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- life ------------------------------------------------------------------------------------------------------------- */

static void
add_row (TapCheckList *self,
         guint         i)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *value = gtk_label_new (NULL);

  gtk_widget_add_css_class (icon, "check-icon");
  gtk_widget_set_valign (icon, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (value, "dim");
  gtk_widget_add_css_class (value, "numeric");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), value);
  gtk_list_box_append (self->list, row);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  self->rows[i] = ADW_ACTION_ROW (row);
  self->icons[i] = GTK_IMAGE (icon);
  self->values[i] = GTK_LABEL (value);
}

static void
tap_check_list_dispose (GObject *object)
{
  TapCheckList *self = TAP_CHECK_LIST (object);
  GtkWidget *child;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->folder, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_CHECK_LIST);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_check_list_parent_class)->dispose (object);
}

static void
tap_check_list_class_init (TapCheckListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_check_list_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-check-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TapCheckList, took);
  gtk_widget_class_bind_template_child (widget_class, TapCheckList, again_button);
  gtk_widget_class_bind_template_child (widget_class, TapCheckList, list);
  gtk_widget_class_bind_template_child (widget_class, TapCheckList, summary);
  gtk_widget_class_bind_template_child (widget_class, TapCheckList, summary_icon);
  gtk_widget_class_bind_template_child (widget_class, TapCheckList, summary_title);
  gtk_widget_class_bind_template_child (widget_class, TapCheckList, summary_text);
  gtk_widget_class_bind_template_child (widget_class, TapCheckList, fix_button);
  gtk_widget_class_bind_template_callback (widget_class, again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, fix_clicked_cb);
}

static void
tap_check_list_init (TapCheckList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < TAP_N_CHECKS; i++)
    add_row (self, i);
  reset (self);
}
