#!/usr/bin/python3
"""guestbook web | worker | cron | migrate | smoke | drain | drained"""

import importlib
import logging
import signal
import sys

COMMANDS = {
    "web": ("web", "run"),
    "worker": ("worker", "run"),
    "cron": ("cron", "run"),
    "migrate": ("schema", "migrate"),
    "smoke": ("smoke", "run"),
    "drain": ("worker", "drain"),
    "drained": ("worker", "drained"),
}

if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
    raise SystemExit(f"usage: {__doc__}")

if sys.argv[1] in ("web", "worker", "cron"):
    # Blocked signals interrupt nothing; each of the three looks for them when it can act on them.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGUSR1])

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
module, function = COMMANDS[sys.argv[1]]
getattr(importlib.import_module(module), function)()
