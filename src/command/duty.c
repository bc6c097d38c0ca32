/* toban duty coverage, roster, check: what the roster lacks, who is on, which rules it breaks. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/duty_store.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"

static char *opt_from, *opt_to;
static gboolean opt_now;
#define PERIOD                                                                                     \
  {"from", 0, 0, G_OPTION_ARG_STRING, &opt_from, N_("from this moment (now)"), "TIME"},            \
  {"to", 0, 0, G_OPTION_ARG_STRING, &opt_to, N_("up to this moment (14 days later)"), "TIME"}
static const GOptionEntry period_options[] = {PERIOD, {NULL}};
static const GOptionEntry roster_options[] = {
    PERIOD, {"now", 0, 0, G_OPTION_ARG_NONE, &opt_now, N_("only who is on now"), NULL}, {NULL}};

struct duty { struct db *db; struct reference *ref; struct duty_view *view; };

static bool look(const struct cli *cli, struct duty *out, GError **error)
{
  struct duty_args args;
  *out = (struct duty){0};
  if (!cli_period(opt_from, opt_to, DUTY_AHEAD_DAYS, &args.from, &args.to, error))
    return false;
  out->db = cli_open(cli, DB_READONLY, error);
  out->ref = out->db == NULL ? NULL : reference_read(out->db, NULL, error);
  out->view = out->ref == NULL ? NULL : duty_read(out->db, &args, error);
  return out->view != NULL;
}

static void done(struct duty *duty)
{
  snapshot_free(duty->view);
  reference_free(duty->ref);
  db_close(duty->db);
}

/* "Fri 20 Nov 22:00", in Japan. */
static void add_time(struct cli_table *table, utc_t at)
{
  char date[64], time[16], both[96];
  int offset = zone_offset(zone_tokyo(), at);
  date_text(at, offset, DATE_SHORT, date, sizeof date);
  time_text(at, offset, false, time, sizeof time);
  g_snprintf(both, sizeof both, "%s %s", date, time);
  cli_table_add(table, both);
}

static void add_person(struct cli_table *table, const struct reference *ref, const char *login)
{
  const struct operator_ *person = reference_operator(ref, login);
  char *text = person == NULL ? g_strdup(login) : g_strdup_printf("%s (%s)", operator_name(person), login);
  cli_table_add(table, text);
  g_free(text);
}

/* --- coverage ----------------------------------------------------------------------------------------- */
static bool coverage_json(const struct duty_view *view, GError **error)
{
  json_t *out = json_array();
  for (int i = 0; i < view->gaps; i++) {
    const struct duty_gap *gap = &view->gap[i].gap;
    json_array_append_new(out, json_pack("{s:o, s:o, s:s, s:i, s:i}", "from", json_utc(gap->from), "to",
                                         json_utc(gap->to), "need", gap->need, "have", gap->have, "want", gap->want));
  }
  return cli_json(out, error);
}

static void coverage_table(const struct duty_view *view)
{
  static const char *const titles[] = {N_("from (Japan)"), N_("to"), N_("what is lacking"), N_(">there"),
                                       N_(">wanted")};
  if (view->gaps == 0) {
    puts(_("No gaps."));
    return;
  }
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < view->gaps; i++) {
    const struct duty_gap *gap = &view->gap[i].gap;
    char number[16];
    add_time(table, gap->from);
    add_time(table, gap->to);
    cli_table_add(table, view->gap[i].label[lang_get()]);
    g_snprintf(number, sizeof number, "%d", gap->have);
    cli_table_add(table, number);
    g_snprintf(number, sizeof number, "%d", gap->want);
    cli_table_add(table, number);
  }
  cli_table_print(table);
}

static bool coverage(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct duty duty;
  bool ok = look(cli, &duty, error) && (!cli->json || coverage_json(duty.view, error));
  if (ok && !cli->json)
    coverage_table(duty.view);
  done(&duty);
  return ok;
}

/* --- roster --------------------------------------------------------------------------------------------- */
struct row { const struct duty_piece *piece; utc_t from, until; bool now; };

/* What is to be shown, by time: who is on now with the end of the unbroken time, else every piece. */
static GArray *rows_of(const struct duty_view *view, utc_t now)
{
  GArray *rows = g_array_new(FALSE, FALSE, sizeof(struct row));
  for (int i = 0; i < view->pieces; i++) {
    const struct duty_piece *p = &view->piece[i];
    struct row row = {p, p->from, p->to, p->from <= now && now < p->to};
    if (opt_now ? row.now : p->from < view->args.to && p->to > view->args.from)
      g_array_append_val(rows, row);
    if (opt_now && row.now)
      duty_unbroken(&view->plan, view->piece, view->pieces, i, &g_array_index(rows, struct row, rows->len - 1).from,
                    &g_array_index(rows, struct row, rows->len - 1).until);
  }
  return rows;
}

static int by_time(const void *a, const void *b)
{
  const struct row *x = a, *y = b;
  return x->from != y->from ? (x->from < y->from ? -1 : 1) : x->piece->person - y->piece->person;
}

static json_t *row_json(const struct duty_view *view, const struct row *row)
{
  const struct duty_shift *shift = &view->plan.shift[row->piece->shift];
  const struct duty_person *person = &view->plan.person[row->piece->person];
  return json_pack("{s:s, s:s, s:o, s:o, s:s, s:s, s:b, s:o}", "login", person->login, "site", shift->site, "from",
                   json_utc(row->from), "to", json_utc(row->until), "role", shift->role, "note", shift->note, "now",
                   row->now, "stands_in_for", json_text(row->piece->substitute ? shift->login : NULL));
}

static void row_text(struct cli_table *table, const struct duty *duty, const struct row *row)
{
  const struct duty_view *view = duty->view;
  const struct duty_shift *shift = &view->plan.shift[row->piece->shift];
  GString *note = g_string_new(NULL);
  add_time(table, row->from);
  add_time(table, row->until);
  cli_table_add(table, office_name(reference_office(duty->ref, shift->site)));
  add_person(table, duty->ref, view->plan.person[row->piece->person].login);
  cli_table_add(table, shift->role);
  if (row->piece->substitute)
    g_string_printf(note, _("for %s  "), shift->login);
  g_string_append(note, shift->note);
  cli_table_add(table, note->str);
  g_string_free(note, TRUE);
}

static bool roster(const struct cli *cli, int argc, char **argv, GError **error)
{
  static const char *const titles[] = {N_("from (Japan)"), N_("to"), N_("Site"), N_("who"), N_("role"), N_("note")};
  (void)argc, (void)argv;
  struct duty duty;
  bool ok = look(cli, &duty, error);
  if (!ok) {
    done(&duty);
    return false;
  }
  GArray *rows = rows_of(duty.view, clock_now());
  json_t *list = json_array();
  struct cli_table *table = cli->json ? NULL : cli_table_new(titles, G_N_ELEMENTS(titles));
  g_array_sort(rows, by_time);
  for (guint i = 0; i < rows->len; i++)
    if (cli->json)
      json_array_append_new(list, row_json(duty.view, &g_array_index(rows, struct row, i)));
    else
      row_text(table, &duty, &g_array_index(rows, struct row, i));
  if (cli->json)
    ok = cli_json(json_incref(list), error);
  else
    cli_table_print(table);
  json_decref(list);
  g_array_unref(rows);
  done(&duty);
  return ok;
}

/* --- check ------------------------------------------------------------------------------------------------ */
static json_t *breach_json(const struct duty_view *view, const struct duty_breach_row *row)
{
  const struct duty_breach *b = &row->breach;
  return json_pack("{s:s, s:s, s:o, s:o, s:s, s:s, s:s}", "rule", duty_rule_id(b->rule), "login", b->login, "from",
                   json_utc(b->from), "to", json_utc(b->to), "site", view->plan.shift[b->shift].site, "role",
                   view->plan.shift[b->shift].role, "lacks", row->label[LANG_EN]);
}

static void breach_text(struct cli_table *table, const struct duty *duty, const struct duty_breach_row *row)
{
  const struct duty_breach *b = &row->breach;
  const char *lacks = row->label[lang_get()];
  char *text = *lacks == '\0' ? g_strdup(duty_rule_text(b->rule))
                              : g_strdup_printf(_("%s: %s"), duty_rule_text(b->rule), lacks);
  add_time(table, b->from);
  add_time(table, b->to);
  add_person(table, duty->ref, b->login);
  cli_table_add(table, text);
  g_free(text);
}

static bool check(const struct cli *cli, int argc, char **argv, GError **error)
{
  static const char *const titles[] = {N_("from (Japan)"), N_("to"), N_("who"), N_("what breaks a rule")};
  (void)argc, (void)argv;
  struct duty duty;
  int broken = 0;
  bool ok = look(cli, &duty, error);
  struct cli_table *table = ok && !cli->json ? cli_table_new(titles, G_N_ELEMENTS(titles)) : NULL;
  json_t *list = json_array();
  for (int i = 0; ok && i < duty.view->breaches; i++) {
    const struct duty_breach_row *row = &duty.view->breach[i];
    broken += row->breach.rule != DUTY_WISH;
    if (cli->json)
      json_array_append_new(list, breach_json(duty.view, row));
    else
      breach_text(table, &duty, row);
  }
  if (ok && cli->json)
    ok = cli_json(json_incref(list), error);
  else if (ok)
    cli_table_print(table);
  json_decref(list);
  done(&duty);
  if (ok && broken > 0)
    error_set(error, TE_NO, _("%d times the roster breaks a rule"), broken);
  return ok && broken == 0;
}

const struct cli_command command_duty_coverage = {
    .name = "duty coverage", .args = "", .options = period_options, .run = coverage, .wants_json = true,
    .summary = N_("when the roster does not give what the desk needs"),
    .detail = N_("Needs are data: toban import needs. Usually one English and one Japanese speaker at every hour, and "
                 "somebody at each site in its on-site hours. Touching gaps of one need are one.")};
const struct cli_command command_duty_roster = {
    .name = "duty roster", .args = "", .options = roster_options, .run = roster, .wants_json = true,
    .summary = N_("who is on, where and until when"),
    .detail = N_("Leave and substitutes are taken into account. Shifts come in with toban import roster.")};
const struct cli_command command_duty_check = {
    .name = "duty check", .args = "", .options = period_options, .run = check, .wants_json = true,
    .summary = N_("what in the roster breaks a rule; exit 1 when something does"),
    .detail = N_("Two places at once, leader of both houses, too short a rest, leave without a substitute, a role or a "
                 "qualification that is lacking. What is only wished for is named but breaks no rule.")};
