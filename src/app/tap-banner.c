/* tap-banner.c — one line under the header that says how things stand, with at most two buttons.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-banner"
#include "config.h"

#include "app/tap-banner.h"

struct _TapBanner
{
  GtkWidget    parent_instance;

  /* Template widgets (borrowed) */
  GtkRevealer *revealer;
  GtkBox      *box;
  GtkImage    *icon;
  GtkLabel    *label;
  GtkButton   *button, *more_button;

  TapBannerKind kind;
};

G_DEFINE_FINAL_TYPE (TapBanner, tap_banner, GTK_TYPE_WIDGET)

static const struct
{
  const char *css;
  const char *icon;
} looks[] = {
  [TAP_BANNER_DEMO] = { "demo", "tappet-car-symbolic" },
  [TAP_BANNER_STALE] = { "stale", "tappet-hour-symbolic" },
  [TAP_BANNER_DECIDE] = { "stale", "tappet-queue-symbolic" },
  [TAP_BANNER_CUT_OFF] = { "cut-off", "tappet-offline-symbolic" },
  [TAP_BANNER_SET_BACK] = { "cut-off", "tappet-warn-symbolic" },
  [TAP_BANNER_READ_ONLY] = { "read-only", "tappet-lock-symbolic" },
};

const char *
tap_banner_get_sentence (TapBanner *self)
{
  g_return_val_if_fail (TAP_IS_BANNER (self), "");

  return gtk_revealer_get_reveal_child (self->revealer) ? gtk_label_get_text (self->label) : "";
}

/* The label may count seconds: only what differs goes on to the screen and to its reader. */
static void
set_button (GtkButton  *button,
            const char *label,
            const char *action)
{
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
  if (label != NULL && g_strcmp0 (gtk_button_get_label (button), label) != 0)
    gtk_button_set_label (button, label);
  if (g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), action) == 0)
    return;
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  if (action == NULL)
    gtk_widget_set_sensitive (GTK_WIDGET (button), FALSE);
}

void
tap_banner_set_more (TapBanner  *self,
                     const char *label,
                     const char *action)
{
  g_return_if_fail (TAP_IS_BANNER (self));

  set_button (self->more_button, label, action);
}

void
tap_banner_set (TapBanner     *self,
                TapBannerKind  kind,
                const char    *sentence,
                const char    *button,
                const char    *action)
{
  gboolean shown;

  g_return_if_fail (TAP_IS_BANNER (self));
  g_return_if_fail (sentence != NULL);

  shown = *sentence != '\0';
  gtk_revealer_set_reveal_child (self->revealer, shown);
  if (!shown)
    return;
  gtk_widget_remove_css_class (GTK_WIDGET (self->box), looks[self->kind].css);
  gtk_widget_add_css_class (GTK_WIDGET (self->box), looks[kind].css);
  self->kind = kind;
  gtk_image_set_from_icon_name (self->icon, looks[kind].icon);
  if (!g_str_equal (gtk_label_get_text (self->label), sentence))
    gtk_label_set_text (self->label, sentence);
  set_button (self->button, button, action);
}

static void
tap_banner_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TAP_TYPE_BANNER);
  G_OBJECT_CLASS (tap_banner_parent_class)->dispose (object);
}

static void
tap_banner_class_init (TapBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_banner_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, TapBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, TapBanner, box);
  gtk_widget_class_bind_template_child (widget_class, TapBanner, icon);
  gtk_widget_class_bind_template_child (widget_class, TapBanner, label);
  gtk_widget_class_bind_template_child (widget_class, TapBanner, button);
  gtk_widget_class_bind_template_child (widget_class, TapBanner, more_button);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
tap_banner_init (TapBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
