"""Turn the rows of the official tables into seats; what cannot be understood is reported, and the next row read."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import HEALTH_CENTRES, Profession, Regime, Section
from cpr_desk.domain.french import listing, plural, typeset
from cpr_desk.imports.asides import is_aside, lone_text
from cpr_desk.imports.cells import is_error, key, text_of, whole
from cpr_desk.imports.composition_lines import SeatLine
from cpr_desk.imports.names import is_vacant
from cpr_desk.imports.persons import read_holders
from cpr_desk.imports.problems import Findings, Problem
from cpr_desk.imports.reference import Reference
from cpr_desk.imports.tables import Role, Table, section_title


@dataclass(slots=True)
class SeatReader:
    """Read tables one after the other; the seats gather in `lines`, with position 0."""

    reference: Reference
    rules: Rules
    findings: Findings
    lines: dict[Section, list[SeatLine]] = field(default_factory=lambda: {section: [] for section in Section})
    _unions: dict[tuple[str, str], int] = field(default_factory=dict)
    _unknown: dict[str, Profession] = field(default_factory=dict)

    def read(self, table: Table) -> None:
        """Read one table."""
        {
            Section.SOCIAL: self._social,
            Section.PROFESSIONAL: self._professional,
            Section.CONSULTATIVE: self._consultative,
        }[table.section](table)

    def health_centres(self) -> list[SeatLine]:
        """Return the seats of the centres de santé read so far."""
        return [
            line
            for line in self.lines[Section.PROFESSIONAL]
            if line.profession and line.profession.code == HEALTH_CENTRES
        ]

    # --- social section

    def _social(self, table: Table) -> None:
        regime: Regime | None = None
        rows = _rows(table)
        for index, row in enumerate(rows):
            typed = self._text(table, row, Role.REGIME)
            votes_typed = text_of(table.cell(row, Role.VOTES))
            if typed and not votes_typed and self._is_stray(table, row, self.reference.regime(typed)):
                continue
            if len(votes_typed.split()) > 3 and self._is_stray(table, row, None):
                continue  # a sentence under the table, typed in its first column
            if typed:
                regime = self._regime(table, row, typed)
            if typed and not votes_typed and _lone(table, row) and _continued(table, rows[index:], Role.REGIME):
                continue  # a band: « MSA » on a line of its own, above its members
            titular, substitute = read_holders(table, row, self.findings)
            if not typed and not titular and not substitute and self._is_sum(votes_typed):
                continue
            votes = self._votes(table, row)
            if regime is None and not text_of(table.cell(row, Role.REGIME)):
                self._problem(table, row, Role.REGIME, "Le régime manque. Indiquez-le sur cette ligne.")
            if regime and votes:
                self._add(
                    table, row, SeatLine(Section.SOCIAL, 0, votes, regime, titular=titular, substitute=substitute)
                )

    def _regime(self, table: Table, row: int, typed: str) -> Regime | None:
        regime = self.reference.regime(typed)
        if regime is None:
            known = listing(regime.label for regime in Regime)
            suggestion = _suggest(self.reference.nearest_regime(typed))
            self._problem(table, row, Role.REGIME, f"Régime inconnu.{suggestion} Les régimes sont {known}.")
        return regime

    def _is_sum(self, votes_typed: str) -> bool:
        """Return whether a line without régime and without names is the sum under the column."""
        found = re.match(r"\d+", votes_typed)
        return not votes_typed or (found is not None and int(found[0]) > self.rules.max_social_votes)

    def _votes(self, table: Table, row: int) -> int | None:
        cell = table.cell(row, Role.VOTES)
        most = self.rules.max_social_votes
        advice = f"Écrivez un nombre de 1 à {most}."
        if text_of(cell) == "":
            self._problem(table, row, Role.VOTES, f"Le nombre de voix manque. {advice}")
            return None
        try:
            votes = whole(cell, ("voix",))
        except ValueError as error:
            self._problem(table, row, Role.VOTES, f"{error} {advice}")
            return None
        if not 1 <= votes <= most:
            self._problem(table, row, Role.VOTES, f"Un membre porte de 1 à {most} voix. {advice}")
            return None
        return votes

    # --- professional section

    def _professional(self, table: Table) -> None:
        profession: Profession | None = None
        rows = _rows(table)
        for index, row in enumerate(rows):
            typed = self._text(table, row, Role.PROFESSION)
            union = self._text(table, row, Role.ORGANISATION)
            union = "" if is_vacant(union) else union
            continued = _continued(table, rows[index:], Role.PROFESSION)
            if typed and not continued and self._is_stray(table, row, self.reference.profession(typed)):
                continue
            if typed:
                profession = self._profession(table, row, typed)
            elif Role.PROFESSION not in table.columns or profession is None:
                profession = next(iter(self.reference.professions_of(union)), None)
            titular, substitute = read_holders(table, row, self.findings)
            line = SeatLine(Section.PROFESSIONAL, 0, 1, None, profession, union, titular=titular, substitute=substitute)
            self._professional_seat(table, row, line, alone=bool(typed) and not continued)

    def _professional_seat(self, table: Table, row: int, line: SeatLine, *, alone: bool) -> None:
        """Add the seat; a profession above its unions, on a line of its own (not `alone`), has none."""
        if line.profession is None:
            message = "La profession manque. Indiquez-la sur cette ligne ou au-dessus."
            self._problem(table, row, Role.PROFESSION, message)
        elif line.profession.code == HEALTH_CENTRES:
            if alone or line.organisation or _tells_holders(table, row):
                self._health_centre(table, row, line)
        elif line.organisation:
            self._union(table, row, line)
        elif line.titular or line.substitute:
            message = "Cette personne n’a pas de syndicat. Indiquez celui qui l’a désignée."
            self._problem(table, row, Role.ORGANISATION, message)
        elif alone:
            message = f"Aucun syndicat n’est indiqué pour {line.profession.label}. Ajoutez-le ou retirez la ligne."
            self._problem(table, row, Role.ORGANISATION, message)

    def _profession(self, table: Table, row: int, typed: str) -> Profession:
        folded = key(typed)
        known = self.reference.profession(typed) or self._unknown.get(folded)
        if known is None:
            position = len(self.reference.professions) + len(self._unknown) + 1
            known = self._unknown[folded] = Profession(folded.replace(" ", "-"), typed, position)
            suggestion = _suggest(self.reference.nearest_profession(typed))
            message = f"Profession inconnue, reprise comme elle est écrite.{suggestion}"
            self._warn(table, row, Role.PROFESSION, message)
        return known

    def _health_centre(self, table: Table, row: int, line: SeatLine) -> None:
        rank = 1 + len(self.health_centres())
        if rank > self.rules.health_centre_seats:
            seats = plural(self.rules.health_centre_seats, "siège")
            message = f"Les centres de santé n’ont que {seats}. Retirez la ligne en trop."
            self._problem(table, row, Role.TITULAR, message)
            return
        self._add(table, row, replace(line, rank=rank))

    def _union(self, table: Table, row: int, line: SeatLine) -> None:
        line = replace(line, organisation=self._union_label(table, row, line))
        known = (line.profession.code if line.profession else "", key(line.organisation))
        lines = self.lines[Section.PROFESSIONAL]
        if known not in self._unions:
            self._unions[known] = len(lines)
            self._add(table, row, line)
            return
        first = lines[self._unions[known]]
        where = f"Le syndicat {line.organisation} est déjà cité ligne {first.row}"
        if (first.titular and line.titular) or (first.substitute and line.substitute):
            message = f"{where} : un syndicat n’a qu’un siège. Gardez une seule des deux lignes."
            self._problem(table, row, Role.ORGANISATION, message)
            return
        lines[self._unions[known]] = replace(
            first, titular=first.titular or line.titular, substitute=first.substitute or line.substitute
        )
        self._warn(table, row, Role.ORGANISATION, f"{where} : les deux lignes forment un seul siège.")

    def _union_label(self, table: Table, row: int, line: SeatLine) -> str:
        """Return the usual spelling of the line's union; an unknown one is kept, with a warning."""
        profession, typed = line.profession, line.organisation
        if profession is None or profession not in self.reference.professions:
            return typed
        label = self.reference.union(profession, typed)
        if label is None:
            others = [other.label for other in self.reference.professions_of(typed)]
            elsewhere = f" Il est connu pour : {listing(others)}." if others else ""
            suggestion = elsewhere or _suggest(self.reference.nearest_union(profession, typed))
            message = f"Syndicat inconnu pour {profession.label}, repris comme il est écrit.{suggestion}"
            self._warn(table, row, Role.ORGANISATION, message)
        return label or typed

    # --- consultative voices

    def _consultative(self, table: Table) -> None:
        body = ""
        ranks = Counter(key(line.organisation) for line in self.lines[Section.CONSULTATIVE])
        for row in _rows(table):
            typed = self._text(table, row, Role.ORGANISATION)
            holders = read_holders(table, row, self.findings)
            if typed:
                body = self._body(table, row, typed)
            elif not _tells_holders(table, row):
                continue
            if not body:
                message = "Cette personne n’a pas d’organisme. Indiquez celui qu’elle représente."
                self._problem(table, row, Role.ORGANISATION, message)
                continue
            ranks[key(body)] += 1
            seat = SeatLine(Section.CONSULTATIVE, 0, 0, organisation=body, rank=ranks[key(body)])
            self._add(table, row, replace(seat, titular=holders[0], substitute=holders[1]))

    def _body(self, table: Table, row: int, typed: str) -> str:
        body = self.reference.body(typed)
        nearest = "" if body else self.reference.nearest_body(typed)
        if nearest:
            message = f"Organisme inconnu, repris comme il est écrit.{_suggest(nearest)}"
            self._warn(table, row, Role.ORGANISATION, message)
        return body or typed

    # --- what all share

    def _is_stray(self, table: Table, row: int, known: Regime | Profession | None) -> bool:
        """Return whether an unknown text stands alone on its row; say then that it is left out."""
        stray = known is None and _lone(table, row)
        if stray:
            message = "Cette ligne n’a été reconnue ni comme un siège ni comme une note : elle n’est pas reprise."
            finding = Problem(table.sheet.name, row + 1, "", lone_text(table.sheet.rows[row]), typeset(message))
            self.findings.warnings.append(finding)
        return stray

    def _text(self, table: Table, row: int, role: Role) -> str:
        cell = table.cell(row, role)
        if is_error(cell):
            message = "Cette cellule contient une erreur d’Excel. Écrivez sa valeur à la main."
            self._problem(table, row, role, message)
            return ""
        return text_of(cell)

    def _add(self, table: Table, row: int, line: SeatLine) -> None:
        self.lines[line.section].append(replace(line, sheet=table.sheet.name, row=row + 1))

    def _problem(self, table: Table, row: int, role: Role, message: str) -> None:
        self.findings.problems.append(table.problem(row, role, typeset(message)))

    def _warn(self, table: Table, row: int, role: Role, message: str) -> None:
        self.findings.warnings.append(table.problem(row, role, typeset(message)))


def _suggest(nearest: str) -> str:
    return f" Vouliez-vous écrire « {nearest} » ?" if nearest else ""


def _rows(table: Table) -> list[int]:
    """Return the rows that may hold a seat: neither asides, nor sums, nor the title of the next section."""
    return [
        number
        for number in range(table.first, table.end)
        if not is_aside(row := table.sheet.rows[number])
        and section_title(lone_text(row)) is None
        and not (lone_text(row).isdigit() and not _gives_votes(table, number))
    ]


def _gives_votes(table: Table, row: int) -> bool:
    return table.section is Section.SOCIAL and text_of(table.cell(row, Role.VOTES)) != ""


def _lone(table: Table, row: int) -> bool:
    return bool(lone_text(table.sheet.rows[row]))


def _tells_holders(table: Table, row: int) -> bool:
    """Return whether the row says who holds the seat, be it that nobody does."""
    return any(text_of(table.cell(row, role)) for role in (Role.TITULAR, Role.SUBSTITUTE))


def _continued(table: Table, rows: Sequence[int], role: Role) -> bool:
    """Return whether the row after the first one leaves the key to the first one."""
    column = table.columns.get(role, -1)
    after = table.sheet.rows[rows[1]] if len(rows) > 1 else ()
    return bool(after) and not (0 <= column < len(after) and text_of(after[column]))
