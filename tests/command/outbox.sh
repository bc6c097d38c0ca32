#!/bin/sh
# The outbox against exim and a webhook, started here on loopback.
exec python3 "${top_srcdir:-.}/tests/command/outbox.py"
