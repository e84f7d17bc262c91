"""`intersession new-key`. Whoever loses this key loses every note; keep a copy apart from the database's backups."""

from argparse import Namespace

from api.keys import new_key
from api.settings import Settings


def run(_options: Namespace, _settings: Settings) -> None:
    print(new_key())
