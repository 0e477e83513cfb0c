from datetime import date

import pytest

from cpr_desk.domain.composition import Person
from cpr_desk.domain.registered import Letter, taken

ANA, LUC = Person(1, "Ana", "Le Goff"), Person(2, "Luc", "de La Haÿe")
DAY, LATER = date(2021, 1, 18), date(2021, 1, 20)


@pytest.mark.parametrize(
    ("letter", "is_taken"),
    [
        (Letter(LUC, DAY, "1a-123.4"), True),
        (Letter(ANA, LATER, "1A 123 4"), True),
        (Letter(ANA, DAY, "1A 123 4"), False),
        (Letter(LUC, DAY, "1A 123 5"), False),
        (Letter(LUC, DAY, " - "), False),
    ],
)
def test_a_number_names_one_letter_to_one_person_on_one_day(letter: Letter, is_taken: bool) -> None:
    known = [Letter(LUC, DAY, ""), Letter(ANA, DAY, "1A 123 4")]

    assert (taken(letter, known) is not None) is is_taken
