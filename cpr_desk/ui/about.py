"""The two small dialogs of the help menu."""

from collections.abc import Sequence

import PySide6
from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cpr_desk import __version__
from cpr_desk.ui import theme
from cpr_desk.ui.icons import application_icon
from cpr_desk.ui.theme import Space, TextSize


def _tr(text: str) -> str:
    return QCoreApplication.translate("about", text)


def show_shortcuts(parent: QWidget, shortcuts: Sequence[tuple[str, str]]) -> None:
    """Show which keys do what on the page in view."""
    dialog, column = _dialog(parent, _tr("Raccourcis clavier"))
    sheet = QWidget(dialog)
    form = QFormLayout(sheet)
    form.setContentsMargins(0, 0, Space.L, 0)
    form.setHorizontalSpacing(Space.XL)
    always = [
        (_tr("Filtrer la liste"), "Ctrl+F"),
        (_tr("Copier les lignes choisies"), "Ctrl+C"),
        (_tr("Menu du contexte"), _tr("Touche Menu")),
    ]
    for text, keys in (*shortcuts, *always):
        name = QLabel(keys)
        name.setFont(theme.font(bold=True))
        form.addRow(name, QLabel(text))
    area = QScrollArea(dialog, widgetResizable=True)
    area.setObjectName("page")
    area.setWidget(sheet)
    column.insertWidget(0, area, 1)
    wanted = sheet.sizeHint() + QSize(4 * Space.XL, 6 * Space.XL)
    dialog.resize(wanted.boundedTo(dialog.screen().availableSize() * 0.94))
    dialog.exec()


def show_about(parent: QWidget) -> None:
    """Show name, version, licence and third parties."""
    dialog, column = _dialog(parent, _tr("À propos de CPR Desk"))
    picture = QLabel(alignment=Qt.AlignmentFlag.AlignHCenter)
    picture.setPixmap(application_icon().pixmap(64, 64))
    name = QLabel(f"CPR Desk {__version__}", alignment=Qt.AlignmentFlag.AlignHCenter)
    name.setFont(theme.font(TextSize.TITLE, bold=True))
    words = QLabel(
        _tr(
            "Le secrétariat des commissions paritaires de l’accord conventionnel interprofessionnel des CPTS "
            "(régionales, locales, nationale), sur le poste de travail et sans réseau.\n\n"
            "Logiciel libre sous licence publique de l’Union européenne (EUPL 1.2).\n"
            "Qt {qt} sous licence LGPL 3, icônes Lucide sous licence ISC."
        ).format(qt=PySide6.__version__),
        wordWrap=True,
    )
    words.setMinimumWidth(420)
    for place, label in enumerate((picture, name, words)):
        column.insertWidget(place, label)
    dialog.exec()


def _dialog(parent: QWidget, title: str) -> tuple[QDialog, QVBoxLayout]:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
    column.setSpacing(Space.L)
    buttons = QDialogButtonBox(dialog)
    close = QPushButton(_tr("Fermer"))
    buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
    buttons.rejected.connect(dialog.reject)
    column.addWidget(buttons)
    return dialog, column
