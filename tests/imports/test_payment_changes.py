"""Whom a list of payments pays, what is recorded already, and which line each payment settles."""

from datetime import date
from decimal import Decimal

import pytest

from cpr_desk.domain.missions import Mission
from cpr_desk.domain.schedule import Kind
from cpr_desk.domain.statement import Payment, key_of
from cpr_desk.imports.payment_names import LEFT_OUT, everyone, identify
from cpr_desk.imports.payments import read_payments
from cpr_desk.imports.proposals import Status
from tests.imports.payment_reading import DUE_ON, HEADER, KNOWN, TODAY, due_line, listed, propose, recorded

DAY = "01/04/2022"


def paid(code: str, name: str = "", amount: object = 10, label: str = "", reference: str = "") -> list[object]:
    return [code, name, DAY, amount, label, reference]


@pytest.mark.parametrize(
    ("code", "name", "found"),
    [
        ("44-01", "", 1),
        ("44 01", "", 1),
        ("", "44-01", 1),
        ("", "44-01 – Sèvre et Logne", 1),
        ("", "SEVRE ET LOGNE", 1),
        ("inconnu", "Communauté professionnelle territoriale de santé Sèvre et Logne", 1),
        ("49-02", "CPTS Nord", 3),
        ("44-01", "Sèvre Logne", 1),
        ("44-01", "44-01", 1),
    ],
)
def test_a_cpts_is_known_by_its_code_else_by_its_name(code: str, name: str, found: int) -> None:
    identified = identify(listed(paid(code, name)).lines, KNOWN, {})
    assert (identified.ids, identified.questions) == ({0: found}, ())


@pytest.mark.parametrize(
    ("code", "name", "candidates", "proposed", "words"),
    [
        ("", "Cholletais", ["2"], "", "à une ou deux lettres près"),
        ("", "CPTS Logne & Sèvre", ["1"], "1", "mêmes mots"),
        ("", "CPTS Nord", ["3", "4"], "", "Plusieurs CPTS portent le nom"),
        ("", "CPTS du Mans Métropol", ["5", "6"], "", "plusieurs noms sont proches"),
        ("", "CPTS Zorglub", [], "", "Aucune CPTS du registre"),
        ("", "49-01 Zorglub", [], "", "Aucune CPTS du registre"),
        ("44-01", "CPTS du Choletais", ["1", "2"], "", "Le code et le nom"),
        ("44-01", "Autre chose", ["1"], "1", "Le code et le nom"),
    ],
)
def test_a_doubtful_name_is_asked_about(code: str, name: str, candidates: list[str], proposed: str, words: str) -> None:
    rows = [paid(code, name), paid(code, name.upper())]
    (question,) = identify(listed(*rows).lines, KNOWN, {}).questions
    assert [choice.value for choice in question.choices] == [*candidates, LEFT_OUT]
    assert (question.proposed, words in question.sentence) == (proposed, True)
    assert "ces 2 versements" in question.choices[-1].words


def test_whom_a_row_with_a_bad_amount_names_is_asked_about_at_once() -> None:
    file = listed(paid("", "Zorglub", "beaucoup"), paid("44-01", ""), paid("", "Cholletais", 0))
    identified = identify(file.lines, KNOWN, {}, file.faulty)

    assert [each.row for each in file.faulty] == [2, 4]
    assert [each.typed for each in identified.questions] == ["Zorglub", "Cholletais"]
    assert identified.ids == {0: 1}
    answered = identify(file.lines, KNOWN, {each.key: "2" for each in identified.questions}, file.faulty)
    assert answered.ids == {0: 1}


def test_an_answer_holds_for_every_payment_of_the_name_and_any_cpts_may_be_answered() -> None:
    file = listed(paid("", "Cholletais"), paid("", "CHOLLETAIS", 20), paid("", "Zorglub"))
    first, second = identify(file.lines, KNOWN, {}).questions
    proposal = propose(file, answers={first.key: "2", second.key: LEFT_OUT})
    assert [change.payee and change.payee.id for change in proposal.changes] == [2, 2]
    assert [change.status for change in proposal.known] == [Status.LEFT_OUT]
    assert identify(file.lines, KNOWN, {second.key: "5"}).ids == {2: 5}
    assert identify(file.lines, KNOWN, {second.key: "999"}).ids == {}
    assert len(propose(file).open) == 2
    assert [choice.value for choice in everyone(KNOWN)][:2] == ["2", "5"]


def test_importing_the_same_file_twice_adds_nothing() -> None:
    lines = [due_line(50_000), due_line(41_250, kind=Kind.ADVANCE, mission=Mission.ACCES)]
    file = listed(
        paid("44-01", amount=91_250, label="Avance", reference="M1"),
        paid("44-01", amount=-30, label="Indu"),
        paid("44-01", amount=7),
        paid("44-01", amount=7),
    )
    first = propose(file, lines=lines)
    assert [len(change.shares) for change in first.changes] == [2, 1, 1, 1]
    again = propose(file, recorded(first), lines)
    assert (again.changes, again.unchanged, again.open) == ((), 4, ())


def test_the_label_or_the_reference_tells_two_payments_of_one_day_apart() -> None:
    stored = [Payment(date(2022, 4, 1), Decimal(10), "Avance", id=1, reference="M1")]
    other = propose(listed(paid("44-01", label="Avance", reference="M2")), stored)
    assert (other.added, other.questions) == (1, ())
    relabelled = propose(listed(paid("44-01", label="Avance 2022", reference="M1")), stored)
    assert (relabelled.added, relabelled.unchanged) == (0, 1)


def test_a_payment_that_may_be_there_is_asked_about_and_not_added_without_an_answer() -> None:
    stored = [Payment(date(2022, 4, 1), Decimal(10), "Report du registre", id=1)]
    file = listed(paid("44-01", label="Avance", reference="M1"), paid("44-01", label="Solde", reference="M2"))
    proposal = propose(file, stored)
    (question,) = proposal.questions
    assert "Report du registre" in question.sentence
    assert (proposal.added, proposal.unchanged, proposal.open) == (1, 1, ())
    assert propose(file, stored, answers={question.key: "new"}).added == 2


def test_a_sum_of_payments_without_words_is_only_a_doubt() -> None:
    stored = [Payment(date(2022, 4, 1), Decimal(part), id=part) for part in (4, 6)]
    proposal = propose(listed(paid("44-01")), stored)
    assert len(proposal.questions) == 1
    unlike = [Payment(date(2022, 4, 1), Decimal(part), "x", id=part) for part in (4, 9)]
    assert propose(listed(paid("44-01", label="x")), unlike).added == 1


def test_two_equal_lines_are_told_and_with_a_reference_the_second_is_not_added() -> None:
    with_reference = propose(listed(*[paid("44-01", label="a", reference="M1")] * 2))
    assert (with_reference.added, with_reference.unchanged, len(with_reference.questions)) == (1, 1, 1)
    without = propose(listed(*[paid("44-01", label="a")] * 2))
    assert (without.added, len(without.questions)) == (2, 1)
    assert "ligne 2 de la feuille Feuil1" in without.questions[0].sentence


def test_each_payment_is_put_to_the_line_it_likely_pays_once() -> None:
    lines = [due_line(100), due_line(100, date(2022, 5, 1), Kind.ADVANCE), due_line(60, date(2022, 12, 1))]
    proposal = propose(listed(*[paid("44-01", amount=100, reference=str(n)) for n in range(3)]), lines=lines)
    keys = [change.shares[0].of for change in proposal.changes]
    assert keys == [key_of(lines[0].due), key_of(lines[1].due), None]
    assert proposal.changes[0].parts[0].remark == "Fonctionnement, versement en totalité, 15/03/2022"
    assert proposal.total == 300
    unmatched = propose(listed(paid("44-01", amount=100)), lines=lines, matching=False)
    assert unmatched.changes[0].shares == (unmatched.changes[0].line.payment,)


@pytest.mark.parametrize(
    ("line", "mission", "year", "place"),
    [
        ("Solde", "", "", 1),
        ("", "Prévention", "", 2),
        ("Avance prévention", "", "", 2),
        ("fonctionnement", "", "2", 3),
        ("", "", "2024", 3),
        ("Zorglub", "", "", None),
        ("avance", "Accès aux soins", "", None),
    ],
)
def test_what_the_file_says_of_the_line_narrows_the_proposal(
    line: str, mission: str, year: str, place: int | None
) -> None:
    lines = [
        due_line(50),
        due_line(40, kind=Kind.BALANCE, mission=Mission.ACCES),
        due_line(30, kind=Kind.ADVANCE, mission=Mission.PREVENTION),
        due_line(60, date(2024, 3, 15), year=2),
    ]
    header = [*HEADER, "Ligne payée", "Mission", "Année"]
    (change,) = propose(listed([*paid("44-01"), line, mission, year], header=header), lines=lines).changes
    assert change.shares[0].of == (None if place is None else key_of(lines[place].due))
    if place is None:
        assert "Aucune ligne de l’échéancier" in change.parts[0].remark
    else:
        assert "l’écart est de" in change.parts[0].remark


def test_a_recovery_is_put_to_a_line_of_which_too_much_was_paid() -> None:
    overpaid = due_line(100)
    line = type(overpaid)(overpaid.due, Decimal(130), overpaid.state)
    (change,) = propose(listed(paid("44-01", amount=-30)), lines=[line]).changes
    assert change.shares[0].of == key_of(line.due)
    assert DUE_ON < TODAY


def test_ten_thousand_payments_are_compared() -> None:
    rows = "\n".join(f"{KNOWN[n % 6].code};0{n % 9 + 1}/02/2022;{n + 1},50;VIR {n}" for n in range(10_000))
    file = read_payments(f"Code;Date;Montant;Référence\n{rows}\n".encode(), TODAY)
    proposal = propose(file, lines=[due_line(100 * n) for n in range(1, 60)])
    again = propose(file, recorded(proposal))
    assert (proposal.added, again.added) == (10_000, 0)
