#include "toban/knowledge.h"

#include <string.h>

#define TO(status) KNOWLEDGE_BIT(KNOWLEDGE_##status)
static const struct { const char *id, *text; unsigned to; } statuses[KNOWLEDGE_STATUSES] = {
  [KNOWLEDGE_DRAFT] = {"draft", NC_("knowledge", "draft"), TO(REVIEW) | TO(RETIRED)},
  [KNOWLEDGE_REVIEW] = {"review", NC_("knowledge", "in review"),
                        TO(DRAFT) | TO(INTERNAL) | TO(PUBLIC) | TO(RETIRED)},
  [KNOWLEDGE_INTERNAL] = {"internal", NC_("knowledge", "for the desk"), TO(DRAFT) | TO(PUBLIC) | TO(RETIRED)},
  [KNOWLEDGE_PUBLIC] = {"public", NC_("knowledge", "public"), TO(DRAFT) | TO(INTERNAL) | TO(RETIRED)},
  [KNOWLEDGE_RETIRED] = {"retired", NC_("knowledge", "retired"), TO(DRAFT)},
};

const char *knowledge_status_id(enum knowledge_status status)
{
  return statuses[status].id;
}

const char *knowledge_status_text(enum knowledge_status status)
{
  return lang_text_context(statuses[status].text);
}

bool knowledge_status_parse(const char *id, enum knowledge_status *out)
{
  for (int i = 0; i < KNOWLEDGE_STATUSES; i++)
    if (strcmp(statuses[i].id, id) == 0) {
      *out = (enum knowledge_status)i;
      return true;
    }
  return false;
}

bool knowledge_status_may(enum knowledge_status from, enum knowledge_status to)
{
  return (statuses[from].to & KNOWLEDGE_BIT(to)) != 0;
}

bool knowledge_has(const struct knowledge *article, enum lang lang)
{
  const struct knowledge_side *side = &article->side[lang];
  return *side->question != '\0' || *side->answer != '\0' || *side->steps != '\0';
}

void knowledge_use_case(const struct knowledge *article, enum lang lang, GString *out)
{
  const char *between = strstr(article->use_case, " / ");
  if (between == NULL)
    g_string_append(out, article->use_case);
  else if (lang == LANG_JA)
    g_string_append_len(out, article->use_case, between - article->use_case);
  else
    g_string_append(out, between + 3);
}

enum lang knowledge_shown(const struct knowledge *article, enum lang lang)
{
  enum lang other = lang == LANG_JA ? LANG_EN : LANG_JA;
  return !knowledge_has(article, lang) && knowledge_has(article, other) ? other : lang;
}

int knowledge_older(const struct knowledge *article)
{
  if (!knowledge_has(article, LANG_JA) || !knowledge_has(article, LANG_EN))
    return -1;
  utc_t ja = article->side[LANG_JA].at, en = article->side[LANG_EN].at;
  return ja == en ? -1 : ja < en ? (int)LANG_JA : (int)LANG_EN;
}

const char *knowledge_side_name(enum lang lang)
{
  return lang == LANG_JA ? "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E" : "English";
}

void knowledge_title(const struct knowledge *article, enum lang lang, GString *out)
{
  enum lang shown = knowledge_shown(article, lang);
  if (shown != lang)
    g_string_append_printf(out, "[%s] ", knowledge_side_name(shown));
  const char *question = article->side[shown].question;
  if (*question == '\0' && *article->use_case != '\0')
    knowledge_use_case(article, lang, out);
  else
    g_string_append(out, *question != '\0' ? question : article->id);
}
