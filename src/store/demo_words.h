/* demo_words.h: what people ask and answer in the demonstration: templates of data/demo/, filled in. */
#ifndef STORE_DEMO_WORDS_H
#define STORE_DEMO_WORDS_H
#include <glib.h>

#include "demo_random.h"
#include "toban/lang.h"

enum demo_hold { DEMO_HOLD_NONE, DEMO_HOLD_USER, DEMO_HOLD_VENDOR, DEMO_HOLD_ESCALATED };
enum demo_scope { SCOPE_ALL, SCOPE_OVERSEAS, SCOPE_DOMESTIC, SCOPE_OFFICE, SCOPE_TOKYO, SCOPE_IDE };

/* One kind of inquiry (cases.csv), or one cause of many (incidents.csv: several titles, a scope). */
struct demo_case {
  char *code, *category;
  int priority, weight;
  enum demo_hold hold;
  enum demo_scope scope;
  char **titles[LANG_COUNT];                       /* at least one */
  char *body[LANG_COUNT], *note[LANG_COUNT], *answer[LANG_COUNT];
  bool needs_server, needs_printer;                /* names one: only for offices that have some */
};
struct demo_word { char *list, *text[LANG_COUNT]; };
struct demo_words {
  GArray *cases, *incidents;                       /* struct demo_case */
  GArray *words;                                   /* struct demo_word, rows of a list together */
  GHashTable *lists;                               /* list -> index of its first row + 1 */
  int weight;                                      /* of all cases */
};
bool demo_words_init(struct demo_words *words, GError **error);
void demo_words_clear(struct demo_words *words);
const struct demo_case *demo_case_pick(const struct demo_words *words, struct demo_random *random);
/* The nth row of a list (modulo its length); the text in both languages. */
const struct demo_word *demo_word(const struct demo_words *words, const char *list, uint64_t n);
const char *demo_phrase(const struct demo_words *words, const char *list, struct demo_random *random, enum lang lang);

/* Values of the slots {host} {server} {printer} {office} {person} {ext} {room} {folder} {code} {date} {n};
 * fixed for a ticket, so that its answer names the same printer as its question. */
enum demo_slot { SLOT_HOST, SLOT_SERVER, SLOT_PRINTER, SLOT_OFFICE, SLOT_PERSON, SLOT_EXT, SLOT_ROOM, SLOT_FOLDER,
                 SLOT_CODE, SLOT_DATE, SLOT_N, SLOTS };
struct demo_slots { char value[SLOTS][64]; };
char *demo_fill_in(const char *pattern, const struct demo_slots *slots);       /* g_free */
#endif
