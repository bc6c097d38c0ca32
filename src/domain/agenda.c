#include "toban/agenda.h"

#include <stdlib.h>
#include <string.h>

#include "toban/csv.h"
#include "toban/error.h"

enum { DAY_BEGINS = 9 * 3600, DAY_ENDS = 18 * 3600 + 45 * 60, QUARTER = 900 };

static const struct { const char *id, *text; } kinds[AGENDA_KINDS] = {
  [AGENDA_OUTAGE] = {"outage", NC_("agenda", "outage")},
  [AGENDA_MAINTENANCE] = {"maintenance", NC_("agenda", "maintenance")},
  [AGENDA_WORK] = {"work", NC_("agenda", "work plan")},
  [AGENDA_EMERGENCY] = {"emergency", NC_("agenda", "emergency stop")},
  [AGENDA_EVENT] = {"event", NC_("agenda", "event")},
};
static const struct { const char *id, *text; } rules[AGENDA_RULES] = {
  [AGENDA_LATE] = {"two-weeks", NC_("agenda", "submitted less than 14 days before")},
  [AGENDA_BUSY] = {"busy-season", NC_("agenda", "services stand still in a busy season")},
  [AGENDA_HOURS] = {"working-hours", NC_("agenda", "an emergency stop between 9:00 and 18:45")},
  [AGENDA_PERMISSION] = {"permission", NC_("agenda", "an emergency stop without permission")},
};

const char *agenda_kind_id(enum agenda_kind kind)
{
  return kinds[kind].id;
}

const char *agenda_kind_text(enum agenda_kind kind)
{
  return lang_text_context(kinds[kind].text);
}

bool agenda_kind_parse(const char *id, enum agenda_kind *out)
{
  for (int i = 0; i < AGENDA_KINDS; i++)
    if (strcmp(kinds[i].id, id) == 0) {
      *out = (enum agenda_kind)i;
      return true;
    }
  return false;
}

const char *agenda_rule_id(enum agenda_rule rule)
{
  return rules[rule].id;
}

const char *agenda_rule_text(enum agenda_rule rule)
{
  return lang_text_context(rules[rule].text);
}

char *agenda_rules_text(unsigned broken)
{
  GString *out = g_string_new(NULL);
  for (int i = 0; i < AGENDA_RULES; i++)
    if (broken & (1u << i)) {
      g_string_append(out, out->len == 0 ? "" : C_("between rules", "; "));
      g_string_append(out, agenda_rule_text((enum agenda_rule)i));
    }
  return g_string_free(out, FALSE);
}

/* --- seasons ------------------------------------------------------------------------------------------ */
struct agenda_seasons { struct arena *arena; GArray *row; };
enum { SITE, FROM, TO, LABEL_JA, LABEL_EN, COLUMNS };
static const struct csv_column columns[COLUMNS] = {
  [SITE] = {"site", true},         [FROM] = {"from_month", true},   [TO] = {"to_month", true},
  [LABEL_JA] = {"label_ja", true}, [LABEL_EN] = {"label_en", true}};

static bool read_month(const struct csv_row *row, int field, int *out, GError **error)
{
  char *end;
  long month = strtol(row->field[field], &end, 10);
  *out = (int)month;
  return (*end == '\0' && month >= 1 && month <= 12) ||
         csv_fail(row, columns[field].name, error, _("“%s” is no month from 1 to 12"), row->field[field]);
}

static bool read_season(const struct csv_row *row, void *user, GError **error)
{
  struct agenda_seasons *seasons = user;
  static const char *const sites[] = {"hq", "tokyo", "osaka", "ide", ""};
  struct agenda_season season = {.site = arena_strdup(seasons->arena, row->field[SITE])};
  bool known = false;
  for (size_t i = 0; i < G_N_ELEMENTS(sites); i++)
    known = known || strcmp(sites[i], season.site) == 0;
  if (!known)
    return csv_fail(row, "site", error, _("“%s” is none of hq tokyo osaka ide"), season.site);
  season.label[LANG_JA] = arena_strdup(seasons->arena, row->field[LABEL_JA]);
  season.label[LANG_EN] = arena_strdup(seasons->arena, row->field[LABEL_EN]);
  if (!read_month(row, FROM, &season.from_month, error) || !read_month(row, TO, &season.to_month, error))
    return false;
  g_array_append_val(seasons->row, season);
  return true;
}

struct agenda_seasons *agenda_seasons_new(const struct calendar_file *file, GError **error)
{
  struct agenda_seasons *seasons = g_new0(struct agenda_seasons, 1);
  seasons->arena = arena_new();
  seasons->row = g_array_new(FALSE, FALSE, sizeof(struct agenda_season));
  if (file->bytes == NULL ||
      csv_read(file->name, file->bytes, file->length, columns, COLUMNS, read_season, seasons, error))
    return seasons;
  agenda_seasons_unref(seasons);
  return NULL;
}

void agenda_seasons_unref(struct agenda_seasons *seasons)
{
  if (seasons == NULL)
    return;
  g_array_unref(seasons->row);
  arena_free(seasons->arena);
  g_free(seasons);
}

int agenda_season_count(const struct agenda_seasons *seasons)
{
  return (int)seasons->row->len;
}

const struct agenda_season *agenda_season_at(const struct agenda_seasons *seasons, int index)
{
  return &g_array_index(seasons->row, struct agenda_season, index);
}

/* December to March goes over the new year. */
bool agenda_in_season(const struct agenda_season *season, day_t day)
{
  int month = civil_from_day(day).month;
  if (season->from_month <= season->to_month)
    return month >= season->from_month && month <= season->to_month;
  return month >= season->from_month || month <= season->to_month;
}

/* --- rules -------------------------------------------------------------------------------------------- */
static bool is_for(const char *season, const char *site)
{
  if (*season == '\0' || *site == '\0' || strcmp(season, site) == 0)
    return true;
  return strcmp(season, "hq") == 0 && (strcmp(site, "tokyo") == 0 || strcmp(site, "osaka") == 0);
}

static void days_of(const struct agenda_entry *entry, day_t *first, day_t *last)
{
  int second;
  zone_local(zone_tokyo(), entry->from, first, &second);
  zone_local(zone_tokyo(), entry->to - 1, last, &second);
}

static bool is_busy(const struct agenda_entry *entry, const struct agenda_seasons *seasons)
{
  day_t first, last;
  days_of(entry, &first, &last);
  for (int i = 0; i < agenda_season_count(seasons); i++) {
    const struct agenda_season *season = agenda_season_at(seasons, i);
    for (day_t day = first; day <= last && day < first + 366; day++)
      if (is_for(season->site, entry->site) && agenda_in_season(season, day))
        return true;
  }
  return false;
}

/* 9:00 to 18:45 of the days on which the site works; of all sites those of Tokyo. */
static bool is_in_hours(const struct agenda_entry *entry, const struct calendar_set *calendars)
{
  const struct calendar *calendar = calendar_find(calendars, *entry->site == '\0' ? "tokyo" : entry->site);
  day_t first, last;
  days_of(entry, &first, &last);
  for (day_t day = first; day <= last && day < first + 366; day++) {
    struct calendar_span span[4];
    utc_t from = zone_instant(zone_tokyo(), day, DAY_BEGINS, false);
    utc_t to = zone_instant(zone_tokyo(), day, DAY_ENDS, true);
    bool works = calendar == NULL ? day_weekday(day) < 5 : calendar_day(calendar, day, span, G_N_ELEMENTS(span)) > 0;
    if (works && entry->from < to && entry->to > from)
      return true;
  }
  return false;
}

unsigned agenda_check(const struct agenda_entry *entry, const struct agenda_seasons *seasons,
                      const struct calendar_set *calendars)
{
  unsigned broken = 0;
  if (entry->kind == AGENDA_WORK && entry->from - entry->submitted < (utc_t)AGENDA_AHEAD_DAYS * UTC_DAY)
    broken |= 1u << AGENDA_LATE;
  if (entry->stops && entry->kind != AGENDA_EVENT && entry->kind != AGENDA_OUTAGE && is_busy(entry, seasons))
    broken |= 1u << AGENDA_BUSY;
  if (entry->kind == AGENDA_EMERGENCY) {
    broken |= 1u << AGENDA_PERMISSION; /* always: an approval that is granted is the permission */
    broken |= is_in_hours(entry, calendars) ? 1u << AGENDA_HOURS : 0;
  }
  return broken;
}

char **agenda_targets(const struct agenda_entry *entry)
{
  GPtrArray *out = g_ptr_array_new();
  char **word = g_strsplit(entry->targets == NULL ? "" : entry->targets, ",", -1);
  for (int i = 0; word[i] != NULL; i++)
    if (*g_strstrip(word[i]) != '\0')
      g_ptr_array_add(out, g_strdup(word[i]));
  g_strfreev(word);
  if (out->len == 0 && entry->stops && entry->kind != AGENDA_EVENT && *entry->site != '\0')
    g_ptr_array_add(out, g_strconcat("office:", entry->site, NULL));
  g_ptr_array_add(out, NULL);
  return (char **)g_ptr_array_free(out, FALSE);
}

const char *agenda_approval(const struct agenda_entry *entry)
{
  return entry->kind == AGENDA_EMERGENCY ? "emergency-stop" : "work-plan";
}
