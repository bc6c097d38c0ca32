#!/bin/sh
# A layer includes only headers of layers to its left:
#   base -> domain -> { store, net, report } -> console -> command
# store, net and report are side by side and do not see each other, but for the store's public headers.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
cd "${top_srcdir:-.}" || exit 99

# One line for each layer: the public headers that it owns (the table of include/toban/toban.h).
headers_of() {
  awk -v layer="$1" '$1 == "*" && $2 == layer { for (i = 3; i <= NF; i++) if ($i ~ /\.h$/) print $i }' include/toban/toban.h
}
allowed() {
  case $1 in
    base) echo base ;;
    domain) echo base domain ;;
    store) echo base domain store ;;
    net) echo base domain store net ;;
    report) echo base domain store report ;;
    console) echo base domain store net report console ;;
    command) echo base domain store net report console command ;;
  esac
}

# check FOLDER: names each include of FOLDER that its layer must not see.
check() {
  for layer in base domain store net report console command; do
    [ -d "$1/src/$layer" ] || continue
    may=$(for l in $(allowed $layer); do headers_of $l; done)
    for file in "$1"/src/$layer/*.[ch]; do
      [ -f "$file" ] || continue
      for header in $(sed -n 's@^#include "toban/\(.*\.h\)"@\1@p' "$file"); do
        echo "$may" | grep -qx "$header" || echo "$file includes toban/$header"
      done
      sed -n 's@^#include "\([^"]*/[^"]*\)"@\1@p' "$file" | grep -v '^toban/' | while read -r private; do
        echo "$file includes $private: a private header of another folder"
      done
    done
  done
}

check . >"$tap_tmp/found"
ok "no layer looks to its right" "$([ -s "$tap_tmp/found" ]; echo $((1 - $?)))" "$tap_tmp/found"

for header in include/toban/*.h; do
  for layer in base domain store net report console command; do headers_of $layer; done |
    grep -qx "$(basename "$header")" || [ "$(basename "$header")" = toban.h ] || echo "$header is in no layer of toban.h"
done >"$tap_tmp/unlisted"
ok "toban.h names every header" "$([ -s "$tap_tmp/unlisted" ]; echo $((1 - $?)))" "$tap_tmp/unlisted"

grep -lE '^#include <(sqlite3|curses|ncurses|term)\.h>' -r src | grep -vE 'src/store/sqlite[a-z_]*\.c|src/console/term_curses\.c' >"$tap_tmp/engine"
ok "only their own files see SQLite and curses" "$([ -s "$tap_tmp/engine" ]; echo $((1 - $?)))" "$tap_tmp/engine"

# The check can fail: a planted include is found.
mkdir -p "$tap_tmp/planted/src/domain"
printf '#include "toban/store.h"\n#include "../store/x.h"\n' >"$tap_tmp/planted/src/domain/bad.c"
found=$(check "$tap_tmp/planted" | wc -l)
ok "a planted include to the right is found" "$([ "$found" -eq 2 ]; echo $?)"
tap_done
