"""How the command line answers: one JSON object, or French lines."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from cpr_desk.domain.french import typeset


def prepare_streams() -> None:
    """Write UTF-8 where a programme reads, and never fail on a console that lacks a letter."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace") if stream.isatty() else reconfigure(encoding="utf-8", errors="replace")


def answer(data: Mapping[str, Any], lines: Iterable[str], *, as_json: bool) -> None:
    """Print the answer, as JSON (dates ISO 8601, amounts as text with two decimals) or as lines."""
    if as_json:
        print(json.dumps(plain(data), ensure_ascii=False))
    else:
        for line in lines:
            print(typeset(line))


def say(text: str) -> None:
    """Say something that is not the answer."""
    print(typeset(text), file=sys.stderr)


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    for kind, write in _WRITERS.items():
        if isinstance(value, kind):
            return write(value)
    return value


_WRITERS: dict[type[Any], Callable[[Any], Any]] = {
    Enum: lambda value: value.value,
    time: lambda value: value.isoformat("minutes"),
    date: lambda value: value.isoformat(),
    Decimal: lambda value: f"{value:.2f}",
    Path: str,
}
