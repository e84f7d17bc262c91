#!/usr/bin/env bash
# Makes the passwords and keys of docker-compose.yml in secrets/ (or in the folder given). Never overwrites one.
set -euo pipefail
folder=${1:-$(dirname "$0")/../secrets}

if [ -e "$folder" ]; then
    echo "$folder exists already: move it away first, and mind that key.txt opens every note." >&2
    exit 1
fi

# The folder is closed; its files are not, because the containers read them as a user of their own.
umask 022
mkdir -m 700 "$folder"
password() { head -c 24 /dev/urandom | base64 | tr '+/' '-_'; }
address() { echo "postgresql://$1:$2@postgres/intersession"; }

postgres=$(password)
printf %s "$postgres" >"$folder/postgres_password.txt"
address postgres "$postgres" >"$folder/migrator_database_url.txt"
address intersession_app "$(password)" >"$folder/database_url.txt"
address intersession_worker "$(password)" >"$folder/worker_database_url.txt"
head -c 32 /dev/urandom | base64 >"$folder/key.txt"
openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$folder/vapid_key.txt" 2>/dev/null ||
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$folder/vapid_key.txt"
chmod 644 "$folder"/*
echo "Made $folder. Keep a copy of key.txt apart from the database's backups: without it no note can be read again."
