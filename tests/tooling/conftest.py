"""What the tests of the tools share."""

import subprocess
from pathlib import Path

import pytest

import dev
from tests.tooling.machine import Machine


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Return a fresh machine whose checkout is in a temporary folder, without a screen."""
    machine = Machine()
    (tmp_path / "requirements").mkdir()
    (tmp_path / dev.RUNTIME).write_text("a==1\n")
    (tmp_path / dev.DEV).write_text("a==1\nb==1\n")
    (tmp_path / dev.INSTALLER).write_text("a==1\nc==1\n")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "PYTHON", tmp_path / ".venv/bin/python")
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv/dev-stamp.json")
    monkeypatch.setattr(subprocess, "run", machine.run)
    monkeypatch.setattr(dev, "linux_families", lambda: ["ubuntu", "debian"])
    monkeypatch.setattr(dev, "screen_plugins", lambda _system, _variables: [])
    return machine
