#!/bin/sh
# The office card on the command line: what it says, to people and to programs, in both languages.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
cd "$tap_tmp" || exit 99
export XDG_CONFIG_HOME="$tap_tmp/none"
run() { lang=$1; shift; "$TOBAN" --db a.db --lang "$lang" --at 2026-11-24T14:41:07Z "$@"; }
has() { # NAME WORDS: the output has them
  grep -qF -- "$2" out; ok "$1" $? out
}
run en init --demo --tickets 300 --months 2 >out 2>&1 || cat out
run en office newyork >out 2>&1; ok "the card of an office, by its code" $? out
has "its local time against Japan's" "Tue 24 Nov 09:41  14:00 behind Japan"
has "open, and until when" "open  until 17:30"
has "its languages" "English, Japanese"
has "its vendor" "help@newyork-vendor.example"
has "what is unreported is not zero (S4)" "PC 65  server not reported  printer 21"
has "the register beside it" "register: PC 65"
has "the windows of the sections (H8)" "Information Systems Section"
run ja office 69 >out 2>&1; ok "by its number, in Japanese" $? out
has "words" "営業"
has "weekdays of the vendor" "日-木 08:00-16:00"
run en office 'Tokyo HQ' >out 2>&1; ok "by its name" $? out
has "an office without a vendor says so" "no maintenance vendor is registered"
run en office 99 >out 2>&1
[ $? -eq 66 ]; ok "an unknown office (66)" $? out
run en office 69 --json >out 2>&1 && python3 - out <<'END' >why 2>&1
import json, sys
card = json.load(open(sys.argv[1]))
assert card["no"] == 69 and card["code"] == "dubai" and card["local"] == "2026-11-24T18:41:07+04:00", card
assert card["open"] is False and card["vendors"][0]["open"] is False, card
assert card["devices"]["reported"] == {"pcs": 24, "servers": 1, "printers": 2}, card["devices"]
assert card["devices"]["register"]["pc"]["total"] == 24
assert card["tickets"]["open"] >= len(card["tickets"]["urgent"])
assert len(card["sections"]) == 8 and card["languages"] == ["ar", "en", "ja"]
END
ok "as JSON" $? why
run en office newyork --json | python3 -c 'import json,sys; assert json.load(sys.stdin)["devices"]["reported"]["servers"] is None'
ok "unreported is null" $?

printf 'office,name,contact,contract,hours,tz,languages,note\nnewyork,Example Care,desk@care.example,C-1,mon-fri 09:00-17:00,,en,\n' >v.csv
run en --as ichiro import vendors v.csv >out 2>&1; ok "vendors are taken in" $? out
run en office 1 >out 2>&1
has "and shown at once" "Mon-Fri 09:00-17:00  open until 17:00"
run en --as ken import vendors v.csv >out 2>&1
[ $? -eq 77 ]; ok "not by everybody (77)" $? out
run en --as ken export requesters >out 2>&1
[ $? -eq 77 ]; ok "the list of requesters is not for everybody (77)" $? out
run en --as hanako export requesters --out people.csv 2>out; ok "but for leaders" $? out
run en --as hanako audit log >out 2>&1
has "and that is noted" "requesters"

# What one has to know of an office for a while.
number=$(run en --as ken notice put newyork 'Power cut on Friday' --until 2026-11-27T12:00:00Z)
[ "$number" = 1 ]; ok "a notice has a number" $?
run en office 1 >out 2>&1
has "it stands on the card" "1: Power cut on Friday"
run en office 69 >out 2>&1
grep -q 'Power cut' out; [ $? -eq 1 ]; ok "of its office alone" $? out
"$TOBAN" --db a.db --lang en --at 2026-11-27T12:00:01Z office 1 >out 2>&1
grep -q 'Power cut' out; [ $? -eq 1 ]; ok "until then" $? out
run en --as ken notice put 1 ' ' >out 2>&1
[ $? -eq 65 ]; ok "it has words (65)" $? out
run en --as fumi notice put 1 x >out 2>&1
[ $? -eq 77 ]; ok "not from everybody (77)" $? out
run en --as ken notice end 1 >out 2>&1; ok "it is over" $? out
run en office 1 --json | grep -q '"notices": \[\]'; ok "and gone from the card" $?
run en --as ken notice end 1 >out 2>&1
[ $? -eq 66 ]; ok "once (66)" $? out

# Who calls, and what is there already.
cat >p.csv <<'END'
name,reading,mail,extension,office,language,department,vip
例外 龍之介,レイガイ リュウノスケ,ryu@newyork.example,9041,1,ja,,所長
END
run en --as hanako import requesters p.csv >out 2>&1; ok "a requester is taken in" $? out
for typed in 龍之介 'れいがい りゅう' 'reigai ryuunosuke' RYUNOSUKE 9041 ryu@; do
  run en caller find "$typed" --json >out 2>&1
  grep -q '"extension": "9041"' out; ok "found by $typed" $? out
done
key=$(run en --as ken ticket new --channel phone --office 1 --title 'The meeting room line is down' --received -15m \
  --requester '例外 龍之介 (9041)') || key=none
run en ticket show "$key" --json | grep -q '"received_at": "2026-11-24T14:26:07Z"'
ok "received a quarter of an hour ago" $?
run en --as ken ticket new --channel phone --office 1 --title x --received tomorrow >out 2>&1
[ $? -eq 64 ]; ok "not tomorrow (64)" $? out
run en ticket similar 'meeting room: line down' --office newyork >out 2>&1
has "what is there already" "$key"
run en ticket similar '' --requester '例外 龍之介 (9041)' --json | grep -q "\"$key\""
ok "the caller's own open tickets" $?
run en ticket similar x >out 2>&1
[ $? -eq 64 ]; ok "of which tickets? (64)" $? out
run en caller find reigai >out 2>&1
has "as a table" "New York"
# Many calls at once: taken in by a word each, answered by the call-back (L2).
first=$(run en --as ken callback take) && second=$(run en --as ken callback take --office newyork)
ok "two calls for the machine voice" $?
run en callback list --json >out 2>&1 && python3 - out "$first" "$second" <<'END' >why 2>&1
import json, sys
rows = json.load(open(sys.argv[1]))
assert [r["ticket"] for r in rows] == sys.argv[2:], rows
assert all(r["promised_at"] == "2026-11-24T14:56:07Z" and r["answered_at"] is None for r in rows), rows
assert rows[1]["office"] == "1", rows
END
ok "are owed a call-back within a quarter of an hour" $? why
run en --as ken callback done "$first" 'Password reset' >out 2>&1; ok "called back" $? out
run en callback list >out 2>&1
has "one is left" "$second"
grep -q "$first" out; [ $? -eq 1 ]; ok "and the other is not" $? out
run en ticket show "$first" --json | grep -q '"result": "met"'; ok "which counts as answered" $?
run en --as ken callback done "$first" again >out 2>&1
[ $? -eq 65 ]; ok "once (65)" $? out
run en verify >out 2>&1; ok "the read models are what the log says" $? out
tap_done
