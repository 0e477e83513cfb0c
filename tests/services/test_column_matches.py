from cpr_desk.domain.commission import Commission
from cpr_desk.services import journal
from cpr_desk.services.column_matches import column_matches, remember_columns
from cpr_desk.storage.database import Database


def test_what_columns_hold_is_remembered_and_completed(db: Database, commission: Commission) -> None:
    assert column_matches(db, commission.id) == {}
    remember_columns(db, commission.id, {"territoire": "name", "suivi": "comment"})
    remember_columns(db, commission.id, {"suivi": "", "avancee": "step"})

    assert column_matches(db, commission.id) == {"territoire": "name", "suivi": "", "avancee": "step"}
    assert column_matches(db, commission.id + 1) == {}


def test_remembering_columns_is_one_use_case_and_none_when_nothing_changes(
    db: Database, commission: Commission
) -> None:
    before = len(journal.entries(db))
    for _ in range(2):
        remember_columns(db, commission.id, {"territoire": "name", "suivi": ""})
    entries = journal.entries(db)

    assert len(entries) == before + 1
    assert entries[0].label == "Mémoriser les colonnes du registre"
