#!/bin/sh
# Data in and out as files: what is exported imports back to the same export, in every format; a bad file
# changes nothing and names its line.
. "${top_srcdir:-.}/tests/lib/tap.sh"
tap_dir
cd "$tap_tmp" || exit 99
export XDG_CONFIG_HOME="$tap_tmp/none"
run() { "$TOBAN" --lang en --at 2026-11-24T14:41:07Z "$@"; }
act() { run --as ichiro "$@"; } # in a demonstration: one who may do everything

run --db a.db init --demo --tickets 300 --months 2 >out 2>&1
ok "init makes a demonstration" $? out
run --db a.db init >out 2>&1
[ $? -eq 73 ]; ok "init leaves an existing file alone (73)" $? out
run --db x/b.db init >out 2>&1
ok "init makes the folder, and a database of reference data only" $? out
[ "$(run --db x/b.db export events | wc -c)" -eq 0 ]; ok "without tickets" $?

for kind in offices categories sections vendors templates requesters operators holidays calendars special-dates policies assets licences endpoints events; do
  act --db a.db export $kind --out want.$kind 2>out || cat out
  status=0
  for format in csv jsonl json; do
    # People go into another demonstration: taking its list over must not lock this test out.
    if [ $kind = operators ]; then into=act demo='--demo --tickets 0'; else into=run demo=; fi
    rm -f c.db && run --db c.db init $demo >/dev/null
    act --db a.db export $kind --format $format >file 2>out &&
      $into --db c.db import $kind file >out 2>&1 && $into --db c.db export $kind >have 2>>out &&
      cmp want.$kind have >>out 2>&1 || status=1
  done
  ok "$kind: csv, json lines and json import back to the same export" $status out
done

# The same seed and time give the same bytes; another seed does not.
run --db d.db init --demo --tickets 300 --months 2 >/dev/null && act --db d.db export events | cmp -s - want.events
ok "the same seed and --at: the same bytes of events" $?
run --db e.db init --demo --tickets 300 --months 2 --seed 7 >/dev/null && ! act --db e.db export events | cmp -s - want.events
ok "another seed: other events" $?
act --db a.db export offices | head -n 63 | tail -n 1 | grep -q '^62,auckland,.*,,,$'
ok "what is unreported is empty, not zero (S4)" $?

refuse() { # NAME STATUS WORDS KIND <<FILE
  cat >bad
  act --db a.db export "$4" >before
  act --db a.db import "$4" bad >out 2>&1
  [ $? -eq "$2" ] && grep -qF "$3" out && act --db a.db export "$4" | cmp -s - before
  ok "$1" $? out
}
refuse "a bad row is named, nothing is taken in" 65 "bad:3: column no: “x” is no whole number" offices <<'END'
no,code,region_ja,region_en,name_ja,name_en,country,tz,calendar,languages,pcs,servers,printers
1,newyork,北米,North America,変更,Changed,US,America/New_York,office-1,en,1,1,1
x,berne,欧州,Europe,ベルン,Berne,CH,Europe/Zurich,office-90,de,1,1,1
END
refuse "an unknown column is named" 65 "unknown column “colour”" assets <<'END'
tag,kind,colour
PC-1,pc,red
END
refuse "an unknown time zone" 65 "bad:2: column tz: “Mars/Base”" offices <<'END'
no,code,region_ja,region_en,name_ja,name_en,country,tz,calendar,languages,pcs,servers,printers
90,mars,x,x,x,x,US,Mars/Base,office-90,en,,,
END
refuse "a key twice" 65 "bad:3: column tag: “PC-1” stands in line 2 already" assets <<'END'
tag,kind
PC-1,pc
PC-1,pc
END
refuse "an office that is not there" 65 "bad:2: column office: there is no office “atlantis”" assets <<'END'
tag,kind,office
PC-1,pc,atlantis
END
refuse "an endpoint below itself" 65 "is above itself" endpoints <<'END'
id,name_ja,name_en,kind,target,parent
a,a,a,tcp,a.example:1,b
b,b,b,tcp,b.example:1,a
END
refuse "a policy of an unknown calendar" 65 "bad:2: column calendar" policies <<'END'
id,clock,from,to,priority,channel,category,office,calendar,target_min,goal,pause,label_ja,label_en
p,response,2023-04-01,,*,*,*,*,moon,15,95,,x,x
END
refuse "a role that is none" 65 "bad:2: column roles: there is no role “king”" operators <<'END'
login,name_ja,name_en,site,languages,roles
x,x,x,tokyo,ja,agent;king
END
refuse "a list without an administrator" 65 "no administrator would be left" operators <<'END'
login,name_ja,name_en,site,languages,roles
ichiro,x,x,tokyo,ja,agent
hanako,x,x,tokyo,ja,agent
END
refuse "an event of an unknown kind" 65 "bad:1: column kind" events <<'END'
{"ticket":"T1","at":"2026-11-01T00:00:00Z","by":"ken","kind":"sneezed"}
END
refuse "an event with a field that its kind has not" 65 "bad:1: column priority" events <<'END'
{"ticket":"T1","at":"2026-11-01T00:00:00Z","by":"ken","kind":"note","priority":1}
END
refuse "an event that may not follow is named by its line" 65 "bad:3: T1: the ticket was received already" events <<'END'
{"ticket":"T1","at":"2026-11-01T00:00:00Z","by":"ken","kind":"received","channel":"mail","priority":2,"office":"12","title":"x"}

{"ticket":"T1","at":"2026-11-01T00:01:00Z","by":"ken","kind":"received","channel":"mail","priority":2,"office":"12","title":"x"}
END
refuse "not JSON" 65 "bad:2: not JSON" events <<'END'
{"ticket":"T1","at":"2026-11-01T00:00:00Z","by":"ken","kind":"note"}
{"ticket":
END
key=$(head -n 1 want.events | sed 's/.*"ticket":"\([^"]*\)".*/\1/')
refuse "a ticket that is there already" 65 "bad:1: $key" events <<END
{"ticket":"$key","at":"2026-11-01T00:00:00Z","by":"ken","kind":"received","channel":"mail","priority":2,"office":"12","title":"x"}
END

act --db a.db import nonsense bad >out 2>&1; [ $? -eq 64 ]; ok "an unknown kind is wrong usage (64)" $? out
act --db a.db import offices nowhere.csv >out 2>&1; [ $? -eq 66 ]; ok "a file that is not there (66)" $? out
run --db nowhere.db export offices >out 2>&1; [ $? -eq 66 ] && grep -q 'toban init' out; ok "no database: says what to do (66)" $? out
act --db a.db export offices --out /nonexistent/x >out 2>&1; [ $? -eq 73 ]; ok "an output that cannot be made (73)" $? out
if [ -e /dev/full ]; then act --db a.db export assets >/dev/full 2>out; [ $? -eq 74 ]; ok "a full disk (74)" $? out; fi
printf 'tag,kind,user\nPC-CP,pc,\223\214\213\236\n' | act --db a.db import assets - >out 2>&1 && act --db a.db export assets | grep -q '^PC-CP,pc,,,東京,'
ok "assets of older Windows programs (CP932)" $? out
printf 'tag,kind\nPC-CP,laptop\n' | act --db a.db import assets - >out 2>&1 && act --db a.db export assets | grep -q '^PC-CP,laptop,,,東京,'
ok "a column that the file has not stays as it is" $? out
printf 'id,name_ja,name_en,kind,target\nonly,x,x,tcp,x.example:1\n' | act --db a.db import endpoints - --replace >out 2>&1 &&
  [ "$(act --db a.db export endpoints | wc -l)" -eq 2 ]
ok "--replace takes away what the file has not" $? out
run --db a.db --as ken import offices want.offices >out 2>&1; [ $? -eq 77 ]; ok "an agent does not change the offices (77)" $? out
run --db a.db --as ken export events >out 2>&1; [ $? -eq 77 ]; ok "an agent does not carry the tickets away (77)" $? out
tap_done
