from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from cpr_desk.domain.agenda import from_lines
from cpr_desk.domain.composition import MandateRole, Section
from cpr_desk.errors import UserError
from cpr_desk.reports import pdf
from cpr_desk.reports.convocation import convocation, convocations
from cpr_desk.reports.document import (
    AddressBlock,
    Band,
    Block,
    BulletList,
    Chart,
    Column,
    Document,
    Facts,
    Heading,
    KeyFigures,
    Kind,
    Letterhead,
    NumberedAgenda,
    PageBreak,
    Paragraph,
    Row,
    SignatureBox,
    Signatures,
    Spacer,
    Table,
    paragraph,
)
from cpr_desk.reports.pdf_split import split
from tests.reports.reading import fonts, pages, pdf_facts, text
from tests.reports.sample import CHAIR, COMMISSION, COMPOSITION, ISSUED, MEETING, addressees, recipient

HEAD = Letterhead("Commission d’essai", ("Secrétariat", "1 rue du Port, 49000 Angers"))
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff" * 4
LONG_TEXT = " ".join(f"mot{number}" for number in range(3000))

LONG_PARTS = tuple(" ".join(LONG_TEXT.split()[start : start + 250]) for start in range(0, 3000, 250))


def of(*blocks: Block, head: Letterhead = HEAD) -> Document:
    return Document("Essai", "au 4 février 2021", head, blocks, author="Secrétariat")


def printed(*blocks: Block) -> bytes:
    return pdf.render([of(*blocks)]).pdf


def squeezed(data: bytes) -> str:
    return "".join("".join(pages(data)).split())


def names(*columns: str) -> tuple[Column, ...]:
    return tuple(Column(column) for column in columns)


@pytest.mark.parametrize(
    "block",
    [
        paragraph(LONG_NAME),
        Heading(LONG_NAME),
        AddressBlock((LONG_NAME,)),
        Facts(((LONG_NAME, "valeur"), ("Nom", LONG_NAME))),
        BulletList(((LONG_NAME,),)),
        KeyFigures((("12", LONG_NAME),)),
        Signatures((SignatureBox(LONG_NAME), SignatureBox("Nom", LONG_NAME))),
        Table(names("A", "B", "C"), (Row((LONG_NAME, "b", "c")),)),
        Table(names(LONG_NAME, "B", "C"), (Band(LONG_NAME), Row(("a", "b", "c")))),
    ],
)
def test_a_name_of_140_characters_without_blanks_is_printed_whole(block: Block) -> None:
    data = printed(block)
    assert LONG_NAME in squeezed(data)
    assert _inside_margins(data)


def _inside_margins(data: bytes) -> bool:
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            words = page.get_textpage()
            boxes = [words.get_rect(number) for number in range(words.count_rects())]
            if any(left < 55 or right > page.get_width() - 55 for left, _, right, _ in boxes):
                return False
        return True
    finally:
        document.close()


@pytest.mark.parametrize(
    "block",
    [
        paragraph(LONG_TEXT),
        Facts((("Texte", LONG_TEXT),)),
        Table(names("A", "B"), (Row(("court", LONG_TEXT)), Row(("après", "fin")))),
        Table(names("A", "B"), (Row((LONG_TEXT, LONG_TEXT)),), grouped=True),
        Table(names("A", "B"), tuple(Row(("groupe", part)) for part in LONG_PARTS), grouped=True),
    ],
)
def test_a_text_longer_than_a_page_goes_on_and_loses_no_word(block: Block) -> None:
    whole = squeezed(printed(block))
    assert all(f"mot{number}" in whole for number in (0, 999, 1500, 2999))
    assert len(pages(printed(block))) > 1


def test_a_name_too_long_for_the_letterhead_and_the_foot_is_printed_whole() -> None:
    data = pdf.render([of(paragraph("texte"), head=Letterhead(LONG_NAME, (LONG_NAME,)))]).pdf
    assert squeezed(data).count(LONG_NAME) == 3


def test_a_paragraph_leaves_no_line_alone_wherever_the_page_ends() -> None:
    lines = "\n".join(f"ligne{number}" for number in range(9))
    for height in range(150, 235, 4):
        found = pages(printed(paragraph("avant"), Spacer(height), paragraph(lines)))
        counts = [page.count("ligne") for page in found]
        assert sum(counts) == 9
        assert 1 not in counts


def test_a_long_row_after_a_short_one_begins_on_its_own_page_and_goes_on() -> None:
    table = Table(names("A", "B"), (Row(("court", "x")), Row(("long", LONG_TEXT)), Row(("fin", "y"))))
    found = pages(printed(paragraph("avant"), table))
    assert "mot0 " not in found[0]
    assert "mot0 " in found[1]
    assert "fin" in found[-1]


def test_rows_stay_whole_and_the_header_repeats_on_each_page() -> None:
    rows = tuple(Row((f"début{number}\nfin{number}",)) for number in range(120))
    found = pages(printed(Table(names("En-tête"), rows)))
    assert len(found) > 2
    for page in found:
        assert page.count("En-tête") == 1
    for number in range(120):
        assert any(f"début{number}\nfin{number}" in page for page in found)


def test_a_group_is_named_once_and_kept_together() -> None:
    rows = tuple(Row((f"groupe{number // 3}", f"ligne{number}")) for number in range(150))
    found = pages(printed(Table(names("Groupe", "Ligne"), rows, grouped=True)))
    assert sum(page.count("groupe7 ") + page.count("groupe7\n") for page in found) == 1
    for group in range(50):
        assert any(all(f"ligne{group * 3 + row}" in page for row in range(3)) for page in found)


def test_a_group_taller_than_a_page_is_named_again_where_it_continues() -> None:
    rows = tuple(Row(("Groupe", f"ligne{number}")) for number in range(90))
    found = pages(printed(Table(names("Nom", "Ligne"), rows, grouped=True)))
    assert len(found) > 1
    assert all("Groupe (suite)" in page for page in found[1:])


def test_a_total_is_never_alone_on_a_page() -> None:
    for count in range(35, 60):
        rows = (*(Row((f"ligne{number}",)) for number in range(count)), Row(("Total",), is_total=True))
        last = pages(printed(Table(names("A"), rows)))[-1]
        assert f"ligne{count - 1}" in last


def test_the_result_of_a_vote_is_never_cut() -> None:
    rows = (Row(("sociale", "12")), Row(("professionnelle", "9")), Row(("ensemble", "21"), is_total=True))
    for height in range(150, 250, 3):
        found = pages(printed(Spacer(height), paragraph("question"), Table(names("Section", "Pour"), rows)))
        assert [page for page in found if "sociale" in page] == [page for page in found if "ensemble" in page]


def test_an_account_of_some_lines_is_never_cut() -> None:
    rows = (*(Row((f"taille{number}", str(number))) for number in range(8)), Row(("Total", "28"), is_total=True))
    for height in range(60, 250, 9):
        found = pages(printed(Spacer(height), Heading("Par taille"), Table(names("Taille", "CPTS"), rows)))
        assert len([page for page in found if "taille" in page.lower()]) == 1


def test_two_rows_that_answer_each_other_are_never_cut_nor_left_by_their_heading() -> None:
    opinions = Table(names("Section", "Avis"), (Row(("sociale", "favorable")), Row(("professionnelle", "favorable"))))
    for height in range(150, 250, 3):
        found = pages(printed(Spacer(height), Heading("Titre"), opinions))
        (page,) = (page for page in found if "sociale" in page)
        assert "professionnelle" in page
        assert "Titre" in page


@pytest.mark.parametrize(
    "signed",
    [paragraph("dernier mot"), Table(names("Section"), (Row(("dernier",)), Row(("mot",))))],
)
def test_rooms_to_sign_stay_with_the_last_words_before_them(signed: Block) -> None:
    rooms = Signatures((SignatureBox("Le président", "Mme Une"), SignatureBox("La présidente", "M. Deux")))
    for height in range(120, 250, 3):
        found = pages(printed(Spacer(height), Heading("Titre"), signed, Heading("Signatures"), rooms))
        (last,) = (page for page in found if "Mme Une" in page)
        assert "mot" in last, height
        assert [page for page in found if "Titre" in page] == [page for page in found if "dernier" in page], height


def test_a_heading_stays_with_the_table_that_follows() -> None:
    table = Table(names("Colonne"), (Row(("première",)),))
    for height in range(150, 240, 3):
        found = pages(printed(Spacer(height), Heading("Titre"), table))
        assert [page for page in found if "Titre" in page] == [page for page in found if "première" in page]


def test_a_number_is_never_cut_however_narrow_its_column() -> None:
    table = Table((Column("Texte", 100), Column("Nombre", 0.1, Kind.INTEGER)), (Row((LONG_TEXT[:200], 123_456_789)),))
    assert "123 456 789" in text(printed(table)).replace("\u202f", " ")


def test_a_band_stays_with_the_row_that_it_names() -> None:
    for count in range(30, 50):
        rows = tuple(Row((f"ligne{number}",)) for number in range(count))
        found = pages(printed(Table(names("A"), (*rows, Band("Bande"), Row(("nommée",))))))
        assert [page for page in found if "Bande" in page] == [page for page in found if "nommée" in page]


@pytest.mark.parametrize(
    "block", [Facts(()), BulletList(()), NumberedAgenda(()), KeyFigures(()), Chart("Vide", Table(names("A"), ()), 0, 0)]
)
def test_a_block_without_anything_takes_no_room(block: Block) -> None:
    assert all("après" in page for page in pages(pdf.render([of(block, paragraph("après"))] * 2).pdf))


def test_blocks_that_letters_share_flow_to_the_next_page_where_they_do_not_fit() -> None:
    lines = tuple(paragraph(f"ligne{number}") for number in range(60))
    letters = [of(paragraph(f"avant{number}"), *lines) for number in range(3)]
    rendered = pdf.render(letters)
    found = pages(rendered.pdf)
    assert [len(part) for part in rendered.pages] == [2, 2, 2]
    for letter in rendered.pages:
        whole = " ".join(found[number] for number in letter)
        assert [int(word.removeprefix("ligne")) for word in whole.split() if word.startswith("ligne")] == [*range(60)]


def test_an_empty_table_shows_its_header() -> None:
    assert "Colonne" in text(printed(Table(names("Colonne"), ())))


def test_a_chart_prints_each_category_with_its_value() -> None:
    table = Table(names("Étape", "CPTS"), (Row(("Signé", 7)), Row(("Lettre", 0)), Row(("Total", 7), is_total=True)))
    shown = text(printed(Chart("Nombre de CPTS", table, 0, 1)))
    assert "Signé" in shown
    assert "Lettre" in shown
    assert "Total" not in shown


def test_characters_outside_the_main_font_are_borrowed_and_none_is_lost() -> None:
    data = printed(paragraph("☐ oui ➤ 16 œuvres à 37\u202f500 € – « Łódź » ≥ 3"))
    assert "☐ oui ➤ 16 œuvres à 37 500 € – « Łódź » ≥ 3" in text(data).replace("\u202f", " ").replace("\xa0", " ")
    assert any("DejaVuSans" in name for name in fonts(data))


def test_control_characters_and_markup_are_plain_text() -> None:
    assert "<b>A & B</b> &amp; {x}" in text(printed(paragraph("<b>A\x00 & B</b>\x07 &amp; {x}")))


def test_every_font_is_embedded_as_a_subset() -> None:
    data = pdf.render(convocations(COMMISSION, MEETING, addressees(COMPOSITION), ISSUED, CHAIR)[:2]).pdf
    assert all("+" in name for name in fonts(data))
    assert data.count(b"/FontFile2") == len(fonts(data))


def test_a_page_break_begins_a_page_and_pages_are_counted() -> None:
    found = pages(printed(paragraph("un"), PageBreak(), paragraph("deux")))
    assert "Page 1/2" in found[0]
    assert "Page 2/2" in found[1]
    assert all("Commission d’essai · Essai – au 4 février 2021" in page for page in found)


def test_a_file_of_letters_has_a_bookmark_and_own_page_numbers_for_each() -> None:
    letters = convocations(COMMISSION, MEETING, addressees(COMPOSITION), ISSUED, CHAIR)
    rendered = pdf.render(letters)
    assert [len(part) for part in rendered.pages] == [1] * len(letters)
    assert pdf_facts(rendered.pdf)["bookmarks"] == [letter.label for letter in letters]
    assert all("Page 1/1" in page for page in pages(rendered.pdf))


def test_a_letter_of_installation_with_eleven_lines_of_agenda_stays_on_one_page() -> None:
    titles = (
        "Ouverture\n- Composition\n- Présidence\n- Règlement\nACI\n- Missions\n- Moyens\nBilan\nSuites\nDates\nDivers"
    )
    meeting = replace(MEETING, agenda=from_lines(titles))
    for section in Section:
        for role in (MandateRole.TITULAR, MandateRole.SUBSTITUTE):
            letter = convocation(COMMISSION, meeting, recipient(section, role), ISSUED, CHAIR)
            assert pdf.render([letter]).pages == (range(1),)


def test_the_closing_words_stay_with_the_signature() -> None:
    closing = replace(paragraph("Je vous prie d’agréer"), keep=True)
    for height in range(150, 235, 4):
        blocks = (Spacer(height), closing, Signatures((SignatureBox("La directrice", "Maëlle Tréguier"),)))
        for documents in ([of(*blocks)], [of(*blocks), of(*blocks)]):
            for page in pages(pdf.render(documents).pdf):
                assert ("agréer" in page) == ("La directrice" in page) == ("Tréguier" in page)


def test_split_gives_each_person_a_file_with_title_and_language() -> None:
    letters = convocations(COMMISSION, MEETING, addressees(COMPOSITION), ISSUED, CHAIR)[:3]
    rendered = pdf.render(letters)
    whole = pages(rendered.pdf)
    for number, part in enumerate(split(rendered, letters)):
        facts = pdf_facts(part)
        assert pages(part) == [whole[number]]
        assert facts["metadata"]["Title"].endswith(letters[number].addressee)
        assert facts["metadata"]["Author"] == COMMISSION.secretariat.name
        assert facts["metadata"]["Subject"] == letters[number].subject
        assert facts["language"] == "fr-FR"


def test_progress_is_told_and_may_cancel() -> None:
    told: list[tuple[int, int]] = []
    pdf.render([of(paragraph("a")), of(paragraph("b"))], lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]

    def cancel(done: int, _total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pdf.render([of(paragraph("a")), of(paragraph("b"))], cancel)


def test_a_document_without_text_is_one_page_of_stationery() -> None:
    rendered = pdf.render([of(), of(paragraph("texte"))])
    assert rendered.pages == (range(1), range(1, 2))
    assert "Commission d’essai" in pages(rendered.pdf)[0]


def test_nothing_to_render_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no document"):
        pdf.render([])


def test_a_logo_is_printed_once_in_the_file_however_many_letters() -> None:
    stream = BytesIO()
    Image.new("RGB", (3000, 1000), (20, 60, 110)).save(stream, "PNG")
    head = Letterhead("Commission", (), stream.getvalue())
    data = pdf.render([of(paragraph(str(number)), head=head) for number in range(3)]).pdf
    assert data.count(b"/Subtype /Image") <= 2  # the picture and its mask
    assert len(data) < 100_000


@pytest.mark.parametrize("data", [b"not an image", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_a_damaged_logo_is_said_with_what_to_do(data: bytes) -> None:
    with pytest.raises(UserError, match="logo") as raised:
        pdf.render([of(paragraph("texte"), head=Letterhead("Commission", (), data))])
    assert "Paramètres" in raised.value.what_to_do


def test_a_truncated_logo_is_said_too() -> None:
    stream = BytesIO()
    Image.effect_noise((200, 200), 50).save(stream, "PNG")
    with pytest.raises(UserError, match="logo"):
        pdf.render([of(paragraph("texte"), head=Letterhead("Commission", (), stream.getvalue()[:500]))])


def test_bold_and_plain_stay_on_one_line_and_in_order() -> None:
    assert "vous convoquer, en" in text(printed(Paragraph(("vous ", "convoquer", ", en"))))
