/* work.h: work on a ticket from the screen: what action_work.c, its menus and the bulk actions share. */
#ifndef CONSOLE_WORK_H
#define CONSOLE_WORK_H
#include "model_parts.h"
#include "toban/plan.h"

/* action_work.c: the ticket that a menu or a line is about, whatever the cursor does meanwhile */
struct menu *work_menu(struct model *model, const char *title_format /* %s: the key */, const char *key,
                       int64_t revision, menu_fn *chosen);
/* One event about the ticket. */
void work_tell(struct model *model, enum event_kind kind, const char *key, int64_t revision, const char *target,
               const char *body, const char *done, struct effects *effects);
/* The open ticket in full, when it is the one that actions are for; else says what to do and gives NULL. */
const struct ticket_view *work_view(struct model *model, struct effects *effects);

/* work_when.c: a menu of times; `chosen` gets what when_parse() reads, "" for no time */
void when_menu(struct model *model, const char *title_format, const char *key, int64_t revision, bool may_be_none,
               const char *other_line /* the command line for any other time */, menu_fn *chosen);
/* What `text` says on the clocks of the ticket's office and of Japan; false: said on the screen. */
bool when_read(struct model *model, const char *office, const char *text, utc_t *out);

/* marks.c, action_bulk.c: tickets that are marked, and one change to many */
bool mark_has(const struct model *model, const char *key);
int mark_count(const struct model *model);
bool mark_toggle(struct model *model, const char *key);          /* true: it is marked now */
void mark_clear(struct model *model);
/* The preview of a change to the marked tickets, or to all of the view and its filter; body, draft: of an
 * answer or a note, and the draft that is forgotten when it is done; NULL. */
void bulk_preview(struct model *model, const struct plan_step *step, const char *body, const char *draft,
                  struct effects *effects);
/* The same for the tickets named, at most PLAN_MOST. */
void bulk_preview_of(struct model *model, const struct plan_step *step, const char *body, const char *draft,
                     const GPtrArray *keys, struct effects *effects);
struct bulk_state {                   /* model->bulk */
  GHashTable *marks;                  /* keys, as a set */
  struct plan_args args;              /* of the preview */
  char *body, draft[64];
};
void marks_free(struct model *model);
#endif
