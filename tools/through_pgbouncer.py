"""Runs tests through PgBouncer in transaction mode, in front of a PostgreSQL of its own. `make test-pgbouncer`.

python tools/through_pgbouncer.py [what to give pytest]
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from db import embedded
from db.cluster import User, owner_of
from db.pool import APP, WORKER
from tests.conftest import ROLE_PASSWORD

CONFIGURATION = """
[databases]
* = host={socket_dir}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users
pool_mode = transaction
server_reset_query =
max_client_conn = 200
default_pool_size = 20
logfile = {folder}/log
"""


def main(arguments: list[str]) -> int:
    data_dir = Path(tempfile.mkdtemp(prefix="intersession-pgbouncer-"))
    data_dir.chmod(0o711)
    server = embedded.start(data_dir, fsync=False)
    port = free_port()
    pooler = start_pooler(server, port)
    try:
        wait_for(port)
        password = embedded.secret(data_dir, embedded.SUPERUSER)
        addresses = {
            "TEST_DATABASE_URL": f"postgresql://{embedded.SUPERUSER}:{password}@127.0.0.1:{port}/postgres",
            "TEST_DIRECT_URL": server.dsn(),
        }
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=os.environ | addresses).returncode
    finally:
        pooler.terminate()
        pooler.wait()
        server.stop()
        shutil.rmtree(data_dir)


def start_pooler(server: embedded.Server, port: int) -> subprocess.Popen[bytes]:
    """As the server's own user: PgBouncer does not run as root either, and the socket is closed to others."""
    folder = server.data_dir / "pgbouncer"
    folder.mkdir()
    passwords = {embedded.SUPERUSER: embedded.secret(server.data_dir, embedded.SUPERUSER)}
    passwords |= dict.fromkeys((APP, WORKER), ROLE_PASSWORD)
    (folder / "users").write_text("".join(f'"{role}" "{password}"\n' for role, password in passwords.items()))
    (folder / "pgbouncer.ini").write_text(CONFIGURATION.format(socket_dir=server.socket_dir, port=port, folder=folder))
    user: User = owner_of(server.data_dir / "postgres")
    user.take(folder)
    uid, gid = user.switch
    command = ["pgbouncer", "--quiet", folder / "pgbouncer.ini"]
    return subprocess.Popen(command, user=uid, group=gid, extra_groups=None if uid is None else [])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("PgBouncer did not start.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
