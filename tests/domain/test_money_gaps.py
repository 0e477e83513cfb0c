from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cpr_desk.domain.contract import Contract
from cpr_desk.domain.dossier import Dossier, Figure, GrantGiven, MissionState, RateKept
from cpr_desk.domain.grants import BESIDE_CONTRACT, doubled_words, refuse_grant, unmet
from cpr_desk.domain.mandates import Fault
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.money_gaps import gaps
from cpr_desk.domain.scale import GrantKind
from cpr_desk.domain.schedule import Crisis
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales
from tests.factories import adhesion

SCALES = tuple(load_scales(reference_dir()).values())
SIGNED_ON = date(2022, 3, 15)
AT = date(2023, 6, 1)
BEFORE = GrantGiven(GrantKind.ACCOMPANIMENT, date(2022, 1, 10))
ADDITIONAL = GrantGiven(GrantKind.ADDITIONAL, date(2022, 6, 1))
LATE = Contract(date(2022, 9, 30), 5)


def dossier(**facts: object) -> Dossier:
    usual = Dossier(
        adhesion(),
        contracts=(Contract(SIGNED_ON, 5),),
        figures=(Figure(date(2021, 1, 1), 39_999),),
        missions=(MissionState(Mission.PARCOURS, started_on=date(2023, 4, 1)),),
    )
    return replace(usual, **facts)  # type: ignore[arg-type]


def crises(plan_written_on: date | None = None) -> tuple[MissionState, ...]:
    return (MissionState(Mission.CRISES, started_on=SIGNED_ON, plan_written_on=plan_written_on),)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, []),
        ({"contracts": ()}, [("path", "Aucun contrat n’est signé")]),
        ({"figures": ()}, [("area", "La population du 15/03/2022 n’est pas connue")]),
        ({"missions": ()}, [("missions", "Aucune mission n’a démarré")]),
        (
            {"contracts": (Contract(date(2018, 3, 15), 5),)},
            [("contract", "terme le 15/03/2023\u00a0: rien n’est dû au-delà")],
        ),
        (
            {"missions": (MissionState(Mission.ACCES, started_on=SIGNED_ON),)},
            [("missions", "Résultats à saisir\u00a0: année 1 (Accès aux soins). Le volet variable")],
        ),
        (
            {
                "missions": (MissionState(Mission.ACCES, started_on=SIGNED_ON),),
                "rates": (RateKept(Mission.ACCES, 1, Decimal(0)),),
            },
            [],
        ),
        ({"missions": crises()}, [("missions", "n’est pas dû pour les années 1 et 2")]),
        ({"missions": crises(plan_written_on=date(2023, 5, 1))}, [("missions", "pour l’année 1.")]),
        (
            {"figures": (Figure(SIGNED_ON, 175_000),)},
            [("summary", "majoration ne se calcule pas pour les années 1 et 2")],
        ),
        ({"figures": (Figure(SIGNED_ON, 175_000, members=12),)}, []),
        ({"crises": (Crisis(AT),)}, [("funding", "Crise sanitaire du 01/06/2023\u00a0: rien n’est dû, la mission")]),
        ({"grants": (BEFORE, ADDITIONAL)}, []),
        (
            {"grants": (replace(ADDITIONAL, on=date(2021, 3, 1)),)},
            [("funding", "du 01/03/2021\u00a0: le barème «\u00a0ACI 2019\u00a0» ne le prévoit pas")],
        ),
        (
            {"grants": (replace(BEFORE, on=date(2021, 3, 1)),)},
            [("path", "ne le prévoit pas")],
        ),
        (
            {"figures": (), "contracts": (), "grants": (BEFORE, ADDITIONAL)},
            [
                ("path", "Aucun contrat"),
                ("area", "le montant ne se calcule pas"),
                ("path", "rien n’est dû sans contrat signé"),
            ],
        ),
        (
            {"contracts": (LATE,), "grants": (ADDITIONAL,)},
            [("funding", "adhésion le 30/09/2022, au lieu d’avant le 30/09/2022")],
        ),
        ({"contracts": (LATE,), "grants": (replace(ADDITIONAL, comment="Accord de l’ARS"),)}, []),
    ],
)
def test_what_the_account_lacks_is_said_with_where_it_is_mended(
    facts: dict[str, object], told: list[tuple[str, str]]
) -> None:
    found = gaps(dossier(**facts), SCALES, AT)

    assert [gap.tab for gap in found] == [tab for tab, _ in told]
    assert all(words in gap.words for gap, (_, words) in zip(found, told, strict=True))


def test_an_amount_paid_once_is_refused_when_to_come_unknown_or_not_open_without_a_reason() -> None:
    def faults(own: Dossier, wanted: GrantGiven, today: date = AT) -> list[Fault]:
        return [refusal.fault for refusal in refuse_grant(own, SCALES, wanted, today)]

    assert faults(dossier(), ADDITIONAL) == []
    assert faults(dossier(), ADDITIONAL, SIGNED_ON) == [Fault.SINCE]
    assert faults(dossier(), replace(ADDITIONAL, on=date(2021, 3, 1))) == [Fault.SINCE]
    assert faults(dossier(contracts=(LATE,)), ADDITIONAL) == [Fault.REASON]
    assert faults(dossier(contracts=()), ADDITIONAL) == [Fault.REASON]
    assert faults(dossier(contracts=(LATE,)), replace(ADDITIONAL, comment="Accord de l’ARS")) == []


def test_the_covid_derogation_says_that_no_crisis_of_its_year_adds_to_it() -> None:
    own = dossier(crises=(Crisis(date(2021, 12, 22)), Crisis(date(2022, 1, 3))))

    assert "déclenché cette année-là, le 22/12/2021 (règle par défaut" in doubled_words(own, GrantKind.COVID)
    assert doubled_words(own, GrantKind.ADDITIONAL) == ""
    assert doubled_words(dossier(), GrantKind.COVID) == ""


def test_the_eve_of_a_limit_still_opens_a_grant() -> None:
    avenant = SCALES[1]
    additional, covid = (avenant.grant(kind) for kind in BESIDE_CONTRACT)
    assert additional is not None
    assert covid is not None

    assert (unmet(additional, date(2022, 9, 29)), unmet(covid, date(2021, 12, 31))) == ("", "")
    assert unmet(covid, date(2022, 1, 1)) == "adhésion le 01/01/2022, au lieu d’avant le 01/01/2022"
    accompaniment = avenant.grant(GrantKind.ACCOMPANIMENT)
    assert accompaniment is not None
    assert unmet(accompaniment, None) == ""
