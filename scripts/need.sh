#!/bin/sh
# Sees that what a part of the build needs is there. As root on Debian or Ubuntu it installs what is missing; elsewhere it names it and the remedy.
#
#   scripts/need.sh build       Rust, Node, a C and C++ compiler, CMake, libclang, pkg-config
#   scripts/need.sh check       rustfmt and clippy
#   scripts/need.sh tests       what scripts/postgres.sh uses (it brings the server itself)
#   scripts/need.sh chromium    a browser; prints its path
#   scripts/need.sh cargo-deny  the licence checker, into $JALON_TOOLS
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
    cargo-deny)
        JALON_TOOLS="${JALON_TOOLS:-$HOME/.cache/jalon/tools}"
        cargo_deny
        ;;
    *) fail "unknown part: $1" "build, check, tests, chromium or cargo-deny" ;;
esac
