/* The tables. Portable SQL only (see migrate.h). Times are seconds UTC, NULL for none; states, channels and
 * the like are ids in what is the truth (event, document, ...), numbers of the enums in what is rebuilt. */
#include "alert.h"
#include "caller.h"
#include "asset.h"
#include "migrate.h"
#include "schema_health.h"
#include "search_index.h"
#include "agenda.h"
#include "handover.h"
#include "roster.h"
#include "span.h"
#include "toban/together.h"

/* Views of the queue read these columns; one condition for all partial indexes on open tickets. */
static const char *const first[] = {
  /* schema: version of the tables; reference: grows with each change of reference data; demo: 1 or none. */
  "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL)",

  /* --- the truth ---------------------------------------------------------------------------------- */
  /* Ticket events have `ticket`; others `subject` and `data` (JSON). hash: see chain.h. */
  "CREATE TABLE event (seq INTEGER PRIMARY KEY, ticket TEXT, subject TEXT, at INTEGER NOT NULL, by_ TEXT NOT NULL,"
  " kind TEXT NOT NULL, channel TEXT, priority INTEGER, category TEXT, office TEXT, title TEXT, requester TEXT,"
  " lang TEXT, body TEXT, target TEXT, clocks TEXT, reason TEXT, data TEXT, recorded_at INTEGER NOT NULL,"
  " command TEXT, hash TEXT NOT NULL)",
  "CREATE INDEX event_of_ticket ON event (ticket, at, seq) WHERE ticket IS NOT NULL",
  "CREATE INDEX event_in_time ON event (at, seq)",
  /* Commands carried out: a second run answers from here. */
  "CREATE TABLE applied (command TEXT PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, ticket TEXT,"
  " revision INTEGER NOT NULL)",
  /* Reference files in versions: calendars holidays special-dates policies. */
  "CREATE TABLE document (kind TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, by_ TEXT NOT NULL,"
  " text TEXT NOT NULL, PRIMARY KEY (kind, version))",
  /* position: the order of the file that they came from. no, pcs ...: NULL where unknown. */
  "CREATE TABLE office (id TEXT PRIMARY KEY, position INTEGER NOT NULL, no INTEGER, code TEXT NOT NULL UNIQUE,"
  " region_ja TEXT NOT NULL, region_en TEXT NOT NULL, name_ja TEXT NOT NULL, name_en TEXT NOT NULL,"
  " country TEXT NOT NULL, tz TEXT NOT NULL, calendar TEXT NOT NULL, languages TEXT NOT NULL,"
  " pcs INTEGER, servers INTEGER, printers INTEGER)",
  "CREATE TABLE category (code TEXT PRIMARY KEY, position INTEGER NOT NULL, name_ja TEXT NOT NULL,"
  " name_en TEXT NOT NULL)",
  "CREATE TABLE operator (login TEXT PRIMARY KEY, position INTEGER NOT NULL, name_ja TEXT NOT NULL,"
  " name_en TEXT NOT NULL, site TEXT NOT NULL, languages TEXT NOT NULL, roles TEXT NOT NULL,"
  " qualifications TEXT NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT NOT NULL)",
  /* folded: text_fold() of tag, host, serial and user, for finding. */
  "CREATE TABLE asset (tag TEXT PRIMARY KEY, kind TEXT NOT NULL, host TEXT NOT NULL, serial TEXT NOT NULL,"
  " user_ TEXT NOT NULL, office TEXT NOT NULL, department TEXT NOT NULL, state TEXT NOT NULL, bought_on TEXT NOT NULL,"
  " warranty_until TEXT NOT NULL, renewal_on TEXT NOT NULL, supplier TEXT NOT NULL, note TEXT NOT NULL,"
  " folded TEXT NOT NULL)",
  "CREATE INDEX asset_find ON asset (tag, folded)",
  "CREATE TABLE endpoint (id TEXT PRIMARY KEY, position INTEGER NOT NULL, group_ TEXT NOT NULL, name_ja TEXT NOT NULL,"
  " name_en TEXT NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL, interval_s INTEGER NOT NULL,"
  " timeout_s INTEGER NOT NULL, down_after INTEGER NOT NULL, up_after INTEGER NOT NULL, expect_status TEXT NOT NULL,"
  " expect_body TEXT NOT NULL, slow_ms INTEGER NOT NULL, parent TEXT NOT NULL, office TEXT NOT NULL)",
  "CREATE TABLE setting (actor TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (actor, name))",

  /* --- who is there, who polls --------------------------------------------------------------------- */
  "CREATE TABLE presence (console TEXT PRIMARY KEY, login TEXT NOT NULL, site TEXT NOT NULL, lang TEXT NOT NULL,"
  " since INTEGER NOT NULL, seen_at INTEGER NOT NULL)",
  "CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, epoch INTEGER NOT NULL, until_ INTEGER NOT NULL)",
  "CREATE TABLE endpoint_state (id TEXT PRIMARY KEY, state TEXT NOT NULL, class TEXT NOT NULL, soft INTEGER NOT NULL,"
  " since INTEGER, checked_at INTEGER, latency_ms INTEGER, tls_days INTEGER, message TEXT NOT NULL)",

  /* --- read models: rebuilt from the events -------------------------------------------------------- */
  /* id: seq of its received event. rank_at: place in the queue while open (project.h). folded: what a
   * filter looks at. due_at, late_at: the earliest of its running clocks. */
  "CREATE TABLE ticket (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, title TEXT, requester TEXT, lang TEXT,"
  " category TEXT, office TEXT, assignee TEXT, merged_into TEXT, state INTEGER NOT NULL, channel INTEGER NOT NULL,"
  " priority INTEGER NOT NULL, received_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, answered_at INTEGER,"
  " closed_at INTEGER, excluded INTEGER NOT NULL, exclusion_pending INTEGER NOT NULL, exclusion_by_response TEXT,"
  " exclusion_by_resolution TEXT, revision INTEGER NOT NULL, open INTEGER NOT NULL, held INTEGER NOT NULL,"
  " rank_at INTEGER NOT NULL, late_at INTEGER, folded TEXT NOT NULL)",
  "CREATE INDEX ticket_open ON ticket (rank_at, id, late_at, state, held, assignee, office, folded) WHERE open = 1",
  "CREATE INDEX ticket_mine ON ticket (assignee, rank_at, id) WHERE open = 1 AND assignee IS NOT NULL",
  "CREATE INDEX ticket_new ON ticket (rank_at, id) WHERE open = 1 AND state = 0",
  "CREATE INDEX ticket_held ON ticket (rank_at, id) WHERE open = 1 AND held = 1",
  "CREATE INDEX ticket_done ON ticket (changed_at, id) WHERE open = 0",
  "CREATE INDEX ticket_all ON ticket (changed_at, id)",
  "CREATE INDEX ticket_received ON ticket (received_at)",
  /* id: of the ticket * 4 + number of the clock. late_at: when a running one will be missed. */
  "CREATE TABLE ticket_clock (id INTEGER PRIMARY KEY, policy TEXT, calendar TEXT, state INTEGER NOT NULL,"
  " result INTEGER NOT NULL, elapsed INTEGER NOT NULL, target INTEGER NOT NULL, at INTEGER NOT NULL,"
  " due_at INTEGER, late_at INTEGER, met_at INTEGER, missed_at INTEGER)",
  "CREATE INDEX clock_running ON ticket_clock (due_at, id) WHERE state = 1",
  "CREATE INDEX clock_met ON ticket_clock (met_at) WHERE met_at IS NOT NULL",
  "CREATE INDEX clock_missed ON ticket_clock (missed_at) WHERE missed_at IS NOT NULL",
  /* Counts that no screen has to make by looking at rows: see tally.h for the kinds. */
  "CREATE TABLE tally (kind TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (kind, name))",
  "CREATE TABLE tally_day (kind TEXT NOT NULL, day INTEGER NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (kind, day))",

  /* --- what changed: a ring of the last ones ------------------------------------------------------- */
  "CREATE TABLE feed (seq INTEGER PRIMARY KEY, topic INTEGER NOT NULL, subject TEXT)",
  NULL,
};

/* alert_next: the next warning of each running clock, by its id. alert: those that were given. */
static const char *const schema_alert[] = {
  "CREATE TABLE alert_next (id INTEGER PRIMARY KEY, next_at INTEGER NOT NULL)",
  "CREATE INDEX alert_next_at ON alert_next (next_at, id)",
  "CREATE TABLE alert (clock INTEGER NOT NULL, rule TEXT NOT NULL, warning TEXT NOT NULL, at INTEGER NOT NULL,"
  " by_ TEXT NOT NULL, PRIMARY KEY (clock, rule, warning))",
  NULL,
};

/* Repeats of a refusal are counted here, not in the log: see person.h. */
static const char *const refusals[] = {
  "CREATE TABLE refusal (login TEXT NOT NULL, right_ TEXT NOT NULL, since INTEGER NOT NULL, count INTEGER NOT NULL,"
  " PRIMARY KEY (login, right_))",
  NULL,
};

/* ticket_span: see span.h. clock_late, clock_open_question: clocks that a month may count after their ticket's
 * last event. sla_closing: versions of closed months, by the event that has the figures. */
static const char *const schema_month[] = {
  "CREATE TABLE ticket_span (month INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (month, id))",
  "CREATE INDEX clock_late ON ticket_clock (late_at) WHERE late_at IS NOT NULL",
  "CREATE INDEX clock_open_question ON ticket_clock (id) WHERE state = 5 AND met_at IS NULL AND missed_at IS NULL",
  "CREATE INDEX ticket_pending ON ticket (id) WHERE exclusion_pending <> 0",
  "CREATE TABLE sla_closing (month INTEGER NOT NULL, version INTEGER NOT NULL, seq INTEGER NOT NULL,"
  " as_of INTEGER NOT NULL, PRIMARY KEY (month, version))",
  "CREATE TABLE sla_cause (month INTEGER NOT NULL, policy TEXT NOT NULL, cause TEXT NOT NULL, measure TEXT NOT NULL,"
  " by_ TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (month, policy))",
  NULL,
};

/* Read models of the approvals' events (approval_fold.c). place: the order of the votes. */
static const char *const approvals[] = {
  "CREATE INDEX event_of_subject ON event (subject, seq) WHERE subject IS NOT NULL",
  "CREATE TABLE approval (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, words TEXT NOT NULL,"
  " asked_by TEXT NOT NULL, asked_at INTEGER NOT NULL, until_ INTEGER, state TEXT NOT NULL, decided_at INTEGER)",
  "CREATE INDEX approval_waiting ON approval (number) WHERE state = 'waiting'",
  "CREATE INDEX approval_of ON approval (kind, subject, number)",
  "CREATE TABLE approval_vote (number INTEGER NOT NULL, place INTEGER NOT NULL, by_ TEXT NOT NULL,"
  " at INTEGER NOT NULL, granted INTEGER NOT NULL, words TEXT NOT NULL, PRIMARY KEY (number, place))",
  NULL,
};

/* Positions in the queue and the number of the late ones by whole days, see tally.h. The indexes of two views
 * begin with what they ask to be equal: then no planner takes another one. */
static const char *const ranks[] = {
  "DROP INDEX ticket_new",
  "DROP INDEX ticket_held",
  "CREATE INDEX ticket_state ON ticket (state, rank_at, id) WHERE open = 1",
  "CREATE INDEX ticket_held ON ticket (held, rank_at, id) WHERE open = 1",
  "CREATE INDEX ticket_late ON ticket (late_at, rank_at, id) WHERE open = 1 AND late_at IS NOT NULL",
  "INSERT INTO tally_day (kind, day, value) SELECT 'rank', rank_at / 86400, count(*) FROM ticket WHERE open = 1"
  " GROUP BY rank_at / 86400",
  "INSERT INTO tally_day (kind, day, value) SELECT 'late', late_at / 86400, count(*) FROM ticket WHERE open = 1"
  " AND late_at IS NOT NULL GROUP BY late_at / 86400",
  NULL,
};

/* What people looked at and is not in the log yet, and today's that is: see look.h. */
static const char *const readings[] = {
  "CREATE TABLE reading (login TEXT NOT NULL, day INTEGER NOT NULL, area TEXT NOT NULL, subject TEXT NOT NULL,"
  " at INTEGER NOT NULL, written INTEGER NOT NULL, PRIMARY KEY (login, day, area, subject))",
  "CREATE INDEX reading_waits ON reading (login, area, at) WHERE written = 0",
  NULL,
};

/* requester: people who may call, a list that is imported; key: its mail address, else name, office and extension.
 * caller: see caller.h; lookup_key: see lookup.h. */
static const char *const schema_people[] = {
  "CREATE TABLE requester (key TEXT PRIMARY KEY, name TEXT NOT NULL, reading TEXT NOT NULL, mail TEXT NOT NULL,"
  " extension TEXT NOT NULL, office TEXT NOT NULL, language TEXT NOT NULL, department TEXT NOT NULL,"
  " vip TEXT NOT NULL)",
  "CREATE TABLE caller (requester TEXT NOT NULL, office TEXT NOT NULL, tickets INTEGER NOT NULL,"
  " newest INTEGER NOT NULL, PRIMARY KEY (requester, office))",
  "CREATE TABLE lookup_key (key TEXT NOT NULL, kind INTEGER NOT NULL, ref TEXT NOT NULL,"
  " PRIMARY KEY (key, kind, ref))",
  "CREATE INDEX lookup_key_of ON lookup_key (ref, kind)",
  "CREATE INDEX ticket_of_caller ON ticket (requester, office, received_at) WHERE requester IS NOT NULL",
  "CREATE INDEX ticket_of_office ON ticket (office, received_at)",
  "CREATE INDEX ticket_open_of_office ON ticket (office, rank_at, id, late_at) WHERE open = 1",
  "CREATE INDEX asset_of_office ON asset (office, kind, state)",
  NULL,
};

/* search_word: every word (of four bytes and more) of the search index, to find what begins with something. The index
 * itself is the engine's (search_engine.h). */
static const char *const schema_search[] = {
  "CREATE TABLE search_word (word TEXT PRIMARY KEY)",
  NULL,
};

/* options: what a check does beside the usual, check_option.h. base, flaps: health.h; line: latency_line.h. */
static const char *const check_options[] = {
  "ALTER TABLE endpoint ADD COLUMN options TEXT NOT NULL DEFAULT ''",
  "ALTER TABLE endpoint_state ADD COLUMN base TEXT NOT NULL DEFAULT ''",
  "ALTER TABLE endpoint_state ADD COLUMN base_since INTEGER",
  "ALTER TABLE endpoint_state ADD COLUMN flaps INTEGER NOT NULL DEFAULT 1",
  "ALTER TABLE endpoint_state ADD COLUMN line TEXT NOT NULL DEFAULT ''",
  "UPDATE endpoint_state SET base = state, base_since = since",
  NULL,
};

/* Events of work on a ticket (ticket_work.h), and what they come to. tags: ";vip;printer;". */
static const char *const work[] = {
  "ALTER TABLE event ADD COLUMN until_ INTEGER",
  "ALTER TABLE event ADD COLUMN amount INTEGER",
  "ALTER TABLE ticket ADD COLUMN expected_at INTEGER",
  "ALTER TABLE ticket ADD COLUMN callback_at INTEGER",
  "ALTER TABLE ticket ADD COLUMN cause TEXT",
  "ALTER TABLE ticket ADD COLUMN section TEXT",
  "ALTER TABLE ticket ADD COLUMN parent TEXT",
  "ALTER TABLE ticket ADD COLUMN children INTEGER NOT NULL DEFAULT 0",
  "ALTER TABLE ticket ADD COLUMN spent INTEGER NOT NULL DEFAULT 0",
  "ALTER TABLE ticket ADD COLUMN tags TEXT",
  "CREATE INDEX ticket_callback ON ticket (callback_at, id) WHERE callback_at IS NOT NULL",
  NULL,
};

/* escalation_next: when the rules look at a running clock next, by its id. See escalation_store.h, outbox.h. */
static const char *const escalations[] = {
  "CREATE TABLE outbox (key TEXT PRIMARY KEY, seq INTEGER NOT NULL, via TEXT NOT NULL, address TEXT NOT NULL,"
  " subject TEXT NOT NULL, body TEXT NOT NULL, origin TEXT NOT NULL, by_ TEXT NOT NULL, queued_at INTEGER NOT NULL,"
  " state TEXT NOT NULL, next_at INTEGER, attempts INTEGER NOT NULL, doubt INTEGER NOT NULL, holder TEXT NOT NULL,"
  " claim_until INTEGER, done_at INTEGER, problem TEXT NOT NULL, answer TEXT NOT NULL)",
  "CREATE INDEX outbox_open ON outbox (seq) WHERE done_at IS NULL",
  "CREATE INDEX outbox_failed ON outbox (seq) WHERE state = 'failed'",
  "CREATE INDEX outbox_number ON outbox (seq)",
  "CREATE TABLE escalation (number INTEGER PRIMARY KEY, ticket TEXT NOT NULL, clock INTEGER NOT NULL,"
  " rule TEXT NOT NULL, level INTEGER NOT NULL, via TEXT NOT NULL, contact TEXT NOT NULL, address TEXT NOT NULL,"
  " lang TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, reason TEXT NOT NULL, by_ TEXT NOT NULL,"
  " at INTEGER NOT NULL, state TEXT NOT NULL, ack_due INTEGER, call_next INTEGER, calls INTEGER NOT NULL,"
  " done_at INTEGER, done_by TEXT NOT NULL, words TEXT NOT NULL, message TEXT NOT NULL)",
  "CREATE INDEX escalation_of ON escalation (ticket, clock, rule)",
  "CREATE INDEX escalation_open ON escalation (number) WHERE state IN ('open', 'acknowledged', 'unanswered')",
  "CREATE INDEX escalation_ack ON escalation (ack_due) WHERE ack_due IS NOT NULL",
  "CREATE TABLE escalation_next (id INTEGER PRIMARY KEY, ticket TEXT NOT NULL, next_at INTEGER NOT NULL)",
  "CREATE INDEX escalation_next_at ON escalation_next (next_at, id)",
  NULL,
};

/* Read model of the notices' events (notice.c). */
static const char *const notices[] = {
  "CREATE TABLE notice (number INTEGER PRIMARY KEY, office TEXT NOT NULL, words TEXT NOT NULL, by_ TEXT NOT NULL,"
  " at INTEGER NOT NULL, until_ INTEGER)",
  "CREATE INDEX notice_of_office ON notice (office, at)",
  NULL,
};

/* Who is at which ticket; what each person has seen (together.h); notes that speak to somebody; the board. */
static const char *const schema_together[] = {
  "ALTER TABLE presence ADD COLUMN ticket TEXT",
  "ALTER TABLE presence ADD COLUMN writes INTEGER NOT NULL DEFAULT 0",
  "CREATE TABLE seen (login TEXT NOT NULL, ticket TEXT NOT NULL, revision INTEGER NOT NULL, seq INTEGER NOT NULL,"
  " at INTEGER NOT NULL, PRIMARY KEY (login, ticket))",
  "CREATE TABLE mention (login TEXT NOT NULL, seq INTEGER NOT NULL, ticket TEXT NOT NULL, at INTEGER NOT NULL,"
  " by_ TEXT NOT NULL, PRIMARY KEY (login, seq))",
  "CREATE TABLE desk_note (number INTEGER PRIMARY KEY, text TEXT NOT NULL, by_ TEXT NOT NULL, at INTEGER NOT NULL,"
  " pinned INTEGER NOT NULL, until_ INTEGER, done_at INTEGER, done_by TEXT)",
  NULL,
};

/* saved_view: a record's read model. The others: how far each is counted, and its counts: see toban/view.h. */
static const char *const views[] = {
  "CREATE TABLE saved_view (key TEXT PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL, ja TEXT NOT NULL,"
  " en TEXT NOT NULL, filter TEXT NOT NULL, columns TEXT NOT NULL, order_ TEXT NOT NULL, falling INTEGER NOT NULL,"
  " seq INTEGER NOT NULL)",
  "CREATE TABLE view_count (view TEXT PRIMARY KEY, seq INTEGER NOT NULL, reference INTEGER NOT NULL,"
  " upto INTEGER NOT NULL)",
  "CREATE TABLE view_step (view TEXT NOT NULL, who TEXT NOT NULL, at INTEGER NOT NULL, value INTEGER NOT NULL,"
  " PRIMARY KEY (view, who, at))",
  "CREATE TABLE view_day (view TEXT NOT NULL, who TEXT NOT NULL, day INTEGER NOT NULL, value INTEGER NOT NULL,"
  " PRIMARY KEY (view, who, day))",
  NULL,
};

/* Articles, made from the events "knowledge:ID" (knowledge_record.c). number: of the search index; seq: of the newest
 * event; versions: how often the words were written. */
static const char *const schema_knowledge[] = {
  "CREATE TABLE knowledge (id TEXT PRIMARY KEY, number INTEGER NOT NULL, category TEXT NOT NULL,"
  " use_case TEXT NOT NULL, offices TEXT NOT NULL, links TEXT NOT NULL, source TEXT NOT NULL, status TEXT NOT NULL,"
  " ja_question TEXT NOT NULL,"
  " ja_answer TEXT NOT NULL, ja_steps TEXT NOT NULL, ja_at INTEGER, en_question TEXT NOT NULL, en_answer TEXT NOT NULL,"
  " en_steps TEXT NOT NULL, en_at INTEGER, allowed TEXT NOT NULL, helped INTEGER NOT NULL, useless INTEGER NOT NULL,"
  " versions INTEGER NOT NULL, seq INTEGER NOT NULL, changed_at INTEGER NOT NULL, changed_by TEXT NOT NULL)",
  "CREATE UNIQUE INDEX knowledge_number ON knowledge (number)",
  NULL,
};

const struct migration schema[] = {
  {"the first tables", first, NULL},
  {"warnings", schema_alert, alert_plan_all},
  {"figures of months", schema_month, span_fill},
  {"refusals", refusals, NULL},
  {"approvals", approvals, NULL},
  {"ranks by day", ranks, NULL},
  {"readings", readings, NULL},
  {"people who ask", schema_people, callers_fill},
  {"search", schema_search, search_index_create},
  {"options of checks", check_options, NULL},
  {"roster", schema_roster, NULL},
  {"assets as events", schema_assets, asset_migrate},
  {"loans", schema_loans, NULL},
  {"licences", schema_licences, NULL},
  {"work on tickets", work, NULL},
  {"escalations and messages", escalations, NULL},
  {"notices", notices, NULL},
  {"stock-takes", schema_stocktakes, NULL},
  {"surveys", schema_surveys, NULL},
  {"fields of assets", schema_fields, NULL},
  {"together", schema_together, mentions_rebuild},
  {"handover sheets", schema_handover, NULL},
  {"calendar", schema_agenda, NULL},
  {"saved views", views, NULL},
  {"decisions about checks", schema_health, NULL},
  {"figures of servers", schema_measure, NULL},
  {"knowledge", schema_knowledge, NULL},
  {"reminders of loans", schema_reminders, NULL},
  {"outages", schema_outages, NULL},
};
const int schema_count = G_N_ELEMENTS(schema);
