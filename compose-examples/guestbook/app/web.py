"""The guestbook's HTTP side."""

import html
import json
import logging
import select
import signal
import socketserver
import threading
import time
import urllib.parse
import uuid
from http.server import BaseHTTPRequestHandler

import psycopg2
import redis

import schema
import store
from config import BOOT_SECONDS, FAULT, TAG

PORT = 8000
LARGEST_BODY = 64 * 1024

log = logging.getLogger("web")


def run():
    if BOOT_SECONDS:
        log.info("booting takes %s s", BOOT_SECONDS)
        if signal.sigtimedwait([signal.SIGTERM], BOOT_SECONDS):
            return

    server = Server(("", PORT), Visitor)
    threading.Thread(target=server.serve_forever, args=(0.05,)).start()
    log.info("guestbook %s listens on port %s", TAG, PORT)
    if FAULT == "traceback":
        threading.Timer(0.5, log_a_traceback).start()

    while not prepare_tables():
        if signal.sigtimedwait([signal.SIGTERM], 0.5):
            break
    else:
        signal.sigwait([signal.SIGTERM])
    log.info("asked to stop")
    server.finish()
    log.info("stopped")


def prepare_tables():
    try:
        schema.create_if_empty()
        return True
    except store.UNREACHABLE as problem:
        log.warning("waiting for the database: %s", str(problem).strip())
        return False


def log_a_traceback():
    try:
        raise RuntimeError("something broke, on purpose: this image is 2-traceback")
    except RuntimeError:
        log.exception("in the background")


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
        except store.UNREACHABLE as problem:
            log.warning("%s %s: %s", self.command, self.path, str(problem).strip())
            self.send_json(503, {"error": "the database can't be reached"})
        except OSError as problem:
            log.warning("%s %s: the visitor has gone: %s", self.command, self.path, problem)
        except Exception:
            log.exception("%s %s", self.command, self.path)
            self.send_json(500, {"error": "something broke"})

    def get(self, path):
        if path == "/":
            self.get_page()
        elif path == "/entries":
            self.send_json(200, store.tokens())
        elif path.startswith("/entries/"):
            entry = store.find(urllib.parse.unquote(path.removeprefix("/entries/")))
            self.send_json(200 if entry else 404, entry or {"error": "no such entry"})
        elif path == "/healthz":
            self.get_health()
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

        entry_id = store.add(fields.get("token") or uuid.uuid4().hex, fields.get("author"), fields["text"])
        try:
            store.queue.lpush(store.JOBS, entry_id)
        except redis.RedisError as problem:
            log.warning("entry %s is written, its job is not: cron will see to it: %s", entry_id, problem)

        if "text/html" in self.headers.get("Accept", ""):
            self.send(303, "text/plain", "Thank you.\n", Location="/")
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

    def get_page(self):
        if FAULT == "error500":
            return self.send(500, "text/plain", "Broken on purpose: this image is 2-error500.\n")
        self.send(200, "text/html", page(store.latest(20)))

    def get_health(self):
        if FAULT == "unhealthy":
            return self.send_json(503, {"error": "never healthy, on purpose: this image is 2-unhealthy"})
        try:
            schema.current()
            store.queue.ping()
        except (psycopg2.Error, redis.RedisError) as problem:
            return self.send_json(503, {"error": str(problem).strip()})
        self.send_json(200, {"health": "good"})

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
        """No access log: the proxy is the place for one."""


def page(entries):
    items = "".join(f"<li>{describe(entry)}</li>\n" for entry in entries)
    author = '<input name="author" placeholder="Your name"> ' if "author" in store.FIELDS else ""
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Guestbook {TAG}</title>
<h1>Guestbook <small>{TAG}</small></h1>
<form method="post" action="/entries">{author}<input name="text" required> <button>Sign</button></form>
<ul>
{items}</ul>
</html>
"""


def describe(entry):
    words = "…" if entry["words"] is None else f"{entry['words']} words"
    return html.escape(": ".join(entry[field] for field in store.FIELDS)) + f" <small>({words})</small>"
