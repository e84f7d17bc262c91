"""`intersession openapi`: from the code alone, without a database."""

from argparse import Namespace

import msgspec

from api.app import create_app
from api.keys import new_key, new_vapid_key
from api.settings import Settings


def run(_options: Namespace, _settings: Settings) -> None:
    app = create_app(Settings(database_url="postgresql:///", key=new_key(), vapid_key=new_vapid_key()))
    encoded = msgspec.json.encode(app.openapi_schema.to_schema(), order="deterministic")
    print(msgspec.json.format(encoded, indent=2).decode())
