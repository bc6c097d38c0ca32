/* The open ticket's clocks, explained: the stretches of their lives, the days that were peculiar. */
#include <string.h>

#include "model_parts.h"
#include "ticket_lines.h"
#include "toban/sla_explain.h"
#include "toban/text.h"

struct explaining { GPtrArray *out; int width; };

static void add(GPtrArray *out, const char *text, size_t bytes, enum role role)
{
  struct ticket_line *line = g_new0(struct ticket_line, 1);
  *line = (struct ticket_line){NULL, g_strndup(text, bytes), role};
  g_ptr_array_add(out, line);
}

static void wrapped(const char *line, size_t bytes, void *user)
{
  struct explaining *explaining = user;
  add(explaining->out, line, bytes, ROLE_NORMAL);
}

static void each_line(const char *line, void *user)
{
  struct explaining *explaining = user;
  g_autoptr(GString) clean = text_clean(g_string_new(NULL), line, -1);
  if (clean->len == 0)
    add(explaining->out, "", 0, ROLE_NORMAL);
  else
    text_wrap(clean->str, explaining->width, wrapped, explaining);
}

GPtrArray *ticket_explanation(const struct model *model, int width)
{
  struct explaining explaining = {ticket_lines_new(), MAX(width, 20)};
  const struct ticket_view *view = model->ticket;
  struct arena *arena = arena_new();
  for (int kind = 0; kind < CLOCKS && model->ref != NULL && model->ref->policies != NULL; kind++) {
    struct sla_context context = sla_context_of(model->ref);
    const char *title = kind == CLOCK_RESPONSE ? C_("long clock", "answer") : C_("long clock", "resolution");
    add(explaining.out, title, strlen(title), ROLE_TITLE);
    sla_explain_text(sla_explain(arena, &context, view->event, view->events, model->now, kind), each_line, &explaining);
  }
  arena_free(arena);
  return explaining.out;
}
