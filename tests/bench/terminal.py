"""A program in a pseudo terminal, and what it costs: the measuring half of the console's benchmarks."""
import fcntl, os, pty, re, select, signal, struct, tempfile, termios, time

TICK = os.sysconf("SC_CLK_TCK")


class Program:
    """Runs argv in a pty of rows x cols; reads what it writes; knows its CPU time and memory. In a home of its own: a draft
    that an earlier run left would take its keys."""

    def __init__(self, argv, rows=40, cols=120, env=None):
        self.bytes, self.seen, self.begun = 0, b"", time.perf_counter()
        self.home = tempfile.TemporaryDirectory()
        homes = {name: self.home.name for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME")}
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **homes, **(env or {})})
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
            os.execvp(argv[0], argv)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))

    def read(self, seconds):
        """Bytes that arrive within so many seconds (the first chunk), b"" when none; None at the end."""
        if not select.select([self.fd], [], [], max(0, seconds))[0]:
            return b""
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return None
        self.bytes += len(data)
        return data or None

    def wait(self, pattern, seconds=60):
        """Seconds from the start until the output has the pattern; None when it ends or takes too long."""
        regex, end = re.compile(pattern.encode()), time.perf_counter() + seconds
        while time.perf_counter() < end:
            data = self.read(end - time.perf_counter())
            if data is None:
                return None
            self.seen = (self.seen + data)[-1 << 20:]
            if regex.search(plain(self.seen)):
                return time.perf_counter() - self.begun
        return None

    def settle(self, quiet=0.4, most=8):
        end = time.perf_counter() + most
        while time.perf_counter() < end and self.read(quiet):
            pass

    def key(self, keys, quiet=0.03, most=1.0):
        """(seconds from the key to the last byte of what it causes, bytes)."""
        os.write(self.fd, keys)
        begun = last = time.perf_counter()
        count = 0
        while time.perf_counter() - begun < most:
            data = self.read(quiet if count else most)
            if not data:
                break
            last, count = time.perf_counter(), count + len(data)
        return last - begun, count

    def echo(self, text, most=1.0):
        """Seconds from typing the text to the frame that shows it, whatever is drawn besides; `most` when none does."""
        os.write(self.fd, text.encode())
        begun, seen = time.perf_counter(), b""
        while text.encode() not in seen and time.perf_counter() - begun < most:
            seen += self.read(most) or b""
        return time.perf_counter() - begun

    def usage(self):
        """(CPU seconds, resident kB, voluntary switches) of the process and its threads."""
        cpu = 0
        for task in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{task}/schedstat") as f:
                cpu += int(f.read().split()[0]) / 1e9
        status = open(f"/proc/{self.pid}/status").read()
        rss = int(re.search(r"VmRSS:\s+(\d+)", status)[1])
        switches = sum(int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", open(f"/proc/{self.pid}/task/{t}/status").read(), re.M)[1])
                       for t in os.listdir(f"/proc/{self.pid}/task"))
        return cpu, rss, switches

    def close(self):
        try:
            os.kill(self.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        end = time.perf_counter() + 3
        while time.perf_counter() < end:
            self.read(0.05)
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                break
        else:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)


def plain(data):
    """Output without escape sequences, so that a pattern can be found in it."""
    return re.sub(rb"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\([A-Z0-9]|[=>78M])", b"", data)


def median(values):
    values = sorted(values)
    return values[len(values) // 2]


def percentile(values, p):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * p / 100))]


def table(title, header, rows):
    rows = [header] + [[str(c) for c in r] for r in rows]
    widths = [max(len(r[i]) for r in rows) for i in range(len(header))]
    print(f"\n{title}")
    for r in rows:
        print("  " + "  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(r, widths))).rstrip())
