/* agenda_edit.h: the form of an entry of the calendar, in the calendar's pane. What is typed is a draft
 * ("calendar/NUMBER", 0 a new one) until it is stored. Below the fields stands which rules it breaks while it is typed;
 * such an entry asks for a reason and an approval, and Ctrl-R asks for one. Times are Japan's. */
#ifndef CONSOLE_AGENDA_EDIT_H
#define CONSOLE_AGENDA_EDIT_H
#include "toban/agenda_store.h"
#include "toban/model.h"
#include "toban/prompt.h"

enum agenda_field { AGENDA_FIELD_KIND, AGENDA_FIELD_SITE, AGENDA_FIELD_FROM, AGENDA_FIELD_TO, AGENDA_FIELD_JA,
                    AGENDA_FIELD_EN, AGENDA_FIELD_STOPS, AGENDA_FIELD_TARGETS, AGENDA_FIELD_NOTE,
                    AGENDA_FIELD_REASON, AGENDA_FIELD_APPROVAL, AGENDA_FIELDS };
struct agenda_edit {
  int64_t number, revision;             /* 0: a new one; of the entry as it is shown */
  utc_t submitted;                      /* when it was first entered; UTC_NONE: not yet */
  int at;                               /* the field that has the cursor */
  struct prompt text[AGENDA_FIELDS];    /* of a choice: its id */
};
/* Under the cursor of the calendar; NULL: none. */
const struct agenda_row *agenda_current(const struct model *model);
/* entry NULL: a new one, with what its draft has. */
void agenda_edit_open(struct model *model, const struct agenda_entry *entry);
void agenda_edit_open_draft(struct model *model, int64_t number);
void agenda_edit_leave(struct model *model);                     /* closes; the draft stays */
void agenda_edit_free(struct model *model);
void agenda_edit_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects);
void agenda_edit_paste(struct model *model, const char *text, size_t length, struct effects *effects);

/* agenda_fields.c: what the fields are, what they mean, how they are drawn */
bool agenda_field_is_choice(int field);
/* The ids to choose from, NULL-ended, "" among them. g_strfreev. */
char **agenda_field_choices(const struct model *model, int field);
/* The entry that is typed. Strings are the form's. TE_DATA: a time or a title is not there yet. */
bool agenda_edit_entry(const struct model *model, struct agenda_entry *out, GError **error);
/* The rules that it breaks; 0 when that is not known yet. */
unsigned agenda_edit_broken(const struct model *model, const struct agenda_entry *entry);
void agenda_edit_draw(const struct model *model, struct grid *grid, struct rect area);
#endif
