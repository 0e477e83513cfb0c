from dataclasses import replace
from datetime import date, time

from cpr_desk.domain.agenda import Verdict
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Person, Section
from cpr_desk.domain.deadlines import meeting_deadlines
from cpr_desk.domain.dispatch import Capacity, Channel, Dispatch, Issue, IssueKind, Recipient
from cpr_desk.domain.dispatch_register import register
from cpr_desk.domain.meeting_timeline import Event, Mark, timeline
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode, Move
from cpr_desk.domain.opinions import Opinion

ON, TODAY, LATER = date(2021, 2, 4), date(2021, 1, 25), date(2021, 3, 1)
MEETING = Meeting(1, 1, MeetingKind.ORDINARY, MeetingMode.IN_PERSON, ON, time(14), "Salle Loire")
TO = [Recipient(Person(number, "Ana", f"Le Goff {number}"), Capacity.TITULAR) for number in range(1, 5)]
MAIL, REGISTERED = Channel.EMAIL, Channel.REGISTERED


def issue(number: int, on: date, hour: str = "14 h", kind: IssueKind = IssueKind.CONVOCATION) -> Issue:
    return Issue(kind, number, on, "0" * 64, 10, {"heure": hour})


def told(meeting: Meeting, sent: list[Dispatch], issues: list[Issue], *opinions: Opinion, today: date = TODAY,
         recorded_on: date | None = None) -> list[tuple[str, str, str, str]]:  # fmt: skip
    limits = meeting_deadlines(meeting.on, Rules(), lambda _day: None)
    events = timeline(meeting, register(TO, sent, issues, limits), opinions, today, recorded_on)
    assert list(events) == sorted(events, key=lambda event: event.on)
    return [_plain(event) for event in events]


def _plain(event: Event) -> tuple[str, str, str, str]:
    return f"{event.on:%d/%m}", event.mark.label, event.title.replace("\u00a0", " "), event.words.replace("\u00a0", " ")


def test_a_meeting_of_which_nothing_is_sent_has_its_limits_and_its_day() -> None:
    nothing = "Aucun envoi n’est enregistré ; limite le {}."
    assert told(MEETING, [], [], recorded_on=date(2021, 1, 4)) == [
        ("04/01", "Fait", "Réunion enregistrée dans CPR Desk", "Prévue alors le jeudi 4 février 2021."),
        ("20/01", "Limite", "Dernier jour pour envoyer la convocation", nothing.format("20/01/2021")),
        ("30/01", "Limite", "Dernier jour pour envoyer l’ordre du jour", nothing.format("30/01/2021")),
        ("04/02", "À venir", "Réunion", "14 h, Salle Loire"),
    ]


def test_sendings_of_a_day_are_told_together_with_their_channels_and_what_they_are_worth() -> None:
    first, second = date(2021, 1, 20), date(2021, 1, 21)
    sent = [
        Dispatch(TO[0], 2, first, MAIL, id=1),
        Dispatch(TO[1], 2, first, REGISTERED, id=2, acknowledged_on=date(2021, 1, 23)),
        Dispatch(TO[2], 2, second, MAIL, id=3),
        Dispatch(TO[3], 2, first, REGISTERED, id=4, returned_on=date(2021, 1, 24)),
        Dispatch(TO[0], 1, date(2021, 1, 12), MAIL, id=5),
    ]
    found = told(MEETING, sent, [issue(1, date(2021, 1, 11), "10 h"), issue(2, date(2021, 1, 19))])

    assert ("11/01", "Fait", "Convocation, version 1 : éditée", "") in found
    replaced = ("12/01", "Ne compte plus", "Convocation, version 1 : envoi à 1 destinataire")
    assert (*replaced, "Courriel (1) : version remplacée.") in found
    in_time = "Courriel (1) et lettre recommandée (1) : dans les délais, limite le 20/01/2021."
    assert ("20/01", "Dans les délais", "Convocation, version 2 : envoi à 2 destinataires", in_time) in found
    late = "Courriel (1) : hors délai, limite le 20/01/2021."
    assert ("21/01", "Hors délai", "Convocation, version 2 : envoi à 1 destinataire", late) in found
    assert ("23/01", "Fait", "Convocation, version 2 : accusé de réception", "Ana Le Goff 2.") in found
    assert ("24/01", "Fait", "Convocation, version 2 : courrier revenu", "Ana Le Goff 4.") in found


def test_many_acknowledgements_are_counted() -> None:
    day = date(2021, 1, 22)
    sent = [Dispatch(each, 1, date(2021, 1, 18), MAIL, id=each.person.id, acknowledged_on=day) for each in TO]

    assert ("22/01", "Fait", "Convocation, version 1 : accusé de réception", "4 personnes.") in told(
        MEETING, sent, [issue(1, date(2021, 1, 18))]
    )


def test_opinions_moves_and_urgency_are_told_on_their_days() -> None:
    move = Move(date(2021, 1, 6), date(2021, 1, 28), time(14), "", "salle prise")
    meeting = replace(
        MEETING, moves=(move,), urgent_president_on=date(2021, 1, 7), urgent_vice_president_on=date(2021, 1, 8)
    )
    agreed = Opinion(Section.SOCIAL, date(2021, 1, 18), date(2021, 1, 22), Verdict.AGREED, "Rien à ajouter.")
    agenda = replace(issue(1, date(2021, 1, 23), kind=IssueKind.AGENDA), without_opinions="urgence")
    found = told(
        meeting, [], [agenda], agreed, Opinion(Section.PROFESSIONAL, date(2021, 1, 19)), recorded_on=date(2021, 1, 4)
    )

    assert found[0][3] == "Prévue alors le jeudi 28 janvier 2021."
    assert found[1][:3] == ("06/01", "Fait", "Réunion déplacée")
    assert "salle prise" in found[1][3]
    assert [event[2] for event in found[2:6]] == [
        "Accord de la présidence pour une convocation en urgence",
        "Accord de la vice-présidence pour une convocation en urgence",
        "Avis demandé à la présidence de la section sociale",
        "Avis demandé à la présidence de la section professionnelle",
    ]
    assert ("22/01", "Fait", "Avis favorable de la présidence de la section sociale", "Rien à ajouter.") in found
    without = "Sans les avis des présidents de section : urgence"
    assert ("23/01", "Fait", "Ordre du jour, version 1 : éditée", without) in found


def test_an_opinion_given_without_being_asked_is_told() -> None:
    given = Opinion(Section.SOCIAL, None, date(2021, 1, 22), Verdict.REFUSED)

    assert [event[0] for event in told(MEETING, [], [], given) if "présidence" in event[2]] == ["22/01"]


def test_a_cancelled_meeting_says_why_and_its_day_no_longer_counts() -> None:
    cancelled = replace(MEETING, cancelled_on=date(2021, 1, 24), cancel_reason="salle fermée")
    kept = issue(1, date(2021, 1, 24), kind=IssueKind.CANCELLATION)
    sent = [Dispatch(TO[0], 1, date(2021, 1, 24), MAIL, id=1, kind=IssueKind.CANCELLATION)]
    found = told(cancelled, sent, [kept])
    silent = told(replace(cancelled, cancel_reason=""), [], [])

    assert ("24/01", "Fait", "Réunion annulée", "Motif : salle fermée.") in found
    assert ("24/01", "Fait", "Annulation, version 1 : envoi à 1 destinataire", "Courriel (1) : envoyé.") in found
    assert found[-1] == ("04/02", "Ne compte plus", "Réunion", "Elle est annulée.")
    assert ("24/01", "Fait", "Réunion annulée", "") in silent


def test_a_written_consultation_closes_and_the_past_is_done() -> None:
    written = replace(MEETING, kind=MeetingKind.WRITTEN, starts=None, place="", opens_on=date(2021, 1, 28))

    assert told(written, [], [], today=LATER)[-1] == (
        "04/02", "Fait", "Clôture de la consultation", "Ouverte le jeudi 28 janvier 2021."
    )  # fmt: skip
    assert told(replace(written, opens_on=None), [], [], today=LATER)[-1][3] == ""
    assert Mark.HAPPENED.label == "Fait"
