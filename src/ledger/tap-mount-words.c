/* tap-mount-words.c — the kind and the options of a mount in words, with what they mean for a station.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/tap-mount.h"

#define LONG_CACHE_S 10

typedef struct
{
  GString *text;
  guint    concern;
  guint    grave;
} Words;

/* @level: 0 good to know, 1 asks for attention, 2 rules the share out. */
static void
say (Words      *words,
     guint       level,
     const char *sentence)
{
  if (words->text->len > 0)
    g_string_append_c (words->text, ' ');
  g_string_append (words->text, sentence);
  words->concern += level == 1;
  words->grave += level == 2;
}

static char *
version_of (TapMount *mount)
{
  char *version = tap_mount_get (mount, "vers");

  if (version == NULL)
    version = tap_mount_get (mount, "nfsvers");
  if (version == NULL)
    version = g_strdup (strcmp (mount->type, "nfs4") == 0 ? "4" : "");
  return version;
}

char *
tap_mount_kind_text (TapMount *self)
{
  g_autofree char *version = version_of (self);
  const char *gap = version[0] != '\0' ? " " : "";

  switch (self->kind)
    {
    case TAP_MOUNT_NFS:
      /* Translators: the version of the protocol with a blank before it, or nothing; then server and folder. */
      return g_strdup_printf (_("NFS%s%s share %s"), gap, version, self->source);
    case TAP_MOUNT_SMB:
      /* Translators: the version of the protocol with a blank before it, or nothing; then server and folder. */
      return g_strdup_printf (_("SMB%s%s share %s"), gap, version, self->source);
    case TAP_MOUNT_SSHFS:
      /* Translators: %s is a server and a folder. */
      return g_strdup_printf (_("Folder of another PC over SSH, %s"), self->source);
    case TAP_MOUNT_COPYING:
    case TAP_MOUNT_GVFS:
      /* Translators: %s is a kind of mount, like "fuse.rclone". */
      return g_strdup_printf (_("%s, which copies and deletes instead of renaming"), self->type);
    case TAP_MOUNT_OTHER_NETWORK:
      /* Translators: a kind of file system, then the server and the folder. */
      return g_strdup_printf (_("Network file system %s, %s"), self->type, self->source);
    case TAP_MOUNT_OTHER_FUSE:
      /* Translators: %s is a kind of file system, like "fuse.badfs". */
      return g_strdup_printf (_("%s: a file system made by a program of this PC"), self->type);
    case TAP_MOUNT_MEMORY:
      /* Translators: %s is a kind of file system, like "tmpfs". */
      return g_strdup_printf (_("%s: the memory of this PC, gone when it is switched off"), self->type);
    case TAP_MOUNT_LOCAL:
      /* Translators: a kind of file system, like "ext4". */
      return g_strdup_printf (_("Disk of this PC, %s"), self->type);
    case TAP_MOUNT_UNKNOWN:
    default:
      return g_strdup (_("This PC does not say what kind of disk it is"));
    }
}

static void
say_seconds (Words      *words,
             int         seconds,
             const char *option)
{
  g_autofree char *text = NULL;

  /* Translators: %d seconds; %s is the name of a mount option. */
  text = g_strdup_printf (ngettext ("What the server said is believed for %d second (%s).",
                                    "What the server said is believed for %d seconds (%s).", (gulong) seconds),
                          seconds, option);
  say (words, seconds > LONG_CACHE_S ? 1 : 0, text);
}

static void
say_cache (Words    *words,
           TapMount *mount)
{
  static const char *const names[] = { "actimeo", "acdirmax", "acregmax" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *value = tap_mount_get (mount, names[i]);
      g_autofree char *option = NULL;

      if (value == NULL)
        continue;
      option = g_strconcat (names[i], "=", value, NULL);
      say_seconds (words, atoi (value), option);
      return;
    }
}

static void
say_nfs (Words    *words,
         TapMount *mount)
{
  g_autofree char *version = version_of (mount);
  g_autofree char *lookups = tap_mount_get (mount, "lookupcache");

  if (version[0] == '2' || version[0] == '3')
    say (words, 1, _("This is an old version of NFS: mount it with vers=4.1 or newer."));
  else if (strcmp (version, "4.0") == 0 || strcmp (version, "4") == 0)
    say (words, 0, _("NFS 4.1 or newer is better tested."));
  if (tap_mount_has (mount, "soft") || tap_mount_has (mount, "softerr"))
    say (words, 1, _("It gives up on a slow server (soft), which leaves open whether an entry was saved: mount it with hard."));
  else
    say (words, 0, _("It waits for a slow server (hard)."));
  if (tap_mount_has (mount, "noac"))
    say (words, 0, _("Nothing the server said is kept (noac): safe, and slower."));
  else
    say_cache (words, mount);
  if (g_strcmp0 (lookups, "none") == 0)
    say (words, 0, _("Names are asked for each time (lookupcache=none)."));
}

static void
say_smb (Words    *words,
         TapMount *mount)
{
  g_autofree char *version = version_of (mount);
  g_autofree char *cache = tap_mount_get (mount, "cache");

  if (version[0] == '1' || g_str_has_prefix (version, "2.0"))
    say (words, 1, _("This is an old version of SMB: mount it with vers=3.0 or newer."));
  if (g_strcmp0 (cache, "loose") == 0)
    say (words, 1, _("Old content may be shown for new (cache=loose): mount it with cache=strict or cache=none."));
  else if (g_strcmp0 (cache, "none") == 0)
    say (words, 0, _("Nothing is kept in memory (cache=none)."));
  else
    say (words, 0, _("Content is kept as the server allows (cache=strict)."));
  if (tap_mount_has (mount, "nolease"))
    say (words, 0, _("No leases are taken (nolease), which is fair when many PCs write."));
  else
    say (words, 0, _("With the option nolease turns are fairer when many PCs write."));
  if (tap_mount_has (mount, "nobrl"))
    say (words, 0, _("Locks stay on this PC (nobrl): no harm, none are needed."));
  if (tap_mount_has (mount, "hard"))
    say (words, 0, _("It waits for a slow server (hard)."));
  if (tap_mount_has (mount, "noserverino"))
    say (words, 1, _("Files get numbers of this PC's own (noserverino), so a folder that was put back cannot be told from the old one."));
  say_cache (words, mount);
}

char *
tap_mount_options_text (TapMount *self,
                        guint    *concern,
                        guint    *grave)
{
  Words words = { g_string_new (NULL), 0, 0 };

  if (tap_mount_has (self, "ro"))
    say (&words, 2, _("It is mounted for reading only (ro)."));
  if (self->kind == TAP_MOUNT_NFS)
    say_nfs (&words, self);
  else if (self->kind == TAP_MOUNT_SMB)
    say_smb (&words, self);
  else if (self->kind == TAP_MOUNT_SSHFS)
    say (&words, 1, _("sshfs is not tested: two PCs have to prove it."));
  else if (self->kind == TAP_MOUNT_COPYING || self->kind == TAP_MOUNT_GVFS)
    say (&words, 2, _("Entries of two PCs could mix there. Mount the share by cifs or nfs."));
  else if (self->kind == TAP_MOUNT_OTHER_NETWORK || self->kind == TAP_MOUNT_OTHER_FUSE)
    say (&words, 1, _("This kind is not tested: two PCs have to prove it."));
  else if (self->kind == TAP_MOUNT_MEMORY)
    say (&words, 1, _("A station in memory is for trying out only."));
  if (words.text->len == 0)
    say (&words, 0, _("Nothing stands against it."));
  *concern = words.concern;
  *grave = words.grave;
  return g_string_free (words.text, FALSE);
}
