/* flow.h: short parts beside each other, on as many lines as they need; a part is never broken. */
#ifndef CONSOLE_FLOW_H
#define CONSOLE_FLOW_H
#include <glib.h>

typedef void flow_fn(void *user, const char *line, gsize bytes);
struct flow { GString *line; int width; flow_fn *each; void *user; };
void flow_init(struct flow *flow, int width, flow_fn *each, void *user);
void flow_part(struct flow *flow, const char *text);
/* "label value", the value cleaned; "-" when it is NULL or empty. */
void flow_labelled(struct flow *flow, const char *label, const char *value);
void flow_end(struct flow *flow);
#endif
