/* asset_store.h: the register of assets: finding, one asset whole, changes. Words: asset.h; writing: record.h.
 *
 * An asset is the fold of the events of "asset:TAG": asset-added, asset-changed (the new values),
 * asset-condition (its state alone: who lends may say so), asset-removed, asset-related, asset-unrelated ({"relation",
 * "to"}), asset-ticket, asset-unticket ({"ticket"}). Reads are of the kind of read.h. Requirements A1, A3, A7. */
#ifndef TOBAN_ASSET_STORE_H
#define TOBAN_ASSET_STORE_H
#include "toban/asset.h"
#include "toban/read.h"
#include "toban/record.h"

#define ASSET_SUBJECT "asset:"

/* What changed in the life of an asset, newest first. what: "host", "runs-on", "ticket" ...; "": as a whole. */
struct asset_change { utc_t at; const char *by, *kind, *what, *before, *after; };
const char *asset_change_text(const struct asset_change *change);      /* what, in the current language */
struct asset_link { const char *relation, *tag, *host; bool back; /* seen from the other side */ };
struct asset_ticket { const char *key, *title; int state; utc_t changed_at; };
struct asset_promise { const char *borrower, *from_on, *to_on; };
struct asset_loan { const char *borrower, *due_on, *outcome; utc_t out_at, back_at; };
struct asset_value { const char *field, *value; };            /* of the fields that are data */
struct asset_view {
  struct snapshot s;
  struct asset asset;
  int64_t revision;                            /* of the asset's events */
  const struct asset_change *change; int changes;
  const struct asset_link *link; int links;
  const struct asset_value *extra; int extras;
  const struct asset_ticket *ticket; int tickets;
  const struct asset_promise *promise; int promises;           /* reservations that are not past, the next first */
  const struct asset_loan *loan; int loans;    /* newest first; while one is out the state is "lent" */
};
struct asset_view_args { char tag[256]; };
void *asset_view_read(struct db *db, const void *asset_view_args, GError **error);   /* TE_NOINPUT: no such asset */

/* Commands. values: {"host": "x", ...} by the ids of asset.h; unknown ones are refused. */
struct command *asset_add(const char *actor, utc_t at, const char *tag, json_t *take_values);
struct command *asset_set(const char *actor, utc_t at, int64_t revision, const char *tag, json_t *take_values);
struct command *asset_step(const char *actor, utc_t at, const char *tag, const char *kind, const char *name,
                           const char *value);                    /* data {name: value}; name NULL: {} */
struct command *asset_relate(const char *actor, utc_t at, const char *tag, const char *relation, const char *to,
                             bool undo);
#endif
