/* Libraries, time zones, language, terminal. */
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "doctor.h"
#include "toban/courier.h"
#include "toban/csv.h"
#include "toban/lang.h"
#include "toban/zone.h"

/* SQLite before 3.44.6, 3.50.7 and 3.51.3 can corrupt a database when a checkpoint resets the WAL beside
 * another connection's write (https://sqlite.org/wal.html, "The WAL-Reset Bug"). */
static bool wal_reset_is_safe(const char *version)
{
  int major = 0, minor = 0, patch = 0;
  if (sscanf(version, "SQLite %d.%d.%d", &major, &minor, &patch) != 3)
    return true; /* another engine */
  if (major != 3)
    return major > 3;
  return minor > 51 || (minor == 51 && patch >= 3) || (minor == 50 && patch >= 7) || (minor == 44 && patch >= 6);
}

static void check_engine(struct doctor *doctor)
{
  const char *engine = db_engine();
  if (wal_reset_is_safe(engine))
    doctor_add(doctor, FINDING_OK, "engine", NULL, "%s", engine);
  else
    doctor_add(doctor, FINDING_WARNING, "engine",
               _("never open the database with other programs while consoles run; better, build against SQLite 3.51.3"),
               _("%s has the WAL-reset race; toban keeps clear of it by letting one process at a time checkpoint"),
               engine);
}

/* Months since a version like "2025b": there are up to six a year, so b is taken for March. */
static int months_since(const char *version)
{
  struct civil today = civil_from_day((day_t)(clock_now() / UTC_DAY));
  char letter = version[strspn(version, "0123456789")];
  int month = g_ascii_islower(letter) ? MIN(1 + 2 * (letter - 'a'), 12) : 1;
  return (today.year - atoi(version)) * 12 + today.month - month;
}

static void check_zones(struct doctor *doctor)
{
  char *version = zone_version();
  struct zone *probe = zone_new("America/Vancouver");
  const char *remedy = _("install or update the package tzdata: offices' clocks and deadlines depend on it");
  if (probe == NULL)
    doctor_add(doctor, FINDING_FAULT, "zones", remedy, _("there is no time zone database"));
  else if (version == NULL)
    doctor_add(doctor, FINDING_WARNING, "zones", remedy, _("the version of the time zone database cannot be seen"));
  else if (months_since(version) > 12)
    doctor_add(doctor, FINDING_WARNING, "zones", remedy,
               _("the time zone database %s is more than a year old; countries change their rules"), version);
  else
    doctor_add(doctor, FINDING_OK, "zones", NULL, _("time zone database %s"), version);
  zone_unref(probe);
  g_free(version);
}

static void check_language(struct doctor *doctor)
{
  const char *sample = N_("Usage:");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
    doctor_add(doctor, FINDING_FAULT, "locale", _("install the locale C.UTF-8 (Debian: libc-bin)"),
               _("no UTF-8 locale: Japanese cannot be shown"));
  else
    doctor_add(doctor, FINDING_OK, "locale", NULL, "%s", nl_langinfo(CODESET));
  if (strcmp(lang_text_in(LANG_JA, sample), sample) == 0)
    doctor_add(doctor, FINDING_FAULT, "catalogue", _("run make install, or start the program from its build folder"),
               _("the Japanese texts (toban-ja.mo) are not found"));
  else
    doctor_add(doctor, FINDING_OK, "catalogue", NULL, _("Japanese and English"));
}

static void check_terminal(struct doctor *doctor)
{
  const char *term = g_getenv("TERM");
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
    doctor_add(doctor, FINDING_OK, "terminal", NULL, _("none here; the console needs one, toban screen does not"));
  else if (term == NULL || *term == '\0' || strcmp(term, "dumb") == 0)
    doctor_add(doctor, FINDING_FAULT, "terminal", _("set TERM to the terminal's name, like xterm-256color"),
               _("the kind of terminal is not known (TERM)"));
  else
    doctor_add(doctor, FINDING_OK, "terminal", NULL, "%s", term);
}

/* Pings without privileges need the group in this range. */
static void check_ping(struct doctor *doctor)
{
  char *bytes;
  size_t length;
  long low = 1, high = 0;
  if (!file_read_all("/proc/sys/net/ipv4/ping_group_range", 64, &bytes, &length, NULL))
    return;
  if (sscanf(bytes, "%ld %ld", &low, &high) == 2 && (long)getegid() >= low && (long)getegid() <= high)
    doctor_add(doctor, FINDING_OK, "ping", NULL, _("allowed"));
  else
    doctor_add(doctor, FINDING_WARNING, "ping", _("sysctl net.ipv4.ping_group_range=\"0 2147483647\""),
               _("this system does not let ordinary programs ping; endpoints of that kind cannot be checked"));
  g_free(bytes);
}

/* Mail and Teams of the configuration: readable, and whose secrets are nobody else's. */
static void check_messages(struct doctor *doctor)
{
  bool mail, teams;
  GError *error = NULL;
  if (!courier_check(doctor->cli->settings, &mail, &teams, &error))
    doctor_add(doctor, FINDING_FAULT, "messages", _("mend it: doc/operations.md, “Messages”"), "%s", error->message);
  else if (!mail && !teams)
    doctor_add(doctor, FINDING_WARNING, "messages", _("set up [mail] and [teams] in the configuration file"),
               "%s", _("neither mail nor Teams is set up: escalations wait until a toban that can send runs"));
  else
    doctor_add(doctor, FINDING_OK, "messages", NULL, _("mail: %s, Teams: %s"), mail ? _("set up") : _("not set up"),
               teams ? _("set up") : _("not set up"));
  g_clear_error(&error);
}

void doctor_machine(struct doctor *doctor)
{
  check_engine(doctor);
  check_zones(doctor);
  check_language(doctor);
  check_terminal(doctor);
  check_ping(doctor);
  check_messages(doctor);
}
