/* board-keys.c — presses keys as GTK does it: the class bindings from the focused widget up; and a
 * window whose actions are written down.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "board-keys.h"

static gboolean
try_controller (GtkWidget       *widget,
                GListModel      *shortcuts,
                guint            keyval,
                GdkModifierType  modifiers)
{
  for (guint i = 0; i < g_list_model_get_n_items (shortcuts); i++)
    {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i);
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

      if (GTK_IS_KEYVAL_TRIGGER (trigger)
          && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == keyval
          && gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == modifiers
          && gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget,
                                           gtk_shortcut_get_arguments (shortcut)))
        return TRUE;
    }
  return FALSE;
}

gboolean
board_press (GtkWindow       *window,
             guint            keyval,
             GdkModifierType  modifiers)
{
  for (GtkWidget *widget = gtk_window_get_focus (window); widget != NULL;
       widget = gtk_widget_get_parent (widget))
    {
      g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

      for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
        {
          g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

          if (GTK_IS_SHORTCUT_CONTROLLER (controller)
              && try_controller (widget, G_LIST_MODEL (controller), keyval, modifiers))
            return TRUE;
        }
    }
  return FALSE;
}

static void
activated_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       window)
{
  g_autofree char *text = parameter != NULL ? g_variant_print (parameter, FALSE) : g_strdup ("");

  g_object_set_data_full (G_OBJECT (window), "last-action",
                          g_strdup_printf ("%s %s", g_action_get_name (G_ACTION (action)), text),
                          g_free);
}

void
board_watch_actions (GtkWindow *window)
{
  static const GActionEntry entries[] = {
    { .name = "open-visit", .activate = activated_cb, .parameter_type = "x" },
    { .name = "check-in", .activate = activated_cb, .parameter_type = "x" },
    { .name = "change-promise", .activate = activated_cb, .parameter_type = "x" },
    { .name = "search-all", .activate = activated_cb, .parameter_type = "s" },
    { .name = "toast", .activate = activated_cb, .parameter_type = "s" },
    { .name = "toast-undo", .activate = activated_cb, .parameter_type = "s" },
    { .name = "new-booking", .activate = activated_cb },
    { .name = "undo-move", .activate = activated_cb },
    { .name = "refresh", .activate = activated_cb },
    { .name = "search", .activate = activated_cb },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), window);
  gtk_widget_insert_action_group (GTK_WIDGET (window), "win", G_ACTION_GROUP (group));
}

char *
board_take_action (GtkWindow *window)
{
  return g_object_steal_data (G_OBJECT (window), "last-action");
}

static void
collect (GtkWidget *widget,
         GString   *texts)
{
  if (!gtk_widget_get_visible (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (texts, "%s|", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, texts);
}

char *
board_texts (GtkWidget *widget)
{
  GString *texts = g_string_new (NULL);

  collect (widget, texts);
  return g_string_free (texts, FALSE);
}

GtkWidget *
board_find_type (GtkWidget *widget,
                 GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = board_find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}
