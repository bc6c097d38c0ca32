/* Passwords, asked of the host: a PAM service of our own that knows one. */
#include <stdio.h>
#include <sys/stat.h>

#include "tempdb.h"
#include "toban/authenticate.h"
#include "toban/lang.h"

G_GNUC_PRINTF(4, 5)
static void write_file(const struct tempdb *temp, const char *name, unsigned mode, const char *format, ...)
{
  va_list args;
  char *path = g_build_filename(temp->folder, name, NULL);
  va_start(args, format);
  char *text = g_strdup_vprintf(format, args);
  va_end(args);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  g_assert_cmpint(chmod(path, mode), ==, 0);
  g_free(text);
  g_free(path);
}

static void services(const struct tempdb *temp)
{
  write_file(temp, "check", 0700, "#!/bin/sh\nread -r word\n[ \"$PAM_USER\" = hanako ] && [ \"$word\" = '%s' ]\n", "合言葉 1");
  write_file(temp, "one", 0600, "auth required pam_exec.so expose_authtok quiet %s/check\naccount required pam_permit.so\n",
             temp->folder);
  write_file(temp, "expired", 0600, "auth required pam_permit.so\naccount required pam_deny.so\n");
  write_file(temp, "never", 0600, "auth required pam_deny.so\naccount required pam_permit.so\n");
}

static void passwords(void)
{
  struct tempdb temp = tempdb_new();
  static const struct { const char *service, *login, *word; bool right; } tries[] = {
      {"one", "hanako", "合言葉 1", true}, {"one", "hanako", "合言葉 2", false}, {"one", "hanako", "", false},
      {"one", "ken", "合言葉 1", false},   {"expired", "hanako", "x", false},    {"never", "hanako", "合言葉 1", false},
  };
  services(&temp);
  for (size_t i = 0; i < G_N_ELEMENTS(tries); i++) {
    GError *error = NULL;
    bool right = authenticate_with(temp.folder, tries[i].service, tries[i].login, tries[i].word, &error);
    g_test_message("%zu: %s", i, error == NULL ? "let in" : error->message);
    g_assert_cmpint(right, ==, tries[i].right);
    if (!right)
      assert_error(error, TE_PERMISSION);
    g_assert_no_error(error);
  }
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  lang_init();
  lang_set(LANG_EN);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/authenticate/passwords", passwords);
  return g_test_run();
}
