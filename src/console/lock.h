/* lock.h: the locked screen. The desk goes on behind it: reads, checks, warnings. */
#ifndef CONSOLE_LOCK_H
#define CONSOLE_LOCK_H
#include "toban/model.h"

struct lock *lock_new(void);
void lock_free(struct lock *lock);
/* Locks by itself when no key was pressed for so long; 0: never. */
void lock_after(struct lock *lock, int minutes);
bool lock_is_on(const struct lock *lock);
void lock_close(struct model *model);
void lock_tick(struct model *model);
/* True: the lock has taken it. EFFECT_UNLOCK has what was typed; MESSAGE_UNLOCK answers, with an error or without. */
bool lock_input(struct model *model, const struct input_event *event, struct effects *effects);
void lock_answer(struct model *model, const struct message *message, struct effects *effects);
void lock_draw(const struct model *model, struct grid *grid);
#endif
