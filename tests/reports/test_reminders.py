"""What a reminder says, and that it is well set."""

import re
from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.composition import Regime, Section
from cpr_desk.domain.designations import Correspondent, designators
from cpr_desk.domain.organisations import LetterChannel, Organisation
from cpr_desk.reports import pdf
from cpr_desk.reports.document import BulletList, Document, Paragraph, Row, Run, Table
from cpr_desk.reports.reminders import address_lines, reminder, reminders
from cpr_desk.reports.table_rows import cell_run
from tests.reports.reading import pages, text
from tests.reports.sample import COMMISSION, COMPOSITION, CORRESPONDENTS, TERMS, correspondent

LONG = (
    "Fédération nationale interprofessionnelle des organisations représentatives des professions de "
    "l’appareillage d’Anjou"
)


def printed(letter: Correspondent, **changes: object) -> str:
    return text(pdf.render([reminder(COMMISSION, letter, replace(TERMS, **changes))]).pdf)  # type: ignore[arg-type]


def rows(letter: Correspondent) -> list[tuple[str, ...]]:
    """Return the places to fill that a letter lists, as they read."""
    table = next(block for block in reminder(COMMISSION, letter, TERMS).blocks if isinstance(block, Table))
    return [tuple(cell_run(cell).text for cell in row.cells) for row in table.rows if isinstance(row, Row)]


def words(letter: Document) -> str:
    """Return what paragraphs and lists say, with the blanks that a PDF no longer tells apart."""
    said = [block.inlines for block in letter.blocks if isinstance(block, Paragraph)]
    said += [item for block in letter.blocks if isinstance(block, BulletList) for item in block.items]
    return "\n".join(
        "".join(inline.text if isinstance(inline, Run) else inline for inline in inlines) for inlines in said
    )


def test_a_letter_says_what_is_to_designate_by_when_and_for_which_meeting() -> None:
    said = printed(correspondent("SML"))

    assert "Madame la Présidente," in said
    assert "un siège pour chaque organisation syndicale signataire" in said
    assert "Au 4 février 2021, il vous reste à désigner 1 titulaire et 1 suppléant :" in said
    assert "au plus tard le mardi 25 mai 2021" in said
    assert "jeudi 10 juin 2021 à 14 h" in said
    assert "lettre de désignation, datée et signée" in said
    assert "L’Haÿ-les-Roses" in said


def test_a_letter_names_no_meeting_that_its_answer_comes_too_late_for() -> None:
    assert "prochaine réunion" not in printed(correspondent("SML"), meeting=None)


@pytest.mark.parametrize("name", ["SML", "Centres de santé", "APMSL", "RG médical"])
def test_no_ordinary_blank_stands_before_a_high_sign(name: str) -> None:
    known = correspondent(name)
    seats = tuple(replace(seat, titular=None) for seat in known.designator.seats)
    letter = reminder(COMMISSION, replace(known, designator=replace(known.designator, seats=seats)), TERMS)
    lines = "\n".join(pages(pdf.render([letter]).pdf)).split("\n")

    assert not re.search(r" [:;!?%»]|« |[{}]|[*]{2}|'", words(letter))
    assert words(letter).count("\u00a0:") == 4
    assert not [line for line in lines if line.startswith((":", ";", "!", "?", "»"))]


def test_the_letter_of_the_health_centres_lists_three_seats_on_two_lines() -> None:
    assert rows(correspondent("Centres de santé")) == [
        ("Centres de santé, siège 1", "Xavière Wissant", "à désigner"),
        ("Centres de santé, sièges 2 et 3", "à désigner", "à désigner"),
    ]
    assert "3 sièges pour les organisations représentatives des centres de santé" in printed(
        correspondent("Centres de santé")
    )


def test_a_scheme_without_any_titular_still_fits_a_page() -> None:
    seats = tuple(
        replace(seat, titular=None) if seat.regime is Regime.RG else seat for seat in COMPOSITION.of(Section.SOCIAL)
    )
    general = Correspondent(designators(replace(COMPOSITION, seats=seats))[0], correspondent("RG").organisation)

    assert rows(general)[0] == ("RG, lignes 1, 2, 5, 7 et 10 (13\u00a0voix)", "à désigner", "à désigner")
    assert rows(general)[1] == ("RG, ligne 3 (3\u00a0voix)", "à désigner", "Lubin Castérac")
    assert "80 % des voix" in printed(general)
    assert len(pdf.render([reminder(COMMISSION, general, TERMS)]).pages[0]) == 1


def test_a_body_that_does_not_vote_is_written_to_as_one() -> None:
    said = printed(correspondent("APMSL"))

    assert "avec voix consultative" in said
    assert "aux votes" not in said


def test_all_letters_are_of_one_page_whatever_the_length_of_a_name() -> None:
    named = [
        replace(each, organisation=replace(each.organisation, full_name=LONG, addressee=f"Le président, {LONG}"[:120]))
        for each in CORRESPONDENTS
        if each.designator.vacant
    ]
    rendered = pdf.render(reminders(COMMISSION, named, TERMS))

    assert {len(found) for found in rendered.pages} == {1}
    assert len(rendered.pages) == 16
    assert "de l’appareillage d’Anjou" in text(rendered.pdf)


def test_the_address_opens_with_the_addressee_and_ends_with_the_town() -> None:
    assert address_lines(correspondent("SML").organisation) == (
        "Madame la présidente",
        "Organisation d’essai SML",
        "12 rue de la Haÿe",
        "Bâtiment C",
        "94240 L’Haÿ-les-Roses",
    )


def test_what_is_not_known_of_an_organisation_takes_no_line() -> None:
    assert address_lines(Organisation(0, "SML")) == ("SML",)


def test_a_letter_that_leaves_by_mail_says_so() -> None:
    by_mail = Organisation(0, "SML", email="bureau@exemple.fr", channel=LetterChannel.EMAIL)

    assert address_lines(by_mail) == ("SML", "Par courriel\u00a0: bureau@exemple.fr")


def test_the_answer_is_asked_for_on_the_day_chosen() -> None:
    assert "vendredi 30 avril 2021" in printed(correspondent("SML"), answer_by=date(2021, 4, 30))
