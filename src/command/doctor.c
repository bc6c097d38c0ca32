/* toban doctor: what is wrong with this installation, and how to mend it. */
#include "doctor.h"

#include <stdio.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/lang.h"

static void finding_clear(void *data)
{
  struct finding *finding = data;
  g_free(finding->text);
  g_free(finding->remedy);
}

void doctor_add(struct doctor *doctor, enum finding_level level, const char *check, const char *remedy,
                const char *format, ...)
{
  va_list args;
  va_start(args, format);
  struct finding finding = {.level = level, .check = check, .text = g_strdup_vprintf(format, args),
                            .remedy = g_strdup(remedy)};
  va_end(args);
  g_array_append_val(doctor->findings, finding);
}

static const char *level_id(enum finding_level level)
{
  static const char *const ids[] = {"ok", "warning", "fault"};
  return ids[level];
}

static const char *level_text(enum finding_level level)
{
  static const char *const texts[] = {NC_("finding", "ok"), NC_("finding", "warning"), NC_("finding", "FAULT")};
  return lang_text_context(texts[level]);
}

static bool print_json(const struct doctor *doctor, GError **error)
{
  json_t *list = json_array();
  for (guint i = 0; i < doctor->findings->len; i++) {
    const struct finding *f = &g_array_index(doctor->findings, struct finding, i);
    json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s?}", "check", f->check, "state", level_id(f->level),
                                          "text", f->text, "remedy", f->remedy));
  }
  return cli_json(list, error);
}

static void print_text(const struct doctor *doctor)
{
  static const char *const titles[] = {"", "", ""};
  struct cli_table *table = cli_table_new(titles, 3);
  for (guint i = 0; i < doctor->findings->len; i++) {
    const struct finding *f = &g_array_index(doctor->findings, struct finding, i);
    cli_table_add(table, level_text(f->level));
    cli_table_add(table, f->check);
    cli_table_add(table, f->text);
    if (f->remedy != NULL) {
      char *remedy = g_strconcat("-> ", f->remedy, NULL);
      cli_table_add(table, "");
      cli_table_add(table, "");
      cli_table_add(table, remedy);
      g_free(remedy);
    }
  }
  cli_table_print(table);
}

static bool run(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct doctor doctor = {.cli = cli, .findings = g_array_new(FALSE, FALSE, sizeof(struct finding))};
  g_array_set_clear_func(doctor.findings, finding_clear);
  doctor_machine(&doctor);
  doctor_database(&doctor);
  int faults = 0;
  for (guint i = 0; i < doctor.findings->len; i++)
    faults += g_array_index(doctor.findings, struct finding, i).level == FINDING_FAULT;
  bool ok = true;
  if (cli->json)
    ok = print_json(&doctor, error);
  else
    print_text(&doctor);
  g_array_free(doctor.findings, TRUE);
  if (ok && faults > 0) {
    error_set(error, TE_NO, lang_plural("%d fault", "%d faults", (unsigned long)faults), faults);
    ok = false;
  }
  return ok;
}

const struct cli_command command_doctor = {
    .name = "doctor", .args = "", .run = run, .wants_json = true,
    .summary = N_("what is wrong with this installation, and how to mend it; exit status 1 when something is")};
