/* survey.h: what the commands about surveys share. */
#ifndef COMMAND_SURVEY_H
#define COMMAND_SURVEY_H
#include "toban/cli.h"
#include "toban/survey_store.h"

bool survey_number(const char *text, int64_t *out, GError **error);                        /* TE_USAGE */
struct survey_view *survey_load(struct db *db, int64_t number, GError **error);            /* TE_NOINPUT */
#endif
