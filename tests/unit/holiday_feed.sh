#!/bin/sh
# An iCalendar feed becomes the holiday set that its file is named after; the other sets stay.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
db=$tap_tmp/toban.db
: "${TOBAN:=./toban}"
HOME=$tap_tmp; export HOME
"$TOBAN" --db "$db" init >"$tap_tmp/out" 2>&1
ok "a database" $? "$tap_tmp/out"
before=$("$TOBAN" --db "$db" export holidays | wc -l)

feed() {
  printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n'
  for day in "$@"; do
    printf 'BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:%s\r\nSUMMARY:Day %s\r\nEND:VEVENT\r\n' "$day" "$day" "$day"
  done
  printf 'END:VCALENDAR\r\n'
}
feed 20260107 20260425 20260723 >"$tap_tmp/egypt.ics"
"$TOBAN" --db "$db" --lang en import holidays "$tap_tmp/egypt.ics" >"$tap_tmp/out" 2>&1
ok "a feed is taken in" $? "$tap_tmp/out"
"$TOBAN" --db "$db" export holidays >"$tap_tmp/after.csv"
[ "$(wc -l <"$tap_tmp/after.csv")" -eq $((before + 3)) ]
ok "three days more" $? "$tap_tmp/after.csv"
grep -q '^egypt,2026-04-25,Day 20260425,Day 20260425' "$tap_tmp/after.csv"
ok "with their names" $? "$tap_tmp/after.csv"

feed 20260107 >"$tap_tmp/egypt.ics"
"$TOBAN" --db "$db" import holidays "$tap_tmp/egypt.ics" >/dev/null 2>&1
[ "$("$TOBAN" --db "$db" export holidays | wc -l)" -eq $((before + 1)) ]
ok "again: the set is replaced" $?

printf 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' >"$tap_tmp/egypt.ics"
"$TOBAN" --db "$db" --lang en import holidays "$tap_tmp/egypt.ics" >"$tap_tmp/out" 2>&1
[ $? -eq 65 ] && grep -q 'egypt.ics' "$tap_tmp/out"
ok "an empty feed is bad data" $? "$tap_tmp/out"
[ "$("$TOBAN" --db "$db" export holidays | wc -l)" -eq $((before + 1)) ]
ok "and changes nothing" $?
tap_done
