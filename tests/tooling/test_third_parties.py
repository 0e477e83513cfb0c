import json
import re
import tomllib

import pytest

import dev

PAGE = (dev.ROOT / "docs/third-party.md").read_text(encoding="utf-8")
RANGES = dict(re.findall(r"^\| ([a-z0-9-]+) \| (\S+) \|.*\| (?:any|yes) \|$", PAGE, re.MULTILINE))


def locked(lock_file: str) -> dict[str, str]:
    """Return the version of each package of a lock file."""
    text = (dev.ROOT / lock_file).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def test_every_locked_library_is_listed_and_no_other() -> None:
    assert set(RANGES) == set(locked(dev.RUNTIME))


def test_the_ranges_are_those_of_the_project() -> None:
    project = tomllib.loads((dev.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = dict(re.findall(r"^([\w-]+)(\S+)$", "\n".join(project["dependencies"]).lower(), re.MULTILINE))

    assert {name: text for name, text in RANGES.items() if text != "—"} == declared


@pytest.mark.parametrize("lock_file", [dev.DEV, dev.INSTALLER])
def test_the_packages_of_the_tools_include_those_of_the_program_in_the_same_versions(lock_file: str) -> None:
    assert locked(dev.RUNTIME).items() <= locked(lock_file).items()


@pytest.mark.parametrize("lock_file", [dev.RUNTIME, dev.DEV, dev.INSTALLER])
def test_every_locked_file_has_its_hash_and_none_names_a_host(lock_file: str) -> None:
    text = (dev.ROOT / lock_file).read_text(encoding="utf-8")

    requirements = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in requirement for requirement in requirements)
    assert not re.search(r"://|--index|--find-links|--extra|--trusted", text)


def test_every_licence_shipped_with_the_resources_is_listed() -> None:
    texts = {
        path.relative_to(dev.ROOT).as_posix()
        for path in (dev.ROOT / "resources").rglob("*")
        if re.search("licen[cs]e|ofl", path.name, re.IGNORECASE)
    }

    assert texts == set(re.findall(r"`(resources/[^`]+/[^`]+)`", PAGE))


def test_every_font_is_listed() -> None:
    families = {re.split(r"[-.]", path.name)[0] for path in (dev.ROOT / "resources/fonts").glob("*.ttf")}

    assert families
    assert all(family in PAGE.replace(" ", "") for family in families)


def test_every_open_data_file_names_its_source() -> None:
    files = sorted((dev.ROOT / "db/reference").rglob("*.json"))

    assert files
    for path in files:
        assert json.loads(path.read_text(encoding="utf-8"))["source"], path.name


def test_the_licence_is_the_whole_eupl_1_2() -> None:
    text = (dev.ROOT / "LICENSE").read_text(encoding="utf-8")

    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in text.splitlines()[0]
    assert [int(number) for number in re.findall(r"^(\d+)\.[A-Z]", text, re.MULTILINE)] == list(range(1, 16))
    assert text.rstrip().endswith("require the production of a new EUPL version.")
