"""Model workbooks to fill in: the tables that an import reads without a question, with lists and a page of help."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import HEALTH_CENTRES, Regime, Section
from cpr_desk.domain.french import capital, typeset
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.schedule import Kind
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.imports.payment_columns import PaymentField
from cpr_desk.imports.reference import Reference
from cpr_desk.imports.register_columns import Beyond, Field
from cpr_desk.imports.tables import HELP_SHEET

_ACCENT = "1C3A66"
_LINE = Side(style="thin", color="B8C2D0")
_TITLE = Font(name="Calibri", size=16, bold=True, color=_ACCENT)
_HINT = Font(name="Calibri", size=11, italic=True, color="555555")
_HEADER = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
_FILL = PatternFill("solid", start_color=_ACCENT)
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEADER_ROW = 4
_LISTS = "Listes"
_RULES = Rules()
_DATE = "dd/mm/yyyy"
_REGISTER_ROWS = 500
_SOCIAL_ROWS = 40
_SPARE_ROWS = 15


@dataclass(frozen=True, slots=True)
class _Column:
    """A column to fill in: `choices` names a list of the hidden sheet, `strict` forbids any other value."""

    title: str
    width: int
    choices: str = ""
    strict: bool = True
    number_format: str = "General"


@dataclass(frozen=True, slots=True)
class _Page:
    """A sheet to fill in, and the rows already there; `rows` counts those that carry lists and borders."""

    name: str
    title: str
    hint: str
    columns: Sequence[_Column]
    rows: int
    given: Sequence[Sequence[str]] = ()


def composition_template(reference: Reference, rules: Rules = _RULES) -> bytes:
    """Return the .xlsx to fill in with the composition; the seats of the official table are already written."""
    unions = dict.fromkeys(union for names in reference.unions.values() for union in names)
    lists = {
        "voix": [str(votes) for votes in range(1, rules.max_social_votes + 1)],
        "regimes": [regime.label for regime in Regime],
        "professions": [profession.label for profession in reference.professions],
        "syndicats": list(unions),
        "organismes": list(reference.bodies),
    }
    holders = (
        _Column("Titulaire", 30),
        _Column("Suppléant", 30),
        _Column("Courriel du titulaire", 30),
        _Column("Courriel du suppléant", 30),
    )
    seats = _official_seats(reference, rules)
    bodies = [(body,) for body, count in reference.bodies.items() for _ in range(count)]
    pages = (
        _Page(
            Section.SOCIAL.label,
            Section.SOCIAL.label,
            "Une ligne par membre. Laissez le nom vide tant que personne n’est désigné.",
            (_Column("Voix", 8, "voix", number_format="0"), _Column("Régime", 16, "regimes"), *holders),
            _SOCIAL_ROWS,
        ),
        _Page(
            Section.PROFESSIONAL.label,
            Section.PROFESSIONAL.label,
            "Une ligne par siège. Retirez les syndicats qui ne siègent pas, ajoutez les autres en bas.",
            (
                _Column("Profession", 30, "professions", strict=False),
                _Column("Syndicat", 18, "syndicats", strict=False),
                *holders,
            ),
            len(seats) + _SPARE_ROWS,
            seats,
        ),
        _Page(
            Section.CONSULTATIVE.label,
            Section.CONSULTATIVE.label,
            "Une ligne par personne. La liste des organismes est libre.",
            (_Column("Organisme", 30, "organismes", strict=False), *holders),
            len(bodies) + _SPARE_ROWS,
            bodies,
        ),
    )
    return _rendered("Composition de la commission", pages, lists, _COMPOSITION_HELP)


def register_template(departments: Mapping[str, str]) -> bytes:
    """Return the .xlsx to fill in with the CPTS; `departments` maps the INSEE codes to the names."""
    lists = {
        "departements": list(departments.values()),
        "etapes": [step.label for step in Step],
        "tailles": [size.label for size in SizeClass],
    }
    page = _Page(
        "Registre",
        "Registre des adhésions à l’ACI",
        "Une ligne par CPTS. Seuls le nom et le département sont obligatoires.",
        tuple(_register_columns()),
        _REGISTER_ROWS,
    )
    return _rendered("Registre des adhésions", (page,), lists, _REGISTER_HELP)


def payments_template() -> bytes:
    """Return the .xlsx to fill in with the payments made to CPTS."""
    shapes = {
        PaymentField.CODE: (14, "", "@"),
        PaymentField.CPTS: (34, "", "General"),
        PaymentField.PAID_ON: (13, "", _DATE),
        PaymentField.AMOUNT: (16, "", "#,##0.00"),
        PaymentField.LABEL: (34, "", "General"),
        PaymentField.REFERENCE: (20, "", "@"),
        PaymentField.LINE: (24, "natures", "General"),
        PaymentField.MISSION: (28, "missions", "General"),
        PaymentField.YEAR: (9, "", "0"),
    }
    columns = tuple(
        _Column(name.label, width, choices, strict=False, number_format=number_format)
        for name, (width, choices, number_format) in shapes.items()
    )
    lists = {
        "natures": [capital(kind.label) for kind in Kind],
        "missions": [mission.label for mission in Mission],
    }
    hint = "Une ligne par versement. La CPTS (code ou nom), la date et le montant sont obligatoires."
    page = _Page("Versements", "Versements aux CPTS", hint, columns, _REGISTER_ROWS)
    return _rendered("Versements aux CPTS", (page,), lists, _PAYMENTS_HELP)


def _official_seats(reference: Reference, rules: Rules) -> list[tuple[str, str]]:
    seats = []
    for profession in reference.professions:
        unions = reference.unions[profession.code]
        if profession.code == HEALTH_CENTRES:
            unions = ("",) * rules.health_centre_seats
        seats += [(profession.label, union) for union in unions]
    return seats


def _register_columns() -> Iterable[_Column]:
    shapes = {
        Field.CODE: (14, "", "@"),
        Field.NAME: (34, "", "General"),
        Field.DEPARTMENT: (20, "departements", "General"),
        Field.STEP: (28, "etapes", "General"),
        Field.POPULATION: (13, "", "#,##0"),
        Field.POPULATION_SOURCE: (20, "", "General"),
        Field.SIZE: (11, "tailles", "General"),
        Field.MEMBERS: (11, "", "#,##0"),
        Field.CONTACT: (26, "", "General"),
        Field.EMAIL: (30, "", "General"),
        Field.PHONE: (16, "", "@"),
        Field.COMMENT: (40, "", "General"),
        Field.PAID: (15, "", '#,##0.00\\ "€"'),
    }
    for name in Field:
        if name is Field.MISSIONS:
            yield from (_Column(mission.label, 18, number_format=_DATE) for mission in Mission)
        else:
            width, choices, number_format = shapes.get(name, (15, "", _DATE))
            yield _Column(name.label, width, choices, number_format=number_format)
    texts = {Beyond.ASSOCIATION: (34, "General"), Beyond.COMMUNES: (40, "@")}
    for beyond in Beyond:
        width, number_format = texts.get(beyond, (18, _DATE))
        yield _Column(beyond.label, width, number_format=number_format)


def _rendered(title: str, pages: Sequence[_Page], lists: Mapping[str, list[str]], help_text: "_Help") -> bytes:
    book = Workbook()
    book.properties.title, book.properties.creator, book.properties.language = title, "CPR Desk", "fr-FR"
    _write_help(book.active, title, help_text)
    ranges = _write_lists(book, lists)
    for page in pages:
        _write_page(book.create_sheet(page.name), page, ranges)
    book.move_sheet(_LISTS, len(pages))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_lists(book: Workbook, lists: Mapping[str, list[str]]) -> dict[str, str]:
    """Write the choices on a hidden sheet, and return the range of each list."""
    sheet = book.create_sheet(_LISTS)
    sheet.sheet_state = "hidden"
    ranges = {}
    for column, (name, choices) in enumerate(lists.items(), 1):
        for row, choice in enumerate(choices, 1):
            sheet.cell(row, column, int(choice) if choice.isdigit() else choice)
        letter = get_column_letter(column)
        ranges[name] = f"{_LISTS}!${letter}$1:${letter}${len(choices)}"
    return ranges


def _write_page(sheet: Any, page: _Page, ranges: Mapping[str, str]) -> None:
    sheet["A1"], sheet["A1"].font = page.title, _TITLE
    sheet["A2"], sheet["A2"].font = page.hint, _HINT
    last = _HEADER_ROW + page.rows
    for number, column in enumerate(page.columns, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width
        header = sheet.cell(_HEADER_ROW, number, column.title)
        header.font, header.fill, header.border = _HEADER, _FILL, _BORDER
        header.alignment = Alignment(vertical="center", wrap_text=True)
        first = sheet.cell(_HEADER_ROW + 1, number)
        first.border, first.number_format = _BORDER, column.number_format
        for row in range(_HEADER_ROW + 2, last + 1):
            sheet.cell(row, number)._style = copy(first._style)  # noqa: SLF001 - found anew for each cell, it takes a second
        cells = f"{letter}{_HEADER_ROW + 1}:{letter}{last}"
        if column.choices:
            sheet.add_data_validation(_choice(column, ranges[column.choices], cells))
    for offset, row_values in enumerate(page.given, 1):
        for number, value in enumerate(row_values, 1):
            if value:
                sheet.cell(_HEADER_ROW + offset, number, value)
    sheet.row_dimensions[_HEADER_ROW].height = 32
    sheet.freeze_panes = sheet.cell(_HEADER_ROW + 1, 3)
    sheet.sheet_view.showGridLines = False
    _set_up_print(sheet)
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"


def _choice(column: _Column, choices: str, cells: str) -> DataValidation:
    validation = DataValidation(
        type="list",
        formula1=choices,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="stop" if column.strict else "warning",
        errorTitle=column.title,
        error=typeset(
            "Choisissez une valeur de la liste."
            if column.strict
            else "Cette valeur n’est pas dans la liste. Vérifiez son orthographe ; vous pouvez la garder."
        ),
    )
    validation.add(cells)
    return validation


def _set_up_print(sheet: Any) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.right.text = "Page &P/&N"


_Help = Sequence[tuple[str, Sequence[Sequence[str]]]]
"""Headings, each with its rows: one text, or the cells of an example."""

_COMPOSITION_HELP: _Help = (
    (
        "Comment remplir ce classeur",
        (
            ("Remplissez les trois feuilles, enregistrez, puis importez le fichier dans CPR Desk.",),
            ("Avant d’écrire quoi que ce soit, CPR Desk montre ce qui sera ajouté, modifié ou terminé.",),
            ("Une feuille laissée sans ligne ne change rien à la section correspondante.",),
        ),
    ),
    (
        "Les noms",
        (
            ("Écrivez « Prénom Nom », avec ou sans civilité : « Mme », « M. », « Dr », « Pr ».",),
            ("Siège sans titulaire ou sans suppléant : laissez la cellule vide, ou écrivez « vacant ».",),
            ("Les colonnes de courriel sont facultatives. Une adresse laissée vide n’efface pas celle du registre.",),
        ),
    ),
    (
        "Les sièges",
        (
            ("Section sociale : chaque membre porte une ou plusieurs voix, à choisir dans la liste.",),
            ("Section professionnelle : un siège par syndicat signataire, une voix par siège.",),
            ("Centres de santé : leurs sièges n’ont pas de syndicat. Gardez toutes leurs lignes, même vides.",),
            ("Voix consultatives : répétez l’organisme, ou laissez sa cellule vide sous la précédente.",),
        ),
    ),
    (
        "Exemples",
        (
            ("Voix", "Régime", "Titulaire", "Suppléant"),
            ("3", "RG", "Mme Camille Exemple", "M. Dominique Modèle"),
            ("1", "MSA médical", "Dr Claude Spécimen", ""),
        ),
    ),
)

_REGISTER_HELP: _Help = (
    (
        "Comment remplir ce classeur",
        (
            ("Remplissez la feuille « Registre », enregistrez, puis importez le fichier dans CPR Desk.",),
            ("Avant d’écrire quoi que ce soit, CPR Desk montre ce qui sera ajouté ou modifié.",),
            ("Une cellule vide n’efface rien ; une CPTS absente du fichier reste dans le registre.",),
        ),
    ),
    (
        "Les colonnes",
        (
            ("Code : celui de l’ARS ou le n° FINESS. Sans code, CPR Desk en forme un avec le département et le nom.",),
            ("Étape : choisissez dans la liste. Vide, elle est déduite des dates.",),
            ("Population : nombre d’habitants. La taille en est calculée ; elle n’est utile que sans population.",),
            ("Dates : 04/02/2021, 4/2/21 ou « 4 février 2021 ».",),
            ("Missions : la date de démarrage, ou « x » pour une mission choisie qui n’a pas commencé.",),
            ("Communes : codes INSEE, codes postaux ou noms, séparés par des points-virgules.",),
        ),
    ),
    (
        "Exemples",
        (
            ("Code", "Nom de la CPTS", "Étape", "Population", "Contrat signé le"),
            ("440001", "CPTS des Trois Exemples", "Contrat signé", "88 000", "04/02/2021"),
            ("", "CPTS du Modèle", "En réflexion", "31 500", ""),
        ),
    ),
)


_PAYMENTS_HELP: _Help = (
    (
        "Comment remplir ce classeur",
        (
            ("Remplissez la feuille « Versements », enregistrez, puis importez le fichier dans CPR Desk.",),
            ("Avant d’écrire quoi que ce soit, CPR Desk montre ce qui sera ajouté et ce qui est déjà enregistré.",),
            ("Importer deux fois le même fichier n’ajoute rien.",),
        ),
    ),
    (
        "Les colonnes",
        (
            ("Code : celui de la CPTS au registre. Sans code, son nom suffit ; un nom approchant vous sera soumis.",),
            ("Montant : en euros. Une reprise (indu, trop-perçu) s’écrit avec un signe moins.",),
            ("Versé le : 04/02/2021, 4/2/21 ou « 4 février 2021 ». Un versement à venir est refusé.",),
            ("Référence : le numéro du mandat ou du virement. Il distingue deux versements du même montant.",),
            ("Ligne payée, mission, année (de contrat ou civile) : facultatives, pour trouver la ligne due.",),
        ),
    ),
    (
        "Exemples",
        (
            ("Code", "CPTS", "Versé le", "Montant (€)", "Référence"),
            ("440001", "CPTS des Trois Exemples", "04/02/2021", "37 500,00", "MANDAT 12"),
            ("", "CPTS du Modèle", "15/03/2021", "-1 200,00", "MANDAT 31"),
        ),
    ),
)


def _write_help(sheet: Any, title: str, sections: _Help) -> None:
    sheet.title = HELP_SHEET
    sheet["A1"], sheet["A1"].font = f"{title} – {HELP_SHEET.lower()}", _TITLE
    row = 3
    for heading, rows in sections:
        sheet.cell(row, 1, heading).font = Font(name="Calibri", size=12, bold=True, color=_ACCENT)
        for offset, texts in enumerate(rows, 1):
            for column, text in enumerate(texts, 1):
                cell = sheet.cell(row + offset, column, typeset(text))
                if len(texts) == 1:
                    sheet.merge_cells(start_row=row + offset, end_row=row + offset, start_column=1, end_column=5)
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
                    sheet.row_dimensions[row + offset].height = 16 if len(text) < 110 else 32
                else:
                    cell.border = _BORDER
                    if offset == 1:
                        cell.font, cell.fill = _HEADER, _FILL
        row += len(rows) + 2
    for letter in "ABCDE":
        sheet.column_dimensions[letter].width = 24
    sheet.sheet_view.showGridLines = False
    _set_up_print(sheet)
