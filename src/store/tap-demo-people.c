/* tap-demo-people.c — the demo station's settings, people, bays and week; customers and their cars.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-demo"

#include "config.h"

#include <string.h>

#include "store/tap-demo.h"

/* Everybody's PIN, 123456, hashed once for all: hashing is slow on purpose, and the demo is the same every time. */
#define DEMO_PIN_HASH "$argon2id$v=19$m=65536,t=2,p=1$9z24UlbfaiSG3ENSygqxwg$mos5eRNxEyXoUBI1jjaHShptEXDwx3pJy6jn7ePAP2w"

static const TapDemoText station_name = TAP_DEMO_TEXT ("亦庄服务站", "亦莊服務廠", "Yizhuang Station");
static const TapDemoText dealer_name = TAP_DEMO_TEXT ("远川汽车", "遠川汽車", "Yuanchuan Motors");

static const struct
{
  const char *name, *initials;
  TapRoles    roles;
  int         colour;
} people[] = {
  /* The first three are the advisors; the demo is signed in as the first. */
  { "李婷", "lt", TAP_ROLE_ADVISOR | TAP_ROLE_RECEPTION_LEAD, 0 },
  { "周敏", "zm", TAP_ROLE_ADVISOR, 1 },
  { "陈凯", "ck", TAP_ROLE_ADVISOR, 2 },
  /* Then who stands in the nine bays. */
  { "赵强", "zq", TAP_ROLE_TECHNICIAN, 3 },
  { "刘洋", "ly", TAP_ROLE_TECHNICIAN, 4 },
  { "高翔", "gx", TAP_ROLE_TECHNICIAN, 5 },
  { "何磊", "hl", TAP_ROLE_TECHNICIAN, 6 },
  { "钱勇", "qy", TAP_ROLE_TECHNICIAN, 7 },
  { "冯涛", "ft", TAP_ROLE_TECHNICIAN, 0 },
  { "吴昊", "wh", TAP_ROLE_TECHNICIAN, 1 },
  { "罗刚", "lg", TAP_ROLE_TECHNICIAN, 2 },
  { "邓超", "dc", TAP_ROLE_TECHNICIAN, 3 },
  { "孙浩", "sh", TAP_ROLE_FOREMAN | TAP_ROLE_DISPATCHER, 4 },
  { "周正", "zz", TAP_ROLE_INSPECTOR, 5 },
  { "马小兵", "mxb", TAP_ROLE_WASHER, 6 },
  { "田静", "tj", TAP_ROLE_CASHIER, 7 },
  { "许娟", "xj", TAP_ROLE_PARTS, 0 },
  { "王芳", "wf", TAP_ROLE_RECEPTION_LEAD, 1 },
  { "刘建军", "ljj", TAP_ROLE_SERVICE_MANAGER, 2 },
  { "郑海", "zh", TAP_ROLE_STATION_HEAD, 3 },
  { "苏晴", "sq", TAP_ROLE_CALLER | TAP_ROLE_CARE, 4 },
  { "管理员", "gly", TAP_ROLE_ADMIN, 5 },
};

enum { FIRST_TECHNICIAN = TAP_DEMO_N_ADVISORS, FOREMAN = FIRST_TECHNICIAN + TAP_DEMO_N_BAYS, INSPECTOR, WASHER, CASHIER };

static const struct
{
  TapDemoText name, badge;
  TapBayKind  kind;
} bays[TAP_DEMO_N_BAYS] = {
  { TAP_DEMO_TEXT ("快修1", "快修1", "Quick 1"), TAP_DEMO_TEXT ("快1", "快1", "Q1"), TAP_BAY_QUICK },
  { TAP_DEMO_TEXT ("快修2", "快修2", "Quick 2"), TAP_DEMO_TEXT ("快2", "快2", "Q2"), TAP_BAY_QUICK },
  { TAP_DEMO_TEXT ("机电1", "一般1", "Bay 1"), TAP_DEMO_TEXT ("1", "1", "1"), TAP_BAY_GENERAL },
  { TAP_DEMO_TEXT ("机电2", "一般2", "Bay 2"), TAP_DEMO_TEXT ("2", "2", "2"), TAP_BAY_GENERAL },
  { TAP_DEMO_TEXT ("机电3", "一般3", "Bay 3"), TAP_DEMO_TEXT ("3", "3", "3"), TAP_BAY_GENERAL },
  { TAP_DEMO_TEXT ("机电4", "一般4", "Bay 4"), TAP_DEMO_TEXT ("4", "4", "4"), TAP_BAY_GENERAL },
  { TAP_DEMO_TEXT ("定位", "定位", "Align"), TAP_DEMO_TEXT ("定", "定", "A"), TAP_BAY_ALIGNMENT },
  { TAP_DEMO_TEXT ("钣金", "鈑金", "Body"), TAP_DEMO_TEXT ("钣", "鈑", "B"), TAP_BAY_BODY },
  { TAP_DEMO_TEXT ("喷漆", "噴漆", "Paint"), TAP_DEMO_TEXT ("漆", "漆", "P"), TAP_BAY_PAINT },
};

const char *
tap_store_demo_station_name (const char *language)
{
  return station_name.in[tap_demo_language (language)];
}

static void
add_people (TapDemo *self,
            gint64  *ids)
{
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autofree char *name = tap_demo_name (self->language, people[i].name);
      g_autofree char *roles = tap_roles_to_db (people[i].roles);
      g_autofree char *phone = tap_demo_new_phone (self);

      ids[i] = tap_demo_new_id (self);
      if (people[i].roles == TAP_ROLE_ADMIN && self->language != TAP_DEMO_ZH_CN)
        {
          g_free (name);
          name = g_strdup (self->language == TAP_DEMO_EN ? "Administrator" : "管理員");
        }
      tap_demo_rows_add (self->rows, TAP_DEMO_STAFF, ids[i], (gint64) i + 1, name, people[i].initials, phone, roles,
                         (gint64) people[i].colour, DEMO_PIN_HASH);
    }
  memcpy (self->advisors, ids, sizeof self->advisors);
  memcpy (self->technicians, ids + FIRST_TECHNICIAN, sizeof self->technicians);
  self->foreman = ids[FOREMAN];
  self->inspector = ids[INSPECTOR];
  self->washer = ids[WASHER];
  self->cashier = ids[CASHIER];
}

static const struct
{
  TapStageSet stages;
  int         limit_min, n_card_columns;
} columns[] = {
  { TAP_STAGE_BIT (TAP_STAGE_BOOKED), 0, 1 },
  { TAP_STAGE_BIT (TAP_STAGE_ARRIVED) | TAP_STAGE_BIT (TAP_STAGE_CONSULT), 5, 1 },
  { TAP_STAGE_BIT (TAP_STAGE_ESTIMATE), 30, 1 },
  { TAP_STAGE_BIT (TAP_STAGE_DISPATCH) | TAP_STAGE_BIT (TAP_STAGE_NEXT), 30, 1 },
  { TAP_STAGE_BIT (TAP_STAGE_WORK), 0, 2 },
  { TAP_STAGE_BIT (TAP_STAGE_CHECK), 20, 1 },
  { TAP_STAGE_BIT (TAP_STAGE_WASH), 30, 1 },
  { TAP_STAGE_BIT (TAP_STAGE_FINAL) | TAP_STAGE_BIT (TAP_STAGE_INVOICE), 15, 1 },
  { TAP_STAGE_BIT (TAP_STAGE_SETTLE), 0, 1 },
  { TAP_STAGE_BIT (TAP_STAGE_READY), 0, 1 },
};

static void
add_settings (TapDemo *self)
{
  g_autofree char *signed_in = g_strdup_printf ("%" G_GINT64_FORMAT, self->advisors[0]);
  const char *const settings[][2] = {
    { "name", tap_demo_say (self, &station_name) }, { "dealer", tap_demo_say (self, &dealer_name) }, { "province", "京" },
    { "time_zone", "Asia/Shanghai" }, { "idle_lock_min", "10" }, { "risk_slack_min", "30" }, { "booking_late_min", "10" },
    { "demo", "1" }, { "demo_staff_id", signed_in },
  };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    tap_demo_rows_add (self->rows, TAP_DEMO_SETTING, settings[i][0], settings[i][1]);
}

static void
add_columns (TapDemo *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *stages = tap_stage_set_to_db (columns[i].stages);

      tap_demo_rows_add (self->rows, TAP_DEMO_COLUMN, tap_demo_new_id (self), (gint64) i + 1, stages, (gint64) columns[i].limit_min,
                         (gint64) 0, (gint64) columns[i].n_card_columns);
    }
}

void
tap_demo_add_station (TapDemo *self)
{
  gint64 ids[G_N_ELEMENTS (people)];

  add_people (self, ids);
  add_settings (self);
  add_columns (self);
  for (guint i = 0; i < TAP_DEMO_N_BAYS; i++)
    {
      self->bays[i] = tap_demo_new_id (self);
      tap_demo_rows_add (self->rows, TAP_DEMO_BAY, self->bays[i], (gint64) i + 1, tap_demo_say (self, &bays[i].name),
                         tap_demo_say (self, &bays[i].badge), tap_bay_kind_to_db (bays[i].kind), self->technicians[i]);
    }
  for (int day = 0; day < 7; day++)
    tap_demo_rows_add (self->rows, TAP_DEMO_SHIFT, (gint64) day, (gint64) self->open_min, (gint64) self->close_min,
                       (gint64) self->lunch_from_min, (gint64) self->lunch_to_min);
}

gint64
tap_demo_add_customer (TapDemo    *self,
                       const char *name,
                       const char *initials,
                       gboolean    vip,
                       gboolean    fleet,
                       gint64      created_unix)
{
  gint64 id = tap_demo_new_id (self);
  g_autofree char *phone = tap_demo_new_phone (self);
  g_autofree char *written = tap_demo_name (self->language, name);
  g_autofree char *folded = tap_search_fold (written);
  g_autofree char *key = g_strjoin ("\n", folded, initials, phone, NULL);

  tap_demo_rows_add (self->rows, TAP_DEMO_CUSTOMER, id, written, initials, phone, (gint64) vip, (gint64) fleet, key, created_unix);
  return id;
}

TapDemoCar
tap_demo_add_car (TapDemo    *self,
                  gint64      customer_id,
                  const char *plate,
                  const char *customer,
                  const char *initials,
                  int         model,
                  int         colour,
                  gboolean    vip,
                  gboolean    fleet,
                  gint64      created_unix)
{
  TapDemoCar car = { .vehicle_id = tap_demo_new_id (self), .customer_id = customer_id };
  g_autofree char *folded = tap_search_fold (plate);
  g_autofree char *vin = g_strdup_printf ("LTAPS%02d%cX%08u", tap_demo_between (self, 10, 99), 'A' + tap_demo_between (self, 0, 7),
                                          g_rand_int (self->rand) % 100000000u);

  if (car.customer_id == 0)
    car.customer_id = tap_demo_add_customer (self, customer, initials, vip, fleet, created_unix);
  car.odometer_km = tap_demo_between (self, 3, 120) * 1000 + tap_demo_between (self, 0, 999);
  tap_demo_rows_add (self->rows, TAP_DEMO_VEHICLE, car.vehicle_id, plate, car.customer_id, tap_demo_say (self, &tap_demo_models[model]),
                     tap_demo_say (self, &tap_demo_colours[colour].name), (gint64) tap_demo_colours[colour].rgb, vin,
                     (gint64) car.odometer_km, folded, created_unix);
  return car;
}
