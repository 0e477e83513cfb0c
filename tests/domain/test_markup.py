import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.markup import Bullets, Paragraph, Span, read, spans


def test_bold_words_lists_and_links_are_read() -> None:
    assert read("Voir **la note**\nci-jointe :\n- un\n– [deux](https://exemple.fr/a_(b))\n\nFin") == (
        Paragraph(((Span("Voir "), Span("la note", bold=True)), (Span("ci-jointe :"),))),
        Bullets(((Span("un"),), (Span("deux", link="https://exemple.fr/a_(b)"),))),
        Paragraph(((Span("Fin"),),)),
    )


def test_a_paragraph_may_follow_a_list_at_once() -> None:
    assert [type(block) for block in read("- un\nFin")] == [Bullets, Paragraph]


@pytest.mark.parametrize("text", ["2 ** 3", "[x](javascript:alert)", "[x](file:///etc)", "[x]", "-5 degrés", "a*b*c"])
def test_what_is_no_markup_stays_as_it_is_typed(text: str) -> None:
    assert read(text) == (Paragraph(((Span(text),),)),)


def test_a_link_may_be_bold_and_stars_inside_its_words_are_dropped() -> None:
    assert spans("**[la **note**](mailto:a@exemple.fr)**") == (Span("la note", bold=True, link="mailto:a@exemple.fr"),)


def test_the_last_stars_without_fellow_are_printed() -> None:
    assert spans("**a** b **c") == (Span("a", bold=True), Span(" b **c"))


def test_an_empty_text_has_no_block() -> None:
    assert read(" \n\n") == ()


@given(st.text())
def test_no_letter_or_figure_is_lost(typed: str) -> None:
    told = "".join(
        span.text
        for block in read(typed)
        for line in (block.lines if isinstance(block, Paragraph) else block.items)
        for span in line
    )

    assert [letter for letter in typed if letter.isalnum()] == [letter for letter in told if letter.isalnum()]
