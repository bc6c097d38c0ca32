/* Times of the language: lengths (2h, 1d12h, 3日), the same with a sign, days and instants in Japan, ranges. */
#include <string.h>

#include "filter_impl.h"
#include "toban/lang.h"
#include "toban/text.h"
#include "toban/zone.h"

enum { MINUTE = 60, HOUR = 3600, LENGTH_MAX = 3660 /* days */ };

/* --- bounds ---------------------------------------------------------------------------------------- */
static int64_t day_of(utc_t at)
{
  day_t day;
  int second;
  zone_local(zone_tokyo(), at, &day, &second);
  return day;
}

static utc_t day_start(int64_t day)
{
  return zone_instant(zone_tokyo(), (day_t)day, 0, false);
}

utc_t bound_at(const struct bound *bound, utc_t now)
{
  switch (bound->kind) {
  case BOUND_AT: return bound->value;
  case BOUND_NOW: return now + bound->value;
  case BOUND_DAY: return day_start(day_of(now) + bound->value) + bound->second;
  case BOUND_NONE: break;
  }
  return UTC_NONE;
}

void bound_turns(const struct bound *bound, utc_t at, GArray *out)
{
  utc_t turn;
  if (bound->kind == BOUND_NOW)
    turn = at - bound->value + 1;
  else if (bound->kind == BOUND_DAY)
    turn = day_start(day_of(at - bound->second) - bound->value + 1);
  else
    return;
  g_array_append_val(out, turn);
}

/* --- what is written ---------------------------------------------------------------------------------- */
/* A length has no sign; a moment is so long from now; a span lies between its bounds. */
struct when { enum { LENGTH, MOMENT, SPAN } kind; int64_t seconds; struct bound from, to; char print[40]; };

/* Number and unit, again and again. The whole text, or it is none. */
static bool read_length(const char *text, int64_t *out)
{
  static const struct { const char *unit; int64_t seconds; } units[] = {
    {"m", MINUTE}, {"min", MINUTE}, {"h", HOUR}, {"d", UTC_DAY}, {"w", 7 * UTC_DAY},
    {"分", MINUTE}, {"時間", HOUR}, {"日", UTC_DAY}, {"日間", UTC_DAY}, {"週間", 7 * UTC_DAY}, /* lint: data */
  };
  *out = 0;
  if (*text == '\0')
    return false;
  while (*text != '\0') {
    size_t digits = strspn(text, "0123456789"), length = strcspn(text + digits, "0123456789"), u = 0;
    int64_t number = digits == 0 || digits > 6 ? -1 : g_ascii_strtoll(text, NULL, 10);
    while (u < G_N_ELEMENTS(units) && (strlen(units[u].unit) != length ||
                                       strncmp(units[u].unit, text + digits, length) != 0))
      u++;
    if (number < 0 || u == G_N_ELEMENTS(units))
      return false;
    *out += number * units[u].seconds;
    text += digits + length;
  }
  return *out <= (int64_t)LENGTH_MAX * UTC_DAY;
}

static void print_length(int64_t seconds, const char *sign, char *out, size_t size)
{
  GString *text = g_string_new(sign);
  const struct { char unit; int64_t seconds; } units[] = {{'d', UTC_DAY}, {'h', HOUR}, {'m', MINUTE}};
  for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
    if (seconds >= units[i].seconds || (units[i].unit == 'm' && text->len == strlen(sign)))
      g_string_append_printf(text, "%d%c", (int)(seconds / units[i].seconds), units[i].unit);
    seconds %= units[i].seconds;
  }
  g_strlcpy(out, text->str, size);
  g_string_free(text, TRUE);
}

static bool read_word(const char *text, struct when *out)
{
  static const struct { const char *word, *ja; int day; } words[] = {
    {"today", "今日", 0}, {"today", "本日", 0}, {"yesterday", "昨日", -1}, {"tomorrow", "明日", 1}, /* lint: data */
  };
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    if (strcmp(text, words[i].word) == 0 || strcmp(text, words[i].ja) == 0) {
      *out = (struct when){.kind = SPAN, .from = {BOUND_DAY, words[i].day, 0}, .to = {BOUND_DAY, words[i].day + 1, 0}};
      g_strlcpy(out->print, words[i].word, sizeof out->print);
      return true;
    }
  if (strcmp(text, "now") != 0 && strcmp(text, "今") != 0) /* lint: data */
    return false;
  *out = (struct when){.kind = MOMENT, .print = "now"};
  return true;
}

static bool digits_at(const char *text, const char *shape)
{
  for (; *shape != '\0'; text++, shape++)
    if (*shape == '9' ? *text < '0' || *text > '9' : *text != *shape)
      return false;
  return true;
}

static int number_at(const char *text, int count)
{
  int number = 0;
  for (int i = 0; i < count; i++)
    number = number * 10 + text[i] - '0';
  return number;
}

/* hh:mm; -1: it is none. */
static int minutes_at(const char *text)
{
  int minutes = digits_at(text, "99:99") ? number_at(text, 2) * 60 + number_at(text + 3, 2) : -1;
  return minutes >= 0 && minutes < 24 * 60 && number_at(text + 3, 2) < 60 ? minutes : -1;
}

static void set_span(struct when *out, utc_t from, utc_t to)
{
  *out = (struct when){.kind = SPAN, .from = {BOUND_AT, from, 0}, .to = {BOUND_AT, to, 0}};
}

/* 2026-11, 2026-11-24 in Japan. */
static bool read_day(const char *text, struct when *out)
{
  bool month = strlen(text) == 7 && digits_at(text, "9999-99");
  if (!month && (strlen(text) != 10 || !digits_at(text, "9999-99-99")))
    return false;
  int y = number_at(text, 4), m = number_at(text + 5, 2), d = month ? 1 : number_at(text + 8, 2);
  if (y < 1970 || !civil_valid(y, m, d))
    return false;
  day_t day = day_from_civil(y, m, d);
  day_t next = !month ? day + 1 : m == 12 ? day_from_civil(y + 1, 1, 1) : day_from_civil(y, m + 1, 1);
  set_span(out, day_start(day), day_start(next));
  return true;
}

/* 2026-11-24T14:00 in Japan, with seconds or a zone where it is written. */
static bool read_instant(const char *text, struct when *out)
{
  if (strlen(text) < 16 || !digits_at(text, "9999-99-99") || (text[10] != 't' && text[10] != ' ') ||
      minutes_at(text + 11) < 0)
    return false;
  bool seconds = digits_at(text + 16, ":99");
  size_t zone = seconds ? 19 : 16;
  utc_t at;
  char *upper = g_ascii_strup(text + zone, -1);
  char *full = g_strdup_printf("%.10sT%.5s%s%s", text, text + 11, seconds ? "" : ":00", "");
  char *whole = g_strdup_printf("%s%.*s%s", full, seconds ? 3 : 0, text + 16, *upper == '\0' ? "+09:00" : upper);
  bool good = number_at(text, 4) >= 1970 && utc_parse(whole, &at, NULL);
  if (good)
    set_span(out, at, at + (seconds ? 1 : MINUTE));
  g_free(upper);
  g_free(full);
  g_free(whole);
  return good;
}

static bool read_moment(const char *text, struct when *out)
{
  int64_t seconds;
  bool back = *text == '-';
  if ((!back && *text != '+') || !read_length(text + 1, &seconds))
    return false;
  *out = (struct when){.kind = MOMENT, .seconds = back ? -seconds : seconds};
  print_length(seconds, back ? "-" : "+", out->print, sizeof out->print);
  return true;
}

static bool read_clock(const char *text, struct when *out)
{
  int minutes = strlen(text) == 5 ? minutes_at(text) : -1;
  if (minutes < 0)
    return false;
  *out = (struct when){.kind = SPAN, .from = {BOUND_DAY, 0, minutes * MINUTE},
                       .to = {BOUND_DAY, 0, minutes * MINUTE + MINUTE}};
  return true;
}

static bool read_when(struct making *making, const struct piece *piece, struct when *out)
{
  char *text = g_strdelimit(text_fold(piece->text, -1), "/", '-');
  bool good = read_word(text, out) || read_moment(text, out);
  if (!good && read_length(text, &out->seconds)) {
    good = true;
    out->kind = LENGTH;
    print_length(out->seconds, "", out->print, sizeof out->print);
  } else if (!good) {
    good = read_day(text, out) || read_clock(text, out) || read_instant(text, out);
    if (good)
      g_strlcpy(out->print, text, sizeof out->print);
  }
  g_strdelimit(out->print, " ", 't');
  g_free(text);
  return good || filter_wrong(making->lexer, piece->at, piece->length,
                              _("“%s” is no time: 2h, 3d, today, 2026-11-24, 14:00"), piece->text);
}

/* --- bounds of a term ----------------------------------------------------------------------------------- */
static struct bound from_now(int64_t seconds)
{
  return (struct bound){BOUND_NOW, seconds, 0};
}

/* First instant of it, and the first behind it. */
static struct bound first_of(const struct when *when)
{
  return when->kind == SPAN ? when->from : from_now(when->seconds);
}

static struct bound behind(const struct when *when)
{
  return when->kind == SPAN ? when->to : from_now(when->seconds + 1);
}

static void compare(enum filter_op op, const struct when *when, struct value *out)
{
  switch (op) {
  case OP_IS: out->from = first_of(when), out->to = behind(when); break;
  case OP_LESS: out->to = first_of(when); break;
  case OP_AT_MOST: out->to = behind(when); break;
  case OP_MORE: out->from = behind(when); break;
  case OP_AT_LEAST: out->from = first_of(when); break;
  }
}

/* A length by itself means at most so long; an age counts backwards. */
static void compare_length(enum filter_op op, const struct when *when, bool future, struct value *out)
{
  static const enum filter_op turned[] = {OP_AT_LEAST, OP_MORE, OP_AT_LEAST, OP_LESS, OP_AT_MOST};
  struct when moment = {.kind = MOMENT, .seconds = future ? when->seconds : -when->seconds};
  compare(!future ? turned[op] : op == OP_IS ? OP_AT_MOST : op, &moment, out);
}

static bool range(struct making *making, const struct when *a, const struct when *b, const struct piece *piece,
                  struct value *out)
{
  bool future = field_get(making->term->field)->future;
  if ((a->kind == LENGTH) != (b->kind == LENGTH))
    return filter_wrong(making->lexer, piece->at, piece->length, _("both ends of a range are lengths, or neither"));
  const struct when *low = a, *high = b;
  struct when first, last;
  if (a->kind == LENGTH) {
    first = (struct when){.kind = MOMENT, .seconds = future ? a->seconds : -b->seconds};
    last = (struct when){.kind = MOMENT, .seconds = future ? b->seconds : -a->seconds};
    low = &first, high = &last;
  }
  out->from = first_of(low);
  out->to = behind(high);
  making->term->range = g_strdup_printf("%s..%s", a->print, b->print);
  return true;
}

bool time_value(struct making *making, const struct piece *a, const struct piece *b, struct value *out)
{
  struct when when = {0}, other = {0};
  enum filter_op op = making->term->op;
  out->kind = VALUE_TIME;
  if (!read_when(making, a, &when) || (b != NULL && !read_when(making, b, &other)))
    return false;
  out->print = g_strdup(when.print);
  if (b != NULL)
    return range(making, &when, &other, b, out);
  if (when.kind == MOMENT && op == OP_IS)
    return filter_wrong(making->lexer, a->at, a->length, _("“%s” is an instant: put < or > before it"), a->text);
  if (when.kind == LENGTH)
    compare_length(op, &when, field_get(making->term->field)->future, out);
  else
    compare(op, &when, out);
  return true;
}

bool value_time(struct making *making, const struct piece *piece, struct value *out)
{
  return time_value(making, piece, NULL, out);
}
