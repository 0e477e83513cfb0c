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


@pytest.mark.parametrize(
    ("layer", "line", "contract"),
    [
        ("domain", "import cpr_desk.storage", "Each layer sees only the layers below it"),
        ("storage", "import cpr_desk.services", "Each layer sees only the layers below it"),
        ("reports", "import cpr_desk.services", "Each layer sees only the layers below it"),
        ("imports", "import cpr_desk.reports", "Each layer sees only the layers below it"),
        ("office", "import cpr_desk.ui", "Each layer sees only the layers below it"),
        ("reports", "import cpr_desk.storage", "Only the services"),
        ("ui", "import cpr_desk.storage", "Only the services"),
        ("office", "import cpr_desk.storage", "Only the services"),
        ("ui", "import cpr_desk.reports", "The window asks the office"),
        ("services", "import sqlalchemy", "SQLAlchemy and Alembic live in the storage"),
        ("services", "import alembic", "SQLAlchemy and Alembic live in the storage"),
        ("office", "import PySide6", "Qt lives in the window"),
        ("services", "import openpyxl", "Workbooks, Word files and PDF"),
        ("ui", "import pypdfium2", "Workbooks, Word files and PDF"),
        ("office", "import pypdf", "Workbooks, Word files and PDF"),
        ("office", "import docx", "Workbooks, Word files and PDF"),
        ("office", "import icalendar", "Calendar files"),
        ("services", "import email_validator", "Mail addresses and phone numbers"),
        ("ui", "import phonenumbers", "Mail addresses and phone numbers"),
    ],
)
def test_a_forbidden_import_breaks_the_rule_that_forbids_it(copied: Path, layer: str, line: str, contract: str) -> None:
    planted = copied / "cpr_desk" / layer / "planted.py"
    planted.write_text(f"{line}\n", encoding="utf-8")
    try:
        found = lint(copied)
    finally:
        planted.unlink()

    assert found.returncode == 1
    assert re.search(rf"{contract}[^\n]* BROKEN", found.stdout), found.stdout


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
