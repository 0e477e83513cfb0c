"""The technical log: where a fault happened, never whose data it met."""

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from cpr_desk import paths

LOGGER = logging.getLogger("cpr_desk")
_KEPT_FILES = 3
_FILE_BYTES = 500_000


def start_log(data_dir: Path) -> None:
    """Write the log beside the data; a folder that refuses it leaves us without log, not without programme."""
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    try:
        folder = paths.logs_dir(data_dir)
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            folder / "cpr-desk.log", maxBytes=_FILE_BYTES, backupCount=_KEPT_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    stop_log()
    LOGGER.addHandler(handler)


def record_fault(fault: BaseException) -> None:
    """Log the kind of a fault and the lines of code it went through; its message may hold names, so it stays out."""
    frames = "".join(traceback.format_list(traceback.extract_tb(fault.__traceback__)))
    LOGGER.error("%s\n%s", type(fault).__qualname__, frames)


def stop_log() -> None:
    """Close the log file, so that its folder can be moved or removed."""
    for handler in LOGGER.handlers[:]:
        LOGGER.removeHandler(handler)
        handler.close()
