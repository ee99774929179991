/* bench-bare-window.c — the reference for the start of the program: a bare window with so many cards of stock widgets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-bare-window CSS-DIR N: maps a 1920x1080 window with N cards in ten columns, prints when it was painted (milliseconds after
 * TAPPET_STAMP_FROM, a CLOCK_MONOTONIC time in microseconds) and its proportional memory, and ends.
 */
#include "config.h"

#include <adwaita.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_LANES 10

static int n_cards;

static gboolean
report_cb (gpointer window)
{
  g_autofree char *rollup = NULL;
  const char *from = g_getenv ("TAPPET_STAMP_FROM");
  gint64 now = g_get_monotonic_time ();
  int pss_kb = 0;
  const char *pss;

  if (g_file_get_contents ("/proc/self/smaps_rollup", &rollup, NULL, NULL) && (pss = strstr (rollup, "\nPss:")) != NULL)
    pss_kb = atoi (pss + 5);
  printf ("{\"what\": \"bare-window\", \"cards\": %d, \"painted_ms\": %.1f, \"pss_kb\": %d}\n", n_cards,
          from ? (now - g_ascii_strtoll (from, NULL, 10)) / 1e3 : 0.0, pss_kb);
  fflush (stdout);
  exit (0);
}

static void
after_paint_cb (GdkFrameClock *clock,
                gpointer       window)
{
  static int frames;

  /* The first frame of a window may be empty of content; the second has everything. */
  if (++frames == 2)
    g_idle_add (report_cb, window);
  else
    gtk_widget_queue_draw (window);
}

static GtkWidget *
label (const char *text,
       const char *class)
{
  GtkWidget *widget = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (widget), 0);
  gtk_widget_set_hexpand (widget, TRUE);
  if (class != NULL)
    gtk_widget_add_css_class (widget, class);
  return widget;
}

static GtkWidget *
row (GtkWidget *first,
     GtkWidget *second)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  gtk_box_append (GTK_BOX (box), first);
  gtk_box_append (GTK_BOX (box), second);
  return box;
}

static GtkWidget *
chip (const char *icon,
      const char *text,
      const char *class,
      const char *state)
{
  GtkWidget *box = row (gtk_image_new_from_icon_name (icon), gtk_label_new (text));

  gtk_widget_add_css_class (box, class);
  gtk_widget_add_css_class (box, state);
  return box;
}

/* As many different words as a real board shows: the same ones on every card would be shaped once and for all. */
static const char *customers[] = { "王海峰", "孙悦", "郑伟", "何静", "李国强", "赵敏", "高建军", "冯雪", "陈建国", "马超", "刘芳" };
static const char *models[] = { "岚风 S5 · 珍珠白", "星驰 X7 · 墨玉黑", "海逸 L6 · 海湾蓝", "云岭 V6 · 远山灰", "青麓 E7 · 雾松绿",
                                "远行 300 · 星辉银", "星驰 X3 · 烈焰红" };
static const char *works[] = { "4万公里保养+前刹车片", "空调不制冷", "左前门补漆", "更换电瓶", "冷车启动异响", "仪表故障灯亮", "换雨刮，查胎压",
                               "变速箱油更换", "前保险杠喷漆", "换胎×2+四轮定位", "充电口检查", "正时链条异响诊断", "水泵总成更换" };
#define PICK(array, no) array[(no) % G_N_ELEMENTS (array)]

static GtkWidget *
card (int no)
{
  g_autofree char *left = g_strdup_printf ("剩 %d:%02d", no % 7, no * 13 % 60);
  g_autofree char *due = g_strdup_printf ("%d:%02d", 11 + no % 7, no * 15 % 60);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *plate = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *text = g_strdup_printf ("京A·%05d", 10000 + no * 37);

  gtk_widget_add_css_class (box, "job-card");
  gtk_widget_add_css_class (plate, "plate");
  gtk_box_append (GTK_BOX (plate), gtk_label_new (text));
  gtk_box_append (GTK_BOX (box), row (plate, adw_avatar_new (22, "李", TRUE)));
  gtk_box_append (GTK_BOX (box), row (gtk_image_new_from_icon_name ("emblem-ok-symbolic"), label (PICK (models, no), "dim")));
  gtk_box_append (GTK_BOX (box), row (label (PICK (customers, no), "customer"), gtk_label_new ("李婷")));
  gtk_box_append (GTK_BOX (box), label (PICK (works, no), NULL));
  gtk_box_append (GTK_BOX (box), row (chip ("emblem-ok-symbolic", left, "pill", "ok"), label (due, "due")));
  gtk_box_append (GTK_BOX (box), row (chip ("emblem-ok-symbolic", "预约", "badge", "booked"), chip ("emblem-ok-symbolic", "在店", "badge", "here")));
  return box;
}

static void
activate_cb (GtkApplication *app,
             gpointer        css_dir)
{
  static const char *sheets[] = { "colors-light.css", "tappet.css" };
  GtkWidget *window = adw_application_window_new (app);
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *lanes = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *lane = NULL;
  int per_lane = (n_cards + N_LANES - 1) / N_LANES;

  for (gsize i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
      g_autofree char *path = g_build_filename (css_dir, sheets[i], NULL);

      gtk_css_provider_load_from_path (provider, path);
      gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    }
  for (int i = 0; i < n_cards; i++)
    {
      if (i % per_lane == 0)
        {
          lane = gtk_box_new (GTK_ORIENTATION_VERTICAL, 7);
          gtk_widget_add_css_class (lane, "lane");
          gtk_box_append (GTK_BOX (lanes), lane);
        }
      gtk_box_append (GTK_BOX (lane), card (i));
    }
  gtk_box_append (GTK_BOX (page), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (page), lanes);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), page);
  gtk_window_set_default_size (GTK_WINDOW (window), 1920, 1080);
  gtk_widget_realize (window);
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (after_paint_cb), window);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AdwApplication) app = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);

  if (argc != 3 || (n_cards = atoi (argv[2])) <= 0)
    {
      g_printerr ("usage: bench-bare-window CSS-DIR N\n");
      return 2;
    }
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), argv[1]);
  return g_application_run (G_APPLICATION (app), 1, argv);
}
