/* tap-ledger.h — the shared log as an interface: publish the next transaction if nobody has, read, see news (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The folder on a file server (TapLedgerFolder) is the first way to keep it. Every call may block for as long as the server likes: only
 * the share thread and short-lived helpers call them. read() may be called on several threads at once.
 */
#pragma once

#include "ledger/tap-station-file.h"
#include "ledger/tap-transaction.h"

G_BEGIN_DECLS

#define TAP_TYPE_LEDGER (tap_ledger_get_type ())
G_DECLARE_INTERFACE (TapLedger, tap_ledger, TAP, LEDGER, GObject)

typedef enum
{
  TAP_PUBLISH_OURS,
  TAP_PUBLISH_TAKEN,            /* somebody else's transaction has this number */
  TAP_PUBLISH_NOT_DONE,         /* with an error; certain: nothing was published */
  TAP_PUBLISH_UNKNOWN,          /* with an error; it may have been, or may still be, published */
} TapPublish;

typedef enum
{
  TAP_WITHDRAW_DONE,            /* it can never be published now, and it was not */
  TAP_WITHDRAW_GONE,            /* it is not where it was staged: published, or given up before */
  TAP_WITHDRAW_FAILED,          /* no answer, with an error */
} TapWithdraw;

typedef enum
{
  TAP_TAIL_FITS,
  TAP_TAIL_MISSING,             /* the folder knows less than this PC */
  TAP_TAIL_DIFFERENT,           /* somebody wrote on after a loss */
  TAP_TAIL_GAP,                 /* a number above a missing one: recovering */
  TAP_TAIL_DAMAGED,             /* an empty folder under a final name, or a broken file */
  TAP_TAIL_EPOCH,               /* the station was restored on purpose: open it anew */
} TapTailState;

/* The last transaction of this PC, as it has to lie on the share. */
typedef struct
{
  guint64 seq;
  guint8  hash[TAP_HASH_LEN];
  gboolean has_seal;            /* the next two are known, which spares reading the whole file */
  guint8  seal[TAP_HASH_LEN];
  gsize   size;
} TapMark;

typedef struct
{
  char   *replica_id;
  char   *text;
  gint64  seen_unix;            /* by the server's clock */
} TapPresenceNote;
void tap_presence_note_free (TapPresenceNote *note);

struct _TapLedgerInterface
{
  GTypeInterface parent;

  TapStationFile *(*open)           (TapLedger *self, GError **error);
  void            (*identify)       (TapLedger *self, const char *replica_id, const char *tag);

  gboolean        (*look)           (TapLedger *self, guint64 next, gboolean thorough, gboolean *news, GError **error);
  GBytes         *(*read)           (TapLedger *self, guint64 seq, gboolean careful, GError **error);
  TapTailState    (*check_tail)     (TapLedger *self, const TapMark *mark, gboolean thorough, guint64 *last, GError **error);

  gboolean        (*glance)         (TapLedger *self, const TapMark *mark);

  char           *(*stage)          (TapLedger *self, GBytes *bytes, gint64 *server_us, GError **error);
  TapPublish      (*publish)        (TapLedger *self, const char *staged, guint64 seq, GError **error);
  gboolean        (*flush)          (TapLedger *self, GError **error);
  TapWithdraw     (*withdraw)       (TapLedger *self, const char *staged, GError **error);
  gboolean        (*withdraw_all)   (TapLedger *self, const char *const *spare, GError **error);
  void            (*bury)           (TapLedger *self);

  gboolean        (*want)           (TapLedger *self, gboolean wanted, GError **error);
  gboolean        (*is_wanted)      (TapLedger *self, gboolean *wanted, GError **error);

  GArray         *(*list_snapshots) (TapLedger *self, GError **error);
  gboolean        (*get_snapshot)   (TapLedger *self, guint64 seq, const char *path, char **note, GError **error);
  gboolean        (*get_snapshot_note) (TapLedger *self, guint64 seq, char **note, GError **error);
  gboolean        (*put_snapshot)   (TapLedger *self, guint64 seq, const char *path, const char *note, GError **error);

  gboolean        (*put_presence)   (TapLedger *self, const char *text, gint64 *server_us, GError **error);
  gboolean        (*is_archived)    (TapLedger *self, guint64 seq);
  GPtrArray      *(*list_present)   (TapLedger *self, GError **error);
  TapPresenceNote *(*get_presence)  (TapLedger *self, const char *replica_id);
};

/* The station as it stands there now; all further calls work on its epoch, which a restore changes. FOREIGN also when it is another
 * station than the one opened first. MISSING, EMPTY, FOREIGN, FORMAT_NEWER, DAMAGED, CUT_OFF. */
TapStationFile *tap_ledger_open           (TapLedger          *self,
                                           GError            **error);
/* Who stages and publishes: @replica_id one per PC, @tag one per process. */
void            tap_ledger_identify       (TapLedger          *self,
                                           const char         *replica_id,
                                           const char         *tag);
/* Has anything happened? @next is the number the next transaction will have. @thorough also opens it. @news: it is there, or may be. */
gboolean        tap_ledger_look           (TapLedger          *self,
                                           guint64             next,
                                           gboolean            thorough,
                                           gboolean           *news,
                                           GError            **error);
/* The bytes of transaction @seq, wherever it lies: in the log, or packed in archive/. Who walks the log (verify, backup, rescue, a PC
 * that was away for months) needs to know nothing of packs. G_IO_ERROR_NOT_FOUND when it does not exist (yet); @careful asks the server past every cache. DAMAGED: an empty final folder. */
GBytes         *tap_ledger_read           (TapLedger          *self,
                                           guint64             seq,
                                           gboolean            careful,
                                           GError            **error);
/* TRUE: this number was packed away; read() finds it all the same. Asks the server. */
gboolean        tap_ledger_is_archived    (TapLedger          *self,
                                           guint64             seq);
/* @thorough lists the log, too, and compares the whole file; @last is then the highest number there. An error (the station file is
 * away, foreign, no answer) says nothing about the tail; look at *error, not at the result. */
TapTailState    tap_ledger_check_tail     (TapLedger          *self,
                                           const TapMark      *mark,
                                           gboolean            thorough,
                                           guint64            *last,
                                           GError            **error);
/* TRUE: station file and last transaction are the very files that were last read and found to fit (same place, size, number and times, as
 * the server says now). FALSE says nothing: then check_tail() judges. Two requests instead of eight. */
gboolean        tap_ledger_glance         (TapLedger          *self,
                                           const TapMark      *mark);
/* Writes @bytes where they can be published from, and on to the disk. @server_us: the server's clock at that moment. */
char           *tap_ledger_stage          (TapLedger          *self,
                                           GBytes             *bytes,
                                           gint64             *server_us,
                                           GError            **error);
TapPublish      tap_ledger_publish        (TapLedger          *self,
                                           const char         *staged,
                                           guint64             seq,
                                           GError            **error);
/* Makes what was published survive a power cut of the server; may be called again after an error. */
gboolean        tap_ledger_flush          (TapLedger          *self,
                                           GError            **error);
TapWithdraw     tap_ledger_withdraw       (TapLedger          *self,
                                           const char         *staged,
                                           GError            **error);
/* Everything this PC's dead processes left; @spare names the tags of the living ones. */
gboolean        tap_ledger_withdraw_all   (TapLedger          *self,
                                           const char *const  *spare,
                                           GError            **error);
/* Fairness: ask others for a pause, or take that back. */
gboolean        tap_ledger_want           (TapLedger          *self,
                                           gboolean            wanted,
                                           GError            **error);
gboolean        tap_ledger_is_wanted      (TapLedger          *self,
                                           gboolean           *wanted,
                                           GError            **error);
/* Deletes what was withdrawn since the last time: it stands in nobody's way until there is time for it. */
void            tap_ledger_bury           (TapLedger          *self);
/* (array of guint64, newest first) */
GArray         *tap_ledger_list_snapshots (TapLedger          *self,
                                           GError            **error);
gboolean        tap_ledger_get_snapshot   (TapLedger          *self,
                                           guint64             seq,
                                           const char         *path,
                                           char              **note,
                                           GError            **error);
/* Only what is written beside it. */
gboolean        tap_ledger_get_snapshot_note (TapLedger       *self,
                                           guint64             seq,
                                           char              **note,
                                           GError            **error);
/* The two newest stay. TAP_LEDGER_ERROR_EXISTS when another PC was first. */
gboolean        tap_ledger_put_snapshot   (TapLedger          *self,
                                           guint64             seq,
                                           const char         *path,
                                           const char         *note,
                                           GError            **error);
gboolean        tap_ledger_put_presence   (TapLedger          *self,
                                           const char         *text,
                                           gint64             *server_us,
                                           GError            **error);
/* The replica ids of who has left a note. (array of char) */
GPtrArray      *tap_ledger_list_present   (TapLedger          *self,
                                           GError            **error);
/* NULL: it is gone, or cannot be read now. */
TapPresenceNote *tap_ledger_get_presence  (TapLedger          *self,
                                           const char         *replica_id);
/* All of them: some requests for each. (array of TapPresenceNote) */
GPtrArray      *tap_ledger_list_presence  (TapLedger          *self,
                                           GError            **error);

/* @code of the system while reading (or @writing) @path, as what the caller can do about it. */
void            tap_ledger_set_errno      (GError            **error,
                                           int                 code,
                                           gboolean            writing,
                                           const char         *path);

/* DAMAGED: number @seq is not what it has to be; with what to do. */
void            tap_ledger_set_damaged    (GError            **error,
                                           guint64             seq);

/* Kills the process when TAPPET_STOP_AT names this step ("before-publish", "before-publish:3" the third time). For tests. */
void            tap_ledger_step           (const char         *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapPresenceNote, tap_presence_note_free)

G_END_DECLS
