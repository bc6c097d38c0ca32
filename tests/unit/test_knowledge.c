/* Articles: their states, what the scrubber finds, the way from a draft to users and back, versions, import and export,
 * suggestions, the draft from a ticket that holds no word of the exchange. */
#include "desk.h"
#include "toban/find.h"
#include "toban/knowledge_store.h"
#include "toban/search.h"
#include "toban/transfer.h"
#include "toban/verify.h"

/* --- rules ------------------------------------------------------------------------------------------------- */
static void states(void)
{
  static const char *const may[] = {"draft>review", "draft>retired", "review>draft", "review>internal", "review>public",
                                    "review>retired", "internal>draft", "internal>public", "internal>retired",
                                    "public>draft", "public>internal", "public>retired", "retired>draft"};
  int found = 0;
  for (int from = 0; from < KNOWLEDGE_STATUSES; from++)
    for (int to = 0; to < KNOWLEDGE_STATUSES; to++) {
      g_autofree char *edge = g_strdup_printf("%s>%s", knowledge_status_id((enum knowledge_status)from),
                                              knowledge_status_id((enum knowledge_status)to));
      bool listed = false;
      for (size_t i = 0; i < G_N_ELEMENTS(may); i++)
        listed = listed || strcmp(may[i], edge) == 0;
      g_assert_cmpint(listed, ==, knowledge_status_may((enum knowledge_status)from, (enum knowledge_status)to));
      found += listed;
    }
  g_assert_cmpint(found, ==, (int)G_N_ELEMENTS(may));
}

/* A missing language is shown in the other one, and says so. */
static void sides(void)
{
  struct knowledge a = {.id = "a", .category = "", .use_case = "", .offices = "", .links = "", .source = "",
                        .side = {{"紙詰まり", "", "", 10}, {"", "", "", 20}}};
  GString *out = g_string_new(NULL);
  g_assert_cmpint(knowledge_shown(&a, LANG_EN), ==, LANG_JA);
  knowledge_title(&a, LANG_EN, out);
  g_assert_cmpstr(out->str, ==, "[日本語] 紙詰まり");
  g_assert_cmpint(knowledge_older(&a), ==, -1);
  a.side[LANG_EN].question = "Paper jam";
  g_assert_cmpint(knowledge_older(&a), ==, LANG_JA);
  g_string_truncate(out, 0);
  knowledge_title(&a, LANG_EN, out);
  g_assert_cmpstr(out->str, ==, "Paper jam");
  g_string_free(out, TRUE);
}

static void scrubs(void)
{
  static const char *const rows[][2] = {
    {"連絡先は taro.mihon@example.co.jp まで", "mail:taro.mihon@example.co.jp"},
    {"電話03-1234-5678、または +81 (0)3 1234 5678", "phone:03-1234-5678 phone:+81 (0)3 1234 5678"},
    {"内線 4321 へ、ext. 77", "phone:内線 4321 phone:ext. 77"},
    {"tokyo-pc001とfs01.example.jpを再起動", "host:tokyo-pc001 host:fs01.example.jp"},
    {"\\\\tokyo-fs\\share を開く", "host:\\\\tokyo-fs"},
    {"192.0.2.17 と 2001:db8:0:1::5 へ ping", "address:192.0.2.17 address:2001:db8:0:1::5"},
    {"案件261122-0001を参照", "ticket:261122-0001"},
    {"札 PC-00123 の機器", "tag:PC-00123"},
    {"見本 五月さんに、仮置様も", "name:見本 五月さん name:仮置様"},
    {"ask Mr. Sample or Dr Ex Ample", "name:Mr. Sample name:Dr Ex Ample"},
    {"お客様と利用者様、皆様へ", ""},
    {"3つの手順: 1. 電源を切る 2. 10分待つ。 Windows 11 の 2026年11月24日版", ""},
    {"Press F12, then Ctrl-Alt-Del. See chapter 4.2", ""},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    GArray *found = g_array_new(FALSE, FALSE, sizeof(struct scrub_finding));
    GString *got = g_string_new(NULL);
    scrub_find(rows[i][0], found);
    for (guint j = 0; j < found->len; j++) {
      const struct scrub_finding *f = &g_array_index(found, struct scrub_finding, j);
      g_string_append_printf(got, "%s%s:%.*s", j == 0 ? "" : " ", scrub_kind_id(f->kind), (int)(f->to - f->from),
                             rows[i][0] + f->from);
    }
    g_assert_cmpstr(got->str, ==, rows[i][1]);
    g_string_free(got, TRUE);
    g_array_free(found, TRUE);
  }
}

/* --- in a database ------------------------------------------------------------------------------------------- */
struct world { struct tempdb temp; struct db *db; };

static void set_up(struct world *w, gconstpointer unused)
{
  (void)unused;
  w->temp = tempdb_new();
  w->db = desk_open(&w->temp);
}

static void tear_down(struct world *w, gconstpointer unused)
{
  (void)unused;
  db_close(w->db);
  tempdb_free(&w->temp);
}

/* Runs and frees; code -1: it must be done. */
static struct command_outcome tell(struct world *w, struct command *command, int code)
{
  struct command_outcome outcome = {0};
  GError *error = NULL;
  bool done = command_run(w->db, command, &outcome, &error);
  command_free(command);
  if (code < 0)
    g_assert_no_error(error);
  else
    assert_error(error, code);
  g_assert_cmpint(done, ==, code < 0);
  return outcome;
}

static struct knowledge article(const char *id, const char *question, const char *answer)
{
  return (struct knowledge){.id = id, .category = "5.1", .use_case = "つながらない", .offices = "", .links = "",
                            .source = "", .side = {{question, answer, "", UTC_NONE}, {"", "", "", UTC_NONE}}};
}

static char *create(struct world *w, const char *question, const char *answer)
{
  struct knowledge a = article(NULL, question, answer);
  return g_strdup(tell(w, knowledge_save("sato", NOON, 0, &a), -1).ticket);
}

static struct knowledge_view *view(struct world *w, const char *id)
{
  struct knowledge_one_args args = {.versions = true};
  GError *error = NULL;
  g_strlcpy(args.id, id, sizeof args.id);
  struct knowledge_view *got = knowledge_view_read(w->db, &args, &error);
  g_assert_no_error(error);
  return got;
}

static int64_t differences(struct world *w)
{
  struct verify_report report;
  GError *error = NULL;
  verify_report_init(&report);
  desk_ok(verify_run(w->db, &report, &error), error);
  int64_t found = report.differences;
  verify_report_clear(&report);
  return found;
}

static int hits(struct world *w, const char *text)
{
  struct search_args args = {.kinds = 1u << SEARCH_KNOWLEDGE_KIND, .limit = 10};
  GError *error = NULL;
  g_strlcpy(args.text, text, sizeof args.text);
  struct search_result *result = search_read(w->db, &args, &error);
  g_assert_no_error(error);
  int found = result->hits;
  snapshot_free(result);
  return found;
}

static void move(struct world *w, const char *id, enum knowledge_status to, int code)
{
  tell(w, knowledge_move("sato", NOON + 60, 0, id, to), code);
}

static void published(struct world *w, gconstpointer unused)
{
  (void)unused;
  g_autofree char *id = create(w, "回線が切れるときは", "見本さん (a@example.jp) に聞く");
  move(w, id, KNOWLEDGE_PUBLIC, TE_DATA); /* not without review */
  move(w, id, KNOWLEDGE_REVIEW, -1);
  move(w, id, KNOWLEDGE_PUBLIC, TE_DATA); /* a name, an address */
  move(w, id, KNOWLEDGE_INTERNAL, TE_DATA);
  tell(w, knowledge_allow("sato", NOON, id, "ａ@EXAMPLE.jp"), -1);
  move(w, id, KNOWLEDGE_PUBLIC, TE_DATA); /* the name is left */
  tell(w, knowledge_allow("sato", NOON, id, "見本さん"), -1);
  tell(w, knowledge_move("yamada", NOON, 0, id, KNOWLEDGE_PUBLIC), -1);
  g_assert_cmpint(hits(w, "切れる"), ==, 1);
  struct knowledge a = article(id, "回線が切れるときは", "線を差し直す");
  tell(w, knowledge_save("yamada", NOON + 90, 0, &a), -1);
  struct knowledge_view *got = view(w, id);
  g_assert_cmpint(got->row.a.status, ==, KNOWLEDGE_DRAFT); /* what is new is looked at anew */
  g_assert_cmpint(got->versions, ==, 2);
  g_assert_cmpstr(got->version[1].a.side[LANG_JA].answer, ==, "見本さん (a@example.jp) に聞く");
  struct knowledge before = got->version[1].a;
  before.id = id;
  tell(w, knowledge_save("sato", NOON + 95, got->row.revision, &before), -1);
  snapshot_free(got);
  g_assert_cmpint(hits(w, "差し直す"), ==, 0);
  g_assert_cmpint(hits(w, "聞く"), ==, 1);
  move(w, id, KNOWLEDGE_RETIRED, -1);
  g_assert_cmpint(hits(w, "切れる"), ==, 0);
  g_assert_cmpint(differences(w), ==, 0);
}

static void refused(struct world *w, gconstpointer unused)
{
  (void)unused;
  g_autofree char *id = create(w, "回線", "");
  move(w, id, KNOWLEDGE_REVIEW, TE_DATA); /* no answer */
  move(w, "nothing", KNOWLEDGE_REVIEW, TE_DATA);
  struct knowledge a = article("nothing", "q", "a");
  tell(w, knowledge_save("sato", NOON, 0, &a), TE_DATA);
  a = article(id, "回線", "線");
  tell(w, knowledge_save("chief", NOON, 0, &a), -1);
  g_assert_cmpint(tell(w, knowledge_save("sato", NOON, 1, &a), -1).result, ==, COMMAND_CONFLICT);
  tell(w, knowledge_move("nobody", NOON, 0, id, KNOWLEDGE_REVIEW), TE_PERMISSION);
  move(w, id, KNOWLEDGE_REVIEW, -1);
  desk_person(w->db, "ken", "agent");
  tell(w, knowledge_move("ken", NOON, 0, id, KNOWLEDGE_PUBLIC), TE_PERMISSION);
  tell(w, knowledge_vote("ken", NOON, id, true, NULL), -1);
  tell(w, knowledge_vote("ken", NOON, id, false, NULL), -1);
  struct knowledge_view *got = view(w, id);
  g_assert_cmpint(got->row.helped, ==, 1);
  g_assert_cmpint(got->row.useless, ==, 1);
  g_assert_cmpint(got->row.a.status, ==, KNOWLEDGE_REVIEW);
  snapshot_free(got);
}

/* The time of a side is that of its last change. */
static void times(struct world *w, gconstpointer unused)
{
  (void)unused;
  g_autofree char *id = create(w, "回線", "線");
  struct knowledge a = article(id, "回線", "線");
  a.side[LANG_EN].question = "Line";
  tell(w, knowledge_save("sato", NOON + 100, 0, &a), -1);
  struct knowledge_view *got = view(w, id);
  g_assert_cmpint(got->row.a.side[LANG_JA].at, ==, NOON);
  g_assert_cmpint(got->row.a.side[LANG_EN].at, ==, NOON + 100);
  g_assert_cmpint(knowledge_older(&got->row.a), ==, LANG_JA);
  snapshot_free(got);
}

static void people_and_things(struct world *w, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
  struct ticket_event event = desk_received("x", NOON, 2);
  event.requester = "仮置 六花";
  desk_do(w->db, &event);
  static const char csv[] = "tag,kind,host,serial,user,office\nQ7,pc,,,,tokyo\nZ12,pc,,,,tokyo\n";
  struct transfer_input input = {.kind = "assets", .name = "f", .bytes = csv, .length = sizeof csv - 1, .by = "sato",
                                 .at = NOON};
  int64_t rows;
  desk_ok(transfer_import(w->db, &input, &rows, &error), error);
  g_autofree char *id = create(w, "回線", "仮置六花の Z12 を見る");
  struct knowledge_view *got = view(w, id);
  g_assert_cmpint(got->findings, ==, 2);
  g_assert_cmpint(got->finding[0].kind, ==, SCRUB_NAME);
  g_assert_cmpstr(got->finding[1].words, ==, "Z12");
  snapshot_free(got);
}

/* --- import and export --------------------------------------------------------------------------------------- */
static const char lines[] =
    "{\"id\":\"a\",\"category\":\"5.1\",\"use_case\":\"印刷できない\",\"status\":\"public\",\"ja\":{\"question\":\"印刷\","
    "\"answer\":\"紙を\\n入れる <b>\",\"updated_at\":\"2026-10-01T00:00:00Z\"},\"en\":{\"question\":\"Printing\",\"answer\":"
    "\"Add paper\",\"updated_at\":\"2026-09-01T00:00:00Z\"}}\n"
    "{\"id\":\"b\",\"category\":\"\",\"use_case\":\"\",\"status\":\"draft\",\"ja\":null,\"en\":{\"question\":\"Only English\","
    "\"answer\":\"Call a@example.jp\",\"steps\":\"1\\n2\",\"updated_at\":\"2026-09-01T00:00:00Z\"},\"offices\":[\"12\",\"tokyo\"],"
    "\"links\":[\"https://example.org/\"]}\n"
    "{\"id\":\"c\",\"category\":\"\",\"use_case\":\"\",\"status\":\"internal\",\"ja\":{\"question\":\"内部\",\"answer\":\"仮置様へ\","
    "\"updated_at\":\"2026-09-01T00:00:00Z\"},\"en\":null}\n";

static bool import(struct world *w, const char *text, GError **error)
{
  struct transfer_input input = {.kind = "knowledge", .name = "k.jsonl", .bytes = text, .length = strlen(text),
                                 .at = NOON, .by = "sato"};
  int64_t rows;
  return transfer_import(w->db, &input, &rows, error);
}

static char *export(struct world *w)
{
  char *bytes = NULL;
  size_t length;
  GError *error = NULL;
  FILE *out = open_memstream(&bytes, &length);
  desk_ok(transfer_export(w->db, "sato", "knowledge", FORMAT_JSONL, out, &error), error);
  fclose(out);
  return bytes;
}

static void round_trip(struct world *w, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
  desk_ok(import(w, lines, &error), error);
  char *out = export(w);
  g_assert_cmpstr(out, ==, lines);
  int64_t events = desk_count(w->db, "SELECT count(*) FROM event");
  desk_ok(import(w, out, &error), error);
  g_assert_cmpint(desk_count(w->db, "SELECT count(*) FROM event"), ==, events); /* nothing new */
  free(out);
  struct knowledge_view *got = view(w, "c");
  g_assert_cmpint(got->findings, ==, 0); /* who may publish imported it */
  snapshot_free(got);
  g_assert_cmpint(differences(w), ==, 0);
  desk_ok(verify_rebuild(w->db, &error), error);
  g_assert_cmpint(differences(w), ==, 0);
  g_assert_cmpint(hits(w, "ｐaper"), ==, 1);
  g_assert_cmpint(desk_count(w->db, "SELECT count(*) FROM knowledge"), ==, 3);
}

static void bad_imports(struct world *w, gconstpointer unused)
{
  (void)unused;
  static const char *const rows[] = {
    "{\"id\":\"a\"}", "{\"id\":\"\",\"status\":\"draft\"}", "{\"id\":\"a\",\"status\":\"published\"}",
    "{\"id\":\"a\",\"status\":\"public\",\"ja\":null,\"en\":null}", "{\"id\":\"a\",\"status\":\"draft\",\"ja\":[]}",
    "{\"id\":\"a\",\"status\":\"draft\",\"ja\":{\"question\":1}}", "{\"id\":\"a\",\"status\":\"draft\",\"ja\":{\"words\":\"x\"}}",
    "{\"id\":\"a\",\"status\":\"draft\",\"ja\":{\"question\":\"x\",\"updated_at\":\"yesterday\"}}",
    "{\"id\":\"a b\",\"status\":\"draft\"}", "{\"id\":\"a\",\"status\":\"draft\",\"colour\":\"x\"}",
    "{\"id\":\"a\",\"status\":\"draft\",\"links\":\"x\"}",
    "{\"id\":\"a\",\"status\":\"draft\"}\n{\"id\":\"a\",\"status\":\"draft\"}", "[1]", "{",
  };
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    GError *error = NULL;
    if (import(w, rows[i], &error))
      g_error("taken: %s", rows[i]);
    assert_error(error, TE_DATA);
    g_assert_cmpint(desk_count(w->db, "SELECT count(*) FROM knowledge"), ==, 0);
  }
}

/* --- suggestions, tickets ------------------------------------------------------------------------------------- */
static char *suggested(struct world *w, const char *words, const char *category)
{
  struct suggest_args args = {.limit = 3};
  GError *error = NULL;
  g_strlcpy(args.words, words, sizeof args.words);
  g_strlcpy(args.category, category, sizeof args.category);
  struct suggest_list *list = knowledge_suggest_read(w->db, &args, &error);
  g_assert_no_error(error);
  GString *ids = g_string_new(NULL);
  for (int i = 0; i < list->rows; i++)
    g_string_append(ids, list->row[i].id);
  snapshot_free(list);
  return g_string_free(ids, FALSE);
}

static void suggests(struct world *w, gconstpointer unused)
{
  (void)unused;
  static const char articles[] =
      "{\"id\":\"p\",\"category\":\"3\",\"use_case\":\"印刷できない\",\"status\":\"internal\",\"ja\":{\"question\":"
      "\"複合機で紙詰まりが繰り返すときは\",\"answer\":\"ローラーを拭く\"},\"en\":{\"question\":\"Paper jams again and again\","
      "\"answer\":\"Clean the rollers\"}}\n"
      "{\"id\":\"v\",\"category\":\"5.1\",\"use_case\":\"外からつなぐ\",\"status\":\"public\",\"ja\":{\"question\":"
      "\"VPN接続が切れる\",\"answer\":\"再接続する\"}}\n"
      "{\"id\":\"d\",\"category\":\"5.1\",\"use_case\":\"\",\"status\":\"draft\",\"ja\":{\"question\":\"VPN接続\",\"answer\":\"x\"}}\n";
  static const char *const rows[][2] = {{"複合機の紙詰まり", "p"}, {"ｖｐｎ接続できません", "v"}, {"paper jam", "p"},
                                        {"給与明細が見られない", ""}, {"", ""}, {"紙", ""}};
  GError *error = NULL;
  desk_ok(import(w, articles, &error), error);
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *got = suggested(w, rows[i][0], "");
    g_assert_cmpstr(got, ==, rows[i][1]);
  }
}

static void from_ticket(struct world *w, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
  struct ticket_event event = desk_received("秘密の題名", NOON, 2);
  event.body = "利用者の言葉";
  event.requester = "仮置 六花";
  struct command_outcome outcome = desk_do(w->db, &event);
  event = desk_event(outcome.ticket, EVENT_ANSWERED, NOON + 1, NULL);
  event.channel = CHANNEL_MAIL;
  event.body = "返事の言葉";
  desk_do(w->db, &event);
  event = desk_event(outcome.ticket, EVENT_NOTE, NOON + 2, NULL);
  event.body = "線を差し直した";
  desk_do(w->db, &event);
  struct ticket_args args = {.now = NOON + 3};
  g_strlcpy(args.key, outcome.ticket, sizeof args.key);
  struct ticket_view *ticket = ticket_view_read(w->db, &args, &error);
  struct reference *ref = reference_read(w->db, NULL, &error);
  g_assert_no_error(error);
  struct command_outcome made = tell(w, knowledge_from_ticket("sato", NOON + 3, ref, ticket), -1);
  struct knowledge_view *got = view(w, made.ticket);
  const struct knowledge *a = &got->row.a;
  g_assert_cmpstr(a->side[LANG_JA].answer, ==, "線を差し直した");
  g_assert_cmpstr(a->side[LANG_JA].question, ==, "");
  g_assert_cmpstr(a->use_case, ==, "回線");
  g_assert_cmpstr(a->source, ==, outcome.ticket);
  g_assert_cmpint(a->status, ==, KNOWLEDGE_DRAFT);
  static const char *const never[] = {"秘密の題名", "利用者の言葉", "返事の言葉", "仮置"};
  for (size_t i = 0; i < G_N_ELEMENTS(never); i++)
    g_assert_cmpint(hits(w, never[i]), ==, 0);
  char *out = export(w);
  for (size_t i = 0; i < G_N_ELEMENTS(never); i++)
    g_assert_null(strstr(out, never[i]));
  g_assert_null(strstr(out, outcome.ticket));
  free(out);
  snapshot_free(got);
  snapshot_free(ticket);
  reference_free(ref);
}

int main(int argc, char **argv)
{
  g_setenv("TOBAN_MIGEMO", "", TRUE);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/knowledge/states", states);
  g_test_add_func("/knowledge/edge-54-sides", sides);
  g_test_add_func("/scrub/known", scrubs);
#define ADD(name, function) g_test_add("/knowledge/" name, struct world, NULL, set_up, function, tear_down)
  ADD("published", published);
  ADD("refused", refused);
  ADD("times", times);
  ADD("people-and-things", people_and_things);
  ADD("round-trip", round_trip);
  ADD("bad-imports", bad_imports);
  ADD("suggests", suggests);
  ADD("from-ticket", from_ticket);
  return g_test_run();
}
