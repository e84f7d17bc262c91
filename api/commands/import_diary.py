"""`intersession import-diary`: shows what was understood of a CSV file, asks, and saves exactly that."""

import asyncio
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec

from api import diaries
from api.diaries import OPERATOR, Choice, Imported, Journal
from api.local import command_pool, provided, vault_of
from api.settings import Settings, SettingsError
from clinical.diary_import import DayRead, Diary, DiaryMapping, decode
from clinical.errors import NotFound
from db import accounts, audit, patients
from db.accounts import Account
from db.pool import Conn, Context, Pool, acting_as
from db.rows import refusals_in_words
from db.vault import Vault, patient_key

SHOWN = 10
"""Days at either end of the table, and unusable rows, that are shown without --all."""


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.csv")
    parser.add_argument("--patient", required=True, help="e-mail address, or account id")
    parser.add_argument("--mapping", type=Path, help="a JSON file that says what each column means; guessed without it")
    parser.add_argument("--replace", action="store_true", help="also days that were logged already")
    parser.add_argument("--all", action="store_true", help="show every day and every unusable row")
    parser.add_argument("--yes", action="store_true", help="save without asking")


def run(options: Namespace, settings: Settings) -> None:
    text, mapping = read_file(options.file), read_mapping(options.mapping)
    with provided(settings) as complete:
        asyncio.run(bring_in(complete, options, text, mapping))


def read_file(path: Path) -> str:
    try:
        return decode(path.read_bytes())
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from None


def read_mapping(path: Path | None) -> DiaryMapping | None:
    if path is None:
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=DiaryMapping)
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from None
    except msgspec.MsgspecError as error:
        raise SettingsError(f"{path} is not a mapping: {error}.") from None


async def bring_in(settings: Settings, options: Namespace, text: str, mapping: DiaryMapping | None) -> None:
    """Two transactions: the first shows, the second saves what was shown."""
    vault = vault_of(settings)
    with refusals_in_words():
        pool = await command_pool(settings)
        try:
            async with pool.acquire() as conn:
                account = await patient_named(conn, options.patient)
            async with journal_of(pool, vault, account) as journal:
                diary = await diaries.understand(journal, text, mapping)
            show(diary, account, everything=options.all, replace=options.replace)
            if not worth_saving(diary) or not (options.yes or agreed()):
                print("Nothing was saved.")
                return
            async with journal_of(pool, vault, account) as journal:
                choice = Choice(replace=options.replace, imported_by=OPERATOR)
                done = await diaries.save(journal, diary, diary.digest or "", choice)
                await note(journal, done)
        finally:
            await pool.close()
    print(said(done))


async def patient_named(conn: Conn, wanted: str) -> Account:
    try:
        account = await accounts.account_by_id(conn, UUID(wanted))
    except ValueError:
        account = await patient_with_address(conn, wanted)
    except NotFound:
        raise SettingsError("There is no account with this id.") from None
    if account.role != "patient":
        raise SettingsError(f"{account.name} is not a patient: only patients have a journal.")
    return account


async def patient_with_address(conn: Conn, email: str) -> Account:
    candidate = await accounts.sign_in_candidate(conn, email)
    found = await accounts.accounts_of(conn, candidate.identity_id) if candidate else []
    journals = [account for account in found if account.role == "patient"]
    if not journals:
        raise SettingsError("There is no patient with this e-mail address.")
    if len(journals) > 1:
        lines = [f"  {account.account_id}  {account.clinic_name}" for account in journals]
        raise SettingsError("\n".join(["This person has several journals. Name one by its id:", *lines]))
    return journals[0]


@asynccontextmanager
async def journal_of(pool: Pool, vault: Vault, account: Account) -> AsyncGenerator[Journal]:
    """Under the same policies as the patient's own import."""
    clinic_id, patient_id = account.clinic_id, account.account_id
    context = Context(clinic_id=clinic_id, account_id=patient_id, role="patient", patient_ids=(patient_id,))
    async with pool.acquire() as conn, acting_as(conn, context):
        yield Journal(
            conn=conn,
            clinic_id=clinic_id,
            patient=await patients.find(conn, clinic_id, patient_id),
            key=await patient_key(conn, vault, clinic_id, patient_id),
            now=datetime.now(UTC),
            clinic_phone=account.clinic_phone,
            crisis=account.clinic_crisis,
        )


def show(diary: Diary, account: Account, *, everything: bool, replace: bool) -> None:
    print(f"For {account.name}, {account.clinic_name}.\n")
    for remark in diary.remarks:
        print(f"Guessed: {remark.text}")
    print(f"\n{'day':<12}{'mood':>5}{'anxiety':>9}{'energy':>8}{'hours':>7}{'quality':>9}  side effects")
    lines = [line_of(day, replace=replace) for day in diary.days]
    if not everything and len(lines) > 2 * SHOWN + 1:
        lines[SHOWN:-SHOWN] = [f"... {len(lines) - 2 * SHOWN} more days (--all shows them) ..."]
    print("\n".join(lines))
    print(f"\n{diary.rows_read} rows read, {len(diary.days)} days understood.")
    show_unused(diary, everything=everything)


def line_of(day: DayRead, *, replace: bool) -> str:
    cells = [day.mood, day.anxiety, day.energy, day.sleep_hours, day.sleep_quality]
    widths = (5, 9, 8, 7, 9)
    numbers = "".join(
        f"{'-' if cell is None else f'{cell:g}':>{width}}" for cell, width in zip(cells, widths, strict=True)
    )
    effects = ", ".join(f"{effect.effect} {effect.severity}" for effect in day.side_effects)
    marks = [effects, "note" if day.note else "", logged(replace=replace) if day.replaces else ""]
    return f"{day.day:%Y-%m-%d}  {numbers}  " + "; ".join(mark for mark in marks if mark)


def logged(*, replace: bool) -> str:
    return "logged already, is replaced" if replace else "logged already, stays as it is"


def show_unused(diary: Diary, *, everything: bool) -> None:
    """Each row with its reason; in a long list, how often each reason comes up besides the first rows."""
    unused = diary.rows_unused
    if not unused:
        print("Every row can be used.")
        return
    print(f"{diaries.rows_lost(diary)} rows cannot be used, {len(unused)} remarks in all:")
    for row in unused if everything else unused[:SHOWN]:
        print(f"  row {row.row}: {row.reason}")
    rest = Counter(row.reason for row in ([] if everything else unused[SHOWN:]))
    for reason, count in rest.most_common():
        print(f"  and {count} more: {reason}")


def worth_saving(diary: Diary) -> bool:
    if diary.mapping is None:
        print("No column could be a date: say with --mapping which one is.")
    return bool(diary.days)


def agreed() -> bool:
    try:
        return input("\nSave this? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


async def note(journal: Journal, done: Imported) -> None:
    await audit.note(
        journal.conn,
        journal.clinic_id,
        "diary.imported",
        account_id=None,
        role="operator",
        patient_id=journal.patient_id,
        subject=str(done.import_id),
    )


def said(done: Imported) -> str:
    lines = [f"Saved {counted(len(done.days), 'day')} and {counted(len(done.reports), 'side effect')}."]
    if done.kept:
        were = (
            "was logged already and stays as it is"
            if len(done.kept) == 1
            else "were logged already and stay as they are"
        )
        lines.append(f"{counted(len(done.kept), 'day')} {were}.")
    if done.guidance is not None:
        lines.append("Something in this diary sounds like danger: the care team has an item to review.")
    return "\n".join(lines)


def counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
