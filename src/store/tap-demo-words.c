/* tap-demo-words.c — what the demo station is made of: models, colours, works, names. All made up.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-demo"

#include "config.h"

#include <string.h>

#include "store/tap-demo.h"

const TapDemoText tap_demo_models[] = {
  TAP_DEMO_TEXT ("岚风 S5", "嵐風 S5", "Lanfeng S5"),     TAP_DEMO_TEXT ("岚风 S7", "嵐風 S7", "Lanfeng S7"),
  TAP_DEMO_TEXT ("星驰 X7", "星馳 X7", "Xingchi X7"),     TAP_DEMO_TEXT ("星驰 X3", "星馳 X3", "Xingchi X3"),
  TAP_DEMO_TEXT ("远行 300", "遠行 300", "Yuanxing 300"), TAP_DEMO_TEXT ("云岭 V6", "雲嶺 V6", "Yunling V6"),
  TAP_DEMO_TEXT ("青麓 E5", "青麓 E5", "Qinglu E5"),      TAP_DEMO_TEXT ("青麓 E7", "青麓 E7", "Qinglu E7"),
  TAP_DEMO_TEXT ("海逸 L6", "海逸 L6", "Haiyi L6"),       TAP_DEMO_TEXT ("木犀 1.5T", "木犀 1.5T", "Muxi 1.5T"),
};
const guint tap_demo_n_models = G_N_ELEMENTS (tap_demo_models);

const TapDemoColour tap_demo_colours[] = {
  { TAP_DEMO_TEXT ("珍珠白", "珍珠白", "pearl white"), 0xf6f5f4 }, { TAP_DEMO_TEXT ("星辉银", "星輝銀", "silver"), 0xc0bfbc },
  { TAP_DEMO_TEXT ("海湾蓝", "海灣藍", "bay blue"), 0x2f6fb5 },     { TAP_DEMO_TEXT ("墨玉黑", "墨玉黑", "jet black"), 0x241f31 },
  { TAP_DEMO_TEXT ("远山灰", "遠山灰", "mountain grey"), 0x77767b }, { TAP_DEMO_TEXT ("烈焰红", "烈焰紅", "flame red"), 0xc01c28 },
  { TAP_DEMO_TEXT ("雾松绿", "霧松綠", "pine green"), 0x4d8a6a },   { TAP_DEMO_TEXT ("麦穗金", "麥穗金", "wheat gold"), 0xc8a45c },
};
const guint tap_demo_n_colours = G_N_ELEMENTS (tap_demo_colours);

const TapDemoWork tap_demo_works[] = {
  { TAP_DEMO_TEXT ("首次保养", "首次保養", "First service"), 45, TAP_BAY_QUICK, 8 },
  { TAP_DEMO_TEXT ("1万公里保养", "1 萬公里保養", "10k service"), 50, TAP_BAY_QUICK, 9 },
  { TAP_DEMO_TEXT ("2万公里保养", "2 萬公里保養", "20k service"), 60, TAP_BAY_QUICK, 9 },
  { TAP_DEMO_TEXT ("3万公里保养", "3 萬公里保養", "30k service"), 60, TAP_BAY_QUICK, 7 },
  { TAP_DEMO_TEXT ("4万公里保养", "4 萬公里保養", "40k service"), 90, TAP_BAY_GENERAL, 7 },
  { TAP_DEMO_TEXT ("6万公里保养", "6 萬公里保養", "60k service"), 120, TAP_BAY_GENERAL, 5 },
  { TAP_DEMO_TEXT ("更换前刹车片", "更換前煞車來令片", "Front brake pads"), 60, TAP_BAY_GENERAL, 5 },
  { TAP_DEMO_TEXT ("更换制动液", "更換煞車油", "Brake fluid"), 40, TAP_BAY_QUICK, 3 },
  { TAP_DEMO_TEXT ("更换空调滤芯", "更換冷氣濾網", "Cabin filter"), 20, TAP_BAY_QUICK, 4 },
  { TAP_DEMO_TEXT ("空调不制冷", "冷氣不冷", "A/C not cold"), 90, TAP_BAY_GENERAL, 3 },
  { TAP_DEMO_TEXT ("更换电瓶", "更換電瓶", "Battery"), 25, TAP_BAY_QUICK, 3 },
  { TAP_DEMO_TEXT ("更换火花塞", "更換火星塞", "Spark plugs"), 60, TAP_BAY_GENERAL, 3 },
  { TAP_DEMO_TEXT ("冷车启动异响", "冷車發動異音", "Cold-start noise"), 120, TAP_BAY_GENERAL, 2 },
  { TAP_DEMO_TEXT ("底盘异响检查", "底盤異音檢查", "Chassis noise check"), 90, TAP_BAY_GENERAL, 3 },
  { TAP_DEMO_TEXT ("更换前减振器", "更換前避震器", "Front dampers"), 120, TAP_BAY_GENERAL, 2 },
  { TAP_DEMO_TEXT ("仪表故障灯亮", "儀表故障燈亮", "Warning lamp on"), 60, TAP_BAY_GENERAL, 3 },
  { TAP_DEMO_TEXT ("变速箱油更换", "變速箱油更換", "Gearbox oil"), 90, TAP_BAY_GENERAL, 2 },
  { TAP_DEMO_TEXT ("四轮定位", "四輪定位", "Wheel alignment"), 75, TAP_BAY_ALIGNMENT, 5 },
  { TAP_DEMO_TEXT ("换胎×2+动平衡", "換胎×2+動平衡", "2 tyres + balancing"), 60, TAP_BAY_ALIGNMENT, 3 },
  { TAP_DEMO_TEXT ("右后门钣金修复", "右後門鈑金修復", "Rear door repair"), 360, TAP_BAY_BODY, 2 },
  { TAP_DEMO_TEXT ("前保险杠喷漆", "前保險桿噴漆", "Paint front bumper"), 300, TAP_BAY_PAINT, 3 },
  { TAP_DEMO_TEXT ("左前门补漆", "左前門補漆", "Paint front door"), 240, TAP_BAY_PAINT, 2 },
  { TAP_DEMO_TEXT ("换雨刮，查胎压", "換雨刷，查胎壓", "Wipers, tyre check"), 20, TAP_BAY_QUICK, 4 },
  { TAP_DEMO_TEXT ("充电口检查", "充電口檢查", "Charge port check"), 60, TAP_BAY_GENERAL, 1 },
};
const guint tap_demo_n_works = G_N_ELEMENTS (tap_demo_works);

const TapDemoSyllable tap_demo_surnames[] = {
  { "王", "w" }, { "李", "l" }, { "张", "z" }, { "刘", "l" }, { "陈", "c" }, { "杨", "y" }, { "黄", "h" }, { "赵", "z" },
  { "吴", "w" }, { "周", "z" }, { "徐", "x" }, { "孙", "s" }, { "马", "m" }, { "朱", "z" }, { "胡", "h" }, { "郭", "g" },
  { "何", "h" }, { "林", "l" }, { "高", "g" }, { "罗", "l" }, { "郑", "z" }, { "梁", "l" }, { "谢", "x" }, { "宋", "s" },
  { "唐", "t" }, { "许", "x" }, { "邓", "d" }, { "冯", "f" }, { "韩", "h" }, { "曹", "c" }, { "曾", "z" }, { "彭", "p" },
  { "萧", "x" }, { "蔡", "c" }, { "潘", "p" }, { "田", "t" }, { "董", "d" }, { "袁", "y" }, { "于", "y" }, { "余", "y" },
  { "叶", "y" }, { "蒋", "j" }, { "杜", "d" }, { "苏", "s" }, { "魏", "w" }, { "程", "c" }, { "吕", "l" }, { "丁", "d" },
  { "沈", "s" }, { "任", "r" }, { "姚", "y" }, { "卢", "l" }, { "傅", "f" }, { "钟", "z" }, { "姜", "j" }, { "崔", "c" },
  { "谭", "t" }, { "廖", "l" }, { "范", "f" }, { "汪", "w" }, { "陆", "l" }, { "金", "j" }, { "石", "s" }, { "戴", "d" },
};
const guint tap_demo_n_surnames = G_N_ELEMENTS (tap_demo_surnames);

const TapDemoSyllable tap_demo_given[] = {
  { "伟", "w" }, { "芳", "f" }, { "娜", "n" }, { "敏", "m" }, { "静", "j" }, { "丽", "l" }, { "强", "q" }, { "磊", "l" },
  { "军", "j" }, { "洋", "y" }, { "勇", "y" }, { "艳", "y" }, { "杰", "j" }, { "娟", "j" }, { "涛", "t" }, { "明", "m" },
  { "超", "c" }, { "秀", "x" }, { "霞", "x" }, { "平", "p" }, { "刚", "g" }, { "桂", "g" }, { "英", "y" }, { "华", "h" },
  { "玉", "y" }, { "兰", "l" }, { "建", "j" }, { "国", "g" }, { "志", "z" }, { "海", "h" }, { "文", "w" }, { "晓", "x" },
  { "红", "h" }, { "梅", "m" }, { "春", "c" }, { "雪", "x" }, { "婷", "t" }, { "欣", "x" }, { "悦", "y" }, { "佳", "j" },
  { "宇", "y" }, { "浩", "h" }, { "晨", "c" }, { "阳", "y" }, { "鑫", "x" }, { "博", "b" }, { "凯", "k" }, { "楠", "n" },
  { "瑞", "r" }, { "峰", "f" }, { "林", "l" }, { "思", "s" }, { "雨", "y" }, { "子", "z" }, { "辰", "c" }, { "俊", "j" },
  { "立", "l" }, { "东", "d" }, { "飞", "f" }, { "龙", "l" }, { "燕", "y" }, { "慧", "h" }, { "珍", "z" }, { "琳", "l" },
};
const guint tap_demo_n_given = G_N_ELEMENTS (tap_demo_given);

/* Names of people and firms only; texts are written in each language by hand. */
static const char *const simplified = "张刘陈杨黄赵吴孙马罗郑谢许邓冯韩萧叶蒋苏吕丁卢钟谭陆伟丽强军艳涛刚华兰国晓红"
                                      "静悦阳凯东飞龙林远恒达赁电业运车队汽务站资风岭驰云贸团经纬锋锐县颖钱栋杰庆";
static const char *const traditional = "張劉陳楊黃趙吳孫馬羅鄭謝許鄧馮韓蕭葉蔣蘇呂丁盧鐘譚陸偉麗強軍艷濤剛華蘭國曉紅"
                                       "靜悅陽凱東飛龍林遠恆達賃電業運車隊汽務站資風嶺馳雲貿團經緯鋒銳縣穎錢棟傑慶";

TapDemoLanguage
tap_demo_language (const char *name)
{
  if (g_strcmp0 (name, "zh_CN") == 0)
    return TAP_DEMO_ZH_CN;
  return g_strcmp0 (name, "zh_TW") == 0 ? TAP_DEMO_ZH_TW : TAP_DEMO_EN;
}

char *
tap_demo_name (TapDemoLanguage  language,
               const char      *name)
{
  GString *written = g_string_new (NULL);

  if (language != TAP_DEMO_ZH_TW)
    return g_string_free (g_string_append (written, name), FALSE);
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      const char *found = g_utf8_strchr (simplified, -1, g_utf8_get_char (p));
      gunichar c = g_utf8_get_char (p);

      if (found != NULL)
        c = g_utf8_get_char (g_utf8_offset_to_pointer (traditional, g_utf8_pointer_to_offset (simplified, found)));
      g_string_append_unichar (written, c);
    }
  return g_string_free (written, FALSE);
}
