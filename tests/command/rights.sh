#!/bin/sh
# Who may do what, from the command line: refusals say so in both languages and leave a record; nobody becomes somebody
# else by a variable, an option or a file; the chain proves it.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
cd "$tap_tmp" || exit 99
export XDG_CONFIG_HOME="$tap_tmp/none"
run() { "$TOBAN" --lang en --at 2026-11-24T14:41:07Z "$@"; }
ja() { "$TOBAN" --lang ja --at 2026-11-24T14:41:07Z "$@"; }
me=$(id -un)

run --db d.db init --demo --tickets 50 --months 1 >out 2>&1 && run --db r.db init >>out 2>&1
ok "init" $? out
run --db r.db whoami >out 2>&1 && grep -q "You are “$me”" out && grep -q administrator out
ok "who makes the database is its administrator" $? out
printf 'login,name_ja,name_en,site,languages,roles\nhanako,花子,Hanako,tokyo,ja,agent\n' >people
run --db r.db import operators people >out 2>&1
ok "and may enter others" $? out
run --db r.db operator list --json >out 2>&1 && grep -q '"login": "hanako"' out && grep -q "\"login\": \"$me\"" out
ok "both are in the list" $? out

# Nobody is anybody else.
run --db r.db --as hanako whoami >out 2>&1
[ $? -eq 77 ] && grep -q "demonstration only" out; ok "--as is refused outside of a demonstration (77)" $? out
USER=hanako LOGNAME=hanako TOBAN_OPERATOR=hanako run --db r.db whoami >out 2>&1 && grep -q "You are “$me”" out
ok "variables do not say who somebody is" $? out
printf '[toban]\noperator=hanako\n' >conf
run --config conf --db r.db whoami >out 2>&1 && grep -q "You are “$me”" out
ok "nor does the configuration" $? out
run --db d.db --as nobody.known whoami >out 2>&1
[ $? -eq 77 ]; ok "in a demonstration one plays people of its list only (77)" $? out
run --db d.db --as ken whoami >out 2>&1 && grep -q "You play “ken”" out
ok "and it says so" $? out
run --db d.db whoami >out 2>&1 && grep -q "You play “hanako”" out
ok "a stranger to the demonstration plays the first of its list" $? out

# Every kind of data, imported and exported by every role.
code() { # ROLE-LOGIN RIGHT: 0 or 77, from the table
  run --db d.db --as "$1" whoami --json | grep -q "\"$2\"" && echo 0 || echo 77
}
for kind in offices sections vendors templates requesters calendars holidays special-dates policies operators assets endpoints events; do
  run --db d.db export $kind >data.$kind 2>/dev/null
done
: >empty
status=0
for login in ken hanako kei jiro ichiro chiyo keikaku fumi; do
  for pair in offices:rules vendors:rules templates:template requesters:requester calendars:rules policies:rules operators:people assets:asset endpoints:endpoint events:events; do
    kind=${pair%:*} right=${pair#*:} file=data.${pair%:*}
    [ $kind = events ] && file=empty
    run --db d.db --as $login import $kind $file >out 2>&1
    got=$? want=$(code $login $right)
    [ $got -eq "$want" ] || { echo "$login import $kind: $got, not $want"; cat out; status=1; }
    [ $got -eq 0 ] || grep -q 'not permitted' out || { echo "$login import $kind"; cat out; status=1; }
  done
  for pair in offices:export-rules requesters:export-requester operators:export-people assets:export-assets events:export-events; do
    run --db d.db --as $login export ${pair%:*} >/dev/null 2>out
    got=$? want=$(code $login ${pair#*:})
    [ $got -eq "$want" ] || { echo "$login export ${pair%:*}: $got, not $want"; cat out; status=1; }
  done
done >why
ok "every import and export by every role, as the table has it" $status why
ja --db d.db --as fumi import policies data.policies >out 2>&1
[ $? -eq 77 ] && grep -q '許可されていません' out && grep -q '閲覧者' out; ok "the refusal in Japanese" $? out
run --db d.db --as ken audit log >out 2>&1
[ $? -eq 77 ]; ok "an agent does not read the audit log" $? out
run --db d.db audit log --subject denied --limit 1000 >log 2>&1
status=0
for line in 'fumi .*denied:rules' 'ken .*denied:people' 'kei .*denied:events' 'chiyo .*denied:asset' 'ken .*denied:audit-read'; do
  grep -q "$line" log || { echo "$line" >>why; status=1; }
done
ok "each refusal left a record" $status why
run --db d.db audit log --subject read >out 2>&1 && grep -q 'chiyo .*read:export-events.*"on":"events"' out && grep -q 'read:audit-read' out
ok "so did each reading of people's data" $? out

# Who looked at what.
key=$(run --db d.db ticket list --limit 1 --json | sed -n 's/.*"ticket": "\([^"]*\)".*/\1/p' | head -1)
run --db d.db --as ken ticket show "$key" >out 2>&1 && run --db d.db --as ken ticket show "$key" --json >out 2>&1 &&
  run --db d.db --as fumi asset find pc >out 2>&1 && run --db d.db --as kei screen --pane ticket >out 2>&1 &&
  run --db d.db --as ken ticket list --filter tokyo >/dev/null 2>out
ok "people look" $? out
run --db d.db audit log --subject read --limit 1000 >log 2>&1
status=0
for line in "ken .*read:ticket .*\[\"$key\"\]" 'fumi .*read:assets.*\["pc"\]' 'kei .*read:ticket .*\["' 'ken .*read:tickets.*"open tokyo"'; do
  [ "$(grep -c "$line" log)" -eq 1 ] || { echo "$line"; grep read: log; status=1; }
done >why
ok "each look is in the log, once a day" $status why
before=$(run --db d.db audit head)
run --db d.db --as ken --read-only ticket show "$key" >out 2>&1 && run --db d.db audit log --limit 1 >/dev/null 2>&1 &&
  [ "$(run --db d.db audit head | cut -d' ' -f1)" -eq $((${before%% *} + 1)) ]
ok "--read-only shows a ticket, and writes nothing" $? out
run --db d.db backup copy.db >out 2>&1 && chmod 400 copy.db && run --db copy.db --as ken --read-only ticket show "$key" >out 2>&1
ok "a file that cannot be written can be read" $? out

# Reading only.
run --db d.db --read-only import policies data.policies >out 2>&1
[ $? -eq 77 ]; ok "--read-only writes nothing (77)" $? out
before=$(run --db d.db audit head)
run --db d.db --read-only export events >out 2>&1
[ $? -eq 77 ] && [ "$before" = "$(run --db d.db audit head)" ]; ok "--read-only does not read people's data without a record (77)" $? out
run --db d.db --read-only export offices >out 2>&1
ok "--read-only exports what is nobody's" $? out

# The last administrator stays.
run --db r.db operator set "$me" --role agent >out 2>&1
[ $? -eq 65 ] && grep -q 'no administrator' out; ok "the last administrator cannot go (65)" $? out
run --db r.db import operators --replace people >out 2>&1
[ $? -eq 65 ] && run --db r.db operator list | grep -q "^$me"; ok "nor be replaced by an import (65)" $? out
run --db r.db operator set hanako --role boss >out 2>&1
[ $? -eq 64 ] && grep -q 'general-manager' out; ok "an unknown role is named with the known ones (64)" $? out

# Another account of the host: not in the list, then in it.
other=$(getent passwd 65534 | cut -d: -f1)
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null && [ -n "$other" ]; then
  mkdir shared && chmod 777 . shared && run --db shared/s.db init >/dev/null && chmod 666 shared/s.db*
  as_other() { setpriv --reuid 65534 --regid 65534 --clear-groups "$TOBAN" --lang en --db shared/s.db "$@"; }
  if as_other whoami >out 2>&1; then
    grep -q "You are “$other”" out && grep -q 'not in the list' out; ok "an account that nobody entered may look" $? out
    as_other import assets data.assets >out 2>&1
    [ $? -eq 77 ] && grep -q "toban operator set $other" out; ok "but not write (77), and is told what to do" $? out
    run --db shared/s.db audit log --subject denied | grep -q "$other .*denied:asset"; ok "with a record" $?
    run --db shared/s.db operator set "$other" --role leader-hq >out 2>&1 && as_other import assets data.assets >out 2>&1
    ok "once entered, it writes" $? out
    as_other operator set "$other" --role administrator >out 2>&1
    [ $? -eq 77 ]; ok "and does not raise itself (77)" $? out
  else
    skip "another account" "it cannot run the program here"
  fi
else
  skip "another account" "this needs root and setpriv"
fi

# The chain.
run --db d.db audit verify >out 2>&1
ok "the chain is whole" $? out
run --db d.db audit verify --json >head.json
run --db d.db audit head >head.txt
run --db d.db audit verify --anchors head.json >out 2>&1 && run --db d.db audit verify --anchors head.txt >out 2>&1
ok "and fits its own anchors" $? out
if command -v sqlite3 >/dev/null; then
  events=$(cut -d' ' -f1 head.txt)
  sqlite3 d.db "DELETE FROM event WHERE seq > $events - 3"
  run --db d.db audit verify >out 2>&1; ok "a cut tail is a whole chain by itself" $? out
  run --db d.db audit verify --anchors head.json --json >out 2>&1
  [ $? -eq 1 ] && grep -q "\"first_bad\": $((events - 2))" out && grep -q '"ok": false' out
  ok "the anchor shows it (1)" $? out
  sqlite3 d.db "UPDATE event SET body = 'x' WHERE seq = 20"
  run --db d.db audit verify >out 2>&1
  [ $? -eq 1 ] && grep -q '^event 20 was changed' out; ok "a changed event is named (1)" $? out
else
  skip "tampering" "sqlite3 is missing"
fi
run --db r.db audit verify --anchors /dev/null >out 2>&1
[ $? -eq 65 ]; ok "a file without anchors is none (65)" $? out
tap_done
