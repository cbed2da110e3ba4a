#!/bin/sh
# All tests of the workspace, on SQLite and on a PostgreSQL of their own that goes when they end.
#   scripts/tests.sh [ARGUMENT...]    the arguments go to cargo test
set -eu
cd "$(dirname "$0")/.."
JALON_POSTGRES_HOME=$(mktemp -d /tmp/jalon-postgres-XXXXXX)
export JALON_POSTGRES_HOME
log="$JALON_POSTGRES_HOME.log"
stop() {
    scripts/postgres.sh stop >/dev/null 2>&1 || true
    rm -f "$log"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
environment=$(scripts/postgres.sh 2>"$log") || { cat "$log" >&2; exit 1; }
eval "$environment"
REQUIRE_POSTGRES=1 cargo test --quiet --workspace "$@"
