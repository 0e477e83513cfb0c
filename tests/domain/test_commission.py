import pytest

from cpr_desk.domain.commission import CommissionKind

CPR, CPL, CPN = CommissionKind


def test_the_national_commission_meets_twice_a_year_and_the_others_once() -> None:
    assert {kind: kind.meetings_a_year for kind in CommissionKind} == {CPR: 1, CPL: 1, CPN: 2}


@pytest.mark.parametrize(("kind", "words"), [(CPR, "de la région"), (CPL, "du département"), (CPN, "de la France")])
def test_a_kind_says_whose_inhabitants_it_counts(kind: CommissionKind, words: str) -> None:
    assert kind.of_territory == words


@pytest.mark.parametrize(
    ("kind", "overseas", "names"),
    [
        (CPR, False, ("Cellule de coordination régionale de gestion du risque",)),
        (CPN, False, ("Caisse nationale de l’assurance maladie (Cnam)",)),
        (CPL, False, ("CPAM – Sarthe", "CGSS – Sarthe")),
        (CPL, True, ("CGSS – Sarthe", "CPAM – Sarthe")),
    ],
)
def test_each_kind_has_its_own_secretariat(kind: CommissionKind, overseas: bool, names: tuple[str, ...]) -> None:
    assert kind.secretariats("Sarthe", overseas=overseas) == names


def test_the_secretariat_of_a_local_commission_is_one_of_two_caisses() -> None:
    assert CPL.secretariat == "CPAM ou CGSS"
