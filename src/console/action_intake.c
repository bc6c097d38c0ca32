/* Taking in, and the office card. */
#include <string.h>

#include "actions.h"
#include "model_parts.h"
#include "toban/notice.h"
#include "toban/office_card.h"
#include "toban/text.h"

/* --- taking in ---------------------------------------------------------------------------------------- */
static void act_new(struct model *model, const char *arg, struct effects *effects)
{
  enum channel channel = CHANNEL_NONE;
  if (arg != NULL && !channel_parse(arg, &channel)) {
    model_say(model, ROLE_BAD, _("there is no channel “%s” (phone mail web salon face teams teams-voice)"), arg);
    return;
  }
  form_open(model, channel, NULL, effects);
}

#define TAKES_IN(name, channel)                                                          \
  static void act_##name(struct model *model, const char *arg, struct effects *effects) \
  {                                                                                      \
    (void)arg;                                                                           \
    form_open(model, channel, NULL, effects);                                            \
  }
TAKES_IN(phone, CHANNEL_PHONE)
TAKES_IN(mail, CHANNEL_MAIL)
TAKES_IN(web, CHANNEL_WEB)
TAKES_IN(salon, CHANNEL_SALON)
TAKES_IN(face, CHANNEL_FACE)
TAKES_IN(teams, CHANNEL_TEAMS)
TAKES_IN(teams_voice, CHANNEL_TEAMS_VOICE)

/* --- the office card ------------------------------------------------------------------------------------ */
static void show_office(struct model *model, const char *office, struct effects *effects)
{
  g_strlcpy(model->office, office, sizeof model->office);
  model->list[PANE_OFFICE] = (struct list){0};
  pane_show(model, PANE_OFFICE, effects);
}

static void office_chosen(struct model *model, const char *value, struct effects *effects)
{
  char *office = g_strdup(value);
  menu_close(model);
  show_office(model, office, effects);
  g_free(office);
}

static void choose_office(struct model *model)
{
  struct menu *menu = menu_open(model, _("Which office?"), office_chosen);
  for (int i = 0; model->ref != NULL && i < model->ref->offices; i++) {
    const struct office *office = &model->ref->office[i];
    char *label = g_strdup_printf("%s %s  (%s, %s)", office->id, office_name(office),
                                  office->name[lang_get() == LANG_JA ? LANG_EN : LANG_JA], office->code);
    menu_add(menu, office->id, label);
    g_free(label);
  }
  menu_ready(model, true);
}

/* By id or code, or the first whose name has the words. */
static const struct office *office_named(const struct model *model, const char *text)
{
  const struct office *found = model->ref == NULL ? NULL : reference_office(model->ref, text);
  for (int i = 0; found == NULL && model->ref != NULL && i < model->ref->offices; i++) {
    const struct office *office = &model->ref->office[i];
    const char *names[] = {office->name[LANG_JA], office->name[LANG_EN], office->code, NULL};
    if (model_filter_fits(text, names))
      found = office;
  }
  return found;
}

/* What the cursor is on belongs to an office, in most panes. */
static const char *office_here(const struct model *model)
{
  const struct ticket *ticket = model_subject(model);
  const struct office *clock = model->focus == PANE_CLOCK ? clock_current(model) : NULL;
  int row = model->list[model->focus].cursor;
  if (clock != NULL)
    return clock->id;
  if (ticket != NULL)
    return ticket->office;
  if (model->focus == PANE_DUE && model->due != NULL && row < model->due->rows)
    return model->due->row[row].office;
  if (model->focus == PANE_ASSET && model->assets != NULL && row < model->assets->rows)
    return model->assets->row[row].office;
  return NULL;
}

static void act_office(struct model *model, const char *arg, struct effects *effects)
{
  const struct office *named = arg == NULL ? NULL : office_named(model, arg);
  const char *here = arg == NULL ? office_here(model) : NULL;
  if (arg != NULL && named == NULL)
    model_say(model, ROLE_BAD, _("there is no office “%s”"), arg);
  else if (named != NULL)
    show_office(model, named->id, effects);
  else if (here != NULL && *here != '\0')
    show_office(model, here, effects);
  else
    choose_office(model);
}

/* A notice on the card that is shown; without words the line asks for some. */
static void act_notice(struct model *model, const char *arg, struct effects *effects)
{
  if (arg == NULL || *arg == '\0') {
    line_open(model, LINE_COMMAND, "notice ");
    return;
  }
  struct pending pending = {.done = N_("notice %s: on the card")};
  model_send(model, notice_put(model->actor, model->now, model->office, arg, UTC_NONE), &pending, effects);
}

static bool has_notices(const struct model *model)
{
  const struct office_card *card = model->view[PANE_OFFICE];
  return card != NULL && card->notices > 0;
}

static void act_notice_end(struct model *model, const char *arg, struct effects *effects)
{
  int64_t number;
  if (arg == NULL || *arg == '\0') {
    line_open(model, LINE_COMMAND, "notice-end ");
    return;
  }
  if (!g_ascii_string_to_signed(arg, 10, 1, G_MAXINT64, &number, NULL)) {
    model_say(model, ROLE_BAD, _("“%s” is no number of a notice"), arg);
    return;
  }
  struct pending pending = {.done = N_("notice %s: over")};
  model_send(model, notice_end(model->actor, model->now, number), &pending, effects);
}

#define CHANNEL_ACTION(id, key, run_, name_, help_) \
  {id, key, name_, help_, GROUP_TICKET, .run = run_, .right = RIGHT_TICKET_NEW}
static const struct action rows[] = {
  {"new", "n", NC_("action", "new"), N_("take in a new ticket"), GROUP_DESK, .arg = ARG_TEXT, .foot = 2,
   .run = act_new, .right = RIGHT_TICKET_NEW},
  CHANNEL_ACTION("new-phone", "F3", act_phone, NC_("action", "phone"),
                 N_("take a call in, also while something is typed")),
  CHANNEL_ACTION("new-mail", "F4", act_mail, NC_("action", "mail"), N_("take a mail in")),
  CHANNEL_ACTION("new-web", "F5", act_web, NC_("action", "web"), N_("take in what came by the web form")),
  CHANNEL_ACTION("new-salon", "F6", act_salon, NC_("action", "salon"),
                 N_("take in what was asked in the IT Salon")),
  CHANNEL_ACTION("new-face", "F7", act_face, NC_("action", "face"), N_("take in what was asked face to face")),
  CHANNEL_ACTION("new-teams", "F8", act_teams, NC_("action", "Teams"), N_("take in a Teams chat")),
  CHANNEL_ACTION("new-teams-voice", "F9", act_teams_voice, NC_("action", "Teams voice"), N_("take in a Teams call")),
  {"office", "O", NC_("action", "card"), N_("the card of the office that the cursor is on, or of a named one"),
   GROUP_DESK, .arg = ARG_TEXT, .foot = 18, .run = act_office},
  {"notice", "+", NC_("action", "notice"), N_("a notice on this office’s card"), GROUP_DESK, PANE_BIT(PANE_OFFICE),
   .arg = ARG_TEXT, .foot = -1, .run = act_notice, .right = RIGHT_TICKET_NOTE},
  {"notice-end", "-", NC_("action", "over"), N_("a notice of this office’s card is over: its number"), GROUP_DESK,
   PANE_BIT(PANE_OFFICE), .arg = ARG_TEXT, .foot = -2, .run = act_notice_end, .right = RIGHT_TICKET_NOTE,
   .works = has_notices},
};
const struct action_part actions_intake = {rows, (int)G_N_ELEMENTS(rows)};
