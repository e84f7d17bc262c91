"""From a template and its data to a PDF.

What a person wrote is data and never markup: it reaches the template as JSON, in a file that exists in memory only. A
template loads no package, no font of the machine and no file besides. The same data give the same bytes: the document
has no date, and its ids are typst's digest of the content.
"""

import asyncio
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from typst import Compiler

PAGES = re.compile(rb"<xmpTPg:NPages>(\d+)</xmpTPg:NPages>")

# One at a time: a page takes milliseconds, and two would only take memory and turns from the requests.
_PRESS = ThreadPoolExecutor(1, thread_name_prefix="press")
_ONE = Lock()


@cache
def _compiler() -> "Compiler":
    # Not before somebody prints: the fonts in it are some 50 MB of memory.
    import typst

    return typst.Compiler(ignore_system_fonts=True)


@cache
def _template(name: str) -> bytes:
    return files("api.exports").joinpath("templates", f"{name}.typ").read_bytes()


def print_now(template: str, data: dict[str, Any]) -> bytes:
    """In the calling thread."""
    sources = {
        "main.typ": _template(template),
        "common.typ": _template("common"),
        "data.json": msgspec.json.encode(data),
    }
    with _ONE:
        made = _compiler().compile(input=sources, format="pdf")  # pyright: ignore[reportCallIssue, reportArgumentType]
    if not isinstance(made, bytes):
        raise TypeError("typst gave no document")
    return made


def print_within(pages: int, template: str, editions: Iterable[dict[str, Any]]) -> bytes:
    """The first edition that takes at most so many pages. Each one says itself what it leaves out; the last one must fit."""
    made = b""
    for data in editions:
        made = print_now(template, data)
        if pages_of(made) <= pages:
            break
    return made


async def printed(pages: int, template: str, editions: Iterable[dict[str, Any]]) -> bytes:
    """Off the event loop, and so is composing an edition when `editions` makes them one by one."""
    return await asyncio.get_running_loop().run_in_executor(_PRESS, print_within, pages, template, editions)


def pages_of(pdf: bytes) -> int:
    """Counted by typst itself, in the document's metadata."""
    found = PAGES.search(pdf)
    if found is None:
        raise ValueError("a PDF without its number of pages")
    return int(found[1])
