"""Look into an .xlsx before it is read: how far its cells reach, and which show an error.

The fast reader reserves the whole rectangle up to the last used cell, so that one blank typed at XFD1048576
would exhaust the memory and kill the program; and it shows #REF! as an empty cell, which would unseat a member.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree import ElementTree as ET

_CHUNK = 1 << 20
_TEXTS = "xl/sharedStrings.xml"
_COUNT = re.compile(rb'uniqueCount="([0-9]+)"')
# A cell that holds nothing but a format is written « <c …/> » or « <c …></c> ».
_USED_CELL = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,7})"[^>/]*>(?!</(?:\w+:)?c>)')
_ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*?\bt="e"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<',
    re.DOTALL,
)
# What the standard library raises, each for its own kind of damage; RuntimeError: a member with a password.
_DAMAGE = (zipfile.BadZipFile, zlib.error, ET.ParseError, LookupError, ValueError, OSError, EOFError, RuntimeError)


class DamagedArchive(Exception):
    """The file begins as a workbook does, but its content cannot be read."""


@dataclass(slots=True)
class Extent:
    """What a sheet holds: number of the last used row and column, and its error values by (row, column) from 0."""

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def unpacked_size(data: bytes) -> int:
    """Return the bytes that the archive says it holds once unpacked. Raises DamagedArchive."""
    with _archive(data) as archive:
        return sum(info.file_size for info in archive.infolist())


def is_xlsx(data: bytes) -> bool:
    """Return whether the archive is an Excel workbook in XML (.xlsx, .xlsm). Raises DamagedArchive."""
    with _archive(data) as archive:
        return "xl/workbook.xml" in archive.namelist()


def survey(data: bytes, row_limit: int) -> Mapping[str, Extent]:
    """Return the extent of each sheet by name; a sheet is left as soon as it passes the limit.

    Raises DamagedArchive.
    """
    with _archive(data) as archive:
        try:
            _check_counts(archive)
            return {name: _extent(archive, part, row_limit) for name, part in _parts(archive).items()}
        except _DAMAGE as error:
            raise DamagedArchive from error


def _archive(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(BytesIO(data))
    except _DAMAGE as error:
        raise DamagedArchive from error


def _check_counts(archive: zipfile.ZipFile) -> None:
    """Refuse a number of texts that the file could not hold: the fast reader would reserve the room at once."""
    if _TEXTS in archive.namelist():
        with archive.open(_TEXTS) as stream:
            counts = _COUNT.findall(stream.read(1000))
        if any(int(count) > archive.getinfo(_TEXTS).file_size for count in counts):
            raise DamagedArchive


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the file of each sheet inside the archive, by the sheet's name."""
    book = _xml(archive, "xl/workbook.xml")
    relations = _xml(archive, "xl/_rels/workbook.xml.rels")
    targets = {
        relation.attrib["Id"]: posixpath.normpath(posixpath.join("/xl", relation.attrib["Target"])).lstrip("/")
        for relation in relations.findall(".//{*}Relationship")
        if relation.attrib.get("Type", "").endswith("/worksheet")
    }
    parts = {}
    for sheet in book.findall(".//{*}sheet"):
        identity = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        if identity in targets:
            parts[sheet.attrib["name"]] = targets[identity]
    return parts


def _xml(archive: zipfile.ZipFile, part: str) -> ET.Element:
    return ET.fromstring(archive.read(part))  # noqa: S314 - expat bounds the expansion of entities since 2.4.1


def _extent(archive: zipfile.ZipFile, part: str, row_limit: int) -> Extent:
    extent = Extent()
    for block in _blocks(archive, part):
        used = _USED_CELL.findall(block)
        extent.rows = max((extent.rows, *map(int, {row for _, row in used})))
        extent.columns = max((extent.columns, *map(_column, {letters for letters, _ in used})))
        if extent.rows > row_limit:
            break
        if b't="e"' in block:
            for letters, row, value in _ERROR_CELL.findall(block):
                extent.errors[int(row) - 1, _column(letters) - 1] = value.decode("utf-8", "replace")
    return extent


def _blocks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield the sheet's XML in pieces that end with a whole row."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            block = rest + chunk
            end = block.rfind(b"row>") + 4
            if end > 3:
                yield block[:end]
                rest = block[end:]
            else:
                rest = block
    yield rest


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
