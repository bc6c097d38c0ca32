/* stock.h: what is shown of stock-takes and surveys, for their actions. */
#ifndef CONSOLE_STOCK_H
#define CONSOLE_STOCK_H
#include "toban/model.h"
#include "toban/stocktake_store.h"
#include "toban/record.h"
#include "toban/survey_store.h"

const struct stocktake *stock_current(const struct model *model);      /* NULL: none is shown */
const struct survey_view *survey_shown(const struct model *model);     /* NULL: none is shown */
#endif
