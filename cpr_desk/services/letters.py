"""Use cases on the wording of letters: a commission's own is checked, kept, or given up for the packaged one."""

from collections.abc import Mapping

from cpr_desk.domain.french import NBSP, listing
from cpr_desk.domain.letter_kinds import letter
from cpr_desk.domain.letters import faults
from cpr_desk.errors import UserError
from cpr_desk.storage import letters as stored
from cpr_desk.storage.database import Database


def own_texts(db: Database, commission_id: int) -> dict[str, str]:
    """Return the texts that the commission changed, by the names of their letters."""
    with db.reading() as session:
        return stored.texts(session, commission_id)


def save_texts(db: Database, commission_id: int, texts: Mapping[str, str | None]) -> None:
    """Replace the texts of letters, None by the packaged one. Raises UserError naming the first line that is wrong."""
    for name, text in texts.items():
        if text is not None:
            refuse_faults(name, text)
    labels = [letter(name).label for name in texts]
    if not labels:
        return
    back = all(text is None for text in texts.values())
    verb = "Revenir au modèle" if back else "Modifier le texte"
    with db.unit_of_work(f"{verb}{NBSP}: {listing(labels)}") as session:
        for name, text in texts.items():
            stored.write(session, commission_id, name, text)


def refuse_faults(name: str, text: str) -> None:
    """Raise UserError with the first fault of the text of a letter, if it has one."""
    if found := faults(letter(name), text):
        first = found[0]
        raise UserError(
            f"Le texte «{NBSP}{letter(name).label}{NBSP}» n’est pas utilisable. {first.words}",
            f"Corrigez-le dans Paramètres, Modèles de lettres (ligne {first.line}{NBSP}: «{NBSP}{first.text}{NBSP}»), "
            "ou revenez au modèle.",
        )
