#!/bin/sh
# Filters of lists, and saved views, from the command line.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
cd "$tap_tmp" || exit 99
export XDG_CONFIG_HOME="$tap_tmp/none"
run() { "$TOBAN" --lang en --at 2026-11-24T14:41:07Z --db a.db "$@"; }
run init --demo --tickets 300 --months 1 >/dev/null

# count EXPR [VIEW]: tickets that match
count() { run --json ticket list --view "${2:-all}" --limit 0 --filter "$1" | grep -c '"ticket":'; }
all=$(count '')
[ "$all" -ge 300 ]; ok "an empty filter is no filter" $?
for pair in 'is:open|is:done' 'priority<3|priority>=3' 'state:new,open|-state:new,open' 'received>2026-11-10|received<=2026-11-10' \
  'assignee:none|-assignee:none' 'office:asia|-office:asia' 'due<1d|-due<1d' 'vpn|-vpn' 'lang:ja|-lang:ja'; do
  [ $(($(count "${pair%|*}") + $(count "${pair#*|}"))) -eq "$all" ]; ok "$pair are all" $?
done
[ "$(count 'state:open')" -eq "$(count '状態：対応中')" ] && [ "$(count 'state:open')" -gt 0 ]; ok "Japanese names, full-width signs" $?
[ "$(count 'is:open is:late')" -eq "$(count '' late)" ]; ok "the view of the late is is:late" $?
[ "$(count '' open)" -eq "$(count 'is:open')" ]; ok "the open ones are is:open" $?
[ "$(count 'priority:1 or priority:2')" -eq "$(count 'priority:1,2')" ]; ok "or is a list of values" $?

# wrong EXPR STATUS REASON MARK: what is said, and the mark below the expression
wrong() {
  run ticket list --filter "$1" >out 2>err
  [ $? -eq 65 ] && [ ! -s out ] && grep -qF "$2" err && grep -qxF "  $1" err && grep -qxF "  $3" err
  ok "wrong: $1" $? err
}
wrong 'state:opne vpn'   'none of:'              '      ^^^^'
wrong 'ofice:asia'       'no field'              '^^^^^'
wrong '印刷 office:atlantis' 'no office'         '            ^^^^^^^^'
wrong 'due<soon'         'is no time'            '    ^^^^'
wrong 'vpn (is:late'     'never closed'          '    ^'
wrong 'vpn or'           '“or” stands between'   '      ^'
wrong 'tag:vip due<+x'  'is no time'            '            ^^'
"$TOBAN" --lang ja --db a.db ticket list --filter '状態:謎' 2>err; [ $? -eq 65 ] && grep -q 'どれでもありません' err && grep -qx '       ^^' err
ok "in the operator's language, by columns" $? err
run ticket list --view nonsense >/dev/null 2>err; [ $? -eq 64 ] && grep -q 'no view “nonsense”' err; ok "an unknown view is wrong usage" $? err

# --- saved views
views() { run "$@" >out 2>err; }
views view save asia --filter '事務所:アジア is:open' --title-ja アジア --title-en Asia --columns due,key,title
[ $? -eq 0 ]; ok "saved" $? err
run --json view show asia >out; grep -q '"filter": "office:アジア is:open"' out && grep -q '"title_ja": "アジア"' out &&
  grep -q '"order": "due"' out && grep -q '"shared": false' out; ok "in its canonical form" $? out
n=$(count 'office:asia is:open'); grep -q "\"count\": $n\$\|\"count\": $n," out; ok "with its count" $? out
[ "$(count '' asia)" -eq "$n" ]; ok "a list of it" $?
[ "$(count 'priority<3' asia)" -eq "$(count 'office:asia is:open priority<3')" ]; ok "narrowed further" $?
views --as jiro view save soon --shared --filter 'due<2h' --order priority --falling; ok "shared by a leader" $? err
# bulk by VIEW: as many as a list of it has
bulk() { run --json "$@" | grep -c '"ticket":'; }
[ "$n" -gt 0 ] && [ "$(bulk ticket bulk tag hot --view asia)" -eq "$n" ]; ok "a change to many knows one's own view" $?
[ "$(bulk --as ken ticket bulk tag hot --view soon)" -eq "$(count '' soon)" ]; ok "and a shared one" $?
[ "$(bulk ticket bulk tag hot --view アジア --filter 'priority<3')" -eq "$(count 'priority<3' asia)" ]; ok "by its title, narrowed" $?
run --as ken ticket bulk tag hot --view asia >out 2>err; [ $? -eq 64 ] && grep -q 'no view “asia”' err; ok "nobody else's" $? err
views --as ken view save late --shared --filter 'is:late'; [ $? -eq 64 ]; ok "the program's names are taken" $? err
views --as ken view save late2 --shared --filter 'is:late'; [ $? -eq 77 ]; ok "shared by an agent: not permitted" $? err
views view save bad --filter 'state:opne'; [ $? -eq 65 ] && grep -qx '        ^^^^' err; ok "a wrong filter is not saved" $? err
views view save bad --columns smell; [ $? -eq 64 ] && grep -q 'no column “smell”' err; ok "an unknown column" $? err
views view save bad --order sideways; [ $? -eq 64 ]; ok "an unknown order" $? err
# A count is what a list has, now, later and after work, without asking for the tickets again.
same() { at=$1; shift; a=$("$TOBAN" --lang en --at "$at" --db a.db --json view show "$1" | sed -n 's/.*"count": \([0-9]*\).*/\1/p')
  b=$("$TOBAN" --lang en --at "$at" --db a.db --json ticket list --view "$1" --limit 0 | grep -c '"ticket":'); [ "$a" = "$b" ]; }
same 2026-11-24T14:41:07Z soon && same 2026-11-24T20:00:00Z soon && same 2026-11-26T00:00:00Z soon; ok "counts follow the time" $?
key=$(run ticket new --channel phone --office bangkok --priority 1 --title "Printer on fire" --requester "A. Example")
run --json view show asia | grep -q "\"count\": $((n + 1))[,]*$"; ok "counts follow the work" $?
same 2026-11-24T14:41:07Z asia && same 2026-11-24T14:41:07Z soon; ok "and are what the lists have" $?
# what is unread: given to one, not opened yet; then read, but only where that is known
views --as ken view save news --filter 'is:unread'
before=$(count '区分:未読'); run --as ichiro ticket assign "$key" ken >/dev/null
[ "$(run --as ken --json ticket list --filter 'is:unread' --limit 0 | grep -c "\"$key\"")" -eq 1 ] && [ "$(count 'is:unread')" -eq "$before" ]
ok "unread by one, not by another" $?
have=$(run --as ken --json view show news | sed -n 's/.*"count": \([0-9]*\).*/\1/p')
[ "$have" -gt 0 ] && [ "$have" -eq "$(run --as ken --json ticket list --view news --limit 0 | grep -c '"ticket":')" ]
ok "a view of it counts for who looks" $?
run view list >out; grep -q '^asia *Asia *own' out && grep -q '^soon *soon *shared' out && grep -q '^late ' out; ok "listed" $? out
run verify >out; ok "they agree with the log" $? out
run --as ichiro verify --rebuild >/dev/null && run verify >/dev/null && same 2026-11-24T14:41:07Z soon; ok "and made anew" $?
views view remove asia && ! run view show asia 2>err; grep -q 'no view “asia”' err; ok "removed" $? err
views view remove asia; [ $? -eq 66 ]; ok "not twice" $? err
views --as ken view remove soon --shared; [ $? -eq 77 ]; ok "a shared one stays" $? err

# No limit: more than any page, in one list.
[ "$(run ticket list --view all --limit 0 --filter '-key:999999' | sed 1d | wc -l)" -eq $((all + 1)) ]; ok "a filtered list has no limit" $?
tap_done
