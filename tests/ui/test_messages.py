import logging
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cpr_desk.errors import EnvironmentFault, UserError
from cpr_desk.ui import messages
from cpr_desk.ui.widgets.message_bar import ACTION_SECONDS, SUCCESS_SECONDS, MessageBar, Weight
from tests.ui.conftest import Dialogs


def press(verb: str) -> Callable[[QDialog], object]:
    """Return what presses the button that says a verb."""

    def act(box: QDialog) -> None:
        next(button for button in box.findChildren(QPushButton) if button.text() == verb).click()

    return act


def test_an_error_says_what_happened_and_what_to_do(dialogs: Dialogs) -> None:
    said: list[tuple[str, str, list[str]]] = []

    def read(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        said.append((box.text(), box.informativeText(), [button.text() for button in box.buttons()]))
        box.reject()

    dialogs.answer(read)
    messages.show_error(None, EnvironmentFault("Le disque est plein.", "Libérez de la place, puis recommencez."))
    assert said == [("Le disque est plein.", "Libérez de la place, puis recommencez.", ["Fermer"])]


@pytest.mark.parametrize(("pressed", "answer"), [("Supprimer", True), ("Annuler", False)])
def test_a_question_is_answered_by_a_verb(dialogs: Dialogs, pressed: str, answer: bool) -> None:
    dialogs.answer(press(pressed))
    assert messages.confirm(None, "Supprimer la réunion\u00a0?", "Supprimer", destructive=True) is answer


def test_giving_up_is_the_default_before_destroying(dialogs: Dialogs) -> None:
    defaults: list[str] = []

    def read(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        defaults.append(box.defaultButton().text())
        box.reject()

    dialogs.answer(read)
    messages.confirm(None, "Supprimer\u00a0?", "Supprimer", destructive=True)
    dialogs.answer(read)
    messages.confirm(None, "Envoyer\u00a0?", "Envoyer")
    assert defaults == ["Annuler", "Envoyer"]


def test_a_choice_between_verbs_says_which(dialogs: Dialogs) -> None:
    dialogs.answer(press("Abandonner"))
    assert messages.choose(None, "Enregistrer les changements\u00a0?", ["Enregistrer", "Abandonner"]) == 1
    dialogs.answer(press("Rester"))
    assert messages.choose(None, "Enregistrer\u00a0?", ["Enregistrer"], cancel="Rester") is None


@pytest.fixture
def hooks() -> Iterator[None]:
    """Put the hooks of Python back after the test."""
    kept = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = kept


def raised(failure: Exception) -> Exception:
    def fail() -> None:
        raise failure

    with pytest.raises(type(failure)):
        fail()
    return failure


@pytest.mark.usefixtures("hooks")
def test_an_unforeseen_failure_is_courteous_on_screen_and_discreet_in_the_log(
    dialogs: Dialogs, caplog: pytest.LogCaptureFixture
) -> None:
    messages.install_exception_hook()
    dialogs.answer(press("Fermer"))
    failure = raised(KeyError("Jeanne Exemple"))
    with caplog.at_level(logging.ERROR):
        sys.excepthook(type(failure), failure, failure.__traceback__)
    assert "KeyError" in caplog.text
    assert "test_messages.py" in caplog.text
    assert "Jeanne" not in caplog.text


@pytest.mark.usefixtures("hooks")
def test_a_french_error_that_nobody_caught_is_shown_as_it_is(dialogs: Dialogs) -> None:
    texts: list[str] = []

    def read(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        texts.append(box.text())
        box.reject()

    messages.install_exception_hook()
    dialogs.answer(read)
    failure = raised(UserError("Le fichier est ouvert dans Excel.", "Fermez-le."))
    sys.excepthook(type(failure), failure, failure.__traceback__)
    assert texts == ["Le fichier est ouvert dans Excel."]


@pytest.mark.usefixtures("hooks")
def test_a_failure_in_another_thread_is_shown_too(qtbot: QtBot, dialogs: Dialogs) -> None:
    messages.install_exception_hook()
    shown: list[str] = []

    def read(box: QDialog) -> None:
        shown.append(box.windowTitle())
        box.reject()

    dialogs.answer(read)
    failing = threading.Thread(target=lambda: int("douze"))
    failing.start()
    failing.join()
    qtbot.waitUntil(lambda: shown == ["CPR Desk"])


def test_a_message_in_a_page_carries_a_word_and_an_action(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    done: list[str] = []
    bar.say(Weight.WARNING, "La sauvegarde date de 12 jours.", "Sauvegarder", lambda: done.append("oui"))
    assert bar.accessibleName() == "Attention. La sauvegarde date de 12 jours."
    next(button for button in bar.findChildren(QPushButton) if button.text() == "Sauvegarder").click()
    assert done == ["oui"]
    assert bar.text() == ""
    bar.say_error(UserError("La date manque.", "Écrivez-la."))
    assert bar.text() == "La date manque. Écrivez-la."


def test_the_file_dialog_of_qt_is_french_to_its_last_label(qtbot: QtBot) -> None:
    asked = QFileDialog(None, "Enregistrer", "", "Classeur Excel (*.xlsx)")
    asked.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(asked)
    labels = {label.text().replace("&", "") for label in asked.findChildren(QLabel)}
    assert {"Regarder dans\u00a0:", "Type de fichiers\u00a0:"} <= labels
    assert QCoreApplication.translate("QAbstractFileIconProvider", "Folder") == "Dossier"
    assert QCoreApplication.translate("Inconnu", "Texte à nous") == "Texte à nous"


def _bar(qtbot: QtBot) -> tuple[QWidget, MessageBar]:
    window = QWidget()
    bar = MessageBar(window)
    field = QLineEdit(window)
    column = QVBoxLayout(window)
    for widget in (field, bar):
        column.addWidget(widget)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    field.setFocus()
    return window, bar


def test_a_success_goes_by_itself_and_stays_longer_where_it_offers_something(qtbot: QtBot) -> None:
    _window, bar = _bar(qtbot)
    bar.say(Weight.SUCCESS, "Le contrat est signé.")
    assert bar.leaving.isActive()
    assert bar.leaving.interval() == 1000 * SUCCESS_SECONDS
    bar.leaving.timeout.emit()
    assert bar.text() == ""
    bar.say(Weight.SUCCESS, "Le contrat est signé.", "Annuler", list)
    assert bar.leaving.interval() == 1000 * ACTION_SECONDS
    bar.clear()
    assert not bar.leaving.isActive(), "the next message has its whole time"


def test_a_success_stays_while_the_focus_is_on_it(qtbot: QtBot) -> None:
    _window, bar = _bar(qtbot)
    bar.say(Weight.SUCCESS, "Le contrat est signé.", "Annuler", list)
    button = next(button for button in bar.findChildren(QPushButton) if button.text() == "Annuler")
    button.setFocus()
    bar.leaving.timeout.emit()
    assert bar.text() == "Le contrat est signé."
    assert bar.leaving.isActive()
    button.clearFocus()
    bar.leaving.timeout.emit()
    assert bar.text() == ""


def test_a_success_stays_while_the_mouse_is_on_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    _window, bar = _bar(qtbot)
    bar.say(Weight.SUCCESS, "Le fichier est enregistré.")
    monkeypatch.setattr(bar, "underMouse", lambda: True)
    bar.leaving.timeout.emit()
    assert bar.text() == "Le fichier est enregistré."
    monkeypatch.undo()
    bar.leaving.timeout.emit()
    assert bar.text() == ""


def test_a_success_waits_for_its_page_to_be_shown_again(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window, bar = _bar(qtbot)
    page = QWidget(window)
    QVBoxLayout(page).addWidget(bar)
    column = window.layout()
    assert column
    column.addWidget(page)
    bar.say(Weight.SUCCESS, "Le registre est enregistré.", "Ouvrir", list)
    page.hide()
    bar.leaving.timeout.emit()
    assert bar.text() == "Le registre est enregistré."
    begun: list[tuple[object, ...]] = []
    bar.leaving.start()
    with monkeypatch.context() as patched:
        patched.setattr(bar.leaving, "start", lambda *given: begun.append(given))
        page.show()
    assert begun == [()], "it has its whole time once it is seen"
    bar.leaving.timeout.emit()
    assert bar.text() == ""


def test_a_success_waits_for_its_window_to_be_in_front_again(qtbot: QtBot) -> None:
    window, bar = _bar(qtbot)
    bar.say(Weight.SUCCESS, "Le registre est enregistré.")
    other = QWidget()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    assert bar.isVisible()
    bar.leaving.timeout.emit()
    assert bar.text() == "Le registre est enregistré."
    with qtbot.waitActive(window):
        window.activateWindow()
    bar.leaving.timeout.emit()
    assert bar.text() == ""


@pytest.mark.parametrize("weight", [Weight.INFORMATION, Weight.WARNING, Weight.ERROR])
def test_anything_but_a_success_stays_until_it_is_closed(qtbot: QtBot, weight: Weight) -> None:
    _window, bar = _bar(qtbot)
    bar.say(Weight.SUCCESS, "Le fichier est enregistré.")
    bar.say(weight, "Rien n’est modifié.")
    assert not bar.leaving.isActive()
