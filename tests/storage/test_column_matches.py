import pytest
from sqlalchemy.exc import IntegrityError

from cpr_desk.domain.commission import Commission
from cpr_desk.storage import column_matches
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import ColumnMatchRow


def test_a_header_changes_its_field_instead_of_standing_twice(db: Database, commission: Commission) -> None:
    for field in ("name", "comment"):
        with db.unit_of_work("Mémoriser") as session:
            column_matches.write(session, commission.id, {"territoire": field})

    with db.reading() as session:
        assert column_matches.matches(session, commission.id) == {"territoire": "comment"}
        assert session.query(ColumnMatchRow).count() == 1


def test_the_database_refuses_two_fields_for_one_header(db: Database, commission: Commission) -> None:
    rows = [ColumnMatchRow(commission_id=commission.id, header="territoire", field=field) for field in ("name", "step")]

    with pytest.raises(IntegrityError), db.unit_of_work("Mémoriser") as session:
        session.add_all(rows)
