"""What may not be recorded in a scale, each refusal with what leads to its field; and what is worth a second look."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal

from cpr_desk.domain.french import date_digits, euros, fold, integer, typeset
from cpr_desk.domain.funding import CENT
from cpr_desk.domain.record import Fault, Path
from cpr_desk.domain.scale import Amounts, Bonus, Condition, Part, Rule, Scale, ScaleLine, inconsistencies
from cpr_desk.domain.sizes import SizeClass

MOST_EUROS = Decimal(10_000_000)
MOST_PEOPLE = 10_000_000
MOST_YEARS = 20
MOST_MONTHS = 120
LAST_DAY = date(2099, 12, 31)
LONGEST_CODE, LONGEST_LABEL, LONGEST_TEXT = 60, 120, 1_000
_MOST_LINES = 60
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def code_for(label: str, taken: Collection[str]) -> str:
    """Return a code for a name, that no other has.

    >>> code_for("Avenant n° 3", {"avenant-n-3"})
    'avenant-n-3-2'
    """
    base = "-".join(re.findall("[a-z0-9]+", fold(label)))[: LONGEST_CODE - 4].strip("-") or "bareme"
    number, code = 1, base
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code


def refuse_scale(scale: Scale, others: Iterable[Scale], first_day: date) -> tuple[Fault, ...]:
    """Return every reason why a scale may not be recorded beside the `others`.

    `first_day` is the day from which the first scale of the program applies: no contract is older.
    """
    return tuple(
        Fault(fault.path, typeset(fault.words))
        for fault in (
            *_identity(scale),
            *_beside(scale, tuple(others), first_day),
            *inconsistencies(scale),
            *_delays(scale),
            *(fault for place, line in enumerate(scale.lines) for fault in _line(line, ("lines", place))),
            *(_bonus(scale.bonus) if scale.bonus else ()),
            *_grants(scale),
        )
    )


def doubt_scale(scale: Scale) -> tuple[str, ...]:
    """Return what is worth a second look before a scale is recorded, in French: amounts that fall as the size grows."""
    return tuple(
        typeset(f"« {line.label} » : le montant baisse quand la taille augmente.")
        for line in scale.lines
        if list(line.amounts) != sorted(line.amounts)
    )


def _identity(scale: Scale) -> Iterator[Fault]:
    yield from _text(("label",), scale.label, LONGEST_LABEL)
    if not _CODE.fullmatch(scale.code) or len(scale.code) > LONGEST_CODE:
        yield Fault(
            ("code",), f"Écrivez le code en minuscules sans accent, chiffres et tirets, {LONGEST_CODE} signes au plus."
        )
    yield from _text(("source",), scale.source, LONGEST_TEXT)
    if scale.thresholds[-1] > MOST_PEOPLE:
        yield Fault(("thresholds",), f"Un seuil ne dépasse pas {integer(MOST_PEOPLE)} habitants.")


def _beside(scale: Scale, others: tuple[Scale, ...], first_day: date) -> Iterator[Fault]:
    for other in others:
        if other.code == scale.code:
            yield Fault(("code",), f"Ce code est déjà celui du barème « {other.label} ».")
        if fold(other.label) == fold(scale.label):
            yield Fault(("label",), "Un autre barème porte déjà ce nom.")
        if other.in_force_from == scale.in_force_from:
            yield Fault(("in_force_from",), f"Le barème « {other.label} » entre déjà en vigueur ce jour-là.")
    if scale.in_force_from < first_day:
        told = f"Aucun barème ne s’applique avant le {date_digits(first_day)}, entrée en vigueur du premier accord."
        yield Fault(("in_force_from",), told)
    if scale.in_force_from > LAST_DAY:
        yield Fault(
            ("in_force_from",), f"Vérifiez l’année : aucun barème ne commence après le {date_digits(LAST_DAY)}."
        )


def _delays(scale: Scale) -> Iterator[Fault]:
    if not 1 <= scale.contract.years <= MOST_YEARS:
        yield Fault(("contract", "years"), f"La durée du contrat va de 1 à {MOST_YEARS} ans.")
    for key, months in (
        ("dialogue_months", scale.contract.dialogue_months),
        ("tacit_validation_months", scale.contract.tacit_validation_months),
    ):
        if not 1 <= months <= MOST_MONTHS:
            yield Fault(("contract", key), f"Ce délai va de 1 à {MOST_MONTHS} mois.")
    for place, terms in enumerate(scale.missions):
        start, deployment = terms.start_months, terms.deployment_months
        if max(start or 0, deployment or 0) > MOST_MONTHS:
            told = f"{terms.mission.label} : un délai ne dépasse pas {MOST_MONTHS} mois."
            yield Fault(("missions", place, "deployment_months"), told)
        if start is not None and deployment is not None and deployment < start:
            told = f"{terms.mission.label} : le déploiement complet ne précède pas le démarrage."
            yield Fault(("missions", place, "deployment_months"), told)


def _line(line: ScaleLine, path: Path) -> Iterator[Fault]:
    yield from _text((*path, "label"), line.label, LONGEST_LABEL)
    yield from _rule((*path, "rule"), line.rule, line.label)
    yield from _amounts((*path, "amounts"), line.amounts, line.label)
    if (line.mission is None) is not (line.part is Part.RUNNING):
        told = f"« {line.label} » : le fonctionnement n’a pas de mission, les autres lignes en ont une."
        yield Fault((*path, "part"), told)
    if line.mission is None and line.condition is not Condition.ALWAYS:
        yield Fault((*path, "condition"), f"« {line.label} » : une condition de crise demande une mission.")


def _bonus(bonus: Bonus) -> Iterator[Fault]:
    yield from _text(("bonus", "label"), bonus.label, LONGEST_LABEL)
    yield from _rule(("bonus", "rule"), bonus.rule, bonus.label)
    if not 0 < bonus.rate <= 1:
        yield Fault(("bonus", "rate"), "Le taux de la majoration est plus grand que 0 % et ne dépasse pas 100 %.")
    if not 1 <= bonus.members <= MOST_PEOPLE:
        yield Fault(("bonus", "members"), "Indiquez à partir de combien de membres la majoration est due.")


def _grants(scale: Scale) -> Iterator[Fault]:
    if len(scale.lines) > _MOST_LINES:
        yield Fault(("lines",), f"Un barème a {_MOST_LINES} lignes au plus.")
    for place, grant in enumerate(scale.grants):
        yield from _rule(("grants", place, "rule"), grant.rule, grant.kind.label)
        yield from _amounts(("grants", place, "amounts"), grant.amounts, grant.kind.label)
        if grant.months is not None and not 1 <= grant.months <= MOST_MONTHS:
            told = f"{grant.kind.label} : le délai va de 1 à {MOST_MONTHS} mois."
            yield Fault(("grants", place, "months"), told)


def _amounts(path: Path, amounts: Amounts, label: str) -> Iterator[Fault]:
    for size, amount in zip(SizeClass, amounts, strict=True):
        of = f"« {label} », {size.label.lower()}"
        if not 0 <= amount <= MOST_EUROS:
            yield Fault((*path, size - 1), f"{of} : un montant va de 0 € à {euros(MOST_EUROS)}.")
        elif amount != amount.quantize(CENT):
            yield Fault((*path, size - 1), f"{of} : un montant a deux décimales au plus.")


def _rule(path: Path, rule: Rule, label: str) -> Iterator[Fault]:
    if not rule.text.strip() or not rule.source.strip():
        yield Fault(path, f"« {label} » : dites la règle et le document où elle se lit.")
    elif max(len(rule.text), len(rule.source)) > LONGEST_TEXT:
        yield Fault(path, f"« {label} » : la règle et sa source ont {LONGEST_TEXT} signes au plus chacune.")


def _text(path: Path, text: str, longest: int) -> Iterator[Fault]:
    if not text.strip():
        yield Fault(path, "Ce champ est obligatoire.")
    elif len(text) > longest:
        yield Fault(path, f"Ce texte a {longest} signes au plus.")
