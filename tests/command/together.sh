#!/bin/sh
# Notes for everybody and for one, edits that meet, from the command line.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
cd "$tap_tmp" || exit 99
export XDG_CONFIG_HOME="$tap_tmp/none"
run() { "$TOBAN" --db d.db --lang en --at 2026-11-24T14:41:07Z "$@"; }
ja() { "$TOBAN" --db d.db --lang ja --at 2026-11-24T14:41:07Z "$@"; }
run init --demo --tickets 40 --months 1 >out 2>&1
ok "init" $? out

n=$(run --as ken board post '電源工事 11/27' --until 11/27 --pin) && [ "$n" -eq 1 ] && [ "$(run --as ken board post second)" -eq 2 ]
ok "notes are numbered" $?
run board list >out 2>&1 && grep -q '2026-11-27T15:00:00Z' out && sed -n 2p out | grep -q '電源工事'
ok "pinned first, until the end of the day in Japan" $? out
run board list --json >out 2>&1 && grep -q '"pinned": true' out && grep -q '"by": "ken"' out
ok "as JSON" $? out
run --as hanako board done 1 >out 2>&1 && run board list | grep -q second && ! run board list | grep -q 電源工事 &&
  run board list --all --json | grep -q '"done_by": "hanako"'
ok "done" $? out
run --as hanako board done 1 >out 2>&1
[ $? -eq 66 ]; ok "once (66)" $? out
run --as ken board post x --until soon >out 2>&1
[ $? -eq 65 ] && grep -q '+8h' out; ok "an end that is none says how (65)" $? out
ja --as fumi board post x >out 2>&1
[ $? -eq 77 ] && grep -q '掲示板' out; ok "a viewer posts nothing (77)" $? out
run --at 2026-11-30T00:00:00Z board list --all >out 2>&1 && run audit log --subject note | grep -q 'note:1'
ok "it is in the log" $? out

key=$(run ticket list --limit 1 --json | sed -n 's/.*"ticket": "\([^"]*\)".*/\1/p' | head -1)
run --as ken ticket note "$key" '@hanako please look; ken@example.com' >out 2>&1 && run --as hanako mention list --json >out 2>&1 &&
  grep -q "\"ticket\": \"$key\"" out && grep -q '"unread": true' out && ! run --as ken mention list | grep -q "$key"
ok "a note speaks to one person" $? out
revision=$(run ticket show "$key" --json | sed -n 's/.*"revision": \([0-9]*\).*/\1/p' | head -1)
run --as ken ticket change "$key" --priority 1 >out 2>&1 &&
  run --as hanako ticket change "$key" --title other --revision "$revision" --by-field >out 2>&1
ok "another field goes through" $? out
run --as hanako ticket change "$key" --priority 4 --revision "$revision" --by-field >out 2>&1
[ $? -eq 75 ] && grep -q 'ken' out; ok "the same field is a conflict that names who (75)" $? out
run --as hanako ticket change "$key" --category 5.1 --revision "$revision" >out 2>&1
[ $? -eq 75 ]; ok "without --by-field anything is (75)" $? out
run verify >out 2>&1
ok "what the log comes to is what is stored" $? out
# Notes that come in with a log speak too, without a rebuild.
"$TOBAN" --db in.db --lang en --at 2026-11-24T14:41:07Z init --demo --tickets 0 >/dev/null
printf '%s\n' '{"ticket":"250101-0001","at":"2026-11-20T01:00:00Z","by":"sora","kind":"received","channel":"mail","priority":3,"office":"1","title":"x"}' \
  '{"ticket":"250101-0001","at":"2026-11-20T01:01:00Z","by":"sora","kind":"note","body":"@ken please look"}' >in.jsonl
"$TOBAN" --db in.db --lang en --as hanako --at 2026-11-24T14:41:07Z import events in.jsonl >out 2>&1 &&
  "$TOBAN" --db in.db --lang en --as ken --at 2026-11-24T14:41:07Z mention list --json >out 2>&1 && grep -q 250101-0001 out
ok "a note of an imported log speaks to its reader" $? out
"$TOBAN" --db in.db --lang en verify >out 2>&1
ok "and the read models are what the log says" $? out
tap_done
