# All databases, roles and tablespaces, as SQL.
set -eu
user=${POSTGRES_USER:-${POSTGRESQL_USERNAME:-postgres}}
file=${POSTGRES_PASSWORD_FILE:-${POSTGRESQL_PASSWORD_FILE:-}}
PGPASSWORD=${POSTGRES_PASSWORD:-${POSTGRESQL_PASSWORD:-}}
if [ -n "$file" ]; then PGPASSWORD=$(cat "$file"); fi
export PGPASSWORD
exec pg_dumpall --username="$user" --no-password --clean --if-exists
