"""The views of the register that somebody named: what they filter, which columns they show, how they sort."""

from dataclasses import dataclass

from cpr_desk.domain.french import NBSP, fold, squeeze
from cpr_desk.domain.register_view import ViewSettings
from cpr_desk.errors import UserError
from cpr_desk.storage import register_views as storage
from cpr_desk.storage.database import Database


@dataclass(frozen=True, slots=True)
class RegisterView:
    """A view under its name."""

    id: int
    name: str
    settings: ViewSettings


def views(db: Database, commission_id: int) -> tuple[RegisterView, ...]:
    """Return the views of a commission, by name."""
    with db.reading() as session:
        found = [
            RegisterView(row.id, row.name, ViewSettings.of_json(row.settings))
            for row in storage.views(session, commission_id)
        ]
    return tuple(sorted(found, key=lambda view: fold(view.name)))


def keep_view(db: Database, commission_id: int, name: str, settings: ViewSettings) -> int:
    """Store a new view and return its id. Raises UserError for a name that is empty or taken."""
    name = squeeze(name)
    with db.unit_of_work(f"Enregistrer la vue «{NBSP}{name}{NBSP}» du registre") as session:
        _refuse_name(name, taken=storage.is_taken(session, commission_id, name))
        return storage.add_view(session, commission_id, name, settings.as_json())


def change_view(db: Database, view: RegisterView, settings: ViewSettings) -> None:
    """Give a view other settings. Raises UserError when it is no more."""
    with db.unit_of_work(f"Modifier la vue «{NBSP}{view.name}{NBSP}» du registre") as session:
        row = storage.view(session, view.id)
        if row is None:
            raise _gone(view)
        row.settings = settings.as_json()


def rename_view(db: Database, commission_id: int, view: RegisterView, name: str) -> None:
    """Give a view another name. Raises UserError for a name that is empty or taken, or a view that is no more."""
    name = squeeze(name)
    with db.unit_of_work(f"Renommer la vue «{NBSP}{view.name}{NBSP}» en «{NBSP}{name}{NBSP}»") as session:
        _refuse_name(name, taken=storage.is_taken(session, commission_id, name, view.id))
        row = storage.view(session, view.id)
        if row is None:
            raise _gone(view)
        row.name = name


def remove_view(db: Database, view: RegisterView) -> None:
    """Remove a view. Raises UserError when it is no more."""
    with db.unit_of_work(f"Supprimer la vue «{NBSP}{view.name}{NBSP}» du registre") as session:
        row = storage.view(session, view.id)
        if row is None:
            raise _gone(view)
        storage.remove_view(session, row)


def _refuse_name(name: str, *, taken: bool) -> None:
    if not name:
        raise UserError("La vue n’a pas de nom.", "Donnez-lui un nom.")
    if taken:
        raise UserError(f"Une vue s’appelle déjà «{NBSP}{name}{NBSP}».", "Choisissez un autre nom.")


def _gone(view: RegisterView) -> UserError:
    return UserError(f"La vue «{NBSP}{view.name}{NBSP}» n’existe plus.", "Quelqu’un l’a supprimée depuis.")
