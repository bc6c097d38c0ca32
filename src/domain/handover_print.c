/* A handover sheet as text and as a page of HTML that needs nothing else. */
#include <string.h>

#include "toban/handover.h"
#include "toban/text.h"

/* --- what both say ------------------------------------------------------------------------------------ */
static void time_of(utc_t at, GString *out)
{
  char date[64], time[16];
  int offset = zone_offset(zone_tokyo(), at);
  date_text(at, offset, DATE_FULL, date, sizeof date);
  time_text(at, offset, false, time, sizeof time);
  g_string_append_printf(out, "%s %s JST", date, time);
}

static void person(const char *login, const struct reference *ref, GString *out)
{
  const struct operator_ *known = ref == NULL ? NULL : reference_operator(ref, login);
  text_clean(out, known == NULL ? login : operator_name(known), -1);
}

static void heading(const struct handover_sheet *sheet, GString *out)
{
  if (sheet->number > 0)
    g_string_append_printf(out, _("Handover sheet %ld (%s)"), (long)sheet->number, handover_state_text(sheet->state));
  else
    g_string_append_printf(out, _("Handover sheet (%s)"), handover_state_text(sheet->state));
}

/* When it was made or given, by whom, for whom; one line. */
static void about(const struct handover_sheet *sheet, const struct reference *ref, GString *out)
{
  g_autoptr(GString) name = g_string_new(NULL);
  if (sheet->given_by != NULL)
    person(sheet->given_by, ref, name);
  time_of(sheet->given_by == NULL ? sheet->made_at : sheet->given_at, out);
  if (sheet->given_by != NULL)
    g_string_append_printf(out, _(", handed over by %s"), name->str);
  if (sheet->until != UTC_NONE) {
    g_string_append(out, _(", for the shift until "));
    time_of(sheet->until, out);
  }
}

static void ending(const struct handover_sheet *sheet, const struct reference *ref, GString *out)
{
  g_autoptr(GString) name = g_string_new(NULL);
  int open = 0;
  for (int i = 0; i < sheet->items; i++)
    open += sheet->item[i].confirmed_by == NULL;
  person(sheet->ended_by, ref, name);
  g_string_append_printf(out, _("Ended by %s, "), name->str);
  time_of(sheet->ended_at, out);
  if (open > 0)
    g_string_append_printf(out, _("; %d not confirmed, because: "), open);
  if (open > 0)
    text_clean(out, sheet->reason == NULL ? "" : sheet->reason, -1);
}

static void confirmation(const struct handover_item *item, const struct reference *ref, GString *out)
{
  char time[16];
  if (item->confirmed_by == NULL)
    return;
  time_text(item->confirmed_at, zone_offset(zone_tokyo(), item->confirmed_at), false, time, sizeof time);
  person(item->confirmed_by, ref, out);
  g_string_append_printf(out, " %s", time);
}

/* --- text --------------------------------------------------------------------------------------------- */
static void print_item(const struct handover_item *item, const struct reference *ref, GString *out)
{
  g_autoptr(GString) by = g_string_new(NULL);
  confirmation(item, ref, by);
  g_string_append_printf(out, "  [%s] %2d  ", item->confirmed_by == NULL ? " " : "x", item->place);
  handover_item_text(item, ref, out);
  if (by->len > 0)
    g_string_append_printf(out, "  (%s)", by->str);
  g_string_append_c(out, '\n');
}

void handover_print(const struct handover_sheet *sheet, const struct reference *ref, GString *out)
{
  heading(sheet, out);
  g_string_append_c(out, '\n');
  about(sheet, ref, out);
  g_string_append_c(out, '\n');
  for (int kind = 0; kind < HANDOVER_KINDS; kind++) {
    bool first = true;
    for (int i = 0; i < sheet->items; i++) {
      if (sheet->item[i].kind != (enum handover_kind)kind)
        continue;
      if (first)
        g_string_append_printf(out, "\n%s\n", handover_kind_text((enum handover_kind)kind));
      first = false;
      print_item(&sheet->item[i], ref, out);
    }
  }
  if (sheet->words_count > 0)
    g_string_append_printf(out, "\n%s\n", C_("handover", "In words"));
  for (int i = 0; i < sheet->words_count; i++) {
    g_string_append(out, "  ");
    person(sheet->words[i].by, ref, out);
    g_string_append(out, ": ");
    text_clean(out, sheet->words[i].text, -1);
    g_string_append_c(out, '\n');
  }
  if (sheet->ended_by == NULL)
    return;
  g_string_append_c(out, '\n');
  ending(sheet, ref, out);
  g_string_append_c(out, '\n');
}

/* --- HTML --------------------------------------------------------------------------------------------- */
static void add_html(GString *out, const char *text)
{
  char *escaped = g_markup_escape_text(text, -1);
  g_string_append(out, escaped);
  g_free(escaped);
}

typedef void part_fn(const struct handover_sheet *sheet, const struct reference *ref, GString *out);
static void add_part(GString *out, const char *tag, part_fn *part, const struct handover_sheet *sheet,
                     const struct reference *ref)
{
  g_autoptr(GString) text = g_string_new(NULL);
  part(sheet, ref, text);
  g_string_append_printf(out, "<%s>", tag);
  add_html(out, text->str);
  g_string_append_printf(out, "</%s>\n", tag);
}

static void heading_part(const struct handover_sheet *sheet, const struct reference *ref, GString *out)
{
  (void)ref;
  heading(sheet, out);
}

static void html_item(const struct handover_item *item, const struct reference *ref, GString *out)
{
  g_autoptr(GString) text = g_string_new(NULL), by = g_string_new(NULL);
  handover_item_text(item, ref, text);
  confirmation(item, ref, by);
  g_string_append_printf(out, "<tr><td>%d</td><td>", item->place);
  add_html(out, text->str);
  g_string_append(out, "</td><td>");
  add_html(out, by->str);
  g_string_append(out, "</td></tr>\n");
}

static void html_kind(const struct handover_sheet *sheet, const struct reference *ref, enum handover_kind kind,
                      GString *out)
{
  bool first = true;
  for (int i = 0; i < sheet->items; i++) {
    if (sheet->item[i].kind != kind)
      continue;
    if (first) {
      g_string_append(out, "<h2>");
      add_html(out, handover_kind_text(kind));
      g_string_append(out, "</h2>\n<table>\n");
    }
    first = false;
    html_item(&sheet->item[i], ref, out);
  }
  if (!first)
    g_string_append(out, "</table>\n");
}

static void html_words(const struct handover_sheet *sheet, const struct reference *ref, GString *out)
{
  g_string_append(out, "<h2>");
  add_html(out, C_("handover", "In words"));
  g_string_append(out, "</h2>\n");
  for (int i = 0; i < sheet->words_count; i++) {
    g_autoptr(GString) by = g_string_new(NULL), text = g_string_new(NULL);
    person(sheet->words[i].by, ref, by);
    text_clean_lines(text, sheet->words[i].text, -1);
    bool known = strcmp(sheet->words[i].lang, "ja") == 0 || strcmp(sheet->words[i].lang, "en") == 0;
    g_string_append_printf(out, "<p lang=\"%s\">", known ? sheet->words[i].lang : "");
    add_html(out, by->str);
    g_string_append(out, ": ");
    add_html(out, text->str);
    g_string_append(out, "</p>\n");
  }
}

void handover_html(const struct handover_sheet *sheet, const struct reference *ref, GString *out)
{
  g_autoptr(GString) title = g_string_new(NULL);
  heading(sheet, title);
  g_string_append_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
                         lang_id(lang_get()));
  add_html(out, title->str);
  g_string_append(out, "</title>\n<style>body{font-family:sans-serif;margin:2em}table{border-collapse:collapse;"
                       "width:100%}td{border:1px solid #888;padding:.2em .5em;vertical-align:top}"
                       "td:first-child{width:2em;text-align:right}td:last-child{width:12em}"
                       "h2{font-size:1.1em}</style>\n"
                       "</head>\n<body>\n");
  add_part(out, "h1", heading_part, sheet, ref);
  add_part(out, "p", about, sheet, ref);
  for (int kind = 0; kind < HANDOVER_KINDS; kind++)
    html_kind(sheet, ref, (enum handover_kind)kind, out);
  if (sheet->words_count > 0)
    html_words(sheet, ref, out);
  if (sheet->ended_by != NULL)
    add_part(out, "p", ending, sheet, ref);
  g_string_append(out, "</body>\n</html>\n");
}
