"""The controls over a composition: every figure and every problem, each with its rule and source."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Certainty, Rules
from cpr_desk.domain.composition import HEALTH_CENTRES, Composition, Profession, Seat, Section
from cpr_desk.domain.french import NBSP, fold, listing, percent, plural
from cpr_desk.domain.member_controls import person_problems, term_problems
from cpr_desk.domain.problems import S3, Problem, Remedy, Severity

_SHARES = f"{S3}{NBSP}: 80{NBSP}% régime général, 20{NBSP}% régime agricole"


@dataclass(frozen=True, slots=True)
class SocialFigures:
    """The social section counted in votes; shares are fractions of its votes (0 when it has none)."""

    seats: int
    votes: int
    general_votes: int
    agricultural_votes: int

    @property
    def general_share(self) -> float:
        """The share of the régime général."""
        return self.general_votes / self.votes if self.votes else 0.0

    @property
    def agricultural_share(self) -> float:
        """The share of the régime agricole (MSA)."""
        return self.agricultural_votes / self.votes if self.votes else 0.0


@dataclass(frozen=True, slots=True)
class ProfessionalFigures:
    """The professional section: seats, votes, and seats with a titular."""

    seats: int
    votes: int
    designated: int


@dataclass(frozen=True, slots=True)
class Controls:
    """The state of a composition. `vacant` are voting seats without titular: seats count, not rows."""

    composition: Composition
    social: SocialFigures
    professional: ProfessionalFigures
    vacant: tuple[Seat, ...]
    unrepresented: tuple[Profession, ...]
    problems: tuple[Problem, ...]

    @property
    def parity(self) -> bool:
        """Whether both sections have the same number of votes."""
        return self.social.votes == self.professional.votes

    @property
    def vacancies_line(self) -> str:
        """« 16 titulaires non désignés, 2 professions non représentées », as under the official table."""
        titulars = plural(len(self.vacant), "titulaire non désigné", "titulaires non désignés")
        professions = plural(len(self.unrepresented), "profession non représentée", "professions non représentées")
        return f"{titulars}, {professions}"


def social_figures(composition: Composition) -> SocialFigures:
    """Count the social section in votes; the medical schemes count with their own scheme, a seat without one apart."""
    seats = composition.of(Section.SOCIAL)
    general, agricultural = (
        sum(seat.votes for seat in seats if seat.regime and seat.regime.is_general is is_general)
        for is_general in (True, False)
    )
    return SocialFigures(len(seats), composition.votes(Section.SOCIAL), general, agricultural)


def social_allocation(votes: int, rules: Rules) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the lines (votes each) of the régime général and of the MSA for a number of votes.

    Example: 35 votes give RG 28 = 9 × 3 + 1 and MSA 7 = 3 + 3 + 1, as in S3 (domain.md §2.2).
    """
    general = int(votes * rules.general_share + 0.5)

    def lines(total: int) -> tuple[int, ...]:
        whole, rest = divmod(total, rules.max_social_votes)
        return (rules.max_social_votes,) * whole + ((rest,) if rest else ())

    return lines(general), lines(votes - general)


def professions_of(composition: Composition) -> dict[Profession, list[Seat]]:
    """Group the professional seats by profession, in the order of the table."""
    groups: dict[Profession, list[Seat]] = defaultdict(list)
    for seat in composition.of(Section.PROFESSIONAL):
        if seat.profession:
            groups[seat.profession].append(seat)
    return dict(groups)


def check(
    composition: Composition, rules: Rules, at_meeting: Composition | None = None, others: Iterable[Problem] = ()
) -> Controls:
    """Apply every control and collect every problem, the gravest first, with those found by `others`.

    `at_meeting` is the composition known for the next meeting, if one is planned.
    """
    professional = composition.of(Section.PROFESSIONAL)
    figures = ProfessionalFigures(
        len(professional), sum(s.votes for s in professional), sum(s.titular is not None for s in professional)
    )
    unrepresented = tuple(
        profession
        for profession, seats in professions_of(composition).items()
        if all(seat.titular is None for seat in seats)
    )
    controls = Controls(
        composition, social_figures(composition), figures, composition.vacant(), unrepresented, problems=()
    )
    order = list(Severity)
    problems = (*_problems(controls, rules), *term_problems(composition, at_meeting), *others)
    found = sorted(problems, key=lambda problem: order.index(problem.severity))
    return replace(controls, problems=tuple(found))


def _problems(controls: Controls, rules: Rules) -> Iterator[Problem]:
    if not any(seat.section.votes for seat in controls.composition.seats):
        yield Problem(
            "empty",
            Severity.ERROR,
            "La composition de la commission est vide à cette date.",
            "Importez le tableau de composition, ou choisissez une autre date.",
            S3,
            remedy=Remedy.IMPORT,
        )
        return
    yield from _votes(controls, rules)
    yield from _professional_seats(controls.composition, rules)
    yield from _vacancies(controls)
    yield from person_problems(controls.composition)


def _votes(controls: Controls, rules: Rules) -> Iterator[Problem]:
    social, professional = controls.social, controls.professional
    if not controls.parity:
        yield Problem(
            "parity",
            Severity.ERROR,
            f"La parité n’est pas respectée{NBSP}: {social.votes} voix pour la section sociale, "
            f"{professional.votes} pour la section professionnelle.",
            f"Ajustez les voix de la section sociale pour qu’elles soient {professional.votes} au total.",
            f"{S3}{NBSP}: parité sur le nombre total de voix",
            remedy=Remedy.ALLOCATION,
        )
    general, agricultural = social_allocation(social.votes, rules)
    if (social.general_votes, social.agricultural_votes) != (sum(general), sum(agricultural)):
        yield Problem(
            "shares",
            Severity.ERROR,
            f"Le régime général a {social.general_votes} voix sur {social.votes} ({percent(social.general_share)}), "
            f"la MSA {social.agricultural_votes} ({percent(social.agricultural_share)}).",
            f"Pour {social.votes} voix, la répartition attendue est {sum(general)} pour le régime général et "
            f"{sum(agricultural)} pour la MSA.",
            _SHARES,
            remedy=Remedy.ALLOCATION,
        )
    for seat in controls.composition.of(Section.SOCIAL):
        if not 1 <= seat.votes <= rules.max_social_votes:
            yield Problem(
                "votes_per_member",
                Severity.ERROR,
                f"{seat.label}{NBSP}: {seat.votes} voix.",
                f"Un membre de la section sociale porte de 1 à {rules.max_social_votes} voix.",
                f"{S3}{NBSP}: possibilité de 3 voix par membre",
                seats=(seat.id,),
                remedy=Remedy.VOTES,
            )
        if seat.regime is None:
            yield Problem(
                "scheme",
                Severity.ERROR,
                f"Section sociale, ligne {seat.position}{NBSP}: le régime n’est pas renseigné.",
                "Fermez cette ligne, puis ajoutez-la avec le régime pour lequel ses voix comptent.",
                _SHARES,
                seats=(seat.id,),
                remedy=Remedy.CLOSE_SEATS,
            )
    for seat in controls.composition.of(Section.PROFESSIONAL):
        if seat.votes != 1:
            yield Problem(
                "votes_per_seat",
                Severity.ERROR,
                f"{seat.label}{NBSP}: {seat.votes} voix.",
                "Un siège de la section professionnelle porte une voix.",
                S3,
                seats=(seat.id,),
                remedy=Remedy.VOTES,
            )


def _professional_seats(composition: Composition, rules: Rules) -> Iterator[Problem]:
    seats = composition.of(Section.PROFESSIONAL)
    centres = [s for s in seats if s.profession is not None and s.profession.code == HEALTH_CENTRES]
    if len(centres) != rules.health_centre_seats:
        yield Problem(
            "health_centres",
            Severity.ERROR,
            f"Les centres de santé ont {plural(len(centres), 'siège')} au lieu de {rules.health_centre_seats}.",
            "Ajoutez ou fermez des sièges pour les organisations représentatives des centres de santé.",
            f"{S3}{NBSP}: 3 sièges pour les organisations représentatives des centres de santé",
            seats=tuple(s.id for s in centres),
            remedy=Remedy.ADD_SEAT if len(centres) < rules.health_centre_seats else Remedy.CLOSE_SEATS,
        )
    unions = sorted((s for s in seats if s not in centres), key=lambda s: fold(s.organisation))
    for organisation, group in groupby(unions, key=lambda s: fold(s.organisation)):
        same = list(group)
        if organisation and len(same) > 1:
            yield Problem(
                "one_seat_a_union",
                Severity.ERROR,
                f"{same[0].organisation} a {len(same)} sièges.",
                "Chaque organisation syndicale signataire a un siège. Fermez les sièges en trop.",
                f"{S3}{NBSP}: 1 siège à chaque organisation syndicale signataire",
                seats=tuple(s.id for s in same),
                remedy=Remedy.CLOSE_SEATS,
            )


def _vacancies(controls: Controls) -> Iterator[Problem]:
    voting = [s for s in controls.composition.seats if s.section.votes]
    for section in (Section.SOCIAL, Section.PROFESSIONAL):
        vacant = [s for s in controls.vacant if s.section is section]
        if vacant:
            yield Problem(
                "vacant_titulars",
                Severity.WARNING,
                f"{section.label}{NBSP}: {plural(len(vacant), 'titulaire non désigné', 'titulaires non désignés')} "
                f"({_named(vacant)}).",
                "Relancez les organisations concernées.",
                f"{S3}{NBSP}: un siège existe même sans désignation",
                seats=tuple(s.id for s in vacant),
                remedy=Remedy.REMINDERS,
            )
        yield from _quorum(section, len(controls.composition.of(section)), vacant)
    for profession in controls.unrepresented:
        yield Problem(
            "unrepresented_profession",
            Severity.WARNING,
            f"Profession non représentée{NBSP}: {profession.label}.",
            "Relancez ses organisations pour obtenir au moins un titulaire.",
            S3,
            seats=tuple(s.id for s in voting if s.profession == profession),
            remedy=Remedy.REMINDERS,
        )
    without = [s for s in voting if s.titular and not s.substitute]
    if without:
        yield Problem(
            "substitutes",
            Severity.INFO,
            f"{plural(len(without), 'titulaire')} sans suppléant ({_named(without)}).",
            "Demandez la désignation d’un suppléant, qui siégera en cas d’empêchement.",
            f"{S3}{NBSP}: un titulaire et un suppléant par siège",
            seats=tuple(s.id for s in without),
            remedy=Remedy.DESIGNATE,
        )


def _named(seats: Iterable[Seat]) -> str:
    """Name what the seats represent, once each: « CSMF, FNI et Centres de santé (2) »."""
    counted = Counter(seat.represents or "sans régime" for seat in seats)
    return listing(name if number == 1 else f"{name} ({number})" for name, number in counted.items())


_FRAGILE = 0.75
"""Share of the designated titulars from which a quorum that needs them is called fragile (our own default)."""


def _quorum(section: Section, seats: int, vacant: list[Seat]) -> Iterator[Problem]:
    """Weigh the quorum, half of the seats rounded up, against those designated (domain.md §3.14)."""
    designated, needed = seats - len(vacant), -(-seats // 2)
    source = f"Quorum de la moitié de chaque section, {DEFAULT_RULE_NOTICE}"
    concerned = tuple(s.id for s in vacant)
    if designated < needed:
        yield Problem(
            "quorum_unreachable",
            Severity.ERROR,
            f"{section.label}{NBSP}: {plural(designated, 'siège pourvu', 'sièges pourvus')} sur {seats}, "
            f"le quorum de {needed} ne peut pas être atteint.",
            "Faites désigner des titulaires avant de convoquer.",
            source,
            Certainty.SISTER,
            concerned,
            Remedy.REMINDERS,
        )
    elif vacant and needed > _FRAGILE * designated:
        yield Problem(
            "quorum_fragile",
            Severity.WARNING,
            f"{section.label}{NBSP}: le quorum demande {needed} présents, titulaires ou suppléants, pour "
            f"{plural(designated, 'siège pourvu', 'sièges pourvus')} sur {seats}.",
            "Assurez-vous des présences avant la réunion, et relancez les désignations.",
            source,
            Certainty.SISTER,
            concerned,
            Remedy.REMINDERS,
        )
