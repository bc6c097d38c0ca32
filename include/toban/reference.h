/* reference.h: what the desk knows beside its work: offices, sites, categories, people, and the
 * calendars and policies in force. One immutable snapshot, loaded by the store (reference_read in
 * read.h) and again when the feed says "reference". Source: specification tables 3-4, 3-5; E4. */
#ifndef TOBAN_REFERENCE_H
#define TOBAN_REFERENCE_H
#include "toban/arena.h"
#include "toban/calendar.h"
#include "toban/duty.h"
#include "toban/escalation.h"
#include "toban/lang.h"
#include "toban/policy.h"
#include "toban/sla.h"
#include "toban/zone.h"

#define COUNT_UNKNOWN (-1)                  /* unreported is not zero (S4) */

struct office {
  int no;                                   /* table 3-5; 0 for a domestic site */
  const char *code;                         /* "newyork", "tokyo" */
  const char *id;                           /* what tickets carry: "1" for number 1, else the code */
  const char *name[LANG_COUNT], *region[LANG_COUNT];
  const char *country;                      /* ISO 3166-1 alpha-2 */
  const char *tz;                           /* IANA; "" has no clock (the domestic centres as a whole) */
  struct zone *zone;                        /* NULL when tz is "" or unknown on this machine */
  const char *calendar;                     /* id */
  const char *languages;                    /* "en;es" */
  int pcs, servers, printers;               /* COUNT_UNKNOWN where unreported */
};
struct category { const char *code, *name[LANG_COUNT]; int depth; };     /* "5.1": depth 2 */
struct operator_ {
  const char *login, *name[LANG_COUNT], *site, *languages, *roles, *qualifications;       /* lists with ';' */
  day_t from, to;                           /* first and last day (Japan); DAY_NONE: no limit */
};

/* Lists that one chooses from in the middle of work; documents of transfer.h, shipped in data/. In file order. */
struct cause { const char *code, *name[LANG_COUNT]; };                   /* of a resolution */
struct section { const char *code, *name[LANG_COUNT], *applications /* list with ';' */, *contact, *hours; };
/* category: a code and all below it, "*": any. id: "LIST/ITEM", what an event says. */
struct check_item { const char *id, *list, *category, *name[LANG_COUNT] /* of the list */, *text[LANG_COUNT]; };
struct reply { const char *id, *category, *name[LANG_COUNT], *text[LANG_COUNT]; };
/* Kinds, states and fields of assets beyond those of asset.h, or other names for those: the file asset-words. */
enum asset_word_of { WORD_KIND, WORD_STATE, WORD_FIELD, WORDS };
struct asset_word { enum asset_word_of of; const char *id, *name[LANG_COUNT]; bool hardware; };

struct reference {
  struct arena *arena;                      /* holds everything, this structure too */
  gint refs;                                /* atomic */
  int64_t version;                          /* of the data; grows with each change */
  const struct office *office; int offices; /* by number, then the domestic sites */
  const struct category *category; int categories;
  const struct operator_ *operator_; int operators;
  const struct cause *cause; int causes;
  const struct section *section; int sections;
  const struct check_item *check; int checks;
  const struct reply *reply; int replies;
  struct calendar_set *calendars;
  struct policy_set *policies;
  struct duty_rules *duty;                  /* what the desk needs, what its roles demand */
  struct escalation_book *book;             /* contacts, and the rules by which the desk escalates by itself */
  const struct asset_word *asset_word; int asset_words;
  unsigned zones;                           /* zone_generation() of its zones */
  bool demo;                                /* a demonstration database: anybody may play any role */
};
const struct office *reference_office(const struct reference *ref, const char *id_or_code);
const struct category *reference_category(const struct reference *ref, const char *code);
const struct operator_ *reference_operator(const struct reference *ref, const char *login);
const struct cause *reference_cause(const struct reference *ref, const char *code);
const struct section *reference_section(const struct reference *ref, const char *code);
const struct check_item *reference_check(const struct reference *ref, const char *id);
/* Does a list's category ("5.1", "*") hold for a ticket's? */
bool category_covers(const char *covering, const char *category);
const char *reference_name(const char *const name[LANG_COUNT]);      /* in the current language, else the other */
/* In the current language: of the file, else of asset.h, else the id. The id behind a word, for kinds and states: the
 * other way. ref may be NULL. */
const char *reference_asset_word(const struct reference *ref, enum asset_word_of of, const char *id);
const char *reference_asset_id(const struct reference *ref, enum asset_word_of of, const char *word);
const char *office_name(const struct office *office);       /* in the current language; "?" for NULL */
const char *category_name(const struct category *category);
const char *operator_name(const struct operator_ *person);
/* The rules in force, in the shape that sla.h wants. Borrows the reference. */
struct sla_context sla_context_of(const struct reference *ref);
struct reference *reference_ref(struct reference *ref);     /* from any thread */
void reference_free(struct reference *ref);                 /* gives one back; NULL-safe */
#endif
