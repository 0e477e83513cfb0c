from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cpr_desk.domain.commission import Commission
from cpr_desk.errors import UserError
from cpr_desk.office import documents
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services.composition import ReviseComposition, composition_at, revise_composition
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED, person, seed_states, state_of
from tests.prepared import seat_members


@pytest.fixture
def convocations(db: Database, commission: Commission) -> Request:
    """Return the request of the convocations of the installation meeting, to three members."""
    social = [replace(state, substitute=None) for state in seed_states()[:3]]
    revise_composition(db, ReviseComposition(commission.id, INSTALLED, tuple(social)))
    meeting = plan_meeting(db, PlanMeeting(commission.id, INSTALLED))
    return Request(commission.id, DocumentKind.CONVOCATIONS, INSTALLED, INSTALLED, meeting.id)


def letters(files: list[Path]) -> tuple[str, list[str]]:
    return files[1].parent.name, [file.name for file in files[1:]]


def test_convocations_are_one_file_and_one_a_person(db: Database, convocations: Request, tmp_path: Path) -> None:
    files = documents.produce(db, convocations, tmp_path / "out")

    assert files[0].name == "Convocations 2021-02-04.pdf"
    assert letters(files) == (
        "Convocations 2021-02-04 - une par personne",
        ["001 Aubin Tréhorel.pdf", "002 Solène Marzac.pdf", "003 Odilon Brécourt.pdf"],
    )
    assert all(file.read_bytes().startswith(b"%PDF") for file in files)


def test_the_same_letters_again_take_the_place_of_the_first(
    db: Database, convocations: Request, tmp_path: Path
) -> None:
    first, again = (documents.produce(db, convocations, tmp_path / "out") for _ in range(2))

    assert first == again


def test_letters_to_other_people_never_lie_among_those_of_an_earlier_issue(
    db: Database, commission: Commission, convocations: Request, tmp_path: Path
) -> None:
    documents.produce(db, convocations, tmp_path / "out")
    first = composition_at(db, commission.id, INSTALLED).seats[0]
    states = (state_of(first, titular=person("Mahaut Ollivaud")),)
    revise_composition(db, ReviseComposition(commission.id, INSTALLED, states))
    folder, names = letters(documents.produce(db, convocations, tmp_path / "out"))

    assert folder == "Convocations 2021-02-04 - une par personne (2)"
    assert names[0] == "001 Mahaut Ollivaud.pdf"
    assert sorted(file.name for file in (tmp_path / "out" / folder).iterdir()) == names


def test_nobody_to_convene_is_said(db: Database, commission: Commission, tmp_path: Path) -> None:
    meeting = plan_meeting(db, PlanMeeting(commission.id, INSTALLED))

    with pytest.raises(UserError, match="Personne n’est désigné à la date de la réunion"):
        documents.produce(
            db, Request(commission.id, DocumentKind.CONVOCATIONS, INSTALLED, INSTALLED, meeting.id), tmp_path
        )
    assert not list(tmp_path.glob("*.pdf"))


@pytest.fixture
def reminders(db: Database, commission: Commission) -> Request:
    """Return the request of the reminders on the official table, issued in March."""
    seat_members(db, commission)
    return Request(commission.id, DocumentKind.REMINDERS, INSTALLED, date(2021, 3, 1))


def test_reminders_are_one_file_and_one_an_organisation(db: Database, reminders: Request, tmp_path: Path) -> None:
    files = documents.produce(db, reminders, tmp_path / "out")
    folder, names = letters(files)

    assert files[0].name == "Relances de désignation 2021-02-04.pdf"
    assert folder == "Relances de désignation 2021-02-04 - une par organisation"
    assert (len(names), names[0]) == (15, "001 SML.pdf")


def test_reminders_go_to_the_organisations_chosen_and_ask_for_the_day_chosen(
    db: Database, commission: Commission, reminders: Request
) -> None:
    plan_meeting(db, PlanMeeting(commission.id, date(2021, 6, 10)))
    chosen = replace(reminders, organisations=("apmsl", "sml"), answer_by=date(2021, 5, 26))
    sml, apmsl = documents.build(db, chosen)

    assert (sml.addressee, apmsl.addressee) == ("SML", "APMSL")
    assert "mercredi 26 mai 2021" in str(sml.blocks)
    assert "10 juin 2021" not in str(sml.blocks)
    assert "10 juin 2021" in str(documents.build(db, reminders)[0].blocks)


def test_nobody_to_remind_is_said(db: Database, commission: Commission) -> None:
    with pytest.raises(UserError, match="Aucun siège n’attend de titulaire"):
        documents.build(db, Request(commission.id, DocumentKind.REMINDERS, INSTALLED, INSTALLED))


def test_the_directory_is_of_the_day_asked_for(db: Database, reminders: Request) -> None:
    (directory,) = documents.build(db, replace(reminders, kind=DocumentKind.CONTACTS))

    assert directory.subject == "au 4 février 2021"


def test_the_composition_of_a_past_day_prints_as_it_was(
    db: Database, commission: Commission, reminders: Request
) -> None:
    request = replace(reminders, kind=DocumentKind.COMPOSITION)
    before = documents.render(db, request)
    first = composition_at(db, commission.id, INSTALLED).seats[0]
    later = state_of(first, votes=2, titular=person("Mahaut Ollivaud"))
    revise_composition(db, ReviseComposition(commission.id, date(2021, 3, 1), (later,)))

    assert documents.render(db, request) == before
    assert documents.render(db, replace(request, at=date(2021, 3, 1))) != before
