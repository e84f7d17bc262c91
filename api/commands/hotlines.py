"""`intersession hotlines check`: which lines nobody has dialled, or not for too long. Works with and without a database."""

import asyncio
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from api.clinic_lines import LineView, directory_view, lines_of
from api.local import command_pool, provided
from api.settings import Settings
from clinical.crisis import directory
from db import crisis_settings
from db.cluster import find_cluster
from db.crisis_settings import ClinicCrisis
from db.pool import Context, Pool, acting_as
from db.rows import refusals_in_words


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "action", choices=["check"], help="list what has to be dialled; the exit status is 1 if anything"
    )


def run(_options: Namespace, settings: Settings) -> int:
    now = datetime.now(UTC)
    found = [*check_directory(now)]
    if settings.database_url is None and find_cluster(settings.data_dir) is None:
        print("No database here: no clinic's lines were looked at.")
    else:
        with provided(settings) as complete:
            found += asyncio.run(check_clinics(complete, now))
    return 1 if found else 0


def check_directory(now: datetime) -> list[LineView]:
    """Prints and returns the rows of the directory that have to be dialled before anybody can rely on them."""
    old = [directory_view(line) for line in directory.to_verify(now.date())]
    print(f"Directory of {directory.VERSION}: {len(old)} of {len(directory.LINES)} lines have to be dialled.")
    for line in old:
        print_line(line, f"dialled {line.verified_at}" if line.verified_at else "never dialled")
    return old


async def check_clinics(settings: Settings, now: datetime) -> list[LineView]:
    """Prints and returns, clinic by clinic, what its patients may be shown and nobody of the clinic has dialled lately."""
    with refusals_in_words():
        pool = await command_pool(settings)
        try:
            async with pool.acquire() as conn:
                clinics = await crisis_settings.all_clinics(conn)
            return [line for clinic in clinics for line in await check_clinic(pool, clinic, now)]
        finally:
            await pool.close()


async def check_clinic(pool: Pool, clinic: ClinicCrisis, now: datetime) -> list[LineView]:
    context = Context(clinic_id=clinic.id, account_id=None, role="admin")
    async with pool.acquire() as conn, acting_as(conn, context):
        lines = await lines_of(conn, clinic.id, clinic.country, clinic.crisis.own_line, now)
    old = [line for line in lines if line.state != "confirmed"]
    print(f"{clinic.name}, {clinic.country}: {len(old)} of {len(lines)} lines have to be dialled.")
    for line in old:
        print_line(line, f"dialled {line.confirmed_at:%Y-%m-%d}" if line.confirmed_at else "never dialled")
    return old


def print_line(line: LineView, when: str) -> None:
    print(f"  {line.key:<50} {line.reached:<45} {when}")
