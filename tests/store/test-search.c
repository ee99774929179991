/* test-search.c — search finds exactly what a look at every vehicle would find, on random data, whatever changed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "store-fixture.h"

#define LIMIT 50

static const char *const surnames[] = { "王", "李", "张", "刘", "陈", "杨", "单", "曾", "欧阳", "尉迟", "Anna S" };
static const char *const given[] = { "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "建国", "志红", "mith" };

static char *
random_name (GRand *rand)
{
  return g_strconcat (surnames[g_rand_int_range (rand, 0, G_N_ELEMENTS (surnames))],
                      given[g_rand_int_range (rand, 0, G_N_ELEMENTS (given))], NULL);
}

static char *
random_plate (GRand *rand)
{
  static const char letters[] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  GString *plate = g_string_new (g_rand_boolean (rand) ? "京" : "津");

  g_string_append_c (plate, "ABCEN"[g_rand_int_range (rand, 0, 5)]);
  for (int i = 0; i < 5; i++)
    g_string_append_c (plate, letters[g_rand_int_range (rand, 0, sizeof letters - 1)]);
  return g_string_free (plate, FALSE);
}

static void
exec (Fixture    *f,
      const char *format,
      ...)
{
  va_list args;
  g_autofree char *sql = NULL;
  char *message = NULL;

  va_start (args, format);
  sql = g_strdup_vprintf (format, args);
  va_end (args);
  if (sqlite3_exec (f->db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s in %s", message, sql);
}

static void
put_customer (Fixture *f,
              int      id,
              gboolean known)
{
  g_autofree char *name = random_name (f->rand);
  g_autofree char *initials = tap_pinyin_initials (name);
  g_autofree char *phone = g_strdup_printf ("1380000%04d", g_rand_int_range (f->rand, 0, 10000));
  g_autofree char *key = tap_person_search_key (name, initials, phone);

  if (known)
    exec (f, "UPDATE customer SET name = '%s', initials = '%s', phone = '%s', search_key = '%s' WHERE id = %d", name,
          initials, phone, key, id);
  else
    exec (f, "INSERT INTO customer (id, name, initials, phone, search_key, created_unix) VALUES (%d, '%s', '%s', '%s', '%s', 1)",
          id, name, initials, phone, key);
}

static void
put_vehicle (Fixture *f,
             int      id,
             int      n_customers,
             gboolean known)
{
  g_autofree char *plate = random_plate (f->rand);
  g_autofree char *key = tap_search_fold (plate);
  int customer = g_rand_int_range (f->rand, 1, n_customers + 1);

  if (known)
    exec (f, "UPDATE OR IGNORE vehicle SET plate = '%s', search_key = '%s', customer_id = %d WHERE id = %d", plate, key,
          customer, id);
  else
    exec (f, "INSERT OR IGNORE INTO vehicle (id, plate, customer_id, search_key, created_unix) VALUES (%d, '%s', %d, '%s', 1)",
          id, plate, customer, key);
}

/* The same answer by looking at every vehicle; the rule of tap_read_search() without its indexes. */
static GArray *
naive (Fixture    *f,
       const char *typed)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *folded = tap_search_fold (typed);
  TapQuery query;

  tap_query_begin (&query, f->db, "test",
                   "SELECT c.id, c.search_key || char (10) || u.search_key FROM vehicle AS c"
                   "  JOIN customer AS u ON u.id = c.customer_id"
                   "  JOIN local_search_doc AS d ON d.vehicle_id = c.id ORDER BY d.docid DESC", NULL);
  while (tap_query_next (&query))
    {
      gint64 id = tap_query_int (&query);

      if (strstr (tap_query_text (&query), folded) != NULL && found->len < LIMIT)
        g_array_append_val (found, id);
    }
  g_assert_true (tap_query_end (&query, NULL));
  return found;
}

static void
assert_same (Fixture    *f,
             const char *typed)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folded = tap_search_fold (typed);
  g_autoptr(GArray) wanted = *folded != '\0' ? naive (f, typed) : g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GPtrArray) hits = tap_read_search (f->db, typed, LIMIT, &error);

  g_assert_no_error (error);
  if (hits->len != wanted->len)
    g_error ("“%s”: %u hits, %u wanted", typed, hits->len, wanted->len);
  for (guint i = 0; i < hits->len; i++)
    g_assert_cmpint (((TapSearchHit *) g_ptr_array_index (hits, i))->vehicle_id, ==, g_array_index (wanted, gint64, i));
}

/* A piece of 1 to 4 characters of something that is there, or nearly. */
static char *
random_piece (Fixture *f)
{
  g_autofree char *text = NULL;
  int length = g_rand_int_range (f->rand, 1, 5);
  glong n;
  int from;

  switch (g_rand_int_range (f->rand, 0, 4))
    {
    case 0:
      text = random_plate (f->rand);
      break;
    case 1:
      text = random_name (f->rand);
      break;
    case 2:
      text = g_strdup_printf ("1380000%04d", g_rand_int_range (f->rand, 0, 10000));
      break;
    default:
      {
        g_autofree char *name = random_name (f->rand);

        text = tap_pinyin_initials (name);
      }
    }
  n = g_utf8_strlen (text, -1);
  from = g_rand_int_range (f->rand, 0, MAX (1, n - length + 1));
  return g_utf8_substring (text, from, MIN (n, from + length));
}

static void
the_answer_is_that_of_a_naive_look (Fixture       *f,
                                    gconstpointer  data)
{
  const int n_customers = 400, n_vehicles = 1000;

  exec (f, "BEGIN");
  for (int i = 1; i <= n_customers; i++)
    put_customer (f, i, FALSE);
  for (int i = 1; i <= n_vehicles; i++)
    put_vehicle (f, i, n_customers, FALSE);
  for (int i = 0; i < 150; i++)
    {
      g_autofree char *piece = random_piece (f);

      assert_same (f, piece);
    }
  /* Changes and deletions, until lists that had forgotten some run short. */
  for (int round = 0; round < 4; round++)
    {
      for (int i = 0; i < 150; i++)
        put_vehicle (f, g_rand_int_range (f->rand, 1, n_vehicles + 1), n_customers, TRUE);
      for (int i = 0; i < 60; i++)
        put_customer (f, g_rand_int_range (f->rand, 1, n_customers + 1), TRUE);
      for (int i = 0; i < 150; i++)
        exec (f, "DELETE FROM vehicle WHERE id = %d", n_vehicles - round * 150 - i);
      for (int i = 0; i < 80; i++)
        {
          g_autofree char *piece = random_piece (f);

          assert_same (f, piece);
        }
    }
  exec (f, "COMMIT");
  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM local_search_cut"), >, 0);
  exec (f, "INSERT INTO local_search_fts (local_search_fts, rank) VALUES ('integrity-check', 1)");
}

static void
the_lists_stay_short (Fixture       *f,
                      gconstpointer  data)
{
  exec (f, "BEGIN");
  for (int i = 1; i <= 30; i++)
    put_customer (f, i, FALSE);
  for (int i = 1; i <= 3000; i++)
    put_vehicle (f, i, 30, FALSE);
  exec (f, "COMMIT");
  g_assert_cmpint (fixture_int (f, "SELECT max (n) FROM (SELECT count (*) AS n FROM local_search_gram GROUP BY gram)"), <, 1000);
  /* What is not cut is complete. */
  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM (SELECT gram, count (*) AS n FROM local_search_gram AS g"
                                   "  WHERE NOT EXISTS (SELECT 1 FROM local_search_cut WHERE gram = g.gram) GROUP BY gram)"
                                   "  WHERE n <> (SELECT count (*) FROM local_search_doc WHERE instr (text, gram) > 0)"), ==, 0);
}

static void
a_customer_that_comes_after_its_vehicle_is_found (Fixture       *f,
                                                  gconstpointer  data)
{
  g_autoptr(GPtrArray) hits = NULL;

  exec (f, "PRAGMA foreign_keys = OFF");
  exec (f, "INSERT INTO vehicle (id, plate, customer_id, search_key, created_unix) VALUES (1, '京A12345', 7, '京a12345', 1)");
  put_customer (f, 7, FALSE);
  {
    g_autofree char *name = fixture_text (f, "SELECT name FROM customer WHERE id = 7");

    hits = tap_read_search (f->db, name, LIMIT, NULL);
  }
  g_assert_cmpuint (hits->len, ==, 1);
}

static void
hits_tell_the_last_stay_and_whether_the_car_is_here (Fixture       *f,
                                                     gconstpointer  data)
{
  gint64 visit = fixture_check_in (f, "京A12345", "李婷", "13800001111", 0);
  static const char *const typed[] = { "京A·12", "lt", "李", "李婷", "1111", "138 0000", "a12345" };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr(GPtrArray) hits = tap_read_search (f->db, typed[i], LIMIT, NULL);
      TapSearchHit *hit;

      g_assert_cmpuint (hits->len, ==, 1);
      hit = g_ptr_array_index (hits, 0);
      g_assert_cmpint (hit->open_visit_id, ==, visit);
      g_assert_cmpint (hit->last_visit_unix, ==, f->now_unix);
      g_assert_cmpstr (hit->customer, ==, "李婷");
    }
  fixture_move (f, f->advisor, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CANCELLED, "改天", FALSE, NULL);
  {
    g_autoptr(GPtrArray) hits = tap_read_search (f->db, "lt", LIMIT, NULL);

    g_assert_cmpint (((TapSearchHit *) g_ptr_array_index (hits, 0))->open_visit_id, ==, 0);
    g_assert_cmpint (((TapSearchHit *) g_ptr_array_index (hits, 0))->last_visit_id, ==, visit);
  }
}

static void
blank_and_odd_texts_find_nothing_and_break_nothing (Fixture       *f,
                                                    gconstpointer  data)
{
  static const char *const typed[] = { "", " ", "·", "\"", "a\"b'c*", "(", "NEAR (a b)", "\xff\xfe", "-", "a OR b" };

  fixture_check_in (f, "京A12345", "李婷", "13800001111", 0);
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) hits = tap_read_search (f->db, typed[i], LIMIT, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (hits->len, ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define CLAIM(name, func) FIXTURE_TEST ("/store/search/" name, func)
  CLAIM ("the-answer-is-that-of-a-naive-look", the_answer_is_that_of_a_naive_look);
  CLAIM ("the-lists-stay-short", the_lists_stay_short);
  CLAIM ("a-customer-that-comes-after-its-vehicle-is-found", a_customer_that_comes_after_its_vehicle_is_found);
  CLAIM ("hits-tell-the-last-stay-and-whether-the-car-is-here", hits_tell_the_last_stay_and_whether_the_car_is_here);
  CLAIM ("blank-and-odd-texts-find-nothing-and-break-nothing", blank_and_odd_texts_find_nothing_and_break_nothing);
  return g_test_run ();
}
