#!/usr/bin/env bash
# Installs one hash-locked list of packages into .venv, a line for each, and Intersession itself as an editable package.
set -euo pipefail
cd "$(dirname "$0")/.."

# Without isolation a package that has no wheel is built with the locked setuptools, not with whatever is newest.
.venv/bin/pip install --disable-pip-version-check --require-hashes --no-build-isolation --progress-bar off -r "$1" |
    sed -nu -e 's/^Collecting \([^ ]*\).*/  \1/p' -e 's/^Installing collected.*/  installing/p'

log=.venv/editable.log # setuptools has much to say about a flat layout
if ! .venv/bin/pip install --disable-pip-version-check --no-deps --no-build-isolation --editable . >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
