/* tap-customers-page.c — customers and vehicles: search over all history.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-customers-page"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "desk/tap-customers-page-private.h"
#include "desk/tap-desk-actions.h"
#include "desk/tap-search-row.h"

struct _TapCustomersPage
{
  GtkWidget parent_instance;

  /* Template widgets (borrowed) */
  GtkSearchEntry    *entry;
  GtkLabel          *count_label;
  GtkStack          *stack;
  AdwStatusPage     *none_page, *failed_page;
  GtkScrolledWindow *scroller;
  GtkListView       *list;
  /* Owned references */
  TapSession   *session;
  GListStore   *items;
  GCancellable *searching;
  char         *shown;              /* what the rows are the answer to */
  gboolean      open_first;         /* Enter was pressed before the answer was there */
};

G_DEFINE_FINAL_TYPE (TapCustomersPage, tap_customers_page, GTK_TYPE_WIDGET)

static void
open_hit (TapCustomersPage   *self,
          const TapSearchHit *hit)
{
  gint64 visit_id = hit->open_visit_id != 0 ? hit->open_visit_id : hit->last_visit_id;

  if (visit_id != 0)
    tap_desk_activate (GTK_WIDGET (self), "win.open-visit", "x", visit_id);
  else
    tap_desk_activate (GTK_WIDGET (self), "win.check-in-plate", "s", hit->plate);
}

static void
open_at (TapCustomersPage *self,
         guint             position)
{
  g_autoptr(TapSearchItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  if (item != NULL)
    open_hit (self, tap_search_item_get_hit (item));
}

static void
show_none (TapCustomersPage *self,
           const char       *typed)
{
  /* Translators: %s is what was looked for */
  g_autofree char *title = g_strdup_printf (_("Nothing found for “%s”"), typed);

  adw_status_page_set_title (self->none_page, title);
  adw_status_page_set_description (self->none_page, _("Try the last four of the plate, of the phone, or the initials of the name."));
  gtk_stack_set_visible_child_name (self->stack, "none");
}

void
_tap_customers_page_show_hits (TapCustomersPage *self,
                               const char       *typed,
                               GPtrArray        *hits)
{
  guint n_hits = MIN (hits->len, TAP_CUSTOMERS_MAX);
  GTimeZone *zone = tap_session_get_zone (self->session);
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *count = NULL;

  g_free (self->shown);
  self->shown = g_strdup (typed);
  for (guint i = 0; i < n_hits; i++)
    g_ptr_array_add (items, tap_search_item_new (g_ptr_array_index (hits, i), zone));
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata, items->len);
  if (hits->len > TAP_CUSTOMERS_MAX)
    count = g_strdup_printf (ngettext ("The first %u is shown. Type more to see the right one.",
                                       "The first %u are shown. Type more to see the right one.", n_hits), n_hits);
  else if (n_hits > 0)
    count = g_strdup_printf (ngettext ("%u found", "%u found", n_hits), n_hits);
  gtk_label_set_label (self->count_label, count != NULL ? count : "");
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  if (n_hits == 0)
    show_none (self, typed);
  else
    gtk_stack_set_visible_child_name (self->stack, "hits");
}

typedef struct
{
  TapCustomersPage *page;
  char             *typed;
} Search;

static void
search_free (Search *search)
{
  g_object_unref (search->page);
  g_free (search->typed);
  g_free (search);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Search) search = user_data;
  TapCustomersPage *self = search->page;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) hits = tap_store_search_finish (TAP_STORE (source), result, &error);

  /* Somebody typed on: the rows of what is typed now are on their way, the old ones stay until then. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->session == NULL)
    return;
  if (hits == NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (self->failed_page, escaped);
      gtk_stack_set_visible_child_name (self->stack, "failed");
      return;
    }
  _tap_customers_page_show_hits (self, search->typed, hits);
  if (self->open_first && hits->len > 0)
    open_at (self, 0);
  self->open_first = FALSE;
}

static void
search_now (TapCustomersPage *self)
{
  g_autofree char *typed = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  TapStore *store = tap_session_get_store (self->session);
  Search *search;

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  if (*typed == '\0')
    {
      g_clear_pointer (&self->shown, g_free);
      g_list_store_remove_all (self->items);
      gtk_label_set_label (self->count_label, "");
      gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }
  if (store == NULL)
    return;
  self->searching = g_cancellable_new ();
  search = g_new0 (Search, 1);
  search->page = g_object_ref (self);
  search->typed = g_steal_pointer (&typed);
  /* One more than is shown, to know that there are more. */
  tap_store_search_async (store, search->typed, TAP_CUSTOMERS_MAX + 1, self->searching, found_cb, search);
}

static void
search_changed_cb (TapCustomersPage *self)
{
  if (self->session == NULL)
    return;
  self->open_first = FALSE;
  search_now (self);
}

static void
entry_activated_cb (TapCustomersPage *self)
{
  g_autofree char *typed = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  /* A fast typist presses Enter before the answer is there: then the first of the right answer is opened, not of an old one. */
  if (g_strcmp0 (typed, self->shown) == 0)
    open_at (self, 0);
  else
    {
      search_now (self);
      self->open_first = TRUE;
    }
}

static void
row_activated_cb (GtkListView      *list,
                  guint             position,
                  TapCustomersPage *self)
{
  open_at (self, position);
}

static void
stop_search_cb (TapCustomersPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
new_clicked_cb (TapCustomersPage *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  /* Only a whole plate is worth taking along. */
  if (tap_plate_parse (typed, NULL, NULL, NULL))
    tap_desk_activate (GTK_WIDGET (self), "win.check-in-plate", "s", typed);
  else
    tap_desk_activate (GTK_WIDGET (self), "win.check-in", "x", G_GINT64_CONSTANT (0));
}

void
tap_customers_page_search (TapCustomersPage *self,
                           const char       *text)
{
  g_return_if_fail (TAP_IS_CUSTOMERS_PAGE (self));
  g_return_if_fail (text != NULL);

  if (*text != '\0')
    {
      gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
      search_now (self);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

/* Down goes from what is typed into what was found. */
static gboolean
go_down_cb (GtkWidget *widget,
            GVariant  *args,
            gpointer   user_data)
{
  TapCustomersPage *self = user_data;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->items)) == 0)
    return FALSE;
  return gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

static gboolean
tap_customers_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TAP_CUSTOMERS_PAGE (widget)->entry));
}

static void
tap_customers_page_dispose (GObject *object)
{
  TapCustomersPage *self = TAP_CUSTOMERS_PAGE (object);
  GtkWidget *child;

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_CUSTOMERS_PAGE);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->items);
  G_OBJECT_CLASS (tap_customers_page_parent_class)->dispose (object);
}

static void
tap_customers_page_finalize (GObject *object)
{
  g_free (TAP_CUSTOMERS_PAGE (object)->shown);
  G_OBJECT_CLASS (tap_customers_page_parent_class)->finalize (object);
}

static void
tap_customers_page_class_init (TapCustomersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_customers_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_customers_page_finalize;
  widget_class->grab_focus = tap_customers_page_grab_focus;
  g_type_ensure (TAP_TYPE_SEARCH_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/desk/tap-customers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TapCustomersPage, entry);
  gtk_widget_class_bind_template_child (widget_class, TapCustomersPage, count_label);
  gtk_widget_class_bind_template_child (widget_class, TapCustomersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TapCustomersPage, none_page);
  gtk_widget_class_bind_template_child (widget_class, TapCustomersPage, failed_page);
  gtk_widget_class_bind_template_child (widget_class, TapCustomersPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, TapCustomersPage, list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
tap_customers_page_init (TapCustomersPage *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_list_store_new (TAP_TYPE_SEARCH_ITEM);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)))));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Down, 0),
                                                          gtk_callback_action_new (go_down_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}

GtkWidget *
tap_customers_page_new (TapSession *session)
{
  TapCustomersPage *self;

  g_return_val_if_fail (TAP_IS_SESSION (session), NULL);

  self = g_object_new (TAP_TYPE_CUSTOMERS_PAGE, NULL);
  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}
