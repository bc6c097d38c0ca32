#!/bin/sh
# The sizes hold, and the program that measures them sees what it should.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
check="${top_srcdir:-.}/tests/lint/check-source"
python3 "$check" >"$tap_tmp/out" 2>&1
ok "files and functions keep their sizes" $? "$tap_tmp/out"

mkdir -p "$tap_tmp/bad/src/base" "$tap_tmp/bad/include"
{ printf 'static void long_one(void)\n{\n'; seq -f '  x(%g);' 61; printf '}\n'; seq -f '/* %g */' 440; } >"$tap_tmp/bad/src/base/long.c"
printf 'int tab;\t\n' >"$tap_tmp/bad/include/tab.h"
python3 "$check" "$tap_tmp/bad" >"$tap_tmp/out" 2>&1
ok "exit 1 for a planted fault" "$([ $? -eq 1 ]; echo $?)"
for words in 'long.c:2: long_one() has 61' 'long.c: 504 lines' 'tab.h:1: a tab' 'median of the functions'; do
  grep -qF "$words" "$tap_tmp/out"; ok "finds: $words" $? "$tap_tmp/out"
done
tap_done
