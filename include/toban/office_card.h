/* office_card.h: what the desk has to know of an office while the phone rings, on one page.
 *
 * Local time, open or not and until when, holidays by name, languages, the local maintenance vendor (H9), the
 * open tickets, the devices and their troubles (S4: what is unreported is unknown, not zero), endpoints, what was
 * closed of late, and the windows of the sections (H8). office_card_read() takes it from one view of the database;
 * what depends on the passing time is computed when it is shown.
 * Requirements C5, H8, H9, S4; "The office card". */
#ifndef TOBAN_OFFICE_CARD_H
#define TOBAN_OFFICE_CARD_H
#include "toban/arena.h"
#include "toban/lang.h"
#include "toban/reference.h"
#include "toban/ticket.h"
#include "toban/vendor.h"

struct db;

struct card_ticket { const char *key, *title, *assignee, *requester; enum ticket_state state; int priority;
                     utc_t received_at, changed_at, late_at; /* late_at: UTC_NONE never */ };
struct card_devices { const char *kind; int total, in_use, stock, trouble, other; };   /* of the asset register */
struct card_asset { const char *tag, *kind, *host, *state, *user, *note; };
struct card_endpoint { const char *id, *name[LANG_COUNT], *message; int state; utc_t since; };
struct card_section { const char *code, *name[LANG_COUNT], *applications, *contact, *hours; };
struct card_notice { int64_t number; const char *words, *by; utc_t at, until; /* until: UTC_NONE open */ };
struct card_day { day_t day; const char *name[LANG_COUNT]; bool closed; };

enum { CARD_VENDORS = 4, CARD_SECTIONS = 64 };      /* shown at most */
struct office_card {
  struct arena *arena;                        /* first, as in a struct snapshot (read.h) */
  struct reference *ref;                      /* held: its calendars and zones are read when the card is shown */
  const struct office *office;
  const struct vendor *vendor; int vendors;
  const struct card_ticket *open; int opens;  /* the most urgent ones */
  int64_t open_total, late_total;
  const struct card_ticket *recent; int recents;      /* closed of late, newest first */
  const struct card_devices *devices; int kinds;
  const struct card_asset *trouble; int troubles;     /* in repair, broken, lost */
  const struct card_endpoint *endpoint; int endpoints;        /* of this office; those in trouble first */
  const struct card_day *day; int days;       /* peculiar days of the next two weeks */
  const struct card_section *section; int sections;
  const struct card_notice *notice; int notices;      /* in force, newest first */
};
struct office_card_args { char office[64]; /* id or code */ utc_t now; };
/* TE_NOINPUT: no such office. A store_run_fn. */
void *office_card_read(struct db *db, const void *office_card_args, GError **error);
void office_card_free(void *card);                              /* NULL-safe; GDestroyNotify */

/* The card in the current language, line by line. `label` is "" on the lines that go on; `level` says how it stands.
 * Texts are clean (text.h) and live during the call. */
enum card_level { CARD_NORMAL, CARD_QUIET, CARD_GOOD, CARD_BAD, CARD_UNKNOWN, CARD_TITLE };
typedef void card_line_fn(void *user, const char *label, const char *text, enum card_level level);
void office_card_lines(const struct office_card *card, utc_t now, card_line_fn *each, void *user);
/* All of it as text for people, in a language; lines end with "\n". On the loop thread. g_free. */
char *office_card_text(const struct office_card *card, enum lang lang, utc_t now);
#endif
