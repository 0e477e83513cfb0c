"""The minutes on paper: what the data tell and what was written, neither in the place of the other."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest

from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.attendance import Presence, Stay
from cpr_desk.domain.composition import Section
from cpr_desk.domain.meetings import MeetingKind
from cpr_desk.domain.minutes import Minutes, Part, Passages, Unlocking
from cpr_desk.domain.sitting import Sitting
from cpr_desk.domain.voting import Choice, Method, mail_electors
from cpr_desk.reports import docx as word
from cpr_desk.reports import pdf
from cpr_desk.reports.minutes import extract, minutes_report
from cpr_desk.reports.minutes_account import Account
from tests.factories import person
from tests.reports import reading
from tests.reports.minutes_sample import BALLOTS, MADE, PASSAGES, PROJECT, SESSION, SIGNED, SITTING, VERSION, at
from tests.reports.sample import COMMISSION, COMPOSITION, WHOLE


def printed(account: Account) -> str:
    """Return the words of the minutes, on one line."""
    return " ".join(" ".join(reading.texts(minutes_report(COMMISSION, account))).split())


def test_the_data_are_told_with_the_hours_of_a_session_past_midnight() -> None:
    told = printed(PROJECT)

    assert "ouverte à 22 h 30, close le vendredi 5 février 2021 à 0 h 40" in told
    assert "La séance est close le vendredi 5 février 2021 à 0 h 40." in told
    assert "Motif : la présidente est retenue par un autre engagement" in told
    assert "Excusé, pouvoir à Odilon Brécourt" in told
    assert "Excusé, suppléé par Corentin Bessanges" in told
    assert "M. Ronan Bellanger, expert, arrivée à 22 h 45" in told


def test_the_quorum_is_told_each_time_it_turns_with_its_rule() -> None:
    told = printed(PROJECT)

    assert "Ouverture, 22 h 30" in told
    assert "À 23 h 30" in told
    assert "non atteint" in told
    assert "la moitié, arrondie à l’unité supérieure" in told
    assert "les pouvoirs n’y comptent pas (règle par défaut, à confirmer par le règlement applicable)" in told


def test_votes_are_told_by_section_those_by_name_in_an_annex_and_the_annulled_one_with_its_reason() -> None:
    told = printed(PROJECT)

    assert "Vote par appel nominal, à 23 h 10." in told
    assert "Annexe – Votes nominatifs" in told
    assert "Déport, voix (membres)" in told
    assert "Vote annulé le 04/02/2021 : question mal posée." in told
    assert "Un second tour a lieu, à bulletin secret." in told
    assert "l’absence d’accord est constatée" in told
    assert (
        "Avis n° A 2021-01 : Avis favorable au passage en taille 3 (suivi : Mme Maud Esnault, pour le 01/03/2021)"
        in told
    )


@pytest.mark.parametrize(
    ("account", "standing"),
    [
        (PROJECT, "Projet : texte de travail, ni signé ni approuvé"),
        (replace(PROJECT, kept_as=2), "Projet : version 2 du 10/02/2021, à signer par les présidents de section"),
        (
            replace(PROJECT, minutes=Minutes(PASSAGES, (VERSION,))),
            "Projet : version 1 du 10/02/2021, à signer par les présidents de section",
        ),
        (SIGNED, "Version 1, signée par les présidents des deux sections, à approuver"),
        (
            replace(
                SIGNED,
                minutes=replace(
                    SIGNED.minutes,
                    locked=True,
                    approved_on=date(2021, 6, 1),
                    approved_in="réunion ordinaire du 1er juin",
                ),
            ),
            "Approuvé le 01/06/2021 (réunion ordinaire du 1er juin)",
        ),
    ],
)
def test_where_they_stand_is_said_in_words_on_the_first_page_and_at_the_foot_of_each(
    account: Account, standing: str
) -> None:
    document = minutes_report(COMMISSION, account)

    assert account.standing.replace("\u00a0", " ") == standing
    assert document.notice.startswith(account.standing.replace("Projet", "PROJET"))
    assert account.is_project == standing.startswith("Projet")


def test_who_signed_stands_in_the_boxes_with_the_day() -> None:
    assert "Signé le 12/02/2021" in printed(SIGNED)
    assert "Date et signature" in printed(PROJECT)
    again = replace(SIGNED, minutes=replace(SIGNED.minutes, unlockings=(Unlocking(date(2021, 7, 1), "Nom faux."),)))
    assert "Relevé rouvert le 01/07/2021 après son approbation. Motif : Nom faux." in printed(again)


def test_a_session_without_quorum_says_so_with_the_last_day_of_the_second_meeting() -> None:
    sitting = Sitting(at(22, 30), at(23), constat_at=at(22, 50))
    account = replace(PROJECT, session=replace(SESSION, sitting=sitting, presence=Presence(), ballots=()))

    told = printed(account)
    assert "Constat de carence. À 22 h 50" in told
    assert "au plus tard le jeudi 4 mars 2021" in told
    assert "0 siège représenté sur 13, 0 voix sur 35 (quorum : 7 sièges)" in told


def test_a_second_meeting_needs_no_quorum() -> None:
    account = replace(PROJECT, session=replace(SESSION, meeting=replace(WHOLE, second_of=9)))

    assert "Seconde réunion après un défaut de quorum" in printed(account)
    assert "sans objet" in printed(account)


def test_a_meeting_that_was_not_noted_says_so_and_prints() -> None:
    account = replace(PROJECT, session=replace(SESSION, sitting=None, ballots=()), decisions=(), minutes=Minutes({}))

    assert "Les présences n’ont pas été notées." in printed(account)
    assert "Sans observation consignée." in printed(account)
    empty = replace(account, session=replace(account.session, meeting=replace(WHOLE, agenda=())))
    assert "Aucun point n’est inscrit à l’ordre du jour." in printed(empty)
    assert "La séance est ouverte à 22 h 30" in printed(
        replace(PROJECT, session=replace(SESSION, sitting=replace(SITTING, closed_at=None)))
    )


def test_a_written_consultation_tells_who_answered() -> None:
    electors = mail_electors(COMPOSITION)
    vote = replace(
        BALLOTS[0], method=Method.MAIL, electors=electors, choices={electors[0].seat_id: Choice.FOR},
        answered_on={electors[0].seat_id: date(2021, 2, 1)}, taken_at=at(23, 59),
    )  # fmt: skip
    meeting = replace(WHOLE, kind=MeetingKind.WRITTEN, opens_on=date(2021, 1, 20))
    account = replace(PROJECT, session=replace(SESSION, meeting=meeting, sitting=None, ballots=(vote,)))

    told = printed(account)
    assert "Réponses" in told
    assert "Une réponse arrivée après la clôture ne compte pas." in told
    assert "N’a pas voté" in told
    none = replace(account, session=replace(account.session, ballots=()))
    assert "Aucune réponse n’est enregistrée." in printed(none)


def test_a_decision_on_no_item_is_told_after_the_items() -> None:
    account = replace(PROJECT, decisions=(replace(PROJECT.decisions[0], item_id=None),))

    assert "Autres décisions de la réunion" in printed(account)


def test_an_extract_tells_what_was_decided_certified_and_without_the_exchanges() -> None:
    document = extract(COMMISSION, SIGNED, WHOLE.agenda[2])
    told = " ".join(" ".join(reading.texts(document)).split())

    assert document.addressee.startswith("2.1 Avenant au contrat")
    assert "La commission est favorable au passage en taille 3." in told
    assert "Pour extrait conforme au relevé de décisions." in told
    assert "un suivi" not in " ".join(reading.texts(extract(COMMISSION, PROJECT, WHOLE.agenda[1])))
    assert "qui n’est pas encore signé" in " ".join(reading.texts(extract(COMMISSION, PROJECT, WHOLE.agenda[2])))


def test_long_texts_many_items_and_long_names_print_whole() -> None:
    name = " ".join(["Marie-Hortense"] * 8)
    guest = replace(person(name, civility="Mme"), id=900)
    items = tuple(Item(f"Point {n} " + "long " * 30, kind=ItemKind.DECISION, id=n) for n in range(1, 61))
    long = "Le débat continue sans rien trancher et chacun le regrette. " * 830
    passages: Passages = {(1, Part.DISCUSSION): long + "Fin du débat.", (60, Part.DECISION): "Dernière décision."}
    session = replace(
        SESSION, meeting=replace(WHOLE, agenda=items), people=(*SESSION.people[:-1], guest), ballots=(),
        presence=Presence((Stay(900, at(22)),)),
    )  # fmt: skip
    account = replace(PROJECT, session=session, minutes=Minutes(passages), decisions=())

    told = " ".join(reading.text(pdf.render([minutes_report(COMMISSION, account)]).pdf).split())

    assert len(long) > 49_000
    assert "Fin du débat." in told
    assert "Dernière décision." in told
    assert told.count("Marie-Hortense") == 8
    assert all(f"{n}. Point {n} long" in told for n in range(1, 61))


def test_the_word_file_opens_again_with_the_same_words() -> None:
    opened = docx.Document(BytesIO(word.render([minutes_report(COMMISSION, SIGNED)])))
    told = "\n".join(paragraph.text for paragraph in opened.paragraphs)

    assert "Relevé de décisions" in told
    assert "La présidente de séance remercie les membres de leur venue tardive." in told
    assert any("Mme Solène Kervadec" in cell.text for table in opened.tables for cell in table._cells)


def test_nothing_printed_breaks_french_typography() -> None:
    for account in (PROJECT, SIGNED, replace(PROJECT, kept_as=1)):
        assert reading.typing_faults(minutes_report(COMMISSION, account)) == []
    assert reading.typing_faults(extract(COMMISSION, SIGNED, WHOLE.agenda[2])) == []


def test_an_item_is_decided_by_a_text_a_vote_or_a_decision() -> None:
    assert [PROJECT.decides(item.id) for item in WHOLE.agenda] == [False, False, True, False, False, True]
    assert PROJECT.minutes.passages == PASSAGES
    assert PROJECT.signatures[0] == (Section.SOCIAL, "Mme Solène Kervadec", None)
    assert SIGNED.signatures[0][2] == date(2021, 2, 12)
    assert replace(SIGNED, kept_as=2).signatures[0][2] is None
    assert SIGNED.issued_on == MADE
