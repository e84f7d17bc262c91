"""`intersession vapid-keys`: a private key in PEM. Phones are bound to it: with a new one, all have to subscribe again."""

from argparse import Namespace

from api.keys import new_vapid_key
from api.settings import Settings


def run(_options: Namespace, _settings: Settings) -> None:
    print(new_vapid_key(), end="")
