"""A map of six communes with three CPTS, one of them over another’s commune."""

from cpr_desk.domain.adhesion import Stage
from cpr_desk.domain.region_map import Colouring, Plotted, RegionMap, draw
from cpr_desk.reports.document import Map
from tests.domain.gazetteers import GAZETTEER, LOIRE
from tests.domain.maps import squared

PAPER = squared("44109 44143 49126", "44162 44100 49018")
PLOTTED = (
    Plotted(1, "CPTS Sud-Loire", Stage.SIGNED, ("44109", "44143")),
    Plotted(2, "CPTS Presqu’île", Stage.LETTER, ("44143", "44100")),
    Plotted(3, "CPTS Baugeois", Stage.NEGOTIATION, ("49018",)),
)


def sample_map(by: Colouring = Colouring.STAGE, *departments: str) -> RegionMap:
    """Return the map of the départements named, of all when none is."""
    return draw(PAPER, GAZETTEER, PLOTTED, departments or LOIRE, by)


def block(by: Colouring = Colouring.STAGE, *departments: str) -> Map:
    """Return it as a document has it."""
    return Map("Territoires des CPTS", sample_map(by, *departments), "Contours : IGN, 2024.", 80)
