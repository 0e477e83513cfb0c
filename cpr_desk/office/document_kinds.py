"""What can be printed, of a meeting, of the commission or of a CPTS, and for which meeting it makes sense."""

from enum import StrEnum

from cpr_desk.domain.meetings import Meeting


class DocumentKind(StrEnum):
    """What can be printed; the first belong to a meeting."""

    CONVOCATIONS = "convocations"
    AGENDA = "agenda"
    ATTENDANCE = "attendance"
    PROXIES = "proxies"
    TALLIES = "tallies"
    BALLOTS = "ballots"
    CANCELLATIONS = "cancellations"
    DISPATCHES = "dispatches"
    MINUTES = "minutes"
    EXTRACT = "extract"
    CERTIFICATE = "certificate"
    INDEMNITIES = "indemnities"
    NO_QUORUM = "no-quorum"
    DECISIONS = "decisions"
    COMPOSITION = "composition"
    DIFFERENCES = "differences"
    PRESIDENCY = "presidency"
    PRESENCES = "presences"
    REMINDERS = "reminders"
    CONTACTS = "contacts"
    ADHESIONS = "adhesions"
    CPTS_FILE = "cpts-file"
    MAP = "map"
    DIALOGUE = "dialogue"
    FUNDING = "funding"
    PAYMENTS = "payments"
    SCALES = "scales"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            DocumentKind.CONVOCATIONS: "Convocations",
            DocumentKind.AGENDA: "Ordre du jour",
            DocumentKind.ATTENDANCE: "Feuille d’émargement",
            DocumentKind.PROXIES: "Pouvoirs",
            DocumentKind.TALLIES: "Feuilles de vote",
            DocumentKind.BALLOTS: "Bulletins de vote",
            DocumentKind.CANCELLATIONS: "Lettres d’annulation",
            DocumentKind.DISPATCHES: "Registre des envois",
            DocumentKind.MINUTES: "Relevé de décisions",
            DocumentKind.EXTRACT: "Extraits du relevé de décisions",
            DocumentKind.CERTIFICATE: "Certificat de régularité",
            DocumentKind.INDEMNITIES: "États des indemnités",
            DocumentKind.PRESENCES: "Présences et indemnités",
            DocumentKind.NO_QUORUM: "Constat d’absence de quorum",
            DocumentKind.DECISIONS: "Registre des décisions et avis",
            DocumentKind.COMPOSITION: "Composition de la commission",
            DocumentKind.DIFFERENCES: "Évolution de la composition",
            DocumentKind.PRESIDENCY: "Registre de la présidence",
            DocumentKind.REMINDERS: "Relances de désignation",
            DocumentKind.CONTACTS: "Annuaire de la commission",
            DocumentKind.ADHESIONS: "État des adhésions",
            DocumentKind.CPTS_FILE: "Fiche CPTS",
            DocumentKind.MAP: "Carte des CPTS",
            DocumentKind.DIALOGUE: "Dossier de dialogue de gestion",
            DocumentKind.FUNDING: "État de financement",
            DocumentKind.PAYMENTS: "Versements aux CPTS",
            DocumentKind.SCALES: "Barème en vigueur",
        }[self]

    @property
    def of_meeting(self) -> bool:
        """Whether it is a document of one meeting."""
        return self in (
            DocumentKind.CONVOCATIONS,
            DocumentKind.AGENDA,
            DocumentKind.ATTENDANCE,
            DocumentKind.PROXIES,
            DocumentKind.TALLIES,
            DocumentKind.BALLOTS,
            DocumentKind.CANCELLATIONS,
            DocumentKind.DISPATCHES,
            DocumentKind.MINUTES,
            DocumentKind.EXTRACT,
            DocumentKind.CERTIFICATE,
            DocumentKind.INDEMNITIES,
            DocumentKind.NO_QUORUM,
        )

    def suits(self, meeting: Meeting) -> bool:
        """Return whether it is a document that this meeting may have.

        A cancellation needs a cancelled one, of which there are no minutes; nobody attends a written consultation, in
        person or by proxy.
        """
        if self in _ATTENDED:
            return not meeting.is_written
        if self in _HELD:
            return not meeting.is_cancelled
        return self.of_meeting and (self is not DocumentKind.CANCELLATIONS or meeting.is_cancelled)

    def is_issued_for(self, meeting: Meeting) -> bool:
        """Return whether it may be issued: of a cancelled meeting nothing but the cancellation."""
        return self.of_meeting and (self is DocumentKind.CANCELLATIONS) == meeting.is_cancelled

    @property
    def apart(self) -> str:
        """How its letters are filed besides the one file of all, « une par personne »; empty where it has none."""
        return {
            DocumentKind.CONVOCATIONS: "une par personne",
            DocumentKind.PROXIES: "un par titulaire",
            DocumentKind.INDEMNITIES: "un par personne",
            DocumentKind.CANCELLATIONS: "une par personne",
            DocumentKind.REMINDERS: "une par organisation",
            DocumentKind.EXTRACT: "un par point",
            DocumentKind.DIALOGUE: "un par CPTS",
            DocumentKind.FUNDING: "un par CPTS",
            DocumentKind.CPTS_FILE: "une par CPTS",
        }.get(self, "")


_HELD = (DocumentKind.MINUTES, DocumentKind.EXTRACT)
_ATTENDED = (
    DocumentKind.ATTENDANCE,
    DocumentKind.PROXIES,
    DocumentKind.TALLIES,
    DocumentKind.BALLOTS,
    DocumentKind.INDEMNITIES,
    DocumentKind.NO_QUORUM,
)
