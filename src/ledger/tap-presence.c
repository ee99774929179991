/* tap-presence.c — the note a PC leaves every minute: who is here.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include "ledger/tap-presence.h"

#define GROUP "here"

char *
tap_presence_write (const char *pc,
                    const char *person,
                    const char *version,
                    guint64     seq)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();

  g_key_file_set_string (file, GROUP, "pc", pc);
  g_key_file_set_string (file, GROUP, "person", person);
  g_key_file_set_string (file, GROUP, "version", version);
  g_key_file_set_uint64 (file, GROUP, "number", seq);
  return g_key_file_to_data (file, NULL, NULL);
}

TapPeer *
tap_presence_parse (TapPresenceNote *note)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  TapPeer *peer;

  if (!g_utf8_validate (note->text, -1, NULL)
      || !g_key_file_load_from_data (file, note->text, (gsize) -1, G_KEY_FILE_NONE, NULL)
      || !g_key_file_has_key (file, GROUP, "number", NULL))
    return NULL;
  peer = g_new0 (TapPeer, 1);
  peer->replica_id = g_strdup (note->replica_id);
  peer->pc = g_key_file_get_string (file, GROUP, "pc", NULL);
  peer->person = g_key_file_get_string (file, GROUP, "person", NULL);
  peer->version = g_key_file_get_string (file, GROUP, "version", NULL);
  peer->seq = g_key_file_get_uint64 (file, GROUP, "number", NULL);
  peer->seen_unix = note->seen_unix;
  return peer;
}

void
tap_peer_free (TapPeer *peer)
{
  g_free (peer->replica_id);
  g_free (peer->pc);
  g_free (peer->person);
  g_free (peer->version);
  g_free (peer);
}
