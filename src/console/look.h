/* look.h: the record of what is on the screen (model_look.c). */
#ifndef CONSOLE_LOOK_H
#define CONSOLE_LOOK_H
#include "toban/model.h"

struct looked *looked_new(void);
void looked_free(struct looked *looked);
/* Last in each update: what personal data does the screen show now? */
void look_settle(struct model *model, struct effects *effects);
#endif
