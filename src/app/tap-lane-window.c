/* tap-lane-window.c — one lane of the front-desk board: name, limits, and which stages it shows.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-lane-window"
#include "config.h"

#include "app/tap-settings-windows.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GPtrArray      *columns;      /* of TapColumn, as the form started from */
  TapColumn      *column;
  GtkEditable    *name;
  GtkSpinButton  *limit, *soft;
  GtkSwitch      *wide;
  GtkCheckButton *checks[TAP_N_STAGES];         /* NULL for those that are not offered */
  GtkLabel       *preview;
} Lane;

static void
lane_free (gpointer data)
{
  Lane *self = data;

  g_ptr_array_unref (self->columns);
  tap_column_unref (self->column);
  g_free (self);
}

/* ---- the rule ------------------------------------------------------------------------------------------------------------ */

static TapColumn *
copy_column (const TapColumn *from,
             TapStageSet      stages)
{
  TapColumn *column = tap_column_new ();

  column->id = from->id;
  tap_take (&column->name, g_strdup (from->name));
  column->stages = stages;
  column->limit_min = from->limit_min;
  column->soft_limit = from->soft_limit;
  column->n_card_columns = from->n_card_columns;
  return column;
}

static int
compare_columns (gconstpointer left,
                 gconstpointer right)
{
  const TapColumn *a = *(TapColumn *const *) left, *b = *(TapColumn *const *) right;

  return (int) tap_stage_set_first (a->stages) - (int) tap_stage_set_first (b->stages);
}

GPtrArray *
tap_lanes_with (GPtrArray *columns,
                TapColumn *edited)
{
  GPtrArray *lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_column_unref);
  TapStageSet shown = edited->stages;

  g_return_val_if_fail (columns != NULL, lanes);

  if (edited->stages != 0)
    g_ptr_array_add (lanes, tap_column_ref (edited));
  for (guint i = 0; i < columns->len; i++)
    {
      const TapColumn *column = g_ptr_array_index (columns, i);
      TapStageSet left = column->stages & ~edited->stages;

      if (column->id == edited->id || left == 0)
        continue;
      shown |= left;
      g_ptr_array_add (lanes, copy_column (column, left));
    }
  for (TapStage stage = TAP_STAGE_BOOKED; stage <= TAP_STAGE_READY; stage++)
    {
      TapColumn *own;

      if ((shown & TAP_STAGE_BIT (stage)) != 0)
        continue;
      own = tap_column_new ();
      tap_take (&own->name, g_strdup (tap_stage_label (stage)));
      own->stages = TAP_STAGE_BIT (stage);
      own->n_card_columns = 1;
      g_ptr_array_add (lanes, own);
    }
  g_ptr_array_sort (lanes, compare_columns);
  return lanes;
}

/* ---- the form ------------------------------------------------------------------------------------------------------------ */

/* The lane as the form shows it. (transfer full) */
static TapColumn *
read_form (Lane *self)
{
  TapColumn *column = tap_column_new ();

  column->id = self->column->id;
  tap_take (&column->name, g_strstrip (g_strdup (gtk_editable_get_text (self->name))));
  column->limit_min = gtk_spin_button_get_value_as_int (self->limit);
  column->soft_limit = gtk_spin_button_get_value_as_int (self->soft);
  column->n_card_columns = gtk_switch_get_active (self->wide) ? 2 : 1;
  column->stages = self->column->stages & TAP_STAGE_BIT (TAP_STAGE_BOOKED);
  for (TapStage stage = 0; stage < TAP_N_STAGES; stage++)
    if (self->checks[stage] != NULL && gtk_check_button_get_active (self->checks[stage]))
      column->stages |= TAP_STAGE_BIT (stage);
  return column;
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (TapSettingsForm) form = data;
  g_autoptr (GError) error = NULL;

  tap_store_put_columns_finish (TAP_STORE (source), result, &error);
  tap_settings_form_answer (form, error);
}

static gboolean
save (TapSettingsForm *form,
      gpointer         data)
{
  Lane *self = data;
  TapSession *session = tap_settings_form_get_session (form);
  g_autoptr (TapColumn) edited = read_form (self);
  g_autoptr (GPtrArray) lanes = tap_lanes_with (self->columns, edited);
  TapColumnsInput input = { .columns = lanes, .expected = self->columns };

  if (edited->stages == 0)
    {
      tap_settings_form_show_fault (form, "stages", _("A lane shows at least one stage."));
      return FALSE;
    }
  tap_store_put_columns_async (tap_session_get_store (session), tap_session_get_staff_id (session), &input, saved_cb,
                               g_object_ref (form));
  return TRUE;
}

static void
update_preview (Lane *self)
{
  g_autoptr (TapColumn) edited = read_form (self);
  g_autoptr (GPtrArray) lanes = tap_lanes_with (self->columns, edited);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < lanes->len; i++)
    {
      const TapColumn *lane = g_ptr_array_index (lanes, i);

      g_string_append_printf (names, "%s%s", i > 0 ? " · " : "",
                              *lane->name != '\0' ? lane->name : tap_column_label (lane->stages));
    }
  /* Translators: %s is a list of the names of lanes */
  text = g_strdup_printf (_("The board then shows: %s"), names->str);
  gtk_label_set_text (self->preview, text);
}

static void
number_now (TapSettingsForm *form,
            const char      *field,
            int              number)
{
  g_autofree char *text = g_strdup_printf ("%d", number);

  tap_settings_form_now (form, field, text);
}

static char *
stages_text (TapStageSet stages)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (TapStage stage = TAP_STAGE_BOOKED; stage <= TAP_STAGE_READY; stage++)
    if ((stages & TAP_STAGE_BIT (stage)) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", tap_stage_label (stage));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The stages are one choice: whoever changed them alone is followed, two are asked. */
static void
stages_now (Lane            *self,
            TapSettingsForm *form,
            TapStageSet      before,
            TapStageSet      own,
            TapStageSet      theirs)
{
  g_autofree char *theirs_text = stages_text (theirs), *own_text = stages_text (own);

  if (own == before)
    {
      for (TapStage stage = 0; stage < TAP_N_STAGES; stage++)
        if (self->checks[stage] != NULL)
          gtk_check_button_set_active (self->checks[stage], (theirs & TAP_STAGE_BIT (stage)) != 0);
    }
  else if (theirs != before && theirs != own)
    tap_settings_form_collide (form, _("Stages"), theirs_text, own_text);
}

/* The other lanes are taken as they are now; this one is merged field by field. A lane that is gone stays refused by the store. */
static void
refresh (TapSettingsForm *form,
         gpointer         data)
{
  Lane *self = data;
  GPtrArray *columns = tap_session_get_station (tap_settings_form_get_session (form))->columns;
  g_autoptr (TapColumn) own = read_form (self);
  g_autoptr (TapColumn) before = tap_column_ref (self->column);

  for (guint i = 0; i < columns->len; i++)
    {
      TapColumn *now = g_ptr_array_index (columns, i);

      if (now->id != before->id)
        continue;
      g_ptr_array_ref (columns);
      g_ptr_array_unref (self->columns);
      self->columns = columns;
      tap_column_unref (self->column);
      self->column = tap_column_ref (now);
      tap_settings_form_now (form, "name", now->name);
      number_now (form, "limit", now->limit_min);
      number_now (form, "soft-limit", now->soft_limit);
      tap_settings_form_now (form, "card-columns", now->n_card_columns == 2 ? "1" : "0");
      stages_now (self, form, before->stages, own->stages, now->stages);
      break;
    }
  if (self->preview != NULL)
    update_preview (self);
}

static void
add_stage (Lane                *self,
           TapSettingsForm     *form,
           AdwPreferencesGroup *group,
           TapStage             stage)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  self->checks[stage] = GTK_CHECK_BUTTON (check);
  gtk_check_button_set_active (self->checks[stage], (self->column->stages & TAP_STAGE_BIT (stage)) != 0);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, tap_stage_label (stage), -1);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (update_preview), self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), tap_stage_label (stage));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  if (stage == TAP_STAGE_ARRIVED)
    tap_settings_form_add_row (form, group, "stages", row, check);
  else
    adw_preferences_group_add (group, row);
}

static void
add_stages (Lane            *self,
            TapSettingsForm *form)
{
  AdwPreferencesGroup *group = tap_settings_form_add_group (
    form, _("Stages"),
    _("A stage that is ticked leaves the lane it is in now; a lane left without a stage goes. A stage that is not ticked any more gets a lane of its own."));
  GtkWidget *preview = gtk_label_new ("");

  for (TapStage stage = TAP_STAGE_ARRIVED; stage <= TAP_STAGE_READY; stage++)
    add_stage (self, form, group, stage);
  gtk_label_set_wrap (GTK_LABEL (preview), TRUE);
  gtk_label_set_xalign (GTK_LABEL (preview), 0);
  gtk_widget_add_css_class (preview, "dim-label");
  gtk_widget_set_margin_top (preview, 12);
  self->preview = GTK_LABEL (preview);
  adw_preferences_group_add (group, preview);
}

GtkWidget *
tap_lane_window_new (TapSession *session,
                     gint64      column_id)
{
  Lane *self = g_new0 (Lane, 1);
  GPtrArray *columns = tap_session_get_station (session)->columns;
  TapSettingsForm *form = tap_settings_form_new (session, _("Lane of the Board"), save, self, lane_free);
  AdwPreferencesGroup *group
    = tap_settings_form_add_group (form, NULL, _("Without a name of its own a lane carries the usual name of its stages."));
  TapColumn *column = g_ptr_array_index (columns, 0);

  for (guint i = 0; i < columns->len; i++)
    if (((TapColumn *) g_ptr_array_index (columns, i))->id == column_id)
      column = g_ptr_array_index (columns, i);
  self->columns = g_ptr_array_ref (columns);
  self->column = tap_column_ref (column);
  self->name = tap_settings_form_add_entry (form, group, "name", _("Name"), column->name);
  self->limit = tap_settings_form_add_spin (form, group, "limit", _("A car stands here too long after"),
                                            _("Minutes; 0 for no limit"), column->limit_min, 10080);
  self->soft = tap_settings_form_add_spin (form, group, "soft-limit", _("Too many cars from"),
                                           _("Cars in the lane; 0 for no limit"), column->soft_limit, 1000);
  self->wide = tap_settings_form_add_switch (form, group, "card-columns", _("Two cards side by side"),
                                             column->n_card_columns == 2);
  tap_settings_form_set_refresh (form, refresh);
  gtk_window_set_default_size (GTK_WINDOW (form), 520, 680);
  /* Bookings keep a lane of their own. */
  if (column->stages == TAP_STAGE_BIT (TAP_STAGE_BOOKED))
    return GTK_WIDGET (form);
  add_stages (self, form);
  update_preview (self);
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (update_preview), self);
  return GTK_WIDGET (form);
}
