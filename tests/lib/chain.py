#!/usr/bin/env python3
"""The chain of a database, computed from doc/events.md alone: a second implementation to compare with.

usage: chain.py DATABASE      prints "EVENTS HEAD", or "bad SEQ" for the first that does not fit"""
import base64, hashlib, sqlite3, sys

FIELDS = ("seq ticket subject at by kind channel priority category office title requester lang body target clocks "
          "reason data recorded_at command until amount").split()


def canonical(before, row):
    out = b"toban 1 " + before.encode() + b"\n"
    for name in FIELDS:
        value = row[name + "_" if name in ("by", "until") else name]
        if value is not None:
            value = value if isinstance(value, bytes) else str(value).encode()
            out += name.encode() + b":" + str(len(value)).encode() + b":" + value + b"\n"
    return out


def main():
    db = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    db.text_factory = bytes
    head, count = "", 0
    for row in db.execute("SELECT * FROM event ORDER BY seq"):
        count += 1
        head = base64.b64encode(hashlib.sha256(canonical(head, row)).digest()).decode().rstrip("=")
        if row["seq"] != count or row["hash"].decode() != head:
            print("bad", count)
            return
    print(count, head)


main()
