import pytest

from cpr_desk.domain.papers import MEDIA_TYPES, media_type_of, size_words


def test_files_are_known_by_the_end_of_their_name() -> None:
    assert media_type_of("Bilan.2021.PDF") == "application/pdf"
    assert media_type_of("photo.jpeg") == media_type_of("photo.JPG") == "image/jpeg"
    assert media_type_of("programme.exe") is None
    assert media_type_of("pdf") is media_type_of(".pdf") is None
    assert media_type_of("sans-fin") is None
    assert all(end.startswith(".") for end in MEDIA_TYPES)


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 octet"), (812, "812 octets"), (34_000, "34 Ko"), (1_258_291, "1,2 Mo"), (500 * 2**20, "500 Mo")],
)
def test_sizes_have_french_words(size: int, words: str) -> None:
    assert size_words(size).replace("\u00a0", " ") == words
