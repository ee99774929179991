/* tap-ctl.h — what the commands of tappetctl share: the dispatch table's rows, arguments, the store, output.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/tap-core.h"
#include "ledger/tap-station.h"
#include "store/tap-store.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What the program says to the shell that called it. */
enum
{
  TAP_CTL_OK = 0,
  TAP_CTL_FAILED = 1,           /* refused or failed: nothing was changed, or it is not known yet */
  TAP_CTL_WRONG_USE = 2,        /* the command line is wrong; the sentence names the field and what is accepted */
  TAP_CTL_QUEUED = 3,           /* the file server is away: it waits on this PC, durably, and is saved when the server is back */
};

typedef struct _TapCtl TapCtl;

typedef struct
{
  const char *name;
  const char *arguments;        /* "VISIT STAGE": names of fields, the same in every language */
  const char *summary;          /* N_(): one line */
  const char *description;      /* N_(): below the options; NULL: none */
  int       (*run) (TapCtl *ctl, char **argv);     /* argv[0] is the command's name; returns the exit code */
  gboolean    hidden;           /* in --help-all only */
} TapCtlCommand;

struct _TapCtl
{
  const TapCtlCommand *command;
  /* Options every command takes (owned). */
  char     *station;            /* --station, TAPPET_STATION, or the only one known */
  char     *replica;            /* --replica; NULL: the usual place */
  gboolean  json;
  /* Options of the commands that change something (owned). */
  char     *as;
  char     *operation;
  /* Owned; NULL until tap_ctl_open(). */
  TapStore *store;
  /* The transaction that carried @operation, as the ledger showed it; 0: none seen. */
  guint64   saved_seq;
  gboolean  lost_pipe;          /* nobody reads our output any more */
};

extern const TapCtlCommand tap_ctl_init_command, tap_ctl_demo_command, tap_ctl_info_command, tap_ctl_check_command,
  tap_ctl_verify_command;                                                        /* tap-ctl-station.c, -demo.c, -info.c, -verify.c */
extern const TapCtlCommand tap_ctl_backup_command, tap_ctl_backups_command, tap_ctl_restore_command,
  tap_ctl_check_backup_command, tap_ctl_drill_command;                           /* tap-ctl-backup.c, -restore.c */
extern const TapCtlCommand tap_ctl_doctor_command, tap_ctl_probe_command,
  tap_ctl_prune_command;                                                         /* tap-ctl-doctor.c, -probe.c, -prune.c */
extern const TapCtlCommand tap_ctl_rescue_command;                               /* tap-ctl-rescue.c */
extern const TapCtlCommand tap_ctl_board_command, tap_ctl_visit_command, tap_ctl_staff_command,
  tap_ctl_log_command;                                                           /* tap-ctl-board.c, -visit.c, -log.c */
extern const TapCtlCommand tap_ctl_bays_command, tap_ctl_hours_command,
  tap_ctl_columns_command;                                                       /* tap-ctl-arrangement.c */
extern const TapCtlCommand tap_ctl_checkin_command, tap_ctl_book_command, tap_ctl_move_command, tap_ctl_promise_command,
  tap_ctl_note_command;                                                          /* tap-ctl-reception.c, tap-ctl-change.c */
extern const TapCtlCommand tap_ctl_assign_command, tap_ctl_job_command;          /* tap-ctl-work.c */
extern const TapCtlCommand tap_ctl_outbox_command;                               /* tap-ctl-outbox.c */
extern const TapCtlCommand tap_ctl_soak_command;                                 /* tap-ctl-soak.c */

/* ---- arguments (tap-ctl-arguments.c) ------------------------------------------------------------------------------- */

typedef enum
{
  TAP_CTL_PLAIN = 0,
  TAP_CTL_TAKES_STATION = 1 << 0,       /* --station, --replica */
  TAP_CTL_TAKES_JSON    = 1 << 1,
  TAP_CTL_CHANGES       = 1 << 2,       /* --as, --operation */
} TapCtlTakes;

/* Reads the options of the running command and its arguments; says what is wrong itself. Returns NULL after that (exit
 * with TAP_CTL_WRONG_USE), else the arguments, between @n_min and @n_max of them; g_strfreev(). Strings are checked UTF-8. */
char       **tap_ctl_parse          (TapCtl             *ctl,
                                     char              **argv,
                                     const GOptionEntry *entries,
                                     TapCtlTakes         takes,
                                     guint               n_min,
                                     guint               n_max);

/* Says "tappetctl move: STAGE: …" on standard error; returns TAP_CTL_WRONG_USE. @field NULL: none in particular. */
int          tap_ctl_wrong_use      (TapCtl     *ctl,
                                     const char *field,
                                     const char *format,
                                     ...) G_GNUC_PRINTF (3, 4);
/* Says the error; returns TAP_CTL_WRONG_USE when a field is to blame (named as the option that carries it), else
 * TAP_CTL_FAILED. */
int          tap_ctl_fail           (TapCtl       *ctl,
                                     const GError *error);

/* Each reads one value or says what is accepted, and returns whether it did. @text NULL leaves the value alone. */
gboolean     tap_ctl_read_int       (TapCtl *ctl, const char *field, const char *text, gint64 min, gint64 max, gint64 *value);
/* "17:30" (today), "+90" (minutes from now), "2026-11-20 17:30", ISO 8601; the station's zone where none is given. */
gboolean     tap_ctl_read_time      (TapCtl *ctl, const char *field, const char *text, gint64 *unix_s);
gboolean     tap_ctl_read_stage     (TapCtl *ctl, const char *field, const char *text, TapStage *stage);
gboolean     tap_ctl_read_staff     (TapCtl *ctl, const char *field, const char *text, gint64 *staff_id);
gboolean     tap_ctl_read_bay       (TapCtl *ctl, const char *field, const char *text, gint64 *bay_id);
gboolean     tap_ctl_read_reason    (TapCtl *ctl, const char *field, const char *text, TapStopReason *reason);
/* --lang: zh_CN, zh_TW or en; NULL becomes the shell's own. */
gboolean     tap_ctl_read_language  (TapCtl *ctl, const char **language);
/* --as, which a changing command needs. */
gboolean     tap_ctl_read_as        (TapCtl *ctl, gint64 *staff_id);

/* ---- the store (tap-ctl-open.c) -------------------------------------------------------------------------------------- */

/* A GAsyncReadyCallback and the loop that waits for it: the only place where this program turns asynchronous calls into
 * blocking ones. @slot starts as NULL. */
void         tap_ctl_await_cb       (GObject *source, GAsyncResult *result, gpointer slot);
void         tap_ctl_await          (GAsyncResult **slot);

/* The folder to work on, from the options; says what is missing and returns NULL. (transfer none) */
const char  *tap_ctl_find_station   (TapCtl *ctl);
/* Opens the station and its replica. @passive: looks once and not again. Says what is wrong and returns FALSE. */
gboolean     tap_ctl_open           (TapCtl *ctl, gboolean passive);
/* Opens it, and finds the visit that @text names (id, number or plate); says what is wrong, sets @code. */
gint64       tap_ctl_open_visit     (TapCtl *ctl, const char *text, int *code);
void         tap_ctl_close          (TapCtl *ctl);

/* Before a change: gives the operation its identifier, so that what the ledger shows of it is recognised. */
const char  *tap_ctl_operation      (TapCtl *ctl);
/* The end of every change: "saved …" with the number of its transaction, flushed, and only if @error is NULL; or why not.
 * @id: of what was made (0: nothing). Returns the exit code. */
int          tap_ctl_report_saved   (TapCtl *ctl, const GError *error, const char *what, gint64 id);

/* Folders this PC has opened with its usual replica (tap-ctl-known.c). (transfer full) of char * */
GPtrArray   *tap_ctl_known_stations (void);
void         tap_ctl_remember_station (const char *folder);

/* ---- long work (tap-ctl-progress.c) ------------------------------------------------------------------------------------ */

/* Runs on a thread of its own; @progress may be called there. */
typedef gboolean (*TapCtlWorkFunc)   (gpointer data, TapProgressFunc progress, gpointer progress_data, GCancellable *cancellable,
                                      GError **error);
/* Waits for it, tells where it stands on standard error (a bar on a terminal, else a line a step), and cancels it on Ctrl-C or SIGTERM; a
 * second one ends the program at once. Returns what @func returned. */
gboolean     tap_ctl_work           (TapCtlWorkFunc func, gpointer data, GError **error);
/* Station time where a store is open, else this PC's (TAPPET_NOW counts in both). */
gint64       tap_ctl_now_unix       (TapCtl *ctl);

/* ---- output (tap-ctl-output.c) ----------------------------------------------------------------------------------------- */

/* Columns of a terminal; Han characters take two. */
guint        tap_ctl_text_width     (const char *text);

/* A table whose columns are as wide as their widest cell. */
typedef struct _TapCtlTable TapCtlTable;
TapCtlTable *tap_ctl_table_new      (guint n_columns, guint64 right_aligned);        /* bit n: column n stands right */
void         tap_ctl_table_add      (TapCtlTable *self, ...);                        /* const char *, n_columns of them; copied */
void         tap_ctl_table_add_line (TapCtlTable *self, const char *line);           /* printed as it is between rows */
void         tap_ctl_table_print    (TapCtlTable *self, TapCtl *ctl, guint indent);
void         tap_ctl_table_free     (TapCtlTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapCtlTable, tap_ctl_table_free)

/* To standard output; a reader that went away is remembered in ctl->lost_pipe and is no error. */
void         tap_ctl_print          (TapCtl *ctl, const char *format, ...) G_GNUC_PRINTF (2, 3);
void         tap_ctl_write          (TapCtl *ctl, const char *utf8);
gboolean     tap_ctl_flush          (TapCtl *ctl);

/* The station's zone once it is open, this PC's before. (transfer full) */
GTimeZone   *tap_ctl_zone           (TapCtl *ctl);
/* "10:42" today, else "2026-11-19 10:42"; "" for 0; g_free(). */
char        *tap_ctl_time_text      (TapCtl *ctl, gint64 unix_s);
char        *tap_ctl_iso_text       (TapCtl *ctl, gint64 unix_s);                    /* with seconds and zone */

/* "name": "2026-11-20T10:42:00+08:00", "name_unix": 1795…; both null for 0. */
void         tap_ctl_json_time      (TapCtl *ctl, JsonBuilder *builder, const char *name, gint64 unix_s);
void         tap_ctl_json_string    (JsonBuilder *builder, const char *name, const char *value);   /* NULL: null */
void         tap_ctl_json_int       (JsonBuilder *builder, const char *name, gint64 value);
void         tap_ctl_json_bool      (JsonBuilder *builder, const char *name, gboolean value);
void         tap_ctl_json_print     (TapCtl *ctl, JsonBuilder *builder, gboolean on_one_line);     /* with a line feed */

/* How a card stands against its promise, and the state's stable name for JSON. */
TapTimeView  tap_ctl_card_time      (TapCtl *ctl, const TapCard *card);
const char  *tap_ctl_time_state_name (TapTimeState state);
void         tap_ctl_json_card      (TapCtl *ctl, JsonBuilder *builder, const TapCard *card);      /* the members, no braces */

G_END_DECLS
