"""Files kept in the data folder under their hash: papers, versions sent, scans. What is there never changes."""

import hashlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import uuid4

from cpr_desk import paths
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.domain.french import NBSP, capital
from cpr_desk.errors import UserError

_CHUNK = 2**20


def keep(data_dir: Path, content: bytes) -> str:
    """Keep a content, once however often it comes, and return its SHA-256."""
    digest = hashlib.sha256(content).hexdigest()
    file = _place(data_dir, digest)
    if not (file.exists() and file.stat().st_size == len(content)):
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_name(f"~{uuid4().hex}.tmp")
        try:
            with temporary.open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(file)
        finally:
            temporary.unlink(missing_ok=True)
    return digest


def take_in(data_dir: Path, source: Path, told: Callable[[int], object]) -> tuple[str, int]:
    """Keep a copy of a file, however large, and return its SHA-256 and its size in bytes.

    `told` hears how many bytes are read, and may raise to give up: nothing is left then. Raises OSError.
    """
    folder = paths.pieces_dir(data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f"~{uuid4().hex}.tmp"
    digest, size = hashlib.sha256(), 0
    try:
        with source.open("rb") as stream, temporary.open("xb") as copy:
            while chunk := stream.read(_CHUNK):
                copy.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                told(size)
            copy.flush()
            os.fsync(copy.fileno())
        place = _place(data_dir, digest.hexdigest())
        if not (place.exists() and place.stat().st_size == size):
            place.parent.mkdir(exist_ok=True)
            temporary.replace(place)
    finally:
        temporary.unlink(missing_ok=True)
    return digest.hexdigest(), size


def find(data_dir: Path, digest: str) -> Path | None:
    """Return the file that holds a content, None when somebody took it away."""
    file = _place(data_dir, digest)
    return file if file.is_file() else None


def read(data_dir: Path, digest: str, name: str) -> bytes:
    """Return what was kept; `name` names it to people. Raises UserError when it is gone or is no longer the same."""
    file = _place(data_dir, digest)
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise UserError(
            f"Le fichier «{NBSP}{name}{NBSP}» n’est plus dans le dossier de données.",
            "Remettez-le depuis une sauvegarde du dossier de données.",
        ) from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise UserError(
            f"Le fichier «{NBSP}{name}{NBSP}» a été modifié depuis son enregistrement{NBSP}: son empreinte a changé.",
            "Remettez-le depuis une sauvegarde du dossier de données.",
        )
    return content


def verify(database: Path) -> list[str]:
    """Return which kept files are gone or no longer what they were, in French, for a database that is sound."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA query_only = ON")
        papers = connection.execute("SELECT sha256, name FROM paper ORDER BY id").fetchall()
        issues = connection.execute("SELECT sha256, kind, number FROM issue ORDER BY id").fetchall()
        files = connection.execute("SELECT sha256, name FROM cpts_paper WHERE sha256 <> '' ORDER BY id").fetchall()
        minutes = connection.execute("SELECT sha256, number FROM minutes_version ORDER BY id").fetchall()
    wanted = dict(papers) | dict(files)
    wanted |= {digest: f"Relevé de décisions, version {number}" for digest, number in minutes}
    wanted |= {digest: f"{capital(IssueKind(kind).label)}, version {number}" for digest, kind, number in issues}
    return [fault for digest, name in wanted.items() if (fault := _fault(database.parent, digest, name))]


def _fault(data_dir: Path, digest: str, name: str) -> str:
    try:
        with _place(data_dir, digest).open("rb") as stream:
            same = hashlib.file_digest(stream, "sha256").hexdigest() == digest
    except OSError:
        return f"Le fichier «{NBSP}{name}{NBSP}» n’est plus dans le dossier de données, ou ne peut pas être lu."
    return "" if same else f"Le fichier «{NBSP}{name}{NBSP}» a été modifié depuis son enregistrement."


def _place(data_dir: Path, digest: str) -> Path:
    return paths.pieces_dir(data_dir) / digest[:2] / digest
