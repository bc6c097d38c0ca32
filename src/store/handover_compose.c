/* What there is to hand over at a moment: from the tickets, the endpoints, the roster and the log. */
#include <string.h>

#include "handover.h"
#include "toban/agenda_store.h"
#include "toban/board.h"
#include "read_rows.h"
#include "toban/duty_store.h"
#include "toban/health.h"
#include "toban/verify.h"

enum { MOST = 150 /* of one kind */, SHIFT_S = 8 * 3600, BEGUN_S = 3600, GAPS_S = 2 * UTC_DAY, WORDS_SHOWN = 200 };

struct composing {
  struct db *db;
  utc_t now, until;
  struct arena *arena;
  GArray *items;
};

static struct handover_item *add(struct composing *c, enum handover_kind kind, const char *ref)
{
  struct handover_item item = {.place = (int)c->items->len + 1, .kind = kind, .ref = arena_strdup(c->arena, ref),
                               .title = {"", ""}, .state = "", .words = "", .office = "", .at = UTC_NONE,
                               .until = UTC_NONE, .confirmed_at = UTC_NONE};
  g_array_append_val(c->items, item);
  return &g_array_index(c->items, struct handover_item, c->items->len - 1);
}

static const char *keep(struct composing *c, const char *text)
{
  return text == NULL ? "" : arena_strdup(c->arena, text);
}

static void set_title(struct composing *c, struct handover_item *item, const char *title)
{
  item->title[LANG_JA] = item->title[LANG_EN] = keep(c, title);
}

/* --- the next shift ------------------------------------------------------------------------------------- */
/* It ends when the shift ends that begins next or began within the last hour; without a roster in eight hours. */
static bool find_until(struct composing *c, const struct duty_view *view)
{
  const struct duty_piece *next = NULL;
  for (int i = 0; i < view->pieces; i++) {
    const struct duty_piece *p = &view->piece[i];
    bool fits = p->from > c->now - BEGUN_S && p->from <= c->now + SHIFT_S && p->to > c->now;
    if (fits && (next == NULL || p->from < next->from || (p->from == next->from && p->to > next->to)))
      next = p;
  }
  c->until = next != NULL ? next->to : c->now + SHIFT_S;
  return next != NULL;
}

static void add_gaps(struct composing *c, const struct duty_view *view)
{
  for (int i = 0; i < view->gaps && i < MOST; i++) {
    const struct duty_gap_row *row = &view->gap[i];
    if (row->gap.from >= c->until + UTC_DAY)
      continue;
    struct handover_item *item = add(c, HANDOVER_GAP, row->gap.need);
    for (int lang = 0; lang < LANG_COUNT; lang++)
      item->title[lang] = keep(c, row->label[lang]);
    item->at = row->gap.from;
    item->until = row->gap.to;
    item->have = row->gap.have;
    item->want = row->gap.want;
  }
}

/* --- tickets ---------------------------------------------------------------------------------------------- */
/* Running clocks that end within the next shift, and what is late; promised call-backs are in the same list. */
static bool add_due(struct composing *c, GError **error)
{
  struct due_args args = {.now = c->now, .limit = MOST};
  struct due_list *list = due_list_read(c->db, &args, error);
  for (int pass = 0; list != NULL && pass < 2; pass++)
    for (int i = 0; i < list->rows; i++) {
      const struct due_row *row = &list->row[i];
      bool promise = row->clock_kind >= CLOCKS;
      if (promise != (pass == 1) || row->clock.due == UTC_NONE || row->clock.due > c->until)
        continue;
      struct handover_item *item = add(c, promise ? HANDOVER_PROMISE : HANDOVER_DUE, row->key);
      set_title(c, item, row->title);
      item->at = row->clock.due;
      item->office = keep(c, row->office);
      item->words = keep(c, row->assignee);
      item->have = row->clock.due < c->now;
      item->state = promise ? "" : row->clock_kind == CLOCK_RESPONSE ? "response" : "resolution";
    }
  snapshot_free(list);
  return list != NULL;
}

/* The last words about a ticket, from its notes and changes of state; cut. */
static bool last_words(struct composing *c, struct handover_item *item, GError **error)
{
  struct db_stmt *stmt = db_query(c->db, error,
                                  "SELECT body FROM event WHERE ticket = $1 AND body IS NOT NULL AND body <> ''"
                                  " AND kind <> 'received' ORDER BY at DESC, seq DESC LIMIT 1",
                                  "t", item->ref);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0) {
    char *words = g_utf8_substring(db_text(stmt, 0), 0, MIN(g_utf8_strlen(db_text(stmt, 0), -1), WORDS_SHOWN));
    item->words = keep(c, words);
    g_free(words);
  }
  db_done(stmt);
  return got >= 0;
}

static bool add_state(struct composing *c, enum ticket_state state, enum handover_kind kind, GError **error)
{
  guint first = c->items->len;
  /* An escalation that somebody answered or ended, with none that waits beside it, has its answer. */
  struct db_stmt *stmt = db_query(c->db, error,
                                  "SELECT key, title, office, changed_at FROM ticket WHERE open = 1 AND state = $1"
                                  " AND NOT (EXISTS (SELECT 1 FROM escalation e WHERE e.ticket = ticket.key"
                                  " AND e.state IN ('answered', 'ended')) AND NOT EXISTS (SELECT 1 FROM escalation e"
                                  " WHERE e.ticket = ticket.key AND e.state NOT IN ('answered', 'ended')) AND $2 = 1)"
                                  " ORDER BY rank_at, id LIMIT $3",
                                  "iii", (int64_t)state, (int64_t)(kind == HANDOVER_ESCALATION), (int64_t)MOST);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    struct handover_item *item = add(c, kind, db_text(stmt, 0));
    set_title(c, item, db_text(stmt, 1));
    item->office = keep(c, db_text(stmt, 2));
    item->state = ticket_state_id(state);
    item->at = kind == HANDOVER_ESCALATION ? db_utc(stmt, 3) : UTC_NONE;
  }
  db_done(stmt);
  for (guint i = first; got >= 0 && i < c->items->len; i++)
    if (!last_words(c, &g_array_index(c->items, struct handover_item, i), error))
      return false;
  return got >= 0;
}

/* Outages, maintenance and work that are under way or begin within two days. */
static bool add_outages(struct composing *c, GError **error)
{
  struct agenda_args args = {.from = c->now, .to = c->now + GAPS_S};
  struct agenda_view *view = agenda_read(c->db, &args, error);
  for (int i = 0; view != NULL && i < view->rows; i++) {
    const struct agenda_entry *e = &view->row[i].entry;
    char number[32];
    if (view->row[i].holiday)
      continue;
    g_snprintf(number, sizeof number, "%" G_GINT64_FORMAT, e->number);
    struct handover_item *item = add(c, HANDOVER_OUTAGE, number);
    for (int lang = 0; lang < LANG_COUNT; lang++)
      item->title[lang] = keep(c, e->title[lang]);
    item->at = e->from;
    item->until = e->to;
    item->words = keep(c, e->note);
  }
  snapshot_free(view);
  return view != NULL;
}

/* --- endpoints, the log ------------------------------------------------------------------------------------- */
static bool is_trouble(int state)
{
  static const enum check_state quiet[] = {CHECK_OK, CHECK_UNKNOWN, CHECK_PAUSED, CHECK_SOFT};
  for (size_t i = 0; i < G_N_ELEMENTS(quiet); i++)
    if (state == (int)quiet[i])
      return false;
  return true;
}

static bool add_endpoints(struct composing *c, GError **error)
{
  struct endpoint_list *list = endpoint_list_read(c->db, NULL, error);
  for (int i = 0; list != NULL && i < list->rows; i++) {
    const struct endpoint_row *row = &list->row[i];
    if (!is_trouble(row->state))
      continue;
    struct handover_item *item = add(c, HANDOVER_ENDPOINT, row->id);
    for (int lang = 0; lang < LANG_COUNT; lang++)
      item->title[lang] = keep(c, row->name[lang]);
    item->state = check_state_id((enum check_state)row->state);
    item->at = row->since;
    item->words = keep(c, row->message);
  }
  snapshot_free(list);
  return list != NULL;
}

/* What stands on the desk's board and is not done. */
static bool add_board(struct composing *c, GError **error)
{
  struct board_args args = {.now = c->now, .limit = MOST};
  struct board_list *list = board_list_read(c->db, &args, error);
  for (int i = 0; list != NULL && i < list->rows; i++) {
    char number[32];
    g_snprintf(number, sizeof number, "%" G_GINT64_FORMAT, list->row[i].number);
    struct handover_item *item = add(c, HANDOVER_BOARD, number);
    set_title(c, item, list->row[i].text);
    item->words = keep(c, list->row[i].by);
  }
  snapshot_free(list);
  return list != NULL;
}

static bool add_chain(struct composing *c, GError **error)
{
  struct chain_anchor head;
  char number[32];
  if (!chain_head(c->db, &head, error))
    return false;
  g_snprintf(number, sizeof number, "%" G_GINT64_FORMAT, head.seq);
  add(c, HANDOVER_CHAIN, number)->words = keep(c, head.hash);
  return true;
}

static bool compose(struct composing *c, GError **error)
{
  struct duty_args args = {.from = c->now, .to = c->now + GAPS_S};
  struct duty_view *view = duty_read(c->db, &args, error);
  if (view == NULL)
    return false;
  find_until(c, view);
  bool done = add_due(c, error) && add_state(c, TICKET_WAITING_USER, HANDOVER_PAUSED, error) &&
              add_state(c, TICKET_WAITING_VENDOR, HANDOVER_PAUSED, error) &&
              add_state(c, TICKET_ESCALATED, HANDOVER_ESCALATION, error) && add_endpoints(c, error) &&
              add_outages(c, error) && add_board(c, error);
  if (done && view->plan.shifts > 0)
    add_gaps(c, view);
  snapshot_free(view);
  return done && add_chain(c, error);
}

bool handover_compose(struct db *db, utc_t now, struct arena *arena, struct handover_sheet *out, GError **error)
{
  struct composing c = {.db = db, .now = now, .arena = arena,
                        .items = g_array_new(FALSE, FALSE, sizeof(struct handover_item))};
  bool done = compose(&c, error);
  struct handover_item *item = arena_new0(arena, struct handover_item, c.items->len + 1);
  if (c.items->len > 0)
    memcpy(item, c.items->data, c.items->len * sizeof *item);
  out->item = item;
  out->items = (int)c.items->len;
  out->until = c.until;
  g_array_unref(c.items);
  return done;
}
