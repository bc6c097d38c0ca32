#!/bin/sh
# The calendar from the command line: entries, rules that ask for an approval, files.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
cd "$tap_tmp" || exit 99
export XDG_CONFIG_HOME="$tap_tmp/none"
run() { "$TOBAN" --lang en --at 2026-11-24T14:41:07Z --db d.db "$@"; }

run init --demo --tickets 0 >out 2>&1; ok "init" $? out
run calendar list >out 2>&1 && grep -q 'Server maintenance' out && grep -q "holiday .*New Year" out
ok "maintenance and holidays to come" $? out
run calendar list --from 2027-03-01T00:00:00Z --to 2027-04-01T00:00:00Z --json >out 2>&1 &&
  grep -q '"from": "2027-03-12T10:00:00Z"' out && grep -q '"to": "2027-03-14T09:00:00Z"' out
ok "the power inspection of March, from Friday 19:00 to Sunday 18:00" $? out
plan() { run --as ken calendar put work ide 2026-12-01T19:00:00+09:00 2026-12-01T21:00:00+09:00 Patch --stops "$@"; }
plan >out 2>&1
[ $? -eq 65 ] && grep -q '14 days' out && grep -q 'busy season' out; ok "the rules that it breaks are named (65)" $? out
run --as ken approval ask work-plan Patch 'a grave fault' >out 2>&1 &&
  run --as chiyo approval decide work-plan-1 'at night' --grant >out 2>&1 &&
  plan --reason 'a grave fault' --approval work-plan-1 >key 2>&1
ok "with a reason and an approval it is taken" $? key
run calendar list --json >out 2>&1 && grep -q '"two-weeks"' out && grep -q '"approved": true' out
ok "and says what it breaks" $? out
run calendar list --ics >c.ics 2>out && grep -q '^SUMMARY:Patch' c.ics; ok "iCalendar out" $? c.ics
"$TOBAN" --at 2026-11-24T14:41:07Z --db e.db init --demo --tickets 0 >/dev/null 2>&1
grep -v 'Patch' c.ics >p.ics
"$TOBAN" --lang en --at 2026-11-24T14:41:07Z --db e.db --as ken import agenda c.ics >out 2>&1
[ $? -eq 65 ]; ok "in again only by the rules (65)" $? out
run export agenda --out a.csv >out 2>&1 && run --as ken import agenda a.csv >out 2>&1 && run export agenda >b.csv && cmp a.csv b.csv >out 2>&1
ok "an export imports back to the same export" $? out
run --as ken calendar drop "$(cat key)" 'not needed' >out 2>&1 && ! run calendar list | grep -q Patch; ok "taken out" $? out
run --as ken calendar drop 99 x >out 2>&1
[ $? -eq 66 ]; ok "one that is not there (66)" $? out
run --as fumi calendar drop 1 x >out 2>&1
[ $? -eq 77 ]; ok "who may not (77)" $? out
put() { run --as ken calendar put outage osaka 2026-11-24T23:00:00+09:00 2026-11-25T06:00:00+09:00 '電源点検' --title-en Inspection "$@"; }
put --targets 'group:Nowhere' >out 2>&1
[ $? -eq 65 ] && grep -q 'names no endpoint' out; ok "endpoints that are not there (65)" $? out
put --targets 'group:VPN, endpoint:sase-tokyo' >key 2>&1; ok "an outage that silences endpoints" $? key
run health list >out 2>&1 && grep -q 'VPN Osaka .*Inspection (until Wed 25 Nov 06:00)' out && ! grep -q 'SASE Osaka .*Inspection' out
ok "the list of checks names it (edge 32)" $? out
run --lang ja health list >out 2>&1 && grep -q '電源点検（11/25(水) 06:00 まで）' out; ok "in Japanese too" $? out
run health list --json >out 2>&1 && tr -d ' \n' <out | grep -q '"source":"calendar","number":'"$(cat key)"',"title":"Inspection"'
ok "as JSON" $? out
run maintenance list >out 2>&1 && grep -q "calendar $(cat key)  *now .*group:VPN endpoint:sase-tokyo" out
ok "and so does the list of maintenance" $? out
run calendar list --from 2026-11-24T00:00:00Z --to 2026-11-25T00:00:00Z --ics >c.ics 2>out && grep -q '^X-TOBAN-TARGETS:group:VPN' c.ics
ok "iCalendar has them" $? c.ics
printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Fair\r\nDTSTART;VALUE=DATE:20261201\r\nRDATE;VALUE=DATE:20261208\r\nRRULE:FREQ=WEEKLY;COUNT=2;INTERVAL=2\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n' >r.ics
run --as ken import agenda r.ics >out 2>&1 && run calendar list >out 2>&1 && [ "$(grep -c ' Fair' out)" -eq 3 ]
ok "an event that repeats is an entry for each time" $? out
sed 's/RRULE.*/EXRULE:FREQ=DAILY;COUNT=1\r/' r.ics >x.ics
run --as ken import agenda x.ics >out 2>&1
[ $? -eq 65 ] && grep -q 'x.ics: “Fair”: its EXRULE is not understood' out; ok "what is not understood is refused by name (65)" $? out
run verify >out 2>&1; ok "the table is what the log says" $? out
tap_done
