"""Persons' names as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.imports.names import is_vacant, person_key, split_civility, split_name


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("Victor Delaunay", "Victor", "Delaunay"),
        ("DELAUNAY Victor", "Victor", "DELAUNAY"),
        ("Victor DELAUNAY", "Victor", "DELAUNAY"),
        ("VICTOR DELAUNAY", "Victor", "Delaunay"),
        ("Delaunay, Victor", "Victor", "Delaunay"),
        ("Delaunay,", "", "Delaunay"),
        ("Delaunay", "", "Delaunay"),
        ("Anne de La Haÿe", "Anne", "de La Haÿe"),
        ("de La Haÿe Anne", "Anne", "de La Haÿe"),
        ("DE LA HAŸE ANNE", "Anne", "de La Haÿe"),
        ("de LA HAŸE Anne-Lise", "Anne-Lise", "de LA HAŸE"),
        ("LE GOFF Marie-Claire", "Marie-Claire", "LE GOFF"),
        ("Tuan N'Guyen", "Tuan", "N'Guyen"),
        ("TUAN N'GUYEN", "Tuan", "N'Guyen"),
        ("RUI D’ALMEIDA", "Rui", "d’Almeida"),
        ("d'ALMEIDA Rui", "Rui", "d'ALMEIDA"),
        ("Noémie de Brissac-Fontenoy", "Noémie", "de Brissac-Fontenoy"),
        ("Ève-Anna Morel la Tour", "Ève-Anna", "Morel la Tour"),
        ("Jean Noël Adam", "Jean Noël", "Adam"),
        ("Jean Adam Petit", "Jean", "Adam Petit"),
        ("J. DUPONT", "J.", "Dupont"),
        ("Paule Camarel Danset", "Paule", "Camarel Danset"),
        ("de La", "", "de La"),
    ],
)
def test_the_first_name_and_the_last_are_told_apart(typed: str, first: str, last: str) -> None:
    assert split_name(typed) == (first, last)


@pytest.mark.parametrize(
    ("typed", "civility", "name"),
    [
        ("Mme Anne Le Gall", "Mme", "Anne Le Gall"),
        ("M. Paul Roux", "M.", "Paul Roux"),
        ("monsieur Paul Roux", "M.", "Paul Roux"),
        ("Dr.Paul Roux", "Dr", "Paul Roux"),
        ("Docteur Paul Roux", "Dr", "Paul Roux"),
        ("Mme le Dr Anne Roux", "Dr", "Anne Roux"),
        ("Pr Le Gall", "Pr", "Le Gall"),
        ("Marc Roux", "", "Marc Roux"),
        ("Dr", "", "Dr"),
    ],
)
def test_the_civility_is_taken_off(typed: str, civility: str, name: str) -> None:
    assert split_civility(typed) == (civility, name)


@pytest.mark.parametrize(
    "typed",
    ["", "-", "—", "…", "vacant", "VACANTE (démission)", "à désigner", "non désigné", "Non désignée", "siège vacant",
     "en attente", "en cours de désignation", "Néant", "N.C.", "pas de suppléant", "Aucun", "A pourvoir"],
)  # fmt: skip
def test_these_words_mean_nobody(typed: str) -> None:
    assert is_vacant(typed)


@pytest.mark.parametrize("typed", ["Sans Souci", "Nadia Cazal", "Aucunier", "Vacher Paul", "Ana Neant"])
def test_a_name_is_not_taken_for_a_vacancy(typed: str) -> None:
    assert not is_vacant(typed)


LETTERS = st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F), min_size=2, max_size=12)


@given(st.lists(LETTERS, min_size=1, max_size=5))
def test_no_word_of_a_name_is_lost(words: list[str]) -> None:
    first, last = split_name(" ".join(words))
    assert last
    assert person_key(f"{first} {last}") == person_key(" ".join(words))
