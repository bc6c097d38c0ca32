#include "duty_rows.h"

#include <string.h>

#include "model_parts.h"
#include "names.h"
#include "toban/text.h"

static day_t japan_day(utc_t at)
{
  day_t day;
  int second;
  zone_local(zone_tokyo(), at, &day, &second);
  return day;
}

day_t duty_first_day(const struct model *model)
{
  day_t today = japan_day(model->now);
  return today - day_weekday(today) + DUTY_WEEK * model->duty_week;
}

const struct duty_piece *duty_of_day(const struct duty_view *view, int person, day_t day, bool *more)
{
  const struct duty_piece *found = NULL;
  *more = false;
  for (int i = 0; i < view->pieces; i++) {
    if (view->piece[i].person != person || japan_day(view->piece[i].from) != day)
      continue;
    *more = *more || found != NULL;
    found = found == NULL ? &view->piece[i] : found;
  }
  return found;
}

const struct duty_leave *duty_leave_of_day(const struct duty_view *view, int person, day_t day)
{
  utc_t from = zone_instant(zone_tokyo(), day, 0, false), to = from + UTC_DAY;
  for (int i = 0; i < view->plan.leaves; i++)
    if (strcmp(view->plan.leave[i].login, view->plan.person[person].login) == 0 && view->plan.leave[i].from < to &&
        view->plan.leave[i].to > from)
      return &view->plan.leave[i];
  return NULL;
}

/* --- rows ------------------------------------------------------------------------------------------- */
enum { GAPS_FIRST = 3 };
struct listing { const struct model *model; struct duty_row *row; int count; };

static void add(struct listing *l, enum duty_row_kind kind, int index, const char *text)
{
  if (l->count < DUTY_ROWS)
    l->row[l->count++] = (struct duty_row){kind, index, text};
}

static bool is_on(const struct duty_view *view, int person, day_t first)
{
  bool more;
  for (day_t day = first; day < first + DUTY_WEEK; day++)
    if (duty_of_day(view, person, day, &more) != NULL || duty_leave_of_day(view, person, day) != NULL)
      return true;
  return false;
}

/* People by their own site, in the order of the list. */
static void add_people(struct listing *l, const struct duty_view *view)
{
  day_t first = duty_first_day(l->model);
  bool done[DUTY_ROWS] = {false};
  for (int i = 0; i < view->plan.persons && i < DUTY_ROWS; i++) {
    const char *site = view->plan.person[i].site;
    bool heading = false;
    for (int k = i; k < view->plan.persons && k < DUTY_ROWS && !done[i]; k++) {
      if (strcmp(view->plan.person[k].site, site) != 0 || done[k] || !is_on(view, k, first))
        continue;
      if (!heading)
        add(l, DUTY_ROW_SITE, k, site);
      heading = true;
      add(l, DUTY_ROW_PERSON, k, NULL);
      done[k] = k != i;
    }
    done[i] = true;
  }
}

/* The first ones stand above the people, so that nobody has to look for them; the others do not push people away. */
static void add_gaps(struct listing *l, const struct duty_view *view, int from, int to)
{
  for (int i = from; i < MIN(to, view->gaps); i++) {
    if (i == from)
      add(l, DUTY_ROW_HEAD, 0, from == 0 ? N_("Gaps of the next 14 days") : N_("More gaps"));
    add(l, DUTY_ROW_GAP, i, NULL);
  }
}

int duty_rows(const struct model *model, struct duty_row row[static DUTY_ROWS])
{
  const struct duty_view *view = model->duty;
  struct listing l = {model, row, 0};
  if (view == NULL)
    return 0;
  add_gaps(&l, view, 0, GAPS_FIRST);
  for (int i = 0; i < view->swaps; i++) {
    if (i == 0)
      add(&l, DUTY_ROW_HEAD, 0, N_("Swaps that wait for an answer"));
    add(&l, DUTY_ROW_SWAP, i, NULL);
  }
  add_people(&l, view);
  add_gaps(&l, view, GAPS_FIRST, view->gaps);
  for (int i = 0; i < view->breaches; i++) {
    if (i == 0)
      add(&l, DUTY_ROW_HEAD, 0, N_("Rules that are broken"));
    add(&l, DUTY_ROW_BREACH, i, NULL);
  }
  return l.count;
}

bool duty_current(const struct model *model, struct duty_row *out)
{
  static struct duty_row row[DUTY_ROWS];
  int cursor = model->list[PANE_DUTY].cursor;
  bool there = cursor < duty_rows(model, row);
  *out = there ? row[cursor] : (struct duty_row){DUTY_ROW_HEAD, 0, NULL};
  return there;
}

/* --- who is on, for the header ------------------------------------------------------------------------ */
struct site_on { int people, first /* index in the list */; utc_t until; };

/* Who stays longest stands for the site; ties go to the order of the list. */
static struct site_on at_site(const struct model *model, const char *site)
{
  const struct duty_view *view = model->duty;
  struct site_on on = {0, -1, UTC_NONE};
  for (int i = 0; i < view->pieces; i++) {
    const struct duty_piece *p = &view->piece[i];
    utc_t from, until;
    if (model->now < p->from || model->now >= p->to || strcmp(view->plan.shift[p->shift].site, site) != 0)
      continue;
    duty_unbroken(&view->plan, view->piece, view->pieces, i, &from, &until);
    if (on.people++ == 0 || until > on.until) {
      on.until = until;
      on.first = p->person;
    }
  }
  return on;
}

static void site_text(const struct model *model, const char *site, int level, GString *out)
{
  struct site_on on = at_site(model, site);
  g_autoptr(GString) name = g_string_new(NULL);
  char time[16];
  g_string_append_printf(out, " %s", level < 2 ? site_short(site) : site_letter(site));
  if (on.people == 0) {
    g_string_append(out, " -");
    return;
  }
  person_short(model, model->duty->plan.person[on.first].login, name);
  if (level >= 4) {
    int used;
    g_string_truncate(name, text_bytes_for(name->str, 4, &used));
  }
  g_string_append_printf(out, " %s", name->str);
  if (on.people > 1)
    g_string_append_printf(out, "+%d", on.people - 1);
  time_text(on.until, zone_offset(zone_tokyo(), on.until), false, time, sizeof time);
  if (level >= 3 && g_str_has_suffix(time, ":00"))
    time[strlen(time) - 3] = '\0';
  g_string_append_printf(out, level == 0 ? C_("until", " to %s") : "-%s", time);
}

static int speakers(const struct model *model, const char *language)
{
  const struct duty_view *view = model->duty;
  int count = 0;
  for (int i = 0; i < view->pieces; i++)
    count += view->piece[i].from <= model->now && model->now < view->piece[i].to &&
             strstr(view->plan.person[view->piece[i].person].languages, language) != NULL;
  return count;
}

bool duty_on_text(const struct model *model, int level, GString *out)
{
  static const char *const sites[] = {"tokyo", "osaka", "ide"};
  if (model->duty == NULL || model->duty->plan.shifts == 0)
    return false;
  g_string_append(out, level < 2 ? C_("header", "on") : "");
  for (size_t i = 0; i < G_N_ELEMENTS(sites); i++)
    site_text(model, sites[i], level, out);
  if (level < 2)
    g_string_append_printf(out, C_("header", ", en %d"), speakers(model, "en"));
  return true;
}
