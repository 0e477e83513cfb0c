"""A machine on which nothing is installed, as `dev.py` finds it."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import dev

ROOT = Path(dev.__file__).parent


class Machine:
    """Stands for the processes dev.py starts: notes each, makes the folder that venv makes, fails where told to."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.environments: list[dict[str, str]] = []
        self.failures: dict[str, str] = {}

    def run(self, command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[str]:
        self.commands.append(list(command))
        self.environments.append(options["env"])
        if "venv" in command:
            dev.PYTHON.parent.mkdir(parents=True, exist_ok=True)
            dev.PYTHON.touch()
        for word, said in self.failures.items():
            if any(word in part for part in command):
                together = options.get("stderr") == subprocess.STDOUT
                return subprocess.CompletedProcess(command, 1, said if together else "", said)
        return subprocess.CompletedProcess(command, 0, "", "")

    def count(self, word: str) -> int:
        return sum(word in command for command in self.commands)
