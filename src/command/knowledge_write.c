/* toban knowledge edit, review, publish, retire, vote: one change of an article each. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/knowledge_store.h"

/* A database, who writes, and the article as it is. */
struct work { const struct cli *cli; struct db *db; char *actor; struct knowledge_view *view; };

static bool work_open(struct work *work, const struct cli *cli, const char *id, GError **error)
{
  struct knowledge_one_args args = {.versions = true};
  *work = (struct work){.cli = cli, .db = cli_open(cli, 0, error)};
  work->actor = work->db == NULL ? NULL : cli_actor(cli, work->db, error);
  if (work->actor == NULL || id == NULL)
    return work->actor != NULL;
  g_strlcpy(args.id, id, sizeof args.id);
  work->view = knowledge_view_read(work->db, &args, error);
  return work->view != NULL;
}

static void work_close(struct work *work)
{
  snapshot_free(work->view);
  g_free(work->actor);
  db_close(work->db);
}

/* Runs and frees the command; its result on stdout. */
static bool carry_out(struct work *work, struct command *take_command, GError **error)
{
  struct command_outcome outcome;
  bool done = command_run(work->db, take_command, &outcome, error);
  command_free(take_command);
  if (done && outcome.result == COMMAND_CONFLICT) {
    error_set(error, TE_BUSY, "%s", outcome.conflict);
    return false;
  }
  if (done && work->cli->json)
    return cli_json(json_pack("{s:s, s:I}", "id", outcome.ticket, "revision", (json_int_t)outcome.revision), error);
  if (done)
    puts(outcome.ticket);
  return done;
}

/* --- edit ---------------------------------------------------------------------------------------------------- */
static char *opt_category, *opt_use_case, *opt_offices, *opt_side[LANG_COUNT][3], *opt_ticket;
static char **opt_links;
static int opt_version;
static gint64 opt_revision;
static gboolean opt_draft;
static const GOptionEntry edit_options[] = {
    {"use-case", 0, 0, G_OPTION_ARG_STRING, &opt_use_case, N_("the situation, in the asker’s words"), "TEXT"},
    {"category", 0, 0, G_OPTION_ARG_STRING, &opt_category, N_("a code of table 3-4, like 5.1"), "CODE"},
    {"offices", 0, 0, G_OPTION_ARG_STRING, &opt_offices, N_("for these alone, joined by semicolons"), "IDS"},
    {"link", 0, 0, G_OPTION_ARG_STRING_ARRAY, &opt_links, N_("an address to read on; may be given again"), "URL"},
    {"question-ja", 0, 0, G_OPTION_ARG_STRING, &opt_side[LANG_JA][0], N_("the question in Japanese"), "TEXT"},
    {"answer-ja", 0, 0, G_OPTION_ARG_STRING, &opt_side[LANG_JA][1], N_("the answer in Japanese"), "TEXT"},
    {"steps-ja", 0, 0, G_OPTION_ARG_STRING, &opt_side[LANG_JA][2], N_("the steps in Japanese, one a line"), "TEXT"},
    {"question-en", 0, 0, G_OPTION_ARG_STRING, &opt_side[LANG_EN][0], N_("the question in English"), "TEXT"},
    {"answer-en", 0, 0, G_OPTION_ARG_STRING, &opt_side[LANG_EN][1], N_("the answer in English"), "TEXT"},
    {"steps-en", 0, 0, G_OPTION_ARG_STRING, &opt_side[LANG_EN][2], N_("the steps in English, one a line"), "TEXT"},
    {"back-to", 0, 0, G_OPTION_ARG_INT, &opt_version, N_("begin with the words of this earlier version"), "N"},
    {"ticket", 0, 0, G_OPTION_ARG_STRING, &opt_ticket,
     N_("a new one from this ticket: its category and the desk’s own notes"), "KEY"},
    {"draft", 0, 0, G_OPTION_ARG_NONE, &opt_draft, N_("only take it back to a draft"), NULL},
    {"revision", 0, 0, G_OPTION_ARG_INT64, &opt_revision, N_("only if the article has still this revision"), "N"},
    {NULL}};

static const struct knowledge empty = {.category = "", .use_case = "", .offices = "", .links = "", .source = "",
                                       .side = {{"", "", "", UTC_NONE}, {"", "", "", UTC_NONE}}};

static void take_options(struct knowledge *article, char **links)
{
  const struct { const char *option, **field; } fields[] = {
      {opt_category, &article->category}, {opt_use_case, &article->use_case}, {opt_offices, &article->offices}};
  for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
    if (fields[i].option != NULL)
      *fields[i].field = fields[i].option;
  for (int lang = 0; lang < LANG_COUNT; lang++) {
    const char **const texts[] = {&article->side[lang].question, &article->side[lang].answer,
                                  &article->side[lang].steps};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
      if (opt_side[lang][i] != NULL)
        *texts[i] = opt_side[lang][i];
    article->side[lang].at = UTC_NONE; /* settled where it is written */
  }
  if (opt_links != NULL)
    article->links = *links = g_strjoinv("\n", opt_links);
}

static bool base_of(const struct work *work, struct knowledge *out, GError **error)
{
  *out = work->view == NULL ? empty : work->view->row.a;
  if (opt_version == 0)
    return true;
  for (int i = 0; work->view != NULL && i < work->view->versions; i++)
    if (work->view->version[i].number == opt_version) {
      const char *id = out->id;
      *out = work->view->version[i].a;
      out->id = id;
      return true;
    }
  error_set(error, TE_NOINPUT, _("there is no version %d"), opt_version);
  return false;
}

static bool save_words(struct work *work, GError **error)
{
  struct knowledge article;
  char *links = NULL;
  if (!base_of(work, &article, error))
    return false;
  take_options(&article, &links);
  bool done = carry_out(work, knowledge_save(work->actor, clock_now(), opt_revision, &article), error);
  g_free(links);
  return done;
}

static bool save_from_ticket(struct work *work, GError **error)
{
  struct ticket_args args = {.now = clock_now()};
  g_strlcpy(args.key, opt_ticket, sizeof args.key);
  struct reference *ref = reference_read(work->db, NULL, error);
  struct ticket_view *view = ref == NULL ? NULL : ticket_view_read(work->db, &args, error);
  bool done = view != NULL && carry_out(work, knowledge_from_ticket(work->actor, args.now, ref, view), error);
  snapshot_free(view);
  reference_free(ref);
  return done;
}

static bool run_edit(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct work work;
  const char *id = argc > 0 ? argv[0] : NULL;
  if (id == NULL && (opt_version != 0 || opt_draft)) {
    error_set(error, TE_USAGE, _("name the article"));
    return false;
  }
  bool done = work_open(&work, cli, id, error);
  if (done && opt_draft)
    done = carry_out(&work, knowledge_move(work.actor, clock_now(), opt_revision, id, KNOWLEDGE_DRAFT), error);
  else if (done && opt_ticket != NULL)
    done = save_from_ticket(&work, error);
  else
    done = done && save_words(&work, error);
  work_close(&work);
  return done;
}

/* --- review, publish, retire, vote ------------------------------------------------------------------------------ */
static char **opt_allow;
static const GOptionEntry review_options[] = {
    {"allow", 0, 0, G_OPTION_ARG_STRING_ARRAY, &opt_allow,
     N_("words that were found and may stay; may be given again"), "WORDS"},
    {NULL}};

/* With --allow the state stays. */
static bool run_review(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct work work;
  (void)argc;
  bool done = work_open(&work, cli, argv[0], error);
  if (done && opt_allow != NULL) {
    g_autofree char *words = g_strjoinv("\n", opt_allow);
    done = carry_out(&work, knowledge_allow(work.actor, clock_now(), argv[0], words), error);
  } else if (done) {
    done = carry_out(&work, knowledge_move(work.actor, clock_now(), 0, argv[0], KNOWLEDGE_REVIEW), error);
  }
  work_close(&work);
  return done;
}

static gboolean opt_internal;
static char *opt_out;
static const GOptionEntry publish_options[] = {
    {"out", 0, 0, G_OPTION_ARG_FILENAME, &opt_out, N_("writes all public articles there, as a site of static files"),
     "DIR"},
    {"internal", 0, 0, G_OPTION_ARG_NONE, &opt_internal, N_("for the desk alone (else for users)"), NULL}, {NULL}};

static bool move(const struct cli *cli, const char *id, enum knowledge_status to, GError **error)
{
  struct work work;
  bool done = work_open(&work, cli, id, error) &&
              carry_out(&work, knowledge_move(work.actor, clock_now(), 0, id, to), error);
  work_close(&work);
  return done;
}

static bool run_publish(const struct cli *cli, int argc, char **argv, GError **error)
{
  if ((argc > 0) == (opt_out != NULL)) {
    error_set(error, TE_USAGE, _("name an article, or a folder with --out"));
    return false;
  }
  if (opt_out != NULL)
    return knowledge_publish_site(cli, opt_out, error);
  return move(cli, argv[0], opt_internal ? KNOWLEDGE_INTERNAL : KNOWLEDGE_PUBLIC, error);
}

static bool run_retire(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return move(cli, argv[0], KNOWLEDGE_RETIRED, error);
}

static gboolean opt_did_not;
static const GOptionEntry vote_options[] = {
    {"not", 0, 0, G_OPTION_ARG_NONE, &opt_did_not, N_("it did not help"), NULL},
    {"ticket", 0, 0, G_OPTION_ARG_STRING, &opt_ticket, N_("in this ticket"), "KEY"},
    {NULL}};

static bool run_vote(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct work work;
  (void)argc;
  bool done = work_open(&work, cli, argv[0], error) &&
              carry_out(&work, knowledge_vote(work.actor, clock_now(), argv[0], !opt_did_not, opt_ticket), error);
  work_close(&work);
  return done;
}

const struct cli_command command_knowledge_edit = {
    .name = "knowledge edit", .args = "[ID]", .max_args = 1, .options = edit_options, .run = run_edit,
    .wants_json = true, .summary = N_("writes an article, or a new one; it is a draft then"),
    .detail = N_("What is not named stays as it is. Every version is kept; --back-to takes an earlier one again.")};
const struct cli_command command_knowledge_review = {
    .name = "knowledge review", .args = "ID", .min_args = 1, .max_args = 1, .options = review_options,
    .run = run_review, .wants_json = true, .summary = N_("gives a draft to review, or allows words that were found")};
const struct cli_command command_knowledge_publish = {
    .name = "knowledge publish", .args = "[ID]", .max_args = 1, .options = publish_options,
    .run = run_publish, .wants_json = true,
    .summary = N_("publishes an article after its review; with --out, all public ones as a web site"),
    .detail = N_("Names, addresses, telephone numbers, host names and numbers of things in it block it, until each is "
                 "taken out or allowed (knowledge review --allow).")};
const struct cli_command command_knowledge_retire = {
    .name = "knowledge retire", .args = "ID", .min_args = 1, .max_args = 1, .run = run_retire, .wants_json = true,
    .summary = N_("takes an article out of use")};
const struct cli_command command_knowledge_vote = {
    .name = "knowledge vote", .args = "ID", .min_args = 1, .max_args = 1, .options = vote_options, .run = run_vote,
    .wants_json = true, .summary = N_("it helped, or did not")};
