#!/usr/bin/env bash
# Writes the types of the HTTP interface for the front end, from the schema that the API itself describes.
# With --check it writes nothing and fails when the types are stale.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
.venv/bin/intersession openapi > "$work/openapi.json"
(cd pwa && npx --no-install openapi-typescript "$work/openapi.json" --output "$work/schema.d.ts" >/dev/null)

if [ "${1:-}" != --check ]; then
    cp "$work/schema.d.ts" pwa/src/api/schema.d.ts
elif ! diff -q "$work/schema.d.ts" pwa/src/api/schema.d.ts >/dev/null; then
    echo "pwa/src/api/schema.d.ts is older than the API: run \`make types\`." >&2
    exit 1
fi
