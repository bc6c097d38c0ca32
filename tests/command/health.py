"""Endpoints from the command line. Prints TAP."""
import atexit, json, os, pathlib, queue, signal, subprocess, sys, tempfile, threading, time

TOP, BUILD, TOBAN = (os.environ.get(n, d) for n, d in
                     (("top_srcdir", "."), ("top_builddir", "build"), ("TOBAN", "build/toban")))
PATIENCE = 60
count = 0


def ok(name, good, *why):
    global count
    count += 1
    print("ok" if good else "not ok", count, "-", name, flush=True)
    if not good:
        for line in why:
            print("#", line, flush=True)


class Server:
    """A helper server: NAME PORT lines, then ".", and it ends with its standard input."""

    def __init__(self, *argv):
        self.process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = {}
        for line in self.process.stdout:
            if line.startswith("."):
                break
            name, port = line.split()
            self.port[name] = int(port)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Run:
    """A `toban health run`: its lines come through a queue."""

    def __init__(self, *argv):
        self.process = subprocess.Popen([TOBAN, *ARGS, *argv], stdout=subprocess.PIPE, text=True)
        atexit.register(self.process.kill)
        self.lines, self.seen = queue.Queue(), []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def wait_for(self, text):
        """The line that has the text; the test fails when it does not come."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                line = self.lines.get(timeout=max(end - time.monotonic(), 0.01))
            except queue.Empty:
                raise SystemExit(f"Bail out! no line with “{text}” came, but {self.seen}")
            self.seen.append(line)
            if text in line:
                return line

    def send(self, number):
        self.process.send_signal(number)

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def toban(*argv, want=0):
    done = subprocess.run([TOBAN, *ARGS, *argv], capture_output=True, text=True)
    if done.returncode != want:
        raise SystemExit(f"Bail out! toban {' '.join(argv)} gave {done.returncode}: {done.stderr}")
    return done.stdout


def states():
    return {row["id"]: row for row in json.loads(toban("health", "list", "--json"))}


def take_over(old, new, how):
    """Seconds from the signal to the new poller's line."""
    began = time.monotonic()
    old.send(how)
    new.wait_for("polling")
    return time.monotonic() - began


folder = tempfile.TemporaryDirectory(prefix="toban-test.")
here = pathlib.Path(folder.name)
ARGS = ["--db", str(here / "desk.db"), "--lang", "en", "--config", str(here / "toban.conf")]
os.environ["XDG_STATE_HOME"] = str(here)
faults = Server(f"{BUILD}/tests/tools/fault_server")
tls = Server("python3", f"{TOP}/tests/tools/tls_server.py", f"{TOP}/tests/data/tls")
(here / "toban.conf").write_text(f"[network]\nca_file={os.path.abspath(TOP)}/tests/data/tls/ca.pem\n"
                                 f"name_servers=127.0.0.1:{faults.port['dns']}\n")
endpoints = [  # id, kind, target, expected state, class
    ("web", "http", f"http://127.0.0.1:{faults.port['http']}/ok", "ok", ""),
    ("web-named", "http", f"http://ok.test:{faults.port['http']}/ok", "ok", ""),
    ("web-503", "http", f"http://127.0.0.1:{faults.port['http']}/status/503", "down", "protocol"),
    ("web-mute", "http", f"http://127.0.0.1:{faults.port['silent']}/", "down", "timeout"),
    ("web-bomb", "http", f"http://127.0.0.1:{faults.port['http']}/bomb", "down", "content"),
    ("no-name", "http", "http://nx.test/", "down", "dns"),
    ("port", "tcp", f"127.0.0.1:{faults.port['refused']}", "down", "connect"),
    ("cert", "tls", f"127.0.0.1:{tls.port['https-good']}", "ok", ""),
    ("cert-old", "tls", f"127.0.0.1:{tls.port['https-expired']}", "down", "tls"),
    ("mail", "smtp", f"127.0.0.1:{faults.port['smtp']}", "ok", ""),
    ("box", "imap", f"127.0.0.1:{faults.port['imap']}", "ok", ""),
    ("people", "ldap", f"127.0.0.1:{faults.port['ldap']}", "ok", ""),
    ("names", "dns", f"127.0.0.1:{faults.port['dns']}/ok.test/A", "ok", ""),
]
rows = ["id,group,name_ja,name_en,kind,target,interval_s,timeout_s,down_after,up_after,expect_status,expect_body,slow_ms,"
        "parent,office"]
rows += [f"{i},g,{i},{i},{kind},{target},2,1,2,2,,,0,," for i, kind, target, _, _ in endpoints]
(here / "endpoints.csv").write_text("\n".join(rows) + "\n")
toban("init")
toban("import", "endpoints", str(here / "endpoints.csv"))

# --- list and check ---------------------------------------------------------------------------------------
before = states()
ok("new endpoints are not checked yet", {r["state"] for r in before.values()} == {"unknown"}, before)
checked = json.loads(toban("health", "check", "--once", "--json"))
ok("check keeps the order of the list", [r["id"] for r in checked] == [e[0] for e in endpoints])
ok("check has the fields of its contract",
   all(set(r) == {"id", "state", "class", "latency_ms", "message", "tls_days"} for r in checked), checked[0])
for result, (name, _, _, state, klass) in zip(checked, endpoints):
    ok(f"check: {name} is {state} {klass}", (result["state"], result["class"]) == (state, klass), result)
    ok(f"check: {name} has a message when it is bad", (result["message"] != "") == (state != "ok"), result)
by_id = {r["id"]: r for r in checked}
ok("days of the certificate, of an expired one too",
   by_id["cert"]["tls_days"] > 30000 and by_id["cert-old"]["tls_days"] < -1000 and by_id["mail"]["tls_days"] is None)
ok("check stores nothing", {r["state"] for r in states().values()} == {"unknown"})
table = toban("health", "check")
ok("the table for people has a line for each", len(table.splitlines()) == len(endpoints) + 1, table)
japanese = subprocess.run([TOBAN, *ARGS, "--lang", "ja", "health", "check"], capture_output=True, text=True).stdout
ok("the messages are in the operator's language", "期限" in japanese and "停止" in japanese, japanese)

# --- one polls, the others stand by -------------------------------------------------------------------------
one = Run("health", "run")
one.wait_for("polling")
two = Run("health", "run")
two.wait_for("standing by")
down = [e[0] for e in endpoints if e[3] == "down"]
left = set(down)
while left:  # in whatever order
    line = two.wait_for("down  ")
    left -= {name for name in left if f" {name}  " in line}
ok("who stands by sees the changes too", True)
now = states()
ok("the states are stored", all(now[e[0]]["state"] == e[3] for e in endpoints), now)
ok("and the reasons", all(now[e[0]]["class"] == e[4] for e in endpoints), now)
since = {name: now[name]["since"] for name in down}

# --- troubles are tickets ------------------------------------------------------------------------------------
bad = sorted(down)
tickets = {t["requester"]: t for t in (json.loads(toban("ticket", "show", r["ticket"], "--json")) | {"requester": n}
                                       for n, r in states().items() if r["ticket"])}
ok("each that is down has its ticket", sorted(tickets) == bad, sorted(tickets), bad)
ok("and nothing else has one", len({t["ticket"] for t in tickets.values()}) == len(bad))
shown, end = {"history": []}, time.monotonic() + 20
while time.monotonic() < end and (not shown["history"] or shown["history"][-1]["state"] != "down"):
    shown = json.loads(toban("health", "show", "web-503", "--json"))  # a state has a length from its second second on
ok("one endpoint is shown in both languages", "503" in shown["message"]["ja"] and "status 503" in shown["message"]["en"])
ok("with its day", shown["history"][-1]["state"] == "down" and shown["availability"]["outages"] == 1, shown)
toban("health", "show", "nobody", want=66)
toban("health", "ack", "web-503", "--until", "+2h", "--reason", "known")
toban("health", "pause", "web-mute", "--reason", "moved")
left = {"web-mute"}
two.wait_for("paused        web-mute")
now = states()
ok("who acknowledged and who paused is seen", now["web-503"]["acknowledged_by"] and now["web-mute"]["paused_by"], now)
ok("a pause is a state", now["web-mute"]["state"] == "paused")
toban("maintenance", "plan", "group:g", "--to", "+1h", "--reason", "works")
two.wait_for("maintenance   web-503")
ok("a maintenance begins at once", states()["web-503"]["state"] == "maintenance")
toban("maintenance", "cancel", "1")
two.wait_for("down          web-503")
ok("what is still bad after it is raised, once", json.loads(toban("health", "list", "--json"))[2]["ticket"]
   == tickets["web-503"]["ticket"])
toban("health", "resume", "web-mute")
two.wait_for("down          web-mute")
since = {name: states()[name]["since"] for name in down}
verified = toban("verify")
ok("the log says the same as the tables", True)

# --- edge case 37: maintenance over a clock change --------------------------------------------------------------
def planned(*argv):
    number = json.loads(toban("maintenance", "plan", "web", *argv, "--json"))["number"]
    return next((w["start"], w["end"]) for w in json.loads(toban("maintenance", "list", "--json")) if w["number"] == number)


ok("a window over the hour that is left out is an hour shorter",
   planned("--zone", "America/New_York", "--from", "2027-03-14 01:30", "--to", "2027-03-14 03:30")
   == ("2027-03-14T06:30:00Z", "2027-03-14T07:30:00Z"))
ok("a window over the hour that comes twice lasts over both",
   planned("--zone", "America/New_York", "--from", "2027-11-07 01:30", "--to", "2027-11-07 01:45")
   == ("2027-11-07T05:30:00Z", "2027-11-07T06:45:00Z"))
ok("a time that does not exist is the jump", planned("--zone", "America/New_York", "--from", "2028-03-12 02:30", "--to",
                                                    "2028-03-12 04:00") == ("2028-03-12T07:00:00Z", "2028-03-12T08:00:00Z"))
ok("Japan has none", planned("--from", "2027-03-14 01:30", "--to", "2027-03-14 03:30")
   == ("2027-03-13T16:30:00Z", "2027-03-13T18:30:00Z"))
toban("maintenance", "plan", "web", "--to", "yesterday", want=64)
toban("maintenance", "plan", "nobody", "--to", "+1h", want=65)

# --- for Prometheus ----------------------------------------------------------------------------------------------
prom = toban("health", "list", "--format", "prometheus")
ok("Prometheus reads the states", 'toban_check_up{id="web",group="g"} 1' in prom and
   'toban_check_state{id="web-503",group="g",state="down"} 1' in prom and "# TYPE toban_check_up gauge" in prom, prom)
toban("health", "list", "--format", "prometheus", "--out", str(here / "out.prom"))
ok("and as a file", 'toban_check_certificate_days{id="cert",group="g"}' in (here / "out.prom").read_text())

seconds = take_over(one, two, signal.SIGKILL)
print(f"# a killed poller was replaced after {seconds:.1f} s")
ok("a killed poller is replaced", True)
one.process.wait()
three = Run("health", "run")
three.wait_for("standing by")
seconds = take_over(two, three, signal.SIGSTOP)
print(f"# a frozen poller was replaced after {seconds:.1f} s")
two.send(signal.SIGCONT)
two.wait_for("standing by")
ok("a frozen one is replaced, and stands by when it wakes", True)
ok("whoever polls, a state that goes on has its old beginning",
   all(states()[name]["since"] == since[name] for name in down))
ok("ending on SIGTERM is no failure", three.end() == 0)
two.wait_for("polling")
ok("the lease is given back", True)
ok("ending on SIGINT is no failure", two.end(signal.SIGINT) == 0)

# --- the daemon ---------------------------------------------------------------------------------------------
four = Run("health", "run")
four.wait_for("polling")
textfile = here / "toban.prom"
(here / "toban.conf").write_text((here / "toban.conf").read_text() + f"[toban]\ntextfile={textfile}\n")
daemon = Run("daemon")
four.end()
log = here / "toban" / "daemon.log"
end = time.monotonic() + PATIENCE
while not (log.exists() and "polling" in log.read_text()) and time.monotonic() < end:
    time.sleep(0.05)
five = Run("health", "run")
five.wait_for(": ")  # somebody else polls: the daemon
ok("the daemon takes over from a console that goes", "polls" in five.seen[-1], five.seen)
end = time.monotonic() + PATIENCE
while not textfile.exists() and time.monotonic() < end:
    time.sleep(0.05)
ok("the daemon keeps a file for node_exporter", 'toban_check_up{id="web"' in textfile.read_text(), "")
ok("the daemon ends in order", daemon.end() == 0)
ok("its log says what it did", "polling" in log.read_text() and "ends" in log.read_text(), log.read_text())
five.end()
missing = subprocess.run([TOBAN, "--db", str(here / "none.db"), "daemon"], capture_output=True, text=True)
ok("without a database it says so", missing.returncode == 66 and missing.stderr != "", missing)

faults.close()
tls.close()
print(f"1..{count}")
