#include "toban/right.h"

#include <string.h>

#include "toban/error.h"
#include "toban/lang.h"

/* --- roles ------------------------------------------------------------------------------------------- */
static const struct {
  const char *id, *name;
} person_roles[PERSON_ROLES] = {
    [ROLE_AGENT] = {"agent", NC_("role", "agent")},
    [ROLE_LEADER_HQ] = {"leader-hq", NC_("role", "leader (HQ)")},
    [ROLE_LEADER_IDE] = {"leader-ide", NC_("role", "leader (IDE)")},
    [ROLE_DEPUTY] = {"deputy", NC_("role", "deputy")},
    [ROLE_GENERAL_MANAGER] = {"general-manager", NC_("role", "general manager")},
    [ROLE_IS_SECTION] = {"is-section", NC_("role", "information systems section")},
    [ROLE_IDE_PLANNING] = {"ide-planning", NC_("role", "IDE planning section")},
    [ROLE_VIEWER] = {"viewer", NC_("role", "viewer")},
    [ROLE_ADMINISTRATOR] = {"administrator", NC_("role", "administrator")},
};

const char *role_id(enum person_role role)
{
  return person_roles[role].id;
}

const char *role_text(enum person_role role)
{
  return lang_text_context(person_roles[role].name);
}

static unsigned role_of(const char *word, const char *site)
{
  for (int i = 0; i < PERSON_ROLES; i++)
    if (strcmp(person_roles[i].id, word) == 0)
      return ROLE_BIT(i);
  if (strcmp(word, "staff") == 0)
    return ROLE_BIT(ROLE_AGENT);
  if (strcmp(word, "manager") == 0)
    return ROLE_BIT(ROLE_GENERAL_MANAGER);
  if (strcmp(word, "leader") == 0)
    return ROLE_BIT(g_strcmp0(site, "ide") == 0 ? ROLE_LEADER_IDE : ROLE_LEADER_HQ);
  return 0;
}

unsigned roles_parse(const char *text, const char *site, char **unknown)
{
  unsigned roles = 0;
  char **words = g_strsplit(text == NULL ? "" : text, ";", -1);
  if (unknown != NULL)
    *unknown = NULL;
  for (int i = 0; words[i] != NULL; i++) {
    unsigned role = role_of(g_strstrip(words[i]), site);
    if (role == 0 && *words[i] != '\0' && unknown != NULL && *unknown == NULL)
      *unknown = g_strdup(words[i]);
    roles |= role;
  }
  g_strfreev(words);
  return roles;
}

char *roles_text(unsigned roles)
{
  GString *out = g_string_new(NULL);
  for (int i = 0; i < PERSON_ROLES; i++)
    if (roles & ROLE_BIT(i)) {
      g_string_append(out, out->len == 0 ? "" : C_("between names", ", "));
      g_string_append(out, role_text((enum person_role)i));
    }
  return g_string_free(out, FALSE);
}

/* --- rights: the table ---------------------------------------------------------------------------------- */
#define ANYBODY ~0u
#define STAFF ROLE_BIT(ROLE_AGENT)
#define LEADERS (ROLE_BIT(ROLE_LEADER_HQ) | ROLE_BIT(ROLE_LEADER_IDE))
#define HEADS (ROLE_BIT(ROLE_DEPUTY) | ROLE_BIT(ROLE_GENERAL_MANAGER))
#define CLIENT (ROLE_BIT(ROLE_IS_SECTION) | ROLE_BIT(ROLE_IDE_PLANNING)) /* evaluates, decides, approves */
#define KEEPER ROLE_BIT(ROLE_ADMINISTRATOR)
#define DESK (STAFF | LEADERS | HEADS | KEEPER)
#define LEAD (LEADERS | HEADS | KEEPER)

static const struct {
  const char *id, *name;
  unsigned roles;
  bool personal; /* people's data, or what people did */
} table[RIGHTS] = {
    [RIGHT_READ] = {"read", NC_("right", "look at the desk"), ANYBODY, false},
    [RIGHT_AUDIT_VERIFY] = {"audit-verify", NC_("right", "check the chain of the log"), ANYBODY, false},
    [RIGHT_EXPORT_RULES] = {"export-rules",
                            NC_("right", "export offices, calendars, policies and the like"), ANYBODY, false},

    [RIGHT_TICKET_NEW] = {"ticket-new", NC_("right", "take in a ticket"), DESK, false},
    [RIGHT_TICKET_ANSWER] = {"ticket-answer", NC_("right", "write down an answer"), DESK, false},
    [RIGHT_TICKET_NOTE] = {"ticket-note", NC_("right", "write an internal note"), DESK | CLIENT, false},
    [RIGHT_TICKET_ASSIGN] = {"ticket-assign", NC_("right", "take or assign a ticket"), DESK, false},
    [RIGHT_TICKET_CHANGE] = {"ticket-change", NC_("right", "change the fields of a ticket"), DESK, false},
    [RIGHT_TICKET_STATE] = {"ticket-state", NC_("right", "change the state of a ticket"), DESK, false},
    [RIGHT_TICKET_MERGE] = {"ticket-merge", NC_("right", "merge tickets"), DESK, false},
    [RIGHT_ESCALATE] = {"escalate", NC_("right", "send an escalation"), DESK, false},
    [RIGHT_REMOTE] = {"remote", NC_("right", "start the remote tool for an asset"), DESK, false},
    [RIGHT_EXCLUSION_REQUEST] = {"exclusion-request",
                                 NC_("right", "ask for an exclusion from the service level"), DESK, false},
    [RIGHT_EXCLUSION_DECIDE] = {"exclusion-decide", NC_("right", "decide on an exclusion from the service level"),
                                HEADS | CLIENT | KEEPER, false},
    [RIGHT_EXCLUSION_WITHDRAW] = {"exclusion-withdraw", NC_("right", "withdraw an exclusion"), LEAD | CLIENT, false},

    [RIGHT_SETTING] = {"setting", NC_("right", "keep one’s own settings"), DESK | CLIENT, false},
    [RIGHT_VIEW_SHARE] = {"view-share", NC_("right", "keep views of the queue for everybody"), LEAD, false},
    [RIGHT_PRESENCE] = {"presence", NC_("right", "be shown as present"), DESK | CLIENT, false},
    [RIGHT_WARN] = {"warn", NC_("right", "give warnings of deadlines"), DESK, false},
    [RIGHT_APPROVAL_ASK] = {"approval-ask", NC_("right", "ask for an approval"), DESK, false},
    [RIGHT_APPROVAL_WITHDRAW] = {"approval-withdraw", NC_("right", "take back what one asked for"), DESK, false},
    [RIGHT_DECIDE_WORK] = {"decide-work", NC_("right", "approve a work plan or an emergency stop"), CLIENT, false},
    [RIGHT_DECIDE_TRIP] = {"decide-trip", NC_("right", "approve a business trip"), ROLE_BIT(ROLE_IS_SECTION), false},
    [RIGHT_DECIDE_DOCUMENT] = {"decide-document", NC_("right", "approve a document"), CLIENT, false},
    [RIGHT_DECIDE_ERASURE] = {"decide-erasure", NC_("right", "approve an erasure of data"), CLIENT | HEADS, false},
    [RIGHT_MONTH_CLOSE] = {"month-close", NC_("right", "close a month’s figures"), LEAD, false},
    [RIGHT_CAUSE] = {"cause", NC_("right", "explain a missed service level"), LEAD, false},
    [RIGHT_REPORT] = {"report", NC_("right", "make the reports"), LEAD | CLIENT, true},

    [RIGHT_KNOWLEDGE_EDIT] = {"knowledge-edit", NC_("right", "write knowledge"), DESK, false},
    [RIGHT_KNOWLEDGE_PUBLISH] = {"knowledge-publish", NC_("right", "publish knowledge"), LEAD, false},
    [RIGHT_DUTY_PLAN] = {"duty-plan", NC_("right", "plan the roster"), LEAD, false},
    [RIGHT_SWAP] = {"swap", NC_("right", "swap a shift"), DESK, false},
    [RIGHT_BOARD] = {"board", NC_("right", "write on the desk’s board"), DESK, false},
    [RIGHT_AGENDA] = {"agenda", NC_("right", "enter work and outages in the calendar"), DESK, false},
    [RIGHT_HANDOVER] = {"handover", NC_("right", "hand the shift over"), DESK, false},
    [RIGHT_SURVEY] = {"survey", NC_("right", "ask offices and take their answers in"), DESK, false},
    [RIGHT_LOAN] = {"loan", NC_("right", "lend things and take them back"), DESK, false},
    [RIGHT_ASSET] = {"asset", NC_("right", "import assets, loans and licences"), LEAD, false},
    [RIGHT_HEALTH_WORK] = {"health-work", NC_("right", "acknowledge and silence checks"), DESK, false},
    [RIGHT_HEALTH_RUN] = {"health-run", NC_("right", "check the endpoints"), DESK, false},
    [RIGHT_ENDPOINT] = {"endpoint", NC_("right", "import endpoints"), LEAD, false},

    [RIGHT_RULES] = {"rules", NC_("right", "import offices, calendars, policies and the like"), HEADS | KEEPER, false},
    [RIGHT_TEMPLATE] = {"template", NC_("right", "import templates of tickets"), LEAD, false},
    [RIGHT_REQUESTER] = {"requester", NC_("right", "import the list of requesters"), LEAD, false},
    [RIGHT_EXPORT_REQUESTER] = {"export-requester", NC_("right", "export the list of requesters"), LEAD | CLIENT, true},
    [RIGHT_PEOPLE] = {"people", NC_("right", "change the list of operators"), KEEPER, false},
    [RIGHT_EVENTS] = {"events", NC_("right", "import tickets"), KEEPER, false},
    [RIGHT_EXPORT_PEOPLE] = {"export-people",
                             NC_("right", "export the list of operators or the roster"), LEAD | CLIENT, true},
    [RIGHT_EXPORT_EVENTS] = {"export-events", NC_("right", "export tickets"), LEAD | CLIENT, true},
    [RIGHT_EXPORT_ASSETS] = {"export-assets", NC_("right", "export assets, loans and licences"), DESK | CLIENT, true},
    [RIGHT_AUDIT_READ] = {"audit-read", NC_("right", "read the audit log"), LEAD | CLIENT, true},
    [RIGHT_BACKUP] = {"backup", NC_("right", "copy the database"), LEAD, true},
    [RIGHT_RESTORE] = {"restore", NC_("right", "restore a copy of the database"), KEEPER, false},
    [RIGHT_REBUILD] = {"rebuild", NC_("right", "make the read models anew"), KEEPER, false},
};

const char *right_id(enum right right)
{
  return table[right].id;
}

const char *right_text(enum right right)
{
  return lang_text_context(table[right].name);
}

bool right_parse(const char *id, enum right *out)
{
  for (int i = 0; i < RIGHTS; i++)
    if (strcmp(table[i].id, id) == 0) {
      *out = (enum right)i;
      return true;
    }
  return false;
}

unsigned right_roles(enum right right)
{
  return table[right].roles & (ROLE_BIT(PERSON_ROLES) - 1);
}

bool right_may(unsigned roles, enum right right)
{
  return table[right].roles == ANYBODY || (roles & table[right].roles) != 0;
}

bool right_is_personal(enum right right)
{
  return table[right].personal;
}

bool right_refuse(unsigned roles, enum right right, GError **error)
{
  char *mine = roles_text(roles), *may = roles_text(right_roles(right));
  error_set(error, TE_PERMISSION, _("not permitted: %s. It is for: %s. You are: %s"), right_text(right), may,
            *mine == '\0' ? C_("role", "without a role") : mine);
  g_free(mine);
  g_free(may);
  return false;
}

/* --- what asks for which right ------------------------------------------------------------------------- */
enum right right_of_event(enum event_kind kind)
{
  static const enum right rights[EVENT_KINDS] = {
      [EVENT_RECEIVED] = RIGHT_TICKET_NEW,
      [EVENT_ANSWERED] = RIGHT_TICKET_ANSWER,
      [EVENT_NOTE] = RIGHT_TICKET_NOTE,
      [EVENT_ASSIGNED] = RIGHT_TICKET_ASSIGN,
      [EVENT_CHANGED] = RIGHT_TICKET_CHANGE,
      [EVENT_STATE] = RIGHT_TICKET_STATE,
      [EVENT_MERGED] = RIGHT_TICKET_MERGE,
      [EVENT_EXCLUSION_REQUESTED] = RIGHT_EXCLUSION_REQUEST,
      [EVENT_EXCLUSION_APPROVED] = RIGHT_EXCLUSION_DECIDE,
      [EVENT_EXCLUSION_REJECTED] = RIGHT_EXCLUSION_DECIDE,
      [EVENT_EXCLUSION_WITHDRAWN] = RIGHT_EXCLUSION_WITHDRAW,
      [EVENT_TAGGED] = RIGHT_TICKET_CHANGE,
      [EVENT_UNTAGGED] = RIGHT_TICKET_CHANGE,
      [EVENT_LINKED] = RIGHT_TICKET_CHANGE,
      [EVENT_UNLINKED] = RIGHT_TICKET_CHANGE,
      [EVENT_CALLBACK_PROMISED] = RIGHT_TICKET_ANSWER,
      [EVENT_CALLBACK_KEPT] = RIGHT_TICKET_ANSWER,
      [EVENT_CALLBACK_CANCELLED] = RIGHT_TICKET_ANSWER,
      [EVENT_CHECKED] = RIGHT_TICKET_CHANGE,
      [EVENT_UNCHECKED] = RIGHT_TICKET_CHANGE,
      [EVENT_SPENT] = RIGHT_TICKET_CHANGE,
      [EVENT_HANDED_OVER] = RIGHT_TICKET_STATE,
      [EVENT_REMOTE] = RIGHT_REMOTE,
  };
  return rights[kind];
}

static const struct {
  const char *kind;
  enum right import, export;
} transfers[] = {
    {"offices", RIGHT_RULES, RIGHT_EXPORT_RULES},
    {"categories", RIGHT_RULES, RIGHT_EXPORT_RULES},
    {"sections", RIGHT_RULES, RIGHT_EXPORT_RULES},
    {"vendors", RIGHT_RULES, RIGHT_EXPORT_RULES},
    {"templates", RIGHT_TEMPLATE, RIGHT_EXPORT_RULES},
    {"requesters", RIGHT_REQUESTER, RIGHT_EXPORT_REQUESTER},
    {"causes", RIGHT_RULES, RIGHT_EXPORT_RULES},
    {"checklists", RIGHT_RULES, RIGHT_EXPORT_RULES},
    {"replies", RIGHT_KNOWLEDGE_EDIT, RIGHT_EXPORT_RULES},
    {"calendars", RIGHT_RULES, RIGHT_EXPORT_RULES},
    {"holidays", RIGHT_RULES, RIGHT_EXPORT_RULES},
    {"special-dates", RIGHT_RULES, RIGHT_EXPORT_RULES},
    {"policies", RIGHT_RULES, RIGHT_EXPORT_RULES},
    {"agenda", RIGHT_AGENDA, RIGHT_EXPORT_RULES},
    {"seasons", RIGHT_RULES, RIGHT_EXPORT_RULES},
    {"needs", RIGHT_DUTY_PLAN, RIGHT_EXPORT_RULES},
    {"qualifications", RIGHT_DUTY_PLAN, RIGHT_EXPORT_RULES},
    {"contacts", RIGHT_RULES, RIGHT_EXPORT_RULES},
    {"escalation-rules", RIGHT_RULES, RIGHT_EXPORT_RULES},
    {"operators", RIGHT_PEOPLE, RIGHT_EXPORT_PEOPLE},
    {"roster", RIGHT_DUTY_PLAN, RIGHT_EXPORT_PEOPLE},
    {"events", RIGHT_EVENTS, RIGHT_EXPORT_EVENTS},
    {"assets", RIGHT_ASSET, RIGHT_EXPORT_ASSETS},
    {"asset-words", RIGHT_RULES, RIGHT_EXPORT_RULES},
    {"loans", RIGHT_ASSET, RIGHT_EXPORT_ASSETS},
    {"loan-reminders", RIGHT_ASSET, RIGHT_EXPORT_RULES},
    {"licences", RIGHT_ASSET, RIGHT_EXPORT_ASSETS},
    {"endpoints", RIGHT_ENDPOINT, RIGHT_EXPORT_RULES},
    {"measures", RIGHT_HEALTH_WORK, RIGHT_EXPORT_RULES},
    {"measure-rules", RIGHT_ENDPOINT, RIGHT_EXPORT_RULES},
    {"knowledge", RIGHT_KNOWLEDGE_PUBLISH, RIGHT_EXPORT_RULES},
};

enum right right_of_import(const char *kind)
{
  for (size_t i = 0; i < G_N_ELEMENTS(transfers); i++)
    if (strcmp(transfers[i].kind, kind) == 0)
      return transfers[i].import;
  return RIGHT_NONE;
}

enum right right_of_export(const char *kind)
{
  for (size_t i = 0; i < G_N_ELEMENTS(transfers); i++)
    if (strcmp(transfers[i].kind, kind) == 0)
      return transfers[i].export;
  return RIGHT_NONE;
}
