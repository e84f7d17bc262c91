#!/usr/bin/env bash
# The programs that only tests need: two browsers and the oldest PostgreSQL that Intersession runs on.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium fonts-liberation)
command -v firefox-esr >/dev/null || missing+=(firefox-esr)
[ -x /usr/lib/postgresql/15/bin/postgres ] || missing+=(postgresql-15)
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing for the tests: ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    exit 0
fi

echo "Some tests need programs that are not here. On Debian: apt install ${missing[*]}" >&2
[ "${CI:-}" != true ]
