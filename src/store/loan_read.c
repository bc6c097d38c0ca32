/* Loans and reservations for screens and commands, and the calendar of what is promised. */
#include <string.h>

#include "loan.h"
#include "read_rows.h"
#include "toban/lang.h"
#include "toban/text.h"

static const struct { const char *id, *text; } choices[LOAN_CHOICES] = {
  [LOANS_OPEN] = {"open", NC_("loans", "out")},
  [LOANS_OVERDUE] = {"overdue", NC_("loans", "overdue")},
  [LOANS_RESERVED] = {"reserved", NC_("loans", "reserved")},
  [LOANS_ALL] = {"all", NC_("loans", "all")},
};

const char *loan_choice_id(enum loan_choice choice)
{
  return choices[choice].id;
}

const char *loan_choice_text(enum loan_choice choice)
{
  return lang_text_context(choices[choice].text);
}

bool loan_choice_parse(const char *id, enum loan_choice *out)
{
  for (int i = 0; i < LOAN_CHOICES; i++)
    if (strcmp(choices[i].id, id) == 0) {
      *out = (enum loan_choice)i;
      return true;
    }
  return false;
}

/* --- lists ------------------------------------------------------------------------------------------------ */
struct reading {
  struct loan_list *list;
  const struct loan_args *args;
  char **words;
  GArray *rows;
};

static bool fits(const struct reading *reading, const struct loan *loan)
{
  if (reading->words[0] == NULL)
    return true;
  char *text = g_strjoin("\n", loan->tag, loan->host, loan->borrower, NULL), *folded = text_fold(text, -1);
  bool all = true;
  for (int i = 0; reading->words[i] != NULL; i++)
    all = all && strstr(folded, reading->words[i]) != NULL;
  g_free(folded);
  g_free(text);
  return all;
}

static void take(struct reading *reading, struct db_stmt *stmt)
{
  struct arena *arena = reading->list->s.arena;
  struct loan loan = {.tag = read_text(arena, stmt, 0), .host = read_text(arena, stmt, 1),
                      .kind = read_text(arena, stmt, 2), .borrower = read_text(arena, stmt, 3),
                      .from_on = read_text(arena, stmt, 4), .due_on = read_text(arena, stmt, 5),
                      .note = read_text(arena, stmt, 6), .outcome = read_text(arena, stmt, 7),
                      .by = read_text(arena, stmt, 8), .out_at = db_utc(stmt, 9), .back_at = db_utc(stmt, 10),
                      .reminded_at = db_utc(stmt, 11), .office = read_text(arena, stmt, 12)};
  if (!fits(reading, &loan))
    return;
  bool reserved = reading->args->choice == LOANS_RESERVED;
  loan.state = reserved ? LOAN_RESERVED
                        : loan_state_of(loan.due_on, loan.back_at, loan.outcome, reading->args->now);
  loan.days = loan.state == LOAN_OVERDUE ? loan_days_overdue(loan.due_on, reading->args->now) : 0;
  loan.reminder = (struct loan_reminder){.address = "", .name = "", .message = "", .to = "", .sent_at = UTC_NONE,
                                         .next = {LOAN_STEP_NONE, UTC_NONE}};
  g_array_append_val(reading->rows, loan);
}

/* --- reminders -------------------------------------------------------------------------------------------- */
/* The newest message, and the furthest step of the present due day. */
static bool read_sent(struct db *db, struct arena *arena, struct loan *loan, int *sent, GError **error)
{
  struct db_stmt *stmt = db_query(
      db, error,
      "SELECT r.message, r.address, r.at, coalesce(o.state, ''), (SELECT max(s.days) FROM loan_reminder s WHERE"
      " s.tag = r.tag AND s.out_at = r.out_at AND s.due_on = $1) FROM loan_reminder r LEFT JOIN outbox o ON"
      " o.key = r.message WHERE r.tag = $2 AND r.out_at = $3 ORDER BY r.at DESC, r.days DESC LIMIT 1",
      "ttu", loan->due_on, loan->tag, loan->out_at);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  *sent = LOAN_STEP_NONE;
  if (got > 0) {
    loan->reminder.message = read_text(arena, stmt, 0);
    loan->reminder.to = read_text(arena, stmt, 1);
    loan->reminder.sent_at = db_utc(stmt, 2);
    loan->reminder.state = outbox_state_parse(db_text(stmt, 3));
    *sent = db_is_null(stmt, 4) ? LOAN_STEP_NONE : (int)db_int(stmt, 4);
  }
  db_done(stmt);
  return got >= 0;
}

static bool add_reminders(struct db *db, struct arena *arena, GArray *rows, utc_t now, GError **error)
{
  struct reminding reminding;
  if (rows->len > 0 && !reminding_begin(&reminding, db, arena, now, error))
    return false;
  bool done = true;
  for (guint i = 0; done && i < rows->len; i++) {
    struct loan *loan = &g_array_index(rows, struct loan, i);
    int sent;
    if (loan->state <= LOAN_OVERDUE)
      done = read_sent(db, arena, loan, &sent, error) && reminding_fill(&reminding, loan, sent, error);
  }
  return done;
}

#define FROM_LOAN                                                                                                  \
  "SELECT l.tag, coalesce(a.host, ''), coalesce(a.kind, ''), l.borrower, '', l.due_on, l.note, l.outcome, l.by_,"   \
  " l.out_at, l.back_at, l.reminded_at, coalesce(a.office, '') FROM loan l LEFT JOIN asset a ON a.tag = l.tag"
#define OF_TAG " ($1 = '' OR l.tag = $1)"

static struct db_stmt *ask(struct db *db, const struct loan_args *args, GError **error)
{
  char today[16];
  day_format(japan_day(args->now), today);
  switch (args->choice) {
  case LOANS_OVERDUE:
    return db_query(db, error,
                    FROM_LOAN " WHERE" OF_TAG " AND l." LOAN_IS_OPEN " AND l.due_on <> '' AND l.due_on < $2"
                              " ORDER BY l.due_on, l.tag", "tt", args->tag, today);
  case LOANS_RESERVED:
    return db_query(db, error,
                    "SELECT l.tag, coalesce(a.host, ''), coalesce(a.kind, ''), l.borrower, l.from_on, l.to_on, l.note,"
                    " '', l.by_, NULL, NULL, NULL, '' FROM loan_reservation l LEFT JOIN asset a ON a.tag = l.tag WHERE"
                    OF_TAG " AND l.to_on >= $2 ORDER BY l.from_on, l.tag", "tt", args->tag, today);
  case LOANS_ALL:
    return db_query(db, error, FROM_LOAN " WHERE" OF_TAG " ORDER BY l.out_at DESC, l.tag", "t", args->tag);
  default:
    return db_query(db, error,
                    FROM_LOAN " WHERE" OF_TAG " AND l." LOAN_IS_OPEN " ORDER BY CASE WHEN l.due_on = '' THEN '9' ELSE"
                              " l.due_on END, l.tag", "t", args->tag);
  }
}

static bool read_all(struct db *db, struct reading *reading, GError **error)
{
  struct db_stmt *stmt = ask(db, reading->args, error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (int)reading->rows->len < reading->args->limit && (got = db_step(stmt, error)) > 0)
    take(reading, stmt);
  db_done(stmt);
  return got >= 0;
}

static bool count(struct db *db, struct loan_list *list, utc_t now, GError **error)
{
  char today[16];
  day_format(japan_day(now), today);
  return db_get_int(db, &list->out, 0, error, "SELECT count(*) FROM loan WHERE " LOAN_IS_OPEN, "") &&
         db_get_int(db, &list->overdue, 0, error,
                    "SELECT count(*) FROM loan WHERE " LOAN_IS_OPEN " AND due_on <> '' AND due_on < $1", "t", today) &&
         db_get_int(db, &list->reserved, 0, error, "SELECT count(*) FROM loan_reservation WHERE to_on >= $1", "t",
                    today);
}

/* --- calendar --------------------------------------------------------------------------------------------- */
struct days { struct loan_calendar *calendar; GArray *rows; day_t today; };

/* The bar of a tag, made when it is first met; tags come in their order. */
static char *bar_of(struct days *days, struct db_stmt *stmt)
{
  const char *tag = db_text(stmt, 0);
  struct loan_days *last =
      days->rows->len == 0 ? NULL : &g_array_index(days->rows, struct loan_days, days->rows->len - 1);
  if (last == NULL || strcmp(last->tag, tag) != 0) {
    struct arena *arena = days->calendar->s.arena;
    char *bar = arena_alloc(arena, (size_t)days->calendar->days + 1);
    memset(bar, '.', (size_t)days->calendar->days);
    struct loan_days row = {read_text(arena, stmt, 0), read_text(arena, stmt, 1), bar};
    g_array_append_val(days->rows, row);
    return bar;
  }
  return (char *)(guintptr)last->bar;
}

static void fill(struct days *days, char *bar, day_t from, day_t to, char sign)
{
  for (int i = 0; i < days->calendar->days; i++) {
    day_t day = days->calendar->from + i;
    if (day >= from && day <= to && bar[i] != '!') /* what is not back is seen before what is promised */
      bar[i] = sign;
  }
}

/* Columns: tag, host, first day of a reservation or "", last day or "", out_at. */
static void take_days(struct days *days, struct db_stmt *stmt)
{
  char *bar = bar_of(days, stmt);
  day_t from = 0, to = 0;
  bool reserved = *db_text(stmt, 2) != '\0';
  bool ends = day_parse(db_text(stmt, 3), &to, NULL);
  if (reserved && ends && day_parse(db_text(stmt, 2), &from, NULL))
    fill(days, bar, from, to, 'r');
  if (reserved)
    return;
  from = japan_day(db_utc(stmt, 4));
  fill(days, bar, from, ends ? to : G_MAXINT32, '=');
  if (ends)
    fill(days, bar, to + 1, days->today, '!');
}

static bool read_days(struct db *db, struct days *days, GError **error)
{
  char first[16], last[16];
  day_format(days->calendar->from, first);
  day_format(days->calendar->from + days->calendar->days - 1, last);
  struct db_stmt *stmt =
      db_query(db, error,
               "SELECT l.tag AS tag, coalesce(a.host, ''), '' AS from_on, l.due_on, l.out_at FROM loan l"
               " LEFT JOIN asset a ON a.tag = l.tag WHERE l." LOAN_IS_OPEN " UNION ALL"
               " SELECT r.tag AS tag, coalesce(a.host, ''), r.from_on AS from_on, r.to_on, NULL FROM loan_reservation r"
               " LEFT JOIN asset a ON a.tag = r.tag WHERE r.to_on >= $1 AND r.from_on <= $2 ORDER BY 1, 3", "tt", first,
               last);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    take_days(days, stmt);
  db_done(stmt);
  return got == 0;
}

static struct loan_calendar *calendar_read(struct db *db, const struct loan_calendar_args *args, GError **error)
{
  struct arena *arena = arena_new();
  struct loan_calendar *calendar = arena_new0(arena, struct loan_calendar, 1);
  *calendar = (struct loan_calendar){.s = {arena}, .from = args->from, .days = args->days};
  struct days days = {calendar, g_array_new(FALSE, FALSE, sizeof(struct loan_days)), japan_day(args->now)};
  bool done = read_days(db, &days, error);
  struct loan_days *rows = arena_new0(arena, struct loan_days, (int)days.rows->len + 1);
  if (days.rows->len > 0)
    memcpy(rows, days.rows->data, days.rows->len * sizeof *rows);
  calendar->row = rows;
  calendar->rows = (int)days.rows->len;
  g_array_free(days.rows, TRUE);
  if (done)
    return calendar;
  arena_free(arena);
  return NULL;
}

void *loan_calendar_read(struct db *db, const void *loan_calendar_args, GError **error)
{
  struct loan_calendar *calendar = NULL;
  if (db_begin_read(db, error))
    calendar = calendar_read(db, loan_calendar_args, error);
  db_rollback(db);
  return calendar;
}

/* --- lists ------------------------------------------------------------------------------------------------ */
/* The bars of the rows' things, out of the calendar. */
static bool add_bars(struct db *db, struct loan_list *list, GArray *rows, const struct loan_args *args, GError **error)
{
  struct loan_calendar_args calendar_args = {.now = args->now, .from = japan_day(args->now), .days = args->days};
  struct loan_calendar *calendar = args->days == 0 ? NULL : calendar_read(db, &calendar_args, error);
  for (guint i = 0; i < rows->len; i++) {
    struct loan *loan = &g_array_index(rows, struct loan, i);
    loan->bar = "";
    for (int n = 0; calendar != NULL && n < calendar->rows; n++)
      if (strcmp(calendar->row[n].tag, loan->tag) == 0)
        loan->bar = arena_strdup(list->s.arena, calendar->row[n].bar);
  }
  bool done = args->days == 0 || calendar != NULL;
  snapshot_free(calendar);
  return done;
}

void *loan_list_read(struct db *db, const void *loan_args, GError **error)
{
  struct arena *arena = arena_new();
  struct loan_list *list = arena_new0(arena, struct loan_list, 1);
  struct reading reading = {.list = list, .args = loan_args, .rows = g_array_new(FALSE, FALSE, sizeof(struct loan))};
  char *folded = text_fold(reading.args->text, -1);
  reading.words = g_strsplit(folded, " ", -1);
  list->s.arena = arena;
  bool done = db_begin_read(db, error) && read_all(db, &reading, error) && count(db, list, reading.args->now, error) &&
              add_bars(db, list, reading.rows, reading.args, error) &&
              add_reminders(db, arena, reading.rows, reading.args->now, error);
  db_rollback(db);
  struct loan *rows = arena_new0(arena, struct loan, (int)reading.rows->len + 1);
  if (reading.rows->len > 0)
    memcpy(rows, reading.rows->data, reading.rows->len * sizeof *rows);
  list->row = rows;
  list->rows = (int)reading.rows->len;
  g_array_free(reading.rows, TRUE);
  g_strfreev(reading.words);
  g_free(folded);
  if (done)
    return list;
  arena_free(arena);
  return NULL;
}
