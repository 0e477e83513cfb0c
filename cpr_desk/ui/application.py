"""The Qt application: French, its icon, its theme, its way to fail courteously."""

import logging
from collections.abc import Sequence

from PySide6.QtCore import QLibraryInfo, QLocale, QMessageLogContext, QtMsgType, QTranslator, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from cpr_desk import __version__
from cpr_desk.ui import messages, tasks
from cpr_desk.ui.garbage import Collector
from cpr_desk.ui.icons import application_icon
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Appearance, Theme

_qt_log = logging.getLogger("qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


_MISSING = {
    ("QFileDialog", "&Look in:"): "&Regarder dans\u00a0:",
    ("QFileDialog", "Files of &type:"): "&Type de fichiers\u00a0:",
    ("QAbstractFileIconProvider", "Drive"): "Lecteur",
    ("QAbstractFileIconProvider", "File"): "Fichier",
    ("QAbstractFileIconProvider", "%1 File"): "Fichier %1",
    ("QAbstractFileIconProvider", "File Folder"): "Dossier",
    ("QAbstractFileIconProvider", "Folder"): "Dossier",
    ("QAbstractFileIconProvider", "Shortcut"): "Raccourci",
    ("QAbstractFileIconProvider", "Unknown"): "Inconnu",
}
"""What the French of Qt 6.11 leaves in English in its own file dialog, by context and source."""


class _Complement(QTranslator):
    """Adds the words that Qt's own catalogue lacks."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return _MISSING.get((context, source))  # type: ignore[return-value]  # None: ask the next catalogue

    def isEmpty(self) -> bool:
        return False


def create_application(argv: Sequence[str], state: UiState) -> QApplication:
    """Return the application ready for its first window; `state` holds the appearance the person chose."""
    qInstallMessageHandler(_log_qt)
    app = QApplication(list(argv))
    Collector(app)
    app.setOrganizationName("CPR Desk")
    app.setApplicationName("CPR Desk")
    app.setApplicationDisplayName("CPR Desk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("cpr-desk")
    speak_french(app)
    app.setWindowIcon(application_icon())
    chosen = state.get("appearance")
    Theme(app, Appearance(chosen) if chosen in list(Appearance) else Appearance.SYSTEM)
    app.aboutToQuit.connect(tasks.finish_all)
    messages.install_exception_hook()
    return app


def speak_french(app: QApplication) -> None:
    """Use French formats, and French words in Qt's own dialogs and calendars."""
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    translator = QTranslator(app)
    if translator.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    app.installTranslator(_Complement(app))


def theme_of(app: QApplication) -> Theme | None:
    """Return the theme the application was created with."""
    return app.findChild(Theme)


def _log_qt(level: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    _qt_log.log(_LEVELS.get(level, logging.WARNING), "%s", text)
