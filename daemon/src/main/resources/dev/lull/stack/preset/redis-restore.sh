# A second server of its own loads the dump, and the first one becomes its copy: all that is there
# now goes, what was added since too.
set -eu
: "${REDISCLI_AUTH:=${REDIS_PASSWORD:-${VALKEY_PASSWORD:-}}}"
if [ -n "$REDISCLI_AUTH" ]; then export REDISCLI_AUTH; else unset REDISCLI_AUTH; fi
cli=$(command -v redis-cli || command -v valkey-cli)
server=$(command -v redis-server || command -v valkey-server)
dir=$(mktemp -d)
second=
undo() {
    "$cli" REPLICAOF NO ONE >/dev/null 2>&1 || true
    if [ -n "$second" ]; then kill "$second" 2>/dev/null || true; wait "$second" 2>/dev/null || true; fi
    rm -rf "$dir"
}
trap undo EXIT
cat >"$dir/dump.rdb"

# It answers nobody but this container.
there() { env -u REDISCLI_AUTH "$cli" -h 127.0.0.1 -p "$port" "$@"; }
ready=
for port in 36379 36479 36579; do
    "$server" --dir "$dir" --dbfilename dump.rdb --bind 127.0.0.1 --port "$port" \
        --save '' --appendonly no --daemonize no --repl-diskless-sync-delay 0 >"$dir/log" 2>&1 &
    second=$!
    while kill -0 "$second" 2>/dev/null; do
        if [ "$(there PING 2>/dev/null)" = PONG ] && grep -q 'Ready to accept' "$dir/log"; then
            ready=yes
            break
        fi
        sleep 0.2
    done
    if [ -n "$ready" ]; then break; fi
    wait "$second" 2>/dev/null || true
    second=
done
if [ -z "$ready" ]; then tail -n 5 "$dir/log" >&2; exit 1; fi

said=$("$cli" REPLICAOF 127.0.0.1 "$port")
if [ "$said" != OK ]; then echo "REPLICAOF: $said" >&2; exit 1; fi
while kill -0 "$second" 2>/dev/null; do
    state=$("$cli" INFO replication)
    case $state in
    *master_link_status:up*)
        [ "$("$cli" REPLICAOF NO ONE)" = OK ]
        exit 0
        ;;
    esac
    sleep 0.2
done
echo "the server that the dump was loaded into has ended" >&2
exit 1
