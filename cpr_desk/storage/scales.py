"""The scales that a secretariat added, and those of the program that it corrected."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from cpr_desk.domain.french import NBSP
from cpr_desk.domain.scale import Scale
from cpr_desk.domain.scale_content import content_of
from cpr_desk.errors import EnvironmentFault
from cpr_desk.storage.models import ScaleRow


@dataclass(frozen=True, slots=True)
class OwnScale:
    """A scale of the database: when it was last changed, and why."""

    scale: Scale
    changed_on: date
    comment: str


def own_scales(session: Session) -> Mapping[str, OwnScale]:
    """Return the stored scales by code, the oldest first. Raises EnvironmentFault for one that cannot be read.

    They are asked for each time: what is undone, or written by another window, is seen at once. Only the reading of
    each text is kept.
    """
    query = select(ScaleRow.code, type_coerce(ScaleRow.content, String), ScaleRow.changed_on, ScaleRow.comment)
    found = {code: OwnScale(_read(code, text), on, comment) for code, text, on, comment in session.execute(query)}
    return dict(sorted(found.items(), key=lambda item: item[1].scale.in_force_from))


@lru_cache(maxsize=64)
def _read(code: str, text: str) -> Scale:
    try:
        return Scale.parse(json.loads(text))
    except ValueError as error:
        raise EnvironmentFault(
            f"Le barème «{NBSP}{code}{NBSP}» de cette base de données est illisible{NBSP}: {error}",
            "Restaurez une sauvegarde de la base de données.",
        ) from error


def write(session: Session, scale: Scale, on: date, comment: str) -> None:
    """Store a scale, new or known by its code."""
    row = _row(session, scale.code) or ScaleRow(code=scale.code)
    row.content, row.changed_on, row.comment = content_of(scale), on, comment
    session.add(row)


def remove(session: Session, code: str) -> None:
    """Give up a stored scale, if there is one of that code."""
    if row := _row(session, code):
        session.delete(row)


def _row(session: Session, code: str) -> ScaleRow | None:
    return session.scalars(select(ScaleRow).where(ScaleRow.code == code)).one_or_none()
