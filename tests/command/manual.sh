#!/bin/sh
# The manual page and the help come from the tables, and leave nothing out.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
cd "$tap_tmp" || exit 99
export XDG_CONFIG_HOME="$tap_tmp/none"
"$TOBAN" manual >page; ok "the manual page is printed" $?
cmp -s page "$top_builddir/doc/toban.1"; ok "and built" $?
if command -v groff >/dev/null; then
  groff -man -Tutf8 -ww -z page >out 2>&1 && [ ! -s out ]; ok "groff has nothing against it" $? out
else
  skip "groff has nothing against it" "no groff here"
fi
sed -n 's/^COMMAND(\(.*\))$/\1/p' "$top_srcdir/src/command/commands.list" >names
status=0
while read -r name; do
  words=$(echo "$name" | tr _ ' ')
  grep -q "^.SS toban $words" page || { echo "$words: not in the manual" >>out; status=1; }
  for lang in ja en; do
    "$TOBAN" --lang $lang $words --help >help 2>&1 && [ "$(wc -l <help)" -gt 3 ] || { echo "$words: no help" >>out; status=1; }
  done
done <names
ok "each of the $(wc -l <names) commands is in the manual and has help in both languages" $status out
! grep -nE '^$|\(null\)' page >out; ok "no empty line" $? out
"$TOBAN" --lang ja --help | grep -q '使い方'; ok "help in Japanese" $?
[ "$("$TOBAN" --lang ja ticket --help | grep -c '^  ticket ')" -ge 8 ]; ok "help of a family of commands" $?
# What the completion says for words that were typed.
if command -v bash >/dev/null; then
  complete() { bash -c 'eval "$("$TOBAN" completion)"; COMP_WORDS=(toban "$@"); COMP_CWORD=$#; _toban; echo "${COMPREPLY[*]}"' bash "$@"; }
  complete tick | grep -qx ticket; ok "completion of a family" $?
  complete ticket lis | grep -qx list; ok "of its commands" $?
  complete ticket list --vi | grep -qx -- --view; ok "of options" $?
  complete --json ticket show --exp | grep -qx -- --explain; ok "with a global option before" $?
else
  skip "completion" "no bash"
fi
"$TOBAN" --version | grep -qE '^toban [0-9]'; ok "the version" $?
"$TOBAN" nonsense 2>out; [ $? -eq 64 ]; ok "an unknown command is wrong usage" $? out
"$TOBAN" --at noon clock 2>out; [ $? -eq 64 ]; ok "a time that is none is wrong usage" $? out
"$TOBAN" --lang fr clock 2>out; [ $? -eq 64 ]; ok "a language that is none is wrong usage" $? out
"$TOBAN" --config nowhere.conf clock 2>out; [ $? -eq 66 ]; ok "a configuration file that is not there" $? out
echo 'db = x' >bad.conf; "$TOBAN" --config bad.conf clock 2>out; [ $? -eq 65 ] && grep -q bad.conf out; ok "one that cannot be read is named" $? out
printf '[toban]\ndb = %s/set.db\nlang = en\n' "$tap_tmp" >good.conf
"$TOBAN" --config good.conf init >out 2>&1 && [ -f set.db ] && grep -q 'a new database' out; ok "the file names database and language" $? out
TOBAN_DB=$tap_tmp/env.db "$TOBAN" --config good.conf init >out 2>&1 && [ -f env.db ]; ok "the environment goes before the file" $? out
TOBAN_DB=$tap_tmp/env.db "$TOBAN" --db opt.db init >out 2>&1 && [ -f opt.db ]; ok "an option goes before the environment" $? out
[ -z "$(find . -name '*.db' -perm /007)" ]; ok "nobody else on the machine can read a new database" $?
tap_done
