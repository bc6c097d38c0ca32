/* toban.h: start here.
 *
 * toban (当番, "on duty") is the console of a help desk that never closes. This page is the map; each
 * header in this folder describes one module: shapes, units, ownership, threads, errors, sources.
 *
 * Layers. A layer includes only headers of layers to its left (tests/unit/layers.sh checks it):
 *
 *     base  ->  domain  ->  { store, net, report }  ->  console  ->  command
 *
 *   domain   meet.h mention.h
 *   store    together.h board.h
 *   base     error.h utc.h lang.h text.h arena.h csv.h json.h log.h paths.h resource.h identity.h safety.h
 *   base     authenticate.h tokens.h migemo.h
 *   domain   language.h office_card.h received.h similar.h vendor.h
 *   domain   zone.h calendar.h policy.h sla.h warning.h ticket.h reference.h health.h right.h approval.h asset.h
 *   domain   filter.h sla_month.h sla_explain.h holiday_ics.h find.h knowledge.h scrub.h    pure: no I/O, no clock
 *   domain   ticket_work.h event_text.h summary.h escalation.h when.h remote.h
 *   store    intake.h callback.h notice.h
 *   store    db.h command.h read.h store.h bulk.h check_store.h alert.h sla_store.h verify.h transfer.h demo.h person.h
 *   store    plan.h split.h recent.h outbox.h escalation_store.h
 *   store    view.h search.h knowledge_store.h audit.h approval_store.h record.h look.h
 *   domain   agenda.h duty.h duty_ics.h handover.h
 *   store    agenda_store.h duty_store.h handover_store.h
 *   store    asset_store.h mapping.h loan_store.h licence_store.h stocktake_store.h
 *   store    survey_store.h zone_store.h
 *   domain   loan.h loan_remind.h growth.h
 *   net      http.h probe.h poller.h courier.h zone_watch.h
 *   domain   check_option.h latency_line.h availability.h moment.h measure.h
 *   store    health_store.h measure_store.h
 *   report   site.h
 *   console  term.h input.h grid.h theme.h layout.h action.h keymap.h message.h model.h pane.h prompt.h console.h
 *   command  cli.h
 *
 * Data goes one way:
 *
 *   key, tick, resize, doorbell, probe, reply -> model_update() -> effects + dirty panes
 *   effects: store commands, network requests -> store thread / curl -> events (back to the top)
 *   store thread -> immutable snapshot (one arena) -> model -> panes draw cells -> one frame a loop turn
 *
 * Threads. The loop thread runs libuv, the model, the screen and curl. The store thread owns the
 * database connection. Snapshots are immutable and pass between them; nothing else is shared.
 *
 * Time. Everything is utc_t (seconds, UTC); "now" comes from clock_now() in one place and is handed on.
 *
 * Words (Japanese terms follow the specification):
 *   ticket 案件        one inquiry from its receipt to its closing; its key is the day in Japan and a number
 *   event              one line of the log: the truth; tickets, deadlines and counters are folded from it
 *   read model         a table made from events in the same transaction; `toban verify` rebuilds and compares
 *   queue              the live list of tickets, most urgent first
 *   requester 依頼者   who asked;  operator 担当  who works at the desk
 *   service level      a target for the response 回答 or resolution 解決 clock of a ticket
 *   due 期限           the instant at which a running clock reaches its target
 *   exclusion 除外     a clock that is not measured, for a reason, by another person's consent
 *   closing 締め       a month's figures, frozen in the log; amendment 訂正: what changed them later
 *   warning 警告       a share of the target is used, or so many minutes are left: said once
 *   office 事務所      one of the 76 offices of table 3-5;  site: Tokyo, Osaka, IDE 研究所
 *   endpoint 監視対象  something that is checked over the network;  poller: the process that checks
 *   feed               ring of what changed; doorbell: the file that wakes the other consoles
 */
#ifndef TOBAN_TOBAN_H
#define TOBAN_TOBAN_H
#endif
