/* What people's decisions mean for an endpoint: rules over rows that were read. No database. */
#include <string.h>

#include "toban/check_store.h"
#include "toban/health_store.h"
#include "toban/lang.h"

static bool names(const char *target, const char *prefix, const char *value)
{
  return value != NULL && *value != '\0' && g_str_has_prefix(target, prefix) &&
         strcmp(target + strlen(prefix), value) == 0;
}

bool maintenance_names(const struct maintenance *m, const char *id, const char *group, const char *office)
{
  for (int i = 0; m->target[i] != NULL; i++)
    if (strcmp(m->target[i], "all") == 0 || names(m->target[i], "endpoint:", id) ||
        names(m->target[i], "group:", group) || names(m->target[i], "office:", office))
      return true;
  return false;
}

bool maintenance_covers(const struct maintenance *m, const char *id, const char *group, const char *office)
{
  return !m->cancelled && maintenance_names(m, id, group, office);
}

const char *maintenance_title(const struct maintenance *m)
{
  const char *mine = m->title[lang_get()], *other = m->title[1 - lang_get()];
  if (!m->calendar)
    return m->reason == NULL ? "" : m->reason;
  return mine != NULL && *mine != '\0' ? mine : other == NULL ? "" : other;
}

const struct maintenance *maintenance_at(const struct endpoint_list *list, const struct endpoint_row *row, utc_t now)
{
  const struct maintenance *found = NULL;
  for (int i = 0; i < list->windows; i++) {
    const struct maintenance *m = &list->window[i];
    if (m->start <= now && now < m->end && (found == NULL || m->end > found->end) &&
        maintenance_covers(m, row->id, row->group, row->office))
      found = m;
  }
  return found;
}

/* until UTC_NONE: no end of its own. */
static bool holds(const char *by, utc_t until, utc_t now)
{
  return by != NULL && *by != '\0' && (until == UTC_NONE || now < until);
}

bool endpoint_is_paused(const struct endpoint_row *row, utc_t now)
{
  return holds(row->paused_by, row->paused_until, now);
}

bool endpoint_is_acknowledged(const struct endpoint_row *row, utc_t now)
{
  return holds(row->acked_by, row->acked_until, now);
}

enum check_state endpoint_shown(const struct endpoint_row *row, utc_t now)
{
  struct check_status status = {.state = (enum check_state)row->state, .checked_at = row->checked_at};
  struct check_rule rule = {.interval_s = row->interval_s};
  return endpoint_is_paused(row, now) ? CHECK_PAUSED : check_shown(&status, &rule, now);
}

void check_lease_name(const char *site, char name[static 32])
{
  g_snprintf(name, 32, "%s%s%s", LEASE_POLLER, *site == '\0' ? "" : "@", site);
}
