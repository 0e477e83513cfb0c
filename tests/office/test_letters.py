"""A commission's own wording, and the letters of a cancelled meeting."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from cpr_desk.domain import letter_kinds
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.domain.letter_kinds import AGENDA, CANCELLATION, CONVOCATION, REMINDER
from cpr_desk.domain.meetings import Meeting, MeetingKind
from cpr_desk.errors import UserError
from cpr_desk.office import convening, documents, letter_preview, letters, meeting_files
from cpr_desk.office.convening import IssueOrder
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.letter_preview import Trial
from cpr_desk.reports import pdf
from cpr_desk.reports.cancellation import Informed, cancellations
from cpr_desk.reports.meeting_mail import Carried, mail_words
from cpr_desk.services import agenda, dispatch, issues, journal, undo
from cpr_desk.services.letters import own_texts
from cpr_desk.services.meeting_changes import cancel_meeting, restore_meeting
from cpr_desk.services.meeting_courses import course_of, courses
from cpr_desk.services.meetings import PlanMeeting, find_meeting, plan_meeting
from cpr_desk.services.overview import overview
from cpr_desk.services.recipients import recipients_of
from cpr_desk.storage.database import Database
from tests.reports import reading
from tests.services.convening import convened_commission, issued, send

ISSUED = date(2021, 5, 20)
CANCELLED = date(2021, 6, 1)


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


def own(name: str, before: str, after: str) -> str:
    text = letters.packaged_text(name)
    assert before in text
    return text.replace(before, after)


def printed(db: Database, meeting: Meeting, kind: DocumentKind) -> str:
    request = Request(1, kind, ISSUED, ISSUED, meeting.id)
    return reading.text(documents.render(db, request)).replace("\u00a0", " ")


def cancelled(db: Database, meeting: Meeting, to: int = 0) -> Meeting:
    """Convene the first recipients (0: all), then call the meeting off."""
    send(db, meeting, issued(db, meeting), to=recipients_of(db, meeting)[: to or None])
    return cancel_meeting(db, meeting, "salle inondée.", CANCELLED)


@pytest.mark.parametrize(
    ("name", "kind", "change", "says"),
    [
        (
            CONVOCATION, DocumentKind.CONVOCATIONS, ("J’ai l’honneur de vous **convoquer**", "Soyez **présent{e}**"),
            "Soyez présent",
        ),
        (
            AGENDA, DocumentKind.AGENDA, ("[introduction]\n", "[introduction]\n{nature} {reference} {{sic}}.\n"),
            "réunion ordinaire 2021-1 {sic}.",
        ),
        (
            AGENDA, DocumentKind.AGENDA, ("L’ordre du jour n’est pas encore établi.", "Points **à venir**."),
            "Points à venir.",
        ),
        (
            REMINDER, DocumentKind.REMINDERS, ("Je vous remercie de bien vouloir me faire connaître", "Nommez donc"),
            "Nommez donc",
        ),
    ],
)  # fmt: skip
def test_what_a_commission_words_itself_is_what_it_prints(
    db: Database, commission: Commission, meeting: Meeting, name: str, kind: DocumentKind, change: tuple[str, str],
    says: str,
) -> None:  # fmt: skip
    agenda.save_agenda(db, meeting.id, ())
    letters.save(db, commission.id, {name: own(name, *change)})
    words = printed(db, meeting, kind)
    letters.save(db, commission.id, {name: letters.packaged_text(name)})

    assert says in words
    assert own_texts(db, commission.id) == {}
    assert says not in printed(db, meeting, kind)


def test_word_has_the_same_wording(db: Database, commission: Commission, meeting: Meeting, tmp_path: Path) -> None:
    letters.save(db, commission.id, {CONVOCATION: own(CONVOCATION, "Je vous prie d’agréer", "Recevez")})
    request = Request(commission.id, DocumentKind.CONVOCATIONS, ISSUED, ISSUED, meeting.id)
    file = meeting_files.write_word(db, request, tmp_path / "lettres.docx")

    assert any("Recevez, Madame" in each.text for each in docx.Document(str(file)).paragraphs)


def test_a_version_that_left_stays_as_it_left(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    order = IssueOrder(commission.id, meeting.id, IssueKind.CONVOCATION, ISSUED)
    first = convening.issue(db, order, tmp_path).version
    before = issues.content_of(db, first)
    letters.save(db, commission.id, {CONVOCATION: own(CONVOCATION, "Je vous prie d’agréer", "Recevez")})
    second = convening.issue(db, order, tmp_path).version

    assert issues.content_of(db, first) == before
    assert second.number == 2


def test_a_wording_is_journalled_undone_and_one_as_packaged_is_not_kept(db: Database, commission: Commission) -> None:
    changed = own(REMINDER, "Le secrétariat", "Notre secrétariat")
    letters.save(db, commission.id, {REMINDER: changed})
    label = journal.entries(db)[0].label
    kept = letters.texts_in_use(db, commission.id)[REMINDER]
    step = undo.history(db, 0).undo
    assert step
    undo.undo(db, step)
    letters.save(db, commission.id, {})

    assert kept == changed
    assert label == "Modifier le texte\u00a0: Relances de désignation"
    assert own_texts(db, commission.id) == {}
    assert letters.texts_in_use(db, commission.id)[REMINDER] == letters.packaged_text(REMINDER)


def test_a_wrong_text_is_refused_with_its_line(db: Database, commission: Commission, meeting: Meeting) -> None:
    wrong = own(CONVOCATION, "{remplacee}", "{remplace}")
    with pytest.raises(UserError, match=r"Ligne 4.*Vouliez-vous écrire.*\{remplacee\}") as refusal:
        letters.save(db, commission.id, {CONVOCATION: wrong})
    with pytest.raises(UserError, match="Ligne 4"):
        letter_preview.preview(db, Trial(commission.id, CONVOCATION, wrong, ISSUED, meeting.id))

    assert "Modèles de lettres" in refusal.value.what_to_do
    assert own_texts(db, commission.id) == {}


@pytest.mark.parametrize("name", [CONVOCATION, AGENDA, CANCELLATION, REMINDER])
def test_every_letter_is_tried_with_real_data(
    db: Database, commission: Commission, meeting: Meeting, name: str
) -> None:
    trial = Trial(commission.id, name, letters.packaged_text(name), ISSUED, meeting.id, 99)
    tried = letter_preview.preview(db, trial)

    assert len(tried.pages.sizes()) == 1
    assert (not tried.names) == (name == AGENDA)
    if name in (CONVOCATION, CANCELLATION):
        assert len(tried.names) == len(recipients_of(db, meeting))


def test_without_meeting_there_is_nothing_to_try(db: Database, commission: Commission) -> None:
    with pytest.raises(UserError, match="Aucune réunion"):
        letter_preview.preview(db, Trial(commission.id, AGENDA, letters.packaged_text(AGENDA), ISSUED))
    assert not letter_preview.needs_meeting(REMINDER)
    assert not letter_preview.needs_meeting(letter_kinds.MAILS)


def test_whoever_was_convened_is_told_of_the_cancellation_why_and_what_comes_next(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    off = cancelled(db, meeting, 3)
    alone = printed(db, off, DocumentKind.CANCELLATIONS)
    plan_meeting(db, PlanMeeting(commission.id, date(2021, 9, 9)))
    order = IssueOrder(commission.id, meeting.id, IssueKind.CANCELLATION, CANCELLED)
    made = convening.issue(db, order, tmp_path)
    first = reading.text(made.files[1].read_bytes()).replace("\u00a0", " ")

    assert len(made.files) == 4
    assert "Si la commission doit se réunir à une autre date" in alone
    assert "prévue le jeudi 10 juin 2021 à 14 h, est annulée." in first
    assert "Motif de cette annulation : salle inondée." in first
    assert "La lettre qui vous a été adressée le 26 mai 2021 à ce sujet est désormais sans objet." in first
    assert "réunion ordinaire du jeudi 9 septembre 2021" in first
    assert made.version.kind is IssueKind.CANCELLATION


def test_a_cancellation_is_to_be_sent_until_everybody_convened_was_told(
    db: Database, commission: Commission, meeting: Meeting
) -> None:
    off = cancelled(db, meeting, 3)
    before = course_of(db, off, CANCELLED)
    version = issued(db, off, b"%PDF off", IssueKind.CANCELLATION)
    to = dispatch.register_of(db, off).audience(IssueKind.CANCELLATION)
    told_of = overview(db, commission, CANCELLED).untold
    send(db, off, version, CANCELLED, to)

    assert before.untold == len(to) == 3
    assert [each.untold for each in told_of] == [3]
    assert before.missing == ("Annulation\u00a0: Annulation à envoyer à 3 personnes convoquées.",)
    assert [each.untold for each in courses(db, commission, CANCELLED)] == [0]
    assert overview(db, commission, CANCELLED).untold == ()
    assert course_of(db, off, date(2021, 6, 11)).untold == 0


def test_a_meeting_cancelled_again_is_to_be_told_again(db: Database, commission: Commission, meeting: Meeting) -> None:
    off = cancelled(db, meeting)
    first = issued(db, off, b"%PDF off", IssueKind.CANCELLATION)
    send(db, off, first, CANCELLED)
    restore_meeting(db, off)
    again = cancel_meeting(db, find_meeting(db, commission.id, off.id), "salle inondée.", CANCELLED)

    assert course_of(db, again, CANCELLED).untold == len(recipients_of(db, meeting))
    assert issued(db, again, b"%PDF off", IssueKind.CANCELLATION).number == 2


def test_without_cancellation_or_convocation_there_is_no_letter(db: Database, meeting: Meeting) -> None:
    with pytest.raises(UserError, match="n’est pas annulée"):
        printed(db, meeting, DocumentKind.CANCELLATIONS)
    cancel_meeting(db, meeting, "salle inondée", CANCELLED)
    with pytest.raises(UserError, match="Aucune convocation n’a été envoyée"):
        printed(db, meeting, DocumentKind.CANCELLATIONS)


def test_a_written_consultation_is_cancelled_in_its_own_words(db: Database, commission: Commission) -> None:
    written = Meeting(1, 1, MeetingKind.WRITTEN, convened_commission(db, commission).mode, date(2021, 7, 1))
    person = recipients_of(db, find_meeting(db, commission.id, 1))[0].person
    (letter,) = cancellations(commission, replace(written, cancelled_on=CANCELLED), [Informed(person, ISSUED)], ISSUED)
    words = reading.text(pdf.render([letter]).pdf).replace("\u00a0", " ")
    assert "consultation écrite de la commission" in words
    assert "qui devait se clore le jeudi 1er juillet 2021" in words
    assert "Motif" not in words


def test_the_mails_say_what_the_commission_words_without_bold(
    db: Database, commission: Commission, meeting: Meeting
) -> None:
    text = own(letter_kinds.MAILS, "J’ai l’honneur de vous convoquer, en", "Vous êtes **attendu{e}** en")
    letters.save(db, commission.id, {letter_kinds.MAILS: text.replace("Convocation – {nature} du {jour}", "")})
    to = recipients_of(db, meeting)[0]
    wording = letters.wording(db, commission.id, letter_kinds.MAILS)
    said = mail_words(commission, meeting, IssueKind.CONVOCATION, to, Carried(), wording)
    bare = mail_words(commission, meeting, IssueKind.CONVOCATION, to, Carried(), {**wording, "objet convocation": ()})
    packaged = mail_words(commission, meeting, IssueKind.CONVOCATION, to, Carried())

    assert "Vous êtes attendu" in said.text
    assert "**" not in said.text
    assert (said.subject, bare.subject) == ("(réf. 2021-1)", "Convocation")
    assert packaged.subject == "Convocation – réunion ordinaire du 10 juin 2021 (réf. 2021-1)"
