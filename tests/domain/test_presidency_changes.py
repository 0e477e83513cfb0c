from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.composition import Section
from cpr_desk.domain.mandates import Fault
from cpr_desk.domain.presidency import SOURCE, Presidency, PresidencyException, SectionPresident
from cpr_desk.domain.presidency_changes import (
    Membership,
    president_doubts,
    president_problems,
    refuse_exception,
    refuse_president,
)
from cpr_desk.domain.problems import Remedy, Severity
from tests.factories import INSTALLED, person

SOCIAL, PROFESSIONAL = Section.SOCIAL, Section.PROFESSIONAL
AUBIN = SectionPresident(SOCIAL, person("Aubin Tréhorel", id=1, civility="M."), INSTALLED, date(2023, 3, 14), 1)
SOLENE = SectionPresident(SOCIAL, person("Solène Marzac", id=2, civility="Mme"), date(2023, 5, 1), None, 2)
BASILE = SectionPresident(PROFESSIONAL, person("Basile Abgrall", id=3), INSTALLED, None, 3)
KNOWN = Presidency(INSTALLED, (AUBIN, SOLENE, BASILE), (PresidencyException(2024, SOCIAL, "accord", id=1),))
SAT = (
    Membership(1, SOCIAL, INSTALLED, date(2022, 12, 31)),
    Membership(2, SOCIAL, INSTALLED),
    Membership(3, SOCIAL, INSTALLED, date(2021, 12, 31)),
    Membership(3, PROFESSIONAL, INSTALLED, date(2022, 6, 30)),
    Membership(3, PROFESSIONAL, INSTALLED, date(2021, 6, 30)),
)


def new(since: date, until: date | None = None, name: str = "Gildas Jarnoux", number: int = 9) -> SectionPresident:
    return SectionPresident(SOCIAL, person(name, id=number), since, until)


def test_a_new_president_makes_the_one_in_office_give_way() -> None:
    assert refuse_president(KNOWN, new(date(2024, 1, 1))) == ()


def test_a_president_of_the_past_needs_an_end_before_the_next_one() -> None:
    (refusal,) = refuse_president(KNOWN, new(date(2023, 3, 15)))

    assert refusal.fault is Fault.UNTIL
    assert refusal.what == "Mme Solène Marzac préside la section sociale à compter du 01/05/2023."
    assert refusal.what_to_do == "Indiquez une fin, au plus tard le 30/04/2023."
    assert refuse_president(KNOWN, new(date(2023, 3, 15), date(2023, 4, 30))) == ()


def test_a_presidency_does_not_end_before_it_starts() -> None:
    (refusal,) = refuse_president(KNOWN, new(date(2023, 4, 1), date(2023, 3, 31)))

    assert refusal.fault is Fault.UNTIL
    assert "se terminerait le 31/03/2023, avant d’avoir commencé le 01/04/2023" in refusal.what


@pytest.mark.parametrize("number", [2, 0])
def test_who_presides_already_is_not_designated_again(number: int) -> None:
    (refusal,) = refuse_president(KNOWN, new(date(2024, 1, 1), None, "Solène MARZAC", number))

    assert refusal.fault is Fault.PERSON
    assert refusal.what == "Mme Solène Marzac préside déjà la section sociale depuis le 01/05/2023."


def test_corrected_dates_may_not_overlap_those_of_another() -> None:
    (refusal,) = refuse_president(KNOWN, replace(SOLENE, since=date(2023, 3, 14)))

    assert refusal.fault is Fault.SINCE
    assert "préside la section sociale du 04/02/2021 au 14/03/2023" in refusal.what
    assert "à compter du 15/03/2023 au plus tôt" in refusal.what_to_do
    assert refuse_president(KNOWN, replace(SOLENE, since=date(2023, 3, 15))) == ()


def test_a_correction_may_not_fall_within_a_presidency_without_end() -> None:
    (refusal,) = refuse_president(KNOWN, replace(AUBIN, since=date(2023, 6, 1), until=date(2023, 6, 2)))

    assert "préside la section sociale depuis le 01/05/2023" in refusal.what
    assert refusal.what_to_do == "Choisissez une date plus tardive, ou corrigez d’abord l’autre présidence."


def test_a_president_who_does_not_sit_in_the_section_is_a_doubt_not_a_refusal() -> None:
    assert president_doubts(KNOWN, SOLENE, SAT) == ()
    (doubt,) = president_doubts(KNOWN, replace(BASILE, since=date(2023, 1, 1)), SAT)
    assert doubt.startswith("Basile Abgrall ne siège pas dans la section professionnelle le 01/01/2023")
    strangers = president_doubts(KNOWN, new(date(2020, 1, 1), number=0), SAT)
    assert strangers[1] == "La commission n’a été installée que le 04/02/2021."


def test_one_person_in_both_chairs_is_a_doubt_and_then_a_problem() -> None:
    both = SectionPresident(SOCIAL, BASILE.person, date(2025, 1, 1), None, 4)
    sat = (*SAT, Membership(3, PROFESSIONAL, INSTALLED), Membership(3, SOCIAL, INSTALLED))
    known = replace(KNOWN, presidents=(AUBIN, BASILE, both))
    (doubt,) = president_doubts(KNOWN, both, sat)
    (problem,) = president_problems(known, sat, date(2025, 6, 1))

    assert doubt == "Basile Abgrall préside déjà la section professionnelle à cette date."
    assert (problem.rule, problem.severity, problem.persons) == ("presidency_both", Severity.ERROR, (3,))
    assert problem.message == "Basile Abgrall préside les deux sections."


def test_an_exception_has_a_year_of_its_own_after_the_installation_and_a_reason() -> None:
    before, again, same, mute = (
        refuse_exception(KNOWN, PresidencyException(year, section, reason))
        for year, section, reason in (
            (2020, SOCIAL, "accord"), (2024, SOCIAL, "accord"), (2023, SOCIAL, "accord"), (2026, SOCIAL, " ")
        )
    )  # fmt: skip

    assert [(r.fault, r.what) for r in before] == [(Fault.YEAR, "La commission n’est installée qu’en 2021.")]
    assert [(r.fault, r.what) for r in again] == [(Fault.YEAR, "Une exception est déjà enregistrée pour 2024.")]
    assert [(r.fault, r.what) for r in same] == [
        (Fault.YEAR, "La section sociale préside déjà en 2023 par alternance.")
    ]
    assert [(r.fault, r.what) for r in mute] == [(Fault.REASON, "Le motif est vide.")]
    assert refuse_exception(KNOWN, PresidencyException(2024, SOCIAL, "autre motif", id=1)) == ()


def test_the_controls_say_that_a_president_no_longer_sits_in_the_section() -> None:
    (problem,) = president_problems(KNOWN, SAT, date(2023, 6, 1))

    assert problem.rule == "presidency"
    assert problem.message == (
        "Basile Abgrall préside la section professionnelle mais n’y siège plus depuis le 01/07/2022."
    )
    assert problem.source.startswith(SOURCE)
    assert (problem.severity, problem.remedy, problem.persons) == (Severity.WARNING, Remedy.PRESIDENCY, (3,))


def test_the_controls_tell_a_president_without_any_seat() -> None:
    (problem,) = president_problems(replace(KNOWN, presidents=(SOLENE, BASILE)), SAT[1:2], date(2023, 6, 1))

    assert problem.message == "Basile Abgrall préside la section professionnelle mais n’y a pas de siège."


def test_the_controls_tell_a_vacancy_and_since_when() -> None:
    social, _professional = president_problems(KNOWN, SAT, date(2023, 4, 1))
    never = president_problems(Presidency(INSTALLED), (), INSTALLED)

    assert social.message == "La présidence de la section sociale est vacante depuis le 15/03/2023."
    assert [problem.message for problem in never] == [
        "La section sociale n’a pas désigné son président.",
        "La section professionnelle n’a pas désigné son président.",
    ]
    assert {problem.rule for problem in (social, *never)} == {"presidency_vacant"}


def test_nothing_is_wrong_before_the_installation() -> None:
    assert president_problems(KNOWN, (), date(2021, 2, 3)) == ()
