/* badfs-client.c — a test's hold on a badfs of its own: mount it, command it, count, unmount.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "badfs-client.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

struct _Badfs
{
  GMutex  lock;
  char   *place;
  char   *mount;
  char   *socket_path;
  GPid    pid;
  int     stdin_fd;
  int     socket;
};

static char *
find_program (void)
{
  const char *given = g_getenv ("TAPPET_BADFS");
  const char *root = g_getenv ("TAPPET_BUILD_ROOT");

  if (given != NULL)
    return g_strdup (given);
  return g_build_filename (root != NULL ? root : "build", "tests", "faults", "badfs", NULL);
}

static gboolean
read_ready (int fd)
{
  char byte;
  gboolean any = FALSE;

  while (read (fd, &byte, 1) == 1 && byte != '\n')
    any = TRUE;
  close (fd);
  return any;
}

static char *
read_all (int fd)
{
  GString *text = g_string_new (NULL);
  char bytes[512];
  ssize_t n;

  while ((n = read (fd, bytes, sizeof bytes)) > 0)
    g_string_append_len (text, bytes, n);
  close (fd);
  return g_strstrip (g_string_free (text, FALSE));
}

static void
connect_to (Badfs *self)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  g_assert_cmpuint (strlen (self->socket_path), <, sizeof address.sun_path);
  strcpy (address.sun_path, self->socket_path);
  self->socket = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (self->socket < 0 || connect (self->socket, (struct sockaddr *) &address, sizeof address) != 0)
    g_error ("%s: %s", self->socket_path, g_strerror (errno));
}

Badfs *
badfs_new (const char *backing,
           char      **why_not)
{
  Badfs *self = g_new0 (Badfs, 1);
  g_autofree char *program = find_program ();
  g_autoptr(GError) error = NULL;
  int out;
  int complaints;
  g_autofree char *reason = NULL;

  self->socket = self->stdin_fd = -1;
  if (!g_file_test (program, G_FILE_TEST_IS_EXECUTABLE))
    {
      *why_not = g_strdup ("badfs was not built: libfuse3 is missing");
      g_free (self);
      return NULL;
    }
  self->place = g_dir_make_tmp ("badfs-XXXXXX", &error);
  g_assert_no_error (error);
  self->mount = g_build_filename (self->place, "mnt", NULL);
  self->socket_path = g_build_filename (self->place, "ctl", NULL);
  g_assert_no_errno (g_mkdir (self->mount, 0777));
  {
    const char *argv[] = { program, backing, self->mount, self->socket_path, NULL };

    g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_CLOEXEC_PIPES, NULL,
                              NULL, &self->pid, &self->stdin_fd, &out, &complaints, &error);
    g_assert_no_error (error);
  }
  if (read_ready (out))
    {
      close (complaints);
      connect_to (self);
      return self;
    }
  /* The watchdog holds the other end until this one is closed. */
  close (self->stdin_fd);
  self->stdin_fd = -1;
  reason = read_all (complaints);
  *why_not = g_strdup_printf ("no FUSE here: %s", reason);
  badfs_free (self);
  return NULL;
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
badfs_free (Badfs *self)
{
  if (self->socket >= 0)
    close (self->socket);
  if (self->stdin_fd >= 0)
    close (self->stdin_fd);
  while (waitpid (self->pid, NULL, 0) < 0 && errno == EINTR)
    ;
  g_spawn_close_pid (self->pid);
  /* Never through a mount: that would empty the backing folder. */
  if (g_rmdir (self->mount) == 0)
    remove_tree (self->place);
  g_free (self->place);
  g_free (self->mount);
  g_free (self->socket_path);
  g_mutex_clear (&self->lock);
  g_free (self);
}

const char *
badfs_mount (Badfs *self)
{
  return self->mount;
}

static char *
talk (Badfs      *self,
      const char *command)
{
  g_autofree char *line = g_strconcat (command, "\n", NULL);
  GString *answer = g_string_new (NULL);
  char bytes[4096];
  ssize_t n;

  g_mutex_lock (&self->lock);
  if (send (self->socket, line, strlen (line), MSG_NOSIGNAL) < 0)
    g_error ("badfs: %s: %s", command, g_strerror (errno));
  while (!g_str_has_suffix (answer->str, "\n\n") && (n = read (self->socket, bytes, sizeof bytes)) > 0)
    g_string_append_len (answer, bytes, n);
  g_mutex_unlock (&self->lock);
  return g_strchomp (g_string_free (answer, FALSE));
}

static char *
must (Badfs      *self,
      const char *command)
{
  g_autofree char *answer = talk (self, command);

  if (!g_str_has_prefix (answer, "ok"))
    g_error ("badfs: %s: %s", command, answer);
  return g_strdup (answer + (answer[2] != '\0' ? 3 : 2));
}

#define FORMAT(text, format)                     \
  g_autofree char *text = NULL;                  \
  va_list args;                                  \
  va_start (args, format);                       \
  text = g_strdup_vprintf (format, args);        \
  va_end (args)

void
badfs_say (Badfs      *self,
           const char *format,
           ...)
{
  FORMAT (command, format);
  g_free (must (self, command));
}

char *
badfs_ask (Badfs      *self,
           const char *format,
           ...)
{
  FORMAT (command, format);
  return must (self, command);
}

gboolean
badfs_try (Badfs      *self,
           const char *format,
           ...)
{
  g_autofree char *answer = NULL;
  FORMAT (command, format);

  answer = talk (self, command);
  return g_str_has_prefix (answer, "ok");
}

guint
badfs_fault (Badfs      *self,
             const char *format,
             ...)
{
  g_autofree char *answer = NULL;
  FORMAT (rest, format);
  g_autofree char *command = g_strconcat ("fault ", rest, NULL);

  answer = must (self, command);
  return (guint) g_ascii_strtoull (answer, NULL, 10);
}

guint64
badfs_count (Badfs      *self,
             const char *kind)
{
  g_autofree char *answer = must (self, "counts");
  g_autofree char *wanted = g_strconcat (kind, "=", NULL);
  g_auto(GStrv) words = g_strsplit (answer, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], wanted))
      return g_ascii_strtoull (words[i] + strlen (wanted), NULL, 10);
  g_error ("badfs counts no %s", kind);
}

guint
badfs_fired (Badfs *self,
             guint  id)
{
  g_autofree char *command = g_strdup_printf ("fired %u", id);
  g_autofree char *answer = must (self, command);

  return (guint) g_ascii_strtoull (answer, NULL, 10);
}
