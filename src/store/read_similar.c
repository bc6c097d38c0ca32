/* What is there already, and what a ticket may begin with. */
#include <stdlib.h>
#include <string.h>

#include "caller.h"
#include "read_rows.h"
#include "table_file.h"
#include "toban/intake.h"
#include "toban/similar.h"
#include "toban/text.h"

/* Bounded: the newest of the office, its most urgent open ones, the newest of the requester. */
enum { RECENT_MOST = 300, OPEN_MOST = 200, CALLER_MOST = 50, RECENT_DAYS = 30, CALLER_DAYS = 180 };
enum { LEAST = 400 /* of PAIRS_FULL */, SAME_CALLER = 250, STILL_OPEN = 100 };

struct seeker {
  struct db *db;
  const struct similar_args *args;
  struct arena *arena;
  struct pairs text;
  char *bare;                           /* the requester without the extension */
  GHashTable *seen;                     /* ids of tickets */
  GArray *rows;                         /* struct similar_row; score with what is added for the order */
};

#define SIMILAR_COLUMNS \
  "SELECT id, key, title, requester, assignee, state, received_at, open, folded, office FROM ticket" \
  " WHERE merged_into IS NULL AND "

/* The title's part of what a filter looks at (project.h): folded already. */
static const char *folded_title(const char *folded)
{
  const char *title = strrchr(folded, '\n');
  return title == NULL ? folded : title + 1;
}

/* One name at another office is another person. */
static bool is_same(const struct seeker *seeker, const char *requester, const char *office)
{
  const struct similar_args *args = seeker->args;
  return requester != NULL && *args->requester != '\0' &&
         (strcmp(requester, args->requester) == 0 || strcmp(requester, seeker->bare) == 0) &&
         (*args->office == '\0' || g_strcmp0(office, args->office) == 0);
}

static void weigh(struct seeker *seeker, struct db_stmt *stmt)
{
  const char *requester = db_text(stmt, 3);
  bool same = is_same(seeker, requester, db_text(stmt, 9));
  bool open = db_int(stmt, 7) != 0;
  struct pairs title = pairs_of(folded_title(db_text(stmt, 8)));
  int alike = pairs_score(&seeker->text, &title);
  pairs_clear(&title);
  if (alike < LEAST && !(same && open))
    return;
  struct similar_row row = {.key = read_text(seeker->arena, stmt, 1),
                            .title = read_text(seeker->arena, stmt, 2),
                            .requester = arena_strdup(seeker->arena, requester),
                            .assignee = arena_strdup(seeker->arena, db_text(stmt, 4)),
                            .state = (enum ticket_state)db_int(stmt, 5),
                            .received_at = db_utc(stmt, 6),
                            .score = alike + (same ? SAME_CALLER : 0) + (open ? STILL_OPEN : 0),
                            .same_caller = same};
  g_array_append_val(seeker->rows, row);
}

static bool weigh_all(struct seeker *seeker, struct db_stmt *stmt, GError **error)
{
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    int64_t id = db_int(stmt, 0);
    if (g_hash_table_add(seeker->seen, GSIZE_TO_POINTER((gsize)id)))
      weigh(seeker, stmt);
  }
  db_done(stmt);
  return got == 0;
}

static bool seek(struct seeker *seeker, GError **error)
{
  const struct similar_args *args = seeker->args;
  bool done = true;
  if (*args->requester != '\0')
    done = weigh_all(seeker,
                     db_query(seeker->db, error,
                              SIMILAR_COLUMNS "requester IN ($1, $2) AND received_at > $3"
                                              " ORDER BY received_at DESC LIMIT $4",
                              "ttui", args->requester, seeker->bare, args->now - CALLER_DAYS * UTC_DAY,
                              (int64_t)CALLER_MOST),
                     error);
  if (!done || *args->office == '\0' || seeker->text.count == 0)
    return done;
  return weigh_all(seeker,
                   db_query(seeker->db, error,
                            SIMILAR_COLUMNS "office = $1 AND received_at > $2 ORDER BY received_at DESC LIMIT $3",
                            "tui", args->office, args->now - RECENT_DAYS * UTC_DAY, (int64_t)RECENT_MOST),
                   error) &&
         weigh_all(seeker,
                   db_query(seeker->db, error,
                            SIMILAR_COLUMNS "open = 1 AND office = $1 ORDER BY rank_at, id LIMIT $2", "ti",
                            args->office, (int64_t)OPEN_MOST),
                   error);
}

static int by_score(const void *a, const void *b)
{
  const struct similar_row *x = a, *y = b;
  if (x->score != y->score)
    return y->score - x->score;
  return x->received_at < y->received_at ? 1 : x->received_at > y->received_at ? -1 : strcmp(y->key, x->key);
}

void *similar_read(struct db *db, const void *similar_args, GError **error)
{
  const struct similar_args *args = similar_args;
  char *folded = text_fold(args->text, -1);
  struct seeker seeker = {.db = db, .args = args, .arena = arena_new(), .text = pairs_of(folded),
                          .bare = caller_bare_name(args->requester),
                          .seen = g_hash_table_new(NULL, NULL),
                          .rows = g_array_new(FALSE, FALSE, sizeof(struct similar_row))};
  struct similar_list *list = NULL;
  if (db_begin_read(db, error) && seek(&seeker, error)) {
    int count = MIN((int)seeker.rows->len, args->limit);
    struct similar_row *row = arena_new0(seeker.arena, struct similar_row, count + 1);
    if (seeker.rows->len > 0)
      qsort(seeker.rows->data, seeker.rows->len, sizeof *row, by_score);
    if (count > 0)
      memcpy(row, seeker.rows->data, (size_t)count * sizeof *row);
    list = arena_new0(seeker.arena, struct similar_list, 1);
    *list = (struct similar_list){{seeker.arena}, row, count};
  }
  db_rollback(db);
  if (list == NULL)
    arena_free(seeker.arena);
  g_free(folded);
  g_free(seeker.bare);
  pairs_clear(&seeker.text);
  g_hash_table_unref(seeker.seen);
  g_array_unref(seeker.rows);
  return list;
}

/* --- templates ------------------------------------------------------------------------------------------ */
struct gather { struct arena *arena; GArray *rows; };

static bool take_template(const struct csv_row *row, void *user, GError **error)
{
  enum { FIELDS = 10 };
  struct gather *gather = user;
  const char *field[FIELDS];
  (void)error;
  for (int i = 0; i < FIELDS; i++)
    field[i] = arena_strdup(gather->arena, row->field[i]);
  struct template_row one = {.id = field[0], .category = field[1], .priority = *field[2] == '\0' ? 0 : *field[2] - '0',
                             .checklist = field[3], .name = {field[4], field[5]}, .title = {field[6], field[7]},
                             .body = {field[8], field[9]}};
  g_array_append_val(gather->rows, one);
  return true;
}

void *template_list_read(struct db *db, const void *unused, GError **error)
{
  struct gather gather = {arena_new(), g_array_new(FALSE, FALSE, sizeof(struct template_row))};
  struct template_list *list = NULL;
  (void)unused;
  if (table_file_each(db, &transfer_templates, take_template, &gather, error)) {
    struct template_row *row = arena_new0(gather.arena, struct template_row, gather.rows->len + 1);
    if (gather.rows->len > 0)
      memcpy(row, gather.rows->data, gather.rows->len * sizeof *row);
    list = arena_new0(gather.arena, struct template_list, 1);
    *list = (struct template_list){{gather.arena}, row, (int)gather.rows->len};
  }
  if (list == NULL)
    arena_free(gather.arena);
  g_array_unref(gather.rows);
  return list;
}
