#!/bin/sh
# data/holidays.csv is what data/japan-holidays writes.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
if ! command -v python3 >/dev/null; then skip "holidays" "python3 is missing"; tap_done; fi
python3 "${top_srcdir:-.}/data/japan-holidays" 2022 2030 | diff - "${top_srcdir:-.}/data/holidays.csv" >"$tap_tmp/diff"
ok "the holidays are those of the rules" $? "$tap_tmp/diff"
tap_done
