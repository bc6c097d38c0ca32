"""Messages that leave the desk: a real mail server (exim) and a webhook that fails in every way. Prints TAP."""
import atexit, email, email.policy, http.server, json, os, pathlib, shutil, signal, socket, sqlite3, subprocess, sys
import tempfile, threading, time

TOP, TOBAN = os.path.abspath(os.environ.get("top_srcdir", ".")), os.environ.get("TOBAN", "build/toban")
os.environ["PATH"] += ":/usr/sbin:/sbin"
if shutil.which("exim4") is None or os.getuid() != 0:
    print("1..0 # SKIP needs exim4, and root to run it")
    sys.exit(0)
folder = tempfile.TemporaryDirectory(prefix="toban-test.")
here = pathlib.Path(folder.name)
here.chmod(0o755)
DB, SECRET = here / "d" / "desk.db", "Geheim-5521-pass"
os.environ.update(XDG_CONFIG_HOME=str(here / "none"), XDG_STATE_HOME=str(here / "state"))
count, running = 0, []


def ok(name, good, *why):
    global count
    count += 1
    print("ok" if good else "not ok", count, "-", name, flush=True)
    if not good:
        print("#", *why, flush=True)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def run(*argv):
    return subprocess.run([TOBAN, "--lang", "en", "--db", DB, "--config", here / "toban.conf", *argv], text=True,
                          capture_output=True)


def data(*argv):
    done = run("--json", *argv)
    return json.loads(done.stdout) if done.returncode == 0 else SystemExit(f"Bail out! {argv}: {done.stderr}")


def start_daemon():
    process = subprocess.Popen([TOBAN, "--db", DB, "--config", here / "toban.conf", "daemon"], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    running.append(process)
    return process


def stop():
    for process in running:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


atexit.register(stop)


def until(what, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    return None


# --- a mail server ---------------------------------------------------------------------------------------
smtp = free_port()
shutil.copy(f"{TOP}/tests/data/tls/good.pem", here / "tls.pem")
shutil.copy(f"{TOP}/tests/data/tls/ca.pem", here / "ca.pem")
for name in ("spool", "mail"):
    (here / name).mkdir()
    shutil.chown(here / name, "Debian-exim")
(here / "mail").chmod(0o777)
shutil.chown(here / "tls.pem", "Debian-exim")
(here / "exim.conf").write_text(f"""
spool_directory = {here}/spool
log_file_path = {here}/spool/%s.log
pid_file_path = {here}/spool/exim.pid
keep_environment =
primary_hostname = mail.test
local_interfaces = 127.0.0.1
daemon_smtp_ports = {smtp}
tls_advertise_hosts = *
tls_certificate = {here}/tls.pem
auth_advertise_hosts = *
never_users =
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  deny message = log in first
    !authenticated = *
  deny message = no such mailbox
    local_parts = nobody
  defer message = come back later
    local_parts = busy
  accept
begin routers
all:
  driver = accept
  transport = folder
begin transports
folder:
  driver = appendfile
  directory = {here}/mail
  maildir_format
  create_directory
  user = Debian-exim
  mode = 0644
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if eq{{$auth2$auth3}}{{desk{SECRET}}}}}
  server_set_id = $auth2
""")
running.append(subprocess.Popen(["exim4", "-C", here / "exim.conf", "-bdf", "-q1m"], stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))


def serves():
    try:
        socket.create_connection(("127.0.0.1", smtp), 1).close()
        return True
    except OSError:
        return False


def mails():
    found = []
    for path in (here / "mail").glob("new/*"):
        found.append(email.message_from_bytes(path.read_bytes(), policy=email.policy.default))
    return found


# --- a webhook ---------------------------------------------------------------------------------------------
script, cards, arrived, go_on = [], [], threading.Event(), threading.Event()


class Hook(http.server.BaseHTTPRequestHandler):
    """Answers as the script says: a status, or what to do to the connection."""
    protocol_version = "HTTP/1.1"

    def log_message(self, *unused):
        pass

    def do_POST(self):
        what = script.pop(0) if script else 200
        if what == "hold-early":                  # the body is not even read
            arrived.set()
            go_on.wait(20)
            return
        cards.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        if what in ("hold", "reset"):
            arrived.set()
            if what == "hold":
                go_on.wait(20)
            self.close_connection = True
            return
        body = b"1"
        if what == "says-failed":
            what, body = 200, b"Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429"
        if what == "endless":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(10000):
                    self.wfile.write(b"x" * 65536)
            except OSError:
                pass
            self.close_connection = True
            return
        self.send_response(what)
        if what == 302:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
web.daemon_threads = True
threading.Thread(target=web.serve_forever, daemon=True).start()


def card_text(card):
    return json.dumps(card, ensure_ascii=False)


# --- a desk ------------------------------------------------------------------------------------------------
(here / "hook").write_text(f"http://127.0.0.1:{web.server_address[1]}/secret-{SECRET}\n")
(here / "password").write_text(SECRET + "\n")
(here / "hook").chmod(0o600)
(here / "password").chmod(0o600)
(here / "toban.conf").write_text(f"""[network]
ca_file = {here}/ca.pem
[mail]
server = smtp://localhost:{smtp}
from = desk@desk.test
user = desk
password = ${{file:{here}/password}}
[teams]
is = ${{file:{here}/hook}}
""")
(here / "contacts.csv").write_text("""id,name_ja,name_en,via,address,note
mail,窓口,Window,email,window@mail.test,
gone,前任,Gone,email,nobody@mail.test,
busy,多忙,Busy,email,busy@mail.test,
teams,課,Section,teams,is,
other,別,Other,teams,not-set-up,
phone,電話,Phone,phone,0000,
""")
(here / "rules.csv").write_text("id,clock,priority,category,at,to,ack_min,rounds,lang,label_ja,label_en\n"
                                "late1,response,1,*,late,mail;teams,60,1,en,急,Urgent\n")
run("init")
for kind, name in (("contacts", "contacts.csv"), ("escalation-rules", "rules.csv")):
    done = run("import", kind, here / name)
    if done.returncode != 0:
        raise SystemExit(f"Bail out! {done.stderr}")
if not until(serves):
    raise SystemExit("Bail out! exim does not serve")
daemons = [start_daemon(), start_daemon()]


def ticket(title, *more):
    return run("ticket", "new", "--channel", "mail", "--office", "1", "--title", title, *more).stdout.strip()


def send(to, title="Meeting room line is down", *more):
    done = run("escalation", "send", ticket(title), "--to", to, *more)
    if done.returncode != 0:
        raise SystemExit(f"Bail out! {done.stderr}")
    return max(r["number"] for r in data("outbox", "list", "--all"))


def message(number):
    return next(r for r in data("outbox", "list", "--all") if r["number"] == number)


def settled(number, *states, tries=1):
    return until(lambda: (m := message(number))["state"] in states and m["attempts"] >= tries and m) or message(number)


# --- mail --------------------------------------------------------------------------------------------------
number = send("mail", "会議室の回線が落ちた（全員切断）①㍉ ﾌﾟﾘﾝﾀ", "--in", "ja")
sent = settled(number, "sent", "failed")
ok("a mail goes out by two daemons", sent["state"] == "sent", sent)
got = until(mails) or []
ok("and arrives once", len(got) == 1, [m["subject"] for m in got])
if got:
    mail = got[0]
    ok("with its subject, in whatever characters", "会議室の回線が落ちた（全員切断）①㍉" in mail["subject"], mail["subject"])
    ok("with the summary in the language that was chosen", "会議室" in mail.get_content() and "ニューヨーク" in mail.get_content(),
       mail.get_content())
    ok("with a date, an id, and no wish for an automatic answer",
       mail["date"] and mail["message-id"].endswith(".toban@desk.test>") and mail["auto-submitted"] == "auto-generated")
    ok("from the desk, to the contact, once in each header",
       mail["from"].addresses[0].addr_spec == "desk@desk.test" and mail["to"].addresses[0].addr_spec == "window@mail.test")
refused = settled(send("gone"), "sent", "failed")
ok("a mailbox that is not there fails at once, in the server's words",
   refused["state"] == "failed" and "no such mailbox" in refused["answer"] and refused["problem"] == "status 550", refused)
later = settled(send("busy"), "waiting", "failed")
ok("one that is busy is tried again later",
   later["state"] == "waiting" and later["next_at"] and "451" in later["problem"] and not later["doubt"], later)
before = later["attempts"]
run("outbox", "retry", str(later["number"]))
ok("or now, by hand", until(lambda: message(later["number"])["state"] == "waiting" and message(later["number"])["attempts"] >= 1))
ok("and given up by hand", run("outbox", "cancel", str(later["number"]), "by phone instead").returncode == 0 and
   message(later["number"])["state"] == "cancelled")

# --- Teams -------------------------------------------------------------------------------------------------
title = "**Bold** [link](http://x) <b>&"
sent = settled(send("teams", title), "sent", "failed")
ok("a card goes out", sent["state"] == "sent" and len(cards) == 1, sent)
blocks = cards[0]["attachments"][0]["content"]["body"] if cards else []
ok("as plain runs: no markup of a sender works", blocks and all(b["type"] == "RichTextBlock" for b in blocks) and
   title in card_text(cards[0]), cards)
for name, what, state in (("an error of the server", 500, "waiting"), ("too many requests", 429, "waiting"),
                          ("a failure behind status 200", "says-failed", "waiting"), ("a bad request", 400, "failed"),
                          ("an address that is gone", 404, "failed"), ("a redirect", 302, "waiting"),
                          ("an endless body", "endless", "waiting")):
    script.append(what)
    end = settled(send("teams"), "waiting", "failed", "sent")
    ok(f"{name}: {state}", end["state"] == state and end["problem"] != "", end)
    run("outbox", "cancel", str(end["number"]), "tested")
script.append("reset")
end = settled(send("teams"), "waiting", "failed", "sent")
ok("a connection that breaks after the request leaves a doubt", end["state"] == "waiting" and end["doubt"], end)
had = len(cards)
run("outbox", "retry", str(end["number"]))
end = settled(end["number"], "sent")
ok("and what is sent again says so", end["state"] == "sent" and len(cards) == had + 1 and "sent again" in card_text(cards[-1])
   or "再送" in card_text(cards[-1]), card_text(cards[-1]))
other = send("other")
ok("what nobody here is set up for waits, untouched", message(other)["state"] == "waiting" and message(other)["attempts"] == 0)
run("outbox", "cancel", str(other), "tested")
web.shutdown()
web.server_close()
end = settled(send("teams"), "waiting", "failed", "sent")
ok("a server that is not there: later, and no doubt", end["state"] == "waiting" and not end["doubt"] and end["problem"].startswith("refused"), end)
run("outbox", "cancel", str(end["number"]), "tested")
web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
web.daemon_threads = True
threading.Thread(target=web.serve_forever, daemon=True).start()
(here / "hook").write_text(f"http://127.0.0.1:{web.server_address[1]}/secret-{SECRET}\n")

# --- kill -9 at each step -----------------------------------------------------------------------------------
def expire_claims():
    """Two minutes later."""
    with sqlite3.connect(DB, timeout=10) as db:
        db.execute("UPDATE outbox SET claim_until = 0 WHERE state = 'sending'")
    db.close()


def kill_all():
    for process in daemons:
        process.kill()
        process.wait()
    daemons.clear()


kill_all()
number = send("teams", "queued while nobody runs")
had = len(cards)
daemons.append(start_daemon())
ok("killed before the claim: sent once by the next one", settled(number, "sent")["state"] == "sent" and len(cards) == had + 1)
for step, whole in (("hold-early", 0), ("hold", 1)):
    arrived.clear()
    go_on.clear()
    script.append(step)
    had = len(cards)
    number = send("teams", f"killed at {step}")
    arrived.wait(20)
    kill_all()
    go_on.set()
    ok(f"killed at {step}: nobody else touches a claim that holds", message(number)["state"] == "sending", message(number))
    expire_claims()
    daemons.append(start_daemon())
    end = settled(number, "sent", tries=2)
    ok(f"killed at {step}: sent by the next one, not lost", end["state"] == "sent" and len(cards) == had + whole + 1, end)
    ok(f"killed at {step}: marked as a possible duplicate", end["doubt"] and ("再送" in card_text(cards[-1]) or "sent again" in card_text(cards[-1])))

# --- rules -------------------------------------------------------------------------------------------------
had = len(mails())
old = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 7 * 86400))
daemons.append(start_daemon())
key = ticket("nobody answered", "--priority", "1", "--received", old)
made = until(lambda: [r for r in data("escalation", "list", "--ticket", key) if r["rule"] == "late1"]) or []
ok("a rule escalates by itself, once though two daemons run", len(made) == 1 and made[0]["level"] == 0 and made[0]["contact"] == "mail", made)
ok("by mail", until(lambda: len(mails()) == had + 1), len(mails()) - had)
ok("the ticket is escalated", json.loads(run("--json", "ticket", "show", key).stdout)["state"] == "escalated")
ok("until somebody acknowledges", made and run("escalation", "acknowledge", str(made[0]["number"])).returncode == 0 and
   data("escalation", "list", "--ticket", key)[0]["state"] == "acknowledged")

# --- reminders of loans -----------------------------------------------------------------------------------------
def day(offset):
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + 9 * 3600 + offset * 86400))


def loan(tag):
    return next(r for r in data("loan", "list", "--view", "all") if r["tag"] == tag)


kill_all()
(here / "assets.csv").write_text("tag,kind,host,state\nL-1,pc,貸出機①,stock\nL-2,pc,,stock\nL-3,pc,,stock\nL-4,pc,,stock\n")
(here / "people.csv").write_text("name,mail,office,language\n見本 花子,hanako@mail.test,1,ja\nAnn Example,ann@mail.test,1,en\n"
                                 "Never Open,never@mail.test,2,en\n")
# An office that is always open, and one that never is: the test runs at any hour.
(here / "calendars.csv").write_text(run("export", "calendars").stdout + "shut,UTC,,,,,,,,none\n")
(here / "offices.csv").write_text("".join(
    line.replace(",office-1,", ",24x365,").replace(",office-2,", ",shut,") + "\n" for line in
    run("export", "offices").stdout.splitlines()))
for kind, name in (("calendars", "calendars.csv"), ("offices", "offices.csv"), ("assets", "assets.csv"), ("requesters", "people.csv")):
    done = run("import", kind, here / name)
    if done.returncode != 0:
        raise SystemExit(f"Bail out! {done.stderr}")
old = f"{day(-9)} 10:00"
for tag, who in (("L-1", "見本　花子"), ("L-2", "Ann Example"), ("L-3", "Never Open"), ("L-4", "Nobody Known")):
    done = run("loan", "out", tag, who, "--due", day(-3), "--time", old)
    if done.returncode != 0:
        raise SystemExit(f"Bail out! {done.stderr}")
had = len(mails())
daemons += [start_daemon(), start_daemon()]
until(lambda: len(mails()) >= had + 2 and loan("L-2")["mailed_state"] == "sent" and loan("L-1")["mailed_state"] == "sent")
kill_all()
new = {m["to"].addresses[0].addr_spec: m for m in mails() if "L-" in m["subject"]}
ok("borrowers are reminded once, though two daemons run", sorted(new) == ["ann@mail.test", "hanako@mail.test"] and
   len(mails()) == had + 2, [m["subject"] for m in mails()])
if len(new) == 2:
    ja, en = new["hanako@mail.test"], new["ann@mail.test"]
    ok("in Japanese", "ご返却" in ja["subject"] and "見本 花子 様" in ja.get_content() and "貸出機①" in ja.get_content(),
       ja["subject"], ja.get_content())
    ok("in English", "was due on" in en["subject"] and "Dear Ann Example," in en.get_content() and
       "(days: 3)" in en.get_content(), en["subject"], en.get_content())
ok("the loan says so, and when the next one goes", loan("L-1")["mailed_state"] == "sent" and loan("L-1")["next_mail_at"] and
   loan("L-1")["mail"] == "hanako@mail.test", loan("L-1"))
ok("not while the office is closed", loan("L-3")["mailed_state"] is None and loan("L-3")["mail_state"] == "known", loan("L-3"))
ok("nor to somebody who is not known", loan("L-4")["mail_state"] == "unknown-person", loan("L-4"))
ok("by hand it goes whatever the hour", run("loan", "remind", "L-3", "--mail").returncode == 0 and
   loan("L-3")["mailed_state"] == "waiting", loan("L-3"))
again = run("loan", "remind", "L-4", "--mail")
ok("or says why not (65)", again.returncode == 65 and "nobody of that name" in again.stderr, again.stderr)
daemons += [start_daemon(), start_daemon()]
until(lambda: loan("L-3")["mailed_state"] == "sent")
ok("and nobody else gets a second one", len(mails()) == had + 3, [m["subject"] for m in mails()])

# --- secrets, and the log --------------------------------------------------------------------------------------
kill_all()
stored = b"".join(p.read_bytes() for p in (here / "d").iterdir()) + b"".join(
    p.read_bytes() for p in (here / "state").rglob("*") if p.is_file())
ok("no password and no webhook's address in database or log", SECRET.encode() not in stored)
(here / "password").chmod(0o644)
broken = run("doctor")
ok("doctor names a password that others can read", broken.returncode != 0 and "0600" in broken.stdout + broken.stderr, broken.stdout)
ok("everything follows from the log", run("verify").returncode == 0, run("verify").stdout)
ok("and the chain is whole", run("audit", "verify").returncode == 0)
print(f"1..{count}")
