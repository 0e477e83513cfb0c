"""What the tab of the path says of each step, piece and support, as facts in a row."""

from collections.abc import Callable, Iterable
from datetime import date

from PySide6.QtCore import QCoreApplication

from cpr_desk.domain.accompaniment import Accompaniment, Support
from cpr_desk.domain.adhesion import StepTaken
from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.decisions import Decision
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.file_pieces import ASSOCIATION_SINCE, PieceState, Standing
from cpr_desk.domain.french import capital, date_digits, euros, typeset
from cpr_desk.domain.path import author_words, misplaced
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.widgets.badges import State
from cpr_desk.ui.widgets.fact_list import Act, Fact

Acts = tuple[tuple[str, Callable[[], object]], ...]
"""Verbs with what they do."""
ASSOCIATION, ACCOMPANIMENT = "association", "accompaniment"
"""What supports a CPTS."""

_STANDINGS = {
    Standing.RECEIVED: (Tone.DONE, "circle-check"),
    Standing.MISSING: (Tone.URGENT, "triangle-alert"),
    Standing.NOT_REQUIRED: (Tone.NEUTRAL, "x"),
}
_SUPPORTS = {
    Support.NONE: (Tone.NEUTRAL, "info"),
    Support.RUNNING: (Tone.UPCOMING, "clock"),
    Support.FOLLOWED: (Tone.DONE, "circle-check"),
    Support.LATE: (Tone.LATE, "octagon-alert"),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("PathTab", text)


def of_steps(dossier: Dossier, at: date, acts: Callable[[StepTaken], Acts]) -> list[Fact]:
    """Return a fact for each step, the first one first; one out of order says so, with its reason if it has one."""
    wrong = misplaced(dossier.steps)
    return [_step(dossier, each, wrong.get(each.id, ""), at, acts(each)) for each in dossier.steps]


def _step(dossier: Dossier, step: StepTaken, wrong: str, at: date, acts: Acts) -> Fact:
    badge = (Tone.DONE, "circle-check", _tr("Franchie"))
    if step.on > at:
        badge = (Tone.UPCOMING, "clock", _tr("À venir"))
    elif step.exception:
        badge = (Tone.URGENT, "triangle-alert", _tr("Exception"))
    elif wrong:
        badge = (Tone.LATE, "octagon-alert", _tr("Ordre à vérifier"))
    told = [
        author_words(step),
        step.comment,
        _tr("Exception : {reason}").format(reason=step.exception) if step.exception else wrong,
    ]
    papers = tuple(each.paper for each in dossier.papers if each.step_id == step.id and each.paper)
    title = f"{step.step.label}, {date_digits(step.on)}"
    return Fact(badge, title, typeset("\n".join(filter(None, told))), papers, _made(acts))


def of_pieces(found: Iterable[PieceState], acts: Callable[[PieceState], Acts]) -> list[Fact]:
    """Return a fact for each piece of the file."""
    return [_piece(each, acts(each)) for each in found]


def _piece(state: PieceState, acts: Acts) -> Fact:
    tone, picture = _STANDINGS[state.standing]
    notes = [capital(state.words) if state.words else ""]
    notes += [each.comment for each in state.papers if each.comment]
    if state.standing is Standing.MISSING:
        notes.append(_tr("À recevoir pour « {step} »").format(step=state.piece.needed_for.label))
        if state.piece.certainty.is_default:
            notes.append(DEFAULT_RULE_NOTICE.capitalize())
    papers = tuple(each.paper for each in state.papers if each.paper)
    badge = (tone, picture, capital(state.standing.label))
    return Fact(badge, state.piece.label, typeset("\n".join(filter(None, notes))), papers, _made(acts))


def of_support(dossier: Dossier, known: Accompaniment, at: date, acts: Callable[[str], Acts]) -> list[Fact]:
    """Return who carries the CPTS, then its contrat d’accompagnement."""
    return [_association(dossier, at, acts(ASSOCIATION)), _accompaniment(known, at, acts(ACCOMPANIMENT))]


def _association(dossier: Dossier, at: date, acts: Acts) -> Fact:
    if not dossier.association:
        told = _tr("Exigée pour le contrat depuis le {day}").format(day=date_digits(ASSOCIATION_SINCE))
        badge = (Tone.URGENT, "triangle-alert", _tr("Manquante"))
        return Fact(badge, _tr("Association"), told if at >= ASSOCIATION_SINCE else "", acts=_made(acts))
    since = dossier.association_on
    told = _tr("Déclarée le {day}").format(day=date_digits(since)) if since else _tr("Date de déclaration inconnue")
    return Fact((State.DONE.tone, State.DONE.icon_name, _tr("Connue")), dossier.association, told, acts=_made(acts))


def _accompaniment(known: Accompaniment, at: date, acts: Acts) -> Fact:
    tone, picture = _SUPPORTS[known.state]
    told = [known.words(at)]
    if known.line is None:
        told.append(_tr("Le montant dépend de la taille, qui n’est pas connue."))
    elif known.line.amount:
        told.append(_tr("Montant : {amount}.").format(amount=euros(known.line.amount)))
    if known.unmet:
        told.append(_tr("Conditions manquantes : {unmet}.").format(unmet=" ; ".join(known.unmet)))
    if known.given and known.given.comment:
        told.append(known.given.comment)
    badge = (tone, picture, capital(known.state.label))
    return Fact(badge, _tr("Contrat d’accompagnement"), typeset("\n".join(told)), acts=_made(acts))


def of_opinions(known: Iterable[Decision], acts: Callable[[Decision], Acts]) -> list[Fact]:
    """Return the decisions and opinions on a CPTS, the last one first."""
    return [
        Fact(
            (Tone.NEUTRAL, "x", _tr("Retiré"))
            if each.withdrawn_on
            else (Tone.ACCENT, "scale", capital(each.kind.label)),
            f"{each.reference}, {date_digits(each.taken_on)}",
            typeset("\n".join(filter(None, (each.text, capital(each.words))))),
            acts=_made(acts(each)),
        )
        for each in known
    ]


def _made(acts: Acts) -> tuple[Act, ...]:
    return tuple(Act(verb, run) for verb, run in acts)
