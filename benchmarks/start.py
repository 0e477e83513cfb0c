"""The start: from the process to the first paint, to the first rows of the register, to all data."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import time

from benchmarks.data import register_in
from benchmarks.measure import AtMost, Line
from benchmarks.observe import STARTED

ROWS = 1_000
_GOALS = {
    "window": ("start → first paint", AtMost(1.15)),
    "rows": ("start → first rows of the register visible", AtMost(1.3)),
    "data": ("start → all data (1,000 CPTS)", AtMost(3.0)),
}


def lines(folder: Path, runs: int) -> Iterator[Line]:
    """Yield the three moments of the start, the register being the page last seen."""
    db, _ = register_in(folder, ROWS)
    db.close()
    program = ["benchmarks.window_program", str(folder)]
    _run(*program, "remember")
    pairs = [(_moments(*program, str(ROWS)), _moments("benchmarks.window_bare", str(ROWS))) for _ in range(runs + 1)]
    floor = statistics.median(bare["rows"] for _, bare in pairs[1:])
    for moment, (what, goal) in _GOALS.items():
        median = statistics.median(opened[moment] for opened, _ in pairs[1:])
        yield Line(what, "bare QMainWindow + QTableView, painted", goal, median, floor)


def _moments(*command: str) -> dict[str, float]:
    answer: dict[str, float] = json.loads(_run(*command))
    return answer


def _run(*command: str) -> str:
    environment = {**os.environ, STARTED: repr(time())}
    done = subprocess.run(
        [sys.executable, "-m", *command], env=environment, capture_output=True, text=True, timeout=120, check=True
    )
    return done.stdout
