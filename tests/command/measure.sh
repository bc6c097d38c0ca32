#!/bin/sh
# toban import measures, measure list, measure-rules.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
toban() { "$TOBAN" --db "$tap_tmp/t.db" --lang en --at 2026-11-22T03:00:00Z "$@"; }
toban init >/dev/null 2>&1
cat >"$tap_tmp/m.csv" <<END
at,measure,subject,value
2026-11-20T00:00:00Z,antivirus-days,SRV-01,5
2026-11-20T00:00:00Z,antivirus-days,SRV-02,6
2026-11-01,disk-used,SRV-01 /srv,60
2026-11-08,disk-used,SRV-01 /srv,67
2026-11-15,disk-used,SRV-01 /srv,74
2026-11-22,disk-used,SRV-01 /srv,81
2026-11-22,disk-used,SRV-02 /,90.5
2026-11-10,malware,調査部,3
2026-11-21,malware,総務部,1
END
toban import measures "$tap_tmp/m.csv" >"$tap_tmp/out" 2>&1; ok "figures come as CSV" $? "$tap_tmp/out"
toban export measures --format jsonl >"$tap_tmp/m.jsonl"
toban export measures >"$tap_tmp/first.csv"
toban import measures "$tap_tmp/m.jsonl" >"$tap_tmp/out" 2>&1; ok "and as JSON Lines" $? "$tap_tmp/out"
toban export measures >"$tap_tmp/second.csv"
cmp -s "$tap_tmp/first.csv" "$tap_tmp/second.csv"; ok "the same figures twice are the same figures" $? "$tap_tmp/second.csv"
toban measure list --json >"$tap_tmp/list.json"
python3 - "$tap_tmp/list.json" >"$tap_tmp/out" 2>&1 <<'END'
import json, sys
rows = {(r["measure"], r["subject"]): r for r in json.load(open(sys.argv[1]))}
assert rows["antivirus-days", "SRV-02"]["state"] == "over" and 8.1 < rows["antivirus-days", "SRV-02"]["value"] < 8.2, rows
assert rows["antivirus-days", "SRV-01"]["state"] == "over", rows
disk = rows["disk-used", "SRV-01 /srv"]
assert disk["state"] == "soon" and 18 <= disk["full_in_days"] <= 19, disk
assert rows["disk-used", "SRV-02 /"]["state"] == "over", rows
assert rows["malware", "総務部"]["state"] == "over" and rows["malware", "調査部"]["state"] == "good", rows
assert [r["state"] for r in json.load(open(sys.argv[1]))] == ["over"] * 4 + ["soon", "good"]
END
ok "what warns is judged and comes first" $? "$tap_tmp/out"
printf 'measure,above,full,within_days\nantivirus-days,9,,\ndisk-used,95,100,10\n' >"$tap_tmp/r.csv"
toban import measure-rules "$tap_tmp/r.csv" >/dev/null 2>&1; ok "rules are data" $?
! toban measure list --json | grep -q '"over"\|"soon"'; ok "and are what judges" $?
printf 'at,measure,subject,value\n2026-11-22,disk-used,SRV-01,91\n2026-11-22,disk-used,SRV-01,lots\n' >"$tap_tmp/bad.csv"
toban import measures "$tap_tmp/bad.csv" >"$tap_tmp/out" 2>&1
ok "a bad figure is refused, with its line" "$([ $? -eq 65 ] && grep -q 'bad.csv:3.*value.*lots' "$tap_tmp/out"; echo $?)" "$tap_tmp/out"
! toban export measures | grep -q 'disk-used,SRV-01,'; ok "and nothing of its file is there" $?
printf 'at,measure,subject,value\n2026-11-22,fans,SRV-01,1\n' >"$tap_tmp/bad.csv"
toban import measures "$tap_tmp/bad.csv" >"$tap_tmp/out" 2>&1
ok "an unknown measure is named" "$([ $? -eq 65 ] && grep -q fans "$tap_tmp/out"; echo $?)" "$tap_tmp/out"
toban screen --size 80x24 --pane measures >"$tap_tmp/out" 2>&1
ok "the pane shows them" "$(grep -q 'SRV-02 /' "$tap_tmp/out"; echo $?)" "$tap_tmp/out"
tap_done
