#include "search_index.h"

#include <string.h>

#include "event.h"
#include "knowledge.h"
#include "toban/lang.h"
#include "toban/tokens.h"

enum { WORDS_KEPT = 500000, SHORT_WORD = TOKEN_LETTERS };

/* --- documents -------------------------------------------------------------------------------------------- */
void search_writer_init(struct search_writer *writer)
{
  *writer = (struct search_writer){.document = {g_string_new(NULL), g_string_new(NULL), g_string_new(NULL)},
                                   .words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                                   .fresh = g_ptr_array_new()};
  tokens_init(&writer->tokens);
}

void search_writer_clear(struct search_writer *writer)
{
  g_string_free(writer->document.title, TRUE);
  g_string_free(writer->document.body, TRUE);
  g_string_free(writer->document.letters, TRUE);
  token_set_clear(&writer->seen);
  g_hash_table_unref(writer->words);
  g_ptr_array_unref(writer->fresh);
  tokens_clear(&writer->tokens);
}

void search_writer_start(struct search_writer *writer)
{
  g_string_truncate(writer->document.title, 0);
  g_string_truncate(writer->document.body, 0);
  g_string_truncate(writer->document.letters, 0);
  token_set_empty(&writer->seen);
}

struct field { struct search_writer *writer; GString *out; };

/* Words that a question may be the beginning of are listed; the letters answer for short beginnings. */
static void put_token(void *user, const char *token, gsize bytes, enum token_kind kind)
{
  struct field *field = user;
  struct search_writer *writer = field->writer;
  g_string_append_c(field->out, ' ');
  g_string_append_len(field->out, token, (gssize)bytes);
  if (kind != TOKEN_WORD || bytes <= SHORT_WORD)
    return;
  char word[TOKEN_WORD_MOST * 6 + 1];
  memcpy(word, token, bytes);
  word[bytes] = '\0';
  if (g_hash_table_contains(writer->words, word))
    return;
  char *kept = g_strdup(word);
  g_hash_table_add(writer->words, kept);
  g_ptr_array_add(writer->fresh, kept);
}

static void put_text(struct search_writer *writer, GString *out, const char *text)
{
  struct field field = {writer, out};
  if (text == NULL || *text == '\0')
    return;
  if (out->len > 0)
    g_string_append(out, " " TOKEN_WALL);
  g_array_set_size(writer->tokens.chars, 0);
  g_array_set_size(writer->tokens.runs, 0);
  tokens_read(&writer->tokens, text, -1);
  tokens_each(&writer->tokens, put_token, &field);
  tokens_letters(&writer->tokens, &writer->seen, writer->document.letters);
}

void search_writer_title(struct search_writer *writer, const char *text)
{
  put_text(writer, writer->document.title, text);
}

void search_writer_body(struct search_writer *writer, const char *text)
{
  put_text(writer, writer->document.body, text);
}

/* The list of words only grows: a word that is nowhere any more finds nothing. */
static bool write_words(struct search_writer *writer, struct db *db, GError **error)
{
  for (guint i = 0; i < writer->fresh->len; i++)
    if (!db_exec(db, error, "INSERT INTO search_word (word) VALUES ($1) ON CONFLICT (word) DO NOTHING", "t",
                 (const char *)g_ptr_array_index(writer->fresh, i)))
      return false;
  g_ptr_array_set_size(writer->fresh, 0);
  if (g_hash_table_size(writer->words) > WORDS_KEPT)
    g_hash_table_remove_all(writer->words);
  return true;
}

bool search_writer_put(struct search_writer *writer, struct db *db, enum search_index index, int64_t id,
                       GError **error)
{
  return write_words(writer, db, error) && search_engine_put(db, index, id, &writer->document, error);
}

bool search_writer_remove(struct search_writer *writer, struct db *db, enum search_index index, int64_t id,
                          GError **error)
{
  return search_engine_remove(db, index, id, &writer->document, error);
}

/* --- tickets ------------------------------------------------------------------------------------------------ */
/* Texts that were there before in an earlier event are not said again. */
static bool is_news(const struct ticket_event *event, int i, int64_t without, size_t field)
{
  const char *text = G_STRUCT_MEMBER(const char *, &event[i], field);
  for (int j = 0; text != NULL && j < i; j++)
    if (event[j].seq != without && g_strcmp0(G_STRUCT_MEMBER(const char *, &event[j], field), text) == 0)
      return false;
  return text != NULL;
}

static void write_ticket(struct search_writer *writer, const struct ticket_event *event, int events, int64_t without)
{
  search_writer_start(writer);
  search_writer_title(writer, event->ticket);
  for (int i = 0; i < events; i++) {
    if (event[i].seq == without)
      continue;
    if (is_news(event, i, without, offsetof(struct ticket_event, title)))
      search_writer_title(writer, event[i].title);
    if (is_news(event, i, without, offsetof(struct ticket_event, requester)))
      search_writer_title(writer, event[i].requester);
    search_writer_body(writer, event[i].body);
  }
}

void search_ticket_document(struct search_writer *writer, const struct ticket_event *event, int events)
{
  write_ticket(writer, event, events, 0);
}

static bool says_something(const struct ticket_event *event)
{
  return event->title != NULL || event->requester != NULL || (event->body != NULL && *event->body != '\0');
}

bool search_ticket_changed(struct db *db, int64_t id, const struct ticket_event *event, int events, int64_t seq,
                           GError **error)
{
  struct search_writer writer;
  const struct ticket_event *fresh = event;
  while (fresh < event + events && fresh->seq != seq)
    fresh++;
  if (events > 1 && fresh < event + events && !says_something(fresh))
    return true;
  search_writer_init(&writer);
  bool done = true;
  if (events > 1) {
    write_ticket(&writer, event, events, seq);
    g_ptr_array_set_size(writer.fresh, 0); /* these are listed */
    done = search_writer_remove(&writer, db, SEARCH_TICKETS, id, error);
  }
  write_ticket(&writer, event, events, 0);
  done = done && search_writer_put(&writer, db, SEARCH_TICKETS, id, error);
  search_writer_clear(&writer);
  return done;
}

/* --- many -------------------------------------------------------------------------------------------------- */
struct search_fill { struct db *db; struct search_writer writer; bool empty; gsize bytes; };

struct search_fill *search_fill_new(struct db *db, GError **error)
{
  bool empty;
  if (!search_engine_hurry(db, SEARCH_TICKETS, &empty, error))
    return NULL;
  struct search_fill *fill = g_new0(struct search_fill, 1);
  fill->db = db;
  fill->empty = empty;
  search_writer_init(&fill->writer);
  return fill;
}

bool search_fill_ticket(struct search_fill *fill, const struct ticket_event *event, int events, GError **error)
{
  const struct search_document *document = &fill->writer.document;
  write_ticket(&fill->writer, event, events, 0);
  fill->bytes += document->title->len + document->body->len + document->letters->len;
  return search_writer_put(&fill->writer, fill->db, SEARCH_TICKETS, event->seq, error);
}

bool search_fill_end(struct search_fill *fill, bool done, GError **error)
{
  done = done && search_engine_settle(fill->db, SEARCH_TICKETS, fill->empty, (int64_t)fill->bytes, error);
  search_writer_clear(&fill->writer);
  g_free(fill);
  return done;
}

static bool fill_ticket(void *user, const struct ticket_event *event, int events, GError **error)
{
  return search_fill_ticket(user, event, events, error);
}

static bool fill_all(struct db *db, GError **error)
{
  struct search_fill *fill = search_fill_new(db, error);
  return fill != NULL && search_fill_end(fill, events_by_ticket(db, fill_ticket, fill, error), error);
}

static bool fill_article(void *user, const struct knowledge_row *row, GError **error)
{
  struct search_fill *fill = user;
  knowledge_document(&fill->writer, row);
  return search_writer_put(&fill->writer, fill->db, SEARCH_KNOWLEDGE, row->number, error);
}

static bool fill_articles(struct db *db, GError **error)
{
  struct search_fill fill = {.db = db};
  search_writer_init(&fill.writer);
  bool done = knowledge_each(db, fill_article, &fill, error);
  search_writer_clear(&fill.writer);
  return done;
}

bool search_index_create(struct db *db, GError **error)
{
  return search_engine_create(db, SEARCH_TICKETS, error) && search_engine_create(db, SEARCH_KNOWLEDGE, error) &&
         fill_all(db, error);
}

bool search_index_rebuild(struct db *db, GError **error)
{
  return search_engine_empty(db, SEARCH_TICKETS, error) && search_engine_empty(db, SEARCH_KNOWLEDGE, error) &&
         db_exec(db, error, "DELETE FROM search_word", "") && fill_all(db, error) && fill_articles(db, error);
}
