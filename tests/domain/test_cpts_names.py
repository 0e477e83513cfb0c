import pytest

from cpr_desk.domain.cpts_names import KnownNames, NameLikeness, alike, bare_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CPTS Nord-Estuaire", "NORD ESTUAIRE"),
        ("La CPTS du Pays de St-Lys", "Pays Saint Lys"),
        ("C.P.T.S. Sèvre et Loire", "Communauté professionnelle territoriale de santé Loire Sèvre"),
        ("CPTS Nordestuaire", "CPTS Nord Estuaire"),
        ("CPTS", "cpts"),
    ],
)
def test_the_same_words_written_otherwise_are_one_cpts(one: str, other: str) -> None:
    assert alike(one, other) is NameLikeness.WRITING


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("CPTS du Choletais", "CPTS du Cholletais", NameLikeness.SLIP),
        ("CPTS Erdre Vallée", "CPTS Vallée de l’Edrre", NameLikeness.SLIP),
        ("CPTS Châteaubriantais", "CPTS Chateaubrianttai", NameLikeness.SLIP),
        ("CPTS Pays Segr.", "CPTS Pays Segréen", NameLikeness.SHORT),
        ("CPTS SLV", "CPTS Sèvre Loire Vignoble", NameLikeness.SHORT),
        ("CPTS N. Est.", "CPTS Nord Estuaire", NameLikeness.SHORT),
        ("CPTS Nord Estuaire", "CPTS Estuaire", NameLikeness.PART),
        ("CPTS Anjou Anjou Nord", "CPTS Anjou Nord Layon", NameLikeness.PART),
    ],
)
def test_a_slip_an_abbreviation_and_a_word_more_are_told(one: str, other: str, why: NameLikeness) -> None:
    assert (alike(one, other), alike(other, one)) == (why, why)
    assert why.label


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CPTS Nord", "CPTS Sud"),
        ("CPTS Est Anjou", "CPTS Ouest Anjou"),
        ("CPTS Secteur 1234", "CPTS Secteur 1235"),
        ("CPTS Nord Loire", "CPTS Nord Mayenne"),
        ("CPTS A B C D E", "CPTS V W X Y Z"),
        ("CPTS E A", "CPTS Estuaire"),
        ("CPTS Est", "CPTS Est Sud"),
        ("CPTS N E", "CPTS Nord Estuaire"),
        ("", "CPTS Nord"),
    ],
)
def test_other_names_are_other_cpts(one: str, other: str) -> None:
    assert alike(one, other) is None


def test_known_names_are_found_the_likeliest_first() -> None:
    known = KnownNames(
        [(1, "CPTS Nord Estuaire"), (2, "CPTS Estuaire"), (3, "Nord-Estuaire"), (4, "CPTS Layon"), (5, "CPTS Estuairé")]
    )

    assert known.same("NORD ESTUAIRE") == (1, 3)
    assert known.same("Mayenne") == ()
    assert [(near.id, near.why) for near in known.near("CPTS de l’Estuaires")] == [
        (2, NameLikeness.SLIP),
        (5, NameLikeness.SLIP),
    ]
    assert [near.id for near in known.near("Nord et Estuaire")][:2] == [1, 3]
    assert known.near("Ailleurs") == ()


def test_a_name_is_found_among_ten_thousand() -> None:
    known = KnownNames((number, f"CPTS Territoire de santé {number:05d}") for number in range(10_000))
    found = [known.near(f"CPTS Territoire santé {number:05d}") for number in range(0, 10_000, 100)]

    assert all(near and near[0].id == 100 * place for place, near in enumerate(found))


def test_abbreviations_are_found_whichever_side_is_short() -> None:
    known = KnownNames([(1, "CPTS Nord Estuaire"), (2, "CPTS SLV"), (3, "CPTS ")])

    assert [near.id for near in known.near("CPTS N. Est.")] == [1]
    assert [near.id for near in known.near("CPTS NE")] == [1]
    assert [near.id for near in known.near("Sèvre Loire Vignoble")] == [2]
    assert known.near("- -") == ()


def test_words_that_many_share_are_told_apart_by_two_of_them() -> None:
    words = [f"{one}{other}" for one in "abcdefgh" for other in "ijklmnopq"]
    known = KnownNames((number, f"CPTS Loire {word}anjou Maine") for number, word in enumerate(words * 2))
    lone = KnownNames((number, "CPTS Loire") for number in range(100))

    assert known.near("CPTS Maine et Loire")[0].why is NameLikeness.PART
    assert len(lone.near("CPTS Loire Loire")) == 5
    assert KnownNames((number, "Loire Mayenne") for number in range(100)).near("CPTS Sarthe") == ()


def test_the_bare_name_is_never_empty_for_a_name() -> None:
    assert (bare_name("CPTS"), bare_name("La CPTS Nord-Estuaire"), bare_name("- -")) == ("cpts", "nord estuaire", "")
