/* knowledge.h: an article: what somebody asks and what helps, in Japanese and English (pure).
 *
 * Grouped by category and by use case (こんなときは: the situation in the asker's words). One language may be missing:
 * the other one is shown then, marked, never nothing. Each side has the time of its last change, so that it can be
 * told which one is older. Source: requirements H4, H10. */
#ifndef TOBAN_KNOWLEDGE_H
#define TOBAN_KNOWLEDGE_H
#include <glib.h>
#include <stdbool.h>
#include "toban/lang.h"
#include "toban/utc.h"

enum knowledge_status {
  KNOWLEDGE_DRAFT, KNOWLEDGE_REVIEW /* waits for another person */, KNOWLEDGE_INTERNAL /* for the desk */,
  KNOWLEDGE_PUBLIC /* for users too */, KNOWLEDGE_RETIRED, KNOWLEDGE_STATUSES
};
const char *knowledge_status_id(enum knowledge_status status);     /* draft review internal public retired */
const char *knowledge_status_text(enum knowledge_status status);
bool knowledge_status_parse(const char *id, enum knowledge_status *out);
bool knowledge_status_may(enum knowledge_status from, enum knowledge_status to);
#define KNOWLEDGE_BIT(status) (1u << (status))
#define KNOWLEDGE_PUBLISHED (KNOWLEDGE_BIT(KNOWLEDGE_INTERNAL) | KNOWLEDGE_BIT(KNOWLEDGE_PUBLIC))
#define KNOWLEDGE_ALIVE (KNOWLEDGE_BIT(KNOWLEDGE_RETIRED) - 1)

struct knowledge_side { const char *question, *answer, *steps; utc_t at; };    /* "" where there is nothing */
struct knowledge {
  const char *id, *category, *use_case;            /* "" where there is none */
  const char *offices;                             /* ids joined by ";": for these alone; "" for all */
  const char *links;                               /* one a line */
  const char *source;                              /* the ticket that it came from; never shown to users */
  enum knowledge_status status;
  struct knowledge_side side[LANG_COUNT];
};
/* The use case as it is said in this language: "JA / EN" has both, anything else is for both. Appends. */
void knowledge_use_case(const struct knowledge *article, enum lang lang, GString *out);
/* Is anything written in this language? */
bool knowledge_has(const struct knowledge *article, enum lang lang);
/* The language to show to somebody who reads `lang`. */
enum lang knowledge_shown(const struct knowledge *article, enum lang lang);
/* The side that was changed before the other one was; -1: they are of the same time, or one is missing. */
int knowledge_older(const struct knowledge *article);
/* The question in the language to show, with a mark when it is not `lang` ([English] ...). Appends. */
void knowledge_title(const struct knowledge *article, enum lang lang, GString *out);
const char *knowledge_side_name(enum lang lang);                   /* 日本語, English: in itself */
#endif
