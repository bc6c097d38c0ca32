/* What may stand at the end of an expression that is being typed. */
#include <string.h>

#include "filter_impl.h"
#include "toban/lang.h"
#include "toban/text.h"

/* Byte at which the last word begins, and where its value does (0: it has no field). */
static size_t last_word(const char *text, enum filter_field *field, size_t *value)
{
  const char *word = text, *behind = text;
  bool quoted = false;
  for (const char *at = text, *next; *at != '\0'; at = next) {
    gunichar c = filter_twin(at, &next);
    quoted = quoted != (c == '"');
    if (!quoted && (c == ' ' || c == '(' || (at == word && c == '-')))
      word = next;
  }
  *value = 0;
  for (const char *at = word, *next; *at != '\0'; at = next) {
    gunichar c = filter_twin(at, &next);
    bool sign = c == ':' || c == '<' || c == '>' || c == '=';
    if (sign && behind == text) {
      char *name = g_strndup(word, (gsize)(at - word));
      bool known = field_parse(name, field);
      g_free(name);
      if (!known)
        break;
    }
    if (sign || (c == ',' && behind != text))
      behind = next;
  }
  *value = behind == text ? 0 : (size_t)(behind - text);
  return (size_t)(word - text);
}

static void offer(GPtrArray *out, const char *before, const char *name, const char *begun, const char *after)
{
  char *folded = text_fold(name, -1);
  if (g_str_has_prefix(folded, begun) || g_str_has_prefix(name, begun))
    g_ptr_array_add(out, g_strconcat(before, name, after, NULL));
  g_free(folded);
}

static const char *place_id(const struct office *o, enum filter_field field, enum lang lang)
{
  return field == FILTER_COUNTRY ? o->country : field == FILTER_REGION ? o->region[lang] : o->code;
}

static void offer_places(const struct reference *ref, enum filter_field field, const char *before, const char *begun,
                         GPtrArray *out)
{
  enum lang lang = lang_get();
  for (int i = 0; i < ref->offices; i++) {
    const struct office *o = &ref->office[i];
    bool again = false;
    const char *name = place_id(o, field, lang);
    for (int j = 0; j < i && !again; j++)
      again = strcmp(place_id(&ref->office[j], field, lang), name) == 0;
    if (again || (field == FILTER_SITE && o->no != 0))
      continue;
    bool quote = strpbrk(name, " ,()&") != NULL;
    char *word = quote ? g_strdup_printf("\"%s\"", name) : g_strdup(name);
    offer(out, before, word, begun, "");
    g_free(word);
  }
}

static void offer_values(const struct reference *ref, enum filter_field field, const char *before, const char *begun,
                         GPtrArray *out)
{
  enum lang lang = lang_get();
  static const char *const times[][LANG_COUNT] = {
    {"今日", "today"}, {"昨日", "yesterday"}, {"明日", "tomorrow"}, /* lint: data */
    {"1時間", "1h"}, {"2時間", "2h"}, {"1日", "1d"}, {"7日", "7d"}}; /* lint: data */
  const struct field_ops *ops = field_get(field);
  for (int i = 0; ops->words != NULL && i < ops->words->count; i++)
    offer(out, before, lang == LANG_JA ? ops->words->word[i].ja : ops->words->word[i].id, begun, "");
  const unsigned places = 1u << FILTER_OFFICE | 1u << FILTER_REGION | 1u << FILTER_COUNTRY | 1u << FILTER_SITE;
  if (ref != NULL && (places & 1u << field) != 0)
    offer_places(ref, field, before, begun, out);
  if (field == FILTER_ASSIGNEE)
    offer(out, before, lang == LANG_JA ? "自分" : "me", begun, ""); /* lint: data */
  for (int i = 0; ref != NULL && field == FILTER_ASSIGNEE && i < ref->operators; i++)
    offer(out, before, ref->operator_[i].login, begun, "");
  for (int i = 0; ref != NULL && field == FILTER_CATEGORY && i < ref->categories; i++)
    offer(out, before, ref->category[i].code, begun, "");
  for (size_t i = 0; ops->read == value_time && i < G_N_ELEMENTS(times); i++)
    offer(out, before, times[i][lang], begun, "");
  if (ops->none)
    offer(out, before, lang == LANG_JA ? "なし" : "none", begun, ""); /* lint: data */
}

void filter_complete(const char *text, const struct reference *ref, size_t *from, GPtrArray *out)
{
  enum filter_field field = FILTER_TEXT;
  size_t value;
  *from = last_word(text, &field, &value);
  char *begun = text_fold(text + (value == 0 ? *from : value), -1);
  if (value != 0) {
    char *before = g_strndup(text + *from, value - *from);
    offer_values(ref, field, before, begun, out);
    g_free(before);
  } else {
    for (int i = 0; i < FILTER_FIELDS; i++) {
      const struct field_ops *ops = field_get((enum filter_field)i);
      offer(out, "", lang_get() == LANG_JA ? ops->name.ja : ops->name.id, begun, ops->read == value_time ? "<" : ":");
    }
  }
  g_free(begun);
}
