/* Who may call in the demonstration, and who maintains the offices' machines: plainly fictitious, made as files and
 * imported like anybody's. */
#include <string.h>

#include "demo_register.h"
#include "demo_world.h"
#include "toban/csv.h"

enum { FIRST_EXTENSION = 2000 };

static void person_row(const struct demo_world *world, int office, int n, GString *out)
{
  const struct demo_office *o = &world->office[office];
  char name[64], reading[64], mail[96], extension[16];
  enum lang lang = demo_person(world, office, n, name, sizeof name);
  demo_person_reading(world, office, n, reading, sizeof reading);
  g_snprintf(mail, sizeof mail, "p%04d@%s.example", n + 1, o->code);
  g_snprintf(extension, sizeof extension, "%d", FIRST_EXTENSION + n);
  const char *department =
      o->domestic ? demo_word(&world->words, "department", demo_mix((uint64_t)n))->text[lang] : "";
  const char *vip = n > 0 ? "" : demo_word(&world->words, "vip", o->domestic)->text[lang];
  csv_write_row(out,
                (const char *const[]){name, reading, mail, extension, o->office->id, lang_id(lang), department, vip},
                8);
}

bool demo_people(struct db *db, const struct demo_world *world, GError **error)
{
  GString *out = g_string_new("name,reading,mail,extension,office,language,department,vip\n");
  for (int office = 0; office < world->offices; office++)
    for (int n = 0; n < world->office[office].people; n++)
      person_row(world, office, n, out);
  bool ok = demo_register_bytes(db, "requesters", "requesters", out->str, out->len, world->options->now, error);
  g_string_free(out, TRUE);
  return ok;
}

/* One for each office abroad; a few are not known yet, and some hours neither. */
static void vendor_row(const struct demo_world *world, int office, GString *out)
{
  static const char *const hours[] = {"mon-fri 09:00-17:00", "mon-fri 08:30-12:00;mon-fri 13:00-17:30",
                                      "mon-fri 09:00-18:00;sat 09:00-12:00", "24x7", "sun-thu 08:00-16:00", ""};
  static const char *const firms[] = {"Example IT Care", "Sample Office Machines", "Placeholder Systems Service"};
  const struct office *o = world->office[office].office;
  struct demo_random random;
  demo_random_init(&random, world->options->seed, (uint64_t)office << 8 | 7);
  bool gulf = strcmp(o->country, "AE") == 0 || strcmp(o->country, "SA") == 0 || strcmp(o->country, "EG") == 0;
  int choice = gulf ? 4 : (int[]){0, 1, 2, 0, 3, 0, 1, 5}[demo_below(&random, 8)];
  char name[96], contact[128], contract[64];
  g_snprintf(name, sizeof name, "%s %s", o->name[LANG_EN], firms[demo_below(&random, 3)]);
  g_snprintf(contact, sizeof contact, "+00 000 %04d, help@%s-vendor.example", 1000 + o->no, o->code);
  g_snprintf(contract, sizeof contract, "M-%03d, 2027-03-31", o->no);
  const char *note = demo_word(&world->words, "vendor-note", demo_random_next(&random))->text[LANG_JA];
  csv_write_row(out, (const char *const[]){o->id, name, contact, contract, hours[choice], o->tz, o->languages, note},
                8);
}

bool demo_vendors(struct db *db, const struct demo_world *world, GError **error)
{
  GString *out = g_string_new("office,name,contact,contract,hours,tz,languages,note\n");
  for (int office = 0; office < world->offices; office++)
    if (!world->office[office].domestic && world->office[office].office->no % 13 != 0)
      vendor_row(world, office, out);
  bool ok = demo_register_bytes(db, "vendors", "vendors", out->str, out->len, world->options->now, error);
  g_string_free(out, TRUE);
  return ok;
}
