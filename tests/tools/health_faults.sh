#!/bin/sh
# health_faults.sh TEST_PROBE: the table of doc/health.md, measured: each fault alone, its class, what is stored, how long
# it took on loopback and the check's limit. Run by `make health-faults`.
set -e
TOBAN_FAULT_TABLE=1 G_TEST_SRCDIR="${G_TEST_SRCDIR:-.}" "$1" -p /probe/edge-34-45-http -p /probe/other-protocols \
  -p /probe/edge-35-names -p /probe/certificates 2>/dev/null |
  awk -F '\t' '
    BEGIN { print "| check | fault of the server | class | stored | measured ms | limit ms |"; print "|---|---|---|---|---|---|" }
    $1 == "# FAULT" || $1 == "FAULT" {
      gsub(/\|/, "/"); gsub(/:[0-9]+/, ":PORT", $3); sub(/127.0.0.1:[0-9]+/, "127.0.0.1:PORT", $5)
      printf "| %s | `%s` | %s | `%s` | %s | %s |\n", $2, $3 == "" ? "(empty)" : $3, $4, $5, $6, $7
      n++
    }
    END { if (n < 40) { print "only " n " faults were seen" > "/dev/stderr"; exit 1 } }'
