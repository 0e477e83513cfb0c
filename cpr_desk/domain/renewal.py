"""What a new year of the data changes for a territory that was written down in another year."""

from collections.abc import Mapping
from dataclasses import dataclass

from cpr_desk.domain.communes import Appeared, Commune, Former, Gazetteer, inhabitants
from cpr_desk.domain.coverage import cover
from cpr_desk.domain.french import integer, listing, plural, typeset
from cpr_desk.domain.sizes import SizeClass, Thresholds, size_of


@dataclass(frozen=True, slots=True)
class Merger:
    """A commune of the territory that another one holds now; `brings` is the ground that was not of the territory."""

    former: Former
    now: Commune
    brings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Renewal:
    """A territory as it was stored and as the data of today have it.

    `codes` are the INSEE codes to store instead; `populations` pairs each of them that changed with its inhabitants
    before (None: it was not in the territory) and now.
    """

    year_before: int
    year: int
    codes: tuple[str, ...]
    merged: tuple[Merger, ...]
    restored: tuple[Appeared, ...]
    gone: tuple[str, ...]
    populations: tuple[tuple[Commune, int | None], ...]
    before: int
    after: int
    thresholds: Thresholds

    @property
    def changes_ground(self) -> bool:
        """Whether the list of communes itself changes, not the figures alone."""
        return bool(self.merged or self.restored or self.gone)

    @property
    def changes(self) -> bool:
        """Whether there is anything to renew."""
        return self.changes_ground or self.before != self.after or bool(self.populations)

    @property
    def sizes(self) -> tuple[SizeClass, SizeClass]:
        """The size classes before and after."""
        return size_of(self.before, self.thresholds), size_of(self.after, self.thresholds)

    def sentences(self, gazetteer: Gazetteer) -> list[str]:
        """Tell the changes of the list, then that of the population and of the size."""
        told = []
        for merger in self.merged:
            told.append(f"{merger.former.became(merger.now)}.")
            if merger.brings:
                names = _names(merger, gazetteer)
                told.append(f"{merger.now.label} comprend aussi {names}, hors du territoire jusqu’ici : à vérifier.")
        for each in self.restored:
            own, out_of = gazetteer.communes[each.code], gazetteer.communes[each.out_of]
            told.append(f"{own.label} n’est plus dans {out_of.label} depuis {each.year} : elle reste au territoire.")
        if self.gone:
            told.append(f"Sans commune connue en {self.year}, à retirer : {listing(self.gone)}.")
        if self.before != self.after:
            change = f"{'+' if self.after > self.before else '−'}{integer(abs(self.after - self.before))}"
            figures = f"de {integer(self.before)} à {plural(self.after, 'habitant')} ({change})"
            told.append(f"Population : {figures}, données de {self.year} au lieu de {self.year_before}.")
        old, new = self.sizes
        if old is not new:
            told.append(f"{new.label} au lieu de {old.label.casefold()}.")
        return [typeset(sentence) for sentence in told]


def renew(stored: Mapping[str, int], year_before: int, gazetteer: Gazetteer, thresholds: Thresholds) -> Renewal:
    """Compare a territory, stored as inhabitants by INSEE code with the year of its data, with the data of today.

    A commune taken out of one of the territory since then stays in the territory. What becomes of the size is only
    told: it takes effect as the contract says (domain.md §4.25).
    """
    restored = tuple(
        each
        for each in gazetteer.appeared.values()
        if each.year > year_before
        and each.out_of in stored
        and each.out_of in gazetteer.communes  # else the whole commune took another number
        and each.code not in stored
    )
    listed = (*stored, *(each.code for each in restored))
    coverage = cover(listed, gazetteer, thresholds)
    merged = tuple(
        Merger(former, now, _brought(now, stored, year_before, gazetteer)) for former, now in coverage.merged
    )
    codes = tuple(dict.fromkeys(now.code for code in listed if (now := gazetteer.current(code))))
    populations = tuple(
        (commune, stored.get(commune.code))
        for commune in (gazetteer.communes[code] for code in codes)
        if stored.get(commune.code) != commune.population
    )
    return Renewal(
        year_before,
        gazetteer.year,
        codes,
        merged,
        restored,
        coverage.unknown,
        populations,
        sum(stored.values()),
        inhabitants(coverage.communes),
        thresholds,
    )


def _brought(now: Commune, stored: Mapping[str, int], year_before: int, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the codes of the stored year that make up the commune of today beside those of the territory."""
    parts = [each.code for each in gazetteer.former.values() if each.now == now.code and (each.year or 0) > year_before]
    appeared = gazetteer.appeared.get(now.code)
    if appeared is None or appeared.year <= year_before:
        parts.append(now.code)
    return tuple(code for code in parts if code not in stored)


def _names(merger: Merger, gazetteer: Gazetteer) -> str:
    own = "le reste de la commune"
    return listing(own if code == merger.now.code else gazetteer.former[code].label for code in merger.brings)
