"""The calendar file and the mail drafts of a meeting, read back as a mail program reads them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

from cpr_desk.domain.agenda import Item
from cpr_desk.domain.commission import Commission, Secretariat
from cpr_desk.domain.composition import Person, SeatState, Section
from cpr_desk.domain.dispatch import Capacity, Issue, IssueKind
from cpr_desk.domain.meetings import Meeting, MeetingKind
from cpr_desk.errors import UserError
from cpr_desk.office import convening, documents, meeting_mail
from cpr_desk.office.convening import IssueOrder
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.meeting_mail import Drafts, MailOrder
from cpr_desk.services import agenda, issues, papers, recipients
from cpr_desk.services import commission as commissions
from cpr_desk.services.commission import CreateCommission, create_commission
from cpr_desk.services.composition import ReviseComposition, revise_composition
from cpr_desk.services.meeting_changes import cancel_meeting, restore_meeting
from cpr_desk.services.meetings import PlanMeeting, change_meeting, find_meeting, plan_meeting
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED, PAYS_DE_LA_LOIRE, person, seed_states
from tests.prepared import copied
from tests.reports import reading
from tests.services.convening import MEETING_ON, member, moved, send

ISSUED, STAMP = date(2021, 5, 20), datetime(2021, 5, 20, 8, tzinfo=UTC)
CONVOCATION, AGENDA, CANCELLATION = IssueKind
OFFICE = Secretariat(
    name="Cellule de coordination régionale", email="secretariat.cpr@exemple.fr", signatory="Maëlle Tréguier"
)
REUNION = replace(PAYS_DE_LA_LOIRE, region_code="04", territory="La Réunion", holiday_territory="reunion")


def with_mail(who: Person | None, number: int) -> Person | None:
    return replace(who, email=f"p{number}@exemple.fr", civility="Mme" if number % 2 else "M.") if who else None


def reachable_states() -> Iterator[SeatState]:
    """Yield the seats of the official table, everybody with a mail address."""
    for number, state in enumerate(seed_states()):
        titular, substitute = with_mail(state.titular, 2 * number), with_mail(state.substitute, 2 * number + 1)
        yield replace(state, titular=titular, substitute=substitute)


def found(db: Database, order: CreateCommission) -> Commission:
    made = create_commission(db, order)
    commissions.change_secretariat(db, made.id, OFFICE)
    revise_composition(db, ReviseComposition(made.id, INSTALLED, tuple(reachable_states())))
    return commissions.the_commission(db, made.id)


@pytest.fixture
def commission(db: Database) -> Commission:
    assert copied(db, found, PAYS_DE_LA_LOIRE)
    return commissions.the_commission(db)


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return plan_meeting(
        db, PlanMeeting(commission.id, MEETING_ON, starts=time(14), ends=time(16, 30), place="Salle Loire")
    )


def now(db: Database, meeting: Meeting) -> Meeting:
    return find_meeting(db, 1, meeting.id)


def issued(db: Database, meeting: Meeting, folder: Path, kind: IssueKind = CONVOCATION) -> Issue:
    order = IssueOrder(1, meeting.id, kind, ISSUED, "réunion urgente" if kind is AGENDA else "")
    return convening.issue(db, order, folder / "documents").version


def drafts(db: Database, meeting: Meeting, version: Issue, folder: Path) -> Drafts:
    return meeting_mail.write_drafts(db, MailOrder(1, meeting.id, version, STAMP), folder)


def read(file: Path) -> EmailMessage:
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def of(written: Drafts, name: str) -> EmailMessage:
    """Return the draft to a person."""
    (file,) = written.folder.glob(f"??? {name}.eml")
    return read(file)


def files(message: EmailMessage) -> dict[str, bytes]:
    found = {}
    for part in message.iter_attachments():
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found[str(part.get_filename())] = content
    return found


def words(message: EmailMessage) -> str:
    body = message.get_body()
    assert body
    return str(body.get_content()).replace("\u00a0", " ").replace("\r\n", "\n")


def calendar(content: bytes) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(content.decode("utf-8"))


def calendar_of(message: EmailMessage) -> Calendar:
    return calendar(next(content for name, content in files(message).items() if name.endswith(".ics")))


def test_each_recipient_gets_exactly_the_letter_of_the_version_kept(
    db: Database, meeting: Meeting, tmp_path: Path
) -> None:
    made = convening.issue(db, IssueOrder(1, meeting.id, CONVOCATION, ISSUED), tmp_path / "documents")
    written = drafts(db, meeting, made.version, tmp_path)
    to = recipients.recipients_of(db, meeting)
    produced = {file.stem[4:]: reading.text(file.read_bytes()) for file in made.files[1:]}

    assert written.folder.name == "Courriels - convocation version 1 - 2021-06-10"
    assert len(list(written.folder.iterdir())) == len(to) == len(written.plan.to)
    for each in to:
        message = of(written, each.person.name)
        letter, *_ = files(message).values()
        assert reading.text(letter) == produced[each.person.name]
        assert [(who.display_name, who.addr_spec) for who in message["To"].addresses] == [
            (each.person.name, each.person.email)
        ]


def test_a_draft_opens_unsent_with_letter_and_calendar_named_in_french(
    db: Database, meeting: Meeting, tmp_path: Path
) -> None:
    written = drafts(db, meeting, issued(db, meeting, tmp_path), tmp_path)
    message = of(written, "Diane Crozanne")
    told = words(message)

    assert message["X-Unsent"] == "1"
    assert message["From"].addresses[0].addr_spec == OFFICE.email
    assert message["Subject"] == "Convocation – réunion ordinaire du 10 juin 2021 (réf. 2021-1)"
    assert list(files(message)) == [
        "Convocation du 10 juin 2021 – Diane Crozanne.pdf",
        "Réunion ordinaire du 10 juin 2021.ics",
    ]
    assert "J’ai l’honneur de vous convoquer, en qualité de titulaire, à la réunion ordinaire" in told
    assert "Date : jeudi 10 juin 2021 à 14 h\nHoraires : de 14 h à 16 h 30\nLieu : Salle Loire" in told
    assert "confirmer votre participation au secrétariat de la commission, par courriel à secretariat.cpr@" in told
    assert told.rstrip().endswith("secretariat.cpr@exemple.fr")
    assert "{" not in told


@pytest.mark.parametrize(
    ("name", "subject", "said", "has_calendar"),
    [
        ("Corentin Bessanges", "Pour information : convocation", "à titre d’information, en qualité de sup", False),
        ("Isaure Kermoal", "Invitation", "participer, avec voix consultative", True),
        ("Perrig Lanvaux", "Invitation", "assister, en qualité d’invitée", True),
        ("Ewen Trémeur", "Invitation", "en qualité d’expert et sans prendre part", True),
    ],
)
def test_words_and_calendar_follow_the_capacity(
    db: Database, meeting: Meeting, tmp_path: Path, *, name: str, subject: str, said: str, has_calendar: bool
) -> None:
    for who, capacity, civility in (
        ("Perrig Lanvaux", Capacity.GUEST, "Mme"),
        ("Ewen Trémeur", Capacity.EXPERT, "M."),
    ):
        guest = person(who, civility=civility, email="invite@exemple.fr")
        recipients.add_recipient(db, meeting, guest, capacity, "point 3")
    message = of(drafts(db, meeting, issued(db, meeting, tmp_path), tmp_path), name)

    assert str(message["Subject"]).replace("\u00a0", " ").startswith(subject)
    assert said in words(message)
    assert [each.endswith(".ics") for each in files(message)] == [False, True][: 1 + has_calendar]
    assert ("fichier de calendrier" in words(message)) is has_calendar


def test_the_calendar_asks_one_person_in_the_hour_of_the_region_and_rings(
    db: Database, meeting: Meeting, tmp_path: Path
) -> None:
    found = calendar_of(of(drafts(db, meeting, issued(db, meeting, tmp_path), tmp_path), "Diane Crozanne"))
    [event] = found.events

    assert found.method == "REQUEST"
    assert (event.uid, event.sequence, event.dtstamp) == (meeting.uid, 0, STAMP)
    assert [str(each.uri) for each in event.attendees] == [f"mailto:{member(db, meeting, 'Diane Crozanne').email}"]
    assert event.dtstart == datetime(2021, 6, 10, 12, tzinfo=UTC)
    assert event.dtend == datetime(2021, 6, 10, 14, 30, tzinfo=UTC)
    assert event.location == "Salle Loire"
    assert [alarm.trigger for alarm in event.alarm] == [timedelta(days=-1)]


def test_who_has_no_usable_address_or_no_letter_in_the_version_is_named(
    db: Database, meeting: Meeting, tmp_path: Path
) -> None:
    recipients.add_recipient(db, meeting, person("Anaïg Le Bihan"), Capacity.GUEST, "point 2")
    recipients.add_recipient(db, meeting, person("Bran Kerlo", email="bran@"), Capacity.GUEST, "point 2")
    version = issued(db, meeting, tmp_path)
    late = person("Perrig Lanvaux", email="perrig@exemple.fr")
    recipients.add_recipient(db, meeting, late, Capacity.GUEST, "point 3")
    written = drafts(db, meeting, version, tmp_path)

    assert [each.person.name for each in written.plan.without_mail] == ["Anaïg Le Bihan", "Bran Kerlo"]
    assert [each.person.name for each in written.plan.without_letter] == ["Perrig Lanvaux"]
    assert not list(written.folder.glob("*Lanvaux*"))


def test_drafts_of_the_same_version_never_mix_with_earlier_ones(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    version = issued(db, meeting, tmp_path)
    first, second = (drafts(db, meeting, version, tmp_path) for _ in range(2))

    assert second.folder.name == f"{first.folder.name} (2)"
    assert {each.name for each in first.folder.iterdir()} == {each.name for each in second.folder.iterdir()}


def test_a_move_needs_a_new_version_whose_calendar_replaces_the_first(
    db: Database, meeting: Meeting, tmp_path: Path
) -> None:
    first = issued(db, meeting, tmp_path)
    later = moved(db, meeting, time(9))
    with pytest.raises(UserError, match=r"Convocation, version.1, ne dit plus ce qui est prévu"):
        drafts(db, later, first, tmp_path)
    written = drafts(db, later, issued(db, later, tmp_path), tmp_path)
    [event] = calendar_of(of(written, "Diane Crozanne")).events

    assert (event.uid, event.sequence) == (meeting.uid, 1)
    assert event.dtstart == datetime(2021, 6, 10, 7, tzinfo=UTC)


def test_a_cancellation_takes_the_meeting_out_of_the_calendars_of_who_was_convened(
    db: Database, meeting: Meeting, tmp_path: Path
) -> None:
    version = issued(db, meeting, tmp_path)
    send(db, meeting, version)
    recipients.leave_out(db, meeting, member(db, meeting, "Diane Crozanne"), "mandat terminé")
    cancelled = cancel_meeting(db, now(db, meeting), "Grève", ISSUED)
    with pytest.raises(UserError, match="la réunion est annulée"):
        drafts(db, cancelled, version, tmp_path)
    told = issued(db, cancelled, tmp_path, CANCELLATION)
    written = drafts(db, cancelled, told, tmp_path)
    message = of(written, "Diane Crozanne")
    found = calendar_of(message)

    assert message["Subject"] == "Annulation – réunion ordinaire du 10 juin 2021 (réf. 2021-1)"
    assert "prévue le jeudi 10 juin 2021 à 14 h, est annulée" in words(message)
    assert found.method == "CANCEL"
    assert (found.events[0].uid, found.events[0].sequence) == (meeting.uid, 1)
    assert not [name for name in files(of(written, "Corentin Bessanges")) if name.endswith(".ics")]
    assert "Diane Crozanne" in reading.text(next(iter(files(message).values())))
    assert written.plan.without_letter == ()
    restored = restore_meeting(db, cancelled)
    with pytest.raises(UserError, match="la réunion est rétablie"):
        drafts(db, restored, told, tmp_path)


@pytest.mark.parametrize(
    ("order", "zone", "utc"),
    [(REUNION, "Indian/Reunion", 10), (replace(PAYS_DE_LA_LOIRE, region_code="44"), "Europe/Paris", 12)],
)
def test_the_calendar_of_a_meeting_tells_the_hour_of_its_territory(
    db: Database, tmp_path: Path, order: CreateCommission, zone: str, utc: int
) -> None:
    there = found(db, order)
    meeting = plan_meeting(db, PlanMeeting(there.id, MEETING_ON, starts=time(14)))
    file = meeting_mail.write_calendar(db, there.id, meeting.id, STAMP, tmp_path / meeting_mail.calendar_name(meeting))
    content = file.read_text(encoding="utf-8")
    [event] = calendar(file.read_bytes()).events

    assert file.name == "Réunion ordinaire du 10 juin 2021.ics"
    assert f"DTSTART;TZID={zone}:20210610T140000" in content
    assert event.dtstart == datetime(2021, 6, 10, utc, tzinfo=UTC)
    assert event.dtend == event.dtstart + timedelta(hours=2)
    assert "L’heure de fin n’est pas fixée." in str(event.description)
    assert calendar(file.read_bytes()).method == "PUBLISH"


@pytest.mark.parametrize(
    ("planned", "starts", "ends"),
    [
        ({"starts": time(22), "ends": time(0, 30)}, datetime(2024, 2, 29, 21, tzinfo=UTC), timedelta(minutes=150)),
        ({}, date(2024, 2, 29), timedelta(days=1)),
        ({"kind": MeetingKind.WRITTEN, "opens_on": date(2024, 2, 20)}, date(2024, 2, 20), timedelta(days=10)),
    ],
    ids=["past midnight", "without hour", "in writing"],
)
def test_a_calendar_knows_nights_whole_days_and_consultations(
    db: Database, commission: Commission, tmp_path: Path, planned: dict[str, object], *, starts: date, ends: timedelta
) -> None:
    order = replace(PlanMeeting(commission.id, date(2024, 2, 29)), **planned)  # type: ignore[arg-type]
    meeting = plan_meeting(db, order)
    file = meeting_mail.write_calendar(db, commission.id, meeting.id, STAMP, tmp_path / "réunion.ics")
    [event] = calendar(file.read_bytes()).events

    assert (event.dtstart, event.dtend) == (starts, starts + ends)
    assert len(event.alarm) == 1


def test_the_agenda_leaves_with_its_papers_in_one_folder(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    agenda.save_agenda(db, meeting.id, (Item("Bilan"), Item("Calendrier")))
    plain = drafts(db, now(db, meeting), issued(db, now(db, meeting), tmp_path, AGENDA), tmp_path)
    paper, sheet = tmp_path / "Bilan.pdf", tmp_path / "Suivi.xlsx"
    paper.write_bytes(documents.render(db, Request(1, DocumentKind.COMPOSITION, ISSUED, ISSUED)))
    sheet.write_bytes(b"PK classeur")
    papers.attach(db, now(db, meeting).agenda[0].id, [paper, sheet])
    version = issued(db, now(db, meeting), tmp_path, AGENDA)
    written = drafts(db, now(db, meeting), version, tmp_path)
    message = of(written, "Corentin Bessanges")
    names = ["Ordre du jour du 10 juin 2021.pdf", "Dossier de réunion du 10 juin 2021.pdf"]

    assert list(files(of(plain, "Diane Crozanne"))) == names[:1]
    assert list(files(message)) == names
    assert files(message)[names[0]] == issues.content_of(db, version)
    assert "Composition de la commission" in reading.text(files(message)[names[1]])
    assert [each.name for each in written.left_out] == ["Suivi.xlsx"]
    assert "à titre d’information, l’ordre du jour" in words(message)
    assert "Le dossier de réunion, également joint" in words(message)
    agenda.save_agenda(db, meeting.id, (Item("Autre point"),))
    with pytest.raises(UserError, match="les points inscrits"):
        drafts(db, now(db, meeting), version, tmp_path)


def test_a_folder_that_no_mail_carries_is_told_and_left_out(
    db: Database, meeting: Meeting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meeting_mail, "LARGEST_MAIL", 60_000)
    agenda.save_agenda(db, meeting.id, (Item("Bilan"),))
    paper = tmp_path / "Bilan.pdf"
    paper.write_bytes(documents.render(db, Request(1, DocumentKind.COMPOSITION, ISSUED, ISSUED)))
    papers.attach(db, now(db, meeting).agenda[0].id, [paper])
    written = drafts(db, now(db, meeting), issued(db, now(db, meeting), tmp_path, AGENDA), tmp_path)
    message = of(written, "Diane Crozanne")

    assert written.too_large.endswith("Ko")
    assert list(files(message)) == ["Ordre du jour du 10 juin 2021.pdf"]
    assert "Les pièces, trop volumineuses pour ce courriel, vous sont transmises par ailleurs." in words(message)


class GivenUpError(Exception):
    """Somebody pressed « Annuler »."""


def test_two_hundred_drafts_given_up_half_way_leave_nothing(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    for number in range(200 - len(recipients.recipients_of(db, meeting))):
        guest = person(f"Invité Numéro{number:03d}", email=f"g{number}@exemple.fr")
        recipients.add_recipient(db, meeting, guest, Capacity.GUEST, "auditeur")
    version = issued(db, meeting, tmp_path / "away")
    told = []

    def give_up(done: int, total: int) -> None:
        told.append((done, total))
        if done == 100:
            raise GivenUpError

    target = tmp_path / "envois"
    with pytest.raises(GivenUpError):
        meeting_mail.write_drafts(db, MailOrder(1, meeting.id, version, STAMP), target, give_up)
    assert told[-1] == (100, 200)
    assert list(target.iterdir()) == []
    assert len(list(drafts(db, meeting, version, target).folder.iterdir())) == 200


def test_without_an_address_of_the_secretariat_nothing_leaves(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    version = issued(db, meeting, tmp_path)
    commissions.change_secretariat(db, 1, replace(OFFICE, email=""))
    for act in (
        lambda: drafts(db, meeting, version, tmp_path),
        lambda: meeting_mail.write_calendar(db, 1, meeting.id, STAMP, tmp_path / "réunion.ics"),
    ):
        with pytest.raises(UserError, match="Le secrétariat n’a pas d’adresse électronique"):
            act()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["documents", db.file.parent.name]


def test_without_anybody_to_write_to_it_is_said(db: Database, tmp_path: Path) -> None:
    commission = create_commission(db, PAYS_DE_LA_LOIRE)
    commissions.change_secretariat(db, commission.id, OFFICE)
    alone = SeatState(Section.SOCIAL, 1, 1, titular=person("Aubin Tréhorel"))
    revise_composition(db, ReviseComposition(commission.id, INSTALLED, (alone,)))
    meeting = plan_meeting(db, PlanMeeting(commission.id, MEETING_ON))

    with pytest.raises(UserError, match="Aucun destinataire de cette version n’a d’adresse"):
        drafts(db, meeting, issued(db, meeting, tmp_path), tmp_path)


def test_the_last_version_of_each_kind_is_offered(db: Database, meeting: Meeting, tmp_path: Path) -> None:
    issued(db, meeting, tmp_path)
    changed = change_meeting(
        db, meeting.id,
        PlanMeeting(1, MEETING_ON, starts=time(14), ends=time(16, 30), place="Salle Loire",
                    link="https://visio.exemple.fr/1", agenda=(Item("Calendrier"),)),
    )  # fmt: skip
    second, points = issued(db, changed, tmp_path), issued(db, changed, tmp_path, AGENDA)

    assert meeting_mail.last_versions(db, changed) == (second, points)
