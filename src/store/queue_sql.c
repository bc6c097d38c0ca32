#include <string.h>

#include "read_queue.h"
#include "toban/lang.h"

/* Pairs compare column by column, so one condition is both the keyset and the order of an index. */
#define ROWS(order) "SELECT " TICKET_COLUMNS ", t." order " FROM ticket t WHERE "
#define UP(order, cond, limit) \
  ROWS(order) "(t." order ", t.id) >= ($1, $2) AND " cond " ORDER BY t." order ", t.id LIMIT " limit
#define UP_BACK(order, cond, limit) \
  ROWS(order) "(t." order ", t.id) < ($1, $2) AND " cond " ORDER BY t." order " DESC, t.id DESC LIMIT " limit
#define DOWN(order, cond, limit) \
  ROWS(order) "(t." order ", t.id) <= ($1, $2) AND " cond " ORDER BY t." order " DESC, t.id DESC LIMIT " limit
#define DOWN_BACK(order, cond, limit) \
  ROWS(order) "(t." order ", t.id) > ($1, $2) AND " cond " ORDER BY t." order ", t.id LIMIT " limit
#define COUNT(cond) "SELECT count(*) FROM ticket t WHERE (t.rank_at, t.id) < ($1, $2) AND " cond
#define TALLY(kind, name) "SELECT value FROM tally WHERE kind = '" kind "' AND name = '" name "'"

#define OPEN "t.open = 1"
#define MINE "t.open = 1 AND t.assignee = $3"
#define NEW "t.open = 1 AND t.state = 0"
#define LATE "t.open = 1 AND t.rank_at < $3 AND t.late_at <= $3" /* due before late: the index ends there */
#define HELD "t.open = 1 AND t.held = 1"
#define DONE "t.open = 0"
#define ALL "t.id > 0"

#define RISING(cond, limit) \
  .from = UP("rank_at", cond, limit), .before = UP_BACK("rank_at", cond, limit)
#define FALLING(cond) \
  .from = DOWN("changed_at", cond, "$3"), .before = DOWN_BACK("changed_at", cond, "$3"), \
  .first = "SELECT count(*) FROM ticket t WHERE (t.changed_at, t.id) > ($1, $2) AND t.changed_at < $3 AND " cond

const struct queue_sql queue_sql[VIEWS] = {
    [VIEW_OPEN] = {"open", NC_("view", "open"), RISING(OPEN, "$3"), .total = TALLY("open", ""), .day_kind = "rank",
                   .first = COUNT(OPEN) " AND t.rank_at >= $3"},
    [VIEW_MINE] = {"mine", NC_("view", "mine"), RISING(MINE, "$4"), .first = COUNT(MINE), .parameter = ACTOR,
                   .total = "SELECT count(*) FROM ticket t WHERE t.open = 1 AND t.assignee = $1"},
    [VIEW_NEW] = {"new", NC_("view", "new"), RISING(NEW, "$3"), .first = COUNT(NEW), .total = TALLY("state", "new")},
    [VIEW_LATE] = {"late", NC_("view", "late"), RISING(LATE, "$4"), .parameter = NOW,
                   .first = COUNT("t.open = 1 AND t.late_at <= $3")},
    [VIEW_HELD] = {"held", NC_("view", "on hold"), RISING(HELD, "$3"), .first = COUNT(HELD),
                   .total = "SELECT sum(value) FROM tally WHERE kind = 'state'"
                            " AND name IN ('waiting-user', 'waiting-vendor')"},
    [VIEW_DONE] = {"done", NC_("view", "done"), FALLING(DONE), .total = TALLY("done", ""), .day_kind = "done"},
    [VIEW_ALL] = {"all", NC_("view", "all"), FALLING(ALL), .total = TALLY("all", ""), .day_kind = "all"},
};

static const struct { const char *id, *rising, *falling; } orders[QUEUE_ORDERS] = {
  [ORDER_DUE] = {"due", N_("by due"), N_("by due, last first")},
  [ORDER_RECEIVED] = {"received", N_("oldest first"), N_("newest received first")},
  [ORDER_CHANGED] = {"changed", N_("longest untouched first"), N_("newest first")},
  [ORDER_PRIORITY] = {"priority", N_("by priority"), N_("by priority, lowest first")},
};

const char *queue_order_id(enum queue_order order)
{
  return orders[order].id;
}

const char *queue_order_text(enum queue_order order, bool falling)
{
  return lang_text(falling ? orders[order].falling : orders[order].rising);
}

bool queue_order_parse(const char *id, enum queue_order *out)
{
  for (int i = 0; i < QUEUE_ORDERS; i++)
    if (strcmp(orders[i].id, id) == 0) {
      *out = (enum queue_order)i;
      return true;
    }
  return false;
}

const char *queue_view_id(enum queue_view view)
{
  return queue_sql[view].id;
}

const char *queue_view_filter(enum queue_view view)
{
  static const char *const filters[VIEWS] = {"is:open", "is:open is:mine", "is:new", "is:late", "is:held", "is:done",
                                             ""};
  return filters[view];
}

const char *queue_view_text(enum queue_view view)
{
  return lang_text_context(queue_sql[view].text);
}

bool queue_view_parse(const char *id, enum queue_view *out)
{
  for (int i = 0; i < VIEWS; i++)
    if (strcmp(queue_sql[i].id, id) == 0) {
      *out = (enum queue_view)i;
      return true;
    }
  return false;
}
