/* tap-search-query.c — search in all history by any part of plate, phone, name or initials.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-search-query"

#include "config.h"

#include "store/tap-store-private.h"

/* Shows the newest vehicles first, each with its last stay. */
#define HITS_HEAD                                                                                  \
  "SELECT c.id, c.customer_id, c.plate, c.model, u.name, u.phone, v.id, v.arrived_unix, "          \
  "v.closed_unix"                                                                                  \
  "  FROM ("
#define HITS_TAIL                                                                                  \
  ") AS d JOIN vehicle AS c ON c.id = d.vehicle_id JOIN customer AS u ON u.id = c.customer_id"     \
  "  LEFT JOIN visit AS v ON v.id = (SELECT id FROM visit WHERE vehicle_id = c.id ORDER BY "       \
  "arrived_unix DESC LIMIT 1)"                                                                     \
  "  ORDER BY d.docid DESC"

static const char gram_sql[]
  = HITS_HEAD "SELECT d.docid, d.vehicle_id FROM local_search_gram AS g JOIN local_search_doc AS d "
              "ON d.docid = g.docid"
              "  WHERE g.gram = :text ORDER BY g.docid DESC LIMIT :limit" HITS_TAIL;

static const char trigram_sql[]
  = HITS_HEAD "SELECT d.docid, d.vehicle_id FROM local_search_fts JOIN local_search_doc AS d"
              "  ON d.docid = local_search_fts.rowid WHERE local_search_fts MATCH :match AND instr "
              "(d.text, :text) > 0"
              "  ORDER BY local_search_fts.rowid DESC LIMIT :limit" HITS_TAIL;

static const char scan_sql[]
  = HITS_HEAD "SELECT docid, vehicle_id FROM local_search_doc WHERE instr (text, :text) > 0 ORDER "
              "BY docid DESC LIMIT :limit" HITS_TAIL;

static TapSearchHit *
read_hit (TapQuery *query)
{
  TapSearchHit *hit = tap_search_hit_new ();
  gint64 closed_unix;

  hit->vehicle_id = tap_query_int (query);
  hit->customer_id = tap_query_int (query);
  tap_take (&hit->plate, tap_query_dup (query));
  tap_take (&hit->model, tap_query_dup (query));
  tap_take (&hit->customer, tap_query_dup (query));
  tap_take (&hit->phone, tap_query_dup (query));
  hit->last_visit_id = tap_query_int (query);
  hit->last_visit_unix = tap_query_int (query);
  closed_unix = tap_query_int (query);
  if (hit->last_visit_id != 0 && closed_unix == 0)
    hit->open_visit_id = hit->last_visit_id;
  return hit;
}

/* Every three characters of the text, all of them wanted; that they follow one another is checked
 * afterwards. */
static char *
trigram_match (const char *folded)
{
  GString *match = g_string_new (NULL);
  const char *end = g_utf8_offset_to_pointer (folded, 3);

  for (const char *at = folded;; at = g_utf8_next_char (at), end = g_utf8_next_char (end))
    {
      g_string_append_printf (match, "%s\"%.*s\"", match->len > 0 ? " AND " : "", (int) (end - at),
                              at);
      if (*end == '\0')
        return g_string_free (match, FALSE);
    }
}

/* A list that has forgotten older vehicles can only be used while it holds as many as are asked
 * for. */
static gboolean
list_is_enough (sqlite3     *db,
                const char  *gram,
                int          limit,
                gboolean    *enough,
                GError     **error)
{
  gint64 forgotten, n = 0;

  if (!tap_db_int (db, "look at the search list",
                   "SELECT 1 FROM local_search_cut WHERE gram = :gram",
                   TAP_PARAMS (TAP_TEXT ("gram", gram)), 0, &forgotten, error))
    return FALSE;
  if (forgotten
      && !tap_db_int (
        db, "count the search list",
        "SELECT count (*) FROM (SELECT 1 FROM local_search_gram WHERE gram = :gram LIMIT :limit)",
        TAP_PARAMS (TAP_TEXT ("gram", gram), TAP_INT ("limit", limit)), 0, &n, error))
    return FALSE;
  *enough = !forgotten || n >= limit;
  return TRUE;
}

GPtrArray *
tap_read_search (sqlite3     *db,
                 const char  *typed,
                 int          limit,
                 GError     **error)
{
  g_autoptr(GPtrArray) hits
    = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_search_hit_unref);
  g_autofree char *folded = tap_search_fold (typed);
  g_autofree char *match = NULL;
  gboolean enough = FALSE;
  glong length = g_utf8_strlen (folded, -1);
  TapQuery query;

  if (length == 0 || limit <= 0)
    return g_steal_pointer (&hits);
  if (length <= 2 && !list_is_enough (db, folded, limit, &enough, error))
    return NULL;

  if (length > 2)
    {
      match = trigram_match (folded);
      tap_query_begin (&query, db, "search", trigram_sql,
                       TAP_PARAMS (TAP_TEXT ("match", match), TAP_TEXT ("text", folded),
                                   TAP_INT ("limit", limit)));
    }
  else
    tap_query_begin (&query, db, "search", enough ? gram_sql : scan_sql,
                     TAP_PARAMS (TAP_TEXT ("text", folded), TAP_INT ("limit", limit)));
  while (tap_query_next (&query))
    g_ptr_array_add (hits, read_hit (&query));
  if (!tap_query_end (&query, error))
    return NULL;
  return g_steal_pointer (&hits);
}
