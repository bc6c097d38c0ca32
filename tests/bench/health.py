#!/usr/bin/env python3
"""Benchmarks of the checks, each beside its floor in the same run.

usage: health.py TOBAN BENCH WORK [cpu] [keys] [schedule] [kill] [--kills 50]

cpu       1,000 HTTP checks: ours, curl --parallel (libcurl's own multi), a program forked for each
keys      a key to the frame that shows it while 1,000 checks run and the DNS server is dead
schedule  5,000 endpoints at 30 s for 70 s: how many checks there were, how many should have been
kill      real pollers, killed one after the other while endpoints go down and come back

Needs nginx and curl. Loopback only."""
import argparse, http.server, json, os, resource, shutil, signal, socket, subprocess, sys, threading, time
from terminal import Program, median, percentile, table

os.environ["PATH"] += ":/usr/sbin"


def nginx(work, addresses, port):
    conf = os.path.join(work, "nginx.conf")
    listen = "".join(f"listen {a}:{port};" for a in addresses)
    temp = "".join(f"{k}_temp_path {work}/{k};" for k in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    with open(conf, "w") as f:
        f.write(f"daemon off; master_process off; worker_rlimit_nofile 8192; pid {work}/nginx.pid; error_log {work}/nginx.err;"
                f"events {{ worker_connections 6000; }} http {{ access_log off; {temp} server {{ {listen}"
                f" location / {{ return 200 \"ok\\n\"; }} }} }}")
    server = subprocess.Popen(["nginx", "-p", work, "-c", conf], stderr=subprocess.DEVNULL)
    for _ in range(200):
        try:
            socket.create_connection((addresses[0], port), 1).close()
            return server
        except OSError:
            time.sleep(0.05)
    sys.exit("nginx did not start: " + open(f"{work}/nginx.err").read()[-300:])


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def addresses(n):
    return [f"127.0.{i // 250 + 1}.{i % 250 + 1}" for i in range(n)]


def cpu_of(argv, **more):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent * 1e3, (time.perf_counter() - began) * 1e3, done.stdout


def cpu(o):
    n, port = 1000, free_port()
    server = nginx(o.work, addresses(n), port)
    urls, config = os.path.join(o.work, "urls"), os.path.join(o.work, "curl.cfg")
    with open(urls, "w") as f, open(config, "w") as c:
        for a in addresses(n):
            print(f"http://{a}:{port}/", file=f)
            print(f'url = "http://{a}:{port}/"\noutput = "/dev/null"', file=c)
    plugin = "/usr/lib/nagios/plugins/check_http"
    forked = (["sh", "-c", f"sed 's,http://\\(.*\\):.*,\\1,' {urls} | xargs -P8 -I{{}} {plugin} -I {{}} -p {port} -u / -t 5"]
              if os.path.exists(plugin) else ["sh", "-c", f"xargs -P8 -n1 curl -s -o /dev/null -m 5 <{urls}"])
    what = {"ours": [os.path.join(o.bench, "bench_health"), urls], "curl --parallel": ["curl", "-s", "-Z", "--parallel-max", "200", "-m", "5", "-K", config],
            "forked, " + ("check_http" if os.path.exists(plugin) else "curl"): forked}
    figures = {name: [] for name in what}
    for _ in range(o.runs):
        for name, argv in what.items():  # in turns, so that what else goes on is the same for all
            figures[name].append(cpu_of(argv))
            if name == "ours" and "bad=0" not in figures[name][-1][2]:
                sys.exit(figures[name][-1][2])
    server.terminate()
    server.wait()
    ours = median([f[0] for f in figures["ours"]])
    table(f"{n} HTTP checks, CPU (ms)", ["", "median", "wall", "ours / it"],
          [[name, f"{median([f[0] for f in fs]):.0f}", f"{median([f[1] for f in fs]):.0f}", f"{ours / median([f[0] for f in fs]):.2f}"]
           for name, fs in figures.items()])


def desk(o, name, rows, dns=None):
    """A database with these endpoints; the arguments that open it."""
    path, conf, csv = (os.path.join(o.work, name + e) for e in (".db", ".conf", ".csv"))
    for old in os.listdir(o.work):
        if old.startswith(name + ".db"):
            os.remove(os.path.join(o.work, old))
    with open(conf, "w") as f:
        f.write(f"[network]\nname_servers=127.0.0.1:{dns}\n" if dns else "")
    with open(csv, "w") as f:
        f.write("id,group,name_ja,name_en,kind,target,interval_s,timeout_s,down_after,up_after\n" + "".join(rows))
    argv = [o.toban, "--db", path, "--config", conf, "--lang", "en"]
    subprocess.run([*argv, "init"], check=True, stderr=subprocess.DEVNULL)
    subprocess.run([*argv, "import", "endpoints", csv], check=True, stderr=subprocess.DEVNULL)
    return argv


def keys(o):
    n, port = 1000, free_port()
    server = nginx(o.work, addresses(n), port)
    dead = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)  # takes questions, never answers
    dead.bind(("127.0.0.1", 0))
    rows = [f"e{i},g,e{i},e{i},http,http://{a}:{port}/,5,4,3,2\n" for i, a in enumerate(addresses(n))]
    rows += [f"d{i},g,d{i},d{i},http,http://d{i}.test/,5,4,3,2\n" for i in range(100)]
    result = []
    for name, more in (("1,100 checks every 5 s, DNS dead", []), ("no checks", ["--at", "2026-11-24T14:41:07Z"])):
        argv = desk(o, "keys", rows, dead.getsockname()[1])
        p = Program([*argv, *more], 43, 132)
        p.wait("Checks")
        p.settle(1, 20)
        p.key(b"4")
        p.key(b":")
        times = []
        for i in range(o.keys):
            times.append(p.echo("ゑヱゐヰ"[i % 4]))  # nothing else on the screen has these
            p.key(b"\x7f", quiet=0.02, most=0.1)
        p.close()
        result.append([name, f"{median(times) * 1e3:.2f}", f"{percentile(times, 99) * 1e3:.2f}", f"{max(times) * 1e3:.2f}", len(times)])
    server.terminate()
    server.wait()
    table("a key, to the frame that shows it (ms)", ["", "median", "p99", "max", "keys"], result)


def schedule(o):
    n, port, seconds = 5000, free_port(), 70
    server = nginx(o.work, addresses(1000), port)
    argv = desk(o, "schedule", [f"e{i},g,e{i},e{i},http,http://{addresses(1000)[i % 1000]}:{port}/{i},30,10,3,2\n" for i in range(n)])
    poller = subprocess.Popen([*argv, "health", "run"], stdout=subprocess.DEVNULL)
    time.sleep(20)  # each has had its first check
    first = {r["id"]: r["checked_at"] for r in json.loads(subprocess.run([*argv, "health", "list", "--json"], stdout=subprocess.PIPE).stdout)}
    usage = os.times()
    time.sleep(seconds - 20)
    ages, now = [], time.time()
    rows = json.loads(subprocess.run([*argv, "health", "list", "--json"], stdout=subprocess.PIPE).stdout)
    for r in rows:
        ages.append(now - time.mktime(time.strptime(r["checked_at"], "%Y-%m-%dT%H:%M:%SZ")) + time.timezone)
    with open(f"/proc/{poller.pid}/stat") as f:
        words = f.read().rsplit(")", 1)[1].split()
    spent = (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    poller.send_signal(signal.SIGTERM)
    poller.wait()
    server.terminate()
    server.wait()
    table(f"{n} endpoints at 30 s after {seconds} s", ["", ""],
          [["checked", sum(r["checked_at"] is not None for r in rows)], ["ok", sum(r["state"] == "ok" for r in rows)],
           ["checked once in the first 20 s", sum(v is not None for v in first.values())],
           ["age of the last result: median, p99, oldest (s)", f"{median(ages):.1f} {percentile(ages, 99):.1f} {max(ages):.1f}"],
           ["CPU of the poller", f"{spent / seconds * 100:.0f} %"]])


class Switch(http.server.BaseHTTPRequestHandler):
    down = set()

    def do_GET(self):
        self.send_response(503 if self.path in self.down else 200)
        self.end_headers()

    def log_message(self, *args):
        pass


def kill(o):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Switch)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    n = 10
    argv = desk(o, "kill", [f"e{i},g,e{i},e{i},http,http://127.0.0.1:{server.server_port}/e{i},1,1,2,1\n" for i in range(n)])
    pollers, downs, gaps = [subprocess.Popen([*argv, "health", "run"], stdout=subprocess.DEVNULL) for _ in range(2)], 0, []
    states = lambda: {r["id"]: r for r in json.loads(subprocess.run([*argv, "health", "list", "--json"], stdout=subprocess.PIPE).stdout)}

    def wait(good):
        began = time.monotonic()
        while not good(states()):
            if time.monotonic() - began > 60:
                sys.exit(f"it did not come: {states()}")
            time.sleep(0.1)
        return time.monotonic() - began

    wait(lambda s: all(r["state"] == "ok" for r in s.values()))
    for k in range(o.kills):
        name = f"e{k % n}"
        went_down = f"/{name}" not in Switch.down
        (Switch.down.add if went_down else Switch.down.discard)(f"/{name}")
        downs += went_down
        holder = pollers.pop(0)  # the older of the two holds the lease
        time.sleep(0.3 * (k % 5))
        holder.kill()
        holder.wait()
        pollers.append(subprocess.Popen([*argv, "health", "run"], stdout=subprocess.DEVNULL))
        gaps.append(wait(lambda s: s[name]["state"] == ("down" if went_down else "ok")))
    events = json.loads("[" + ",".join(subprocess.run([*argv, "export", "events"], stdout=subprocess.PIPE, text=True).stdout.split("\n")[:-1]) + "]")
    for p in pollers:
        p.terminate()
        p.wait()
    opened = sum(e["kind"] == "received" for e in events)
    again = sum(e["kind"] == "note" and "It is back" in (e.get("body") or "") for e in events)
    table(f"{o.kills} pollers killed", ["", ""], [["troubles that were made", downs], ["told (new or reopened tickets)", opened + again],
          ["from the kill to the right state: median, longest (s)", f"{median(gaps):.1f} {max(gaps):.1f}"]])
    if opened + again != downs:
        sys.exit("an alert was told twice, or lost")


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("toban"), a.add_argument("bench"), a.add_argument("work"), a.add_argument("what", nargs="*")
    a.add_argument("--runs", type=int, default=7), a.add_argument("--keys", type=int, default=400), a.add_argument("--kills", type=int, default=50)
    o = a.parse_args()
    o.toban, o.bench, o.work = map(os.path.abspath, (o.toban, o.bench, o.work))
    os.makedirs(o.work, mode=0o700, exist_ok=True)
    resource.setrlimit(resource.RLIMIT_NOFILE, (8192, 8192))
    for name in o.what or ["cpu", "keys", "schedule", "kill"]:
        {"cpu": cpu, "keys": keys, "schedule": schedule, "kill": kill}[name](o)


main()
