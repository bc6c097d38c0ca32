/* toban licence list, set, give, take, remove; toban renewals; toban growth. */
#include <stdio.h>
#include <string.h>

#include "carry.h"
#include "commands.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/licence_store.h"
#include "toban/loan.h"

/* --- list ------------------------------------------------------------------------------------------------- */
static char *opt_product, *opt_find;
static const GOptionEntry list_options[] = {
    {"product", 0, 0, G_OPTION_ARG_STRING, &opt_product, N_("who holds the seats of this product"), "PRODUCT"},
    {"find", 0, 0, G_OPTION_ARG_STRING, &opt_find, N_("only products, or holders, with these words"), "TEXT"},
    {NULL}};

static json_t *holders_json(const struct licence *licence)
{
  json_t *array = json_array();
  for (int i = 0; i < licence->holders; i++)
    json_array_append_new(array, json_pack("{s:o, s:o}", "holder", json_text(licence->holder[i].name), "since",
                                           json_utc(licence->holder[i].since)));
  return array;
}

static bool list_json(const struct licence_list *list, GError **error)
{
  json_t *array = json_array();
  for (int i = 0; i < list->rows; i++) {
    const struct licence *l = &list->row[i];
    json_t *row = json_pack("{s:o, s:I, s:I, s:I, s:o}", "product", json_text(l->product), "seats",
                            (json_int_t)l->seats, "given", (json_int_t)l->given, "left",
                            (json_int_t)(l->seats - l->given), "renewal_on",
                            *l->renewal_on == '\0' ? json_null() : json_text(l->renewal_on));
    if (l->holders > 0)
      json_object_set_new(row, "holders", holders_json(l));
    json_array_append_new(array, row);
  }
  return cli_json(array, error);
}

static void add_number(struct cli_table *table, int64_t number)
{
  char text[32];
  g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, number);
  cli_table_add(table, text);
}

static void print_list(const struct licence_list *list)
{
  static const char *const titles[] = {N_("product"), N_(">owned"), N_(">handed out"), N_(">left"), N_("renewal")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++) {
    const struct licence *l = &list->row[i];
    cli_table_add(table, l->product);
    add_number(table, l->seats);
    add_number(table, l->given);
    add_number(table, l->seats - l->given);
    cli_table_add(table, l->renewal_on);
  }
  cli_table_print(table);
  for (int i = 0; i < list->rows; i++)
    for (int h = 0; h < list->row[i].holders; h++) {
      char since[32];
      printf(_("%s: %s since %s (Japan)\n"), list->row[i].product, list->row[i].holder[h].name,
             japan_format(list->row[i].holder[h].since, since));
    }
}

static bool run_list(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct licence_args args = {0};
  g_strlcpy(args.product, opt_product == NULL ? "" : opt_product, sizeof args.product);
  g_strlcpy(args.text, opt_find == NULL ? "" : opt_find, sizeof args.text);
  struct licence_list *list = cli_read(cli, licence_list_read, &args, error);
  bool ok = list != NULL && (!cli->json || list_json(list, error));
  if (ok && !cli->json)
    print_list(list);
  if (ok)
    cli_looked(cli, LOOK_ASSETS, "licences");
  snapshot_free(list);
  return ok;
}

/* --- steps ------------------------------------------------------------------------------------------------ */
static char *opt_renewal;
static int opt_seats = -1;
static const GOptionEntry set_options[] = {
    {"seats", 0, 0, G_OPTION_ARG_INT, &opt_seats, N_("how many are owned"), "N"},
    {"renewal", 0, 0, G_OPTION_ARG_STRING, &opt_renewal, N_("the day of its renewal"), "DAY"},
    {NULL}};

static struct command *make_set(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  day_t renewal;
  (void)db;
  if (!japan_day_parse(opt_renewal == NULL ? "" : opt_renewal, clock_now(), &renewal, error))
    return NULL;
  return licence_set(actor, clock_now(), argv[0], opt_seats, renewal);
}

#define STEP(name, kind, holder)                                                                  \
  static struct command *make_##name(struct db *db, const char *actor, void *user, GError **error) \
  {                                                                                               \
    char **argv = user;                                                                           \
    (void)db, (void)error;                                                                        \
    return licence_step(actor, clock_now(), argv[0], kind, holder);                               \
  }
STEP(give, "licence-given", argv[1])
STEP(take, "licence-taken", argv[1])
STEP(remove, "licence-removed", NULL)

#define RUN(name)                                                                         \
  static bool run_##name(const struct cli *cli, int argc, char **argv, GError **error)    \
  {                                                                                       \
    (void)argc;                                                                           \
    return carry_out(cli, make_##name, argv, error);                                      \
  }
RUN(set)
RUN(give)
RUN(take)
RUN(remove)

/* --- renewals --------------------------------------------------------------------------------------------- */
enum { DAYS = 90, DAYS_MOST = 3650, LIMIT = 1000000 };
static int opt_days = DAYS;
static const GOptionEntry renewal_options[] = {
    {"days", 0, 0, G_OPTION_ARG_INT, &opt_days, N_("how far to look ahead (90)"), "N"}, {NULL}};

static bool renewals_json(const struct renewal_list *list, GError **error)
{
  json_t *array = json_array();
  for (int i = 0; i < list->rows; i++) {
    const struct renewal *r = &list->row[i];
    json_array_append_new(array, json_pack("{s:s, s:o, s:o, s:o, s:o, s:i}", "kind", renewal_kind_id(r->kind), "on",
                                           json_text(r->on), "key", json_text(r->key), "name", json_text(r->name),
                                           "office", json_text(r->office), "days", r->days));
  }
  return cli_json(array, error);
}

static void print_renewals(const struct renewal_list *list)
{
  static const char *const titles[] = {N_("on"), N_(">days"), N_("what"), N_("name"), N_("Host")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++) {
    cli_table_add(table, list->row[i].on);
    add_number(table, list->row[i].days);
    cli_table_add(table, renewal_kind_text(list->row[i].kind));
    cli_table_add(table, list->row[i].key);
    cli_table_add(table, list->row[i].name);
  }
  cli_table_print(table);
}

static bool run_renewals(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct renewal_args args = {.now = clock_now(), .days = opt_days, .limit = LIMIT};
  if (opt_days < 0 || opt_days > DAYS_MOST) {
    error_set(error, TE_USAGE, _("--days is a number from 0 to %d"), DAYS_MOST);
    return false;
  }
  struct renewal_list *list = cli_read(cli, renewal_list_read, &args, error);
  bool ok = list != NULL && (!cli->json || renewals_json(list, error));
  if (ok && !cli->json)
    print_renewals(list);
  snapshot_free(list);
  return ok;
}

/* --- growth ----------------------------------------------------------------------------------------------- */
static int opt_base[GROWTHS] = {-1, -1, -1};
static gboolean opt_now;
static const GOptionEntry growth_options[] = {
    {"hardware", 0, 0, G_OPTION_ARG_INT, &opt_base[GROWTH_HARDWARE], N_("sets the contract’s number of things"), "N"},
    {"licences", 0, 0, G_OPTION_ARG_INT, &opt_base[GROWTH_LICENCES], N_("sets the contract’s number of seats"), "N"},
    {"kinds", 0, 0, G_OPTION_ARG_INT, &opt_base[GROWTH_OF_KINDS], N_("sets the contract’s number of kinds"), "N"},
    {"as-now", 0, 0, G_OPTION_ARG_NONE, &opt_now, N_("sets all three to what there is now"), NULL},
    {NULL}};

static struct command *make_base(struct db *db, const char *actor, void *user, GError **error)
{
  int64_t base[GROWTHS];
  struct growth now[GROWTHS];
  (void)user;
  if (!growth_read(db, now, error))
    return NULL;
  for (int i = 0; i < GROWTHS; i++)
    base[i] = opt_base[i] >= 0 || !opt_now ? opt_base[i] : now[i].now;
  return growth_base(actor, clock_now(), base);
}

static bool growth_json(const struct licence_list *list, GError **error)
{
  json_t *array = json_array();
  for (int i = 0; i < GROWTHS; i++) {
    const struct growth *g = &list->growth[i];
    enum growth_of of = (enum growth_of)i;
    json_array_append_new(
        array, json_pack("{s:s, s:o, s:I, s:o, s:s}", "of", growth_id(of), "base",
                         g->base < 0 ? json_null() : json_integer(g->base), "now", (json_int_t)g->now, "limit",
                         g->base < 0 ? json_null() : json_integer(growth_limit(of, g->base)), "state",
                         growth_state_id(growth_state(of, g))));
  }
  return cli_json(array, error);
}

static void print_growth(const struct licence_list *list)
{
  static const char *const titles[] = {N_("of"), N_(">contract"), N_(">now"), N_(">line"), N_("state")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < GROWTHS; i++) {
    const struct growth *g = &list->growth[i];
    enum growth_of of = (enum growth_of)i;
    cli_table_add(table, growth_text(of));
    if (g->base < 0)
      cli_table_add(table, "-");
    else
      add_number(table, g->base);
    add_number(table, g->now);
    if (g->base < 0)
      cli_table_add(table, "-");
    else
      add_number(table, growth_limit(of, g->base));
    cli_table_add(table, growth_state_text(growth_state(of, g)));
  }
  cli_table_print(table);
}

static bool run_growth(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct licence_args args = {0};
  if (opt_now || opt_base[0] >= 0 || opt_base[1] >= 0 || opt_base[2] >= 0)
    return carry_out(cli, make_base, argv, error);
  struct licence_list *list = cli_read(cli, licence_list_read, &args, error);
  bool ok = list != NULL && (!cli->json || growth_json(list, error));
  if (ok && !cli->json)
    print_growth(list);
  snapshot_free(list);
  return ok;
}

const struct cli_command command_licence_list = {
    .name = "licence list", .args = "", .options = list_options, .run = run_list, .wants_json = true,
    .summary = N_("seats owned, handed out and left")};
const struct cli_command command_licence_set = {
    .name = "licence set", .args = "PRODUCT", .min_args = 1, .max_args = 1, .options = set_options, .run = run_set,
    .wants_json = true, .summary = N_("enters a licence or changes its seats and renewal")};
const struct cli_command command_licence_give = {
    .name = "licence give", .args = "PRODUCT HOLDER", .min_args = 2, .max_args = 2, .run = run_give,
    .wants_json = true, .summary = N_("hands a seat out; refused when none is left")};
const struct cli_command command_licence_take = {
    .name = "licence take", .args = "PRODUCT HOLDER", .min_args = 2, .max_args = 2, .run = run_take,
    .wants_json = true, .summary = N_("takes a seat back")};
const struct cli_command command_licence_remove = {
    .name = "licence remove", .args = "PRODUCT", .min_args = 1, .max_args = 1, .run = run_remove, .wants_json = true,
    .summary = N_("takes a licence off the list, with all its seats")};
const struct cli_command command_renewals = {
    .name = "renewals", .args = "", .options = renewal_options, .run = run_renewals, .wants_json = true,
    .summary = N_("assets, warranties and licences that run out soon, or have")};
const struct cli_command command_growth = {
    .name = "growth", .args = "", .options = growth_options, .run = run_growth, .wants_json = true,
    .summary = N_("numbers of things, seats and kinds against the contract’s base"),
    .detail = N_("Hardware and seats may grow by 20 %, kinds by 5, before the contract is looked at again (6.5 (6) of "
                 "the specification); three quarters of the way it says so. Kinds are those of assets and the licensed "
                 "products.")};
