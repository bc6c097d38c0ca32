/* Prepared replies with their fields filled in. */
#include <string.h>

#include "toban/event_text.h"
#include "toban/text.h"

struct filling {
  const struct reference *ref;
  const struct ticket *ticket;
  const struct office *office;
  const char *actor;
  utc_t now;
};

static void append_clock(const struct zone *zone, utc_t at, GString *out)
{
  char date[48], time[16];
  int offset = zone_offset(zone, at);
  date_text(at, offset, DATE_SHORT, date, sizeof date);
  time_text(at, offset, false, time, sizeof time);
  g_string_append_printf(out, "%s %s", date, time);
}

static void append_text(const char *text, GString *out)
{
  text_clean(out, text == NULL ? "" : text, -1);
}

static void put_ticket(const struct filling *f, GString *out)
{
  append_text(f->ticket->key, out);
}
static void put_title(const struct filling *f, GString *out)
{
  append_text(f->ticket->title, out);
}
static void put_requester(const struct filling *f, GString *out)
{
  append_text(f->ticket->requester, out);
}
static void put_office(const struct filling *f, GString *out)
{
  event_place(f->ref, f->ticket->office, out);
}
static void put_operator(const struct filling *f, GString *out)
{
  event_person(f->ref, f->actor, out);
}
static void put_category(const struct filling *f, GString *out)
{
  const struct category *category = f->ref == NULL ? NULL : reference_category(f->ref, f->ticket->category);
  append_text(category == NULL ? f->ticket->category : category_name(category), out);
}
static void put_priority(const struct filling *f, GString *out)
{
  g_string_append_printf(out, "%d", f->ticket->priority);
}
static void put_received(const struct filling *f, GString *out)
{
  event_time_both(f->office, f->ticket->received_at, out);
}
static void put_callback(const struct filling *f, GString *out)
{
  if (f->ticket->callback_at != UTC_NONE)
    event_time_both(f->office, f->ticket->callback_at, out);
}
static void put_local(const struct filling *f, GString *out)
{
  append_clock(f->office == NULL || f->office->zone == NULL ? zone_tokyo() : f->office->zone, f->now, out);
}
static void put_japan(const struct filling *f, GString *out)
{
  append_clock(zone_tokyo(), f->now, out);
}

static const struct { const char *name; void (*put)(const struct filling *filling, GString *out); } fields[] = {
    {"ticket", put_ticket},     {"title", put_title},       {"requester", put_requester}, {"office", put_office},
    {"operator", put_operator}, {"category", put_category}, {"priority", put_priority},   {"received", put_received},
    {"callback", put_callback}, {"local-time", put_local},  {"japan-time", put_japan},
};

/* The length of the field in braces that begins here, filled in; 0: it is none. */
static size_t fill_one(const struct filling *filling, const char *at, GString *out)
{
  const char *end = strchr(at, '}');
  size_t length = end == NULL ? 0 : (size_t)(end - at - 1);
  for (size_t i = 0; length > 0 && i < G_N_ELEMENTS(fields); i++)
    if (strlen(fields[i].name) == length && strncmp(fields[i].name, at + 1, length) == 0) {
      gsize before = out->len;
      fields[i].put(filling, out);
      if (out->len == before)
        g_string_append(out, "…");
      return length + 2;
    }
  return 0;
}

char *reply_fill(const char *text, enum lang lang, const struct reference *ref, const struct ticket *ticket,
                    const char *actor, utc_t now)
{
  enum lang before = lang_get();
  struct filling filling = {ref, ticket, ref == NULL ? NULL : reference_office(ref, ticket->office), actor, now};
  GString *out = g_string_new(NULL);
  lang_set(lang);
  while (*text != '\0') {
    size_t taken = *text == '{' ? fill_one(&filling, text, out) : 0;
    if (taken == 0)
      g_string_append_c(out, *text++);
    text += taken;
  }
  lang_set(before);
  return g_string_free(out, FALSE);
}
