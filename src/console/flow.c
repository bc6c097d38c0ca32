#include "flow.h"

#include "toban/text.h"

enum { GAP = 3 };

void flow_init(struct flow *flow, int width, flow_fn *each, void *user)
{
  *flow = (struct flow){g_string_new(NULL), width, each, user};
}

static void flush(struct flow *flow)
{
  if (flow->line->len > 0)
    flow->each(flow->user, flow->line->str, flow->line->len);
  g_string_truncate(flow->line, 0);
}

void flow_part(struct flow *flow, const char *text)
{
  if (flow->line->len > 0 && text_width(flow->line->str) + GAP + text_width(text) > flow->width)
    flush(flow);
  g_string_append_printf(flow->line, "%*s%s", flow->line->len > 0 ? GAP : 0, "", text);
}

void flow_labelled(struct flow *flow, const char *label, const char *value)
{
  g_autoptr(GString) text = g_string_new(label);
  g_string_append_c(text, ' ');
  text_clean(text, value == NULL || *value == '\0' ? "-" : value, -1);
  flow_part(flow, text->str);
}

void flow_end(struct flow *flow)
{
  flush(flow);
  g_string_free(flow->line, TRUE);
}
