"""Send a document shown in the window to a printer, page by page, away from the window's thread."""

from PySide6.QtCore import QMarginsF, QRect, Qt
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from cpr_desk.errors import EnvironmentFault
from cpr_desk.ui import messages, tasks
from cpr_desk.ui.widgets.pdf_preview import PageImages

_RESOLUTION = 300
"""Dots an inch: enough for print, a quarter of the memory that 600 would take."""


def print_document(parent: QWidget, title: str, pages: PageImages) -> tasks.Task | None:
    """Ask for a printer, then print the pages in a task; None when the person gives up."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, len(pages.sizes()))
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None

    def work(progress: tasks.Progress) -> None:
        draw(printer, pages, progress)

    label = parent.tr("Impression de {title}").format(title=title)
    return tasks.run(parent, label, work, lambda _nothing: None, lambda failure: _say(parent, failure))


def draw(printer: QPrinter, pages: PageImages, progress: tasks.Progress) -> None:
    """Draw the pages asked for on a printer. Raises EnvironmentFault when it refuses."""
    sizes = pages.sizes()
    chosen = range(max(printer.fromPage(), 1) - 1, printer.toPage() or len(sizes))
    painter = QPainter()
    for done, page in enumerate(chosen):
        progress(done, len(chosen))
        wide = sizes[page][0] > sizes[page][1]
        printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
        if not (printer.newPage() if done else painter.begin(printer)):
            raise EnvironmentFault(
                "L’imprimante n’a pas accepté le document.",
                "Vérifiez qu’elle est allumée et prête, ou enregistrez le PDF et imprimez-le plus tard.",
            )
        image = QImage.fromData(pages.png(page, min(printer.resolution(), _RESOLUTION)))
        painter.drawImage(_fitted(image, painter.viewport()), image)
    painter.end()


def _fitted(image: QImage, room: QRect) -> QRect:
    """Return the largest rectangle of the page's proportions in the middle of the sheet."""
    size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(room.topLeft(), size)
    place.moveCenter(room.center())
    return place


def _say(parent: QWidget, failure: Exception) -> None:
    messages.show_error(parent.window(), messages.as_user_error(failure))
