"""What may be recorded about section presidents and exceptions, and what to warn of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import NBSP, date_digits, typeset
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.domain.presidency import (
    SOURCE,
    Presidency,
    PresidencyException,
    SectionPresident,
    president_at,
    presiding_section,
    vacant_since,
)
from cpr_desk.domain.problems import Problem, Remedy, Severity
from cpr_desk.domain.term import Term

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Membership(Term):
    """Days on which a person sits in a section, as titular or substitute of any seat; `until` None while it runs."""

    person_id: int
    section: Section
    since: date
    until: date | None = None


def is_member(memberships: Iterable[Membership], president: SectionPresident, day: date) -> bool:
    """Return whether a president sits in the section on a day."""
    return any(each.covers(day) for each in _own(memberships, president))


def _own(memberships: Iterable[Membership], president: SectionPresident) -> Iterator[Membership]:
    return (
        each
        for each in memberships
        if president.person.id and each.person_id == president.person.id and each.section is president.section
    )


def refuse_president(known: Presidency, wanted: SectionPresident) -> tuple[Refusal, ...]:
    """Return every reason not to record a president; one with an `id` corrects the record of that id.

    An end before the beginning and overlaps are refused. A new president makes the one in office on the first day
    give way, the day before.
    """
    return (*_refuse_span(wanted), *_refuse_overlap(known, wanted))


def _refuse_span(wanted: SectionPresident) -> Iterator[Refusal]:
    if wanted.until is not None and wanted.until < wanted.since:
        yield Refusal(
            Fault.UNTIL,
            f"La présidence se terminerait le {date_digits(wanted.until)}, avant d’avoir commencé le "
            f"{date_digits(wanted.since)}.",
            "Corrigez l’une des deux dates.",
        )


def _refuse_overlap(known: Presidency, wanted: SectionPresident) -> Iterator[Refusal]:
    section = wanted.section.label.lower()
    for other in sorted(known.presidents, key=lambda p: p.since):
        if other.section is not wanted.section or other.id == wanted.id or not other.meets(wanted.since, wanted.until):
            continue
        if other.since > wanted.since:
            yield Refusal(
                Fault.UNTIL,
                f"{other.name} préside la {section} à compter du {date_digits(other.since)}.",
                f"Indiquez une fin, au plus tard le {date_digits(other.since - _ONE_DAY)}.",
            )
        elif wanted.person.is_taken_for(other.person):
            yield Refusal(
                Fault.PERSON,
                f"{other.name} préside déjà la {section} depuis le {date_digits(other.since)}.",
                typeset("Désignez une autre personne, ou corrigez ces dates (« Corriger… »)."),
            )
        elif wanted.id:
            free_from = f", à compter du {date_digits(other.until + _ONE_DAY)} au plus tôt" if other.until else ""
            yield Refusal(
                Fault.SINCE,
                f"{other.name} préside la {section} {other.dates}{NBSP}: les deux présidences se chevauchent.",
                f"Choisissez une date plus tardive{free_from}, ou corrigez d’abord l’autre présidence.",
            )


def president_doubts(known: Presidency, wanted: SectionPresident, memberships: Iterable[Membership]) -> tuple[str, ...]:
    """Return what to warn of before a president is recorded, and go on: no member, before the installation."""
    told = []
    if not is_member(memberships, wanted, wanted.since):
        told.append(
            f"{wanted.name} ne siège pas dans la {wanted.section.label.lower()} le {date_digits(wanted.since)}, alors "
            "que chaque section désigne son président parmi ses membres."
        )
    if wanted.since < known.installed_on:
        told.append(f"La commission n’a été installée que le {date_digits(known.installed_on)}.")
    other = president_at(known.presidents, wanted.section.opposite, wanted.since)
    if other and wanted.person.is_taken_for(other.person):
        told.append(f"{wanted.name} préside déjà la {other.section.label.lower()} à cette date.")
    return tuple(told)


def refuse_exception(known: Presidency, wanted: PresidencyException) -> tuple[Refusal, ...]:
    """Return every reason not to record an exception; one with an `id` corrects the record of that id."""
    return tuple(_refuse_exception(known, wanted))


def _refuse_exception(known: Presidency, wanted: PresidencyException) -> Iterator[Refusal]:
    if wanted.year < known.first_year:
        yield Refusal(
            Fault.YEAR,
            f"La commission n’est installée qu’en {known.first_year}.",
            "Choisissez cette année ou une année postérieure.",
        )
    elif wanted.section is presiding_section(wanted.year, known.first_year):
        yield Refusal(
            Fault.YEAR,
            f"La {wanted.section.label.lower()} préside déjà en {wanted.year} par alternance.",
            "Il n’y a pas lieu d’enregistrer d’exception.",
        )
    other = known.exception_of(wanted.year)
    if other and other.id != wanted.id:
        yield Refusal(
            Fault.YEAR,
            f"Une exception est déjà enregistrée pour {wanted.year}.",
            "Modifiez celle-ci, ou choisissez une autre année.",
        )
    if not wanted.reason.strip():
        yield Refusal(
            Fault.REASON, "Le motif est vide.", "Indiquez-le : il est imprimé sur le registre de la présidence."
        )


def president_problems(known: Presidency, memberships: Iterable[Membership], at: date) -> tuple[Problem, ...]:
    """Return what is wrong on a day: a section without president, or whose president no longer sits in it.

    Nothing before the installation. Example: a president whose mandate in the section ended on 14/03/2024 « n’y siège
    plus depuis le 15/03/2024 », whatever the seat it was.
    """
    if at < known.installed_on:
        return ()
    sat = tuple(memberships)
    sections = [section for section in Section if section.votes]
    found = [problem for section in sections if (problem := _problem(known, sat, section, at))]
    return (*found, *_both_chairs(known, at))


def _both_chairs(known: Presidency, at: date) -> Iterator[Problem]:
    one, other = (president_at(known.presidents, section, at) for section in Section if section.votes)
    if one and other and one.person.is_taken_for(other.person):
        yield Problem(
            "presidency_both",
            Severity.ERROR,
            f"{one.name} préside les deux sections.",
            f"Corrigez l’une des désignations{NBSP}: présidence et vice-présidence alternent entre deux personnes.",
            SOURCE,
            remedy=Remedy.PRESIDENCY,
            persons=(one.person.id,),
        )


def _problem(known: Presidency, sat: tuple[Membership, ...], section: Section, at: date) -> Problem | None:
    whose = section.label.lower()
    president = president_at(known.presidents, section, at)
    if president is None:
        since = vacant_since(known.presidents, section, at)
        return Problem(
            "presidency_vacant",
            Severity.WARNING,
            f"La présidence de la {whose} est vacante depuis le {date_digits(since)}."
            if since
            else f"La {whose} n’a pas désigné son président.",
            typeset("Inscrivez la désignation à l’ordre du jour, puis enregistrez-la (« Désigner… »)."),
            SOURCE,
            remedy=Remedy.PRESIDENCY,
        )
    if is_member(sat, president, at):
        return None
    ends = [each.until for each in _own(sat, president) if each.until and each.until < at]
    left = f"mais n’y siège plus depuis le {date_digits(max(ends) + _ONE_DAY)}" if ends else "mais n’y a pas de siège"
    return Problem(
        "presidency",
        Severity.WARNING,
        f"{president.name} préside la {whose} {left}.",
        "Faites désigner un autre président par la section, ou vérifiez les dates de son mandat.",
        f"{SOURCE}{NBSP}: chaque section désigne son président parmi ses membres",
        remedy=Remedy.PRESIDENCY,
        persons=(president.person.id,),
    )
