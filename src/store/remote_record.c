/* Remote sessions that belong to no ticket: who started the tool for which asset, in the log (subject "remote:TAG"). */
#include "record.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/store.h"

static bool may(struct db *db, const struct record *record, GError **error)
{
  int64_t assets = 0;
  if (!db_get_int(db, &assets, 0, error, "SELECT count(*) FROM asset WHERE tag = $1", "t", record->key))
    return false;
  if (assets == 0)
    error_set(error, TE_NOINPUT, _("there is no asset “%s”"), record->key);
  return assets > 0;
}

/* The log alone keeps it. */
static bool apply(struct db *db, const struct record *record, GError **error)
{
  (void)db, (void)record, (void)error;
  return true;
}

static const struct record_kind kinds[] = {{"remote-started", RIGHT_REMOTE}};
static const char *const tables[] = {NULL};
const struct record_ops record_remote = {.prefix = "remote", .kind = kinds, .kinds = G_N_ELEMENTS(kinds),
                                         .tables = tables, .topic = TOPIC_ASSET, .may = may, .apply = apply};
