#include "small_desk.h"

static const struct office offices[] = {
  {.no = 1, .code = "newyork", .id = "1", .name = {"ニューヨーク", "New York"}, .region = {"北米", "North America"},
   .country = "US", .tz = "America/New_York", .calendar = "office-1", .languages = "en;ja"},
  {.no = 12, .code = "mexico", .id = "12", .name = {"メキシコ", "Mexico City"}, .region = {"中南米", "Latin America"},
   .country = "MX", .tz = "America/Mexico_City", .calendar = "office-12", .languages = "es"},
  {.no = 40, .code = "bangkok", .id = "40", .name = {"バンコク", "Bangkok"}, .region = {"アジア", "Asia"},
   .country = "TH", .tz = "Asia/Bangkok", .calendar = "office-40", .languages = "en;ja"},
  {.no = 41, .code = "hanoi", .id = "41", .name = {"ハノイ", "Hanoi"}, .region = {"アジア", "Asia"},
   .country = "VN", .tz = "Asia/Bangkok", .calendar = "office-41", .languages = "en;ja"},
  {.code = "tokyo", .id = "tokyo", .name = {"東京本部", "Tokyo HQ"}, .region = {"国内", "Japan"}, .country = "JP",
   .tz = "Asia/Tokyo", .calendar = "tokyo", .languages = "ja"},
  {.code = "osaka", .id = "osaka", .name = {"大阪本部", "Osaka HQ"}, .region = {"国内", "Japan"}, .country = "JP",
   .tz = "Asia/Tokyo", .calendar = "osaka", .languages = "ja"},
};
static const struct category categories[] = {
  {"5", {"機器", "Devices"}, 1}, {"5.1", {"印刷", "Printing"}, 2}, {"5.1.2", {"紙詰まり", "Paper jam"}, 3},
  {"5.10", {"スキャン", "Scanning"}, 2}, {"6", {"通信", "Network"}, 1},
};
static const struct operator_ people[] = {
  {"ichiro", {"当番 一郎", "Toban Ichiro"}, "tokyo", "ja;en", "agent"},
  {"hanako", {"当番 花子", "Toban Hanako"}, "osaka", "ja", "agent"},
};

const struct reference small_desk = {
  .refs = 1, .version = 1, .office = offices, .offices = G_N_ELEMENTS(offices), .category = categories,
  .categories = G_N_ELEMENTS(categories), .operator_ = people, .operators = G_N_ELEMENTS(people),
};
