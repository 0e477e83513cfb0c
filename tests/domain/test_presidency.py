from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.presidency import RULE, SectionPresident, ledger, president_at, presiding_section

SOCIAL, PROFESSIONAL = Section.SOCIAL, Section.PROFESSIONAL
AUBIN = SectionPresident(SOCIAL, "Aubin Tréhorel", date(2021, 2, 4), date(2022, 6, 30))
SOLENE = SectionPresident(SOCIAL, "Solène Marzac", date(2022, 7, 1))
BASILE = SectionPresident(PROFESSIONAL, "Basile Abgrall", date(2021, 2, 4), date(2022, 12, 31))
PRESIDENTS = (SOLENE, BASILE, AUBIN)

years = st.integers(1990, 2150)


def test_the_social_section_presides_in_2021_and_the_professional_one_in_2022() -> None:
    assert [presiding_section(year, 2021) for year in (2021, 2022, 2023)] == [SOCIAL, PROFESSIONAL, SOCIAL]


@given(years, st.integers(0, 100))
def test_the_presidency_alternates_every_calendar_year(first: int, later: int) -> None:
    year = first + later

    assert presiding_section(first, first) is SOCIAL
    assert presiding_section(year + 1, first) is presiding_section(year, first).opposite
    assert presiding_section(year + 2, first) is presiding_section(year, first)


def test_nobody_presides_before_the_installation() -> None:
    with pytest.raises(ValueError, match="La commission n’est installée qu’en 2021"):
        presiding_section(2020, 2021)


def test_the_ledger_names_both_chairs_and_says_why() -> None:
    first, second, third = ledger(2021, 2021, 2023, PRESIDENTS)

    assert (first.president_section, first.president, first.vice_president) == (SOCIAL, AUBIN.name, BASILE.name)
    assert first.why == f"Première année{NBSP}: présidence à la section sociale."
    assert (second.president_section, second.president) == (PROFESSIONAL, BASILE.name)
    assert second.vice_president == "Aubin Tréhorel puis Solène Marzac"
    assert second.why == "Alternance par année civile depuis 2021."
    assert (third.president, third.vice_president) == (SOLENE.name, None)


@given(years, years, st.integers(-5, 30))
def test_the_ledger_has_one_line_a_year_none_before_the_installation(first: int, start: int, span: int) -> None:
    lines = ledger(first, start, start + span)

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


def test_a_mandate_of_one_day_counts_in_its_year() -> None:
    eve = SectionPresident(SOCIAL, "Gildas Jarnoux", date(2021, 12, 31), date(2021, 12, 31))
    lines = ledger(2021, 2021, 2022, [eve])

    assert [line.president for line in lines] == ["Gildas Jarnoux", None]
    assert lines[1].vice_president is None


def test_the_rule_is_that_of_the_reglement() -> None:
    assert RULE.startswith(f"«{NBSP}Les présidents de chacune des sections assurent par alternance annuelle")
