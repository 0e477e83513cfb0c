from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.commission import Commission, Rules, VacantChair
from cpr_desk.domain.composition import Section
from cpr_desk.domain.presidency import PresidencyException, SectionPresident
from cpr_desk.errors import UserError
from cpr_desk.services import journal
from cpr_desk.services.commission import change_rules
from cpr_desk.services.composition import ReviseComposition, revise_composition
from cpr_desk.services.presidency import (
    chair_on,
    date_section_president,
    electorate,
    end_section_president,
    ledger_of,
    name_section_president,
    presidency_of,
    problems_on,
    remove_exception,
    remove_section_president,
    write_exception,
)
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED, person, seed_states

SOCIAL, PROFESSIONAL = Section.SOCIAL, Section.PROFESSIONAL


@pytest.fixture
def presided(db: Database, commission: Commission) -> Commission:
    """Return the commission with a president of each section since its installation."""
    name_section_president(db, commission.id, SOCIAL, person("Aubin Tréhorel"), INSTALLED)
    name_section_president(db, commission.id, PROFESSIONAL, person("Basile Abgrall"), INSTALLED)
    return commission


def held(db: Database, commission: Commission) -> list[tuple[Section, str, date, date | None]]:
    return [(p.section, p.name, p.since, p.until) for p in presidency_of(db, commission.id).presidents]


def president(db: Database, commission: Commission, name: str) -> SectionPresident:
    return next(p for p in presidency_of(db, commission.id).presidents if p.name == name)


def test_each_section_president_ends_the_mandate_of_the_former(db: Database, presided: Commission) -> None:
    name_section_president(db, presided.id, SOCIAL, person("Solène Marzac"), date(2022, 7, 1))

    assert held(db, presided) == [
        (SOCIAL, "Aubin Tréhorel", INSTALLED, date(2022, 6, 30)),
        (PROFESSIONAL, "Basile Abgrall", INSTALLED, None),
        (SOCIAL, "Solène Marzac", date(2022, 7, 1), None),
    ]
    assert journal.entries(db, 1)[0].label == "Désigner Solène Marzac à la présidence de la section sociale"


def test_the_presidency_is_social_in_2021_and_professional_in_2022(db: Database, presided: Commission) -> None:
    years = ledger_of(db, presided.id, 2020, 2022)

    assert [(line.year, line.president_section, line.president, line.vice_president) for line in years] == [
        (2021, SOCIAL, "Aubin Tréhorel", "Basile Abgrall"),
        (2022, PROFESSIONAL, "Basile Abgrall", "Aubin Tréhorel"),
    ]


def test_a_president_named_for_the_same_day_was_an_error_and_is_replaced(db: Database, commission: Commission) -> None:
    for name in ("Aubin Tréhorel", "Solène Marzac"):
        name_section_president(db, commission.id, SOCIAL, person(name), INSTALLED)

    assert [name for _section, name, _since, _until in held(db, commission)] == ["Solène Marzac"]


def test_who_presides_already_is_not_named_again(db: Database, presided: Commission) -> None:
    with pytest.raises(UserError, match="Aubin Tréhorel préside déjà la section sociale depuis le 04/02/2021"):
        name_section_president(db, presided.id, SOCIAL, person("Aubin Tréhorel"), date(2022, 1, 1))


def test_a_president_is_named_in_the_past_with_an_end_before_the_next(db: Database, commission: Commission) -> None:
    name_section_president(db, commission.id, SOCIAL, person("Solène Marzac"), date(2022, 7, 1))

    with pytest.raises(UserError, match=r"préside la section sociale à compter du 01/07/2022\. Indiquez une fin"):
        name_section_president(db, commission.id, SOCIAL, person("Aubin Tréhorel"), INSTALLED)
    name_section_president(db, commission.id, SOCIAL, person("Aubin Tréhorel"), INSTALLED, date(2022, 6, 30))
    assert [since for _section, _name, since, _until in held(db, commission)] == [INSTALLED, date(2022, 7, 1)]


def test_an_office_ends_is_corrected_and_is_removed_each_by_its_name(db: Database, presided: Commission) -> None:
    aubin = president(db, presided, "Aubin Tréhorel")
    with pytest.raises(UserError, match="avant d’avoir commencé"):
        end_section_president(db, presided.id, aubin, date(2021, 2, 3))
    end_section_president(db, presided.id, aubin, date(2023, 3, 14))
    aubin = president(db, presided, "Aubin Tréhorel")
    assert aubin.until == date(2023, 3, 14)
    date_section_president(db, presided.id, aubin, date(2021, 3, 1), None)
    assert president(db, presided, "Aubin Tréhorel").since == date(2021, 3, 1)
    remove_section_president(db, aubin)
    assert [name for _section, name, _since, _until in held(db, presided)] == ["Basile Abgrall"]
    assert [entry.label for entry in journal.entries(db, 3)] == [
        "Retirer la présidence de la section sociale par Aubin Tréhorel",
        "Corriger les dates de la présidence de la section sociale par Aubin Tréhorel",
        "Mettre fin à la présidence de la section sociale par Aubin Tréhorel",
    ]


def test_an_exception_is_added_corrected_and_removed(db: Database, presided: Commission) -> None:
    write_exception(db, presided.id, PresidencyException(2024, SOCIAL, "  accord  des deux sections "))
    (exception,) = presidency_of(db, presided.id).exceptions
    assert (exception.year, exception.section, exception.reason) == (2024, SOCIAL, "accord des deux sections")
    write_exception(db, presided.id, replace(exception, reason="vote en séance", decided_on=date(2023, 12, 11)))
    (line,) = ledger_of(db, presided.id, 2024, 2024)
    assert line.president_section is SOCIAL
    assert line.exception
    assert line.exception.decided_on == date(2023, 12, 11)
    with pytest.raises(UserError, match="Une exception est déjà enregistrée pour 2024"):
        write_exception(db, presided.id, PresidencyException(2024, SOCIAL, "accord"))
    remove_exception(db, exception)
    assert presidency_of(db, presided.id).exceptions == ()
    assert [entry.label for entry in journal.entries(db, 3)] == [
        "Retirer l’exception à l’alternance pour 2024",
        "Modifier l’exception à l’alternance pour 2024",
        "Enregistrer l’exception à l’alternance pour 2024",
    ]


def test_who_acts_during_a_vacancy_is_a_rule_of_the_commission(db: Database, presided: Commission) -> None:
    end_section_president(db, presided.id, president(db, presided, "Aubin Tréhorel"), date(2023, 3, 14))
    acting = chair_on(db, presided.id, date(2023, 4, 1))
    assert acting
    assert (acting.name, acting.acting) == ("Basile Abgrall", True)
    change_rules(db, presided.id, Rules(vacant_chair=VacantChair.SESSION_CHAIR))
    session = chair_on(db, presided.id, date(2023, 4, 1))
    assert session
    assert session.name is None
    assert "la section désigne un président de séance" in session.mention


def test_a_president_whose_seat_was_given_to_another_is_told_by_the_controls(
    db: Database, commission: Commission
) -> None:
    states = seed_states()
    revise_composition(db, ReviseComposition(commission.id, INSTALLED, states))
    known = electorate(db, commission.id)
    for section, name in ((SOCIAL, "Aubin Tréhorel"), (PROFESSIONAL, "Basile Abgrall")):
        member = next(each for each in known.persons if each.name == name)
        name_section_president(db, commission.id, section, member, INSTALLED)
    assert problems_on(db, commission.id, date(2021, 12, 31)) == ()
    first = next(
        each for each in known.memberships if each.person_id == president(db, commission, "Aubin Tréhorel").person.id
    )
    assert (first.section, first.since) == (SOCIAL, INSTALLED)
    seat = replace(states[0], titular=None, seat_id=1)
    revise_composition(db, ReviseComposition(commission.id, date(2022, 1, 1), (seat,)))

    (problem,) = problems_on(db, commission.id, date(2022, 3, 1))
    assert problem.message == "Aubin Tréhorel préside la section sociale mais n’y siège plus depuis le 01/01/2022."
