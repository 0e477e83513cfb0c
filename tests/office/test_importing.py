from datetime import date
from pathlib import Path

import pytest

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Composition, MandateRole, Regime, Seat, Section
from cpr_desk.domain.likeness import Sameness
from cpr_desk.domain.mandates import EndReason
from cpr_desk.errors import UserError
from cpr_desk.office import importing
from cpr_desk.services import journal, mandates
from cpr_desk.services.column_matches import remember_columns
from cpr_desk.services.composition import ReviseComposition, composition_at, revise_composition
from cpr_desk.services.dossiers import snapshot_at
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED, person, state_of
from tests.imports import books


class Desk:
    def __init__(self, db: Database, commission: Commission, folder: Path) -> None:
        self.db, self.commission, self.file = db, commission, folder / "composition.xlsx"

    def preview(self, *sheets: tuple[str, books.Grid], on: date = INSTALLED) -> importing.CompositionPreview:
        """Preview the sheets, or the official table."""
        self.file.write_bytes(books.xlsx(*sheets) if sheets else books.official())
        return importing.preview_composition(self.db, self.commission, self.file, on)

    def apply(self, preview: importing.CompositionPreview, made: importing.Decisions = importing.NO_DECISIONS) -> None:
        importing.apply(self.db, self.commission, preview, lambda _done, _total: None, made)

    def take_in(self, *sheets: tuple[str, books.Grid]) -> int:
        """Import the sheets, or the official table, and return the number of changes."""
        preview = self.preview(*sheets)
        self.apply(preview)
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


def professional(**changes: tuple[str, str]) -> books.Grid:
    """Return the professional table with other holders for some unions."""
    table = [list(row) for row in books.PROFESSIONAL]
    for row in table:
        if row[1] in changes:
            row[2:4] = changes[str(row[1])]
    return table


def test_nobody_leaves_unless_the_end_is_asked_for(desk: Desk) -> None:
    desk.take_in()
    preview = desk.preview(("Professionnelle", professional(CSMF=("", ""))[:-1]))
    assert preview.proposal.ended == 3
    desk.apply(preview)

    held = desk.csmf()
    assert held.titular
    assert held.substitute
    assert any(seat.organisation == "FNAA" for seat in desk.now().seats)


def test_an_end_asked_for_is_written_with_its_reason_in_the_one_entry_of_the_import(desk: Desk) -> None:
    desk.take_in()
    entries = len(journal.entries(desk.db))
    later = date(2022, 3, 1)
    preview = desk.preview(("Professionnelle", professional(CSMF=("", "Walter Rigaud"))[:-1]), on=later)
    desk.apply(preview, importing.every_end(preview, EndReason.RESIGNATION))

    assert len(journal.entries(desk.db)) == entries + 1
    life = mandates.seat_life(desk.db, desk.csmf().id)
    (ended,) = [mandate for mandate in life.mandates if mandate.role is MandateRole.TITULAR]
    assert (ended.until, ended.end_reason) == (date(2022, 2, 28), EndReason.RESIGNATION)
    (closed,) = [seat for seat in desk.now().seats if seat.organisation == "FNAA"]
    assert mandates.seat_life(desk.db, closed.id).until == date(2022, 2, 28)
    assert composition_at(desk.db, desk.commission.id, later).at == later


def test_a_union_added_in_the_middle_stands_there_and_nothing_is_proposed_again(desk: Desk) -> None:
    desk.take_in()
    table = [list(row) for row in books.PROFESSIONAL]
    table[3:3] = [["", "FMF", "Zoé Neuve", ""]]
    desk.take_in(("Professionnelle", table))

    seats = desk.now().of(Section.PROFESSIONAL)
    assert [seat.organisation for seat in seats[:4]] == ["CSMF", "MG France", "FMF", "SML"]
    assert [seat.position for seat in seats] == list(range(1, 37))
    assert desk.take_in(("Professionnelle", table)) == 0


def test_one_end_of_two_may_be_asked_for_while_the_seat_changes_otherwise(desk: Desk) -> None:
    desk.take_in()
    table = [list(row) for row in books.SOCIAL]
    table[3] = [2, "RG", "", ""]
    preview = desk.preview(("Sociale", table))
    ends = sorted(change.end for change in preview.proposal.changes if change.end)
    desk.apply(preview, importing.Decisions(ends=frozenset(ends[:1])))

    seat = desk.now().of(Section.SOCIAL)[2]
    assert (seat.votes, ends[0][1]) == (2, MandateRole.SUBSTITUTE)
    assert seat.titular
    assert (seat.titular.person.name, seat.substitute) == ("Clément Vasseur", None)


def test_namesakes_have_each_their_record_and_the_file_then_changes_nothing(desk: Desk) -> None:
    desk.take_in()
    file = ("Professionnelle", professional(SML=("Victor Delaunay", "")))
    preview = desk.preview(file)
    (case,) = [each for each in preview.proposal.resemblances if each.person.name == "Victor Delaunay"]
    made = importing.Decisions(answers={case.key: Sameness.OTHER})
    desk.apply(importing.decide_composition(desk.db, desk.commission, preview, made), made)

    held = [seat.titular.person for seat in desk.now().seats if seat.organisation in ("CSMF", "SML") if seat.titular]
    assert [person.name for person in held] == ["Victor Delaunay"] * 2
    assert held[0].id != held[1].id
    again = desk.preview(file)
    assert (again.proposal.changes, again.proposal.resemblances) == ((), ())


def test_a_name_corrected_keeps_the_record_on_every_seat(desk: Desk) -> None:
    desk.take_in()
    before = desk.csmf().titular
    file = ("Professionnelle", professional(CSMF=("Victor Delaunai", "Walter Rigaud")))
    preview = desk.preview(file)
    (case,) = preview.proposal.resemblances
    made = importing.Decisions(answers={case.key: Sameness.CORRECTED})
    desk.apply(importing.decide_composition(desk.db, desk.commission, preview, made), made)

    after = desk.csmf().titular
    assert before
    assert after
    assert (after.person.id, after.person.last_name, after.since) == (before.person.id, "Delaunai", before.since)
    assert desk.preview(file).proposal.changes == ()


def test_a_day_before_the_composition_is_refused_in_the_preview_already(desk: Desk) -> None:
    desk.take_in()
    entries = len(journal.entries(desk.db))
    preview = desk.preview(on=date(2021, 1, 1))

    assert preview.refusal
    assert "La composition du 04/02/2021 est déjà enregistrée" in str(preview.refusal)
    assert (desk.preview(on=INSTALLED).refusal, len(journal.entries(desk.db))) == (None, entries)


def test_what_nobody_decided_is_told_to_those_who_see_no_preview(desk: Desk) -> None:
    desk.take_in()
    preview = desk.preview(("Professionnelle", professional(CSMF=("", "Walter Rigault"), SML=("Xaviere Joubert", ""))))
    told = [problem.message for problem in importing.left_to_confirm(preview, importing.NO_DECISIONS)]

    assert len(told) == 2
    assert told[0].startswith("Médecins – CSMF\u00a0: Victor Delaunay n’est plus à cette place dans le fichier.")
    assert told[0].endswith("Rien n’a été terminé\u00a0: confirmez-le.")
    assert told[1].startswith("Xaviere Joubert ressemble à Xavière Joubert, Médecins – MG France (titulaire) (même nom")
    assert told[1].endswith("repris comme une seule personne.")


def test_decisions_hold_once_the_file_is_mended_and_read_again(desk: Desk) -> None:
    desk.take_in()
    preview = desk.preview(("Professionnelle", professional(CSMF=("Victor Delaunai", "Walter Rigaud"))))
    made = importing.Decisions(answers={preview.proposal.resemblances[0].key: Sameness.OTHER})
    table = professional(CSMF=("Victor Delaunai", "Walter Rigaud"))
    mended = desk.preview(("Professionnelle", [*table[:1], ["Médecin", "FMF", "Zoé Neuve", ""], *table[1:]]))
    carried = importing.carried_over(preview, made, mended)

    assert list(carried.answers.values()) == [Sameness.OTHER]
    assert set(carried.answers) != set(made.answers)


def test_what_a_register_says_beside_is_written_and_the_file_then_changes_nothing(
    db: Database, commission: Commission, tmp_path: Path
) -> None:
    file = tmp_path / "suivi.csv"
    file.write_text(
        "Code;Nom;Dépt;Date de signature;Prise d’effet;Association;Communes du territoire;Prévention – déployée le\n"
        "49-01;CPTS du Layon;49;15/03/2022;01/04/2022;Asso du Layon;49007, 49328;01/09/2023\n"
        "49-02;CPTS Loire;49;;;;;\n",
        encoding="utf-8",
    )
    on = date(2024, 1, 1)
    preview = importing.preview_register(db, commission, file, on)
    importing.apply(db, commission, preview, lambda _done, _total: None)
    dossier = next(each for each in snapshot_at(db, commission, on).dossiers if each.adhesion.code == "49-01")

    assert (dossier.association, dossier.area and dossier.area.codes) == ("Asso du Layon", ("49007", "49328"))
    assert dossier.contract
    assert (dossier.contract.starts_on, dossier.contract.signed_on) == (date(2022, 4, 1), date(2022, 3, 15))
    assert [each.deployed_on for each in dossier.missions] == [date(2023, 9, 1)]
    assert dossier.adhesion.population == sum(people for _, people in dossier.area.populations) if dossier.area else 0
    entries = len(journal.entries(db))
    assert importing.preview_register(db, commission, file, on).proposal.changes == ()
    file.write_text(file.read_text(encoding="utf-8").replace("01/04/2022", "02/04/2022"), encoding="utf-8")
    later = importing.preview_register(db, commission, file, on)
    assert [part.text for change in later.proposal.changes for part in change.parts] == [
        "Prise d’effet du contrat\u00a0: 01/04/2022 → 02/04/2022"
    ]
    importing.apply(db, commission, later, lambda _done, _total: None)
    assert len(journal.entries(db)) == entries + 1
    assert importing.preview_register(db, commission, file, on).proposal.changes == ()


def test_an_open_question_keeps_a_register_from_being_applied(
    db: Database, commission: Commission, tmp_path: Path
) -> None:
    file = tmp_path / "suivi.csv"
    file.write_text("Nom;Dépt\nCPTS du Choletais;49\n", encoding="utf-8")
    importing.apply(
        db, commission, importing.preview_register(db, commission, file, INSTALLED), lambda _done, _total: None
    )
    file.write_text("Nom;Dépt\nCPTS du Cholletais;49\n", encoding="utf-8")
    preview = importing.preview_register(db, commission, file, INSTALLED)
    with pytest.raises(UserError, match="questions ouvertes"):
        importing.apply(db, commission, preview, lambda _done, _total: None)
    made = importing.Decisions(replies=importing.replies_to(preview, "same"))
    assert importing.decide(db, commission, preview, made).proposal.changes == ()
