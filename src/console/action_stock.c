/* Stock-takes and surveys: going there, the steps of each. */
#include <stdlib.h>
#include <string.h>

#include "actions.h"
#include "model_parts.h"
#include "stock.h"
#include "table.h"

#define BETWEEN "//"

static void tell(struct model *model, struct command *take_command, const char *done, struct effects *effects)
{
  model_send(model, take_command, &(struct pending){.done = done}, effects);
}

/* The next or the one before of a pane's things, by their numbers; 0 is the newest. */
static void step(struct model *model, enum pane_id pane, int64_t now, int by, struct effects *effects)
{
  if (now + by < 1)
    return;
  model->choice[pane] = now + by;
  model->list[pane] = (struct list){0};
  pane_show(model, pane, effects);
}

/* --- stock-takes ---------------------------------------------------------------------------------------------- */
static void act_stocktake(struct model *model, const char *arg, struct effects *effects)
{
  const struct office *office = arg == NULL || model->ref == NULL ? NULL : reference_office(model->ref, arg);
  if (arg != NULL && office == NULL) {
    model_say(model, ROLE_BAD, _("there is no office “%s”"), arg);
    return;
  }
  if (office != NULL && !right_may(model->roles, RIGHT_ASSET)) {
    GError *error = NULL;
    right_refuse(model->roles, RIGHT_ASSET, &error);
    model_say(model, ROLE_BAD, "%s", error->message);
    g_error_free(error);
    return;
  }
  if (office != NULL) /* its tags are asked for; when they are here it begins (pane_stock.c) */
    g_strlcpy(model->stock_office, office->id, sizeof model->stock_office);
  pane_show(model, PANE_STOCK, effects);
}

/* The line opens again behind each tag: a barcode reader types one after the other. */
static void act_seen(struct model *model, const char *arg, struct effects *effects)
{
  const struct stocktake *one = stock_current(model);
  if (one == NULL)
    return;
  if (arg != NULL) {
    struct pending pending = {.done = N_("%s: seen")};
    g_strlcpy(pending.ticket, arg, sizeof pending.ticket);
    model_send(model, stocktake_step(model->actor, model->now, one->number, "stocktake-seen", arg), &pending, effects);
  }
  line_open(model, LINE_COMMAND, "seen ");
}

static void act_unseen(struct model *model, const char *arg, struct effects *effects)
{
  const struct stocktake *one = stock_current(model);
  const struct stocktake_line *line = table_current(model, PANE_STOCK);
  (void)arg;
  if (one != NULL && line != NULL && line->result != STOCK_EXPECTED)
    tell(model, stocktake_step(model->actor, model->now, one->number, "stocktake-unseen", line->tag),
         N_("taken back"), effects);
}

static void close_chosen(struct model *model, const char *value, struct effects *effects)
{
  const struct stocktake *one = stock_current(model);
  if (one != NULL && strcmp(value, "yes") == 0)
    tell(model, stocktake_step(model->actor, model->now, one->number, "stocktake-closed", NULL),
         N_("the stock-take is closed"), effects);
}

static void act_stock_close(struct model *model, const char *arg, struct effects *effects)
{
  const struct stocktake *one = stock_current(model);
  (void)arg, (void)effects;
  if (one == NULL || one->closed_at != UTC_NONE)
    return;
  struct menu *menu = menu_open(model, _("Close the stock-take?"), close_chosen);
  menu->info = g_strdup(_("What was not seen is missing then; its result is kept."));
  menu_add(menu, "no", _("no"));
  menu_add(menu, "yes", _("yes, close it"));
  menu_ready(model, false);
}

static void act_stock_older(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  if (stock_current(model) != NULL)
    step(model, PANE_STOCK, stock_current(model)->number, -1, effects);
}

static void act_stock_newer(struct model *model, const char *arg, struct effects *effects)
{
  const struct stocktake_view *view = model->view[PANE_STOCK];
  (void)arg;
  if (view != NULL && view->one != NULL && view->one->number < view->list[0].number)
    step(model, PANE_STOCK, view->one->number, 1, effects);
}

/* --- surveys -------------------------------------------------------------------------------------------------- */
static void act_surveys(struct model *model, const char *arg, struct effects *effects)
{
  if (arg != NULL)
    model->choice[PANE_SURVEY] = atoi(arg);
  pane_show(model, PANE_SURVEY, effects);
}

static void act_survey_make(struct model *model, const char *arg, struct effects *effects)
{
  char **part = g_strsplit(arg == NULL ? "" : arg, BETWEEN, 2);
  if (arg == NULL)
    line_open(model, LINE_COMMAND, "survey-make ");
  else if (g_strv_length(part) < 2)
    model_say(model, ROLE_BAD, "%s", _("write it so: Japanese // English"));
  else {
    model->choice[PANE_SURVEY] = 0;
    pane_show(model, PANE_SURVEY, effects);
    tell(model, survey_make(model->actor, model->now, g_strstrip(part[0]), g_strstrip(part[1]), DAY_NONE),
         N_("the survey is begun: ask questions"), effects);
  }
  g_strfreev(part);
}

static int64_t survey_number(const struct model *model)
{
  return survey_shown(model) == NULL ? 0 : survey_shown(model)->one->number;
}

static void act_survey_ask(struct model *model, const char *arg, struct effects *effects)
{
  char **part = g_strsplit(arg == NULL ? "" : arg, BETWEEN, 4);
  guint parts = g_strv_length(part);
  if (arg == NULL)
    line_open(model, LINE_COMMAND, "survey-ask ");
  else if (parts < 2 || survey_number(model) == 0)
    model_say(model, ROLE_BAD, "%s", _("write it so: Japanese // English // kind // choices"));
  else
    tell(model, survey_step(model->actor, model->now, survey_number(model), "survey-asked",
                            json_pack("{s:s, s:s, s:s, s:s}", "ja", g_strstrip(part[0]), "en", g_strstrip(part[1]),
                                      "kind", parts > 2 ? g_strstrip(part[2]) : "text", "choices",
                                      parts > 3 ? g_strstrip(part[3]) : "")),
         N_("the question is added"), effects);
  g_strfreev(part);
}

/* The word "OFFICE" or "OFFICE=ADDRESS" that names the office; its address, "" without; NULL: no word does. */
static const char *address_of(const struct model *model, char *const *word, const struct office *office)
{
  for (int w = 0; word[w] != NULL; w++) {
    g_autofree char *name = g_strndup(word[w], strcspn(word[w], "="));
    if (strcmp(name, "all") == 0 || reference_office(model->ref, name) == office)
      return word[w][strlen(name)] == '=' ? word[w] + strlen(name) + 1 : "";
  }
  return NULL;
}

static void act_survey_to(struct model *model, const char *arg, struct effects *effects)
{
  if (arg == NULL) {
    line_open(model, LINE_COMMAND, "survey-to ");
    return;
  }
  struct command *command = NULL;
  char **word = g_strsplit(arg, " ", -1);
  for (int i = 0; model->ref != NULL && i < model->ref->offices; i++) {
    const struct office *office = &model->ref->office[i];
    const char *address = address_of(model, word, office);
    json_t *data = address == NULL ? NULL : json_pack("{s:s, s:s}", "office", office->id, "address", address);
    if (address != NULL && command == NULL)
      command = survey_step(model->actor, model->now, survey_number(model), "survey-addressed", data);
    else if (address != NULL)
      record_command_add(command, command->name, "survey-addressed", data);
  }
  g_strfreev(word);
  if (command == NULL)
    model_say(model, ROLE_BAD, _("there is no office “%s”"), arg);
  else
    tell(model, command, N_("the offices are addressed"), effects);
}

static void survey_act(struct model *model, const char *kind, const char *done, struct effects *effects)
{
  if (survey_number(model) > 0)
    tell(model, survey_step(model->actor, model->now, survey_number(model), kind, NULL), done, effects);
}

static void act_survey_send(struct model *model, const char *arg, struct effects *effects)
{
  const struct survey_view *view = survey_shown(model);
  (void)arg;
  if (view == NULL)
    return;
  struct command *command = survey_step(model->actor, model->now, view->one->number, "survey-sent", NULL);
  survey_mail(command, view, model->ref, false);
  tell(model, command, N_("the survey is sent"), effects);
}

static void act_survey_close(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  survey_act(model, "survey-closed", N_("the survey is closed"), effects);
}

static void act_survey_remind(struct model *model, const char *arg, struct effects *effects)
{
  const struct survey_view *view = survey_shown(model);
  struct command *command = NULL;
  (void)arg;
  for (int i = 0; view != NULL && i < view->offices; i++) {
    if (view->office[i].answered_at != UTC_NONE)
      continue;
    json_t *data = json_pack("{s:s}", "office", view->office[i].office);
    if (command == NULL)
      command = survey_step(model->actor, model->now, view->one->number, "survey-reminded", data);
    else
      record_command_add(command, command->name, "survey-reminded", data);
  }
  if (command != NULL) {
    survey_mail(command, view, model->ref, true);
    tell(model, command, N_("those who have not answered are reminded"), effects);
  } else {
    model_say(model, ROLE_NORMAL, "%s", _("everybody has answered"));
  }
}

/* "1=yes // 2=12": the answers of the office under the cursor. */
static void act_survey_answer(struct model *model, const char *arg, struct effects *effects)
{
  const struct survey_office *office = table_current(model, PANE_SURVEY);
  if (office == NULL)
    return;
  if (arg == NULL) {
    line_open(model, LINE_COMMAND, "survey-answer 1=");
    return;
  }
  json_t *answers = json_object();
  char **part = g_strsplit(arg, BETWEEN, -1);
  for (int i = 0; part[i] != NULL; i++) {
    char *equals = strchr(part[i], '=');
    if (equals == NULL)
      continue;
    *equals = '\0';
    json_object_set_new(answers, g_strstrip(part[i]), json_string(g_strstrip(equals + 1)));
  }
  if (json_object_size(answers) == 0)
    model_say(model, ROLE_BAD, "%s", _("write it so: 1=answer // 2=answer"));
  else
    tell(model, survey_step(model->actor, model->now, survey_number(model), "survey-answered",
                            json_pack("{s:s, s:O}", "office", office->office, "answers", answers)),
         N_("the answers are entered"), effects);
  json_decref(answers);
  g_strfreev(part);
}

static void act_survey_older(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  if (survey_number(model) > 0)
    step(model, PANE_SURVEY, survey_number(model), -1, effects);
}

static void act_survey_newer(struct model *model, const char *arg, struct effects *effects)
{
  const struct survey_view *view = survey_shown(model);
  (void)arg;
  if (view != NULL && view->one->number < view->list[0].number)
    step(model, PANE_SURVEY, view->one->number, 1, effects);
}

/* --- what works now --------------------------------------------------------------------------------------------- */
static bool is_counting(const struct model *model)
{
  return stock_current(model) != NULL && stock_current(model)->closed_at == UTC_NONE;
}

static bool has_older_stock(const struct model *model)
{
  return stock_current(model) != NULL && stock_current(model)->number > 1;
}

static bool has_newer_stock(const struct model *model)
{
  const struct stocktake_view *view = model->view[PANE_STOCK];
  return view != NULL && view->one != NULL && view->one->number < view->list[0].number;
}

static bool is_survey(const struct model *model, enum survey_state state)
{
  return survey_shown(model) != NULL && survey_shown(model)->one->state == state;
}

static bool is_draft(const struct model *model)
{
  return is_survey(model, SURVEY_DRAFT);
}

static bool is_sent(const struct model *model)
{
  return is_survey(model, SURVEY_SENT);
}

static bool has_older_survey(const struct model *model)
{
  return survey_number(model) > 1;
}

static bool has_newer_survey(const struct model *model)
{
  const struct survey_view *view = survey_shown(model);
  return view != NULL && view->one->number < view->list[0].number;
}

#define STOCK PANE_BIT(PANE_STOCK)
#define SURVEY PANE_BIT(PANE_SURVEY)
static const struct action rows[] = {
  {"stocktake", "Alt-i", NC_("action", "stock-take"), N_("the stock-take; with an office: begin one there"), GROUP_DESK,
   .arg = ARG_TEXT, .run = act_stocktake},
  {"seen", "i", NC_("action", "tags"), N_("type tags that are there, by hand or with a barcode reader"), GROUP_DESK,
   STOCK, NEED_ROWS, 0, ARG_TEXT, -1, act_seen, RIGHT_LOAN, is_counting},
  {"unseen", "u", NC_("action", "not seen"), N_("it was not there after all"), GROUP_DESK, STOCK, NEED_ROWS, 0,
   ARG_NONE, -2, act_unseen, RIGHT_LOAN, is_counting},
  {"stock-older", "[", NC_("action", "older"), N_("the stock-take before"), GROUP_DESK, STOCK, .foot = -4,
   .run = act_stock_older, .works = has_older_stock},
  {"stock-newer", "]", NC_("action", "newer"), N_("the stock-take after"), GROUP_DESK, STOCK, .foot = -5,
   .run = act_stock_newer, .works = has_newer_stock},
  {"stock-close", "C", NC_("action", "finish"), N_("close it: what was not seen is missing"), GROUP_DESK, STOCK,
   NEED_ROWS, 0, ARG_NONE, -3, act_stock_close, RIGHT_ASSET, is_counting},
  {"surveys", "Alt-s", NC_("action", "survey"), N_("surveys of the offices: the newest, or by number"), GROUP_DESK,
   .arg = ARG_TEXT, .run = act_surveys},
  {"survey-make", "", NC_("action", "new survey"), N_("begin a survey: Japanese // English"), GROUP_DESK, 0, 0, 0,
   ARG_TEXT, 0, act_survey_make, RIGHT_SURVEY},
  {"survey-ask", "", NC_("action", "question"), N_("a question: Japanese // English // kind // choices"), GROUP_DESK,
   SURVEY, 0, 0, ARG_TEXT, 0, act_survey_ask, RIGHT_SURVEY},
  {"survey-to", "", NC_("action", "offices"), N_("which offices are asked: OFFICE=MAIL ..., or all"), GROUP_DESK,
   SURVEY, 0, 0, ARG_TEXT, 0, act_survey_to, RIGHT_SURVEY},
  {"survey-send", "S", NC_("action", "send"), N_("send it: questions and offices stand still from now on"),
   GROUP_DESK, SURVEY, NEED_ROWS, 0, ARG_NONE, -2, act_survey_send, RIGHT_SURVEY, is_draft},
  {"survey-answer", "e", NC_("action", "answer"), N_("enter the answers of the office"), GROUP_DESK, SURVEY, NEED_ROWS,
   0, ARG_TEXT, -1, act_survey_answer, RIGHT_SURVEY, is_sent},
  {"survey-remind", "m", NC_("action", "remind"), N_("remind those who have not answered"), GROUP_DESK, SURVEY,
   NEED_ROWS, 0, ARG_NONE, -3, act_survey_remind, RIGHT_SURVEY, is_sent},
  {"survey-close", "C", NC_("action", "finish"), N_("no more answers"), GROUP_DESK, SURVEY, NEED_ROWS, 0, ARG_NONE, -4,
   act_survey_close, RIGHT_SURVEY, is_sent},
  {"survey-older", "[", NC_("action", "older"), N_("the survey before"), GROUP_DESK, SURVEY, .foot = -5,
   .run = act_survey_older, .works = has_older_survey},
  {"survey-newer", "]", NC_("action", "newer"), N_("the survey after"), GROUP_DESK, SURVEY, .foot = -6,
   .run = act_survey_newer, .works = has_newer_survey},
};
const struct action_part actions_stock = {rows, (int)G_N_ELEMENTS(rows)};
