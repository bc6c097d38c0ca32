/* Actions of the search and of knowledge. */
#include <stdlib.h>
#include <string.h>

#include "actions.h"
#include "article_edit.h"
#include "model_modes.h"
#include "model_parts.h"
#include "names.h"
#include "table.h"
#include "toban/knowledge_store.h"
#include "toban/search.h"

#define ARTICLES (PANE_BIT(PANE_KNOWLEDGE) | PANE_BIT(PANE_ARTICLE))

/* --- search ------------------------------------------------------------------------------------------------- */
unsigned search_kinds_of(const struct model *model)
{
  return model->search_kinds == 0 ? SEARCH_ALL : model->search_kinds;
}

/* Type and see: the line is open at once. */
static void act_search(struct model *model, const char *arg, struct effects *effects)
{
  pane_show(model, PANE_SEARCH, effects);
  if (arg != NULL)
    filter_set(model, PANE_SEARCH, arg, effects);
  else
    line_open(model, LINE_FILTER, model->filter[PANE_SEARCH]);
}

/* All, then one kind after the other. */
static void act_kinds(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  unsigned kinds = search_kinds_of(model);
  unsigned next = kinds == SEARCH_ALL ? 1u << SEARCH_TICKET_KIND : kinds >> 1;
  model->search_kinds = next == 0 ? SEARCH_ALL : next;
  model->list[PANE_SEARCH] = (struct list){0};
  pane_ask(model, PANE_SEARCH, effects);
  model_touch(model, DIRTY_ALL);
}

/* --- knowledge ---------------------------------------------------------------------------------------------- */
static void act_knowledge(struct model *model, const char *arg, struct effects *effects)
{
  pane_show(model, PANE_KNOWLEDGE, effects);
  if (arg != NULL)
    filter_set(model, PANE_KNOWLEDGE, arg, effects);
}

/* The article under the cursor, or the one that is shown. */
static const struct knowledge_row *current(const struct model *model)
{
  const struct knowledge_view *view = model->view[PANE_ARTICLE];
  if (model->focus == PANE_KNOWLEDGE)
    return table_current(model, PANE_KNOWLEDGE);
  return view != NULL && strcmp(view->row.a.id, model->article) == 0 ? &view->row : NULL;
}

static void tell(struct model *model, struct command *take_command, const char *id, const char *done,
                 struct effects *effects)
{
  struct pending pending = {.done = done};
  g_strlcpy(pending.ticket, id, sizeof pending.ticket);
  model_send(model, take_command, &pending, effects);
}

static void move(struct model *model, enum knowledge_status to, const char *done, struct effects *effects)
{
  const struct knowledge_row *row = current(model);
  if (row != NULL)
    tell(model, knowledge_move(model->actor, model->now, row->revision, row->a.id, to), row->a.id, done, effects);
}

static void act_review(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  move(model, KNOWLEDGE_REVIEW, N_("%s: waits for a review"), effects);
}

static void act_publish(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  move(model, KNOWLEDGE_PUBLIC, N_("%s: published for users"), effects);
}

static void act_internal(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  move(model, KNOWLEDGE_INTERNAL, N_("%s: published for the desk"), effects);
}

static void act_retire(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  move(model, KNOWLEDGE_RETIRED, N_("%s: taken out of use"), effects);
}

static void vote(struct model *model, bool helped, struct effects *effects)
{
  const struct knowledge_row *row = current(model);
  const char *ticket = *model->ticket_key == '\0' ? NULL : model->ticket_key;
  if (row != NULL)
    tell(model, knowledge_vote(model->actor, model->now, row->a.id, helped, ticket), row->a.id,
         helped ? N_("%s: it helped") : N_("%s: it did not help"), effects);
}

static void act_helped(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  vote(model, true, effects);
}

static void act_useless(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  vote(model, false, effects);
}

/* What was found and may stay: the first of them is offered. */
static void act_allow(struct model *model, const char *arg, struct effects *effects)
{
  const struct knowledge_view *view = model->view[PANE_ARTICLE];
  if (view == NULL || current(model) != &view->row)
    return;
  if (arg != NULL) {
    tell(model, knowledge_allow(model->actor, model->now, view->row.a.id, arg), view->row.a.id,
         N_("%s: allowed"), effects);
  } else if (view->findings > 0) {
    g_autofree char *line = g_strdup_printf("allow %s", view->finding[0].words);
    line_open(model, LINE_COMMAND, line);
  } else {
    model_say(model, ROLE_QUIET, "%s", _("nothing was found that stands in the way"));
  }
}

/* --- earlier versions ----------------------------------------------------------------------------------------- */
static const struct knowledge_view *shown_view(const struct model *model)
{
  const struct knowledge_view *view = model->view[PANE_ARTICLE];
  return current(model) == NULL || view == NULL || current(model) != &view->row ? NULL : view;
}

static void show_version(struct model *model, const char *number, struct effects *effects)
{
  const struct knowledge_view *view = shown_view(model);
  int wanted = view == NULL ? 0 : atoi(number);
  (void)effects;
  if (view == NULL || wanted < 1 || wanted > view->versions) {
    model_say(model, ROLE_BAD, _("there is no version %d"), wanted);
    return;
  }
  model->article_version = wanted == view->versions ? 0 : wanted; /* the newest is the article as it is */
  model->list[PANE_ARTICLE] = (struct list){0};
  model_touch(model, DIRTY_ALL);
}

static void version_line(const struct model *model, const struct knowledge_version *version, GString *out)
{
  g_autoptr(GString) by = g_string_new(NULL), title = g_string_new(NULL), at = g_string_new(NULL);
  person_short(model, version->by, by);
  japan_time(model, version->at, at);
  knowledge_title(&version->a, lang_get(), title);
  g_string_printf(out, _("version %d  %s  %s  %s"), version->number, at->str, by->str, title->str);
}

static void act_versions(struct model *model, const char *arg, struct effects *effects)
{
  const struct knowledge_view *view = shown_view(model);
  if (view == NULL)
    return;
  if (arg != NULL) {
    show_version(model, arg, effects);
    return;
  }
  struct menu *menu = menu_open(model, _("Which version? The newest is the article as it is."), show_version);
  for (int i = 0; i < view->versions; i++) {
    char number[16];
    g_autoptr(GString) line = g_string_new(NULL);
    g_snprintf(number, sizeof number, "%d", view->version[i].number);
    version_line(model, &view->version[i], line);
    menu_add(menu, number, line->str);
  }
  menu_ready(model, false);
}

/* A new version with the words of the earlier one: that is taken back in the same way. */
static void act_take_version(struct model *model, const char *arg, struct effects *effects)
{
  const struct knowledge_view *view = shown_view(model);
  (void)arg;
  for (int i = 0; view != NULL && i < view->versions; i++)
    if (view->version[i].number == model->article_version) {
      struct knowledge article = view->version[i].a;
      article.id = view->row.a.id;
      tell(model, knowledge_save(model->actor, model->now, view->row.revision, &article), article.id,
           N_("%s: the earlier words again, a draft now"), effects);
      model->article_version = 0;
      model->list[PANE_ARTICLE] = (struct list){0};
      model_touch(model, DIRTY_ALL);
      return;
    }
}

static void act_edit(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  if (model->focus == PANE_ARTICLE)
    article_edit_open(model, effects);
}

static void act_article(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  const struct ticket *ticket = model_subject(model);
  if (ticket == NULL || model->ticket == NULL || model->ref == NULL || strcmp(model->ticket->t.key, ticket->key) != 0) {
    model_say(model, ROLE_QUIET, "%s", _("open the ticket first"));
    return;
  }
  tell(model, knowledge_from_ticket(model->actor, model->now, model->ref, model->ticket), ticket->key,
       N_("%s: a draft without a word of the exchange is among the articles (J)"), effects);
}

/* --- what works now --------------------------------------------------------------------------------------------- */
static bool may_move(const struct model *model, enum knowledge_status to)
{
  const struct knowledge_row *row = current(model);
  return row != NULL && knowledge_status_may(row->a.status, to);
}

static bool may_review(const struct model *model)
{
  return may_move(model, KNOWLEDGE_REVIEW);
}

static bool may_publish(const struct model *model)
{
  return may_move(model, KNOWLEDGE_PUBLIC);
}

static bool may_publish_internal(const struct model *model)
{
  return may_move(model, KNOWLEDGE_INTERNAL);
}

static bool has_findings(const struct model *model)
{
  const struct knowledge_view *view = shown_view(model);
  return view != NULL && view->findings > 0;
}

static bool has_versions(const struct model *model)
{
  return shown_view(model) != NULL && shown_view(model)->versions > 1;
}

#define PRESENT (NEED_ROWS | NEED_PRESENT)
static const struct action rows[] = {
  {"search", "F", NC_("action", "search"), N_("look for words in tickets, articles and assets"), GROUP_DESK,
   .arg = ARG_TEXT, .run = act_search},
  {"kinds", "f", NC_("action", "kinds"), N_("look among all, tickets, assets, or articles only"), GROUP_DESK,
   PANE_BIT(PANE_SEARCH), 0, 0, ARG_NONE, -1, act_kinds, RIGHT_READ},
  {"knowledge", "J", NC_("action", "knowledge"), N_("articles: questions and what helps"), GROUP_DESK,
   .arg = ARG_TEXT, .foot = 26, .run = act_knowledge},
  {"helped", "+", NC_("action", "helped"), N_("this article helped"), GROUP_DESK, ARTICLES, PRESENT, 0, ARG_NONE, -1,
   act_helped, RIGHT_KNOWLEDGE_EDIT},
  {"useless", "-", NC_("action", "did not help"), N_("this article did not help"), GROUP_DESK, ARTICLES, PRESENT, 0,
   ARG_NONE, -2, act_useless, RIGHT_KNOWLEDGE_EDIT},
  {"versions", "v", NC_("action", "versions"), N_("show an earlier version of the article"), GROUP_DESK,
   PANE_BIT(PANE_ARTICLE), NEED_ROWS, 0, ARG_TEXT, -5, act_versions, RIGHT_READ, has_versions},
  {"take-version", "u", NC_("action", "take it back"), N_("make the earlier version that is shown the newest"),
   GROUP_DESK, PANE_BIT(PANE_ARTICLE), NEED_ROWS | NEED_EARLIER, 0, ARG_NONE, -1, act_take_version,
   RIGHT_KNOWLEDGE_EDIT},
  {"edit-article", "e", NC_("action", "edit"), N_("both sides of the article, beside each other"), GROUP_DESK,
   PANE_BIT(PANE_ARTICLE), PRESENT, 0, ARG_NONE, -3, act_edit, RIGHT_KNOWLEDGE_EDIT},
  {"review", "r", NC_("action", "to review"), N_("give the draft to review"), GROUP_DESK, ARTICLES, PRESENT, 0,
   ARG_NONE, -4, act_review, RIGHT_KNOWLEDGE_EDIT, may_review},
  {"allow", "y", NC_("action", "allow"), N_("words that were found and may stay"), GROUP_DESK, PANE_BIT(PANE_ARTICLE),
   PRESENT, 0, ARG_TEXT, -5, act_allow, RIGHT_KNOWLEDGE_EDIT, has_findings},
  {"publish", "p", NC_("action", "publish"), N_("publish the article for users"), GROUP_DESK, ARTICLES, PRESENT, 0,
   ARG_NONE, -6, act_publish, RIGHT_KNOWLEDGE_PUBLISH, may_publish},
  {"publish-internal", "i", NC_("action", "for the desk"), N_("publish the article for the desk alone"), GROUP_DESK,
   ARTICLES, PRESENT, 0, ARG_NONE, -7, act_internal, RIGHT_KNOWLEDGE_PUBLISH, may_publish_internal},
  {"retire", "", NC_("action", "retire"), N_("take the article out of use"), GROUP_DESK, ARTICLES, PRESENT, 0,
   ARG_NONE, 0, act_retire, RIGHT_KNOWLEDGE_PUBLISH},
  {"article", "Alt-k", NC_("action", "to knowledge"), N_("make a draft of an article from the ticket"), GROUP_TICKET,
   PANE_BIT(PANE_TICKET), NEED_TICKET, 0, ARG_NONE, 0, act_article, RIGHT_KNOWLEDGE_EDIT},
};
const struct action_part actions_find = {rows, (int)G_N_ELEMENTS(rows)};
