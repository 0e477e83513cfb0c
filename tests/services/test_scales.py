from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission, CommissionKind
from cpr_desk.domain.scale import Scale
from cpr_desk.domain.schedule import Kind
from cpr_desk.errors import EnvironmentFault, UserError
from cpr_desk.services import reference, undo
from cpr_desk.services.commission import CreateCommission, add_commission
from cpr_desk.services.dossiers import snapshot_at
from cpr_desk.services.register import adhesions_at, save_adhesion
from cpr_desk.services.scales import (
    Origin,
    effects,
    give_up,
    known_scales,
    others,
    refusals,
    save_scale,
    with_scale,
    without,
)
from cpr_desk.storage.database import Database, open_database
from cpr_desk.storage.models import CptsPaymentRow, JournalEntryRow, ScaleRow
from tests.factories import adhesion

TODAY = date(2024, 6, 1)
SIGNED_ON = date(2022, 3, 15)


def silent(_done: int, _total: int) -> None:
    """Hear nothing of the progress."""


def further(on: date = date(2024, 9, 1)) -> Scale:
    """Return an avenant 3 whose fonctionnement gives 10 000 € more and whose sizes begin elsewhere."""
    known = reference.packaged_scales()["avenant-2"]
    first = known.lines[0]
    line = replace(first, amounts=tuple(amount + 10_000 for amount in first.amounts))
    return replace(
        known,
        code="avenant-3",
        label="Avenant 3",
        in_force_from=on,
        lines=(line, *known.lines[1:]),
        thresholds=(30_000, 80_000, 175_000),
        printed=(),
    )


def signed(db: Database, commission: Commission, code: str = "CPTS-001") -> int:
    known = adhesion(code, step=Step.SIGNED, step_since=SIGNED_ON, signed_on=SIGNED_ON, population=39_999)
    return save_adhesion(db, commission.id, known, SIGNED_ON)


def pay(db: Database, cpts: int, on: date, kind: Kind, year: int, due_on: date) -> None:
    with db.unit_of_work("Enregistrer un versement") as session:
        session.add(
            CptsPaymentRow(
                cpts_id=cpts,
                paid_on=on,
                cents=1_000_000,
                due_code="fonctionnement",
                due_kind=kind,
                due_year=year,
                due_on=due_on,
            )
        )


def codes(db: Database) -> list[str]:
    return list(reference.scales(db))


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "autre")
    yield database
    database.close()


def test_a_scale_that_is_added_is_seen_everywhere_at_once_and_in_no_other_database(
    db: Database, other: Database, commission: Commission
) -> None:
    cpts = signed(db, commission)
    save_scale(db, further(), TODAY, correcting=False, comment=" JO  du jour ")

    assert codes(db) == ["aci-2019", "avenant-2", "avenant-3"]
    assert reference.scale(db, "avenant-3") == further()
    assert reference.scale_at(db, date(2024, 9, 1)).code == "avenant-3"
    assert [each.code for each in snapshot_at(db, commission, TODAY).scales] == codes(db)
    assert adhesions_at(db, commission.id, date(2024, 8, 31), [cpts])[0].size == 1
    assert adhesions_at(db, commission.id, date(2024, 9, 1), [cpts])[0].size == 2
    assert codes(other) == codes_of(None) == ["aci-2019", "avenant-2"]
    known = known_scales(db)
    assert [(each.id, each.origin, each.until) for each in known] == [
        ("aci-2019", Origin.PACKAGED, date(2021, 12, 19)),
        ("avenant-2", Origin.PACKAGED, date(2024, 8, 31)),
        ("avenant-3", Origin.OWN, None),
    ]
    assert (known[-1].changed_on, known[-1].comment) == (TODAY, "JO du jour")
    assert [each.label for each in Origin] == ["fourni avec le programme", "fourni, corrigé ici", "ajouté ici"]


def codes_of(db: Database | None) -> list[str]:
    return list(reference.scales(db))


def test_a_packaged_scale_is_corrected_and_put_back(db: Database) -> None:
    packaged = reference.packaged_scales()["avenant-2"]
    corrected = replace(packaged, label="Avenant 2 corrigé")
    save_scale(db, corrected, TODAY, correcting=True)
    save_scale(db, replace(corrected, thresholds=(1, 2, 3)), TODAY, correcting=True)

    assert known_scales(db)[1].origin is Origin.CORRECTED
    assert reference.scale(db, "avenant-2").thresholds == (1, 2, 3)
    assert without(db, "avenant-2")[1] == packaged
    give_up(db, "avenant-2", TODAY, silent)
    assert reference.scale(db, "avenant-2") == packaged
    give_up(db, "avenant-2", TODAY, silent)
    assert [each.origin for each in known_scales(db)] == [Origin.PACKAGED] * 2


def test_each_change_of_a_scale_is_undone_by_its_name_and_done_again(db: Database) -> None:
    save_scale(db, further(), TODAY, correcting=False)
    save_scale(db, replace(further(), thresholds=(1, 2, 3)), TODAY, correcting=True)
    give_up(db, "avenant-3", TODAY, silent)
    assert codes(db) == ["aci-2019", "avenant-2"]

    labels = []
    while (step := undo.history(db).undo) and "barème" in step.label:
        labels.append(step.label.replace("\xa0", " "))
        undo.undo(db, step)
        labels.append(str(reference.scales(db).get("avenant-3") and reference.scales(db)["avenant-3"].thresholds[0]))
    assert labels == [
        "supprimer le barème « Avenant 3 »",
        "1",
        "corriger le barème « Avenant 3 »",
        "30000",
        "ajouter le barème « Avenant 3 »",
        "None",
    ]
    again = undo.history(db).redo
    assert again
    undo.redo(db, again)
    assert reference.scale(db, "avenant-3") == further()
    with db.reading() as session:
        assert session.query(JournalEntryRow).count() >= 7


def test_a_scale_is_refused_with_all_that_is_wrong_and_nothing_is_written(db: Database) -> None:
    taken = replace(further(date(2021, 12, 20)), code="avenant-2")
    assert {fault.path for fault in refusals(db, taken, correcting=False)} == {("code",), ("in_force_from",)}
    assert refusals(db, replace(taken, label="Avenant 2"), correcting=True) == ()
    with pytest.raises(UserError, match=r"déjà celui du barème.*déjà en vigueur ce jour"):
        save_scale(db, taken, TODAY, correcting=False)
    with pytest.raises(UserError, match="Aucun barème ne s’applique avant le 25/08/2019"):
        save_scale(db, further(date(1999, 1, 1)), TODAY, correcting=False)
    assert codes(db) == ["aci-2019", "avenant-2"]


def test_what_a_scale_would_change_is_told_before_it_is_stored(db: Database, commission: Commission) -> None:
    for number in range(3):
        signed(db, commission, f"CPTS-{number:03d}")
    save_adhesion(db, commission.id, adhesion("CPTS-900", population=10), SIGNED_ON)
    told: list[tuple[int, int]] = []
    found = effects(
        db,
        commission,
        with_scale(db, further()),
        further(),
        TODAY,
        lambda done, total: told.append((done, total)),
    )

    assert (found.looked_at, len(found.changed), found.resized) == (4, 3, 3)
    assert found.then - found.now == 3 * Decimal(20_000)
    assert found.past == 0
    assert told == [(0, 4), (4, 4)]
    assert codes(db) == ["aci-2019", "avenant-2"]


def test_the_work_on_a_large_register_is_told_by_parts_and_can_be_given_up(
    db: Database, commission: Commission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpr_desk.services.scales._BATCH", 2)
    for number in range(5):
        signed(db, commission, f"CPTS-{number:03d}")
    told: list[int] = []

    def stop(done: int, _total: int) -> None:
        told.append(done)
        if done == 4:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        effects(db, commission, with_scale(db, further()), further(), TODAY, stop)
    assert told == [0, 2, 4]


def test_payments_keep_a_scale_that_was_added(db: Database, commission: Commission) -> None:
    first, second = signed(db, commission), signed(db, commission, "CPTS-002")
    save_scale(db, further(date(2023, 1, 1)), TODAY, correcting=False)
    pay(db, first, SIGNED_ON, Kind.FULL, 1, SIGNED_ON)
    give_up(db, "avenant-3", TODAY, silent)
    save_scale(db, further(date(2023, 1, 1)), TODAY, correcting=False)
    pay(db, first, date(2023, 3, 20), Kind.ADVANCE, 2, date(2023, 3, 15))

    with pytest.raises(UserError, match=r"Des versements de CPTS .* dépendent du barème") as refused:
        give_up(db, "avenant-3", TODAY, silent)
    assert "autre" not in refused.value.what
    pay(db, second, date(2023, 3, 20), Kind.ADVANCE, 2, date(2023, 3, 15))
    with pytest.raises(UserError, match="et de 1 autre CPTS"):
        give_up(db, "avenant-3", TODAY, silent)
    assert "avenant-3" in codes(db)


def test_payments_of_another_commission_keep_a_scale_too(db: Database, commission: Commission) -> None:
    order = CreateCommission(CommissionKind.CPL, "52", "Sarthe", SIGNED_ON)
    local = add_commission(db, order)
    save_scale(db, further(date(2023, 1, 1)), TODAY, correcting=False)
    pay(db, signed(db, local), date(2023, 3, 20), Kind.ADVANCE, 2, date(2023, 3, 15))

    assert others(db, commission) == (local.name,)
    assert not effects(db, commission, without(db, "avenant-3"), further(), TODAY, silent).changed
    with pytest.raises(UserError, match="dépendent du barème"):
        give_up(db, "avenant-3", TODAY, silent)


def test_a_stored_scale_that_cannot_be_read_is_told(db: Database) -> None:
    with db.unit_of_work("Abîmer un barème") as session:
        session.add(ScaleRow(code="abime", content={"code": "abime"}, changed_on=TODAY))

    with pytest.raises(EnvironmentFault, match=r"abime.*de cette base de données est illisible"):
        reference.scales(db)
