"""PostgreSQL and Redis: what is kept there, and how to get at it."""

import contextlib
import threading

import psycopg2
import redis

from config import POSTGRES, REDIS, VERSION

UNREACHABLE = (psycopg2.OperationalError, psycopg2.InterfaceError, redis.ConnectionError, redis.TimeoutError)

JOBS = "jobs"  # ids of entries that the worker has yet to look at
PROCESSING = "processing"  # ids that a worker has taken and not finished

if VERSION == 1:
    FIELDS = ("text",)
    INSERT = "INSERT INTO entries (token, text) VALUES (%(token)s, %(text)s)"
else:
    FIELDS = ("author", "body")
    INSERT = "INSERT INTO entries (token, author, body) VALUES (%(token)s, %(author)s, %(text)s)"


class Pool:
    """A few connections for many threads. One that died meanwhile is replaced before it is used."""

    def __init__(self, size=8):
        self._slots = threading.BoundedSemaphore(size)
        self._idle = []

    @contextlib.contextmanager
    def transaction(self):
        """A cursor; committed at the end of the block, rolled back when the block fails."""
        with self._slots:
            connection = self._living_connection()
            try:
                with connection, connection.cursor() as cursor:
                    yield cursor
            finally:
                if not connection.closed:
                    self._idle.append(connection)

    def _living_connection(self):
        with contextlib.suppress(IndexError):
            while True:
                connection = self._idle.pop()
                try:
                    connection.cursor().execute("SELECT 1")
                    return connection
                except psycopg2.Error:
                    connection.close()
        return psycopg2.connect(**POSTGRES)


pool = Pool()
queue = redis.Redis(**REDIS)


def add(token, author, text):
    """Writes an entry and answers its id; the same token again is the same entry."""
    with pool.transaction() as cursor:
        cursor.execute(
            INSERT + " ON CONFLICT (token) DO UPDATE SET token = EXCLUDED.token RETURNING id",
            {"token": token, "author": author or "anonymous", "text": text},
        )
        return cursor.fetchone()[0]


def find(token):
    found = _entries("WHERE token = %s", (token,))
    return found[0] if found else None


def latest(count):
    return _entries("ORDER BY id DESC LIMIT %s", (count,))


def _entries(condition, values):
    names = ("id", "token", *FIELDS, "words")
    with pool.transaction() as cursor:
        cursor.execute(
            f"SELECT {', '.join(names)} FROM entries LEFT JOIN results ON entry_id = id {condition}", values
        )
        return [dict(zip(names, row)) for row in cursor]


def tokens():
    """Every entry there is, in short; words is null until the worker has looked at it."""
    with pool.transaction() as cursor:
        cursor.execute("SELECT id, token, words FROM entries LEFT JOIN results ON entry_id = id ORDER BY id")
        return [{"id": id, "token": token, "words": words} for id, token, words in cursor]
