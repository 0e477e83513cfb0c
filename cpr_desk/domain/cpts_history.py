"""What the journal recorded of one CPTS, in French: each row it touched, field by field, before and after."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.contract import EndKind, EventKind
from cpr_desk.domain.dossier import DialogueKind
from cpr_desk.domain.file_pieces import PIECES
from cpr_desk.domain.french import NBSP, capital, date_digits, euros, integer, percent, plural
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import GrantKind
from cpr_desk.domain.sizes import SizeClass

Image = Mapping[str, Any]
"""The columns of a row as JSON values."""
_LONGEST = 400
"""Letters of a long text (a plan, notes) that a line of the history tells."""
TAKEN_AWAY = "–"
"""What stands for a row that is no more."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A row that an entry of the journal inserted (`before` None), changed, or deleted (`after` None); `at` is UTC."""

    entry: int
    at: datetime
    who: str
    label: str
    table: str
    before: Image | None
    after: Image | None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that changed: `id` counts the lines, the latest being 0."""

    id: int
    entry: int
    at: datetime
    who: str
    label: str
    what: str
    before: str
    after: str


def history(recorded: Iterable[Recorded], departments: Mapping[str, str]) -> tuple[HistoryLine, ...]:
    """Return a line for each row inserted or deleted, and for each field of a row changed, in the order given."""
    found = ((each, *line) for each in recorded if each.table in _TABLES for line in _lines(_TABLES[each.table], each))
    return tuple(
        HistoryLine(
            number,
            each.entry,
            each.at,
            each.who,
            each.label,
            what,
            _department(each, what, before, departments),
            _department(each, what, after, departments),
        )
        for number, (each, what, before, after) in enumerate(found)
    )


def _department(each: Recorded, what: str, text: str, departments: Mapping[str, str]) -> str:
    """Name a department beside its code."""
    is_one = each.table == "cpts" and what == _DEPARTMENT and text in departments
    return f"{text} – {departments[text]}" if is_one else text


_DEPARTMENT = "Département"
_Reader = Callable[[Any], str]
_Field = tuple[str, _Reader]


@dataclass(frozen=True, slots=True)
class _Table:
    """How the rows of a table are called, and which of their fields are told."""

    title: Callable[[Image], str]
    fields: Mapping[str, _Field]


def _lines(table: _Table, each: Recorded) -> Iterator[tuple[str, str, str]]:
    before, after = each.before, each.after
    if before is not None and after is not None:
        title = table.title(after)
        for name, (label, reader) in table.fields.items():
            was, now = (_read(reader, image.get(name)) for image in (before, after))
            if was != now:
                yield (f"{title}{NBSP}: {label.lower()}" if title else label), was, now
    else:
        image = {**(before or {}), **(after or {})}
        told = _told(table, image)
        yield table.title(image) or "Fiche", *(("", told) if before is None else (told, TAKEN_AWAY))


def _told(table: _Table, image: Image) -> str:
    parts = ((label, _read(reader, image.get(name))) for name, (label, reader) in table.fields.items())
    return ", ".join(f"{label.lower()}{NBSP}: {text}" for label, text in parts if text) or "enregistré"


def _read(reader: _Reader, value: Any) -> str:
    if value is None or value == "":
        return ""
    try:
        return reader(value)
    except (ArithmeticError, ValueError):
        return str(value)  # a value of another version


def _text(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _day(value: Any) -> str:
    return date_digits(date.fromisoformat(value))


def _count(value: Any) -> str:
    return integer(int(value))


def _number(value: Any) -> str:
    return str(value).replace(".", ",")


def _cents(value: Any) -> str:
    return euros(Decimal(value) / 100)


def _rate(value: Any) -> str:
    return percent(Decimal(value))


def _years(value: Any) -> str:
    return plural(int(value), "an", "ans")


def _size(value: Any) -> str:
    return SizeClass(int(value)).label


def _communes(value: Any) -> str:
    return plural(len(value), "commune", "communes")


def _label(kind: type[Any]) -> _Reader:
    return lambda value: str(kind(value).label)


def _of(image: Image, name: str, reader: _Reader = _text) -> str:
    return _read(reader, image.get(name))


_PIECES = {piece.code.value: piece.label for piece in PIECES}
_MISSION, _DIALOGUE = _label(Mission), _label(DialogueKind)
_COMMENT: _Field = ("Commentaire", _text)


def _titled(words: str) -> Callable[[Image], str]:
    return lambda _image: words


def _quoted(words: str, text: str) -> str:
    return f"{words} «{NBSP}{text}{NBSP}»"


def _dialogue_title(image: Image) -> str:
    parts = (_of(image, "kind", _DIALOGUE), _of(image, "mission", _MISSION))
    year = f"année {image['year']}" if image.get("year") else ""
    return f"Dialogue {', '.join(part for part in (*parts, year) if part)}"


def _paper_title(image: Image) -> str:
    known = _PIECES.get(image.get("code", ""), "")
    return _quoted("Pièce", known or image.get("label") or image.get("name") or "autre")


_TABLES: Mapping[str, _Table] = {
    "cpts": _Table(
        _titled(""),
        {
            "code": ("Code", _text),
            "name": ("Nom", _text),
            "department": (_DEPARTMENT, _text),
            "contact": ("Contact", _text),
            "email": ("Courriel", _text),
            "phone": ("Téléphone", _text),
            "comment": _COMMENT,
            "association": ("Association", _text),
            "association_on": ("Association déclarée le", _day),
        },
    ),
    "cpts_step": _Table(
        lambda image: _quoted("Étape", _of(image, "step", _label(Step))),
        {
            "step": ("Étape", _label(Step)),
            "day": ("Date", _day),
            "author": ("Par qui", _text),
            "comment": _COMMENT,
            "exception": ("Motif d’exception", _text),
        },
    ),
    "cpts_figure": _Table(
        _titled("Population et membres"),
        {
            "day": ("Date", _day),
            "population": ("Population", _count),
            "population_source": ("Source", _text),
            "members": ("Membres", _count),
            "size": ("Taille", _size),
        },
    ),
    "cpts_area": _Table(
        _titled("Territoire"),
        {
            "since": ("Depuis le", _day),
            "populations": ("Étendue", _communes),
            "year": ("Données de", str),
            "comment": _COMMENT,
        },
    ),
    "cpts_paper": _Table(
        _paper_title, {"received_on": ("Reçue le", _day), "name": ("Fichier", _text), "comment": _COMMENT}
    ),
    "cpts_mission": _Table(
        lambda image: _quoted("Mission", _of(image, "mission", _MISSION)),
        {
            "chosen_on": ("Choisie le", _day),
            "planned_on": ("Démarrage prévu", _day),
            "started_on": ("Démarrage", _day),
            "deployed_on": ("Déploiement", _day),
            "plan": ("Plan d’action", _text),
            "plan_written_on": ("Plan écrit le", _day),
        },
    ),
    "cpts_payment": _Table(
        _titled("Versement"),
        {
            "paid_on": ("Date", _day),
            "cents": ("Montant", _cents),
            "label": ("Libellé", _text),
            "reference": ("Référence", _text),
            "due_code": ("Ligne", _text),
            "due_on": ("Échéance", _day),
        },
    ),
    "contract": _Table(
        _titled("Contrat"),
        {
            "years": ("Durée", _years),
            "effect_on": ("Prise d’effet", _day),
            "cpts_party": ("Pour la CPTS", _text),
            "ars_party": ("Pour l’ARS", _text),
            "insurance_party": ("Pour l’Assurance maladie", _text),
            "comment": _COMMENT,
            "ended_on": ("Fin", _day),
            "end_kind": ("Nature de la fin", _label(EndKind)),
            "end_reason": ("Motif de la fin", _text),
        },
    ),
    "contract_event": _Table(
        lambda image: capital(_of(image, "kind", _label(EventKind))),
        {
            "since": ("À compter du", _day),
            "planned_until": ("Fin prévue", _day),
            "until": ("Jusqu’au", _day),
            "signed_on": ("Signature", _day),
            "label": ("Objet", _text),
            "comment": _COMMENT,
        },
    ),
    "cpts_size": _Table(
        _titled("Taille retenue"),
        {"day": ("Date", _day), "size": ("Taille", _size), "population": ("Population", _count), "comment": _COMMENT},
    ),
    "indicator": _Table(
        lambda image: _quoted("Indicateur", _of(image, "label")),
        {"mission": ("Mission", _MISSION), "label": ("Libellé", _text), "unit": ("Unité", _text)},
    ),
    "indicator_year": _Table(
        lambda image: f"Indicateur, année {image.get('year')}",
        {
            "weight": ("Poids", _number),
            "start": ("Valeur de départ", _number),
            "target": ("Cible", _number),
            "result": ("Résultat", _number),
        },
    ),
    "mission_rate": _Table(
        lambda image: f"Taux retenu, {_of(image, 'mission', _MISSION)}, année {image.get('year')}",
        {"rate": ("Taux", _rate), "comment": _COMMENT},
    ),
    "dialogue": _Table(
        _dialogue_title,
        {
            "planned_on": ("Prévu le", _day),
            "held_on": ("Tenu le", _day),
            "attendees": ("Participants", _text),
            "notes": ("Préparation", _text),
            "conclusions": ("Conclusions", _text),
        },
    ),
    "cpts_crisis": _Table(_titled("Crise sanitaire"), {}),
    "cpts_grant": _Table(
        lambda image: _of(image, "kind", _label(GrantKind)), {"day": ("Date", _day), "comment": _COMMENT}
    ),
    "decision": _Table(
        lambda image: f"Avis ou décision {image.get('year')}-{image.get('number')}",
        {"taken_on": ("Date", _day), "text": ("Texte", _text), "done_on": ("Suite faite le", _day)},
    ),
}
