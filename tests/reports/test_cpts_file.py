"""The file of one CPTS: everything that is known of it, and nothing where nothing is."""

from dataclasses import replace
from datetime import date

from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.contract import EndKind
from cpr_desk.domain.dossier import Dossier
from cpr_desk.reports import pdf
from cpr_desk.reports.cpts_file import cpts_file
from cpr_desk.reports.document import Document, Heading
from tests.factories import adhesion
from tests.reports.reading import pages, text, typing_faults
from tests.reports.register_sample import AT, DECISIONS, TASKS, WHOLE, alone
from tests.reports.sample import COMMISSION


def read(document: Document) -> str:
    return text(pdf.render([document]).pdf).replace("\xa0", " ").replace("\u202f", " ")


def headings(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]


def test_everything_known_of_a_cpts_is_in_its_file() -> None:
    made = cpts_file(COMMISSION, alone(WHOLE, AT, *TASKS), DECISIONS)
    words = read(made)

    assert headings(made) == [
        "À faire",
        "Territoire",
        "Parcours",
        "Contrat",
        "Missions",
        "Indicateurs et taux d’atteinte",
        "Dialogues de gestion",
        "Financement",
        "Avis et décisions de la commission",
    ]
    for said in (
        "CPTS L’Haÿ-les-Roses",
        "94 Val-de-Marne",
        "CPTS de la Bièvre, déclarée le 03/05/2021",
        "Territoire de 4 communes, 41 001 habitants",
        "La population qui compte est une autre : 41 000 habitants",
        "94022",
        "Exception : le dossier vient d’une autre région",
        "Reçue le 10/01/2022",
        "signé le 20/04/2023, effet le 01/05/2023",
        "du 01/09/2023 au 30/09/2023",
        "taux retenu par décision",
        "Taux calculé",
        "50 012,34 €",
        "Versements à rapprocher",
        "Avis favorable à l’avenant.",
        "Retrait le 01/06/2023",
    ):
        assert said in words
    assert words.count("A 2023-01") == 2
    assert "Une autre CPTS" not in words
    assert "Le contrat arrive à son terme." not in words
    assert typing_faults(made) == []
    assert len(pages(pdf.render([made]).pdf)) <= 4


def test_a_project_that_nothing_is_known_of_says_what_is_not() -> None:
    bare = Dossier(replace(adhesion(), id=1), steps=(StepTaken(Step.REFLECTION, AT),))
    made = cpts_file(COMMISSION, alone(bare), ())
    words = read(made)

    assert headings(made) == ["Territoire", "Parcours", "Avis et décisions de la commission"]
    assert "Les communes du territoire ne sont pas indiquées." in words
    assert "n’a encore rendu ni avis ni décision" in words
    assert "Taille inconnue" in words


def test_a_contract_that_ended_says_how() -> None:
    end = {"end_kind": EndKind.BY_CPTS, "end_reason": "Dissolution", "end_decision_id": 3}
    ended = replace(WHOLE.contracts[0], ended_on=date(2024, 3, 31), **end)  # type: ignore[arg-type] # of their kinds
    shown = replace(WHOLE.adhesion, step=Step.TERMINATED)
    words = read(cpts_file(COMMISSION, alone(replace(WHOLE, adhesion=shown, contracts=(ended,))), DECISIONS))

    assert "31/03/2024, résilié par la CPTS" in words
    assert "Dissolution" in words
    assert "Prochain anniversaire" not in words


def test_an_opinion_that_was_withdrawn_is_cited_as_such() -> None:
    end = {"end_kind": EndKind.BY_CPTS, "end_reason": "Dissolution", "end_decision_id": DECISIONS[0].decision.id}
    ended = replace(WHOLE.contracts[0], ended_on=date(2024, 3, 31), **end)  # type: ignore[arg-type] # of their kinds
    taken = replace(DECISIONS[0].decision, withdrawn_on=date(2024, 4, 2), withdrawn_reason="Vote annulé.")
    listed = (replace(DECISIONS[0], decision=taken), *DECISIONS[1:])
    words = read(cpts_file(COMMISSION, alone(replace(WHOLE, contracts=(ended,))), listed))

    assert "(retrait le 02/04/2024 : Vote annulé)" in words.replace("\xa0", " ")


def test_a_name_of_any_length_and_two_hundred_communes_are_printed_whole() -> None:
    name = ("CPTS " + "Vallée-de-la-Très-Longue-Rivière " * 4)[:120].strip()
    area = replace(WHOLE.areas[0], populations=tuple((f"{code:05d}", 1_000) for code in range(1_001, 1_201)))
    whole = replace(WHOLE, adhesion=replace(WHOLE.adhesion, name=name), areas=(area,))
    words = read(cpts_file(COMMISSION, alone(whole), ()))

    assert name in words
    assert "01001" in words
    assert "01200" in words
