/* A menu of times: the usual ones on the requester's clock and on Japan's, no time, or any other by the line. */
#include <string.h>

#include "names.h"
#include "toban/event_text.h"
#include "toban/when.h"
#include "work.h"

bool when_read(struct model *model, const char *office_id, const char *text, utc_t *out)
{
  const struct office *office = place_of(model, office_id);
  GError *why = NULL;
  if (when_parse(text, model->now, office == NULL ? NULL : office->zone, out, &why))
    return true;
  model_say(model, ROLE_BAD, "%s", why->message);
  g_error_free(why);
  return false;
}

static void add_time(struct model *model, struct menu *menu, const struct office *office, const char *text)
{
  g_autoptr(GString) label = g_string_new(NULL);
  utc_t at;
  bool there = g_str_has_suffix(text, "there");
  if (there && (office == NULL || office->zone == NULL ||
                zone_offset(office->zone, model->now) == zone_offset(zone_tokyo(), model->now)))
    return;
  if (!when_parse(text, model->now, office == NULL ? NULL : office->zone, &at, NULL))
    return;
  event_time_both(office, at, label);
  menu_add(menu, text, label->str);
}

void when_menu(struct model *model, const char *title_format, const char *key, int64_t revision, bool may_be_none,
               const char *other_line, menu_fn *chosen)
{
  static const char *const times[] = {"+30m", "+1h", "17:00", "17:00 there", "tomorrow 9:00", "tomorrow 9:00 there",
                                      "+3d"};
  const struct ticket *ticket = model_subject(model);
  const struct office *office = ticket == NULL ? NULL : place_of(model, ticket->office);
  struct menu *menu = work_menu(model, title_format, key, revision, chosen);
  if (may_be_none)
    menu_add(menu, "", _("not known"));
  for (size_t i = 0; i < G_N_ELEMENTS(times); i++)
    add_time(model, menu, office, times[i]);
  menu_add(menu, other_line, _("another time ..."));
  menu_ready(model, false);
}
