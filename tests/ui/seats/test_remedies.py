"""From a control to the place where it is mended."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cpr_desk.domain.composition import SeatState, Section
from cpr_desk.domain.problems import Remedy
from cpr_desk.services import composition as compositions
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.ui.dialogs.add_seat import AddSeatDialog
from cpr_desk.ui.dialogs.allocation import AllocationDialog
from cpr_desk.ui.dialogs.close_seats import CloseSeatsDialog
from cpr_desk.ui.dialogs.designate import DesignateDialog
from cpr_desk.ui.dialogs.mandate import CorrectMandateDialog
from cpr_desk.ui.dialogs.seat_votes import VotesDialog
from cpr_desk.ui.pages.commission_seats import SeatsSheet
from tests.ui.conftest import Dialogs
from tests.ui.driving import open_dialog
from tests.ui.seats.driving import TODAY, action, seats, select


def show(page: SeatsSheet, remedy: Remedy) -> None:
    """Select the first problem that is mended so."""
    row = next(n for n, problem in enumerate(page.problems._problems) if problem.remedy is remedy)
    page.problems.list.setCurrentRow(row)


def test_a_control_goes_where_it_is_mended(
    page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(page.page, "begin", asked.append)
    for remedy in (Remedy.REMINDERS, Remedy.PERSON):
        show(page, remedy)
        assert page.problems.go.text() == remedy.label
        qtbot.mouseClick(page.problems.go, Qt.MouseButton.LeftButton)
    show(page, Remedy.DESIGNATE)
    designate = open_dialog(dialogs, page, DesignateDialog, page.problems.go.click)

    assert asked[0] == "organisations/reminders"
    assert asked[1].startswith("persons/")
    assert designate.role.currentText() == "Suppléant"
    designate.done(0)
    show(page, Remedy.MANDATE)
    open_dialog(dialogs, page, CorrectMandateDialog, page.problems.go.click).done(0)


def test_votes_out_of_bounds_lead_to_the_dialogs_that_mend_them(page: SeatsSheet, dialogs: Dialogs) -> None:
    seat = seats(page, Section.SOCIAL)[0]
    state = SeatState.of(seat)
    wrong = ReviseComposition(page._desk.commission.id, TODAY, (replace(state, votes=5),))
    compositions.revise_composition(page._desk.db, wrong)
    page.reload()
    for remedy, kind in ((Remedy.ALLOCATION, AllocationDialog), (Remedy.VOTES, VotesDialog)):
        show(page, remedy)
        open_dialog(dialogs, page, kind, page.problems.go.click).done(0)


def test_seats_too_few_or_too_many_lead_to_the_dialogs_that_mend_them(page: SeatsSheet, dialogs: Dialogs) -> None:
    centres = [s.id for s in seats(page, Section.PROFESSIONAL) if not s.organisation]
    commission = page._desk.commission.id
    close = ReviseComposition(commission, TODAY, (), (centres[-1],))
    compositions.revise_composition(page._desk.db, close)
    page.reload()
    show(page, Remedy.ADD_SEAT)
    open_dialog(dialogs, page, AddSeatDialog, page.problems.go.click).done(0)
    csmf = replace(
        SeatState.of(seats(page, Section.PROFESSIONAL)[0]), seat_id=None, rank=2, titular=None, substitute=None
    )
    compositions.revise_composition(page._desk.db, ReviseComposition(commission, TODAY, (csmf,)))
    page.reload()
    show(page, Remedy.CLOSE_SEATS)
    closing = open_dialog(dialogs, page, CloseSeatsDialog, page.problems.go.click)

    assert [(each.rank, each.titular) for each in closing._seats] == [(2, None)]
    closing.done(0)


def test_the_card_of_who_holds_the_seat_opens(page: SeatsSheet, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(page.page, "begin", asked.append)
    seat = select(page, Section.SOCIAL, 0)
    action(page, "Fiche").trigger()

    assert seat.titular
    assert asked == [f"persons/{seat.titular.person.id}"]
