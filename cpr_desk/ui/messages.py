"""What the program says to a person: errors, questions, and a courteous sentence for the unforeseen."""

import sys
import threading
from collections.abc import Sequence
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from cpr_desk import logs
from cpr_desk.errors import EnvironmentFault, UserError


def _tr(text: str) -> str:
    return QCoreApplication.translate("messages", text)


def unforeseen() -> UserError:
    """Return the sentence for a failure of the program itself."""
    return UserError(
        _tr("CPR Desk a rencontré une difficulté imprévue."),
        _tr(
            "Ce que vous aviez enregistré est conservé. Recommencez l’opération\u00a0; si la difficulté revient, "
            "transmettez le fichier journal à votre service informatique."
        ),
    )


def as_user_error(failure: BaseException) -> UserError:
    """Return what to tell the person: the error itself when it speaks French, else the courteous sentence."""
    return failure if isinstance(failure, UserError) else unforeseen()


def show_error(parent: QWidget | None, error: UserError) -> None:
    """Show what happened and what to do; returns when the person has closed it."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Critical if isinstance(error, EnvironmentFault) else QMessageBox.Icon.Warning)
    box.setWindowTitle(QApplication.applicationDisplayName())
    box.setText(error.what)
    box.setInformativeText(error.what_to_do)
    box.addButton(_tr("Fermer"), QMessageBox.ButtonRole.RejectRole)
    box.exec()


def choose(
    parent: QWidget | None, question: str, verbs: Sequence[str], detail: str = "", cancel: str = ""
) -> int | None:
    """Ask a question answered by verbs; return the index of the chosen one, None when the person gave up.

    The first verb is the default answer; `cancel` is « Annuler » unless said otherwise.
    """
    return _choose(parent, question, verbs, detail, cancel, destructive=False)


def confirm(
    parent: QWidget | None, question: str, verb: str, detail: str = "", cancel: str = "", *, destructive: bool = False
) -> bool:
    """Ask before what cannot be undone; the button says the verb (« Supprimer »), and giving up is the default then."""
    return _choose(parent, question, [verb], detail, cancel, destructive=destructive) == 0


def _choose(
    parent: QWidget | None, question: str, verbs: Sequence[str], detail: str, cancel: str, *, destructive: bool
) -> int | None:
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning if destructive else QMessageBox.Icon.Question)
    box.setWindowTitle(QApplication.applicationDisplayName())
    box.setText(question)
    box.setInformativeText(detail)
    role = QMessageBox.ButtonRole.DestructiveRole if destructive else QMessageBox.ButtonRole.AcceptRole
    buttons = [box.addButton(verb, role) for verb in verbs]
    give_up = box.addButton(cancel or _tr("Annuler"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(give_up if destructive else buttons[0])
    box.setEscapeButton(give_up)
    box.exec()
    clicked = box.clickedButton()
    return buttons.index(clicked) if clicked in buttons else None


class _Courier(QObject):
    """Carries a failure of any thread to the window's thread, where it may be shown."""

    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.failed.connect(self._show)
        self._showing = False

    def report(self, kind: type[BaseException], failure: BaseException | None, trace: TracebackType | None) -> None:
        """Log the place of a failure (never its text, which may name a person) and tell the person."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, failure or kind(), trace)
            return
        if not issubclass(kind, UserError):
            logs.record_fault((failure or kind()).with_traceback(trace))
        if QThread.currentThread() is self.thread():
            self._show(failure)
        else:
            self.failed.emit(failure)

    def _show(self, failure: BaseException | None) -> None:
        if self._showing or QApplication.instance() is None:
            return
        self._showing = True
        try:
            show_error(QApplication.activeWindow(), as_user_error(failure) if failure else unforeseen())
        finally:
            self._showing = False


def install_exception_hook() -> None:
    """Let no traceback reach a person: an unforeseen failure is logged and a courteous sentence shown."""
    courier = _Courier()
    sys.excepthook = courier.report
    threading.excepthook = lambda args: courier.report(args.exc_type, args.exc_value, args.exc_traceback)
