# Redis's own check, which wants a file.
set -eu
check=$(command -v redis-check-rdb || command -v valkey-check-rdb)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cat >"$dir/dump.rdb"
"$check" "$dir/dump.rdb" >"$dir/said" || { tail -n 5 "$dir/said" >&2; exit 1; }
