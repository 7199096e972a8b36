# Databases that are there now go, what was added since too; then the dump comes.
set -eu
file=${MARIADB_ROOT_PASSWORD_FILE:-${MYSQL_ROOT_PASSWORD_FILE:-}}
MYSQL_PWD=${MARIADB_ROOT_PASSWORD:-${MYSQL_ROOT_PASSWORD:-}}
if [ -n "$file" ]; then MYSQL_PWD=$(cat "$file"); fi
export MYSQL_PWD
client=$(command -v mariadb || command -v mysql)
admin=$(command -v mariadb-admin || command -v mysqladmin)

# A server that is made anew answers on its socket before it is ready, on TCP when it is.
tries=0
until "$admin" --protocol=tcp --host=127.0.0.1 --user=root ping >/dev/null 2>&1 \
    || [ "$tries" -ge 60 ]; do
    tries=$((tries + 1))
    sleep 1
done

drops=$("$client" --user=root --batch --skip-column-names --raw --execute="
    SELECT CONCAT('DROP DATABASE \`', REPLACE(schema_name, '\`', '\`\`'), '\`;')
      FROM information_schema.schemata WHERE schema_name
       NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')")
printf 'SET foreign_key_checks = 0;\n%s\n' "$drops" | "$client" --user=root
exec "$client" --user=root --binary-mode
