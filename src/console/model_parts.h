/* model_parts.h: what the files of the model and the actions share. */
#ifndef CONSOLE_MODEL_PARTS_H
#define CONSOLE_MODEL_PARTS_H
#include "list.h"
#include "model_modes.h"
#include "toban/action.h"
#include "toban/pane.h"

/* model.c */
void model_touch(struct model *model, uint64_t dirty);
/* A line for the operator; an error stays until a key, others a few seconds. */
void model_say(struct model *model, enum role role, const char *format, ...) G_GNUC_PRINTF(3, 4);
void model_unsay(struct model *model);
void model_refuse(struct model *model, const struct action *action);    /* says why it does not work */
const struct calendar *model_calendar(const struct model *model, const char *id);
/* Does `text` (any of the NULL-ended list) have all words of the filter, folded? */
bool model_filter_fits(const char *filter, const char *const *text);

/* model_focus.c: panes, focus, moving */
void model_place(struct model *model);                  /* rectangles for the present size and panes */
void model_focus(struct model *model, enum pane_id pane);
bool model_has_back(const struct model *model);
void model_back(struct model *model, struct effects *effects);
int model_rows(const struct model *model);              /* of the focused pane */
int pane_rows(const struct model *model, enum pane_id pane);
int pane_seen(const struct model *model, enum pane_id pane);
void model_move(struct model *model, enum move move, struct effects *effects);
void model_settle(struct model *model);                 /* cursors back into their lists */
void model_open(struct model *model, const char *key, struct effects *effects);     /* a ticket */
bool pane_on_screen(const struct model *model, enum pane_id pane);
bool pane_in_use(const struct model *model, enum pane_id pane);        /* has the focus, or the way back leads there */

/* model_ask.c: reads and their answers */
void model_ask(struct model *model, enum slot slot, struct effects *effects);
/* Reads what the pane shows (pane_ops.read), while it is in use. */
void pane_ask(struct model *model, enum pane_id pane, struct effects *effects);
/* Reads it whether it is in use or not. */
void pane_ask_now(struct model *model, enum pane_id pane, struct effects *effects);
/* Goes there, and reads. */
void pane_show(struct model *model, enum pane_id pane, struct effects *effects);
void pane_forget(struct model *model, enum pane_id pane);             /* what it has read: it is stale */
void queue_ask_args(struct model *model, struct queue_args *take_args, struct effects *effects);
void model_ask_all(struct model *model, struct effects *effects);
void model_snapshot(struct model *model, const struct message *message, struct effects *effects);
void model_feed(struct model *model, const struct store_feed *feed, struct effects *effects);
void model_tick(struct model *model, utc_t before, struct effects *effects);
void model_ask_free(struct model *model);

/* model_setting.c: what is kept for the operator; the setters return false when there is no such value */
args_fn lang_args, theme_args, seconds_args, borders_args, notify_args;
arrived_fn lang_arrived, theme_arrived, seconds_arrived, borders_arrived, notify_arrived;
typedef bool setting_fn(struct model *model, const char *value, struct effects *effects);
setting_fn setting_lang, setting_theme, setting_seconds, setting_borders, setting_notify;

/* model_queue.c */
const struct queue_row *queue_current(const struct model *model);       /* NULL: no row */
/* All of the view and its filter, for a change to many: a filter that is not understood is an error there. */
void queue_args_of_view(const struct model *model, struct queue_args *out);
void queue_ask(struct model *model, enum queue_where where, struct effects *effects);
void queue_arrived(struct model *model, struct queue_window *take_window, struct effects *effects);
bool queue_turns(const struct model *model, utc_t now);     /* read again by then */
void queue_move(struct model *model, enum move move, struct effects *effects);
void queue_select(struct model *model, int64_t position, struct effects *effects);
void queue_settle(struct model *model);
void queue_anew(struct model *model, struct effects *effects);          /* from the top: something else is shown */
void queue_view_set(struct model *model, enum queue_view view, struct effects *effects);

/* action_find.c, pane_article.c */
unsigned search_kinds_of(const struct model *model);
void article_open(struct model *model, const char *id, struct effects *effects);

/* model_input.c */
void model_input(struct model *model, const struct input_event *event, struct effects *effects);

/* model_line.c: the command line and filters, in the last line */
void line_open(struct model *model, enum line_use use, const char *text);
void line_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects);
void line_paste(struct model *model, const char *text, size_t length, struct effects *effects);
void filter_set(struct model *model, enum pane_id pane, const char *text, struct effects *effects);
void command_perform(struct model *model, const char *text, struct effects *effects);
/* What Tab would offer, as new strings; for drawing. */
void line_candidates(const struct model *model, GPtrArray *out);

/* saved_views.c: views that were saved: their menu, their counts */
void saved_views_menu(struct model *model);
void saved_views_arrived(struct model *model, struct effects *effects);
bool saved_views_turn(const struct model *model, utc_t now);            /* a count that is seen moves by then */
const struct saved_view *saved_view_shown(const struct model *model);   /* NULL: it is one of the program's */
bool saved_view_go(struct model *model, const char *name, struct effects *effects); /* false: there is none */
void saved_view_step(struct model *model, int step, struct effects *effects);

/* filter_line.c: the queue's filter while it is typed */
bool filter_line_edit(struct model *model, bool accept, struct effects *effects);   /* false: it is wrong */
void filter_line_complete(struct model *model, struct effects *effects);
void filter_line_draw(const struct model *model, struct grid *grid, struct rect area, int room);

/* model_tell.c: commands under way */
enum alert_kind { ALERT_NONE, ALERT_SOON, ALERT_LATE, ALERT_OLD };
struct pending {
  unsigned tag; const char *done /* msgid with %s for the key */; char draft[64], ticket[32];
  char told[160];                               /* instead of `done`, in words */
  enum alert_kind alert; char text[200];        /* a warning that is claimed, in words */
  struct command *edit;                         /* a copy of a change of fields; owned (together.h) */
};
/* Sends any command (it is taken). */
void model_send(struct model *model, struct command *take_command, const struct pending *pending,
                struct effects *effects);
/* Sends an event about the ticket; `done` is said when it is carried out, `draft` forgotten then. */
void model_tell(struct model *model, const struct ticket_event *event, int64_t revision, const char *done,
                const char *draft,
                struct effects *effects);
void model_keep(struct model *model, const char *name, const char *value, struct effects *effects);   /* a setting */
void model_outcome(struct model *model, const struct message *message, struct effects *effects);

/* model_alert.c: warnings of deadlines */
args_fn remote_args;                    /* action_remote.c */
arrived_fn remote_arrived;
args_fn alert_args;
arrived_fn alert_arrived;
void alert_look(struct model *model, struct effects *effects);         /* what is due? */
void alert_tick(struct model *model, struct effects *effects);
utc_t alert_wakes_at(const struct model *model);                       /* INT64_MAX: never */
void alert_outcome(struct model *model, const struct pending *pending, const struct message *message,
                   struct effects *effects);
/* In the last line for a while, or until a key when it stays; not over an error that nobody has seen yet. */
void alert_show(struct model *model, enum role role, bool stays, const char *text);
void alert_ring(struct model *model, const char *text, struct effects *effects);    /* the bell, a message */
bool alert_flashes(const struct model *model, enum pane_id pane);
/* model_outage.c: says what the endpoints' list has anew of outages; first: only takes it for known */
void outages_told(struct model *model, bool first, struct effects *effects);

/* model_duty.c: the roster */
args_fn duty_args;
arrived_fn duty_arrived;
void duty_look(struct model *model, struct effects *effects);          /* warns of gaps that begin within a day */
void duty_tick(struct model *model, utc_t before, struct effects *effects);
void duty_period(const struct model *model, utc_t from, utc_t to, GString *out);    /* "Sun 29 Nov 15:30-22:30" */
/* pane_clock.c: the office under its cursor; NULL: none (a heading) */
const struct office *clock_current(const struct model *model);

/* header.c, footer.c */
void header_draw(const struct model *model, struct grid *grid, struct rect area);
void footer_draw(const struct model *model, struct grid *grid, struct rect area);
/* Keys that work now in the focused pane, for its frame; at most `width` columns. */
void footer_pane_keys(const struct model *model, int width, GString *out);

#define PANE(ID, name) extern const struct pane_ops pane_##name;
#include "toban/panes.list"
#undef PANE
#endif
