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

struct choice { const char *text; utc_t at; };

static int by_time(const void *a, const void *b)
{
  utc_t x = ((const struct choice *)a)->at, y = ((const struct choice *)b)->at;
  return (x > y) - (x < y);
}

static void find_time(const struct model *model, const struct office *office, const char *text, GArray *out)
{
  struct choice choice = {text, 0};
  bool there = g_str_has_suffix(text, "there");
  if (there && (office == NULL || office->zone == NULL ||
                zone_offset(office->zone, model->now) == zone_offset(zone_tokyo(), model->now)))
    return;
  if (when_parse(text, model->now, office == NULL ? NULL : office->zone, &choice.at, NULL))
    g_array_append_val(out, choice);
}

/* The next ones first. */
static void add_times(const struct model *model, struct menu *menu, const struct office *office)
{
  static const char *const times[] = {"+30m", "+1h", "17:00", "17:00 there", "tomorrow 9:00", "tomorrow 9:00 there",
                                      "+3d"};
  GArray *found = g_array_new(FALSE, FALSE, sizeof(struct choice));
  for (size_t i = 0; i < G_N_ELEMENTS(times); i++)
    find_time(model, office, times[i], found);
  g_array_sort(found, by_time);
  for (guint i = 0; i < found->len; i++) {
    const struct choice *choice = &g_array_index(found, struct choice, i);
    g_autoptr(GString) label = g_string_new(NULL);
    event_time_both(office, choice->at, label);
    menu_add(menu, choice->text, label->str);
  }
  g_array_unref(found);
}

void when_menu(struct model *model, const char *title_format, const char *key, int64_t revision, bool may_be_none,
               const char *other_line, menu_fn *chosen)
{
  const struct ticket *ticket = model_subject(model);
  const struct office *office = ticket == NULL ? NULL : place_of(model, ticket->office);
  struct menu *menu = work_menu(model, title_format, key, revision, chosen);
  if (may_be_none)
    menu_add(menu, "", _("not known"));
  add_times(model, menu, office);
  menu_add(menu, other_line, _("another time ..."));
  menu_ready(model, false);
}
