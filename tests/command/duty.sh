#!/bin/sh
# The roster from the command line: coverage, who is on, what breaks a rule, changes, swaps, files.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
cd "$tap_tmp" || exit 99
export XDG_CONFIG_HOME="$tap_tmp/none"
run() { "$TOBAN" --lang en --at 2026-11-24T14:41:07Z --db d.db "$@"; }
flat() { tr -d ' \n'; }

run init --demo --tickets 0 >out 2>&1; ok "init" $? out
run duty coverage --json >out 2>&1 &&
  [ "$(flat <out)" = '[{"from":"2026-11-29T06:30:00Z","to":"2026-11-29T13:30:00Z","need":"language:en","have":0,"want":1},{"from":"2026-11-29T06:30:00Z","to":"2026-11-29T13:30:00Z","need":"language:ja","have":0,"want":1}]' ]
ok "the demonstration has the gap that leave without a substitute leaves" $? out
run duty roster --now --json >out 2>&1 && grep -q '"login": "sora"' out && grep -q '"to": "2026-11-24T22:30:00Z"' out
ok "who is on now, and until when" $? out
run duty check >out 2>&1
[ $? -eq 1 ] && grep -q 'ken.*on leave without a substitute' out && grep -q 'naomi.*lacks a qualification' out
ok "what breaks a rule is reported, exit 1" $? out
run --as hanako duty leave ken 2026-11-29T12:00:00+09:00 2026-11-30T00:00:00+09:00 --substitute sora >out 2>&1 &&
  run duty coverage --json >out 2>&1 && [ "$(flat <out)" = '[]' ]
ok "a substitute closes the gap" $? out
run --as ken duty leave ken 2026-11-29T12:00:00+09:00 2026-11-30T00:00:00+09:00 >out 2>&1
[ $? -eq 77 ]; ok "who may not plan (77)" $? out
run --as hanako duty shift nobody tokyo 2026-11-29T12:00:00+09:00 2026-11-30T00:00:00+09:00 >out 2>&1
[ $? -eq 65 ] && grep -q nobody out; ok "nobody of that name (65)" $? out
run duty coverage --from 2026-11-29T00:00:00Z --to 2026-11-28T00:00:00Z >out 2>&1
[ $? -eq 64 ]; ok "an end before the beginning (64)" $? out

run --as sora duty swap 2026-11-24T22:30:00+09:00 ken --note 'my daughter is ill' >out 2>&1; ok "a shift is offered" $? out
run --as naomi duty answer agree sora 2026-11-24T22:30:00+09:00 >out 2>&1
[ $? -eq 77 ]; ok "to one person alone (77)" $? out
run --as ken duty answer agree sora 2026-11-24T22:30:00+09:00 >out 2>&1 &&
  run duty roster --now >out 2>&1 && grep -q '(ken)' out && ! grep -q '(sora)' out
ok "who agrees is on now" $? out
run --as ken duty answer agree sora 2026-11-24T22:30:00+09:00 >out 2>&1
[ $? -eq 1 ]; ok "once (1)" $? out

run export roster --out r.csv >out 2>&1 && run export roster --format json --out r.json >out 2>&1
ok "export" $? out
"$TOBAN" --at 2026-11-24T14:41:07Z --db e.db init --demo --tickets 0 >/dev/null 2>&1
"$TOBAN" --lang en --at 2026-11-24T14:41:07Z --db e.db --as hanako import --replace roster r.csv >out 2>&1 &&
  "$TOBAN" --at 2026-11-24T14:41:07Z --db e.db export roster >back.csv && cmp back.csv r.csv >out 2>&1
ok "an export imports back to the same export" $? out
"$TOBAN" --lang en --at 2026-11-24T14:41:07Z --db e.db --as hanako import --replace roster r.json >out 2>&1 &&
  "$TOBAN" --at 2026-11-24T14:41:07Z --db e.db export roster >back.csv && cmp back.csv r.csv >out 2>&1
ok "from JSON too" $? out
cat >r.ics <<'ICS'
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20261212
DTEND;VALUE=DATE:20261213
SUMMARY:naomi
LOCATION:osaka
RRULE:FREQ=WEEKLY;COUNT=2
END:VEVENT
END:VCALENDAR
ICS
run --as hanako import --replace roster r.ics >out 2>&1 && run export roster >out 2>&1 && [ "$(wc -l <out)" -eq 3 ] &&
  grep -q '^naomi,osaka,2026-12-11T15:00:00Z,2026-12-12T15:00:00Z,agent' out &&
  grep -q '^naomi,osaka,2026-12-18T15:00:00Z,2026-12-19T15:00:00Z,agent' out
ok "an iCalendar file" $? out
run duty coverage --from 2026-12-12T00:00:00+09:00 --to 2026-12-13T00:00:00+09:00 --json >out 2>&1 && [ "$(flat <out)" = '[]' ]
ok "a whole day in it is no gap" $? out

printf 'need,calendar,hours,want\nlanguage:en,24x365,,2\n' >n.csv
run --as hanako import needs n.csv >out 2>&1 &&
  run duty coverage --from 2026-12-12T00:00:00+09:00 --to 2026-12-13T00:00:00+09:00 --json >out 2>&1 &&
  [ "$(flat <out)" = '[{"from":"2026-12-11T15:00:00Z","to":"2026-12-12T15:00:00Z","need":"language:en","have":1,"want":2}]' ]
ok "what is needed is data" $? out
printf 'need,calendar,hours,want\nlanguage:en,nowhere,,2\n' >n.csv
run --as hanako import needs n.csv >out 2>&1
[ $? -eq 65 ] && grep -q 'n.csv:2: column calendar' out; ok "a bad line is named (65)" $? out
run --as ken duty handover >out 2>&1 && grep -q 'Head of the log' out && grep -q 'Trouble with endpoints' out
ok "the handover sheet fills itself" $? out
run --as ken duty handover --words 'Mind the line to London.' >out 2>&1 && run --as ken duty handover --give >out 2>&1 &&
  [ "$(cat out)" = 1 ]
ok "words on it, and handed over" $? out
run duty handover --json >out 2>&1 && grep -q '"state": "given"' out && grep -q '"text": "Mind the line to London."' out
ok "it waits to be confirmed" $? out
run --as ken duty handover --confirm 1 >out 2>&1
[ $? -eq 77 ]; ok "by somebody else (77)" $? out
run --as naomi duty handover --confirm 1 >out 2>&1; ok "item by item" $? out
run --as naomi duty handover --end >out 2>&1
[ $? -eq 65 ]; ok "not ended unconfirmed without a reason (65)" $? out
run --as naomi duty handover --confirm all >out 2>&1 && run --as naomi duty handover --end >out 2>&1; ok "ended" $? out
run duty handover --search 'LONDON mind' --json >out 2>&1 && grep -q '"number": 1' out; ok "and found" $? out
run duty handover 1 --format html >sheet.html 2>&1 && grep -q '^<!DOCTYPE html>' sheet.html; ok "as HTML" $? sheet.html
run duty handover 1 >sheet.txt 2>&1 && run audit verify --anchors sheet.txt >out 2>&1; ok "a printed sheet is an anchor" $? out
run duty handover 9 >out 2>&1
[ $? -eq 66 ]; ok "one that is not there (66)" $? out
run verify >out 2>&1; ok "the tables are what the log says" $? out
tap_done
