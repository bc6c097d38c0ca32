/* Approvals out of the log: the tables made anew, and compared. */
#include <jansson.h>
#include <string.h>

#include "approval.h"
#include "toban/json.h"
#include "toban/lang.h"

struct fold { struct db *db; struct arena *arena; GPtrArray *approvals; /* of struct approval, by number */ };

static struct approval *by_number(const struct fold *fold, int64_t number)
{
  return number >= 1 && number <= fold->approvals->len ? fold->approvals->pdata[number - 1] : NULL;
}

static const char *word(struct fold *fold, const json_t *data, const char *name)
{
  const char *text = json_string_value(json_object_get(data, name));
  return arena_strdup(fold->arena, text == NULL ? "" : text);
}

static void begin(struct fold *fold, const struct approval_kind *kind, int64_t number, struct db_stmt *stmt,
                  const json_t *data)
{
  struct approval *a = arena_new0(fold->arena, struct approval, 1);
  const json_t *until = json_object_get(data, "until");
  *a = (struct approval){.number = number, .kind = kind, .subject = word(fold, data, "subject"),
                         .words = word(fold, data, "words"), .asked_by = arena_strdup(fold->arena, db_text(stmt, 3)),
                         .asked_at = db_utc(stmt, 2), .decided_at = UTC_NONE,
                         .until = until == NULL ? UTC_NONE : json_integer_value(until)};
  if (number == (int64_t)fold->approvals->len + 1) /* they are numbered without a gap */
    g_ptr_array_add(fold->approvals, a);
}

/* An event that no version of the program wrote (somebody did, by hand) changes nothing here. */
static void take(struct fold *fold, struct db_stmt *stmt)
{
  const char *kind_text = db_text(stmt, 1), *rest;
  const struct approval_kind *kind;
  int64_t number;
  enum approval_step step;
  if (!g_str_has_prefix(kind_text, "approval-") || !approval_step_parse(kind_text + strlen("approval-"), &step) ||
      !approval_name_parse(db_text(stmt, 0) + strlen("approval:"), &kind, &number, &rest) || number == 0)
    return;
  json_t *data = db_is_null(stmt, 4) ? NULL : json_loads(db_text(stmt, 4), 0, NULL);
  struct approval *a = by_number(fold, number);
  if (step == STEP_ASK)
    begin(fold, kind, number, stmt, data);
  else if (a != NULL && a->kind == kind)
    approval_apply(a, step, arena_strdup(fold->arena, db_text(stmt, 3)), word(fold, data, "words"), db_utc(stmt, 2));
  json_decref(data);
}

static bool fold_log(struct fold *fold, struct db *db, GError **error)
{
  *fold = (struct fold){.db = db, .arena = arena_new(), .approvals = g_ptr_array_new()};
  struct db_stmt *stmt = db_prepare(db,
                                    "SELECT subject, kind, at, by_, data FROM event WHERE subject >= 'approval:'"
                                    " AND subject < 'approval;' ORDER BY seq",
                                    error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    take(fold, stmt);
  db_done(stmt);
  return got == 0;
}

static void fold_clear(struct fold *fold)
{
  g_ptr_array_free(fold->approvals, TRUE);
  arena_free(fold->arena);
}

bool approvals_rebuild(struct db *db, GError **error)
{
  struct fold fold;
  bool done = fold_log(&fold, db, error) && db_exec(db, error, "DELETE FROM approval", "") &&
              db_exec(db, error, "DELETE FROM approval_vote", "");
  for (guint i = 0; done && i < fold.approvals->len; i++)
    done = approval_write(db, fold.approvals->pdata[i], error);
  fold_clear(&fold);
  return done;
}

static bool same_votes(const struct approval *a, const struct approval *b)
{
  bool same = a->votes == b->votes;
  for (int i = 0; same && i < a->votes; i++)
    same = strcmp(a->vote[i].by, b->vote[i].by) == 0 && a->vote[i].at == b->vote[i].at &&
           a->vote[i].grant == b->vote[i].grant && strcmp(a->vote[i].words, b->vote[i].words) == 0;
  return same;
}

static bool same(const struct approval *a, const struct approval *b)
{
  return a->number == b->number && a->kind == b->kind && strcmp(a->subject, b->subject) == 0 &&
         strcmp(a->words, b->words) == 0 && strcmp(a->asked_by, b->asked_by) == 0 && a->asked_at == b->asked_at &&
         a->until == b->until && a->state == b->state && a->decided_at == b->decided_at && same_votes(a, b);
}

bool approvals_verify(struct db *db, GString *out, int64_t *differences, GError **error)
{
  struct fold fold;
  int64_t stored = 0;
  bool done = fold_log(&fold, db, error) && db_get_int(db, &stored, 0, error, "SELECT count(*) FROM approval", "");
  for (guint i = 0; done && i < fold.approvals->len; i++) {
    const struct approval *want = fold.approvals->pdata[i];
    struct approval have;
    done = approval_load(db, want->number, fold.arena, &have, error);
    if (!done || (have.kind != NULL && same(want, &have)))
      continue;
    char *name = approval_name(want);
    ++*differences;
    g_string_append_printf(out, _("%s: the approval is not what the log says\n"), name);
    g_free(name);
  }
  if (done && stored > fold.approvals->len) {
    ++*differences;
    g_string_append(out, _("there are approvals that the log does not know\n"));
  }
  fold_clear(&fold);
  return done;
}
