# tap.sh: the few words that shell tests need to speak TAP. Source it; end with tap_done.
tap_count=0

# ok NAME STATUS [FILE]: passes when STATUS is 0; otherwise FILE is shown as the reason.
ok() {
  tap_count=$((tap_count + 1))
  if [ "$2" -eq 0 ]; then
    echo "ok $tap_count - $1"
  else
    echo "not ok $tap_count - $1"
    if [ $# -gt 2 ] && [ -s "$3" ]; then sed -n '1,40s/^/# /p' "$3"; fi
  fi
}

skip() {
  tap_count=$((tap_count + 1))
  echo "ok $tap_count - $1 # SKIP $2"
}

tap_done() {
  echo "1..$tap_count"
  exit 0 # the driver counts the lines
}

# A folder that is gone when the test ends.
tap_dir() {
  tap_tmp=$(mktemp -d "${TMPDIR:-/tmp}/toban-test.XXXXXX")
  trap 'rm -rf "$tap_tmp"' EXIT
}
