"""The window over several commissions: shown one at a time, chosen at the top, remembered."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from cpr_desk.domain.commission import Commission, CommissionKind
from cpr_desk.services import commission as commissions
from cpr_desk.services import instance, meetings
from cpr_desk.services.commission import CreateCommission
from cpr_desk.services.meetings import PlanMeeting
from cpr_desk.storage.database import Database
from cpr_desk.ui.dialogs.new_commission import NewCommissionDialog
from cpr_desk.ui.opening import Opening
from cpr_desk.ui.pages.meetings import MeetingsPage
from cpr_desk.ui.pages.settings import SettingsPage
from cpr_desk.ui.state import UiState
from tests.ui.conftest import Dialogs

REGIONAL = "Commission paritaire régionale – Pays de la Loire"
LOCAL = "Commission paritaire locale – Sarthe"
SARTHE = CreateCommission(CommissionKind.CPL, "52", "Sarthe", date(2022, 3, 1))


@pytest.fixture
def one(db: Database, commission: Commission) -> Path:
    """Return a folder with the CPR, which has met in 2026."""
    meetings.plan_meeting(db, PlanMeeting(commission.id, date(2026, 3, 3)))
    db.close()
    return db.file.parent


@pytest.fixture
def two(one: Path) -> Path:
    """Return a folder with a CPL beside that CPR."""
    db = instance.open_data(one)
    commissions.add_commission(db, SARTHE)
    db.close()
    return one


@pytest.fixture
def start(start: Callable[..., Opening], qtbot: QtBot) -> Callable[..., Opening]:
    """Return what opens the window on a folder and waits for its pages."""

    def open_on(folder: Path, state: UiState | None = None, commission_id: int | None = None) -> Opening:
        opening = start(folder, state, commission_id)
        qtbot.waitUntil(lambda: opening.desk is not None)
        return opening

    return open_on


def offered(opening: Opening) -> list[str]:
    choice = opening.window.commissions.list
    return [choice.itemText(row) for row in range(choice.count())]


def choose(opening: Opening, name: str) -> None:
    """Choose as the mouse does in the open list."""
    choice = opening.window.commissions.list
    row = choice.findText(name)
    choice.setCurrentIndex(row)
    choice.activated.emit(row)


def shown(opening: Opening) -> tuple[str, str]:
    """Return what the choice and the title bar say."""
    return opening.window.commissions.list.currentText(), opening.window.windowTitle().removesuffix(" – CPR Desk")


def answer(verb: str) -> Callable[[QDialog], None]:
    def act(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        next(button for button in box.buttons() if button.text() == verb).click()

    return act


def entry(opening: Opening, text: str) -> bool:
    """Tell whether an entry of the menus may be used, by the beginning of its name."""
    return next(a for a in opening.window.actions() if a.text().replace("&", "").startswith(text)).isEnabled()


def test_one_commission_leaves_nothing_to_choose(start: Callable[..., Opening], one: Path) -> None:
    opening = start(one)

    assert not opening.window.commissions.isVisible()
    assert not entry(opening, "Changer de commission…")
    assert entry(opening, "Nouvelle commission…")


def test_several_commissions_are_chosen_at_the_top_of_the_window(start: Callable[..., Opening], two: Path) -> None:
    opening = start(two)
    choice = opening.window.commissions

    assert choice.isVisible()
    assert choice.list.accessibleName() == "Commission"
    assert offered(opening) == [REGIONAL, LOCAL]
    assert shown(opening) == (REGIONAL, REGIONAL)
    assert entry(opening, "Changer de commission…")


def test_another_commission_shows_its_own_data_on_the_same_page(start: Callable[..., Opening], two: Path) -> None:
    opening = start(two)
    page = opening.window.show_page("meetings")
    assert isinstance(page, MeetingsPage)
    assert page.panel.view.model().rowCount() == 1
    choose(opening, LOCAL)

    assert shown(opening) == (LOCAL, LOCAL)
    again = opening.window.show_page("meetings")
    assert isinstance(again, MeetingsPage)
    assert opening.window.navigation.currentRow() == 2
    assert again.panel.view.model().rowCount() == 0
    choose(opening, REGIONAL)
    assert shown(opening) == (REGIONAL, REGIONAL)


def test_choosing_the_commission_shown_builds_nothing_anew(start: Callable[..., Opening], two: Path) -> None:
    opening = start(two)
    desk = opening.desk
    choose(opening, REGIONAL)

    assert opening.desk is desk


@pytest.mark.parametrize("leaves", [True, False])
def test_what_is_typed_is_asked_for_before_another_commission_shows(
    start: Callable[..., Opening], two: Path, dialogs: Dialogs, leaves: bool
) -> None:
    opening = start(two)
    page = opening.window.show_page("settings")
    assert isinstance(page, SettingsPage)
    page.identity.name.setText("CPR Ouest")
    dialogs.answer(answer("Ne pas enregistrer" if leaves else "Rester sur la page"))
    choose(opening, LOCAL)

    assert shown(opening) == ((LOCAL, LOCAL) if leaves else (REGIONAL, REGIONAL))
    if not leaves:
        assert page.identity.name.text() == "CPR Ouest"
        page.revert()


def test_what_is_typed_may_be_stored_on_the_way(start: Callable[..., Opening], two: Path, dialogs: Dialogs) -> None:
    opening = start(two)
    page = opening.window.show_page("settings")
    assert isinstance(page, SettingsPage)
    page.identity.name.setText("CPR Ouest")
    dialogs.answer(answer("Enregistrer"))
    choose(opening, LOCAL)

    assert shown(opening) == (LOCAL, LOCAL)
    assert offered(opening) == ["CPR Ouest", LOCAL]


def test_settings_are_those_of_the_commission_shown(start: Callable[..., Opening], two: Path) -> None:
    opening = start(two)
    choose(opening, LOCAL)
    page = opening.window.show_page("settings")
    assert isinstance(page, SettingsPage)
    page.identity.name.setText("CPL Sarthe")
    page.rules.numbers["agenda_days"].setValue(8)
    page.save_action.trigger()

    assert shown(opening) == ("CPL Sarthe", "CPL Sarthe")
    assert opening.desk
    assert opening.desk.commission.rules.agenda_days == 8
    choose(opening, REGIONAL)
    assert opening.desk.commission.rules.agenda_days == 5
    other = opening.window.show_page("settings")
    assert isinstance(other, SettingsPage)
    assert other.identity.name.text() == REGIONAL


def test_settings_say_what_the_kind_asks(start: Callable[..., Opening], two: Path) -> None:
    opening = start(two)
    choose(opening, LOCAL)
    page = opening.window.show_page("settings")
    assert isinstance(page, SettingsPage)
    said = [label.text() for label in page.identity.findChildren(QLabel)]

    assert f"{LOCAL}\u00a0: au moins une réunion par année civile (annexe 5, 1.2)." in said
    assert page.identity.texts["name"].accessibleDescription() == (
        "CPAM ou CGSS\u00a0: qui tient le secrétariat (annexe 5, 1.1)."
    )


def test_nothing_is_undone_in_a_commission_that_is_not_shown(start: Callable[..., Opening], two: Path) -> None:
    opening = start(two)
    page = opening.window.show_page("settings")
    assert isinstance(page, SettingsPage)
    page.identity.name.setText("CPR Ouest")
    page.save_action.trigger()
    assert entry(opening, "Annuler")
    choose(opening, LOCAL)
    assert not entry(opening, "Annuler")

    assert offered(opening) == ["CPR Ouest", LOCAL]


def test_the_choice_is_remembered(start: Callable[..., Opening], two: Path, tmp_path: Path) -> None:
    memory = tmp_path / "fenetre.json"
    first = start(two, UiState(memory))
    choose(first, LOCAL)
    first.window.close()
    first.close()

    assert shown(start(two, UiState(memory))) == (LOCAL, LOCAL)


def test_the_command_line_may_say_which_is_shown(start: Callable[..., Opening], two: Path) -> None:
    assert shown(start(two, commission_id=2)) == (LOCAL, LOCAL)


@pytest.mark.parametrize("remembered", [99, "deux", None])
def test_a_commission_that_is_no_more_gives_way_to_the_oldest(
    start: Callable[..., Opening], two: Path, remembered: object
) -> None:
    state = UiState()
    state.remember("window/commission", remembered)

    assert shown(start(two, state)) == (REGIONAL, REGIONAL)


def test_the_keyboard_opens_the_list_and_changes_nothing_by_accident(
    qtbot: QtBot, start: Callable[..., Opening], two: Path
) -> None:
    opening = start(two)
    choice = opening.window.commissions.list
    QTest.keyClick(
        opening.window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(lambda: choice.view().isVisible())
    choice.hidePopup()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert choice.view().isVisible()
    assert shown(opening) == (REGIONAL, REGIONAL)
    QTest.keyClick(choice.view(), Qt.Key.Key_Down)
    QTest.keyClick(choice.view(), Qt.Key.Key_Return)
    assert shown(opening) == (LOCAL, LOCAL)
    QTest.keyClick(choice, Qt.Key.Key_Escape)
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(choice, wheel)
    assert shown(opening) == (LOCAL, LOCAL)


def test_tab_goes_from_the_choice_to_the_pages(start: Callable[..., Opening], two: Path) -> None:
    opening = start(two)
    opening.window.activateWindow()
    opening.window.commissions.list.setFocus()
    opening.window.focusNextPrevChild(True)
    assert opening.window.navigation.hasFocus()
    opening.window.focusNextPrevChild(False)
    assert opening.window.commissions.list.hasFocus()


def found(opening: Opening, dialogs: Dialogs) -> NewCommissionDialog:
    dialogs.answer(lambda _dialog: None)
    opening.found_commission()
    return next(d for d in opening.window.findChildren(NewCommissionDialog) if d.isVisible())


def test_a_new_commission_is_shown_at_once(start: Callable[..., Opening], one: Path, dialogs: Dialogs) -> None:
    opening = start(one)
    dialog = found(opening, dialogs)
    dialog.fields.kind.setCurrentIndex(2)
    dialog.fields.installed.set_day(date(2019, 10, 1))
    dialog.save_button.click()

    assert shown(opening) == ("Commission paritaire nationale", "Commission paritaire nationale")
    assert offered(opening) == [REGIONAL, "Commission paritaire nationale"]
    page = opening.window.show_page("dashboard")
    assert page.messages.text() == "Commission paritaire nationale est créée."


def test_the_same_commission_again_is_refused_in_the_dialog(
    start: Callable[..., Opening], one: Path, dialogs: Dialogs
) -> None:
    opening = start(one)
    dialog = found(opening, dialogs)
    dialog.save_button.click()
    assert dialog.isVisible()
    dialog.fields.region.setEditText("pays de la loire")
    dialog.fields.installed.set_day(date(2021, 2, 4))
    dialog.save_button.click()
    assert dialog.messages.text().startswith(f"Ce dossier de données contient déjà cette commission\u00a0: {REGIONAL}.")
    dialogs.answer(answer("Abandonner"))
    dialog.reject()
    assert offered(opening) == [REGIONAL]


def test_a_commission_founded_while_something_is_typed_waits_in_the_list(
    start: Callable[..., Opening], one: Path, dialogs: Dialogs
) -> None:
    opening = start(one)
    page = opening.window.show_page("settings")
    assert isinstance(page, SettingsPage)
    page.identity.name.setText("CPR Ouest")
    dialog = found(opening, dialogs)
    dialog.fields.kind.setCurrentIndex(2)
    dialog.fields.installed.set_day(date(2019, 10, 1))
    dialogs.answer(answer("Rester sur la page"))
    dialog.save_button.click()

    assert shown(opening) == (REGIONAL, REGIONAL)
    assert opening.window.commissions.isVisible()
    page.revert()
