/* bench-search.c — how long search takes over 200,000 vehicles and 100,000 customers; prints one JSON object a line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-search [VEHICLES] [ROUNDS]
 */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include <glib/gstdio.h>

#include "store/tap-store-private.h"

#define LIMIT 50

static const char *const surnames[] = {
  "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗", "梁", "宋",
  "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "欧阳", "尉迟",
};
static const char *const given[] = {
  "伟", "芳", "娜", "秀英", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀兰", "霞", "平",
  "刚", "桂英", "文华", "建国", "志红", "梅", "玲", "燕", "子涵", "浩然", "雨桐", "欣怡", "宇轩",
};

/* Kinds of what people type, each with how a piece of it is cut. */
static const struct
{
  const char *what;
  int         length;
  enum { PLATE, PHONE, INITIALS, NAME } of;
} kinds[] = {
  { "1 character, Latin", 1, PLATE },       { "2 characters, Latin", 2, PLATE },   { "3 characters, Latin", 3, PLATE },
  { "1 digit", 1, PHONE },                  { "2 digits", 2, PHONE },              { "3 digits", 3, PHONE },
  { "4 digits", 4, PHONE },                 { "2 initials", 2, INITIALS },         { "3 initials", 3, INITIALS },
  { "1 character, Han", 1, NAME },          { "2 characters, Han", 2, NAME },      { "3 characters, Han", 3, NAME },
};

static char *
make_name (GRand *rand)
{
  return g_strconcat (surnames[g_rand_int_range (rand, 0, G_N_ELEMENTS (surnames))],
                      given[g_rand_int_range (rand, 0, G_N_ELEMENTS (given))],
                      g_rand_boolean (rand) ? given[g_rand_int_range (rand, 0, 8)] : "", NULL);
}

static char *
make_plate (GRand *rand)
{
  static const char letters[] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  GString *plate = g_string_new ("京");

  g_string_append_c (plate, "ABCEFGHJKLMNPQ"[g_rand_int_range (rand, 0, 14)]);
  for (int i = 0; i < 5; i++)
    g_string_append_c (plate, letters[g_rand_int_range (rand, 0, sizeof letters - 1)]);
  return g_string_free (plate, FALSE);
}

static char *
make_phone (GRand *rand)
{
  return g_strdup_printf ("1%c%09d", "3578"[g_rand_int_range (rand, 0, 4)], g_rand_int_range (rand, 0, 1000000000));
}

static void
check (sqlite3    *db,
       int         status,
       const char *what)
{
  if (status != SQLITE_OK && status != SQLITE_DONE)
    {
      fprintf (stderr, "%s: %s\n", what, sqlite3_errmsg (db));
      exit (1);
    }
}

static void
fill (sqlite3 *db,
      GRand   *rand,
      int      n_vehicles)
{
  sqlite3_stmt *customer, *vehicle, *visit;

  check (db, sqlite3_prepare_v2 (db, "INSERT INTO customer (id, name, initials, phone, search_key, created_unix) VALUES (?, ?, ?, ?, ?, 1)",
                                 -1, &customer, NULL), "prepare");
  check (db, sqlite3_prepare_v2 (db, "INSERT OR IGNORE INTO vehicle (id, plate, customer_id, search_key, created_unix) VALUES (?, ?, ?, ?, 1)",
                                 -1, &vehicle, NULL), "prepare");
  check (db, sqlite3_prepare_v2 (db, "INSERT OR IGNORE INTO visit (id, number, vehicle_id, customer_id, arrived_unix, stage, stage_since_unix, closed_unix)"
                                     " SELECT ?1, printf ('R20250101-%06d', ?1), id, customer_id, ?1, 'delivered', 1, 1 FROM vehicle WHERE id = ?1",
                                 -1, &visit, NULL), "prepare");
  check (db, sqlite3_exec (db, "BEGIN", NULL, NULL, NULL), "begin");
  for (int i = 1; i <= n_vehicles / 2; i++)
    {
      g_autofree char *name = make_name (rand);
      g_autofree char *initials = tap_pinyin_initials (name);
      g_autofree char *phone = make_phone (rand);
      g_autofree char *key = tap_person_search_key (name, initials, phone);

      sqlite3_bind_int (customer, 1, i);
      sqlite3_bind_text (customer, 2, name, -1, SQLITE_STATIC);
      sqlite3_bind_text (customer, 3, initials, -1, SQLITE_STATIC);
      sqlite3_bind_text (customer, 4, phone, -1, SQLITE_STATIC);
      sqlite3_bind_text (customer, 5, key, -1, SQLITE_STATIC);
      check (db, sqlite3_step (customer), "customer");
      sqlite3_reset (customer);
    }
  for (int i = 1; i <= n_vehicles; i++)
    {
      g_autofree char *plate = make_plate (rand);
      g_autofree char *key = tap_search_fold (plate);

      sqlite3_bind_int (vehicle, 1, i);
      sqlite3_bind_text (vehicle, 2, plate, -1, SQLITE_STATIC);
      sqlite3_bind_int (vehicle, 3, g_rand_int_range (rand, 1, n_vehicles / 2 + 1));
      sqlite3_bind_text (vehicle, 4, key, -1, SQLITE_STATIC);
      check (db, sqlite3_step (vehicle), "vehicle");
      sqlite3_reset (vehicle);
      sqlite3_bind_int (visit, 1, i);
      check (db, sqlite3_step (visit), "visit");
      sqlite3_reset (visit);
    }
  check (db, sqlite3_exec (db, "COMMIT", NULL, NULL, NULL), "commit");
  sqlite3_finalize (customer);
  sqlite3_finalize (vehicle);
  sqlite3_finalize (visit);
}

static int
compare_us (gconstpointer a,
            gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static char *
make_piece (GRand *rand,
            guint  kind)
{
  g_autofree char *text = NULL;
  glong n;
  int length = kinds[kind].length;

  do
    {
      g_clear_pointer (&text, g_free);
      switch (kinds[kind].of)
        {
        case PLATE:
          text = make_plate (rand);
          break;
        case PHONE:
          text = make_phone (rand);
          break;
        case INITIALS:
          {
            g_autofree char *name = make_name (rand);

            text = tap_pinyin_initials (name);
            break;
          }
        case NAME:
          text = make_name (rand);
          break;
        }
      n = g_utf8_strlen (text, -1);
    }
  while (n < length);
  /* Of a plate the Latin part. */
  n -= kinds[kind].of == PLATE;
  return g_utf8_substring (text, g_utf8_strlen (text, -1) - n, g_utf8_strlen (text, -1) - n + length);
}

static void
measure (sqlite3 *db,
         GRand   *rand,
         guint    kind,
         int      rounds)
{
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint64 n_hits = 0;

  for (int i = 0; i < rounds; i++)
    {
      g_autofree char *piece = make_piece (rand, kind);
      gint64 start_us = g_get_monotonic_time (), took_us;
      g_autoptr(GPtrArray) hits = tap_read_search (db, piece, LIMIT, NULL);

      took_us = g_get_monotonic_time () - start_us;
      n_hits += hits->len;
      g_array_append_val (times, took_us);
    }
  g_array_sort (times, compare_us);
  printf ("{\"what\": \"%s\", \"median_ms\": %.3f, \"p95_ms\": %.3f, \"max_ms\": %.3f, \"hits\": %.1f}\n", kinds[kind].what, g_array_index (times, gint64, rounds / 2) / 1000.0,
          g_array_index (times, gint64, rounds * 95 / 100) / 1000.0, g_array_index (times, gint64, rounds - 1) / 1000.0,
          (double) n_hits / rounds);
}

int
main (int   argc,
      char *argv[])
{
  int n_vehicles = argc > 1 ? atoi (argv[1]) : 200000;
  int rounds = argc > 2 ? atoi (argv[2]) : 200;
  g_autofree char *dir = g_dir_make_tmp ("tappet-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "replica.db", NULL);
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  gint64 start_us;
  GStatBuf info;
  guint n;
  sqlite3 *db;

  setlocale (LC_ALL, "");
  check (NULL, sqlite3_open (path, &db), "open");
  check (db, sqlite3_exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF", NULL, NULL, NULL), "pragma");
  check (db, sqlite3_exec (db, tap_store_get_migrations (&n)[0].sql, NULL, NULL, NULL), "migration");
  start_us = g_get_monotonic_time ();
  fill (db, rand, n_vehicles);
  check (db, sqlite3_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", NULL, NULL, NULL), "checkpoint");
  g_stat (path, &info);
  fprintf (stderr, "%d vehicles, %d customers, filled in %.1f s, replica of %.1f MB\n", n_vehicles, n_vehicles / 2,
           (g_get_monotonic_time () - start_us) / 1e6, info.st_size / 1e6);
  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    measure (db, rand, kind, rounds);
  sqlite3_close (db);
  g_unlink (path);
  g_rmdir (dir);
  return 0;
}
