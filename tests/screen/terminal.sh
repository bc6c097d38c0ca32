#!/bin/sh
# A real terminal: what stands on it after many small frames is what one whole frame paints.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
. "${top_srcdir:-.}/tests/lib/term.sh"
child="${top_builddir:-.}/tests/tools/termchild"
if ! term_has_tmux; then
  skip "frames in a terminal" "there is no tmux"
  tap_done
fi

visible() { term_cells | tail -n +3 | python3 "${top_srcdir:-.}/tests/lib/visible.py"; }

# Random texts over each other, in COLUMNS x ROWS: wide characters are hit in their halves, cut at the edge.
small_frames() {
  term_start "$2" "$1" "$child" && term_wait "当番 $1x$2" || return 1
  for n in 0 1 2 3 4 5 6 7 8 9; do
    term_keys r
    term_wait "key r $n" || return 1
  done
  visible >"$tap_tmp/frames"
  term_keys C-l
  term_wait 'key Ctrl-L' || return 1
  visible >"$tap_tmp/whole"
  diff "$tap_tmp/frames" "$tap_tmp/whole" || return 1
  term_keys q
  term_stop
}
for size in 80x24 133x43 21x9; do
  small_frames "${size%x*}" "${size#*x}" >"$tap_tmp/out" 2>&1
  ok "ten frames are as one, $size" $? "$tap_tmp/out"
done

# Sizes one after the other; the last one's whole screen is right.
sizes() {
  term_start 24 80 "$child" && term_wait '当番 80x24' || return 1
  for size in 20x5 60x16 200x60 81x25; do
    term_size "${size#*x}" "${size%x*}" && term_wait "当番 $size" || return 1
    term_screen | grep -qF '>  0 会議室' || return 1
  done
  [ "$(term_screen | grep -c 会議室の回線が落ちた)" -eq 22 ]
}
sizes >"$tap_tmp/out" 2>&1
ok "sizes one after the other" $? "$tap_tmp/out"
term_stop

if term_has_shot; then
  term_shot -g 80x24 -o "$tap_tmp/shots" -e 'wait 80x24' -e 'keys i' -e "type '漢'" -e "wait 'key 漢'" -e 'resize 60x16' \
    -e 'wait 60x16' -e 'keys q' -e 'exit 0' -e restored -- "$child" >"$tap_tmp/out" 2>&1
  ok "the terminal is as it was before" $? "$tap_tmp/out"
else
  skip "the terminal is as it was before" "there is no term-shot"
fi
tap_done
