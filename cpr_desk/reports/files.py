"""Put a finished document on disk: never half a file, and a clear word when the disk refuses."""

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from uuid import uuid4

from cpr_desk.domain.french import NBSP, squeeze
from cpr_desk.errors import EnvironmentFault

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³]) *(\.|$)", re.IGNORECASE)
_LONGEST = 80
"""Characters of a name: Windows refuses a path of 260, and a letter lies in a folder that has a name of ours too."""


def safe_name(text: str, longest: int = _LONGEST) -> str:
    """Turn a text into a file name, without ending, that Windows and Linux both accept."""
    name = squeeze(_FORBIDDEN.sub(" ", text))[:longest].strip(" .")
    return f"_{name}" if not name or _RESERVED.match(name) else name


def write_atomically(path: Path, data: bytes) -> None:
    """Write the file beside its place, then put it there; the old one stays until the new one is whole.

    Makes the folder. Raises EnvironmentFault in French: read-only folder, file open elsewhere, disk full.
    """
    temporary = path.with_name(f"~{uuid4().hex}.tmp")
    opened = False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as stream:
            opened = True
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        if opened:
            temporary.unlink(missing_ok=True)
        raise _fault(error, path, opened=opened) from error


@contextmanager
def whole_folder(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Fill a new folder, which appears once it is whole: after a failure or when given up, nothing is left of it.

    Yields where to write, and what the folder will be: « Envois (2) » where « Envois » exists. Raises EnvironmentFault
    in French as `write_atomically`.
    """
    names = (folder if number == 1 else folder.with_name(f"{folder.name} ({number})") for number in count(1))
    final = next(each for each in names if not each.exists())
    beside = folder.with_name(f"~{uuid4().hex}.tmp")
    try:
        yield beside, final
        try:
            beside.replace(final)
        except OSError as error:
            raise _fault(error, final, opened=False) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _fault(error: OSError, path: Path, *, opened: bool) -> EnvironmentFault:
    """Say what the system refused. Refused once the copy was opened, the old file is in use."""
    file = f"«{NBSP}{path.name}{NBSP}»"
    folder = f"«{NBSP}{path.parent}{NBSP}»"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return EnvironmentFault(
            f"Le disque est plein{NBSP}: {file} n’a pas été enregistré.",
            "Libérez de la place ou choisissez un autre disque, puis recommencez.",
        )
    if opened and isinstance(error, PermissionError):
        return EnvironmentFault(
            f"Le fichier {file} est ouvert dans un autre programme ou protégé{NBSP}: il n’a pas été remplacé.",
            "Fermez-le (Excel, lecteur PDF…), puis recommencez.",
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return EnvironmentFault(
            f"Vous n’avez pas le droit d’écrire dans le dossier {folder}.",
            "Choisissez un autre dossier, par exemple «" + NBSP + "Documents" + NBSP + "».",
        )
    if opened and isinstance(error, IsADirectoryError):
        return EnvironmentFault(f"{file} est un dossier, pas un fichier.", "Choisissez un autre nom.")
    return EnvironmentFault(
        f"Le fichier {file} n’a pas pu être enregistré dans le dossier {folder}.",
        "Vérifiez que le dossier existe et que le disque est accessible, puis recommencez.",
    )
