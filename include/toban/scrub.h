/* scrub.h: what in a text says who or which machine: it must not leave the desk unseen (pure).
 *
 * Found by form: mail addresses, telephone numbers (nine digits and more; extensions after 内線, ext.), host names (with
 * a dot, or letters, a hyphen and digits), IP addresses, numbers of tickets and of things (letters, digits, hyphen),
 * names with 様, さん, 氏, Mr, Ms, Mrs, Dr. What the desk knows by list (people, machines) the caller adds. False alarms
 * are welcome: a person decides on each. Requirement H4. */
#ifndef TOBAN_SCRUB_H
#define TOBAN_SCRUB_H
#include <glib.h>

enum scrub_kind {
  SCRUB_MAIL, SCRUB_PHONE, SCRUB_HOST, SCRUB_ADDRESS, SCRUB_TICKET, SCRUB_TAG, SCRUB_NAME, SCRUB_KINDS
};
const char *scrub_kind_id(enum scrub_kind kind);          /* mail phone host address ticket tag name */
const char *scrub_kind_text(enum scrub_kind kind);
struct scrub_finding { enum scrub_kind kind; guint from, to; };    /* bytes of the text */
/* Appends the findings of a valid UTF-8 text, in order, none over another. */
void scrub_find(const char *text, GArray *findings);
/* The words of the text that may be names of machines or things (letters, digits, dots, hyphens), each once, as
 * written: for lists. g_ptr_array_unref. */
GPtrArray *scrub_words(const char *text);
#endif
