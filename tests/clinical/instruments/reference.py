"""The reference figures that the instrument files were made from. They lie beside a checkout, so not everybody has them."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "clinical"


def reference(name: str) -> Any:
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"../shared/data/clinical/{name} is not beside this checkout", allow_module_level=True)
    return json.loads(path.read_text())
