#!/bin/sh
# Sees that what a part of the build needs is there. As root on Debian or Ubuntu it installs what is missing; elsewhere it names it and the remedy.
#
#   scripts/need.sh build       Rust, Node, a C and C++ compiler, CMake, libclang, pkg-config
#   scripts/need.sh check       rustfmt and clippy
#   scripts/need.sh tests       what scripts/postgres.sh uses (it brings the server itself)
#   scripts/need.sh chromium    a browser; prints its path
#   scripts/need.sh cargo-deny  the licence checker, into $JALON_TOOLS
#   scripts/need.sh statistics  Python with the published cell key package, into $JALON_TOOLS; prints its path
#   scripts/need.sh peers       Python with what the benchmarks of statistics are measured beside; prints its path
#   scripts/need.sh ipumspy     sample extracts with their codebooks, into $JALON_TOOLS; prints their folder
set -eu
cd "$(dirname "$0")/.."

say() { echo "need.sh: $*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }
fail() { say "$1"; say "remedy: $2"; exit 1; }

# install PACKAGE...: by apt-get when that is possible; its output is shown only when it fails.
install() {
    if [ "$(id -u)" != 0 ] || ! have apt-get; then
        fail "missing: $*" "install it; on Debian and Ubuntu: sudo apt-get install $*"
    fi
    say "installing $*"
    log=$(mktemp)
    # Tests that start together come here together, and apt-get takes one at a time.
    if have flock; then
        exec 9>"${TMPDIR:-/tmp}/jalon-need.lock"
        flock 9
    fi
    if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        rm -f "$log"
        fail "apt-get could not install $*" "see its messages above"
    fi
    rm -f "$log"
}

# at_least WANTED FOUND
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

build() {
    rust=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    have cargo || fail "Rust is missing" "install $rust or newer, from https://rustup.rs"
    found=$(rustc --version | cut -d ' ' -f 2)
    at_least "$rust" "$found" || fail "Rust $found is too old, $rust is needed" "rustup update stable"
    have node && have npm || fail "Node is missing" "install Node 20 or newer with npm, from https://nodejs.org"
    found=$(node --version | tr -d v)
    at_least 20 "$found" || fail "Node $found is too old, 20 is needed" "install a newer one, from https://nodejs.org"
    # ring, SQLite and the allocator are compiled from C.
    missing=""
    have cc && printf '#include <stdlib.h>\n' | cc -E - >/dev/null 2>&1 || missing="$missing gcc libc6-dev"
    have pkg-config || missing="$missing pkg-config"
    # The solver HiGHS is compiled from C++ by CMake, and its interface is read by libclang.
    have c++ || missing="$missing g++"
    have cmake || missing="$missing cmake make"
    libclang || missing="$missing libclang-dev"
    # shellcheck disable=SC2086 # a list of package names
    [ -z "$missing" ] || install $missing
}

# Where the crate clang-sys looks for it, with the compiler's own headers, which come in the same package.
libclang() {
    for folder in "${LIBCLANG_PATH:-/nowhere}" /usr/lib /usr/lib64 /usr/local/lib /usr/lib/*-linux-gnu /usr/lib/llvm*/lib; do
        for file in "$folder"/libclang.so "$folder"/libclang-*.so "$folder"/libclang.so.* "$folder"/libclang-*.so.*; do
            [ -e "$file" ] && [ -n "$(find /usr/lib /usr/local/lib -path '*clang*/include/stddef.h' -print -quit 2>/dev/null)" ] && return
        done
    done
    return 1
}

component() {
    cargo "$1" --version >/dev/null 2>&1 && return
    have rustup || fail "cargo $1 is missing" "install the package of your system that has it, or use rustup"
    say "installing the Rust component $2"
    rustup --quiet component add "$2" >&2
}

browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if have "$name"; then command -v "$name"; return; fi
    done
    return 1
}

cargo_deny() {
    if have cargo-deny || [ -x "$JALON_TOOLS/bin/cargo-deny" ]; then return; fi
    say "compiling cargo-deny, once (a minute or some)"
    # Without optimisation: it is compiled in a fraction of the time, and reads this workspace in three seconds.
    log=$(mktemp)
    if ! CARGO_TARGET_DIR="$JALON_TOOLS/target" CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=0 \
        cargo install cargo-deny --locked --debug --root "$JALON_TOOLS" >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        rm -f "$log"
        fail "cargo-deny could not be installed" "see the messages above"
    fi
    rm -rf "$log" "$JALON_TOOLS/target"
}

# python_with FOLDER PACKAGE...: a virtual environment with just these; prints its interpreter.
python_with() {
    folder="$JALON_TOOLS/$1"
    shift
    wanted=$(printf '%s\n' "$@")
    if [ "$(cat "$folder/installed" 2>/dev/null)" != "$wanted" ]; then
        have python3 || install python3 python3-venv
        python3 -c 'import venv, ensurepip' 2>/dev/null || install python3-venv
        say "installing $* for Python, once"
        log=$(mktemp)
        mkdir -p "$JALON_TOOLS"
        # Beside its place first: tests that start together must not see half of it.
        if ! { rm -rf "$folder.$$" && python3 -m venv "$folder.$$" && "$folder.$$/bin/python" -m pip install --quiet "$@"; } >"$log" 2>&1 </dev/null; then
            cat "$log" >&2
            rm -rf "$log" "$folder.$$"
            fail "pip could not install $*" "see its messages above"
        fi
        printf '%s\n' "$@" >"$folder.$$/installed"
        rm -rf "$log" "$folder"
        mv "$folder.$$" "$folder"
    fi
    echo "$folder/bin/python"
}

JALON_TOOLS="${JALON_TOOLS:-$HOME/.cache/jalon/tools}"
# Sample extracts of IPUMS come inside the source package of a Python library. Only the archive's tests are unpacked; nothing of it is run.
ipumspy() {
    version=0.9.0
    folder="$JALON_TOOLS/ipumspy-$version"
    if [ ! -d "$folder/tests/fixtures" ]; then
        have python3 || install python3 >&2
        # Debian's Python has no pip of its own.
        python3 -c 'import venv, ensurepip' 2>/dev/null || install python3-venv >&2
        mkdir -p "$JALON_TOOLS"
        work=$(mktemp -d "$JALON_TOOLS/.ipumspy-XXXXXX")
        log="$work/log"
        if ! python3 -m venv "$work/venv" >"$log" 2>&1 \
            || ! "$work/venv/bin/pip" download --quiet --no-deps --no-binary ipumspy --dest "$work" "ipumspy==$version" >>"$log" 2>&1 \
            || ! tar -xzf "$work/ipumspy-$version.tar.gz" -C "$work" "ipumspy-$version/tests/fixtures" >>"$log" 2>&1; then
            cat "$log" >&2
            rm -rf "$work"
            fail "ipumspy $version could not be fetched" "see the messages above"
        fi
        # Two tests may come here at once: the first to finish wins.
        mv -T "$work/ipumspy-$version" "$folder" 2>/dev/null || [ -d "$folder/tests/fixtures" ]
        rm -rf "$work"
    fi
    echo "$folder/tests/fixtures"
}

case "${1:-build}" in
    build) build ;;
    check) component fmt rustfmt; component clippy clippy ;;
    tests)
        missing=""
        have python3 || missing="$missing python3"
        have setpriv || missing="$missing util-linux"
        # shellcheck disable=SC2086 # a list of package names
        [ -z "$missing" ] || install $missing
        ;;
    chromium)
        if ! browser >/dev/null; then install chromium fonts-noto-core; fi
        browser || fail "no Chromium found after its installation" "put chromium on PATH"
        ;;
    cargo-deny) cargo_deny ;;
    statistics) python_with statistics cell-key-perturbation==3.1.0 pandas ;;
    peers) python_with statistics-peers duckdb==2.0.0 polars==2.1.0 pyarrow cell-key-perturbation==3.1.0 pandas ;;
    ipumspy) ipumspy ;;
    *) fail "unknown part: $1" "build, check, tests, chromium, cargo-deny, statistics, peers or ipumspy" ;;
esac
