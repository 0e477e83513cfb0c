"""What the dialog of an import says of a preview, in sentences."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from cpr_desk.domain.french import euros, plural, typeset
from cpr_desk.office.importing import CompositionPreview, Decisions, PaymentsPreview, Preview
from cpr_desk.ui.widgets.message_bar import Weight


def _tr(text: str) -> str:
    return QCoreApplication.translate("Import", text)


@dataclass(frozen=True, slots=True)
class KindWords:
    """What the dialog says of one kind of file; `what` describes it, `day` labels the day it is compared on."""

    title: str
    what: str
    day: str
    model: str
    done: str


def words_of_kind(kind: str) -> KindWords:
    """Return the words for « composition », « adhesions » or « payments »."""
    if kind == "composition":
        return KindWords(
            _tr("Importer la composition"),
            _tr("Les tableaux des sections, comme sur les diapositives officielles, en .xlsx ou .csv."),
            _tr("Composition en vigueur à partir du"),
            _tr("Modèle de composition"),
            _tr("La composition est importée"),
        )
    if kind == "payments":
        return KindWords(
            _tr("Importer des versements"),
            _tr("Votre liste de versements, une ligne par versement, en .xlsx ou .csv."),
            _tr("Versements connus au"),
            _tr("Modèle de versements"),
            _tr("Les versements sont importés"),
        )
    return KindWords(
        _tr("Importer le registre des CPTS"),
        _tr("Votre tableau de suivi, une ligne par CPTS, en .xlsx ou .csv."),
        _tr("Registre connu au"),
        _tr("Modèle de registre"),
        _tr("Le registre est importé"),
    )


def ends_of(preview: Preview, made: Decisions) -> tuple[int, int]:
    """Return how many ends are decided on, and how many there are."""
    if not isinstance(preview, CompositionPreview):
        return 0, 0
    ends = [change.end for change in preview.proposal.changes if change.end]
    return sum(end in made.ends for end in ends), len(ends)


def changes_something(preview: Preview, made: Decisions) -> bool:
    """Return whether the import would write anything."""
    chosen, ends = ends_of(preview, made)
    return len(preview.proposal.changes) - ends + chosen > 0


def counts_in_words(preview: Preview, made: Decisions) -> str:
    """Return « 12 lignes ajoutées, 3 modifiées, 40 inchangées, 1 fin »; the first count names the lines."""
    if isinstance(preview, PaymentsPreview):
        return _payments_in_words(preview)
    proposal = preview.proposal
    words = (
        (proposal.added, _tr("ajoutée")),
        (proposal.changed, _tr("modifiée")),
        (proposal.unchanged, _tr("inchangée")),
    )
    chosen, _ends = ends_of(preview, made)
    present = [(count, word) for count, word in words if count] or ([] if chosen else [(0, words[-1][1])])
    parts = [plural(count, word) for count, word in present]
    if present:
        count, word = present[0]
        parts[0] = plural(count, f"ligne {word}", f"lignes {word}s")
    return ", ".join([*parts, *([plural(chosen, _tr("fin"))] if chosen else [])])


def _payments_in_words(preview: PaymentsPreview) -> str:
    """Return « 12 versements à ajouter (450 000 €), 3 déjà enregistrés, 1 laissé de côté »."""
    proposal = preview.proposal
    left_out = len(proposal.known) - proposal.unchanged
    added = plural(proposal.added, _tr("versement ajouté"), _tr("versements ajoutés"))
    known = plural(proposal.unchanged, _tr("déjà enregistré"), _tr("déjà enregistrés"))
    parts = [f"{added} ({euros(proposal.total)})"] if proposal.added else []
    parts += [known] if proposal.unchanged or not parts else []
    parts += [plural(left_out, _tr("laissé de côté"), _tr("laissés de côté"))] if left_out else []
    return ", ".join(parts)


def summary(preview: Preview, made: Decisions) -> tuple[Weight, str]:
    """Return what the file announces, and what keeps it from being imported."""
    proposal = preview.proposal
    if proposal.problems:
        count = plural(len(proposal.problems), _tr("problème empêche"), _tr("problèmes empêchent"))
        text = _tr(
            "{count} l’importation, rien n’a été enregistré. Corrigez le classeur, enregistrez-le, "
            "puis relisez-le (F5)."
        )
        return Weight.ERROR, text.format(count=count)
    counts = counts_in_words(preview, made)
    if isinstance(preview, CompositionPreview) and preview.refusal:
        text = _tr(
            "Cette date d’effet ne convient pas : la raison est écrite dessous. Ce fichier annonçait : {counts}."
        )
        return Weight.ERROR, typeset(text.format(counts=counts))
    if proposal.open:
        asked = plural(
            len(proposal.open), _tr("question attend votre réponse"), _tr("questions attendent votre réponse")
        )
        text = _tr("{asked} avant l’importation (onglet « À vérifier »). Ce fichier annonce : {counts}.")
        return Weight.WARNING, typeset(text.format(asked=asked, counts=counts))
    if changes_something(preview, made):
        told = [_tr("Ce fichier annonce : {counts}.").format(counts=counts), *_to_confirm(preview, made)]
        told.append(_tr("Rien n’est encore enregistré."))
    else:
        told = [_tr("Ce fichier ne change rien : {counts}.").format(counts=counts), *_to_confirm(preview, made)]
    return Weight.INFORMATION, typeset(" ".join(told))


def _to_confirm(preview: Preview, made: Decisions) -> list[str]:
    """Say what waits for a person: ends that are not ticked, names that are only near."""
    chosen, ends = ends_of(preview, made)
    told = []
    if ends > chosen:
        left = plural(ends - chosen, _tr("fin reste à confirmer"), _tr("fins restent à confirmer"))
        told.append(_tr("{left} : sans votre coche, rien ne se termine.").format(left=left))
    if isinstance(preview, CompositionPreview):
        names = sum(case.key not in made.answers for case in preview.proposal.resemblances)
    else:
        names = sum(question.key not in made.replies for question in preview.proposal.questions)
    if names:
        told.append(plural(names, _tr("nom à vérifier."), _tr("noms à vérifier.")))
    return told
