/* Licences with what is left, what is near its renewal, growth. */
#include <string.h>

#include "asset.h"
#include "read_rows.h"
#include "toban/asset.h"
#include "toban/lang.h"
#include "toban/licence_store.h"
#include "toban/loan.h"
#include "toban/text.h"

/* --- growth ----------------------------------------------------------------------------------------------- */
/* Kinds of assets that are no thing to touch do not count as hardware; asset_kind_is_hardware() knows. */
static bool is_hardware(const struct asset_word *word, int words, const char *kind)
{
  for (int i = 0; i < words; i++)
    if (word[i].of == WORD_KIND && strcmp(word[i].id, kind) == 0)
      return word[i].hardware;
  return asset_kind_is_hardware(kind);
}

static bool count_kinds(struct db *db, const struct asset_word *word, int words, struct growth out[GROWTHS],
                        GError **error)
{
  struct db_stmt *stmt = db_prepare(db, "SELECT kind, count(*) FROM asset WHERE state <> 'retired' AND state <> 'lost'"
                                        " GROUP BY kind", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    out[GROWTH_OF_KINDS].now++;
    if (is_hardware(word, words, db_text(stmt, 0)))
      out[GROWTH_HARDWARE].now += db_int(stmt, 1);
  }
  db_done(stmt);
  return got == 0;
}

static bool count_assets(struct db *db, struct growth out[GROWTHS], GError **error)
{
  struct arena *arena = arena_new();
  const struct asset_word *word;
  int words;
  bool done = asset_words_read(db, arena, &word, &words, error) && count_kinds(db, word, words, out, error);
  arena_free(arena);
  return done;
}

bool growth_read(struct db *db, struct growth out[GROWTHS], GError **error)
{
  int64_t products = 0;
  for (int i = 0; i < GROWTHS; i++)
    out[i] = (struct growth){.base = -1};
  if (!count_assets(db, out, error) ||
      !db_get_int(db, &out[GROWTH_LICENCES].now, 0, error, "SELECT sum(seats) FROM licence", "") ||
      !db_get_int(db, &products, 0, error, "SELECT count(*) FROM licence", ""))
    return false;
  out[GROWTH_OF_KINDS].now += products;
  for (int i = 0; i < GROWTHS; i++)
    if (!db_get_int(db, &out[i].base, -1, error, "SELECT value FROM contract_base WHERE name = $1", "t",
                    growth_id((enum growth_of)i)))
      return false;
  return true;
}

/* --- licences --------------------------------------------------------------------------------------------- */
static void licence_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct licence *)out = (struct licence){.product = read_text(arena, stmt, 0),
                                            .renewal_on = read_text(arena, stmt, 1), .seats = db_int(stmt, 2),
                                            .given = db_int(stmt, 3)};
}

static void holder_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct licence_holder *)out = (struct licence_holder){read_text(arena, stmt, 0), read_text(arena, stmt, 1),
                                                          db_utc(stmt, 2)};
}

static bool load_holders(struct db *db, struct arena *arena, struct licence *licence, GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT holder, by_, since FROM licence_seat WHERE product = $1 ORDER BY holder", "t",
                                  licence->product);
  licence->holder = read_rows(arena, stmt, sizeof(struct licence_holder), holder_row, &licence->holders, error);
  return licence->holder != NULL;
}

static bool has_all(const char *text, char **words)
{
  char *folded = text_fold(text, -1);
  bool all = true;
  for (int i = 0; words[i] != NULL; i++)
    all = all && strstr(folded, words[i]) != NULL;
  g_free(folded);
  return all;
}

/* The product has the words, or one of those who hold it. */
static bool fits(const struct licence *licence, char **words)
{
  bool any = has_all(licence->product, words);
  for (int i = 0; !any && i < licence->holders; i++)
    any = has_all(licence->holder[i].name, words);
  return any;
}

static bool read_licences(struct db *db, struct licence_list *list, const struct licence_args *args, GError **error)
{
  struct db_stmt *stmt = db_prepare(db,
                                    "SELECT product, renewal_on, seats, (SELECT count(*) FROM licence_seat s"
                                    " WHERE s.product = l.product) FROM licence l ORDER BY product", error);
  struct licence *row = read_rows(list->s.arena, stmt, sizeof *row, licence_row, &list->rows, error);
  char *folded = text_fold(args->text, -1), **words = g_strsplit(folded, " ", -1);
  bool done = row != NULL;
  int kept = 0;
  for (int i = 0; done && i < list->rows; i++) {
    bool wanted = args->holders || words[0] != NULL || strcmp(args->product, row[i].product) == 0;
    done = !wanted || load_holders(db, list->s.arena, &row[i], error);
    if (done && fits(&row[i], words))
      row[kept++] = row[i];
  }
  list->row = row;
  list->rows = kept;
  g_strfreev(words);
  g_free(folded);
  return done && growth_read(db, list->growth, error);
}

void *licence_list_read(struct db *db, const void *licence_args, GError **error)
{
  struct arena *arena = arena_new();
  struct licence_list *list = arena_new0(arena, struct licence_list, 1);
  list->s.arena = arena;
  bool done = db_begin_read(db, error) && read_licences(db, list, licence_args, error);
  db_rollback(db);
  if (done)
    return list;
  arena_free(arena);
  return NULL;
}

/* --- renewals --------------------------------------------------------------------------------------------- */
static const struct { const char *id, *text; } kinds[RENEWAL_KINDS] = {
  [RENEWAL_ASSET] = {"asset", NC_("renewal", "renewal")},
  [RENEWAL_WARRANTY] = {"warranty", NC_("renewal", "warranty")},
  [RENEWAL_LICENCE] = {"licence", NC_("renewal", "licence")},
};

const char *renewal_kind_id(enum renewal_kind kind)
{
  return kinds[kind].id;
}

const char *renewal_kind_text(enum renewal_kind kind)
{
  return lang_text_context(kinds[kind].text);
}

struct renewals { struct renewal_list *list; const struct renewal_args *args; GArray *rows; };

static void take(struct renewals *renewals, struct db_stmt *stmt)
{
  struct arena *arena = renewals->list->s.arena;
  day_t day;
  if (++renewals->list->total > renewals->args->limit || !day_parse(db_text(stmt, 1), &day, NULL))
    return;
  struct renewal row = {.kind = (enum renewal_kind)db_int(stmt, 0), .on = read_text(arena, stmt, 1),
                        .key = read_text(arena, stmt, 2), .name = read_text(arena, stmt, 3),
                        .office = read_text(arena, stmt, 4), .days = day - japan_day(renewals->args->now)};
  g_array_append_val(renewals->rows, row);
}

static bool read_renewals(struct db *db, struct renewals *renewals, GError **error)
{
  char until[16], today[16];
  day_format(japan_day(renewals->args->now), today);
  day_format(japan_day(renewals->args->now) + renewals->args->days, until);
  struct db_stmt *stmt = db_query(
      db, error,
      "SELECT kind, on_, key, name, office FROM ("
      "SELECT 0 AS kind, renewal_on AS on_, tag AS key, host AS name, office FROM asset WHERE renewal_on <> ''"
      " AND renewal_on <= $1 AND state <> 'retired' AND state <> 'lost' UNION ALL"
      " SELECT 1 AS kind, warranty_until AS on_, tag AS key, host AS name, office FROM asset WHERE warranty_until <> ''"
      " AND warranty_until <= $1 AND state <> 'retired' AND state <> 'lost' UNION ALL"
      " SELECT 2 AS kind, renewal_on AS on_, product AS key, '' AS name, '' AS office FROM licence"
      " WHERE renewal_on <> '' AND renewal_on <= $1) soon"
      " ORDER BY CASE WHEN on_ >= $2 THEN on_ ELSE '9' END, CASE WHEN on_ >= $2 THEN '' ELSE on_ END DESC, kind, key",
      "tt", until, today);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    take(renewals, stmt);
  db_done(stmt);
  return got == 0;
}

void *renewal_list_read(struct db *db, const void *renewal_args, GError **error)
{
  struct arena *arena = arena_new();
  struct renewal_list *list = arena_new0(arena, struct renewal_list, 1);
  struct renewals renewals = {list, renewal_args, g_array_new(FALSE, FALSE, sizeof(struct renewal))};
  list->s.arena = arena;
  list->days = renewals.args->days;
  bool done = db_begin_read(db, error) && read_renewals(db, &renewals, error);
  db_rollback(db);
  struct renewal *rows = arena_new0(arena, struct renewal, (int)renewals.rows->len + 1);
  if (renewals.rows->len > 0)
    memcpy(rows, renewals.rows->data, renewals.rows->len * sizeof *rows);
  list->row = rows;
  list->rows = (int)renewals.rows->len;
  g_array_free(renewals.rows, TRUE);
  if (done)
    return list;
  arena_free(arena);
  return NULL;
}
