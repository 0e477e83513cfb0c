"""Lists of payments, however they were typed."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from cpr_desk.domain.missions import Mission
from cpr_desk.errors import UserError
from cpr_desk.imports.payment_columns import PaymentField
from cpr_desk.imports.payments import read_amount, read_payments
from cpr_desk.imports.template import payments_template
from tests.imports.payment_reading import HEADER, TODAY, listed, read


def messages(*rows: list[object], header: list[object] = HEADER) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.message) for each in listed(*rows, header=header).problems]


def test_a_list_is_read_whatever_its_titles_words_and_order() -> None:
    file = read(
        [
            ["Versements de l’exercice 2022", "", "", "", "", "", ""],
            ["", "", "", "", "", "", ""],
            ["N° de mandat", "Date de paiement", "Bénéficiaire", "Somme versée", "Objet", "Exercice", "Mission"],
            ["M12", "1/4/22", "  CPTS  SEVRE ET LOGNE ", "37 500,00 €", "Avance", "2022", "Accès aux soins"],
            ["M13", date(2022, 4, 2), "CPTS Nord", -1200.5, "Indu", "année 2", "autre"],
            ["Total", "", "", "36 299,50 €", "", "", ""],
        ]
    )
    first, second = file.lines
    assert (first.name, first.payment.paid_on, first.payment.amount) == (
        "CPTS SEVRE ET LOGNE",
        date(2022, 4, 1),
        Decimal("37500.00"),
    )
    assert (first.payment.label, first.payment.reference, first.year, first.mission) == (
        "Avance",
        "M12",
        2022,
        Mission.ACCES,
    )
    assert (second.payment.amount, second.year, second.mission) == (Decimal("-1200.50"), 2, None)
    assert [each.message for each in file.warnings] == ["La mission «\u00a0autre\u00a0» n’est pas reconnue."]
    assert file.problems == ()


@pytest.mark.parametrize(
    ("typed", "euros"),
    [
        ("37 500,00 €", "37500.00"),
        ("37.500,00", "37500.00"),
        ("37 500 EUR", "37500.00"),
        ("(1 200)", "-1200.00"),
        ("(1 200,50) €", "-1200.50"),
        ("1 200,50-", "-1200.50"),
        ("−12", "-12.00"),
        ("+12", "12.00"),
        (8333.333333, "8333.33"),
    ],
)
def test_an_amount_is_read_with_its_sign_however_it_is_written(typed: str | float, euros: str) -> None:
    assert read_amount(typed) == Decimal(euros)


@pytest.mark.parametrize("typed", ["beaucoup", "37,500.00", "12 h", "--5", "1e40", 1e300])
def test_what_is_no_amount_is_told(typed: str | float) -> None:
    with pytest.raises(ValueError, match="n’est pas un montant"):
        read_amount(typed)


def test_every_problem_is_told_at_its_place() -> None:
    told = messages(
        ["44-01", "", "", 10, "", ""],
        ["44-01", "", "31/02/2022", 10, "", ""],
        ["44-01", "", "01/01/2030", "beaucoup", "", ""],
        ["44-01", "", "01/01/2030", 10, "", ""],
        ["44-01", "", "01/01/2022", 0, "", ""],
        ["44-01", "", "01/01/2022", 99_000_000, "", ""],
        ["44-01", "", "01/01/2022", "", "rien", ""],
        ["44-01", "", "01/01/2022", "#REF!", "", ""],
        ["", "", "01/01/2022", 10, "x", ""],
        ["44-01", "", "01/01/2022", 10, "x" * 201, "y" * 101],
        ["", "", "01/01/2030", 0, "x" * 201, ""],
    )  # fmt: skip
    assert [place[:2] for place in told] == [
        (2, "Versé le"),
        (3, "Versé le"),
        (4, "Montant"),
        (4, "Versé le"),
        (5, "Versé le"),
        (6, "Montant"),
        (7, "Montant"),
        (8, "Montant"),
        (9, "Montant"),
        (10, "CPTS"),
        (11, "Libellé"),
        (11, "Référence"),
        (12, "CPTS"),
        (12, "Montant"),
        (12, "Versé le"),
        (12, "Libellé"),
    ]
    words = [each[2] for each in told]
    assert "à venir" in words[4]
    assert "nul" in words[5]
    assert "dépasse 10" in words[6]
    assert "erreur d’Excel" in words[8]


def test_what_is_recovered_may_stand_in_a_column_of_its_own() -> None:
    header: list[object] = ["CPTS", "Date", "Montant versé", "Trop-perçu récupéré"]
    file = listed(
        ["A", "01/02/2022", 100, ""],
        ["A", "01/02/2022", "", 30],
        ["A", "01/02/2022", "0", "-40"],
        ["A", "01/02/2022", 50, 5],
        ["A", "01/02/2022", "", 0],
        header=header,
    )
    assert [line.payment.amount for line in file.lines] == [100, -30, -40]
    assert [(each.row, each.column) for each in file.problems] == [
        (5, "Trop-perçu récupéré"),
        (6, "Trop-perçu récupéré"),
    ]


def test_a_cpts_named_once_above_its_payments_is_carried_down() -> None:
    file = listed(["44-01", "", "01/02/2022", 1, "", ""], ["", "", "01/03/2022", 2, "", ""], ["", "", "", "", "", ""])
    assert [line.code for line in file.lines] == ["44-01", "44-01"]
    assert file.warnings[0].message.startswith("1 versement sans CPTS")
    band = listed(["CPTS Nord", "", "", "", "", ""], ["", "", "01/03/2022", 2, "x", ""])
    assert [line.name for line in band.lines] == ["CPTS Nord"]


def test_a_blank_name_is_not_guessed_where_names_come_back() -> None:
    rows: list[list[object]] = [[code, "", "01/02/2022", 1, "x", ""] for code in ("44-01", "49-01", "", "44-01")]
    assert messages(*rows) == [(4, "CPTS", "La CPTS manque. Écrivez son code ou son nom.")]


def test_a_merged_name_stands_for_all_its_rows_but_a_merged_amount_is_paid_once() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet
    rows = [
        HEADER,
        ["44-01", "", "01/02/2022", 10, "a", ""],
        [None, None, "01/03/2022", 20, "b", ""],
        ["44-01", "", "01/04/2022", 30, "c", ""],
        ["44-01", "", "01/05/2022", None, "d", ""],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("D4:D5")
    stream = BytesIO()
    book.save(stream)
    file = read_payments(stream.getvalue(), TODAY)
    found = [(line.code, line.payment.amount) for line in file.lines]
    assert found == [("44-01", Decimal(amount)) for amount in (10, 20, 30)]
    assert [(each.row, each.column) for each in file.problems] == [(5, "Montant")]


def test_a_column_nobody_knows_is_told_and_may_be_said() -> None:
    header: list[object] = ["Qui", "Versé le", "Combien", "Libellé", "Zone"]
    unread = listed(["44-01", "01/02/2022", 10, "a", "z"], header=header)
    assert ["la CPTS" in each.message for each in unread.problems] == [True, False]
    assert {column.header for column in unread.columns if column.unknown} == {"qui", "combien", "zone"}
    data = b"Qui;Vers\xc3\xa9 le;Combien;Zone\n44-01;01/02/2022;10;z\n"
    file = read_payments(data, TODAY, {"qui": PaymentField.CPTS, "combien": PaymentField.AMOUNT, "zone": None})
    assert [(line.name, line.payment.amount) for line in file.lines] == [("44-01", Decimal(10))]
    assert (file.problems, file.warnings) == ((), ())
    ignored = listed(["44-01", "", "01/02/2022", 10, "", "", "z"], header=[*HEADER, "Zone"])
    assert "«\u00a0Zone\u00a0»" in ignored.warnings[0].message


def test_a_total_with_a_date_is_told_when_left_out() -> None:
    file = listed(["Total", "", "01/02/2022", 10, "", ""], ["44-01", "", "01/02/2022", 10, "", ""])
    assert len(file.lines) == 1
    assert "total" in file.warnings[0].message


def test_a_file_without_a_list_of_payments_is_explained() -> None:
    with pytest.raises(UserError, match="Aucune liste de versements"):
        read_payments(b"a;b\n1;2\n", TODAY)


def test_the_model_workbook_is_read_once_filled_in() -> None:
    book = load_workbook(BytesIO(payments_template()))
    sheet = book["Versements"]
    titles = {cell.value: cell.column for cell in sheet[4]}
    for title, value in {"Code": "44-01", "Versé le": date(2022, 4, 1), "Montant (€)": -12.5, "Année": 2}.items():
        sheet.cell(5, titles[title]).value = value
    stream = BytesIO()
    book.save(stream)
    file = read_payments(stream.getvalue(), TODAY)
    assert [(line.code, line.payment.amount, line.year) for line in file.lines] == [("44-01", Decimal("-12.5"), 2)]
    assert (file.problems, file.warnings) == ((), ())


def test_ten_thousand_payments_are_read() -> None:
    rows = "\n".join(f"CPTS {n % 500};0{n % 9 + 1}/02/2022;{n + 1},50 €;VIR {n}" for n in range(10_000))
    file = read_payments(f"CPTS;Date;Montant;Référence\n{rows}\n".encode(), TODAY)
    assert len(file.lines) == 10_000
