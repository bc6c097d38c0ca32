#!/bin/sh
# The register of assets from the command line: a table as a Japanese spreadsheet writes it, looked at first, its
# columns kept by name; changes with their history; interrupted imports leave nothing.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
cd "$tap_tmp" || exit 99
export XDG_CONFIG_HOME="$tap_tmp/none"
run() { "$TOBAN" --lang en --at 2026-11-24T14:41:07Z --db a.db "$@"; }
act() { run --as ichiro "$@"; }

run init --demo --tickets 20 --months 1 >out 2>&1; ok "a demonstration" $? out

# CP932, CRLF, dates with slashes, a corporation sign that ISO-2022-JP has not, a name of the vendor's rows.
printf '資産番号,種別,機器名,利用者,購入日,備考２\r\nNB-99-1,PC,ny99-①,架空　㈱髙花子,2024/4/1,"a, b"\r\nNB-99-2,プリンター,ny99-2,,,\r\n' |
  iconv -f UTF-8 -t CP932 >table.csv
columns='資産番号=tag;種別=kind;機器名=host;利用者=user;購入日=bought_on;備考２='
act import assets table.csv >out 2>&1
[ $? -eq 65 ] && grep -q '資産番号' out; ok "a header that is not ours is named" $? out
act import assets table.csv --columns "$columns" --dry-run >out 2>&1 && grep -q '2 would be added, 0 changed' out &&
  grep -q '^+ NB-99-1 ' out; ok "looked at first" $? out
act asset find NB-99 --json >out && [ "$(cat out)" = "[]" ]; ok "which writes nothing" $? out
act import assets table.csv --columns "$columns" --keep 台帳 >out 2>&1; ok "taken in, its columns kept" $? out
sed 's/NB-99-1/NB-99-3/' table.csv >table3.csv
act import assets table3.csv --mapping 台帳 >out 2>&1; ok "the kept columns read the next one" $? out
act asset show NB-99-1 --json >out && grep -q '"user": "架空　㈱髙花子"' out && grep -q '"bought_on": "2024-04-01"' out &&
  grep -q '"kind": "pc"' out; ok "everything arrived" $? out
act asset find '㈱髙花' --json >out && grep -c '"tag"' out | grep -qx 2; ok "found by a part of the user" $? out
act asset find 'ｎＹ９９' --limit 1 >out 2>&1 && grep -q '1 of 3 assets' out; ok "in any width and case" $? out

# Changes are events.
act asset change NB-99-1 host=new-host state=broken office=newyork >out 2>&1; ok "change" $? out
act asset relate NB-99-1 part-of NB-99-3 >out 2>&1; ok "relate" $? out
act asset show NB-99-1 >out && grep -q 'Host .*ny99-① *new-host' out && grep -q 'part of *NB-99-3' out &&
  grep -q 'ichiro' out; ok "history: who, when, from what to what" $? out
key=$(act ticket list --limit 1 --json | sed -n 's/.*"key": "\([0-9-]*\)".*/\1/p;s/.*"ticket": "\([0-9-]*\)".*/\1/p' | head -n 1)
act asset link NB-99-1 "$key" >out 2>&1 && act asset find "$key" --json >>out && grep -q NB-99-1 out
ok "from a ticket to its asset" $? out
run --as ken asset change NB-99-1 host=x >out 2>&1; [ $? -eq 77 ]; ok "not by everybody (77)" $? out
act asset change NB-99-1 colour=x >out 2>&1; [ $? -eq 64 ]; ok "an unknown field is named (64)" $? out
act asset remove NB-99-2 >out 2>&1 && ! act asset show NB-99-2 >>out 2>&1; ok "remove" $? out

# Formulas never leave, and what comes back is the same.
printf 'tag,kind,note\nF-1,pc,=1+1\nF-2,pc,'"'"'=x\nF-3,pc,"@a, ""b"""\n' >f.csv
act import assets f.csv >out 2>&1 && act asset show F-1 --json | grep -q "\"note\": \"=1+1\"" ||
  act asset show F-1 >out
ok "formulas come in as text" $? out
act export assets >one && ! grep -q ',[=+@-]' one && act import assets one --dry-run >out 2>&1 && grep -q ' 0 would be added, 0 changed, 0 removed' out
ok "and leave led by an apostrophe, which is taken away again" $? out

# Interrupted: nothing is left.
awk 'BEGIN { print "tag,kind,host"; for (i = 0; i < 300000; i++) printf "B-%06d,pc,h%06d\n", i, i }' >big.csv
"$TOBAN" --lang en --db a.db --as ichiro import assets big.csv --progress 2>bar >out &
pid=$!
i=0; while ! grep -q '%' bar && [ $i -lt 2000 ]; do i=$((i + 1)); done
kill -INT $pid; wait $pid
[ $? -eq 1 ] && grep -q 'nothing was changed' bar; ok "Ctrl-C says so (1)" $? bar
[ "$(act asset find B-00 --json)" = "[]" ] && act verify >out 2>&1; ok "and leaves nothing" $? out
tap_done
