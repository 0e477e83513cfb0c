from datetime import date

from cpr_desk.domain.beside_adhesion import NOTHING_BESIDE, Beside, new_beside
from cpr_desk.domain.missions import Mission

DAY = date(2022, 3, 15)
SAID = Beside("Association du Layon", DAY, DAY, (("49007", 10), ("49328", 5)), 2026, ((Mission.ACCES, DAY),))


def test_what_is_known_already_is_nothing_new() -> None:
    assert new_beside(SAID, SAID) == NOTHING_BESIDE
    assert new_beside(SAID, NOTHING_BESIDE) == SAID
    assert not new_beside(NOTHING_BESIDE, SAID)
    assert SAID


def test_a_territory_is_known_by_its_communes_whatever_the_year_of_their_inhabitants() -> None:
    older = Beside(populations=(("49328", 4), ("49007", 9)), year=2021)
    assert new_beside(Beside(populations=SAID.populations, year=2026), older) == NOTHING_BESIDE
    assert older.codes == {"49007", "49328"}
