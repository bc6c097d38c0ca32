/* names.h: how people and places are written on the screen. */
#ifndef CONSOLE_NAMES_H
#define CONSOLE_NAMES_H
#include "toban/model.h"

/* The family name of an operator; a login or a name that is no operator's as it is, clean. "-" for NULL. */
void person_short(const struct model *model, const char *login, GString *out);
void person_full(const struct model *model, const char *login, GString *out);
/* The office of a ticket: its name, or what the ticket carries, clean. "-" for NULL. */
void place_name(const struct model *model, const char *id, GString *out);
const struct office *place_of(const struct model *model, const char *id);   /* NULL: unknown */
/* "23:41", the time in Japan; with the date ("11/22 23:41") when that is not today. */
void japan_time(const struct model *model, utc_t at, GString *out);
/* Tokyo, Osaka, IDE: 東京 大阪 研究所. */
const char *site_short(const char *site);
const char *site_letter(const char *site);               /* T O I: 東 大 研 */
/* Kinds and states of assets in words; what the table does not know as it is, clean. */
void asset_word(const char *id, GString *out);
#endif
