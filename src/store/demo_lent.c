/* Loans and licences of the demonstration: made as files and imported like anybody's. */
#include <string.h>

#include "demo_register.h"
#include "demo_world.h"
#include "toban/csv.h"

/* Some are late, some due, some back; reservations come by hand. */
static bool fill_loans(struct db *db, const struct demo_world *world, GError **error)
{
  enum { LOANS = 18, EVERY = 4 };
  GString *out = g_string_new("tag,borrower,out_at,due_on,back_at,note\n");
  for (int i = 0, lent = 0; i < world->offices && lent < LOANS; i += EVERY) {
    const struct demo_office *o = &world->office[i];
    char tag[32], person[64], out_at[32], back_at[32] = "", due[16];
    if (o->office->no <= 0 || o->pcs < 2)
      continue;
    utc_t at = world->options->now - (utc_t)(30 - lent) * UTC_DAY - lent * 777;
    g_snprintf(tag, sizeof tag, "PC-%02d-0002", o->office->no);
    demo_person(world, i, 7 + lent, person, sizeof person);
    day_format((day_t)(at / UTC_DAY) + 14 + lent, due);
    utc_format(at, out_at);
    if (lent % 3 == 2)
      utc_format(at + 9 * UTC_DAY, back_at);
    csv_write_row(out, (const char *const[]){tag, person, out_at, due, back_at, ""}, 6);
    lent++;
  }
  bool ok = demo_register_bytes(db, "loans", "loans", out->str, out->len, world->options->now, error);
  g_string_free(out, TRUE);
  return ok;
}

static bool fill_licences(struct db *db, const struct demo_world *world, GError **error)
{
  static const struct { const char *product; int seats, given, days; } products[] = {
      {"Sample Mail and Groupware", 40, 38, 120}, {"Example Office", 60, 45, 26}, {"Specimen CAD", 3, 3, 75},
      {"Placeholder Antivirus", 80, 0, 210}};
  GString *out = g_string_new("product,seats,renewal_on,holder\n");
  for (size_t p = 0; p < G_N_ELEMENTS(products); p++)
    for (int i = 0; i < MAX(products[p].given, 1); i++) {
      char seats[16], renewal[16], person[64] = "", holder[96];
      g_snprintf(seats, sizeof seats, "%d", products[p].seats);
      day_format((day_t)(world->options->now / UTC_DAY) + products[p].days, renewal);
      if (products[p].given > 0)
        demo_person(world, i % world->offices, i + (int)p, person, sizeof person);
      g_snprintf(holder, sizeof holder, "%s%s%.24s%s", person, *person == '\0' ? "" : " (",
                 *person == '\0' ? "" : world->office[i % world->offices].code, *person == '\0' ? "" : ")");
      csv_write_row(out, (const char *const[]){products[p].product, seats, renewal, holder}, 4);
    }
  bool ok = demo_register_bytes(db, "licences", "licences", out->str, out->len, world->options->now, error);
  g_string_free(out, TRUE);
  return ok;
}

bool demo_lent(struct db *db, const struct demo_world *world, GError **error)
{
  return fill_loans(db, world, error) && fill_licences(db, world, error);
}
