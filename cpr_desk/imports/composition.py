"""Read a composition: the two or three official tables, however they were typed."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import MandateRole, Section
from cpr_desk.domain.french import listing, plural, typeset
from cpr_desk.errors import UserError
from cpr_desk.imports.composition_changes import CompositionProposal, SeatChange, propose_composition
from cpr_desk.imports.composition_lines import CompositionFile, SeatLine
from cpr_desk.imports.names import person_key
from cpr_desk.imports.problems import Findings, Problem
from cpr_desk.imports.reference import Reference
from cpr_desk.imports.seat_rows import SeatReader
from cpr_desk.imports.tables import KEY_ROLES, Role, Table, find_tables
from cpr_desk.imports.workbook import open_workbook

__all__ = [
    "CompositionFile",
    "CompositionProposal",
    "SeatChange",
    "SeatLine",
    "propose_composition",
    "read_composition",
]

_RULES = Rules()
_COLUMN_NAMES = {Role.VOTES: "Voix", Role.REGIME: "Régime", Role.ORGANISATION: "Syndicat ou organisation"}


def read_composition(source: Path | bytes, reference: Reference, rules: Rules = _RULES) -> CompositionFile:
    """Read the seats of the sections that a workbook holds, with every problem, each at its place.

    Raises UserError or EnvironmentFault, in French, when the file cannot be opened or holds no such table.
    """
    tables, problems = find_tables(open_workbook(source), reference)
    if not tables:
        raise UserError(
            "Aucun tableau de composition n’a été trouvé dans le fichier.",
            typeset(
                "Chaque tableau doit commencer par une ligne d’en-têtes, avec « Titulaire » et « Suppléant ». "
                "Le classeur modèle montre la forme attendue."
            ),
        )
    findings = Findings(problems)
    reader = SeatReader(reference, rules, findings)
    for table in tables:
        if _has_key_columns(table, findings):
            reader.read(table)
    _complete_health_centres(reader, rules.health_centre_seats)
    lines = tuple(
        replace(line, position=position)
        for section in Section
        for position, line in enumerate(reader.lines[section], 1)
    )
    _look_at_sections(lines, tables, findings)
    _look_at_roles(lines, findings)
    return CompositionFile(lines, tuple(findings.problems), tuple(findings.warnings))


def _has_key_columns(table: Table, findings: Findings) -> bool:
    """Report the columns that a table cannot do without; a union alone tells its profession."""
    missing = [
        _COLUMN_NAMES[role]
        for role in KEY_ROLES[table.section]
        if role is not Role.PROFESSION and role not in table.columns
    ]
    if missing:
        message = (
            f"La colonne « {listing(missing)} » n’a pas été reconnue. "
            "Écrivez ce titre au-dessus de la colonne, sur la ligne des en-têtes."
        )
        findings.problems.append(Problem(table.sheet.name, table.first, "", "", typeset(message)))
    return not missing


def _complete_health_centres(reader: SeatReader, seats: int) -> None:
    """Add the seats that the official table shows as one row: a seat exists whether or not it is held."""
    present = reader.health_centres()
    if not 0 < len(present) < seats:
        return
    last = present[-1]
    typed, added = plural(len(present), "siège"), plural(seats - len(present), "siège vacant", "sièges vacants")
    message = f"Les centres de santé ont {plural(seats, 'siège')}, le tableau en montre {len(present)} : "
    verb = "complète" if seats - len(present) == 1 else "complètent"
    message += f"{added} {verb} {'le siège écrit' if len(present) == 1 else f'les {typed} écrits'}."
    warning = Problem(last.sheet, last.row, "", "", typeset(message))
    lines = reader.lines[Section.PROFESSIONAL]
    after = lines.index(last) + 1
    lines[after:after] = [
        replace(last, organisation="", rank=rank, titular=None, substitute=None, completing=warning)
        for rank in range(len(present) + 1, seats + 1)
    ]
    reader.findings.warnings.append(warning)


def _look_at_sections(lines: Sequence[SeatLine], tables: Sequence[Table], findings: Findings) -> None:
    """Warn of what a preview of single lines would not show about a whole section."""
    for section in Section:
        own = [line for line in lines if line.section is section]
        sheets = list(dict.fromkeys(table.sheet.name for table in tables if table.section is section))
        message = ""
        if not own and section.votes:
            message = f"{section.label} : aucun siège trouvé dans le fichier, cette section restera comme elle est."
        elif len(sheets) > 1:
            message = f"{section.label} : le tableau est réparti sur les feuilles {listing(sheets)}. Toutes sont lues."
        elif own and not any(line.titular or line.substitute for line in own):
            message = f"{section.label} : le fichier ne nomme personne, tous les sièges y sont vacants."
        if message:
            findings.warnings.append(Problem(sheets[0] if sheets else "", 0, "", "", typeset(message)))


def _look_at_roles(lines: Sequence[SeatLine], findings: Findings) -> None:
    """Warn of each person who appears in several roles (domain.md §2.7: warn, never block)."""
    roles: dict[str, list[tuple[SeatLine, MandateRole]]] = {}
    for line in lines:
        for role in MandateRole:
            if person := line.person(role):
                roles.setdefault(person_key(person.name), []).append((line, role))
    for held in roles.values():
        line, role = held[-1]
        person = line.person(role)
        if person and len(held) > 1:
            listed = listing(f"{line.label} ({role.label})" for line, role in held)
            message = typeset(f"{person.name} tient plusieurs rôles : {listed}. Vérifiez que c’est voulu.")
            findings.warnings.append(Problem(line.sheet, line.row, "", person.name, message))
