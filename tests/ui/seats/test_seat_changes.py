"""What a secretary does to the seats themselves, by the commands of the composition."""

from collections.abc import Callable
from datetime import date
from typing import Any

from pytestqt.qtbot import QtBot

from cpr_desk.domain.composition import Section
from cpr_desk.services import composition as compositions
from cpr_desk.services import mandates
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.ui.dialogs.add_seat import AddSeatDialog
from cpr_desk.ui.dialogs.allocation import AllocationDialog
from cpr_desk.ui.dialogs.close_seats import CloseSeatsDialog
from cpr_desk.ui.dialogs.seat_order import SeatOrderDialog
from cpr_desk.ui.dialogs.seat_votes import VotesDialog
from cpr_desk.ui.pages.commission_seats import SeatsSheet
from tests.ui.driving import beside, click, type_in
from tests.ui.seats.driving import MONDAY, TODAY, action, names, seats, select


def test_votes_change_from_a_day_on_and_tell_what_parity_becomes(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    select(page, Section.SOCIAL, 2)
    dialog = opened(VotesDialog, "Changer les voix")
    assert dialog.what_happens.text() == "Rien ne change\u00a0: ce siège porte déjà 3 voix."
    dialog.votes.setValue(4)
    click(qtbot, dialog, "Changer")
    assert dialog.faults[next(f for f in dialog.faults if f == "votes")].error().startswith("Un membre de la section")
    dialog.votes.setValue(2)
    assert "passe de 3 à 2 voix" in dialog.what_happens.text()
    assert "la parité n’est pas respectée" in dialog.what_happens.text()
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Changer")

    assert seats(page, Section.SOCIAL)[2].votes == 2
    assert page.figures._parity.accessibleName() == "Parité non respectée"


def test_votes_that_change_later_are_refused_beside_the_date(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    seat = select(page, Section.SOCIAL, 2)
    mandates.change_votes(page._desk.db, seat.id, 1, date(2027, 1, 1), page._desk.commission.rules)
    dialog = opened(VotesDialog, "Changer les voix")
    dialog.votes.setValue(2)
    click(qtbot, dialog, "Changer")

    assert "change déjà le 01/01/2027" in dialog.since_field.error()


def test_a_seat_counts_for_another_regime_from_a_day_on_with_the_same_holders(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    before = select(page, Section.SOCIAL, 0)
    dialog = opened(VotesDialog, "Changer les voix")
    type_in(qtbot, dialog.since, "1/1/2020")
    assert dialog.what_happens.text() == "Ce siège n’existe pas à cette date."
    type_in(qtbot, dialog.since, "23/11/2026")
    dialog.regime.setCurrentText("MSA médical")
    dialog.votes.setValue(2)
    assert "passe du régime RG au régime MSA médical ; le siège passe de 3 à 2 voix" in (
        dialog.what_happens.text().replace("\u00a0", " ")
    )
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Changer")

    after = seats(page, Section.SOCIAL, MONDAY)[0]
    assert (after.represents, after.votes, names(after)) == ("MSA médical", 2, names(before))
    still = seats(page, Section.SOCIAL)[0]
    assert (still.represents, still.votes, names(still)) == ("RG", 3, names(before))


def test_a_union_gets_a_seat_in_its_profession_once(page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]) -> None:
    page.tables.setCurrentIndex(1)
    dialog = opened(AddSeatDialog, "Ajouter")
    dialog.profession.setCurrentText("Infirmiers")
    click(qtbot, dialog, "Ajouter")
    assert beside(dialog.organisation) == "Ce champ est obligatoire."
    assert dialog.what_happens.text() == "Indiquez l’organisation qui désignera ce siège."
    dialog.organisation.setCurrentText("fni")
    click(qtbot, dialog, "Ajouter")
    assert beside(dialog.organisation).startswith("FNI a déjà un siège dans cette profession")
    dialog.organisation.setCurrentText("UNION")
    assert "a déjà un siège" not in beside(dialog.organisation)
    assert dialog.what_happens.text().endswith(
        "Section sociale\u00a0: 35 voix, section professionnelle\u00a0: 36 voix, la parité n’est pas respectée."
    )
    long = "Union nationale des infirmiers libéraux et des soins de proximité, territoriaux et coordonnés " * 2
    dialog.organisation.setCurrentText(long[:120])
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Ajouter")
    rows = [s for s in seats(page, Section.PROFESSIONAL) if s.profession and s.profession.label == "Infirmiers"]

    assert [seat.organisation for seat in rows] == ["SNIIL", "FNI", "CI", long[:120].strip()]
    assert rows[-1].votes == 1
    assert page.tables.selected() == rows[-1]
    assert len(seats(page, Section.PROFESSIONAL)) == 36


def test_a_seat_added_from_another_day_reckons_with_the_seats_of_that_day(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    fni = next(seat for seat in seats(page, Section.PROFESSIONAL) if seat.organisation == "FNI")
    closing = ReviseComposition(page._desk.commission.id, MONDAY, (), (fni.id,))
    compositions.revise_composition(page._desk.db, closing)
    page.tables.setCurrentIndex(1)
    dialog = opened(AddSeatDialog, "Ajouter")
    dialog.profession.setCurrentText("Infirmiers")
    dialog.organisation.setCurrentText("FNI")
    click(qtbot, dialog, "Ajouter")
    assert "a déjà un siège" in beside(dialog.organisation)
    type_in(qtbot, dialog.since, "23/11/2026")
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Ajouter")

    (again,) = (seat for seat in seats(page, Section.PROFESSIONAL, MONDAY) if seat.organisation == "FNI")
    assert (again.rank, again.id == fni.id) == (1, False)


def test_a_line_is_added_to_the_social_section_and_a_seat_to_a_body(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    page.tables.setCurrentIndex(0)
    social = opened(AddSeatDialog, "Ajouter")
    social.regime.setCurrentText("MSA")
    social.votes.setCurrentText("1 voix")
    with qtbot.waitSignal(social.saved):
        click(qtbot, social, "Ajouter")
    page.tables.setCurrentIndex(2)
    body = opened(AddSeatDialog, "Ajouter")
    body.organisation.setCurrentText("urps")
    with qtbot.waitSignal(body.saved):
        click(qtbot, body, "Ajouter")

    assert seats(page, Section.SOCIAL)[-1].label == "MSA, ligne 14"
    assert [seat.rank for seat in seats(page, Section.CONSULTATIVE) if seat.organisation == "URPS"] == [1, 2, 3, 4]


def test_a_seat_is_closed_from_a_day_on_and_stays_in_the_history(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    assert not action(page, "Fermer").isEnabled()
    seat = select(page, Section.PROFESSIONAL, 0)
    dialog = opened(CloseSeatsDialog, "Fermer")
    assert dialog._what_happens.text().startswith("La composition n’en tient plus compte à compter du dimanche 22")
    type_in(qtbot, dialog.since, "23/11/2026")
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Fermer le siège")
    assert seat.id in {each.id for each in seats(page, Section.PROFESSIONAL)}
    assert seat.id not in {each.id for each in seats(page, Section.PROFESSIONAL, MONDAY)}
    assert page.messages.text().startswith("Le siège est fermé. Le tableau affiche le 22/11/2026")


def test_several_seats_are_closed_at_once(page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]) -> None:
    page.tables.select_seats({seat.id for seat in seats(page, Section.PROFESSIONAL)[1:3]})
    assert not action(page, "Désigner…").isEnabled()
    dialog = opened(CloseSeatsDialog, "Fermer")
    assert beside(dialog.since) == "Premier jour sans ces sièges"
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Fermer 2 sièges")
    assert len(seats(page, Section.PROFESSIONAL)) == 33
    assert page.messages.text() == "Les sièges sont fermés."


def test_a_seat_opened_that_day_is_withdrawn_and_one_that_opens_later_refused(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    page.at.set_day(date(2021, 2, 4))
    select(page, Section.SOCIAL, 0)
    dialog = opened(CloseSeatsDialog, "Fermer")
    assert dialog._what_happens.text() == "Rien ne précède cette date\u00a0: la saisie est retirée, comme une erreur."
    type_in(qtbot, dialog.since, "3/2/2021")
    click(qtbot, dialog, "Fermer le siège")
    assert dialog._since_field.error()
    assert len(seats(page, Section.SOCIAL)) == 13


def test_votes_are_shared_out_after_a_preview(page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]) -> None:
    dialog = opened(AllocationDialog, "Répartir")
    assert dialog.votes.value() == 35
    click(qtbot, dialog, "Répartir les voix")
    assert "Rien ne change" in beside(dialog.votes)
    dialog.votes.setValue(31)
    told = [dialog.preview.item(row, 4).text() for row in range(dialog.preview.rowCount())]
    assert sorted(filter(None, told)) == ["ligne fermée", "ligne fermée"]
    assert "11 lignes portent 31 voix\u00a0: régime général 25, régime agricole 6." in dialog.what_happens.text()
    assert "La parité n’est pas respectée avec les 35 voix" in dialog.what_happens.text()
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Répartir les voix")

    social = seats(page, Section.SOCIAL)
    assert (len(social), sum(seat.votes for seat in social)) == (11, 31)


def test_lines_that_are_missing_are_added(page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]) -> None:
    dialog = opened(AllocationDialog, "Répartir")
    type_in(qtbot, dialog.since, "1/1/2020")
    assert dialog.votes.value() == 1
    type_in(qtbot, dialog.since, "23/11/2026")
    dialog.votes.setValue(50)
    told = {dialog.preview.item(row, 4).text() for row in range(dialog.preview.rowCount())}
    assert "ligne ajoutée" in told
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Répartir les voix")

    assert sum(seat.votes for seat in seats(page, Section.SOCIAL, MONDAY)) == 50
    assert sum(seat.votes for seat in seats(page, Section.SOCIAL)) == 35


def test_professions_move_from_a_day_on_and_older_tables_keep_their_order(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    page.tables.setCurrentIndex(1)
    dialog = opened(SeatOrderDialog, "Changer l’ordre")
    type_in(qtbot, dialog.since, "23/11/2026")
    dialog.rows.setCurrentRow(1)
    click(qtbot, dialog, "Monter")
    assert [dialog.rows.item(row).text() for row in range(2)] == ["Infirmiers (3 sièges)", "Médecins (3 sièges)"]
    click(qtbot, dialog, "Descendre")
    assert dialog._what_happens.text() == "Rien ne change pour l’instant."
    click(qtbot, dialog, "Monter")
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Changer l’ordre")

    def professions(on: date) -> list[str]:
        return list(dict.fromkeys(s.profession.label for s in seats(page, Section.PROFESSIONAL, on) if s.profession))

    assert professions(TODAY)[:2] == ["Médecins", "Infirmiers"]
    assert professions(MONDAY)[:2] == ["Infirmiers", "Médecins"]


def test_an_order_that_changes_later_is_refused_beside_the_date(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    first, *others = (seat.id for seat in seats(page, Section.SOCIAL))
    mandates.arrange_seats(page._desk.db, [*others, first], date(2027, 1, 1))
    page.tables.setCurrentIndex(0)
    dialog = opened(SeatOrderDialog, "Changer l’ordre")
    dialog.rows.setCurrentRow(0)
    click(qtbot, dialog, "Descendre")
    click(qtbot, dialog, "Changer l’ordre")

    assert "change déjà le 01/01/2027" in beside(dialog.since)
