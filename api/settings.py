"""All settings, from the environment. Only composition roots (api/app.py, api/commands, api/run.py) read them."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

import msgspec
from msgspec import Meta

ROOT = Path(__file__).parent.parent
SECRETS = (
    "KEY",
    "VAPID_KEY",
    "DATABASE_URL",
    "WORKER_DATABASE_URL",
    "MIGRATOR_DATABASE_URL",
    "SMTP_URL",
    "METRICS_TOKEN",
)
"""Each may instead be named by NAME_FILE, a file that holds it: an environment is easier to read than a file."""


class SettingsError(Exception):
    """A setting is unusable; the message is one sentence that names it and never its value."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, rename="upper"):
    """`.env.example` says what each is for. Without a `database_url` a private PostgreSQL runs in `data_dir`."""

    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65535)] = 8000
    public_url: str | None = None
    data_dir: Path = Path("data")
    web_dir: Path = ROOT / "pwa" / "dist"
    database_url: str | None = None
    worker_database_url: str | None = None
    migrator_database_url: str | None = None
    key: str | None = None
    vapid_key: str | None = None
    vapid_subject: str = "mailto:operator@example.org"
    push_hosts: str = ""
    smtp_url: str | None = None
    mail_from: str | None = None
    metrics_token: Annotated[str, Meta(min_length=16)] | None = None
    trusted_proxies: str = ""
    demo: bool = False
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """An empty variable counts as absent: that is how a compose file passes on what is not set."""
        values = {name: value for name, value in environment.items() if value}
        for name in SECRETS:
            values |= _from_file(name, values)
        try:
            return msgspec.convert(values, cls, strict=False, dec_hook=_decode)
        except msgspec.ValidationError as error:
            reason, _, place = str(error).partition(" - at `$.")
            raise SettingsError(f"The setting {place.rstrip('`')} is not usable: {reason}.") from None

    @property
    def address(self) -> str:
        """What people open, without a trailing slash."""
        host = "localhost" if self.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else self.host  # noqa: S104 compared
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def extra_push_hosts(self) -> tuple[str, ...]:
        """Push services besides the well-known ones, as host:port."""
        return tuple(host.strip() for host in self.push_hosts.split(",") if host.strip())

    @property
    def proxies(self) -> list[str]:
        """Addresses or networks whose X-Forwarded-For is believed."""
        return [proxy.strip() for proxy in self.trusted_proxies.split(",") if proxy.strip()]

    def to_environment(self) -> dict[str, str]:
        """The variables that make `from_environment` return the same settings."""
        values = msgspec.to_builtins(self, enc_hook=str)
        return {name: str(int(value) if isinstance(value, bool) else value) for name, value in values.items() if value}


def _from_file(name: str, values: Mapping[str, str]) -> dict[str, str]:
    path = values.get(f"{name}_FILE")
    if path is None:
        return {}
    if name in values:
        raise SettingsError(f"Both {name} and {name}_FILE are set: keep one.")
    try:
        return {name: Path(path).read_text().strip()}
    except OSError as error:
        raise SettingsError(f"{name}_FILE cannot be read: {error.strerror}.") from None


def _decode(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise NotImplementedError(kind)
