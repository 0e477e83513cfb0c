import hashlib
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from cpr_desk.domain.commission import Commission, Counting, Rules, Secretariat
from cpr_desk.errors import UserError
from cpr_desk.services import commission as commissions
from cpr_desk.services import journal
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import JournalRow, OrganisationRow

Image = dict[str, Any] | None


def last_changes(db: Database) -> list[tuple[str, Image, Image]]:
    """Return (table, before, after) of the rows of the latest entry; of an organisation, its identity alone."""

    def identity(image: Image) -> Image:
        return {key: image[key] for key in ("id", "name")} if image and "full_name" in image else image

    (entry,) = journal.entries(db, 1)
    with db.reading() as session:
        rows = session.scalars(select(JournalRow).where(JournalRow.entry_id == entry.id).order_by(JournalRow.id))
        return [(row.table_name, identity(row.before), identity(row.after)) for row in rows]


def add(db: Database, *names: str) -> None:
    with db.unit_of_work(f"Ajouter {', '.join(names)}") as session:
        session.add_all(OrganisationRow(name=name) for name in names)


def test_a_use_case_leaves_one_entry_that_says_who_when_and_what(db: Database) -> None:
    before = datetime.now(UTC)
    add(db, "CSMF", "SML")
    (entry,) = journal.entries(db)

    assert (entry.who, entry.label, entry.rows) == ("Maud", "Ajouter CSMF, SML", 2)
    assert before <= entry.at <= datetime.now(UTC)


def test_entries_come_latest_first_and_may_be_limited(db: Database) -> None:
    add(db, "CSMF")
    add(db, "SML")

    assert [entry.label for entry in journal.entries(db)] == ["Ajouter SML", "Ajouter CSMF"]
    assert [entry.label for entry in journal.entries(db, limit=1)] == ["Ajouter SML"]


def test_a_new_row_has_no_before(db: Database) -> None:
    add(db, "CSMF")

    assert last_changes(db) == [("organisation", None, {"id": 1, "name": "CSMF"})]


def test_a_changed_row_is_kept_whole_before_and_after(db: Database) -> None:
    add(db, "CSMF")
    with db.unit_of_work("Renommer") as session:
        session.get_one(OrganisationRow, 1).name = "MG France"

    assert last_changes(db) == [("organisation", {"id": 1, "name": "CSMF"}, {"id": 1, "name": "MG France"})]


def test_a_deleted_row_has_no_after(db: Database) -> None:
    add(db, "CSMF")
    with db.unit_of_work("Supprimer") as session:
        session.delete(session.get_one(OrganisationRow, 1))

    assert last_changes(db) == [("organisation", {"id": 1, "name": "CSMF"}, None)]


def test_a_row_changed_then_deleted_is_kept_as_it_was_at_first(db: Database) -> None:
    add(db, "CSMF")
    with db.unit_of_work("Supprimer") as session:
        row = session.get_one(OrganisationRow, 1)
        row.name = "SML"
        session.flush()
        session.delete(row)

    assert last_changes(db) == [("organisation", {"id": 1, "name": "CSMF"}, None)]


def test_several_flushes_of_one_use_case_make_one_change(db: Database) -> None:
    add(db, "CSMF")
    with db.unit_of_work("Renommer") as session:
        for name in ("SML", "MG France"):
            session.get_one(OrganisationRow, 1).name = name
            session.flush()
        session.add(new := OrganisationRow(name="FNI"))
        session.flush()
        new.name = "SNIIL"

    assert last_changes(db) == [
        ("organisation", {"id": 1, "name": "CSMF"}, {"id": 1, "name": "MG France"}),
        ("organisation", None, {"id": 2, "name": "SNIIL"}),
    ]


def test_a_row_added_and_taken_away_at_once_leaves_nothing(db: Database) -> None:
    with db.unit_of_work("Hésiter") as session:
        session.add(row := OrganisationRow(name="CSMF"))
        session.flush()
        session.delete(row)

    assert journal.entries(db) == ()


def test_a_use_case_that_changes_nothing_leaves_no_entry(db: Database) -> None:
    add(db, "CSMF")
    with db.unit_of_work("Relire") as session:
        row = session.get_one(OrganisationRow, 1)
        row.name = "SML"
        session.flush()
        row.name = "CSMF"

    assert [entry.label for entry in journal.entries(db)] == ["Ajouter CSMF"]


def test_a_use_case_that_fails_leaves_no_entry(db: Database) -> None:
    def fail() -> None:
        with db.unit_of_work("Échouer") as session:
            session.add(OrganisationRow(name="CSMF"))
            session.flush()
            raise UserError("Non.")

    with pytest.raises(UserError):
        fail()
    assert journal.entries(db) == ()


def test_the_journal_does_not_journal_itself(db: Database) -> None:
    add(db, "CSMF")

    assert {table for table, _, _ in last_changes(db)} == {"organisation"}


def test_every_kind_of_value_is_kept_as_plain_data(db: Database, commission: Commission) -> None:
    logo = b"\x89PNG" * 1000
    commissions.change_secretariat(db, commission.id, Secretariat(name="Cellule de coordination", logo=logo))
    ((table, before, after),) = last_changes(db)

    assert table == "commission"
    assert before
    assert after
    assert (before["kind"], before["installed_on"]) == ("cpr", "2021-02-04")
    assert (before["logo"], before["secretariat_name"]) == (None, "")
    assert after["logo"] == f"4000 octets, SHA-256 {hashlib.sha256(logo).hexdigest()}"


def test_rules_are_kept_before_and_after(db: Database, commission: Commission) -> None:
    commissions.change_rules(db, commission.id, Rules(counting=Counting.CLEAR))
    ((_, before, after),) = last_changes(db)

    assert before
    assert after
    assert (before["rules"], after["rules"]) == ({}, {"counting": "clear"})


def test_the_founding_of_the_commission_is_the_first_entry(db: Database, commission: Commission) -> None:
    ((_, before, after),) = last_changes(db)

    assert before is None
    assert after
    assert date.fromisoformat(after["installed_on"]) == commission.installed_on
