"""Lines with SGR sequences (tmux capture-pane -e) -> what can be seen: one word a cell; of a blank only what shows.
usage: visible.py <FILE"""
import re, sys


def apply(state, parameters):
    numbers = [int(x or 0) for x in parameters.split(";")]
    while numbers:
        n = numbers.pop(0)
        if n == 0:
            state.clear()
        elif n in (38, 48):
            count = 2 if numbers[0] == 5 else 4
            state[str(n)], numbers = tuple(numbers[:count]), numbers[count:]
        elif n in (39, 49):
            state.pop(str(n - 1), None)
        elif 30 <= n <= 37 or 90 <= n <= 97:
            state["38"] = n
        elif 40 <= n <= 47 or 100 <= n <= 107:
            state["48"] = n - 10
        elif n in (22, 24, 27):
            for off in {22: "12", 24: "4", 27: "7"}[n]:
                state.pop(off, None)
        else:
            state[str(n)] = True


def main():
    state = {}
    for line in sys.stdin.read().split("\n"):
        cells = []
        for sgr, char in re.findall(r"\x1b\[([0-9;]*)m|(.)", line):
            if not char:
                apply(state, sgr)
                continue
            seen = {k: v for k, v in state.items() if char != " " or k in ("48", "4", "7") or "7" in state or "4" in state}
            cells.append(char + str(sorted(seen.items())) if seen else char)
        while cells and cells[-1] == " ":
            cells.pop()
        print(" ".join(cells))


main()
