from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from cpr_desk.domain.commission import Commission, CommissionKind
from cpr_desk.domain.composition import Letter, MandateRole, Seat, Section
from cpr_desk.domain.difference_lines import counts
from cpr_desk.domain.mandates import Designation, EndReason
from cpr_desk.services import composition as compositions
from cpr_desk.services import history, mandates, presidency
from cpr_desk.services.commission import CreateCommission, add_commission
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.services.mandates import EndMandate
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED, person, seed_states, state_of
from tests.prepared import seat_members

TITULAR, SUBSTITUTE = MandateRole
ONE_DAY = timedelta(days=1)


def seat(db: Database, organisation: str, at: date = INSTALLED) -> Seat:
    return next(each for each in compositions.composition_at(db, 1, at).seats if each.organisation == organisation)


@pytest.fixture
def year(db: Database, commission: Commission) -> dict[str, date]:
    """A year of changes, each on its day, by the use cases that people call."""
    seat_members(db, commission)
    days = {
        "replaced": date(2021, 3, 1),
        "swapped": date(2021, 4, 1),
        "votes": date(2021, 5, 1),
        "placed": date(2021, 6, 1),
        "closed": date(2021, 7, 1),
        "term": date(2021, 12, 31),
    }
    letter = Letter(date(2021, 2, 20), "2021-7")
    came = Designation(TITULAR, person("Perrig Lanvaux"), days["replaced"], None, letter, EndReason.RESIGNATION, "part")
    mandates.designate(db, seat(db, "CSMF").id, came)
    mandates.swap_holders(db, seat(db, "FNO").id, days["swapped"])
    social = compositions.composition_at(db, commission.id, INSTALLED).of(Section.SOCIAL)
    mandates.change_votes(db, social[0].id, 2, days["votes"], commission.rules)
    order = [each.id for each in compositions.composition_at(db, commission.id, INSTALLED).of(Section.PROFESSIONAL)]
    mandates.arrange_seats(db, [*order[1:], order[0]], days["placed"])
    closed = ReviseComposition(commission.id, days["closed"], (), (seat(db, "SDB").id,))
    compositions.revise_composition(db, closed)
    titular = seat(db, "SNAO").titular
    assert titular
    mandates.end_mandate(db, EndMandate(titular.mandate_id, days["term"] - ONE_DAY, EndReason.TERM))
    return days


def test_an_empty_commission_has_the_day_of_its_installation(db: Database, commission: Commission) -> None:
    assert history.change_days(db, commission.id) == (INSTALLED,)


def test_each_day_that_changed_something_is_told_once_in_order(
    db: Database, commission: Commission, year: dict[str, date]
) -> None:
    assert history.change_days(db, commission.id) == (INSTALLED, *year.values())


def test_every_day_of_change_differs_from_its_eve_and_no_other_day_does(
    db: Database, commission: Commission, year: dict[str, date]
) -> None:
    days = history.change_days(db, commission.id)
    quiet = [day + ONE_DAY for day in year.values()]

    assert all(history.changes_on(db, commission.id, day) for day in days)
    assert not any(history.changes_on(db, commission.id, day) for day in quiet)


def test_each_change_is_told_for_what_it_is(db: Database, commission: Commission, year: dict[str, date]) -> None:
    told = {name: counts(history.changes_on(db, commission.id, day)) for name, day in year.items()}

    assert told == {
        "replaced": "1 arrivée, 1 départ",
        "swapped": "1 échange",
        "votes": "1 changement de voix",
        "placed": "1 siège déplacé dans le tableau",
        "closed": "2 départs, 1 siège fermé",
        "term": "1 départ, 1 profession qui n’est plus représentée",
    }


def test_the_differences_of_two_days_are_those_of_all_the_changes_between(
    db: Database, commission: Commission, year: dict[str, date]
) -> None:
    found = history.differences_between(db, commission.id, INSTALLED, year["term"])

    assert counts(found) == (
        "1 arrivée, 4 départs, 1 échange, 1 siège fermé, 1 changement de voix, 1 siège déplacé dans le tableau, "
        "1 profession qui n’est plus représentée"
    )


@pytest.mark.usefixtures("year")
def test_a_section_president_makes_a_day_of_change(db: Database, commission: Commission) -> None:
    member = compositions.composition_at(db, commission.id, INSTALLED).of(Section.SOCIAL)[0].titular
    assert member
    day = date(2021, 9, 1)
    presidency.name_section_president(db, commission.id, Section.SOCIAL, member.person, day)

    assert day in history.change_days(db, commission.id)
    assert counts(history.changes_on(db, commission.id, day)) == "1 changement de présidence"


@pytest.mark.usefixtures("year")
def test_the_history_of_a_seat_tells_what_was_recorded(db: Database) -> None:
    found = history.seat_history(db, seat(db, "CSMF").id)

    assert found.label == "Médecins – CSMF"
    assert [f"{each.on} {each.what} ({each.detail})".replace("\u00a0", " ") for each in found.events] == [
        "2021-02-04 Le siège est ouvert ()",
        "2021-02-04 Il porte 1 voix ()",
        "2021-02-04 Il prend la ligne 1 du tableau ()",
        "2021-02-04 Basile Abgrall, titulaire ()",
        "2021-02-04 Corentin Bessanges, suppléant ()",
        "2021-03-01 Basile Abgrall n’est plus titulaire (Démission, dernier jour : 28/02/2021, part)",
        "2021-03-01 Perrig Lanvaux, titulaire (Lettre du 20/02/2021, réf. 2021-7)",
        "2021-06-01 De la ligne 1 à la ligne 35 du tableau ()",
    ]


def test_the_history_of_a_closed_seat_ends_with_its_closing(db: Database, year: dict[str, date]) -> None:
    events = history.seat_history(db, seat(db, "SDB").id).events

    assert events[-1].on == year["closed"]
    assert events[-1].what == "Le siège est fermé"
    assert [event.what for event in events[-3:-1]] == [
        "Nathan Maubrac n’est plus titulaire",
        "Octave Névoux n’est plus suppléant",
    ]


def test_a_seat_that_becomes_another_is_closed_and_opened(db: Database, commission: Commission) -> None:
    seat_members(db, commission)
    day = date(2021, 9, 1)
    renamed = replace(state_of(seat(db, "SNAO")), organisation="UFO")
    compositions.revise_composition(db, ReviseComposition(commission.id, day, (renamed,)))

    assert counts(history.changes_on(db, commission.id, day)) == (
        "1 changement de siège ou de rôle, 1 siège ajouté, 1 siège fermé"
    )


@pytest.mark.usefixtures("year")
def test_the_days_of_change_take_two_queries_however_long_the_history(db: Database, commission: Commission) -> None:
    seen: list[str] = []

    def note(*told: object) -> None:
        seen.append(str(told[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    history.change_days(db, commission.id)
    event.remove(db.engine, "before_cursor_execute", note)

    assert len([statement for statement in seen if statement.startswith("SELECT")]) == 2


@pytest.mark.usefixtures("year")
def test_the_changes_of_another_commission_are_not_told(db: Database, commission: Commission) -> None:
    founded = date(2020, 1, 1)
    other = add_commission(db, CreateCommission(CommissionKind.CPN, "", "", founded))
    compositions.revise_composition(db, ReviseComposition(other.id, date(2020, 2, 2), seed_states()))

    assert history.change_days(db, other.id) == (founded, date(2020, 2, 2))
    assert founded not in history.change_days(db, commission.id)
    assert not history.changes_on(db, other.id, date(2021, 3, 1))
