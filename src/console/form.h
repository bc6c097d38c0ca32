/* form.h: the form of a new ticket: fields, their values, and what is known while it is filled in.
 *
 * Each change is kept at once as a draft of its own ("new/1", "new/2" ...), with the time at which it began; the
 * answers of the reads (intake.h) come when they come, and no key waits for one. */
#ifndef CONSOLE_FORM_H
#define CONSOLE_FORM_H
#include "model_parts.h"
#include "toban/intake.h"
#include "toban/knowledge_store.h"

enum form_field { FIELD_CHANNEL, FIELD_PRIORITY, FIELD_REQUESTER, FIELD_OFFICE, FIELD_TITLE, FIELD_BODY, FIELD_CATEGORY,
                  FIELD_TEMPLATE, FIELD_LANG, FIELD_RECEIVED, FIELDS };
enum form_kind { FORM_CHOICE /* one of a few */, FORM_PICK /* type and pick */, FORM_TEXT };

struct form {
  char draft[32];                       /* its id */
  utc_t begun;
  struct prompt text[FIELDS];           /* FORM_TEXT: the value; FORM_PICK: what is typed, or the label picked */
  char value[FIELDS][64];               /* FORM_CHOICE, FORM_PICK: the id; "" not chosen */
  int at;                               /* the field that has the cursor */
  struct list list;                     /* of the candidates of a FORM_PICK, of the callers */
  struct caller_list *callers;          /* of what is typed as the requester, or was; NULL: none yet */
  bool choose;                          /* Enter came before their answer: the first one is meant */
  char known[256];                      /* of the caller who was picked: extension, department ... */
  struct similar_list *similar;
  int similar_at;                       /* row under the cursor; -1: it is in the field */
  struct template_list *templates;
  struct suggest_list *knowledge;       /* articles that fit the words */
  bool card;                            /* the office card stands over the form */
  int card_top;
};
struct candidate { char *value, *label; };
typedef void candidates_fn(const struct model *model, GPtrArray *out);     /* of struct candidate * */
struct form_ops {
  const char *id, *label, *hint;        /* label, hint: msgids */
  enum form_kind kind;
  candidates_fn *candidates;            /* not for FORM_TEXT */
};
extern const struct form_ops form_fields[FIELDS];

/* Those that fit what is typed in the field, best first. Free with g_ptr_array_unref. */
GPtrArray *form_candidates(const struct model *model, int field);
void form_set(struct model *model, int field, const char *value);        /* by id; shows its label */
bool form_picking(const struct form *form);                              /* something is typed in a FORM_PICK */

/* form_caller.c */
bool form_calling(const struct form *form);                  /* callers are offered for what is typed */
bool form_unknown(const struct form *form);             /* what is typed is nobody that is known */
void form_choose_caller(struct model *model, struct effects *effects);
void form_typed(struct model *model, struct effects *effects);           /* the field has another text: ask */
void form_office_known(struct model *model, struct effects *effects);
void form_apply_template(struct model *model, const char *id, struct effects *effects);
void form_ask_all(struct model *model, struct effects *effects);

/* form_send.c */
void form_send(struct model *model, struct effects *effects);
void form_keep(struct model *model, struct effects *effects);            /* as its draft */
bool form_is_empty(const struct form *form);
void form_restore(struct model *model, const char *draft);

/* form_suggest.c: below the fields */
void form_suggest_draw(const struct model *model, struct grid *grid, struct rect area);
#endif
