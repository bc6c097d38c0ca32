#!/bin/sh
# Checks against nginx, exim, dovecot, slapd and dnsmasq, started here on loopback.
exec python3 "${top_srcdir:-.}/tests/command/health_servers.py"
