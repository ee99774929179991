/* badfs.c — a file system for bad days: passes everything on, until a test orders otherwise.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   badfs BACKING MOUNT SOCKET      serves until its standard input ends, then unmounts: so it never outlives its test
 *   badfs --ask SOCKET COMMAND…     one command to a running one, the answer on standard output
 *
 * README.md beside this file describes the commands.
 */
#include "badfs.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/fuse.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_THREADS 256

struct fuse_session *badfs_session;
static const char *mount_point;

/* --- commands over the socket -------------------------------------------------------------------- */

static int
make_address (const char         *path,
              struct sockaddr_un *address)
{
  memset (address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  if (strlen (path) >= sizeof address->sun_path)
    {
      g_printerr ("badfs: %s is too long for a socket\n", path);
      return -1;
    }
  strcpy (address->sun_path, path);
  return socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

/* One line in, the answer and an empty line out. */
static gpointer
client_main (gpointer data)
{
  int fd = GPOINTER_TO_INT (data);
  FILE *in = fdopen (fd, "r");
  char line[4096];

  while (in != NULL && fgets (line, sizeof line, in) != NULL)
    {
      g_autofree char *answer = NULL;
      g_autofree char *text = NULL;

      line[strcspn (line, "\n")] = '\0';
      answer = faults_command (line);
      text = g_strconcat (answer, "\n\n", NULL);
      if (send (fd, text, strlen (text), MSG_NOSIGNAL) < 0)
        break;
    }
  if (in != NULL)
    fclose (in);
  return NULL;
}

static gpointer
listen_main (gpointer data)
{
  int listener = GPOINTER_TO_INT (data);
  int fd;

  while ((fd = accept4 (listener, NULL, NULL, SOCK_CLOEXEC)) >= 0)
    g_thread_unref (g_thread_new ("client", client_main, GINT_TO_POINTER (fd)));
  return NULL;
}

static gboolean
start_listening (const char *path)
{
  struct sockaddr_un address;
  int listener = make_address (path, &address);

  if (listener < 0 || bind (listener, (struct sockaddr *) &address, sizeof address) != 0
      || listen (listener, 16) != 0)
    {
      g_printerr ("badfs: %s: %s\n", path, g_strerror (errno));
      return FALSE;
    }
  g_thread_unref (g_thread_new ("listen", listen_main, GINT_TO_POINTER (listener)));
  return TRUE;
}

static int
ask (const char *path,
     char      **words)
{
  struct sockaddr_un address;
  g_autofree char *command = g_strjoinv (" ", words);
  g_autofree char *line = g_strconcat (command, "\n", NULL);
  GString *answer = g_string_new (NULL);
  char bytes[4096];
  ssize_t n;
  int fd = make_address (path, &address);

  if (fd < 0 || connect (fd, (struct sockaddr *) &address, sizeof address) != 0
      || write (fd, line, strlen (line)) < 0)
    {
      g_printerr ("badfs: %s: %s\n", path, g_strerror (errno));
      return 2;
    }
  while (!g_str_has_suffix (answer->str, "\n\n") && (n = read (fd, bytes, sizeof bytes)) > 0)
    g_string_append_len (answer, bytes, n);
  fwrite (answer->str, 1, answer->len > 0 ? answer->len - 1 : 0, stdout);
  return g_str_has_prefix (answer->str, "ok") ? 0 : 1;
}

/* --- mounting ------------------------------------------------------------------------------------- */

static void
unmount_lazily (void)
{
  if (umount2 (mount_point, MNT_DETACH) != 0 && errno == EPERM)
    {
      const char *const argv[] = { "fusermount3", "-u", "-z", mount_point, NULL };

      g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                    NULL, NULL, NULL, NULL);
    }
}

/* Forked before anything else: unmounts when this process is gone, however it went. */
static void
start_watchdog (void)
{
  int ends[2];

  if (pipe2 (ends, O_CLOEXEC) != 0)
    g_error ("pipe: %s", g_strerror (errno));
  if (fork () == 0)
    {
      char byte;

      close (ends[1]);
      close (STDIN_FILENO);
      close (STDOUT_FILENO);
      setsid ();
      signal (SIGPIPE, SIG_IGN);
      while (read (ends[0], &byte, 1) < 0 && errno == EINTR)
        ;
      unmount_lazily ();
      _exit (0);
    }
  close (ends[0]);
}

/* Waits until the test is through with us, or dead. */
static gpointer
stdin_main (gpointer data)
{
  char byte;
  ssize_t n;

  while ((n = read (STDIN_FILENO, &byte, 1)) > 0 || (n < 0 && errno == EINTR))
    ;
  faults_end ();
  unmount_lazily ();
  /* What still hangs in the kernel gets its answer from the closing of /dev/fuse. */
  _exit (0);
  return NULL;
}

/* The empty folder, and where removed files wait for a power cut: on the same disk as the backing folder, please. */
static void
make_scratch (const char *socket_path,
              const char *backing)
{
  g_autofree char *empty = g_strconcat (socket_path, ".empty", NULL);
  g_autofree char *grave = g_strconcat (socket_path, ".grave", NULL);

  if (g_mkdir_with_parents (empty, 0777) != 0 || g_mkdir_with_parents (grave, 0777) != 0)
    g_error ("%s: %s", empty, g_strerror (errno));
  inodes_init (backing, empty);
  power_init (grave);
}

/* A mount of NFS or SMB looks up several names of one folder at a time. The kernel does so here, too, when it is told to; libfuse 3.14 does
 * not pass that on, so its first message, the answer to the kernel's greeting, is completed on its way. */
ssize_t
writev (int                 fd,
        const struct iovec *parts,
        int                 n_parts)
{
  static gboolean greeted;

  if (!greeted && n_parts == 2 && parts[1].iov_len >= sizeof (struct fuse_init_out))
    ((struct fuse_init_out *) parts[1].iov_base)->flags |= FUSE_PARALLEL_DIROPS;
  greeted = TRUE;
  return syscall (SYS_writev, fd, parts, n_parts);
}

static int
serve (const char *backing,
       const char *socket_path)
{
  const char *argv[] = { "badfs", "-o", "fsname=badfs,subtype=badfs" };
  struct fuse_args args = FUSE_ARGS_INIT (G_N_ELEMENTS (argv), (char **) argv);
  struct fuse_loop_config *config = fuse_loop_cfg_create ();
  struct fuse_session *session = fuse_session_new (&args, &badfs_ops, sizeof badfs_ops, NULL);
  int result;

  badfs_session = session;
  if (session == NULL || fuse_session_mount (session, mount_point) != 0)
    return 77;
  make_scratch (socket_path, backing);
  faults_init ();
  if (!start_listening (socket_path))
    {
      unmount_lazily ();
      return 1;
    }
  g_thread_unref (g_thread_new ("stdin", stdin_main, NULL));
  fuse_loop_cfg_set_max_threads (config, MAX_THREADS);
  fuse_loop_cfg_set_idle_threads (config, MAX_THREADS);
  puts ("ready");
  fflush (stdout);
  result = fuse_session_loop_mt (session, config);
  unmount_lazily ();
  return result == 0 ? 0 : 1;
}

int
main (int   argc,
      char *argv[])
{
  if (argc >= 4 && strcmp (argv[1], "--ask") == 0)
    return ask (argv[2], argv + 3);
  if (argc != 4)
    {
      g_printerr ("usage: badfs BACKING MOUNT SOCKET | badfs --ask SOCKET COMMAND…\n");
      return 2;
    }
  if (access ("/dev/fuse", R_OK | W_OK) != 0)
    {
      g_printerr ("badfs: /dev/fuse: %s\n", g_strerror (errno));
      return 77;
    }
  umask (0);
  mount_point = argv[2];
  start_watchdog ();
  return serve (argv[1], argv[3]);
}
