#!/usr/bin/env python3
"""TLS servers for the tests: HTTPS with four certificates, SMTP with STARTTLS, IMAP and LDAP over TLS.

usage: tls_server.py FOLDER     prints "NAME PORT" for each, then ".", and serves until standard input ends."""
import socket, ssl, sys, threading

folder = sys.argv[1]


def context(name):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(f"{folder}/{name}.pem")
    return made


def https(tls):
    request = b""
    while b"\r\n\r\n" not in request:
        piece = tls.recv(4096)
        if not piece:
            return
        request += piece
    where = b"HTTP/1.1 302 Found\r\nLocation: /ok\r\n" if b"GET /redirect " in request else b"HTTP/1.1 200 OK\r\n"
    tls.sendall(where + b"Content-Length: 3\r\nConnection: close\r\n\r\nup\n")


def smtp(plain):
    plain.sendall(b"220 mail.test ESMTP\r\n")
    plain.recv(4096)
    plain.sendall(b"250-mail.test\r\n250 STARTTLS\r\n")
    if b"STARTTLS" in plain.recv(4096):
        plain.sendall(b"220 go on\r\n")
        tls = context("good").wrap_socket(plain, server_side=True)
        tls.recv(4096)
        tls.sendall(b"250 mail.test\r\n")
        tls.recv(4096)


def imap(tls):
    tls.sendall(b"* OK IMAP4rev1 ready\r\n")
    tag = tls.recv(4096).split()[0]
    tls.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")
    tls.recv(4096)


def ldap(tls):
    tls.recv(4096)
    tls.sendall(b"\x30\x84\x00\x00\x00\x10\x02\x01\x01\x61\x84\x00\x00\x00\x07\x0a\x01\x30\x04\x00\x04\x00")
    tls.recv(4096)


SERVICES = [("https-good", "good", https), ("https-expired", "expired", https), ("https-other-name", "other-name", https),
            ("https-self-signed", "self-signed", https), ("smtp-starttls", None, smtp), ("imaps", "good", imap),
            ("ldaps", "good", ldap)]


def one(client, certificate, talk):
    try:
        with client:
            talk(context(certificate).wrap_socket(client, server_side=True) if certificate else client)
    except OSError:
        pass  # the other side had enough, as it should with a bad certificate


def serve(server, certificate, talk):
    while True:
        client, _ = server.accept()
        threading.Thread(target=one, args=(client, certificate, talk), daemon=True).start()


for name, certificate, talk in SERVICES:
    server = socket.create_server(("127.0.0.1", 0), backlog=128)
    print(name, server.getsockname()[1])
    threading.Thread(target=serve, args=(server, certificate, talk), daemon=True).start()
print(".", flush=True)
sys.stdin.read()
