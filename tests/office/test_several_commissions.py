"""What is printed and exported of one commission among several."""

from datetime import date
from pathlib import Path

import pytest

from cpr_desk.domain.agenda import Item
from cpr_desk.domain.commission import Commission, CommissionKind
from cpr_desk.domain.letter_kinds import CANCELLATION
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.minutes import Part
from cpr_desk.office import documents, exports, importing
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.office.letters import packaged_text
from cpr_desk.services.commission import CreateCommission, add_commission, create_commission, list_commissions
from cpr_desk.services.composition import ReviseComposition, revise_composition
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.services.minutes import save_passages
from cpr_desk.services.register import save_adhesion
from cpr_desk.storage.database import Database
from tests.factories import PAYS_DE_LA_LOIRE, adhesion, seed_states
from tests.prepared import copied

DAY = date(2026, 6, 2)
LOCAL = CreateCommission(CommissionKind.CPL, "52", "Sarthe", date(2022, 3, 1), secretariat="CPAM – Sarthe")
NATIONAL = CreateCommission(CommissionKind.CPN, "", "", date(2019, 10, 1))


def found_both(db: Database, order: CreateCommission) -> None:
    """Found a CPR and another commission, whose composition is another; it has met and follows a CPTS."""
    regional, made = create_commission(db, PAYS_DE_LA_LOIRE), add_commission(db, order)
    for each, states in ((regional, seed_states()[:1]), (made, seed_states())):
        revise_composition(db, ReviseComposition(each.id, each.installed_on, states))
    plan_meeting(db, PlanMeeting(made.id, DAY))
    save_adhesion(db, made.id, adhesion("CPTS-001", department="72", population=50_000), DAY)


@pytest.fixture(params=[LOCAL, NATIONAL], ids=["cpl", "cpn"])
def other(request: pytest.FixtureRequest, db: Database) -> Commission:
    """Return a CPL or the CPN beside a CPR."""
    assert copied(db, found_both, request.param)
    return list_commissions(db)[-1]


def _decided_meeting(db: Database, commission: Commission) -> Meeting:
    meeting = plan_meeting(db, PlanMeeting(commission.id, date(2026, 9, 1), agenda=(Item("Calendrier"),)))
    save_passages(db, meeting, {(meeting.agenda[0].id, Part.DECISION): "Deux dates sont retenues."})
    return meeting


_OTHERWISE = (DocumentKind.DIFFERENCES, DocumentKind.DIALOGUE)
"""What asks for a change, or for a contract."""


@pytest.mark.parametrize("kind", [kind for kind in DocumentKind if kind not in _OTHERWISE])
def test_every_document_is_of_the_commission_asked_for(db: Database, other: Commission, kind: DocumentKind) -> None:
    meeting = _decided_meeting(db, other).id if kind.of_meeting else 0
    tried = packaged_text(CANCELLATION) if kind is DocumentKind.CANCELLATIONS else None  # as if it were cancelled
    built = documents.build(db, Request(other.id, kind, DAY, DAY, meeting, draft=tried))

    assert {document.letterhead.title for document in built} == {other.name}
    assert "Pays de la Loire" not in repr(built)
    if other.kind is CommissionKind.CPN:
        assert "région " not in repr(built)


@pytest.mark.parametrize("kind", [ExportKind.ADHESIONS, ExportKind.COMPOSITION, ExportKind.DEADLINES])
def test_every_export_is_of_the_commission_asked_for(
    db: Database, other: Commission, kind: ExportKind, tmp_path: Path
) -> None:
    rows, workbook = exports.build(db, Export(other.id, kind, DAY, DAY))

    assert rows == {ExportKind.ADHESIONS: 1, ExportKind.COMPOSITION: 54, ExportKind.DEADLINES: 2}[kind]
    assert "Pays de la Loire" not in repr(workbook)
    assert exports.export(db, Export(other.id, kind, DAY, DAY), tmp_path / "export.xlsx") == rows


def test_the_journal_says_that_it_is_of_all(db: Database, other: Commission) -> None:
    _, workbook = exports.build(db, Export(other.id, ExportKind.JOURNAL, DAY, DAY))

    assert workbook.sheets[0].intro[1] == "Ce journal réunit toutes les commissions du dossier de données."


def test_files_say_whose_they_are(db: Database, other: Commission, tmp_path: Path) -> None:
    files = documents.produce(db, Request(other.id, DocumentKind.PRESIDENCY, DAY, DAY), tmp_path)

    assert [file.name for file in files] == [f"Registre de la présidence 2026-06-02 – {other.name}.pdf"]


def test_an_exported_composition_comes_back_to_its_own_commission(
    db: Database, commission: Commission, other: Commission, tmp_path: Path
) -> None:
    file = tmp_path / "composition.xlsx"
    exports.export(db, Export(other.id, ExportKind.COMPOSITION, DAY, DAY), file)
    added = {each.id: importing.preview_composition(db, each, file, DAY).proposal.added for each in (commission, other)}

    assert added[other.id] == 0
    assert added[commission.id] > 50
