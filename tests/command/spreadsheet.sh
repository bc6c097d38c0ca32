#!/bin/sh
# A real file: the register of assets as LibreOffice Calc writes it in CP932 (tests/data/spreadsheet/README): looked at
# first, taken in, out again, and the same.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
file=$(cd "${top_srcdir:-.}/tests/data/spreadsheet" && pwd)/assets-cp932.csv
cd "$tap_tmp" || exit 99
export XDG_CONFIG_HOME="$tap_tmp/none"
act() { "$TOBAN" --lang ja --at 2026-11-24T14:41:07Z --db a.db --as ichiro "$@"; }
# One field of one asset, as it is kept.
field() { act asset show "$1" --json | sed -n 's/^ *"'"$2"'": "\(.*\)",\{0,1\}$/\1/p' | head -n 1; }
is() { [ "$(field "$2" "$3")" = "$4" ] || { field "$2" "$3" >out; false; }; ok "$1" $? out; }
# Of a dry run in out: nothing to do.
same() { grep -q '"added": 0' out && grep -q '"changed": 0' out && grep -q '"removed": 0' out; }

act init --demo --tickets 20 --months 1 >out 2>&1; ok "a demonstration" $? out
iconv -f UTF-8 -t UTF-8 "$file" >out 2>&1
[ $? -ne 0 ]; ok "the file is not UTF-8" $?
printf '\207\100' >need && LC_ALL=C grep -q -F "$(cat need)" "$file"; ok "and has a character that only CP932 has (①: 87 40)" $?

columns='資産番号=tag;種別=kind;機器名=host;製造番号=serial;利用者=user;事務所=office;部署=department;状態=state'
columns="$columns;購入日=bought_on;保証期限=warranty_until;更新日=renewal_on;仕入先=supplier;備考=note"
act import assets "$file" >out 2>&1
[ $? -eq 65 ] && grep -q 'assets-cp932.csv:1:.*資産番号' out; ok "its header is named in its own characters (65)" $? out
act import assets "$file" --columns "$columns" --dry-run >out 2>&1 && [ "$(grep -c '^+ ' out)" -eq 6 ] &&
  grep -q '^+ NB-①-0002 .*髙花 子.*﨑見本電機㈲' out && grep -q '～纊褜鍈銈蓜俉炻昱棈' out
ok "looked at first: six to add, every character there" $? out
act import assets "$file" --columns "$columns" --dry-run --json >out 2>&1 && grep -q '"added": 6' out &&
  grep -q '"rows": 6' out; ok "line breaks in a cell make no rows of their own" $? out
act asset find 'NB-①' --json >out && [ "$(cat out)" = "[]" ]; ok "and nothing is written" $? out
act import assets "$file" --columns "$columns" --keep 台帳 >out 2>&1; ok "taken in" $? out

is "① in a tag and in a host" 'NB-①-0001' host 'tky-①'
is "leading zeros" 'NB-①-0001' serial 0012345
is "leading zeros only" NW-0123 serial 0000099
is "a cell that is a date" 'NB-①-0002' bought_on 2024-12-09
is "an earlier date of a machine out of warranty" PRN-Ⅱ-07 bought_on 2023-02-28
is "a word for a kind" NW-0123 kind network
is "another" 'ソ表能-01' kind medium
is "a word for a state" 'NB-①-0002' state lent
is "㍉ ～ －" 'NB-①-0001' note '15㌢ ㍉ネジ2本、9:00～17:30 温度－5℃'
is "髙" 'NB-①-0002' user '髙花 子'
is "﨑" 'NB-①-0002' supplier '﨑見本電機㈲'
is "a formula is text" 'NB-①-0002' note '=HYPERLINK(\"http://127.0.0.1/\";\"見る\")'
is "quotes" PRN-Ⅱ-07 serial 'SN\"07\"'
is "line breaks" PRN-Ⅱ-07 note 'トレイ2が開かない\n\"給紙\"の札あり\n業者に連絡済'
is "second bytes that are a backslash (ソ 表 能)" 'ソ表能-01' user '予備'
act asset find 'ナンバー1' >out 2>&1; act asset find 'tky-1' --json >out && grep -q 'NB-①-0001' out
ok "found by what ① stands for" $? out

# Out again: nothing in it is run by a spreadsheet, and it comes back as it was, in either encoding.
act export assets >all.csv; ok "exported" $?
! grep -qE '(^|,)"?[=+@-]' all.csv; ok "no cell begins with = + - @" $? all.csv
act import assets all.csv --replace --dry-run --json >out 2>&1 && same; ok "the export comes back as it is" $? out
grep -E '^(tag|.*(①|Ⅱ|ソ表能|NW-0123|LIC-09)|"*給紙|業者に)' all.csv >ours.csv; iconv -f UTF-8 -t CP932 ours.csv >cp932.csv
act import assets cp932.csv --dry-run --json >out 2>&1 && same; ok "in CP932 too" $? out
act import assets "$file" --mapping 台帳 --dry-run --json >out 2>&1 && same
ok "the file again, by its kept columns: nothing to do" $? out
sed 's/tky-/kyo-/' "$file" >changed.csv
act import assets changed.csv --mapping 台帳 --dry-run >out 2>&1 && grep -q '^~ NB-①-0002 .*tky-髙.*kyo-髙' out
ok "a changed one: from what to what" $? out
act verify >out 2>&1; ok "all of it is what the log says" $? out
tap_done
