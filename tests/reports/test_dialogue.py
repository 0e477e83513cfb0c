"""The paper of a dialogue de gestion: everything that is known of it, on one to three pages."""

from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.dossier import Figure
from cpr_desk.reports import pdf
from cpr_desk.reports.dialogue import Preparation, dialogue_folder
from tests.reports.conftest import Golden
from tests.reports.dialogue_sample import BARE_FILE, FILE, HELD_FILE, NAME, prepared
from tests.reports.reading import pages, pdf_facts, text, typing_faults
from tests.reports.sample import COMMISSION

KNOWN = {
    "yearly": prepared(FILE),
    "held": prepared(HELD_FILE, "yearly-2"),
    "bare": prepared(BARE_FILE),
    "mission": prepared(FILE, "mission-parcours"),
    "signature": prepared(FILE, "signature"),
}


def read(known: Preparation) -> str:
    return text(pdf.render([dialogue_folder(COMMISSION, known)]).pdf).replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("name", KNOWN)
def test_the_paper_is_as_last_looked_at(name: str, golden: Golden) -> None:
    golden(f"dialogue-{name}.pdf", pdf_facts(pdf.render([dialogue_folder(COMMISSION, KNOWN[name])]).pdf))


@pytest.mark.parametrize("name", KNOWN)
def test_the_paper_is_typeset_as_french_is_and_holds_on_three_pages(name: str) -> None:
    document = dialogue_folder(COMMISSION, KNOWN[name])

    assert typing_faults(document) == []
    assert len(pages(pdf.render([document]).pdf)) <= 3


@pytest.mark.parametrize(
    "said",
    [
        NAME,
        "Dialogue annuel, année 2",
        "prévu le 06/05/2024, à tenir entre le 15/03/2024 et le 15/05/2024",
        "signé le 15/03/2022 ; prochain anniversaire le 15/03/2025, terme le 15/03/2027",
        "Territoire de 26 communes, fixé le 15/03/2022 (données de 2022).",
        "la population connue (82 140 habitants) est celle d’une taille 3, la taille retenue est la taille 2.",
        "passerait de 247 500 € à 312 500 € au plus, soit 65 000 € de plus.",
        "le 03/04/2023 limite 15/03/2023 limite 15/03/2024 Déploiement en retard",
        "(patients), indicateur national 1 21 340 23 000 22 600 75,9 %",
        "suivi sans compter dans le taux 0 – 12 9 75 %",
        "Taux retenu (accord des parties, le logiciel commun ayant été livré en juin), au lieu de 76,6 % calculé 80 %",
        "Total de l’année",
        "Accès aux soins – 30 000 €",
        "délai du parcours insuffisance cardiaque",
        "Pour l’agence régionale de santé",
    ],
)
def test_the_paper_of_a_yearly_dialogue_tells_what_is_needed(said: str) -> None:
    assert said in read(KNOWN["yearly"])


def test_its_totals_are_those_of_its_lines() -> None:
    known = KNOWN["yearly"]
    due, paid = sum(line.due.amount for line in known.lines), sum(line.paid for line in known.lines)

    assert (str(due), str(paid)) == ("237229.51", "97500")
    assert "237 229,51 € 97 500 €" in read(known)


def test_a_dialogue_held_tells_who_came_and_what_was_agreed() -> None:
    told = read(KNOWN["held"])

    assert "tenu le 18/04/2024" in told
    assert "Dr Yseult Marzac, présidente, Mme Anaïg Lebreton (ARS)" in told
    assert "180 patients" in told
    assert "À compléter" not in told
    assert "Taux à retenir" not in told


def test_a_cpts_of_which_little_is_known_says_what_is_missing() -> None:
    told = read(KNOWN["bare"])

    assert "Les communes du territoire ne sont pas indiquées." in told
    assert "aucune révision ne se propose" in told
    assert "Compté depuis le 20/12/2021" in told
    assert "Rien n’est dû pour cette année" in told
    assert "Missions socle qui manquent au contrat" in told
    assert "Aucune mission n’est encore choisie." in read(prepared(replace(BARE_FILE, missions=())))


def test_each_kind_speaks_of_its_own() -> None:
    mission, signature = read(KNOWN["mission"]), read(KNOWN["signature"])

    assert "Indicateurs, année 2 (du 15/03/2023 au 14/03/2024)" in mission
    assert "Accès aux soins Patients" not in mission
    assert "Indicateurs, année" not in signature
    assert "Financement, année 1 (du 15/03/2022 au 14/03/2023)" in signature
    assert "Le territoire de la communauté." in signature


def test_a_smaller_size_and_a_contract_that_ended_are_told() -> None:
    shrunk = replace(FILE, figures=(Figure(date(2024, 1, 1), 39_999),))
    ended = replace(
        FILE, contracts=(replace(FILE.contracts[0], ended_on=date(2024, 3, 31), effect_on=date(2022, 4, 1)),)
    )

    assert "de moins." in read(prepared(shrunk))
    assert "effet le 01/04/2022 ; a pris fin le 31/03/2024" in read(prepared(ended))


def test_without_indicators_the_room_for_them_says_so() -> None:
    told = read(prepared(replace(FILE, indicators=(), rates=())))

    assert told.count("Aucun indicateur n’est encore fixé.") == 2
