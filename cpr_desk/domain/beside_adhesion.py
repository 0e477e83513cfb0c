"""What a register file may say of a CPTS beside its adhesion: association, effect, territory, missions deployed."""

from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.missions import Mission


@dataclass(frozen=True, slots=True)
class Beside:
    """Facts of one CPTS; those that are empty say nothing.

    `populations` are the communes of its territory by INSEE code with their inhabitants, as the data of `year` had
    them; `deployed` the days of full deployment.
    """

    association: str = ""
    association_on: date | None = None
    effect_on: date | None = None
    populations: tuple[tuple[str, int], ...] = ()
    year: int = 0
    deployed: tuple[tuple[Mission, date], ...] = ()

    def __bool__(self) -> bool:
        return self != NOTHING_BESIDE

    @property
    def codes(self) -> frozenset[str]:
        """The INSEE codes of the territory."""
        return frozenset(code for code, _ in self.populations)


NOTHING_BESIDE = Beside()


def new_beside(said: Beside, known: Beside) -> Beside:
    """Return what a file says that is not known yet: reading it twice changes nothing."""
    same_area = said.codes == known.codes
    return Beside(
        "" if said.association == known.association else said.association,
        None if said.association_on == known.association_on else said.association_on,
        None if said.effect_on == known.effect_on else said.effect_on,
        () if same_area else said.populations,
        0 if same_area else said.year,
        tuple(each for each in said.deployed if each not in known.deployed),
    )
