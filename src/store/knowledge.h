/* knowledge.h: rows of articles, between the files that write and read them. */
#ifndef STORE_KNOWLEDGE_H
#define STORE_KNOWLEDGE_H
#include <jansson.h>

#include "record.h"
#include "search_index.h"
#include "toban/arena.h"
#include "toban/knowledge_store.h"

#define KNOWLEDGE_COLUMNS \
  "k.id, k.number, k.category, k.use_case, k.offices, k.links, k.source, k.status, k.ja_question, k.ja_answer," \
  " k.ja_steps, k.ja_at, k.en_question, k.en_answer, k.en_steps, k.en_at, k.allowed, k.helped, k.useless, k.versions," \
  " k.seq, k.changed_at, k.changed_by"
void knowledge_from_stmt(struct db_stmt *stmt, struct arena *arena, struct knowledge_row *out);
/* row->a.id NULL: there is none. */
bool knowledge_load(struct db *db, const char *id, struct arena *arena, struct knowledge_row *out, GError **error);
bool knowledge_write(struct db *db, const struct knowledge_row *row, GError **error);

/* The content of an article as the data of an event, and back (strings in the arena). `at` fills missing times. */
json_t *knowledge_data(const struct knowledge *article);
void knowledge_from_data(const json_t *data, struct arena *arena, struct knowledge *out);

/* Findings that nobody allowed, as struct knowledge_finding, strings in the arena; NULL on error. */
GArray *knowledge_findings(struct db *db, const struct knowledge_row *row, struct arena *arena, GError **error);

/* The document of an article in the search index; retired ones have none. */
void knowledge_document(struct search_writer *writer, const struct knowledge_row *row);
/* Calls each() for every article that is not retired. */
typedef bool knowledge_fn(void *user, const struct knowledge_row *row, GError **error);
bool knowledge_each(struct db *db, knowledge_fn *each, void *user, GError **error);
#endif
