#!/bin/sh
# Service levels on the command line: the report and its JSON, closing and what changes a closed month, causes,
# the check of what is stored, rules that are refused.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
cd "$tap_tmp" || exit 99
export XDG_CONFIG_HOME="$tap_tmp/none"
run() { "$TOBAN" --lang en --db a.db --at "${at:-2026-11-24T14:41:07Z}" "$@"; }
act() { run --as "${who:-ichiro}" "$@"; } # in a demonstration: one who may do everything
json() { python3 -c 'import json, sys
d = json.load(open("out"))
sys.exit(0 if eval(sys.argv[1]) else print(d) or 1)' "$1"; }

run init --demo --tickets 600 --months 3 >out 2>&1
ok "a demonstration" $? out

# --- the report ---
run sla report --month 2026-10 --json >out 2>err
ok "a month's figures as JSON" $? err
json 'list(d) == ["month", "as_of", "policies", "answer"] and d["month"] == "2026-10" and d["as_of"] == "2026-11-24T14:41:07Z"'
ok "with its month and time" $? out
json '[list(p) for p in d["policies"]] == [["id", "clock", "met", "missed", "excluded", "rate", "goal", "reached"]] * 10 and list(d["answer"]) == ["received", "answered", "rate"]'
ok "with the fields that others rely on" $? out
run export policies | tail -n +2 | cut -d, -f1 >ids
[ "$(python3 -c 'import json; print("\n".join(p["id"] for p in json.load(open("out"))["policies"]))')" = "$(cat ids)" ]
ok "every policy row, in file order" $?
json 'all(p["rate"] == (p["met"] / (p["met"] + p["missed"]) if p["met"] + p["missed"] else None) and p["reached"] == (None if p["rate"] is None else p["rate"] >= p["goal"]) for p in d["policies"])'
ok "rates are met / (met + missed), reached when not under the goal" $? out
json 'sum(p["met"] for p in d["policies"]) > 50 and d["answer"]["received"] > 50'
ok "there is something to count" $? out
run sla report --month 2020-01 --json >out && json 'd["answer"] == {"received": 0, "answered": 0, "rate": None} and all(p["rate"] is None and p["reached"] is None for p in d["policies"])'
ok "an empty month has no rates" $? out
run sla report --month 2026-10 --json --as-of 2026-10-10T00:00:00+09:00 >out && json 'd["as_of"] == "2026-10-09T15:00:00Z"'
ok "as it was known earlier" $? out
run sla report --month 2026-10 --misses >out 2>&1 && grep -q 'Answer rate: ' out && grep -q '(to be agreed)' out
ok "the same for people" $? out
run sla report --month 2026-10 >printed 2>&1 && run audit verify --anchors printed >out 2>&1
ok "the printed report carries the head of the log" $? out
run --lang ja sla report --month 2026-10 >out 2>&1 && grep -q '応答率' out
ok "in Japanese" $? out
for bad in "" "--month 2026-13" "--month x" "--month 2026-10 --as-of noon"; do
  run sla report $bad >out 2>&1
  [ $? -eq 64 ]; ok "sla report $bad: wrong usage (64)" $? out
done

# --- closing ---
run sla report --month 2026-10 --json >before
act sla close --month 2026-11 >out 2>&1
[ $? -eq 1 ]; ok "a month that is not over is not closed (1)" $? out
who=ken act sla close --month 2026-10 >out 2>&1
[ $? -eq 77 ]; ok "not by everybody (77)" $? out
act sla close --month 2026-10 >out 2>&1
ok "a month is closed" $? out
act sla close --month 2026-10 >out 2>&1
[ $? -eq 1 ]; ok "once (1)" $? out
run sla report --month 2026-10 --json | cmp -s - before
ok "closing changes no figure" $?
cat >late.jsonl <<'END'
{"ticket":"X-1","at":"2026-10-20T10:00:00+09:00","by":"x","kind":"received","channel":"phone","priority":1,"category":"5.1","office":"1","title":"from another desk","requester":"R"}
{"ticket":"X-1","at":"2026-10-20T12:00:00+09:00","by":"x","kind":"answered","body":"late","channel":"phone"}
END
at=2026-11-25T00:00:00Z act import events late.jsonl >out 2>&1
ok "something of the past comes in" $? out
at=2026-11-25T00:00:00Z run sla report --month 2026-10 --json --details >out &&
  json '[v["version"] for v in d["versions"]] == [1, 2] and d["versions"][0]["why"] is None and d["versions"][1]["why"] and d["versions"][0]["digest"] != d["versions"][1]["digest"]'
ok "that is an amendment, which says what it was" $? out
at=2026-11-25T00:00:00Z run sla report --month 2026-10 --frozen 1 --json >frozen &&
  python3 -c 'import json; a, b = json.load(open("frozen")), json.load(open("before")); assert a["policies"] == b["policies"] and a["answer"] == b["answer"]' 2>out
ok "the old figures stay" $? out
at=2026-11-25T00:00:00Z run sla report --month 2026-10 --frozen 9 >out 2>&1
[ $? -eq 1 ]; ok "there is no version 9 (1)" $? out
run sla verify >out 2>&1
ok "what is stored is what the log comes to" $? out

# --- causes ---
act sla cause --month 2026-10 --policy response-phone --cause "one line down" --measure "a second line" >out 2>&1 &&
  run sla report --month 2026-10 --json --details >out && json '[p["cause"] for p in d["policies"] if p["id"] == "response-phone"] == ["one line down"]'
ok "a cause and a countermeasure" $? out
act sla cause --month 2026-10 --policy nothing --cause a --measure b >out 2>&1
[ $? -eq 65 ]; ok "of a level that there is (65)" $? out
act sla cause --month 2026-10 --policy response-phone --cause a >out 2>&1
[ $? -eq 64 ]; ok "both of them (64)" $? out

# --- exclusions, warnings ---
run sla exclusions --json >out && json 'isinstance(d, list)'
ok "exclusions to decide" $? out
[ "$(run sla warnings)" = "50%;75%;90%;100%;15m" ]; ok "thresholds of warnings" $?
act sla warnings "80%;30m" >out 2>&1 && [ "$(run sla warnings)" = "80%;30m" ]; ok "are set" $? out
act sla warnings "eighty" >out 2>&1
[ $? -eq 65 ]; ok "to what makes sense (65)" $? out

# --- the check ---
key=$(sqlite3 a.db "SELECT t.key FROM ticket t JOIN ticket_clock c ON c.id = t.id * 4 + 1 WHERE c.due_at IS NOT NULL LIMIT 1")
sqlite3 a.db "UPDATE ticket_clock SET due_at = due_at + 1 WHERE id = (SELECT id * 4 + 1 FROM ticket WHERE key = '$key')"
run sla verify >out 2>&1
[ $? -eq 1 ] && grep -qF "$key" out
ok "a deadline that was altered is named (1)" $? out
run sla verify --json >out 2>/dev/null
json 'd["differences"] == 1 and len(d["named"]) == 1'
ok "as JSON too" $? out

# --- rules that are refused: file, line and column are named, nothing changes ---
rm -f a.db* && run init --demo --tickets 200 --months 2 >/dev/null
policy=id,clock,from,to,priority,channel,category,office,calendar,target_min,goal,pause,label_ja,label_en
calendar=id,tz,mon,tue,wed,thu,fri,sat,sun,holidays
refuse() { # NAME KIND WORDS, rows on stdin
  cat >bad.csv
  act export "$2" >want 2>/dev/null
  act import "$2" bad.csv >out 2>&1
  [ $? -eq 65 ] && grep -qF "bad.csv:$3" out && act export "$2" 2>/dev/null | cmp -s - want && run sla verify >/dev/null 2>&1
  ok "$1" $? out
}
refuse "an unknown zone" calendars "2: column tz" <<END
$calendar
tokyo,Asia/Edo,09:00-18:00,,,,,,,
END
refuse "an end before its start" calendars "3: column wed" <<END
$calendar
a,Asia/Tokyo,09:00-18:00,,,,,,,
b,Asia/Tokyo,09:00-18:00,09:00-18:00,18:00-09:00,,,,,
END
refuse "an unknown calendar" policies "2: column calendar" <<END
$policy
a,response,2023-04-01,,*,*,*,*,lunar,15,95,,a,a
END
refuse "a target of 0" policies "2: column target_min" <<END
$policy
a,response,2023-04-01,,*,*,*,*,24x365,0,95,,a,a
END
refuse "a goal over 100" policies "3: column goal" <<END
$policy
a,response,2023-04-01,,*,*,*,*,24x365,15,95,,a,a
b,response,2023-04-01,,*,*,*,*,24x365,15,101,,b,b
END
refuse "one id twice over the same dates" policies "3: column id" <<END
$policy
a,response,2023-04-01,2025-04-01,*,*,*,*,24x365,15,95,,a,a
a,response,2025-03-31,,*,*,*,*,24x365,30,95,,a,a
END
refuse "a special date of an unknown calendar" special-dates "2: column calendar" <<END
calendar,date,hours,name_ja,name_en
mars,2026-12-30,09:00-12:00,a,a
END
refuse "a holiday that is no date" holidays "2: column date" <<END
set,date,name_ja,name_en
jp,2026-02-30,a,a
END

# --- rules that are taken: all deadlines are computed anew ---
cat >new.csv <<END
$policy
only,response,2023-04-01,,*,*,*,*,24x365,1,95,,一分,one minute
END
act import policies new.csv >out 2>&1 && run sla verify >>out 2>&1 && run sla report --month 2026-10 --json >out &&
  json 'len(d["policies"]) == 1 and d["policies"][0]["missed"] > 10'
ok "new policies rule all dates at once" $? out
tap_done
