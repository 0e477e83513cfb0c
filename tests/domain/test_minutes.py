from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Section
from cpr_desk.domain.minutes import (
    Change,
    Minutes,
    Part,
    Passages,
    Place,
    Signature,
    State,
    Version,
    compare,
    minutes_due,
    places_of,
    refuse_signature,
)

TOLD: Passages = {(1, Part.DISCUSSION): "Les membres échangent sur le calendrier."}
VERSION = Version(1, date(2021, 2, 10), "a" * 64, 1000, TOLD)
DRAFT = Minutes(TOLD)
KEPT = Minutes(TOLD, (VERSION,))
SIGNED = replace(
    KEPT,
    signatures=(
        Signature(Section.SOCIAL, "Mme Le Goff", date(2021, 2, 12), 1),
        Signature(Section.PROFESSIONAL, "M. Abgrall", date(2021, 2, 15), 1),
    ),
)


def test_minutes_are_due_thirty_days_after_the_meeting_unless_the_setting_says_otherwise() -> None:
    assert minutes_due(date(2021, 2, 4), Rules()) == date(2021, 3, 6)
    assert minutes_due(date(2021, 2, 4), Rules(minutes_days=45)) == date(2021, 3, 21)


def test_the_state_follows_from_what_was_written_kept_signed_and_approved() -> None:
    states = [
        Minutes({(1, Part.ACTION): " "}).state,
        DRAFT.state,
        KEPT.state,
        SIGNED.state,
        replace(SIGNED, locked=True, approved_on=date(2021, 9, 1)).state,
    ]

    assert states == list(State)
    assert all(each.label for each in (*State, *Part))


def test_a_signature_on_an_earlier_version_signs_nothing_of_the_last() -> None:
    again = replace(SIGNED, versions=(VERSION, replace(VERSION, number=2)))

    assert again.in_force == ()
    assert again.state is State.TO_SIGN


def test_text_changed_since_the_last_version_is_ahead_of_it() -> None:
    assert not KEPT.is_ahead
    assert replace(KEPT, passages={}).is_ahead
    assert not DRAFT.is_ahead


@pytest.mark.parametrize(
    ("minutes", "name", "day", "why"),
    [
        (DRAFT, "Mme Le Goff", date(2021, 2, 12), "Éditez d’abord"),
        (replace(KEPT, passages={}), "Mme Le Goff", date(2021, 2, 12), "Le texte a changé"),
        (KEPT, "Mme Le Goff", date(2021, 2, 9), "ne peut la précéder"),
        (KEPT, "Mme Le Goff", date(2021, 3, 2), "à venir"),
        (KEPT, " ", date(2021, 2, 12), "qui a signé"),
        (replace(KEPT, locked=True), "Mme Le Goff", date(2021, 2, 12), "Rouvrez-le"),
        (SIGNED, "Mme Le Goff", date(2021, 2, 16), "déjà signé"),
    ],
)
def test_a_signature_that_proves_nothing_is_refused(minutes: Minutes, name: str, day: date, why: str) -> None:
    told = refuse_signature(minutes, Section.SOCIAL, name, day, date(2021, 3, 1))

    assert any(why in reason for reason in told)


def test_a_signature_on_the_last_version_is_accepted() -> None:
    assert not refuse_signature(KEPT, Section.SOCIAL, "Mme Le Goff", date(2021, 2, 10), date(2021, 2, 10))


def test_versions_are_compared_word_by_word_in_the_order_of_the_minutes() -> None:
    order = places_of([1, 2])
    before: Passages = {(1, Part.DECISION): "Le calendrier est adopté.", (9, Part.DISCUSSION): "Point retiré."}
    after: Passages = {(1, Part.DECISION): "Le calendrier modifié est adopté.", (None, Part.OPENING): "Ouverte à 14 h."}

    told = compare(before, after, order)

    assert [each.place for each in told] == [(None, Part.OPENING), (1, Part.DECISION), (9, Part.DISCUSSION)]
    assert [(each.change, each.text) for each in told[1].stretches] == [
        (Change.SAME, "Le calendrier "),
        (Change.ADDED, "modifié "),
        (Change.SAME, "est adopté."),
    ]
    assert [each.change for each in told[2].stretches] == [Change.REMOVED]
    replaced = compare({(1, Part.ACTION): "Relancer le SML"}, {(1, Part.ACTION): "Relancer la FNI"}, order)
    assert [each.change for each in replaced[0].stretches] == [Change.SAME, Change.REMOVED, Change.ADDED]
    assert compare(before, before, order) == ()


@given(st.text(), st.text())
def test_a_comparison_gives_back_both_texts(before: str, after: str) -> None:
    place: Place = (1, Part.DISCUSSION)
    for told in compare({place: before}, {place: after}, [place]):
        assert "".join(each.text for each in told.stretches if each.change is not Change.ADDED) == before
        assert "".join(each.text for each in told.stretches if each.change is not Change.REMOVED) == after
