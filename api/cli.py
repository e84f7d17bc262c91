"""`intersession COMMAND`. A command is a line here and a module that is imported only when it is asked for."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from api.settings import Settings, SettingsError
from clinical.errors import DomainError
from db.cluster import EmbeddedError

COMMANDS = {
    "run": ("api.run", "set up the database and start API and worker, until Ctrl-C"),
    "api": ("api.commands.api", "serve HTTP"),
    "worker": ("api.commands.worker", "send reminders, alerts and summaries"),
    "migrate": ("api.commands.migrate", "bring the database to this version's schema"),
    "create-clinic": ("api.commands.create_clinic", "set up a clinic and print the link for its first admin"),
    "import-diary": ("api.commands.import_diary", "bring a diary from elsewhere into a patient's journal"),
    "hotlines": ("api.commands.hotlines", "list the crisis lines that nobody has dialled lately"),
    "seed-demo": ("api.commands.seed_demo", "fill an empty database with a demo clinic"),
    "new-key": ("api.commands.new_key", "print a new key-encryption key (KEY)"),
    "vapid-keys": ("api.commands.vapid_keys", "print a new key for push messages (VAPID_KEY)"),
    "openapi": ("api.commands.openapi", "print the description of the HTTP interface"),
}


class Command(Protocol):
    def run(self, options: Namespace, settings: Settings) -> int | None: ...


class WithOptions(Protocol):
    def add_options(self, parser: ArgumentParser) -> None: ...


def main(arguments: Sequence[str] = ()) -> int:
    """The exit status: 0, what a command says of its findings, or 1 after one line about what stood in the way."""
    arguments = arguments or sys.argv[1:]
    parser = ArgumentParser(
        prog="intersession", description="A symptom journal for the time between treatment sessions."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (place, line) in COMMANDS.items():
        command = commands.add_parser(name, help=line, description=line[0].upper() + line[1:] + ".")
        if arguments[:1] == [name]:
            module = import_module(place)
            if hasattr(module, "add_options"):
                cast("WithOptions", module).add_options(command)
            command.set_defaults(module=module)
    options = parser.parse_args(arguments)
    try:
        return cast("Command", options.module).run(options, Settings.from_environment()) or 0
    except (SettingsError, EmbeddedError, DomainError) as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
