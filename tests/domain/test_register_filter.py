import pytest

from cpr_desk.domain.adhesion import Stage
from cpr_desk.domain.cpts_facts import Alert
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.register_filter import UNKNOWN_SIZE, Facet, RegisterFilter, codes_of, words_of

NAMES = {"29": "Finistère", "94": "Val-de-Marne"}


def test_a_filter_without_choice_asks_nothing() -> None:
    assert RegisterFilter().facets == ()
    assert RegisterFilter().words(NAMES) == ()
    assert RegisterFilter().as_settings() == {}


def test_choosing_replaces_the_codes_of_one_facet_and_leaves_the_others() -> None:
    asked = RegisterFilter().choosing(Facet.SIZE, ["1", "2"]).choosing(Facet.STAGE, [Stage.SIGNED])
    asked = asked.choosing(Facet.SIZE, ["3"])

    assert asked.of(Facet.SIZE) == {"3"}
    assert asked.facets == (Facet.STAGE, Facet.SIZE)
    assert asked.choosing(Facet.SIZE, ()).facets == (Facet.STAGE,)


def test_a_filter_is_said_in_french_in_the_order_of_the_register() -> None:
    asked = RegisterFilter()
    for facet, codes in (
        (Facet.ALERT, [Alert.PAYMENT]),
        (Facet.SIZE, [UNKNOWN_SIZE, "2"]),
        (Facet.DEPARTMENT, ["29", "2A", ""]),
        (Facet.STAGE, [Stage.ABANDONED, Stage.SIGNED]),
    ):
        asked = asked.choosing(facet, codes)
    assert asked.words(NAMES) == (
        f"Étape{NBSP}: Contrat signé ou Abandonné",
        f"Département{NBSP}: Sans département ou 29 – Finistère ou 2A",
        f"Taille{NBSP}: Taille 2 ou Taille inconnue",
        f"À surveiller{NBSP}: Versement en retard",
    )


def test_more_than_three_choices_are_counted() -> None:
    asked = RegisterFilter().choosing(Facet.SIZE, ["1", "2", "3", "4"])
    assert asked.words(NAMES) == (f"Taille{NBSP}: 4{NBSP}choix",)


@pytest.mark.parametrize("facet", Facet)
def test_every_code_of_a_facet_has_words(facet: Facet) -> None:
    codes = codes_of(facet, NAMES)
    assert len({words_of(facet, code, NAMES) for code in codes}) == len(codes) >= 2


def test_a_filter_stored_comes_back_as_it_was() -> None:
    asked = RegisterFilter().choosing(Facet.DEPARTMENT, ["29"]).choosing(Facet.ALERT, [Alert.AREA, Alert.DIALOGUE])
    assert RegisterFilter.of_settings(asked.as_settings()) == asked


@pytest.mark.parametrize("stored", [None, [], {"stage": "signed"}, {"stage": [7, "unheard"], "other": ["1"]}])
def test_what_is_stored_and_makes_no_sense_asks_nothing(stored: object) -> None:
    assert RegisterFilter.of_settings(stored) == RegisterFilter()
