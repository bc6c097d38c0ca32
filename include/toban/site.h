/* site.h: the public articles as a folder of static files, for users: both languages, no server, no outside request.
 *
 *   index.html            both languages, where to begin
 *   ja/index.html, en/    by use case and by category, with a search box
 *   ja/NAME.html, en/     one article each; a missing language shows the other one, marked
 *   search.js, words.js   the search: words.js has the folded words (tokens.h), so that it answers as find.h does
 *   style.css
 *
 * Every text is escaped; links are http, https and mailto alone; the pages allow nothing but these files
 * (Content-Security-Policy). The folder appears whole or not at all; one that this made before is replaced in one
 * step; any other that is not empty is refused (TE_CANTCREATE). Requirement H4. */
#ifndef TOBAN_SITE_H
#define TOBAN_SITE_H
#include "toban/knowledge.h"
#include "toban/reference.h"

struct site {
  const struct knowledge *const *article; int articles;   /* in the order of their use cases */
  const struct reference *ref;              /* names of categories and offices */
  utc_t now;
};
bool site_write(const struct site *site, const char *folder, GError **error);

/* Appends with & < > " ' as entities; what no XML has becomes U+FFFD. */
void html_text(GString *out, const char *text);
#endif
