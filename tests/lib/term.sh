# term.sh: real terminals for shell tests. Source it after tap.sh and tap_dir.
#
# term_start ROWS COLS COMMAND...   runs the command in a tmux of our own
# term_keys KEY...                  tmux key names; term_type TEXT types as it is
# term_wait TEXT                    until the screen shows it (10 s); term_screen and term_cells print the screen
# term_size ROWS COLS               changes the size
# term_shot ARG...                  the screenshot program of that name, when term_has_shot; it plays whole scripts
term_servers=0 # each start has a server of its own: one that is ending would take the next session with it
term() { TERM=xterm-256color tmux -f /dev/null -S "$tap_tmp/tmux.$term_servers" "$@" 2>"$tap_tmp/tmux.err"; }
term_stop() { term kill-server || :; }
trap 'term_stop; rm -rf "$tap_tmp"' EXIT

term_has_tmux() { command -v tmux >/dev/null 2>&1; }

term_start() {
  term_rows=$1 term_cols=$2 term_servers=$((term_servers + 1))
  shift 2
  if term new-session -d -x "$term_cols" -y "$term_rows" "$@" && term set-option -g status off >/dev/null &&
    term resize-window -x "$term_cols" -y "$term_rows"; then return 0; fi
  echo "tmux did not start:"
  cat "$tap_tmp/tmux.err"
  return 1
}
term_keys() { term send-keys "$@"; }
term_type() { term send-keys -l -- "$1"; }
term_screen() { term capture-pane -p; }
term_cells() { term capture-pane -p -e; }
term_size() { term resize-window -y "$1" -x "$2"; }

term_wait() {
  term_tries=0
  until term_screen | grep -qF -- "$1"; do
    term_tries=$((term_tries + 1))
    if [ "$term_tries" -gt 200 ]; then echo "waited for: $1"; term_screen; return 1; fi
    sleep 0.05
  done
}

# A program of that name in $TERM_SHOT, in $PATH, or in the tools folder of a neighbour of the source tree.
term_has_shot() {
  for term_program in "${TERM_SHOT:-}" "$(command -v term-shot)" "${top_srcdir:-.}"/../*/tools/term-shot; do
    if [ -n "$term_program" ] && [ -x "$term_program" ]; then return 0; fi
  done
  return 1
}
term_shot() { term_has_shot && "$term_program" "$@"; }
