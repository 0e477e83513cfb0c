from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.crises import RegionalCrisis
from cpr_desk.domain.dossier import GrantGiven
from cpr_desk.domain.money import by_civil_year, grand_total
from cpr_desk.domain.scale import GrantKind
from cpr_desk.domain.schedule import Crisis, Kind
from cpr_desk.domain.statement import LineState, Payment, key_of, share_out
from cpr_desk.errors import UserError
from cpr_desk.services import funding, undo
from cpr_desk.services.dossiers import snapshot_at
from cpr_desk.services.funding import Account, account_at
from cpr_desk.services.regional import state_of
from cpr_desk.services.register import save_adhesion
from cpr_desk.storage.database import Database
from cpr_desk.storage.path import write_grant
from tests.factories import adhesion

SIGNED_ON = date(2022, 3, 15)
TODAY = date(2023, 6, 1)


def add_cpts(db: Database, commission: Commission, code: str = "CPTS-001") -> int:
    known = adhesion(
        code,
        step=Step.SIGNED,
        step_since=SIGNED_ON,
        signed_on=SIGNED_ON,
        population=39_999,
        missions=(("acces", SIGNED_ON), ("crises", SIGNED_ON)),
    )
    return save_adhesion(db, commission.id, known, SIGNED_ON)


@pytest.fixture
def cpts(db: Database, commission: Commission) -> int:
    """Return the id of a CPTS of taille 1 signed on 15/03/2022, accès and crises begun."""
    return add_cpts(db, commission)


def read(db: Database, commission: Commission, cpts: int, at: date = TODAY) -> Account:
    found = account_at(db, commission, cpts, at)
    assert found is not None
    return found


def paid(amount: int, on: date = date(2022, 4, 1), **facts: object) -> Payment:
    return replace(Payment(on, Decimal(amount)), **facts)  # type: ignore[arg-type]


def test_an_account_says_what_is_due_and_what_it_lacks(db: Database, commission: Commission, cpts: int) -> None:
    account = read(db, commission, cpts)

    assert account.at == TODAY
    assert account.has_money
    assert account.statement.due == Decimal(50_000 + 41_250 + 13_750 + 25_000 + 37_500 + 41_250)
    assert any("Résultats à saisir" in gap.words for gap in account.gaps)
    assert account_at(db, commission, 999, TODAY) is None


def test_a_payment_is_recorded_over_several_lines_corrected_and_deleted(
    db: Database, commission: Commission, cpts: int
) -> None:
    account = read(db, commission, cpts)
    shares = share_out(account.statement.lines, Decimal(91_250))
    whole = [paid(int(part), of=key, reference=" VIR 1 ") for key, part in shares]
    funding.record_payment(db, account.dossier, whole, TODAY)
    account = read(db, commission, cpts)

    assert [line.state for line in account.statement.lines[:2]] == [LineState.PAID, LineState.PAID]
    first = account.dossier.payments[0]
    assert (first.reference, first.amount) == ("VIR 1", Decimal(50_000))
    assert undo.history(db).undo.label.startswith("enregistrer le versement de 91")  # type: ignore[union-attr]

    funding.change_payment(db, account.dossier, [replace(first, amount=Decimal("49999.99"))], TODAY)
    account = read(db, commission, cpts)
    assert account.statement.lines[0].left == Decimal("0.01")
    funding.remove_payments(db, account.dossier, account.dossier.payments)
    assert read(db, commission, cpts).statement.paid == 0
    with pytest.raises(UserError, match="n’existe plus"):
        funding.remove_payments(db, account.dossier, account.dossier.payments[:1])
    with pytest.raises(UserError, match="n’existe plus"):
        funding.change_payment(db, account.dossier, account.dossier.payments[:1], TODAY)
    with pytest.raises(UserError, match="n’existe plus"):
        funding.match_payments(db, account.dossier, {first.id: None})


def test_a_payment_known_is_shared_out_and_a_recovery_is_negative(
    db: Database, commission: Commission, cpts: int
) -> None:
    account = read(db, commission, cpts)
    funding.record_payment(db, account.dossier, [paid(91_250)], TODAY)
    account = read(db, commission, cpts)
    (known,) = account.dossier.payments
    keys = [key_of(line.due) for line in account.statement.lines[:2]]
    shares = [
        replace(known, amount=Decimal(50_000), of=keys[0]),
        replace(known, amount=Decimal(41_250), of=keys[1], id=0),
    ]
    funding.change_payment(db, account.dossier, shares, TODAY)
    funding.record_payment(db, account.dossier, [paid(-250, of=keys[1])], TODAY)
    account = read(db, commission, cpts)

    assert (account.statement.paid, len(account.dossier.payments)) == (Decimal(91_000), 3)
    assert account.statement.lines[1].left == Decimal(250)
    assert "la reprise de 250" in undo.history(db).undo.label  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("payment", "words"),
    [
        (paid(0), "Indiquez le montant"),
        (paid(10_000_001), "dépasse"),
        (paid(-10_000_001), "dépasse"),
        (paid(1, on=date(2023, 6, 2)), "à venir"),
    ],
)
def test_a_payment_that_makes_no_sense_is_refused_and_nothing_is_stored(
    db: Database, commission: Commission, cpts: int, payment: Payment, words: str
) -> None:
    dossier = read(db, commission, cpts).dossier
    for act in (funding.record_payment, funding.change_payment):
        with pytest.raises(UserError, match=words):
            act(db, dossier, [payment], TODAY)
    with pytest.raises(UserError, match=words):
        funding.record_payments(db, commission, [(cpts, payment)], "Reprendre", TODAY)
    assert read(db, commission, cpts).dossier.payments == ()


def test_a_file_of_payments_is_recorded_whole_or_not_at_all(db: Database, commission: Commission, cpts: int) -> None:
    other = add_cpts(db, commission, "CPTS-002")
    batch = [(cpts, paid(50_000)), (other, paid(41_250))]
    funding.record_payments(db, commission, batch, "Reprendre « versements.xlsx »", TODAY)
    with pytest.raises(UserError, match="n’est plus au registre"):
        funding.record_payments(db, commission, [*batch, (999, paid(1))], "Reprendre", TODAY)

    snapshot = snapshot_at(db, commission, TODAY)
    told = [each.statement for each in funding.accounts(snapshot)]
    assert grand_total(by_civil_year(told)).paid == Decimal(91_250)


def test_payments_are_matched_as_proposed_even_those_whose_line_is_no_more(
    db: Database, commission: Commission, cpts: int
) -> None:
    dossier = read(db, commission, cpts).dossier
    gone = ("acces-fixe", Kind.ADVANCE, 1, date(2022, 5, 1))
    funding.record_payment(db, dossier, [paid(50_000), paid(41_250, of=gone), paid(7)], TODAY)
    account = read(db, commission, cpts)

    assert len(account.statement.unmatched) == 3
    assert funding.key_words(account, gone) == "ligne du 01/05/2022 qui n’est plus due"
    funding.match_payments(db, account.dossier, account.proposals)
    account = read(db, commission, cpts)
    assert [each.amount for each in account.statement.unmatched] == [Decimal(7)]
    assert not account.proposals
    first = account.statement.lines[0]
    assert funding.key_words(account, key_of(first.due)).endswith("versement en totalité, 15/03/2022")
    assert funding.key_words(account, None) == ""
    funding.match_payments(db, account.dossier, {first.payments[0].id: None})
    assert len(read(db, commission, cpts).statement.unmatched) == 2


def test_a_payment_for_what_preceded_the_contract_keeps_its_line(
    db: Database, commission: Commission, cpts: int
) -> None:
    dossier = read(db, commission, cpts).dossier
    wanted = GrantGiven(GrantKind.ACCOMPANIMENT, date(2022, 1, 10))
    with db.unit_of_work("Conclure un contrat d’accompagnement") as session:
        write_grant(session, cpts, wanted)
    first = read(db, commission, cpts).statement.lines[0]
    funding.record_payment(db, dossier, [paid(15_000, of=key_of(first.due))], TODAY)

    assert (first.due.of_year.number, first.due.amount) == (0, Decimal(15_000))
    assert read(db, commission, cpts).statement.lines[0].state is LineState.PAID


def test_an_amount_paid_once_is_given_corrected_and_taken_back(db: Database, commission: Commission, cpts: int) -> None:
    dossier = read(db, commission, cpts).dossier
    before, wanted = GrantGiven(GrantKind.ACCOMPANIMENT, date(2022, 1, 10)), GrantGiven(GrantKind.ADDITIONAL, SIGNED_ON)
    with db.unit_of_work("Conclure un contrat d’accompagnement") as session:
        write_grant(session, cpts, before)
    funding.save_grants(db, dossier, [wanted], TODAY)
    funding.save_grants(db, dossier, [replace(wanted, on=date(2022, 7, 1), comment=" accord  ARS ")], TODAY)
    account = read(db, commission, cpts)

    _, given = account.dossier.grants
    assert (given.on, given.comment) == (date(2022, 7, 1), "accord ARS")
    once = [line.due.amount for line in account.statement.lines if line.due.kind is Kind.ONCE]
    assert once == [Decimal(15_000), Decimal(37_500)]
    with pytest.raises(UserError, match="ne prévoit pas"):
        funding.save_grants(db, dossier, [replace(wanted, on=date(2021, 1, 1))], TODAY)
    funding.save_grants(db, dossier, [], TODAY)
    assert [each.kind for each in read(db, commission, cpts).dossier.grants] == [GrantKind.ACCOMPANIMENT]


def test_a_crisis_pays_the_cpts_it_concerns_until_it_is_taken_back(
    db: Database, commission: Commission, cpts: int
) -> None:
    other = add_cpts(db, commission, "CPTS-002")
    crisis = RegionalCrisis(Crisis(date(2023, 1, 10), " Épidémie "), frozenset({cpts, other}))
    number = funding.save_crisis(db, commission, crisis, TODAY)

    def due(of: int) -> list[Decimal]:
        lines = read(db, commission, of).statement.lines
        return [line.due.amount for line in lines if line.due.kind is Kind.CRISIS]

    assert (due(cpts), due(other)) == ([Decimal(37_500)], [Decimal(37_500)])
    (known,) = funding.crises(db, commission)
    assert (known.crisis.label, known.id) == ("Épidémie", number)
    funding.save_crisis(db, commission, replace(known, cpts_ids=frozenset({other})), TODAY)
    assert (due(cpts), due(other)) == ([], [Decimal(37_500)])
    with pytest.raises(UserError, match="Aucune CPTS"):
        funding.save_crisis(db, commission, replace(known, cpts_ids=frozenset()), TODAY)
    funding.remove_crisis(db, known)
    assert (due(other), funding.crises(db, commission)) == ([], ())


def test_a_crisis_that_another_window_took_back_or_a_cpts_that_left_is_told(
    db: Database, commission: Commission, cpts: int
) -> None:
    wanted = RegionalCrisis(Crisis(date(2023, 1, 10), "Épidémie"), frozenset({cpts}))
    known = replace(wanted, crisis=replace(wanted.crisis, id=funding.save_crisis(db, commission, wanted, TODAY)))
    with pytest.raises(UserError, match="n’est plus au registre"):
        funding.save_crisis(db, commission, replace(known, cpts_ids=frozenset({cpts, 999})), TODAY)
    funding.remove_crisis(db, known)

    for act in (lambda: funding.remove_crisis(db, known), lambda: funding.save_crisis(db, commission, known, TODAY)):
        with pytest.raises(UserError, match="n’est plus enregistrée"):
            act()


def test_nothing_that_came_later_shows_on_a_day(db: Database, commission: Commission, cpts: int) -> None:
    dossier = read(db, commission, cpts).dossier
    funding.record_payment(db, dossier, [paid(50_000), paid(41_250, on=date(2022, 5, 1))], TODAY)

    early = read(db, commission, cpts, date(2022, 4, 1))
    assert (early.statement.due, early.statement.paid) == (Decimal(91_250), Decimal(50_000))


def test_the_account_of_each_cpts_and_the_state_of_the_register_have_the_same_totals(
    db: Database, commission: Commission, cpts: int
) -> None:
    add_cpts(db, commission, "CPTS-002")
    dossier = read(db, commission, cpts).dossier
    funding.record_payment(db, dossier, [paid(50_000), paid(-7, on=date(2023, 1, 5))], TODAY)
    snapshot = snapshot_at(db, commission, TODAY)
    state = state_of(snapshot)
    told = by_civil_year([each.statement for each in funding.accounts(snapshot)])

    assert state.years == told
    assert grand_total(told).paid == Decimal(49_993)


def test_everything_recorded_of_money_is_undone_and_done_again(db: Database, commission: Commission, cpts: int) -> None:
    dossier = read(db, commission, cpts).dossier
    crisis = RegionalCrisis(Crisis(date(2023, 1, 10), "Épidémie"), frozenset({cpts}))
    acts = (
        lambda: funding.record_payment(db, dossier, [paid(50_000), paid(1)], TODAY),
        lambda: funding.remove_payments(db, dossier, read(db, commission, cpts).dossier.payments),
        lambda: funding.save_grants(db, dossier, [GrantGiven(GrantKind.ADDITIONAL, date(2022, 6, 1))], TODAY),
        lambda: funding.save_crisis(db, commission, crisis, TODAY),
        lambda: funding.save_crisis(
            db, commission, replace(crisis, crisis=replace(crisis.crisis, id=1), cpts_ids=frozenset({cpts})), TODAY
        ),
        lambda: funding.remove_crisis(db, funding.crises(db, commission)[0]),
    )
    for act in acts:
        before = read(db, commission, cpts)
        act()
        after = read(db, commission, cpts)
        if (step := undo.history(db).undo) and after != before:
            undo.undo(db, step)
            assert read(db, commission, cpts) == before
            redo = undo.history(db).redo
            assert redo is not None
            undo.redo(db, redo)
            assert read(db, commission, cpts) == after
