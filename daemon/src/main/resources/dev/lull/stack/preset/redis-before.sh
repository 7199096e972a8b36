# What is in memory goes into a file. While it is already being written there, it waits.
set -eu
: "${REDISCLI_AUTH:=${REDIS_PASSWORD:-${VALKEY_PASSWORD:-}}}"
if [ -n "$REDISCLI_AUTH" ]; then export REDISCLI_AUTH; else unset REDISCLI_AUTH; fi
cli=$(command -v redis-cli || command -v valkey-cli)
tries=0
until [ "$("$cli" SAVE)" = OK ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ]
    sleep 1
done
