/* search_index.h: keeps the index of what tickets and articles say, in the transactions that change them. */
#ifndef STORE_SEARCH_INDEX_H
#define STORE_SEARCH_INDEX_H
#include "search_engine.h"
#include "toban/ticket.h"
#include "toban/tokens.h"

/* What is put into a document: texts, each apart from the others. One at a time, any number of times. */
struct search_writer {
  struct search_document document;
  struct tokens tokens;            /* of the text at hand */
  struct token_set seen;           /* letters of the document */
  GHashTable *words;               /* words that are in the list of words, or in `fresh` */
  GPtrArray *fresh;                /* borrowed: those that may not be in the list yet */
};
void search_writer_init(struct search_writer *writer);
void search_writer_clear(struct search_writer *writer);
void search_writer_start(struct search_writer *writer);
/* NULL and "" are nothing. */
void search_writer_title(struct search_writer *writer, const char *text);
void search_writer_body(struct search_writer *writer, const char *text);
bool search_writer_put(struct search_writer *writer, struct db *db, enum search_index index, int64_t id,
                       GError **error);
bool search_writer_remove(struct search_writer *writer, struct db *db, enum search_index index, int64_t id,
                          GError **error);

/* A ticket's events after the one with number `seq` was written: 0: it is new to the index. */
bool search_ticket_changed(struct db *db, int64_t id, const struct ticket_event *event, int events, int64_t seq,
                           GError **error);

/* Many tickets that the index does not have. */
struct search_fill;
struct search_fill *search_fill_new(struct db *db, GError **error);
bool search_fill_ticket(struct search_fill *fill, const struct ticket_event *event, int events, GError **error);
bool search_fill_end(struct search_fill *take_fill, bool done, GError **error);

/* The migration; everything anew; the comparison with the log (a line for each difference onto `out`). */
bool search_index_create(struct db *db, GError **error);
bool search_index_rebuild(struct db *db, GError **error);
bool search_index_verify(struct db *db, GString *out, int64_t *differences, GError **error);

/* For the comparison: a ticket's document as it should be. */
void search_ticket_document(struct search_writer *writer, const struct ticket_event *event, int events);
#endif
