"""The rival of the letters: a letter and a list of persons, merged to PDF by LibreOffice without a screen.

A Basic macro in a profile of its own does what « Outils, Assistant de mailing » does; no Python of LibreOffice needed.
"""

import csv
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from time import perf_counter

from benchmarks.measure import Measure
from cpr_desk.reports.document import (
    AddressBlock,
    Document,
    Facts,
    Inline,
    NumberedAgenda,
    Paragraph,
    Run,
    Signatures,
)

_Text = tuple[tuple[str, bool], ...]
"""A paragraph as stretches of text, each upright or bold."""

_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Merging" script:language="StarBasic">
Sub Merge(place As String, target As String, oneFile As String)
  Dim info(3) As New com.sun.star.beans.PropertyValue
  sources = createUnoService("com.sun.star.sdb.DatabaseContext")
  If Not sources.hasByName("persons") Then
    source = sources.createInstance()
    source.URL = "sdbc:flat:" &amp; place
    info(0).Name = "Extension" : info(0).Value = "csv"
    info(1).Name = "CharSet" : info(1).Value = "UTF-8"
    info(2).Name = "FieldDelimiter" : info(2).Value = ","
    info(3).Name = "HeaderLine" : info(3).Value = True
    source.Info = info()
    source.DatabaseDocument.storeAsURL(place &amp; "/persons.odb", Array())
    sources.registerObject("persons", source)
  End If
  work = createUnoService("com.sun.star.text.MailMerge")
  work.DataSourceName = "persons"
  work.CommandType = com.sun.star.sdb.CommandType.TABLE
  work.Command = "persons"
  work.DocumentURL = place &amp; "/letter.fodt"
  work.OutputType = com.sun.star.text.MailMergeType.FILE
  work.OutputURL = target
  work.SaveAsSingleFile = (oneFile = "yes")
  work.FileNamePrefix = "letter"
  work.SaveFilter = "writer_pdf_Export"
  work.execute(Array())
  StarDesktop.terminate()
End Sub
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Merging"/></library:library>
"""
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in {
        "office": "office", "text": "text", "style": "style", "fo": "xsl-fo-compatible", "svg": "svg-compatible"
    }.items()
)  # fmt: skip
_LETTER = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_SPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="Lato" svg:font-family="Lato"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph">
<style:paragraph-properties fo:margin-bottom="0.2cm"/>
<style:text-properties style:font-name="Lato" fo:font-size="10pt" fo:language="fr" fo:country="FR"/>
</style:default-style></office:styles>
<office:automatic-styles>
<style:style style:name="bold" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:page-layout style:name="a4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
 fo:margin="1.5cm"/><style:header-style/><style:footer-style/></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="a4">
<style:header>{{head}}</style:header>
<style:footer>{{foot}}<text:p><text:page-number/>/<text:page-count/></text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>{{body}}</office:text></office:body></office:document>
"""


class MailMerge:
    """A letter that says what the documents say: what differs between them is a field of the list."""

    def __init__(self, soffice: str, folder: Path, letters: Sequence[Document]) -> None:
        """Write the letter, the list and the profile. Raises ValueError when the letters differ in shape."""
        self._soffice = soffice
        self._place = folder / "letters"
        self._profile = folder / "profile"
        self._count = len(letters)
        self._place.mkdir(parents=True)
        self._run("--terminate_after_init")  # makes the profile
        macros = self._profile / "user" / "basic" / "Standard"
        (macros / "Merging.xba").write_text(_MACRO, encoding="utf-8")
        (macros / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
        self._write(letters)

    def measure(self, out: Path, *, one_file: bool) -> Measure:
        """Measure a whole merge into an empty folder."""

        def merge() -> float:
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            arguments = f'"{self._place.as_uri()}","{out.as_uri()}","{"yes" if one_file else "no"}"'
            start = perf_counter()
            self._run(f"macro:///Standard.Merging.Merge({arguments})")
            taken = perf_counter() - start
            written = len(list(out.glob("*.pdf")))
            if written != (1 if one_file else self._count):
                raise ValueError(f"LibreOffice wrote {written} files")
            return taken

        return merge

    def _run(self, argument: str) -> None:
        profile = f"-env:UserInstallation={self._profile.as_uri()}"
        command = [self._soffice, profile, "--headless", "--norestore", argument]
        # Not checked: LibreOffice may crash while it leaves, its work done. The files are counted.
        subprocess.run(command, capture_output=True, timeout=180, check=False)

    def _write(self, letters: Sequence[Document]) -> None:
        columns = list(zip(*(list(_paragraphs(letter)) for letter in letters), strict=True))
        body: list[str] = []
        fields: list[list[str]] = []
        for texts in columns:
            if len(set(texts)) == 1:
                body.append(_paragraph(texts[0]))
            else:
                field = (
                    f'<text:database-display text:database-name="persons" text:table-name="persons" '
                    f'text:table-type="table" text:column-name="c{len(fields)}"/>'
                )
                body.append(f"<text:p>{field}</text:p>")
                fields.append(["".join(part for part, _ in text) for text in texts])
        head = letters[0].letterhead
        letter = _LETTER.format(
            head="".join(_paragraph(((line, line == head.title),)) for line in (head.title, *head.lines)),
            foot=_paragraph(((letters[0].notice, False),)),
            body="".join(body),
        )
        (self._place / "letter.fodt").write_text(letter, encoding="utf-8")
        with (self._place / "persons.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(f"c{number}" for number in range(len(fields)))
            writer.writerows(zip(*fields, strict=True))


def _paragraph(text: _Text) -> str:
    spans = "".join(
        f'<text:span text:style-name="bold">{escape(part)}</text:span>' if bold else escape(part) for part, bold in text
    )
    return f"<text:p>{spans}</text:p>"


def _paragraphs(letter: Document) -> Iterator[_Text]:
    """Yield what a letter says, paragraph by paragraph."""
    for block in letter.blocks:
        match block:
            case AddressBlock(lines):
                yield from (((line, False),) for line in lines)
            case Paragraph(inlines):
                yield tuple(_stretch(inline) for inline in inlines)
            case Facts(pairs):
                yield from (((f"{name} ", False), (value, True)) for name, value in pairs)
            case NumberedAgenda(items):
                yield from (((f"{item.number} {item.text}", False),) for item in items)
            case Signatures(boxes):
                yield from (((f"{box.caption} {box.name}", False),) for box in boxes)
            case _:
                raise ValueError(type(block).__name__)


def _stretch(inline: Inline) -> tuple[str, bool]:
    return (inline.text, inline.bold) if isinstance(inline, Run) else (inline, False)
