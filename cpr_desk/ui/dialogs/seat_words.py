"""Say in a sentence what a revision of a seat will do, before it is done."""

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import QCoreApplication

from cpr_desk.domain import french
from cpr_desk.domain.composition import MandateRole, Person, Seat, SeatState
from cpr_desk.domain.french import NBSP


def _tr(text: str) -> str:
    return QCoreApplication.translate("seat_words", text)


def announce(before: Seat | None, after: SeatState, on: date | None) -> str:
    """Return what happens from a day on; a corrected name or new details hold at once, whatever the day."""
    if on is None:
        return _tr("Indiquez la date à partir de laquelle la modification s’applique.")
    day = french.date_words(on)
    if before is None:
        added = _tr("Un siège est ajouté à compter du {day}{nbsp}: {holders}.")
        holders = french.listing(_holder_words(role, _place(after, role)) for role in MandateRole)
        return added.format(day=day, holders=holders, nbsp=NBSP)
    dated = list(_dated(before, after))
    sentences = []
    if dated:
        sentences.append(_tr("À compter du {day}{nbsp}: {what}.").format(day=day, what=" ; ".join(dated), nbsp=NBSP))
        sentences.append(_tr("La composition d’avant cette date ne change pas."))
    sentences += _details(before, after)
    return french.typeset(" ".join(sentences) or _tr("Rien ne change pour l’instant."))


def _place(state: SeatState, role: MandateRole) -> Person | None:
    return state.titular if role is MandateRole.TITULAR else state.substitute


def _held(seat: Seat, role: MandateRole) -> Person | None:
    holding = seat.holder(role)
    return holding.person if holding else None


def _holder_words(role: MandateRole, person: Person | None) -> str:
    if person:
        return _tr("{name} {role}").format(name=person.courteous_name, role=role.label)
    return _tr("{role} à désigner").format(role=role.label)


def _dated(before: Seat, after: SeatState) -> Iterator[str]:
    for role in MandateRole:
        old, new = _held(before, role), _place(after, role)
        if old and new and new.id == old.id:
            continue
        if old and new:
            words = _tr("{new} remplace {old} comme {role}")
            yield words.format(new=new.courteous_name, old=old.courteous_name, role=role.label)
        elif new:
            yield _tr("{new} devient {role}").format(new=new.courteous_name, role=role.label)
        elif old:
            words = _tr("{old} n’est plus {role}, la place est à désigner")
            yield words.format(old=old.courteous_name, role=role.label)
    if before.votes != after.votes:
        yield _tr("le siège passe de {old} à {new} voix").format(old=before.votes, new=after.votes)


def _details(before: Seat, after: SeatState) -> Iterator[str]:
    for role in MandateRole:
        old, new = _held(before, role), _place(after, role)
        if not old or not new or new.id != old.id or new == old:
            continue
        if new.name != old.name:
            yield _tr("Nom corrigé partout et à toute date{nbsp}: {old} devient {new}.").format(
                old=old.name, new=new.name, nbsp=NBSP
            )
        else:
            yield _tr("Coordonnées mises à jour{nbsp}: {name}.").format(name=new.courteous_name, nbsp=NBSP)
