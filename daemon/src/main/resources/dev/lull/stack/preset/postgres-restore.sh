# Everything that is there now goes, what was added since too; then the dump comes.
set -eu
command -v awk >/dev/null || { echo "there is no awk in the image" >&2; exit 1; }
user=${POSTGRES_USER:-${POSTGRESQL_USERNAME:-postgres}}
file=${POSTGRES_PASSWORD_FILE:-${POSTGRESQL_PASSWORD_FILE:-}}
PGPASSWORD=${POSTGRES_PASSWORD:-${POSTGRESQL_PASSWORD:-}}
if [ -n "$file" ]; then PGPASSWORD=$(cat "$file"); fi
export PGPASSWORD

# A server that is made anew answers on its socket before it is ready, on TCP when it is.
tries=0
until pg_isready --quiet --host=127.0.0.1 || [ "$tries" -ge 60 ]; do
    tries=$((tries + 1))
    sleep 1
done

sql() {
    database=$1
    shift
    psql --no-psqlrc --quiet --no-password --username="$user" --dbname="$database" \
        --set=ON_ERROR_STOP=1 --set=VERBOSITY=terse --output=/dev/null "$@"
}

# What databases lie in, one is recreated from within another. A pattern is quoted by format().
sql template1 <<'SQL'
SET client_min_messages = error;
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE pid <> pg_backend_pid() AND datname IS NOT NULL;
UPDATE pg_database SET datistemplate = false
 WHERE datistemplate AND datname NOT IN ('template0', 'template1');
SELECT format('DROP DATABASE %I%s', datname,
       CASE WHEN current_setting('server_version_num')::int >= 130000 THEN ' WITH (FORCE)' ELSE '' END)
  FROM pg_database WHERE datname NOT IN ('template0', 'template1')
\gexec
CREATE DATABASE postgres WITH TEMPLATE template0;
SQL
sql postgres <<'SQL'
SET client_min_messages = error;
UPDATE pg_database SET datistemplate = false WHERE datname = 'template1';
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE pid <> pg_backend_pid() AND datname = 'template1';
DROP DATABASE template1;
CREATE DATABASE template1 WITH TEMPLATE template0 IS_TEMPLATE true;
SELECT format('DROP TABLESPACE %I', spcname) FROM pg_tablespace WHERE spcname !~ '^pg_'
\gexec
SELECT format('DROP OWNED BY %1$I; DROP ROLE %1$I', rolname) FROM pg_roles
 WHERE oid <> 10 AND rolname <> current_user AND rolname !~ '^pg_'
\gexec
ALTER ROLE CURRENT_USER RESET ALL;
SQL

# Neither this user nor the first one of all can be dropped and made again.
kept=$(psql --no-psqlrc --quiet --no-password --username="$user" --dbname=postgres --tuples-only \
    --no-align --command="SELECT quote_ident(rolname) FROM pg_roles
      WHERE oid = 10 OR rolname = current_user")
export kept
awk '
    BEGIN {
        count = split(ENVIRON["kept"], roles, "\n")
        for (i = 1; i <= count; i++) {
            skip["DROP ROLE IF EXISTS " roles[i] ";"]
            skip["CREATE ROLE " roles[i] ";"]
        }
    }
    /^\\connect / { past = 1 }
    past || !($0 in skip)
' | sql postgres
