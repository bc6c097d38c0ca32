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

# Kinds and fields are data.
printf 'what,id,name_ja,name_en,hardware\nkind,scanner,スキャナー,scanner,yes\nfield,room,部屋,Room,\nfield,lease_no,リース番号,Lease number,\n' >words.csv
act import asset-words words.csv >out 2>&1; ok "words of one's own" $? out
printf 'tag,kind,room,lease_no\nSC-1,スキャナー,9F-12,L-1\nSC-2,scanner,9F-13,\n' >sc.csv
act import assets sc.csv >out 2>&1 && act asset change SC-1 room=10F-1 >>out 2>&1 && act asset show SC-1 >>out &&
  grep -q '^Kind *scanner' out && grep -q '^Room *10F-1' out && grep -q 'Room *9F-12 *10F-1' out
ok "a kind and fields of one's own, with their history" $? out
act asset change SC-1 colour=red >out 2>&1; [ $? -eq 64 ]; ok "others are refused (64)" $? out
act export assets >one && head -n 1 one | grep -q ',note,room,lease_no$' && grep -q '^SC-1,scanner,.*,10F-1,L-1$' one &&
  act import assets one --replace --dry-run >out 2>&1 && grep -q ' 0 would be added, 0 changed, 0 removed' out
ok "and the export has them, and imports back" $? out

# Formulas never leave, and what comes back is the same.
printf 'tag,kind,note\nF-1,pc,=1+1\nF-2,pc,'"'"'=x\nF-3,pc,"@a, ""b"""\n' >f.csv
act import assets f.csv >out 2>&1 && act asset show F-1 --json | grep -q "\"note\": \"=1+1\"" ||
  act asset show F-1 >out
ok "formulas come in as text" $? out
act export assets >one && ! grep -q ',[=+@-]' one && act import assets one --dry-run >out 2>&1 && grep -q ' 0 would be added, 0 changed, 0 removed' out
ok "and leave led by an apostrophe, which is taken away again" $? out

# Loans: a return that is written down late keeps its own time; hours of Japan have 24.
act loan out NB-99-3 "見本 次郎" --due +7 --time "2026-11-20 9:05" >out 2>&1; ok "lend, dated back" $? out
act loan out NB-99-3 other >out 2>&1; [ $? -eq 65 ] && grep -q '見本 次郎' out; ok "what is out is with one person (65)" $? out
act asset find NB-99-3 --json | grep -q '"state": "lent"'; ok "the register says that it is lent" $?
act loan back NB-99-3 --time "2026-11-21 12:30 PM" >out 2>&1; [ $? -eq 65 ]; ok "no AM and PM (65)" $? out
act loan back NB-99-3 --time "2026-11-21 12:30" >out 2>&1 &&
  act loan list --view all --find NB-99-3 --json >>out && grep -q '"back_at": "2026-11-21T03:30:00Z"' out
ok "a return of before keeps its time" $? out
act loan reserve NB-99-3 a +1 +3 >out 2>&1 && act loan calendar --days 5 --json >>out && grep -q '"days": ".rrr."' out
ok "the calendar has the reservation" $? out
act asset show NB-99-3 >out && grep -q '^reserved *a  2026-11-25 - 2026-11-27' out &&
  act asset show NB-99-3 --json | grep -q '"from_on": "2026-11-25"'; ok "and so has the asset" $? out
act export loans >l1 && act import loans l1 --dry-run >out 2>&1 && grep -q ' 0 would be added, 0 changed, 0 removed' out
ok "loans come back as they left" $? out

# Licences: counted by the hand-outs.
printf 'product,seats,renewal_on,holder\nDraw,2,2027/1/5,a\nDraw,2,2027-01-05,b\n' >lic.csv
act import licences lic.csv >out 2>&1 && act licence give Draw c >>out 2>&1
[ $? -eq 65 ] && grep -q 'no seat is left' out; ok "no seat is given that is not there (65)" $? out
act licence list --product Draw --json >out && grep -q '"left": 0' out && grep -q '"holder": "b"' out
ok "owned, handed out, left" $? out
act export licences >l1 && act import licences l1 --replace --dry-run >out 2>&1 &&
  grep -q ' 0 would be added, 0 changed, 0 removed' out; ok "licences come back as they left" $? out
act renewals --days 60 --json >out && grep -q '"key": "Draw"' out; ok "what is near its renewal" $? out
act growth --as-now >out 2>&1 && act growth --json >>out && grep -q '"state": "fine"' out; ok "growth" $? out

# Stock-take and survey.
n=$(act stocktake start lagos) && act stocktake seen "$n" 'ｐｃ-75-0001' >out 2>&1 && act stocktake seen "$n" XYZ >>out 2>&1 &&
  act stocktake close "$n" >>out 2>&1 && act stocktake show "$n" --csv >csv
grep -q ',PC-75-0001,seen,' csv && grep -q ',XYZ,unknown,' csv && grep -q ',PC-75-0002,expected,' csv
ok "a stock-take, exported" $? csv
act stocktake seen "$n" PC-75-0002 >out 2>&1; [ $? -eq 65 ]; ok "closed is closed (65)" $? out
n=$(act survey make 調査 Survey --due +7) && act survey ask "$n" 速いか "Is it fast?" --kind yes-no >out &&
  act survey address "$n" newyork london >>out && act survey letters "$n" >letters && act survey send "$n" >>out
grep -q 'Is it fast' letters && grep -q 'ロンドン' letters && grep -q '2026-12-01' letters; ok "letters in both languages" $? letters
m=$(act survey make 調査二 Second) && act survey ask "$m" 問 Question >out && act survey address "$m" lagos --address lagos@example.com >>out &&
  act survey send "$m" >>out && act survey remind "$m" >>out && act outbox list --json >box
[ "$(grep -c 'lagos@example.com' box)" -eq 2 ] && grep -q '"survey:2"' box && grep -q '調査二 / Second' box
ok "letters wait in the outbox, the reminder too" $? box
act survey answer "$n" newyork 1=maybe >out 2>&1; [ $? -eq 65 ]; ok "an answer that is none (65)" $? out
act survey answer "$n" newyork 1=yes >out 2>&1 && act survey show "$n" --csv >csv && sed 's/,,$/,no,/' csv >answers &&
  act survey import "$n" answers >>out 2>&1 && act survey list --json >>out && grep -q '"answered": 2' out
ok "answers typed and imported" $? out
act survey show "$n" --csv | grep -q ',London,1,速いか,Is it fast?,no,'; ok "and exported" $?
act verify >out 2>&1; ok "all of it is what the log says" $? out

# Interrupted: nothing is left.
awk 'BEGIN { print "tag,kind,host"; for (i = 0; i < 300000; i++) printf "B-%06d,pc,h%06d\n", i, i }' >big.csv
"$TOBAN" --lang en --db a.db --as ichiro import assets big.csv --progress 2>bar >out &
pid=$!
i=0; while ! grep -q '%' bar && [ $i -lt 2000 ]; do i=$((i + 1)); done
kill -INT $pid; wait $pid
[ $? -eq 1 ] && grep -q 'nothing was changed' bar; ok "Ctrl-C says so (1)" $? bar
[ "$(act asset find B-00 --json)" = "[]" ] && act verify >out 2>&1; ok "and leaves nothing" $? out
tap_done
