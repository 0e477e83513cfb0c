"""The columns of the section presidents and of the ledger of the presidency."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from cpr_desk.domain.presidency import Office, PresidencyYear, SectionPresident
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column, Kind


def _tr(text: str) -> str:
    return QCoreApplication.translate("presidency", text)


def president_columns(today: date) -> tuple[Column[SectionPresident], ...]:
    """Return the columns of the section presidents."""

    def standing(president: SectionPresident) -> str:
        if president.since > today:
            return _tr("À venir")
        return _tr("En fonction") if president.covers(today) else _tr("Terminée")

    def mark(president: SectionPresident) -> QIcon | None:
        return icon("circle-check", Tone.DONE) if president.covers(today) else None

    return (
        Column("section", _tr("Section"), lambda p: p.section.label, width=180),
        Column("name", _tr("Président"), lambda p: p.name, sort_key=lambda p: p.person.last_name, width=260),
        Column("since", _tr("Du"), lambda p: p.since, Kind.DATE, width=110),
        Column("until", _tr("Au"), lambda p: p.until, Kind.DATE, width=110),
        Column("standing", _tr("État"), standing, icon=mark, width=120),
    )


def ledger_columns(this_year: int) -> tuple[Column[PresidencyYear], ...]:
    """Return the columns of the ledger, a line a year."""

    def year(line: PresidencyYear) -> str:
        return _tr("{year} (en cours)").format(year=line.year) if line.year == this_year else str(line.year)

    def rule(line: PresidencyYear) -> str:
        return _tr("Exception") if line.exception else _tr("Alternance")

    def mark(line: PresidencyYear) -> QIcon | None:
        return icon("info", Tone.ACCENT) if line.exception else None

    return (
        Column("year", _tr("Année"), year, sort_key=lambda line: line.year, width=120),
        _office("presidency", _tr("Présidence"), lambda line: line.presidency),
        _office("vice_presidency", _tr("Vice-présidence"), lambda line: line.vice_presidency),
        Column("rule", _tr("Règle"), rule, icon=mark, tooltip=lambda line: line.why, width=120),
        Column("mention", _tr("Mention"), _mention, tooltip=lambda line: _mention(line) or "", width=240),
    )


def _mention(line: PresidencyYear) -> str | None:
    told = ((line.exception.mention,) if line.exception else ()) + line.mentions
    return " ".join(told) or None


def _office(key: str, header: str, read: Callable[[PresidencyYear], Office]) -> Column[PresidencyYear]:
    def words(line: PresidencyYear) -> str:
        office = read(line)
        return f"{office.words or _tr('à désigner')} ({office.section.label.lower()})"

    def mark(line: PresidencyYear) -> QIcon | None:
        vacant = any(span.president is None for span in read(line).spans)
        return icon("triangle-alert", Tone.URGENT) if vacant else None

    return Column(key, header, words, tooltip=words, icon=mark, width=290)
