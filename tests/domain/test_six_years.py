"""A CPTS followed through six years, each euro explained: the figures are computed by hand, in the comments."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from cpr_desk.domain.contract import Contract, ContractEvent, EndKind, EventKind
from cpr_desk.domain.dossier import Dossier, Figure, GrantGiven, MissionState, RateKept, SizeFixed
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.money import account, by_civil_year, by_contract_year, by_line, dues, grand_total
from cpr_desk.domain.money_gaps import gaps
from cpr_desk.domain.scale import GrantKind
from cpr_desk.domain.schedule import Crisis, Kind
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.statement import key_of
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales
from tests.factories import adhesion

SCALES = tuple(load_scales(reference_dir()).values())
CONTRACT = Contract(
    date(2020, 7, 1),
    5,
    ended_on=date(2025, 12, 31),
    end_kind=EndKind.AGREED,
    events=(
        ContractEvent(EventKind.AMENDMENT, date(2022, 3, 1), label="Passage à l’avenant 2"),
        ContractEvent(EventKind.SUSPENSION, date(2024, 3, 1), date(2024, 3, 31)),
        ContractEvent(EventKind.RENEWAL, date(2025, 7, 1)),
    ),
)
RATES = {1: "0.6", 2: "1", 3: "0.8", 4: "0", 5: "0.5"}
FOLLOWED = Dossier(
    adhesion(),
    contracts=(CONTRACT,),
    figures=(Figure(date(2020, 1, 1), 38_000), Figure(date(2022, 1, 1), 41_000)),
    sizes=(SizeFixed(date(2022, 1, 15), SizeClass.SIZE_2, 41_000),),
    missions=(
        MissionState(Mission.ACCES, started_on=date(2020, 10, 1)),
        MissionState(Mission.CRISES, started_on=date(2022, 9, 1), plan_written_on=date(2022, 2, 15)),
    ),
    rates=tuple(RateKept(Mission.ACCES, year, Decimal(rate)) for year, rate in RATES.items()),
    crises=(Crisis(date(2023, 1, 10), "Épidémie", 1), Crisis(date(2023, 5, 1), "Canicule", 2)),
    grants=(GrantGiven(GrantKind.ADDITIONAL, date(2022, 10, 1)),),
)
TOLD = dues(FOLLOWED, SCALES, date(2026, 12, 31))

EACH_EURO = {
    # Year 1, 01/07/2020-30/06/2021, ACI 2019, taille 1 (38 000 inhabitants). Accès from 01/10/2020: 273 days of 365.
    ("fonctionnement", Kind.FULL, 1, date(2020, 7, 1)): "50000",  # whole at the signature
    ("acces-fixe", Kind.ADVANCE, 1, date(2020, 10, 1)): "8414.39",  # 15 000 x 273/365 = 11 219.18; x 75 % = 8 414.385
    ("acces-fixe", Kind.BALANCE, 1, date(2021, 7, 1)): "2804.79",  # 11 219.18 - 8 414.39
    ("acces-variable", Kind.RESULTS, 1, date(2021, 7, 1)): "6731.51",  # 11 219.18 x 60 % = 6 731.508
    ("acces-snp-compensation", Kind.ADVANCE, 1, date(2020, 10, 1)): "5609.59",  # 10 000 x 273/365 = 7 479.45; x 75 %
    ("acces-snp-compensation", Kind.BALANCE, 1, date(2021, 7, 1)): "1869.86",  # 7 479.45 - 5 609.59
    ("acces-snp-orientation", Kind.ADVANCE, 1, date(2020, 10, 1)): "19633.56",  # 35 000 x 273/365 = 26 178.08; x 75 %
    ("acces-snp-orientation", Kind.BALANCE, 1, date(2021, 7, 1)): "6544.52",  # 26 178.08 - 19 633.56
    # Year 2, 01/07/2021-30/06/2022: avenant 2 (20/12/2021) and taille 2 (15/01/2022) wait for the anniversary.
    ("fonctionnement", Kind.ADVANCE, 2, date(2021, 7, 1)): "37500",  # 75 % of 50 000
    ("fonctionnement", Kind.BALANCE, 2, date(2022, 7, 1)): "12500",
    ("acces-fixe", Kind.ADVANCE, 2, date(2021, 7, 1)): "11250",  # 75 % of 15 000
    ("acces-fixe", Kind.BALANCE, 2, date(2022, 7, 1)): "3750",
    ("acces-variable", Kind.RESULTS, 2, date(2022, 7, 1)): "15000",  # 100 %
    ("acces-snp-compensation", Kind.ADVANCE, 2, date(2021, 7, 1)): "7500",  # 75 % of 10 000
    ("acces-snp-compensation", Kind.BALANCE, 2, date(2022, 7, 1)): "2500",
    ("acces-snp-orientation", Kind.ADVANCE, 2, date(2021, 7, 1)): "26250",  # 75 % of 35 000
    ("acces-snp-orientation", Kind.BALANCE, 2, date(2022, 7, 1)): "8750",
    # Year 3, 01/07/2022-30/06/2023, avenant 2, taille 2. Crises from 01/09/2022: 303 days of 365; the plan of
    # 15/02/2022 was written when no scale in force paid it: it is paid in the first year that can.
    ("fonctionnement", Kind.ADVANCE, 3, date(2022, 7, 1)): "45000",  # 75 % of 60 000
    ("fonctionnement", Kind.BALANCE, 3, date(2023, 7, 1)): "15000",
    ("acces-fixe", Kind.ADVANCE, 3, date(2022, 7, 1)): "52500",  # 75 % of 70 000
    ("acces-fixe", Kind.BALANCE, 3, date(2023, 7, 1)): "17500",
    ("acces-variable", Kind.RESULTS, 3, date(2023, 7, 1)): "24000",  # 30 000 x 80 %
    ("crises-fixe", Kind.ADVANCE, 3, date(2022, 9, 1)): "21791.09",  # 35 000 x 303/365 = 29 054.79; x 75 %
    ("crises-fixe", Kind.BALANCE, 3, date(2023, 7, 1)): "7263.70",  # 29 054.79 - 21 791.09
    ("crises-variable", Kind.CRISIS, 3, date(2023, 2, 10)): "52500",  # crisis of 10/01/2023; that of 01/05 pays nothing
    ("additional", Kind.ONCE, 3, date(2022, 10, 1)): "45000",  # taille 2, adhesion before 30/09/2022
    # Year 4, 01/07/2023-30/06/2024, 366 days, suspended from 01/03 to 31/03/2024: 335 days.
    ("fonctionnement", Kind.ADVANCE, 4, date(2023, 7, 1)): "45000",
    ("fonctionnement", Kind.BALANCE, 4, date(2024, 7, 1)): "9918.03",  # 60 000 x 335/366 = 54 918.03, less 45 000
    ("acces-fixe", Kind.ADVANCE, 4, date(2023, 7, 1)): "52500",
    ("acces-fixe", Kind.BALANCE, 4, date(2024, 7, 1)): "11571.04",  # 70 000 x 335/366 = 64 071.04, less 52 500
    ("crises-fixe-maj", Kind.ADVANCE, 4, date(2023, 7, 1)): "13125",  # 75 % of 17 500
    ("crises-fixe-maj", Kind.BALANCE, 4, date(2024, 7, 1)): "2892.76",  # 17 500 x 335/366 = 16 017.76, less 13 125
    # Accès variable of year 4: 0 %, no line.
    # Year 5, 01/07/2024-30/06/2025, whole.
    ("fonctionnement", Kind.ADVANCE, 5, date(2024, 7, 1)): "45000",
    ("fonctionnement", Kind.BALANCE, 5, date(2025, 7, 1)): "15000",
    ("acces-fixe", Kind.ADVANCE, 5, date(2024, 7, 1)): "52500",
    ("acces-fixe", Kind.BALANCE, 5, date(2025, 7, 1)): "17500",
    ("acces-variable", Kind.RESULTS, 5, date(2025, 7, 1)): "15000",  # 30 000 x 50 %
    ("crises-fixe-maj", Kind.ADVANCE, 5, date(2024, 7, 1)): "13125",
    ("crises-fixe-maj", Kind.BALANCE, 5, date(2025, 7, 1)): "4375",
    # Year 6 by the renewal of 01/07/2025; the contract ends on 31/12/2025: 184 days of 365, what was advanced beyond
    # is recovered. Results are not known yet: the variable part counts at its highest.
    ("fonctionnement", Kind.ADVANCE, 6, date(2025, 7, 1)): "45000",
    ("fonctionnement", Kind.BALANCE, 6, date(2026, 7, 1)): "-14753.42",  # 60 000 x 184/365 = 30 246.58, less 45 000
    ("acces-fixe", Kind.ADVANCE, 6, date(2025, 7, 1)): "52500",
    ("acces-fixe", Kind.BALANCE, 6, date(2026, 7, 1)): "-17212.33",  # 70 000 x 184/365 = 35 287.67, less 52 500
    ("acces-variable", Kind.RESULTS, 6, date(2026, 7, 1)): "15123.29",  # 30 000 x 184/365
    ("crises-fixe-maj", Kind.ADVANCE, 6, date(2025, 7, 1)): "13125",
    ("crises-fixe-maj", Kind.BALANCE, 6, date(2026, 7, 1)): "-4303.08",  # 17 500 x 184/365 = 8 821.92, less 13 125
}
CONTRACT_YEARS = ["101608.22", "125000", "280554.79", "135006.83", "162500", "89479.46"]
CIVIL_YEARS = {
    "2020": "83657.54",  # 50 000 + 8 414.39 + 5 609.59 + 19 633.56
    "2021": "100450.68",  # settlement of year 1: 17 950.68; advances of year 2: 82 500
    "2022": "206791.09",  # settlement 42 500; advances 97 500 + 21 791.09; additional 45 000
    "2023": "226888.70",  # crisis 52 500; settlement 63 763.70; advances 110 625
    "2024": "135006.83",  # settlement 24 381.83; advances 110 625
    "2025": "162500",  # settlement 51 875; advances 110 625
    "2026": "-21145.54",  # recoveries 36 268.83, results at most 15 123.29
}
WHOLE = Decimal("894149.30")


def test_each_euro_of_six_years_is_the_one_computed_by_hand() -> None:
    assert {key_of(due): due.amount for due in TOLD} == {key: Decimal(euros) for key, euros in EACH_EURO.items()}
    assert len(TOLD) == len(EACH_EURO)


def test_each_line_says_from_what_it_is_computed() -> None:
    words = {key_of(due): due.words for due in TOLD}

    assert all(due.why and due.source for due in TOLD)
    assert (
        "Au prorata de 335 jours sur 366, du 01/07/2023 au 30/06/2024, moins 31 jours de suspension"
        in (words["acces-fixe", Kind.BALANCE, 4, date(2024, 7, 1)])
    )
    assert (
        "Au prorata de 184 jours sur 365, du 01/07/2025 au 31/12/2025"
        in (words["fonctionnement", Kind.BALANCE, 6, date(2026, 7, 1)])
    )
    assert "Résultats atteints à 60" in words["acces-variable", Kind.RESULTS, 1, date(2021, 7, 1)]


def test_contract_years_and_civil_years_sum_to_the_same_six_years() -> None:
    told = account(FOLLOWED, SCALES, date(2026, 12, 31))
    contract, civil, lines = by_contract_year([told]), by_civil_year([told]), by_line([told])

    assert [each.sum.due for each in contract] == [Decimal(euros) for euros in CONTRACT_YEARS]
    assert {each.label: each.sum.due for each in civil} == {year: Decimal(euros) for year, euros in CIVIL_YEARS.items()}
    assert {grand_total(each).due for each in (contract, civil, lines)} == {WHOLE}
    assert grand_total(civil).expected == Decimal("15123.29")


def test_what_pays_nothing_or_is_missing_is_said_with_where_to_mend_it() -> None:
    told = {gap.words: gap.tab for gap in gaps(FOLLOWED, SCALES, date(2026, 12, 31))}

    assert [tab for words, tab in told.items() if "une autre crise a déjà donné lieu" in words] == ["funding"]
    assert [tab for words, tab in told.items() if "Résultats à saisir\u00a0: année 6 (Accès aux soins)" in words] == [
        "missions"
    ]
    assert len(told) == 2


def test_without_its_renewal_the_sixth_year_is_not_due() -> None:
    events = tuple(each for each in CONTRACT.events if each.kind is not EventKind.RENEWAL)
    over = replace(FOLLOWED, contracts=(replace(CONTRACT, events=events, ended_on=None, end_kind=None),))
    told = account(over, SCALES, date(2026, 12, 31))

    assert [each.sum.due for each in by_contract_year([told])] == [Decimal(euros) for euros in CONTRACT_YEARS[:5]]
    assert any("arrivé à son terme le 01/07/2025" in gap.words for gap in gaps(over, SCALES, date(2026, 12, 31)))
