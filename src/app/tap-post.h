/* tap-post.h — hands something from a thread to the main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Runs @func once in the loop of @context, never here: g_main_context_invoke() runs it on the calling thread in the moments in which nobody
 * owns the context. Any thread. @priority: a source's; calls of the same one keep their order. Takes @data. */
void tap_post (GMainContext   *context,
               int             priority,
               GSourceFunc     func,
               gpointer        data,
               GDestroyNotify  data_free);

G_END_DECLS
