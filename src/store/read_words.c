/* Causes, sections, checklists and prepared replies out of their documents. */
#include <string.h>

#include "reference.h"
#include "toban/bulk.h"
#include "toban/csv.h"

enum { FIELDS = 7 };
struct list {
  const char *kind;
  const char *columns[FIELDS];
  size_t size;
  void (*fill)(struct arena *arena, const char *const *field, void *item);
};
struct reading { const struct list *list; struct arena *arena; GByteArray *items; };

static void fill_cause(struct arena *arena, const char *const *field, void *item)
{
  struct cause *cause = item;
  cause->code = arena_strdup(arena, field[0]);
  cause->name[LANG_JA] = arena_strdup(arena, field[1]);
  cause->name[LANG_EN] = arena_strdup(arena, field[2]);
}

static void fill_section(struct arena *arena, const char *const *field, void *item)
{
  struct section *section = item;
  section->code = arena_strdup(arena, field[0]);
  section->name[LANG_JA] = arena_strdup(arena, field[1]);
  section->name[LANG_EN] = arena_strdup(arena, field[2]);
  section->applications = arena_strdup(arena, field[3]);
  section->contact = arena_strdup(arena, field[4]);
  section->hours = arena_strdup(arena, field[5]);
}

static void fill_check(struct arena *arena, const char *const *field, void *item)
{
  struct check_item *check = item;
  char *id = g_strdup_printf("%s/%s", field[0], field[4]);
  check->id = arena_strdup(arena, id);
  check->list = arena_strdup(arena, field[0]);
  check->category = arena_strdup(arena, field[1]);
  check->name[LANG_JA] = arena_strdup(arena, field[2]);
  check->name[LANG_EN] = arena_strdup(arena, field[3]);
  check->text[LANG_JA] = arena_strdup(arena, field[5]);
  check->text[LANG_EN] = arena_strdup(arena, field[6]);
  g_free(id);
}

static void fill_reply(struct arena *arena, const char *const *field, void *item)
{
  struct reply *reply = item;
  reply->id = arena_strdup(arena, field[0]);
  reply->category = arena_strdup(arena, field[1]);
  reply->name[LANG_JA] = arena_strdup(arena, field[2]);
  reply->name[LANG_EN] = arena_strdup(arena, field[3]);
  reply->text[LANG_JA] = arena_strdup(arena, field[4]);
  reply->text[LANG_EN] = arena_strdup(arena, field[5]);
}

static const struct list causes = {"causes", {"code", "name_ja", "name_en"}, sizeof(struct cause), fill_cause};
static const struct list sections = {"sections",
                                     {"code", "name_ja", "name_en", "applications", "contact", "hours"},
                                     sizeof(struct section), fill_section};
static const struct list checks = {"checklists",
                                   {"list", "category", "name_ja", "name_en", "item", "text_ja", "text_en"},
                                   sizeof(struct check_item), fill_check};
static const struct list replies = {"replies",
                                      {"id", "category", "name_ja", "name_en", "text_ja", "text_en"},
                                      sizeof(struct reply), fill_reply};

static bool each_row(const struct csv_row *row, void *user, GError **error)
{
  struct reading *reading = user;
  (void)error;
  guint at = reading->items->len;
  g_byte_array_set_size(reading->items, at + (guint)reading->list->size);
  memset(reading->items->data + at, 0, reading->list->size);
  reading->list->fill(reading->arena, row->field, reading->items->data + at);
  return true;
}

/* The rows, in the arena; *count of them. */
static bool read_list(struct reference *ref, struct db *db, const struct list *list, const void **rows, int *count,
                      GError **error)
{
  struct csv_column columns[FIELDS];
  size_t fields = 0;
  char *text = NULL;
  if (!document_current(db, list->kind, &text, error))
    return false;
  for (; fields < FIELDS && list->columns[fields] != NULL; fields++)
    columns[fields] = (struct csv_column){list->columns[fields], true};
  struct reading reading = {list, ref->arena, g_byte_array_new()};
  bool done = text == NULL || csv_read(list->kind, text, strlen(text), columns, fields, each_row, &reading, error);
  void *kept = arena_alloc(ref->arena, MAX(reading.items->len, 1));
  if (reading.items->len > 0)
    memcpy(kept, reading.items->data, reading.items->len);
  *rows = kept;
  *count = (int)(reading.items->len / list->size);
  g_byte_array_free(reading.items, TRUE);
  g_free(text);
  return done;
}

bool reference_words(struct reference *ref, struct db *db, GError **error)
{
  const void *cause, *section, *check, *reply;
  if (!read_list(ref, db, &causes, &cause, &ref->causes, error) ||
      !read_list(ref, db, &sections, &section, &ref->sections, error) ||
      !read_list(ref, db, &checks, &check, &ref->checks, error) ||
      !read_list(ref, db, &replies, &reply, &ref->replies, error))
    return false;
  ref->cause = cause;
  ref->section = section;
  ref->check = check;
  ref->reply = reply;
  return true;
}
