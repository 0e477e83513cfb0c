"""The minutes (relevé de décisions), and the certified extract of one item."""

from collections.abc import Iterator

from cpr_desk.domain.agenda import Item, numbers
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.french import NBSP, capital, date_digits, date_words, time_words, typeset
from cpr_desk.domain.minutes import Part
from cpr_desk.domain.sitting import Session
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    Block,
    Document,
    Facts,
    Heading,
    Look,
    Paragraph,
    SignatureBox,
    Signatures,
    bold,
    paragraph,
)
from cpr_desk.reports.marked import marked
from cpr_desk.reports.minutes_account import Account
from cpr_desk.reports.minutes_attendance import attendance_blocks
from cpr_desk.reports.minutes_items import decision_blocks, item_blocks, named_votes, one_item

TITLE = "Relevé de décisions"
EXTRACT = "Extrait du relevé de décisions"


def minutes_report(commission: Commission, account: Account) -> Document:
    """Return the minutes whole: what the data tell, and between it what was written, never the one for the other."""
    meeting = account.session.meeting
    return Document(
        title=TITLE,
        subject=wording.meeting_subject(meeting),
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph(TITLE, look=Look.TITLE),
            paragraph(capital(wording.meeting_subject(meeting)), look=Look.SUBTITLE),
            Paragraph((bold(f"{account.standing}."),)),
            Facts(tuple(_facts(account))),
            *attendance_blocks(account),
            *_ends(account, Part.OPENING),
            *(item_blocks(account) if meeting.agenda else (paragraph("Aucun point n’est inscrit à l’ordre du jour."),)),
            *_ends(account, Part.CLOSING),
            *_other_decisions(account),
            *_signatures(account),
            *_history(account),
            *named_votes(account),
        ),
        notice=_notice(account),
        author=wording.author(commission),
    )


def extract(commission: Commission, account: Account, item: Item) -> Document:
    """Return the certified extract of one item: its votes and decisions, with the quorum they were taken by."""
    meeting = account.session.meeting
    number = next(n for n, each in zip(numbers(meeting.agenda), meeting.agenda, strict=True) if each.id == item.id)
    office = commission.secretariat
    signs = office.signatory_title or "Le secrétariat de la commission"
    unsigned = ", qui n’est pas encore signé par les deux sections" if account.is_project else ""
    return Document(
        title=EXTRACT,
        subject=wording.meeting_subject(meeting),
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph(EXTRACT, look=Look.TITLE),
            paragraph(capital(wording.meeting_subject(meeting)), look=Look.SUBTITLE),
            Paragraph((bold(f"{account.standing}."),)),
            Facts(tuple(_facts(account))),
            Heading(f"{number}. {typeset(item.title)}"),
            *one_item(account, item, in_extract=True),
            Paragraph((f"Pour extrait conforme au relevé de décisions{unsigned}.",), keep=True),
            paragraph(wording.place_and_date(commission, account.issued_on)),
            Signatures((SignatureBox(signs, office.signatory),)),
        ),
        addressee=f"{number} {item.title[:60].strip()}",
        notice=_notice(account),
        author=wording.author(commission),
    )


def _notice(account: Account) -> str:
    return f"{account.standing.replace('Projet', 'PROJET')}. {wording.CONFIDENTIAL}"


def _facts(account: Account) -> Iterator[tuple[str, str]]:
    session = account.session
    sitting, chair = session.sitting, account.chair
    yield f"Référence{NBSP}:", session.meeting.reference
    yield from wording.meeting_facts(session.meeting, chair)
    vice = chair.vice_president if chair else None
    if vice:
        yield f"Vice-présidence{NBSP}:", f"{vice.name} ({vice.section.label.lower()})"
    if sitting is None:
        return
    yield f"Séance{NBSP}:", session.hours
    if sitting.chair_id and (person := session.person(sitting.chair_id)):
        yield f"Présidence de séance{NBSP}:", f"{person.courteous_name}. Motif{NBSP}: {sitting.chair_reason}"
    if sitting.secretary:
        yield f"Secrétariat de séance{NBSP}:", sitting.secretary


def _ends(account: Account, part: Part) -> Iterator[Block]:
    """Yield the opening or the closing: the hour that was noted, then what was written."""
    told, text = _hour(account.session, part), account.text(None, part)
    if not (told or text):
        return
    yield Heading(part.label)
    if told:
        yield paragraph(told)
    yield from marked(text)


def _hour(session: Session, part: Part) -> str:
    sitting = session.sitting
    if sitting is None:
        return ""
    if part is Part.OPENING:
        opened = sitting.opened_at
        day = "" if opened.date() == session.meeting.on else f" le {date_words(opened.date())}"
        return f"La séance est ouverte{day} à {time_words(opened.time())}."
    if sitting.closed_at is None:
        return ""
    closed = sitting.closed_at
    day = "" if closed.date() == sitting.opened_at.date() else f" le {date_words(closed.date())}"
    return f"La séance est close{day} à {time_words(closed.time())}."


def _other_decisions(account: Account) -> Iterator[Block]:
    """Yield the decisions recorded on no item, so that none of the meeting is missing."""
    others = account.decisions_on(None)
    if others:
        yield Heading("Autres décisions de la réunion")
        yield from decision_blocks(others)


def _signatures(account: Account) -> Iterator[Block]:
    yield Heading("Signatures")
    yield Signatures(
        tuple(
            SignatureBox(
                f"Présidence de la {section.label.lower()}\n"
                + (f"Signé le {date_digits(signed_on)}" if signed_on else "Date et signature"),
                name,
            )
            for section, name, signed_on in account.signatures
        )
    )


def _history(account: Account) -> Iterator[Block]:
    """Yield why approved minutes were opened again: both sections may ask."""
    for each in account.minutes.unlockings:
        yield paragraph(
            f"Relevé rouvert le {date_digits(each.on)} après son approbation. Motif{NBSP}: {each.reason.rstrip('.')}.",
            look=Look.SMALL,
        )
