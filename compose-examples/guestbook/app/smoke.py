"""Can this version really write an entry? Tries it in a transaction that is rolled back."""

import schema
import store
from config import VERSION


def run():
    if schema.current() != VERSION:
        raise SystemExit(f"the tables are at version {schema.current()}, the code is at {VERSION}")
    with store.pool.transaction() as cursor:
        cursor.execute(store.INSERT, {"token": "smoke", "author": "smoke", "text": "smoke"})
        cursor.connection.rollback()
    print("an entry can be written")
