#include "toban/ticket_work.h"

#include <string.h>

#include "ticket_impl.h"
#include "toban/error.h"

static bool bad(GError **error, const char *text)
{
  error_set(error, TE_DATA, "%s", text);
  return false;
}

static bool empty(const char *text)
{
  return text == NULL || *text == '\0';
}

/* --- tags ----------------------------------------------------------------------------------------- */
bool ticket_tag_valid(const char *tag)
{
  if (empty(tag) || strlen(tag) > TAG_BYTES || !g_utf8_validate(tag, -1, NULL))
    return false;
  for (const char *at = tag; *at != '\0'; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (!g_unichar_isalnum(c) && c != '-' && c != '_' && c != '.' && c != 0x30fc /* the long vowel mark */)
      return false;
  }
  return *tag != '-';
}

static int tag_at(const struct ticket *ticket, const char *tag)
{
  for (int i = 0; i < ticket->tags; i++)
    if (g_strcmp0(ticket->tag[i], tag) == 0)
      return i;
  return -1;
}

bool ticket_has_tag(const struct ticket *ticket, const char *tag)
{
  return tag_at(ticket, tag) >= 0;
}

bool ticket_may_tag(const struct ticket *ticket, const struct ticket_event *event, GError **error)
{
  if (!ticket_tag_valid(event->target))
    return bad(error, _("a tag is one word of letters, digits, “-”, “_” and “.”, at most 40 bytes"));
  if (ticket->tags == TICKET_TAGS && tag_at(ticket, event->target) < 0)
    return bad(error, _("a ticket has at most 12 tags"));
  return true;
}

bool ticket_may_untag(const struct ticket *ticket, const struct ticket_event *event, GError **error)
{
  if (tag_at(ticket, event->target) >= 0)
    return true;
  error_set(error, TE_DATA, _("the ticket has no tag “%s”"), event->target == NULL ? "" : event->target);
  return false;
}

void ticket_tag(struct ticket *ticket, const struct ticket_event *event)
{
  if (tag_at(ticket, event->target) < 0 && ticket->tags < TICKET_TAGS)
    ticket->tag[ticket->tags++] = event->target;
}

void ticket_untag(struct ticket *ticket, const struct ticket_event *event)
{
  int at = tag_at(ticket, event->target);
  if (at < 0)
    return;
  ticket->tags--;
  memmove(&ticket->tag[at], &ticket->tag[at + 1], (size_t)(ticket->tags - at) * sizeof ticket->tag[0]);
  ticket->tag[ticket->tags] = NULL;
}

/* --- links ---------------------------------------------------------------------------------------- */
bool ticket_may_link(const struct ticket *ticket, const struct ticket_event *event, GError **error)
{
  enum ticket_relation relation;
  if (empty(event->target))
    return bad(error, _("a link names the other ticket"));
  if (event->ticket != NULL && strcmp(event->target, event->ticket) == 0)
    return bad(error, _("a ticket cannot be linked to itself"));
  if (!ticket_relation_parse(event->reason, &relation))
    return bad(error, _("a link is parent, child, related, split-from or split-to"));
  if (event->kind == EVENT_LINKED && relation == RELATION_PARENT && ticket->parent != NULL &&
      strcmp(ticket->parent, event->target) != 0) {
    error_set(error, TE_DATA, _("the ticket has a parent already: %s"), ticket->parent);
    return false;
  }
  return true;
}

bool ticket_may_unlink(const struct ticket *ticket, const struct ticket_event *event, GError **error)
{
  enum ticket_relation relation;
  if (!ticket_may_link(ticket, event, error))
    return false;
  ticket_relation_parse(event->reason, &relation);
  if ((relation == RELATION_PARENT && g_strcmp0(ticket->parent, event->target) != 0) ||
      (relation == RELATION_CHILD && ticket->children == 0))
    return bad(error, _("there is no such link"));
  return true;
}

void ticket_link(struct ticket *ticket, const struct ticket_event *event)
{
  enum ticket_relation relation = RELATIONS;
  ticket_relation_parse(event->reason, &relation);
  if (relation == RELATION_PARENT)
    ticket->parent = event->target;
  else if (relation == RELATION_CHILD)
    ticket->children++;
}

void ticket_unlink(struct ticket *ticket, const struct ticket_event *event)
{
  enum ticket_relation relation = RELATIONS;
  ticket_relation_parse(event->reason, &relation);
  if (relation == RELATION_PARENT)
    ticket->parent = NULL;
  else if (relation == RELATION_CHILD)
    ticket->children--;
}

static bool same_link(const struct ticket_link *link, const struct ticket_event *event, enum ticket_relation relation)
{
  return link->relation == relation && strcmp(link->other, event->target) == 0;
}

GArray *ticket_links(const struct ticket_event *event, int events)
{
  GArray *out = g_array_new(FALSE, FALSE, sizeof(struct ticket_link));
  for (int i = 0; i < events; i++) {
    enum ticket_relation relation;
    if ((event[i].kind != EVENT_LINKED && event[i].kind != EVENT_UNLINKED) ||
        !ticket_relation_parse(event[i].reason, &relation))
      continue;
    for (guint k = out->len; k > 0; k--) /* the same link again is one link */
      if (same_link(&g_array_index(out, struct ticket_link, k - 1), &event[i], relation))
        g_array_remove_index(out, k - 1);
    struct ticket_link link = {event[i].target, relation};
    if (event[i].kind == EVENT_LINKED)
      g_array_append_val(out, link);
  }
  return out;
}

/* --- call-backs ----------------------------------------------------------------------------------- */
bool ticket_may_promise(const struct ticket *ticket, const struct ticket_event *event, GError **error)
{
  (void)ticket;
  if (event->until == 0 || event->until < event->at)
    return bad(error, _("a call-back is promised for a time that is still to come"));
  return true;
}

bool ticket_may_end_promise(const struct ticket *ticket, const struct ticket_event *event, GError **error)
{
  (void)event;
  return ticket->callback_at != UTC_NONE || bad(error, _("no call-back is promised"));
}

void ticket_promise(struct ticket *ticket, const struct ticket_event *event)
{
  ticket->callback_at = event->until;
}

void ticket_end_promise(struct ticket *ticket, const struct ticket_event *event)
{
  (void)event;
  ticket->callback_at = UTC_NONE;
}

struct callback_count ticket_callbacks(const struct ticket_event *event, int events, utc_t now)
{
  struct callback_count count = {0, 0};
  utc_t open = UTC_NONE;
  for (int i = 0; i <= events; i++) {
    enum event_kind kind = i < events ? event[i].kind : EVENT_KINDS;
    utc_t at = i < events ? event[i].at : now;
    if (kind < EVENT_CALLBACK_PROMISED || (kind > EVENT_CALLBACK_CANCELLED && kind != EVENT_KINDS))
      continue;
    if (open != UTC_NONE && at > open)
      count.broken++;
    else if (open != UTC_NONE && kind == EVENT_CALLBACK_KEPT)
      count.kept++;
    open = kind == EVENT_CALLBACK_PROMISED ? event[i].until : UTC_NONE;
  }
  return count;
}

/* --- checklists, time, sections, assets ------------------------------------------------------------- */
bool ticket_may_check(const struct ticket *ticket, const struct ticket_event *event, GError **error)
{
  (void)ticket;
  const char *slash = event->target == NULL ? NULL : strchr(event->target, '/');
  return (slash != NULL && slash != event->target && slash[1] != '\0') ||
         bad(error, _("an item of a checklist is written LIST/ITEM"));
}

bool ticket_checked(const struct ticket_event *event, int events, const char *item, const char **by, utc_t *at)
{
  for (int i = events - 1; i >= 0; i--)
    if ((event[i].kind == EVENT_CHECKED || event[i].kind == EVENT_UNCHECKED) &&
        g_strcmp0(event[i].target, item) == 0) {
      if (by != NULL)
        *by = event[i].by;
      if (at != NULL)
        *at = event[i].at;
      return event[i].kind == EVENT_CHECKED;
    }
  return false;
}

bool ticket_may_spend(const struct ticket *ticket, const struct ticket_event *event, GError **error)
{
  if (event->amount == 0 || event->amount > 24 * 60 || event->amount < -24 * 60)
    return bad(error, _("time spent is 1 to 1440 minutes at a time (with “-”: taken back)"));
  return ticket->spent + event->amount >= 0 || bad(error, _("no more time can be taken back than was written down"));
}

void ticket_spend(struct ticket *ticket, const struct ticket_event *event)
{
  ticket->spent += event->amount;
}

bool ticket_may_name(const struct ticket *ticket, const struct ticket_event *event, GError **error)
{
  (void)ticket;
  if (!empty(event->target))
    return true;
  return bad(error, event->kind == EVENT_REMOTE ? _("a remote event names the asset")
                                                : _("a ticket is handed over to a section"));
}

void ticket_hand_over(struct ticket *ticket, const struct ticket_event *event)
{
  ticket->section = event->target;
}
