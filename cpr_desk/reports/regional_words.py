"""The sentences of the state of the adhesions: the counts with the reading they follow, and what changed."""

from collections.abc import Iterator, Sequence

from cpr_desk.domain.adhesion import Stage
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.french import capital, date_digits, day_words, euros, integer, listing, percent, plural, typeset
from cpr_desk.domain.regional import RegionalState
from cpr_desk.domain.regional_changes import ChangeKind, RegionalChange

COVERED = (
    "La population couverte est celle des CPTS dont le contrat est en vigueur à la date de l’état. Les lettres "
    "d’intention et les projets n’y entrent pas."
)
COUNTED_ONCE = typeset("Chaque CPTS est comptée une seule fois, à l’étape qu’elle a atteinte : les étapes s’excluent.")
EXPECTED = typeset(
    "Une part variable dont les résultats ne sont pas encore connus compte pour son maximum dans ce qui est dû : elle "
    "est dite « résultats attendus »."
)


def sentences(commission: Commission, state: RegionalState) -> tuple[str, ...]:
    """Return the counts in paragraphs of a sentence or two: stages, projects validated, inhabitants, money."""
    return tuple(typeset(each) for each in _sentences(commission, state))


def _sentences(commission: Commission, state: RegionalState) -> Iterator[str]:
    total = state.summary.total
    if not total:
        yield f"Le registre ne compte aucune CPTS au {day_words(state.at)}."
        return
    yield f"Au {day_words(state.at)}, le registre compte {integer(total)} CPTS. {_stages(state)}"
    if reading := validated_words(state):
        yield reading
    yield f"{_spread(state)}{coverage_words(commission, state)}"
    if state.years:
        yield _money(state)


def _spread(state: RegionalState) -> str:
    spread = state.spread
    if spread is None:
        return ""
    known = (
        ""
        if spread.known == _alive(state)
        else f" ({plural(spread.known, 'population connue', 'populations connues')})"
    )
    if spread.least == spread.most:
        return f"La population des projets et contrats est de {plural(spread.most, 'habitant')}{known}. "
    return (
        f"La population des projets et contrats va de {integer(spread.least)} à {plural(spread.most, 'habitant')}, "
        f"{integer(spread.mean)} en moyenne{known}. "
    )


def _alive(state: RegionalState) -> int:
    return sum(count.cpts for stage, count in state.by_stage.items() if stage.is_open)


_STAGES = {
    Stage.REFLECTION: ("est en réflexion", "sont en réflexion"),
    Stage.LETTER: ("en est à la lettre d’intention", "en sont à la lettre d’intention"),
    Stage.PROJECT_VALIDATED: (
        "a un projet de santé validé, sans négociation ouverte",
        "ont un projet de santé validé, sans négociation ouverte",
    ),
    Stage.NEGOTIATION: ("négocie son contrat", "négocient leur contrat"),
    Stage.SIGNED: ("a signé son contrat", "ont signé leur contrat"),
    Stage.TERMINATED: ("a vu son contrat se terminer", "ont vu leur contrat se terminer"),
    Stage.ABANDONED: ("a abandonné son projet", "ont abandonné leur projet"),
}


def _stages(state: RegionalState) -> str:
    told = [
        f"{integer(count.cpts)} {_STAGES[stage][count.cpts > 1]}"
        for stage, count in state.by_stage.items()
        if count.cpts
    ]
    return f"{capital(listing(told))}."


def validated_words(state: RegionalState) -> str:
    """Return how many projects are validated, and that the contracts signed are among them; empty while none is.

    Whoever reads « 12 projets validés, 7 contrats signés » must know whether that makes 12 or 19 (domain.md §6).
    """
    validated, signed = state.validated.cpts, len(state.in_force)
    if not validated:
        return ""
    have = plural(validated, "CPTS a un projet de santé validé", "CPTS ont un projet de santé validé")
    if not signed:
        return f"{have}, aucun contrat n’est encore signé."
    contracts = "le contrat signé est compté" if signed == 1 else f"les {integer(signed)} contrats signés sont comptés"
    among = "le projet validé" if validated == 1 else f"les {integer(validated)} projets validés"
    return f"{have}, contrats compris : {contracts} parmi {among}."


def coverage_words(commission: Commission, state: RegionalState) -> str:
    """Return how many inhabitants live under a contract, and their share of the territory."""
    summary = state.summary
    covered = f"Population couverte par un contrat : {plural(summary.population_covered, 'habitant')}"
    if summary.coverage is None or summary.population_region is None:
        return typeset(f"{covered} (population {commission.kind.of_territory} non renseignée).")
    inhabitants, share = integer(summary.population_region), percent(summary.coverage)
    return typeset(f"{covered}, soit {share} des {inhabitants} habitants {commission.kind.of_territory}.")


def _money(state: RegionalState) -> str:
    own = next((each.sum for each in state.years if each.label == str(state.at.year)), None)
    year = f"En {state.at.year}, {euros(own.due)} sont échus et {euros(own.paid)} ont été versés. " if own else ""
    return f"{year}En tout, {euros(state.money.paid)} ont été versés sur {euros(state.money.due)} échus."


_CHANGES = {
    ChangeKind.NEW: ("CPTS est entrée au registre", "CPTS sont entrées au registre"),
    ChangeKind.SIGNED: ("contrat a été signé", "contrats ont été signés"),
    ChangeKind.STAGE: ("CPTS a changé d’étape", "CPTS ont changé d’étape"),
    ChangeKind.RENEWED: ("contrat a été renouvelé", "contrats ont été renouvelés"),
    ChangeKind.AMENDED: ("avenant a pris effet", "avenants ont pris effet"),
    ChangeKind.ENDED: ("contrat ou projet a pris fin", "contrats ou projets ont pris fin"),
    ChangeKind.SIZE: ("CPTS a changé de taille", "CPTS ont changé de taille"),
    ChangeKind.POPULATION: ("population a été revue", "populations ont été revues"),
    ChangeKind.AREA: ("territoire a été revu", "territoires ont été revus"),
    ChangeKind.MISSION: ("mission a démarré", "missions ont démarré"),
    ChangeKind.GONE: ("CPTS a été retirée du registre", "CPTS ont été retirées du registre"),
}


def change_sentence(before: RegionalState, found: Sequence[RegionalChange]) -> str:
    """Return how many changes of each kind there are since the state compared."""
    since = f"Depuis le {day_words(before.at)}"
    if not before.standings:
        return f"Le registre ne comptait aucune CPTS au {date_digits(before.at)} : il n’y a rien à comparer."
    counts = [(kind, sum(each.kind is kind for each in found)) for kind in ChangeKind]
    told = [plural(count, *_CHANGES[kind]) for kind, count in counts if count]
    return typeset(f"{since}, {listing(told)}." if told else f"{since}, rien n’a changé au registre.")
