/* The office card as lines. What depends on the passing time (local time, open or not, ages) is computed here. */
#include "toban/office_card.h"

#include <string.h>

#include "toban/asset.h"
#include "toban/health.h"
#include "toban/language.h"
#include "toban/text.h"

enum { HOUR = 3600, MINUTE = 60 };

struct page {
  const struct office_card *card;
  utc_t now;
  card_line_fn *each;
  void *user;
  GString *text;                      /* of the line that is being made */
};

/* Gives out the line, and begins the next. */
static void line(struct page *page, const char *label, enum card_level level)
{
  page->each(page->user, label, page->text->str, level);
  g_string_truncate(page->text, 0);
}

static void add(struct page *page, const char *text)
{
  text_clean(page->text, text, -1);
}

static void add_part(struct page *page, const char *before, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  g_string_append(page->text, page->text->len > 0 ? before : "");
  add(page, text);
}

/* "Tue 24 Nov 9:00" where it is not today at the place, else "17:30". */
static void add_instant(struct page *page, const struct zone *zone, utc_t at)
{
  char date[64], time[16];
  day_t today, day;
  int second;
  zone_local(zone, page->now, &today, &second);
  zone_local(zone, at, &day, &second);
  time_text(at, zone_offset(zone, at), false, time, sizeof time);
  if (day != today) {
    date_text(at, zone_offset(zone, at), DATE_SHORT, date, sizeof date);
    g_string_append_printf(page->text, "%s ", date);
  }
  g_string_append(page->text, time);
}

/* --- where and when -------------------------------------------------------------------------------- */
static void title(struct page *page)
{
  const struct office *office = page->card->office;
  const char *other = office->name[lang_get() == LANG_JA ? LANG_EN : LANG_JA];
  add(page, office_name(office));
  g_string_append(page->text, " (");
  add(page, other);
  g_string_append_printf(page->text, ")  %s  ", office->id);
  add(page, office->region[lang_get()]);
  add_part(page, "  ", office->country);
  line(page, C_("card", "Office"), CARD_TITLE);
}

static void local_time(struct page *page)
{
  const struct office *office = page->card->office;
  char date[64], time[16];
  if (office->zone == NULL) {
    g_string_append(page->text, _("the local time is not known"));
    line(page, C_("card", "There"), CARD_UNKNOWN);
    return;
  }
  int offset = zone_offset(office->zone, page->now), ahead = offset - zone_offset(zone_tokyo(), page->now);
  date_text(page->now, offset, DATE_SHORT, date, sizeof date);
  time_text(page->now, offset, false, time, sizeof time);
  g_string_append_printf(page->text, "%s %s  ", date, time);
  if (ahead == 0)
    g_string_append(page->text, _("as in Japan"));
  else
    g_string_append_printf(page->text, ahead < 0 ? _("%d:%02d behind Japan") : _("%d:%02d ahead of Japan"),
                           ABS(ahead) / HOUR, ABS(ahead) / MINUTE % 60);
  line(page, C_("card", "There"), CARD_NORMAL);
}

static const char *shut_text(enum calendar_reason reason)
{
  static const char *const words[] = {
      [CALENDAR_OPEN] = NC_("office", "open"), [CALENDAR_CLOSED] = NC_("office", "shut"),
      [CALENDAR_WEEKEND] = NC_("office", "weekend"), [CALENDAR_HOLIDAY] = NC_("office", "holiday")};
  return lang_text_context(words[reason]);
}

/* What is peculiar just now: first of all. */
static void notices(struct page *page)
{
  const struct office_card *card = page->card;
  const struct zone *zone = card->office->zone != NULL ? card->office->zone : zone_tokyo();
  for (int i = 0; i < card->notices; i++) {
    const struct card_notice *notice = &card->notice[i];
    g_string_append_printf(page->text, "%d: ", (int)notice->number);
    add(page, notice->words);
    g_string_append(page->text, "  (");
    add_instant(page, zone, notice->at);
    add_part(page, " ", notice->by);
    if (notice->until != UTC_NONE) {
      GString *before = page->text, *at = g_string_new(NULL);
      page->text = at;
      add_instant(page, zone, notice->until);
      page->text = before;
      g_string_append(page->text, ", ");
      g_string_append_printf(page->text, _("until %s"), at->str);
      g_string_free(at, TRUE);
    }
    g_string_append_c(page->text, ')');
    line(page, i == 0 ? C_("card", "Notices") : "", CARD_BAD);
  }
}

static void opening(struct page *page)
{
  const struct office *office = page->card->office;
  const struct calendar *calendar = calendar_find(page->card->ref->calendars, office->calendar);
  if (calendar == NULL || office->zone == NULL) {
    g_string_append(page->text, C_("office", "hours unknown"));
    line(page, C_("card", "Hours"), CARD_UNKNOWN);
    return;
  }
  struct calendar_now now = calendar_at(calendar, page->now);
  utc_t until = now.open ? now.closes_at : now.opens_at;
  g_string_append(page->text, now.open ? C_("office", "open") : shut_text(now.reason));
  add_part(page, "  ", now.holiday[lang_get()]);
  if (until != UTC_NONE) {
    GString *before = page->text, *at = g_string_new(NULL);
    page->text = at;
    add_instant(page, office->zone, until);
    page->text = before;
    g_string_append(page->text, "  ");
    g_string_append_printf(page->text, now.open ? _("until %s") : _("opens %s"), at->str);
    g_string_free(at, TRUE);
  }
  if (!calendar_has_holidays(calendar))
    g_string_append(page->text, _(", holidays unknown"));
  line(page, C_("card", "Hours"), now.open ? CARD_GOOD : CARD_NORMAL);
}

static void languages(struct page *page)
{
  char *text = language_list_text(page->card->office->languages);
  add(page, *text == '\0' ? C_("card", "not known") : text);
  line(page, C_("card", "Languages"), *text == '\0' ? CARD_UNKNOWN : CARD_NORMAL);
  g_free(text);
}

static void days(struct page *page)
{
  const struct office_card *card = page->card;
  for (int i = 0; i < card->days; i++) {
    const struct card_day *day = &card->day[i];
    char date[64];
    date_text((utc_t)day->day * UTC_DAY, 0, DATE_SHORT, date, sizeof date);
    g_string_append_printf(page->text, "%s  ", date);
    add(page, day->name[lang_get()]);
    if (!day->closed)
      g_string_append(page->text, _(" (at work)"));
    line(page, i == 0 ? C_("card", "Holidays") : "", CARD_NORMAL);
  }
}

/* --- the vendor ------------------------------------------------------------------------------------ */
static void vendor_hours(struct page *page, const struct vendor *vendor)
{
  struct zone *own = *vendor->tz == '\0' ? NULL : zone_new(vendor->tz);
  const struct zone *zone = own != NULL ? own : page->card->office->zone;
  struct vendor_now now = vendor_at(vendor->hours, zone, page->now);
  char *hours = vendor_hours_text(vendor->hours);
  add(page, *hours == '\0' ? C_("office", "hours unknown") : hours);
  if (now.known) {
    g_string_append(page->text, "  ");
    g_string_append(page->text, now.open ? C_("office", "open") : C_("office", "shut"));
    if (now.until != UTC_NONE) {
      GString *before = page->text, *at = g_string_new(NULL);
      page->text = at;
      add_instant(page, zone, now.until);
      page->text = before;
      g_string_append(page->text, " ");
      g_string_append_printf(page->text, now.open ? _("until %s") : _("opens %s"), at->str);
      g_string_free(at, TRUE);
    }
  }
  line(page, "", !now.known ? CARD_UNKNOWN : now.open ? CARD_GOOD : CARD_QUIET);
  g_free(hours);
  zone_unref(own);
}

static void vendors(struct page *page)
{
  const struct office_card *card = page->card;
  if (card->vendors == 0) {
    g_string_append(page->text, _("no maintenance vendor is registered"));
    line(page, C_("card", "Vendor"), CARD_UNKNOWN);
  }
  for (int i = 0; i < card->vendors; i++) {
    const struct vendor *vendor = &card->vendor[i];
    char *spoken = language_list_text(vendor->languages);
    add(page, vendor->name);
    add_part(page, "  ", vendor->contact);
    add_part(page, "  ", spoken);
    line(page, C_("card", "Vendor"), CARD_NORMAL);
    vendor_hours(page, vendor);
    add_part(page, "", vendor->contract);
    add_part(page, "  ", vendor->note);
    if (page->text->len > 0)
      line(page, "", CARD_QUIET);
    g_free(spoken);
  }
}

/* --- tickets ---------------------------------------------------------------------------------------- */
static void ticket_line(struct page *page, const struct card_ticket *t, const char *label)
{
  bool late = t->late_at != UTC_NONE && t->late_at <= page->now;
  g_string_append_printf(page->text, "%s  ", t->key);
  g_string_append_printf(page->text, _("P%d"), t->priority);
  g_string_append_printf(page->text, "  %s  ", ticket_state_text(t->state));
  add(page, t->title == NULL ? "" : t->title);
  add_part(page, "  ", t->requester);
  line(page, label, late ? CARD_BAD : ticket_state_is_open(t->state) ? CARD_NORMAL : CARD_QUIET);
}

static void tickets(struct page *page)
{
  const struct office_card *card = page->card;
  g_string_append_printf(page->text, _("%ld open"), (long)card->open_total);
  if (card->late_total > 0)
    g_string_append_printf(page->text, _(", %ld late"), (long)card->late_total);
  line(page, C_("card", "Tickets"), card->late_total > 0 ? CARD_BAD : CARD_NORMAL);
  for (int i = 0; i < card->opens; i++)
    ticket_line(page, &card->open[i], "");
  for (int i = 0; i < card->recents; i++)
    ticket_line(page, &card->recent[i], i == 0 ? C_("card", "Closed") : "");
}

/* --- devices ---------------------------------------------------------------------------------------- */
static const struct { const char *kind; size_t reported; } reported[] = {
    {"pc", offsetof(struct office, pcs)},
    {"server", offsetof(struct office, servers)},
    {"printer", offsetof(struct office, printers)}};

/* What table 3-5 says, apart from what the register holds: unreported is not zero. */
static void reported_counts(struct page *page)
{
  bool unknown = false;
  for (size_t i = 0; i < G_N_ELEMENTS(reported); i++) {
    int count = *(const int *)(const void *)((const char *)page->card->office + reported[i].reported);
    g_string_append_printf(page->text, "%s%s ", i == 0 ? "" : "  ", asset_kind_text(reported[i].kind));
    if (count == COUNT_UNKNOWN)
      g_string_append(page->text, C_("card", "not reported"));
    else
      g_string_append_printf(page->text, "%d", count);
    unknown |= count == COUNT_UNKNOWN;
  }
  g_string_append_printf(page->text, "  %s", _("(as the office reported)"));
  line(page, C_("card", "Devices"), unknown ? CARD_UNKNOWN : CARD_NORMAL);
}

static void devices(struct page *page)
{
  const struct office_card *card = page->card;
  reported_counts(page);
  for (int i = 0; i < card->kinds; i++) {
    const struct card_devices *d = &card->devices[i];
    g_string_append_printf(page->text, "%s%s %d", i == 0 ? _("register: ") : "  ", asset_kind_text(d->kind), d->total);
    if (d->stock > 0)
      g_string_append_printf(page->text, _(" (%d in stock)"), d->stock);
  }
  if (card->kinds == 0)
    g_string_append(page->text, _("register: nothing of this office"));
  line(page, "", card->kinds == 0 ? CARD_UNKNOWN : CARD_NORMAL);
  for (int i = 0; i < card->troubles; i++) {
    const struct card_asset *a = &card->trouble[i];
    g_string_append_printf(page->text, "%s ", asset_state_text(a->state));
    add(page, a->tag);
    add_part(page, " ", asset_kind_text(a->kind));
    add_part(page, " ", a->host);
    add_part(page, "  ", a->user);
    add_part(page, "  ", a->note);
    line(page, "", CARD_BAD);
  }
}

static bool is_good(int state)
{
  return state == CHECK_OK || state == CHECK_PAUSED || state == CHECK_MAINTENANCE;
}

static void endpoints(struct page *page)
{
  const struct office_card *card = page->card;
  int good = 0;
  for (int i = 0; i < card->endpoints; i++)
    good += is_good(card->endpoint[i].state);
  if (card->endpoints == 0)
    g_string_append(page->text, _("nothing of this office is watched"));
  else
    g_string_append_printf(page->text, _("%d of %d well"), good, card->endpoints);
  line(page, C_("card", "Monitoring"),
       card->endpoints == 0 ? CARD_UNKNOWN : good < card->endpoints ? CARD_BAD : CARD_GOOD);
  for (int i = 0; i < card->endpoints; i++) {
    const struct card_endpoint *e = &card->endpoint[i];
    char age[32];
    if (is_good(e->state))
      continue;
    g_string_append_printf(page->text, "%s ", check_state_text((enum check_state)e->state));
    add(page, e->name[lang_get()]);
    if (e->since != UTC_NONE) {
      duration_text(page->now - e->since, age, sizeof age);
      g_string_append_printf(page->text, "  %s  ", age);
    }
    GString *why = check_message_text(g_string_new(NULL), e->message);
    add(page, why->str);
    g_string_free(why, TRUE);
    line(page, "", CARD_BAD);
  }
}

static void sections(struct page *page)
{
  for (int i = 0; i < page->card->sections; i++) {
    const struct card_section *s = &page->card->section[i];
    char **names = g_strsplit(s->applications, ";", -1), *joined = g_strjoinv(C_("between names", ", "), names);
    add(page, s->name[lang_get()]);
    add_part(page, "  ", s->contact);
    add_part(page, "  ", s->hours);
    add_part(page, "  ", joined);
    line(page, i == 0 ? C_("card", "Sections") : "", CARD_NORMAL);
    g_free(joined);
    g_strfreev(names);
  }
}

void office_card_lines(const struct office_card *card, utc_t now, card_line_fn *each, void *user)
{
  static void (*const parts[])(struct page *) = {title, notices, local_time, opening, languages, days, vendors,
                                                 tickets, devices, endpoints, sections};
  struct page page = {.card = card, .now = now, .each = each, .user = user, .text = g_string_new(NULL)};
  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
    parts[i](&page);
  g_string_free(page.text, TRUE);
}

/* --- as text ------------------------------------------------------------------------------------------ */
static void to_text(void *user, const char *label, const char *text, enum card_level level)
{
  enum { LABEL = 12 };
  (void)level;
  text_fit(user, label, LABEL, false);
  g_string_append_printf(user, "%s\n", text);
}

char *office_card_text(const struct office_card *card, enum lang lang, utc_t now)
{
  enum lang before = lang_get();
  GString *out = g_string_new(NULL);
  lang_set(lang);
  office_card_lines(card, now, to_text, out);
  lang_set(before);
  return g_string_free(out, FALSE);
}

void office_card_free(void *card)
{
  if (card != NULL)
    arena_free(((struct office_card *)card)->arena); /* holds the card and its reference too */
}
