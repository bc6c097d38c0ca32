/* lookup.h: the keys by which people are found while a name is being typed: table lookup_key.
 *
 * A key is a beginning: of a folded word (text.h), of what follows inside a Japanese word (田中太郎 is found by 太郎
 * too), and, led by LOOKUP_ROMAJI, of its spelling in romaji. Finding is a range of the table's key. The table is
 * made from the tables that it points into: `toban verify` makes it anew and compares. */
#ifndef STORE_LOOKUP_H
#define STORE_LOOKUP_H
#include "toban/db.h"

enum lookup_kind { LOOKUP_REQUESTER /* ref: key of table requester */, LOOKUP_CALLER /* ref: caller_ref() */ };
#define LOOKUP_ROMAJI "\001"         /* no key of a word begins so */

/* Makes the keys of the texts (NULL-ended; empty ones are passed over) those of the row. */
bool lookup_put(struct db *db, enum lookup_kind kind, const char *ref, const char *const *texts, GError **error);
bool lookup_forget(struct db *db, enum lookup_kind kind, const char *ref, GError **error);
/* The beginnings to look for, for one folded word: itself and, where it can be spelled, romaji. Free with
 * g_ptr_array_unref. */
GPtrArray *lookup_wanted(const char *word);
/* Calls each(user, kind, ref) for at most `limit` rows that begin so, in the order of keys; a row may come several
 * times. */
typedef void lookup_fn(void *user, enum lookup_kind kind, const char *ref, bool whole);
bool lookup_find(struct db *db, const char *beginning, int limit, lookup_fn *each, void *user, GError **error);
#endif
