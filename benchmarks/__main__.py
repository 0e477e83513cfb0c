"""`python -m benchmarks`: measure the program beside its floors and print medians, ratios and goals."""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path


def main() -> int:
    """Run the groups asked for; the answer is 1 when a goal is not met."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from benchmarks import (
        commission_page,
        contracts,
        database,
        frozen,
        letters,
        measure,
        meeting_folder,
        minutes,
        register_page,
        session_keys,
        start,
        workbooks,
    )

    # The processes first, while this one is small; the pages last, because Qt slows the imports that come after it.
    groups: dict[str, Callable[[Path, int], Iterator[measure.Line]]] = {
        "start": start.lines,
        "frozen": frozen.lines,
        "letters": letters.lines,
        "folder": meeting_folder.lines,
        "minutes": minutes.lines,
        "workbooks": workbooks.lines,
        "contracts": contracts.lines,
        "database": database.lines,
        "page": register_page.lines,
        "commission": commission_page.lines,
        "session": session_keys.lines,
    }
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", metavar="NAME", action="append", choices=groups, help=", ".join(groups))
    parser.add_argument("--runs", type=int, default=7, help="counted runs of each measure; slow ones take fewer")
    options = parser.parse_args()
    print(f"{platform.system()}, Python {platform.python_version()}, {_cores()} cores, {options.runs} runs or fewer\n")
    print(measure.HEADER)
    missed = 0
    with tempfile.TemporaryDirectory(prefix="cpr-desk-bench-", ignore_cleanup_errors=True) as folder:
        _keep_bytecode(Path(folder) / "bytecode")
        for name, group in groups.items():
            if not options.only or name in options.only:
                place = Path(folder) / name
                place.mkdir()
                for line in group(place, max(1, options.runs)):
                    print(line, flush=True)
                    missed += line.missed
    print(f"\n{missed} goals not met." if missed else "\nEvery goal that was measured is met.")
    return 1 if missed else 0


def _keep_bytecode(folder: Path) -> None:
    """Let the processes compile what they import, here, in their uncounted round: from source they start 4 × slower."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    sys.exit(main())
