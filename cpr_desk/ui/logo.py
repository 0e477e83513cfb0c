"""Take in the logo of the secretariat: any sound PNG or JPEG, reduced to what a letterhead needs."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from cpr_desk.domain.french import NBSP
from cpr_desk.errors import UserError

LARGEST_FILE = 10_000_000
LARGEST_SIDE = 8_000
_KEPT = QSize(1200, 600)
_FORMATS = (b"png", b"jpeg")


def _tr(text: str) -> str:
    return QCoreApplication.translate("logo", text)


def read_logo(file: Path) -> bytes:
    """Return the picture of a file as PNG bytes. Raises UserError when it is none, or far too large."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise _too_large(file)
        content = file.read_bytes()
    except OSError:
        raise UserError(
            _tr("Le fichier {name} ne peut pas être lu.").format(name=_quoted(file)),
            _tr("Vérifiez qu’il existe et qu’il n’est pas ouvert ailleurs, puis recommencez."),
        ) from None
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)  # a photograph lies on its side otherwise
    if bytes(reader.format().data()) not in _FORMATS:
        raise _unreadable(file)
    if max(reader.size().width(), reader.size().height()) > LARGEST_SIDE:
        raise _too_large(file)
    image = reader.read()
    if image.isNull() or not _whole(content):
        raise _unreadable(file)
    return _png(image)


def _whole(content: bytes) -> bool:
    """Say whether the end of the picture is there: decoders fill what is missing with grey."""
    end = content.rstrip(b"\x00\r\n ")
    return end.endswith(b"\xff\xd9") if content.startswith(b"\xff\xd8") else b"IEND" in content[-1024:]


def _png(image: QImage) -> bytes:
    if image.width() > _KEPT.width() or image.height() > _KEPT.height():
        smooth = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(_KEPT, Qt.AspectRatioMode.KeepAspectRatio, smooth)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _quoted(file: Path) -> str:
    return f"«{NBSP}{file.name}{NBSP}»"


def _unreadable(file: Path) -> UserError:
    return UserError(
        _tr("Le fichier {name} n’est pas une image PNG ou JPEG lisible.").format(name=_quoted(file)),
        _tr("Il est peut-être endommagé. Choisissez une autre image, ou enregistrez celle-ci de nouveau en PNG."),
    )


def _too_large(file: Path) -> UserError:
    return UserError(
        _tr("L’image {name} est trop grande pour un en-tête de courrier.").format(name=_quoted(file)),
        _tr("Choisissez une image de moins de 10 Mo et de 8 000 points de côté."),
    )
