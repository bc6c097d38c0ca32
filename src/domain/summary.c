#include "toban/summary.h"

#include <string.h>

#include "toban/event_text.h"
#include "toban/language.h"
#include "toban/text.h"
#include "toban/ticket_work.h"

enum { LABEL = 12 };

struct writing {
  const struct summary_source *s;
  const struct office *office;
  GString *out;
};

static void heading(struct writing *w, const char *text)
{
  g_string_append_printf(w->out, "\n%s %s\n", C_("summary", "#"), text);
}

static void field(struct writing *w, const char *label, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  g_string_append_c(w->out, ' ');
  text_fit(w->out, label, MAX(LABEL, text_width(label)), false);
  g_string_append_c(w->out, ' ');
  text_clean(w->out, value, -1);
  g_string_append_c(w->out, '\n');
}

static void field_time(struct writing *w, const char *label, utc_t at)
{
  if (at == UTC_NONE)
    return;
  g_autoptr(GString) text = g_string_new(NULL);
  event_time_both(w->office, at, text);
  field(w, label, text->str);
}

static void field_person(struct writing *w, const char *label, const char *login)
{
  g_autoptr(GString) text = g_string_new(NULL);
  event_person(w->s->ref, login, text);
  field(w, label, text->str);
}

/* --- facts ------------------------------------------------------------------------------------------ */
static void write_clock(struct writing *w, int kind)
{
  const struct sla_clock *clock = &w->s->clock[kind];
  g_autoptr(GString) text = g_string_new(NULL);
  static const char *const results[] = {
      [SLA_OPEN] = NULL, [SLA_MET] = NC_("clock", "met"), [SLA_MISSED] = NC_("clock", "missed")};
  if (clock->state == SLA_NONE)
    return;
  if (results[clock->result] != NULL)
    g_string_append(text, lang_text_context(results[clock->result]));
  if (clock->due != UTC_NONE) {
    g_string_append_printf(text, "%s%s ", text->len > 0 ? C_("between facts", ", ") : "", C_("summary", "due"));
    event_time_both(w->office, clock->due, text);
  } else if (clock->state == SLA_PAUSED) {
    g_string_append_printf(text, "%s%s", text->len > 0 ? C_("between facts", ", ") : "", C_("clock", "on hold"));
  }
  field(w, sla_clock_text(kind), text->str);
}

static void write_words(struct writing *w)
{
  const struct ticket *t = w->s->ticket;
  const struct reference *ref = w->s->ref;
  const struct category *category = reference_category(ref, t->category);
  const struct cause *cause = reference_cause(ref, t->cause);
  const struct section *section = reference_section(ref, t->section);
  g_autoptr(GString) text = g_string_new(NULL);
  field(w, C_("summary", "Category"), category == NULL ? t->category : category_name(category));
  field(w, C_("summary", "Cause"), cause == NULL ? t->cause : reference_name(cause->name));
  field(w, C_("summary", "Handed over"), section == NULL ? t->section : reference_name(section->name));
  for (int i = 0; i < t->tags; i++)
    g_string_append_printf(text, "%s%s", i > 0 ? " " : "", t->tag[i]);
  field(w, C_("summary", "Tags"), text->str);
  if (t->spent > 0) {
    g_string_printf(text, _("%d min"), (int)t->spent);
    field(w, C_("summary", "Time spent"), text->str);
  }
}

static void write_links(struct writing *w)
{
  GArray *links = ticket_links(w->s->event, w->s->events);
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < links->len; i++) {
    const struct ticket_link *link = &g_array_index(links, struct ticket_link, i);
    g_string_append_printf(text, "%s%s %s", i > 0 ? C_("between facts", ", ") : "",
                           ticket_relation_text(link->relation), link->other);
  }
  field(w, C_("summary", "Linked"), text->str);
  g_array_free(links, TRUE);
}

static void write_facts(struct writing *w)
{
  const struct ticket *t = w->s->ticket;
  char priority[16];
  g_snprintf(priority, sizeof priority, "%d", t->priority);
  heading(w, C_("summary", "Facts"));
  field(w, C_("summary", "State"), ticket_state_text(t->state));
  field_time(w, C_("summary", "Expected"), t->expected_at);
  field(w, C_("summary", "Merged into"), t->merged_into);
  field(w, C_("summary", "Priority"), priority);
  field_time(w, C_("summary", "Received"), t->received_at);
  if (t->channel != CHANNEL_NONE)
    field(w, C_("summary", "By"), channel_text(t->channel));
  field(w, C_("summary", "Requester"), t->requester);
  if (t->lang != NULL)
    field(w, C_("summary", "Language"), strcmp(t->lang, "ja") == 0 ? _("Japanese") : _("English"));
  field_person(w, C_("summary", "Operator"), t->assignee);
  write_words(w);
  write_links(w);
  field_time(w, C_("summary", "First answer"), t->answered_at);
  field_time(w, C_("summary", "Call-back"), t->callback_at);
  for (int kind = 0; kind < CLOCKS; kind++)
    write_clock(w, kind);
}

/* --- the office card ---------------------------------------------------------------------------------- */
static void write_hours(struct writing *w, const struct calendar *calendar)
{
  g_autoptr(GString) text = g_string_new(NULL);
  struct calendar_now now = calendar_at(calendar, w->s->now);
  utc_t next = now.open ? now.closes_at : now.opens_at;
  g_string_append(text, now.open ? C_("office", "open") : C_("office", "shut"));
  if (now.holiday[lang_get()] != NULL)
    g_string_append_printf(text, " (%s)", now.holiday[lang_get()]);
  if (next != UTC_NONE) {
    g_string_append_printf(text, "%s%s ", C_("between facts", ", "),
                           now.open ? C_("summary", "until") : C_("summary", "opens"));
    event_time_both(w->office, next, text);
  }
  field(w, C_("summary", "Hours"), text->str);
}

static void write_count(struct writing *w, const char *label, int count)
{
  char text[16];
  g_snprintf(text, sizeof text, "%d", count);
  field(w, label, count == COUNT_UNKNOWN ? C_("summary", "not reported") : text);
}

static void write_office(struct writing *w)
{
  const struct office *o = w->office;
  heading(w, C_("summary", "Office"));
  if (o == NULL) {
    field(w, C_("summary", "Office"), w->s->ticket->office);
    return;
  }
  g_autoptr(GString) name = g_string_new(office_name(o));
  g_string_append_printf(name, " (%s%s%s)", reference_name(o->region), C_("between facts", ", "), o->country);
  const struct calendar *calendar = calendar_find(w->s->ref->calendars, o->calendar);
  field(w, C_("summary", "Office"), name->str);
  field_time(w, C_("summary", "Time there"), w->s->now);
  if (calendar != NULL)
    write_hours(w, calendar);
  char *languages = language_list_text(o->languages);
  field(w, C_("summary", "Languages"), languages);
  g_free(languages);
  write_count(w, C_("summary", "PCs"), o->pcs);
  write_count(w, C_("summary", "Servers"), o->servers);
  write_count(w, C_("summary", "Printers"), o->printers);
}

/* --- what happened ------------------------------------------------------------------------------------ */
static void write_event(struct writing *w, const struct ticket_event *event, bool words)
{
  g_autoptr(GString) text = g_string_new(NULL), by = g_string_new(NULL);
  char date[48], time[16];
  int offset = zone_offset(zone_tokyo(), event->at);
  date_text(event->at, offset, DATE_SHORT, date, sizeof date);
  time_text(event->at, offset, false, time, sizeof time);
  event_person(w->s->ref, event->by, by);
  event_text_full(w->s->ref, w->office, event, text);
  g_string_append_printf(w->out, " %s %s  %s  %s\n", date, time, event_kind_text(event->kind), by->str);
  char **lines = g_strsplit(words ? text->str : "", "\n", -1);
  for (int i = 0; lines[i] != NULL; i++)
    if (*g_strchomp(lines[i]) != '\0')
      g_string_append_printf(w->out, "   %s\n", lines[i]);
  g_strfreev(lines);
}

/* What the desk did about it: answers, notes, ticked checks, remote sessions. */
static bool is_attempt(const struct summary_source *s, int i)
{
  const struct ticket_event *event = &s->event[i];
  switch (event->kind) {
  case EVENT_ANSWERED: case EVENT_NOTE: case EVENT_REMOTE: return true;
  case EVENT_CHECKED: return ticket_checked(s->event, s->events, event->target, NULL, NULL);
  default: return false;
  }
}

/* The timeline has all events, but repeats no words of the first list. */
static void write_events(struct writing *w, const char *title, bool attempts)
{
  bool any = false;
  heading(w, title);
  for (int i = 0; i < w->s->events; i++)
    if (!attempts || is_attempt(w->s, i)) {
      write_event(w, &w->s->event[i], attempts || !is_attempt(w->s, i));
      any = true;
    }
  if (!any)
    g_string_append_printf(w->out, " %s\n", C_("summary", "nothing yet"));
}

char *ticket_summary_subject(const struct summary_source *source, enum lang lang)
{
  enum lang before = lang_get();
  GString *out = g_string_new("[");
  lang_set(lang);
  text_clean(out, source->ticket->key, -1);
  g_string_append(out, "] ");
  event_place(source->ref, source->ticket->office, out);
  g_string_append(out, ": ");
  text_clean(out, source->ticket->title == NULL ? "" : source->ticket->title, -1);
  lang_set(before);
  return g_string_free(out, FALSE);
}

static void write_all(struct writing *w)
{
  char *subject = ticket_summary_subject(w->s, lang_get());
  g_autoptr(GString) now = g_string_new(NULL);
  event_time_both(NULL, w->s->now, now);
  g_string_append_printf(w->out, "%s\n", subject);
  g_string_append_printf(w->out, _("Summary as of %s\n"), now->str);
  write_facts(w);
  write_office(w);
  write_events(w, C_("summary", "Tried and told so far"), true);
  write_events(w, C_("summary", "Timeline (Japan time)"), false);
  g_free(subject);
}

char *ticket_summary(const struct summary_source *source, unsigned langs)
{
  enum lang before = lang_get();
  struct writing w = {source, reference_office(source->ref, source->ticket->office), g_string_new(NULL)};
  for (int lang = 0; lang < LANG_COUNT; lang++)
    if (langs & 1u << lang) {
      lang_set((enum lang)lang);
      if (w.out->len > 0)
        g_string_append(w.out, "\n----------------------------------------\n\n");
      write_all(&w);
    }
  lang_set(before);
  return g_string_free(w.out, FALSE);
}
