from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cpr_desk.domain.accompaniment import Support, accompaniment_of, refuse_accompaniment
from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.dossier import Dossier, Figure, GrantGiven
from cpr_desk.domain.mandates import Fault
from cpr_desk.domain.scale import GrantKind
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales
from tests.factories import adhesion

SCALES = tuple(load_scales(reference_dir()).values())
GIVEN = date(2022, 5, 31)
LIMIT = date(2023, 2, 28)
LETTER = StepTaken(Step.LETTER_VALIDATED, date(2022, 3, 1))


def dossier(*steps: StepTaken, given: date | None = GIVEN, **facts: object) -> Dossier:
    grants = (GrantGiven(GrantKind.ACCOMPANIMENT, given),) if given else ()
    known = Dossier(adhesion(), "Association du Layon", steps=steps or (LETTER,), grants=grants)
    return replace(known, **facts)  # type: ignore[arg-type]


def told(known: Dossier, today: date) -> tuple[Support, str]:
    found = accompaniment_of(known, SCALES, today)
    return found.state, found.words(today)


@pytest.mark.parametrize(
    ("today", "state", "words"),
    [
        (date(2023, 2, 26), Support.RUNNING, "reste 2 jours."),
        (LIMIT, Support.RUNNING, "dernier jour."),
        (date(2023, 3, 1), Support.LATE, "délai dépassé de 1 jour."),
    ],
)
def test_nine_months_are_left_to_sign(today: date, state: Support, words: str) -> None:
    found, sentence = told(dossier(), today)
    assert found is state
    assert sentence == f"Conclu le 31/05/2022, ACI à signer avant le 28/02/2023\u00a0: {words}"


@pytest.mark.parametrize(
    ("signed", "state", "words"),
    [
        (LIMIT, Support.FOLLOWED, "signé le 28/02/2023."),
        (date(2023, 3, 1), Support.LATE, "signé le 01/03/2023 (après ce délai)."),
    ],
)
def test_the_signature_ends_the_delay(signed: date, state: Support, words: str) -> None:
    found, sentence = told(dossier(LETTER, StepTaken(Step.SIGNED, signed)), date(2024, 1, 1))
    assert found is state
    assert sentence.endswith(words)


def test_without_one_it_says_so_and_what_is_not_met_today() -> None:
    known = dossier(StepTaken(Step.REFLECTION, GIVEN), given=None, association="")
    found = accompaniment_of(known, SCALES, GIVEN)
    assert (found.state, found.limit, found.line) == (Support.NONE, None, None)
    assert found.unmet == ("le projet n’est pas porté par une association", "la lettre d’intention n’est pas validée")
    assert found.words(GIVEN) == "Aucun contrat d’accompagnement n’est enregistré."
    assert [state.label for state in Support] == ["non conclu", "en cours", "suivi de l’ACI", "délai dépassé"]


def test_its_amount_follows_the_size() -> None:
    by_population = dossier(figures=(Figure(GIVEN, 90_000),))
    stated = dossier(adhesion=adhesion(size=SizeClass.SIZE_1))
    amounts = [accompaniment_of(each, SCALES, GIVEN).line for each in (by_population, stated)]
    assert [line.amount for line in amounts if line] == [Decimal(25_000), Decimal(15_000)]


def test_a_scale_without_it_sets_no_limit() -> None:
    known = dossier(given=date(2020, 1, 1))
    assert told(known, GIVEN) == (Support.RUNNING, "Conclu le 01/01/2020. Le barème de ce jour n’en prévoit pas.")


def refused(known: Dossier, day: date, comment: str = "") -> list[Fault]:
    wanted = GrantGiven(GrantKind.ACCOMPANIMENT, day, comment)
    return [each.fault for each in refuse_accompaniment(known, SCALES, wanted, date(2023, 1, 1))]


def test_it_is_recorded_where_every_condition_is_met() -> None:
    assert refused(dossier(), GIVEN) == []


def test_a_day_to_come_or_a_scale_without_it_is_refused() -> None:
    assert refused(dossier(), date(2023, 1, 2)) == [Fault.SINCE]
    assert Fault.SINCE in refused(dossier(), date(2020, 1, 1), "Ancien")


def test_an_unmet_condition_asks_for_its_reason() -> None:
    declared_later = dossier(association_on=date(2022, 6, 1))
    assert refused(declared_later, GIVEN) == [Fault.REASON]
    assert refused(declared_later, GIVEN, "Association en cours de déclaration") == []
    assert refused(dossier(LETTER, StepTaken(Step.SIGNED, GIVEN)), GIVEN) == [Fault.REASON]
