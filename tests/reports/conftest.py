"""Golden files: what a document says and how it is set, in text that a review can read."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cpr_desk.reports.folder import Paper

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
Golden = Callable[[str, Any], None]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a value with the golden file of that name; `--update-golden` writes it instead."""

    def check(name: str, value: Any) -> None:
        file = GOLDEN / f"{name}.json"
        text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
        if request.config.getoption("--update-golden"):
            GOLDEN.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        assert json.loads(text) == json.loads(file.read_text(encoding="utf-8"))

    return check


@pytest.fixture
def paper(tmp_path: Path) -> Callable[[str, bytes], Paper]:
    def put(name: str, data: bytes) -> Paper:
        file = tmp_path / sha256(name.encode() + data).hexdigest()  # as papers are kept: no ending tells what they are
        file.write_bytes(data)
        return Paper(name, file)

    return put
