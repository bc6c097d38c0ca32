/* toban office: the office card. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/health.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/office_card.h"
#include "toban/read.h"

static json_t *count_json(int count)
{
  return count == COUNT_UNKNOWN ? json_null() : json_integer(count);
}

static json_t *list_json(const char *text)
{
  json_t *list = json_array();
  char **part = g_strsplit(text, ";", -1);
  for (int i = 0; part[i] != NULL; i++)
    if (*part[i] != '\0')
      json_array_append_new(list, json_text(part[i]));
  g_strfreev(part);
  return list;
}

static void add_clock(json_t *out, const struct office_card *card, utc_t now)
{
  const struct office *office = card->office;
  const struct calendar *calendar = calendar_find(card->ref->calendars, office->calendar);
  char local[32];
  bool known = calendar != NULL && office->zone != NULL;
  struct calendar_now at = {.reason = CALENDAR_CLOSED, .opens_at = UTC_NONE, .closes_at = UTC_NONE};
  if (known)
    at = calendar_at(calendar, now);
  json_object_set_new(out, "local", office->zone == NULL ? json_null()
                                        : json_string(utc_format_offset(now, zone_offset(office->zone, now), local)));
  json_object_set_new(out, "open", known ? json_boolean(at.open) : json_null());
  json_object_set_new(out, "reason", known ? json_string(calendar_reason_id(at.reason)) : json_null());
  json_object_set_new(out, "holiday", at.holiday[lang_get()] == NULL ? json_null()
                                                                     : json_text(at.holiday[lang_get()]));
  json_object_set_new(out, "opens_at", json_utc(at.opens_at));
  json_object_set_new(out, "closes_at", json_utc(at.closes_at));
}

static json_t *tickets_json(const struct card_ticket *ticket, int count)
{
  json_t *list = json_array();
  for (int i = 0; i < count; i++) {
    const struct card_ticket *t = &ticket[i];
    json_array_append_new(
        list, json_pack("{s:s, s:o, s:s, s:i, s:o, s:o, s:o}", "ticket", t->key, "title", json_text(t->title), "state",
                        ticket_state_id(t->state), "priority", t->priority, "requester",
                        t->requester == NULL ? json_null() : json_text(t->requester), "received_at",
                        json_utc(t->received_at), "late_at", json_utc(t->late_at)));
  }
  return list;
}

static json_t *vendors_json(const struct office_card *card, utc_t now)
{
  json_t *list = json_array();
  for (int i = 0; i < card->vendors; i++) {
    const struct vendor *v = &card->vendor[i];
    struct zone *own = *v->tz == '\0' ? NULL : zone_new(v->tz);
    struct vendor_now at = vendor_at(v->hours, own != NULL ? own : card->office->zone, now);
    json_array_append_new(
        list, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "name", json_text(v->name), "contact",
                        json_text(v->contact), "contract", json_text(v->contract), "hours", json_text(v->hours), "tz",
                        json_text(v->tz), "languages", list_json(v->languages), "note", json_text(v->note), "open",
                        at.known ? json_boolean(at.open) : json_null(), "until", json_utc(at.until)));
    zone_unref(own);
  }
  return list;
}

static json_t *devices_json(const struct office_card *card)
{
  json_t *register_ = json_object(), *trouble = json_array();
  for (int i = 0; i < card->kinds; i++) {
    const struct card_devices *d = &card->devices[i];
    json_object_set_new(register_, d->kind, json_pack("{s:i, s:i, s:i, s:i, s:i}", "total", d->total, "in_use",
                                                      d->in_use, "stock", d->stock, "trouble", d->trouble, "other",
                                                      d->other));
  }
  for (int i = 0; i < card->troubles; i++) {
    const struct card_asset *a = &card->trouble[i];
    json_array_append_new(trouble, json_pack("{s:o, s:o, s:o, s:o, s:o}", "tag", json_text(a->tag), "kind",
                                             json_text(a->kind), "host", json_text(a->host), "state",
                                             json_text(a->state), "user", json_text(a->user)));
  }
  return json_pack("{s:{s:o, s:o, s:o}, s:o, s:o}", "reported", "pcs", count_json(card->office->pcs), "servers",
                   count_json(card->office->servers), "printers", count_json(card->office->printers), "register",
                   register_, "trouble", trouble);
}

static json_t *endpoints_json(const struct office_card *card)
{
  json_t *list = json_array();
  for (int i = 0; i < card->endpoints; i++)
    json_array_append_new(list, json_pack("{s:o, s:s, s:o}", "id", json_text(card->endpoint[i].id), "state",
                                          check_state_id((enum check_state)card->endpoint[i].state), "since",
                                          json_utc(card->endpoint[i].since)));
  return list;
}

static json_t *days_json(const struct office_card *card)
{
  json_t *list = json_array();
  char day[16];
  for (int i = 0; i < card->days; i++)
    json_array_append_new(list, json_pack("{s:s, s:o, s:o, s:b}", "date", day_format(card->day[i].day, day), "name_ja",
                                          json_text(card->day[i].name[LANG_JA]), "name_en",
                                          json_text(card->day[i].name[LANG_EN]), "closed", card->day[i].closed));
  return list;
}

static json_t *sections_json(const struct office_card *card)
{
  json_t *list = json_array();
  for (int i = 0; i < card->sections; i++) {
    const struct card_section *s = &card->section[i];
    json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "code", json_text(s->code), "name_ja",
                                          json_text(s->name[LANG_JA]), "name_en", json_text(s->name[LANG_EN]),
                                          "applications", list_json(s->applications), "contact",
                                          json_text(s->contact), "hours", json_text(s->hours)));
  }
  return list;
}

static json_t *notices_json(const struct office_card *card)
{
  json_t *list = json_array();
  for (int i = 0; i < card->notices; i++) {
    const struct card_notice *n = &card->notice[i];
    json_array_append_new(list, json_pack("{s:I, s:o, s:o, s:o, s:o}", "number", (json_int_t)n->number, "words",
                                          json_text(n->words), "by", json_text(n->by), "at", json_utc(n->at),
                                          "until", json_utc(n->until)));
  }
  return list;
}

static json_t *card_json(const struct office_card *card, utc_t now)
{
  const struct office *o = card->office;
  json_t *out = json_pack("{s:o, s:s, s:o, s:o, s:o, s:o, s:o}", "no", o->no > 0 ? json_integer(o->no) : json_null(),
                          "code", o->code, "name_ja", json_text(o->name[LANG_JA]), "name_en",
                          json_text(o->name[LANG_EN]), "country", json_text(o->country), "tz", json_text(o->tz),
                          "languages", list_json(o->languages));
  add_clock(out, card, now);
  json_object_set_new(out, "notices", notices_json(card));
  json_object_set_new(out, "holidays", days_json(card));
  json_object_set_new(out, "vendors", vendors_json(card, now));
  json_object_set_new(out, "tickets", json_pack("{s:I, s:I, s:o, s:o}", "open", (json_int_t)card->open_total, "late",
                                                (json_int_t)card->late_total, "urgent",
                                                tickets_json(card->open, card->opens), "closed",
                                                tickets_json(card->recent, card->recents)));
  json_object_set_new(out, "devices", devices_json(card));
  json_object_set_new(out, "endpoints", endpoints_json(card));
  json_object_set_new(out, "sections", sections_json(card));
  return out;
}

static struct office_card *read_card(const struct cli *cli, const char *text, utc_t now, GError **error)
{
  struct db *db = cli_open(cli, DB_READONLY, error);
  struct reference *ref = db == NULL ? NULL : reference_read(db, NULL, error);
  const struct office *office = ref == NULL ? NULL : cli_office(ref, text, error);
  struct office_card_args args = {.now = now};
  struct office_card *card = NULL;
  if (office != NULL) {
    g_strlcpy(args.office, office->id, sizeof args.office);
    card = office_card_read(db, &args, error);
  }
  reference_free(ref);
  db_close(db);
  return card;
}

static bool run(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  utc_t now = clock_now();
  struct office_card *card = read_card(cli, argv[0], now, error);
  if (card == NULL)
    return false;
  bool ok = true;
  if (cli->json) {
    ok = cli_json(card_json(card, now), error);
  } else {
    char *text = office_card_text(card, lang_get(), now);
    fputs(text, stdout);
    g_free(text);
  }
  office_card_free(card);
  return ok;
}

const struct cli_command command_office = {
    .name = "office", .args = "NO|CODE", .min_args = 1, .max_args = 1, .run = run, .wants_json = true,
    .summary = N_("the card of an office: hours, vendor, open tickets, devices, windows")};
