"""Read who holds a seat from a row of a table."""

from cpr_desk.domain.composition import Person
from cpr_desk.domain.french import typeset
from cpr_desk.imports.cells import is_error, text_of
from cpr_desk.imports.names import is_vacant, person_key, readable, split_civility, split_name
from cpr_desk.imports.problems import Findings
from cpr_desk.imports.tables import Role, Table


def read_holders(table: Table, row: int, findings: Findings) -> tuple[Person | None, Person | None]:
    """Return the titular and the substitute; None where the cell is empty or says « vacant »."""
    titular = _person(table, row, Role.TITULAR, findings)
    substitute = _person(table, row, Role.SUBSTITUTE, findings)
    if titular and substitute and person_key(titular.name) == person_key(substitute.name):
        message = "La même personne ne peut pas être titulaire et suppléante d’un même siège. Corrigez l’un des deux."
        findings.problems.append(table.problem(row, Role.SUBSTITUTE, message))
    return titular, substitute


def _person(table: Table, row: int, role: Role, findings: Findings) -> Person | None:
    cell = table.cell(row, role)
    typed = text_of(cell)
    if is_error(cell):
        message = "Cette cellule contient une erreur d’Excel. Écrivez le nom à la main."
        findings.problems.append(table.problem(row, role, message))
        return None
    if not isinstance(cell, str) or (typed and not is_vacant(typed) and not any(c.isalpha() for c in typed)):
        message = typeset("Un nom est attendu ici, pas un nombre ni une date. Écrivez « Prénom Nom ».")
        findings.problems.append(table.problem(row, role, message))
        return None
    if is_vacant(typed):
        return None
    civility, name = split_civility(typed)
    first_name = _detail(table, row, role, "FIRST_NAME")
    first, last = (readable(first_name), readable(name)) if first_name else split_name(name)
    return Person(
        id=0,
        first_name=first,
        last_name=last,
        civility=civility or split_civility(f"{_detail(table, row, role, 'CIVILITY')} X")[0],
        email=_email(table, row, role, findings),
        phone=_detail(table, row, role, "PHONE"),
    )


def _detail(table: Table, row: int, role: Role, detail: str) -> str:
    cell = table.cell(row, Role[f"{role.name}_{detail}"])
    return "" if is_error(cell) else text_of(cell)


def _email(table: Table, row: int, role: Role, findings: Findings) -> str:
    email = _detail(table, row, role, "EMAIL")
    if email and ("@" not in email or " " in email):
        message = "Cette adresse électronique n’est pas valable : elle n’est pas reprise."
        findings.warnings.append(table.problem(row, Role[f"{role.name}_EMAIL"], typeset(message)))
        return ""
    return email
