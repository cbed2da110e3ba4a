#!/bin/bash
# Jalon beside programs that do one of its jobs and nothing else, on this machine, in one run:
#   nginx      sends the same page from a file that is already written
#   WeasyPrint makes a PDF of the same report from its web page
# Needs nginx, wrk and a Python with venv; what is missing is named. Prints one line per measurement, for docs/performance.md.
set -euo pipefail
cd "$(dirname "$0")/.."

jalon=${JALON_BIN:-${CARGO_TARGET_DIR:-$HOME/.cache/jalon/target}/debug/jalon}
tools=${JALON_TOOLS:-$HOME/.cache/jalon/tools}
seconds=${SECONDS_EACH:-5}
folder=$(mktemp -d)
# The peer serves as another user when this runs as root.
chmod 755 "$folder"
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$folder"' EXIT

need() { command -v "$1" >/dev/null 2>&1 || { echo "peers.sh: $1 is missing; on Debian: apt-get install $2" >&2; exit 2; }; }
need wrk wrk; need nginx nginx-light; need python3 python3-venv; need curl curl
[ -x "$jalon" ] || { echo "peers.sh: no program at $jalon; run make build" >&2; exit 2; }
if [ ! -x "$tools/weasyprint/bin/weasyprint" ]; then
    python3 -m venv "$tools/weasyprint"
    "$tools/weasyprint/bin/pip" install --quiet weasyprint
fi

"$jalon" demo --data-dir "$folder/data" --listen 127.0.0.1:8197 >"$folder/log" 2>&1 &
answers() { for _ in $(seq 150); do curl -sf "$1" >/dev/null && return; sleep 0.2; done; echo "peers.sh: nothing answers at $1" >&2; exit 2; }
answers http://127.0.0.1:8197/health

# The same page, once from Jalon, once as a file.
page=/fr/profiles/montreal-igm-2019
mkdir -p "$folder/www"
curl -s "http://127.0.0.1:8197$page" >"$folder/www/index.html"
cat >"$folder/nginx.conf" <<CONF
worker_processes auto; pid $folder/nginx.pid; error_log $folder/nginx.log; daemon off;
events { worker_connections 1024; }
http { access_log off; types { text/html html; } server { listen 127.0.0.1:8196; root $folder/www; } }
CONF
nginx -c "$folder/nginx.conf" -e "$folder/nginx.log" &
answers http://127.0.0.1:8196/
load() { wrk -t1 -c16 -d"${seconds}s" --latency "$1" | awk '/Requests\/sec/ { print $2 }'; }
mine=$(load "http://127.0.0.1:8197$page")
peer=$(load "http://127.0.0.1:8196/")
bytes=$(stat -c %s "$folder/www/index.html")
awk -v a="$mine" -v b="$peer" -v s="$bytes" 'BEGIN { printf "profile page, %d bytes: Jalon %.0f/s, nginx from a file %.0f/s, ratio %.2f\n", s, a, b, a / b }'

# The same report: from the database to PDF/UA, and from its finished web page to an untagged PDF. Each starts anew, five times.
"$jalon" report montreal-igm-2019 --data-dir "$folder/data" --lang fr --format html --output "$folder/report.html"
clock() {
    for _ in 1 2 3 4 5; do
        local start; start=$(date +%s%N)
        "$@" >/dev/null 2>&1
        echo $((($(date +%s%N) - start) / 1000000))
    done | sort -n | sed -n 3p
}
mine=$(clock "$jalon" report montreal-igm-2019 --data-dir "$folder/data" --lang fr --format pdf --output "$folder/jalon.pdf")
peer=$(clock "$tools/weasyprint/bin/weasyprint" "$folder/report.html" "$folder/peer.pdf")
awk -v a="$mine" -v b="$peer" 'BEGIN { printf "report as PDF, median of five: Jalon %d ms, WeasyPrint %d ms, ratio %.2f\n", a, b, a / b }'
