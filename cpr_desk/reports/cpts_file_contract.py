"""What the file of a CPTS prints of its path, of the papers of its file and of its contracts."""

from collections.abc import Iterator, Mapping
from datetime import date

from cpr_desk.domain.contract import Contract, ContractEvent, EndKind, EventKind, next_anniversary
from cpr_desk.domain.contract_changes import last_day
from cpr_desk.domain.file_pieces import checklist
from cpr_desk.domain.french import NBSP, capital, date_digits, date_words, plural, since_until, typeset
from cpr_desk.domain.path import misplaced
from cpr_desk.domain.standing import CptsStanding
from cpr_desk.reports.document import Block, Column, Facts, Heading, Kind, Row, Table


def of_path(own: CptsStanding) -> Iterator[Block]:
    """Yield the steps of a CPTS and the checklist of its file."""
    yield Heading("Parcours")
    wrong = misplaced(own.dossier.steps)
    rows = tuple(
        Row((step.on, step.step.label, step.author, _remark(step.comment, step.exception, wrong.get(step.id, ""))))
        for step in own.dossier.steps
    )
    columns = (Column("Date", 1.2, Kind.DATE), Column("Étape", 2.6), Column("Auteur", 2), Column("Remarque", 3.4))
    yield Table(columns, rows, compact=True)
    yield Heading("Pièces du dossier", 2)
    pieces = tuple(
        Row((each.piece.label, capital(each.standing.label), capital(each.words)))
        for each in checklist(own.dossier, own.at)
    )
    yield Table((Column("Pièce", 3), Column("État", 1.4), Column("Précision", 4)), pieces, compact=True)


def _remark(comment: str, exception: str, wrong: str) -> str:
    told = f"Exception{NBSP}: {exception}" if exception else "Ordre à vérifier" if wrong else ""
    return typeset(". ".join(part.rstrip(".") for part in (comment, told) if part))


def of_contract(own: CptsStanding, references: Mapping[int | None, str]) -> Iterator[Block]:
    """Yield each contract, with the references of the opinions that it rests on, and the sizes retained."""
    if not own.dossier.contracts:
        return
    yield Heading("Contrat")
    for contract in reversed(own.dossier.contracts):
        yield Facts(tuple(_contract_facts(contract, own, references)))
        known_on = min(own.at, last_day(contract))
        rows = tuple(Row(_event_cells(each, known_on, references)) for each in contract.events)
        if rows:
            columns = (Column("Nature", 1.6), Column("Quand", 2.4), Column("Objet", 3), Column("Remarque", 3))
            yield Table(columns, rows, compact=True)
    if own.dossier.sizes:
        yield Heading("Tailles retenues", 2)
        sizes = tuple(
            Row((each.on, each.size.label, each.population, typeset(each.comment))) for each in own.dossier.sizes
        )
        kinds = (Column("Le", 1.2, Kind.DATE), Column("Taille", 1.2), Column("Population", 1.3, Kind.INTEGER))
        yield Table((*kinds, Column("Remarque", 4)), sizes, compact=True)


def _contract_facts(
    contract: Contract, own: CptsStanding, references: Mapping[int | None, str]
) -> Iterator[tuple[str, str]]:
    running = contract.in_force(own.at) and own.in_force
    parties = (contract.cpts_party, contract.ars_party, contract.insurance_party)
    end = f"{contract.end_kind.label}" if contract.end_kind else ""
    pairs = (
        ("Signature", date_words(contract.signed_on)),
        ("Prise d’effet", date_digits(contract.starts_on)),
        ("Durée", plural(contract.years, "an")),
        ("Prochain anniversaire", date_digits(next_anniversary(contract.starts_on, own.at)) if running else ""),
        ("Terme", date_digits(contract.term)),
        ("Signataires", " · ".join(party for party in parties if party)),
        ("Fin", f"{date_digits(contract.ended_on)}, {end}".rstrip(", ") if contract.ended_on else ""),
        ("Motif de la fin", contract.end_reason),
        ("Avis de la commission", _opinion_on_end(contract, references)),
        ("Remarque", contract.comment),
    )
    return ((f"{name}{NBSP}:", typeset(value)) for name, value in pairs if value)


def _opinion_on_end(contract: Contract, references: Mapping[int | None, str]) -> str:
    if contract.ended_on is None or contract.end_kind is EndKind.EXPIRY:
        return ""
    return references.get(contract.end_decision_id, "aucun avis n’est lié à cette fin")


def _event_cells(event: ContractEvent, at: date, references: Mapping[int | None, str]) -> tuple[str, str, str, str]:
    lasts = event.kind is EventKind.SUSPENSION
    when = since_until(event.on, event.until) if lasts else f"effet le {date_digits(event.on)}"
    signed = f"signé le {date_digits(event.signed_on)}" if event.signed_on else ""
    told = ", ".join(part for part in (signed, when, event.planned_words(at)) if part)
    opinion = f"Avis de la commission{NBSP}: {references[event.decision_id]}" if event.decision_id in references else ""
    remark = ". ".join(part.rstrip(".") for part in (event.comment, opinion) if part)
    return capital(event.kind.label), told, typeset(event.label), typeset(remark)
