from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.agenda import Item, ItemKind, Verdict, agenda_hash
from cpr_desk.domain.composition import Section
from cpr_desk.domain.opinions import RULE, AgendaState, Opinion, given_after, readiness, refuse_opinion

AGENDA = (Item("Bilan", id=1), Item("Chiffres", 1, id=2))
ASKED, GIVEN = date(2021, 1, 18), date(2021, 1, 20)
SOCIAL = Opinion(Section.SOCIAL, ASKED, GIVEN, Verdict.AGREED, agenda_hash=agenda_hash(AGENDA))
OTHER = replace(SOCIAL, section=Section.PROFESSIONAL, verdict=Verdict.REFUSED)


def test_an_agenda_is_ready_once_both_presidents_gave_their_opinion_whatever_it_is() -> None:
    found = readiness(AGENDA, (SOCIAL, OTHER))

    assert (found.state, found.state.label, found.missing) == (AgendaState.READY, "prêt", ())
    assert "après avis des présidents de chaque section" in RULE
    assert "annexe 5" in RULE


def test_an_opinion_given_after_the_agenda_left_is_named() -> None:
    given = (SOCIAL, replace(OTHER, given_on=date(2021, 1, 21)), Opinion(Section.SOCIAL))

    assert [line.replace("\u00a0", " ") for line in given_after(given, GIVEN)] == [
        (
            "Présidence de la section professionnelle : avis daté du 21/01/2021, après l’envoi de l’ordre du jour, le "
            "20/01/2021."
        )
    ]
    assert given_after(given, date(2021, 1, 21)) == ()


def test_what_is_missing_is_named() -> None:
    found = readiness((), (replace(OTHER, given_on=None, verdict=None),))

    assert found.state.label == "à valider"
    assert [line.replace("\u00a0", " ") for line in found.missing] == [
        "L’ordre du jour ne compte encore aucun point.",
        "Présidence de la section sociale : avis à demander.",
        "Présidence de la section professionnelle : avis demandé le 18/01/2021.",
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Bilans"},
        {"level": 1},
        {"kind": ItemKind.VOTE},
        {"speaker": "Mme Maud Esnault"},
        {"minutes": 10},
        {"text": "Note"},
    ],
)
def test_an_opinion_on_an_earlier_version_no_longer_counts(change: dict[str, object]) -> None:
    changed = (replace(AGENDA[0], **change), AGENDA[1])  # type: ignore[arg-type] # one field of each type
    found = readiness(changed, (SOCIAL, OTHER))

    assert found.state is AgendaState.TO_VALIDATE
    assert all(line.endswith("avis du 20/01/2021, sur une version antérieure.") for line in found.missing)


def test_what_is_not_printed_makes_no_other_version() -> None:
    same = tuple(replace(item, id=item.id + 10, cpts_id=4, carried_from=3) for item in AGENDA)

    assert readiness(same, (SOCIAL, OTHER)).state is AgendaState.READY


def test_the_order_of_the_items_makes_a_version() -> None:
    assert agenda_hash(AGENDA) != agenda_hash(AGENDA[::-1])


@pytest.mark.parametrize(
    ("opinion", "why"),
    [
        (replace(SOCIAL, given_on=None), "le jour où l’avis"),
        (replace(SOCIAL, verdict=None), "l’avis donné"),
        (replace(SOCIAL, asked_on=date(2021, 1, 21)), "avant d’avoir été demandé"),
        (Opinion(Section.SOCIAL, date(2021, 1, 22)), "à venir"),
    ],
)
def test_an_opinion_that_cannot_be_is_refused(opinion: Opinion, why: str) -> None:
    assert [why in refusal for refusal in refuse_opinion(opinion, date(2021, 1, 21))] == [True]


def test_an_opinion_that_can_be_is_not_refused_and_has_its_words() -> None:
    assert refuse_opinion(SOCIAL, GIVEN) == ()
    assert refuse_opinion(Opinion(Section.SOCIAL), GIVEN) == ()
    assert SOCIAL.words == "avis favorable, le 20/01/2021"
