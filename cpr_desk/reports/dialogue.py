"""The paper to prepare a dialogue de gestion: where a CPTS stands, what to settle, room to write what is agreed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.contract import Contract, next_anniversary
from cpr_desk.domain.dialogues import Expected, SizeRevision, Standing, missions_spoken_of, topics
from cpr_desk.domain.dossier import DialogueKind, Dossier, RateKept
from cpr_desk.domain.french import (
    NBSP,
    capital,
    date_digits,
    euros,
    integer,
    listing,
    percent,
    plural,
    typeset,
    uncapital,
)
from cpr_desk.domain.indicators import Indicator, mission_rate, number_typed
from cpr_desk.domain.mission_course import MissionCourse
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.rule_sources import RuleSource
from cpr_desk.domain.signed import ContractYear
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.statement import Line, LineState
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    Band,
    Block,
    BulletList,
    Column,
    Document,
    Facts,
    Heading,
    Inline,
    KeyFigures,
    Kind,
    Look,
    Row,
    SignatureBox,
    Signatures,
    Table,
    bold,
    italic,
    paragraph,
)
from cpr_desk.reports.marked import marked

_TITLE = "Dossier de dialogue de gestion"
_RATE_HEIGHT, _WRITING_HEIGHT = 8, 13
_MISSIONS = (
    Column("Mission", 2.5),
    Column("Nature", 1),
    Column("Démarrage", 1.9),
    Column("Déploiement complet", 1.9),
    Column("État", 1.7),
)
_INDICATORS = (
    Column("Indicateur", 4.6),
    Column("Poids", 0.8, Kind.INTEGER),
    Column("Départ", 1, Kind.INTEGER),
    Column("Cible", 1, Kind.INTEGER),
    Column("Résultat", 1, Kind.INTEGER),
    Column("Atteint à", 1, Kind.SHARE),
)
_MONEY = (
    Column("Ligne", 3.6),
    Column("Nature", 1.5),
    Column("État", 1.3),
    Column("Échéance", 1, Kind.DATE),
    Column("Dû", 1.1, Kind.EUROS),
    Column("Payé", 1.1, Kind.EUROS),
)
_RATES = (
    Column("Mission", 2.4),
    Column("Taux calculé", 1, Kind.SHARE),
    Column("Au plus, à 100\u00a0%", 1.3, Kind.EUROS),
    Column("Taux retenu", 1, Kind.SIGNATURE),
    Column("Observations", 2.4, Kind.SIGNATURE),
)
_WRITING = (Column("À compléter pendant le dialogue", 1.4), Column("", 3.6, Kind.SIGNATURE))
_TO_WRITE = {
    DialogueKind.SIGNATURE: ("Territoire", "Taille", "Calendrier des missions", "Autres points"),
    DialogueKind.MISSION: ("Indicateurs et poids", "Départs et cibles", "Moyens et plan d’action", "Autres points"),
    DialogueKind.YEARLY: (
        "Résultats et taux",
        "Moyens engagés",
        "Taille",
        "Indicateurs et cibles à venir",
        "Autres points",
    ),
}


@dataclass(frozen=True, slots=True)
class Preparation:
    """All that a dialogue is prepared from, as it stands on the day `at`.

    `year` is the year of contract spoken of, `lines` what is due for it with what was paid; `most` the euros that the
    rate of a mission decides, at the most. `revised` is a full year of the size retained and of the size proposed.
    """

    dossier: Dossier
    contract: Contract
    due: Expected
    year: ContractYear
    at: date
    department: str
    courses: Sequence[MissionCourse]
    missing: Sequence[Mission] = ()
    size: SizeClass | None = None
    members: int | None = None
    revision: SizeRevision | None = None
    revised: tuple[Decimal, Decimal] | None = None
    lines: Sequence[Line] = ()
    most: Mapping[Mission, Decimal] = field(default_factory=dict)


def dialogue_folder(commission: Commission, known: Preparation) -> Document:
    """Return the paper of one dialogue, to come or held."""
    return Document(
        title=_TITLE,
        subject=f"{known.dossier.name} – {known.due.label.lower()}",
        letterhead=wording.letterhead(commission),
        blocks=tuple(_blocks(known)),
        addressee=known.dossier.name,
        addressee_id=known.dossier.id,
        author=wording.author(commission),
        notice="Document de travail entre la communauté, l’ARS et l’Assurance maladie.",
    )


def _blocks(known: Preparation) -> Iterator[Block]:
    yield paragraph(_TITLE, look=Look.TITLE)
    yield paragraph(f"{known.dossier.name}\n{known.due.label}", look=Look.SUBTITLE)
    yield KeyFigures(tuple(_figures(known)))
    yield Facts(tuple(_facts(known)))
    yield Heading("Territoire et taille")
    yield from _territory(known)
    yield Heading("Missions")
    yield from _missions(known)
    if spoken := missions_spoken_of(known.dossier, known.due, known.year):
        yield Heading(f"Indicateurs, {known.year.label}")
        yield from _indicators(known, spoken)
    yield Heading(f"Financement, {known.year.label}")
    yield from _money(known)
    yield Heading("Questions à régler")
    yield from _questions(known)
    yield from _conclusions(known)
    yield _signatures(known.contract)


def _figures(known: Preparation) -> Iterator[tuple[str, str]]:
    year, population = known.year, known.dossier.population_on(known.at)
    yield f"Année {year.number}", f"du {date_digits(year.since)} au {date_digits(year.until)}"
    yield (known.size.label if known.size else "–"), "taille retenue"
    yield (integer(population) if population is not None else "–"), "habitants"
    yield (integer(known.members) if known.members is not None else "–"), "membres"


def _facts(known: Preparation) -> Iterator[tuple[str, str]]:
    own, contract, dialogue = known.dossier, known.contract, known.due.known
    adhesion = own.adhesion
    reach = " · ".join(each for each in (adhesion.contact, adhesion.phone, adhesion.email) if each)
    following = date_digits(next_anniversary(contract.starts_on, known.at))
    effect = f", effet le {date_digits(contract.effect_on)}" if contract.effect_on else ""
    ended = f"a pris fin le {date_digits(contract.ended_on)}" if contract.ended_on else ""
    told = ended or f"prochain anniversaire le {following}, terme le {date_digits(contract.term)}"
    amendments = listing(date_digits(each.on) for each in contract.amendments)
    pairs = (
        ("Communauté", f"{adhesion.code}, {known.department}" if known.department else adhesion.code),
        ("Association", own.association),
        ("Contact", reach),
        ("Contrat", f"signé le {date_digits(contract.signed_on)}{effect}{NBSP}; {told}"),
        ("Avenants", amendments),
        ("Dialogue", uncapital(known.due.words(known.at)).rstrip(".")),
        ("Participants", dialogue.attendees.replace("\n", ", ") if dialogue.held_on else ""),
    )
    return ((f"{name}{NBSP}:", value) for name, value in pairs if value)


def _territory(known: Preparation) -> Iterator[Block]:
    area, told = known.dossier.area, []
    if area and area.codes:
        communes = plural(len(area.codes), "commune")
        told.append(f"Territoire de {communes}, fixé le {date_digits(area.since)} (données de {area.year}).")
    else:
        told.append("Les communes du territoire ne sont pas indiquées.")
    figures = [each for each in known.dossier.figures if each.population is not None and each.on <= known.at]
    if figures and figures[-1].source:
        told.append(f"Source de la population{NBSP}: {figures[-1].source.rstrip('.')}.")
    yield paragraph(" ".join(told))
    if known.revision is None:
        missing = "Sans population connue ni taille retenue, aucune révision ne se propose."
        yield paragraph(missing)
        return
    inlines: list[Inline] = [bold(f"Révision{NBSP}: "), uncapital(known.revision.words)]
    if known.revision.changes and known.revised:
        now, then = known.revised
        more = "de plus" if then >= now else "de moins"
        inlines.append(
            f" À missions et membres inchangés, l’année qui commence alors passerait de {euros(now)} à {euros(then)} "
            f"au plus, soit {euros(abs(then - now))} {more}."
        )
    yield paragraph(*inlines)


def _missions(known: Preparation) -> Iterator[Block]:
    rows = tuple(_mission_row(each) for each in known.courses)
    if rows:
        yield Table(_MISSIONS, rows, compact=True)
    else:
        yield paragraph("Aucune mission n’est encore choisie.")
    sources = dict.fromkeys(
        RuleSource(each.expected.terms.source, each.expected.terms.certainty).sentence
        for each in known.courses
        if each.expected and each.expected.from_signature and each.start_limit
    )
    if sources:
        yield paragraph(f"Limites{NBSP}: {' '.join(sources)} Elles alertent et n’empêchent rien.", look=Look.SMALL)
    defaults = [each.expected.words for each in known.courses if each.expected and not each.expected.from_signature]
    if defaults:
        yield paragraph(" ".join(defaults), look=Look.SMALL)


def _mission_row(course: MissionCourse) -> Row:
    state, expected = course.state, course.expected
    label = capital(course.progress.label)
    return Row(
        (
            state.mission.label,
            expected.terms.kind_label if expected else "",
            _day_and_limit(state.started_on, state.planned_on, course.start_limit),
            _day_and_limit(state.deployed_on, None, course.deployment_limit),
            bold(label) if course.progress.is_late else label,
        )
    )


def _day_and_limit(day: date | None, planned: date | None, limit: date | None) -> str:
    told = [f"le {date_digits(day)}"] if day else [f"prévu le {date_digits(planned)}"] if planned else []
    if limit:
        told.append(f"limite {date_digits(limit)}")
    return "\n".join(told) or "sans limite"


def _indicators(known: Preparation, spoken: Sequence[Mission]) -> Iterator[Block]:
    rows: list[Row | Band] = []
    for mission in spoken:
        own = known.dossier.indicators_of(mission, known.year.number)
        rows.append(Band(mission.label))
        rows += [_indicator_row(each) for each in own]
        rows.append(_rate_row(known, mission, own))
    yield Table(_INDICATORS, tuple(rows), compact=True)


def _indicator_row(indicator: Indicator) -> Row:
    unit = f" ({indicator.unit})" if indicator.unit else ""
    national = ", indicateur national" if indicator.national else ""
    followed = "" if indicator.weight else ", suivi sans compter dans le taux"
    rate = percent(indicator.rate) if indicator.rate is not None else "–"
    numbers = (number_typed(each) or "–" for each in (indicator.start, indicator.target, indicator.result))
    return Row((f"{indicator.label}{unit}{national}{followed}", number_typed(indicator.weight), *numbers, rate))


def _rate_row(known: Preparation, mission: Mission, own: Sequence[Indicator]) -> Row:
    kept = _kept(known, mission)
    computed = mission_rate(own)
    if kept:
        comment = f" ({kept.comment})" if kept.comment else ""
        said = f"Taux retenu{comment}"
        if computed is not None:
            said = f"{said}, au lieu de {percent(computed)} calculé"
        return Row((said, None, None, None, None, percent(kept.rate)), is_total=True)
    if not own:
        return Row((italic("Aucun indicateur n’est encore fixé."), None, None, None, None, None))
    told = "Taux calculé, moyenne selon les poids" if computed is not None else "Taux de la mission, à compléter"
    return Row((told, None, None, None, None, percent(computed) if computed is not None else "–"), is_total=True)


def _kept(known: Preparation, mission: Mission) -> RateKept | None:
    year = known.year.number
    return next((each for each in known.dossier.rates if (each.mission, each.year) == (mission, year)), None)


def _money(known: Preparation) -> Iterator[Block]:
    if not known.lines:
        yield paragraph("Rien n’est dû pour cette année d’après ce qui est enregistré.")
        return
    rows = [
        Row((each.due.label, _nature(each), _state(each), each.due.due_on, each.due.amount, each.paid or None))
        for each in known.lines
    ]
    due = sum((each.due.amount for each in known.lines), Decimal(0))
    paid = sum((each.paid for each in known.lines), Decimal(0))
    rows.append(Row(("Total de l’année", None, None, None, due, paid), is_total=True))
    yield Table(_MONEY, tuple(rows), compact=True)
    if any(each.due.expected for each in known.lines):
        told = "Les lignes « au plus » attendent leur taux : leur montant est celui d’un taux de 100 %."
        yield paragraph(typeset(told), look=Look.SMALL)


def _nature(line: Line) -> str:
    return f"{line.due.kind.label}, au plus" if line.due.expected else line.due.kind.label


def _state(line: Line) -> Inline:
    late = line.state in (LineState.LATE, LineState.OVERPAID)
    return bold(capital(line.state.label)) if late else capital(line.state.label)


def _questions(known: Preparation) -> Iterator[Block]:
    told: list[tuple[Inline, ...]] = [(f"{topic}.",) for topic in topics(known.due.known.kind)]
    late = [each for each in known.courses if each.progress.is_late]
    told += [(bold(f"{each.mission.label}{NBSP}: "), uncapital(each.words)) for each in late]
    if known.missing:
        names = listing(mission.label for mission in known.missing)
        told.append((bold(f"Missions socle qui manquent au contrat{NBSP}: "), f"{names}."))
    unpaid = [each for each in known.lines if each.state in (LineState.LATE, LineState.PART) and each.left > 0]
    if unpaid:
        left = sum((each.left for each in unpaid), Decimal(0))
        told.append((bold(f"Reste à verser pour l’année{NBSP}: "), f"{euros(left)}."))
    yield BulletList(tuple(told))
    if known.due.known.notes:
        yield Heading("Préparation", 2)
        yield from marked(known.due.known.notes)


def _conclusions(known: Preparation) -> Iterator[Block]:
    dialogue = known.due.known
    held = known.due.standing(known.at) is Standing.HELD
    if dialogue.kind is DialogueKind.YEARLY and not held and known.most:
        yield Heading("Taux à retenir")
        yield Table(_RATES, tuple(_rate_to_keep(known, each) for each in known.most), row_height=_RATE_HEIGHT)
    yield Heading("Conclusions")
    if dialogue.conclusions:
        yield from marked(dialogue.conclusions)
    else:
        rows = tuple(Row((topic, None)) for topic in _TO_WRITE[dialogue.kind])
        yield Table(_WRITING, rows, row_height=_WRITING_HEIGHT)


def _rate_to_keep(known: Preparation, mission: Mission) -> Row:
    computed, kept = mission_rate(known.dossier.indicators_of(mission, known.year.number)), _kept(known, mission)
    told = percent(computed) if computed is not None else "–"
    rate, why = (percent(kept.rate), kept.comment or None) if kept else (None, None)
    return Row((mission.label, told, known.most[mission], rate, why))


def _signatures(contract: Contract) -> Signatures:
    return Signatures(
        (
            SignatureBox("Pour la communauté", contract.cpts_party),
            SignatureBox("Pour l’agence régionale de santé", contract.ars_party),
            SignatureBox("Pour l’Assurance maladie", contract.insurance_party),
        ),
        compact=True,
    )
