"""What is to be said of the days one thinks of for a meeting, before it is planned."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication

from cpr_desk.domain import french
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.deadlines import Holidays, first_lawful_meeting
from cpr_desk.domain.french import NBSP
from cpr_desk.services.holidays import holidays_of
from cpr_desk.services.meetings import deadlines_of
from cpr_desk.ui.widgets.badges import State


def _tr(text: str) -> str:
    return QCoreApplication.translate("meeting_words", text)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state, a word, sentences, and the day to propose instead, if any."""

    state: State | None
    word: str
    sentences: tuple[str, ...]
    proposal: date | None = None


def judge(
    day: date,
    today: date,
    commission: Commission,
    *,
    planned: bool = False,
    others: Sequence[str] = (),
    urgent: bool = False,
    taken: Container[date] = (),
) -> Verdict:
    """Judge a day; `planned` says that the meeting already stands on it, so that convocations may have left.

    `others` name the commissions that meet on that day; `urgent` says that both presidents agreed to a shorter delay;
    a day that is `taken` by another meeting is not proposed.
    """
    holidays = holidays_of(commission.rules.holiday_territory)
    remarks = (*_remarks(day, holidays), *map(_other, others))
    installed = commission.installed_on.year
    if day.year < installed:
        never = _tr("La commission n’est installée qu’en {year}. Choisissez une date plus tardive.")
        return Verdict(State.LATE, _tr("Date impossible"), (never.format(year=installed),))
    if day < today:
        past = _tr("Cette date est passée{nbsp}: la réunion est enregistrée pour l’historique.").format(nbsp=NBSP)
        return Verdict(None, _tr("Date passée"), (past, *remarks))
    latest = deadlines_of(commission, day).convocation.latest
    if latest >= today:
        return Verdict(State.URGENT if remarks else State.DONE, _tr("Convocation possible dans le délai"), remarks)
    if urgent:
        agreed = _tr("Les accords du président et du vice-président figurent sur la convocation et l’ordre du jour.")
        return Verdict(State.URGENT, _tr("Convocation en urgence"), (agreed, *remarks))
    limit = french.date_words(latest)
    if planned:
        sent = _tr("La date limite de convocation était le {limit}. Vérifiez que les convocations sont parties.")
        return Verdict(State.URGENT, _tr("Délai de convocation échu"), (sent.format(limit=limit), *remarks))
    first = first_lawful_meeting(today, commission.rules)
    late = _tr(
        "La convocation aurait dû partir au plus tard le {limit}{nbsp}: cette réunion ne peut plus être convoquée dans "
        "le délai. La première date possible est le {first}."
    ).format(limit=limit, first=french.date_words(first), nbsp=NBSP)
    if commission.rules.urgent_allowed:
        may = _tr("Elle peut être convoquée en urgence, avec l’accord daté du président et du vice-président.")
        remarks = (may, *remarks)
    return Verdict(State.LATE, _tr("Hors délai"), (late, *remarks), first_possible(today, commission, taken))


def first_possible(today: date, commission: Commission, taken: Container[date]) -> date:
    """Return the first working day for which a convocation sent today is in time, and without a meeting yet."""
    holidays = holidays_of(commission.rules.holiday_territory)
    day = _working(first_lawful_meeting(today, commission.rules), holidays)
    while day in taken:
        day = _working(day + timedelta(days=1), holidays)
    return day


def opening_fault(opens: date | None, closes: date | None) -> str:
    """Return what is wrong with the two dates of a consultation, in French; empty when nothing is."""
    if opens and closes and opens > closes:
        return _tr("La consultation s’ouvrirait après sa clôture.")
    return ""


def year_in_words(year: int, planned: int, commission: Commission) -> str:
    """Return how many meetings a year has, with this one, and how many the règlement asks."""
    told = _tr("Avec celle-ci, {meetings} en {year}, pour au moins {least} par année civile (annexe 5, 1.2).")
    least = commission.kind.meetings_a_year
    return told.format(meetings=french.plural(planned, _tr("réunion")), year=year, least=least)


def _other(name: str) -> str:
    return _tr("Ce jour-là se réunit aussi{nbsp}: {name}.").format(nbsp=NBSP, name=name)


def _remarks(day: date, holidays: Holidays) -> Iterator[str]:
    if name := holidays(day):
        yield _tr("Le {day} est un jour férié ({name}).").format(day=french.date_words(day), name=name)
    elif day.weekday() >= 5:
        yield _tr("Le {day} tombe en fin de semaine.").format(day=french.date_words(day))


def _working(day: date, holidays: Holidays) -> date:
    """Return the day, or the first one after it that is neither weekend nor public holiday."""
    while day.weekday() >= 5 or holidays(day):
        day += timedelta(days=1)
    return day
