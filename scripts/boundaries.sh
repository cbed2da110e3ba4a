#!/bin/sh
# Refuses a dependency that a crate must not have. The reasons are in docs/decisions/0001-shape.md.
set -eu
cd "$(dirname "$0")/.."
faults=0

# tree CRATE [OPTION...]: the names of what it is built from
tree() {
    crate="$1"
    shift
    listed=$(cargo tree --quiet --package "$crate" --edges normal --prefix none --format '{p}' "$@") || exit 1
    echo "$listed" | cut -d ' ' -f 1 | sort -u
}

# never CRATE NAMES [OPTION...]
never() {
    crate="$1"
    forbidden="$2"
    shift 2
    names=$(tree "$crate" "$@")
    for name in $forbidden; do
        if echo "$names" | grep -qxF "$name"; then
            echo "boundaries.sh: $crate must not depend on $name" >&2
            if [ $# = 0 ]; then cargo tree --quiet --package "$crate" --edges normal --invert "$name" --depth 3 >&2 || true; fi
            faults=$((faults + 1))
        fi
    done
}

never jalon-domain "tokio async-std sea-orm sqlx axum hyper typst datafusion cedar-policy jalon-storage jalon-publish jalon-app jalon-web"
never jalon-storage "axum cedar-policy typst jalon-publish jalon-app jalon-web"
never jalon-publish "axum sea-orm sqlx tokio cedar-policy jalon-storage jalon-app jalon-web"
never jalon-stats "axum sea-orm sqlx cedar-policy typst jalon-storage jalon-publish jalon-app jalon-web"
# A table in, a judged table out: what it does not depend on it cannot leak to.
never jalon-disclosure "tokio axum sea-orm sqlx cedar-policy typst arrow parquet datafusion jalon-domain jalon-storage jalon-stats jalon-publish jalon-app jalon-web"
never jalon-app "axum jalon-web"
# The distributed engine is a program of its own, so that nobody compiles it who does not need it.
never jalon "datafusion ballista-core jalon-cluster"
# What the web reaches, it reaches through use cases.
never jalon-web "jalon-storage jalon-publish sea-orm sqlx cedar-policy typst object_store" --depth 1

[ "$faults" = 0 ]
