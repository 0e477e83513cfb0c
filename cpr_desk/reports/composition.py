"""The composition at a date, as on the official slides: a PDF, and a workbook that can be imported again."""

from collections.abc import Callable
from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Composition, Holding, Seat, Section
from cpr_desk.domain.controls import Controls, check
from cpr_desk.domain.french import NBSP, date_digits, day_words, percent, plural
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Kind,
    Look,
    Paragraph,
    Row,
    Sheet,
    Table,
    Workbook,
    bold,
    italic,
    paragraph,
)

Holder = Callable[[Holding | None], Cell]
"""What a cell shows of who holds a seat."""


def composition_report(commission: Commission, composition: Composition) -> Document:
    """Return the three official tables with their counts; vacant seats stay visible."""
    controls = check(composition, commission.rules)
    subject = f"au {day_words(composition.at)}"
    return Document(
        title="Composition",
        subject=subject,
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph("Composition de la commission", look=Look.TITLE),
            paragraph(subject.capitalize(), look=Look.SUBTITLE),
            *_section(composition, Section.SOCIAL, _social_words(controls)),
            *_section(composition, Section.PROFESSIONAL, _professional_words(controls)),
            paragraph(bold(f"➤ {controls.vacancies_line}")),
            *_section(composition, Section.CONSULTATIVE, "Siègent sans voter."),
        ),
        author=wording.author(commission),
    )


def composition_workbook(commission: Commission, composition: Composition, issued_on: date) -> Workbook:
    """Return one sheet a section, with the headers that the import reads."""
    intro = (f"Composition au {date_digits(composition.at)}",)
    return Workbook(
        title=f"Composition – {commission.name}",
        subject=f"Composition au {date_digits(composition.at)}",
        author=wording.author(commission),
        issued_on=issued_on,
        sheets=tuple(
            Sheet(section.label, f"{commission.name} – {section.label}", intro, (_table(composition, section, _plain),))
            for section in Section
        ),
    )


def _section(composition: Composition, section: Section, words: str) -> tuple[Block, ...]:
    table = _table(composition, section, _visible)
    if not table.rows:
        return Heading(section.label), paragraph(italic("Aucun siège n’est encore créé dans cette section."))
    return Heading(section.label), Paragraph((words,), Look.SMALL), table


def _social_words(controls: Controls) -> str:
    figures = controls.social
    return (
        f"{plural(figures.seats, 'siège')}, {figures.votes}{NBSP}voix{NBSP}: régime général {figures.general_votes} "
        f"({percent(figures.general_share)}), régime agricole {figures.agricultural_votes} "
        f"({percent(figures.agricultural_share)})."
    )


def _professional_words(controls: Controls) -> str:
    figures = controls.professional
    designated = plural(figures.designated, "titulaire désigné", "titulaires désignés")
    return f"{plural(figures.seats, 'siège')}, {figures.votes}{NBSP}voix, {designated}."


def _plain(holding: Holding | None) -> Cell:
    return holding.person.name if holding else None


def _visible(holding: Holding | None) -> Cell:
    return holding.person.name if holding else italic("non désigné")


_COLUMNS = {
    Section.SOCIAL: (
        Column("Voix", 0.6, Kind.INTEGER),
        Column("Régime", 1.6),
        Column("Titulaire", 3),
        Column("Suppléant", 3),
    ),
    Section.PROFESSIONAL: (
        Column("Profession", 2.4),
        Column("Syndicat", 1.8),
        Column("Titulaire", 3),
        Column("Suppléant", 3),
    ),
    Section.CONSULTATIVE: (Column("Organisme", 2.4), Column("Titulaire", 3), Column("Suppléant", 3)),
}


def _table(composition: Composition, section: Section, titular: Holder) -> Table:
    rows = tuple(
        Row((*_lead(seat), titular(seat.titular), _plain(seat.substitute))) for seat in composition.of(section)
    )
    return Table(_COLUMNS[section], rows, grouped=section is not Section.SOCIAL, name=section.label)


def _lead(seat: Seat) -> tuple[Cell, ...]:
    match seat.section:
        case Section.SOCIAL:
            return seat.votes, seat.represents
        case Section.PROFESSIONAL:
            return seat.profession.label if seat.profession else "", seat.organisation
        case Section.CONSULTATIVE:
            return (seat.represents,)
