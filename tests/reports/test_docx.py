from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any, get_args
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from PIL import Image

from cpr_desk.domain.region_map import Colouring
from cpr_desk.errors import UserError
from cpr_desk.reports.document import (
    AddressBlock,
    AgendaLine,
    Band,
    Block,
    BulletList,
    Chart,
    Column,
    CutSheet,
    Document,
    Facts,
    Heading,
    KeyFigures,
    Kind,
    Letterhead,
    Look,
    NumberedAgenda,
    PageBreak,
    Paragraph,
    Row,
    SignatureBox,
    Signatures,
    Slip,
    Spacer,
    Table,
    bold,
    italic,
    paragraph,
)
from cpr_desk.reports.docx import render
from tests.reports import map_sample

HEAD = Letterhead("Commission d’essai", ("Secrétariat", "1 rue du Port, 49000 Angers"))
TABLE = Table(
    (Column("Profession", 2), Column("Voix", 1, Kind.INTEGER), Column("Émargement", 2, Kind.SIGNATURE)),
    (
        Band("Section sociale"),
        Row(("Médecins", 3, None)),
        Row(("Médecins", 4, None)),
        Row(("Total", 7, None), is_total=True),
    ),
    grouped=True,
    row_height=12,
)
SAMPLES: tuple[Block, ...] = (
    paragraph("texte"),
    Heading("Titre"),
    Spacer(5),
    PageBreak(),
    AddressBlock(("Mme Essai", "49000 Angers")),
    Facts((("Date :", "jeudi"),)),
    BulletList((("un",), ("deux",))),
    NumberedAgenda((AgendaLine("1", "Ouverture"), AgendaLine("1.1", "Présidence", 1))),
    KeyFigures(tuple((str(number), "sièges") for number in range(5))),
    Signatures((SignatureBox("La directrice", "Maëlle Tréguier"),)),
    CutSheet((Slip("Section sociale", "3 voix", ("☐ Pour", "☐ Contre")),) * 3),
    TABLE,
    Chart("CPTS", Table((Column("Étape"), Column("CPTS", 1, Kind.INTEGER)), (Row(("Signé", 7)),)), 0, 1),
    map_sample.block(),
)


def of(*blocks: Block, **more: Any) -> Document:
    return replace(Document("Essai", "au 4 février 2021", HEAD, blocks, author="Secrétariat"), **more)


def written(*blocks: Block, **more: Any) -> WordDocument:
    return opened(render([of(*blocks, **more)]))


def opened(data: bytes) -> WordDocument:
    return docx.Document(BytesIO(data))


def lines(word: WordDocument) -> list[tuple[str, str]]:
    """Return the style and the text of each paragraph that says something."""
    return [(part.style.name or "", part.text) for part in word.paragraphs if part.style and part.text]


def cells(word: WordDocument, number: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in word.tables[number].rows]


def said(part: Any) -> list[str]:
    return [piece.text for piece in part._element.iter(qn("w:t"), qn("w:instrText")) if piece.text]


def test_every_kind_of_block_has_a_layout() -> None:
    assert {type(sample) for sample in SAMPLES} == set(get_args(Block))
    for sample in SAMPLES:
        assert render([of(sample)])


def test_a_kind_of_block_without_a_layout_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Unknown:
        text: str

    strange: Any = Unknown("texte")
    with pytest.raises(TypeError, match="no layout for Unknown"):
        written(strange)


def test_nothing_to_render_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no document"):
        render([])


def test_each_look_is_a_style_of_the_gallery() -> None:
    word = written(
        *(paragraph(look.name, look=look) for look in Look), Heading("un"), Heading("deux", 2), AddressBlock(("Mme A",))
    )

    assert lines(word) == [
        ("Title", "TITLE"),
        ("Subtitle", "SUBTITLE"),
        ("Normal", "BODY"),
        ("En retrait", "ASIDE"),
        ("Petit texte", "SMALL"),
        ("Heading 1", "un"),
        ("Heading 2", "deux"),
        ("Destinataire", "Mme A"),
    ]


def test_bold_and_italic_stay_so_and_a_line_feed_forces_a_line() -> None:
    word = written(paragraph("vous ", bold("convoquer"), italic(", ici\nlà")))

    runs = word.paragraphs[0].runs
    assert [(run.text, run.bold, run.italic) for run in runs] == [
        ("vous ", None, None),
        ("convoquer", True, None),
        (", ici\nlà", None, True),
    ]


def test_control_characters_vanish_and_markup_is_plain_text() -> None:
    assert written(paragraph("<b>A\x00 & B</b>\x07 {x}")).paragraphs[0].text == "<b>A & B</b> {x}"


def test_what_stays_with_what_follows_does_so() -> None:
    word = written(Paragraph(("Je vous prie",), keep=True), paragraph("fin"))

    assert word.paragraphs[0].paragraph_format.keep_with_next
    assert word.styles["Heading 1"].paragraph_format.keep_with_next


def test_items_are_numbered_as_text_as_the_domain_decided() -> None:
    word = written(NumberedAgenda((AgendaLine("1", "Ouverture"), AgendaLine("3.1", "Présidence", 1))))

    assert lines(word) == [("Point de niveau 1", "1\tOuverture"), ("Point de niveau 2", "3.1\tPrésidence")]


def test_what_an_item_is_about_stands_under_its_title() -> None:
    body = (paragraph("Voir ", bold("la note")), BulletList((("un",),)))
    word = written(NumberedAgenda((AgendaLine("1", "Bilan", 0, "à 14 h · 20 min", body),)))
    note = next(part for part in word.paragraphs if part.text.startswith("à 14 h"))

    assert [text for _, text in lines(word)] == ["1\tBilan", "à 14 h · 20 min", "Voir la note", "un"]
    assert note.paragraph_format.left_indent == word.styles["Point de niveau 1"].paragraph_format.left_indent


def test_facts_are_a_table_without_borders() -> None:
    word = written(Facts((("Date :", "jeudi"), ("Lieu :", "Nantes"))))

    assert cells(word) == [["Date :", "jeudi"], ["Lieu :", "Nantes"]]
    assert not list(word.element.body.iter(qn("w:tcBorders"), qn("w:tblBorders")))


def test_a_table_repeats_its_header_and_splits_no_row() -> None:
    word = written(TABLE)

    rows = [row._tr for row in word.tables[0].rows]
    assert [row.find(".//" + qn("w:tblHeader")) is not None for row in rows] == [True, False, False, False, False]
    assert all(row.find(".//" + qn("w:cantSplit")) is not None for row in rows)
    assert cells(word) == [
        ["Profession", "Voix", "Émargement"],
        ["Section sociale"] * 3,
        ["Médecins", "3", ""],
        ["", "4", ""],
        ["Total", "7", ""],
    ]


def test_a_band_stays_with_what_it_names_and_a_group_is_kept_together() -> None:
    word = written(TABLE)

    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in word.tables[0].rows]
    assert kept[1:] == [True, True, True, None]


def test_numbers_dates_and_amounts_are_written_as_in_french() -> None:
    kinds = (Kind.INTEGER, Kind.EUROS, Kind.SHARE, Kind.DATE, Kind.TEXT)
    table = Table(
        tuple(Column(kind.name, 1, kind) for kind in kinds),
        (Row((37500, Decimal("12.5"), 0.125, date(2021, 2, 4), None)),),
    )

    assert [text.replace("\u202f", " ").replace("\xa0", " ") for text in cells(written(table))[1]] == [
        "37 500",
        "12,50 €",
        "12,5 %",
        "04/02/2021",
        "",
    ]


def test_a_long_number_takes_the_room_that_the_texts_can_spare() -> None:
    table = Table((Column("Texte", 9), Column("Montant", 1, Kind.EUROS)), (Row(("a", Decimal(123456789))),))
    text, amount = (cell.width for cell in written(table).tables[0].rows[0].cells)

    assert text is not None
    assert amount is not None
    assert amount.mm > 25
    assert text.mm + amount.mm == pytest.approx(170, abs=0.1)


def test_a_sole_signatory_signs_at_the_right_and_several_in_frames() -> None:
    boxes = (SignatureBox("Section sociale"), SignatureBox("Section professionnelle", "Yann Le Goff"))

    assert cells(written(Signatures(boxes[1:])))[0] == ["Section professionnelle\n\nYann Le Goff"]
    assert not list(written(Signatures(boxes[1:])).element.body.iter(qn("w:tcBorders")))
    assert len(list(written(Signatures(boxes)).element.body.iter(qn("w:tcBorders")))) == 2


def test_a_chart_gives_the_figures_that_its_bars_stand_for() -> None:
    word = written(SAMPLES[-2])

    assert lines(word) == [("Titre de graphique", "CPTS")]
    assert cells(word) == [["Étape", "CPTS"], ["Signé", "7"]]


@pytest.mark.parametrize("block", [Facts(()), BulletList(()), NumberedAgenda(()), KeyFigures(())])
def test_a_block_without_anything_says_nothing(block: Block) -> None:
    word = written(block, paragraph("après"))

    assert lines(word) == [("Normal", "après")]
    assert not word.tables


def test_pages_are_a4_with_the_margins_of_our_pdf() -> None:
    section = written(paragraph("texte")).sections[0]
    wide = written(paragraph("texte"), landscape=True).sections[0]

    sizes = [section.page_width, section.page_height, section.left_margin, section.right_margin, section.top_margin]
    assert [round(size.mm) for size in sizes if size] == [210, 297, 20, 20, 20]
    assert (wide.orientation, round(wide.page_width.mm if wide.page_width else 0)) == (WD_ORIENT.LANDSCAPE, 297)


def test_the_first_page_bears_the_letterhead_and_each_the_notice_the_names_and_its_number() -> None:
    word = written(paragraph("texte"), notice="Ne pas diffuser.")
    section = word.sections[0]

    assert said(section.first_page_header) == ["Commission d’essai", *HEAD.lines]
    assert not said(section.header)
    for footer in (section.first_page_footer, section.footer):
        words = said(footer)
        assert words[0] == "Ne pas diffuser."
        assert words[1] == "Commission d’essai · Essai – au 4 février 2021"
        assert words[-5:] == [" PAGE ", "1", "/", " NUMPAGES ", "1"]
        stops = footer.paragraphs[-1].paragraph_format.tab_stops
        assert [round(stop.position.mm) for stop in stops] == [170]
    assert not list(word.styles["Footer"].paragraph_format.tab_stops)


def test_an_address_stands_in_the_window_of_the_envelope() -> None:
    letter = written(AddressBlock(("Mme A",)), paragraph("texte"))

    section = letter.sections[0]
    gap = section.first_page_header.paragraphs[-1].paragraph_format.line_spacing
    assert isinstance(gap, int)
    top = section.header_distance.mm if section.header_distance else 0
    assert top + (16.5 + 2 * 11.5 + 7) * 25.4 / 72 + gap / 36_000 == pytest.approx(50, abs=0.5)
    indent = letter.styles["Destinataire"].paragraph_format.left_indent
    assert round(indent.mm) == 85


def test_several_documents_begin_a_page_each_and_count_their_own() -> None:
    other = replace(HEAD, title="Autre commission")
    word = opened(
        render([of(paragraph("un")), of(paragraph("deux")), of(paragraph("trois"), title="Autre", letterhead=other)])
    )

    assert len(word.sections) == 3
    starts = [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in word.sections]
    assert starts == ["1"] * 3
    assert [section.first_page_header.is_linked_to_previous for section in word.sections] == [False, True, False]
    assert " SECTIONPAGES " in said(word.sections[0].footer)
    assert said(word.sections[0].footer).count(" PAGE ") == 1
    assert said(word.sections[2].first_page_header)[0] == "Autre commission"
    assert "Autre" in said(word.sections[2].footer)[0]
    assert [text for _, text in lines(word)] == ["un", "deux", "trois"]


def test_the_file_says_what_it_is_and_is_spelled_in_french() -> None:
    data = render([of(paragraph("texte"), addressee="Mme A", title="T" * 300)])
    properties = opened(data).core_properties

    assert properties.title == "T" * 255
    assert (properties.subject, properties.author, properties.language) == ("au 4 février 2021", "Secrétariat", "fr-FR")
    with ZipFile(BytesIO(data)) as archive:
        assert 'w:lang w:val="fr-FR"' in archive.read("word/styles.xml").decode()
        assert "python-docx" not in archive.read("docProps/core.xml").decode()
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        settings = archive.read("word/settings.xml").decode()
    assert 'w:name="compatibilityMode"' in settings
    assert 'w:val="15"' in settings


def test_the_same_documents_make_the_same_file() -> None:
    assert render([of(*SAMPLES)]) == render([of(*SAMPLES)])


def test_a_logo_is_held_once_however_many_documents() -> None:
    stream = BytesIO()
    Image.new("RGB", (300, 100), (20, 60, 110)).save(stream, "PNG")
    head = replace(HEAD, logo=stream.getvalue())
    data = render([of(paragraph(str(number)), title=str(number), letterhead=head) for number in range(3)])

    with ZipFile(BytesIO(data)) as archive:
        assert len([name for name in archive.namelist() if name.startswith("word/media/")]) == 1
    assert opened(data).sections[0].first_page_header._element.findall(".//" + qn("w:drawing"))


def test_a_damaged_logo_is_said_with_what_to_do() -> None:
    with pytest.raises(UserError, match="logo"):
        render([of(paragraph("texte"), letterhead=replace(HEAD, logo=b"rien"))])


def test_a_map_becomes_its_legend_and_says_where_it_is_drawn() -> None:
    word = written(map_sample.block(Colouring.CPTS))

    assert [row[:2] for row in cells(word)] == [
        ["N°", "Légende"],
        ["1", "CPTS Baugeois"],
        ["2", "CPTS Presqu’île"],
        ["3", "CPTS Sud-Loire"],
        ["", "1 commune dans plusieurs CPTS"],
        ["", "2 communes sans CPTS"],
    ]
    assert lines(word)[-1][1] == ("La carte elle-même figure dans la version PDF de ce document. Contours : IGN, 2024.")
    assert cells(written(map_sample.block()))[0] == ["Légende"]
