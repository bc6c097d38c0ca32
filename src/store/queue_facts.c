#include "queue_facts.h"

static utc_t due_of(int64_t rank_at, bool open)
{
  return open && rank_at < RANK_LAST ? rank_at : UTC_NONE;
}

static void read_row(struct db_stmt *stmt, struct facts *out)
{
  struct ticket *t = &out->t;
  t->category = db_text(stmt, 8);
  t->channel = (enum channel)db_int(stmt, 9);
  t->priority = (int)db_int(stmt, 10);
  t->lang = db_text(stmt, 11);
  t->received_at = db_utc(stmt, 12);
  t->answered_at = db_utc(stmt, 13);
  t->excluded = (unsigned)db_int(stmt, 14);
  out->f.tags = db_text(stmt, 15);
  t->expected_at = db_utc(stmt, 16);
  t->callback_at = db_utc(stmt, 17);
  out->f.open = db_int(stmt, 18) != 0;
  t->changed_at = db_utc(stmt, 19);
  t->merged_into = db_text(stmt, 20);
  t->key = db_text(stmt, 21);
}

void facts_from_stmt(struct db_stmt *stmt, unsigned fields, bool whole, struct facts *out)
{
  const unsigned places = 1u << FILTER_TEXT | 1u << FILTER_OFFICE | 1u << FILTER_REGION | 1u << FILTER_COUNTRY |
                          1u << FILTER_SITE;
  struct ticket *t = &out->t;
  *out = (struct facts){.id = db_int(stmt, 0), .rank_at = db_int(stmt, 1), .f = {.t = t, .folded = "", .open = true}};
  t->key = "";
  if ((fields & (1u << FILTER_STATE | 1u << FILTER_IS)) != 0) {
    out->f.late_at = db_utc(stmt, 2);
    t->state = (enum ticket_state)db_int(stmt, 3);
    out->f.held = db_int(stmt, 4) != 0;
  }
  if ((fields & (1u << FILTER_ASSIGNEE | 1u << FILTER_IS)) != 0)
    t->assignee = db_text(stmt, 5);
  if ((fields & places) != 0)
    t->office = db_text(stmt, 6);
  if ((fields & (1u << FILTER_TEXT | 1u << FILTER_TITLE | 1u << FILTER_REQUESTER)) != 0)
    out->f.folded = db_text(stmt, 7);
  if (whole)
    read_row(stmt, out);
  out->f.due = due_of(out->rank_at, out->f.open);
}

void facts_of_row(const struct ticket_row *row, const char *folded, const char *tags, struct filter_ticket *out)
{
  *out = (struct filter_ticket){.t = &row->t, .folded = folded, .due = due_of(row->rank_at, row->open),
                                .late_at = row->late_at, .open = row->open, .held = row->held, .tags = tags};
}

int64_t facts_order(enum queue_order order, int64_t rank_at, const struct ticket *t)
{
  switch (order) {
  case ORDER_RECEIVED: return t->received_at;
  case ORDER_CHANGED: return t->changed_at;
  case ORDER_PRIORITY: return ((int64_t)t->priority << 44) + rank_at; /* the urgent ones first among equals */
  default: return rank_at;
  }
}
