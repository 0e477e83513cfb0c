"""The technical log: when the window was shown and where a fault happened, never whose data it met."""

import logging
import traceback
from datetime import datetime
from pathlib import Path

from cpr_desk import __version__, paths

LOGGER = logging.getLogger("cpr_desk")
LOGGER.setLevel(logging.INFO)
LOGGER.propagate = False
LOGGER.addHandler(logging.NullHandler())  # or a fault met before the log starts would go to the terminal
PAINTED = "window painted"
_KEPT_FILES = 3
_FILE_BYTES = 500_000


def start_log(data_dir: Path) -> None:
    """Write the log beside the data; a folder that refuses it leaves us without log, not without programme."""
    stop_log()
    folder = paths.logs_dir(data_dir)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    file = _file(folder / "cpr-desk.log")
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOGGER.addHandler(file)


def _file(path: Path) -> logging.Handler:
    from logging.handlers import RotatingFileHandler  # the window is painted before the data are opened

    class Silent(RotatingFileHandler):
        """A log file that a full disk or a read-only folder may refuse, in silence."""

        def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name that logging calls
            """Lose the line: there is nowhere left to say it, and a traceback is not for the person."""

    return Silent(path, maxBytes=_FILE_BYTES, backupCount=_KEPT_FILES, encoding="utf-8", delay=True)


def record_start(painted: datetime) -> None:
    """Log which version was started, and the moment (with its time zone) at which its window was painted."""
    LOGGER.info("CPR Desk %s, %s %s", __version__, PAINTED, painted.isoformat(timespec="milliseconds"))


def record_fault(fault: BaseException) -> None:
    """Log the kind of a fault and where it went through; its message and folders may hold names: they stay out."""
    frames = "".join(
        f"\n  {_module(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(fault.__traceback__)
    )
    LOGGER.error("%s%s", type(fault).__qualname__, frames)


def _module(filename: str) -> str:
    """Name a file of ours by its place in the package, another by its name alone: folders may name a person."""
    path = filename.replace("\\", "/")
    _, ours, inside = path.rpartition("cpr_desk/")
    return inside if ours else path.rpartition("/")[2]


def stop_log() -> None:
    """Close the log file, so that its folder can be moved or removed."""
    for handler in LOGGER.handlers[:]:
        if isinstance(handler, logging.FileHandler):
            LOGGER.removeHandler(handler)
            handler.close()
