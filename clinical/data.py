"""Reading the data files that are packaged beside the code."""

from importlib.resources import files
from typing import TypeVar

import msgspec

T = TypeVar("T")


def load(name: str, kind: type[T], package: str = "clinical") -> T:
    return msgspec.json.decode(files(package).joinpath(name).read_bytes(), type=kind)
