"""Takes entries from the queue and counts their words. A job that is taken is finished or kept."""

import logging
import os
import pathlib
import signal
import time

import store
from config import FAULT, JOB_SECONDS

DRAIN = signal.SIGUSR1
DRAINED = pathlib.Path("/tmp/drained")

log = logging.getLogger("worker")
started = time.monotonic()


def run():
    """SIGTERM: finish the job and leave. SIGUSR1: finish the job, then idle until SIGTERM."""
    DRAINED.unlink(missing_ok=True)
    log.info("worker started")
    while not asked(signal.SIGTERM):
        try:
            put_back_unfinished_jobs()
            work_until_asked()
        except store.UNREACHABLE as problem:
            log.warning("trying again in a second: %s", str(problem).strip())
            time.sleep(1)
    log.info("worker stopped")


def work_until_asked():
    while not asked(signal.SIGTERM):
        if FAULT == "worker-crash" and time.monotonic() - started > 3:
            raise RuntimeError("the worker crashed, on purpose: this image is 2-worker-crash")
        if asked(DRAIN):
            DRAINED.touch()
            time.sleep(0.1)
        elif entry_id := store.queue.blmove(store.JOBS, store.PROCESSING, 0.2, "RIGHT", "LEFT"):
            count_words(int(entry_id))
            store.queue.lrem(store.PROCESSING, 1, entry_id)


def asked(signal_number):
    """Signals are blocked (see main.py): they wait until someone looks."""
    if FAULT == "stubborn" and signal_number == signal.SIGTERM:
        return False
    return signal_number in signal.sigpending()


def put_back_unfinished_jobs():
    """A job may be done twice then, which makes no difference."""
    while store.queue.lmove(store.PROCESSING, store.JOBS, "RIGHT", "RIGHT"):
        pass


def count_words(entry_id):
    text = store.FIELDS[-1]
    with store.pool.transaction() as cursor:
        cursor.execute(f"SELECT {text} FROM entries WHERE id = %s", (entry_id,))
        row = cursor.fetchone()
    if not row:
        return log.warning("entry %s is gone", entry_id)
    time.sleep(JOB_SECONDS)
    with store.pool.transaction() as cursor:
        cursor.execute(
            "INSERT INTO results (entry_id, words) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            (entry_id, len(row[0].split())),
        )


def drain():
    os.kill(1, DRAIN)


def drained():
    raise SystemExit(0 if DRAINED.exists() else 1)
