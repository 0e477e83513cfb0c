"""What the page of reports offers: each document and each workbook, with what to say of it."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from cpr_desk.office.documents import DocumentKind
from cpr_desk.office.exports import ExportKind


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the list: what can be made, what to say of it, whether a day changes it."""

    kind: DocumentKind | ExportKind
    about: str
    dated: bool = True

    @property
    def key(self) -> str:
        """What names it in the memory of the window, « DocumentKind/agenda »."""
        return f"{type(self.kind).__name__}/{self.kind.value}"

    @property
    def of_meeting(self) -> bool:
        """Whether it belongs to one meeting."""
        return isinstance(self.kind, DocumentKind) and self.kind.of_meeting

    @property
    def compared(self) -> bool:
        """Whether it tells what changed since another day."""
        return self.kind in _COMPARED

    @property
    def of_cpts(self) -> bool:
        """Whether it may be that of one CPTS."""
        return self.kind in _OF_CPTS


_COMPARED = (DocumentKind.DIFFERENCES, ExportKind.DIFFERENCES, DocumentKind.ADHESIONS, ExportKind.ADHESIONS)
_OF_CPTS = (
    DocumentKind.CPTS_FILE,
    DocumentKind.DIALOGUE,
    DocumentKind.FUNDING,
    ExportKind.FUNDING,
    ExportKind.PAYMENTS,
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reports", text)


def offers() -> list[tuple[str, list[Offer]]]:
    """Return the groups of the list, each with its title."""
    return [
        (
            _tr("Commission"),
            [
                Offer(DocumentKind.COMPOSITION, _tr("Les sièges et leurs titulaires à la date choisie.")),
                Offer(DocumentKind.DIFFERENCES, _tr("Arrivées, départs, voix et sièges, entre deux dates.")),
                Offer(DocumentKind.PRESIDENCY, _tr("Qui préside chaque année, et selon quelle règle.")),
                Offer(DocumentKind.REMINDERS, _tr("Une lettre par organisation dont un siège n’a pas de titulaire.")),
                Offer(DocumentKind.CONTACTS, _tr("Qui joindre, par section, avec courriel et téléphone.")),
                Offer(ExportKind.COMPOSITION, _tr("Les mêmes tableaux, à compléter ou à transmettre.")),
                Offer(ExportKind.DIFFERENCES, _tr("Les mêmes changements, une ligne chacun.")),
                Offer(ExportKind.ADDRESSES, _tr("Membres et organisations, pour étiquettes et publipostage Word.")),
                Offer(ExportKind.JOURNAL, _tr("Qui a enregistré quoi, et quand."), dated=False),
            ],
        ),
        (
            _tr("Réunions"),
            [
                Offer(DocumentKind.CONVOCATIONS, _tr("Une lettre par personne, et toutes en un fichier.")),
                Offer(DocumentKind.AGENDA, _tr("Les points de la réunion, dans l’ordre.")),
                Offer(DocumentKind.ATTENDANCE, _tr("Par section, avec les voix et les signatures.")),
                Offer(DocumentKind.PROXIES, _tr("Un par titulaire, avec son suppléant et son siège.")),
                Offer(
                    DocumentKind.TALLIES,
                    _tr("Un formulaire par vote, avec les voix de chacun, et le dépouillement."),
                ),
                Offer(DocumentKind.BALLOTS, _tr("À découper, pour un vote secret, par section et par nombre de voix.")),
                Offer(DocumentKind.MINUTES, _tr("Présences, quorum, échanges, votes et décisions, point par point.")),
                Offer(DocumentKind.EXTRACT, _tr("Ce qui est décidé sur chaque point, certifié conforme.")),
                Offer(DocumentKind.NO_QUORUM, _tr("Rempli s’il est constaté, sinon un formulaire à remplir.")),
                Offer(DocumentKind.INDEMNITIES, _tr("Ce qui est dû à chaque personne présente, une page chacune.")),
                Offer(DocumentKind.CANCELLATIONS, _tr("D’une réunion annulée, une lettre par personne convoquée.")),
                Offer(
                    DocumentKind.DISPATCHES,
                    _tr("À qui, quand et comment les envois sont partis, dans les délais ou non."),
                ),
                Offer(DocumentKind.PRESENCES, _tr("Qui était là, jusqu’à la date choisie, et ce qui est dû.")),
                Offer(ExportKind.ATTENDANCE, _tr("Le même, une ligne par siège, et les indemnités.")),
                Offer(ExportKind.DISPATCHES, _tr("Le même registre, pour toutes les réunions."), dated=False),
                Offer(DocumentKind.CERTIFICATE, _tr("Délais, quorum, votes, exceptions et empreintes des envois.")),
                Offer(DocumentKind.DECISIONS, _tr("Toutes à la date choisie, avec leurs suites.")),
                Offer(ExportKind.DECISIONS, _tr("Le même registre, à filtrer.")),
                Offer(ExportKind.DEADLINES, _tr("Les dates limites d’envoi de toutes les réunions."), dated=False),
            ],
        ),
        (
            _tr("CPTS"),
            [
                Offer(
                    DocumentKind.ADHESIONS, _tr("Les adhésions à la date choisie, et ce qui a changé depuis une autre.")
                ),
                Offer(
                    DocumentKind.CPTS_FILE, _tr("Une CPTS entière : territoire, parcours, contrat, missions, argent.")
                ),
                Offer(DocumentKind.MAP, _tr("Territoires par étape, communes sans CPTS ou dans plusieurs.")),
                Offer(
                    DocumentKind.DIALOGUE,
                    _tr("Missions, indicateurs, financement et questions à régler, pour chaque CPTS sous contrat."),
                ),
                Offer(DocumentKind.SCALES, _tr("Montants par taille, totaux, règles et sources, à la date choisie.")),
                Offer(
                    DocumentKind.FUNDING,
                    _tr("Dû, versé et reste de la région, puis de chaque CPTS, chaque somme expliquée."),
                ),
                Offer(DocumentKind.PAYMENTS, _tr("Chaque versement jusqu’à la date choisie, et la ligne qu’il paie.")),
                Offer(ExportKind.ADHESIONS, _tr("Le registre complet, sa synthèse et ce qui a changé, pour l’ARS.")),
                Offer(
                    ExportKind.FUNDING, _tr("Chaque somme due et son calcul, et les totaux par année, ligne et CPTS.")
                ),
                Offer(ExportKind.PAYMENTS, _tr("La même liste, une ligne par versement.")),
            ],
        ),
    ]
