"""A whole session of the invented commission, past midnight: proxy, guest, quorum lost, votes by name and secret."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from cpr_desk.domain.attendance import Excuse, Presence, Proxy, Stay
from cpr_desk.domain.ballots import Ballot
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Person, Section
from cpr_desk.domain.decisions import Decision, DecisionKind
from cpr_desk.domain.minutes import Minutes, Part, Passages, Signature, Version
from cpr_desk.domain.sitting import Session, Sitting
from cpr_desk.domain.voting import Choice, Method, Tally, electors_of
from cpr_desk.reports.minutes_account import Account
from tests.factories import INSTALLED, person
from tests.reports.sample import CHAIR, COMPOSITION, WHOLE

MADE = date(2021, 2, 10)


def at(hour: int, minute: int = 0, day: int = 4) -> datetime:
    """Return a moment of the session."""
    return datetime(2021, 2, day, hour, minute)  # noqa: DTZ001 - the clock on the wall


GUEST = replace(person("Ronan Bellanger", civility="M."), id=900)
_SOCIAL = [seat for seat in COMPOSITION.of(Section.SOCIAL) if seat.titular]
_PROFESSIONAL = [seat for seat in COMPOSITION.of(Section.PROFESSIONAL) if seat.titular]


def _ids(seats: Iterable[object]) -> list[int]:
    return [seat.titular.person.id for seat in seats]  # type: ignore[attr-defined]


def _presence() -> Presence:
    """Most titulars at 22 h 20; one gives a proxy, one is replaced, one comes late, two professionals leave."""
    there = [*_ids(_SOCIAL[2:]), *_ids(_PROFESSIONAL[1:])]
    stays = [Stay(number, at(22, 20), None, number == there[0], id=number) for number in there]
    leaves = {_ids(_PROFESSIONAL)[-1], _ids(_PROFESSIONAL)[-2]}
    stays = [replace(each, left_at=at(23, 30)) if each.person_id in leaves else each for each in stays]
    substitute = _PROFESSIONAL[0].substitute
    assert substitute
    stays += [Stay(substitute.person.id, at(22, 25)), Stay(GUEST.id, at(22, 45))]
    giver, holder = _ids(_SOCIAL)[0], _ids(_SOCIAL)[2]
    proxy = Proxy(_SOCIAL[0].id, giver, holder, at(12), id=1)
    return Presence(tuple(stays), (Excuse(giver, excused=True), Excuse(_ids(_PROFESSIONAL)[0], excused=True)), (proxy,))


def _people() -> tuple[Person, ...]:
    return (*{holding.person.id: holding.person for _, _, holding in COMPOSITION.holdings()}.values(), GUEST)


SITTING = Sitting(
    at(22, 30), at(0, 40, 5), _ids(_SOCIAL)[3], "la présidente est retenue par un autre engagement", "Mme Maud Esnault"
)
_BARE = Session(WHOLE, COMPOSITION, Rules(), SITTING, _presence(), (), _people())


def _ballot(item: int, question: str, method: Method, moment: datetime, **facts: object) -> Ballot:
    electors, quorum = electors_of(_BARE.floor(moment)), _BARE.quorum(moment)
    made = Ballot(item, question, method, moment, electors, quorum.words, quorum.is_reached)
    choices = {each.seat_id: Choice.FOR if each.section is Section.SOCIAL else Choice.AGAINST for each in electors}
    choices |= {electors[0].seat_id: Choice.CONFLICT, electors[1].seat_id: Choice.ABSTAIN}
    return replace(made, **{"choices": choices, **facts})  # type: ignore[arg-type]


def _secret(item: int, question: str, moment: datetime) -> Ballot:
    tallies = (Tally(Section.SOCIAL, 3, Choice.FOR, 5), Tally(Section.PROFESSIONAL, 1, Choice.AGAINST, 15))
    agreed = "les deux sections en sont d’accord"
    return _ballot(item, question, Method.SECRET, moment, choices={}, tallies=tallies, without_quorum=agreed)


BALLOTS = (
    _ballot(3, "Donner un avis favorable au passage en taille 3 ?", Method.NAMED, at(23, 10), id=1),
    _ballot(6, "Se réunir le 3 février 2022 ?", Method.HANDS, at(23, 50),
            without_quorum="la date est provisoire", annulled_at=at(23, 55), annul_reason="question mal posée", id=2),
    _secret(6, "Se réunir le premier jeudi de février 2022 ?", at(0, 10, 5)),
    replace(_secret(6, "Se réunir le premier jeudi de février 2022 ?", at(0, 20, 5)), round=2),
)  # fmt: skip
SESSION = replace(_BARE, ballots=BALLOTS)
PASSAGES: Passages = {
    (None, Part.OPENING): "La présidente de séance remercie les membres de leur venue tardive.",
    (2, Part.DISCUSSION): "Les deux sections demandent :\n- un suivi **par département** ;\n- une carte.",
    (2, Part.ACTION): "Le secrétariat envoie la carte à [la liste](mailto:liste@exemple.fr).",
    (3, Part.DECISION): "La commission est favorable au passage en taille 3.",
    (None, Part.CLOSING): "La prochaine réunion se tient dans le même lieu.",
}
DECISIONS = (
    Decision(DecisionKind.OPINION, 2021, 1, "Avis favorable au passage en taille 3", INSTALLED, 1, 3, 1,
             responsible="Mme Maud Esnault", due_on=date(2021, 3, 1), id=1),
)  # fmt: skip
VERSION = Version(1, MADE, "a" * 64, 1000, PASSAGES)
SIGNATURES = (
    Signature(Section.SOCIAL, "Mme Solène Kervadec", date(2021, 2, 12), 1),
    Signature(Section.PROFESSIONAL, "Dr Yann Le Goff", date(2021, 2, 15), 1),
)
PROJECT = Account(
    SESSION,
    Minutes(PASSAGES),
    MADE,
    CHAIR,
    {Section.SOCIAL: "Mme Solène Kervadec", Section.PROFESSIONAL: "Dr Yann Le Goff"},
    DECISIONS,
    {GUEST.id: "expert"},
    {7: "CPTS Presqu’île (Loire-Atlantique)"},
)
SIGNED = replace(PROJECT, minutes=Minutes(PASSAGES, (VERSION,), SIGNATURES))
