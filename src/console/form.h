/* form.h: the form of a new ticket: fields, their values and what they may be. */
#ifndef CONSOLE_FORM_H
#define CONSOLE_FORM_H
#include "model_parts.h"

enum form_field { FIELD_CHANNEL, FIELD_OFFICE, FIELD_REQUESTER, FIELD_LANG, FIELD_TITLE, FIELD_PRIORITY, FIELD_CATEGORY,
                  FIELD_RECEIVED, FIELD_BODY, FIELDS };
enum form_kind { FORM_CHOICE /* one of a few */, FORM_PICK /* type and pick */, FORM_TEXT };

struct form {
  struct prompt text[FIELDS];           /* FORM_TEXT: the value; FORM_PICK: what is typed, or the label picked */
  char value[FIELDS][64];               /* FORM_CHOICE, FORM_PICK: the id; "" not chosen */
  int at;                               /* the field that has the cursor */
  struct list list;                     /* of the candidates of a FORM_PICK */
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

/* form_send.c */
/* "", "9:05", "11/22 9:05", RFC 3339; Japan time */
bool form_received(const char *text, utc_t now, utc_t *out);
void form_send(struct model *model, struct effects *effects);
void form_keep(struct model *model, struct effects *effects);            /* as the draft "new" */
void form_restore(struct model *model, const char *draft);
#endif
