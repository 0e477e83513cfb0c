from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.attendance import Exercise
from cpr_desk.domain.ballots import TOO_FEW_ANSWERS
from cpr_desk.domain.certificate import (
    Evidence,
    at_ballot,
    at_quorum,
    default_rules,
    exceptions,
    first_reached,
    named,
    sent_between,
    served,
)
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Section
from cpr_desk.domain.dispatch import Capacity, Channel, IssueKind
from cpr_desk.domain.dispatch_register import Outcome
from cpr_desk.domain.presidency import chair_at
from cpr_desk.domain.sitting import Sitting
from cpr_desk.domain.voting import Choice
from tests.reports.certificate_sample import (
    CANCELLED,
    COMING,
    FULL,
    GUEST,
    HELD,
    WRITTEN,
    at,
)
from tests.reports.sample import PRESIDENCY

CONVOCATION, AGENDA, CANCELLATION = IssueKind


def titles(known: object = FULL) -> list[str]:
    return [each.title.replace("\xa0", " ") for each in exceptions(known)]  # type: ignore[arg-type]


def test_what_was_sent_is_counted_by_capacity_and_channel() -> None:
    titulars = served(FULL.register, CONVOCATION)[0]

    assert (titulars.capacity, titulars.total, titulars.unsent) == (Capacity.TITULAR, 31, 1)
    assert titulars.outcomes == {Outcome.IN_TIME: 28, Outcome.LATE: 1, Outcome.RETURNED: 1}
    assert titulars.channels == {Channel.EMAIL: 24, Channel.LETTER: 6}
    assert [each.capacity for each in served(FULL.register, AGENDA)][-1] is Capacity.EXPERT


def test_those_whose_sending_proves_nothing_are_named() -> None:
    assert [each.name for each in named(FULL.register, CONVOCATION, Outcome.LATE)] == ["Ysaline Dorvault"]
    assert len(named(FULL.register, CONVOCATION, None)) == 1
    assert len(named(CANCELLED.register, CANCELLATION, None)) == 58


def test_the_first_and_the_last_day_of_a_sending_are_known() -> None:
    assert sent_between(FULL.register, CONVOCATION) == (date(2024, 5, 15), date(2024, 5, 28))
    assert sent_between(FULL.register, AGENDA, 1) == (date(2024, 6, 4), date(2024, 6, 4))
    assert sent_between(FULL.register, AGENDA, 2) is None


def test_seats_and_votes_are_those_of_the_moment() -> None:
    opening = at_quorum(FULL.session.quorum(at(14)))
    late = at_ballot(FULL.session, FULL.session.ballots[2])
    by_mail = at_ballot(WRITTEN.session, WRITTEN.session.ballots[0])

    assert [(each.heads, each.seats, each.votes, each.all_votes) for each in opening] == [
        (13, 13, 35, 35),
        (19, 35, 19, 35),
    ]
    assert late[1].heads == 11
    assert [(each.section, each.heads) for each in by_mail] == [(Section.SOCIAL, 13), (Section.PROFESSIONAL, 0)]


def test_seats_by_proxy_are_told_and_who_stands_aside_is_left_out_as_in_the_quorum_of_the_vote() -> None:
    first = FULL.session.ballots[0]
    of = [each for each in first.electors if each.section is Section.SOCIAL]
    electors = tuple(replace(each, exercise=Exercise.PROXY) if each == of[0] else each for each in first.electors)
    ballot = replace(first, electors=electors, choices={of[1].seat_id: Choice.CONFLICT})
    kept = replace(FULL.session, rules=Rules(conflict_leaves_quorum=False))

    assert at_ballot(FULL.session, ballot)[0].words == f"{len(of) - 1}/13 sièges, dont 1 par pouvoir"
    assert at_ballot(kept, ballot)[0].heads == len(of)


def test_members_who_come_after_the_opening_make_the_quorum_of_the_table_and_no_exception() -> None:
    session = FULL.session
    later = tuple(replace(each, arrived_at=max(each.arrived_at, at(14, 5))) for each in session.presence.stays)
    assert session.sitting
    known = replace(FULL, session=replace(session, presence=replace(session.presence, stays=later)))
    found = first_reached(known.session)

    assert first_reached(session) is None
    assert found
    assert found.at == at(14, 5)
    assert titles(known)[-5:] == titles()[-5:]
    assert first_reached(COMING.session) is None


def test_every_exception_is_told_with_its_reason() -> None:
    assert titles() == [
        "Réunion déplacée",
        "Présidence",
        "Ordre du jour, version 1, édité sans les deux avis",
        f"{GUEST.person.courteous_name}, ajoutée aux destinataires (expert)",
        "M. Aubin Tréhorel, retiré des destinataires",
        "Séance présidée par Côme Uzerchois",
        "Quorum perdu à 15 h 30",
        "Vote annulé le 11/06/2024, « Adoptez-vous le calendrier ? »",
        "Vote sans quorum, « Avis favorable à l’avenant »",
    ]
    assert all(each.reason for each in exceptions(FULL))
    assert [each.reason for each in exceptions(FULL)][-1] == "Urgence pour la CPTS."


def test_an_agenda_issued_with_both_opinions_is_no_exception() -> None:
    given = tuple(replace(issue, without_opinions="") for issue in FULL.register.issues)

    assert not [
        title for title in titles(replace(FULL, register=replace(FULL.register, issues=given))) if "avis" in title
    ]


def test_a_meeting_to_come_has_the_exceptions_known_so_far() -> None:
    assert titles(COMING) == ["Présidence"]
    assert titles(replace(COMING, chair=None)) == []
    assert titles(CANCELLED)[0] == "Réunion annulée le 05/06/2024"


def test_urgency_a_second_meeting_and_late_opinions_are_exceptions() -> None:
    meeting = replace(
        COMING.session.meeting,
        urgent_president_on=date(2024, 6, 1),
        urgent_vice_president_on=date(2024, 6, 1),
        second_of=3,
        cancelled_on=HELD,
    )
    known = replace(COMING, session=replace(COMING.session, meeting=meeting), given_late=("Avis tardif.",))

    assert titles(known) == [
        "Réunion annulée le 11/06/2024",
        "Convocation en urgence",
        "Seconde réunion",
        "Présidence",
        "Avis donné après l’envoi",
    ]
    assert exceptions(known)[0].reason == ""
    assert "délai abrégé avec l’accord des deux présidents" in default_rules(known)
    assert "seconde réunion dans le délai de 1 mois" in default_rules(known)


def test_quorum_lost_regained_and_its_lack_stated_are_told() -> None:
    session = FULL.session
    stays = tuple(replace(each, arrived_at=at(15, 50)) for each in session.presence.stays if each.left_at)
    back = tuple(replace(each, left_at=None) for each in stays)
    presence = replace(session.presence, stays=(*session.presence.stays, *back))
    unknown_chair = Sitting(at(14), chair_id=4000, chair_reason="accord", constat_at=at(15, 40))
    known = replace(FULL, session=replace(session, sitting=unknown_chair, presence=presence, ballots=()))

    assert titles(known)[-4:] == [
        "Séance présidée par une autre personne",
        "Quorum perdu à 15 h 30",
        "Quorum atteint à 15 h 50",
        "Constat de carence",
    ]
    closed = replace(known, session=replace(known.session, sitting=replace(unknown_chair, closed_at=at(15, 50))))
    assert "Quorum atteint à 15 h 50" not in titles(closed), "who comes or goes at the closing changes nothing"
    assert "seconde réunion dans le délai de 1 mois" in default_rules(known)


def test_what_was_never_sent_is_an_exception_once_its_limit_is_past() -> None:
    def unsent(known: Evidence) -> list[tuple[str, str]]:
        return [(each.title, each.reason) for each in exceptions(known) if each.title.endswith("sans envoi enregistré")]

    first, second = COMING.register.convocation.deadline.latest, COMING.register.agenda.deadline.latest
    convocation = ("Convocation sans envoi enregistré", "La limite du 27/05/2024 est passée.")
    order = ("Ordre du jour sans envoi enregistré", "La limite du 06/06/2024 est passée.")

    assert unsent(replace(COMING, at=first)) == []
    assert unsent(replace(COMING, at=second)) == [convocation]
    assert unsent(replace(COMING, at=HELD)) == [convocation, order]
    assert unsent(replace(COMING, register=replace(COMING.register, is_cancelled=True), at=HELD)) == []
    assert unsent(replace(FULL, at=HELD)) == []


def test_a_quorum_lost_by_one_section_after_the_other_is_lost_once() -> None:
    session = FULL.session
    gone = tuple(replace(each, left_at=each.left_at or at(15, 45)) for each in session.presence.stays)
    known = replace(FULL, session=replace(session, presence=replace(session.presence, stays=gone), ballots=()))

    assert [title for title in titles(known) if title.startswith("Quorum")] == ["Quorum perdu à 15 h 30"]


def test_a_consultation_with_too_few_answers_or_late_ones_says_so() -> None:
    *_, few, late = exceptions(WRITTEN)

    assert few.reason == TOO_FEW_ANSWERS
    assert late.title == "Réponses arrivées après la clôture, «\xa0Avis favorable\xa0»"
    assert late.reason.startswith("Sans effet\xa0: ")


def test_attendance_corrected_since_a_vote_is_told() -> None:
    session = FULL.session
    fewer = replace(session.presence, stays=session.presence.stays[1:])
    sitting = Sitting(at(14))

    found = titles(replace(FULL, session=replace(session, presence=fewer, sitting=sitting)))
    assert found[-1] == "Présences corrigées depuis le vote, « Avis favorable à l’avenant »"


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (Rules(), "pouvoirs non comptés dans le quorum"),
        (Rules(), "1 pouvoir au plus par membre"),
        (Rules(proxies_in_quorum=True), "pouvoirs comptés dans le"),
        (Rules(proxies_received=2), "2 pouvoirs au plus par membre"),
        (Rules(proxies_received=0), "aucun pouvoir admis"),
    ],
)
def test_the_rules_that_no_text_states_are_named(rules: Rules, said: str) -> None:
    told = default_rules(replace(FULL, session=replace(FULL.session, rules=rules)))

    assert any(said in each for each in told)
    assert "majorité simple des voix exprimées" in told
    assert default_rules(COMING) == ("délais en jours calendaires",)
    assert [words.partition(" ")[0] for words in default_rules(WRITTEN)] == ["délais", "quorum", "majorité"]


def test_a_chair_who_stands_in_does_so_by_a_default_rule() -> None:
    acting = chair_at(PRESIDENCY, date(2023, 4, 1))

    assert "la vice-présidence assure l’intérim" in default_rules(replace(COMING, chair=acting))
