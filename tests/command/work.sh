#!/bin/sh
# Tags, links, splits, call-backs, checklists, causes, undo, many at once, summaries: from the command line.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
cd "$tap_tmp" || exit 99
export XDG_CONFIG_HOME="$tap_tmp/none"
run() { "$TOBAN" --lang en --at 2026-11-24T14:41:07Z --db a.db "$@"; }
run init --demo --tickets 60 --months 1 >/dev/null
expect() {
  name=$1 status=$2 words=$3; shift 3
  run "$@" >out 2>&1
  [ $? -eq "$status" ] && { [ -z "$words" ] || grep -qF -- "$words" out; }
  ok "$name" $? out
}
take() { run ticket new --channel phone --office "$1" --title "$2" --requester "A. Example" --category 3.3.1; }
a=$(take London "PC does not start") b=$(take London "PC does not start either") c=$(take tokyo "Scanner")
expect "a tag" 0 "" ticket tag "$a" vip
expect "a tag is a word" 65 "a tag is one word" ticket tag "$a" "two words"
expect "and it shows" 0 '"vip"' --json ticket show "$a"
expect "a tag off" 0 "" ticket tag "$a" vip --remove
expect "once only" 65 "has no tag" ticket tag "$a" vip --remove
expect "a child" 0 '"result": "done"' --json ticket link "$a" child "$b"
expect "is a parent there" 0 '"parent": "'"$a"'"' --json ticket show "$b"
expect "an unknown relation" 64 "parent, child, related" ticket link "$a" cousin "$b"
expect "an unknown ticket" 66 "no such ticket" ticket link "$a" related 000000-0000
expect "a grandchild is refused" 65 "itself a child" ticket link "$c" parent "$b"
expect "a call-back" 0 "" ticket callback "$a" 2026-11-24T16:00:00Z "ask for Rivera"
expect "in both times" 0 "Tue 24 Nov 16:00 there (Wed 25 Nov 01:00 Japan)" ticket show "$a"
expect "not in the past" 65 "still to come" ticket callback "$a" 2026-11-24T14:00:00Z
expect "a time as one says it" 0 "" ticket callback "$a" "17:00 there"
expect "is in the office’s zone" 0 "Tue 24 Nov 17:00 there" ticket show "$a"
expect "no time at all" 64 "is no time" ticket callback "$a" soon
expect "kept" 0 "" ticket callback "$a" kept
expect "no second time" 65 "no call-back is promised" ticket callback "$a" kept
expect "and was in time" 0 '"broken": 0' --json ticket show "$a"
expect "time spent" 0 "" ticket spend "$a" 25 "by phone"
expect "undone" 0 "taken back: time spent" ticket undo "$a"
expect "and counted" 0 '"minutes": 0' --json ticket show "$a"
expect "another person’s step" 65 "another person" --as ken ticket undo "$a"
expect "which checks there are" 0 "pc-boot/power" ticket check "$a"
expect "a tick" 0 "" ticket check "$a" pc-boot/power
expect "shows" 0 '"done": true' --json ticket check "$a"
expect "an unknown check" 65 "no such item" ticket check "$a" pc-boot/magic
expect "on hold until" 0 "" ticket hold "$a" vendor "spare part ordered" --until 2026-11-27T05:30:00Z
expect "which shows" 0 "expected Fri 27 Nov 05:30 there (Fri 27 Nov 14:30 Japan)" ticket show "$a"
expect "an expected time is to come" 65 "before the event" ticket hold "$c" user --until 2026-11-20T05:30:00Z
expect "handed over" 0 "" ticket handover "$c" admin "their scanner"
expect "to a section that there is" 65 "no such section" ticket handover "$c" nobody
expect "a resolution needs a cause" 64 "needs --cause" ticket resolve "$c"
expect "of the list" 65 "no such cause" ticket resolve "$c" --cause magic
expect "resolved" 0 "" ticket resolve "$c" "sent to them" --cause other-section
expect "with its cause" 0 '"cause": "other-section"' --json ticket show "$c"
seq=$(run --json ticket show "$a" | grep -A6 '"seq"' | grep -B6 spare | sed -n 's/.*"seq": \([0-9]*\).*/\1/p' | tail -1)
part=$(run ticket split "$a" --title "Spare part" --event "$seq")
echo "$part" | grep -qE '^261124-[0-9]{4}$'; ok "a split prints the new key" $?
expect "with the words" 0 "spare part ordered" ticket show "$part"
expect "and both say so" 0 "split from $a" ticket show "$part"
expect "an event without words" 64 "has no event" ticket split "$a" --title x --event 1
expect "a preview changes nothing" 0 "2 of 2 tickets would change" ticket bulk tag line --key "$a" --key "$b" --key "$b"
run ticket tag "$b" line
expect "what has it already is left out" 0 "nothing would change" ticket bulk tag line --key "$a" --key "$b"
expect "done with --yes" 0 '"done": true' --json ticket bulk tag line --key "$a" --key "$b" --yes
expect "by view and filter" 0 "$b" ticket bulk merge "$a" --view open --filter "not start either"
expect "a reply to many" 0 "done: 2 of 2" ticket bulk answer --body "Please use the spare PC." --key "$a" --key "$b" --yes
run ticket show "$b" | grep -q "spare PC"; ok "reaches each" $?
expect "nothing fits" 1 "no ticket to change" ticket bulk tag x --view open --filter "zzzz no such"
expect "no action" 64 "write:" ticket bulk dance --key "$a"
expect "which tickets" 64 "say which" ticket bulk tag x
expect "replies" 0 "call-back" ticket reply "$a"
expect "filled in" 0 "About $a" ticket reply "$a" call-back --language en
expect "an answer by reply" 0 "" ticket answer "$a" --reply solved --language ja
run ticket show "$a" | grep -q "対応を完了しました"; ok "says its text" $?
expect "an unknown reply" 66 "there is no reply" ticket answer "$a" --reply none
expect "the tickets of mine" 0 "$a" ticket recent
run ticket summary "$a" --lang both >both && run ticket summary "$a" --lang ja >ja && run ticket summary "$a" --lang en >en
cat ja >want; printf '\n----------------------------------------\n\n' >>want; cat en >>want
cmp -s want both && grep -q "これまでの対応" ja && grep -q "spare part ordered" en; ok "the summary in one language and in both" $?
expect "as JSON" 0 '"subject"' --json ticket summary "$a"
expect "both is no language elsewhere" 64 "--lang is ja or en" ticket show "$a" --lang both
run --as ichiro export events >events.jsonl
for kind in tagged untagged linked callback-promised callback-kept checked spent handed-over; do
  grep -q "\"kind\":\"$kind\"" events.jsonl || echo "$kind" >>missing
done
[ ! -e missing ]; ok "all of it is exported" $? missing
"$TOBAN" --lang en --db b.db init >/dev/null && "$TOBAN" --lang en --db b.db --as root import events events.jsonl >out 2>&1 &&
  "$TOBAN" --lang en --db b.db export events >again.jsonl 2>>out && cmp events.jsonl again.jsonl >>out
ok "and comes back the same" $? out
for kind in causes checklists replies; do
  run export $kind >$kind.csv && run --as ichiro import $kind $kind.csv >/dev/null && run export $kind | cmp -s - $kind.csv
  ok "$kind go out and in" $?
done
printf 'code,name_ja,name_en\nx,甲,X\nx,乙,Y\n' >double.csv
expect "a code twice is refused" 65 "double.csv:3" --as ichiro import causes double.csv
# The remote tool: words, never a shell; noted before it starts.
cat >tool <<'TOOL'
#!/bin/sh
for word in "$@"; do printf '%s|' "$word"; done >"$0.args"
env >"$0.env"; ls -l /proc/self/fd >"$0.fd"
mv "$0.args" "$0.done"; echo >"$0.fifo"
TOOL
chmod +x tool; mkfifo tool.fifo; mkdir -p none/toban
tag=$(run --json asset find "" --limit 1 | sed -n 's/.*"tag": "\([^"]*\)".*/\1/p')
expect "no remote tool is configured" 69 "no remote tool" remote "$tag"
printf '[remote]\ncommand = %s "-t={tag}" {tag} $(id)\n' "$PWD/tool" >remote.conf
tool() { TOBAN_SECRET=x run --config remote.conf "$@"; }
tool remote "$tag" --ticket "$a" >out 2>&1; ok "the remote tool starts" $? out
timeout 20 cat tool.fifo >/dev/null
[ "$(cat tool.done)" = "-t=$tag|$tag|\$(id)|" ]; ok "with words that no shell has seen" $? tool.done
! grep -q '^TOBAN_' tool.env; ok "and nothing of ours in its environment" $? tool.env
expect "noted on the ticket" 0 "$tag" ticket show "$a"
tool remote "$tag" >out 2>&1 && run --as ichiro audit log 2>/dev/null | grep -q "remote"; ok "or in the log" $? out
timeout 20 cat tool.fifo >/dev/null
tool remote NOPE >out 2>&1; [ $? -eq 66 ]; ok "an unknown asset" $? out
tool --as joho remote "$tag" >out 2>&1; [ $? -ne 0 ]; ok "not by everybody" $? out
expect "everything follows from the log" 0 "0 differences" verify
expect "the chain is whole" 0 "" audit verify
tap_done
