#!/bin/sh
# Articles from the command line: from a ticket to users, versions, what blocks publishing; the site of the public ones:
# valid, escaped, whole or not at all, searched by a browser.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
cd "$tap_tmp" || exit 99
export XDG_CONFIG_HOME="$tap_tmp/none" TOBAN_MIGEMO=
run() { "$TOBAN" --lang en --at 2026-11-24T14:41:07Z --db a.db "$@"; }
run init --demo --tickets 40 --months 1 >/dev/null
# expect NAME STATUS WORDS COMMAND...: WORDS on stdout or stderr ("" none asked for)
expect() {
  name=$1 status=$2 words=$3; shift 3
  run "$@" >out 2>&1
  [ $? -eq "$status" ] && { [ -z "$words" ] || grep -qF -- "$words" out; }
  ok "$name" $? out
}
[ "$(run --json knowledge list | grep -c '"id"')" -ge 20 ]; ok "the demonstration has articles" $?
bare=0
for id in $(run --json knowledge list | sed -n 's/^ *"id": "\(.*\)",/\1/p'); do
  run --json knowledge show "$id" | grep -q '"findings": \[\]' || { bare=1; echo "$id" >>out; }
done
ok "none of which names anybody" $bare out
key=$(run ticket new --channel phone --office London --title "Secret words" --requester "A. Example" --body "More of them")
run ticket note "$key" "Restarted tokyo-sv01" >/dev/null
id=$(run knowledge edit --ticket "$key")
expect "a draft from a ticket" 0 "Restarted" knowledge show "$id"
run --json knowledge show "$id" >out; ! grep -qE 'Secret|More of them|A\. Example' out; ok "without the exchange" $? out
expect "written" 0 "$id" knowledge edit "$id" --question-en "The server hangs" --use-case "落ちた / It is down"
expect "to review" 0 "" knowledge review "$id"
expect "a host name blocks it" 65 "host name: tokyo-sv01" knowledge publish "$id"
expect "an agent does not publish" 77 "not permitted" --as ken knowledge publish "$id"
expect "allowed by name" 0 "" knowledge review "$id" --allow tokyo-sv01
expect "published for the desk" 0 "" knowledge publish "$id" --internal
expect "found" 0 "$id" search "server hangs" --in knowledge
expect "suggested" 0 "$id" knowledge suggest "the server hangs again"
expect "it helped" 0 "" knowledge vote "$id" --ticket "$key"
expect "an earlier version is taken back" 0 "" knowledge edit "$id" --back-to 1
expect "and is a draft" 0 '"status": "draft"' --json knowledge show "$id"
expect "no such version" 66 "no version 9" knowledge edit "$id" --back-to 9
expect "retired" 0 "" knowledge retire "$id"
expect "an unknown article" 66 "no article" knowledge show nothing
expect "neither an article nor a folder" 64 "--out" knowledge publish
run export knowledge >one.jsonl && "$TOBAN" --db b.db --lang en init >/dev/null &&
  "$TOBAN" --db b.db --lang en import knowledge one.jsonl >out 2>&1 &&
  "$TOBAN" --db b.db export knowledge >two.jsonl && cmp one.jsonl two.jsonl >out 2>&1
ok "an export imports to the same export" $? out

# --- the site ------------------------------------------------------------------------------------------------
cat >evil.jsonl <<'E'
{"id":"e<&\"'","category":"<i>","use_case":"</script><script>alert(1)</script>","status":"public","ja":{"question":"<img src=x onerror=alert(1)>","answer":"a & b\n<b>","steps":"1 < 2\n\"'"},"en":null,"links":["javascript:alert(1)","https://example.org/?a=1&b=\"2\""]}
E
run import knowledge evil.jsonl >/dev/null
expect "published" 0 "articles are in site" knowledge publish --out site
! grep -rlE '<script>|<img|<b>|href="javascript' site --include='*.html' >out; ok "everything is escaped" $? out
! grep -q '<' site/words.js; ok "so are the words" $?
! grep -rhoE '(src|href)="https?://[^"]*"' site --include='*.html' | grep -v example.org >out; ok "no outside request" $? out
find site -name '*.html' -exec grep -L Content-Security-Policy {} + >out; [ ! -s out ]; ok "each page has its policy" $? out
grep -q 'not in this language yet' site/en/e_3c_26_22_27.html; ok "a missing language is shown in the other, marked" $?
! grep -q "$key" -r site; ok "no number of a ticket" $?
if command -v tidy >/dev/null; then
  find site -name '*.html' | sort | while read -r page; do tidy -q -e --drop-empty-elements no "$page" 2>&1 | sed "s#^#$page: #"; done >out
  [ ! -s out ]; ok "valid HTML, $(find site -name '*.html' | wc -l) pages" $? out
else
  skip "valid HTML" "no tidy here"
fi
touch site/old; run knowledge publish --out site/ >out && [ ! -e site/old ] && [ -f site/index.html ]; ok "replaced whole" $? out
[ "$(ls -d site* | wc -l)" -eq 1 ]; ok "nothing is left beside it" $?
mkdir other && touch other/mine
expect "never over other files" 73 "no site" knowledge publish --out other
[ "$(ls other)" = mine ]; ok "which stay" $?
expect "nor where it cannot be" 73 "" knowledge publish --out none/site

# find NAME PAGE#QUESTION WORDS: the browser's page has them among the hits ("-": nothing was found)
browser=$(command -v chromium || :)
find_in() {
  if [ -z "$browser" ]; then skip "$1" "no chromium here"; return; fi
  rm -rf profile; mkdir profile
  HOME=$tap_tmp timeout 60 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --user-data-dir="$tap_tmp/profile" --dump-dom "file://$tap_tmp/site/$2" >dom 2>err
  grep '<ul id="hits"' dom >out
  if [ "$3" = - ]; then ! grep -q '<li>' out && grep -q '<ul id="hits"' out; else grep -qF "$3" out; fi
  ok "$1" $? out
}
find_in "a browser finds 印刷" 'ja/index.html#%E5%8D%B0%E5%88%B7' '印刷しても紙が出てこない'
find_in "and printer" 'en/index.html#printer' 'Nothing comes out of the printer'
find_in "and ﾌﾟﾘﾝﾀｰ PC" 'ja/index.html#%EF%BE%8C%EF%BE%9F%EF%BE%98%EF%BE%9D%EF%BE%80%EF%BD%B0%20PC' 'print-nothing.html'
find_in "not the end of a word" 'en/index.html#rinter' -
run verify >out; ok "everything follows from the log" $? out
tap_done
