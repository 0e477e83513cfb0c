from pathlib import Path

from cpr_desk.office.scales import export_scale, file_name, import_scale
from cpr_desk.services import reference


def test_a_scale_handed_out_is_taken_in_as_it_was(tmp_path: Path) -> None:
    for scale in reference.packaged_scales().values():
        file = tmp_path / file_name(scale)
        export_scale(scale, file)
        assert import_scale(file) == scale
    assert file_name(scale) == "Barème Avenant 2.json"
