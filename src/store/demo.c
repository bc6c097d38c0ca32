#include "demo_register.h"
#include "toban/bulk.h"
#include "toban/read.h"

static bool to_bulk(const struct ticket_event *event, void *user, GError **error)
{
  return bulk_event(user, event, error);
}

static bool fill_events(struct db *db, const struct reference *ref, const struct demo_options *options, GError **error)
{
  struct bulk *bulk = bulk_begin(db, UTC_NONE, error);
  if (bulk == NULL)
    return false;
  if (demo_events(ref, options, to_bulk, bulk, error))
    return bulk_end(bulk, NULL, error);
  bulk_free(bulk);
  return false;
}

static bool fill_registers(struct db *db, const struct reference *ref, const struct demo_options *options,
                           GError **error)
{
  struct demo_world world;
  bool ok = demo_world_init(&world, ref, options, error) && demo_registers(db, &world, error);
  demo_world_clear(&world);
  return ok;
}

bool demo_fill(struct db *db, const struct demo_options *options, GError **error)
{
  if (!db_exec(db, error, "INSERT INTO meta (name, value) VALUES ('demo', 1)", "") ||
      !demo_register_file(db, "operators", "demo/operators.csv", options->now, error))
    return false;
  struct reference *ref = reference_read(db, NULL, error);
  bool ok = ref != NULL && fill_registers(db, ref, options, error) && fill_events(db, ref, options, error) &&
            demo_register_file(db, "knowledge", "demo/knowledge.jsonl", options->now, error);
  reference_free(ref);
  return ok;
}
