"""Use cases on the commission itself: found it, its secretariat, its rules."""

from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.commission import Commission, CommissionKind, Rules, Secretariat
from cpr_desk.domain.french import NBSP, date_digits, fold, listing, squeeze
from cpr_desk.errors import UserError
from cpr_desk.storage import commissions, meetings
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import CommissionRow


@dataclass(frozen=True, slots=True)
class CreateCommission:
    """What founds a commission in a territory, by who holds its secretariat.

    An empty `name` becomes « Commission paritaire régionale – Pays de la Loire »; the CPN has neither region nor
    `territory` (see `domain.commission.Commission`).
    """

    kind: CommissionKind
    region_code: str
    territory: str
    installed_on: date
    name: str = ""
    holiday_territory: str = "metropole"
    secretariat: str = ""

    def commission(self) -> Commission:
        """Return the commission to store."""
        return Commission(
            0,
            self.kind,
            squeeze(self.name) or proposed_name(self.kind, self.territory),
            self.region_code,
            self.territory,
            self.installed_on,
            Secretariat(squeeze(self.secretariat)),
            Rules(holiday_territory=self.holiday_territory),
        )


def create_commission(db: Database, order: CreateCommission) -> Commission:
    """Create the commission of an empty database. Raises UserError if there is one already."""
    with db.unit_of_work("Créer la commission") as session:
        if commissions.every(session):
            raise UserError(
                "Ce dossier de données contient déjà une commission.",
                "Choisissez un dossier vide pour en créer une autre.",
            )
        return commissions.add(session, order.commission())


def add_commission(db: Database, order: CreateCommission) -> Commission:
    """Create a further commission beside those of the database.

    Raises UserError for a second one of the same kind in the same territory; several caisses of one département may
    each hold a CPL, under names that differ.
    """
    founded = order.commission()
    with db.unit_of_work(f"Créer la commission «{NBSP}{founded.name}{NBSP}»") as session:
        for known in map(commissions.commission_of, commissions.every(session)):
            if _is_the_same(known, founded):
                raise UserError(
                    f"Ce dossier de données contient déjà cette commission{NBSP}: {known.name}.",
                    "Donnez à une autre commission locale du département un nom qui l’en distingue."
                    if founded.kind is CommissionKind.CPL
                    else "Choisissez une autre nature ou un autre territoire.",
                )
        return commissions.add(session, founded)


def _is_the_same(known: Commission, founded: Commission) -> bool:
    same_territory = (known.kind, known.region_code, known.territory) == (
        founded.kind,
        founded.region_code,
        founded.territory,
    )
    return same_territory and (founded.kind is not CommissionKind.CPL or fold(known.name) == fold(founded.name))


def proposed_name(kind: CommissionKind, territory: str) -> str:
    """Return « Commission paritaire régionale – Pays de la Loire », the name given unless another is chosen."""
    return kind.label if kind is CommissionKind.CPN else f"{kind.label} – {territory}"


def list_commissions(db: Database) -> tuple[Commission, ...]:
    """Return every commission of the database, the oldest first."""
    with db.reading() as session:
        return tuple(commissions.commission_of(row) for row in commissions.every(session))


def find_commission(db: Database, commission_id: int | None = None) -> Commission | None:
    """Return a commission of the database, the oldest when none is named; None when it holds none or not this one."""
    found = list_commissions(db)
    return next((each for each in found if commission_id in (None, each.id)), None)


def the_commission(db: Database, commission_id: int | None = None) -> Commission:
    """Return a commission of the database, the oldest when none is named. Raises UserError when there is none."""
    if commission := find_commission(db, commission_id):
        return commission
    if known := list_commissions(db):
        raise UserError(
            f"La commission n° {commission_id} n’existe pas dans ce dossier de données.",
            f"Il contient{NBSP}: {listing(f'n° {each.id}, {each.name}' for each in known)}.",
        )
    raise UserError(
        "Ce dossier de données ne contient pas encore de commission.",
        "Créez-la d’abord : ouvrez la fenêtre, ou lancez « cpr-desk init ».",
    )


def change_secretariat(db: Database, commission_id: int, secretariat: Secretariat) -> None:
    """Replace the identity of the secretariat."""
    with db.unit_of_work("Modifier l’identité du secrétariat") as session:
        commissions.write_secretariat(session.get_one(CommissionRow, commission_id), secretariat)


def change_identity(db: Database, commission_id: int, name: str, installed_on: date) -> None:
    """Rename the commission or correct the date of its installation, first year of the presidency.

    Raises UserError for an empty name, or when a meeting of an earlier year is recorded.
    """
    if not squeeze(name):
        raise UserError(
            "Le nom de la commission est vide.", "Indiquez son nom tel qu’il doit figurer sur les courriers."
        )
    with db.unit_of_work("Modifier l’identité de la commission") as session:
        first = next(iter(meetings.meetings(session, commission_id)), None)
        if first and first.on.year < installed_on.year:
            raise UserError(
                f"Une réunion est enregistrée le {date_digits(first.on)}, avant cette installation.",
                "Corrigez la date de cette réunion d’abord, ou vérifiez celle de l’installation.",
            )
        row = session.get_one(CommissionRow, commission_id)
        row.name, row.installed_on = squeeze(name), installed_on


def change_rules(db: Database, commission_id: int, rules: Rules) -> None:
    """Replace the settings of the commission."""
    with db.unit_of_work("Modifier les règles de la commission") as session:
        session.get_one(CommissionRow, commission_id).rules = commissions.changed_rules(rules)
