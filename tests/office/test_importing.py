from pathlib import Path

import pytest

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Composition, Regime, Seat, Section
from cpr_desk.office import importing
from cpr_desk.services import journal
from cpr_desk.services.column_matches import remember_columns
from cpr_desk.services.composition import ReviseComposition, composition_at, revise_composition
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED, person, state_of
from tests.imports import books


class Desk:
    def __init__(self, db: Database, commission: Commission, folder: Path) -> None:
        self.db, self.commission, self.file = db, commission, folder / "composition.xlsx"

    def take_in(self, *sheets: tuple[str, books.Grid]) -> int:
        """Import the sheets, or the official table, and return the number of changes."""
        self.file.write_bytes(books.xlsx(*sheets) if sheets else books.official())
        preview = importing.preview_composition(self.db, self.commission, self.file, INSTALLED)
        assert isinstance(preview, importing.CompositionPreview)
        importing.apply(self.db, self.commission, preview, lambda _done, _total: None)
        return len(preview.proposal.changes)

    def now(self) -> Composition:
        return composition_at(self.db, self.commission.id, INSTALLED)

    def csmf(self) -> Seat:
        return next(seat for seat in self.now().seats if seat.organisation == "CSMF")


@pytest.fixture
def desk(db: Database, commission: Commission, tmp_path: Path) -> Desk:
    return Desk(db, commission, tmp_path)


def test_the_same_file_twice_changes_nothing(desk: Desk) -> None:
    first = desk.take_in()
    entries = len(journal.entries(desk.db))

    assert (first, desk.take_in(), len(journal.entries(desk.db))) == (54, 0, entries)


def test_a_file_completes_who_stays_and_erases_nothing(desk: Desk) -> None:
    desk.take_in()
    known = person("Victor Delaunay", id=0, email="v.delaunay@exemple.fr", city="Angers")
    state = state_of(desk.csmf(), titular=known)
    revise_composition(desk.db, ReviseComposition(desk.commission.id, INSTALLED, (state,)))
    table = [list(row) for row in books.PROFESSIONAL]
    table[0].append("Téléphone du titulaire")
    table[1] = ["Médecin", "CSMF", "VICTOR DELAUNAY", "Walter Rigaud", "02 40 00 00 09"]
    desk.take_in(("Professionnelle", table))
    held = desk.csmf().titular

    assert held
    assert (held.person.name, held.person.email, held.person.city) == (
        "Victor Delaunay",
        "v.delaunay@exemple.fr",
        "Angers",
    )
    assert held.person.phone.replace("\u00a0", " ") == "02 40 00 00 09"


def test_another_scheme_in_the_file_is_written_and_not_proposed_again(desk: Desk) -> None:
    desk.take_in()
    table = [list(row) for row in books.SOCIAL]
    table[1][1] = "RG médical"
    changes = desk.take_in(("Sociale", table)), desk.take_in(("Sociale", table))

    assert changes == (1, 0)
    assert desk.now().of(Section.SOCIAL)[0].regime is Regime.RG_MEDICAL
    assert len(desk.now().of(Section.SOCIAL)) == 13


def test_a_register_is_read_with_the_columns_remembered(db: Database, commission: Commission, tmp_path: Path) -> None:
    file = tmp_path / "suivi.csv"
    file.write_text("Territoire;Dépt;Statut;Suivi\nSud;44;En réflexion;Zoé\n", encoding="utf-8")
    remember_columns(db, commission.id, {"territoire": "name", "suivi": ""})
    preview = importing.preview_register(db, commission, file, INSTALLED)

    assert [change.adhesion.name for change in preview.proposal.changes] == ["Sud"]
    assert (preview.proposal.problems, preview.proposal.warnings) == ((), ())
    assert {column.header for column in preview.columns if column.meaning} == {"territoire", "dept", "statut"}


def test_every_meaning_of_a_column_has_its_own_name() -> None:
    meanings = importing.column_meanings()

    assert (meanings["name"], meanings["acces"]) == ("Nom de la CPTS", "Mission «\u00a0Accès aux soins\u00a0»")
    assert len(set(meanings.values())) == len(meanings)
