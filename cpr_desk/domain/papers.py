"""The papers of an agenda item and the proofs of a dispatch: which files may be attached, and how they are told."""

from dataclasses import dataclass
from pathlib import PurePath

from cpr_desk.domain.french import NBSP, integer

LARGEST = 500 * 2**20
"""Bytes of one paper: what is larger than this is no paper that members can read or receive."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."

MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".odt": f"{_OPEN}text",
    ".rtf": "application/rtf",
    ".txt": "text/plain",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
    ".ods": f"{_OPEN}spreadsheet",
    ".csv": "text/csv",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": f"{_OFFICE}presentationml.presentation",
    ".odp": f"{_OPEN}presentation",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".bmp": "image/bmp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".webp": "image/webp",
}
"""The kinds of files that may be attached, by the end of their names: PDF, office documents, images."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file attached to an item, or to a dispatch (`item_id` 0); `sha256` is where its content is kept."""

    name: str
    media_type: str
    size: int
    sha256: str
    item_id: int = 0
    id: int = 0


def media_type_of(name: str) -> str | None:
    """Return the kind of a file by the end of its name, None when such a file may not be attached."""
    return MEDIA_TYPES.get(PurePath(name).suffix.lower())


def size_words(size: int) -> str:
    """Return « 812 octets », « 34 Ko », « 1,2 Mo »."""
    if size < 1024:
        return f"{integer(size)}{NBSP}octet{'s' * (size > 1)}"
    if size < 1024**2:
        return f"{integer(-(-size // 1024))}{NBSP}Ko"
    return f"{size / 1024**2:.1f}".replace(".", ",").removesuffix(",0") + f"{NBSP}Mo"
