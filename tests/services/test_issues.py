from dataclasses import replace
from datetime import date, time

import pytest

from cpr_desk import paths
from cpr_desk.domain.agenda import Item
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.domain.meetings import Meeting
from cpr_desk.errors import UserError
from cpr_desk.services import undo
from cpr_desk.services.issues import content_of, facts_of, issue, issues_of, needs_new_convocation
from cpr_desk.storage.database import Database
from tests.services.convening import convened_commission, issued, moved


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


def test_a_version_is_kept_byte_for_byte_with_its_hash(db: Database, meeting: Meeting) -> None:
    kept = issued(db, meeting, b"%PDF letters")

    assert (kept.number, kept.size, len(kept.sha256)) == (1, 12, 64)
    assert kept.facts == {
        "date": "jeudi 10 juin 2021",
        "ouverture": "",
        "heure": "14\u00a0h",
        "fin": "",
        "lieu": "Salle Loire",
        "lien": "",
        "participation": "réunion en présence",
    }
    assert content_of(db, kept) == b"%PDF letters"
    assert issues_of(db, meeting) == (kept,)


def test_the_same_bytes_make_no_new_version_and_others_do(db: Database, meeting: Meeting) -> None:
    first, same, other = (issued(db, meeting, content) for content in (b"one", b"one", b"two"))
    agenda = issued(db, meeting, b"one", IssueKind.AGENDA)

    assert same == first
    assert (other.number, agenda.number) == (2, 1)
    assert issued(db, meeting, b"one").number == 3


def test_an_agenda_keeps_its_items_and_why_it_left_without_opinions(db: Database, meeting: Meeting) -> None:
    listed = replace(meeting, agenda=(Item("Composition"), Item("Présidence", 1)))
    facts = facts_of(listed, IssueKind.AGENDA)
    kept = issue(db, meeting, IssueKind.AGENDA, b"%PDF", date(2021, 5, 25), facts, " urgence ")

    assert facts["points"] != facts_of(meeting, IssueKind.AGENDA)["points"]
    assert kept.without_opinions == "urgence"


def test_a_version_that_is_gone_or_changed_is_said(db: Database, meeting: Meeting) -> None:
    kept = issued(db, meeting, b"%PDF letters")
    file = paths.pieces_dir(db.file.parent) / kept.sha256[:2] / kept.sha256
    file.write_bytes(b"forged")
    with pytest.raises(UserError, match="a été modifié depuis son enregistrement"):
        content_of(db, kept)
    file.unlink()
    with pytest.raises(UserError, match="n’est plus dans le dossier de données"):
        content_of(db, kept)


def test_a_version_that_is_gone_is_kept_again_when_issued_again(db: Database, meeting: Meeting) -> None:
    kept = issued(db, meeting, b"%PDF letters")
    (paths.pieces_dir(db.file.parent) / kept.sha256[:2] / kept.sha256).unlink()

    assert issued(db, meeting, b"%PDF letters") == kept
    assert content_of(db, kept) == b"%PDF letters"


def test_a_new_convocation_is_asked_for_once_what_it_tells_has_changed(db: Database, meeting: Meeting) -> None:
    before = needs_new_convocation(db, meeting)
    issued(db, meeting)
    same = needs_new_convocation(db, meeting)
    later = moved(db, meeting, time(15), "")

    assert (before, same) == ((), ())
    assert [words.replace("\u00a0", " ") for words in needs_new_convocation(db, later)] == [
        "l’heure : 15 h au lieu de 14 h",
        "le lieu : rien au lieu de Salle Loire",
    ]
    issued(db, later, b"%PDF two")
    assert needs_new_convocation(db, later) == ()


def test_a_version_is_undone_and_its_number_is_free_again(db: Database, meeting: Meeting) -> None:
    issued(db, meeting)
    step = undo.history(db).undo
    assert step
    assert step.label == "conserver la convocation, version 1, de la réunion du jeudi 10 juin 2021"
    undo.undo(db, step)

    assert issues_of(db, meeting) == ()
    assert issued(db, meeting).number == 1
