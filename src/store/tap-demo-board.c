/* tap-demo-board.c — what is in the house: the cards of the pictures, in minutes from now.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-demo"

#include "config.h"

#include "store/tap-demo.h"

enum { LI, ZHOU, CHEN };                                                       /* advisors */
enum { QUICK_1, QUICK_2, BAY_1, BAY_2, BAY_3, BAY_4, ALIGN, BODY, PAINT };     /* bays */
enum { S5, S7, X7, X3, Y300, V6, E5, E7, L6, MUXI };                           /* models */
enum { WHITE, SILVER, BLUE, BLACK, GREY, RED, GREEN, GOLD };                   /* colours */

enum
{
  BOOKED = 1 << 0, QUICK = 1 << 1, HERE = 1 << 2, VIP = 1 << 3, FLEET = 1 << 4, WARRANTY = 1 << 5, INSURED = 1 << 6,
  REWORK = 1 << 7, NO_WASH = 1 << 8,
};

/* A time of another day, in the place of minutes from now. */
#define OTHER_DAY 200000
#define YESTERDAY(hour, minute) (-OTHER_DAY + (hour) * 60 + (minute))
#define TOMORROW(hour, minute) (OTHER_DAY + (hour) * 60 + (minute))

typedef struct
{
  TapDemoJobState state;
  int             bay;
  int             from;         /* planned or first start */
  int             to;           /* DONE: finished; STOPPED: stopped */
  int             minutes;      /* OPEN, PLANNED, STOPPED: planned; RUNNING: left (below 0: over) */
  TapDemoText     text;         /* empty: the visit's wish */
  TapStopReason   reason;
  int             check;
  TapDemoText     note;
} Job;

typedef struct
{
  const char *plate, *customer, *initials;
  int         model, colour, advisor;
  TapDemoText wish;
  TapStage    stage;
  int         since, arrived, promised;        /* promised 0: none */
  guint       flags;
  Job         jobs[2];
  int         first_promised;                  /* 0: the same */
  TapDemoText reason;                          /* of the new promise */
  const char *bringer;
  TapDemoText remark;
} Card;

static const struct
{
  const char *plate, *customer, *initials;
  int         model, colour, advisor;
  TapDemoText wish;
  int         slot;
  guint       flags;
} bookings[] = {
  { "京A6K21Q", "王海峰", "whf", S5, WHITE, LI, TAP_DEMO_TEXT ("4万公里保养", "4 萬公里保養", "40k service"), 18, 0 },
  { "京AD30518", "孙悦", "sy", E7, SILVER, ZHOU, TAP_DEMO_TEXT ("首次保养", "首次保養", "First service"), 18, QUICK },
  { "京N8V503", "郑伟", "zw", Y300, BLUE, LI, TAP_DEMO_TEXT ("空调不制冷", "冷氣不冷", "A/C not cold"), -12, 0 },
  { "京QL5G07", "何静", "hj", X3, RED, CHEN, TAP_DEMO_TEXT ("左前门补漆", "左前門補漆", "Paint front door"), 168, 0 },
  { "京A90H3T", "京郊恒达租赁", "jjhdzl", V6, BLACK, ZHOU, TAP_DEMO_TEXT ("2万公里保养", "2 萬公里保養", "20k service"), 198, FLEET },
  { "京P2M66D", "李国强", "lgq", X7, GREY, CHEN, TAP_DEMO_TEXT ("更换电瓶", "更換電瓶", "Battery"), 288, 0 },
};

static const Card cards[] = {
  /* Reception */
  { "京A5R08K", "赵敏", "zm", S7, WHITE, LI, TAP_DEMO_TEXT ("冷车启动异响", "冷車發動異音", "Cold-start noise"), TAP_STAGE_CONSULT, -4, -9, 0,
    BOOKED | HERE, .remark = TAP_DEMO_TEXT ("客户说只在早上第一次启动时响", "客戶說只有早上第一次發動時有聲音", "Only at the first start in the morning") },
  { "京MC7721", "高建军", "gjj", Y300, SILVER, CHEN, TAP_DEMO_TEXT ("仪表故障灯亮", "儀表故障燈亮", "Warning lamp on"), TAP_STAGE_ARRIVED, -8,
    -8, 0, HERE },
  { "京LX3098", "冯雪", "fx", L6, BLUE, ZHOU, TAP_DEMO_TEXT ("换雨刮，查胎压", "換雨刷，查胎壓", "Wipers, tyre check"), TAP_STAGE_CONSULT, -3, -4, 0,
    QUICK | HERE },
  /* Customer OK */
  { "京AF7Q28", "陈建国", "cjg", S5, GREY, LI, TAP_DEMO_TEXT ("4万公里保养+前刹车片", "4 萬公里保養+前煞車片", "40k + brake pads"),
    TAP_STAGE_ESTIMATE, -14, -32, 318, BOOKED | VIP | HERE, { { TAP_DEMO_JOB_OPEN, .minutes = 120 } } },
  { "京N33K9E", "马超", "mc", L6, WHITE, ZHOU, TAP_DEMO_TEXT ("变速箱油更换", "變速箱油更換", "Gearbox oil"), TAP_STAGE_ESTIMATE, -20, -41, 258, 0,
    { { TAP_DEMO_JOB_OPEN, .minutes = 90 } } },
  { "京Q7T415", "刘芳", "lf", X7, BLACK, CHEN, TAP_DEMO_TEXT ("前保险杠喷漆", "前保險桿噴漆", "Paint bumper"), TAP_STAGE_ESTIMATE, -46, -70, 198,
    INSURED, { { TAP_DEMO_JOB_OPEN, .minutes = 150 } } },
  /* To dispatch */
  { "京A0D662", "吴磊", "wl", Y300, WHITE, LI, TAP_DEMO_TEXT ("换胎×2+四轮定位", "換胎×2+四輪定位", "2 tyres + alignment"), TAP_STAGE_NEXT, -38, -75,
    108, HERE,
    { { TAP_DEMO_JOB_PLANNED, BAY_3, 20, .minutes = 35, .text = TAP_DEMO_TEXT ("换胎×2", "換胎×2", "2 tyres") },
      { TAP_DEMO_JOB_PLANNED, ALIGN, 57, .minutes = 18, .text = TAP_DEMO_TEXT ("四轮定位", "四輪定位", "Alignment") } } },
  { "京AF02279", "徐晓燕", "xxy", E5, GREEN, ZHOU, TAP_DEMO_TEXT ("充电口检查", "充電口檢查", "Charge port check"), TAP_STAGE_DISPATCH, -12, -44, 138,
    WARRANTY | HERE, { { TAP_DEMO_JOB_OPEN, .minutes = 60 } } },
  { "京PK8812", "朱文博", "zwb", X3, RED, CHEN, TAP_DEMO_TEXT ("正时链条异响诊断", "正時鏈條異音診斷", "Chain noise"), TAP_STAGE_NEXT, -25, -66, 288, 0,
    { { TAP_DEMO_JOB_PLANNED, BAY_3, 168, .minutes = 85 } } },
  { "京C5566L", "华北恒通物资", "hbhtwz", V6, BLACK, ZHOU, TAP_DEMO_TEXT ("6万公里保养", "6 萬公里保養", "60k service"), TAP_STAGE_DISPATCH, -18, -58,
    378, FLEET, { { TAP_DEMO_JOB_OPEN, .minutes = 120 } }, .bringer = "老杨" },
  /* In work */
  { "京A8B3M6", "黄志强", "hzq", S5, SILVER, LI, TAP_DEMO_TEXT ("换转向拉杆球头", "換方向機拉桿球頭", "Tie-rod end"), TAP_STAGE_WORK, -127, -160, -17,
    REWORK | HERE, { { TAP_DEMO_JOB_RUNNING, BAY_3, -127, .minutes = -17 } },
    .remark = TAP_DEMO_TEXT ("返修：低速打方向仍有异响", "返修：低速打方向盤仍有異音", "Rework: still a noise when turning slowly") },
  { "京N1Q20V", "郭丽娜", "gln", L6, BLUE, CHEN, TAP_DEMO_TEXT ("2万公里保养", "2 萬公里保養", "20k service"), TAP_STAGE_WORK, -31, -52, 18,
    BOOKED | QUICK | HERE, { { TAP_DEMO_JOB_RUNNING, QUICK_1, -31, .minutes = 17 } } },
  { "京LH6L90", "唐明", "tm", S7, WHITE, ZHOU, TAP_DEMO_TEXT ("更换前减振器×2", "更換前避震器×2", "Front dampers ×2"), TAP_STAGE_WORK, -78, -112, 48, HERE,
    { { TAP_DEMO_JOB_RUNNING, BAY_1, -78, .minutes = 17 } } },
  { "京QM409D", "曹颖", "cy", L6, GREY, LI, TAP_DEMO_TEXT ("水泵总成更换", "水泵總成更換", "Water pump"), TAP_STAGE_WORK, -79, -118, 348, WARRANTY,
    { { TAP_DEMO_JOB_STOPPED, BAY_4, -79, -37, 120, .reason = TAP_STOP_PARTS, .check = 198,
        .note = TAP_DEMO_TEXT ("水泵总成", "水泵總成", "water pump") } },
    .first_promised = 228, .reason = TAP_DEMO_TEXT ("水泵总成缺货，下午到", "水泵總成缺貨，下午到", "The pump is out of stock; it comes in the afternoon") },
  { "京A77P1X", "丁俊", "dj", Y300, SILVER, CHEN, TAP_DEMO_TEXT ("4万公里保养+渗油", "4 萬公里保養+滲油", "40k + oil seep"), TAP_STAGE_WORK, -59, -95, 258,
    VIP,
    { { TAP_DEMO_JOB_STOPPED, BAY_2, -59, -22, 95, .reason = TAP_STOP_CUSTOMER, .check = 8,
        .text = TAP_DEMO_TEXT ("4万公里保养", "4 萬公里保養", "40k service"),
        .note = TAP_DEMO_TEXT ("曲轴前油封渗油，等客户同意更换", "曲軸前油封滲油，等客戶同意更換", "front crankshaft seal seeps; the customer must agree") },
      { TAP_DEMO_JOB_PLANNED, BAY_2, 140, .minutes = 60,
        .text = TAP_DEMO_TEXT ("曲轴前油封", "曲軸前油封", "Crankshaft seal") } } },
  { "京AD81936", "宋佳", "sj", E7, WHITE, ZHOU, TAP_DEMO_TEXT ("空调滤芯，制动液", "冷氣濾網，煞車油", "Filter, brake fluid"), TAP_STAGE_WORK, -29, -50, 78,
    QUICK | HERE, { { TAP_DEMO_JOB_RUNNING, QUICK_2, -29, .minutes = 40 } } },
  { "京PR20K6", "蒋涛", "jt", X3, SILVER, LI, TAP_DEMO_TEXT ("四轮定位，底盘检查", "四輪定位，底盤檢查", "Alignment, chassis"), TAP_STAGE_WORK, -20, -48, 228,
    BOOKED,
    { { TAP_DEMO_JOB_RUNNING, ALIGN, -20, .minutes = 55, .text = TAP_DEMO_TEXT ("四轮定位", "四輪定位", "Alignment") },
      { TAP_DEMO_JOB_PLANNED, BAY_1, 138, .minutes = 45, .text = TAP_DEMO_TEXT ("底盘检查", "底盤檢查", "Chassis check") } } },
  { "京A3S8N7", "华远电力", "hydl", V6, WHITE, ZHOU, TAP_DEMO_TEXT ("右后门钣金修复", "右後門鈑金修復", "Rear door repair"), TAP_STAGE_WORK,
    YESTERDAY (13, 30), YESTERDAY (9, 20), TOMORROW (11, 0), INSURED | FLEET,
    { { TAP_DEMO_JOB_RUNNING, BODY, YESTERDAY (13, 30), .minutes = 430 } } },
  { "京M9E27C", "石磊", "sl", X7, BLUE, CHEN, TAP_DEMO_TEXT ("前保险杠喷漆", "前保險桿噴漆", "Paint bumper"), TAP_STAGE_WORK, -22, YESTERDAY (16, 10),
    TOMORROW (16, 0), INSURED, { { TAP_DEMO_JOB_RUNNING, PAINT, -22, .minutes = 370 } } },
  /* Inspection */
  { "京N5E5R2", "韩冰", "hb", S5, BLACK, LI, TAP_DEMO_TEXT ("前轮轴承，需试车", "前輪軸承，需試車", "Wheel bearing, test"), TAP_STAGE_CHECK, -16, -170, 18, HERE,
    { { TAP_DEMO_JOB_DONE, BAY_2, -150, -68, 80 } } },
  { "京PA3C17", "潘勇", "py", V6, WHITE, CHEN, TAP_DEMO_TEXT ("2万公里保养", "2 萬公里保養", "20k service"), TAP_STAGE_CHECK, -6, -175, 78, BOOKED | HERE,
    { { TAP_DEMO_JOB_DONE, BAY_1, -160, -84, 70 } } },
  /* Wash */
  { "京A2Z9F1", "谢婷婷", "xtt", X3, RED, ZHOU, TAP_DEMO_TEXT ("首次保养", "首次保養", "First service"), TAP_STAGE_WASH, -10, -110, 33, QUICK | HERE,
    { { TAP_DEMO_JOB_DONE, QUICK_1, -92, -43, 45 } } },
  { "京Q88D3A", "梁栋", "ld", Y300, GREY, LI, TAP_DEMO_TEXT ("电瓶更换", "更換電瓶", "Battery"), TAP_STAGE_WASH, -5, -120, 48, HERE,
    { { TAP_DEMO_JOB_DONE, QUICK_2, -98, -44, 50 } } },
  { "京MN016P", "范晓东", "fxd", L6, BLACK, CHEN, TAP_DEMO_TEXT ("后保险杠喷漆", "後保險桿噴漆", "Paint rear bumper"), TAP_STAGE_WASH, -15,
    YESTERDAY (15, 0), 63, INSURED | VIP, { { TAP_DEMO_JOB_DONE, PAINT, -160, -34, 120 } } },
  /* Invoicing and settlement */
  { "京L7W72H", "任杰", "rj", S7, SILVER, LI, TAP_DEMO_TEXT ("2万公里保养+换位", "2 萬公里保養+換位", "20k + rotate"), TAP_STAGE_INVOICE, -9, -175, -2,
    BOOKED | HERE, { { TAP_DEMO_JOB_DONE, BAY_4, -162, -90, 70 } } },
  { "京AT60J8", "姜楠", "jn", L6, WHITE, ZHOU, TAP_DEMO_TEXT ("空调压缩机更换", "冷氣壓縮機更換", "A/C compressor"), TAP_STAGE_SETTLE, -12,
    YESTERDAY (13, 10), 33, WARRANTY, { { TAP_DEMO_JOB_DONE, BAY_3, YESTERDAY (14, 0), YESTERDAY (17, 20), 180 } } },
  /* Hand-over */
  { "京ND9K30", "沈立", "sl", S5, BLUE, LI, TAP_DEMO_TEXT ("6万公里保养", "6 萬公里保養", "60k service"), TAP_STAGE_READY, -14, -176, 8, BOOKED | VIP | HERE,
    { { TAP_DEMO_JOB_DONE, QUICK_1, -158, -100, 60 } } },
  { "京Q4F18M", "傅红梅", "fhm", Y300, WHITE, ZHOU, TAP_DEMO_TEXT ("玻璃升降器维修", "電動窗升降機維修", "Window regulator"), TAP_STAGE_READY, -9, -176, 18,
    HERE | NO_WASH, { { TAP_DEMO_JOB_DONE, QUICK_2, -160, -112, 45 } } },
  { "京AB1Y55", "钟华", "zh", L6, RED, LI, TAP_DEMO_TEXT ("右后门钣喷", "右後門鈑噴", "Door panel + paint"), TAP_STAGE_READY, YESTERDAY (17, 5),
    YESTERDAY (8, 20), YESTERDAY (17, 30), INSURED, { { TAP_DEMO_JOB_DONE, BODY, YESTERDAY (8, 50), YESTERDAY (13, 0), 240 } } },
};

static gint64
resolve (TapDemo *self,
         int      offset)
{
  if (offset > OTHER_DAY / 2)
    return tap_demo_day_at (self, 1, offset - OTHER_DAY);
  if (offset < -OTHER_DAY / 2)
    return tap_demo_day_at (self, -1, offset + OTHER_DAY);
  return tap_demo_at (self, offset);
}

static const char *
say_or (TapDemo           *self,
        const TapDemoText *text,
        const char        *otherwise)
{
  return text->in[0] != NULL ? tap_demo_say (self, text) : otherwise;
}

/* Work that began on another day slept from its evening to this morning. */
static void
sleep_over_night (TapDemo    *self,
                  TapDemoJob *job)
{
  job->pause_from_unix = MAX (job->from_unix + 60, tap_demo_day_at (self, -1, 17 * 60 + 50));
  job->pause_to_unix = CLAMP (tap_demo_day_at (self, 0, self->open_min + 5), job->pause_from_unix + 60, self->now_unix - 60);
}

static TapDemoJob
make_job (TapDemo    *self,
          const Job  *spec,
          const char *wish)
{
  TapDemoJob job = { .state = spec->state, .bay = spec->bay, .planned_min = spec->minutes, .reason = spec->reason };

  job.text = say_or (self, &spec->text, wish);
  job.note = say_or (self, &spec->note, "");
  if (spec->state >= TAP_DEMO_JOB_PLANNED)
    job.from_unix = resolve (self, spec->from);
  if (spec->state == TAP_DEMO_JOB_DONE || spec->state == TAP_DEMO_JOB_STOPPED)
    job.to_unix = resolve (self, spec->to);
  if (spec->state == TAP_DEMO_JOB_STOPPED)
    job.check_unix = resolve (self, spec->check);
  if (spec->state == TAP_DEMO_JOB_PLANNED && spec->from > 60)
    job.planned_min = MAX (15, (int) (spec->minutes * self->future_scale));
  if (spec->state == TAP_DEMO_JOB_RUNNING)
    {
      if (spec->from < -OTHER_DAY / 2)
        sleep_over_night (self, &job);
      job.planned_min = spec->minutes + (int) ((self->now_unix - job.from_unix
                                                - (job.pause_to_unix - job.pause_from_unix)) / 60);
    }
  return job;
}

static void
add_card (TapDemo    *self,
          const Card *card)
{
  gint64 arrived = resolve (self, card->arrived);
  g_autofree char *customer = tap_demo_name (self->language, card->customer);
  g_autofree char *bringer = tap_demo_name (self->language, card->bringer != NULL ? card->bringer : "");
  TapDemoVisit visit = {
    .advisor = card->advisor,
    .wish = tap_demo_say (self, &card->wish),
    .bringer = g_intern_string (bringer),
    .stage = card->stage,
    .arrived_unix = arrived,
    .since_unix = resolve (self, card->since),
    .slot_unix = card->flags & BOOKED ? (arrived + tap_demo_between (self, 0, 9) * 60) / 900 * 900 : 0,
    .promised_unix = card->promised != 0 ? resolve (self, card->promised) : 0,
    .first_promised_unix = card->first_promised != 0 ? resolve (self, card->first_promised) : 0,
    .promise_reason = say_or (self, &card->reason, ""),
    .with_whom = g_intern_string (customer),
    .quick = (card->flags & QUICK) != 0,
    .waits_here = (card->flags & HERE) != 0,
    .wash_wanted = !(card->flags & NO_WASH),
    .warranty = (card->flags & WARRANTY) != 0,
    .insured = (card->flags & INSURED) != 0,
    .rework = (card->flags & REWORK) != 0,
    .note = say_or (self, &card->remark, NULL),
  };

  visit.car = tap_demo_add_car (self, 0, card->plate, card->customer, card->initials, card->model, card->colour,
                                (card->flags & VIP) != 0, (card->flags & FLEET) != 0, arrived);
  tap_demo_add_past (self, &visit.car, self->input.history_days > 0 ? tap_demo_between (self, 0, 2) : 0);
  for (guint i = 0; i < G_N_ELEMENTS (card->jobs); i++)
    visit.jobs[i] = make_job (self, &card->jobs[i], visit.wish);
  tap_demo_add_visit (self, &visit);
}

static void
add_bookings (TapDemo *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (bookings); i++)
    {
      gint64 slot = MIN (tap_demo_at (self, bookings[i].slot), tap_demo_day_at (self, 0, 24 * 60 - 5));
      TapDemoCar car = tap_demo_add_car (self, 0, bookings[i].plate, bookings[i].customer, bookings[i].initials, bookings[i].model,
                                         bookings[i].colour, FALSE, (bookings[i].flags & FLEET) != 0, slot - 3 * 24 * 3600);

      tap_demo_add_past (self, &car, self->input.history_days > 0 ? 2 : 0);
      tap_demo_add_booking (self, &car, slot, bookings[i].advisor, tap_demo_say (self, &bookings[i].wish),
                            (bookings[i].flags & QUICK) != 0);
    }
}

void
tap_demo_keep_plates (TapDemo *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    g_hash_table_add (self->plates, g_strdup (cards[i].plate));
  for (guint i = 0; i < G_N_ELEMENTS (bookings); i++)
    g_hash_table_add (self->plates, g_strdup (bookings[i].plate));
}

void
tap_demo_add_board (TapDemo *self)
{
  int n = self->input.n_open, n_cards = (int) G_N_ELEMENTS (cards);

  add_bookings (self);
  /* Fewer than the pictures have: some of each stage. */
  for (int i = 0; i < n_cards; i++)
    {
      if (n >= n_cards || (i + 1) * n / n_cards > i * n / n_cards)
        add_card (self, &cards[i]);
    }
  if (n > n_cards)
    tap_demo_add_crowd (self, n - n_cards);
}
