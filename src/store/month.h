/* month.h: the fold of a month over the tickets that can count, for sla_report.c and sla_close.c. */
#ifndef STORE_MONTH_H
#define STORE_MONTH_H
#include "project.h"
#include "toban/sla_month.h"

struct month_fold {
  struct sla_context context;
  struct sla_month *month;
  struct sla_period period;
  utc_t as_of;
  bool all_events;                 /* read the events of each ticket: the digest needs them */
  int64_t tickets, folded;         /* looked at; of these, from their events */
};
/* Then set all_events and watch(month) where wanted, and run. */
void month_fold_init(struct month_fold *fold, const struct reference *ref, struct sla_period period, utc_t as_of);
void month_fold_clear(struct month_fold *fold);
/* Within one view of the database. */
bool month_fold_run(struct month_fold *fold, struct db *db, GError **error);
#endif
