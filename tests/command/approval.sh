#!/bin/sh
# Approvals from the command line: asked for, waiting for the right people, decided with words.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
cd "$tap_tmp" || exit 99
export XDG_CONFIG_HOME="$tap_tmp/none"
run() { "$TOBAN" --lang en --at 2026-11-24T14:41:07Z --db d.db "$@"; }

run init --demo --tickets 0 >out 2>&1; ok "init" $? out
run --as ken approval ask work-plan 'plan 12' 'patch the file servers' >out 2>&1
[ $? -eq 0 ] && [ "$(cat out)" = work-plan-1 ]; ok "asked for; its name is printed" $? out
run --as ken approval ask picnic x y >out 2>&1
[ $? -eq 64 ] && grep -q 'work-plan' out; ok "an unknown kind (64)" $? out
run --as fumi approval ask work-plan x y >out 2>&1
[ $? -eq 77 ]; ok "a viewer asks for nothing (77)" $? out
run --as chiyo approval list --mine >out 2>&1 && grep -q '^work-plan-1 .*waits for you' out
ok "it waits for the information systems section" $? out
run --as jiro approval list --mine --json >out 2>&1 && [ "$(tr -d ' \n' <out)" = '[]' ]
ok "not for the deputy" $? out
run --as jiro approval decide work-plan-1 --grant yes >out 2>&1
[ $? -eq 77 ]; ok "who may not approve it (77)" $? out
run --as chiyo approval decide work-plan-1 yes >out 2>&1
[ $? -eq 64 ]; ok "one says which (64)" $? out
run --as chiyo approval decide work-plan-1 --grant '' >out 2>&1
[ $? -eq 65 ]; ok "and why (65)" $? out
run --as chiyo approval decide work-plan-1 --grant 'from 19:00 on' >out 2>&1; ok "granted" $? out
run --as chiyo approval decide work-plan-1 --refuse 'no, after all' >out 2>&1
[ $? -eq 1 ] && grep -q granted out; ok "decided once (1)" $? out
run --as ken approval withdraw work-plan-7 x >out 2>&1
[ $? -eq 66 ]; ok "one that is not there (66)" $? out
run approval list --all --json >out 2>&1 && grep -q '"words": "from 19:00 on"' out && grep -q '"state": "granted"' out
ok "the list has the words" $? out

key=$(run --as ken ticket new --channel phone --office 12 --title 'no dial tone')
run --as ken ticket exclude "$key" --clocks response --reason call-fault >out 2>&1; ok "an exclusion is asked for" $? out
run --as chiyo approval list --mine >out 2>&1 && grep -q "^exclusion-$key .*waits for you" out
ok "and waits in the same list" $? out
run --as ken approval decide "exclusion-$key" --grant 'mine' >out 2>&1
[ $? -eq 77 ]; ok "not for the one who asked (77)" $? out
run --as chiyo approval decide "exclusion-$key" --grant 'the line was down' >out 2>&1; ok "granted by another" $? out
run --as chiyo approval list --mine --json >out 2>&1 && [ "$(tr -d ' \n' <out)" = '[]' ]; ok "nothing waits" $? out
run verify >out 2>&1 && run audit verify >out 2>&1; ok "all of it is what the log says" $? out
tap_done
