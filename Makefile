# make          the demonstration
# make test     every check
# make help     the rest

MAKEFLAGS += --no-print-directory
.NOTPARALLEL:
.DEFAULT_GOAL := run

# Outside the tree, so that several checkouts share what was compiled.
CARGO_TARGET_DIR ?= $(HOME)/.cache/jalon/target
JALON_TOOLS      ?= $(HOME)/.cache/jalon/tools
DATA_DIR         ?= var/demo
LISTEN           ?= 127.0.0.1:8080

export CARGO_TARGET_DIR JALON_TOOLS
export PATH := $(JALON_TOOLS)/bin:$(PATH):$(HOME)/.cargo/bin

JALON  := $(abspath $(CARGO_TARGET_DIR))/debug/jalon
STYLE  := assets/dist/jalon.css
NPM_CI := npm ci --loglevel=error >/dev/null
# An example is made with the program: as soon as one target needs what tests need, cargo gives dependencies the features that
# they have in tests, and `make test` finds them compiled.
PROGRAM := --workspace --bins --example tabulate
# A terminal shows how far the compiler is; a log does not need it.
QUIET  := $(shell [ -t 2 ] || echo --quiet)

.PHONY: cluster test-cluster run build release assets test format boundaries lint tests catalogues licences browser doc bench clean-demo help

run: build ## the demonstration at http://127.0.0.1:8080 (LISTEN=address, DATA_DIR=folder)
	@exec "$(JALON)" demo --data-dir "$(DATA_DIR)" --listen "$(LISTEN)"

build: assets ## the program, as run and test use it
	@scripts/need.sh build
	@echo "build: compiling (the first time takes some 25 minutes on two cores)"
	@cargo build $(QUIET) $(PROGRAM)

release: assets ## the program, optimised, for an installation
	@scripts/need.sh build
	@echo "release: compiling (the first time takes some 45 minutes on two cores)"
	@cargo build $(QUIET) --release --locked --package jalon
	@echo "release: $(CARGO_TARGET_DIR)/release/jalon"

cluster: ## the program that counts on several machines (docs/statistics.md)
	@scripts/need.sh build
	@echo "cluster: compiling, optimised (DataFusion is large)"
	@cd cluster && cargo build $(QUIET) --release --locked
	@echo "cluster: $(CARGO_TARGET_DIR)/release/jalon-cluster"

assets: $(STYLE) ## style sheet, script and fonts

$(STYLE): assets/package.json assets/package-lock.json assets/build.mjs $(shell find assets/src -type f)
	@scripts/need.sh build
	@echo "assets: building"
	@if [ ! -d assets/node_modules ] || [ assets/package-lock.json -nt assets/node_modules ]; then \
		(cd assets && $(NPM_CI)) && touch assets/node_modules; fi
	@cd assets && npm run --silent build
	@touch $@

# The parts of `make test`, the quick ones first. The first that fails ends it.
test: assets format boundaries lint tests catalogues licences browser ## every check, stopping at the first that fails
	@echo "test: everything passed"

format: ## Rust is formatted
	@echo "format: cargo fmt --check"
	@scripts/need.sh check
	@cargo fmt --all --check

boundaries: ## no crate depends on what it must not
	@echo "boundaries: who depends on what"
	@scripts/boundaries.sh

lint: assets ## clippy, warnings are errors
	@echo "lint: cargo clippy"
	@scripts/need.sh build
	@scripts/need.sh check
	@cargo clippy $(QUIET) --locked --workspace --all-targets -- -D warnings

tests: assets ## unit, storage (SQLite and PostgreSQL), web and command line tests
	@echo "tests: cargo test, with a PostgreSQL of its own"
	@scripts/need.sh build
	@scripts/need.sh tests
	@scripts/tests.sh --locked

catalogues: build ## frameworks and crosswalks have no fault
	@echo "catalogues: jalon catalog check"
	@"$(JALON)" catalog check catalogues

test-cluster: ## counting on several machines: format, clippy, licences, the same tables as on one
	@echo "test-cluster: a scheduler and executors on this machine"
	@scripts/need.sh build
	@scripts/need.sh check
	@scripts/need.sh cargo-deny
	@cd cluster && cargo fmt --check
	@cd cluster && cargo deny --locked --log-level error check licenses bans sources
	@scripts/advisories.sh cluster
	@cd cluster && cargo clippy $(QUIET) --locked --all-targets -- -D warnings
	@cd cluster && cargo test --quiet --locked

licences: ## licences, sources and known vulnerabilities of what we build from
	@echo "licences: cargo deny"
	@scripts/need.sh cargo-deny
	@cargo deny --locked --log-level error check licenses bans sources
	@scripts/advisories.sh

browser: build ## the journeys, in a browser
	@echo "browser: the journeys in Chromium"
	@[ -f e2e/package.json ] || { echo "browser: e2e/package.json is absent, the journeys cannot be run" >&2; exit 1; }
	@scripts/need.sh chromium >/dev/null
	@if [ ! -d e2e/node_modules ] || [ e2e/package-lock.json -nt e2e/node_modules ]; then \
		(cd e2e && PUPPETEER_SKIP_DOWNLOAD=1 PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 $(NPM_CI)) && touch e2e/node_modules; fi
	@CHROMIUM="$$(scripts/need.sh chromium)" && export CHROMIUM JALON_BIN="$(JALON)" && cd e2e && npm test --silent

doc: assets ## the documentation of the code
	@echo "doc: cargo doc"
	@cargo doc --quiet --workspace --no-deps --document-private-items
	@echo "doc: $(CARGO_TARGET_DIR)/doc/jalon_domain/index.html"

bench: build ## benchmarks, on the build that run and test use
	@cargo bench $(QUIET) --workspace --exclude jalon-disclosure --profile dev --bench '*'
	@benches/load.py "$(JALON)"
	@benches/peers.sh
	@benches/statistics.sh
	@benches/microdata.sh
	@benches/disclosure.sh

clean-demo: ## forget the demonstration in var/demo
	@echo "clean-demo: removing var/demo"
	@rm -rf var/demo

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
