"""The start of the program frozen for Windows, to its first paint, beside a bare frozen window; under Wine on Linux."""

import json
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from time import sleep, time

from benchmarks.data import register_in
from benchmarks.measure import AtMost, Line
from benchmarks.observe import STARTED
from cpr_desk import logs, paths
from scripts.installer import build, wine

ROWS = 1_000
_ON_WINDOWS = os.name == "nt"
_PYTHON = sys.executable if _ON_WINDOWS else str(wine.PYTHON)
_PAINTED = re.compile(re.escape(logs.PAINTED) + r" (\S+)")
_PATIENCE = 120.0  # seconds
_SOURCES = "import sys; sys.path.insert(0, sys.argv.pop(1)); from cpr_desk.cli import main; main(sys.argv[1:])"


def lines(folder: Path, runs: int) -> Iterator[Line]:
    """Yield the first paint of the frozen program against that of a bare frozen window, and against its sources."""
    bare_goal, sources_goal = AtMost(1.15), AtMost(1.4)
    program = build.FROZEN / "CPRDesk.exe"
    if not program.is_file() or not Path(_PYTHON).is_file():
        yield Line("frozen: start → first paint", "« python dev.py installer » makes it", bare_goal)
        return
    bare = _freeze_bare(folder)
    data = folder / "data"
    db, _ = register_in(data, ROWS)
    db.close()
    measures: tuple[Callable[[], float], ...] = (
        lambda: _painted(data, str(program)),
        lambda: _bare(bare),
        lambda: _painted(data, _PYTHON, "-c", _SOURCES, _named(wine.ROOT)),
    )
    rounds = [[measure() for measure in measures] for _ in range(runs + 1)][1:]
    frozen, floor, sources = (statistics.median(taken) for taken in zip(*rounds, strict=True))
    yield Line("frozen: start → first paint", "bare QMainWindow + QTableView, frozen", bare_goal, frozen, floor)
    yield Line("frozen: start → first paint", "the same program from its sources", sources_goal, frozen, sources)


def _freeze_bare(folder: Path) -> Path:
    """Freeze the bare window with PyInstaller as the program is; return its program."""
    work = folder / "work"
    options = ["--noconfirm", "--log-level=ERROR", "--name=bare", f"--paths={_named(wine.ROOT)}"]
    places = [f"--{name}={_named(folder)}" for name in ("distpath", "specpath")] + [f"--workpath={_named(work)}"]
    script = _named(wine.ROOT / "benchmarks" / "window_bare.py")
    command = [_PYTHON, "-X", "utf8", "-m", "PyInstaller", *options, *places, script]
    subprocess.run(_started(command), env=_environment(), capture_output=True, check=True, timeout=600)
    return folder / "bare" / "bare.exe"


def _bare(program: Path) -> float:
    """Return the seconds after which the bare window is painted."""
    command = _started([str(program), str(ROWS)])
    variables = {**_environment(), STARTED: repr(time())}
    done = subprocess.run(command, env=variables, capture_output=True, check=True, timeout=_PATIENCE)
    moments = json.loads(done.stdout.decode().strip().splitlines()[-1])
    return float(moments["window"])


def _painted(data: Path, *command: str) -> float:
    """Return the seconds after which the program says in its log that its window was painted; end it."""
    log = paths.logs_dir(data) / "cpr-desk.log"
    log.unlink(missing_ok=True)
    start = time()
    with subprocess.Popen(
        _started([*command, "--data-dir", _named(data)]),
        env=_environment(),
        cwd=wine.ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,  # without which the Python of Windows does not start under Wine
        stderr=subprocess.STDOUT,
    ) as process:
        try:
            return _moment_in(log, start + _PATIENCE) - start
        finally:
            process.kill()


def _moment_in(log: Path, end: float) -> float:
    while time() < end:
        written = log.read_text(encoding="utf-8") if log.is_file() else ""
        if found := _PAINTED.search(written):
            return datetime.fromisoformat(found[1]).timestamp()
        sleep(0.02)
    raise TimeoutError(f"{log} does not tell that the window was painted")


def _started(command: list[str]) -> list[str]:
    return command if _ON_WINDOWS else ["wine", *command]


def _named(path: Path) -> str:
    return str(path) if _ON_WINDOWS else wine.windows_path(path)


def _environment() -> dict[str, str]:
    return dict(os.environ) if _ON_WINDOWS else wine.environment()
