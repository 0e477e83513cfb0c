"""What a register says beside the adhesions: association, effect of the contract, territory, missions deployed."""

from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from cpr_desk.domain.beside_adhesion import Beside
from cpr_desk.domain.communes import Gazetteer
from cpr_desk.domain.missions import Mission
from cpr_desk.imports.register import propose_register, read_register
from cpr_desk.imports.register_columns import Beyond
from cpr_desk.imports.register_lines import RegisterFile
from cpr_desk.imports.template import register_template
from cpr_desk.services import reference
from tests.imports.books import xlsx
from tests.imports.register_reading import DEPARTMENTS, THRESHOLDS

DAY = date(2022, 3, 15)
HEADER = [
    "Code", "Nom", "Département", "Date de signature", "Date d’effet", "Association porteuse",
    "Date de déclaration de l’association", "Communes du territoire", "Accès aux soins – déployée le",
]  # fmt: skip
ROW = ["49-01", "CPTS du Layon", "49", DAY, date(2022, 4, 1), "Asso du Layon", "01/02/2021", "49007, 49328", DAY]


def gazetteer() -> Gazetteer:
    return reference.gazetteer("52")


def listed(*rows: list[object], header: list[str] = HEADER) -> RegisterFile:
    return read_register(xlsx(("R", [header, *rows])), DEPARTMENTS, THRESHOLDS, gazetteer=gazetteer())


def test_what_stands_beside_is_read_and_shown() -> None:
    file = listed(ROW)
    (line,) = file.lines
    assert line.beside.codes == {"49007", "49328"}
    assert (line.beside.association, line.beside.association_on, line.beside.effect_on) == (
        "Asso du Layon",
        date(2021, 2, 1),
        date(2022, 4, 1),
    )
    assert line.beside.deployed == ((Mission.ACCES, DAY),)
    assert (file.problems, [column.header for column in file.columns if column.unknown]) == ((), [])
    (change,) = propose_register(file, []).changes
    told = {part.what: part.after for part in change.parts}
    assert told["Communes du territoire"] == "2 communes"
    assert change.adhesion.population == sum(people for _, people in line.beside.populations)
    assert told["Missions déployées"] == "Accès aux soins (15/03/2022)"


def test_the_model_workbook_has_a_column_for_all_that_stands_beside() -> None:
    book = load_workbook(BytesIO(register_template(DEPARTMENTS)))
    sheet = book["Registre"]
    titles = {cell.value: cell.column for cell in sheet[4]}
    assert {beyond.label for beyond in Beyond} <= set(titles)
    row = {"Code": "49-01", "Nom de la CPTS": "CPTS du Layon", "Département": "Maine-et-Loire", "Contrat signé le": DAY}
    beside = {"Association": "Asso", "Prise d’effet du contrat": DAY, "Communes du territoire": "49007; 49328"}
    for title, value in (row | beside | {"Association déclarée le": DAY, "Prévention – déployée le": DAY}).items():
        sheet.cell(5, titles[title]).value = value
    stream = BytesIO()
    book.save(stream)
    file = read_register(stream.getvalue(), DEPARTMENTS, THRESHOLDS, gazetteer=gazetteer())
    assert file.problems == ()
    told = file.lines[0].beside
    assert (told.association, told.association_on, told.effect_on, len(told.codes)) == ("Asso", DAY, DAY, 2)
    assert told.deployed == ((Mission.PREVENTION, DAY),)


def test_what_is_known_beside_is_not_proposed_again() -> None:
    file = listed(ROW)
    (change,) = propose_register(file, []).changes
    stored = {7: file.lines[0].beside}
    known = type(change.adhesion)(**{**{f: getattr(change.adhesion, f) for f in change.adhesion.__slots__}, "id": 7})
    assert propose_register(file, [known], beside=stored).changes == ()
    (again,) = propose_register(file, [known], beside={7: Beside("Autre", deployed=((Mission.ACCES, DAY),))}).changes
    assert ("Association", "Autre") in {(part.what, part.before) for part in again.parts}


def test_a_stated_population_stands_over_the_sum_of_the_communes() -> None:
    file = listed([*ROW, 12_345], header=[*HEADER, "Population"])
    (change,) = propose_register(file, []).changes
    assert change.adhesion.population == 12_345


def test_communes_are_named_too_and_one_that_is_not_known_is_told_at_its_cell() -> None:
    named = listed([*ROW[:7], "Angers (49)\nTrélazé", ""])
    assert len(named.lines[0].beside.populations) == 2
    wrong = listed([*ROW[:7], "Angers; Zorglubville; 99999", "prévue"])
    assert [(each.row, each.column) for each in wrong.problems] == [(2, "Communes du territoire")] * 2


def test_how_many_communes_and_amendments_are_not_taken_and_it_is_said() -> None:
    header = [*HEADER[:7], "Communes", "Nombre de communes", "Avenants"]
    file = listed([*ROW[:7], 12, 12, "Avenant 1"], header=header)
    assert not file.lines[0].beside.populations
    told = " ".join(each.message for each in file.warnings)
    assert "Les avenants ne sont pas repris" in told
    assert "Le nombre de communes n’est pas repris" in told


def test_an_effect_without_signature_and_an_endless_name_are_told() -> None:
    file = listed([*ROW[:3], "", *ROW[4:]])
    proposal = propose_register(file, [])
    assert "date d’effet n’est pas reprise" in proposal.warnings[-1].message
    assert proposal.changes[0].beside.effect_on is None
    assert "dépasse 300" in listed([*ROW[:5], "x" * 301, *ROW[6:]]).problems[0].message
