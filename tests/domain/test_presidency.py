from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, VacantChair
from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.presidency import (
    RULE,
    Presidency,
    PresidencyException,
    SectionPresident,
    chair_at,
    ledger,
    president_at,
    presiding_section,
    vacant_since,
)
from tests.factories import INSTALLED, person

SOCIAL, PROFESSIONAL = Section.SOCIAL, Section.PROFESSIONAL
AUBIN = SectionPresident(SOCIAL, person("Aubin Tréhorel", civility="M."), INSTALLED, date(2022, 6, 30))
SOLENE = SectionPresident(SOCIAL, person("Solène Marzac", civility="Mme"), date(2022, 7, 1))
BASILE = SectionPresident(PROFESSIONAL, person("Basile Abgrall", civility="Dr"), INSTALLED, date(2022, 12, 31))
PRESIDENTS = (SOLENE, BASILE, AUBIN)
KNOWN = Presidency(INSTALLED, PRESIDENTS)
ACCORD = PresidencyException(2024, SOCIAL, "accord des deux sections.", date(2024, 1, 12))

GAP = Presidency(
    date(2023, 2, 6),
    (
        replace(AUBIN, since=date(2023, 2, 6), until=date(2023, 3, 14)),
        replace(SOLENE, since=date(2023, 5, 1)),
        replace(BASILE, since=date(2023, 2, 6), until=None),
    ),
)
"""The social section presides 2023, and has no president from 15/03 to 30/04."""

years = st.integers(1990, 2150)


def test_the_social_section_presides_in_2021_and_the_professional_one_in_2022() -> None:
    assert [presiding_section(year, 2021) for year in (2021, 2022, 2023)] == [SOCIAL, PROFESSIONAL, SOCIAL]


@given(years, st.integers(0, 100))
def test_the_presidency_alternates_every_calendar_year(first: int, later: int) -> None:
    year = first + later

    assert presiding_section(first, first) is SOCIAL
    assert presiding_section(year + 1, first) is presiding_section(year, first).opposite
    assert presiding_section(year + 2, first) is presiding_section(year, first)


@given(st.sets(st.integers(2021, 2060)), st.integers(2021, 2060))
def test_an_exception_moves_its_own_year_and_no_other(excepted: set[int], year: int) -> None:
    known = Presidency(
        INSTALLED, (), tuple(PresidencyException(y, presiding_section(y, 2021).opposite, "accord") for y in excepted)
    )

    by_rule = presiding_section(year, 2021)
    assert known.section_of(year) is (by_rule.opposite if year in excepted else by_rule)
    chair = chair_at(known, date(year, 6, 1))
    assert chair
    assert chair.section is ledger(known, year, year)[0].president_section is known.section_of(year)
    assert (chair.exception is not None) == (year in excepted)


def test_nobody_presides_before_the_installation() -> None:
    with pytest.raises(ValueError, match="La commission n’est installée qu’en 2021"):
        presiding_section(2020, 2021)
    assert chair_at(KNOWN, date(2020, 12, 31)) is None


def test_the_ledger_names_both_chairs_and_says_why() -> None:
    first, second, third = ledger(KNOWN, 2021, 2023)

    assert (first.president_section, first.president) == (SOCIAL, "M. Aubin Tréhorel")
    assert (first.vice_president_section, first.vice_president) == (PROFESSIONAL, "Dr Basile Abgrall")
    assert first.why == f"Première année{NBSP}: présidence à la section sociale."
    assert not first.mentions
    assert not first.acting
    assert (second.president_section, second.president) == (PROFESSIONAL, "Dr Basile Abgrall")
    assert second.vice_president == "M. Aubin Tréhorel jusqu’au 30 juin, puis Mme Solène Marzac"
    assert [p.last_name for p in second.vice_presidency.persons] == ["Tréhorel", "Marzac"]
    assert second.why == "Alternance par année civile depuis 2021."
    assert (third.president, third.vice_president) == ("Mme Solène Marzac", None)
    assert third.mentions == ("Vice-présidence (section professionnelle) vacante du 1er janvier au 31 décembre 2023.",)


def test_an_exception_is_told_with_its_reason_and_moves_no_other_year() -> None:
    before, excepted, after = ledger(replace(KNOWN, exceptions=(ACCORD,)), 2023, 2025)

    assert [line.president_section for line in (before, excepted, after)] == [SOCIAL, SOCIAL, SOCIAL]
    assert excepted.exception is ACCORD
    assert excepted.why == (
        f"Exception à l’alternance, qui donne 2024 à la section professionnelle. Motif{NBSP}: accord des deux "
        "sections (décision du 12/01/2024). L’alternance des autres années n’est pas décalée."
    )
    assert before.exception is after.exception is None


def test_an_exception_that_the_alternation_grants_anyway_is_not_told() -> None:
    (line,) = ledger(replace(KNOWN, exceptions=(replace(ACCORD, year=2023),)), 2023, 2023)

    assert line.why == "Alternance par année civile depuis 2021."
    assert line.exception


def test_the_reason_of_an_exception_is_printed_with_or_without_a_decision() -> None:
    assert PresidencyException(2024, SOCIAL, "report").mention == f"Motif{NBSP}: report."


def test_a_vacancy_within_the_year_is_a_period_and_the_vice_president_acts() -> None:
    (line,) = ledger(GAP, 2023, 2023)

    assert line.president == (
        "M. Aubin Tréhorel jusqu’au 14 mars, vacance du 15 mars au 30 avril, puis Mme Solène Marzac"
    )
    (told,) = line.mentions
    assert told == (
        f"Présidence (section sociale) vacante du 15 mars au 30 avril 2023{NBSP}: la vice-présidence assure l’intérim, "
        f"Dr Basile Abgrall ({DEFAULT_RULE_NOTICE})."
    )
    assert [(span.since, span.until) for span in line.acting] == [(date(2023, 3, 15), date(2023, 4, 30))]


def test_the_section_may_designate_somebody_to_chair_the_session_instead() -> None:
    known = replace(GAP, vacant_chair=VacantChair.SESSION_CHAIR)
    (line,) = ledger(known, 2023, 2023)
    chair = chair_at(known, date(2023, 4, 1))

    assert line.mentions[0].endswith(f": la section désigne un président de séance ({DEFAULT_RULE_NOTICE}).")
    assert line.acting == ()
    assert chair
    assert (chair.name, chair.acting, chair.words) == (None, False, "section sociale, présidence vacante")
    assert chair.vice_president == GAP.presidents[2]


def test_the_acting_president_may_change_or_miss_during_a_vacancy() -> None:
    social, later, vice = GAP.presidents
    gone = replace(GAP, presidents=(social, later, replace(vice, until=date(2023, 3, 31))))

    (line,) = ledger(gone, 2023, 2023)

    assert (
        "assure l’intérim, Dr Basile Abgrall jusqu’au 31 mars, puis vacance à compter du 1er avril ("
        in (line.mentions[0])
    )
    assert line.mentions[1] == "Vice-présidence (section professionnelle) vacante du 1er avril au 31 décembre 2023."
    chair = chair_at(gone, date(2023, 4, 1))
    assert chair
    assert chair.name is None
    assert chair.mention == (
        f"La présidence de la section sociale est vacante depuis le 15/03/2023{NBSP}: la vice-présidence n’étant pas "
        "pourvue non plus, personne n’assure l’intérim."
    )


def test_a_vacancy_of_one_day_names_the_day() -> None:
    social, later, vice = GAP.presidents
    short = replace(GAP, presidents=(social, replace(later, since=date(2023, 3, 16)), vice))

    assert "vacante le 15 mars 2023" in ledger(short, 2023, 2023)[0].mentions[0]


def test_a_section_that_never_had_a_president_is_to_designate_one_and_is_no_vacancy() -> None:
    (line,) = ledger(Presidency(INSTALLED), 2021, 2021)

    assert line.president is line.vice_president is None
    assert line.mentions == ()


def test_the_ordinary_chair_is_the_president_of_the_section_without_a_mention() -> None:
    chair = chair_at(KNOWN, INSTALLED)

    assert chair
    assert (chair.section, chair.president, chair.acting, chair.mention) == (SOCIAL, AUBIN, False, "")
    assert chair.words == "M. Aubin Tréhorel (section sociale)"
    assert chair.vice_president == BASILE


def test_the_vice_president_takes_a_vacant_chair_and_the_documents_say_so() -> None:
    chair = chair_at(GAP, date(2023, 3, 15))

    assert chair
    assert (chair.section, chair.name, chair.acting) == (SOCIAL, "Dr Basile Abgrall", True)
    assert chair.words == "Dr Basile Abgrall (section professionnelle), par intérim"
    assert chair.mention == (
        f"La présidence de la section sociale est vacante depuis le 15/03/2023{NBSP}: la vice-présidence assure "
        f"l’intérim ({DEFAULT_RULE_NOTICE})."
    )


def test_before_the_first_designations_the_convocation_says_when_they_come() -> None:
    chair = chair_at(KNOWN, date(2021, 2, 3))

    assert chair
    assert chair.words == "section sociale, président à désigner"
    assert chair.mention == "Chaque section désigne son président, parmi ses membres, à la première réunion."


def test_a_section_may_lag_behind_the_other_in_designating_its_president() -> None:
    chair = chair_at(Presidency(INSTALLED, (BASILE,)), date(2021, 3, 1))

    assert chair
    assert chair.acting
    assert chair.mention.startswith(f"La section sociale n’a pas encore désigné son président{NBSP}: la vice-présid")


def test_the_chair_of_a_year_of_exception_carries_its_reason() -> None:
    chair = chair_at(replace(KNOWN, exceptions=(ACCORD,)), date(2024, 5, 1))

    assert chair
    assert (chair.section, chair.name) == (SOCIAL, "Mme Solène Marzac")
    assert chair.mention == (
        f"Exception à l’alternance, qui donne 2024 à la section professionnelle. Motif{NBSP}: accord des deux sections "
        "(décision du 12/01/2024)."
    )


@st.composite
def presidencies(draw: st.DrawFn) -> Presidency:
    """Draw an installation and the presidents of both sections, one after the other, with gaps."""
    installed = draw(st.dates(date(2020, 1, 1), date(2022, 12, 31)))
    held = []
    for section in (SOCIAL, PROFESSIONAL):
        day = installed
        for number in range(draw(st.integers(0, 4))):
            since = day + timedelta(days=draw(st.integers(0, 200)))
            until = since + timedelta(days=draw(st.integers(0, 400)))
            held.append(SectionPresident(section, person(f"Personne {section}{number}"), since, until))
            day = until + timedelta(days=1)
    return Presidency(installed, tuple(held), vacant_chair=draw(st.sampled_from(list(VacantChair))))


@given(presidencies(), st.integers(0, 5))
def test_every_day_of_a_year_has_exactly_one_chair_or_says_that_it_is_vacant(known: Presidency, later: int) -> None:
    (line,) = ledger(known, known.first_year + later, known.first_year + later)
    day = known.installed_on if later == 0 else date(line.year, 1, 1)
    while day.year == line.year:
        for office in (line.presidency, line.vice_presidency):
            (span,) = (span for span in office.spans if span.since <= day <= span.until)
            assert span.president == president_at(known.presidents, office.section, day)
        chair = chair_at(known, day)
        assert chair
        assert chair.section is line.president_section
        assert chair.president or "à désigner" in chair.words or "vacante" in chair.words
        stand_ins = [span.president for span in line.acting if span.since <= day <= span.until]
        assert stand_ins == ([chair.president] if chair.acting else [])
        day += timedelta(days=11)


@given(years, years, st.integers(-5, 30))
def test_the_ledger_has_one_line_a_year_none_before_the_installation(first: int, start: int, span: int) -> None:
    lines = ledger(Presidency(date(first, 2, 4)), start, start + span)

    assert [line.year for line in lines] == list(range(max(first, start), start + span + 1))
    assert all(line.president_section is line.vice_president_section.opposite for line in lines)
    assert all(line.president is line.vice_president is None for line in lines)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2021, 2, 3), None),
        (date(2021, 2, 4), AUBIN.name),
        (date(2022, 6, 30), AUBIN.name),
        (date(2022, 7, 1), SOLENE.name),
        (date(2090, 1, 1), SOLENE.name),
    ],
)
def test_a_section_president_is_in_office_from_the_first_day_to_the_last(day: date, name: str | None) -> None:
    found = president_at(PRESIDENTS, SOCIAL, day)

    assert (found.name if found else None) == name


def test_the_presidents_of_the_other_section_are_left_out() -> None:
    assert president_at([AUBIN], PROFESSIONAL, date(2021, 3, 1)) is None
    assert vacant_since([AUBIN], PROFESSIONAL, date(2023, 3, 1)) is None
    assert vacant_since([AUBIN], SOCIAL, date(2023, 3, 1)) == date(2022, 7, 1)


def test_a_mandate_of_one_day_counts_in_its_year() -> None:
    eve = SectionPresident(SOCIAL, person("Gildas Jarnoux"), date(2021, 12, 31), date(2021, 12, 31))
    lines = ledger(Presidency(INSTALLED, (eve,)), 2021, 2022)

    assert lines[0].president == "vacance du 4 février au 30 décembre, puis Gildas Jarnoux"
    assert lines[1].vice_president is None


def test_the_rule_is_that_of_the_reglement() -> None:
    assert RULE.startswith(f"«{NBSP}Les présidents de chacune des sections assurent par alternance annuelle")
