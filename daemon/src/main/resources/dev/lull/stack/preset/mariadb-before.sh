# What is in memory goes into the files, as far as it does while the server runs.
set -eu
file=${MARIADB_ROOT_PASSWORD_FILE:-${MYSQL_ROOT_PASSWORD_FILE:-}}
MYSQL_PWD=${MARIADB_ROOT_PASSWORD:-${MYSQL_ROOT_PASSWORD:-}}
if [ -n "$file" ]; then MYSQL_PWD=$(cat "$file"); fi
export MYSQL_PWD
client=$(command -v mariadb || command -v mysql)
exec "$client" --user=root --execute='FLUSH TABLES; FLUSH LOGS'
