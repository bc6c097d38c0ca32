#!/bin/sh
# The whole console in a real terminal: typing Japanese, pasting, other consoles, sizes, suspend, ways out.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
. "${top_srcdir:-.}/tests/lib/term.sh"
if ! term_has_tmux; then
  skip "the console in a terminal" "there is no tmux"
  tap_done
fi
db=$tap_tmp/desk.db
XDG_STATE_HOME=$tap_tmp/state XDG_CONFIG_HOME=$tap_tmp/config
export XDG_STATE_HOME XDG_CONFIG_HOME
"$TOBAN" --db "$db" init --demo --tickets 400 --months 2 >/dev/null || exit 99
person() { echo "$TOBAN" --db "$db" --lang ja "$@"; }

# What another process takes in is on the screen at once.
arrives() {
  term_start 24 80 $(person) && term_wait '件 [未完了]' || return 1
  "$TOBAN" --db "$db" ticket new --channel phone --office newyork --priority 1 --title 停電で全員切断 >"$tap_tmp/key" &&
    term_wait '停電で全員切断' && term_wait 'ニューヨーク'
}
arrives >"$tap_tmp/out" 2>&1
ok "a ticket from elsewhere shows at once" $? "$tap_tmp/out"

# Each size has its screen; too small ones a notice, and back again.
sizes() {
  for size in 20x5 60x15 300x100 132x43; do
    term_size "${size#*x}" "${size%x*}" || return 1
    case $size in
      20x5) term_wait '60x15' || return 1 ;;
      *) term_wait '停電で全員切断' && term_wait '期限' || return 1 ;;
    esac
  done
}
sizes >"$tap_tmp/out" 2>&1
ok "from 20x5 to 300x100" $? "$tap_tmp/out"

language() {
  term_keys L && term_wait 'Tickets' && ! term_screen | grep -q '件名' && term_keys L && term_wait '件名'
}
language >"$tap_tmp/out" 2>&1
ok "one key changes every word" $? "$tap_tmp/out"

# Japanese typed and a paste of several lines: both are text, nothing is carried out; then it is sent.
note() {
  term_type "/停電で" && term_wait '件 1/1' 2>/dev/null || term_wait '/停電で'
  term_keys Enter && term_keys Enter && term_wait '受付' && term_keys m && term_wait 'F2' || return 1
  term_type '現地の保守へ連絡中です。'
  term_wait '現地の保守へ連絡中です。' || return 1
  printf 'Q\n:quit\n二行目' | term load-buffer - && term paste-buffer -p && term_wait '二行目' || return 1
  term_keys F2
  term_wait 'メモ' && "$TOBAN" --db "$db" ticket show "$(cat "$tap_tmp/key")" >"$tap_tmp/ticket" &&
    grep -q '現地の保守へ連絡中です。' "$tap_tmp/ticket" && grep -q '二行目' "$tap_tmp/ticket" && grep -q ':quit' "$tap_tmp/ticket"
}
note >"$tap_tmp/out" 2>&1
ok "typed and pasted text becomes the note, whole" $? "$tap_tmp/out"
term_stop

# Stopped with Ctrl-Z, continued from the shell: the screen is there again.
suspend() {
  term_start 24 80 sh -i && term_type "PS1='READY> '" && term_keys Enter && term_wait 'READY>' || return 1
  term_type "$(person)" && term_keys Enter && term_wait '件 [未完了]' && term_keys C-z && term_wait 'Stopped' || return 1
  term_type fg && term_keys Enter && term_wait '件 [未完了]'
}
suspend >"$tap_tmp/out" 2>&1
ok "Ctrl-Z and back" $? "$tap_tmp/out"
term_stop

# The terminal goes away while somebody types: the program ends, and the text is offered at the next start.
hangup() {
  term_start 24 80 $(person) && term_wait '件 [未完了]' && term_keys a && term_wait 'F2' && term_type '消えてはならない文' &&
    term_wait '消えてはならない文' || return 1
  pid=$(term list-panes -F '#{pane_pid}')
  term_stop
  tries=0
  while kill -0 "$pid" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -gt 200 ] && { echo "still running"; return 1; }
    sleep 0.05
  done
  term_start 24 80 $(person) && term_wait '登録していない下書き' && term_keys Enter && term_wait '消えてはならない文'
}
hangup >"$tap_tmp/out" 2>&1
ok "a lost terminal ends it and keeps the typed text" $? "$tap_tmp/out"
term_stop

# Another database is moved over the open one: that is said, and the new one's tickets are shown.
replaced() {
  "$TOBAN" --db "$tap_tmp/other.db" init --demo --tickets 100 --months 1 >/dev/null &&
    "$TOBAN" --db "$tap_tmp/other.db" ticket new --channel web --office london --priority 1 --title 別の台帳の案件 >/dev/null || return 1
  term_start 24 80 $(person) --no-poll && term_wait '[未完了]' || return 1
  rm -f "$db-wal" "$db-shm" && mv "$tap_tmp/other.db" "$db" && term_wait 'データベースのファイルが移動か置換' && term_wait '別の台帳の案件'
}
replaced >"$tap_tmp/out" 2>&1
ok "a database replaced under it is told, and the new one shown" $? "$tap_tmp/out"
term_stop

# The text of before is still a draft, which would be offered first: a place without it.
XDG_STATE_HOME=$tap_tmp/clean
if term_has_shot; then
  rm -rf "$XDG_STATE_HOME" # the draft is offered in a menu, which takes the keys
  for way in 'keys Q|exit 0' 'signal TERM|exit any' 'signal HUP|exit any' 'signal INT|exit any'; do
    term_shot -g 80x24 -o "$tap_tmp/shots" -e 'wait 未完了' -e "${way%|*}" -e "${way#*|}" -e restored -- $(person) >"$tap_tmp/out" 2>&1
    ok "the terminal is as it was after: ${way%|*}" $? "$tap_tmp/out"
  done
else
  skip "the terminal is as it was" "there is no term-shot"
fi

"$TOBAN" --db "$db" </dev/null >"$tap_tmp/out" 2>&1
[ $? -eq 64 ] && grep -q 'toban screen' "$tap_tmp/out"
ok "without a terminal it says so and names toban screen" $? "$tap_tmp/out"
"$TOBAN" --db "$db" --lang en screen --size 80x24 >"$tap_tmp/out" 2>&1 && [ "$(wc -l <"$tap_tmp/out")" -eq 24 ] && grep -q Tickets "$tap_tmp/out"
ok "a frame as text" $? "$tap_tmp/out"
tap_done
