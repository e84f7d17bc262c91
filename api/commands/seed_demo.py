"""`intersession seed-demo`: `intersession run` does it by itself where the database is empty."""

import asyncio
from argparse import Namespace

from api.demo.seed import seed
from api.local import provided
from api.settings import Settings


def run(_options: Namespace, settings: Settings) -> None:
    with provided(settings) as complete:
        asyncio.run(seed(complete))
