# make run     sets up what is missing and starts Intersession with a demo clinic     PORT, DATA_DIR, DATABASE_URL
# make test    every test: Python, TypeScript, browsers
# make check   lint, format, types, import contract, stale generated files            make check test is what CI runs
# make bench   the speed figures
# make eval-crisis   how well the crisis screen finds danger, against labelled texts     TEXTS
# make test-pgbouncer   the tests of database and worker once more, through PgBouncer in transaction mode
# make format  puts code into its form       make lock, make types   write generated files anew
#
# Set-up is a chain of files: each is made again only when what it was made from is newer.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: run test test-pgbouncer check bench eval-crisis format lock types programs

export PATH := $(CURDIR)/.venv/bin:$(PATH)

venv := .venv/.made
packages := .venv/.packages
dev_packages := .venv/.dev-packages
node_packages := pwa/node_modules/.made
front_end := pwa/dist/.made

front_end_sources := $(shell find pwa -path pwa/node_modules -prune -o -path pwa/dist -prune -o -path pwa/test -prune -o -type f -print) \
	$(shell find clinical -name '*.json' -o -name 'phrases.*.txt')

run: $(packages) $(front_end)
	@exec intersession run

test: $(dev_packages) $(front_end) programs
	pytest -n 2
	cd pwa && npm test

test-pgbouncer: $(dev_packages)
	command -v pgbouncer >/dev/null || apt-get install -y --no-install-recommends pgbouncer
	PYTHONPATH=. python tools/through_pgbouncer.py tests/db tests/notifications --ignore tests/db/test_embedded.py

check: $(dev_packages) $(node_packages)
	ruff check .
	ruff format --check .
	basedpyright
	lint-imports --no-cache
	python tools/lock.py --check
	tools/api_types.sh --check
	cd pwa && npm run --silent types && npm run --silent lint

bench: $(dev_packages) $(front_end)
	python -m bench

eval-crisis: $(dev_packages) $(node_packages)
	python -m tools.eval_crisis

format: $(dev_packages) $(node_packages)
	ruff check --fix-only .
	ruff format .
	cd pwa && npx biome check --write src

# UPGRADE=--upgrade takes the newest versions; without it only what pyproject.toml asks for changes.
lock: $(venv)
	command -v uv >/dev/null || pip install --quiet --require-hashes --no-build-isolation -r requirements-dev.lock
	python tools/lock.py $(UPGRADE)
	cd pwa && npm install --package-lock-only --omit-lockfile-registry-resolved

types: $(dev_packages) $(node_packages)
	tools/api_types.sh

programs:
	@tools/test_programs.sh

$(venv): requirements-build.lock
	@echo "Setting up Python in .venv"
	@tools/venv.sh
	@touch $@

$(packages): $(venv) requirements.lock pyproject.toml
	@echo "Installing Python packages (the first time a minute or two)"
	@tools/pip_install.sh requirements.lock
	@touch $@

$(dev_packages): $(venv) requirements-dev.lock requirements.lock pyproject.toml
	@echo "Installing Python packages for tests and checks (the first time two or three minutes)"
	@tools/pip_install.sh requirements-dev.lock
	@touch $(packages) $@

# Not `npm ci`: it refuses a lock without the optional binaries of every platform, and not every registry has them all.
# What the lock names is taken as it says, by hash; `make check` sees to it that package.json asks for nothing else.
$(node_packages): pwa/package-lock.json pwa/package.json | $(packages)
	@echo "Installing front-end packages"
	@cd pwa && npm install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(front_end): $(node_packages) $(front_end_sources)
	@echo "Building the front end"
	@cd pwa && npx --no-install vite build --logLevel=warn
	@touch $@
