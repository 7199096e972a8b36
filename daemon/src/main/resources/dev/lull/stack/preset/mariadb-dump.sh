# All databases with users, routines, events and triggers, as SQL.
set -eu
file=${MARIADB_ROOT_PASSWORD_FILE:-${MYSQL_ROOT_PASSWORD_FILE:-}}
MYSQL_PWD=${MARIADB_ROOT_PASSWORD:-${MYSQL_ROOT_PASSWORD:-}}
if [ -n "$file" ]; then MYSQL_PWD=$(cat "$file"); fi
export MYSQL_PWD
dump=$(command -v mariadb-dump || command -v mysqldump)
exec "$dump" --user=root --all-databases --single-transaction --quick --hex-blob \
    --routines --events --triggers --flush-privileges --skip-dump-date
