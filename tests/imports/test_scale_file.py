import json
from pathlib import Path
from typing import Any

import pytest

from cpr_desk.domain.scale import Scale
from cpr_desk.errors import EnvironmentFault, UserError
from cpr_desk.imports.scale_file import MAX_BYTES, read_scale
from cpr_desk.paths import reference_dir

PACKAGED = reference_dir() / "scales" / "avenant-2.json"
CONTENT: dict[str, Any] = json.loads(PACKAGED.read_text(encoding="utf-8"))


def refusal(tmp_path: Path, data: bytes) -> str:
    file = tmp_path / "barème.json"
    file.write_bytes(data)
    with pytest.raises(UserError) as refused:
        read_scale(file)
    assert "exporter de nouveau" in refused.value.what_to_do
    return refused.value.what


def test_the_files_of_the_program_are_read(tmp_path: Path) -> None:
    assert read_scale(PACKAGED).code == "avenant-2"
    marked = tmp_path / "marque.json"
    marked.write_bytes(b"\xef\xbb\xbf" + PACKAGED.read_bytes())
    assert read_scale(marked) == read_scale(PACKAGED)


def test_an_amount_with_cents_is_read_exactly(tmp_path: Path) -> None:
    content = json.loads(json.dumps(CONTENT))
    content["lines"][0]["amounts"][0] = 50_000.15
    content.pop("printed_totals")
    file = tmp_path / "barème.json"
    file.write_text(json.dumps(content), encoding="utf-8")

    assert isinstance(read_scale(file), Scale)
    assert str(read_scale(file).lines[0].amounts[0]) == "50000.15"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "est vide"),
        (b" \n", "est vide"),
        (b"{", "endommagé ou n’est pas un fichier de barème\xa0: ligne 1, caractère 2"),
        (b"PK\x03\x04\xff\xfe", "endommagé"),
        (b"[" * 200_000, "endommagé"),
        (b"9" * 5_000, "endommagé"),
        (b"[]", "un objet était attendu"),
        (b"null", "un objet était attendu"),
        (b'{"code": NaN}', "« label »".replace(" ", "\xa0")),
        (b" " * (MAX_BYTES + 1), "trop grand"),
    ],
)
def test_a_file_that_is_no_scale_says_why(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in refusal(tmp_path, data)


def test_each_fault_of_a_damaged_scale_is_told_up_to_a_few(tmp_path: Path) -> None:
    content = json.loads(json.dumps(CONTENT))
    for line in content["lines"][:13]:
        line["amounts"][0] = "beaucoup"
    told = refusal(tmp_path, json.dumps(content).encode())
    assert (told.count("•"), told.count("un nombre positif")) == (13, 12)
    assert "Et une autre faute." in told
    for line in content["lines"][:13]:
        line["amounts"][1] = -1
    assert "Et 14 autres fautes." in refusal(tmp_path, json.dumps(content).encode())
    content["lines"] = CONTENT["lines"]
    content["code"] = 3
    assert refusal(tmp_path, json.dumps(content).encode()).count("•") == 1


def test_a_file_that_is_gone_is_a_fault_of_the_machine(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="ne peut pas être lu"):
        read_scale(tmp_path / "absent.json")
