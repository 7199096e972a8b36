"""Which version this image is, and where its neighbours are."""

import os

# The image's tag says everything: "2" is version 2, "2-slow" is version 2 with the fault "slow".
TAG = os.environ["GUESTBOOK_TAG"]
VERSION, _, FAULT = TAG.partition("-")
VERSION = int(VERSION)

BOOT_SECONDS = 20 if FAULT == "slow" else float(os.environ.get("BOOT_SECONDS", 0))
CRON_SECONDS = float(os.environ.get("CRON_SECONDS", 3))
JOB_SECONDS = float(os.environ.get("JOB_SECONDS", 0.3))

POSTGRES = {
    "host": "db",
    "dbname": "guestbook",
    "user": "guestbook",
    "password": os.environ.get("POSTGRES_PASSWORD"),
    "application_name": f"guestbook {TAG}",
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "tcp_user_timeout": 5000,
}
REDIS = {"host": "redis", "socket_connect_timeout": 3, "socket_timeout": 5, "decode_responses": True}
