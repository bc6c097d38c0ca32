#!/bin/sh
# Every text that a person sees is in both languages: what xgettext finds in src/ is in po/ja/*.po, whole,
# with the same conversions, and they have nothing else.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
cd "${top_srcdir:-.}" || exit 99
if ! command -v xgettext >/dev/null; then skip "texts" "xgettext is missing"; tap_done; fi

find src -name '*.c' | sort | xgettext -L C --from-code=UTF-8 --no-location --no-wrap -k_ -kN_ -kC_:1c,2 -kNC_:1c,2 \
  -klang_plural:1,2 -f - -o "$tap_tmp/all.pot"
msgcat -o "$tap_tmp/ja.po" po/ja/*.po 2>"$tap_tmp/out" &&
  msgfmt --check-format --check-header -o /dev/null "$tap_tmp/ja.po" 2>"$tap_tmp/out"
ok "po/ja/*.po are well formed" $? "$tap_tmp/out"
grep -A3 '#-#-#' "$tap_tmp/ja.po" >"$tap_tmp/twice"
ok "no text has two translations" "$([ -s "$tap_tmp/twice" ]; echo $((1 - $?)))" "$tap_tmp/twice"

# The ids of a catalogue, one a line, with their contexts.
ids() { msgattrib --no-obsolete --no-wrap "$@" 2>/dev/null | awk '/^msgctxt /{c = $0; next} /^msgid /{if ($0 != "msgid \"\"") print c $0; c = ""}' | sort; }
if [ -f "$tap_tmp/all.pot" ]; then ids "$tap_tmp/all.pot" >"$tap_tmp/want"; else : >"$tap_tmp/want"; fi
ids --translated --no-fuzzy "$tap_tmp/ja.po" >"$tap_tmp/have"
comm -23 "$tap_tmp/want" "$tap_tmp/have" >"$tap_tmp/missing"
ok "every text has its Japanese" "$([ -s "$tap_tmp/missing" ]; echo $((1 - $?)))" "$tap_tmp/missing"
comm -13 "$tap_tmp/want" "$tap_tmp/have" >"$tap_tmp/unused"
ok "no text in po/ja/*.po that nothing shows" "$([ -s "$tap_tmp/unused" ]; echo $((1 - $?)))" "$tap_tmp/unused"
LC_ALL=C.UTF-8 grep -nP '[\x{ff66}-\x{ff9f}]' po/ja/*.po >"$tap_tmp/half"
ok "no half-width kana" "$([ -s "$tap_tmp/half" ]; echo $((1 - $?)))" "$tap_tmp/half"
[ "$(wc -l <"$tap_tmp/want")" -gt 20 ]
ok "the texts were really looked at ($(wc -l <"$tap_tmp/want"))" $?

# Half a sentence in a plain string would be missed above: literals with Japanese belong into po/ or data/.
LC_ALL=C.UTF-8 grep -nP '^(?!\s*(/\*|\*|//)).*"[^"]*[\x{3040}-\x{30ff}\x{4e00}-\x{9fff}]' -r src --include='*.c' | grep -v 'lint: data' >"$tap_tmp/inline"
ok "no Japanese inside the code" "$([ -s "$tap_tmp/inline" ]; echo $((1 - $?)))" "$tap_tmp/inline"
tap_done
