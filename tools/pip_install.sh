#!/usr/bin/env bash
# Installs one hash-locked list of packages into .venv, a line for each, and Intersession itself as an editable package.
set -euo pipefail
cd "$(dirname "$0")/.."

# Without isolation a package that has no wheel is built with the locked setuptools, not with whatever is newest.
.venv/bin/pip install --disable-pip-version-check --require-hashes --no-build-isolation --progress-bar off -r "$1" |
    { grep --line-buffered -E '^(Collecting|Installing|Successfully)' || true; } | cut -c 1-110
.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
