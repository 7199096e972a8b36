"""The tables: version 1, and the migration to version 2, after which version 1's code works no more."""

import logging

from config import FAULT, TAG, VERSION
from store import pool

VERSION_1 = """
    CREATE TABLE entries (
        id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        token   text NOT NULL UNIQUE,
        text    text NOT NULL,
        created timestamptz NOT NULL DEFAULT now());
    CREATE TABLE results (
        entry_id bigint PRIMARY KEY REFERENCES entries,
        words    int NOT NULL,
        written  timestamptz NOT NULL DEFAULT now());
    CREATE TABLE cron_runs (
        id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        started timestamptz NOT NULL DEFAULT now(),
        ended   timestamptz,
        entries int);
    CREATE TABLE schema_version (version int NOT NULL);
    INSERT INTO schema_version VALUES (1);
"""

# "Ann: hello" becomes the author "Ann" and the body "hello". A real table has more rows than ours,
# so the sleep stands for the time that they take.
SPLIT_TEXT = r"""
    ALTER TABLE entries RENAME COLUMN text TO body;
    ALTER TABLE entries ADD COLUMN author text;
    UPDATE entries SET
        author = coalesce(substring(body FROM '^(\w+): '), 'anonymous'),
        body = regexp_replace(body, '^\w+: ', '');
    SELECT pg_sleep(0.3);
"""
REQUIRE_AUTHOR = """
    ALTER TABLE entries ALTER COLUMN author SET NOT NULL;
    UPDATE schema_version SET version = 2;
"""

# Version 3 is only there to fail on its way from a version 2 that visitors already use.
CALL_IT_MESSAGE = "ALTER TABLE entries RENAME COLUMN body TO message"
NOTE_VERSION_3 = "UPDATE schema_version SET version = 3"

MIGRATIONS = {
    2: {
        "split the text of entries into author and body": SPLIT_TEXT,
        "every entry must have an author": REQUIRE_AUTHOR,
    },
    3: {"call the body of entries a message": CALL_IT_MESSAGE, "note that this is version 3": NOTE_VERSION_3},
}

log = logging.getLogger("schema")


def create_if_empty():
    with pool.transaction() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(1), to_regclass('schema_version')")
        if cursor.fetchone()[1]:
            return
        cursor.execute(VERSION_1)
    log.info("the database was empty: tables created")
    migrate()


def current():
    with pool.transaction() as cursor:
        cursor.execute("SELECT version FROM schema_version")
        return cursor.fetchone()[0]


def migrate():
    """Brings the tables to this image's version. In two transactions each, so it can fail between them."""
    version = current()
    if version >= VERSION:
        log.info("the tables are at version %s: nothing to migrate", version)
        return

    for target in range(version + 1, VERSION + 1):
        (first, first_half), (second, second_half) = MIGRATIONS[target].items()
        _apply(f"1 of 2: {first}", first_half)
        if FAULT == "bad-migration" and target == VERSION:
            raise RuntimeError(f"the migration broke half-way, on purpose: this image is {TAG}")
        _apply(f"2 of 2: {second}", second_half)


def _apply(title, statements):
    log.info(title)
    with pool.transaction() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'")
        cursor.execute(statements)
