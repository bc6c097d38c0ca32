/* toban knowledge publish --out: the public articles as a web site. */
#include <stdio.h>

#include "commands.h"
#include "toban/json.h"
#include "toban/knowledge_store.h"
#include "toban/lang.h"
#include "toban/site.h"

static bool write_site(const struct knowledge_list *list, const struct reference *ref, const char *folder,
                       GError **error)
{
  const struct knowledge **article = g_new0(const struct knowledge *, list->rows + 1);
  for (int i = 0; i < list->rows; i++)
    article[i] = &list->row[i].a;
  struct site site = {.article = article, .articles = list->rows, .ref = ref, .now = clock_now()};
  bool done = site_write(&site, folder, error);
  g_free(article);
  return done;
}

bool knowledge_publish_site(const struct cli *cli, const char *folder, GError **error)
{
  struct knowledge_args args = {.statuses = KNOWLEDGE_BIT(KNOWLEDGE_PUBLIC), .limit = INT_MAX};
  struct db *db = cli_open(cli, DB_READONLY, error);
  struct reference *ref = db == NULL ? NULL : reference_read(db, NULL, error);
  struct knowledge_list *list = ref == NULL ? NULL : knowledge_list_read(db, &args, error);
  bool done = list != NULL && write_site(list, ref, folder, error);
  if (done && cli->json)
    done = cli_json(json_pack("{s:i, s:s}", "articles", list->rows, "folder", folder), error);
  else if (done)
    printf(_("%d articles are in %s\n"), list->rows, folder);
  snapshot_free(list);
  reference_free(ref);
  db_close(db);
  return done;
}
