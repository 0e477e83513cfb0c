"""What the CPTS of the demonstration live under contract: amendments, missions, results, payments.

Everything goes through the use cases of the program, in the order of time, and nothing that is still to come is told.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cpr_desk import paths
from cpr_desk.domain.adhesion import PATH, Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.contract import Contract, ContractEvent, EventKind
from cpr_desk.domain.crises import RegionalCrisis
from cpr_desk.domain.dossier import (
    Dossier,
    FilePaper,
    GrantGiven,
    RateKept,
    SizeFixed,
)
from cpr_desk.domain.file_pieces import PIECES, PieceCode
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import GrantKind
from cpr_desk.domain.schedule import Crisis
from cpr_desk.domain.signed import contract_years
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.statement import Line, LineState, Payment, key_of
from cpr_desk.errors import UserError
from cpr_desk.services import contracts, dossiers, funding, indicators, path, register, territories
from cpr_desk.services.contracts import SignContract
from cpr_desk.services.instance import Database
from cpr_desk.services.territories import FixTerritory

_ARS, _INSURANCE = "Mme Bérengère Fauvelin, directrice générale de l’ARS", "M. Octave Rimbourg, directeur de la CPAM"
_SETTLED = timedelta(60)
"""How long after an anniversary the rates of the year are known."""


def live(db: Database, commission: Commission, today: date) -> None:
    """Receive the files, sign the contracts of the demonstration and record what happened to them until a day."""
    for adhesion in register.adhesions_at(db, commission.id, today):
        if (dossier := dossiers.dossier_of(db, commission, adhesion.id, today)) and (
            pieces := _received(dossier, today)
        ):
            path.receive(db, dossier, pieces, today)
    for told in _told(db, commission, today):
        told.live()


def settle(db: Database, commission: Commission, today: date) -> None:
    """Retain the rates of the years that are over, declare a crisis, and pay what was due until a day."""
    signed = list(_told(db, commission, today))
    for told in signed:
        told.retain_rates()
    crisis = _data()["crisis"]
    declared = date.fromisoformat(crisis["on"])
    concerned = frozenset(told.cpts for told in signed if told.has_crises(declared))
    if declared <= today and concerned:
        wanted = RegionalCrisis(Crisis(declared, crisis["label"]), concerned)
        funding.save_crisis(db, commission, wanted, today)
    payments = [payment for told in signed for payment in told.payments()]
    if payments:
        funding.record_payments(db, commission, payments, "Reprendre les versements de démonstration", today)


def _data() -> Any:
    return json.loads((paths.resources_dir() / "demo" / "contracts.json").read_text(encoding="utf-8"))


def _received(dossier: Dossier, today: date) -> list[FilePaper]:
    """Return the pieces received by a day: each with the step that needs it, those of the contract one step before."""
    days = {PATH.index(each.step): each.on for each in dossier.steps if each.step in PATH and each.on <= today}
    if PATH.index(Step.SIGNED) in days:
        days[PATH.index(Step.SIGNED)] = sorted(days.values())[-2:][0]
    needed = [each for each in PIECES if each.code is not PieceCode.AREA]
    reached = {each: [days[place] for place in sorted(days) if place >= PATH.index(each.needed_for)] for each in needed}
    return [FilePaper(each.code.value, received_on=on[0]) for each, on in reached.items() if on]


def _told(db: Database, commission: Commission, today: date) -> "Iterator[_Told]":
    """Yield the CPTS under contract; one that signs later is not told yet."""
    signed = {each.code: each.id for each in register.adhesions_at(db, commission.id, today) if each.signed_on}
    for entry in _data()["contracts"]:
        if entry["code"] in signed:
            yield _Told(db, commission, signed[entry["code"]], entry, today)


class _Told:
    """One CPTS under contract as the file tells it."""

    def __init__(self, db: Database, commission: Commission, cpts: int, entry: Mapping[str, Any], today: date) -> None:
        self._db, self._commission, self.cpts, self._entry, self._today = db, commission, cpts, entry, today

    @property
    def _dossier(self) -> Dossier:
        found = dossiers.dossier_of(self._db, self._commission, self.cpts, self._today)
        if found is None:
            raise UserError("Une CPTS de la démonstration n’est pas au registre.", "Recommencez dans un autre dossier.")
        return found

    def live(self) -> None:
        """Record the association, the contract and what happened to it."""
        self._found()
        dossier = self._dossier
        if dossier.contract and dossier.contract.signed_on <= self._today:
            self._sign(dossier, dossier.contract)

    def has_crises(self, on: date) -> bool:
        """Whether the mission for crises had begun on a day."""
        crises = self._dossier.mission(Mission.CRISES)
        return bool(crises and crises.started_on and crises.started_on <= on)

    def _found(self) -> None:
        name, declared = self._entry["association"]
        on, dossier = date.fromisoformat(declared), self._dossier
        if on <= self._today:
            path.name_association(self._db, dossier, name, on, self._today)

    def _sign(self, dossier: Dossier, contract: Contract) -> None:
        named = replace(contract, cpts_party=self._entry["cpts_party"], ars_party=_ARS, insurance_party=_INSURANCE)
        size = self._size("signed_size", contract.signed_on)
        contracts.sign(self._db, dossier, SignContract(named, size, author="Secrétariat"), self._today)
        self._extend()
        for event in self._entry["events"]:
            self._event(event)
        revised = self._size("revision")
        if revised and revised.on <= self._today:
            contracts.retain_size(self._db, self._dossier, contract, revised, self._today)
        if (given := self._day("grant")) and given >= contract.signed_on:
            grant = GrantGiven(GrantKind.ADDITIONAL, given, "Adhésion avant le 30/09/2022")
            funding.save_grants(self._db, self._dossier, [grant], self._today)

    def _size(self, name: str, on: date | None = None) -> SizeFixed | None:
        """Return a size of the file, fixed on a day, its own unless given."""
        told = self._entry.get(name)
        if told is None:
            return None
        day = on or date.fromisoformat(told["on"])
        return SizeFixed(day, SizeClass(told["size"]), told["population"], told["comment"])

    def _extend(self) -> None:
        extension = self._entry.get("extension")
        if extension is None or (on := date.fromisoformat(extension["on"])) > self._today:
            return
        gazetteer = territories.gazetteer_for(self._commission, ())
        codes = [each.code for each in gazetteer.communes.values() if set(each.epcis) & set(extension["epcis"])]
        order = FixTerritory(self.cpts, tuple(codes), on, "Extension au Choletais", keeps_population=True)
        territories.save_territory(self._db, self._commission, order)

    def _event(self, event: Mapping[str, str]) -> None:
        signed_on = date.fromisoformat(event.get("signed_on") or event["on"])
        if signed_on > self._today:
            return
        wanted = ContractEvent(
            EventKind(event["kind"]),
            date.fromisoformat(event.get("on") or event["signed_on"]),
            date.fromisoformat(event["until"]) if "until" in event else None,
            signed_on if "signed_on" in event else None,
            event["label"],
            planned_until=date.fromisoformat(event["planned_until"]) if "planned_until" in event else None,
        ).as_of(self._today)
        dossier = self._dossier
        if dossier.contract:
            contracts.record_event(self._db, dossier, dossier.contract, wanted, self._today)

    def retain_rates(self) -> None:
        """Retain a rate for each mission in the years that are settled, but where its indicators give one."""
        dossier = self._dossier
        contract = dossier.contract
        years = contract_years(contract.starts_on, self._today, contract.first_year) if contract else ()
        for year in years:
            rates = [
                _rate(each.mission, year.number)
                for each in dossier.missions
                if each.mission is not Mission.CRISES
                and each.started_on
                and each.started_on <= year.until
                and dossier.rate(each.mission, year.number) is None
            ]
            if year.settled_on + _SETTLED <= self._today:
                indicators.keep_rates(self._db, self._commission, self.cpts, rates)

    def payments(self) -> Iterator[tuple[int, Payment]]:
        """Yield what was paid: each line some days after it fell due, save what this CPTS is still owed."""
        account = funding.account_at(self._db, self._commission, self.cpts, self._today)
        settled = [line for line in account.statement.lines if self._is_paid(line)] if account else []
        for place, line in enumerate(settled):
            paid_on = line.due.due_on + timedelta(days=8 + 5 * place % 18)
            last = self._entry.get("part_paid") and line is settled[-1]
            amount = line.due.amount - 5_000 if last else line.due.amount
            named = f"{line.due.label}, {line.due.kind.label}"
            reference = f"VIR-{self.cpts:02d}-{place + 1:03d}"
            yield self.cpts, Payment(paid_on, amount, named, key_of(line.due), reference=reference)

    def _is_paid(self, line: Line) -> bool:
        owed = timedelta(days=240 if self._entry.get("unpaid") else 30)
        known = line.state is not LineState.AWAITED and not line.due.expected
        return known and bool(line.due.amount) and line.due.due_on + owed <= self._today

    def _past(self, day: date) -> date | None:
        return day if day <= self._today else None

    def _day(self, name: str) -> date | None:
        """Return a day of the file that is past."""
        return self._past(date.fromisoformat(self._entry[name])) if name in self._entry else None


def _rate(mission: Mission, year: int) -> RateKept:
    """Return an invented rate that grows with the years."""
    place = list(Mission).index(mission)
    return RateKept(
        mission, year, min(Decimal(70 + 6 * year + 2 * place) / 100, Decimal(1)), "Dialogue de gestion annuel"
    )
