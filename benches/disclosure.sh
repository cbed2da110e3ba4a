#!/bin/sh
# Suppression and audit of generated tables beside Tau-Argus (Python package pytauargus, with its open solver).
# Prints figures for docs/performance.md. Takes up to an hour on two cores; ONLY=3d_6552 takes one table.
set -eu
cd "$(dirname "$0")/.."

tools=${JALON_TOOLS:-$HOME/.cache/jalon/tools}
command -v python3 >/dev/null 2>&1 || { echo "disclosure.sh: python3 is missing; on Debian: apt-get install python3 python3-venv" >&2; exit 2; }
if ! "$tools/pytauargus/bin/python" -c 'import pytauargus' 2>/dev/null; then
    python3 -m venv "$tools/pytauargus"
    "$tools/pytauargus/bin/pip" install --quiet 'pytauargus==0.6.0'
fi
TAU_ARGUS="$tools/pytauargus/bin/python" exec cargo bench --quiet --workspace --profile dev --bench disclosure
