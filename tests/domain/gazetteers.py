"""A small country for the tests of communes: two départements, Paris in two arrondissements, and what merged since."""

from cpr_desk.domain.communes import Appeared, Commune, Epci, EpciKind, Former, Gazetteer

COMMUNES = (
    Commune("44109", "Nantes", ("44000", "44100"), 320_000, ("244400404",)),
    Commune("44143", "Rezé", ("44400",), 43_000, ("244400404",)),
    Commune("44162", "Saint-Herblain", ("44800",), 50_000, ("244400404",)),
    Commune("44100", "Monnières", ("44690",), 2_400, ("200067635",)),
    Commune("44190", "Saint-Sébastien-sur-Loire", ("44230",), 28_000),
    Commune("49126", "Orée d’Anjou", ("49270", "49530"), 16_500),
    Commune("49018", "Baugé-en-Anjou", ("49150",), 12_000),
    Commune("49301", "Saint-Aubin", ("49190",), 300),
    Commune("72999", "Saint-Aubin", ("72190",), 700),
    Commune("72181", "Le Mans", ("72000", "72100"), 146_000),
    Commune("72180", "Mamers", ("72600",), 5_000),
    Commune("15141", "Neussargues", ("15170",), 800),
    Commune("15031", "Celles", ("15170",), 200),
    Commune("75056", "Paris", ("75001", "75014"), 2_100_000, ("200054781",)),
    Commune("75101", "Paris 1er Arrondissement", ("75001",), 15_000, ("200054781",), "75056"),
    Commune("75114", "Paris 14e Arrondissement", ("75014",), 2_085_000, ("200054781",), "75056"),
    Commune("01001", "L’Abergement-Clémenciat", ("01400",), 860),
    Commune("97411", "Saint-Denis", ("97400",), 155_000),
)
FORMER = (
    Former("49069", "Orée d’Anjou", "49126", 2025),
    Former("49031", "Bocé", "49018", 2023),
    Former("49067", "Clefs", "49018", 2023),
    Former("49101", "", "49018"),
)
OLD_NAMES = (Former("49018", "Baugé", "49018"), Former("49126", "Champtoceaux", "49126"))
GAZETTEER = Gazetteer(
    year=2026,
    source="INSEE",
    since=2021,
    communes={each.code: each for each in COMMUNES},
    epcis={
        "244400404": Epci("244400404", EpciKind.METROPOLIS, "Nantes Métropole"),
        "200067635": Epci("200067635", EpciKind.AGGLOMERATION, "CA Clisson St-Hilaire"),
        "200054781": Epci("200054781", EpciKind.METROPOLIS, "Métropole du Grand Paris"),
    },
    former={each.code: each for each in FORMER},
    old_names=OLD_NAMES,
    appeared={
        "49126": Appeared("49126", "49069", 2025),
        "15031": Appeared("15031", "15141", 2025),
    },
)
THRESHOLDS = (40_000, 80_000, 175_000)
LOIRE = ("44", "49", "72")


def codes(communes: object) -> list[str]:
    """Return the codes of communes or of matches, in their order."""
    assert isinstance(communes, list | tuple)
    return [each.code if isinstance(each, Commune) else each.commune.code for each in communes]
