"""What the data tell of each point of the minutes, in sentences; nothing here is ever typed."""

from datetime import date

from cpr_desk.domain.agenda import Item
from cpr_desk.domain.composition import VOTING
from cpr_desk.domain.decisions import Decision
from cpr_desk.domain.french import NBSP, capital, time_words
from cpr_desk.domain.roll import turning_points
from cpr_desk.domain.sitting import Session


def opening_facts(session: Session) -> str:
    """Return the hours of the session, and the quorum at its opening and each time it turned."""
    if session.meeting.is_written:
        return "Consultation écrite : les membres répondent par correspondance.".replace(" :", f"{NBSP}:")
    if session.sitting is None:
        return f"La séance n’a pas été ouverte. Notez les présences dans l’onglet «{NBSP}Séance{NBSP}»."
    turns = [f"Quorum à {time_words(each.at.time())}. {each.words}" for each in turning_points(session)]
    return "\n".join((capital(f"séance {session.hours}."), *turns))


def item_facts(session: Session, decisions: tuple[Decision, ...], item: Item, today: date) -> str:
    """Return the votes on an item as they stand today, with counts and quorum, and the decisions recorded, if any."""
    told: list[str] = []
    for ballot in session.ballots:
        if ballot.item_id == item.id:
            counts = ". ".join(ballot.result.section_words(section) for section in VOTING)
            told.append(f"Vote{NBSP}: {ballot.question}\n{ballot.words_on(today)}\n{counts}.\nQuorum. {ballot.quorum}")
    told += [
        f"{capital(each.kind.label)} n°{NBSP}{each.reference}{NBSP}: {each.text}"
        + (f" ({each.words})" if each.words else "")
        for each in decisions
        if each.item_id == item.id
    ]
    return "\n\n".join(told)
