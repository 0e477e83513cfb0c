"""An ordinary session from its opening to its papers: the same numbers everywhere."""

from datetime import date
from decimal import Decimal

from cpr_desk.domain.composition import VOTING
from cpr_desk.domain.indemnities import Rate
from cpr_desk.domain.minutes import Part
from cpr_desk.domain.voting import Choice
from cpr_desk.office import exports
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.services import indemnities
from cpr_desk.services.instance import Database
from cpr_desk.ui.dialogs.decisions_voted import RecordVotedDialog
from cpr_desk.ui.dialogs.minutes_state import SignDialog
from cpr_desk.ui.pages.meeting_follow_up import FollowUpTab
from cpr_desk.ui.pages.meeting_minutes import MinutesTab
from tests.reports import reading
from tests.ui.driving import type_in
from tests.ui.whole.secretary import Secretary, cells, plain

CALENDAR, PROGRAMME, OPINION = (
    "Calendrier des réunions de 2022", "Programme de travail", "Avis sur la lettre d’intention de la CPTS Brière"
)  # fmt: skip
ROLL = {
    "Marzac": "", "Brécourt": "S", "Gastelou": "E", "Jarnoux": "A", "Kerlidou": "V", "Pélissanne": "", "Sauvaget": "A",
    "Crozanne": "S", "Quémeneur": "V", "Hauteclocque-Brie": "",
}  # fmt: skip


def hold(secretary: Secretary) -> None:
    """Hold the session: 9 heads of the social section, 19 of the other one at the end, votes at 14:30, 15:10, 15:40."""
    secretary.open_session()
    secretary.roll(ROLL, "P")
    secretary.give_proxy("Marzac", "Aubin Tréhorel", "Courriel du 9 juin")
    secretary.give_proxy("Pélissanne", "Ysaline Dorvault", "Courrier du 8 juin")
    secretary.at(14, 20)
    assert "caduc" in secretary.note("Marzac", "P")

    secretary.at(14, 30)
    dialog = secretary.begin_vote(CALENDAR)
    secretary.all_for(dialog)
    secretary.choice(dialog, "Estuaire", "C")
    secretary.choice(dialog, "Houlgard", "A")
    secretary.choice(dialog, "Uzerchois", "R")
    first = secretary.record(dialog)
    assert (first.result.of(Choice.FOR).votes, first.result.of(Choice.FOR).heads) == (39, 25)

    secretary.at(15, 5)
    secretary.note("Hauteclocque-Brie", "P")
    secretary.at(15, 10)
    dialog = secretary.begin_vote(PROGRAMME)
    secretary.make_secret(dialog)
    secretary.papers(dialog, "5", "2", "0", "1", "2", "0", "0", "0", "15", "3", "0", "1")
    second = secretary.record(dialog)
    assert (second.result.of(Choice.FOR).votes, second.result.of(Choice.FOR).heads) == (32, 22)

    secretary.at(15, 40)
    dialog = secretary.begin_vote(OPINION)
    secretary.all_for(dialog)
    secretary.choice(dialog, "Étréchy", "I")
    secretary.record(dialog)
    secretary.at(16, 30)
    secretary.close_session()


def follow(secretary: Secretary, db: Database) -> None:
    """Record what was decided, write the minutes, keep them and have them signed, calculate the indemnities."""
    tab = secretary.tab(FollowUpTab)
    voted = secretary.asked(
        tab, RecordVotedDialog, lambda: secretary.push(tab.decisions, "Enregistrer les décisions votées…")
    )
    secretary.save(voted)
    indemnities.save_rate(db, Rate("medecins", date(2021, 1, 1), Decimal(75), Decimal("150.50")))
    indemnities.save_rate(db, Rate("", date(2021, 1, 1), Decimal(60)))
    secretary.write("Bilan de l’année", Part.DISCUSSION, "Le bilan de l’année écoulée est présenté.")
    secretary.write(CALENDAR, Part.ACTION, "Envoyer les dates aux membres.")
    secretary.keep_version(1)
    secretary.at(10, on=date(2021, 6, 15))
    minutes = secretary.tab(MinutesTab)
    signing = secretary.asked(minutes, SignDialog, lambda: secretary.push(minutes, "Signatures…"))
    for section in VOTING:
        type_in(secretary.qtbot, signing.days[section], "14/06/2021")
    secretary.save(signing)
    tab = secretary.tab(FollowUpTab)
    tab.parts.setCurrentWidget(tab.indemnities)
    secretary.push(tab.indemnities, "Calculer les indemnités")


def test_the_session_its_minutes_and_its_papers_tell_the_same(secretary: Secretary, db: Database) -> None:
    hold(secretary)
    follow(secretary, db)
    minutes = secretary.read("Relevé de décisions")
    extracts = secretary.read("Extraits du relevé de décisions")
    certificate = secretary.read("Certificat de régularité")

    for told in (minutes, extracts, certificate):
        assert "ouverte à 14 h, close à 16 h 30" in told
        assert "39 voix pour, 1 voix contre" in told
        assert "32 voix pour, 9 voix contre" in told
        assert "44 voix pour, 0 voix contre" in told
    for told in (minutes, extracts):
        assert (
            "Section sociale 22 voix (8) – 3 voix (1) 1 voix (1) Section professionnelle 17 voix (17) 1 voix (1)"
            in told
        )
        assert (
            "Section sociale 17 voix (7) 6 voix (2) – 3 voix (1) Section professionnelle 15 voix (15) 3 voix (3)"
            in told
        )
        assert "Section sociale 26 voix (10) – – – Section professionnelle 18 voix (18) – – 1 voix (1)" in told
        assert told.count("Section sociale : 10 sièges représentés sur 13, dont 1 par pouvoir, 26 voix sur 35 ;") == 3
        assert told.count("Section professionnelle : 18 sièges représentés sur 35, 18 voix sur 35 ;") == 2
        assert told.count("Section professionnelle : 19 sièges représentés sur 35, 19 voix sur 35 ;") == 1
        assert "Décision n° D 2021-01" in told
        assert "Avis n° A 2021-01" in told
    assert certificate.count("10/13 sièges, dont 1 par pouvoir, 26/35 voix") == 3
    assert "10/13 sièges, dont 2 par pouvoir, 26/35 voix" in certificate, "when the quorum was reached, at 14:02"
    assert certificate.count("18/35 sièges, 18/35 voix") == 3
    assert certificate.count("19/35 sièges, 19/35 voix") == 1
    assert "Exceptions : aucune." in certificate
    assert "Page 1/1" in certificate
    assert "Signé le 14/06/2021" in minutes
    assert "PROJET" not in minutes


def test_who_came_and_when_is_the_same_in_minutes_workbook_and_payment(secretary: Secretary, db: Database) -> None:
    hold(secretary)
    follow(secretary, db)
    minutes = secretary.read("Relevé de décisions")
    meeting = secretary.page.chosen()
    assert meeting
    wanted = Export(
        secretary.page._desk.commission.id, ExportKind.ATTENDANCE, meeting.on, meeting.on, meeting_id=meeting.id
    )
    books = [secretary.folder / f"présences.{ending}" for ending in ("xlsx", "pdf")]
    for book in books:
        exports.export(db, wanted, book)
    printed = plain(reading.text(books[1].read_bytes()))
    head, *rows = [row for row in cells(books[0], "Présences") if row[3]]
    seats = [row for row in rows if row[3] != head[3]]
    came = [row for row in seats if row[8] == "oui" and str(row[3]).startswith("Section")]

    assert len(came) == 10 + 19
    assert sum(int(str(row[5])) for row in came) == 26 + 19
    for row in seats:
        presence = plain(str(row[9]))
        assert f"{row[6]} {presence}" in minutes if row[6] else presence == "Siège non pourvu"
        assert presence in printed
    tab = secretary.tab(FollowUpTab)
    tab.parts.setCurrentWidget(tab.indemnities)
    file = secretary.saved_as("paiement.xlsx", lambda: secretary.push(tab.indemnities, "Exporter pour paiement…"))
    paid = {str(row[2]): (plain(str(row[7])), row[11]) for row in cells(file, "Indemnités")[3:-1]}
    assert len(paid) == 9 + 19, "those who came themselves; the proxy is not paid"
    assert paid["Marzac"][0] == "14 h 20 – 16 h 30"
    assert paid["Hauteclocque-Brie"] == ("15 h 05 – 16 h 30", 60)
    assert plain(tab.indemnities.totals.text()).endswith("Total : 1 321 €.")
    statements = secretary.read("États des indemnités")
    assert statements.count("Le membre, date et signature") == 19
