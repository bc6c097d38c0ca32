#include "toban/error.h"
#include "toban/resource.h"
#include "toban/transfer.h"

/* In this order: calendars check their holidays, policies their calendars, events their offices. */
static const struct { const char *kind, *resource; } initial[] = {
    {"offices", "offices.csv"},       {"categories", "categories.csv"},       {"sections", "sections.csv"},
    {"holidays", "holidays.csv"},     {"calendars", "calendars.csv"},         {"special-dates", "special-dates.csv"},
    {"policies", "policies.csv"},     {"templates", "templates.csv"},
    {"needs", "needs.csv"},           {"qualifications", "qualifications.csv"},
    {"contacts", "contacts.csv"},     {"escalation-rules", "escalation-rules.csv"},
    {"seasons", "seasons.csv"},
};

bool transfer_initial(struct db *db, const char *by, utc_t at, GError **error)
{
  for (size_t i = 0; i < G_N_ELEMENTS(initial); i++) {
    struct transfer_input input = {.kind = initial[i].kind, .name = initial[i].resource, .by = by, .at = at};
    int64_t rows;
    input.bytes = resource_find(input.name, &input.length);
    if (input.bytes == NULL) {
      error_set(error, TE_INTERNAL, "%s", input.name);
      return false;
    }
    if (!transfer_import(db, &input, &rows, error))
      return false;
  }
  return true;
}
