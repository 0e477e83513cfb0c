"""What the window remembers from one day to the next: page, sizes, columns, sort. Never data about the commission."""

import json
import logging
from pathlib import Path
from typing import Any

_log = logging.getLogger(__name__)


class UiState:
    """A small JSON file of values by key. A missing or damaged file is an empty one: memory is a comfort, not data."""

    def __init__(self, path: Path | None = None) -> None:
        """`path` None keeps the memory for this run only."""
        self._path = path
        self._values: dict[str, Any] = self._read()

    def get(self, key: str, default: Any = None) -> Any:
        """Return what was remembered, JSON types only."""
        return self._values.get(key, default)

    def remember(self, key: str, value: Any) -> None:
        """Keep a JSON value until `save` writes it."""
        self._values[key] = value

    def save(self) -> None:
        """Write the file; a machine that refuses is logged and otherwise ignored."""
        if self._path is None:
            return
        partial = self._path.with_suffix(".partiel")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            partial.write_text(json.dumps(self._values, ensure_ascii=False, indent=1), encoding="utf-8")
            partial.replace(self._path)
        except OSError as refused:
            _log.warning("window state not saved: %s", type(refused).__name__)

    def _read(self) -> dict[str, Any]:
        if self._path is None:
            return {}
        try:
            read = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return read if isinstance(read, dict) else {}
