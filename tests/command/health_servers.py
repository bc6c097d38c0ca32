"""Checks against servers that desks really have. Prints TAP."""
import atexit, getpass, json, os, pathlib, shutil, socket, subprocess, sys, tempfile, time

TOP, TOBAN = os.path.abspath(os.environ.get("top_srcdir", ".")), os.environ.get("TOBAN", "build/toban")
os.environ["PATH"] += ":/usr/sbin:/sbin"
missing = [p for p in ("nginx", "exim4", "dovecot", "slapd", "dnsmasq") if shutil.which(p) is None]
if missing:
    print("1..0 # SKIP not installed:", *missing)
    sys.exit(0)
folder = tempfile.TemporaryDirectory(prefix="toban-test.")
here = pathlib.Path(folder.name)
here.chmod(0o755)
TLS = here / "tls"
shutil.copytree(f"{TOP}/tests/data/tls", TLS)
for name in TLS.iterdir():
    name.chmod(0o644 if name.name == "ca.pem" else 0o600)
ME, ROOT = getpass.getuser(), os.getuid() == 0
PASSWORD = "Geheim-7193-pass"
count, running = 0, []


def ok(name, good, *why):
    global count
    count += 1
    print("ok" if good else "not ok", count, "-", name, flush=True)
    if not good:
        print("#", *why, flush=True)


def ports(n, kind=socket.SOCK_STREAM):
    held = [socket.socket(socket.AF_INET, kind) for _ in range(n)]
    for s in held:
        s.bind(("127.0.0.1", 0))
    found = [s.getsockname()[1] for s in held]
    for s in held:
        s.close()
    return found


def serve(name, port, *argv, **more):
    log = open(here / f"{name}.log", "wb")
    process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **more)
    running.append((name, process, port))


def stop():
    for _, process, _ in running:
        process.terminate()
    for _, process, _ in running:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


atexit.register(stop)


def wait_for_all():
    """Until each takes a connection; a server that ends meanwhile fails the test with its log."""
    end = time.monotonic() + 30
    for name, process, port in running:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > end:
                    raise SystemExit(f"Bail out! {name} does not serve: {(here / f'{name}.log').read_text()[-600:]}")
                time.sleep(0.02)


web, webs, webs_old, smtp, smtps, imap, imaps, ldap, ldaps, dns = ports(10)
try:
    with socket.socket(socket.AF_INET6) as s:
        s.bind(("::1", 0))
    V6 = True
except OSError:
    V6 = False

# --- the servers ------------------------------------------------------------------------------------------
(here / "users").write_text(f"probe:{{PLAIN}}{PASSWORD}\n")
(here / "nginx.conf").write_text(f"""
daemon off; master_process off; pid {here}/nginx.pid; error_log {here}/nginx.err; events {{ worker_connections 64; }}
http {{ access_log off; {''.join(f'{k}_temp_path {here}/{k};' for k in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))}
 default_type text/plain; gzip on; gzip_min_length 1; gzip_types text/plain;
 server {{ listen 127.0.0.1:{web}; {f'listen [::1]:{web};' if V6 else ''}
  location /ok {{ return 200 "service is up\\nnodes: 3 of 3\\n"; }}
  location /json {{ return 200 '{{"db":{{"nodes":[{{"state":"ok"}},{{"state":"lost"}}]}},"queue":12,"ready":true,"note":null}}'; }}
  location /auth {{ auth_basic x; auth_basic_user_file {here}/users; return 200 "in"; }}
  location /closed {{ auth_basic x; auth_basic_user_file {here}/users; root {here}/html; }}
  location /key {{ if ($http_x_api_key != "{PASSWORD}") {{ return 403; }} return 200 "in"; }}
  location /echo {{ return 404; add_header X-Echo $http_x_api_key always; }}
  location /head {{ if ($request_method != HEAD) {{ return 405; }} return 200; }}
  location /moved {{ return 301 /ok; }}
  location /gone {{ return 410; }}
 }}
 server {{ listen 127.0.0.1:{webs} ssl; ssl_certificate {TLS}/good.pem; ssl_certificate_key {TLS}/good.pem; return 200 up; }}
 server {{ listen 127.0.0.1:{webs_old} ssl; ssl_certificate {TLS}/expired.pem; ssl_certificate_key {TLS}/expired.pem; return 200 up; }}
}}""")
(here / "html").mkdir()
(here / "html" / "closed").write_text("in\n")
serve("nginx", web, "nginx", "-p", str(here), "-c", str(here / "nginx.conf"))
(here / "exim.conf").write_text(f"""
spool_directory = {here}/spool
log_file_path = {here}/spool/%s.log
pid_file_path = {here}/spool/exim.pid
keep_environment =
primary_hostname = mail.test
local_interfaces = 127.0.0.1
daemon_smtp_ports = {smtp} : {smtps}
tls_on_connect_ports = {smtps}
tls_advertise_hosts = *
tls_certificate = {TLS}/good.pem
auth_advertise_hosts = *
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if eq{{$auth2$auth3}}{{probe{PASSWORD}}}}}
  server_set_id = $auth2
""")
(here / "spool").mkdir()
if ROOT:
    shutil.chown(here / "spool", "Debian-exim")
    for f in ("good.pem",):
        shutil.chown(TLS / f, "Debian-exim")
serve("exim", smtp, "exim4", "-C", str(here / "exim.conf"), "-bdf")
users = "" if ROOT else f"default_internal_user = {ME}\ndefault_login_user = {ME}\ndefault_internal_group = {ME}\n"
(here / "dovecot.conf").write_text(f"""
protocols = imap
listen = 127.0.0.1
base_dir = {here}/dovecot
log_path = {here}/dovecot.err
state_dir = {here}/dovecot
ssl = yes
ssl_cert = <{TLS}/other.pem
ssl_key = <{TLS}/other.pem
disable_plaintext_auth = no
{users}service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={os.getuid() or 65534} gid={os.getgid() or 65534} home={here}/mail
}}
mail_location = maildir:{here}/mail
""")
shutil.copy(f"{TOP}/tests/data/tls/good.pem", TLS / "other.pem")
(here / "mail").mkdir()
if ROOT:
    os.chown(here / "mail", 65534, 65534)
serve("dovecot", imap, "dovecot", "-F", "-c", str(here / "dovecot.conf"))
(here / "slapd.conf").write_text(f"""
include /etc/ldap/schema/core.schema
pidfile {here}/slapd.pid
TLSCACertificateFile {TLS}/ca.pem
TLSCertificateFile {TLS}/other.pem
TLSCertificateKeyFile {TLS}/other.pem
database ldif
suffix "dc=test"
rootdn "cn=probe,dc=test"
rootpw {PASSWORD}
directory {here}/ldif
""")
(here / "ldif").mkdir()
serve("slapd", ldap, "slapd", "-f", str(here / "slapd.conf"), "-d", "0", "-h",
      f"ldap://127.0.0.1:{ldap} ldaps://127.0.0.1:{ldaps}")
serve("dnsmasq", dns, "dnsmasq", "--no-daemon", f"--port={dns}", "--listen-address=127.0.0.1", "--bind-interfaces",
      "--no-resolv", "--no-hosts", "--conf-file=/dev/null", "--pid-file", f"--user={ME}", "--address=/ok.test/127.0.0.1",
      "--address=/ok.test/::1", "--address=/v6.test/::1", "--mx-host=ok.test,mail.ok.test,10",
      "--txt-record=ok.test,v=spf1 -all", "--local=/test/")
began = time.monotonic()
wait_for_all()
print(f"# the servers were there after {time.monotonic() - began:.1f} s")

# --- the checks ---------------------------------------------------------------------------------------------
secret, shared = here / "secret", here / "shared"
secret.write_text(PASSWORD + "\n")
secret.chmod(0o600)
shared.write_text(PASSWORD + "\n")
shared.chmod(0o640)
w, o = f"http://127.0.0.1:{web}", {}
endpoints = [  # id, kind, target, expect_status, expect_body, options, state, what the message has
    ("up", "http", f"{w}/ok", "", "service is up", "", "ok", ""),
    ("lacks", "http", f"{w}/ok", "", "service is down", "", "down", "lacks"),
    ("absent", "http", f"{w}/ok", "", "", "absent=error", "ok", ""),
    ("has", "http", f"{w}/ok", "", "", "absent='is up'", "down", "is up"),
    ("match", "http", f"{w}/ok", "", "", r"match='^nodes: (\d) of \1$'", "ok", ""),
    ("no-match", "http", f"{w}/ok", "", "", r"match='nodes: 2 of \d'", "down", "match"),
    ("json", "http", f"{w}/json", "", "", "json=db.nodes[0].state=ok", "ok", ""),
    ("json-lost", "http", f"{w}/json", "", "", "json=db.nodes[1].state=ok", "down", "db.nodes[1].state=lost"),
    ("json-below", "http", f"{w}/json", "", "", "'json=queue<100'", "ok", ""),
    ("json-over", "http", f"{w}/json", "", "", "'json=queue>=100'", "down", "queue=12"),
    ("json-there", "http", f"{w}/json", "", "", "json=ready", "ok", ""),
    ("json-null", "http", f"{w}/json", "", "", "json=note", "down", "note"),
    ("json-none", "http", f"{w}/ok", "", "", "json=note", "down", "JSON"),
    ("head", "http", f"{w}/head", "", "", "method=HEAD", "ok", ""),
    ("get", "http", f"{w}/head", "", "", "", "down", "405"),
    ("range", "http", f"{w}/gone", "200,400-499", "", "", "ok", ""),
    ("redirect", "http", f"{w}/moved", "", "service is up", "", "ok", ""),
    ("redirect-seen", "http", f"{w}/moved", "301", "", "", "ok", ""),
    ("key", "http", f"{w}/key", "", "", f"header='X-Api-Key: ${{file:{secret}}}'", "ok", ""),
    ("key-env", "http", f"{w}/key", "", "", "header='X-Api-Key: ${env:TOBAN_TEST_KEY}'", "ok", ""),
    ("key-shared", "http", f"{w}/key", "", "", f"header='X-Api-Key: ${{file:{shared}}}'", "unknown", "0600"),
    ("key-none", "http", f"{w}/key", "", "", "header='X-Api-Key: ${env:TOBAN_TEST_NO_KEY}'", "unknown", "NO_KEY"),
    ("auth", "http", f"{w}/closed", "200", "", f"login='probe:${{file:{secret}}}'", "ok", ""),
    ("auth-none", "http", f"{w}/closed", "200", "", "", "down", "401"),
    ("tls", "tls", f"127.0.0.1:{webs}", "", "", "", "ok", ""),
    ("https", "http", f"https://127.0.0.1:{webs}/", "", "up", "", "ok", ""),
    ("https-old", "http", f"https://127.0.0.1:{webs_old}/", "", "up", "", "down", "2021-06-30"),
    ("soon", "http", f"https://127.0.0.1:{webs}/", "", "", "cert-days=3650", "ok", ""),
    ("smtp", "smtp", f"127.0.0.1:{smtp}", "", "mail.test", "", "ok", ""),
    ("smtp-starttls", "smtp", f"smtp+starttls://127.0.0.1:{smtp}", "", "", "", "ok", ""),
    ("smtps", "smtp", f"smtps://127.0.0.1:{smtps}", "", "", f"login='probe:${{file:{secret}}}'", "ok", ""),
    ("smtps-login", "smtp", f"smtps://127.0.0.1:{smtps}", "", "", "login='other:${env:TOBAN_TEST_KEY}'", "down", "ogin"),
    ("imap", "imap", f"127.0.0.1:{imap}", "", "", "", "ok", ""),
    ("imap-starttls", "imap", f"imap+starttls://127.0.0.1:{imap}", "", "", f"login='probe:${{file:{secret}}}'", "ok", ""),
    ("imaps", "imap", f"imaps://127.0.0.1:{imaps}", "", "", "", "ok", ""),
    ("imaps-login", "imap", f"imaps://127.0.0.1:{imaps}", "", "", "login='probe:${env:TOBAN_TEST_WRONG}'", "down", "ogin"),
    ("ldap", "ldap", f"127.0.0.1:{ldap}", "", "", "", "ok", ""),
    ("ldap-starttls", "ldap", f"ldap+starttls://127.0.0.1:{ldap}", "", "",
     f"login='cn=probe,dc=test:${{file:{secret}}}'", "ok", ""),
    ("ldaps", "ldap", f"ldaps://127.0.0.1:{ldaps}", "", "", f"login='cn=probe,dc=test:${{file:{secret}}}'", "ok", ""),
    ("ldaps-login", "ldap", f"ldaps://127.0.0.1:{ldaps}", "", "", "login='cn=probe,dc=test:${env:TOBAN_TEST_WRONG}'",
     "down", "LDAP 49"),
    ("dns", "dns", f"127.0.0.1:{dns}/ok.test/A", "", "127.0.0.1", "", "ok", ""),
    ("dns-mx", "dns", f"127.0.0.1:{dns}/ok.test/MX", "", "mail.ok.test", "", "ok", ""),
    ("dns-txt", "dns", f"127.0.0.1:{dns}/ok.test/TXT", "", "v=spf1", "", "ok", ""),
    ("dns-nx", "dns", f"127.0.0.1:{dns}/nx.test/A", "", "", "", "down", "NXDOMAIN"),
    ("dns-other", "dns", f"127.0.0.1:{dns}/ok.test/A", "", "192.0.2.7", "", "down", "127.0.0.1"),
    ("named-4", "http", f"http://ok.test:{web}/ok", "", "", "ip=4", "ok", ""),
    ("no-v4", "tcp", f"v6.test:{web}", "", "", "ip=4", "down", "v6.test"),
    ("v4-as-v6", "tcp", f"127.0.0.1:{web}", "", "", "ip=6", "unknown", "ip=6"),
]
if V6:
    endpoints += [("named-6", "http", f"http://ok.test:{web}/ok", "", "", "ip=6", "ok", ""),
                  ("literal-6", "http", f"http://[::1]:{web}/ok", "", "", "ip=6", "ok", "")]
ARGS = [TOBAN, "--db", str(here / "desk" / "desk.db"), "--lang", "en", "--config", str(here / "toban.conf")]
(here / "toban.conf").write_text(f"[network]\nca_file={TLS}/ca.pem\nname_servers=127.0.0.1:{dns}\n")
os.environ.update(XDG_STATE_HOME=str(here), TOBAN_TEST_KEY=PASSWORD, TOBAN_TEST_WRONG="wrong-pass")
(here / "desk").mkdir(mode=0o700)


def toban(*argv, want=0):
    done = subprocess.run([*ARGS, *argv], capture_output=True, text=True)
    if done.returncode != want:
        raise SystemExit(f"Bail out! toban {' '.join(argv)} gave {done.returncode}: {done.stderr}")
    return done.stdout + done.stderr


def rows(list_):
    quote = lambda text: '"' + text.replace('"', '""') + '"'
    return ("id,name_ja,name_en,kind,target,timeout_s,expect_status,expect_body,options\n" + "".join(
        ",".join(map(quote, (i, i, i, kind, target, "10", status, body, options))) + "\n"
        for i, kind, target, status, body, options, _, _ in list_))


toban("init")
(here / "e.csv").write_text(rows(endpoints))
toban("import", "endpoints", str(here / "e.csv"))
began = time.monotonic()
results = {r["id"]: r for r in json.loads(toban("health", "check", "--once", "--json"))}
print(f"# {len(results)} checks in {time.monotonic() - began:.2f} s")
for i, kind, target, _, _, options, state, text in endpoints:
    ok(f"{i}: {kind} {options.split('=')[0]} is {state}", results[i]["state"] == state and text in results[i]["message"],
       results[i])
ok("an expired certificate still shows its date", results["https-old"]["tls_days"] < -1000, results["https-old"])
ok("our own trouble is no fault of the endpoint", results["key-shared"]["class"] == "internal")
exported = toban("export", "endpoints")
(here / "again.csv").write_text(exported)
toban("import", "endpoints", str(here / "again.csv"))
ok("an export with options imports back to the same export", toban("export", "endpoints") == exported)

# --- secrets -------------------------------------------------------------------------------------------------
said = json.dumps(results) + exported + "".join(p.read_text(errors="replace") for p in (here / "desk").iterdir())
said += toban("health", "list") + "".join(p.read_text() for p in here.glob("toban/*.log"))
ok("a secret is in no answer, no export, no database and no log", PASSWORD not in said and "wrong-pass" not in said)
for what, row in {"a password": ("x", "smtp", "smtps://127.0.0.1", "", "", "login=probe:pass", "", ""),
                  "a key": ("x", "http", w, "", "", "header='X-Api-Key: abc'", "", ""),
                  "a password in the target": ("x", "http", "http://a:b@127.0.0.1/", "", "", "", "", "")}.items():
    (here / "bad.csv").write_text(rows([row]))
    said = toban("import", "endpoints", str(here / "bad.csv"), want=65)
    ok(f"{what} that is written out is refused, with its line", "bad.csv:2" in said and "pass" not in said.replace("password", ""),
       said)
(here / "bad.csv").write_text(rows([("x", "http", w, "", "", "colour=red", "", "")]))
ok("an option that does not exist is named", "colour" in toban("import", "endpoints", str(here / "bad.csv"), want=65))
print(f"1..{count}")
