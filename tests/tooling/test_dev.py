import ast
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import dev
from tests.tooling.machine import ROOT, Machine


def test_a_first_start_makes_the_environment_then_installs_hashed_wheels_then_tries_qt(machine: Machine) -> None:
    assert dev.main(["demo", "--out", "ici"]) == 0

    venv, pip, probe, program = machine.commands
    assert venv == [sys.executable, "-m", "venv", "--clear", str(dev.VENV)]
    assert pip[:4] == [str(dev.PYTHON), "-m", "pip", "install"]
    assert {"--require-hashes", "--only-binary=:all:", str(dev.ROOT / dev.RUNTIME)} <= set(pip)
    assert probe == [str(dev.PYTHON), "-c", dev.QT_PROBE]
    assert program == [str(dev.PYTHON), "-m", "cpr_desk", "demo", "--out", "ici"]


def test_a_second_start_only_starts_the_program(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    dev.main(["demo"])
    machine.commands.clear()
    capsys.readouterr()

    assert dev.main(["demo"]) == 0

    assert machine.commands == [[str(dev.PYTHON), "-m", "cpr_desk", "demo"]]
    assert capsys.readouterr().out == ""


def test_the_packages_of_the_tests_are_added_once_to_those_of_the_program(machine: Machine) -> None:
    for command in ("demo", "test", "demo", "test"):
        assert dev.main([command]) == 0

    assert machine.count("venv") == 1
    assert machine.count("pip") == 2


@pytest.mark.parametrize("lock", [dev.RUNTIME, dev.DEV])
def test_a_changed_lock_file_makes_the_environment_again(machine: Machine, lock: str) -> None:
    dev.main(["test"])
    (dev.ROOT / lock).write_text("a==2\n")

    dev.main(["test"])

    assert machine.count("venv") == 2
    assert machine.count("pip") == 2


def test_an_environment_made_by_another_python_is_made_again(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    dev.main(["demo"])
    monkeypatch.setattr(sys, "version", "3.12.1 (somewhere else)")

    dev.main(["demo"])

    assert machine.count("venv") == 2


def test_a_moved_checkout_is_made_again(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dev.main(["demo"])
    moved = tmp_path / "moved"
    dev.VENV.rename(moved)
    monkeypatch.setattr(dev, "VENV", moved)
    monkeypatch.setattr(dev, "PYTHON", moved / "bin/python")
    monkeypatch.setattr(dev, "STAMP", moved / "dev-stamp.json")

    dev.main(["demo"])

    assert machine.count("venv") == 2


def test_an_environment_whose_python_is_gone_is_made_again(machine: Machine) -> None:
    dev.main(["demo"])
    dev.PYTHON.unlink()

    dev.main(["demo"])

    assert machine.count("venv") == 2


@pytest.mark.parametrize("stamp", ["", '{"python":', "[]", "null"])
def test_a_damaged_stamp_counts_as_none(machine: Machine, stamp: str) -> None:
    dev.main(["demo"])
    dev.STAMP.write_text(stamp)

    assert dev.main(["demo"]) == 0

    assert machine.count("venv") == 2


def test_an_interrupted_installation_is_done_again(machine: Machine) -> None:
    dev.main(["demo"])
    machine.failures["pip"] = "ERROR: No space left on device"
    assert dev.main(["test"]) == 1
    machine.failures.clear()

    assert dev.main(["demo"]) == 0

    assert machine.count("venv") == 2
    assert machine.commands[-1][-1] == "demo"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "n’est pas celui"),
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: No matching distribution found",
            "ne répond pas",
        ),
        ("ERROR: No matching distribution found for pyside6-essentials==6.11.3", "manque pour cette machine"),
        ("OSError: [Errno 28] No space left on device", "Le disque est plein"),
        ("ERROR: something new", "a échoué"),
    ],
)
def test_a_failed_installation_says_why_and_shows_what_pip_said(
    machine: Machine, capsys: pytest.CaptureFixture[str], said: str, sentence: str
) -> None:
    machine.failures["pip"] = said

    assert dev.main(["demo"]) == 1

    out = capsys.readouterr().out
    assert sentence in out
    assert said.splitlines()[-1] in out
    assert not dev.STAMP.exists()


def test_a_folder_that_refuses_the_environment_is_named(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.failures["venv"] = "PermissionError: [WinError 5]"

    assert dev.main(["demo"]) == 1

    out = capsys.readouterr().out
    assert str(dev.ROOT) in out
    assert "PermissionError" in out


def test_a_file_that_cannot_be_read_is_named_without_a_traceback(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    (dev.ROOT / dev.RUNTIME).unlink()

    assert dev.main(["demo"]) == 1

    assert "runtime.txt" in capsys.readouterr().out
    assert machine.commands == []


def test_a_python_without_venv_is_told_which_package_brings_it(
    machine: Machine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    assert dev.main(["demo"]) == 1

    assert "sudo apt-get install python3-venv" in capsys.readouterr().out
    assert machine.commands == []


def test_every_check_runs_even_when_the_first_fails(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.failures["ruff"] = ""

    assert dev.main(["test"]) == 1

    started = [command[1:] for command in machine.commands[3:]]
    started.remove(dev.TYPES[1])  # beside the others, in no order
    assert started == [list(command) for _name, command in (*dev.STYLE, *dev.COVERED_TESTS)]
    assert "Échec\xa0: ruff check, ruff format." in capsys.readouterr().out


def test_what_the_types_tell_is_shown_and_counts_though_they_are_checked_beside_the_rest(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.failures["mypy"] = "error: Incompatible types"

    assert dev.main(["test"]) == 1

    said = capsys.readouterr().out
    assert "── mypy\nerror: Incompatible types" in said
    assert "Échec\xa0: mypy." in said


def test_when_every_check_passes_the_answer_is_zero(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["test"]) == 0
    assert "Tout est vérifié." in capsys.readouterr().out
    assert machine.count("report") == 2


def test_chosen_tests_run_without_the_coverage_they_cannot_reach(machine: Machine) -> None:
    assert dev.main(["test", "tests/domain", "-k", "deadline"]) == 0

    assert machine.commands[-1] == [str(dev.PYTHON), "-m", "pytest", "tests/domain", "-k", "deadline"]
    assert machine.count("coverage") == 0


def test_the_tests_need_no_screen_and_the_program_keeps_its_own(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)

    dev.main(["test"])
    dev.main(["demo"])

    assert machine.environments[-2]["QT_QPA_PLATFORM"] == "offscreen"
    assert "QT_QPA_PLATFORM" not in machine.environments[-1]


def test_the_python_settings_of_the_caller_are_left_at_the_door(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PYTHONPATH", "PYTHONOPTIMIZE", "PYTHONDONTWRITEBYTECODE", "PYTHONHOME"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("PIP_PROXY", "kept")

    dev.main(["test"])
    dev.main(["demo"])

    for environment in machine.environments:
        assert environment["PIP_PROXY"] == "kept"
        assert {name: value for name, value in environment.items() if name.startswith("PYTHON")} in (
            {},
            {"PYTHONPATH": str(dev.ROOT)},
        )


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 14), (4, 0)])
def test_a_python_without_locked_packages_is_refused_in_two_languages(version: tuple[int, int]) -> None:
    with pytest.raises(dev.Stop) as refusal:
        dev.refuse_other_pythons(version, 2**63 - 1)

    assert "CPR Desk demande Python 3.11" in str(refusal.value)
    assert f"this is Python {version[0]}.{version[1]}." in str(refusal.value)


def test_a_32_bit_python_is_refused() -> None:
    with pytest.raises(dev.Stop, match=r"this is Python 3\.11 32-bit\."):
        dev.refuse_other_pythons((3, 11), 2**31 - 1)


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_the_locked_pythons_are_welcome(version: tuple[int, int]) -> None:
    dev.refuse_other_pythons(version, 2**63 - 1)


def test_an_older_python_can_read_the_file_that_refuses_it() -> None:
    ast.parse(Path(dev.__file__).read_text(encoding="utf-8"), feature_version=(3, 7))


def test_only_the_standard_library_is_needed() -> None:
    tree = ast.parse(Path(dev.__file__).read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize(("arguments", "code"), [([], 0), (["--help"], 0), (["demos"], 2)])
def test_without_a_known_command_the_usage_is_told(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    assert dev.main(arguments) == code

    usage = capsys.readouterr().out
    assert all(f"  {command} " in usage for command in dev.COMMANDS)


def test_an_interruption_from_the_keyboard_is_no_traceback(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(machine, "run", interrupted)
    monkeypatch.setattr(subprocess, "run", interrupted)

    assert dev.main(["demo"]) == 130


def test_the_lock_files_are_made_for_every_system_and_name_no_host(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: "uv")

    assert dev.main(["lock", "--upgrade"]) == 0

    assert [f"--output-file={lock}" for lock in (dev.RUNTIME, dev.DEV, dev.INSTALLER)] == [
        part for command in machine.commands for part in command if part.startswith("--output-file")
    ]
    for command in machine.commands:
        assert {"--python-version=3.11", "--generate-hashes", "--no-emit-index-url", "--upgrade"} <= set(command)
    runtime, development, frozen = machine.commands
    assert "--universal" in runtime
    assert {"--universal", f"--constraint={dev.RUNTIME}"} <= set(development)
    assert {"--python-platform=x86_64-pc-windows-msvc", f"--constraint={dev.RUNTIME}"} <= set(frozen)


def test_the_setup_program_is_made_then_tried_when_asked(machine: Machine) -> None:
    assert dev.main(["installer", "--prove"]) == 0

    scripts = [command[1] for command in machine.commands if "scripts" in command[-1]]
    assert [Path(script).name for script in scripts] == ["build.py", "prove.py"]
    assert machine.count(str(dev.ROOT / dev.RUNTIME)) == 1


def test_a_setup_program_that_was_not_made_is_not_tried(machine: Machine) -> None:
    machine.failures["build.py"] = ""

    assert dev.main(["installer", "--prove"]) == 1

    assert machine.count(str(dev.ROOT / "scripts/installer/prove.py")) == 0


def test_on_windows_what_freezes_is_added_to_the_environment_and_nothing_is_taken_away(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    dev.main(["test"])
    monkeypatch.setattr(dev, "os", SimpleNamespace(name="nt", environ={}))

    assert dev.main(["installer"]) == 0

    assert machine.count(str(dev.ROOT / dev.INSTALLER)) == 1
    assert machine.count("venv") == 1


def test_a_machine_without_uv_is_told_how_to_get_it(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)

    assert dev.main(["lock"]) == 1

    assert "uv est introuvable" in capsys.readouterr().out
    assert machine.commands == []


def test_a_failed_lock_names_the_file(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: "uv")
    machine.failures["uv"] = ""

    assert dev.main(["lock"]) == 1

    assert f"{dev.RUNTIME} n’a pas été refait" in capsys.readouterr().out


def test_the_probe_of_qt_succeeds_here_and_names_a_plugin_that_is_not_there() -> None:
    variables = dev.environment(QT_QPA_PLATFORM="offscreen")

    def probe(*plugins: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", dev.QT_PROBE, *plugins]
        return subprocess.run(command, env=variables, check=False, capture_output=True, text=True)

    assert probe().returncode == 0
    refused = probe("none")
    assert refused.returncode == 1
    assert "libqnone.so" in refused.stderr


def test_the_stamp_holds_no_more_than_it_needs(machine: Machine) -> None:
    dev.main(["test"])

    assert set(json.loads(dev.STAMP.read_text())) == {"python", dev.RUNTIME, dev.DEV, "qt"}
    assert machine.count("venv") == 1


def test_the_readme_names_the_packages_that_a_bare_debian_lacks() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert dev.QT_PACKAGES["debian"].removeprefix("apt-get ").replace("install ", "install python3-venv ") in readme


def test_void_calls_of_qt_lose_no_reference_to_none() -> None:
    # docs/adr/0002: PySide6 6.12.0 on Python 3.11 dies here.
    code = "from PySide6.QtCore import QObject\nthing = QObject()\nfor _ in range(20_000): thing.setObjectName('a')"

    assert subprocess.run([sys.executable, "-c", code], env=dev.environment(), check=False).returncode == 0
