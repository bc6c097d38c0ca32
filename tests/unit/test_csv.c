#include <string.h>

#include "toban/csv.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"

static const struct csv_column columns[] = {{"a", true}, {"b", false}, {"c", false}};

/* Each row as "LINE:a|b|c;" so that a test reads like a table. */
static bool collect(const struct csv_row *row, void *user, GError **error)
{
  (void)error;
  g_string_append_printf(user, "%d:%s|%s|%s;", row->line, row->field[0], row->field[1], row->field[2]);
  return true;
}

static void expect_bytes(const char *bytes, size_t length, const char *rows, const char *message)
{
  GString *got = g_string_new(NULL);
  GError *error = NULL;
  bool ok = csv_read("f.csv", bytes, length, columns, G_N_ELEMENTS(columns), collect, got, &error);
  g_assert_cmpstr(error == NULL ? "" : error->message, ==, message);
  g_assert_true(ok == (*message == '\0'));
  if (!ok)
    g_assert_true(error_is(error, TE_DATA));
  g_assert_cmpstr(got->str, ==, rows);
  g_clear_error(&error);
  g_string_free(got, TRUE);
}

static void expect(const char *text, const char *rows, const char *message)
{
  expect_bytes(text, strlen(text), rows, message);
}

static void rows(void)
{
  expect("a,b,c\n1,2,3\n", "2:1|2|3;", "");
  expect("\xef\xbb\xbf" "a,c\r\n1,3\r\n", "2:1||3;", "");
  expect("c,a\nx, y \n", "2:y||x;", "");
  expect("a\n\n\nz", "4:z||;", "");
  expect("a,b\n\"1\n2\",\"say \"\"hi\"\"\"\nx,y\n", "2:1\n2|say \"hi\"|;4:x|y|;", "");
  expect("a\n\"日本,語\"\n", "2:日本,語||;", "");
  expect("a\n'=1+1\n''=x\n'plain\n'\n", "2:=1+1||;3:'=x||;4:'plain||;5:'||;", "");
}

static void refusals(void)
{
  expect("", "", "f.csv:1: the header line is missing");
  expect("b\n1\n", "", "f.csv:1: column “a” is missing");
  expect("a,x\n1,2\n", "", "f.csv:1: unknown column “x”");
  expect("a,a\n1,2\n", "", "f.csv:1: column “a” stands twice");
  expect("a,b\n1,2\n1\n", "2:1|2|;", "f.csv:3: 1 fields where the header has 2");
  expect("a,b\n1,2,3\n", "", "f.csv:2: 3 fields where the header has 2");
  expect("a\n1\n\"open\nand on\n", "2:1||;", "f.csv:3: the quote that opens in this row is never closed");
  expect("a\nx\"y\n", "", "f.csv:2: a quote where none may stand");
  expect("a,b\n1,\xff\n", "", "f.csv:2: column b: not UTF-8");
  expect("\xff,b\n", "", "f.csv:1: column 1: not UTF-8");
  expect_bytes("a\nx\0y\n", 6, "", "f.csv:2: column a: has a NUL byte");
}

static void huge(void)
{
  GString *text = g_string_new("a\nok\n");
  for (int i = 0; i < (1 << 20) + 1; i++)
    g_string_append_c(text, 'x');
  expect(text->str, "2:ok||;", "f.csv:3: column a: longer than a megabyte");
  g_string_truncate(text, 0);
  for (int i = 0; i < 300; i++)
    g_string_append(text, "a,");
  expect(text->str, "", "f.csv:1: column 257: more than 256 fields in a row");
  g_string_free(text, TRUE);
}

static bool first_field(const struct csv_row *row, void *user, GError **error)
{
  (void)error;
  g_ptr_array_add(user, g_strdup(row->field[0]));
  g_ptr_array_add(user, g_strdup(row->field[1]));
  return true;
}

/* What is written is read back, spreadsheet formulas and all. */
static void round_trip(void)
{
  static const char *const hard[] = {"", "plain", " lead", "trail ", "a,b", "a\"b", "line\nend\r\n", "=1+1", "+81-3",
                                     "-5", "@cmd", "\ttab", "\rcr", "'=x", "''=x", "'", "'a", "日本語", "'\"", "\"", "x'=y"};
  GString *out = g_string_new("a,b\n");
  for (size_t i = 0; i < G_N_ELEMENTS(hard); i++)
    csv_write_row(out, (const char *[]){hard[i], "z"}, 2);
  g_assert_null(strstr(out->str, "\n="));
  GPtrArray *back = g_ptr_array_new_with_free_func(g_free);
  GError *error = NULL;
  csv_read("f.csv", out->str, out->len, columns, 2, first_field, back, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(back->len, ==, 2 * G_N_ELEMENTS(hard));
  for (size_t i = 0; i < G_N_ELEMENTS(hard); i++)
    g_assert_cmpstr(back->pdata[2 * i], ==, hard[i]);
  g_ptr_array_free(back, TRUE);
  g_string_free(out, TRUE);
}

static void cp932(void)
{
  static const char bytes[] = "a\n\x93\x8c\x8b\x9e\x87\x40\n"; /* 東京 and NEC's circled one */
  size_t length = 0;
  char *text = csv_from_cp932(bytes, sizeof bytes - 1, &length);
  g_assert_nonnull(text);
  expect_bytes(text, length, "2:東京①||;", "");
  g_free(text);
  g_assert_null(csv_from_cp932("東京", strlen("東京"), &length));
  g_assert_null(csv_from_cp932("\xff\xff", 2, &length));
}

static void whole_files(void)
{
  char *bytes = NULL;
  size_t length = 0;
  GError *error = NULL;
  g_assert_false(file_read_all("/nonexistent/x", 10, &bytes, &length, &error));
  g_assert_true(error_is(error, TE_NOINPUT));
  g_clear_error(&error);
  g_assert_false(file_read_all("/", 10, &bytes, &length, &error));
  g_assert_true(error_is(error, TE_NOINPUT));
  g_clear_error(&error);
  g_assert_false(file_read_all("/dev/zero", 1 << 20, &bytes, &length, &error));
  g_assert_true(error_is(error, TE_DATA));
  g_clear_error(&error);
  g_assert_true(file_read_all("/dev/null", 0, &bytes, &length, &error));
  g_assert_cmpuint(length, ==, 0);
  g_assert_cmpstr(bytes, ==, "");
  g_free(bytes);
}

static void json(void)
{
  GError *error = NULL;
  g_assert_null(json_read("e.jsonl", 7, "{\"a\":1,\"a\":2}", 13, &error));
  g_assert_true(g_str_has_prefix(error->message, "e.jsonl:7: not JSON: duplicate"));
  g_clear_error(&error);
  json_t *bad = json_text("caf\xe9");
  g_assert_cmpstr(json_string_value(bad), ==, "caf\xef\xbf\xbd");
  json_decref(bad);
  json_t *none = json_utc(UTC_NONE);
  g_assert_true(json_is_null(none));
  FILE *full = fopen("/dev/full", "w");
  g_assert_nonnull(full);
  setvbuf(full, NULL, _IONBF, 0);
  g_assert_false(json_print(full, json_pack("[o]", none), &error));
  g_assert_true(error_is(error, TE_FULL));
  g_clear_error(&error);
  fclose(full);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_set(LANG_EN);
  g_test_add_func("/csv/rows", rows);
  g_test_add_func("/csv/refusals", refusals);
  g_test_add_func("/csv/huge", huge);
  g_test_add_func("/csv/round-trip", round_trip);
  g_test_add_func("/csv/cp932", cp932);
  g_test_add_func("/file/whole", whole_files);
  g_test_add_func("/json/helpers", json);
  return g_test_run();
}
