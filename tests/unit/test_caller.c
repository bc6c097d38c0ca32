/* Who calls, and what is there already: what is found for what is typed. */
#include "desk.h"
#include "toban/intake.h"
#include "toban/lang.h"
#include "toban/transfer.h"

static void import(struct db *db, const char *kind, const char *text)
{
  struct transfer_input input = {.kind = kind, .name = "file", .bytes = text, .length = strlen(text), .by = "sato", .at = NOON};
  GError *error = NULL;
  int64_t rows;
  desk_ok(transfer_import(db, &input, &rows, &error), error);
}

static struct db *people_open(const struct tempdb *temp)
{
  struct db *db = desk_open(temp);
  import(db, "requesters",
         "name,reading,mail,extension,office,language,department,vip\n"
         "田中 太郎,タナカ タロウ,t.tanaka@x.example,2041,1,ja,総務部,\n"
         "田中 花子,タナカ ハナコ,h.tanaka@x.example,2042,12,ja,,所長\n"
         "佐藤 慎一,サトウ シンイチ,,3100,12,ja,,\n"
         "Maria Sato,,maria@x.example,3101,1,en,,\n");
  import(db, "assets", "tag,kind,host,user,office\nPC-0042,pc,lon-pc042,佐藤 慎一,12\nPR-0001,printer,lon-mfp1,,12\n");
  struct ticket_event event = desk_received("会議室の回線が落ちた", NOON - 7200, 1);
  desk_do(db, &event);
  event = desk_received("Printer jams", NOON - 3600, 3);
  event.requester = "田中 花子 (2042)";
  event.lang = "ja";
  desk_do(db, &event);
  event = desk_received("プリンターの紙詰まり", NOON - 1800, 3);
  event.requester = "B. Visitor";
  desk_do(db, &event);
  return db;
}

static struct caller_list *find(struct db *db, const char *text)
{
  struct caller_args args = {.limit = 8};
  GError *error = NULL;
  g_strlcpy(args.text, text, sizeof args.text);
  struct caller_list *list = caller_find_read(db, &args, &error);
  g_assert_no_error(error);
  return list;
}

/* "name@office name@office ..." of what is found. */
static char *found(struct db *db, const char *text)
{
  struct caller_list *list = find(db, text);
  GString *out = g_string_new(NULL);
  for (int i = 0; i < list->rows; i++)
    g_string_append_printf(out, "%s%s%s@%s", i == 0 ? "" : ", ", list->row[i].name, list->row[i].asset,
                           list->row[i].office);
  snapshot_free(list);
  return g_string_free(out, FALSE);
}

static void names_are_found(void)
{
  static const struct { const char *typed, *want; } rows[] = {
      {"田中", "田中 花子@12, 田中 太郎@1"},
      {"太郎", "田中 太郎@1"},
      {"たなか", "田中 花子@12, 田中 太郎@1"},
      {"ﾀﾅｶ ﾊﾅ", "田中 花子@12"},
      {"TANAKA", "田中 花子@12, 田中 太郎@1"},
      {"tana taro", "田中 太郎@1"},
      {"tarou", "田中 太郎@1"},
      {"shin'ichi", "佐藤 慎一@12"},
      {"siniti", "佐藤 慎一@12"},
      {"satoh", "Maria Sato@1, 佐藤 慎一@12"},
      {"2042", "田中 花子@12"},
      {"maria@", "Maria Sato@1"},
      {"h.tanaka", "田中 花子@12"},
      {"総務", "田中 太郎@1"},
      {"tanaka london", "田中 花子@12"},
      {"tanaka ロンドン", "田中 花子@12"},
      {"Rivera", "A. Rivera@12"},
      {"visitor", "B. Visitor@12"},
      {"0042", ""},
      {"pc-0042", "佐藤 慎一PC-0042 lon-pc042@12"},
      {"lon-mfp1", "PR-0001 lon-mfp1@12"},
      {"New York", "@1"},
      {"zzzz", ""},
      {"", ""},
      {"~", ""}};
  struct tempdb temp = tempdb_new();
  struct db *db = people_open(&temp);
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    char *have = found(db, rows[i].typed);
    if (strcmp(rows[i].typed, "0042") == 0)
      g_assert_nonnull(strstr(have, "PC-0042"));
    else
      g_assert_cmpstr(have, ==, rows[i].want);
    g_free(have);
  }
  db_close(db);
  tempdb_free(&temp);
}

/* Once, however often: the list, the tickets with and without the extension; with what is known of him. */
static void a_person_is_there_once(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = people_open(&temp);
  struct caller_list *list = find(db, "hanako");
  g_assert_cmpint(list->rows, ==, 1);
  g_assert_cmpint(list->row[0].source, ==, CALLER_PERSON);
  g_assert_cmpint(list->row[0].tickets, ==, 1);
  g_assert_cmpint(list->row[0].newest, ==, NOON - 3600);
  g_assert_cmpstr(list->row[0].vip, ==, "所長");
  GString *requester = g_string_new(NULL);
  caller_requester(&list->row[0], requester);
  g_assert_cmpstr(requester->str, ==, "田中 花子 (2042)");
  g_string_free(requester, TRUE);
  snapshot_free(list);
  list = find(db, "rivera");
  g_assert_cmpint(list->row[0].source, ==, CALLER_BEFORE);
  g_assert_cmpstr(list->row[0].lang, ==, "en");
  snapshot_free(list);
  list = find(db, "PC-0042");
  g_assert_cmpstr(list->row[0].extension, ==, "3100");
  snapshot_free(list);
  db_close(db);
  tempdb_free(&temp);
}

/* Two of one name at one place are two people. */
static void namesakes_are_two(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = people_open(&temp);
  import(db, "requesters", "name,reading,office,mail\n田中 太郎,タナカ タロウ,1,other@x.example\n");
  char *have = found(db, "tarou");
  g_assert_cmpstr(have, ==, "田中 太郎@1, 田中 太郎@1");
  g_free(have);
  db_close(db);
  tempdb_free(&temp);
}

static char *similar(struct db *db, const char *office, const char *requester, const char *text)
{
  struct similar_args args = {.now = NOON, .limit = 5};
  GError *error = NULL;
  g_strlcpy(args.office, office, sizeof args.office);
  g_strlcpy(args.requester, requester, sizeof args.requester);
  g_strlcpy(args.text, text, sizeof args.text);
  struct similar_list *list = similar_read(db, &args, &error);
  g_assert_no_error(error);
  GString *out = g_string_new(NULL);
  for (int i = 0; i < list->rows; i++)
    g_string_append_printf(out, "%s%s", i == 0 ? "" : ", ", list->row[i].title);
  snapshot_free(list);
  return g_string_free(out, FALSE);
}

static void likely_doubles_are_found(void)
{
  static const struct { const char *office, *requester, *text, *want; } rows[] = {
      {"12", "", "会議室で回線が切れた", "会議室の回線が落ちた"},
      {"12", "", "プリンタ 紙詰まり", "プリンターの紙詰まり"},
      {"12", "", "printer jam", "Printer jams"},
      {"12", "", "勤怠システムにログインできない", ""},
      {"1", "", "会議室で回線が切れた", ""},
      {"12", "A. Rivera", "", "会議室の回線が落ちた"},
      {"12", "A. Rivera (555)", "", "会議室の回線が落ちた"},
      {"1", "A. Rivera", "", ""},
      {"12", "A. Rivera", "紙詰まりです", "プリンターの紙詰まり, 会議室の回線が落ちた"},
      {"", "", "x", ""}};
  struct tempdb temp = tempdb_new();
  struct db *db = people_open(&temp);
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    char *have = similar(db, rows[i].office, rows[i].requester, rows[i].text);
    g_assert_cmpstr(have, ==, rows[i].want);
    g_free(have);
  }
  db_close(db);
  tempdb_free(&temp);
}

static void templates_are_read(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  GError *error = NULL;
  struct template_list *list = template_list_read(db, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(list->rows, ==, 0);
  snapshot_free(list);
  import(db, "templates", "id,category,priority,checklist,name_ja,name_en,title_ja,title_en,body_ja,body_en\n"
                          "a,5.1,2,list,名,name,題,title,\"一\n二\",one\nb,,,,x,x,,,,\n");
  list = template_list_read(db, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(list->rows, ==, 2);
  g_assert_cmpint(list->row[0].priority, ==, 2);
  g_assert_cmpstr(list->row[0].body[LANG_JA], ==, "一\n二");
  g_assert_cmpint(list->row[1].priority, ==, PRIORITY_NONE);
  snapshot_free(list);
  db_close(db);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  lang_set(LANG_EN);
  g_test_add_func("/caller/names", names_are_found);
  g_test_add_func("/caller/once", a_person_is_there_once);
  g_test_add_func("/caller/namesakes", namesakes_are_two);
  g_test_add_func("/caller/similar", likely_doubles_are_found);
  g_test_add_func("/caller/templates", templates_are_read);
  return g_test_run();
}
