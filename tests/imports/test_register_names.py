"""A register whose names differ slightly from those known: told, asked about, never added twice without a word."""

from dataclasses import replace

import pytest

from cpr_desk.domain.adhesion import Adhesion, Step
from cpr_desk.imports.register import RegisterProposal, propose_register
from tests.imports.register_reading import read

KNOWN = (
    Adhesion(1, "44-01", "CPTS Sèvre et Logne", "44", Step.REFLECTION),
    Adhesion(2, "49-01", "CPTS du Choletais", "49", Step.REFLECTION),
    Adhesion(3, "49-02", "CPTS Nord", "49", Step.REFLECTION),
    Adhesion(4, "49-03", "CPTS Nord", "49", Step.REFLECTION),
)


def propose(*rows: tuple[str, str, str], answers: dict[str, str] | None = None) -> RegisterProposal:
    """Compare lines (code, name, département) with the register known."""
    file = read([["Code", "Nom de la CPTS", "Département", "Étape"], *([*row, "En réflexion"] for row in rows)])
    assert file.problems == ()
    return propose_register(file, KNOWN, answers or {})


@pytest.mark.parametrize("code", ["", "ARS-77"])
def test_a_name_that_is_like_a_known_one_is_asked_about(code: str) -> None:
    proposal = propose((code, "CPTS du Cholletais", "49"))
    (question,) = proposal.open
    assert [choice.value for choice in question.choices] == ["2", "2+", "new"]
    assert "CPTS du Choletais (49-01, 49)" in question.sentence
    kept = propose((code, "CPTS du Cholletais", "49"), answers={question.key: "2"})
    assert (kept.added, [part.what for change in kept.changes for part in change.parts]) == (
        0,
        ["Code"] if code else [],
    )
    renamed = propose((code, "CPTS du Cholletais", "49"), answers={question.key: "2+"})
    assert renamed.changes[0].adhesion == replace(KNOWN[1], name="CPTS du Cholletais", code=code or "49-01")
    added = propose((code, "CPTS du Cholletais", "49"), answers={question.key: "new"})
    assert (added.added, added.open) == (1, ())


def test_the_same_words_written_otherwise_are_proposed_as_the_known_one() -> None:
    proposal = propose(("", "Logne & Sèvre", "44"))
    assert (proposal.added, proposal.unchanged, proposal.open, len(proposal.questions)) == (0, 1, (), 1)


def test_the_same_name_in_another_departement_is_asked_about_but_a_near_one_is_another() -> None:
    (question,) = propose(("", "CPTS du Choletais", "44")).open
    assert [choice.value for choice in question.choices] == ["2", "new"]
    assert propose(("", "CPTS du Cholletais", "53")).questions == ()


def test_two_known_of_one_name_are_told_apart_by_code_or_asked_about() -> None:
    assert propose(("49-03", "CPTS Nord", "49")).unchanged == 1
    (question,) = propose(("", "CPTS Nord", "49")).open
    assert [choice.value for choice in question.choices] == ["3", "4", "new"]
    both = propose(("49-02", "CPTS Nord", "49"), ("49-03", "CPTS Nord", "49"))
    assert (both.unchanged, both.questions) == (2, ())
    assert "leurs codes les distinguent" in both.warnings[0].message


def test_a_name_that_the_file_itself_gives_exactly_is_no_candidate() -> None:
    proposal = propose(("", "CPTS du Choletais", "49"), ("", "CPTS du Cholletais", "49"))
    assert (proposal.added, proposal.unchanged, proposal.questions) == (1, 1, ())


def test_two_lines_cannot_be_said_to_be_one_cpts() -> None:
    rows = ("", "CPTS du Cholletais", "49"), ("", "CPTS du Choletai", "49")
    first, second = propose(*rows).open
    proposal = propose(*rows, answers={first.key: "2", second.key: "2"})
    assert [problem.row for problem in proposal.problems] == [3]


def test_two_new_lines_of_the_same_words_are_told() -> None:
    proposal = propose(("", "CPTS Layon et Aubance", "49"), ("", "CPTS Aubance-Layon", "49"))
    assert proposal.added == 2
    assert "ligne 2" in next(each.message for each in proposal.warnings if each.row == 3)


@pytest.mark.parametrize("typed", ["Maine et Loire", "MAINE-ET-LOIRE", "le Maine-et-Loire", "49", "Dépt 49"])
def test_a_departement_is_understood_however_it_is_written(typed: str) -> None:
    assert propose(("49-01", "CPTS du Choletais", typed)).unchanged == 1


def test_what_is_not_understood_is_told_with_the_nearest() -> None:
    file = read(
        [
            ["Nom", "Département", "Étape", "Missions"],
            ["A", "Main et Loirre", "contrat signe", "acces aux soins, prévensions"],
            ["B", "Sarthe", "contrat singé", ""],
        ]
    )
    told = [each.message.replace("\u00a0", " ") for each in (*file.problems, *file.warnings)]
    assert any("Voulez-vous dire « Maine-et-Loire » ?" in message for message in told)
    assert any("Voulez-vous dire « Contrat signé » ?" in message for message in told)
    assert any("Voulez-vous dire « Prévention » ?" in message for message in told)
