#!/usr/bin/env bash
# Makes .venv with the pip and setuptools of requirements-build.lock, from any Python from 3.11 on that has pip.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=${PATH#"$PWD/.venv/bin:"} # the Makefile puts it first, and a half-made one is no help in making it

for python in python3.11 python3.12 python3.13 python3.14 python3 none; do
    if "$python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi
done
if [ "$python" = none ]; then
    echo "Python 3.11 or newer with pip is needed (on Debian: apt install python3-pip)." >&2
    exit 1
fi

# Debian keeps what gives a new environment its pip in a package of its own; the pip outside can do that job.
"$python" -m venv --without-pip .venv
"$python" -m pip --python .venv/bin/python install --quiet --disable-pip-version-check \
    --require-hashes -r requirements-build.lock
