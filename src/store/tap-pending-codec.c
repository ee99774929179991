/* tap-pending-codec.c — commands that wait for the share, written down and read again.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An entry may be read by another version of the program than wrote it: what is not understood in every part is not guessed at.
 */
#define G_LOG_DOMAIN "tap-pending-codec"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "store/tap-store-private.h"

#define VERSION 2
#define VERSION_PLAIN 1     /* what needs nothing newer is written so that an older program understands it */
#define MAX_TEXT (64 * 1024)

static const char *const acts[] = { "start", "stop", "resume", "finish" };

/* ---- writing ---- */

static void
add_int (JsonBuilder *builder,
         const char  *name,
         gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

/* NULL is left out. */
static void
add_text (JsonBuilder *builder,
          const char  *name,
          const char  *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL)
    return;
  valid = g_utf8_make_valid (text, -1);
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, valid);
}

static gboolean
has_seen (const TapCarSeen *seen)
{
  return seen->model != NULL || seen->colour != NULL || seen->customer != NULL || seen->phone != NULL;
}

static void
write_check_in (JsonBuilder           *builder,
                const TapCheckInInput *form)
{
  add_text (builder, "plate", form->plate);
  add_text (builder, "model", form->model);
  add_text (builder, "colour", form->colour);
  add_int (builder, "colour-rgb", form->colour_rgb);
  add_text (builder, "customer", form->customer);
  add_text (builder, "bringer", form->bringer);
  add_text (builder, "phone", form->phone);
  add_int (builder, "odometer", form->odometer_km);
  add_text (builder, "wish", form->wish);
  add_int (builder, "waits-here", form->waits_here != FALSE);
  add_int (builder, "quick", form->quick != FALSE);
  add_int (builder, "wash", form->wash_wanted != FALSE);
  add_int (builder, "advisor", form->advisor_id);
  add_int (builder, "promised", form->promised_unix);
  add_int (builder, "booking", form->booking_id);
  add_int (builder, "planned", form->planned_min);
  add_text (builder, "seen-model", form->seen.model);
  add_text (builder, "seen-colour", form->seen.colour);
  add_text (builder, "seen-customer", form->seen.customer);
  add_text (builder, "seen-phone", form->seen.phone);
}

static void
write_assign (JsonBuilder          *builder,
              const TapAssignInput *form)
{
  add_int (builder, "visit", form->visit_id);
  add_int (builder, "job", form->job_id);
  add_int (builder, "bay", form->bay_id);
  add_int (builder, "technician", form->technician_id);
  add_int (builder, "start", form->planned_start_unix);
  add_int (builder, "planned", form->planned_min);
}

static void
write_job_act (JsonBuilder           *builder,
               const TapCommandInput *input)
{
  const TapJobActInput *form = &input->job_act;

  add_int (builder, "visit", input->visit_id);
  add_int (builder, "assignment", form->assignment_id);
  add_text (builder, "act", (guint) form->act < G_N_ELEMENTS (acts) ? acts[form->act] : "");
  if (form->act == TAP_JOB_STOP)
    add_text (builder, "reason",
              (guint) form->reason < TAP_N_STOP_REASONS ? tap_stop_reason_to_db (form->reason) : "");
  add_text (builder, "note", form->note);
  add_int (builder, "check", form->check_unix);
}

/* FALSE: such a command may not wait. */
static gboolean
write_members (JsonBuilder           *builder,
               const TapCommandInput *input)
{
  if (input->func == tap_command_move)
    {
      add_int (builder, "visit", input->move.visit_id);
      add_text (builder, "to", tap_stage_to_db (input->move.to));
      add_text (builder, "from", tap_stage_to_db (input->move.expected_from));
      add_text (builder, "reason", input->move.reason);
      add_int (builder, "pass", input->move.pass != FALSE);
    }
  else if (input->func == tap_command_undo_move)
    {
      add_int (builder, "visit", input->undo.visit_id);
      add_text (builder, "operation", input->undo.operation);
    }
  else if (input->func == tap_command_note)
    {
      add_int (builder, "visit", input->note.visit_id);
      add_text (builder, "text", input->note.text);
    }
  else if (input->func == tap_command_check_in)
    write_check_in (builder, &input->check_in);
  else if (input->func == tap_command_assign)
    write_assign (builder, &input->assign);
  else if (input->func == tap_command_job_act && input->visit_id != 0)
    write_job_act (builder, input);
  else
    return FALSE;
  return TRUE;
}

char *
tap_pending_write (const TapCommandInput *input)
{
  g_autoptr(JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr(JsonNode) root = NULL;

  json_builder_begin_object (builder);
  /* A program that does not know what was seen would write over what another PC changed. */
  add_int (builder, "version", input->func == tap_command_check_in && has_seen (&input->check_in.seen) ? VERSION : VERSION_PLAIN);
  add_int (builder, "staff", input->staff_id);
  add_text (builder, "pc", input->pc);
  if (!write_members (builder, input))
    return NULL;
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

gint64
tap_pending_subject (const TapCommandInput *input,
                     const char            *operation_id)
{
  if (input->func == tap_command_move)
    return input->move.visit_id;
  if (input->func == tap_command_undo_move)
    return input->undo.visit_id;
  if (input->func == tap_command_note)
    return input->note.visit_id;
  if (input->func == tap_command_assign)
    return input->assign.visit_id;
  if (input->func == tap_command_job_act)
    return input->visit_id;
  if (input->func == tap_command_check_in)
    return tap_operation_row_id (operation_id, "visit");
  return 0;
}

/* ---- reading ---- */

typedef struct
{
  JsonObject      *object;
  TapCommandInput *input;
  gboolean         bad;
} Reader;

static JsonNode *
find_value (Reader     *reader,
            const char *name,
            GType       type)
{
  JsonNode *node = json_object_get_member (reader->object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    return NULL;
  return node;
}

static gint64
get_int (Reader     *reader,
         const char *name,
         gint64      min,
         gint64      max)
{
  JsonNode *node = find_value (reader, name, G_TYPE_INT64);
  gint64 value = node != NULL ? json_node_get_int (node) : 0;

  if (node == NULL || value < min || value > max)
    {
      reader->bad = TRUE;
      return 0;
    }
  return value;
}

static gint64
get_id (Reader     *reader,
        const char *name)
{
  return get_int (reader, name, 0, G_MAXINT64);
}

static gboolean
get_flag (Reader     *reader,
          const char *name)
{
  return get_int (reader, name, 0, 1) != 0;
}

/* NULL when it was left out. */
static const char *
get_text (Reader     *reader,
          const char *name)
{
  JsonNode *node;

  if (!json_object_has_member (reader->object, name))
    return NULL;
  node = find_value (reader, name, G_TYPE_STRING);
  if (node == NULL)
    {
      reader->bad = TRUE;
      return NULL;
    }
  return tap_command_input_keep (reader->input, json_node_get_string (node));
}

static TapStage
get_stage (Reader     *reader,
           const char *name)
{
  const char *text = get_text (reader, name);
  TapStage stage = TAP_STAGE_BOOKED;

  if (text == NULL || !tap_stage_from_db (text, &stage))
    reader->bad = TRUE;
  return stage;
}

static void
read_check_in (Reader *reader)
{
  reader->input->check_in = (TapCheckInInput){
    .plate = get_text (reader, "plate"),
    .model = get_text (reader, "model"),
    .colour = get_text (reader, "colour"),
    .colour_rgb = (guint32) get_int (reader, "colour-rgb", 0, G_MAXUINT32),
    .customer = get_text (reader, "customer"),
    .bringer = get_text (reader, "bringer"),
    .phone = get_text (reader, "phone"),
    .odometer_km = (int) get_int (reader, "odometer", G_MININT, G_MAXINT),
    .wish = get_text (reader, "wish"),
    .waits_here = get_flag (reader, "waits-here"),
    .quick = get_flag (reader, "quick"),
    .wash_wanted = get_flag (reader, "wash"),
    .advisor_id = get_id (reader, "advisor"),
    .promised_unix = get_id (reader, "promised"),
    .booking_id = get_id (reader, "booking"),
    .planned_min = (int) get_int (reader, "planned", G_MININT, G_MAXINT),
    .seen = {
      .model = get_text (reader, "seen-model"),
      .colour = get_text (reader, "seen-colour"),
      .customer = get_text (reader, "seen-customer"),
      .phone = get_text (reader, "seen-phone"),
    },
  };
}

static void
read_job_act (Reader *reader)
{
  TapJobActInput *form = &reader->input->job_act;
  const char *act = get_text (reader, "act");
  const char *reason = get_text (reader, "reason");
  guint found = 0;

  while (found < G_N_ELEMENTS (acts) && g_strcmp0 (act, acts[found]) != 0)
    found++;
  reader->input->visit_id = get_id (reader, "visit");
  form->assignment_id = get_id (reader, "assignment");
  form->note = get_text (reader, "note");
  form->check_unix = get_id (reader, "check");
  if (found == G_N_ELEMENTS (acts))
    {
      reader->bad = TRUE;
      return;
    }
  form->act = (TapJobAct) found;
  if (form->act == TAP_JOB_STOP && (reason == NULL || !tap_stop_reason_from_db (reason, &form->reason)))
    reader->bad = TRUE;
}

static void
read_assign (Reader *reader)
{
  reader->input->assign = (TapAssignInput){
    .visit_id = get_id (reader, "visit"),
    .job_id = get_id (reader, "job"),
    .bay_id = get_id (reader, "bay"),
    .technician_id = get_id (reader, "technician"),
    .planned_start_unix = get_int (reader, "start", G_MININT64, G_MAXINT64),
    .planned_min = (int) get_int (reader, "planned", G_MININT, G_MAXINT),
  };
}

static void
read_move (Reader *reader)
{
  reader->input->move = (TapMoveInput){
    .visit_id = get_id (reader, "visit"),
    .to = get_stage (reader, "to"),
    .expected_from = get_stage (reader, "from"),
    .reason = get_text (reader, "reason"),
    .pass = get_flag (reader, "pass"),
  };
}

static void
read_undo (Reader *reader)
{
  reader->input->undo.visit_id = get_id (reader, "visit");
  reader->input->undo.operation = get_text (reader, "operation");
  if (reader->input->undo.operation == NULL)
    reader->bad = TRUE;
}

static void
read_note (Reader *reader)
{
  reader->input->note.visit_id = get_id (reader, "visit");
  reader->input->note.text = get_text (reader, "text");
}

/* The names commands have in the log, and here. */
static const struct
{
  const char    *name;
  TapCommandFunc func;
  void         (*read) (Reader *reader);
} kinds[] = {
  { "move-visit", tap_command_move, read_move },   { "undo-move", tap_command_undo_move, read_undo },
  { "check-in", tap_command_check_in, read_check_in }, { "note", tap_command_note, read_note },
  { "job-act", tap_command_job_act, read_job_act }, { "assign", tap_command_assign, read_assign },
};

static TapCommandInput *
read_input (guint        kind,
            JsonObject  *object,
            GError     **error)
{
  Reader reader = { .object = object };
  const char *pc;

  reader.input = tap_command_input_new (0, NULL);
  reader.input->func = kinds[kind].func;
  reader.input->staff_id = get_id (&reader, "staff");
  pc = get_text (&reader, "pc");
  if (pc != NULL)
    reader.input->pc = pc;
  kinds[kind].read (&reader);
  if (!reader.bad)
    return reader.input;
  tap_command_input_free (reader.input);
  tap_refuse_input (error, "entry", _("This entry is damaged and cannot be read any more."));
  return NULL;
}

/* -1: none that this program knows. */
static gint64
get_version (JsonObject *object)
{
  Reader reader = { .object = object };
  JsonNode *node = find_value (&reader, "version", G_TYPE_INT64);

  return node != NULL ? json_node_get_int (node) : -1;
}

TapCommandInput *
tap_pending_read (const char  *name,
                  const char  *text,
                  GError     **error)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;
  guint kind = 0;
  gint64 version;

  while (kind < G_N_ELEMENTS (kinds) && g_strcmp0 (name, kinds[kind].name) != 0)
    kind++;
  root = strlen (text) <= MAX_TEXT && g_utf8_validate (text, -1, NULL) && json_parser_load_from_data (parser, text, -1, NULL)
           ? json_parser_get_root (parser)
           : NULL;
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root) || (version = get_version (json_node_get_object (root))) < 1)
    {
      tap_refuse_input (error, "entry", _("This entry is damaged and cannot be read any more."));
      return NULL;
    }
  if (kind == G_N_ELEMENTS (kinds) || version > VERSION)
    {
      tap_refuse (error, TAP_STORE_ERROR_NOT_FOUND,
                  _("This entry was written by a newer Tappet: update this PC to save it."));
      return NULL;
    }
  return read_input (kind, json_node_get_object (root), error);
}

/* ---- running ---- */

/* Like any command, but not counted: it is run for reads as well. */
static gboolean
run_entry (TapCommandContext  *context,
           gconstpointer       data,
           gpointer           *result,
           GError            **error)
{
  const TapCommandInput *input = data;
  gboolean done = input->func (context, input, result, error);

  if (!done)
    g_clear_pointer (result, tap_command_result_free);
  return done;
}

static gboolean
refuse_damaged (TapCommandContext  *context,
                gconstpointer       data,
                gpointer           *result,
                GError            **error)
{
  return tap_refuse_input (error, "entry", data);
}

gboolean
tap_pending_make_command (const TapOutboxEntry *entry,
                          TapCommand           *command,
                          gpointer              data)
{
  g_autoptr(GError) error = NULL;
  TapCommandInput *input = tap_pending_read (entry->name, entry->input, &error);

  if (g_error_matches (error, TAP_STORE_ERROR, TAP_STORE_ERROR_NOT_FOUND))
    return FALSE;
  command->func = input != NULL ? run_entry : refuse_damaged;
  command->input = input != NULL ? (gpointer) input : g_strdup (error->message);
  command->input_free = input != NULL ? tap_command_input_free : g_free;
  command->result_free = tap_command_result_free;
  return TRUE;
}
