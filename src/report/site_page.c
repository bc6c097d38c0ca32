/* The pages of the site. */
#include <string.h>

#include "site_internal.h"
#include "toban/text.h"
#include "toban/zone.h"

#define POLICY "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'"

void html_text(GString *out, const char *bytes)
{
  g_autofree char *text = g_utf8_make_valid(bytes, -1);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    switch (c) {
    case '&': g_string_append(out, "&amp;"); break;
    case '<': g_string_append(out, "&lt;"); break;
    case '>': g_string_append(out, "&gt;"); break;
    case '"': g_string_append(out, "&quot;"); break;
    case '\'': g_string_append(out, "&#39;"); break;
    default:
      if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0xFFFE || c == 0xFFFF)
        c = 0xFFFD;
      g_string_append_unichar(out, c);
    }
  }
}

static void tag(GString *out, const char *name, const char *text)
{
  g_string_append_printf(out, "<%s>", name);
  html_text(out, text);
  g_string_append_printf(out, "</%.*s>\n", (int)strcspn(name, " "), name);
}

/* `up`: from the page to the folder of the site. */
static void head(GString *out, enum lang lang, const char *title, const char *up, bool search)
{
  g_string_append_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                         lang_id(lang));
  g_string_append(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta name=\"referrer\" content=\"no-referrer\">\n");
  tag(out, "title", title);
  g_string_append_printf(out, "<link rel=\"stylesheet\" href=\"%sstyle.css\">\n", up);
  if (search)
    g_string_append_printf(out, "<script src=\"%swords.js\"></script>\n<script src=\"%ssearch.js\"></script>\n", up,
                           up);
  g_string_append(out, "</head>\n<body>\n");
}

static const char *desk_name(enum lang lang)
{
  return lang_text_in(lang, N_("Help desk: questions and answers"));
}

static void other_language(GString *out, enum lang lang, const char *page)
{
  enum lang other = lang == LANG_JA ? LANG_EN : LANG_JA;
  g_string_append_printf(out, "<a href=\"../%s/%s.html\" lang=\"%s\" hreflang=\"%s\">%s</a>\n", lang_id(other), page,
                         lang_id(other), lang_id(other), knowledge_side_name(other));
}

static void foot(const struct site *site, enum lang lang, GString *out)
{
  char day[16];
  day_format((day_t)((site->now + zone_offset(zone_tokyo(), site->now)) / 86400), day);
  g_string_append(out, "<footer>\n<span>");
  html_text(out, desk_name(lang));
  g_string_append_printf(out, "</span>\n<span>%s</span>\n</footer>\n</body>\n</html>\n", day);
}

char *site_page_name(const struct knowledge *article)
{
  GString *out = g_string_new(NULL);
  for (const char *at = article->id; *at != '\0'; at++)
    if (g_ascii_isalnum(*at) || *at == '-' || (*at == '.' && at > article->id))
      g_string_append_c(out, *at);
    else
      g_string_append_printf(out, "_%02x", (unsigned char)*at);
  if (strcmp(out->str, "index") == 0)
    g_string_append(out, "_");
  return g_string_free(out, FALSE);
}

/* --- indexes ------------------------------------------------------------------------------------------------ */
void site_start_page(const struct site *site, GString *out)
{
  head(out, LANG_JA, desk_name(LANG_JA), "", false);
  for (int i = 0; i < LANG_COUNT; i++) {
    enum lang lang = (enum lang)i;
    g_string_append_printf(out, "<section lang=\"%s\">\n", lang_id(lang));
    tag(out, lang == LANG_JA ? "h1" : "h2", desk_name(lang));
    g_string_append_printf(out, "<p><a href=\"%s/index.html\" hreflang=\"%s\">%s</a></p>\n</section>\n", lang_id(lang),
                           lang_id(lang), knowledge_side_name(lang));
  }
  foot(site, LANG_JA, out);
}

static void put_item(const struct knowledge *a, enum lang lang, GString *out)
{
  g_autoptr(GString) title = g_string_new(NULL);
  g_autofree char *page = site_page_name(a);
  knowledge_title(a, lang, title);
  g_string_append_printf(out, "<li><a href=\"%s.html\">", page);
  html_text(out, title->str);
  g_string_append(out, "</a></li>\n");
}

static const char *category_of(const struct site *site, const struct knowledge *a, enum lang lang)
{
  const struct category *category = *a->category == '\0' ? NULL : reference_category(site->ref, a->category);
  return category == NULL ? a->category : category->name[lang];
}

/* Into `out`, which it returns. */
static const char *group_of(const struct site *site, const struct knowledge *a, enum lang lang, bool category,
                            GString *out)
{
  g_string_truncate(out, 0);
  if (category)
    g_string_append(out, category_of(site, a, lang));
  else
    knowledge_use_case(a, lang, out);
  if (out->len == 0)
    g_string_append(out, lang_text_in(lang, N_("Others")));
  return out->str;
}

/* Each group once, in the order in which it first comes. */
static void put_groups(const struct site *site, enum lang lang, bool category, GString *out)
{
  GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GString) text = g_string_new(NULL);
  for (int i = 0; i < site->articles; i++) {
    char *name = g_strdup(group_of(site, site->article[i], lang, category, text));
    if (!g_hash_table_add(seen, name))
      continue;
    tag(out, "h3", name);
    g_string_append(out, "<ul>\n");
    for (int j = i; j < site->articles; j++)
      if (strcmp(group_of(site, site->article[j], lang, category, text), name) == 0)
        put_item(site->article[j], lang, out);
    g_string_append(out, "</ul>\n");
  }
  g_hash_table_unref(seen);
}

void site_index_page(const struct site *site, enum lang lang, GString *out)
{
  head(out, lang, desk_name(lang), "../", true);
  g_string_append(out, "<header>\n<span></span>\n");
  other_language(out, lang, "index");
  g_string_append(out, "</header>\n<main>\n");
  tag(out, "h1", desk_name(lang));
  g_string_append(out, "<div id=\"search\" hidden>\n<label for=\"question\">");
  html_text(out, lang_text_in(lang, N_("What is it about?")));
  g_string_append(out, "</label>\n<input id=\"question\" type=\"search\" autocomplete=\"off\">\n"
                       "<ul id=\"hits\" aria-live=\"polite\"></ul>\n<p id=\"none\" hidden>");
  html_text(out, lang_text_in(lang, N_("Nothing has all these words. Try fewer of them, or call the help desk.")));
  g_string_append(out, "</p>\n</div>\n<div id=\"all\">\n");
  tag(out, "h2", lang_text_in(lang, N_("By situation")));
  put_groups(site, lang, false, out);
  tag(out, "h2", lang_text_in(lang, N_("By category")));
  put_groups(site, lang, true, out);
  g_string_append(out, "</div>\n</main>\n");
  foot(site, lang, out);
}

/* --- articles ------------------------------------------------------------------------------------------------ */
/* Paragraphs, or items of a list, one a line. */
static void put_lines(GString *out, const char *text, const char *element)
{
  char **lines = g_strsplit(text, "\n", -1);
  for (int i = 0; lines[i] != NULL; i++)
    if (*g_strstrip(lines[i]) != '\0')
      tag(out, element, lines[i]);
  g_strfreev(lines);
}

static bool is_link(const char *text)
{
  return g_str_has_prefix(text, "https://") || g_str_has_prefix(text, "http://") || g_str_has_prefix(text, "mailto:");
}

static void put_links(GString *out, const char *text)
{
  char **lines = g_strsplit(text, "\n", -1);
  g_string_append(out, "<ul>\n");
  for (int i = 0; lines[i] != NULL; i++) {
    if (*g_strstrip(lines[i]) == '\0')
      continue;
    g_string_append(out, "<li>");
    if (is_link(lines[i])) {
      g_autofree char *address = g_uri_escape_string(lines[i], ":/?#[]@!$&()*+,;=%", FALSE);
      g_string_append(out, "<a rel=\"noopener noreferrer\" href=\"");
      html_text(out, address);
      g_string_append(out, "\">");
    }
    html_text(out, lines[i]);
    g_string_append(out, is_link(lines[i]) ? "</a></li>\n" : "</li>\n");
  }
  g_string_append(out, "</ul>\n");
  g_strfreev(lines);
}

static void put_notes(const struct site *site, const struct knowledge *a, enum lang lang, GString *out)
{
  int older = knowledge_older(a);
  char **ids = g_strsplit(a->offices, ";", -1);
  g_autoptr(GString) names = g_string_new(NULL);
  for (int i = 0; ids[i] != NULL; i++) {
    const struct office *office = *ids[i] == '\0' ? NULL : reference_office(site->ref, ids[i]);
    if (office != NULL)
      g_string_append_printf(names, "%s%s", names->len == 0 ? "" : lang == LANG_JA ? " / " : ", ", office->name[lang]);
  }
  if (knowledge_shown(a, lang) != lang)
    tag(out, "p class=\"note\"", lang_text_in(lang, N_("This article is not in this language yet.")));
  if (older == (int)lang)
    tag(out, "p class=\"note\"", lang_text_in(lang, N_("The other language was changed later.")));
  if (names->len > 0) {
    g_autofree char *only = g_strdup_printf("%s %s", lang_text_in(lang, N_("For these offices:")), names->str);
    tag(out, "p class=\"note\"", only);
  }
  g_strfreev(ids);
}

static void put_side(const struct knowledge *a, enum lang lang, enum lang shown, GString *out)
{
  const struct knowledge_side *side = &a->side[shown];
  char day[16];
  g_string_append_printf(out, "<div lang=\"%s\">\n", lang_id(shown));
  put_lines(out, side->answer, "p");
  if (*side->steps != '\0') {
    g_string_append(out, "<ol>\n");
    put_lines(out, side->steps, "li");
    g_string_append(out, "</ol>\n");
  }
  g_string_append(out, "</div>\n");
  if (*a->links != '\0') {
    tag(out, "h2", lang_text_in(lang, N_("Read on")));
    put_links(out, a->links);
  }
  if (side->at != UTC_NONE) {
    day_format((day_t)((side->at + zone_offset(zone_tokyo(), side->at)) / 86400), day);
    g_autofree char *changed = g_strdup_printf("%s %s", lang_text_in(lang, N_("Last changed:")), day);
    tag(out, "p class=\"quiet\"", changed);
  }
}

void site_article_page(const struct site *site, const struct knowledge *a, enum lang lang, GString *out)
{
  g_autoptr(GString) title = g_string_new(NULL);
  g_autofree char *page = site_page_name(a);
  enum lang shown = knowledge_shown(a, lang);
  knowledge_title(a, shown, title);
  head(out, lang, title->str, "../", false);
  g_string_append(out, "<header>\n<a href=\"index.html\">");
  html_text(out, desk_name(lang));
  g_string_append(out, "</a>\n");
  other_language(out, lang, page);
  g_string_append(out, "</header>\n<main>\n");
  g_autoptr(GString) use_case = g_string_new(NULL);
  knowledge_use_case(a, lang, use_case);
  if (use_case->len > 0)
    tag(out, "p class=\"quiet\"", use_case->str);
  g_string_append_printf(out, "<h1 lang=\"%s\">", lang_id(shown));
  html_text(out, title->str);
  g_string_append(out, "</h1>\n");
  put_notes(site, a, lang, out);
  put_side(a, lang, shown, out);
  g_string_append(out, "</main>\n");
  foot(site, lang, out);
}
