/* handover_rows.h: the rows of the handover sheet on the screen. */
#ifndef CONSOLE_HANDOVER_ROWS_H
#define CONSOLE_HANDOVER_ROWS_H
#include "toban/handover_store.h"
#include "toban/model.h"

enum handover_row_kind { HANDOVER_ROW_WORDS_HEAD, HANDOVER_ROW_WORDS, HANDOVER_ROW_HEAD /* index: its kind */,
                         HANDOVER_ROW_ITEM };
struct handover_row { enum handover_row_kind kind; int index; };
enum { HANDOVER_ROWS = 1200 };
int handover_rows(const struct model *model, struct handover_row row[static HANDOVER_ROWS]);
bool handover_current(const struct model *model, struct handover_row *out);     /* false: there is none */
#endif
