"""What `dev.py` says of a machine on which Qt does not load."""

import pytest

import dev
from tests.tooling.machine import Machine

MISSING_EGL = "ImportError: libEGL.so.1: cannot open shared object file: No such file or directory"


def test_without_a_system_library_the_demo_names_it_and_goes_on_without_the_window(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.failures[dev.QT_PROBE] = MISSING_EGL

    assert dev.main(["demo"]) == 0

    out = capsys.readouterr().out
    assert "libEGL.so.1" in out
    assert "sudo apt-get install libegl1 " in out
    assert machine.commands[-1][-2:] == ["demo", "--no-window"]


@pytest.mark.parametrize("command", ["run", "test", "bench"])
def test_without_a_system_library_the_other_commands_stop_and_try_again_next_time(
    machine: Machine, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    machine.failures[dev.QT_PROBE] = MISSING_EGL

    assert dev.main([command]) == 1
    assert "libEGL.so.1" in capsys.readouterr().out
    machine.failures.clear()
    assert dev.main([command]) == 0

    assert machine.count("pip") == 1
    assert machine.count(dev.QT_PROBE) == 2


@pytest.mark.parametrize(
    ("families", "command"),
    [
        (["debian"], "sudo apt-get install libegl1"),
        (["linuxmint", "ubuntu", "debian"], "sudo apt-get install libegl1"),
        (["fedora"], "sudo dnf install libglvnd-egl"),
        (["opensuse-leap", "suse", "opensuse"], "sudo zypper install libglvnd"),
        (["manjaro", "arch"], "sudo pacman -S --needed libglvnd"),
        ([], "le paquet de votre système qui contient libEGL.so.1"),
    ],
)
def test_the_command_that_brings_a_library_suits_the_distribution(families: list[str], command: str) -> None:
    assert command in dev.qt_failure(MISSING_EGL, families)


def test_a_missing_library_of_the_window_is_named() -> None:
    said = "OSError: libxcb-cursor.so.0: cannot open shared object file: No such file or directory"

    advice = dev.qt_failure(said, ["debian"])

    assert "libxcb-cursor.so.0" in advice
    assert {"libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxkbcommon-x11-0"} <= set(advice.split())


def test_a_windows_without_its_runtime_is_told_to_install_it() -> None:
    said = "ImportError: DLL load failed while importing QtCore"

    assert "Visual C++ Redistributable" in dev.qt_failure(said, [])


def test_an_unknown_failure_of_qt_is_shown_as_qt_said_it() -> None:
    assert "could not find the platform" in dev.qt_failure("qt: could not find the platform", ["debian"])


@pytest.mark.parametrize(
    ("system", "variables", "plugins"),
    [
        ("posix", {}, []),
        ("posix", {"DISPLAY": ":0"}, ["xcb"]),
        ("posix", {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, []),
        ("nt", {"DISPLAY": ":0"}, []),
    ],
)
def test_the_plugin_of_the_window_is_tried_only_where_an_x11_screen_is(
    system: str, variables: dict[str, str], plugins: list[str]
) -> None:
    assert dev.screen_plugins(system, variables) == plugins


def test_a_proof_of_qt_without_a_screen_does_not_vouch_for_the_window(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    dev.main(["demo"])
    monkeypatch.setattr(dev, "screen_plugins", lambda _system, _variables: ["xcb"])

    dev.main(["demo"])
    dev.main(["demo"])

    assert [command[3:] for command in machine.commands if dev.QT_PROBE in command] == [[], ["xcb"]]
