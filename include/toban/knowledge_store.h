/* knowledge_store.h: articles in the database: reading, suggesting, changing, publishing.
 *
 * An article is a record (record.h) "knowledge:ID". A change of its words makes it a draft again; draft -> review ->
 * internal or public. What may say who or which machine (scrub.h, and the lists of people and things) blocks publishing
 * until it is taken out or allowed by name; an import by somebody who may publish counts as that person's consent.
 * Versions are the events of the record; an earlier one is taken by saving it again. */
#ifndef TOBAN_KNOWLEDGE_STORE_H
#define TOBAN_KNOWLEDGE_STORE_H
#include "toban/command.h"
#include "toban/knowledge.h"
#include "toban/read.h"
#include "toban/scrub.h"

struct knowledge_row {
  struct knowledge a;
  int64_t revision;                     /* for conflicts: see record_command() */
  int64_t number;                       /* of the search index */
  int helped, useless, versions;
  const char *allowed;                  /* findings that were looked at, one a line, folded */
  const char *changed_by; utc_t changed_at;
};

/* --- reading (store_run_fn-compatible, see read.h) ------------------------------------------------------ */
struct knowledge_args {
  unsigned statuses;                    /* of KNOWLEDGE_BIT */
  char filter[256];                     /* a question (find.h); "" all */
  int limit;
};
struct knowledge_list { struct snapshot s; const struct knowledge_row *row; int rows; int64_t total; };
/* By use case, category, id. */
void *knowledge_list_read(struct db *db, const void *knowledge_args, GError **error);

struct knowledge_version { int number /* from 1 */; utc_t at; const char *by, *kind; struct knowledge a; };
struct knowledge_finding { enum scrub_kind kind; const char *words, *where /* "ja question" */; };
struct knowledge_one_args { char id[64]; bool versions; };
struct knowledge_view {
  struct snapshot s;
  struct knowledge_row row;
  const struct knowledge_finding *finding; int findings;       /* that nobody has dealt with */
  const struct knowledge_version *version; int versions;       /* newest first, when asked for */
};
void *knowledge_view_read(struct db *db, const void *knowledge_one_args, GError **error);  /* TE_NOINPUT */

/* Published articles that fit what somebody asks, best first: for the intake, while it is typed. `words` is any text
 * (a title, in whole sentences); `category` ("" unknown) only tips the scales. */
struct suggest_args { char words[512]; char category[32]; int limit; };
struct suggest_row {
  const char *id, *use_case, *title[LANG_COUNT];
  enum knowledge_status status;
  int score;
};
struct suggest_list { struct snapshot s; const struct suggest_row *row; int rows; };
void *knowledge_suggest_read(struct db *db, const void *suggest_args, GError **error);

/* --- changing: commands of record.h ------------------------------------------------------------------------ */
/* id of article NULL: a new one, the outcome's `ticket` is its id. revision: as seen; 0: any. */
struct command *knowledge_save(const char *actor, utc_t at, int64_t revision, const struct knowledge *article);
struct command *knowledge_move(const char *actor, utc_t at, int64_t revision, const char *id,
                               enum knowledge_status status);
struct command *knowledge_vote(const char *actor, utc_t at, const char *id, bool helped, const char *ticket);
/* Words that the scrubber found and that may stay, one a line. */
struct command *knowledge_allow(const char *actor, utc_t at, const char *id, const char *words);
/* A draft from a ticket: its category and the desk's own notes; no word of the exchange with the user. The view must be
 * of the ticket. NULL with TE_DATA for a ticket without category and notes. */
struct command *knowledge_from_ticket(const char *actor, utc_t at, const struct reference *ref,
                                      const struct ticket_view *view);
#endif
