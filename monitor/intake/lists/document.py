"""Word documents (docx) → rows: body, tables, text boxes, headers, footers and notes."""

import re
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from monitor.intake.cells import Row
from monitor.intake.errors import IntakeError
from monitor.intake.formats import limits
from monitor.intake.lists.flow import Flow

_SHOWN_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Tab stops are no tabs; a drawing's fallback repeats in another way what stands before it.
_PASSED_OVER = frozenset(("tabs", "Fallback"))
_PIECE = 1 << 16


def document_rows(path: Path) -> list[Row]:
    """The lines and the rows of tables of a document that check_package has let pass.

    Deleted text and the instructions of fields are no part of it. Raises IntakeError for one that
    is damaged, or holds more text than any real list.
    """
    rows: list[Row] = []
    with ZipFile(path) as package:
        names = sorted(name for name in package.namelist() if _SHOWN_PARTS.fullmatch(name))
        if sum(package.getinfo(name).file_size for name in names) > limits.DOCUMENT_BYTES:
            raise IntakeError(
                f"{path}: has more text than the {limits.DOCUMENT_BYTES // limits.MB} MB that are "
                "read; give the list as .xlsx or .csv"
            )
        for name in names:
            part = _Part(f"{path}, part {name!r}")
            parser = etree.XMLParser(
                target=part,  # type: ignore[arg-type]
                no_network=True,
                resolve_entities=False,
            )
            try:
                with package.open(name) as file:
                    while piece := file.read(_PIECE):
                        parser.feed(piece)
                parser.close()
            except etree.LxmlError as error:
                raise IntakeError(
                    f"{path}, part {name!r}: is damaged ({error}); save the document again"
                ) from None
            rows += part.rows
    return rows


class _Part:
    """Writes down what a part of the package shows while the parser goes through it."""

    def __init__(self, place: str) -> None:
        self._flow = Flow(place)
        self._in_text = False
        self._passed_over = 0

    @property
    def rows(self) -> list[Row]:
        return self._flow.rows

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = _local(tag)
        self._passed_over += name in _PASSED_OVER
        if self._passed_over:
            return
        self._in_text = name == "t"
        if name == "tbl":
            self._flow.begin_table()
        elif name == "tr":
            self._flow.begin_row()
        elif name == "tc":
            self._flow.begin_cell()
        elif name == "gridSpan":
            self._flow.widen_cell(_columns(attributes) - 1)
        elif name == "p":
            self._flow.end_line()
        elif name in _SIGNS:
            self._flow.text(_SIGNS[name])

    def end(self, tag: str) -> None:
        """An element ends."""
        name = _local(tag)
        self._in_text = False
        if name in _PASSED_OVER:
            self._passed_over -= 1
        elif self._passed_over:
            return
        elif name == "p":
            self._flow.end_line()
        elif name == "tc":
            self._flow.end_cell()
        elif name == "tbl":
            self._flow.end_table()

    def data(self, text: str) -> None:
        """Text, in as many pieces as the parser likes."""
        if self._in_text and not self._passed_over:
            self._flow.text(text)

    def close(self) -> None:
        """The part ends."""
        self._flow.close()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _columns(attributes: Mapping[str, str]) -> int:
    """How many columns a cell takes; 1 where that is not said in a way that can be read."""
    text = next((value for name, value in attributes.items() if _local(name) == "val"), "")
    return max(1, int(text[:6])) if text.isascii() and text.isdigit() else 1
