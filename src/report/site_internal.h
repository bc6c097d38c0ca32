/* site_internal.h: what the files of the site share. */
#ifndef REPORT_SITE_INTERNAL_H
#define REPORT_SITE_INTERNAL_H
#include "toban/site.h"

/* site_page.c: whole pages; appended. */
void site_start_page(const struct site *site, GString *out);
void site_index_page(const struct site *site, enum lang lang, GString *out);
void site_article_page(const struct site *site, const struct knowledge *article, enum lang lang, GString *out);
/* The name of an article's page: its id, with what is no letter, digit, dot or hyphen as _XX. g_free. */
char *site_page_name(const struct knowledge *article);

/* site_words.c: words.js */
void site_words(const struct site *site, GString *out);

/* site_folder.c: a folder beside its place; done moves it there, undone removes it. */
struct site_folder { char *place, *beside; };
bool site_folder_open(struct site_folder *folder, const char *place, GError **error);
bool site_folder_put(struct site_folder *folder, const char *name, const char *bytes, gsize length, GError **error);
bool site_folder_close(struct site_folder *folder, bool done, GError **error);
#endif
