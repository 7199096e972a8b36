"""A job every few seconds: notes how many entries there are, and queues again what fell off the queue."""

import logging
import signal
import time

import store
from config import CRON_SECONDS

log = logging.getLogger("cron")


def run():
    """SIGTERM: finish the job and leave."""
    log.info("cron started: every %s s", CRON_SECONDS)
    while not signal.sigtimedwait([signal.SIGTERM], CRON_SECONDS):
        try:
            tidy()
        except store.UNREACHABLE as problem:
            log.warning("trying again later: %s", str(problem).strip())
    log.info("cron stopped")


def tidy():
    with store.pool.transaction() as cursor:
        cursor.execute("INSERT INTO cron_runs DEFAULT VALUES RETURNING id")
        run_id = cursor.fetchone()[0]
    queue_lost_jobs()
    time.sleep(0.5)  # real ones take a while
    with store.pool.transaction() as cursor:
        cursor.execute(
            "UPDATE cron_runs SET ended = now(), entries = (SELECT count(*) FROM entries) WHERE id = %s", (run_id,)
        )


def queue_lost_jobs():
    """An entry without a result, while no job waits, is one whose job was never queued."""
    if store.queue.exists(store.JOBS, store.PROCESSING):
        return
    with store.pool.transaction() as cursor:
        cursor.execute("SELECT id FROM entries WHERE id NOT IN (SELECT entry_id FROM results)")
        for (entry_id,) in cursor.fetchall():
            store.queue.lpush(store.JOBS, entry_id)
