/* desk-sample.c — what a visit, a known car and search hits of the made-up station look like in detail.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "desk-sample.h"

#include <string.h>

static void
set (char      **place,
     const char *text)
{
  tap_take (place, g_strdup (text));
}

TapBoardCard *
desk_sample_find (TapBoard   *board,
                  const char *plate)
{
  GListModel *cards = tap_board_get_cards (board);

  for (guint i = 0; i < g_list_model_get_n_items (cards); i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (cards, i);

      if (g_str_equal (tap_board_card_get_card (card)->plate, plate))
        return card;
    }
  return NULL;
}

static void
add_job (TapVisitDetail *detail,
         const char     *text,
         int             minutes,
         TapJobState     state,
         const char     *bay,
         const char     *technician)
{
  TapJob *job = tap_job_new ();

  job->id = detail->card->id * 10 + detail->jobs->len;
  job->visit_id = detail->card->id;
  job->position = (int) detail->jobs->len + 1;
  set (&job->text, text);
  job->planned_min = minutes;
  job->state = state;
  job->assignment_id = *bay != '\0' ? job->id : 0;
  set (&job->bay, bay);
  set (&job->technician, technician);
  g_ptr_array_add (detail->jobs, job);
}

static TapHistoryItem *
add_item (TapVisitDetail *detail,
          gint64          at_unix,
          const char     *kind,
          const char     *staff)
{
  TapHistoryItem *item = tap_history_item_new ();

  item->at_unix = at_unix;
  set (&item->kind, kind);
  set (&item->staff, staff);
  set (&item->pc, "FRONT-02");
  g_ptr_array_add (detail->history, item);
  return item;
}

static void
add_move (TapVisitDetail *detail,
          gint64          at_unix,
          TapStage        from,
          TapStage        to,
          const char     *staff)
{
  TapHistoryItem *item = add_item (detail, at_unix, "move", staff);

  item->from = from;
  item->to = to;
  item->move_kind = TAP_MOVE_FORWARD;
}

static void
add_promise (TapVisitDetail *detail,
             gint64          promised_unix,
             gint64          agreed_unix,
             const char     *means,
             const char     *reason)
{
  TapPromise *promise = tap_promise_new ();
  TapHistoryItem *item = add_item (detail, agreed_unix, "promise", "李婷");

  promise->promised_unix = promised_unix;
  promise->agreed_unix = agreed_unix;
  set (&promise->staff, "李婷");
  set (&promise->with_whom, detail->card->customer);
  set (&promise->means, means);
  set (&promise->reason, reason);
  g_ptr_array_add (detail->promises, promise);
  item->value_unix = promised_unix;
  set (&item->reason, reason);
  set (&item->detail, detail->card->customer);
  set (&item->note, means);
}

static void
fill_work (TapVisitDetail *detail)
{
  const TapCard *card = detail->card;
  const char *bay = card->bay, *technician = card->technician;

  if (card->stage < TAP_STAGE_ESTIMATE)
    return;
  if (card->stage < TAP_STAGE_NEXT)
    {
      add_job (detail, card->wish, 90, TAP_JOB_OPEN, "", "");
      add_job (detail, "前制动片更换，检查制动盘磨损并记录数值", 48, TAP_JOB_OPEN, "", "");
      return;
    }
  add_job (detail, "诊断与拆检", 30, TAP_JOB_DONE, bay, technician);
  add_job (detail, card->wish, 90, card->stage > TAP_STAGE_WORK ? TAP_JOB_DONE : card->parts_hold ? TAP_JOB_STOPPED : TAP_JOB_RUNNING,
           bay, technician);
  add_job (detail, "路试并复检", 20, card->stage > TAP_STAGE_WORK ? TAP_JOB_DONE : TAP_JOB_OPEN, "", "");
}

TapVisitDetail *
desk_sample_detail (const TapCard *card,
                    gint64         now_unix)
{
  TapVisitDetail *detail = tap_visit_detail_new ();
  gint64 arrived_unix = card->arrived_unix != 0 ? card->arrived_unix : now_unix - 50 * 60;

  g_clear_pointer (&detail->card, tap_card_unref);
  detail->card = tap_card_ref ((TapCard *) card);
  set (&detail->vin, "LSCAB13E0RE060217");
  detail->n_earlier_visits = 9;
  add_item (detail, arrived_unix, "check-in", "李婷");
  detail->stage_entered_unix[TAP_STAGE_ARRIVED] = arrived_unix;
  for (guint stage = TAP_STAGE_CONSULT; stage <= card->stage && stage < TAP_STAGE_CANCELLED; stage++)
    {
      gint64 at_unix = stage == card->stage ? card->stage_since_unix : arrived_unix + (gint64) stage * 7 * 60;

      detail->stage_entered_unix[stage] = at_unix;
      add_move (detail, at_unix, stage - 1, stage, stage < TAP_STAGE_WORK ? "李婷" : "高建国");
      if (stage == TAP_STAGE_ESTIMATE && card->first_promised_unix != 0)
        add_promise (detail, card->first_promised_unix, at_unix + 60, "desk", "");
    }
  if (card->n_promises > 1)
    add_promise (detail, card->promised_unix, now_unix - 20 * 60, "phone", "配件晚到");
  fill_work (detail);
  set (&add_item (detail, now_unix - 5 * 60, "note", "李婷")->detail, "客户要求保留旧件，放后备箱。");
  return detail;
}

TapKnownPlate *
desk_sample_known (gboolean in_the_house)
{
  TapKnownPlate *known = tap_known_plate_new ();

  known->vehicle_id = known->customer_id = 7;
  set (&known->plate, "京MT41C9");
  set (&known->model, "远川 X3 Plus");
  set (&known->colour, "珍珠白");
  known->colour_rgb = 0xf2f0ea;
  set (&known->customer, "林晓");
  set (&known->phone, "13800000456");
  known->odometer_km = 30120;
  known->last_visit_id = 4001;
  known->last_visit_unix = 1775962800;
  known->last_visit_km = 30120;
  set (&known->last_visit_wish, "3万公里保养，更换左后轮胎");
  known->open_visit_id = in_the_house ? 1010 : 0;
  return known;
}

GPtrArray *
desk_sample_hits (guint n_hits)
{
  static const struct { const char *plate, *model, *customer, *phone; } rows[] = {
    { "京AF7Q28", "远川 X7 Plus", "陈建国", "13800000567" }, { "京MT41C9", "远川 X3 Plus", "林晓", "13800000456" },
    { "京AD30518", "远川 E3", "孙悦", "13800000212" }, { "京N7Q281", "远川 V2", "北京恒达租赁", "01080000000" },
  };
  GPtrArray *hits = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_search_hit_unref);

  for (guint i = 0; i < n_hits; i++)
    {
      TapSearchHit *hit = tap_search_hit_new ();

      set (&hit->plate, rows[i % G_N_ELEMENTS (rows)].plate);
      set (&hit->model, rows[i % G_N_ELEMENTS (rows)].model);
      set (&hit->customer, rows[i % G_N_ELEMENTS (rows)].customer);
      set (&hit->phone, rows[i % G_N_ELEMENTS (rows)].phone);
      hit->vehicle_id = i + 1;
      hit->open_visit_id = i == 0 ? 1010 : 0;
      hit->last_visit_id = 4000 + i;
      hit->last_visit_unix = i == 2 ? 0 : 1775962800 - (gint64) i * 86400 * 31;
      g_ptr_array_add (hits, hit);
    }
  return hits;
}
