/* Whose loan is it? The borrower is a text; the list of requesters (or the text itself) has the mail address. */
#include <string.h>

#include "caller.h"
#include "loan.h"
#include "lookup.h"
#include "toban/arena.h"
#include "toban/lang.h"
#include "toban/text.h"

enum { LOOK_MOST = 500, FAMILY = 4 /* characters of a family name */ };

static const struct { const char *id, *text; } mails[LOAN_MAILS] = {
    [LOAN_MAIL] = {"known", NC_("loan mail", "known")},
    [LOAN_MAIL_NOBODY] = {"unknown-person", NC_("loan mail", "nobody of that name")},
    [LOAN_MAIL_SEVERAL] = {"several-persons", NC_("loan mail", "several of that name")},
    [LOAN_MAIL_NONE] = {"no-address", NC_("loan mail", "no address")},
};

const char *loan_mail_id(enum loan_mail mail)
{
  return mails[mail].id;
}

const char *loan_mail_text(enum loan_mail mail)
{
  return lang_text_context(mails[mail].text);
}

/* Folded, without blanks: 田中 太郎 is 田中太郎. */
static char *squeeze(const char *text)
{
  char *folded = text_fold(text, -1), *to = folded;
  for (const char *from = folded; *from != '\0'; from++)
    if (*from != ' ')
      *to++ = *from;
  *to = '\0';
  return folded;
}

/* here: of those that are found, the ones at the office of the thing. */
struct search {
  const char *want, *extension, *office;
  struct arena *arena;
  struct loan_person person, at_office;
  int found, here;
};

static bool same(const char *text, const char *want)
{
  char *squeezed = squeeze(text);
  bool is = *squeezed != '\0' && strcmp(squeezed, want) == 0;
  g_free(squeezed);
  return is;
}

/* Columns: name, reading, mail, extension, language, office. */
static void judge(struct search *search, struct db_stmt *stmt)
{
  bool named = same(db_text(stmt, 0), search->want) || same(db_text(stmt, 1), search->want) ||
               same(db_text(stmt, 2), search->want);
  if (!named || (*search->extension != '\0' && strcmp(search->extension, db_text(stmt, 3)) != 0))
    return;
  struct arena *arena = search->arena;
  struct loan_person person = {
      .mail = *db_text(stmt, 2) == '\0' ? LOAN_MAIL_NONE : LOAN_MAIL, .name = arena_strdup(arena, db_text(stmt, 0)),
      .address = arena_strdup(arena, db_text(stmt, 2)), .language = arena_strdup(arena, db_text(stmt, 4)),
      .office = arena_strdup(arena, db_text(stmt, 5))};
  search->found++;
  search->person = person;
  if (strcmp(person.office, search->office) != 0)
    return;
  search->here++;
  search->at_office = person;
}

static void keep_ref(void *user, enum lookup_kind kind, const char *ref, bool whole)
{
  (void)whole;
  if (kind == LOOKUP_REQUESTER)
    g_hash_table_add(user, g_strdup(ref));
}

static bool look(struct db *db, struct search *search, const char *beginning, GError **error)
{
  GHashTable *refs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  void *ref;
  bool done = lookup_find(db, beginning, LOOK_MOST, keep_ref, refs, error);
  g_hash_table_iter_init(&iter, refs);
  while (done && g_hash_table_iter_next(&iter, &ref, NULL)) {
    struct db_stmt *stmt = db_query(
        db, error, "SELECT name, reading, mail, extension, language, office FROM requester WHERE key = $1", "t",
        (const char *)ref);
    int got = stmt == NULL ? -1 : db_step(stmt, error);
    if (got > 0)
      judge(search, stmt);
    db_done(stmt);
    done = got >= 0;
  }
  g_hash_table_unref(refs);
  return done;
}

static bool search_all(struct db *db, struct search *search, const char *bare, GError **error)
{
  char *folded = text_fold(bare, -1);
  folded[strcspn(folded, " ")] = '\0';
  glong length = g_utf8_strlen(folded, -1);
  bool done = length == 0 || look(db, search, folded, error);
  for (glong n = MIN(length - 1, FAMILY); done && search->found == 0 && n > 0 && text_is_japanese(folded); n--) {
    *g_utf8_offset_to_pointer(folded, n) = '\0'; /* 田中太郎 may be listed as 田中 太郎 */
    done = look(db, search, folded, error);
  }
  g_free(folded);
  return done;
}

static bool is_address(const char *text)
{
  const char *at = strchr(text, '@');
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isgraph(*c) || strchr("<>(),;:\\\"", *c) != NULL)
      return false;
  return at != NULL && at > text && at[1] != '\0' && strchr(at + 1, '@') == NULL;
}

/* "(2041)" behind a name, as caller_requester() adds it: 2041. */
static char *extension_of(const char *borrower, const char *bare)
{
  size_t length = strlen(bare);
  return strlen(borrower) > length + 3 ? g_strndup(borrower + length + 2, strlen(borrower) - length - 3) : g_strdup("");
}

bool loan_person_find(struct db *db, struct arena *arena, const char *borrower, const char *office,
                      struct loan_person *person, GError **error)
{
  char *bare = caller_bare_name(borrower), *want = squeeze(bare), *extension = extension_of(borrower, bare);
  struct search search = {.want = want, .extension = extension, .office = office, .arena = arena};
  *person = (struct loan_person){LOAN_MAIL_NOBODY, "", "", "", ""};
  bool done = search_all(db, &search, bare, error);
  if (search.found == 1)
    *person = search.person;
  else if (search.here == 1) /* of several of that name, the one where the thing is */
    *person = search.at_office;
  else if (search.found > 1)
    person->mail = LOAN_MAIL_SEVERAL;
  else if (is_address(borrower)) {
    const char *text = arena_strdup(arena, borrower);
    *person = (struct loan_person){LOAN_MAIL, text, text, "", ""};
  }
  g_free(extension);
  g_free(want);
  g_free(bare);
  return done;
}
