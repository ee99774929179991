/* tap-query.h — the station's SQL: named parameters, a cache of prepared statements, errors that say what was done.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* One named parameter. The list of a statement ends with TAP_END; each parameter of the SQL must be given, and only those. */
typedef struct
{
  const char *name;             /* with its colon; NULL: the end */
  enum { TAP_PARAM_NULL, TAP_PARAM_INT, TAP_PARAM_TEXT } kind;
  gint64      number;
  const char *text;             /* must live until the statement has ended */
} TapParam;

#define TAP_INT(param, value)  { .name = ":" param, .kind = TAP_PARAM_INT, .number = (value) }
/* An id that may be missing: 0 is stored as NULL. */
#define TAP_REF(param, value)  { .name = ":" param, .kind = (value) != 0 ? TAP_PARAM_INT : TAP_PARAM_NULL, .number = (value) }
/* NULL is stored as "". */
#define TAP_TEXT(param, value) { .name = ":" param, .kind = TAP_PARAM_TEXT, .text = (value) }
#define TAP_END                { .name = NULL }
#define TAP_PARAMS(...)        ((const TapParam[]) { __VA_ARGS__, TAP_END })

/* A statement under way. Errors stick: after one every read gives 0 or NULL, and tap_query_end() reports it. */
typedef struct
{
  sqlite3_stmt *statement;
  const char   *what;           /* "load the cards": stands in the error */
  int           column;         /* the next one to be read */
  GError       *error;
} TapQuery;

/**
 * tap_query_begin:
 * @query: (out caller-allocates): the statement, to be ended with tap_query_end() whatever happens
 * @db: a connection
 * @what: a static word for the error text
 * @sql: one statement; its address must stay the same for the life of the program (a literal, tap_db_named(), or an interned string),
 *   because the prepared statement is kept under it until the connection closes
 * @params: (nullable): ends with TAP_END
 */
void         tap_query_begin      (TapQuery        *query,
                                   sqlite3         *db,
                                   const char      *what,
                                   const char      *sql,
                                   const TapParam  *params);
gboolean     tap_query_next       (TapQuery        *query);     /* TRUE: there is a row, read it from its first column on */
gboolean     tap_query_end        (TapQuery        *query,
                                   GError         **error);     /* FALSE with TAP_STORE_ERROR_FAILED */
gint64       tap_query_int        (TapQuery        *query);     /* the next column; 0 for NULL */
gboolean     tap_query_flag       (TapQuery        *query);
char        *tap_query_dup        (TapQuery        *query);     /* (transfer full); "" for NULL */
const char  *tap_query_text       (TapQuery        *query);     /* valid until the next row; "" for NULL */
void         tap_query_skip       (TapQuery        *query,
                                   int              n_columns);

/* Runs a statement that gives no rows. @n_changed (nullable) gets the number of changed rows. */
gboolean     tap_db_run          (sqlite3         *db,
                                   const char      *what,
                                   const char      *sql,
                                   const TapParam  *params,
                                   gint64          *n_changed,
                                   GError         **error);
/* The first column of the first row; @fallback if there is none. FALSE only on an error. */
gboolean     tap_db_int          (sqlite3         *db,
                                   const char      *what,
                                   const char      *sql,
                                   const TapParam  *params,
                                   gint64           fallback,
                                   gint64          *value,
                                   GError         **error);
/* The text of resources/sql/@name; a programming error if there is none. */
const char  *tap_db_named        (const char      *name);
/* "WITH scope (id) AS (@scope) " before the named query; interned. */
const char  *tap_db_scoped       (const char      *name,
                                   const char      *scope);
/* Statements run by the calling thread so far (triggers not counted). */
guint64      tap_db_count        (void);
/* Lets go of the kept statements of @db; happens by itself when it closes. */
void         tap_db_forget       (sqlite3         *db);

G_END_DECLS
