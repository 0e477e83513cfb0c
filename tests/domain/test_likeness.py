"""Which names may be one person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.likeness import Likeness, Sameness, alike


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Éléonore Lefèvre", "ELEONORE LEFEVRE", Likeness.SPELLING),
        ("Anne-Marie Roux", "Anne Marie Roux", Likeness.SPELLING),
        ("Ève N'Guyen", "Eve N’GUYEN", Likeness.SPELLING),
        ("Roux Anne-Marie", "Anne Marie Roux", Likeness.ORDER),
        ("Jean de La Haÿe", "DE LA HAYE, Jean", Likeness.ORDER),
        ("Jean de La Haÿe", "Jean Delahaye", Likeness.JOINED),
        ("Delahaye Jean", "Jean de La Haÿe", Likeness.JOINED),
        ("Annemarie Roux", "Anne-Marie Roux", Likeness.JOINED),
        ("Ève N'Guyen", "Ève Nguyen", Likeness.JOINED),
        ("Jean de La Haÿe", "Jean Haye", Likeness.PARTICLE),
        ("Yann Le Gall", "Gall Yann", Likeness.PARTICLE),
        ("Ursule Martel Finot", "Ursule Martel", Likeness.PART),
        ("Anne Roux", "Anne-Marie Roux", Likeness.PART),
        ("J. Roux", "Jean Roux", Likeness.INITIALS),
        ("J.-M. Villain", "Jean-Marc Villain", Likeness.INITIALS),
        ("JM Villain", "Villain Jean-Marc", Likeness.INITIALS),
        ("Jean-Marc Villain", "J. Villain", Likeness.INITIALS),
        ("Jean Martin", "Jean Martim", Likeness.LETTER),
        ("Jean Martin", "Jean Matrin", Likeness.LETTER),
        ("Jean Martin", "Jean Martinn", Likeness.LETTER),
        ("Martins Jean", "Jean Martin", Likeness.LETTER),
        ("Paul Grand", "Paule Grand", Likeness.LETTER),
        ("Léa Petit", "Léo Petit", None),
        ("Jean Martin", "Jean Durand", None),
        ("Jean Marc", "Jean Marty", None),
        ("Jean Martin", "Paul Martel", None),
        ("Jean Martin", "Martin", None),
        ("J. Roux", "J. Grand", None),
        ("Jean Arno", "Jean Roan", None),
        ("Jean Luc Martin", "Jean Paul Durand", None),
        ("Ana Roux", "Tom Grand", None),
        ("", "", None),
        ("", "Ana Roux", None),
        ("…", "-", None),
    ],
)
def test_names_are_alike_for_a_reason(one: str, other: str, reason: Likeness | None) -> None:
    assert alike(one, other) is reason
    assert alike(other, one) is reason


def test_each_reason_is_said_in_french_and_only_ways_of_writing_are_sure() -> None:
    assert len({reason.label for reason in Likeness}) == len(Likeness)
    assert Sameness.OTHER.label == "Ce sont deux personnes"
    assert [reason for reason in Likeness if reason.is_sure] == list(Likeness)[:4]


WORDS = st.sampled_from(["Jean", "Marc", "Jean-Marc", "J.", "JM", "de", "La", "Haÿe", "Delahaye", "Martin", "Martim"])
NAMES = st.lists(WORDS, max_size=4).map(" ".join)


@given(NAMES | st.text(max_size=12), NAMES | st.text(max_size=12))
def test_likeness_does_not_depend_on_which_name_comes_first(one: str, other: str) -> None:
    assert alike(one, other) is alike(other, one)


@given(NAMES.filter(bool), st.sampled_from([str.upper, str.lower, str.title]))
def test_a_name_is_always_like_itself_in_other_capitals(name: str, written: object) -> None:
    assert callable(written)
    assert alike(name, written(name)) is Likeness.SPELLING
