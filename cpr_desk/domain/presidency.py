"""Who presides: the two section presidents alternate by calendar year (S3; domain.md §2.6)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, VacantChair
from cpr_desk.domain.composition import Person, Section
from cpr_desk.domain.french import NBSP, date_digits, day_words
from cpr_desk.domain.term import Term

SOURCE = "Règlement intérieur, annexe 5 de l’ACI, 1.3 (arrêté du 21 août 2019)"
RULE = (
    f"«{NBSP}Les présidents de chacune des sections assurent par alternance annuelle, par année civile, la présidence "
    "et la vice-présidence des commissions. La présidence est assurée pour la première année par un membre de la "
    f"section sociale.{NBSP}»"
)
TO_DESIGNATE = "président à désigner"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SectionPresident(Term):
    """A section's president, from `since` to `until` included (None: still in office). `id` 0: not stored yet."""

    section: Section
    person: Person
    since: date
    until: date | None = None
    id: int = 0

    @property
    def name(self) -> str:
        """« Mme Prénom Nom »."""
        return self.person.courteous_name


@dataclass(frozen=True, slots=True)
class PresidencyException:
    """A calendar year in which another section presides than the alternation says, and why."""

    year: int
    section: Section
    reason: str
    decided_on: date | None = None
    id: int = 0

    @property
    def mention(self) -> str:
        """« Motif : accord des deux sections (décision du 12/01/2024). », as documents print it."""
        decided = f" (décision du {date_digits(self.decided_on)})" if self.decided_on else ""
        return f"Motif{NBSP}: {self.reason.rstrip(' .')}{decided}."


@dataclass(frozen=True, slots=True)
class Presidency:
    """All that decides who presides a commission, and on which day.

    The section of a year follows from the installation and the exceptions; `vacant_chair` says who takes the chair
    while the section that presides has no president.
    """

    installed_on: date
    presidents: tuple[SectionPresident, ...] = ()
    exceptions: tuple[PresidencyException, ...] = ()
    vacant_chair: VacantChair = VacantChair.VICE_PRESIDENT

    @property
    def first_year(self) -> int:
        """The calendar year of the installation."""
        return self.installed_on.year

    def exception_of(self, year: int) -> PresidencyException | None:
        """Return the exception decided for a year, if there is one."""
        return next((each for each in self.exceptions if each.year == year), None)

    def section_of(self, year: int) -> Section:
        """Return the section that presides in a year, by exception or by rule. Raises ValueError as the rule does."""
        exception = self.exception_of(year)
        return exception.section if exception else presiding_section(year, self.first_year)


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row, both ends included, with one president of a section, or none."""

    since: date
    until: date
    president: SectionPresident | None

    @property
    def words(self) -> str:
        """« du 15 mars au 30 avril 2024 », « le 15 mars 2024 »."""
        if self.since == self.until:
            return f"le {day_words(self.since)}"
        return f"du {_day(self.since)} au {day_words(self.until)}"


@dataclass(frozen=True, slots=True)
class Office:
    """The presidency or vice-presidency of a year: a section, and who presided it when, without a gap."""

    section: Section
    spans: tuple[Span, ...]

    @property
    def persons(self) -> tuple[Person, ...]:
        """Everybody who held it, once each, in order."""
        return tuple(dict.fromkeys(span.president.person for span in self.spans if span.president))

    @property
    def words(self) -> str | None:
        """« Mme A jusqu’au 14 mars, vacance du 15 mars au 30 avril, puis M. B »; None when nobody held it."""
        return span_words(self.spans) if self.persons else None


@dataclass(frozen=True, slots=True)
class PresidencyYear:
    """One line of the ledger; `mentions` are the sentences that must be printed beside it.

    `acting` are the days on which the vice-president stands in for the section that presides.
    """

    year: int
    presidency: Office
    vice_presidency: Office
    why: str
    exception: PresidencyException | None = None
    mentions: tuple[str, ...] = ()
    acting: tuple[Span, ...] = ()

    @property
    def president_section(self) -> Section:
        """The section that presides."""
        return self.presidency.section

    @property
    def vice_president_section(self) -> Section:
        """The other one."""
        return self.vice_presidency.section

    @property
    def president(self) -> str | None:
        """Who presides, with periods; None while nobody is designated."""
        return self.presidency.words

    @property
    def vice_president(self) -> str | None:
        """Who is vice-president, with periods; None while nobody is designated."""
        return self.vice_presidency.words


@dataclass(frozen=True, slots=True)
class Chair:
    """Who takes the chair on a day: `section` presides that year, `president` sits in the chair, if anybody does.

    `words` names the chair in a document; `mention` is the sentence to print with it, empty in the ordinary case.
    `vice_president` is the president of the other section, who stays vice-president while in the chair.
    """

    day: date
    section: Section
    president: SectionPresident | None
    words: str
    mention: str = ""
    exception: PresidencyException | None = None
    vice_president: SectionPresident | None = None

    @property
    def name(self) -> str | None:
        """« Mme Prénom Nom », None while the chair is vacant."""
        return self.president.name if self.president else None

    @property
    def acting(self) -> bool:
        """Whether the vice-president stands in for the section that presides."""
        return self.president is not None and self.president.section is not self.section


def presiding_section(year: int, first_year: int) -> Section:
    """Return the section that presides in a calendar year by the alternation alone.

    `first_year` is the year of the installation meeting; the social section presides in it. Example: installed in
    2021, the social section presides in 2021 and 2023, the professional one in 2022. Raises ValueError before it.
    """
    if year < first_year:
        raise ValueError(f"La commission n’est installée qu’en {first_year}.")
    return Section.SOCIAL if (year - first_year) % 2 == 0 else Section.PROFESSIONAL


def president_at(presidents: Iterable[SectionPresident], section: Section, day: date) -> SectionPresident | None:
    """Return the president of a section on a day, if it has one."""
    return next((p for p in presidents if p.section is section and p.covers(day)), None)


def vacant_since(presidents: Iterable[SectionPresident], section: Section, day: date) -> date | None:
    """Return the first day of the vacancy that covers `day`, None if the section never had a president before it."""
    ends = [p.until for p in presidents if p.section is section and p.until and p.until < day]
    return max(ends) + _ONE_DAY if ends else None


def chair_at(known: Presidency, day: date) -> Chair | None:
    """Return who takes the chair on a day, None before the first year. Every document that names the chair asks this.

    A vacancy is told, with who stands in (a setting: no text says it). Example: the president of the social section
    leaves on 14/03/2023; on 15/03 the president of the professional section, vice-president that year, is in the
    chair.
    """
    if day.year < known.first_year:
        return None
    section, exception = known.section_of(day.year), known.exception_of(day.year)
    excepted = _excepted(known, day.year)
    vice = president_at(known.presidents, section.opposite, day)
    if president := president_at(known.presidents, section, day):
        return Chair(day, section, president, _chair_words(president), excepted, exception, vice)
    stand_in = vice if known.vacant_chair is VacantChair.VICE_PRESIDENT else None
    began = vacant_since(known.presidents, section, day)
    words = f"{section.label.lower()}, {'présidence vacante' if began else TO_DESIGNATE}"
    if stand_in:
        words = f"{_chair_words(stand_in)}, par intérim"
    mention = " ".join(part for part in (excepted, _vacancy_on(known, section, day, began)) if part)
    return Chair(day, section, stand_in, words, mention, exception, vice)


def _chair_words(president: SectionPresident) -> str:
    return f"{president.name} ({president.section.label.lower()})"


def _vacancy_on(known: Presidency, section: Section, day: date, began: date | None) -> str:
    if not any(p.since <= day for p in known.presidents):
        return "Chaque section désigne son président, parmi ses membres, à la première réunion."
    whose = section.label.lower()
    told = (
        f"La présidence de la {whose} est vacante depuis le {date_digits(began)}"
        if began
        else f"La {whose} n’a pas encore désigné son président"
    )
    return f"{told}{NBSP}: {stands_in(known, section, day, day, named=False)}."


def stands_in(known: Presidency, section: Section, first: date, last: date, *, named: bool = True) -> str:
    """Say who takes the chair while the section that presides has no president, and that the rule is our default."""
    if known.vacant_chair is VacantChair.SESSION_CHAIR:
        return f"{known.vacant_chair.label} ({DEFAULT_RULE_NOTICE})"
    others = tuple(_spans(known.presidents, section.opposite, first, last))
    if not any(span.president for span in others):
        return "la vice-présidence n’étant pas pourvue non plus, personne n’assure l’intérim"
    names = f", {span_words(others)}" if named else ""
    return f"{known.vacant_chair.label}{names} ({DEFAULT_RULE_NOTICE})"


def _excepted(known: Presidency, year: int) -> str:
    """Tell the exception of a year; empty without one, or when the alternation now gives the same (date corrected)."""
    exception, by_rule = known.exception_of(year), presiding_section(year, known.first_year)
    if exception is None or exception.section is by_rule:
        return ""
    return f"Exception à l’alternance, qui donne {exception.year} à la {by_rule.label.lower()}. {exception.mention}"


def _spans(presidents: Iterable[SectionPresident], section: Section, first: date, last: date) -> Iterator[Span]:
    """Cut days in a row where the president of a section changes."""
    own = [p for p in presidents if p.section is section]
    changes = {p.since for p in own} | {p.until + _ONE_DAY for p in own if p.until}
    starts = sorted({first, last + _ONE_DAY} | {day for day in changes if first < day <= last})
    for start, following in pairwise(starts):
        yield Span(start, following - _ONE_DAY, president_at(own, section, start))


def span_words(spans: tuple[Span, ...]) -> str:
    """Return « Mme A jusqu’au 14 mars, puis M. B »: each period says where it ends, the last where it begins."""
    *before, last = spans
    told = [
        f"{span.president.name} jusqu’au {_day(span.until)}"
        if span.president
        else f"vacance {span.words.rsplit(' ', 1)[0]}"
        for span in before
    ]
    ending = last.president.name if last.president else f"vacance à compter du {_day(last.since)}"
    return ", ".join([*told, f"puis {ending}"]) if told else ending


def _day(day: date) -> str:
    """Return « 14 mars »: the ledger's line says the year."""
    return day_words(day).rsplit(" ", 1)[0]


def ledger(known: Presidency, from_year: int, to_year: int) -> tuple[PresidencyYear, ...]:
    """Return the presidency of each calendar year from `from_year` to `to_year`, none before the installation."""
    return tuple(_year(known, year) for year in range(max(from_year, known.first_year), to_year + 1))


def _year(known: Presidency, year: int) -> PresidencyYear:
    exception = known.exception_of(year)
    section = known.section_of(year)
    first = known.installed_on if year == known.first_year else date(year, 1, 1)
    last = date(year, 12, 31)
    chair, vice = (Office(s, tuple(_spans(known.presidents, s, first, last))) for s in (section, section.opposite))
    if excepted := _excepted(known, year):
        why = f"{excepted} L’alternance des autres années n’est pas décalée."
    elif year == known.first_year:
        why = f"Première année{NBSP}: présidence à la section sociale."
    else:
        why = f"Alternance par année civile depuis {known.first_year}."
    acting = tuple(stand_in for span in chair.spans for stand_in in _acting(known, span, section))
    return PresidencyYear(year, chair, vice, why, exception, tuple(_vacancies(known, chair, vice)), acting)


def _acting(known: Presidency, span: Span, section: Section) -> Iterator[Span]:
    """Yield who stands in for the section that presides, if its president is missing and the rule says so."""
    if span.president is None and known.vacant_chair is VacantChair.VICE_PRESIDENT:
        others = _spans(known.presidents, section.opposite, span.since, span.until)
        yield from (other for other in others if other.president)


def _vacancies(known: Presidency, chair: Office, vice: Office) -> Iterator[str]:
    """Tell the vacancies of a year, and who took the chair; a section that never had a president is no news."""
    for office, title in ((chair, "Présidence"), (vice, "Vice-présidence")):
        for span in office.spans:
            if span.president or not (office.persons or vacant_since(known.presidents, office.section, span.since)):
                continue
            told = f"{title} ({office.section.label.lower()}) vacante {span.words}"
            if office is chair:
                told += f"{NBSP}: {stands_in(known, office.section, span.since, span.until)}"
            yield f"{told}."
