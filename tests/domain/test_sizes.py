import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.scale import Scale
from cpr_desk.domain.sizes import SizeClass, size_of
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales

LEGAL = (40_000, 80_000, 175_000)


@pytest.mark.parametrize("scale", load_scales(reference_dir()).values(), ids=lambda scale: scale.code)
@pytest.mark.parametrize(
    ("population", "size"),
    [(0, 1), (39_999, 1), (40_000, 2), (79_999, 2), (80_000, 3), (174_999, 3), (175_000, 4), (2_000_000, 4)],
)
def test_a_threshold_belongs_to_the_class_above_it(scale: Scale, population: int, size: int) -> None:
    assert scale.size_of(population) == size


def test_a_negative_population_is_refused() -> None:
    with pytest.raises(ValueError, match="négative"):
        size_of(-1, LEGAL)


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_more_inhabitants_never_give_a_smaller_class(fewer: int, more: int) -> None:
    fewer, more = sorted((fewer, more))
    assert size_of(fewer, LEGAL) <= size_of(more, LEGAL)


def test_the_label_is_the_french_name() -> None:
    assert [size.label for size in SizeClass] == ["Taille 1", "Taille 2", "Taille 3", "Taille 4"]
