#!/bin/sh
# toban search: what is found, in which order, as JSON; wrong usage; a write is found at once.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
cd "$tap_tmp" || exit 99
export XDG_CONFIG_HOME="$tap_tmp/none" TOBAN_MIGEMO=
run() { "$TOBAN" --lang en --at 2026-11-24T14:41:07Z --db a.db "$@"; }
run init --demo --tickets 40 --months 1 >/dev/null
new() { run ticket new --channel phone --office London --title "$1" --body "$2"; }
first=$(new "ﾌﾟﾛｯﾀｰで紙詰まり" "トレイ2の用紙が詰まります")
second=$(new "Cannot print" "Paper jam again: プロッタ tokyo-mfp013, VPN接続のあと")
keys() { run --json search "$@" --in tickets | sed -n 's/.*"key": *"\([^"]*\)".*/\1/p' | tr '\n' ' '; }
# finds NAME KEYS QUESTION...
finds() {
  name=$1 want=$2; shift 2
  got=$(keys "$@")
  [ "$got" = "${want:+$want }" ] || echo "got: $got, want: $want" >out
  [ "$got" = "${want:+$want }" ]; ok "$name" $? out
}
finds "two kanji inside a word" "$first" 紙詰
finds "the title before the body" "$first $second" プロッター 
finds "half width, full width, hiragana" "$first $second" ぷろった
finds "Latin and Japanese together" "$second" ｖｐｎ接続
finds "the beginning of a word" "$second" "mfp01"
finds "not its end" "" "fp013"
finds "all terms" "$second" jam プロッタ
finds "a phrase" "$second" '"paper jam"'
finds "in its order" "" '"jam paper"'
finds "a host name" "$second" tokyo-mfp013
finds "the key itself" "$second" "$second"
finds "one character" "$first" 詰
finds "nothing to look for" "" ' - '
run ticket note "$first" "落雷のためでした" >/dev/null
finds "a note is found at once" "$first" 落雷
run --as ichiro ticket merge "$second" "$first" >/dev/null
finds "a merged ticket too" "$second" '"paper jam"'
run --json search 紙詰 >out; grep -q '"kind": "ticket"' out && grep -q '"title": "ﾌﾟﾛｯﾀｰで紙詰まり"' out; ok "kind, key, title" $? out
[ "$(run --json search tokyo --in assets --limit 3 | grep -c '"kind": "asset"')" -eq 3 ]; ok "assets, at most so many" $?
run search '"paper jam"' >out; grep -q "merged into $first" out; ok "for people" $? out
run search x --in people >out 2>&1; [ $? -eq 64 ]; ok "an unknown kind" $? out
run search x --limit 0 >out 2>&1; [ $? -eq 64 ]; ok "no limit" $? out
run search >out 2>&1; [ $? -eq 64 ]; ok "no text" $? out
[ "$(run --json search '')" = "[]" ]; ok "an empty text finds nothing" $?
run verify >out; ok "the index is what the log says" $? out
tap_done
