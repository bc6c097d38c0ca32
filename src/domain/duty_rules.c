/* needs.csv and qualifications.csv: what the desk needs, and what a role asks of a person. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "calendar_impl.h"
#include "duty_impl.h"
#include "toban/csv.h"
#include "toban/error.h"
#include "toban/right.h"

enum { MOST_PEOPLE = 1000, REST_H = 11 /* when the file does not say */ };

struct duty_rules {
  int references;             /* atomic */
  struct arena *arena;
  GArray *needs, *demands;
};

/* While a file is read. */
struct reading { struct duty_rules *rules; const struct calendar_set *calendars; };

/* --- needs.csv ------------------------------------------------------------------------------------ */
enum { NEED, CALENDAR, HOURS, WANT, NEED_JA, NEED_EN, NEED_COLUMNS };
static const struct csv_column need_columns[NEED_COLUMNS] = {
  [NEED] = {"need", true},  [CALENDAR] = {"calendar", true}, [HOURS] = {"hours", true},
  [WANT] = {"want", true},  [NEED_JA] = {"label_ja", false}, [NEED_EN] = {"label_en", false}};

static bool is_rest(const char *need)
{
  return strcmp(need, "rest") == 0;
}

static bool check_need(const struct csv_row *row, GError **error)
{
  static const char *const kinds[] = {"language:", "site:", "role:"};
  const char *need = row->field[NEED];
  for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (g_str_has_prefix(need, kinds[i]) && need[strlen(kinds[i])] != '\0')
      return true;
  return is_rest(need) ||
         csv_fail(row, "need", error, _("“%s” is none of language:ID site:CODE role:ID rest"), need);
}

static bool check_hours(const struct csv_row *row, GError **error)
{
  struct hours hours = {0};
  const char *why = NULL;
  if (!hours_parse(row->field[HOURS], &hours, &why))
    return csv_fail(row, "hours", error, "%s", _(why));
  hours_clear(&hours);
  return true;
}

static bool check_calendar(const struct reading *reading, const struct csv_row *row, GError **error)
{
  const char *id = row->field[CALENDAR];
  if (is_rest(row->field[NEED]))
    return *id == '\0' || csv_fail(row, "calendar", error, _("“rest” has no calendar"));
  if (*id == '\0')
    return csv_fail(row, "calendar", error, _("is empty"));
  return reading->calendars == NULL || calendar_find(reading->calendars, id) != NULL ||
         csv_fail(row, "calendar", error, _("there is no calendar “%s”"), id);
}

static bool read_need(const struct csv_row *row, void *user, GError **error)
{
  struct reading *reading = user;
  struct arena *arena = reading->rules->arena;
  char *end;
  errno = 0;
  long want = strtol(row->field[WANT], &end, 10);
  if (!check_need(row, error) || !check_calendar(reading, row, error) || !check_hours(row, error))
    return false;
  if (*row->field[WANT] == '\0' || *end != '\0' || errno != 0 || want < 0 || want > MOST_PEOPLE)
    return csv_fail(row, "want", error, _("“%s” is no whole number from %ld to %ld"), row->field[WANT], 0L,
                    (long)MOST_PEOPLE);
  struct duty_need need = {.id = arena_strdup(arena, row->field[NEED]),
                           .calendar = arena_strdup(arena, row->field[CALENDAR]),
                           .hours = arena_strdup(arena, row->field[HOURS]), .want = (int)want};
  need.label[LANG_JA] = arena_strdup(arena, row->field[NEED_JA]);
  need.label[LANG_EN] = arena_strdup(arena, row->field[NEED_EN]);
  g_array_append_val(reading->rules->needs, need);
  return true;
}

/* --- qualifications.csv --------------------------------------------------------------------------- */
enum { ROLE, ANY, LEVEL, DEMAND_JA, DEMAND_EN, DEMAND_COLUMNS };
static const struct csv_column demand_columns[DEMAND_COLUMNS] = {
  [ROLE] = {"role", true},           [ANY] = {"needs", true},          [LEVEL] = {"level", true},
  [DEMAND_JA] = {"label_ja", false}, [DEMAND_EN] = {"label_en", false}};

static bool check_role(const struct csv_row *row, GError **error)
{
  char *unknown = NULL;
  const char *role = row->field[ROLE];
  bool known = strcmp(role, "*") == 0 || (roles_parse(role, "", &unknown) != 0 && unknown == NULL);
  g_free(unknown);
  return known || csv_fail(row, "role", error, _("there is no role “%s”"), role);
}

static bool read_demand(const struct csv_row *row, void *user, GError **error)
{
  struct reading *reading = user;
  struct arena *arena = reading->rules->arena;
  bool must = strcmp(row->field[LEVEL], "must") == 0;
  if (!check_role(row, error))
    return false;
  if (*row->field[ANY] == '\0')
    return csv_fail(row, "needs", error, _("is empty"));
  if (!must && strcmp(row->field[LEVEL], "wish") != 0)
    return csv_fail(row, "level", error, _("“%s” is neither must nor wish"), row->field[LEVEL]);
  struct duty_demand demand = {.role = arena_strdup(arena, row->field[ROLE]),
                               .any = arena_strdup(arena, row->field[ANY]), .must = must};
  demand.label[LANG_JA] = arena_strdup(arena, row->field[DEMAND_JA]);
  demand.label[LANG_EN] = arena_strdup(arena, row->field[DEMAND_EN]);
  g_array_append_val(reading->rules->demands, demand);
  return true;
}

/* --- the rules ------------------------------------------------------------------------------------ */
static bool read_file(const struct calendar_file *file, const struct csv_column *columns, size_t count,
                      csv_row_fn *each, struct reading *reading, GError **error)
{
  return file == NULL || file->bytes == NULL ||
         csv_read(file->name, file->bytes, file->length, columns, count, each, reading, error);
}

struct duty_rules *duty_rules_new(const struct calendar_file *needs, const struct calendar_file *qualifications,
                                  const struct calendar_set *calendars, GError **error)
{
  struct duty_rules *rules = g_new0(struct duty_rules, 1);
  struct reading reading = {rules, calendars};
  rules->references = 1;
  rules->arena = arena_new();
  rules->needs = g_array_new(FALSE, FALSE, sizeof(struct duty_need));
  rules->demands = g_array_new(FALSE, FALSE, sizeof(struct duty_demand));
  if (read_file(needs, need_columns, NEED_COLUMNS, read_need, &reading, error) &&
      read_file(qualifications, demand_columns, DEMAND_COLUMNS, read_demand, &reading, error))
    return rules;
  duty_rules_unref(rules);
  return NULL;
}

struct duty_rules *duty_rules_ref(struct duty_rules *rules)
{
  g_atomic_int_inc(&rules->references);
  return rules;
}

void duty_rules_unref(struct duty_rules *rules)
{
  if (rules == NULL || !g_atomic_int_dec_and_test(&rules->references))
    return;
  g_array_unref(rules->needs);
  g_array_unref(rules->demands);
  arena_free(rules->arena);
  g_free(rules);
}

int duty_needs(const struct duty_rules *rules)
{
  return (int)rules->needs->len;
}

const struct duty_need *duty_need(const struct duty_rules *rules, int index)
{
  return &g_array_index(rules->needs, struct duty_need, index);
}

int duty_demands(const struct duty_rules *rules)
{
  return (int)rules->demands->len;
}

const struct duty_demand *duty_demand(const struct duty_rules *rules, int index)
{
  return &g_array_index(rules->demands, struct duty_demand, index);
}

const char *duty_need_label(const struct duty_rules *rules, const char *id, enum lang lang)
{
  for (int i = 0; i < duty_needs(rules); i++) {
    const struct duty_need *need = duty_need(rules, i);
    if (strcmp(need->id, id) == 0)
      return *need->label[lang] == '\0' ? need->id : need->label[lang];
  }
  return id;
}

int64_t duty_rest(const struct duty_rules *rules)
{
  for (int i = 0; i < duty_needs(rules); i++)
    if (is_rest(duty_need(rules, i)->id))
      return (int64_t)duty_need(rules, i)->want * 3600;
  return (int64_t)REST_H * 3600;
}

/* --- does a person have it? ----------------------------------------------------------------------- */
bool duty_list_has(const char *list, const char *word)
{
  size_t length = strlen(word);
  for (const char *at = list; at != NULL && *at != '\0'; at = strchr(at, ';')) {
    at += strspn(at, "; ");
    size_t here = strcspn(at, "; ");
    if (here == length && strncmp(at, word, length) == 0)
      return true;
  }
  return false;
}

/* "10y" and "toeic500" are a word and a number: the largest of that word counts. */
static bool split_number(const char *word, size_t length, char *stem, size_t size, long *number)
{
  size_t digits = 0;
  if (length > 1 && word[length - 1] == 'y' && strspn(word, "0123456789") == length - 1) {
    *number = strtol(word, NULL, 10);
    g_strlcpy(stem, "y", size);
    return true;
  }
  while (digits < length && g_ascii_isdigit(word[length - 1 - digits]))
    digits++;
  if (digits < 2 || digits == length || length - digits >= size) /* "lpic1" is a name, not a score */
    return false;
  memcpy(stem, word, length - digits);
  stem[length - digits] = '\0';
  *number = strtol(word + length - digits, NULL, 10);
  return true;
}

static bool has_at_least(const char *list, const char *stem, long number)
{
  for (const char *at = list; at != NULL && *at != '\0'; at = strchr(at, ';')) {
    char mine[32];
    long have;
    at += strspn(at, "; ");
    if (split_number(at, strcspn(at, "; "), mine, sizeof mine, &have) && strcmp(mine, stem) == 0 && have >= number)
      return true;
  }
  return false;
}

static bool meets_one(const char *word, const struct duty_person *person)
{
  char stem[32];
  long number;
  if (g_str_has_prefix(word, "lang:"))
    return duty_list_has(person->languages, word + 5);
  if (split_number(word, strlen(word), stem, sizeof stem, &number))
    return has_at_least(person->qualifications, stem, number);
  return duty_list_has(person->qualifications, word);
}

bool duty_meets(const struct duty_demand *demand, const struct duty_person *person)
{
  char **words = g_strsplit(demand->any, "|", -1);
  bool meets = false;
  for (int i = 0; words[i] != NULL && !meets; i++)
    meets = meets_one(g_strstrip(words[i]), person);
  g_strfreev(words);
  return meets;
}
