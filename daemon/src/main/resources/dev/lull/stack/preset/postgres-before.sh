# What is in memory goes into the files.
set -eu
user=${POSTGRES_USER:-${POSTGRESQL_USERNAME:-postgres}}
file=${POSTGRES_PASSWORD_FILE:-${POSTGRESQL_PASSWORD_FILE:-}}
PGPASSWORD=${POSTGRES_PASSWORD:-${POSTGRESQL_PASSWORD:-}}
if [ -n "$file" ]; then PGPASSWORD=$(cat "$file"); fi
export PGPASSWORD
exec psql --no-psqlrc --quiet --no-password --username="$user" --dbname=template1 --command=CHECKPOINT
