"""From « Nouvelle réunion » to the register, on both sides of each limit, where holidays are local."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from cpr_desk.domain.commission import Counting, Rules
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.domain.french import date_words
from cpr_desk.office import documents
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import commission as commissions
from cpr_desk.services import composition
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.agenda_opinions import OpinionsDialog
from cpr_desk.ui.dialogs.issue import IssueDialog
from cpr_desk.ui.dialogs.mark_sent import MarkSentDialog
from cpr_desk.ui.dialogs.meeting import MeetingDialog
from cpr_desk.ui.pages.meeting_agenda import AgendaTab
from cpr_desk.ui.pages.meeting_dispatch import DispatchTab
from cpr_desk.ui.pages.meeting_preparation import PreparationTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from tests.factories import INSTALLED, PAYS_DE_LA_LOIRE, seed_states
from tests.reports import reading
from tests.ui.conftest import Dialogs
from tests.ui.driving import click, open_dialog, shown, type_in

ONE_DAY = timedelta(days=1)
ALSACE, REUNION, METROPOLE = "alsace-moselle", "reunion", "metropole"


@dataclass(frozen=True)
class Limits:
    """A meeting, the last lawful days of convocation and agenda, and the day advised for the convocation."""

    territory: str
    counting: Counting
    meeting: date
    convocation: date
    advised: date
    agenda: date


CASES = {
    "good friday": Limits(
        ALSACE, Counting.CALENDAR, date(2025, 5, 3), date(2025, 4, 18), date(2025, 4, 17), date(2025, 4, 28)
    ),
    "good friday is worked elsewhere": Limits(
        METROPOLE, Counting.CALENDAR, date(2025, 5, 3), date(2025, 4, 18), date(2025, 4, 18), date(2025, 4, 28)
    ),
    "26 december, a sunday": Limits(
        ALSACE, Counting.CALENDAR, date(2022, 1, 10), date(2021, 12, 26), date(2021, 12, 24), date(2022, 1, 5)
    ),
    "26 december in clear days": Limits(
        ALSACE, Counting.CLEAR, date(2023, 1, 11), date(2022, 12, 26), date(2022, 12, 23), date(2023, 1, 5)
    ),
    "20 december": Limits(
        REUNION, Counting.CALENDAR, date(2022, 1, 4), date(2021, 12, 20), date(2021, 12, 17), date(2021, 12, 30)
    ),
    "20 december in clear days": Limits(
        REUNION, Counting.CLEAR, date(2022, 1, 5), date(2021, 12, 20), date(2021, 12, 17), date(2021, 12, 30)
    ),
    "a saturday": Limits(
        METROPOLE, Counting.CLEAR, date(2021, 6, 14), date(2021, 5, 29), date(2021, 5, 28), date(2021, 6, 8)
    ),
}


@dataclass
class Window:
    """A secretary before the page of meetings, on a day that passes."""

    db: Database
    qtbot: QtBot
    dialogs: Dialogs
    monkeypatch: pytest.MonkeyPatch
    folder: Path
    limits: Limits
    today: date = field(init=False)
    page: MeetingsPage = field(init=False)

    def __post_init__(self) -> None:
        made = commissions.create_commission(self.db, PAYS_DE_LA_LOIRE)
        wanted = replace(Rules(), counting=self.limits.counting, holiday_territory=self.limits.territory)
        commissions.change_rules(self.db, made.id, wanted)
        seats = [state for state in seed_states() if state.titular][::7]
        composition.revise_composition(self.db, composition.ReviseComposition(made.id, INSTALLED, tuple(seats)))
        self.today = self.limits.convocation - 10 * ONE_DAY
        self.page = shown(MeetingsPage, Desk(self.db, lambda: self.today), self.qtbot)

    def wait_until(self, day: date) -> None:
        """Let the days pass."""
        self.today = day
        self.page._desk.refresh()

    def dispatches(self) -> DispatchTab:
        tab = self.page.detail.show_tab("dispatches")
        assert isinstance(tab, DispatchTab)
        return tab

    def preparation(self) -> PreparationTab:
        tab = self.page.detail.show_tab("preparation")
        assert isinstance(tab, PreparationTab)
        return tab

    def plan(self) -> MeetingDialog:
        """Type the day of the meeting, and leave the dialog open."""
        dialog = open_dialog(self.dialogs, self.page, MeetingDialog, self.page._new.trigger)
        type_in(self.qtbot, dialog.day, f"{self.limits.meeting:%d/%m/%Y}")
        type_in(self.qtbot, dialog.hour, "14h30")
        return dialog

    def write_agenda(self, *titles: str) -> None:
        tab = self.page.detail.show_tab("agenda")
        assert isinstance(tab, AgendaTab)
        self.qtbot.waitUntil(tab.isVisible)
        click(self.qtbot, tab, "Écrire le premier point")
        for title in titles:
            type_in(self.qtbot, _editor(tab), title)
            self.qtbot.keyClick(_editor(tab), Qt.Key.Key_Return)
            known = len(tab.model.items)
            self.qtbot.waitUntil(lambda: len(tab.model.items) > known and tab.model.draft is not None)  # noqa: B023
        self.qtbot.keyClick(_editor(tab), Qt.Key.Key_Escape)
        self.qtbot.waitUntil(lambda: tab.model.draft is None)

    def record_opinions(self) -> str:
        """Note that both section presidents agree today, and return how the agenda stands."""
        tab = self.page.detail.show_tab("agenda")
        assert isinstance(tab, AgendaTab)
        ask = lambda: click(self.qtbot, tab, "Avis des présidents…")  # noqa: E731
        dialog = open_dialog(self.dialogs, tab, OpinionsDialog, ask)
        for each in dialog.sections:
            type_in(self.qtbot, each.given, f"{self.today:%d/%m/%Y}")
            each.verdict.setCurrentIndex(1)
        with self.qtbot.waitSignal(dialog.saved):
            click(self.qtbot, dialog, "Enregistrer les avis")
        return str(tab.badge.accessibleName())

    def issue(self, document: str) -> None:
        tab = self.dispatches()
        self.monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(self.folder))
        dialog = open_dialog(self.dialogs, tab, IssueDialog, tab._issue.trigger)
        dialog.kind.setCurrentText(document)
        tab.messages.clear()
        click(self.qtbot, dialog, "Éditer…")
        self.qtbot.waitUntil(lambda: bool(tab.messages.text()), timeout=30_000)
        assert "version\u00a01 conservée" in tab.messages.text()

    def mark_sent(self, day: date) -> str:
        """Mark the last version as sent to all, and return what was said of it before."""
        self.wait_until(day)
        tab = self.dispatches()
        dialog = open_dialog(self.dialogs, tab, MarkSentDialog, tab._mark.trigger)
        type_in(self.qtbot, dialog.sent_on, f"{day:%d/%m/%Y}")
        dialog.channel.setCurrentText("Courriel")
        said = dialog.what_happens.text()
        click(self.qtbot, dialog, "Marquer comme envoyé")
        return _plain(said)

    def excel(self) -> list[tuple[object, ...]]:
        """Return the rows of the register exported from the tab."""
        file = self.folder / "registre.xlsx"
        tab = self.dispatches()
        self.monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
        tab.messages.clear()
        tab._export.trigger()
        self.qtbot.waitUntil(lambda: bool(tab.messages.text()), timeout=15_000)
        sheet = openpyxl.load_workbook(file)["Envois"]
        cells = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
        head = next(number for number, row in enumerate(cells) if row[0] == "Réunion")
        return [row for row in cells[head + 1 :] if row[0]]

    def paper(self) -> str:
        """Return the text of the register printed."""
        meeting = self.page.chosen()
        assert meeting
        request = Request(self.page._desk.commission.id, DocumentKind.DISPATCHES, self.today, self.today, meeting.id)
        return _plain(reading.text(documents.render(self.db, request)))


def _editor(tab: AgendaTab) -> QLineEdit:
    return next(edit for edit in tab.table.viewport().findChildren(QLineEdit) if edit.isVisible())


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def _digits(day: date) -> str:
    return f"{day:%d/%m/%Y}"


@pytest.fixture(params=CASES.values(), ids=list(CASES))
def window(
    request: pytest.FixtureRequest, db: Database, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Window:  # fmt: skip
    return Window(db, qtbot, dialogs, monkeypatch, tmp_path / "envois", request.param)


@pytest.mark.parametrize("late", [False, True], ids=["on the last day", "a day late"])
def test_from_the_date_to_the_proof_on_the_last_day_and_the_day_after(window: Window, *, late: bool) -> None:
    limits = window.limits
    dialog = window.plan()
    told = [_plain(row._day.text()) for row in dialog.deadlines]
    assert dialog.verdict._badge.accessibleName() == "Convocation possible dans le délai"
    click(window.qtbot, dialog, "Prévoir la réunion")
    window.write_agenda("Bilan", "Calendrier")
    assert window.record_opinions() == "Prêt"

    window.issue("Convocations")
    judged = window.mark_sent(limits.convocation + late * ONE_DAY)
    window.issue("Ordre du jour")
    judged_agenda = window.mark_sent(limits.agenda + late * ONE_DAY)
    window.wait_until(limits.meeting + 30 * ONE_DAY)

    word = "hors délai" if late else "dans les délais"
    assert told == [f"Au plus tard le {date_words(day)}" for day in (limits.convocation, limits.agenda)]
    for said, limit in ((judged, limits.convocation), (judged_agenda, limits.agenda)):
        assert _digits(limit) in said
        assert ("Hors délai" in said) is late
    _check_preparation(window, late=late)
    _check_register(window, word)


def test_what_is_advised_is_the_last_working_day_of_the_territory(window: Window) -> None:
    limits = window.limits
    dialog = window.plan()
    row = dialog.deadlines[0]
    advised, steps = _plain(row._advised.text()), _plain(row._reasoning.text())
    shown_apart = not row._advised.isHidden()
    click(window.qtbot, dialog, "Prévoir la réunion")

    assert advised == f"Conseillé le {date_words(limits.advised)}, jour ouvré"
    assert shown_apart == ("l’envoi est conseillé" in steps) == (limits.advised != limits.convocation)
    clear = limits.counting is Counting.CLEAR
    assert ("jour de la réunion et jour d’envoi non comptés" in steps) is clear


def test_a_day_after_the_limit_the_first_lawful_date_is_offered(window: Window) -> None:
    limits = window.limits
    window.wait_until(limits.convocation + ONE_DAY)
    dialog = window.plan()
    late, said = dialog.verdict._badge.accessibleName(), _plain(dialog.verdict.text())
    dialog.verdict.take.click()

    assert late == "Hors délai"
    assert f"La première date possible est le {date_words(limits.meeting + ONE_DAY)}." in said
    assert (dialog.day.day() or limits.meeting) > limits.meeting
    assert dialog.verdict._badge.accessibleName() == "Convocation possible dans le délai"
    click(window.qtbot, dialog, "Prévoir la réunion")


def _check_preparation(window: Window, *, late: bool) -> None:
    """The panel says what was done, and whether that was in time, in words and not by a colour alone."""
    tab = window.preparation()
    words = _plain(tab.steps.text())
    for row, limit in zip(tab.rows, (window.limits.convocation, window.limits.agenda), strict=True):
        sent = _digits(limit + late * ONE_DAY)
        assert row._badge.accessibleName() == ("Envoi hors délai" if late else "Envoyé dans les délais")
        assert sent in row._sent.text()
        assert sent in words
    assert words.count("En retard. ") == (2 if late else 0)


def _check_register(window: Window, word: str) -> None:
    """The register is the same on screen, in Excel and on paper."""
    limits, tab = window.limits, window.dispatches()
    late = word == "hors délai"
    lines = [tab._model.row(number) for number in range(tab._model.rowCount())]
    assert {line.state(IssueKind.CONVOCATION) for line in lines} == {
        f"{_digits(limits.convocation + late * ONE_DAY)}, {word}, courriel"
    }
    assert {line.state(IssueKind.AGENDA) for line in lines} == {
        f"{_digits(limits.agenda + late * ONE_DAY)}, {word}, courriel"
    }
    screen = {(line.person.courteous_name, each.kind.label, each.sent_on) for line in lines for each in line.line.sent}
    rows = window.excel()
    assert {(row[2], str(row[5]).partition(",")[0].lower(), row[6].date()) for row in rows} == screen  # type: ignore[attr-defined]
    assert all(word in row for row in rows)
    paper = window.paper()
    assert paper.count(f" {word}") >= len(rows)
    assert all(line.person.last_name in paper for line in lines)
    for proof in (row.words.accessibleName() for row in tab.proofs):
        assert _plain(proof) in paper
