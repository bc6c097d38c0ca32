#!/bin/sh
# Work on tickets from the command line, with its exit statuses.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
cd "$tap_tmp" || exit 99
export XDG_CONFIG_HOME="$tap_tmp/none"
run() { "$TOBAN" --lang en --at 2026-11-24T14:41:07Z --db a.db "$@"; }
run init --demo --tickets 40 --months 1 >/dev/null
first=$(run --as ichiro export events | sed -n '1s/.*"ticket":"\([^"]*\)".*/\1/p')

# expect NAME STATUS WORDS COMMAND...: WORDS on stdout or stderr ("" none asked for)
expect() {
  name=$1 status=$2 words=$3; shift 3
  run "$@" >out 2>&1
  [ $? -eq "$status" ] && { [ -z "$words" ] || grep -qF -- "$words" out; }
  ok "$name" $? out
}
key=$(run ticket new --channel phone --office London --title "Printer on fire" --requester "A. Example" --body "It burns.")
echo "$key" | grep -qE '^261124-[0-9]{4}$'; ok "a new ticket prints its number" $?
run --as ichiro export events | grep "\"ticket\":\"$key\"" | grep '"office":"32"' | grep -q '"lang":"en"'
ok "its office by name, its language from the title" $?
echo 'from stdin' | run ticket note "$key" --body - >out 2>&1 && run --as ichiro export events | grep -q 'from stdin'
ok "a text from standard input" $? out
expect "an answer" 0 "" ticket answer "$key" "Use the other one." --channel phone
expect "assigned" 0 '"revision": 4' --json ticket assign "$key" ken
expect "waiting" 0 "" ticket state "$key" waiting-user
expect "no way back to new" 65 "no ticket goes back" ticket state "$key" new
expect "a change needs a field" 65 "needs a field" ticket change "$key"
expect "changed" 0 "" ticket change "$key" --priority 1 --office tokyo --category 5.1
expect "an old revision is a conflict that tells the news" 75 "ken" ticket note "$key" late --revision 2
expect "an unknown ticket" 66 "no such ticket" ticket note 000000-0000 x
expect "an unknown office" 66 "there is no office" ticket new --channel phone --office Atlantis --title x
expect "an unknown channel" 64 "there is no channel" ticket new --channel pigeon --office tokyo --title x
expect "what a new ticket needs" 64 "--channel, --office and --title" ticket new --title x
expect "an unknown operator" 66 "there is no operator" ticket assign "$key" nobody
expect "resolved" 0 "" ticket state "$key" resolved
expect "an exclusion is asked for" 0 "" ticket exclude "$key" --clocks 'response;resolution' --reason call-fault
expect "an agent does not decide on it" 77 "not permitted" --as ken ticket exclude "$key" --clocks response --approve
expect "the deputy does" 0 "" --as jiro ticket exclude "$key" --clocks response --approve
expect "an unknown clock" 64 "--clocks is" ticket exclude "$key" --clocks lunch --reason other
expect "merged for good" 0 "" ticket merge "$key" "$first"
expect "a merged ticket takes notes only" 65 "is merged into" ticket state "$key" open
expect "the same key does it once" 0 '"result": "done"' --json ticket new --channel mail --office 1 --title 'once' --once k1
expect "and says so" 0 '"result": "repeated"' --json ticket new --channel mail --office 1 --title 'once' --once k1
expect "somebody who is in no list" 77 "not in the list" --as stranger ticket note "$first" x
expect "too few arguments" 64 "write it so" ticket note
expect "an unknown option" 64 "unknown option --colour" ticket note "$first" x --colour red
expect "everything follows from the log" 0 "0 differences" verify
expect "verify as JSON" 0 '"differences": 0' verify --json
expect "a copy" 0 "" backup copy.db
"$TOBAN" --db copy.db --lang en verify >out 2>&1; ok "that is whole" $? out
expect "never over a file" 73 "" backup copy.db
"$TOBAN" --db back.db --lang en --as ken restore copy.db >out 2>&1; [ $? -eq 77 ] && [ ! -e back.db ]; ok "an agent does not restore" $? out
"$TOBAN" --db back.db --lang en --as ichiro restore copy.db >out 2>&1; ok "an administrator does" $? out
"$TOBAN" --db back.db --lang en verify >out 2>&1; ok "and it is sound" $? out
"$TOBAN" --db back.db --lang en --as ichiro restore copy.db >out 2>&1; [ $? -eq 73 ]; ok "never over a database" $? out
dd if=/dev/zero of=copy.db bs=4096 seek=20 count=30 conv=notrunc 2>/dev/null
"$TOBAN" --db worse.db --lang en --as ichiro restore copy.db >out 2>&1; [ $? -ne 0 ] && [ ! -e worse.db ]; ok "a damaged copy is refused" $? out
expect "doctor finds no fault" 0 "policies" doctor
expect "the clocks of the offices" 0 "Tue 24 Nov  09:41  open   until 17:30" clock --office 1
run clock --json | python3 -c '
import json, sys
rows = json.load(sys.stdin)
assert len(rows) == 79 and [r["no"] for r in rows[:76]] == list(range(1, 77)), "76 offices in the order of the table"
assert [r["code"] for r in rows[76:]] == ["tokyo", "osaka", "ide"] and rows[76]["no"] is None
assert rows[0]["local"] == "2026-11-24T09:41:07-05:00" and rows[0]["offset"] == -18000 and rows[0]["open"] is True
assert rows[0]["closes_at"] == "2026-11-24T22:30:00Z" and rows[0]["opens_at"] is None
assert rows[78]["open"] is False and rows[78]["opens_at"].endswith("Z")' >out 2>&1
ok "clock --json as commands.md has it" $? out
expect "the queue" 0 "Key" ticket list
expect "an unknown view" 64 "toban view list" ticket list --view sideways
expect "one ticket" 0 "It burns." ticket show "$key"
expect "its clocks explained" 0 "in all" ticket show "$key" --explain
expect "no such ticket to show" 66 "no such ticket" ticket show nonsense
run ticket list --view all --limit 0 --json >all.json && run ticket show "$first" --json >one.json && python3 -c '
import json
rows = json.load(open("all.json")); one = json.load(open("one.json"))
assert len(rows) == 42 and len({r["ticket"] for r in rows}) == 42, len(rows)
for key in "ticket state priority channel category office clocks".split(): assert key in one, key
for c in one["clocks"]: assert set(c) == set("policy clock state result elapsed target due met_at missed_at".split())
assert [e["kind"] for e in one["events"]][0] == "received"' >out 2>&1
ok "ticket list and show as JSON" $? out
expect "assets by any part" 0 "newyork-pc012" asset find YORK-PC01
expect "no asset is an empty list" 0 "[]" asset find nonsense --json
expect "one asset" 0 "Warranty        20" asset show PC-01-0012
expect "no such asset" 66 "there is no asset" asset show PC-01
"$TOBAN" --lang ja --at 2026-11-24T14:41:07Z --db a.db clock --office 12 | grep -q 'ボゴタ.*営業 .*まで'
ok "in Japanese" $?
# Edge case 23: lists and exports stop nowhere.
many() { "$TOBAN" --lang en --at 2026-11-24T14:41:07Z --db many.db "$@"; }
many init --demo --tickets 6500 --months 12 >/dev/null
[ "$(many ticket list --view all --limit 0 | grep -cE '[0-9]{6}-[0-9]{4}  [1-4]')" -eq 6500 ]
ok "edge 23: a list of 6,500 tickets has 6,500" $?
[ "$(many --as ichiro export events | grep -c '"kind":"received"')" -eq 6500 ]
ok "edge 23: so has an export" $?
tap_done
