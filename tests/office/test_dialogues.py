"""The papers of the dialogues de gestion, gathered from what is stored."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dossier import Dialogue, DialogueKind, MissionState
from cpr_desk.domain.missions import Mission
from cpr_desk.errors import UserError
from cpr_desk.office import documents
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import missions
from cpr_desk.services.commission import add_commission
from cpr_desk.services.dialogues import RecordDialogue, record_dialogue
from cpr_desk.services.register import save_adhesion
from cpr_desk.storage.database import Database
from tests.factories import PAYS_DE_LA_LOIRE, adhesion
from tests.reports import reading

SIGNED_ON, TODAY = date(2022, 3, 15), date(2024, 4, 20)


@pytest.fixture
def cpts(db: Database, commission: Commission) -> int:
    """Return the second of two CPTS under contract, beside a project."""
    save_adhesion(db, commission.id, adhesion("CPTS-009"), SIGNED_ON)
    signed = adhesion(step=Step.SIGNED, step_since=SIGNED_ON, signed_on=SIGNED_ON, population=39_999)
    save_adhesion(db, commission.id, signed, SIGNED_ON)
    return save_adhesion(db, commission.id, replace(signed, code="CPTS-002", name="CPTS CPTS-002"), SIGNED_ON)


def request(commission: Commission, cpts_id: int = 0, dialogue: str = "", at: date = TODAY) -> Request:
    return Request(commission.id, DocumentKind.DIALOGUE, at, TODAY, cpts_id=cpts_id, dialogue=dialogue)


def test_the_papers_of_all_are_one_file_and_one_a_cpts(
    db: Database, commission: Commission, cpts: int, tmp_path: Path
) -> None:
    merged, first, second = documents.produce(db, request(commission), tmp_path)

    assert cpts
    assert merged.name == "Dossier de dialogue de gestion 2024-04-20.pdf"
    assert [first.name, second.name] == ["001 CPTS CPTS-001.pdf", "002 CPTS CPTS-002.pdf"]
    assert first.parent.name.endswith("un par CPTS")
    assert "Dialogue annuel, année 2" in reading.text(second.read_bytes())


def test_one_paper_bears_the_code_of_its_cpts(db: Database, commission: Commission, cpts: int, tmp_path: Path) -> None:
    (file,) = documents.produce(db, request(commission, cpts), tmp_path)

    assert file.name == "Dossier de dialogue de gestion CPTS-002 2024-04-20.pdf"


def test_a_dialogue_is_named_by_its_key(db: Database, commission: Commission, cpts: int) -> None:
    missions.choose_missions(db, commission, cpts, [Mission.ACCES])
    began = MissionState(Mission.ACCES, started_on=date(2022, 9, 1))
    missions.date_mission(db, commission, cpts, began, TODAY)
    told = [
        documents.build(db, request(commission, cpts, key))[0].subject.partition(" – ")[2]
        for key in ("signature", "mission-acces", "yearly-1", "")
    ]

    assert told == [
        "dialogue à la signature",
        "dialogue de démarrage\u00a0: accès aux soins",
        "dialogue annuel, année 1",
        "dialogue annuel, année 2",
    ]
    with pytest.raises(UserError, match="n’a pas de dialogue «\u00a0yearly-9\u00a0»"):
        documents.build(db, request(commission, cpts, "yearly-9"))


def test_a_paper_of_a_past_day_prints_as_it_was(db: Database, commission: Commission, cpts: int) -> None:
    past = request(commission, cpts, "yearly-1", date(2023, 4, 1))
    before = documents.render(db, past)
    missions.choose_missions(db, commission, cpts, [Mission.ACCES])
    missions.remove_mission(db, commission, cpts, Mission.ACCES)
    held = Dialogue(DialogueKind.YEARLY, year=1, held_on=date(2023, 4, 3), conclusions="Accord.")
    record_dialogue(db, commission, RecordDialogue(cpts, held), TODAY)

    assert documents.render(db, past) == before
    assert "Accord." in reading.text(documents.render(db, replace(past, at=TODAY)))


def test_nothing_to_prepare_is_said(db: Database, commission: Commission, cpts: int) -> None:
    with pytest.raises(UserError, match="n’est à préparer"):
        documents.build(db, request(commission, at=date(2022, 1, 1)))
    project = save_adhesion(db, commission.id, adhesion("CPTS-010"), SIGNED_ON)
    with pytest.raises(UserError, match="n’est à préparer"):
        documents.build(db, request(commission, project))
    other = add_commission(db, replace(PAYS_DE_LA_LOIRE, region_code="53", territory="Bretagne"))
    with pytest.raises(UserError, match="n’est à préparer"):
        documents.build(db, request(other, cpts))


def test_held_dialogues_are_not_among_those_to_prepare(db: Database, commission: Commission, cpts: int) -> None:
    for dialogue in (
        Dialogue(DialogueKind.SIGNATURE, held_on=SIGNED_ON),
        *(Dialogue(DialogueKind.YEARLY, year=year, held_on=TODAY) for year in (1, 2, 3)),
    ):
        record_dialogue(db, commission, RecordDialogue(cpts, dialogue), TODAY)

    assert [each.addressee for each in documents.build(db, request(commission))] == ["CPTS CPTS-001"]
    assert documents.build(db, request(commission, cpts))[0].addressee == "CPTS CPTS-002"
