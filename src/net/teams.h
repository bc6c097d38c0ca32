/* teams.h: a message to a Teams channel by an incoming webhook, as an adaptive card. */
#ifndef NET_TEAMS_H
#define NET_TEAMS_H
#include "mail.h"
#include "toban/http.h"

/* The card as JSON; g_free. Foreign text stands in runs that know no markup; what is over the size that a webhook
 * takes (28 KB) is cut with a mark. */
char *teams_card(const char *subject, const char *body, bool again);
/* What an answer means. */
void teams_judge(const struct http_reply *reply, struct send_end *out);
#endif
