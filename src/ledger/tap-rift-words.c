/* tap-rift-words.c — what differs between folder and PC, in words: the sentences, and single transactions.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-rift-private.h"

#define MAX_VALUE_CHARS 80
#define MAX_ROWS 40

/* --- one transaction ------------------------------------------------------------------------------- */

void
tap_rift_entry_free (TapRiftEntry *self)
{
  g_free (self->pc);
  g_free (self->person);
  g_free (self->commands);
  g_free (self->operation_ids);
  g_free (self->details);
  g_free (self);
}

static char *
value_text (GVariant *value)
{
  const char *text;

  if (value == NULL)
    return g_strdup ("–");
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return g_strdup_printf ("%" G_GINT64_FORMAT, g_variant_get_int64 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    return g_strdup_printf ("%g", g_variant_get_double (value));
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return g_strdup ("…");
  text = g_variant_get_string (value, NULL);
  if (g_utf8_strlen (text, -1) <= MAX_VALUE_CHARS)
    return g_strdup_printf ("“%s”", text);
  return g_strdup_printf ("“%.*s…”", (int) (g_utf8_offset_to_pointer (text, MAX_VALUE_CHARS) - text), text);
}

static void
add_row (GString      *text,
         TapRowChange *row,
         TapSchema    *schema)
{
  static const char *const signs[] = { "+", "", "−" };
  TapTable *table = schema != NULL ? tap_schema_find (schema, row->table) : NULL;
  const char *between = ": ";

  /* The ledger's own note that the operation was done. */
  if (strcmp (row->table, "operation") == 0)
    return;
  g_string_append_printf (text, "%s%s%s", text->len > 0 ? "\n" : "", signs[row->op], row->table);
  if (row->key != 0)
    g_string_append_printf (text, " %" G_GINT64_FORMAT, row->key);
  for (guint i = 0; i < row->n_columns; i++)
    {
      GVariant *old_value = row->old_values != NULL ? row->old_values[i] : NULL;
      GVariant *new_value = row->new_values != NULL ? row->new_values[i] : NULL;
      g_autofree char *before = value_text (old_value);
      g_autofree char *after = value_text (new_value);
      gboolean is_key = old_value != NULL && new_value == NULL && row->op == TAP_ROW_UPDATE;

      if ((old_value == NULL && new_value == NULL) || is_key)
        continue;
      g_string_append (text, between);
      between = ", ";
      if (table != NULL && i < table->columns->len)
        g_string_append_printf (text, "%s ", (const char *) table->columns->pdata[i]);
      if (row->op == TAP_ROW_UPDATE)
        g_string_append_printf (text, "%s → %s", before, after);
      else
        g_string_append (text, row->op == TAP_ROW_INSERT ? after : before);
    }
}

static char *
describe_rows (TapTxn    *txn,
               TapSchema *schema)
{
  g_autoptr(TapTransaction) transaction = tap_changeset_describe (txn, FALSE, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; transaction != NULL && i < transaction->rows->len; i++)
    {
      if (i == MAX_ROWS)
        {
          g_string_append (text, "\n…");
          break;
        }
      add_row (text, transaction->rows->pdata[i], schema);
    }
  return g_string_free (text, FALSE);
}

TapRiftEntry *
_tap_rift_entry_new (TapTxn    *txn,
                     TapSchema *schema)
{
  TapRiftEntry *entry = g_new0 (TapRiftEntry, 1);
  g_autoptr(GString) commands = g_string_new (NULL);
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; i < txn->commands->len; i++)
    {
      TapTxnCommand *command = txn->commands->pdata[i];

      g_string_append_printf (commands, "%s%s", i > 0 ? ", " : "", command->name);
      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", command->operation_id);
    }
  if (txn->kind == TAP_TXN_MIGRATION)
    g_string_append_printf (commands, _("new version %u of the tables"), txn->schema_version);
  entry->seq = txn->seq;
  entry->recorded_unix = txn->recorded_unix;
  entry->pc = g_strdup (txn->pc);
  entry->person = g_strdup (txn->person);
  entry->commands = g_strdup (commands->str);
  entry->operation_ids = g_strdup (ids->str);
  entry->details = describe_rows (txn, schema);
  return entry;
}

TapRiftEntry *
_tap_rift_entry_unknown (guint64 seq)
{
  TapRiftEntry *entry = g_new0 (TapRiftEntry, 1);

  entry->seq = seq;
  entry->pc = g_strdup ("");
  entry->person = g_strdup ("");
  entry->commands = g_strdup (_("not known any more"));
  entry->operation_ids = g_strdup ("");
  entry->details = g_strdup ("");
  return entry;
}

/* --- sentences ------------------------------------------------------------------------------------- */

/* "Li Ting on FRONT-01"; whichever of the two is known. */
static char *
author_of (TapTxn *txn)
{
  if (txn == NULL)
    return g_strdup (_("somebody"));
  if (txn->person == NULL || txn->person[0] == '\0')
    return g_strdup (txn->pc);
  /* Translators: a person's name, a PC's name. */
  return g_strdup_printf (_("%s on %s"), txn->person, txn->pc);
}

char *
_tap_rift_say_behind (guint64 folder_seq,
                      guint64 pc_seq)
{
  if (folder_seq == 0)
    return g_strdup_printf (_("The station folder holds nothing that could be compared with this PC, which knows the station up to number %llu. Nothing is lost: it is kept on this PC, and nothing is put into such a folder."),
                            (unsigned long long) pc_seq);
  return g_strdup_printf (_("The station folder knows less than this PC: it ends at number %llu, this PC knows it up to number %llu. Nothing is lost: this PC has all of it."),
                          (unsigned long long) folder_seq, (unsigned long long) pc_seq);
}

char *
_tap_rift_say_missing (guint64 seq)
{
  return g_strdup_printf (_("The station folder knows less than this PC: number %llu is missing there. Nothing is lost: this PC has it. Nothing is saved until it is back."),
                          (unsigned long long) seq);
}

char *
_tap_rift_say_diverged (guint64  seq,
                        TapTxn  *here,
                        TapTxn  *there)
{
  g_autofree char *own = author_of (here);
  g_autofree char *other = author_of (there);

  /* Translators: a number, then twice who entered it: "Li Ting on FRONT-01". */
  return g_strdup_printf (_("The station folder and this PC differ from number %llu on: in the folder it is by %s, on this PC by %s. Both are kept; nothing is saved until somebody decides."),
                          (unsigned long long) seq, other, own);
}

char *
_tap_rift_say_gap (guint64 seq)
{
  if (seq == 0)
    return g_strdup (_("Entries are missing in the middle of the station folder. Everything can be read; nothing is saved until they are back."));
  return g_strdup_printf (_("In the station folder number %llu is missing, and later ones are there. Everything can be read; nothing is saved until it is back."),
                          (unsigned long long) seq);
}

char *
_tap_rift_say_epoch (guint n_only_pc)
{
  if (n_only_pc == 0)
    return g_strdup (_("The station was restored on purpose. All that this PC knows is in it."));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "The station was restored on purpose to an earlier state. %u entry that this PC holds is not in it; it is kept here.",
                                       "The station was restored on purpose to an earlier state. %u entries that this PC holds are not in it; they are kept here.",
                                       n_only_pc),
                          n_only_pc);
}

char *
_tap_rift_say_foreign (void)
{
  return g_strdup (_("This folder holds another station than this PC's copy. Nothing is put into it."));
}

char *
_tap_rift_advise_wait (void)
{
  return g_strdup (_("Running programs see to it by themselves; “tappetctl rescue” shows how it stands."));
}

char *
_tap_rift_advise_look (void)
{
  return g_strdup (_("“tappetctl rescue” on each PC shows which of them can repair it."));
}

char *
_tap_rift_advise_take (void)
{
  return g_strdup (_("“tappetctl rescue” shows both sides. “tappetctl rescue --take-folder” on this PC follows the folder, and keeps what only this PC has as a list to enter again."));
}

char *
_tap_rift_advise_repair (gboolean here)
{
  if (here)
    return g_strdup (_("This PC holds good copies: “tappetctl rescue --repair” on this PC puts them back, and keeps the damaged ones in quarantine."));
  return g_strdup (_("This PC holds no good copies of all of it: run “tappetctl rescue” on the other PCs. If none has them, “tappetctl rescue NEW-FOLDER” makes a new station folder from what this PC knows."));
}
