"""How the steps of the proof end, and what they share."""

import subprocess
import time
from collections.abc import Callable
from enum import StrEnum

from scripts.installer import build
from scripts.installer.workstation import Failure

Step = Callable[[], str]
"""Proves what its docstring says, in French; returns what is worth telling. Raises Failure or NotTried."""


class NotTried(Exception):
    """Say in French why a step is left out here."""


class Outcome(StrEnum):
    """How a step ends, as it is printed."""

    PROVEN = "réussi"
    FAILED = "ÉCHEC"
    LEFT_OUT = "non fait"


def wait_until(happened: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something has happened. Raises Failure after so many seconds."""
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            raise Failure("Le programme attendu n’a pas démarré.")
        time.sleep(0.2)


def check_says(said: str, words: str) -> None:
    """Look for words in what a program said, its blanks as one. Raises Failure without them."""
    if words not in " ".join(said.replace("\u00a0", " ").split()):
        raise Failure(f"Le message attendu (« {words} ») n’est pas dit : {said}")


def json_in(said: str) -> str:
    """Return the JSON object in what a program said."""
    return said[said.index("{") : said.rindex("}") + 1]


def attempt(step: Step) -> Outcome:
    """Try a step, print how it ended and how long it took."""
    started, outcome = time.monotonic(), Outcome.PROVEN
    try:
        told = step()
    except NotTried as reason:
        outcome, told = Outcome.LEFT_OUT, str(reason)
    except (Failure, build.Stop, OSError, ValueError, subprocess.SubprocessError) as fault:
        outcome, told = Outcome.FAILED, str(fault) or type(fault).__name__
    name = (step.__doc__ or step.__name__).rstrip(".")
    print(f"{outcome:<9} {time.monotonic() - started:5.1f} s  {name}{f' : {told}' if told else ''}", flush=True)
    return outcome
