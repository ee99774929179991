/* tap-ctl-demo.c — tappetctl demo: a station of made-up people, cars and work around now.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "ctl/tap-ctl.h"

static void
progress_cb (goffset  done,
             goffset  total,
             gpointer data)
{
  gint64 *told_us = data;
  gint64 now_us = g_get_monotonic_time ();

  if (done < total && now_us - *told_us < G_USEC_PER_SEC / 5)
    return;
  *told_us = now_us;
  if (isatty (STDERR_FILENO))
    g_printerr ("\r%lld / %lld%s", (long long) done, (long long) total, done >= total ? "\n" : "");
}

static int
make_demo (TapCtl             *ctl,
           const TapDemoInput *input)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 told_us = 0;
  TapStationData *station;

  tap_store_make_demo_async (ctl->store, input, progress_cb, &told_us, tap_ctl_await_cb, &result);
  tap_ctl_await (&result);
  if (!tap_store_make_demo_finish (ctl->store, result, &error))
    return tap_ctl_fail (ctl, error);
  station = tap_store_get_station (ctl->store);
  /* Translators: the station's name, the folder */
  tap_ctl_print (ctl, _("Made the demo station “%s” in %s. Everyone's PIN is 123456.\n"),
                 station->name, ctl->station);
  return TAP_CTL_OK;
}

static int
run_demo (TapCtl *ctl,
          char  **argv)
{
  g_autofree char *seed_text = NULL, *history_text = NULL, *open_text = NULL, *visits_text = NULL,
                  *lang = NULL;
  g_autofree char *vehicles_text = NULL, *customers_text = NULL;
  const GOptionEntry entries[] = {
    { "seed", 0, 0, G_OPTION_ARG_FILENAME, &seed_text, N_("The same number makes the same station (1)"), N_("N") },
    { "history", 0, 0, G_OPTION_ARG_FILENAME, &history_text, N_("Past days with delivered visits (60)"), N_("DAYS") },
    { "visits", 0, 0, G_OPTION_ARG_FILENAME, &visits_text, N_("Exactly so many past visits, in place of --history"), N_("N") },
    { "vehicles", 0, 0, G_OPTION_ARG_FILENAME, &vehicles_text, N_("So many vehicles in the history"), N_("N") },
    { "customers", 0, 0, G_OPTION_ARG_FILENAME, &customers_text, N_("So many customers in the history"), N_("N") },
    { "open", 0, 0, G_OPTION_ARG_FILENAME, &open_text, N_("Visits in the house (29)"), N_("N") },
    { "lang", 0, 0, G_OPTION_ARG_FILENAME, &lang, N_("Language of the demo's texts: zh_CN, zh_TW or en"), N_("LANG") },
    { NULL }
  };
  g_auto (GStrv) words = tap_ctl_parse (ctl, argv, entries, TAP_CTL_TAKES_STATION, 1, 1);
  g_autoptr (GError) error = NULL;
  gint64 seed = 1, history = 60, n_open = 29, visits = 0, vehicles = 0, customers = 0;
  TapDemoInput input = { .language = lang };

  if (words == NULL || !tap_ctl_read_int (ctl, "--seed", seed_text, 0, G_MAXUINT32, &seed)
      || !tap_ctl_read_int (ctl, "--history", history_text, 0, 3650, &history)
      || !tap_ctl_read_int (ctl, "--visits", visits_text, 0, 1000000, &visits)
      || !tap_ctl_read_int (ctl, "--vehicles", vehicles_text, 0, 1000000, &vehicles)
      || !tap_ctl_read_int (ctl, "--customers", customers_text, 0, 1000000, &customers)
      || !tap_ctl_read_int (ctl, "--open", open_text, 0, 5000, &n_open)
      || !tap_ctl_read_language (ctl, &input.language))
    return TAP_CTL_WRONG_USE;
  g_free (ctl->station);
  ctl->station = g_strdup (words[0]);
  if (!tap_station_create (ctl->station, tap_store_demo_station_name (input.language), &error))
    return tap_ctl_fail (ctl, error);
  if (!tap_ctl_open (ctl, TRUE))
    return TAP_CTL_FAILED;
  input.seed = (guint32) seed;
  input.history_days = visits_text != NULL ? 0 : (int) history;
  input.n_history = (int) visits;
  input.n_vehicles = (int) vehicles;
  input.n_customers = (int) customers;
  input.n_open = (int) n_open;
  input.now_unix = tap_store_now_unix (ctl->store);
  return make_demo (ctl, &input);
}

const TapCtlCommand tap_ctl_demo_command = {
  .name = "demo",
  .arguments = "FOLDER",
  .summary = N_("Makes a demo station: made-up people, cars and work around now"),
  .run = run_demo,
};
