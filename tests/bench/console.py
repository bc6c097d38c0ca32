#!/usr/bin/env python3
"""Benchmarks of the console: first frame, keys, idle, memory; each beside a floor in the same run.

usage: console.py TOBAN FLOORS WORK [first] [keys] [filters] [idle] [--sizes 10000,100000,1000000] [--seconds 60]

TOBAN is the program, FLOORS the folder of floor_list and floor_queue, WORK where databases are kept
between runs. Absolute figures depend on the machine; the ratios are what counts."""
import argparse, os, subprocess, sys, time
from terminal import Program, median, percentile, table

KEY = r"\d{4}[ \t]+[1-4] \S|\d{6}-\d{4}"


def database(o, tickets):
    path = os.path.join(o.work, f"t{tickets}.db")
    if not os.path.exists(path):
        print(f"making {path} ...", flush=True)
        subprocess.run([o.toban, "--db", path, "init", "--demo", "--tickets", str(tickets)], check=True)
    return path


def console(o, path, *more):
    return [o.toban, "--db", path, "--lang", "en", *more]


def first(o):
    rows, base = [], {}
    for tickets in o.sizes:
        path = database(o, tickets)
        what = {"console, first ticket on the screen": (console(o, path), KEY),
                "ticket list (process)": ([o.toban, "--db", path, "ticket", "list", "--limit", "50"], KEY),
                "bare SQLite, the same 50 rows (process)": ([os.path.join(o.floors, "floor_queue"), path], KEY)}
        for name, (argv, pattern) in what.items():
            times = []
            for _ in range(o.runs):
                p = Program(argv)
                times.append(p.wait(pattern) or float("nan"))
                p.close()
            base.setdefault(name, median(times))
            rows.append([f"{tickets:>9} {name}", f"{median(times) * 1e3:.1f}", f"{max(times) * 1e3:.1f}", f"{median(times) / base[name]:.2f}"])
    table("first frame (ms from start)", ["", "median", "max", f"x of {o.sizes[0]}"], rows)


def keys(o):
    rows = []
    path = database(o, o.sizes[-1])
    for size in ((24, 80), (40, 120), (60, 200)):
        for name, argv, ready in (("console", console(o, path), KEY),
                                  ("bare ncurses list", [os.path.join(o.floors, "floor_list"), "100000"], "READY")):
            for what, press in (("j", b"j"), ("page", b" ")):
                p = Program(argv, *size)
                if p.wait(ready) is None:
                    sys.exit(f"{name} did not start")
                p.settle()
                got = []
                for _ in range(o.keys):
                    got.append(p.key(press, quiet=0.005))  # less, and the clock's frames count as the key's
                    p.read(0.02)
                p.close()
                times = [t for t, n in got if n]
                rows.append([f"{size[1]}x{size[0]} {name}: {what}", f"{median(times) * 1e3:.2f}", f"{percentile(times, 99) * 1e3:.2f}",
                             int(median([n for t, n in got if n])), len(times)])
    table("a key, to the last byte of the redraw (ms)", ["", "median", "p99", "bytes", "keys"], rows)


def filters(o):
    """A key of a filter: to the end of the first frame that it causes (what is typed), and of the second one (what was
    found in the first rows; where both came at once, of the one after: never less than it took)."""
    rows = []
    path = database(o, o.sizes[-1])
    for view, text in (("open", "vpn office:asia"), ("open", "状態:対応中 期限<2時間"), ("all", "vpn priority<2"), ("all", "印刷")):
        times, answers = [], []
        for _ in range(min(o.runs, 5)):
            p = Program(console(o, path), 43, 132)
            if p.wait(KEY) is None:
                sys.exit("console did not start")
            p.settle()
            p.key(f":view {view}\r".encode())
            p.settle()
            p.key(b"/")
            for character in text:
                begun = time.perf_counter()
                t, n = p.key(character.encode(), quiet=0.002)
                more = n and p.read(0.15)
                answers.append(time.perf_counter() - begun if more else t)
                times.append(t)
                p.settle(0.2, 0.6)  # as one types: it still looks on
            p.close()
        rows.append([f"{o.sizes[-1]:>9} {view}: /{text}", f"{median(times) * 1e3:.2f}", f"{percentile(times, 99) * 1e3:.2f}", f"{median(answers) * 1e3:.2f}",
                     f"{percentile(answers, 99) * 1e3:.2f}", len(times)])
    table("a key of a filter, to the frame (ms)", ["", "typed", "p99", "found", "p99", "keys"], rows)


def idle(o):
    rows = []
    for tickets in {o.sizes[0], o.sizes[-1]}:
        path = database(o, tickets)
        for name, more in (("seconds shown", []), ("no seconds", ["--no-seconds"])):
            p = Program(console(o, path, *more))
            p.wait(KEY)
            p.settle(1.2, 6)
            c0, _, s0 = p.usage()
            b0 = p.bytes
            end = time.perf_counter() + o.seconds
            while time.perf_counter() < end:
                p.read(min(1, end - time.perf_counter()))
            c1, rss, s1 = p.usage()
            rows.append([f"{tickets:>9} {name}", f"{(c1 - c0) / o.seconds * 100:.3f} %", f"{(s1 - s0) / o.seconds:.1f}",
                         f"{(p.bytes - b0) / o.seconds:.0f}", f"{rss / 1024:.1f}"])
            p.close()
    table(f"nothing happens, {o.seconds} s", ["", "CPU", "wake-ups/s", "bytes/s", "MB resident"], rows)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("toban"), a.add_argument("floors"), a.add_argument("work"), a.add_argument("what", nargs="*")
    a.add_argument("--sizes", type=lambda t: [int(n) for n in t.split(",")], default=[10000, 100000, 1000000])
    a.add_argument("--seconds", type=int, default=60), a.add_argument("--runs", type=int, default=15), a.add_argument("--keys", type=int, default=300)
    o = a.parse_args()
    os.makedirs(o.work, exist_ok=True)
    for name in o.what or ["first", "keys", "filters", "idle"]:
        {"first": first, "keys": keys, "filters": filters, "idle": idle}[name](o)


main()
