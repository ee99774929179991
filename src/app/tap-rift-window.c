/* tap-rift-window.c — the folder and this computer differ: what happened, what either choice would lose, and the ways out.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-rift-window"
#include "config.h"

#include "app/tap-rift-window.h"

#include "app/tap-care-confirm.h"
#include "app/tap-care-list.h"
#include "app/tap-care-work-box.h"
#include "app/tap-left-window.h"
#include "app/tap-rift-words.h"

#include <glib/gi18n-lib.h>

/* More are counted, not listed: nobody decides by the two-hundredth line. */
#define MAX_ENTRIES 200

struct _TapRiftWindow
{
  AdwWindow       parent_instance;

  /* Template widgets (borrowed) */
  GtkWidget      *summary;
  GtkImage       *summary_icon;
  GtkLabel       *happened;
  GtkLabel       *safe;
  GtkLabel       *advice;
  TapCareWorkBox *work_box;
  GtkWidget      *sides;
  GtkLabel       *pc_title;
  GtkLabel       *pc_lost;
  GtkLabel       *folder_title;
  GtkLabel       *folder_lost;
  GtkListBox     *pc_list;
  GtkListBox     *folder_list;
  GtkLabel       *reason;
  GtkWidget      *take_button;
  GtkButton      *put_button, *left_button;

  /* Owned references */
  TapCare        *care;
  GtkFileChooserNative *chooser;
  char           *new_folder;

  gboolean        compared;     /* what is shown is of this window's own comparison */
  gboolean        again;        /* a way out has ended: compare once more */
};

G_DEFINE_FINAL_TYPE (TapRiftWindow, tap_rift_window, ADW_TYPE_WINDOW)

/* ---- what differs ---------------------------------------------------------------------------------------------------------------- */

static GtkWidget *
entry_row (const TapRiftEntry *entry,
           GTimeZone          *zone)
{
  g_autofree char *commands = tap_rift_commands_text (entry->commands);
  g_autofree char *when = tap_care_when_text (entry->recorded_unix, zone);
  g_autofree char *who = *entry->person != '\0' ? g_strdup_printf ("%s · %s", entry->person, entry->pc) : g_strdup (entry->pc);
  g_autofree char *text = g_strdup_printf ("%s · %s", when, who);
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, entry->seq);
  GtkWidget *row = tap_care_row_new (entry->elsewhere ? TAP_CHECK_OK : TAP_CHECK_WARNING,
                                     *commands != '\0' ? commands : _("an entry"), text, "");
  GtkWidget *value = gtk_label_new (number);

  if (entry->elsewhere)
    {
      GtkWidget *note = gtk_label_new (_("on both sides"));

      gtk_widget_add_css_class (note, "dim");
      gtk_widget_add_css_class (note, "caption");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), note);
    }
  gtk_widget_add_css_class (value, "dim");
  gtk_widget_add_css_class (value, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), value);
  return row;
}

static void
show_side (GtkLabel   *heading,
           const char *title,
           GtkListBox *list,
           GPtrArray  *entries,
           GTimeZone  *zone)
{
  guint n = entries != NULL ? entries->len : 0;
  g_autofree char *counted = g_strdup_printf ("%s (%u)", title, n);
  GtkWidget *child;

  gtk_label_set_text (heading, counted);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
  for (guint i = 0; i < MIN (n, MAX_ENTRIES); i++)
    gtk_list_box_append (list, entry_row (g_ptr_array_index (entries, i), zone));
  if (n == 0)
    gtk_list_box_append (list, tap_care_row_new (TAP_CHECK_OK, _("Nothing"), "", ""));
}

static void
show_box (TapRiftWindow *self,
          const char    *css,
          const char    *icon)
{
  static const char *const all[] = { "ok", "failed", "waiting" };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    gtk_widget_remove_css_class (self->summary, all[i]);
  gtk_widget_add_css_class (self->summary, css);
  gtk_image_set_from_icon_name (self->summary_icon, icon);
}

static void
set_label (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
show_rift (TapRiftWindow *self)
{
  TapRift *rift = self->compared ? tap_care_get_rift (self->care) : NULL;
  g_autoptr (GTimeZone) zone = tap_care_dup_zone (self->care);
  g_autofree char *take = NULL;
  g_autofree char *rescue = NULL;

  gtk_widget_set_visible (self->sides, rift != NULL && rift->kind != TAP_RIFT_NONE);
  if (rift == NULL)
    {
      show_box (self, "waiting", "tappet-hour-symbolic");
      if (tap_care_get_state (self->care) == TAP_CARE_WORKING && tap_care_get_job (self->care) == TAP_CARE_COMPARE)
        set_label (self->happened, _("The folder and this computer are being compared."));
      else
        set_label (self->happened, _("Something else is under way. Compare again when it has ended."));
      set_label (self->safe, _("Nothing is changed by looking."));
      set_label (self->advice, NULL);
      return;
    }
  show_box (self, rift->kind == TAP_RIFT_NONE ? "ok" : "failed",
            rift->kind == TAP_RIFT_NONE ? "tappet-shield-symbolic" : "tappet-warn-symbolic");
  set_label (self->happened, rift->sentence);
  set_label (self->safe, tap_rift_safe (rift));
  set_label (self->advice, tap_rift_advice (rift));
  take = tap_rift_lost_by_take (rift);
  rescue = tap_rift_lost_by_rescue (rift);
  gtk_label_set_text (self->pc_lost, take);
  gtk_label_set_text (self->folder_lost, rescue);
  show_side (self->pc_title, _("Only on This Computer"), self->pc_list, rift->only_pc, zone);
  show_side (self->folder_title, _("Only in the Folder"), self->folder_list, rift->only_folder, zone);
}

/* ---- ways out -------------------------------------------------------------------------------------------------------------------- */

static void
update_actions (TapRiftWindow *self)
{
  TapRift *rift = self->compared ? tap_care_get_rift (self->care) : NULL;
  gboolean may = tap_care_may_decide (self->care);
  gboolean idle = tap_care_get_state (self->care) != TAP_CARE_WORKING;
  TapRiftWays ways = rift != NULL ? tap_rift_ways (rift) : TAP_RIFT_MAY_RESCUE;
  gboolean put = (ways & TAP_RIFT_MAY_PUT_BACK) != 0, take = (ways & TAP_RIFT_MAY_TAKE_FOLDER) != 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rift.compare", idle);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rift.put-back", may && idle && put);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rift.take-folder", may && idle && take);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rift.rescue", may && idle);
  gtk_widget_set_visible (GTK_WIDGET (self->put_button), put);
  gtk_widget_set_visible (self->take_button, take);
  gtk_button_set_label (self->put_button, rift != NULL && rift->kind == TAP_RIFT_BEHIND ? _("_Put Back…") : _("_Repair…"));
  gtk_widget_add_css_class (GTK_WIDGET (self->put_button), "suggested-action");
  gtk_label_set_text (self->reason, may ? "" : _("Only the administrator and the station head decide here, with their PIN."));
}

static void
begin (TapRiftWindow *self,
       TapCareJob     job,
       const char    *path)
{
  self->again = tap_care_start (self->care, job, path, tap_care_get_staff_id (self->care)) && job != TAP_CARE_RESCUE;
}

void
tap_rift_window_put_back (TapRiftWindow *self)
{
  g_return_if_fail (TAP_IS_RIFT_WINDOW (self));

  begin (self, TAP_CARE_PUT_BACK, NULL);
}

void
tap_rift_window_take_folder (TapRiftWindow *self)
{
  g_return_if_fail (TAP_IS_RIFT_WINDOW (self));

  begin (self, TAP_CARE_TAKE_FOLDER, NULL);
}

void
tap_rift_window_rescue (TapRiftWindow *self,
                        const char    *new_folder)
{
  g_return_if_fail (TAP_IS_RIFT_WINDOW (self));
  g_return_if_fail (new_folder != NULL);

  begin (self, TAP_CARE_RESCUE, new_folder);
}

static void
rescue_confirmed (TapRiftWindow *self)
{
  tap_rift_window_rescue (self, self->new_folder);
}

static void
put_back_action (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  TapRiftWindow *self = TAP_RIFT_WINDOW (widget);

  tap_care_ask (GTK_WINDOW (self), self->care, _("Put Back What Is Missing?"),
                    _("This computer puts its own copies where they are missing in the folder. What lies there damaged is set aside, "
                      "not deleted."),
                    _("_Put Back"), G_CALLBACK (tap_rift_window_put_back), G_OBJECT (self));
}

static void
take_folder_action (GtkWidget  *widget,
                    const char *action,
                    GVariant   *parameter)
{
  TapRiftWindow *self = TAP_RIFT_WINDOW (widget);
  g_autofree char *lost = tap_rift_lost_by_take (tap_care_get_rift (self->care));
  g_autofree char *body = g_strdup_printf ("%s %s", lost, _("This computer sets its own copy aside and starts from the folder."));

  tap_care_ask (GTK_WINDOW (self), self->care, _("Follow the Folder?"), body, _("_Follow the Folder"),
                    G_CALLBACK (tap_rift_window_take_folder), G_OBJECT (self));
}

static void
chosen_cb (TapRiftWindow *self,
           int            response)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *body = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file == NULL || g_file_peek_path (file) == NULL)
    return;
  g_free (self->new_folder);
  self->new_folder = g_strdup (g_file_peek_path (file));
  /* Translators: %s is a folder */
  body = g_strdup_printf (_("A complete station is written into %s from what this computer has. Afterwards every computer opens it once by "
                            "“Open Other…”. The old folder is not touched; nobody should go on working in it."), self->new_folder);
  tap_care_ask (GTK_WINDOW (self), self->care, _("Make a New Station Folder?"), body, _("_Make the Folder"),
                    G_CALLBACK (rescue_confirmed), G_OBJECT (self));
}

static void
rescue_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  TapRiftWindow *self = TAP_RIFT_WINDOW (widget);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("An Empty Folder for the Station"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Choose"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
compare_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  TapRiftWindow *self = TAP_RIFT_WINDOW (widget);

  self->compared = FALSE;
  tap_care_start (self->care, TAP_CARE_COMPARE, NULL, tap_care_get_staff_id (self->care));
  show_rift (self);
}

/* What was compared before is no longer so; the box at the top says what was done. */
static void
show_way_out (TapRiftWindow *self)
{
  self->compared = FALSE;
  gtk_widget_set_visible (self->sides, FALSE);
  show_box (self, "ok", "tappet-shield-symbolic");
  set_label (self->happened, tap_care_get_title (self->care));
  set_label (self->safe, tap_care_get_sentence (self->care));
  set_label (self->advice, NULL);
  tap_care_dismiss (self->care);
}

static void
work_changed_cb (TapRiftWindow *self)
{
  TapCareState state = tap_care_get_state (self->care);
  gboolean compared = tap_care_get_job (self->care) == TAP_CARE_COMPARE && state == TAP_CARE_DONE;

  if (compared)
    {
      self->compared = TRUE;
      show_rift (self);
      tap_care_dismiss (self->care);    /* the box above says it already */
    }
  else if (self->again && state != TAP_CARE_WORKING)
    {
      self->again = FALSE;
      if (tap_care_get_session (self->care) != NULL)
        tap_worker_look (tap_store_get_worker (tap_session_get_store (tap_care_get_session (self->care))));
      if (state == TAP_CARE_DONE)
        show_way_out (self);
    }
  update_actions (self);
}

/* What was set aside before, or has just been: decided in a window of its own. */
static void
left_changed_cb (TapRiftWindow *self)
{
  guint n = tap_care_count_left (self->care);
  /* Translators: a button; the number of entries that were set aside on this computer */
  g_autofree char *label = g_strdup_printf (ngettext ("%u Entry _Set Aside…", "%u Entries _Set Aside…", n), n);

  gtk_button_set_label (self->left_button, label);
  gtk_widget_set_visible (GTK_WIDGET (self->left_button), n > 0);
}

static void
left_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  GtkWidget *window = tap_left_window_new (TAP_RIFT_WINDOW (widget)->care);

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (widget));
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}

const char *
tap_rift_window_get_happened (TapRiftWindow *self)
{
  g_return_val_if_fail (TAP_IS_RIFT_WINDOW (self), "");

  return gtk_label_get_text (self->happened);
}

/* ---- life ------------------------------------------------------------------------------------------------------------------------ */

static void
tap_rift_window_dispose (GObject *object)
{
  TapRiftWindow *self = TAP_RIFT_WINDOW (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->care);
  g_clear_pointer (&self->new_folder, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_RIFT_WINDOW);
  G_OBJECT_CLASS (tap_rift_window_parent_class)->dispose (object);
}

static void
tap_rift_window_class_init (TapRiftWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_rift_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-rift-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TapRiftWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, TapRiftWindow, summary_icon);
  gtk_widget_class_bind_template_child (widget_class, TapRiftWindow, happened);
  gtk_widget_class_bind_template_child (widget_class, TapRiftWindow, safe);
  gtk_widget_class_bind_template_child (widget_class, TapRiftWindow, advice);
  gtk_widget_class_bind_template_child (widget_class, TapRiftWindow, work_box);
  gtk_widget_class_bind_template_child (widget_class, TapRiftWindow, sides);
  gtk_widget_class_bind_template_child (widget_class, TapRiftWindow, pc_title);
  gtk_widget_class_bind_template_child (widget_class, TapRiftWindow, pc_lost);
  gtk_widget_class_bind_template_child (widget_class, TapRiftWindow, folder_title);
  gtk_widget_class_bind_template_child (widget_class, TapRiftWindow, folder_lost);
  gtk_widget_class_bind_template_child (widget_class, TapRiftWindow, pc_list);
  gtk_widget_class_bind_template_child (widget_class, TapRiftWindow, folder_list);
  gtk_widget_class_bind_template_child (widget_class, TapRiftWindow, reason);
  gtk_widget_class_bind_template_child (widget_class, TapRiftWindow, take_button);
  gtk_widget_class_bind_template_child (widget_class, TapRiftWindow, put_button);
  gtk_widget_class_bind_template_child (widget_class, TapRiftWindow, left_button);
  gtk_widget_class_install_action (widget_class, "rift.compare", NULL, compare_action);
  gtk_widget_class_install_action (widget_class, "rift.put-back", NULL, put_back_action);
  gtk_widget_class_install_action (widget_class, "rift.take-folder", NULL, take_folder_action);
  gtk_widget_class_install_action (widget_class, "rift.rescue", NULL, rescue_action);
  gtk_widget_class_install_action (widget_class, "rift.left", NULL, left_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tap_rift_window_init (TapRiftWindow *self)
{
  g_type_ensure (TAP_TYPE_CARE_WORK_BOX);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tap_rift_window_new (TapCare *care)
{
  TapRiftWindow *self;
  TapSession *session;

  g_return_val_if_fail (TAP_IS_CARE (care), NULL);

  self = g_object_new (TAP_TYPE_RIFT_WINDOW, NULL);
  self->care = g_object_ref (care);
  session = tap_care_get_session (care);
  tap_care_work_box_set_care (self->work_box, self->care);
  g_signal_connect_object (care, "work-changed", G_CALLBACK (work_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (care, "left-changed", G_CALLBACK (left_changed_cb), self, G_CONNECT_SWAPPED);
  if (session != NULL)
    g_signal_connect_object (session, "signed-in-changed", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  tap_care_start (care, TAP_CARE_COMPARE, NULL, tap_care_get_staff_id (care));
  tap_care_read_left (care);
  show_rift (self);
  left_changed_cb (self);
  update_actions (self);
  return GTK_WIDGET (self);
}
