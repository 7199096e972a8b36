# A snapshot of all databases, as Redis writes it.
set -eu
: "${REDISCLI_AUTH:=${REDIS_PASSWORD:-${VALKEY_PASSWORD:-}}}"
if [ -n "$REDISCLI_AUTH" ]; then export REDISCLI_AUTH; else unset REDISCLI_AUTH; fi
cli=$(command -v redis-cli || command -v valkey-cli)
exec "$cli" --rdb -
