/* The two lines that never leave the screen: who, where, when; what is late; who can be reached. */
#include <string.h>

#include "channels.h"
#include "model_parts.h"
#include "names.h"
#include "toban/text.h"

/* Levels of brevity: the first that fits is taken. */
enum { LEVELS = 4 };
struct parts { GString *left, *middle, *right; };

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
  g_string_append_printf(out, level == 0 ? "%s %s JST  %s UTC" : "%s %s JST %sZ", date, here, utc);
}

static bool speaks(const struct model *model, const struct desk_person *person, const char *lang)
{
  const struct operator_ *known = model->ref == NULL ? NULL : reference_operator(model->ref, person->login);
  const char *list = known == NULL ? person->lang : known->languages;
  return list != NULL && strstr(list, lang) != NULL;
}

static void on_duty(const struct model *model, int level, GString *out)
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
    g_string_append_printf(out, C_("header", "  up %d/%d"), model->counts->checks_ok, model->counts->checks_total);
}

static void first_line(const struct model *model, struct grid *grid, struct rect at)
{
  struct parts parts = {g_string_new(NULL), g_string_new(NULL), g_string_new(NULL)};
  int left = 0, middle = 0, right = 0;
  for (int level = 0; level < LEVELS; level++) {
    g_string_truncate(parts.left, 0), g_string_truncate(parts.middle, 0), g_string_truncate(parts.right, 0);
    who(model, level, parts.left);
    when(model, level, parts.middle);
    on_duty(model, level, parts.right);
    checks(model, parts.right);
    left = text_width(parts.left->str), middle = text_width(parts.middle->str), right = text_width(parts.right->str);
    if (left + 2 + middle + 2 + right + 1 <= at.w)
      break;
  }
  int x = CLAMP((at.w - middle) / 2, left + 2, MAX(at.w - right - middle - 3, left + 2));
  bool bad = model->counts != NULL && model->counts->checks_ok < model->counts->checks_total;
  grid_put(grid, at.y, at.x, at.w, ROLE_HEADER, parts.left->str);
  grid_put(grid, at.y, at.x + x, at.w - x, model->pinned ? ROLE_SOON : ROLE_HEADER, parts.middle->str);
  grid_put(grid, at.y, at.x + at.w - right - 1, right, bad ? ROLE_BAD : ROLE_HEADER, parts.right->str);
  g_string_free(parts.left, TRUE), g_string_free(parts.middle, TRUE), g_string_free(parts.right, TRUE);
}

/* --- the second line ------------------------------------------------------------------------------ */
/* The state of the store, and the language. */
static void store_text(const struct model *model, GString *out, enum role *role)
{
  static const struct { const char *text; enum role role; } words[] = {
    [STORE_OPENING] = {N_("store: opening"), ROLE_UNKNOWN}, [STORE_OK] = {N_("store ok"), ROLE_QUIET},
    [STORE_BUSY] = {N_("store: waits for a lock"), ROLE_SOON}, [STORE_FULL] = {N_("store: DISK FULL"), ROLE_BAD},
    [STORE_READONLY] = {N_("store: READ-ONLY"), ROLE_BAD}, [STORE_REPLACED] = {N_("store: FILE REPLACED"), ROLE_BAD},
    [STORE_FAILED] = {N_("store: FAILED"), ROLE_BAD},
  };
  const struct store_status *store = &model->store;
  *role = words[store->condition].role;
  if (model->read_only && store->condition == STORE_OK)
    g_string_append(out, _("read-only"));
  else
    g_string_append(out, _(words[store->condition].text));
  if (store->condition != STORE_OK && store->condition != STORE_OPENING && store->since > 0) {
    g_string_append_c(out, ' ');
    japan_time(model, store->since, out);
  }
  if (store->waiting > 0)
    g_string_append_printf(out, _(" (%d unsaved)"), store->waiting);
  g_string_append_printf(out, "  %s", lang_get() == LANG_JA ? "JA" : "EN");
}

static int put(struct grid *grid, struct rect at, int x, enum role role, const char *format, ...) G_GNUC_PRINTF(5, 6);
static int put(struct grid *grid, struct rect at, int x, enum role role, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  char *text = g_strdup_vprintf(format, args);
  va_end(args);
  x += grid_put(grid, at.y, at.x + x, at.w - x, (style_t)role, text);
  g_free(text);
  return x;
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
  put(grid, at, x, ROLE_HEADER, "%s", reach->str);
}

static void second_line(const struct model *model, struct grid *grid, struct rect at)
{
  const struct desk_counts *counts = model->counts;
  g_autoptr(GString) store = g_string_new(NULL);
  enum role role;
  store_text(model, store, &role);
  int right = text_width(store->str), x = 1;
  struct rect left = {at.y, at.x, 1, at.w - right - 2};
  if (counts != NULL) {
    x = put(grid, left, x, ROLE_HEADER, C_("header", "open %ld  new %ld  "), (long)counts->open,
            (long)counts->state[TICKET_NEW]);
    x = put(grid, left, x, counts->late > 0 ? ROLE_LATE : ROLE_HEADER, C_("header", "LATE %ld"), (long)counts->late);
    x += 2;
  }
  if (model->ref != NULL)
    put_reach(model, grid, left, x);
  grid_put(grid, at.y, at.x + at.w - right - 1, right, (style_t)role, store->str);
}

void header_draw(const struct model *model, struct grid *grid, struct rect area)
{
  grid_fill(grid, area, ROLE_HEADER);
  first_line(model, grid, (struct rect){area.y, area.x, 1, area.w});
  second_line(model, grid, (struct rect){area.y + 1, area.x, 1, area.w});
}
