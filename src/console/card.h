/* card.h: one asset whole, over the list of assets; and tags that a barcode reader types. */
#ifndef CONSOLE_CARD_H
#define CONSOLE_CARD_H
#include "toban/model.h"

void card_show(struct model *model, const char *tag, struct effects *effects);
/* The tag of the asset that the focused pane is about; NULL: none. */
const char *card_tag(const struct model *model);
/* Enter behind a typed tag: opens that asset, at once or when the answer comes (card_scanned). */
void card_scan(struct model *model, struct effects *effects);
void card_scanned(struct model *model, struct effects *effects);
#endif
