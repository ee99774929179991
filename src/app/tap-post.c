/* tap-post.c — hands something from a thread to the main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-app"
#include "config.h"

#include "app/tap-post.h"

void
tap_post (GMainContext   *context,
          int             priority,
          GSourceFunc     func,
          gpointer        data,
          GDestroyNotify  data_free)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_return_if_fail (func != NULL);

  g_source_set_priority (source, priority);
  g_source_set_callback (source, func, data, data_free);
  g_source_attach (source, context);
}
