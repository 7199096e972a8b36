#!/usr/bin/python3
"""single web | migrate | smoke: a notebook in one container, with an SQLite file on a volume."""

import contextlib
import html
import json
import os
import select
import signal
import socketserver
import sqlite3
import sys
import threading
import time
import traceback
import urllib.parse
import uuid
from http.server import BaseHTTPRequestHandler

# The image's tag says everything: "2" is version 2, "2-error500" is version 2 with the fault "error500".
TAG = os.environ["SINGLE_TAG"]
VERSION, _, FAULT = TAG.partition("-")
VERSION = int(VERSION)

BOOT_SECONDS = float(os.environ.get("BOOT_SECONDS", 0))
FILE = "/data/single.db"
PORT = 8000
LARGEST_BODY = 64 * 1024

TEXT = "text" if VERSION == 1 else "body"  # version 2 calls the column by another name


@contextlib.contextmanager
def transaction():
    """Committed, and on the disk, at the end of the block; rolled back when the block fails."""
    connection = sqlite3.connect(FILE, timeout=10)
    with contextlib.closing(connection), connection:
        connection.execute("PRAGMA synchronous = FULL")
        yield connection


# --- The tables ---


def schema_version():
    with transaction() as db:
        return db.execute("PRAGMA user_version").fetchone()[0]


def create_if_empty():
    if schema_version() > 0:
        return
    with transaction() as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("BEGIN IMMEDIATE")
        db.execute("CREATE TABLE entries (id INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, text TEXT NOT NULL)")
        db.execute("PRAGMA user_version = 1")
    migrate()


def migrate():
    """Brings the table to this image's version, in two transactions, so it can fail between them."""
    version = schema_version()
    if version >= VERSION:
        print(f"the table is at version {version}: nothing to migrate")
        return

    print("1 of 2: rename the text of entries to body, without the spaces around it")
    with transaction() as db:
        db.execute("BEGIN IMMEDIATE")
        db.execute("ALTER TABLE entries RENAME COLUMN text TO body")
        db.execute("UPDATE entries SET body = trim(body)")
    if FAULT == "bad-migration":
        raise RuntimeError("the migration broke half-way, on purpose: this image is 2-bad-migration")
    print("2 of 2: note the length of every body")
    with transaction() as db:
        db.execute("BEGIN IMMEDIATE")
        db.execute("ALTER TABLE entries ADD COLUMN length INTEGER AS (length(body))")
        db.execute("PRAGMA user_version = 2")


# --- The entries ---


def add(db, token, text):
    """Writes an entry and answers its id; the same token again is the same entry."""
    return db.execute(
        f"INSERT INTO entries (token, {TEXT}) VALUES (?, ?)"
        " ON CONFLICT (token) DO UPDATE SET token = excluded.token RETURNING id",
        (token, text),
    ).fetchone()[0]


def select_entries(rest="", values=()):
    with transaction() as db:
        rows = db.execute(f"SELECT id, token, {TEXT} FROM entries {rest}", values)
        return [{"id": id, "token": token, TEXT: text} for id, token, text in rows]


def smoke():
    """Can this version really write an entry? Tries it in a transaction that is rolled back."""
    if schema_version() != VERSION:
        raise SystemExit(f"the table is at version {schema_version()}, the code is at {VERSION}")
    with transaction() as db:
        add(db, "smoke", "smoke")
        db.rollback()
    print("an entry can be written")


# --- HTTP ---


def web():
    # A blocked signal interrupts nothing; it waits until someone looks.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    if BOOT_SECONDS and signal.sigtimedwait([signal.SIGTERM], BOOT_SECONDS):
        return
    create_if_empty()
    server = Server(("", PORT), Visitor)
    threading.Thread(target=server.serve_forever, args=(0.05,)).start()
    print(f"single {TAG} listens on port {PORT}")
    signal.sigwait([signal.SIGTERM])
    server.finish()
    print("stopped")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    request_queue_size = 128
    stopping = False
    backlog_is_empty = False

    def finish(self):
        """Stops without breaking an answer: whoever got a connection is served first."""
        self.stopping = True
        self.shutdown()
        self.timeout = 0
        while not self.backlog_is_empty:
            self.handle_request()
        self.server_close()  # waits for the requests that are still being answered

    def handle_timeout(self):
        self.backlog_is_empty = True


class Visitor(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 5

    def handle(self):
        """Waits for the request, but when the server stops, not for one that may never come."""
        give_up = time.monotonic() + self.timeout
        while not select.select([self.connection], [], [], 0.1)[0]:
            if self.server.stopping or time.monotonic() > give_up:
                return
        super().handle()

    def do_GET(self):
        self.answer(self.get)

    do_HEAD = do_GET

    def do_POST(self):
        self.answer(self.post)

    def answer(self, page):
        try:
            page(urllib.parse.urlsplit(self.path).path)
        except OSError as problem:
            print(f"{self.command} {self.path}: the visitor has gone: {problem}")
        except Exception:
            traceback.print_exc()
            self.send_json(500, {"error": "something broke"})

    def get(self, path):
        if path == "/" and FAULT == "error500":
            self.send(500, "text/plain", "Broken on purpose: this image is 2-error500.\n")
        elif path == "/":
            self.send(200, "text/html", home(select_entries("ORDER BY id DESC LIMIT 20")))
        elif path == "/entries":
            self.send_json(200, [{"id": e["id"], "token": e["token"]} for e in select_entries("ORDER BY id")])
        elif path.startswith("/entries/"):
            found = select_entries("WHERE token = ?", (urllib.parse.unquote(path.removeprefix("/entries/")),))
            self.send_json(200 if found else 404, found[0] if found else {"error": "no such entry"})
        elif path == "/healthz":
            schema_version()
            self.send_json(200, {"health": "good"})
        elif path == "/version":
            self.send_json(200, {"version": TAG})
        else:
            self.send_json(404, {"error": "no such page"})

    def post(self, path):
        if path != "/entries":
            return self.send_json(404, {"error": "no such page"})
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST_BODY:
            return self.send_json(413, {"error": f"at most {LARGEST_BODY} bytes"})
        fields = self.parse(self.rfile.read(length).decode(errors="replace"))
        if not fields.get("text"):
            return self.send_json(400, {"error": "text is missing"})
        with transaction() as db:
            entry_id = add(db, fields.get("token") or uuid.uuid4().hex, fields["text"])
        if "text/html" in self.headers.get("Accept", ""):
            self.send(303, "text/plain", "Noted.\n", Location="/")
        else:
            self.send_json(201, {"id": entry_id})

    def parse(self, body):
        if self.headers.get_content_type() == "application/json":
            try:
                fields = json.loads(body)
            except ValueError:
                return {}
            return {name: str(value) for name, value in fields.items()} if isinstance(fields, dict) else {}
        return dict(urllib.parse.parse_qsl(body))

    def send_json(self, status, value):
        self.send(status, "application/json", json.dumps(value) + "\n")

    def send(self, status, content_type, text, **headers):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{content_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        """No access log."""


def home(entries):
    items = "".join(f"<li>{html.escape(entry[TEXT])}</li>\n" for entry in entries)
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Notebook {TAG}</title>
<h1>Notebook <small>{TAG}</small></h1>
<form method="post" action="/entries"><input name="text" required> <button>Note</button></form>
<ul>
{items}</ul>
</html>
"""


COMMANDS = {"web": web, "migrate": migrate, "smoke": smoke}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        raise SystemExit(f"usage: {__doc__}")
    COMMANDS[sys.argv[1]]()
