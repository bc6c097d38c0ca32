/* Kinds, states and fields of assets as data: the file asset-words, kept in versions. */
#include <string.h>

#include "asset.h"
#include "table_file.h"
#include "toban/arena.h"
#include "toban/lang.h"

enum { WHAT, ID, NAME_JA, NAME_EN, HARDWARE, COLUMNS };
enum { FIELDS_MOST = 40 };
static const struct transfer_column columns[COLUMNS] = {[WHAT] = {"what", true, COLUMN_TEXT},
                                                        [ID] = {"id", true, COLUMN_TEXT},
                                                        [NAME_JA] = {"name_ja", true, COLUMN_TEXT},
                                                        [NAME_EN] = {"name_en", true, COLUMN_TEXT},
                                                        [HARDWARE] = {"hardware", false, COLUMN_TEXT}};
static const char *const whats[WORDS] = {"kind", "state", "field"};

static int what_of(const char *text)
{
  for (int i = 0; i < WORDS; i++)
    if (strcmp(whats[i], text) == 0)
      return i;
  return -1;
}

static bool put(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  enum asset_field field;
  const char *id = row->field[ID], *hardware = row->field[HARDWARE];
  char *key = g_strconcat(row->field[WHAT], " ", id, NULL);
  bool ok = transfer_need(row, ID, "id", error) && transfer_need(row, NAME_JA, "name_ja", error) &&
            transfer_need(row, NAME_EN, "name_en", error) && transfer_key(transfer, row, "id", key, error);
  g_free(key);
  if (!ok)
    return false;
  if (what_of(row->field[WHAT]) < 0)
    return csv_fail(row, "what", error, _("“%s” is none of kind state field"), row->field[WHAT]);
  if (what_of(row->field[WHAT]) == WORD_FIELD && asset_field_parse(id, &field))
    return csv_fail(row, "id", error, _("“%s” is a field that every asset has"), id);
  if (strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-_") != strlen(id))
    return csv_fail(row, "id", error, _("“%s”: small letters, digits, - and _ only"), id);
  if (transfer->rows > FIELDS_MOST)
    return csv_fail(row, NULL, error, _("more than %d words"), FIELDS_MOST);
  if (*hardware != '\0' && strcmp(hardware, "yes") != 0 && strcmp(hardware, "no") != 0)
    return csv_fail(row, "hardware", error, _("“%s” is neither yes nor no"), hardware);
  return transfer_file_put(transfer, row, error);
}

const struct transfer_kind transfer_asset_words = {
    .id = "asset-words", .columns = columns, .count = COLUMNS, .cp932 = true, .may_be_empty = true,
    .begin = transfer_file_begin, .put = put, .end = transfer_file_keep, .each = transfer_file_each};

/* --- reading ---------------------------------------------------------------------------------------------- */
struct reader { struct arena *arena; GArray *words; };

static bool take(const struct csv_row *row, void *user, GError **error)
{
  struct reader *reader = user;
  (void)error;
  struct asset_word word = {.of = (enum asset_word_of)what_of(row->field[WHAT]),
                            .id = arena_strdup(reader->arena, row->field[ID]),
                            .name = {[LANG_JA] = arena_strdup(reader->arena, row->field[NAME_JA]),
                                     [LANG_EN] = arena_strdup(reader->arena, row->field[NAME_EN])},
                            .hardware = strcmp(row->field[HARDWARE], "no") != 0};
  g_array_append_val(reader->words, word);
  return true;
}

bool asset_words_read(struct db *db, struct arena *arena, const struct asset_word **word, int *words, GError **error)
{
  struct reader reader = {arena, g_array_new(FALSE, FALSE, sizeof(struct asset_word))};
  bool done = table_file_each(db, &transfer_asset_words, take, &reader, error);
  struct asset_word *list = arena_new0(arena, struct asset_word, (int)reader.words->len + 1);
  if (reader.words->len > 0)
    memcpy(list, reader.words->data, reader.words->len * sizeof *list);
  *word = list;
  *words = (int)reader.words->len;
  g_array_free(reader.words, TRUE);
  return done;
}
