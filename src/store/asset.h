/* asset.h: what the files of the asset register share (toban/asset_store.h). */
#ifndef STORE_ASSET_H
#define STORE_ASSET_H
#include "record.h"
#include "toban/asset_store.h"

/* A row of the table `asset`. Values are owned by the arena that they were read into. */
struct asset_row {
  int64_t id;                          /* seq of the event that added it; 0: there is none */
  const char *value[ASSET_FIELDS];     /* never NULL */
  const char *folded;                  /* what finding looks at: tag, host, serial, user, folded, a line each */
};
#define ASSET_COLUMNS                                                                                                 \
  "a.tag, a.kind, a.host, a.serial, a.user_, a.office, a.department, a.state, a.bought_on, a.warranty_until,"         \
  " a.renewal_on, a.supplier, a.note"
/* The same for people: what is out on loan is lent, whatever its row says. */
#define ASSET_SHOWN                                                                                                   \
  "a.tag, a.kind, a.host, a.serial, a.user_, a.office, a.department, CASE WHEN EXISTS (SELECT 1 FROM loan l WHERE"    \
  " l.tag = a.tag AND l.back_at IS NULL AND l.outcome <> 'lost') THEN 'lent' ELSE a.state END, a.bought_on,"          \
  " a.warranty_until, a.renewal_on, a.supplier, a.note"
bool asset_load(struct db *db, const char *tag, struct arena *arena, struct asset_row *out, GError **error);
bool asset_put(struct db *db, const struct asset_row *row, int64_t seq, GError **error);
char *asset_folded(const char *const *value);            /* g_free */

/* The value of a field that is data; g_free; NULL: none. */
char *asset_extra(struct db *db, const char *tag, const char *field);

/* Changes as their events have them. */
bool asset_apply(struct db *db, const struct record *record, GError **error);
bool asset_may(struct db *db, const struct record *record, GError **error);

/* The index over the folded texts: each run of one, two and three characters (asset_index.c, of this engine). */
bool asset_index_put(struct db *db, int64_t id, const char *folded, GError **error);
bool asset_index_drop(struct db *db, int64_t id, const char *folded, GError **error);
bool asset_index_rebuild(struct db *db, GError **error);
bool asset_index_verify(struct db *db, GString *out, int64_t *differences, GError **error);
/* A question: assets whose text may have all the words: rows of id, folded, tag in the order of ids. NULL: error. */
struct db_stmt *asset_index_ask(struct db *db, char **words, GError **error);

enum { ASSET_LOOKED_AT = 20000 }; /* proposals; a question that has more is one letter, or bad luck */
/* Those whose user is exactly that, in any writing of its letters. each: false: enough. */
typedef bool asset_found_fn(void *data, int64_t id, const char *tag);
bool asset_find_user(struct db *db, const char *user, asset_found_fn *each, void *data, GError **error);
/* Those of people of the list of requesters whose name or reading begins so: kana or romaji for a name in kanji. */
bool asset_find_readings(struct db *db, const char *folded, asset_found_fn *each, void *data, GError **error);

/* Words of the file asset-words (toban/reference.h), in the arena. */
bool asset_words_read(struct db *db, struct arena *arena, const struct asset_word **word, int *words, GError **error);

/* Migration: assets of before become events. */
extern const char *const schema_assets[], *const schema_loans[], *const schema_licences[],
    *const schema_stocktakes[], *const schema_surveys[],
    *const schema_fields[], *const schema_reminders[];
bool asset_migrate(struct db *db, GError **error);
#endif
