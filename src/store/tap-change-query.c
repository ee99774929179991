/* tap-change-query.c — from the rows of a transaction to the cards and bars they touch.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-change-query"

#include "config.h"

#include "store/tap-store-private.h"

/* The tables a card is made of, as changed.sql names them; and "event", so that a page that shows a
 * visit's history hears of a note that changes no card. */
static const char *const card_tables[] = {
  "visit",   "stage_span", "promise", "job", "assignment", "stoppage", "work_span",
  "vehicle", "customer",   "staff",   "bay", "booking",    "event",
};
static const char *const station_tables[]
  = { "setting", "board_column", "staff", "bay", "shift", "holiday", "backup_run" };

void
tap_changed_keys_init (TapChangedKeys *self)
{
  self->keys
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  self->station = FALSE;
}

void
tap_changed_keys_clear (TapChangedKeys *self)
{
  g_clear_pointer (&self->keys, g_hash_table_unref);
}

static gboolean
is_in (const char        *table,
       const char *const *tables,
       guint              n_tables)
{
  for (guint i = 0; i < n_tables; i++)
    if (g_str_equal (table, tables[i]))
      return TRUE;
  return FALSE;
}

void
tap_changed_keys_add_key (TapChangedKeys *self,
                          const char     *table,
                          gint64          key)
{
  GHashTable *keys = g_hash_table_lookup (self->keys, table);

  if (keys == NULL)
    {
      keys = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      g_hash_table_insert (self->keys, g_strdup (table), keys);
    }
  g_hash_table_add (keys, g_memdup2 (&key, sizeof key));
}

void
tap_changed_keys_add (TapChangedKeys *self,
                      GPtrArray      *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const TapRowChange *row = g_ptr_array_index (rows, i);

      self->station |= is_in (row->table, station_tables, G_N_ELEMENTS (station_tables));
      if (is_in (row->table, card_tables, G_N_ELEMENTS (card_tables)))
        tap_changed_keys_add_key (self, row->table, row->key);
    }
}

gboolean
tap_changed_keys_any_card (const TapChangedKeys *self)
{
  return g_hash_table_size (self->keys) > 0;
}

TapCardChanges *
tap_card_changes_new (void)
{
  TapCardChanges *changes = g_new0 (TapCardChanges, 1);

  changes->cards = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_card_unref);
  changes->gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  changes->bars = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_bar_unref);
  changes->gone_bars = g_array_new (FALSE, FALSE, sizeof (gint64));
  changes->person = g_strdup ("");
  return changes;
}

void
tap_card_changes_free (TapCardChanges *changes)
{
  g_ptr_array_unref (changes->cards);
  g_array_unref (changes->gone);
  g_ptr_array_unref (changes->bars);
  g_array_unref (changes->gone_bars);
  g_free (changes->person);
  g_free (changes);
}

static char *
json_keys (GHashTable *keys)
{
  GString *json = g_string_new ("[");
  GHashTableIter iter;
  gint64 *key;

  if (keys != NULL)
    {
      g_hash_table_iter_init (&iter, keys);
      while (g_hash_table_iter_next (&iter, (gpointer *) &key, NULL))
        g_string_append_printf (json, "%s%" G_GINT64_FORMAT, json->len > 1 ? "," : "", *key);
    }
  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}

static char *
keys_of (const TapChangedKeys *changed,
         const char           *table)
{
  return json_keys (g_hash_table_lookup (changed->keys, table));
}

/* The visits that the rows belong to. */
static GHashTable *
read_visit_ids (sqlite3               *db,
                const TapChangedKeys  *changed,
                GError               **error)
{
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autofree char *visit = keys_of (changed, "visit");
  g_autofree char *stage_span = keys_of (changed, "stage_span");
  g_autofree char *promise = keys_of (changed, "promise");
  g_autofree char *job = keys_of (changed, "job");
  g_autofree char *assignment = keys_of (changed, "assignment");
  g_autofree char *stoppage = keys_of (changed, "stoppage");
  g_autofree char *work_span = keys_of (changed, "work_span");
  g_autofree char *vehicle = keys_of (changed, "vehicle");
  g_autofree char *customer = keys_of (changed, "customer");
  g_autofree char *staff = keys_of (changed, "staff");
  g_autofree char *bay = keys_of (changed, "bay");
  g_autofree char *event = keys_of (changed, "event");
  TapQuery query;

  tap_query_begin (&query, db, "find the changed visits", tap_db_named ("changed.sql"),
                   TAP_PARAMS (TAP_TEXT ("visit", visit), TAP_TEXT ("stage_span", stage_span),
                               TAP_TEXT ("promise", promise), TAP_TEXT ("job", job),
                               TAP_TEXT ("assignment", assignment), TAP_TEXT ("stoppage", stoppage),
                               TAP_TEXT ("work_span", work_span), TAP_TEXT ("vehicle", vehicle),
                               TAP_TEXT ("customer", customer), TAP_TEXT ("staff", staff),
                               TAP_TEXT ("bay", bay), TAP_TEXT ("event", event)));
  while (tap_query_next (&query))
    {
      gint64 id = tap_query_int (&query);

      g_hash_table_add (ids, g_memdup2 (&id, sizeof id));
    }
  if (!tap_query_end (&query, error))
    return NULL;
  return g_steal_pointer (&ids);
}

/* The bookings that the rows belong to: their own rows, and those of their cars, customers and
 * advisors. */
static GHashTable *
read_booking_ids (sqlite3               *db,
                  const TapChangedKeys  *changed,
                  GError               **error)
{
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autofree char *booking = keys_of (changed, "booking");
  g_autofree char *vehicle = keys_of (changed, "vehicle");
  g_autofree char *customer = keys_of (changed, "customer");
  g_autofree char *staff = keys_of (changed, "staff");
  TapQuery query;

  tap_query_begin (
    &query, db, "find the changed bookings",
    "SELECT value FROM json_each (:booking)"
    " UNION SELECT id FROM booking WHERE state = 'open' AND vehicle_id IN (SELECT value FROM "
    "json_each (:vehicle))"
    " UNION SELECT k.id FROM json_each (:customer) AS e JOIN vehicle AS c ON c.customer_id = "
    "e.value"
    "   JOIN booking AS k ON k.vehicle_id = c.id WHERE k.state = 'open'"
    " UNION SELECT id FROM booking WHERE state = 'open' AND json_array_length (:staff) > 0"
    "   AND advisor_id IN (SELECT value FROM json_each (:staff))",
    TAP_PARAMS (TAP_TEXT ("booking", booking), TAP_TEXT ("vehicle", vehicle),
                TAP_TEXT ("customer", customer), TAP_TEXT ("staff", staff)));
  while (tap_query_next (&query))
    {
      gint64 id = tap_query_int (&query);

      g_hash_table_add (ids, g_memdup2 (&id, sizeof id));
    }
  if (!tap_query_end (&query, error))
    return NULL;
  return g_steal_pointer (&ids);
}

/* Takes the cards that are on the board out of @cards, and reports all others of @ids as gone. */
static void
sort_cards (TapCardChanges *changes,
            GPtrArray      *cards,
            GHashTable     *ids)
{
  GHashTableIter iter;
  gint64 *id;

  for (guint i = 0; i < cards->len; i++)
    {
      TapCard *card = g_ptr_array_index (cards, i);

      if (card->stage != TAP_STAGE_BOOKED && !tap_stage_is_open (card->stage))
        continue;
      g_ptr_array_add (changes->cards, tap_card_ref (card));
      g_hash_table_remove (ids, &card->id);
    }
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    g_array_append_val (changes->gone, *id);
}

/* A bar of another day is on no board, unless its visit is still in the house. */
static gboolean
read_changed_bars (sqlite3         *db,
                   TapCardChanges  *changes,
                   const char      *visits_json,
                   GError         **error)
{
  GPtrArray *bars = tap_read_bars (
    db, "SELECT id FROM assignment WHERE visit_id IN (SELECT value FROM json_each (:ids))",
    TAP_PARAMS (TAP_TEXT ("ids", visits_json)), changes->gone_bars, error);

  if (bars == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (changes->bars, bars);
  return TRUE;
}

TapCardChanges *
tap_read_changes (sqlite3               *db,
                  const TapChangedKeys  *changed,
                  gint64                 day_to_unix,
                  GError               **error)
{
  TapCardChanges *changes = tap_card_changes_new ();
  g_autoptr(GHashTable) visits = read_visit_ids (db, changed, error);
  g_autoptr(GHashTable) bookings = visits != NULL ? read_booking_ids (db, changed, error) : NULL;
  g_autoptr(GPtrArray) visit_cards = NULL;
  g_autoptr(GPtrArray) booking_cards = NULL;
  g_autofree char *visits_json = NULL;
  g_autofree char *bookings_json = NULL;

  if (bookings != NULL)
    {
      visits_json = json_keys (visits);
      bookings_json = json_keys (bookings);
      visit_cards = tap_read_cards (db, "SELECT value FROM json_each (:ids)", visits_json, error);
    }
  if (visit_cards != NULL)
    booking_cards = tap_read_booking_cards (db, day_to_unix, bookings_json, error);
  if (booking_cards == NULL || !read_changed_bars (db, changes, visits_json, error))
    {
      tap_card_changes_free (changes);
      return NULL;
    }
  sort_cards (changes, visit_cards, visits);
  sort_cards (changes, booking_cards, bookings);
  return changes;
}
