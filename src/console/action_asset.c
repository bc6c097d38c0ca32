/* Assets, loans, licences, renewals: going there, and what is done to the one under the cursor. What is typed stands in
 * parts between " // "; without anything the line asks for it. */
#include <stdlib.h>
#include <string.h>

#include "actions.h"
#include "card.h"
#include "model_parts.h"
#include "table.h"
#include "toban/asset_store.h"
#include "toban/licence_store.h"
#include "toban/loan_store.h"

#define BETWEEN "//"
enum { PARTS = 4 };

/* The parts of what was typed, "" where there are fewer; g_strfreev. */
static char **parts_of(const char *text)
{
  char **split = g_strsplit(text, BETWEEN, PARTS), **parts = g_new0(char *, PARTS + 1);
  for (int i = 0, n = (int)g_strv_length(split); i < PARTS; i++)
    parts[i] = g_strdup(i < n ? g_strstrip(split[i]) : "");
  g_strfreev(split);
  return parts;
}

static void tell(struct model *model, struct command *take_command, const char *done, const char *key,
                 struct effects *effects)
{
  struct pending pending = {.done = done};
  g_strlcpy(pending.ticket, key, sizeof pending.ticket);
  model_send(model, take_command, &pending, effects);
}

/* Says the error and frees it; false. */
static bool say(struct model *model, GError *take_error)
{
  model_say(model, ROLE_BAD, "%s", take_error->message);
  g_error_free(take_error);
  return false;
}

static bool day_of(struct model *model, const char *text, day_t *out)
{
  GError *error = NULL;
  return japan_day_parse(text, model->now, out, &error) || say(model, error);
}

static bool time_of(struct model *model, const char *text, utc_t *out)
{
  GError *error = NULL;
  *out = model->now;
  return *text == '\0' || japan_parse(text, model->now, out, &error) || say(model, error);
}

/* --- going there ---------------------------------------------------------------------------------------------- */
static void act_loans(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  pane_show(model, PANE_LOAN, effects);
}

static void act_licences(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  pane_show(model, PANE_LICENCE, effects);
}

static void act_renewals(struct model *model, const char *arg, struct effects *effects)
{
  if (arg != NULL && atoi(arg) > 0)
    model->choice[PANE_RENEWAL] = atoi(arg);
  pane_show(model, PANE_RENEWAL, effects);
}

static void act_loan_view(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model->choice[PANE_LOAN] = (model->choice[PANE_LOAN] + 1) % LOAN_CHOICES;
  model->list[PANE_LOAN] = (struct list){0};
  pane_show(model, PANE_LOAN, effects);
}

static void act_renewal_view(struct model *model, const char *arg, struct effects *effects)
{
  int64_t days = model->choice[PANE_RENEWAL];
  (void)arg;
  model->choice[PANE_RENEWAL] = days == 30 ? 90 : days == 180 ? 30 : 180;
  model->list[PANE_RENEWAL] = (struct list){0};
  pane_show(model, PANE_RENEWAL, effects);
}

/* The assets of the ticket: its key finds them. */
static void act_ticket_assets(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  char key[32];
  g_strlcpy(key, model_subject(model)->key, sizeof key);
  model_focus(model, PANE_ASSET);
  filter_set(model, PANE_ASSET, key, effects);
}

static void act_ticket_asset(struct model *model, const char *arg, struct effects *effects)
{
  if (arg == NULL) {
    line_open(model, LINE_COMMAND, "ticket-asset ");
    return;
  }
  char key[32];
  g_strlcpy(key, model_subject(model)->key, sizeof key);
  tell(model, asset_step(model->actor, model->now, arg, "asset-ticket", "ticket", key), N_("%s: the asset is linked"),
       key, effects);
}

/* --- one asset ------------------------------------------------------------------------------------------------ */
static void act_asset_set(struct model *model, const char *arg, struct effects *effects)
{
  const char *tag = card_tag(model), *equals = arg == NULL ? NULL : strchr(arg, '=');
  if (tag == NULL)
    return;
  if (equals == NULL) {
    line_open(model, LINE_COMMAND, "asset-set ");
    return;
  }
  char *name = g_strstrip(g_strndup(arg, (gsize)(equals - arg))), *value = g_strstrip(g_strdup(equals + 1));
  enum asset_field field = ASSET_FIELDS;
  if (asset_field_parse(name, &field) && field == ASSET_OFFICE && model->ref != NULL) {
    const struct office *office = reference_office(model->ref, value);
    g_free(value);
    value = g_strdup(office == NULL ? equals + 1 : office->id);
  }
  json_t *values = json_object();
  json_object_set_new(values, name, json_string(field == ASSET_KIND    ? asset_kind_of(value)
                                                : field == ASSET_STATE ? asset_state_of(value)
                                                                       : value));
  tell(model, asset_set(model->actor, model->now, 0, tag, values), N_("%s: changed"), tag, effects);
  g_free(value);
  g_free(name);
}

static void act_asset_relate(struct model *model, const char *arg, struct effects *effects)
{
  const char *tag = card_tag(model), *blank = arg == NULL ? NULL : strchr(arg, ' ');
  if (tag == NULL)
    return;
  if (blank == NULL) {
    line_open(model, LINE_COMMAND, "asset-relate ");
    return;
  }
  char *relation = g_strndup(arg, (gsize)(blank - arg)), *to = g_strstrip(g_strdup(blank + 1));
  tell(model, asset_relate(model->actor, model->now, tag, relation, to, false), N_("%s: related"), tag, effects);
  g_free(to);
  g_free(relation);
}

static void act_lend(struct model *model, const char *arg, struct effects *effects)
{
  const char *tag = card_tag(model);
  day_t due;
  utc_t at;
  if (tag == NULL)
    return;
  if (arg == NULL) {
    line_open(model, LINE_COMMAND, "lend ");
    return;
  }
  char **part = parts_of(arg);
  if (day_of(model, part[1], &due) && time_of(model, part[3], &at))
    tell(model, loan_out(model->actor, at, tag, part[0], due, part[2]), N_("%s: lent"), tag, effects);
  g_strfreev(part);
}

static void act_loan_due(struct model *model, const char *arg, struct effects *effects)
{
  const char *tag = card_tag(model);
  day_t due;
  if (arg == NULL)
    line_open(model, LINE_COMMAND, "loan-due ");
  else if (tag != NULL && day_of(model, arg, &due))
    tell(model, loan_due(model->actor, model->now, tag, due), N_("%s: another due day"), tag, effects);
}

static void returned(struct model *model, const char *tag, const char *outcome, const char *time, const char *note,
                     struct effects *effects)
{
  utc_t at;
  if (time_of(model, time, &at))
    tell(model, loan_back(model->actor, at, tag, outcome, note), N_("%s: back"), tag, effects);
}

static void outcome_chosen(struct model *model, const char *value, struct effects *effects)
{
  char tag[256];
  g_strlcpy(tag, model->scan, sizeof tag);
  *model->scan = '\0';
  if (strcmp(value, "no") != 0)
    returned(model, tag, strcmp(value, "whole") == 0 ? "" : value, "", "", effects);
}

static void act_returned(struct model *model, const char *arg, struct effects *effects)
{
  const char *tag = card_tag(model);
  if (tag == NULL)
    return;
  if (arg != NULL) {
    char **part = parts_of(arg);
    returned(model, tag, strcmp(part[0], "whole") == 0 ? "" : part[0], part[1], part[2], effects);
    g_strfreev(part);
    return;
  }
  char *title = g_strdup_printf(_("How does %s come back?"), tag);
  g_strlcpy(model->scan, tag, sizeof model->scan); /* kept while the menu is open */
  struct menu *menu = menu_open(model, title, outcome_chosen);
  menu_add(menu, "whole", _("whole, now"));
  menu_add(menu, "broken", _("broken"));
  menu_add(menu, "lost", _("not at all: it is lost"));
  menu_add(menu, "no", _("it does not come back now"));
  menu_ready(model, false);
  g_free(title);
}

static void act_reserve(struct model *model, const char *arg, struct effects *effects)
{
  const char *tag = card_tag(model);
  day_t from, to;
  if (tag == NULL)
    return;
  if (arg == NULL) {
    line_open(model, LINE_COMMAND, "reserve ");
    return;
  }
  char **part = parts_of(arg);
  if (*part[1] == '\0' || *part[2] == '\0')
    model_say(model, ROLE_BAD, "%s", _("write it so: borrower // from // to"));
  else if (day_of(model, part[1], &from) && day_of(model, part[2], &to))
    tell(model, loan_reserve(model->actor, model->now, tag, part[0], from, to, part[3]), N_("%s: reserved"), tag,
         effects);
  g_strfreev(part);
}

static void act_unreserve(struct model *model, const char *arg, struct effects *effects)
{
  const struct loan *loan = table_current(model, PANE_LOAN);
  day_t from;
  (void)arg;
  if (loan != NULL && loan->state == LOAN_RESERVED && day_of(model, loan->from_on, &from))
    tell(model, loan_unreserve(model->actor, model->now, loan->tag, from), N_("%s: no longer reserved"), loan->tag,
         effects);
}

static void act_loan_remind(struct model *model, const char *arg, struct effects *effects)
{
  const struct loan *loan = table_current(model, PANE_LOAN);
  (void)arg;
  if (loan != NULL && loan->state != LOAN_RESERVED)
    tell(model, loan_remind(model->actor, model->now, loan->tag), N_("%s: the reminder is written down"), loan->tag,
         effects);
}

static void act_loan_mail(struct model *model, const char *arg, struct effects *effects)
{
  const struct loan *loan = table_current(model, PANE_LOAN);
  (void)arg;
  if (loan == NULL || loan->state > LOAN_OVERDUE)
    return;
  if (*loan->reminder.address == '\0')
    model_say(model, ROLE_BAD, _("%s: no mail to %s: %s"), loan->tag, loan->borrower,
              loan_mail_text(loan->reminder.mail));
  else if (loan_mailed_today(loan, model->now))
    model_say(model, ROLE_BAD, _("%s: a reminder went out by mail today"), loan->tag);
  else
    tell(model, loan_remind_mail(model->actor, model->now, loan, LOAN_STEP_NONE), N_("%s: a reminder goes out by mail"),
         loan->tag, effects);
}

/* --- licences ------------------------------------------------------------------------------------------------- */
static void seat(struct model *model, const char *kind, const char *arg, const char *line, const char *done,
                 struct effects *effects)
{
  const struct licence *licence = table_current(model, PANE_LICENCE);
  if (licence == NULL)
    return;
  if (arg == NULL)
    line_open(model, LINE_COMMAND, line);
  else
    tell(model, licence_step(model->actor, model->now, licence->product, kind, arg), done, licence->product, effects);
}

static void act_licence_give(struct model *model, const char *arg, struct effects *effects)
{
  seat(model, "licence-given", arg, "licence-give ", N_("%s: a seat is handed out"), effects);
}

static void act_licence_take(struct model *model, const char *arg, struct effects *effects)
{
  seat(model, "licence-taken", arg, "licence-take ", N_("%s: a seat is back"), effects);
}

static void act_licence_set(struct model *model, const char *arg, struct effects *effects)
{
  day_t day;
  if (arg == NULL) {
    line_open(model, LINE_COMMAND, "licence-set ");
    return;
  }
  char **part = parts_of(arg), *end;
  int64_t seats = g_ascii_strtoll(part[1], &end, 10);
  if (*part[1] == '\0' || *end != '\0')
    model_say(model, ROLE_BAD, "%s", _("write it so: product // seats // day of renewal"));
  else if (day_of(model, part[2], &day))
    tell(model, licence_set(model->actor, model->now, part[0], seats, day), N_("%s: entered"), part[0], effects);
  g_strfreev(part);
}

/* --- what works on the thing under the cursor ------------------------------------------------------------------- */
static bool is_one_of(const char *state, const char *const *states)
{
  for (int i = 0; states[i] != NULL; i++)
    if (strcmp(state, states[i]) == 0)
      return true;
  return false;
}

/* Its state as asset.h has it; of a row of loans: "lent", "lost", "reserved", "back". */
static const char *state_of(const struct model *model)
{
  const struct loan *loan = model->focus == PANE_LOAN ? table_current(model, PANE_LOAN) : NULL;
  const struct asset_view *view = model->focus == PANE_CARD ? model->view[PANE_CARD] : NULL;
  int cursor = model->list[PANE_ASSET].cursor;
  if (loan != NULL)
    return loan->state <= LOAN_OVERDUE ? "lent" : loan->state == LOAN_LOST ? "lost"
           : loan->state == LOAN_RESERVED ? "reserved" : "back";
  if (view != NULL)
    return view->asset.state;
  return model->focus == PANE_ASSET && model->assets != NULL && cursor < model->assets->rows
             ? model->assets->row[cursor].state : "";
}

static bool is_lent(const struct model *model)
{
  return strcmp(state_of(model), "lent") == 0;
}

static bool may_return(const struct model *model)
{
  return is_one_of(state_of(model), (const char *const[]){"lent", "lost", NULL});
}

static bool may_lend(const struct model *model)
{
  return !is_one_of(state_of(model), (const char *const[]){"lent", "lost", "broken", "retired", "", NULL});
}

static bool may_reserve(const struct model *model)
{
  return !is_one_of(state_of(model), (const char *const[]){"lost", "broken", "retired", "", NULL});
}

static bool is_reserved(const struct model *model)
{
  return strcmp(state_of(model), "reserved") == 0;
}

#define THINGS (PANE_BIT(PANE_ASSET) | PANE_BIT(PANE_CARD) | PANE_BIT(PANE_LOAN))
static const struct action rows[] = {
  {"loans", "Alt-l", NC_("action", "loans"), N_("what is lent and reserved, and what is overdue"), GROUP_DESK,
   .run = act_loans},
  {"licences", "Alt-c", NC_("action", "licences"), N_("licences: owned, handed out, left"), GROUP_DESK,
   .run = act_licences},
  {"renewals", "Alt-w", NC_("action", "renewals"), N_("what runs out soon: assets, warranties, licences"), GROUP_DESK,
   .arg = ARG_TEXT, .run = act_renewals},
  {"loan-view", "v", NC_("action", "view"), N_("out, overdue, reserved, all"), GROUP_DESK, PANE_BIT(PANE_LOAN),
   .foot = -2, .run = act_loan_view},
  {"renewal-view", "v", NC_("action", "days"), N_("30, 90, 180 days"), GROUP_DESK, PANE_BIT(PANE_RENEWAL), .foot = -2,
   .run = act_renewal_view},
  {"lend", "l", NC_("action", "lend"), N_("lend it: borrower // due day // note // time"), GROUP_DESK,
   PANE_BIT(PANE_ASSET) | PANE_BIT(PANE_CARD), NEED_ROWS, 0, ARG_TEXT, -2, act_lend, RIGHT_LOAN,
   may_lend},
  {"returned", "r", NC_("action", "return"), N_("it comes back: whole, broken or lost // time // note"), GROUP_DESK,
   THINGS, NEED_ROWS, 0, ARG_TEXT, -3, act_returned, RIGHT_LOAN, may_return},
  {"reserve", "s", NC_("action", "reserve"), N_("reserve it: borrower // from // to // note"), GROUP_DESK, THINGS,
   NEED_ROWS, 0, ARG_TEXT, -4, act_reserve, RIGHT_LOAN, may_reserve},
  {"unreserve", "u", NC_("action", "free"), N_("take the reservation back"), GROUP_DESK, PANE_BIT(PANE_LOAN), NEED_ROWS,
   0, ARG_NONE, -3, act_unreserve, RIGHT_LOAN, is_reserved},
  {"loan-due", "e", NC_("action", "due day"), N_("another day until which it is lent"), GROUP_DESK,
   PANE_BIT(PANE_LOAN), NEED_ROWS, 0, ARG_TEXT, -5, act_loan_due, RIGHT_LOAN, is_lent},
  {"loan-remind", "m", NC_("action", "reminded"), N_("the borrower was reminded"), GROUP_DESK, PANE_BIT(PANE_LOAN),
   NEED_ROWS, 0, ARG_NONE, -6, act_loan_remind, RIGHT_LOAN, is_lent},
  {"loan-mail", "p", NC_("action", "mail"), N_("remind the borrower by mail now"), GROUP_DESK, PANE_BIT(PANE_LOAN),
   NEED_ROWS, 0, ARG_NONE, -7, act_loan_mail, RIGHT_LOAN, is_lent},
  {"asset-set", "e", NC_("action", "edit"), N_("change a field of the asset: field=value"), GROUP_DESK,
   PANE_BIT(PANE_ASSET) | PANE_BIT(PANE_CARD), NEED_ROWS, 0, ARG_TEXT, -5, act_asset_set, RIGHT_ASSET},
  {"asset-relate", "", NC_("action", "relate"), N_("runs-on, connected-to or part-of, and the tag of the other"),
   GROUP_DESK, PANE_BIT(PANE_CARD), NEED_ROWS, 0, ARG_TEXT, 0, act_asset_relate, RIGHT_ASSET},
  {"ticket-assets", "", NC_("action", "its assets"), N_("the assets that the ticket is about"), GROUP_TICKET, TICKETS,
   NEED_TICKET, .run = act_ticket_assets},
  {"ticket-asset", "", NC_("action", "link asset"), N_("the ticket is about the asset with this tag"), GROUP_TICKET,
   TICKETS, NEED_TICKET, 0, ARG_TEXT, 0, act_ticket_asset, RIGHT_TICKET_CHANGE},
  {"licence-give", "+", NC_("action", "hand out"), N_("hand a seat out: to whom"), GROUP_DESK, PANE_BIT(PANE_LICENCE),
   NEED_ROWS, 0, ARG_TEXT, -1, act_licence_give, RIGHT_LOAN},
  {"licence-take", "-", NC_("action", "take back"), N_("take a seat back: from whom"), GROUP_DESK,
   PANE_BIT(PANE_LICENCE), NEED_ROWS, 0, ARG_TEXT, -2, act_licence_take, RIGHT_LOAN},
  {"licence-set", "e", NC_("action", "enter"), N_("enter or change a licence: product // seats // renewal"),
   GROUP_DESK, PANE_BIT(PANE_LICENCE), 0, 0, ARG_TEXT, -5, act_licence_set, RIGHT_ASSET},
};
const struct action_part actions_asset = {rows, (int)G_N_ELEMENTS(rows)};
