"""Use cases on the versions issued for a meeting: each kept as it left, under its hash, with what it told."""

from collections.abc import Iterable, Mapping
from datetime import date

from cpr_desk.domain.agenda import agenda_hash
from cpr_desk.domain.dispatch import Issue, IssueKind
from cpr_desk.domain.french import NBSP, capital, date_digits, date_words, squeeze, time_words
from cpr_desk.domain.meetings import Meeting
from cpr_desk.storage import dispatch, pieces
from cpr_desk.storage.database import Database


def facts_of(meeting: Meeting, kind: IssueKind) -> dict[str, str]:
    """Return what a version tells of a meeting, in words: its day, hours, place, link, mode; of an agenda the hash."""
    facts = {
        "date": date_words(meeting.on),
        "ouverture": date_words(meeting.opens_on) if meeting.opens_on else "",
        "heure": time_words(meeting.starts) if meeting.starts else "",
        "fin": time_words(meeting.ends) if meeting.ends else "",
        "lieu": meeting.place,
        "lien": meeting.link,
        "participation": "" if meeting.is_written else f"réunion {meeting.mode.label}",
    }
    if kind is IssueKind.AGENDA:
        facts["points"] = agenda_hash(meeting.agenda)
    return facts


def issue(
    db: Database,
    meeting: Meeting,
    kind: IssueKind,
    pdf: bytes,
    issued_on: date,
    facts: Mapping[str, str],
    without_opinions: str = "",
) -> Issue:
    """Keep a version as it leaves, and return it; the bytes of the last version make no new one.

    `letters` say which pages, counted from 0, are written to which person; none: it is the same for everybody.
    """
    *,
    letters: Iterable[tuple[int, range]] = (),
    with db.reading() as session:
        every = dispatch.issues(session, meeting.id)
    known = [each for each in every if each.kind is kind]
    label = f"Conserver {_NAMED[kind]}, version {len(known) + 1}, de la réunion du {date_words(meeting.on)}"
    with db.unit_of_work(label) as session:
        digest = pieces.keep(db.file.parent, pdf)
        if known and known[-1].sha256 == digest and not _cancelled_since(known[-1], every):
            return known[-1]
        wanted = Issue(kind, 0, issued_on, digest, len(pdf), facts, squeeze(without_opinions))
        kept = dispatch.add_issue(session, meeting.id, wanted)
        dispatch.add_letters(session, kept.id, letters)
        return kept


def issues_of(db: Database, meeting: Meeting) -> tuple[Issue, ...]:
    """Return every version issued for a meeting, by kind, the oldest first."""
    with db.reading() as session:
        return dispatch.issues(session, meeting.id)


def content_of(db: Database, version: Issue) -> bytes:
    """Return the file of a version, byte for byte. Raises UserError when it is gone or was changed."""
    return pieces.read(db.file.parent, version.sha256, f"{capital(version.kind.label)}, version {version.number}")


def needs_new_convocation(db: Database, meeting: Meeting) -> tuple[str, ...]:
    """Return what changed since the last convocation was issued, « l’heure : 14 h au lieu de 15 h »; empty: nothing."""
    last = next((each for each in reversed(issues_of(db, meeting)) if each.kind is IssueKind.CONVOCATION), None)
def letters_of(db: Database, version: Issue) -> dict[int, tuple[int, ...]]:
    """Return the pages of a version, counted from 0, that are written to each person; empty: the same for everybody."""
    with db.reading() as session:
        return dispatch.letters(session, version.id)


    if last is None:
        return ()
    told, now = last.facts, facts_of(meeting, IssueKind.CONVOCATION)
    return tuple(
        f"{_NAMES[name]}{NBSP}: {now[name] or 'rien'} au lieu de {told.get(name) or 'rien'}"
        for name in now
        if now[name] != told.get(name, "")
    )


def _cancelled_since(version: Issue, every: Iterable[Issue]) -> Issue | None:
    """Return the cancellation that was issued after a version, if one was."""
    later = (each for each in every if each.kind is IssueKind.CANCELLATION and each.id > version.id)
    return next(later, None)


_NAMES = {
    "date": "la date",
    "ouverture": "l’ouverture",
    "heure": "l’heure",
    "fin": "l’heure de fin",
    "lieu": "le lieu",
    "lien": "le lien",
    "participation": "la participation",
}
_NAMED = {
    IssueKind.CONVOCATION: "la convocation",
    IssueKind.AGENDA: "l’ordre du jour",
    IssueKind.CANCELLATION: "l’annulation",
}
