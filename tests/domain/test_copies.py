"""Who receives a copy of what is sent to its members."""

from dataclasses import replace

from cpr_desk.domain.composition import Section
from cpr_desk.domain.copies import Copy, copies, copies_words
from cpr_desk.domain.designations import Correspondent, designators
from cpr_desk.domain.dispatch import Capacity, RecipientChange, recipients
from cpr_desk.domain.organisations import LetterChannel, Organisation
from tests.factories import seed_composition

COMPOSITION = seed_composition()
CORRESPONDENTS = tuple(Correspondent(each, Organisation(0, each.name)) for each in designators(COMPOSITION))


def asking(*names: str) -> tuple[Correspondent, ...]:
    """Return everybody who designates, those named asking for a copy."""
    return tuple(
        replace(each, organisation=replace(each.organisation, copied=each.organisation.name in names))
        for each in CORRESPONDENTS
    )


def members(copy: Copy) -> list[str]:
    return [member.person.name for member in copy.members]


def test_an_organisation_that_asks_receives_a_copy_for_those_it_designated() -> None:
    (copy,) = copies(asking("CSMF"), recipients(COMPOSITION))

    assert copy.organisation.name == "CSMF"
    assert members(copy) == ["Basile Abgrall", "Corentin Bessanges"]
    assert copies(asking(), recipients(COMPOSITION)) == ()


def test_an_organisation_that_designated_nobody_receives_nothing() -> None:
    assert copies(asking("SML"), recipients(COMPOSITION)) == ()


def test_a_scheme_and_a_consultative_body_may_receive_copies_too() -> None:
    msa, urps = copies(asking("URPS", "MSA"), recipients(COMPOSITION))

    assert (msa.organisation.name, urps.organisation.name) == ("MSA", "URPS")
    assert members(msa) == ["Tancrède Quillebois", "Donatien Rivoalan", "Leïla Sauvaget", "Ambroise Taillebourg"]
    assert "Fulbert Estuaire" in members(urps), "he sits for a union too, and receives one letter"


def test_who_was_left_out_or_is_a_guest_stands_for_no_organisation() -> None:
    titular = COMPOSITION.of(Section.PROFESSIONAL)[0].titular
    assert titular
    without = (RecipientChange(titular.person, None, "mandat contesté"),)
    invited = (RecipientChange(titular.person, Capacity.GUEST, "à sa demande"),)

    assert [members(each) for each in copies(asking("CSMF"), recipients(COMPOSITION, without))] == [
        ["Corentin Bessanges"]
    ]
    assert [members(each) for each in copies(asking("CSMF"), recipients(COMPOSITION, invited))] == [
        ["Corentin Bessanges"]
    ]


def test_a_copy_says_how_it_leaves_and_what_is_missing_for_that() -> None:
    bare = Organisation(0, "CSMF")
    reached = replace(bare, channel=LetterChannel.EMAIL, email="csmf@exemple.fr")

    assert Copy(bare, ()).words == "CSMF (par courrier, adresse postale à compléter)"
    assert Copy(reached, ()).words == "CSMF (par courriel)"


def test_a_few_organisations_are_named_and_many_are_counted() -> None:
    bare = Copy(Organisation(0, "CSMF"), ())
    reached = Copy(Organisation(0, "FNO", channel=LetterChannel.EMAIL, email="fno@exemple.fr"), ())

    assert copies_words([reached, reached]) == "FNO (par courriel) et FNO (par courriel)"
    assert copies_words([reached] * 5) == "5 organisations"
    assert copies_words([bare, bare, *[reached] * 3]) == "5 organisations, dont 2 à compléter d’une adresse"
