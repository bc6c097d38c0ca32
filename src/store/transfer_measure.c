/* Figures of servers and clients, and the rules that judge them (measure.h). */
#include <stdlib.h>
#include <string.h>

#include "read_rows.h"
#include "table_file.h"
#include "toban/bulk.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/measure_store.h"
#include "toban/resource.h"
#include "toban/store.h"
#include "toban/zone.h"

/* --- figures in and out ------------------------------------------------------------------------------------- */
enum { AT, MEASURE, SUBJECT, VALUE, COLUMNS };
static const struct transfer_column columns[COLUMNS] = {[AT] = {"at", true, COLUMN_TEXT},
                                                        [MEASURE] = {"measure", true, COLUMN_TEXT},
                                                        [SUBJECT] = {"subject", true, COLUMN_TEXT},
                                                        [VALUE] = {"value", true, COLUMN_TEXT}};

/* RFC 3339, or a day of Japan. */
static bool take_time(const struct csv_row *row, utc_t *out, GError **error)
{
  day_t day;
  if (day_parse(row->field[AT], &day, NULL))
    *out = zone_instant(zone_tokyo(), day, 0, false);
  else if (!utc_parse(row->field[AT], out, NULL))
    return csv_fail(row, "at", error, _("“%s” is neither a time nor a day"), row->field[AT]);
  return true;
}

static bool put(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  enum measure_kind kind;
  utc_t at;
  int64_t value;
  if (!take_time(row, &at, error) || !transfer_need(row, SUBJECT, "subject", error))
    return false;
  if (!measure_parse(row->field[MEASURE], &kind))
    return csv_fail(row, "measure", error, _("“%s” is none of antivirus-days malware disk-used"), row->field[MEASURE]);
  if (!measure_value_parse(row->field[VALUE], &value))
    return csv_fail(row, "value", error, _("“%s” is no number"), row->field[VALUE]);
  return db_exec(transfer->db, error,
                 "INSERT INTO measure (measure, subject, at, value) VALUES ($1, $2, $3, $4)"
                 " ON CONFLICT (measure, subject, at) DO UPDATE SET value = $4",
                 "ttui", measure_id(kind), row->field[SUBJECT], at, value);
}

static bool end(struct transfer *transfer, GError **error)
{
  const struct transfer_input *in = transfer->input;
  char *detail = transfer_detail(transfer);
  bool ok = register_changed(transfer->db, TOPIC_MEASURE, in->kind, in->at, in->by, detail, error);
  g_free(detail);
  return ok;
}

static bool each(struct db *db, struct transfer_sink *sink, GError **error)
{
  struct db_stmt *stmt = db_prepare(db, "SELECT at, measure, subject, value FROM measure ORDER BY at, measure, subject",
                                    error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    char at[32], value[32];
    const char *fields[COLUMNS] = {utc_format(db_utc(stmt, 0), at), db_text(stmt, 1), db_text(stmt, 2),
                                   measure_value_text(db_int(stmt, 3), value)};
    if (!transfer_sink_row(sink, fields, error))
      got = -1;
  }
  db_done(stmt);
  return got == 0;
}

const struct transfer_kind transfer_measures = {.id = "measures", .columns = columns, .count = COLUMNS,
                                                .may_be_empty = true, .put = put, .end = end, .each = each};

/* --- rules ---------------------------------------------------------------------------------------------------- */
enum { RULE_MEASURE, RULE_ABOVE, RULE_FULL, RULE_DAYS, RULE_COLUMNS };
static const struct transfer_column rule_columns[RULE_COLUMNS] = {[RULE_MEASURE] = {"measure", true, COLUMN_TEXT},
                                                                  [RULE_ABOVE] = {"above", true, COLUMN_TEXT},
                                                                  [RULE_FULL] = {"full", false, COLUMN_NULLABLE},
                                                                  [RULE_DAYS] = {"within_days", false, COLUMN_INT}};

static bool take_rule(const struct csv_row *row, void *rules, GError **error)
{
  enum measure_kind kind;
  struct measure_rule rule = {.given = true};
  if (!measure_parse(row->field[RULE_MEASURE], &kind))
    return csv_fail(row, "measure", error, _("“%s” is none of antivirus-days malware disk-used"),
                    row->field[RULE_MEASURE]);
  if (!measure_value_parse(row->field[RULE_ABOVE], &rule.above))
    return csv_fail(row, "above", error, _("“%s” is no number"), row->field[RULE_ABOVE]);
  if (*row->field[RULE_FULL] != '\0' && !measure_value_parse(row->field[RULE_FULL], &rule.full))
    return csv_fail(row, "full", error, _("“%s” is no number"), row->field[RULE_FULL]);
  int64_t days;
  if (!transfer_number(row, RULE_DAYS, "within_days", 30, 0, 3650, &days, error))
    return false;
  rule.within_days = (int)days;
  ((struct measure_rule *)rules)[kind] = rule;
  return true;
}

static bool put_rule(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  struct measure_rule rules[MEASURES];
  return transfer_key(transfer, row, "measure", row->field[RULE_MEASURE], error) && take_rule(row, rules, error) &&
         transfer_file_put(transfer, row, error);
}

const struct transfer_kind transfer_measure_rules = {
    .id = "measure-rules", .columns = rule_columns, .count = RULE_COLUMNS, .begin = transfer_file_begin,
    .put = put_rule, .end = transfer_file_keep, .each = transfer_file_each};

/* Those in force: the newest that were imported, else the program's own. */
static bool read_rules(struct db *db, struct measure_rule *rules, GError **error)
{
  static const struct csv_column names[RULE_COLUMNS] = {{"measure", true}, {"above", true}, {"full", true},
                                                        {"within_days", true}};
  char *text = NULL;
  size_t length = 0;
  memset(rules, 0, sizeof *rules * MEASURES);
  if (!document_get(db, "measure-rules", &text, NULL, error))
    return false;
  const char *bytes = text != NULL ? text : resource_find("measure-rules.csv", &length);
  bool done = csv_read("measure-rules", bytes, text != NULL ? strlen(text) : length, names, RULE_COLUMNS, take_rule,
                       rules, error);
  g_free(text);
  return done;
}

/* --- judged ------------------------------------------------------------------------------------------------------ */
struct figure { enum measure_kind kind; const char *subject; struct measure_point point; };

static void figure_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  struct figure *figure = out;
  *figure = (struct figure){.kind = MEASURES, .subject = read_text(arena, stmt, 1),
                            .point = {db_utc(stmt, 2), db_int(stmt, 3)}};
  measure_parse(db_text(stmt, 0), &figure->kind);
}

static int by_need(const void *a, const void *b)
{
  const struct measure_row *x = a, *y = b;
  if (x->finding.state != y->finding.state)
    return (int)y->finding.state - (int)x->finding.state;
  return x->kind != y->kind ? (int)x->kind - (int)y->kind : strcmp(x->subject, y->subject);
}

static void judge(struct measure_list *list, struct measure_row *rows, const struct figure *figures, int count,
                  const struct measure_rule *rules, utc_t now)
{
  struct measure_point *points = g_new(struct measure_point, count + 1);
  for (int i = 0, n; i < count; i += n) {
    const struct figure *first = &figures[i];
    for (n = 0; i + n < count && figures[i + n].kind == first->kind &&
                strcmp(figures[i + n].subject, first->subject) == 0; n++)
      points[n] = figures[i + n].point;
    if (first->kind == MEASURES)
      continue;
    struct measure_row *row = &rows[list->rows++];
    *row = (struct measure_row){.kind = first->kind, .subject = first->subject};
    measure_judge(row->kind, &rules[row->kind], points, n, now, &row->finding);
    list->over += row->finding.state == MEASURE_OVER;
    list->soon += row->finding.state == MEASURE_SOON;
  }
  g_free(points);
  qsort(rows, (size_t)list->rows, sizeof *rows, by_need);
  list->row = rows;
}

/* Of each subject the figures of the last days, and its newest whatever its age. */
void *measure_list_read(struct db *db, const void *measure_args, GError **error)
{
  const struct measure_args *args = measure_args;
  struct measure_rule rules[MEASURES];
  struct arena *arena = arena_new();
  struct measure_list *list = arena_new0(arena, struct measure_list, 1);
  int count = 0;
  list->s.arena = arena;
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT measure, subject, at, value FROM measure m WHERE at <= $1 AND (at > $2"
                                  " OR at = (SELECT max(at) FROM measure n WHERE n.measure = m.measure"
                                  " AND n.subject = m.subject AND n.at <= $1)) ORDER BY measure, subject, at",
                                  "uu", args->now, args->now - MEASURE_LOOK_DAYS * UTC_DAY);
  const struct figure *figures = read_rows(arena, stmt, sizeof *figures, figure_row, &count, error);
  if (figures != NULL && read_rules(db, rules, error)) {
    judge(list, arena_new0(arena, struct measure_row, count + 1), figures, count, rules, args->now);
    return list;
  }
  arena_free(arena);
  return NULL;
}
