/* The two lines that never leave the screen: who, where, when; what is late; who can be reached. */
#include <string.h>

#include "channels.h"
#include "duty_rows.h"
#include "model_parts.h"
#include "names.h"
#include "together.h"
#include "toban/text.h"

/* Levels of brevity: the first that fits is taken. */
enum { NARROW = 100, LEVELS = 4, LEAST_REACH = 14 /* columns that say something */ };

static void languages(const char *list, int level, GString *out)
{
  static const struct { const char *id, *name; } known[] = {{"ja", NC_("language", "ja")}, {"en", NC_("language",
                                                                                                      "en")}};
  g_autoptr(GString) names = g_string_new(NULL);
  char **id = g_strsplit(list == NULL ? "" : list, ";", -1);
  for (int i = 0; id[i] != NULL && level < 2; i++)
    for (size_t k = 0; k < G_N_ELEMENTS(known); k++)
      if (strcmp(id[i], known[k].id) == 0)
        g_string_append_printf(names, "%s%s", names->len > 0 ? C_("between languages", ",") : "",
                               lang_text_context(known[k].name));
  if (names->len > 0)
    g_string_append_printf(out, "(%s)", names->str);
  g_strfreev(id);
}

static void who(const struct model *model, int level, GString *out)
{
  const struct operator_ *me = model->ref == NULL ? NULL : reference_operator(model->ref, model->actor);
  const struct office *site = me == NULL || me->site == NULL ? NULL : reference_office(model->ref, me->site);
  g_string_append_printf(out, " %s", C_("the program", "toban"));
  if (model->ref != NULL && model->ref->demo) /* anybody may play anybody here: that is seen */
    g_string_append_printf(out, " [%s]", C_("header", "demo"));
  if (level > 3)
    g_string_truncate(out, 0);
  if (me != NULL && me->site != NULL && level < 3)
    g_string_append_printf(out, "  %s", level == 0 && site != NULL ? office_name(site) : site_short(me->site));
  g_string_append(out, level == 0 ? "  " : " ");
  if (level == 0)
    person_full(model, model->actor, out);
  else
    person_short(model, model->actor, out);
  if (me != NULL)
    languages(me->languages, level, out);
}

static void when(const struct model *model, int level, GString *out)
{
  int offset = zone_offset(zone_tokyo(), model->now);
  char date[48], here[16], utc[16];
  date_text(model->now, offset, level < 3 ? DATE_SHORT : DATE_MINIMAL, date, sizeof date);
  time_text(model->now, offset, model->seconds, here, sizeof here);
  time_text(model->now, 0, false, utc, sizeof utc);
  if (model->pinned)
    g_string_append_printf(out, "[%s] ", C_("clock", "pinned"));
  if (level > 3 && model->pinned)
    g_string_append_printf(out, "%s %s JST", date, here);
  else
    g_string_append_printf(out, level == 0 ? "%s %s JST  %s UTC" : "%s %s JST %sZ", date, here, utc);
}

static bool speaks(const struct model *model, const struct desk_person *person, const char *lang)
{
  const struct operator_ *known = model->ref == NULL ? NULL : reference_operator(model->ref, person->login);
  const char *list = known == NULL ? person->lang : known->languages;
  return list != NULL && strstr(list, lang) != NULL;
}

/* Who has a console open: what is known without a roster. */
static void consoles(const struct model *model, int level, GString *out)
{
  static const char *const sites[] = {"tokyo", "osaka", "ide"};
  const struct desk_counts *counts = model->counts;
  int english = 0;
  if (counts == NULL)
    return;
  for (int i = 0; i < counts->persons; i++)
    english += speaks(model, &counts->person[i], "en");
  g_string_append(out, C_("header", "on"));
  for (size_t s = 0; s < G_N_ELEMENTS(sites) && level == 0; s++) {
    int here = 0;
    for (int i = 0; i < counts->persons; i++)
      here += g_strcmp0(counts->person[i].site, sites[s]) == 0;
    if (here > 0)
      g_string_append_printf(out, C_("site and people", " %s %d"), site_short(sites[s]), here);
  }
  if (level > 0 || counts->persons == 0)
    g_string_append_printf(out, " %d", counts->persons);
  g_string_append_printf(out, C_("header", ", en %d"), english);
}

static void checks(const struct model *model, GString *out)
{
  if (model->counts != NULL && model->counts->checks_total > 0)
    g_string_append_printf(out, C_("header", "up %d/%d"), model->counts->checks_ok, model->counts->checks_total);
}

/* A word that warns stands on its own ground, with a blank at each side. */
static int put_badge(struct grid *grid, int y, int x, int max, enum role role, const char *text)
{
  g_autoptr(GString) padded = g_string_new(text);
  if (role != ROLE_HEADER) {
    g_string_prepend_c(padded, ' ');
    g_string_append_c(padded, ' ');
    x--;
  }
  return x + grid_put(grid, y, x, max, (style_t)role, padded->str);
}

/* From the longest to the shortest: of who and when, of who is on, whether the checks go to the second line. */
static const struct { int who, on; bool checks_below; } brevity[] = {
  {0, 0, false}, {1, 0, false}, {1, 1, false}, {2, 1, false}, {2, 2, false}, {3, 2, false}, {3, 3, false},
  {3, 3, true},  {3, 4, true},  {4, 4, true}};

struct parts { GString *left, *middle, *right, *up; bool below; };

static int width_of(const struct parts *parts)
{
  return text_width(parts->left->str) + 2 + text_width(parts->middle->str) + 2 + text_width(parts->right->str) + 2 +
         (parts->below ? 0 : text_width(parts->up->str)) + 1;
}

/* The first level of brevity at which all of it fits; without a roster there are four. */
static void fill(const struct model *model, int width, struct parts *parts)
{
  bool roster = model->duty != NULL && model->duty->plan.shifts > 0;
  for (int level = 0; level < (roster ? (int)G_N_ELEMENTS(brevity) : LEVELS); level++) {
    g_string_truncate(parts->left, 0), g_string_truncate(parts->middle, 0), g_string_truncate(parts->right, 0);
    who(model, roster ? brevity[level].who : level, parts->left);
    when(model, roster ? brevity[level].who : level, parts->middle);
    parts->below = roster && brevity[level].checks_below;
    if (!roster)
      consoles(model, level, parts->right);
    else
      duty_on_text(model, brevity[level].on, parts->right);
    if (width_of(parts) <= width)
      break;
  }
}

static bool checks_are_bad(const struct model *model)
{
  return model->counts != NULL && model->counts->checks_bad > 0;
}

/* True: the state of the checks found no room here. */
static bool first_line(const struct model *model, struct grid *grid, struct rect at)
{
  g_autoptr(GString) left = g_string_new(NULL), middle = g_string_new(NULL), right = g_string_new(NULL),
                     up = g_string_new(NULL);
  struct parts parts = {left, middle, right, up, false};
  checks(model, up);
  fill(model, at.w, &parts);
  int lead = text_width(left->str), clock = text_width(middle->str), people = text_width(right->str) + 2;
  int end = at.w - (parts.below ? 0 : text_width(up->str)) - 1;
  int x = CLAMP((at.w - clock) / 2, lead + 2, MAX(end - people - clock - 2, lead + 2));
  grid_put(grid, at.y, at.x, at.w, ROLE_HEADER, left->str);
  put_badge(grid, at.y, at.x + x, at.w - x, model->pinned ? ROLE_SOON : ROLE_HEADER, middle->str);
  grid_put(grid, at.y, at.x + end - people + (parts.below ? 2 : 0), people, ROLE_HEADER, right->str);
  if (!parts.below)
    put_badge(grid, at.y, at.x + end, at.w - end + 1, checks_are_bad(model) ? ROLE_BAD : ROLE_HEADER, up->str);
  return parts.below;
}

/* --- the second line ------------------------------------------------------------------------------ */
/* The state of the store, and the language. */
static void store_text(const struct model *model, GString *out, enum role *role)
{
  static const struct { const char *text; enum role role; } words[] = {
    [STORE_OPENING] = {N_("store: opening"), ROLE_HEADER}, [STORE_OK] = {N_("store ok"), ROLE_HEADER},
    [STORE_BUSY] = {N_("store: waits for a lock"), ROLE_SOON}, [STORE_FULL] = {N_("store: DISK FULL"), ROLE_BAD},
    [STORE_READONLY] = {N_("store: READ-ONLY"), ROLE_BAD}, [STORE_REPLACED] = {N_("store: FILE REPLACED"), ROLE_BAD},
    [STORE_FAILED] = {N_("store: FAILED"), ROLE_BAD},
  };
  const struct store_status *store = &model->store;
  const struct together *together = together_view(model);
  *role = words[store->condition].role;
  if (together != NULL && together->mentions_unread > 0) /* notes that speak to this person */
    g_string_append_printf(out, "@%d  ", together->mentions_unread);
  if (model->read_only && store->condition == STORE_OK)
    g_string_append(out, _("read-only"));
  else
    g_string_append(out, _(words[store->condition].text));
  if (store->condition != STORE_OK && store->condition != STORE_OPENING && store->since > 0) {
    g_string_append_c(out, ' ');
    japan_time(model, store->since, out);
  }
  if (store->waiting > 0 && store->condition != STORE_OK)
    g_string_append_printf(out, _(" (%d unsaved)"), store->waiting);
  g_string_append_printf(out, "  %s", lang_get() == LANG_JA ? "JA" : "EN");
}

static void put_reach(const struct model *model, struct grid *grid, struct rect at, int x)
{
  g_autoptr(GString) reach = g_string_new(NULL);
  for (int brief = 0; brief < 2; brief++) {
    g_string_assign(reach, brief ? _("reach") : _("can reach"));
    g_string_append(reach, ": ");
    channels_text(model, brief, reach);
    if (text_width(reach->str) <= at.w - x)
      break;
  }
  if (at.w - x >= LEAST_REACH)
    grid_put(grid, at.y, at.x + x, at.w - x, ROLE_HEADER, reach->str);
}

/* The state of the checks instead of a store that is well: there is no room for both. */
static void status_text(const struct model *model, bool checks_here, GString *out, enum role *role)
{
  if (!checks_here || model->store.condition != STORE_OK) {
    store_text(model, out, role);
    return;
  }
  *role = checks_are_bad(model) ? ROLE_BAD : ROLE_HEADER;
  checks(model, out);
  g_string_append_printf(out, "  %s", lang_get() == LANG_JA ? "JA" : "EN");
}

/* Call-backs that are due in a quarter of an hour, or broken. */
static int put_calls(const struct model *model, struct grid *grid, struct rect at, int x)
{
  enum { NEAR = 15 * 60 };
  int near = 0, broken = 0;
  for (int i = 0; model->due != NULL && i < model->due->rows; i++) {
    const struct due_row *row = &model->due->row[i];
    near += row->clock_kind == DUE_CALLBACK && row->clock.due <= model->now + NEAR;
    broken += row->clock_kind == DUE_CALLBACK && row->clock.due < model->now;
  }
  if (near == 0)
    return x;
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_printf(text, C_("header", "CALL %d"), near);
  return put_badge(grid, at.y, at.x + x, at.w - x, broken > 0 ? ROLE_LATE : ROLE_SOON, text->str) - at.x + 1;
}

static void second_line(const struct model *model, struct grid *grid, struct rect at, bool checks_here)
{
  const struct desk_counts *counts = model->counts;
  g_autoptr(GString) store = g_string_new(NULL), text = g_string_new(NULL);
  enum role role;
  status_text(model, checks_here, store, &role);
  int right = text_width(store->str), x = 1;
  struct rect left = {at.y, at.x, 1, at.w - right - 2};
  if (counts != NULL) {
    if (at.w < NARROW && model->duty != NULL && model->duty->unconfirmed > 0) /* there is no room for both */
      g_string_printf(text, C_("header", "open %ld"), (long)counts->open);
    else
      g_string_printf(text, C_("header", "open %ld  new %ld"), (long)counts->open, (long)counts->state[TICKET_NEW]);
    x += grid_put(grid, at.y, at.x + x, left.w, ROLE_HEADER, text->str) + 2;
    g_string_printf(text, C_("header", "LATE %ld"), (long)counts->late);
    x = put_badge(grid, at.y, at.x + x, left.w - x, counts->late > 0 ? ROLE_LATE : ROLE_HEADER, text->str) - at.x;
    x += counts->late > 0 ? 1 : 2;
  }
  if (model->duty != NULL && model->duty->unconfirmed > 0) {
    g_string_printf(text, at.w < NARROW ? C_("narrow header", "handover %ld") : C_("header", "handover %ld"),
                    (long)model->duty->unconfirmed);
    x = put_badge(grid, at.y, at.x + x + 1, left.w - x - 1, ROLE_SOON, text->str) - at.x + (at.w < NARROW ? 0 : 1);
  }
  x = put_calls(model, grid, left, x);
  if (model->ref != NULL)
    put_reach(model, grid, left, x);
  put_badge(grid, at.y, at.x + at.w - right - 1, right + 2, role, store->str);
}

void header_draw(const struct model *model, struct grid *grid, struct rect area)
{
  grid_fill(grid, area, ROLE_HEADER);
  bool below = first_line(model, grid, (struct rect){area.y, area.x, 1, area.w});
  second_line(model, grid, (struct rect){area.y + 1, area.x, 1, area.w}, below);
}
