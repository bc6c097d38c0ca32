/* One asset: its fields, what it is related to, its tickets, every change. Enter follows a relation or a ticket. */
#include <string.h>

#include "card.h"
#include "model_parts.h"
#include "names.h"
#include "table.h"
#include "toban/asset_store.h"
#include "toban/loan_store.h"
#include "toban/text.h"
#include "toban/ticket.h"

static const struct asset_view *view_of(const struct model *model)
{
  const struct asset_view *view = model->view[PANE_CARD];
  return view != NULL && strcmp(view->asset.tag, model->card) == 0 ? view : NULL;
}

/* --- lines: the fields that say something, then links, tickets, changes ------------------------------------- */
enum part { PART_FIELD, PART_EXTRA, PART_LINK, PART_TICKET, PART_PROMISE, PART_LOAN, PART_CHANGE, PARTS };
struct line { enum part part; int index; };

static const char *field_of(const struct asset *a, int field)
{
  const char *const values[ASSET_FIELDS] = {a->tag,       a->kind,           a->host,       a->serial,   a->user,
                                            a->office,    a->department,     a->state,      a->bought_on,
                                            a->warranty_until, a->renewal_on, a->supplier, a->note};
  return values[field];
}

static int fields(const struct asset_view *view)
{
  int count = 0;
  for (int i = 0; i < ASSET_FIELDS; i++)
    count += *field_of(&view->asset, i) != '\0';
  return count;
}

static int rows(const struct model *model)
{
  const struct asset_view *view = view_of(model);
  return view == NULL ? 0 : fields(view) + view->extras + view->links + view->tickets + view->promises + view->loans +
                               view->changes;
}

static const void *row_of(const struct model *model, int index)
{
  static struct line line; /* read before the next row is asked for */
  const struct asset_view *view = view_of(model);
  line = (struct line){PART_FIELD, -1};
  for (int i = 0; i < ASSET_FIELDS; i++)
    if (*field_of(&view->asset, i) != '\0' && index-- == 0)
      line.index = i;
  if (line.index >= 0)
    return &line;
  const int count[PARTS] = {0, view->extras, view->links, view->tickets, view->promises, view->loans,
                            view->changes};
  for (int part = PART_EXTRA; part < PARTS; part++) {
    if (index < count[part]) {
      line = (struct line){(enum part)part, index};
      break;
    }
    index -= count[part];
  }
  return &line;
}

static enum loan_state loan_of(const struct model *model, const struct asset_loan *loan)
{
  return loan_state_of(loan->due_on, loan->back_at, loan->outcome, model->now);
}

static void loan_text(const struct model *model, const struct asset_loan *loan, GString *out, enum role *role)
{
  enum loan_state state = loan_of(model, loan);
  char out_at[32], back_at[32];
  *role = state == LOAN_OVERDUE ? ROLE_LATE : state == LOAN_DUE ? ROLE_SOON : ROLE_NORMAL;
  text_clean(out, loan->borrower, -1);
  g_string_append_printf(out, "  %s - %s", japan_format(loan->out_at, out_at), japan_format(loan->back_at, back_at));
  if (loan->back_at == UTC_NONE && *loan->due_on != '\0')
    g_string_append_printf(out, "(%s)", loan->due_on);
}

static void label_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  const struct asset_view *view = view_of(model);
  const struct line *line = row;
  *role = ROLE_QUIET;
  if (line->part == PART_FIELD)
    g_string_append(out, asset_field_text((enum asset_field)line->index));
  else if (line->part == PART_EXTRA)
    g_string_append(out, reference_asset_word(model->ref, WORD_FIELD, view->extra[line->index].field));
  else if (line->part == PART_LINK)
    g_string_append(out, view->link[line->index].back ? asset_relation_back_text(view->link[line->index].relation)
                                                      : asset_relation_text(view->link[line->index].relation));
  else if (line->part == PART_TICKET)
    g_string_append(out, C_("asset", "ticket"));
  else if (line->part == PART_PROMISE)
    g_string_append(out, loan_state_text(LOAN_RESERVED));
  else if (line->part == PART_LOAN)
    g_string_append(out, loan_state_text(loan_of(model, &view->loan[line->index])));
  else
    japan_time(model, view->change[line->index].at, out);
}

static void change_text(const struct model *model, const struct asset_change *change, GString *out)
{
  const char *field = reference_asset_word(model->ref, WORD_FIELD, change->what);
  person_short(model, change->by, out);
  g_string_append_printf(out, "  %s", field != change->what ? field : asset_change_text(change));
  if (*change->before == '\0' && *change->after == '\0')
    return;
  g_string_append(out, "  ");
  text_clean(out, *change->before == '\0' ? "-" : change->before, -1);
  g_string_append(out, " -> ");
  text_clean(out, *change->after == '\0' ? "-" : change->after, -1);
}

static void field_text(const struct model *model, int field, const char *value, GString *out)
{
  if (field == ASSET_OFFICE)
    place_name(model, value, out);
  else
    text_clean(out, field == ASSET_KIND    ? reference_asset_word(model->ref, WORD_KIND, value)
                    : field == ASSET_STATE ? reference_asset_word(model->ref, WORD_STATE, value)
                                           : value, -1);
}

static void text_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  const struct asset_view *view = view_of(model);
  const struct line *line = row;
  if (line->part == PART_FIELD) {
    field_text(model, line->index, field_of(&view->asset, line->index), out);
  } else if (line->part == PART_EXTRA) {
    text_clean(out, view->extra[line->index].value, -1);
  } else if (line->part == PART_PROMISE) {
    const struct asset_promise *promise = &view->promise[line->index];
    text_clean(out, promise->borrower, -1);
    g_string_append_printf(out, "  %s - %s", promise->from_on, promise->to_on);
  } else if (line->part == PART_LOAN) {
    loan_text(model, &view->loan[line->index], out, role);
  } else if (line->part == PART_CHANGE) {
    change_text(model, &view->change[line->index], out);
  } else {
    bool link = line->part == PART_LINK;
    text_clean(out, link ? view->link[line->index].tag : view->ticket[line->index].key, -1);
    g_string_append(out, "  ");
    text_clean(out, link ? view->link[line->index].host : view->ticket[line->index].title, -1);
  }
}

static const struct table_column columns[] = {
  {NC_("column", "What"), {12, 14}, .cell = label_cell},
  {NC_("column", "Value or change"), {0, 0}, .cell = text_cell},
};
static const struct table table = {
  .column = columns, .columns = (int)G_N_ELEMENTS(columns), .rows = rows, .row = row_of,
  .empty = N_("Nothing is known about it."),
};

/* --- the pane ------------------------------------------------------------------------------------------------ */
static void title(const struct model *model, GString *out)
{
  const struct asset_view *view = view_of(model);
  g_string_append_printf(out, "%s ", C_("title", "Asset"));
  text_clean(out, model->card, -1);
  if (view != NULL) {
    g_string_append(out, "  ");
    text_clean(out, view->asset.host, -1);
  }
}

static void *args(const struct model *model)
{
  struct asset_view_args *args = g_new0(struct asset_view_args, 1);
  g_strlcpy(args->tag, model->card, sizeof args->tag);
  return args;
}

static void open_row(struct model *model, struct effects *effects)
{
  const struct line *line = table_current(model, PANE_CARD);
  const struct asset_view *view = view_of(model);
  if (line == NULL || view == NULL)
    return;
  if (line->part == PART_LINK) {
    char *tag = g_strdup(view->link[line->index].tag);
    card_show(model, tag, effects);
    g_free(tag);
  } else if (line->part == PART_TICKET) {
    model_open(model, view->ticket[line->index].key, effects);
    model_focus(model, PANE_TICKET);
  }
}

static const struct pane_read read = {.run = asset_view_read, .args = args,
                                      .topics = TOPIC_ASSET | TOPIC_LOAN | TOPIC_TICKET};
const struct pane_ops pane_card = {
  .id = PANE_CARD, .name = "card", .time = PANE_TIME_NONE, .title = title, .open = open_row, .read = &read,
  .table = &table,
};

/* --- going there --------------------------------------------------------------------------------------------- */
void card_show(struct model *model, const char *tag, struct effects *effects)
{
  g_strlcpy(model->card, tag, sizeof model->card);
  model->list[PANE_CARD] = (struct list){0};
  pane_show(model, PANE_CARD, effects);
}

const char *card_tag(const struct model *model)
{
  const struct loan *loan = model->focus == PANE_LOAN ? table_current(model, PANE_LOAN) : NULL;
  int cursor = model->list[PANE_ASSET].cursor;
  if (model->focus == PANE_CARD)
    return model->card;
  if (model->focus == PANE_ASSET && model->assets != NULL && cursor < model->assets->rows)
    return model->assets->row[cursor].tag;
  return loan == NULL ? NULL : loan->tag;
}

void card_scan(struct model *model, struct effects *effects)
{
  if (*model->filter[PANE_ASSET] == '\0')
    return;
  g_strlcpy(model->scan, model->filter[PANE_ASSET], sizeof model->scan);
  card_scanned(model, effects);
}

/* The one whose tag it is stands first (read.h); or there is only one. Else the list stays for choosing. */
void card_scanned(struct model *model, struct effects *effects)
{
  const struct asset_list *list = model->assets;
  if (*model->scan == '\0' || list == NULL || strcmp(list->args.text, model->scan) != 0)
    return;
  char *typed = text_fold(model->scan, -1), *tag = list->rows == 0 ? NULL : text_fold(list->row[0].tag, -1);
  *model->scan = '\0';
  bool found = model->focus == PANE_ASSET && tag != NULL &&
               (strcmp(typed, tag) == 0 || (list->rows == 1 && !list->more));
  if (found) {
    card_show(model, list->row[0].tag, effects);
    filter_set(model, PANE_ASSET, "", effects); /* the next tag is typed from its beginning */
  }
  g_free(typed);
  g_free(tag);
}
