#include "queue_columns.h"

#include <string.h>

#include "due_text.h"
#include "model_parts.h"
#include "names.h"
#include "toban/text.h"

enum { TITLE_PERCENT = 40, SHORT_KEY = 4, SHORT_STATE = 4, NARROW_OFFICE = 8, GAP = 1, MARKER = 1 };

typedef void cell_fn(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                     GString *out, enum role *role);

static const char *const states[TICKET_STATES] = {
  NC_("queue state", "new"), NC_("queue state", "working"), NC_("queue state", "user"), NC_("queue state", "vendor"),
  NC_("queue state", "escalated"), NC_("queue state", "resolved"), NC_("queue state", "closed"),
};
static const char *const short_states[TICKET_STATES] = {
  NC_("short state", "new"), NC_("short state", "work"), NC_("short state", "user"), NC_("short state", "vend"),
  NC_("short state", "esc"), NC_("short state", "done"), NC_("short state", "clsd"),
};
static const char *const short_channels[CHANNELS] = {
  NC_("short channel", "phone"), NC_("short channel", "mail"), NC_("short channel", "web"), NC_("short channel",
                                                                                                "salon"),
  NC_("short channel", "face"), NC_("short channel", "Teams"), NC_("short channel", "voice"),
};

const char *queue_state_text(enum ticket_state state)
{
  return lang_text_context(states[state]);
}

static void due_cell(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                     GString *out, enum role *role)
{
  struct due_text due;
  (void)columns;
  due_text_ticket(model, &row->t, row->clock, &due);
  text_fit(out, due.word, DUE_WORD, false);
  g_string_append_c(out, ' ');
  text_fit(out, due.number, DUE_NUMBER, true);
  *role = due.role;
}

static void key_cell(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                     GString *out, enum role *role)
{
  const char *number = strchr(row->t.key, '-');
  (void)model, (void)role;
  g_string_append(out, columns->short_key && number != NULL ? number + 1 : row->t.key);
}

static void priority_cell(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                          GString *out, enum role *role)
{
  (void)model, (void)columns, (void)role;
  g_string_append_printf(out, "%d", row->t.priority);
}

static void channel_cell(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                         GString *out, enum role *role)
{
  (void)model, (void)columns, (void)role;
  if (row->t.channel != CHANNEL_NONE)
    g_string_append(out, lang_text_context(short_channels[row->t.channel]));
}

static void office_cell(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                        GString *out, enum role *role)
{
  (void)columns, (void)role;
  place_name(model, row->t.office, out);
}

static void there_cell(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                       GString *out, enum role *role)
{
  const struct office *office = place_of(model, row->t.office);
  char time[16];
  (void)columns, (void)role;
  if (office == NULL || office->zone == NULL)
    return;
  time_text(model->now, zone_offset(office->zone, model->now), false, time, sizeof time);
  g_string_append(out, time);
}

static void state_cell(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                       GString *out, enum role *role)
{
  (void)model, (void)role;
  g_string_append(out, lang_text_context((columns->short_state ? short_states : states)[row->t.state]));
}

static void assignee_cell(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                          GString *out, enum role *role)
{
  (void)columns;
  person_short(model, row->t.assignee, out);
  if (g_strcmp0(row->t.assignee, model->actor) == 0)
    *role = ROLE_MINE;
}

static void title_cell(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                       GString *out, enum role *role)
{
  (void)model, (void)columns, (void)role;
  text_clean(out, row->t.title == NULL ? "" : row->t.title, -1);
}

static void requester_cell(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                           GString *out, enum role *role)
{
  (void)model, (void)columns, (void)role;
  text_clean(out, row->t.requester == NULL ? "-" : row->t.requester, -1);
}

static void category_cell(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                          GString *out, enum role *role)
{
  const char *code = row->t.category;
  const struct category *category = model->ref == NULL || code == NULL ? NULL : reference_category(model->ref, code);
  (void)columns, (void)role;
  text_clean(out, category != NULL ? category_name(category) : code == NULL ? "-" : code, -1);
}

/* The time of today; else the day. */
static void instant(const struct model *model, utc_t at, GString *out)
{
  int offset = zone_offset(zone_tokyo(), at);
  char text[32];
  if (model->now - at < UTC_DAY)
    time_text(at, offset, false, text, sizeof text);
  else
    date_text(at, offset, DATE_MINIMAL, text, sizeof text);
  g_string_append(out, text);
}

static void changed_cell(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                         GString *out, enum role *role)
{
  (void)columns, (void)role;
  instant(model, row->t.changed_at, out);
}

static void received_cell(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                          GString *out, enum role *role)
{
  (void)columns, (void)role;
  instant(model, row->t.received_at, out);
}

static void lang_cell(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                      GString *out, enum role *role)
{
  (void)model, (void)columns, (void)role;
  text_clean(out, row->t.lang == NULL ? "-" : row->t.lang, -1);
}

static void tags_cell(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                      GString *out, enum role *role)
{
  (void)model, (void)columns, (void)role;
  for (int i = 0; i < row->t.tags; i++) {
    g_string_append(out, i == 0 ? "" : " ");
    text_clean(out, row->t.tag[i], -1);
  }
}

#define USUAL "due key priority channel office there state assignee title requester category changed"
static const struct column_ops {
  const char *id, *title;
  int width[LANG_COUNT];
  bool right;
  cell_fn *cell;
} ops[COLUMNS] = {
  [COLUMN_DUE] = {"due", NC_("column", "Due"), {DUE_WIDTH, DUE_WIDTH}, false, due_cell},
  [COLUMN_KEY] = {"key", NC_("column", "Key"), {11, 11}, false, key_cell},
  [COLUMN_PRIORITY] = {"priority", NC_("column", "P"), {1, 1}, true, priority_cell},
  [COLUMN_CHANNEL] = {"channel", NC_("column", "From"), {4, 5}, false, channel_cell},
  [COLUMN_OFFICE] = {"office", NC_("column", "Office"), {12, 12}, false, office_cell},
  [COLUMN_THERE] = {"there", NC_("column", "There"), {5, 5}, true, there_cell},
  [COLUMN_STATE] = {"state", NC_("column", "State"), {10, 9}, false, state_cell},
  [COLUMN_ASSIGNEE] = {"assignee", NC_("column", "Who"), {6, 8}, false, assignee_cell},
  [COLUMN_TITLE] = {"title", NC_("column", "Title"), {0, 0}, false, title_cell},
  [COLUMN_REQUESTER] = {"requester", NC_("column", "Requester"), {14, 14}, false, requester_cell},
  [COLUMN_CATEGORY] = {"category", NC_("column", "Category"), {16, 16}, false, category_cell},
  [COLUMN_CHANGED] = {"changed", NC_("column", "Changed"), {6, 7}, true, changed_cell},
  [COLUMN_RECEIVED] = {"received", NC_("column", "Received"), {6, 8}, true, received_cell},
  [COLUMN_LANG] = {"lang", NC_("column", "Lang"), {4, 4}, false, lang_cell},
  [COLUMN_TAGS] = {"tags", NC_("column", "Tags"), {12, 12}, false, tags_cell},
};

const char *queue_column_id(enum queue_column column)
{
  return ops[column].id;
}

const char *queue_column_title(const struct queue_columns *columns, enum queue_column column)
{
  if (column == COLUMN_STATE && columns->short_state)
    return C_("short column", "St");
  return lang_text_context(ops[column].title);
}

bool queue_column_right(enum queue_column column)
{
  return ops[column].right;
}

void queue_cell(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                enum queue_column column, GString *out, enum role *role)
{
  ops[column].cell(model, columns, row, out, role);
}

/* In the order in which room is made for the title; 0: the column goes. */
static const struct step { enum queue_column column; int width; } steps[] = {
  {COLUMN_TAGS, 0}, {COLUMN_LANG, 0}, {COLUMN_RECEIVED, 0}, {COLUMN_CHANGED, 0}, {COLUMN_CATEGORY, 0},
  {COLUMN_REQUESTER, 0}, {COLUMN_ASSIGNEE, 0}, {COLUMN_CHANNEL, 0},
  {COLUMN_KEY, SHORT_KEY}, {COLUMN_THERE, 0}, {COLUMN_STATE, SHORT_STATE}, {COLUMN_OFFICE, NARROW_OFFICE},
};

static int rest_of(const struct queue_columns *columns, int width)
{
  int rest = width - MARKER;
  for (int i = 0; i < COLUMNS; i++)
    rest -= columns->width[i] > 0 ? columns->width[i] + GAP : 0;
  return rest;
}

static void add_column(struct queue_columns *out, const char *id)
{
  for (int i = 0; i < COLUMNS; i++)
    if (strcmp(ops[i].id, id) == 0 && out->width[i] == 0) {
      out->column[out->count++] = (enum queue_column)i;
      out->width[i] = MAX(ops[i].width[lang_get()], 1);
    }
}

static void choose(const char *chosen, struct queue_columns *out)
{
  char **ids = g_strsplit(*chosen == '\0' ? USUAL : chosen, " ", -1);
  for (int i = 0; ids[i] != NULL; i++)
    add_column(out, ids[i]);
  add_column(out, ops[COLUMN_TITLE].id); /* never without */
  out->width[COLUMN_TITLE] = 0;
  g_strfreev(ids);
}

void queue_columns(int width, const char *chosen, struct queue_columns *out)
{
  *out = (struct queue_columns){0};
  choose(chosen, out);
  for (size_t i = 0; i < G_N_ELEMENTS(steps) && rest_of(out, width) * 100 < width * TITLE_PERCENT; i++) {
    if (out->width[steps[i].column] == 0)
      continue;
    out->width[steps[i].column] = steps[i].width;
    out->short_key = out->short_key || steps[i].column == COLUMN_KEY;
    out->short_state = out->short_state || steps[i].column == COLUMN_STATE;
  }
  out->width[COLUMN_TITLE] = MAX(rest_of(out, width), 1);
}
