/* right.h: who may do what: one table of rights by roles (src/domain/right.c). Pure.
 *
 * A right is something that a person does to the desk's data. Every write asks for its right where it is
 * carried out (person.h: person_permit), and the screen shows only what the same table allows. A role comes from the
 * list of operators: words joined by ";". Words that are no role give no right.
 * Source: specification 6.1, table 6-1 (the contractor plans, does and reports; JETRO's sections evaluate, decide
 * and approve); requirements E4, L3, P9, P13, D7. */
#ifndef TOBAN_RIGHT_H
#define TOBAN_RIGHT_H
#include <glib.h>
#include <stdbool.h>
#include "toban/ticket.h"

enum person_role {              /* ids: agent leader-hq leader-ide deputy general-manager is-section ide-planning ... */
  ROLE_AGENT,            /* 担当者; also written "staff" */
  ROLE_LEADER_HQ, ROLE_LEADER_IDE,     /* 責任者; "leader" is the one of the person's site */
  ROLE_DEPUTY,           /* 副総括責任者 */
  ROLE_GENERAL_MANAGER,  /* 総括管理業務責任者; also written "manager" */
  ROLE_IS_SECTION,       /* 情報システム課 of the head office */
  ROLE_IDE_PLANNING,     /* 研究企画課 of the institute */
  ROLE_VIEWER, ROLE_ADMINISTRATOR, PERSON_ROLES
};
#define ROLE_BIT(role) (1u << (role))
/* Who works at the desk, as opposed to who looks on, decides or keeps the machine. */
#define ROLES_DESK \
  (ROLE_BIT(ROLE_AGENT) | ROLE_BIT(ROLE_LEADER_HQ) | ROLE_BIT(ROLE_LEADER_IDE) | ROLE_BIT(ROLE_DEPUTY) | \
   ROLE_BIT(ROLE_GENERAL_MANAGER))

enum right {
  RIGHT_READ, RIGHT_AUDIT_VERIFY, RIGHT_EXPORT_RULES,                        /* anybody who can read the file */
  RIGHT_TICKET_NEW, RIGHT_TICKET_ANSWER, RIGHT_TICKET_NOTE, RIGHT_TICKET_ASSIGN, RIGHT_TICKET_CHANGE,
  RIGHT_TICKET_STATE, RIGHT_TICKET_MERGE, RIGHT_ESCALATE, RIGHT_REMOTE,
  RIGHT_EXCLUSION_REQUEST, RIGHT_EXCLUSION_DECIDE, RIGHT_EXCLUSION_WITHDRAW,
  RIGHT_SETTING, RIGHT_VIEW_SHARE, RIGHT_PRESENCE, RIGHT_WARN,
  RIGHT_APPROVAL_ASK, RIGHT_APPROVAL_WITHDRAW, RIGHT_DECIDE_WORK, RIGHT_DECIDE_TRIP, RIGHT_DECIDE_DOCUMENT,
  RIGHT_DECIDE_ERASURE,
  RIGHT_MONTH_CLOSE, RIGHT_CAUSE, RIGHT_REPORT,
  RIGHT_KNOWLEDGE_EDIT, RIGHT_KNOWLEDGE_PUBLISH,
  RIGHT_DUTY_PLAN, RIGHT_SWAP, RIGHT_AGENDA, RIGHT_HANDOVER,
  RIGHT_SURVEY, RIGHT_BOARD,
  RIGHT_LOAN, RIGHT_ASSET, RIGHT_HEALTH_WORK, RIGHT_HEALTH_RUN, RIGHT_ENDPOINT,
  RIGHT_TEMPLATE, RIGHT_REQUESTER, RIGHT_EXPORT_REQUESTER,
  RIGHT_RULES, RIGHT_PEOPLE, RIGHT_EVENTS,                                   /* imports */
  RIGHT_EXPORT_PEOPLE, RIGHT_EXPORT_EVENTS, RIGHT_EXPORT_ASSETS,
  RIGHT_AUDIT_READ, RIGHT_BACKUP, RIGHT_RESTORE, RIGHT_REBUILD,
  RIGHTS, RIGHT_NONE = -1
};

const char *role_id(enum person_role role);
const char *role_text(enum person_role role);                     /* 担当者 / agent */
/* The set of roles in `text`; `site` decides which leader "leader" is. unknown (may be NULL) is set to the
 * first word that is no role, newly allocated, or NULL. */
unsigned roles_parse(const char *text, const char *site, char **unknown);
char *roles_text(unsigned roles);                          /* names, joined; "" for none; g_free */

const char *right_id(enum right right);                    /* "ticket-new" */
const char *right_text(enum right right);                  /* 案件の受付 / take in a ticket */
bool right_parse(const char *id, enum right *out);
/* The roles that have it. A right that anybody has is right_may() with no role at all. */
unsigned right_roles(enum right right);
bool right_may(unsigned roles, enum right right);
/* Sets TE_PERMISSION: what was asked for, who may, what the person is. Always false. */
bool right_refuse(unsigned roles, enum right right, GError **error);

/* The right that a thing asks for. Imports and exports of kinds that nobody named here: RIGHT_NONE. */
enum right right_of_event(enum event_kind kind);
enum right right_of_import(const char *kind);
enum right right_of_export(const char *kind);
/* Does an export of this kind hold personal data or records of people's work, so that reading it is noted? */
bool right_is_personal(enum right right);
#endif
