"""argparse in French: it asks `gettext` for its words, and this answers."""

import argparse
from typing import Any

_WORDS = {
    "usage: ": "usage : ",
    "positional arguments": "arguments",
    "options": "options",
    "subcommands": "commandes",
    "show this help message and exit": "affiche cette aide",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "argument inconnu : %s",
    "expected one argument": "une valeur est attendue",
    "expected at least one argument": "au moins une valeur est attendue",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "« %(value)s » est inconnu, choisissez parmi %(choices)s",
    "invalid %(type)s value: %(value)r": "« %(value)s » n’est pas une valeur admise",
    "not allowed with argument %s": "incompatible avec %s",
    "one of the arguments %s is required": "l’un de ces arguments est nécessaire : %s",
    "ignored explicit argument %r": "valeur en trop : %r",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s est ambigu : %(matches)s",
}


def speak_french() -> None:
    """Replace argparse's words; an unknown one stays as it is."""
    module: Any = argparse
    module._ = lambda text: _WORDS.get(text, text)
    module.ngettext = lambda one, many, number: _WORDS.get(one, one) if number == 1 else _WORDS.get(many, many)
