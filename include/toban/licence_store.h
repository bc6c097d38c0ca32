/* licence_store.h: licences, what is near its renewal, growth against the contract's base. Requirements A1, A2, S5.
 *
 * Events of "licence:PRODUCT": licence-set {"seats", "renewal_on"}, licence-given and licence-taken {"holder"},
 * licence-removed. Seats handed out are the rows of those who hold one and no number of their own, so the two never
 * disagree; what is left may be less than nothing when fewer seats are owned than were handed out.
 * Events of "base:contract": base-set {"hardware", "licences", "kinds"}: what the contract counted with (6.5 (6)). */
#ifndef TOBAN_LICENCE_STORE_H
#define TOBAN_LICENCE_STORE_H
#include "toban/command.h"
#include "toban/growth.h"
#include "toban/read.h"

struct licence_holder { const char *name, *by; utc_t since; };
struct licence {
  const char *product, *renewal_on;
  int64_t seats, given;                        /* left: seats - given */
  const struct licence_holder *holder; int holders;      /* of the product that was asked for, else none */
};
struct licence_args { char text[256] /* folded words of product or holder */, product[256] /* with its holders */;
                      bool holders /* of all */; };
struct licence_list { struct snapshot s; const struct licence *row; int rows; struct growth growth[GROWTHS]; };
void *licence_list_read(struct db *db, const void *licence_args, GError **error);

/* What runs out up to `days` from today (Japan), and what has run out already; earliest first. Retired and lost assets
 * are left out. */
enum renewal_kind { RENEWAL_ASSET, RENEWAL_WARRANTY, RENEWAL_LICENCE, RENEWAL_KINDS };
const char *renewal_kind_id(enum renewal_kind kind);           /* asset warranty licence */
const char *renewal_kind_text(enum renewal_kind kind);
struct renewal { enum renewal_kind kind; const char *on, *key, *name, *office; int days /* left; below 0: over */; };
struct renewal_args { utc_t now; int days, limit; };
/* What is still to come, the nearest first, then what has run out, the newest first. */
struct renewal_list { struct snapshot s; int days; const struct renewal *row; int rows; int64_t total; };
void *renewal_list_read(struct db *db, const void *renewal_args, GError **error);

/* renewal: DAY_NONE for none. */
struct command *licence_set(const char *actor, utc_t at, const char *product, int64_t seats, day_t renewal);
struct command *licence_step(const char *actor, utc_t at, const char *product, const char *kind, const char *holder);
struct command *growth_base(const char *actor, utc_t at, const int64_t base[GROWTHS]);
/* The base as it is now, for setting it to what is there. */
bool growth_read(struct db *db, struct growth out[GROWTHS], GError **error);
#endif
