/* The database: its file, its folder, its file system, what is in it. */
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "doctor.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/read.h"
#include "toban/safety.h"

enum { SPACE_LOW_MB = 500 };

/* File systems over a network: the shared memory beside the database works on one machine only. Numbers of
 * statfs(2). */
static const struct { unsigned long magic; const char *name;
} remote[] = {{0x6969, "NFS"},    {0xff534d42, "CIFS"}, {0xfe534d42, "SMB2"},
              {0x517b, "SMB"},    {0x01021997, "9p"},   {0x5346414f, "AFS"},
              {0xc36400, "Ceph"}, {0x47504653, "GPFS"}, {0x0bd00bd0, "Lustre"}};

static void check_file_system(struct doctor *doctor, const char *folder)
{
  struct statfs fs;
  if (statfs(folder, &fs) != 0)
    return;
  for (size_t i = 0; i < G_N_ELEMENTS(remote); i++)
    if ((unsigned long)fs.f_type == remote[i].magic) {
      doctor_add(doctor, FINDING_FAULT, "file-system",
                 _("keep the database on a disk of one machine and let operators log in to it by ssh"),
                 _("%s lies on %s: several consoles would damage it there"), folder, remote[i].name);
      return;
    }
  long megabytes = (long)((unsigned long)fs.f_bavail * (unsigned long)fs.f_bsize >> 20);
  if (megabytes < SPACE_LOW_MB)
    doctor_add(doctor, FINDING_WARNING, "space", _("make room: without it nothing can be written down"),
               _("%s: only %ld MB are free"), folder, megabytes);
  else
    doctor_add(doctor, FINDING_OK, "space", NULL, _("%ld MB free"), megabytes);
}

static void add_fault(void *user, const char *path, const char *what, const char *remedy, bool open)
{
  doctor_add(user, open ? FINDING_FAULT : FINDING_WARNING, "permissions", remedy, "%s: %s", path, what);
}

static void check_permissions(struct doctor *doctor, const char *path, const char *folder)
{
  struct stat file;
  if (stat(path, &file) != 0)
    return;
  if (access(path, R_OK | W_OK) != 0 || access(folder, W_OK) != 0)
    doctor_add(doctor, FINDING_WARNING, "permissions",
               _("operators need to write the file and its folder (a group of their own, mode 2770 and 660)"),
               _("%s cannot be written by this account: the console is read-only"), path);
  if (safety_check_database(path, add_fault, doctor) == 0)
    doctor_add(doctor, FINDING_OK, "permissions", NULL, _("mode %04o"), (unsigned)file.st_mode & 07777);
}

/* What is missing or preliminary in the reference data. */
static void check_reference(struct doctor *doctor, const struct reference *ref)
{
  int zones = 0, calendars = 0, holidays = 0;
  for (int i = 0; i < ref->offices; i++) {
    const struct office *o = &ref->office[i];
    const struct calendar *calendar = calendar_find(ref->calendars, o->calendar);
    zones += *o->tz != '\0' && o->zone == NULL;
    calendars += calendar == NULL;
    holidays += calendar != NULL && !calendar_has_holidays(calendar);
  }
  if (zones > 0)
    doctor_add(doctor, FINDING_FAULT, "offices",
               _("update the package tzdata, or correct the offices (toban import offices)"),
               _("the time zones of %d offices are not known on this machine"), zones);
  if (calendars > 0)
    doctor_add(doctor, FINDING_FAULT, "calendars", _("toban import calendars FILE"), _("%d offices have no calendar"),
               calendars);
  if (holidays > 0)
    doctor_add(doctor, FINDING_WARNING, "holidays", _("toban import holidays FILE, then name the set in the calendars"),
               _("the holidays of %d offices are not known: they count as working days"), holidays);
  if (policy_count(ref->policies) == 0)
    doctor_add(doctor, FINDING_WARNING, "policies", _("toban import policies FILE"),
               _("no service level is agreed: nothing has a deadline"));
  doctor_add(doctor, FINDING_OK, "reference", NULL, _("%d offices, %d categories, %d people, %d policies%s"),
             ref->offices, ref->categories, ref->operators, policy_count(ref->policies),
             ref->demo ? _(" (a demonstration)") : "");
}

static void check_contents(struct doctor *doctor)
{
  GError *error = NULL;
  struct reference *ref = cli_read(doctor->cli, reference_read, NULL, &error);
  if (ref == NULL) {
    doctor_add(doctor, FINDING_FAULT, "database", NULL, "%s", error->message);
    g_clear_error(&error);
    return;
  }
  doctor_add(doctor, FINDING_OK, "database", NULL, "%s", doctor->cli->db);
  check_reference(doctor, ref);
  reference_free(ref);
}

void doctor_database(struct doctor *doctor)
{
  const char *path = doctor->cli->db;
  char *folder = g_path_get_dirname(path);
  check_contents(doctor);
  check_permissions(doctor, path, folder);
  check_file_system(doctor, folder);
  g_free(folder);
}
