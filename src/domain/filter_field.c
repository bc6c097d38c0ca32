/* The fields of the language: names, Japanese twins, what stands behind them. A new field is a line here and one in
 * filter_match.c. Names are data, not texts of the screen: both languages work whatever the screen speaks. */
#include <string.h>

#include "filter_impl.h"
#include "toban/text.h"

#define WORDS(table) &(const struct filter_words){table, G_N_ELEMENTS(table)}

static const struct filter_word states[] = {
  {"new", "新規", TICKET_NEW}, /* lint: data */
  {"open", "対応中", TICKET_OPEN}, /* lint: data */
  {"waiting-user", "利用者待ち", TICKET_WAITING_USER}, /* lint: data */
  {"waiting-vendor", "業者待ち", TICKET_WAITING_VENDOR}, /* lint: data */
  {"escalated", "上位対応", TICKET_ESCALATED}, /* lint: data */
  {"resolved", "解決", TICKET_RESOLVED}, /* lint: data */
  {"closed", "完了", TICKET_CLOSED}, /* lint: data */
  {"working", "対応", TICKET_OPEN}, /* lint: data */
  {"user", "利用者", TICKET_WAITING_USER}, /* lint: data */
  {"vendor", "業者", TICKET_WAITING_VENDOR}, /* lint: data */
};
static const struct filter_word channels[] = {
  {"phone", "電話", CHANNEL_PHONE}, /* lint: data */
  {"mail", "メール", CHANNEL_MAIL}, /* lint: data */
  {"web", "ウェブ", CHANNEL_WEB}, /* lint: data */
  {"salon", "ITサロン", CHANNEL_SALON}, /* lint: data */
  {"face", "対面", CHANNEL_FACE}, /* lint: data */
  {"teams", "チームズ", CHANNEL_TEAMS}, /* lint: data */
  {"teams-voice", "Teams通話", CHANNEL_TEAMS_VOICE}, /* lint: data */
};
static const struct filter_word langs[] = {
  {"ja", "日本語", LANG_JA}, /* lint: data */
  {"en", "英語", LANG_EN}, /* lint: data */
};
static const struct filter_word flags[] = {
  {"open", "未完了", FLAG_OPEN}, /* lint: data */
  {"done", "完了", FLAG_DONE}, /* lint: data */
  {"late", "超過", FLAG_LATE}, /* lint: data */
  {"mine", "自分", FLAG_MINE}, /* lint: data */
  {"new", "未対応", FLAG_NEW}, /* lint: data */
  {"held", "保留", FLAG_HELD}, /* lint: data */
  {"excluded", "除外", FLAG_EXCLUDED}, /* lint: data */
  {"merged", "統合", FLAG_MERGED}, /* lint: data */
  {"unread", "未読", FLAG_UNREAD}, /* lint: data */
};

static const struct field_ops fields[FILTER_FIELDS] = {
  [FILTER_TEXT] = {.name = {"text", "語", 0}, .more = "word", .read = value_text}, /* lint: data */
  [FILTER_KEY] = {.name = {"key", "番号", 0}, .more = "ticket 案件", .read = value_key}, /* lint: data */
  [FILTER_STATE] = {.name = {"state", "状態", 0}, .read = value_words, .words = WORDS(states)}, /* lint: data */
  [FILTER_OFFICE] = {.name = {"office", "事務所", 0}, .read = value_office, .none = true}, /* lint: data */
  [FILTER_REGION] = {.name = {"region", "地域", 0}, .read = value_region, .none = true}, /* lint: data */
  [FILTER_COUNTRY] = {.name = {"country", "国", 0}, .read = value_country, .none = true}, /* lint: data */
  [FILTER_SITE] = {.name = {"site", "拠点", 0}, .read = value_site}, /* lint: data */
  [FILTER_CHANNEL] = {.name = {"channel", "経路", 0}, .more = "from", .read = value_words, .none = true, /* lint: data */
                      .words = WORDS(channels)},
  [FILTER_CATEGORY] = {.name = {"category", "分類", 0}, .more = "カテゴリ", .read = value_category, /* lint: data */
                       .none = true},
  [FILTER_PRIORITY] = {.name = {"priority", "優先度", 0}, .more = "優先", .read = value_priority, /* lint: data */
                       .ordered = true, .none = true},
  [FILTER_ASSIGNEE] = {.name = {"assignee", "担当", 0}, .more = "who 担当者", .read = value_assignee, /* lint: data */
                       .none = true},
  [FILTER_REQUESTER] = {.name = {"requester", "依頼者", 0}, .read = value_text, .none = true}, /* lint: data */
  [FILTER_TITLE] = {.name = {"title", "件名", 0}, .read = value_text}, /* lint: data */
  [FILTER_LANG] = {.name = {"lang", "言語", 0}, .more = "language", .read = value_words, .none = true, /* lint: data */
                   .words = WORDS(langs)},
  [FILTER_DUE] = {.name = {"due", "期限", 0}, .read = value_time, .ordered = true, .none = true, /* lint: data */
                  .future = true},
  [FILTER_RECEIVED] = {.name = {"received", "受付", 0}, .read = value_time, .ordered = true}, /* lint: data */
  [FILTER_CHANGED] = {.name = {"changed", "更新", 0}, .read = value_time, .ordered = true}, /* lint: data */
  [FILTER_ANSWERED] = {.name = {"answered", "回答", 0}, .read = value_time, .ordered = true, /* lint: data */
                       .none = true},
  [FILTER_UNTIL] = {.name = {"until", "再開予定", 0}, .more = "held-until", .read = value_time, /* lint: data */
                    .ordered = true, .none = true, .future = true},
  [FILTER_CALLBACK] = {.name = {"callback", "折返し", 0}, .read = value_time, .ordered = true, /* lint: data */
                       .none = true, .future = true},
  [FILTER_TAG] = {.name = {"tag", "タグ", 0}, .read = value_text, .none = true}, /* lint: data */
  [FILTER_IS] = {.name = {"is", "区分", 0}, .read = value_words, .words = WORDS(flags)}, /* lint: data */
};

const struct field_ops *field_get(enum filter_field field)
{
  return &fields[field];
}

const char *filter_field_id(enum filter_field field)
{
  return fields[field].name.id;
}

/* `folded` is the folded form of `name`. */
static bool is_name(const char *name, const char *folded)
{
  char *other = text_fold(name, -1);
  bool same = strcmp(other, folded) == 0;
  g_free(other);
  return same;
}

static bool is_more(const struct field_ops *ops, const char *folded)
{
  char **more = g_strsplit(ops->more == NULL ? "" : ops->more, " ", -1);
  bool found = false;
  for (int i = 0; more[i] != NULL && !found; i++)
    found = is_name(more[i], folded);
  g_strfreev(more);
  return found;
}

bool field_parse(const char *name, enum filter_field *out)
{
  char *folded = text_fold(name, -1);
  bool found = false;
  for (int i = 0; i < FILTER_FIELDS && !found; i++) {
    found = is_name(fields[i].name.id, folded) || is_name(fields[i].name.ja, folded) || is_more(&fields[i], folded);
    *out = (enum filter_field)i;
  }
  g_free(folded);
  return found;
}

int words_find(const struct filter_words *words, const char *text)
{
  char *folded = text_fold(text, -1);
  int found = -1;
  for (int i = 0; i < words->count && found < 0; i++)
    if (is_name(words->word[i].id, folded) || is_name(words->word[i].ja, folded))
      found = i;
  g_free(folded);
  return found;
}

bool is_none_word(const char *text)
{
  char *folded = text_fold(text, -1);
  bool none = strcmp(folded, "none") == 0 || is_name("なし", folded); /* lint: data */
  g_free(folded);
  return none;
}
