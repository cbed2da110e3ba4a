#!/bin/sh
# A throw-away PostgreSQL on the loopback interface, for tests alone: no password, no fsync, its data in a cache folder.
#
#   eval "$(scripts/postgres.sh)"    starts it, unless it runs already, and sets TEST_DATABASE_URL
#   scripts/postgres.sh stop         stops it and removes its data
set -eu

home="${JALON_POSTGRES_HOME:-/tmp/jalon-postgres-$(id -u)}"
data="$home/data"
say() { echo "postgres.sh: $*" >&2; }

# Debian keeps the server's programs out of PATH, one folder per version; the newest serves.
find_server() {
    programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    if [ -z "$programs" ] && command -v initdb >/dev/null; then programs=$(dirname "$(command -v initdb)"); fi
    [ -n "$programs" ] && [ -x "$programs/initdb" ]
}

# The server refuses to run as root.
as_server() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=postgres --regid=postgres --init-groups env HOME="$home" "$@"
    else
        "$@"
    fi
}

if ! find_server; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        say "no PostgreSQL server found; install one (Debian and Ubuntu: apt-get install postgresql) and try again"
        exit 1
    fi
    say "installing PostgreSQL"
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql; } >&2
    find_server || { say "the package postgresql brought no server"; exit 1; }
fi

if [ "${1:-start}" = stop ]; then
    if [ -d "$data" ]; then as_server "$programs/pg_ctl" -D "$data" -m immediate stop >&2 || true; fi
    rm -rf "$home"
    exit 0
fi

if ! { [ -f "$data/PG_VERSION" ] && as_server "$programs/pg_ctl" -D "$data" status >/dev/null 2>&1; }; then
    if [ "$(id -u)" = 0 ] && ! id postgres >/dev/null 2>&1; then useradd --system --no-create-home postgres; fi
    rm -rf "$home"
    mkdir -p "$home"
    if [ "$(id -u)" = 0 ]; then chown postgres: "$home"; fi
    chmod 700 "$home"
    as_server "$programs/initdb" -D "$data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    echo "$port" >"$home/port"
    options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=300"
    options="$options -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    as_server "$programs/pg_ctl" -D "$data" -l "$home/log" -w -o "$options" start >&2
fi
echo "export TEST_DATABASE_URL=postgres://postgres@127.0.0.1:$(cat "$home/port")/postgres"
