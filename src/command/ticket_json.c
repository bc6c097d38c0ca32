/* Tickets and their events as JSON: the shape of commands.md, the names of the export. */
#include "ticket_json.h"

#include "toban/json.h"

static json_t *clocks_json(const struct sla_clock *clock)
{
  json_t *list = json_array();
  for (int i = 0; i < CLOCKS; i++) {
    const struct sla_clock *c = &clock[i];
    if (c->state == SLA_NONE)
      continue;
    json_array_append_new(
        list, json_pack("{s:o, s:s, s:s, s:o, s:I, s:I, s:o, s:o, s:o}", "policy", json_text(c->policy), "clock",
                        sla_clock_id(i), "state", sla_state_id(c->state), "result", json_text(sla_result_id(c->result)),
                        "elapsed", (json_int_t)c->elapsed, "target", (json_int_t)c->target, "due", json_utc(c->due),
                        "met_at", json_utc(c->met_at), "missed_at", json_utc(c->missed_at)));
  }
  return list;
}

json_t *ticket_json(const struct ticket *t, const struct sla_clock *clock)
{
  json_t *object = json_pack(
      "{s:o, s:s, s:i, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:o}", "ticket", json_text(t->key),
      "state", ticket_state_id(t->state), "priority", t->priority, "channel", channel_id(t->channel), "category",
      json_text(t->category), "office", json_text(t->office), "title", json_text(t->title), "requester",
      json_text(t->requester), "lang", json_text(t->lang), "assignee", json_text(t->assignee), "merged_into",
      json_text(t->merged_into), "received_at", json_utc(t->received_at), "answered_at", json_utc(t->answered_at),
      "closed_at", json_utc(t->closed_at), "revision", (json_int_t)t->revision, "clocks", clocks_json(clock));
  json_t *tags = json_array();
  for (int i = 0; i < t->tags; i++)
    json_array_append_new(tags, json_text(t->tag[i]));
  json_t *work = json_pack("{s:o, s:o, s:o, s:o, s:o, s:i, s:I, s:o}", "expected_at", json_utc(t->expected_at),
                           "callback_at", json_utc(t->callback_at), "cause", json_text(t->cause), "section",
                           json_text(t->section), "parent", json_text(t->parent), "children", t->children, "minutes",
                           (json_int_t)t->spent, "tags", tags);
  json_object_update(object, work);
  json_decref(work);
  return object;
}

/* The names that the export of events has. */
static const char *target_name(enum event_kind kind)
{
  switch (kind) {
  case EVENT_MERGED: return "into";
  case EVENT_TAGGED: case EVENT_UNTAGGED: return "tag";
  case EVENT_CHECKED: case EVENT_UNCHECKED: return "item";
  case EVENT_HANDED_OVER: return "section";
  case EVENT_REMOTE: return "asset";
  default: return "to";
  }
}

static const char *reason_name(enum event_kind kind)
{
  return kind == EVENT_STATE ? "cause" : kind == EVENT_LINKED || kind == EVENT_UNLINKED ? "relation" : "reason";
}

json_t *event_json(const struct ticket_event *e)
{
  const struct { const char *name, *text; } texts[] = {
      {"category", e->category}, {"office", e->office},   {"title", e->title}, {"requester", e->requester},
      {"lang", e->lang},         {"body", e->body},       {target_name(e->kind), e->target},
      {reason_name(e->kind), e->reason}};
  json_t *object = json_pack("{s:I, s:o, s:o, s:s}", "seq", (json_int_t)e->seq, "at", json_utc(e->at), "by",
                             json_text(e->by), "kind", event_kind_id(e->kind));
  if (e->channel != CHANNEL_NONE)
    json_object_set_new(object, "channel", json_text(channel_id(e->channel)));
  if (e->priority != PRIORITY_NONE)
    json_object_set_new(object, "priority", json_integer(e->priority));
  if (e->until != 0)
    json_object_set_new(object, "until", json_utc(e->until));
  if (e->amount != 0)
    json_object_set_new(object, "minutes", json_integer(e->amount));
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    if (texts[i].text != NULL)
      json_object_set_new(object, texts[i].name, json_text(texts[i].text));
  return object;
}
