/* model_modes.h: what stands over or in the panes while something is typed or chosen: drafts, the editor, menus, the
 * form. */
#ifndef CONSOLE_MODEL_MODES_H
#define CONSOLE_MODEL_MODES_H
#include "list.h"
#include "toban/plan.h"

typedef void *args_fn(const struct model *model);
typedef void arrived_fn(struct model *model, void *take, struct effects *effects);

/* model_draft.c */
#define DRAFT_COMMAND "command"           /* the id of a command that was being typed */
void draft_put(struct model *model, const char *id, const char *text, struct effects *effects);  /* "" forgets */
const char *draft_get(const struct model *model, const char *id);       /* NULL: none */
void draft_load(struct model *model, const char *json, struct effects *effects);
void draft_open(struct model *model, const char *id, struct effects *effects);
void draft_title(const struct model *model, const char *id, GString *out);

/* model_edit.c: the area where an answer or a note is typed, at the foot of the ticket pane */
enum edit_kind { EDIT_ANSWER, EDIT_NOTE, EDIT_HOLD, EDIT_HANDOVER, EDIT_BULK_ANSWER, EDIT_BULK_NOTE, EDIT_KINDS };
struct editor {
  enum edit_kind kind;
  char key[32]; int64_t revision;
  struct prompt prompt;
  struct plan_step step;                /* what the words go with: a state and until when, a section */
};
/* With what the words go with; editor_open: they stand alone. */
void editor_open_for(struct model *model, enum edit_kind kind, const char *key, int64_t revision,
                     const struct plan_step *step, struct effects *effects);
/* The operator's own editor has ended. */
void editor_edited(struct model *model, const struct message *message, struct effects *effects);
void editor_open(struct model *model, enum edit_kind kind, const char *key, int64_t revision, struct effects *effects);
void editor_close(struct model *model);
void editor_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects);
void editor_paste(struct model *model, const char *text, size_t length, struct effects *effects);
const char *editor_title(enum edit_kind kind);                          /* msgid */
int editor_height(const struct model *model, int room);                 /* rows that it takes of `room` */

/* model_menu.c: a few choices in a box */
struct menu_item { char *value, *label; };
typedef void menu_fn(struct model *model, const char *value, struct effects *effects);
struct menu {
  char *title, *info;                   /* info: lines above the items, or NULL */
  GPtrArray *item;                      /* struct menu_item *, all */
  GPtrArray *shown;                     /* those that fit the typed words (borrowed) */
  struct list list;
  bool typing;                          /* letters filter; else digits choose */
  bool stays;                           /* open after a choice: Esc closes it */
  struct prompt filter;
  menu_fn *chosen, *remove;             /* remove: Del on a row; NULL: that does nothing */
  char ticket[32]; int64_t revision;    /* what the choice is about */
  char note[32];                        /* what was chosen before it */
};
struct menu *menu_open(struct model *model, const char *title, menu_fn *chosen);
void menu_add(struct menu *menu, const char *value, const char *label);
void menu_ready(struct model *model, bool typing);
void menu_again(struct menu *menu);                     /* without items: they are added anew ... */
void menu_refresh(struct menu *menu);                   /* ... and seen */
void menu_close(struct model *model);
void menu_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects);
void menu_paste(struct model *model, const char *text, size_t length);
void menu_draw(const struct model *model, struct grid *grid);

/* model_form.c, form_*.c: taking in. channel CHANNEL_NONE: phone; draft NULL: a new one. */
void form_open(struct model *model, enum channel channel, const char *draft, struct effects *effects);
bool form_channel_of_key(uint32_t key, unsigned mods, enum channel *out);       /* F3 ... F9 */
args_fn caller_args, similar_args, suggestion_args;
arrived_fn caller_arrived, similar_arrived, template_arrived, suggestion_arrived;
void form_close(struct model *model);
void form_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects);
void form_paste(struct model *model, const char *text, size_t length, struct effects *effects);
void form_draw(const struct model *model, struct grid *grid);
#endif
