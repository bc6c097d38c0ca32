/* closing_json.h: figures of a closed month as JSON, there and back. */
#ifndef STORE_CLOSING_JSON_H
#define STORE_CLOSING_JSON_H
#include <jansson.h>

#include "toban/sla_store.h"

json_t *figures_to_json(const struct sla_month *month);
/* The same counts? Rows in which nothing was counted do not matter: a new policy changes no closed month. */
bool figures_same(const json_t *a, const json_t *b);
/* The data of a version's event. false: it is none. */
bool closing_from_json(const json_t *data, struct arena *arena, struct sla_closing *out);
/* What an event or an import says about itself as a reason. */
char *closing_why(const json_t *why);                 /* for people; NULL for none; g_free */
#endif
