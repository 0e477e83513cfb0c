"""Files kept in the data folder under their hash: papers, versions sent, scans. What is there never changes."""

import hashlib
import os
from pathlib import Path
from uuid import uuid4

from cpr_desk import paths
from cpr_desk.domain.french import NBSP
from cpr_desk.errors import UserError


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


def _place(data_dir: Path, digest: str) -> Path:
    return paths.pieces_dir(data_dir) / digest[:2] / digest
