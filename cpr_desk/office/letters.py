"""The wording of letters that is in use: the commission's own where it has one, else the packaged one."""

from collections.abc import Mapping

from cpr_desk.domain.letter_kinds import LETTERS
from cpr_desk.domain.letters import Wording, read
from cpr_desk.services import letters
from cpr_desk.services.instance import Database


def packaged_text(name: str) -> str:
    """Return the text that comes with the program, « le modèle »."""
    from cpr_desk.reports import templates

    return templates.packaged_text(name)


def texts_in_use(db: Database, commission_id: int) -> dict[str, str]:
    """Return the text of every letter as the commission prints it, by name."""
    own = letters.own_texts(db, commission_id)
    return {letter.name: own.get(letter.name, packaged_text(letter.name)) for letter in LETTERS}


def save(db: Database, commission_id: int, texts: Mapping[str, str]) -> None:
    """Keep texts as the commission's own; one that says what is packaged is not kept: a better one reaches everybody.

    Raises UserError naming the first line that is wrong.
    """
    wanted = {name: None if text.strip() == packaged_text(name).strip() else text for name, text in texts.items()}
    letters.save_texts(db, commission_id, wanted)


def wording(db: Database, commission_id: int, name: str, draft: str | None = None) -> Wording:
    """Return the wording of a letter, ready to be filled; `draft` is one to try in its place.

    Raises UserError naming the first line that is wrong: a later version of the program may ask for another part.
    """
    text = draft if draft is not None else letters.own_texts(db, commission_id).get(name)
    if text is None:
        text = packaged_text(name)
    letters.refuse_faults(name, text)
    return read(text)
