#!/bin/sh
# toban health list, check, run and daemon against servers of the tests' own; pollers that are killed and frozen.
exec python3 "${top_srcdir:-.}/tests/command/health.py"
