"""Everything made of the register is made from one snapshot: the files are read back, and their totals agree."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cpr_desk.domain.adhesion import Stage, Step
from cpr_desk.domain.commission import Commission, CommissionKind
from cpr_desk.domain.contract import EndKind, EventKind
from cpr_desk.domain.dossier import DialogueKind
from cpr_desk.domain.french import date_digits, euros, integer
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.regional import RegionalState
from cpr_desk.errors import UserError
from cpr_desk.office import demo_register, documents, exports
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.services.commission import CreateCommission, create_commission
from cpr_desk.services.dossiers import snapshot_at
from cpr_desk.services.funding import accounts
from cpr_desk.services.overview import overview
from cpr_desk.services.regional import state_at
from cpr_desk.services.register import save_adhesion, summary_at
from cpr_desk.services.register_facts import facts_at
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import (
    ContractEventRow,
    ContractRow,
    CptsAreaRow,
    CptsPaymentRow,
    CptsSizeRow,
    CptsStepRow,
    DialogueRow,
    MissionRateRow,
)
from tests.factories import adhesion
from tests.reports.reading import pages, text

SIGNED_ON, EARLIER, AT = date(2022, 3, 15), date(2023, 6, 30), date(2024, 12, 31)
MISSIONS = (("acces", date(2022, 6, 1)), ("parcours", date(2022, 9, 1)), ("prevention", None))


@pytest.fixture
def seeded(db: Database, commission: Commission) -> Commission:
    """Return a commission whose register has a CPTS in every step, and contracts in every state."""
    for number, step in enumerate(Step):
        signed = step in (Step.SIGNED, Step.RENEWED, Step.TERMINATED)
        known = adhesion(
            f"CPTS-{number:02d}",
            step=Step.SIGNED if signed else step,
            step_since=SIGNED_ON if signed else date(2022, 1 + number, 10),
            signed_on=SIGNED_ON if signed else None,
            population=None if step is Step.REFLECTION else 30_000 + 17_501 * number,
            members=40 + number if signed else None,
            missions=MISSIONS if signed else (),
            department=("44", "49", "72")[number % 3],
        )
        cpts = save_adhesion(db, commission.id, known, date(2022, 12, 31))
        if signed:
            _live(db, cpts, step)
    late = adhesion("CPTS-99", step=Step.LETTER_VALIDATED, step_since=date(2024, 5, 6), population=88_000)
    save_adhesion(db, commission.id, late, date(2024, 5, 6))
    return commission


def _live(db: Database, cpts: int, step: Step) -> None:
    with db.unit_of_work("Faire vivre un contrat") as session:
        signature = session.query(CptsStepRow).filter_by(cpts_id=cpts, step=Step.SIGNED).one()
        contract = ContractRow(cpts_id=cpts, step_id=signature.id, years=5)
        if step is Step.TERMINATED:
            contract.ended_on, contract.end_kind = date(2024, 3, 31), EndKind.BY_CPTS
            session.add(CptsStepRow(cpts_id=cpts, step=Step.TERMINATED, day=date(2024, 3, 31)))
        session.add(contract)
        session.flush()
        session.add_all(
            [
                ContractEventRow(contract_id=contract.id, kind=EventKind.AMENDMENT, since=date(2023, 9, 1)),
                CptsAreaRow(cpts_id=cpts, since=SIGNED_ON, year=2026, populations={"44109": 60_000, "49007": 10_001}),
                CptsSizeRow(cpts_id=cpts, day=date(2023, 4, 3), size=4, population=180_000),
                MissionRateRow(cpts_id=cpts, mission=Mission.ACCES, year=1, rate="0.75"),
                DialogueRow(cpts_id=cpts, kind=DialogueKind.YEARLY, year=1, held_on=date(2023, 4, 3)),
                CptsPaymentRow(cpts_id=cpts, paid_on=date(2022, 4, 1), cents=5_000_050, label="=Avance"),
                CptsPaymentRow(cpts_id=cpts, paid_on=date(2024, 4, 1), cents=-12_345, label="Reprise"),
            ]
        )


def _book(db: Database, commission: Commission, folder: Path, at: date, since: date | None = None) -> Any:
    file = folder / "registre.xlsx"
    rows = exports.export(db, Export(commission.id, ExportKind.ADHESIONS, at, at, since), file)
    book = openpyxl.load_workbook(file)
    assert rows == len(_lines(book["Registre"]))
    return book


def _pdf(db: Database, commission: Commission, kind: DocumentKind, at: date, **more: Any) -> str:
    request = Request(commission.id, kind, at, at, **more)
    return _plain(text(documents.render(db, request)))


def _plain(words: str) -> str:
    return words.replace("\xa0", " ").replace("\u202f", " ")


def _lines(page: Any, title: str = "") -> list[dict[str, Any]]:
    """Return the lines of the table of a sheet, or of the one whose first header is `title`, by their headers."""
    rows = list(page.iter_rows(values_only=True))
    top = next(n for n, row in enumerate(rows) if row[0] == title or (not title and row[0] in ("Code", "Changement")))
    header = [cell for cell in rows[top] if cell]
    lines: list[dict[str, Any]] = []
    for row in rows[top + 1 :]:
        if row[0] is None:
            break
        lines.append(dict(zip(header, row, strict=False)))
    return lines


def _sum(lines: list[dict[str, Any]], header: str) -> Decimal:
    return sum((Decimal(str(line[header] or 0)) for line in lines), Decimal(0))


def _told(state: RegionalState) -> Iterator[str]:
    """Yield what both the PDF and the sentences of the workbook must say of a state."""
    yield f"le registre compte {integer(state.summary.total)} CPTS"
    yield f"{integer(state.summary.population_covered)} habitants"
    yield f"{euros(state.money.paid)} ont été versés sur {euros(state.money.due)} échus"


@pytest.mark.parametrize("at", [EARLIER, AT])
def test_screen_workbook_and_pdf_have_the_same_totals(
    db: Database, seeded: Commission, tmp_path: Path, at: date
) -> None:
    state = state_at(db, seeded, at)
    screen = summary_at(db, seeded, at)
    book = _book(db, seeded, tmp_path, at)
    register = _lines(book["Registre"])
    printed = _pdf(db, seeded, DocumentKind.ADHESIONS, at)

    assert screen == state.summary == overview(db, seeded, at).summary
    facts = facts_at(db, seeded, at, [each.id for each in state.adhesions]).values()
    assert sum(each.due or 0 for each in facts) == state.money.due
    assert sum(each.paid or 0 for each in facts) == state.money.paid
    told = accounts(snapshot_at(db, seeded, at))
    assert sum(each.statement.balance for each in told) == state.money.left
    assert len(register) == screen.total
    for title in ("Étape", "Département", "Taille"):
        *lines, total = _lines(book["Synthèse"], title)
        assert _sum(lines, "CPTS") == total["CPTS"] == screen.total
        assert _sum(lines, "Population") == total["Population"] == _sum(register, "Population")
    for line in _lines(book["Synthèse"], "Étape")[:-1]:
        stage = next(stage for stage in Stage if stage.label == line["Étape"])
        assert line["CPTS"] == screen.by_stage[stage] == sum(own["Étape"] == stage.label for own in register)
        assert line["Population"] == screen.population_by_stage[stage]
    years = _lines(book["Synthèse"], "Année civile")
    money = {"Dû": state.money.due, "Versé": state.money.paid, "Reste à payer": state.money.left}
    for header, amount in money.items():
        assert _sum(years[:-1], header) == Decimal(str(years[-1][header])) == amount
        assert _sum(register, header) == amount
        assert _plain(euros(amount)) in printed
    assert _sum(_lines(book["Versements"]), "Montant") == state.money.paid
    dues = [line for line in _lines(book["Sommes dues"]) if line["Échéance"].date() <= at]
    assert _sum(dues, "Dû") == state.money.due
    assert _sum(_lines(book["Sommes dues"]), "Dû") == state.money.due + state.money.to_come
    missions = _lines(book["Synthèse"], "Mission")
    assert missions[-1]["Démarrées"] == sum(each.started for each in state.missions)
    assert len(_lines(book["Missions"])) == sum(len(own.missions) for own in state.standings)
    assert _sum(_lines(book["Communes"]), "Habitants") == _sum(register, "Habitants des communes")
    words = " ".join(str(row[0]) for row in book["Synthèse"].iter_rows(max_col=1, values_only=True) if row[0])
    for sentence in _told(state):
        assert sentence in words
        assert _plain(sentence) in printed


def test_the_files_of_the_cpts_add_up_to_the_state(db: Database, seeded: Commission) -> None:
    state = state_at(db, seeded, AT)
    paid = Decimal(0)
    for own in state.standings:
        words = _pdf(db, seeded, DocumentKind.CPTS_FILE, AT, cpts_id=own.dossier.id)
        assert own.adhesion.name in words
        assert own.adhesion.step.label in words
        assert f"{_plain(euros(own.paid))} versés au 31/12/2024" in words
        paid += own.paid
    assert paid == state.money.paid


def test_what_changed_between_two_days_is_listed_alike_in_both(
    db: Database, seeded: Commission, tmp_path: Path
) -> None:
    book = _book(db, seeded, tmp_path, AT, EARLIER)
    printed = _pdf(db, seeded, DocumentKind.ADHESIONS, AT, since=EARLIER)
    lines = _lines(book["Changements"])

    kinds = {line["Changement"] for line in lines}
    assert kinds == {"Entrées au registre", "Avenants", "Contrats terminés et projets abandonnés"}
    new = next(line for line in lines if line["Changement"] == "Entrées au registre")
    assert (new["Code"], new["Le"].date()) == ("CPTS-99", date(2024, 5, 6))
    assert "1 CPTS est entrée au registre, 3 avenants ont pris effet et 1 contrat ou projet a pris fin" in printed
    counts = {line["Nombres"]: line for line in _lines(book["Comparaison"], "Nombres")}
    before, after = (summary_at(db, seeded, day) for day in (EARLIER, AT))
    total = counts["CPTS au registre"]
    days = [f"Au {date_digits(day)}" for day in (EARLIER, AT)]
    assert [total[day] for day in days] == [before.total, after.total]
    assert total["Écart"] == 1
    assert [counts["Contrat terminé"][day] for day in days] == [0, 1]


def test_december_2020_is_rebuilt_and_printed_as_it_was_told(db: Database, tmp_path: Path) -> None:
    commission = demo_register.fill_december_2020(db)
    at = demo_register.DECEMBER_2020
    state = state_at(db, commission, at)
    request = Request(commission.id, DocumentKind.ADHESIONS, at, at)
    printed = documents.render(db, request)
    words = _plain(text(printed))
    book = _book(db, commission, tmp_path, at)

    assert state.spread is not None
    assert (state.summary.total, len(state.in_force), state.validated.cpts) == (28, 7, 12)
    assert (state.by_stage[Stage.LETTER].cpts, state.by_stage[Stage.REFLECTION].cpts) == (11, 5)
    assert (state.spread.least, state.spread.most, state.spread.mean) == (30_000, 220_000, 88_000)
    assert "le registre compte 28 CPTS" in words
    assert "les 7 contrats signés sont comptés parmi les 12 projets validés" in words
    assert "de 30 000 à 220 000 habitants, 88 000 en moyenne" in words
    assert "686 000 € ont été versés" in words
    assert 2 <= len(pages(printed)) <= 6
    register = _lines(book["Registre"])
    assert len(register) == 28
    assert sum(line["Étape"] == "Contrat signé" for line in register) == 7
    assert sum(line["Projet validé"] is not None for line in register) == 12
    assert _sum(register, "Population") / 28 == 88_000
    assert _sum(register, "Versé en 2020") == 686_000
    assert "88 000 en moyenne" in _plain(str(book["Synthèse"]["A4"].value))


def test_two_days_in_the_wrong_order_are_refused(db: Database, seeded: Commission) -> None:
    with pytest.raises(UserError, match="ne précède pas"):
        documents.build(db, Request(seeded.id, DocumentKind.ADHESIONS, AT, AT, since=AT))


def test_the_file_of_a_cpts_that_was_not_there_is_refused(db: Database, seeded: Commission) -> None:
    with pytest.raises(UserError, match="pas au registre"):
        documents.build(db, Request(seeded.id, DocumentKind.CPTS_FILE, date(2019, 1, 1), AT, cpts_id=1))
    with pytest.raises(UserError, match="vide"):
        documents.build(db, Request(seeded.id, DocumentKind.CPTS_FILE, date(2019, 1, 1), AT))


def test_the_national_commission_has_no_map_and_covers_the_country(db: Database, tmp_path: Path) -> None:
    national = create_commission(db, CreateCommission(CommissionKind.CPN, "", "", date(2021, 2, 4)))
    signed = adhesion("R-01", step=Step.SIGNED, signed_on=SIGNED_ON, population=88_000, department="974")
    cpts = save_adhesion(db, national.id, signed, SIGNED_ON)
    with db.unit_of_work("Fixer un territoire") as session:
        session.add(CptsAreaRow(cpts_id=cpts, since=SIGNED_ON, year=2026, populations={"97411": 150_000, "99999": 1}))
    words = _pdf(db, national, DocumentKind.ADHESIONS, AT)
    line = _lines(_book(db, national, tmp_path, AT)["Registre"])[0]

    assert "Carte des territoires" not in words
    assert "88 000 habitants, soit 0,1 % des" in words
    assert line["Nom du département"] == "La Réunion"
    assert line["Communes du territoire"] == "99999, Saint-Denis (974)"
    assert line["Taille d’après les communes"] == 3
    assert "Saint-Denis (974)" in _pdf(db, national, DocumentKind.CPTS_FILE, AT, cpts_id=cpts)


@pytest.mark.parametrize("heard", range(1, 5))
def test_an_export_given_up_leaves_no_file(db: Database, seeded: Commission, tmp_path: Path, heard: int) -> None:
    file, told = tmp_path / "registre.xlsx", list[tuple[int, int]]()

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        if len(told) == heard:
            raise InterruptedError

    wanted = Export(seeded.id, ExportKind.ADHESIONS, AT, AT, EARLIER)
    if heard <= 3:  # each of the two days, and the last moment
        with pytest.raises(InterruptedError):
            exports.export(db, wanted, file, progress)
    else:
        assert exports.export(db, wanted, file, progress)
    assert file.exists() is (heard > 3)
    assert told[0][0] == 0 < told[0][1]


@pytest.mark.parametrize("ending", ["xlsx", "pdf"])
def test_an_export_is_given_up_at_any_moment_and_the_older_file_stays(
    db: Database, seeded: Commission, tmp_path: Path, ending: str
) -> None:
    wanted, file = Export(seeded.id, ExportKind.ADHESIONS, AT, AT, EARLIER), tmp_path / f"registre.{ending}"
    gathered, whole = list[tuple[int, int]](), list[tuple[int, int]]()
    exports.build(db, wanted, lambda *told: gathered.append(told))
    exports.export(db, wanted, file, lambda *told: whole.append(told))
    assert len(whole) > len(gathered), "what is laid out can be given up too"
    if ending == "pdf":
        assert len(whole) > len(gathered) + 3, "page by page"

    file.write_text("l’export d’avant")
    for moment in range(1, len(whole) + 1):
        left = iter(range(1, moment))

        def progress(_done: int, _total: int, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise InterruptedError

        with pytest.raises(InterruptedError):
            exports.export(db, wanted, file, progress)
        assert file.read_text() == "l’export d’avant"
