#include "toban/policy.h"

#include <string.h>

#include "toban/arena.h"
#include "toban/csv.h"
#include "toban/error.h"

#define ALL (~0u)
enum { TARGET_LIMIT_MIN = 60 * 24 * 366 * 10 };    /* ten years: more is a slip of the finger */

struct policy_set {
  int references;             /* atomic */
  struct arena *arena;
  GArray *rows;               /* of struct policy, in file order */
};

enum { ID, CLOCK, FROM, TO, PRIORITY, CHANNEL, CATEGORY, OFFICE, CALENDAR, TARGET, GOAL, PAUSE, LABEL_JA, LABEL_EN,
       COLUMNS };
static const struct csv_column columns[COLUMNS] = {
  [ID] = {"id", true},               [CLOCK] = {"clock", true},       [FROM] = {"from", true},
  [TO] = {"to", true},               [PRIORITY] = {"priority", true}, [CHANNEL] = {"channel", true},
  [CATEGORY] = {"category", true},   [OFFICE] = {"office", true},     [CALENDAR] = {"calendar", true},
  [TARGET] = {"target_min", true},   [GOAL] = {"goal", true},         [PAUSE] = {"pause", true},
  [LABEL_JA] = {"label_ja", true},   [LABEL_EN] = {"label_en", true},
};

/* While a file is read. */
struct reading {
  struct policy_set *set;
  const struct calendar_set *calendars;      /* NULL: names are not checked */
  const struct csv_row *row;
  GError **error;
};

/* `why` is a literal with one %s, for the field. */
#define fail(r, column, why) \
  csv_fail((r)->row, columns[column].name, (r)->error, why, (r)->row->field[column])

/* --- fields --------------------------------------------------------------------------------------- */
static bool read_date(const struct reading *r, int column, utc_t *out)
{
  day_t day;
  if (!day_parse(r->row->field[column], &day, NULL))
    return fail(r, column, _("not a date: “%s” (write 2026-11-22)"));
  *out = zone_instant(zone_tokyo(), day, 0, false);
  return true;
}

static bool priority_bit(const char *name, unsigned *out)
{
  if (*name < '1' || *name > '4' || name[1] != '\0')
    return false;
  *out = 1u << (*name - '0');
  return true;
}

static bool channel_bit(const char *name, unsigned *out)
{
  enum channel channel;
  if (!channel_parse(name, &channel))
    return false;
  *out = 1u << channel;
  return true;
}

static bool state_bit(const char *name, unsigned *out)
{
  enum ticket_state state;
  if (!ticket_state_parse(name, &state))
    return false;
  *out = 1u << state;
  return true;
}

static const struct list { bool (*bit)(const char *name, unsigned *out); const char *why; } lists[COLUMNS] = {
  [PRIORITY] = {priority_bit, N_("not a list of priorities (write 1;2, or * for all)")},
  [CHANNEL] = {channel_bit, N_("not a list of channels (write phone;mail, or * for all)")},
  [PAUSE] = {state_bit, N_("not a list of states (write waiting-user;waiting-vendor)")},
};

/* A `;` list of names as a set of bits; "*" (where it may stand) is ALL. */
static bool read_set(const struct reading *r, int column, unsigned *out)
{
  const struct list *list = &lists[column];
  bool good = true;
  *out = 0;
  if (column != PAUSE && strcmp(r->row->field[column], "*") == 0) {
    *out = ALL;
    return true;
  }
  char **names = g_strsplit(r->row->field[column], ";", -1);
  for (char **name = names; good && *name != NULL; name++) {
    unsigned one;
    good = list->bit(g_strstrip(*name), &one);
    if (good)
      *out |= one;
  }
  g_strfreev(names);
  return (good && (column == PAUSE || *out != 0)) ||
         csv_fail(r->row, columns[column].name, r->error, "%s: “%s”", lang_text(list->why), r->row->field[column]);
}

static bool read_category(const struct reading *r, const char **out)
{
  const char *text = r->row->field[CATEGORY];
  size_t length = strlen(text);
  if (strcmp(text, "*") != 0 && (length == 0 || strspn(text, "0123456789.") != length || text[length - 1] == '.'))
    return fail(r, CATEGORY, _("not a category: “%s” (write 5.1, or * for all)"));
  *out = arena_strdup(r->set->arena, text);
  return true;
}

static bool is_office(const char *id)
{
  for (const char *c = id; *c != '\0'; c++)
    if (!g_ascii_islower(*c) && !g_ascii_isdigit(*c) && *c != '-')
      return false;
  return *id != '\0' && *id != '0';
}

static bool read_offices(const struct reading *r, const char *const **out)
{
  *out = NULL;
  if (strcmp(r->row->field[OFFICE], "*") == 0)
    return true;
  char **ids = g_strsplit(r->row->field[OFFICE], ";", -1);
  const char **list = arena_new0(r->set->arena, const char *, g_strv_length(ids) + 1);
  bool good = ids[0] != NULL;
  for (int i = 0; ids[i] != NULL && good; i++) {
    good = is_office(g_strstrip(ids[i]));
    list[i] = arena_strdup(r->set->arena, ids[i]);
  }
  g_strfreev(ids);
  *out = list;
  return good || fail(r, OFFICE, _("not a list of offices: “%s” (write 1;12;tokyo, or * for all)"));
}

static bool read_calendar(const struct reading *r, const char **out)
{
  const char *id = r->row->field[CALENDAR];
  if (*id == '\0' || (r->calendars != NULL && strcmp(id, "office") != 0 && calendar_find(r->calendars, id) == NULL))
    return fail(r, CALENDAR, _("no such calendar: “%s”"));
  *out = arena_strdup(r->set->arena, id);
  return true;
}

static bool read_target(const struct reading *r, int64_t *out)
{
  guint64 minutes;
  if (!g_ascii_string_to_unsigned(r->row->field[TARGET], 10, 1, TARGET_LIMIT_MIN, &minutes, NULL))
    return fail(r, TARGET, _("a target is a whole number of minutes, at least 1: “%s”"));
  *out = (int64_t)minutes * 60;
  return true;
}

static bool read_goal(const struct reading *r, double *out)
{
  const char *text = r->row->field[GOAL];
  char *end;
  double percent = g_ascii_strtod(text, &end);
  if (!g_ascii_isdigit(*text) || *end != '\0' || strspn(text, "0123456789.") != strlen(text) || percent > 100)
    return fail(r, GOAL, _("a goal is a percentage from 0 to 100: “%s”"));
  *out = percent / 100;
  return true;
}

/* --- rows ----------------------------------------------------------------------------------------- */
static bool read_times(const struct reading *r, struct policy *policy)
{
  policy->to = UTC_NONE;
  if (!read_date(r, FROM, &policy->from))
    return false;
  if (*r->row->field[TO] == '\0')
    return true;
  if (!read_date(r, TO, &policy->to))
    return false;
  return policy->from < policy->to || fail(r, TO, _("“%s” is not after the day in “from”"));
}

/* An id may come back for another time (a new target from April on), never twice at one time. */
static bool is_new(const struct reading *r, const struct policy *policy)
{
  for (guint i = 0; i < r->set->rows->len; i++) {
    const struct policy *other = &g_array_index(r->set->rows, struct policy, i);
    if (other->clock == policy->clock && strcmp(other->id, policy->id) == 0 &&
        (other->to == UTC_NONE || policy->from < other->to) && (policy->to == UTC_NONE || other->from < policy->to))
      return fail(r, ID, _("the id “%s” is there already, over the same dates"));
  }
  return true;
}

static bool add_row(const struct csv_row *row, void *user, GError **error)
{
  struct reading *r = user;
  struct policy policy = {0};
  r->row = row;
  r->error = error;
  if (*row->field[ID] == '\0')
    return csv_fail(row, "id", error, _("a policy needs an id"));
  if (!sla_clock_parse(row->field[CLOCK], &policy.clock))
    return fail(r, CLOCK, _("no such clock: “%s” (response or resolution)"));
  policy.id = arena_strdup(r->set->arena, row->field[ID]);
  policy.label[LANG_JA] = arena_strdup(r->set->arena, row->field[LABEL_JA]);
  policy.label[LANG_EN] = arena_strdup(r->set->arena, row->field[LABEL_EN]);
  if (!read_times(r, &policy) ||
      !read_set(r, PRIORITY, &policy.priorities) || !read_set(r, CHANNEL, &policy.channels) ||
      !read_category(r, &policy.category) || !read_offices(r, &policy.offices) || !read_calendar(r, &policy.calendar) ||
      !read_target(r, &policy.target) || !read_goal(r, &policy.goal) ||
      !read_set(r, PAUSE, &policy.pause) || !is_new(r, &policy))
    return false;
  g_array_append_val(r->set->rows, policy);
  return true;
}

struct policy_set *policy_set_new(const struct calendar_file *file, const struct calendar_set *calendars,
                                  GError **error)
{
  struct policy_set *set = g_new0(struct policy_set, 1);
  struct reading reading = {.set = set, .calendars = calendars};
  set->references = 1;
  set->arena = arena_new();
  set->rows = g_array_new(FALSE, FALSE, sizeof(struct policy));
  if (file->bytes != NULL && !csv_read(file->name != NULL ? file->name : "policies.csv", file->bytes, file->length,
                                       columns, COLUMNS, add_row, &reading, error)) {
    policy_set_unref(set);
    return NULL;
  }
  return set;
}

struct policy_set *policy_set_ref(struct policy_set *set)
{
  g_atomic_int_inc(&set->references);
  return set;
}

void policy_set_unref(struct policy_set *set)
{
  if (set == NULL || !g_atomic_int_dec_and_test(&set->references))
    return;
  g_array_unref(set->rows);
  arena_free(set->arena);
  g_free(set);
}

int policy_count(const struct policy_set *set)
{
  return (int)set->rows->len;
}

const struct policy *policy_get(const struct policy_set *set, int index)
{
  return &g_array_index(set->rows, struct policy, index);
}

/* --- matching ------------------------------------------------------------------------------------- */
/* `5.1` holds for `5.1` and `5.1.2`, never for `5.10`. */
static bool category_holds(const char *code, const char *category)
{
  size_t length = strlen(code);
  if (strcmp(code, "*") == 0)
    return true;
  return category != NULL && strncmp(category, code, length) == 0 &&
         (category[length] == '\0' || category[length] == '.');
}

static bool office_holds(const char *const *list, const char *office)
{
  if (list == NULL)
    return true;
  for (; office != NULL && *list != NULL; list++)
    if (strcmp(*list, office) == 0)
      return true;
  return false;
}

/* A ticket without a channel or priority is held by "*" only. */
static bool bit_holds(unsigned set, int number)
{
  return set == ALL || (number >= 0 && (set & 1u << number) != 0);
}

static bool policy_holds(const struct policy *policy, const struct ticket *ticket)
{
  return ticket->received_at >= policy->from && (policy->to == UTC_NONE || ticket->received_at < policy->to) &&
         bit_holds(policy->priorities, ticket->priority) && bit_holds(policy->channels, (int)ticket->channel) &&
         category_holds(policy->category, ticket->category) && office_holds(policy->offices, ticket->office);
}

const struct policy *policy_match(const struct policy_set *set, int clock, const struct ticket *ticket)
{
  for (int i = 0; i < policy_count(set); i++) {
    const struct policy *policy = policy_get(set, i);
    if (policy->clock == clock && policy_holds(policy, ticket))
      return policy;
  }
  return NULL;
}
