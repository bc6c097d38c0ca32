/* doctor.h: what is wrong with an installation, as a list of findings with their remedies. */
#ifndef COMMAND_DOCTOR_H
#define COMMAND_DOCTOR_H
#include "toban/cli.h"

enum finding_level { FINDING_OK, FINDING_WARNING, FINDING_FAULT };
struct finding { enum finding_level level; const char *check; char *text, *remedy; };
struct doctor { const struct cli *cli; GArray *findings; };
/* check: a word for programs ("sqlite"). remedy: a constant text in the current language; NULL when all is well. */
void doctor_add(struct doctor *doctor, enum finding_level level, const char *check, const char *remedy,
                const char *format, ...) G_GNUC_PRINTF(5, 6);
void doctor_machine(struct doctor *doctor);      /* libraries, zones, locale, terminal */
void doctor_database(struct doctor *doctor);     /* the file, its folder, what is in it */
#endif
