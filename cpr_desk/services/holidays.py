"""Public holidays of a territory, from the `holidays` library, as the domain asks for them."""

from datetime import date
from functools import cache

from cpr_desk.domain.deadlines import Holidays
from cpr_desk.errors import UserError

TERRITORIES: dict[str, tuple[str, str]] = {
    "metropole": ("France métropolitaine", ""),
    "alsace-moselle": ("Alsace et Moselle", "57"),
    "guadeloupe": ("Guadeloupe", "971"),
    "martinique": ("Martinique", "972"),
    "guyane": ("Guyane", "973"),
    "reunion": ("La Réunion", "974"),
    "mayotte": ("Mayotte", "976"),
}
"""Our code → (French name, subdivision of the library)."""


@cache
def holidays_of(territory: str) -> Holidays:
    """Return a function that names the public holiday of a day in a territory. Raises UserError if unknown."""
    import holidays  # 0.15 s that a start does not need

    if territory not in TERRITORIES:
        raise UserError(
            f"Le territoire « {territory} » n’a pas de calendrier de jours fériés.",
            f"Choisissez parmi : {', '.join(TERRITORIES)}.",
        )
    subdivision = TERRITORIES[territory][1]
    calendar = holidays.country_holidays("FR", subdiv=subdivision or None, language="fr")

    def name_of(day: date) -> str | None:
        name = calendar.get(day)
        return str(name).replace("'", "’") if name else None

    return name_of
