"""What the meetings of the demonstration lived: moved, cancelled, convened, sent by several channels, answered."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

from cpr_desk.domain.agenda import Item, ItemKind, Verdict, agenda_hash
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Person, Section
from cpr_desk.domain.dispatch import Capacity, Channel, Dispatch, Issue, IssueKind
from cpr_desk.domain.indemnities import Rate
from cpr_desk.domain.meetings import Meeting, MeetingKind
from cpr_desk.domain.opinions import Opinion
from cpr_desk.office import convening, demo_session
from cpr_desk.office.convening import IssueOrder
from cpr_desk.services import agenda, dispatch, indemnities, meetings, papers, recipients, scans
from cpr_desk.services.dispatch import RecordDispatch, Sending
from cpr_desk.services.instance import Database
from cpr_desk.services.meeting_changes import MoveMeeting, cancel_meeting, move_meeting
from cpr_desk.services.meetings import PlanMeeting

AUTUMN = date(2025, 11, 20)
"""The ordinary meeting of `region.json`: everything that may happen to a meeting happens to this one."""
_WAS_ON = date(2025, 11, 13)
_CANCELLED, _CLOSES = date(2025, 3, 13), date(2025, 6, 27)
_PLACE = "12 rue de la Démonstration, 44000 Nantes, salle Loire"
_NUMBER = "1A 205 331 {:04} {}"
"""Numbers of registered letters, invented."""

_DETAILS = {
    "État des lieux des adhésions": ("Direction de la coordination", 20, ItemKind.INFORMATION, ""),
    "Suivi des contrats et difficultés de mise en œuvre": (
        "Secrétariat",
        30,
        ItemKind.DECISION,
        "Deux contrats approchent de leur terme :\n- renouvellement ;\n- **avenant** sur les missions.",
    ),
    "Impact des missions des CPTS sur l’offre de soins": ("Observatoire régional", 25, ItemKind.OPINION, ""),
    "Calendrier": ("", 10, ItemKind.DECISION, "Deux dates sont proposées pour la prochaine réunion."),
}
"""Speaker, minutes, kind and text of some items, by their titles."""


def plan(db: Database, commission: Commission, today: date) -> None:
    """Plan the two meetings that come before that of the autumn in its year, once they are past."""
    if today <= AUTUMN:
        return
    crisis = (Item("Situation d’une CPTS en difficulté", kind=ItemKind.OPINION, minutes=60), Item("Questions diverses"))
    extraordinary = PlanMeeting(
        commission.id, _CANCELLED, MeetingKind.EXTRAORDINARY, starts=time(10), place=_PLACE, agenda=crisis
    )
    meetings.plan_meeting(db, extraordinary)
    vote = (Item("Avis sur un avenant au contrat d’une CPTS", kind=ItemKind.OPINION),)
    written = PlanMeeting(commission.id, _CLOSES, MeetingKind.WRITTEN, agenda=vote, opens_on=date(2025, 6, 16))
    meetings.plan_meeting(db, written)


def live(db: Database, commission: Commission, today: date) -> None:
    """Let the meetings of the demonstration live until a day; nothing that is still to come is recorded."""
    if today > AUTUMN:
        known = {meeting.on: meeting for meeting in meetings.list_meetings(db, commission.id)}
        _cancelled(db, commission, known[_CANCELLED])
        _written(db, commission, known[_CLOSES])
        _autumn(db, commission, known[AUTUMN])
    if upcoming := meetings.next_meeting(db, commission.id, today):
        _prepare(db, commission, upcoming, today)


def _cancelled(db: Database, commission: Commission, meeting: Meeting) -> None:
    """Convene an extraordinary meeting, then call it off."""
    version = _kept(db, commission, meeting, IssueKind.CONVOCATION, date(2025, 2, 20))
    _send(db, meeting, version, date(2025, 2, 21))
    cancelled_on = date(2025, 3, 6)
    meeting = cancel_meeting(db, meeting, "la CPTS a retiré sa saisine", cancelled_on)
    _send(db, meeting, _kept(db, commission, meeting, IssueKind.CANCELLATION, cancelled_on), cancelled_on)


def _written(db: Database, commission: Commission, meeting: Meeting) -> None:
    """Consult the members in writing, the convocation sent a day late to one of them."""
    version = _kept(db, commission, meeting, IssueKind.CONVOCATION, date(2025, 6, 11))
    last = recipients.recipients_of(db, meeting)[-1].person.id
    _send(db, meeting, version, date(2025, 6, 12), {last: Sending(date(2025, 6, 13), Channel.EMAIL)})
    _give_opinions(db, meeting, date(2025, 6, 17), date(2025, 6, 18))
    _send(db, meeting, _kept(db, commission, meeting, IssueKind.AGENDA, date(2025, 6, 19)), date(2025, 6, 19))
    demo_session.answer(db, meeting)


def _autumn(db: Database, commission: Commission, meeting: Meeting) -> None:
    """Move a convened meeting, convene it again by several channels, and send its agenda with papers."""
    order = _order(commission, meeting)
    meeting = meetings.change_meeting(db, meeting.id, replace(order, on=_WAS_ON, agenda=_detailed(meeting.agenda)))
    expert = Person(0, "Perrine", "Vaucresson-Lay", civility="Mme", email="perrine.vaucresson@example.org")
    recipients.add_recipient(db, meeting, expert, Capacity.EXPERT, "présente l’impact des missions")
    first = _kept(db, commission, meeting, IssueKind.CONVOCATION, date(2025, 10, 20))
    _send(db, meeting, first, date(2025, 10, 21))
    moved = MoveMeeting(AUTUMN, "la salle n’est plus libre", date(2025, 10, 24), time(14, 30), time(17), _PLACE)
    meeting = move_meeting(db, meeting, moved)
    second = _kept(db, commission, meeting, IssueKind.CONVOCATION, date(2025, 10, 27))
    _send_by_several_channels(db, meeting, second)
    _attach_papers(db, meeting)
    _give_opinions(db, meeting, date(2025, 11, 5), date(2025, 11, 7))
    _send(db, meeting, _kept(db, commission, meeting, IssueKind.AGENDA, date(2025, 11, 12)), date(2025, 11, 12))
    meeting = meetings.find_meeting(db, commission.id, meeting.id)
    demo_session.hold(db, commission, meeting)
    _pay(db, meeting)


def _pay(db: Database, meeting: Meeting) -> None:
    """Calculate the indemnities by invented rates, and complete the travel of one person."""
    source = "montant inventé pour la démonstration"
    indemnities.save_rate(db, Rate("", date(2024, 1, 1), Decimal(60), source=source))
    indemnities.save_rate(db, Rate("medecins", date(2024, 1, 1), Decimal(75), Decimal(150), source))
    indemnities.save_rate(db, Rate("medecins", date(2025, 1, 1), Decimal(80), Decimal(160), source))
    for line in indemnities.calculate(db, meeting).lines[-1:]:
        typed = replace(line.claim, travel=Decimal("43.20"), travel_note="véhicule personnel, 72 km")
        indemnities.change_claim(db, meeting, line.person, typed)


def _send_by_several_channels(db: Database, meeting: Meeting, version: Issue) -> None:
    """Send most by mail, some by registered letter, one of which comes back; keep the list of deposits."""
    sent_on, registered_on = date(2025, 10, 28), date(2025, 10, 29)
    apart = {
        each.person.id: Sending(registered_on, Channel.REGISTERED, _NUMBER.format(number, number * 7 % 10))
        for number, each in enumerate(recipients.recipients_of(db, meeting)[:4], start=1)
    }
    _send(db, meeting, version, sent_on, apart)
    letters = [each for each in _sent(db, meeting, version) if each.channel is Channel.REGISTERED]
    with tempfile.TemporaryDirectory() as folder:
        scans.attach(db, letters, [_paper(Path(folder), "Bordereau de dépôt du 29-10-2025", "Dépôt de 4 lettres")])
    back, *arrived = letters
    dispatch.mark_returned(db, [back], date(2025, 11, 3), AUTUMN)
    dispatch.mark_acknowledged(db, arrived, date(2025, 10, 31), AUTUMN)
    again = RecordDispatch(
        version, date(2025, 11, 4), Channel.HAND, (back.recipient.person.id,), note="contre signature"
    )
    dispatch.record_dispatch(db, meeting, again, AUTUMN)


def _prepare(db: Database, commission: Commission, meeting: Meeting, today: date) -> None:
    """Give the next meeting the agenda that is being written: details, a paper, one opinion of two."""
    items = _detailed(meeting.agenda)
    meetings.change_meeting(db, meeting.id, replace(_order(commission, meeting), agenda=items))
    meeting = meetings.find_meeting(db, commission.id, meeting.id)
    _attach_papers(db, meeting)
    asked = today - timedelta(days=6)
    opinion = Opinion(Section.SOCIAL, asked, today - timedelta(days=2), Verdict.AGREED)
    agenda.record_opinions(db, meeting.id, (opinion, Opinion(Section.PROFESSIONAL, asked)), today)


def _order(commission: Commission, meeting: Meeting) -> PlanMeeting:
    return PlanMeeting(
        commission.id,
        meeting.on,
        meeting.kind,
        meeting.mode,
        meeting.starts,
        meeting.place,
        meeting.link,
        meeting.agenda,
        meeting.ends,
    )


def _detailed(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(_detail(item) for item in items)


def _detail(item: Item) -> Item:
    if item.title not in _DETAILS:
        return item
    speaker, minutes, kind, text = _DETAILS[item.title]
    return replace(item, speaker=speaker, minutes=minutes, kind=kind, text=text)


def _attach_papers(db: Database, meeting: Meeting) -> None:
    """Attach a paper to the two items that members prepare most."""
    with tempfile.TemporaryDirectory() as folder:
        for title, name in (
            ("État des lieux des adhésions", f"Adhésions au {meeting.on.isoformat()}"),
            ("Suivi des contrats et difficultés de mise en œuvre", "Contrats qui approchent de leur terme"),
        ):
            item = next(item for item in meeting.agenda if item.title == title)
            papers.attach(db, item.id, [_paper(Path(folder), name, title)])


def _paper(folder: Path, name: str, words: str) -> Path:
    """Write a page of demonstration and return its file."""
    from cpr_desk.reports import pdf
    from cpr_desk.reports.document import Document, Letterhead, Look, paragraph

    page = Document(
        title=name,
        subject="Pièce de démonstration",
        letterhead=Letterhead("Pièce de démonstration"),
        blocks=(paragraph(name, look=Look.TITLE), paragraph(words), paragraph("Contenu inventé.")),
    )
    file = folder / f"{name}.pdf"
    file.write_bytes(pdf.render([page]).pdf)
    return file


def _give_opinions(db: Database, meeting: Meeting, asked_on: date, given_on: date) -> None:
    remarks = "Commencer par le suivi des contrats."
    version = agenda_hash(meeting.agenda)
    wanted = (
        Opinion(Section.SOCIAL, asked_on, given_on, Verdict.AGREED, agenda_hash=version),
        Opinion(Section.PROFESSIONAL, asked_on, given_on, Verdict.REMARKS, remarks, version),
    )
    agenda.record_opinions(db, meeting.id, wanted, given_on)


def _kept(db: Database, commission: Commission, meeting: Meeting, kind: IssueKind, on: date) -> Issue:
    return convening.keep(db, IssueOrder(commission.id, meeting.id, kind, on))


def _send(db: Database, meeting: Meeting, version: Issue, on: date, apart: dict[int, Sending] | None = None) -> None:
    """Send a version by mail to those who can be mailed, to the others by the post, save to those `apart`."""
    to = recipients.recipients_of(db, meeting)
    by_post = {each.person.id: Sending(on, Channel.LETTER) for each in to if not Channel.EMAIL.reaches(each.person)}
    persons = tuple(each.person.id for each in to)
    order = RecordDispatch(version, on, Channel.EMAIL, persons, apart={**by_post, **(apart or {})})
    dispatch.record_dispatch(db, meeting, order, max(on, *(each.sent_on for each in order.apart.values()), on))


def _sent(db: Database, meeting: Meeting, version: Issue) -> list[Dispatch]:
    lines = dispatch.register_of(db, meeting).lines
    return [
        each for line in lines for each in line.sent if each.kind is version.kind and each.version == version.number
    ]
