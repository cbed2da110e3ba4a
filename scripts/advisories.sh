#!/bin/sh
# Known vulnerabilities in what we are built from, or what the folder that is named is. Their database lives elsewhere: when it cannot be reached this says so and passes.
set -eu
cd "$(dirname "$0")/../${1:-.}"
export GIT_TERMINAL_PROMPT=0
if timeout 30 cargo deny fetch db >/dev/null 2>&1 </dev/null; then
    exec cargo deny --log-level error check --disable-fetch --hide-inclusion-graph advisories
fi
echo "advisories skipped: their database cannot be reached"
