"""Read a scale that another région sends, from a .json file; all that is wrong in it is told in French."""

import json
from pathlib import Path

from cpr_desk.domain.french import NBSP
from cpr_desk.domain.record import Faults
from cpr_desk.domain.scale import Scale
from cpr_desk.errors import EnvironmentFault, UserError

MAX_BYTES = 1_000_000
_TOLD = 12
"""More faults than that say that it is no scale at all: the first ones are enough."""
_ASK = "Demandez à qui vous l’a envoyé de l’exporter de nouveau (Paramètres, Barèmes, Exporter)."


def read_scale(file: Path) -> Scale:
    """Return the scale of a file.

    Raises UserError for a file that is no scale, or a damaged one, EnvironmentFault when the disk refuses it.
    """
    try:
        return Scale.parse(_content(file))
    except Faults as damaged:
        words = [fault.words for fault in damaged.faults[:_TOLD]]
        left = len(damaged.faults) - len(words)
        told = [*words, *([f"Et {left} autres fautes."] if left > 1 else ["Et une autre faute."] if left else [])]
        raise _refusal(file, "n’est pas un barème utilisable.\n• " + "\n• ".join(told)) from damaged


def _content(file: Path) -> object:
    try:
        data = file.read_bytes() if file.stat().st_size <= MAX_BYTES else None
    except OSError as fault:
        raise EnvironmentFault(
            _named(file, "ne peut pas être lu."), "Vérifiez qu’il existe encore et que vous avez le droit de le lire."
        ) from fault
    if data is None:
        raise _refusal(file, "est trop grand pour un barème.")
    if not data.strip():
        raise _refusal(file, "est vide.")
    try:
        return json.loads(data.decode("utf-8-sig"), parse_float=str, parse_constant=str)
    except json.JSONDecodeError as fault:
        where = f"ligne {fault.lineno}, caractère {fault.colno}"
        raise _refusal(file, f"est endommagé ou n’est pas un fichier de barème{NBSP}: {where}.") from fault
    except (ValueError, RecursionError) as fault:
        raise _refusal(file, "est endommagé ou n’est pas un fichier de barème.") from fault


def _refusal(file: Path, what: str) -> UserError:
    return UserError(_named(file, what), _ASK)


def _named(file: Path, what: str) -> str:
    return f"Le fichier «{NBSP}{file.name}{NBSP}» {what}"
