/* Contacts and rules of escalation out of their files. */
#include <string.h>

#include "toban/arena.h"
#include "toban/csv.h"
#include "toban/error.h"
#include "toban/escalation.h"

enum { RULES_MOST = 500, MINUTES_MOST = 7 * 24 * 60, ROUNDS_MOST = 20 };

enum { C_ID, C_NAME_JA, C_NAME_EN, C_VIA, C_ADDRESS, C_NOTE, C_COLUMNS };
static const struct csv_column contact_columns[C_COLUMNS] = {
    [C_ID] = {"id", true},   [C_NAME_JA] = {"name_ja", true},  [C_NAME_EN] = {"name_en", true},
    [C_VIA] = {"via", true}, [C_ADDRESS] = {"address", true}, [C_NOTE] = {"note", true},
};
enum { ID, CLOCK, PRIORITY, CATEGORY, AT, TO, ACK, ROUNDS, LANGUAGE, LABEL_JA, LABEL_EN, COLUMNS };
static const struct csv_column rule_columns[COLUMNS] = {
    [ID] = {"id", true},         [CLOCK] = {"clock", true},       [PRIORITY] = {"priority", true},
    [CATEGORY] = {"category", true}, [AT] = {"at", true},         [TO] = {"to", true},
    [ACK] = {"ack_min", true},   [ROUNDS] = {"rounds", true},     [LANGUAGE] = {"lang", true},
    [LABEL_JA] = {"label_ja", true}, [LABEL_EN] = {"label_en", true},
};

struct reading { struct escalation_book *book; GArray *contacts, *rules; };

static const char *keep(const struct reading *r, const char *text)
{
  return arena_strdup(r->book->arena, text);
}

/* --- contacts ----------------------------------------------------------------------------------------- */
static const struct contact *contact_in(const GArray *contacts, const char *id)
{
  for (guint i = 0; i < contacts->len; i++)
    if (strcmp(g_array_index(contacts, struct contact, i).id, id) == 0)
      return &g_array_index(contacts, struct contact, i);
  return NULL;
}

/* Goes into a header and an SMTP command: nothing that could end them. */
static bool is_mail(const char *text)
{
  const char *at = strchr(text, '@');
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isgraph(*c) || strchr("<>()[],;:\\\"", *c) != NULL)
      return false;
  return at != NULL && at != text && at[1] != '\0' && strchr(at + 1, '@') == NULL;
}

static bool add_contact(const struct csv_row *row, void *user, GError **error)
{
  struct reading *r = user;
  const char *const *field = row->field;
  struct contact contact = {.id = keep(r, field[C_ID]), .name = {keep(r, field[C_NAME_JA]), keep(r, field[C_NAME_EN])},
                            .address = keep(r, field[C_ADDRESS]), .note = keep(r, field[C_NOTE])};
  if (*contact.id == '\0' || strpbrk(contact.id, "; ") != NULL)
    return csv_fail(row, "id", error, _("a contact needs an id without blanks"));
  if (contact_in(r->contacts, contact.id) != NULL)
    return csv_fail(row, "id", error, _("the id “%s” is there already"), contact.id);
  if (!reach_parse(field[C_VIA], &contact.via))
    return csv_fail(row, "via", error, _("no such way: “%s” (teams, teams-voice, email or phone)"), field[C_VIA]);
  if (contact.via == REACH_EMAIL && !is_mail(contact.address))
    return csv_fail(row, "address", error, _("not a mail address: “%s”"), contact.address);
  if (*contact.address == '\0')
    return csv_fail(row, "address", error, _("a contact needs an address"));
  g_array_append_val(r->contacts, contact);
  return true;
}

/* --- rules -------------------------------------------------------------------------------------------- */
static bool read_priorities(const struct csv_row *row, unsigned *out, GError **error)
{
  const char *text = row->field[PRIORITY];
  *out = strcmp(text, "*") == 0 ? ~0u : 0;
  if (*out != 0)
    return true;
  for (const char *c = text; *c != '\0'; c++) {
    if (*c >= '1' && *c <= '4' && (c[1] == ';' || c[1] == '\0'))
      *out |= 1u << (*c - '0');
    else if (*c != ';')
      return csv_fail(row, "priority", error, _("not a list of priorities (write 1;2, or * for all)"));
  }
  return *out != 0 || csv_fail(row, "priority", error, _("not a list of priorities (write 1;2, or * for all)"));
}

static bool read_threshold(const struct csv_row *row, struct warning *out, GError **error)
{
  struct warning_list list;
  if (!warnings_parse(strcmp(row->field[AT], "late") == 0 ? "" : row->field[AT], &list, NULL) ||
      list.count != (strcmp(row->field[AT], "late") == 0 ? 1 : 2))
    return csv_fail(row, "at", error, _("not a threshold: “%s” (write 75%%, 15m or late)"), row->field[AT]);
  *out = list.warning[0];
  return true;
}

static bool read_contacts(const struct reading *r, const struct csv_row *row, struct escalation_rule *rule,
                          GError **error)
{
  char **ids = g_strsplit(row->field[TO], ";", -1);
  const char **list = arena_new0(r->book->arena, const char *, g_strv_length(ids) + 1);
  bool good = true;
  for (int i = 0; good && ids[i] != NULL; i++) {
    good = contact_in(r->contacts, g_strstrip(ids[i])) != NULL ||
           csv_fail(row, "to", error, _("there is no contact “%s”"), ids[i]);
    list[rule->contacts++] = keep(r, ids[i]);
  }
  g_strfreev(ids);
  rule->to = list;
  return good && (rule->contacts > 0 || csv_fail(row, "to", error, _("a rule tells at least one contact")));
}

static bool read_number(const struct csv_row *row, int column, int most, int *out, GError **error)
{
  guint64 number;
  if (!g_ascii_string_to_unsigned(row->field[column], 10, 1, (guint64)most, &number, NULL))
    return csv_fail(row, rule_columns[column].name, error, _("not a number from 1 to %d: “%s”"), most,
                    row->field[column]);
  *out = (int)number;
  return true;
}

static bool add_rule(const struct csv_row *row, void *user, GError **error)
{
  struct reading *r = user;
  const char *const *field = row->field;
  struct escalation_rule rule = {.id = keep(r, field[ID]),
                                 .label = {keep(r, field[LABEL_JA]), keep(r, field[LABEL_EN])},
                                 .category = strcmp(field[CATEGORY], "*") == 0 ? NULL : keep(r, field[CATEGORY]),
                                 .lang = strcmp(field[LANGUAGE], "en") == 0 ? LANG_EN : LANG_JA};
  if (*rule.id == '\0' || r->rules->len >= RULES_MOST)
    return csv_fail(row, "id", error, _("a rule needs an id, and there are at most %d"), RULES_MOST);
  for (guint i = 0; i < r->rules->len; i++)
    if (strcmp(g_array_index(r->rules, struct escalation_rule, i).id, rule.id) == 0)
      return csv_fail(row, "id", error, _("the id “%s” is there already"), rule.id);
  if (!sla_clock_parse(field[CLOCK], &rule.clock))
    return csv_fail(row, "clock", error, _("no such clock: “%s” (response or resolution)"), field[CLOCK]);
  if (strcmp(field[LANGUAGE], "ja") != 0 && strcmp(field[LANGUAGE], "en") != 0)
    return csv_fail(row, "lang", error, _("there is no language “%s”: ja or en"), field[LANGUAGE]);
  if (!read_priorities(row, &rule.priorities, error) || !read_threshold(row, &rule.at, error) ||
      !read_contacts(r, row, &rule, error) || !read_number(row, ACK, MINUTES_MOST, &rule.ack_min, error) ||
      !read_number(row, ROUNDS, ROUNDS_MOST, &rule.rounds, error))
    return false;
  g_array_append_val(r->rules, rule);
  return true;
}

/* --- the book ----------------------------------------------------------------------------------------- */
static const void *into_arena(struct arena *arena, const GArray *array, size_t size)
{
  char *copy = arena_alloc(arena, MAX(array->len * size, 1));
  if (array->len > 0)
    memcpy(copy, array->data, array->len * size);
  return copy;
}

struct escalation_book *escalation_book_new(const struct calendar_file *contacts, const struct calendar_file *rules,
                                            GError **error)
{
  struct arena *arena = arena_new();
  struct escalation_book *book = arena_new0(arena, struct escalation_book, 1);
  struct reading r = {book, g_array_new(FALSE, FALSE, sizeof(struct contact)),
                      g_array_new(FALSE, FALSE, sizeof(struct escalation_rule))};
  book->arena = arena;
  bool good = (contacts->bytes == NULL || csv_read(contacts->name, contacts->bytes, contacts->length, contact_columns,
                                                   C_COLUMNS, add_contact, &r, error)) &&
              (rules->bytes == NULL || csv_read(rules->name, rules->bytes, rules->length, rule_columns, COLUMNS,
                                                add_rule, &r, error));
  book->contacts = (int)r.contacts->len;
  book->contact = into_arena(arena, r.contacts, sizeof(struct contact));
  book->rules = (int)r.rules->len;
  book->rule = into_arena(arena, r.rules, sizeof(struct escalation_rule));
  g_array_free(r.contacts, TRUE);
  g_array_free(r.rules, TRUE);
  if (good)
    return book;
  arena_free(arena);
  return NULL;
}

void escalation_book_free(struct escalation_book *book)
{
  if (book != NULL)
    arena_free(book->arena); /* holds the book too */
}

const struct contact *escalation_contact(const struct escalation_book *book, const char *id)
{
  for (int i = 0; book != NULL && id != NULL && i < book->contacts; i++)
    if (strcmp(book->contact[i].id, id) == 0)
      return &book->contact[i];
  return NULL;
}

const struct escalation_rule *escalation_rule_find(const struct escalation_book *book, const char *id)
{
  for (int i = 0; book != NULL && id != NULL && i < book->rules; i++)
    if (strcmp(book->rule[i].id, id) == 0)
      return &book->rule[i];
  return NULL;
}

bool escalation_rule_matches(const struct escalation_rule *rule, const struct ticket *ticket, int clock)
{
  size_t length = rule->category == NULL ? 0 : strlen(rule->category);
  bool category = length == 0 || (ticket->category != NULL && strncmp(ticket->category, rule->category, length) == 0 &&
                                  (ticket->category[length] == '\0' || ticket->category[length] == '.'));
  return rule->clock == clock && category && ticket->merged_into == NULL &&
         (rule->priorities & 1u << CLAMP(ticket->priority, 0, 31)) != 0;
}

const char *escalation_rule_contact(const struct escalation_rule *rule, int level)
{
  return level < 0 || level >= rule->contacts * rule->rounds ? NULL : rule->to[level % rule->contacts];
}
