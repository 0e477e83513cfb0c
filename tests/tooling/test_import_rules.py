import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dev

PACKAGE = dev.ROOT / "cpr_desk"
LINT = list(dict(dev.STYLE)["import-linter"])


def imported(module: Path) -> set[str]:
    """Return the full names of what a module imports, relative imports excepted: there are none."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.name}: relative import"
            names.add(node.module or "")
    return names


def test_the_domain_knows_the_standard_library_and_the_errors_alone() -> None:
    foreign = {
        f"{module.name}: {name}"
        for module in (PACKAGE / "domain").rglob("*.py")
        for name in imported(module)
        if not re.match(r"cpr_desk\.(domain|errors)\b", name) and name.partition(".")[0] not in sys.stdlib_module_names
    }

    assert foreign == set()


def test_the_errors_import_nothing() -> None:
    assert imported(PACKAGE / "errors.py") == set()


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the package and its rules, to break them."""
    folder = tmp_path_factory.mktemp("copied")
    shutil.copytree(PACKAGE, folder / "cpr_desk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(dev.ROOT / "pyproject.toml", folder)
    return folder


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *LINT]
    return subprocess.run(
        command, cwd=folder, env=dev.environment(), check=False, capture_output=True, encoding="utf-8"
    )


FORBIDDEN = [
    ("domain", "cpr_desk.storage", "Each layer sees only the layers below it"),
    ("storage", "cpr_desk.services", "Each layer sees only the layers below it"),
    ("reports", "cpr_desk.services", "Each layer sees only the layers below it"),
    ("imports", "cpr_desk.reports", "Each layer sees only the layers below it"),
    ("office", "cpr_desk.ui", "Each layer sees only the layers below it"),
    ("reports", "cpr_desk.storage", "Only the services"),
    ("ui", "cpr_desk.storage", "Only the services"),
    ("office", "cpr_desk.storage", "Only the services"),
    ("ui", "cpr_desk.reports", "The window asks the office"),
    ("services", "sqlalchemy", "SQLAlchemy and Alembic live in the storage"),
    ("services", "alembic", "SQLAlchemy and Alembic live in the storage"),
    ("office", "PySide6", "Qt lives in the window"),
    ("services", "openpyxl", "Workbooks, Word files and PDF"),
    ("ui", "pypdfium2", "Workbooks, Word files and PDF"),
    ("office", "pypdf", "Workbooks, Word files and PDF"),
    ("office", "docx", "Workbooks, Word files and PDF"),
    ("office", "icalendar", "Calendar files"),
    ("services", "email_validator", "Mail addresses and phone numbers"),
    ("ui", "phonenumbers", "Mail addresses and phone numbers"),
]
"""A layer, what it may not import, and the beginning of the name of the rule."""


@pytest.fixture(scope="session")
def broken(copied: Path) -> dict[str, str]:
    """Return what is told of each broken rule once every forbidden import stands in a module of its own."""
    planted = [copied / "cpr_desk" / layer / f"planted_{number}.py" for number, (layer, _, _) in enumerate(FORBIDDEN)]
    for module, (_, imports, _) in zip(planted, FORBIDDEN, strict=True):
        module.write_text(f"import {imports}\n", encoding="utf-8")
    try:
        found = lint(copied)
    finally:
        for module in planted:
            module.unlink()
    assert found.returncode == 1, found.stdout + found.stderr
    told = found.stdout.partition("Broken contracts")[2]
    return dict(re.findall(r"^(\w[^\n]+)\n-+\n(.*?)(?=^\w[^\n]+\n-+\n|\Z)", told, re.DOTALL | re.MULTILINE))


@pytest.mark.parametrize(
    ("number", "layer", "imports", "rule"),
    [pytest.param(number, *each, id=" ".join(each)) for number, each in enumerate(FORBIDDEN)],
)
def test_a_forbidden_import_breaks_the_rule_that_forbids_it(
    broken: dict[str, str], number: int, layer: str, imports: str, rule: str
) -> None:
    [told] = [text for name, text in broken.items() if name.startswith(rule)]
    assert re.search(rf"cpr_desk\.{layer}\.planted_{number} -> {re.escape(imports)}\b", told), told


def test_a_module_at_the_top_without_a_place_in_the_layers_breaks_the_rules(copied: Path) -> None:
    planted = copied / "cpr_desk" / "planted.py"
    planted.write_text("", encoding="utf-8")
    try:
        found = lint(copied)
    finally:
        planted.unlink()

    assert found.returncode == 1
    assert "cpr_desk.planted" in found.stdout


def test_the_rules_hold(copied: Path) -> None:
    found = lint(copied)

    assert found.returncode == 0, found.stdout + found.stderr
