#include "toban/handover.h"

#include <string.h>

#include "toban/error.h"
#include "toban/health.h"
#include "toban/text.h"
#include "toban/ticket.h"

static const struct { const char *id, *text; } kinds[HANDOVER_KINDS] = {
  [HANDOVER_DUE] = {"due", NC_("handover", "Due within the next shift")},
  [HANDOVER_PROMISE] = {"promise", NC_("handover", "Promised call-backs")},
  [HANDOVER_PAUSED] = {"paused", NC_("handover", "On hold")},
  [HANDOVER_ESCALATION] = {"escalation", NC_("handover", "Escalated, without an answer")},
  [HANDOVER_ENDPOINT] = {"endpoint", NC_("handover", "Trouble with endpoints")},
  [HANDOVER_OUTAGE] = {"outage", NC_("handover", "Outages and work to come")},
  [HANDOVER_GAP] = {"gap", NC_("handover", "Gaps of the roster")},
  [HANDOVER_BOARD] = {"board", NC_("handover", "Notes of the desk")},
  [HANDOVER_CHAIN] = {"chain", NC_("handover", "Head of the log")},
};
static const struct { const char *id, *text; } states[HANDOVER_STATES] = {
  [HANDOVER_DRAFT] = {"draft", NC_("handover", "draft")},
  [HANDOVER_GIVEN] = {"given", NC_("handover", "handed over")},
  [HANDOVER_ENDED] = {"ended", NC_("handover", "ended")},
};

const char *handover_kind_id(enum handover_kind kind)
{
  return kinds[kind].id;
}

bool handover_kind_parse(const char *id, enum handover_kind *out)
{
  for (int i = 0; i < HANDOVER_KINDS; i++)
    if (strcmp(kinds[i].id, id) == 0) {
      *out = (enum handover_kind)i;
      return true;
    }
  return false;
}

const char *handover_kind_text(enum handover_kind kind)
{
  return lang_text_context(kinds[kind].text);
}

const char *handover_state_id(enum handover_state state)
{
  return states[state].id;
}

const char *handover_state_text(enum handover_state state)
{
  return lang_text_context(states[state].text);
}

int handover_unconfirmed(const struct handover_sheet *sheet)
{
  int count = 0;
  for (int i = 0; i < sheet->items && sheet->state == HANDOVER_GIVEN; i++)
    count += sheet->item[i].confirmed_by == NULL;
  return count;
}

/* --- one item ----------------------------------------------------------------------------------------- */
/* "24 Nov 23:41", in Japan. */
static void add_time(GString *out, utc_t at)
{
  char date[32], time[16];
  int offset = zone_offset(zone_tokyo(), at);
  date_text(at, offset, DATE_MINIMAL, date, sizeof date);
  time_text(at, offset, false, time, sizeof time);
  g_string_append_printf(out, "%s %s", date, time);
}

static void add_clean(GString *out, const char *before, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  g_string_append(out, before);
  text_clean(out, text, -1);
}

static const char *state_word(const struct handover_item *item)
{
  enum ticket_state ticket;
  enum check_state check;
  if (item->kind == HANDOVER_DUE)
    return sla_clock_text(strcmp(item->state, "response") == 0 ? CLOCK_RESPONSE : CLOCK_RESOLUTION);
  if (item->kind == HANDOVER_ENDPOINT && check_state_parse(item->state, &check))
    return check_state_text(check);
  return ticket_state_parse(item->state, &ticket) ? ticket_state_text(ticket) : item->state;
}

static void add_title(GString *out, const struct handover_item *item)
{
  const char *mine = item->title[lang_get()], *other = item->title[1 - lang_get()];
  add_clean(out, "  ", *mine != '\0' ? mine : other);
}

static void ticket_text(const struct handover_item *item, const struct reference *ref, GString *out)
{
  const struct office *office = ref == NULL ? NULL : reference_office(ref, item->office);
  text_clean(out, item->ref, -1);
  if (item->at != UTC_NONE) {
    g_string_append(out, "  ");
    add_time(out, item->at);
  }
  if (*item->state != '\0')
    g_string_append_printf(out, " %s", state_word(item));
  if (item->kind == HANDOVER_DUE && item->have > 0)
    g_string_append_printf(out, " %s", C_("handover", "LATE"));
  add_clean(out, "  ", office == NULL ? item->office : office_name(office));
  add_title(out, item);
  add_clean(out, item->kind == HANDOVER_DUE ? "  @" : "  - ", item->words);
}

static void period_text(const struct handover_item *item, GString *out)
{
  add_time(out, item->at);
  g_string_append(out, " - ");
  add_time(out, item->until);
  add_title(out, item);
  if (item->kind == HANDOVER_GAP)
    g_string_append_printf(out, _(": %d of %d"), item->have, item->want);
  add_clean(out, "  ", item->words);
}

/* What a check said, as a sentence. */
static void message_text(const char *message, GString *out)
{
  g_autoptr(GString) text = g_string_new(NULL);
  if (*message != '\0')
    check_message_text(text, message);
  add_clean(out, "  ", text->str);
}

void handover_item_text(const struct handover_item *item, const struct reference *ref, GString *out)
{
  switch (item->kind) {
  case HANDOVER_DUE:
  case HANDOVER_PROMISE:
  case HANDOVER_PAUSED:
  case HANDOVER_ESCALATION: ticket_text(item, ref, out); break;
  case HANDOVER_OUTAGE:
  case HANDOVER_GAP: period_text(item, out); break;
  case HANDOVER_ENDPOINT:
    g_string_append_printf(out, "%s ", state_word(item));
    add_time(out, item->at);
    add_title(out, item);
    message_text(item->words, out);
    break;
  case HANDOVER_CHAIN: g_string_append_printf(out, "%s %s", item->ref, item->words); break;
  case HANDOVER_BOARD:
  case HANDOVER_KINDS:
    add_clean(out, "", *item->title[lang_get()] != '\0' ? item->title[lang_get()] : item->title[1 - lang_get()]);
    add_clean(out, "  ", item->words);
    break;
  }
}

/* --- steps -------------------------------------------------------------------------------------------- */
bool handover_may_confirm(const struct handover_sheet *sheet, int place, const char *by, GError **error)
{
  if (sheet->state != HANDOVER_GIVEN || place < 1 || place > sheet->items) {
    error_set(error, TE_NO, _("sheet %ld has no such item to confirm"), (long)sheet->number);
    return false;
  }
  if (g_strcmp0(sheet->given_by, by) == 0) {
    error_set(error, TE_PERMISSION, "%s", _("the next shift confirms, not who handed over"));
    return false;
  }
  if (sheet->item[place - 1].confirmed_by != NULL) {
    error_set(error, TE_NO, _("%s has confirmed that already"), sheet->item[place - 1].confirmed_by);
    return false;
  }
  return true;
}

bool handover_may_end(const struct handover_sheet *sheet, const char *reason, GError **error)
{
  int open = handover_unconfirmed(sheet);
  if (sheet->state != HANDOVER_GIVEN) {
    error_set(error, TE_NO, _("sheet %ld was not handed over, or is ended"), (long)sheet->number);
    return false;
  }
  if (open > 0 && (reason == NULL || *reason == '\0')) {
    error_set(error, TE_DATA, _("%d items are not confirmed: say why the shift ends without"), open);
    return false;
  }
  return true;
}
