"""Which rows under a heading are dossiers, and which are groups, totals, numbers and footers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from monitor.intake.cell_columns import Positions, column_of, rows_at
from monitor.intake.cells import OFFICIAL, Cell, Row, clean, clean_code, fold, is_blank, raw_text
from monitor.intake.columns import MOMENTS
from monitor.intake.groups import divisions
from monitor.intake.headings import Layout, ordinal_of
from monitor.intake.shapes import format_of, shape_of
from monitor.intake.wordings import wordings_of

_NUMBER = re.compile(r"[(\[]?(\d{1,3})[)\]]?(?:=.*)?")
_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
_FEWEST_NUMBERS = 3
CODE = r"[A-Za-z./-]*[0-9][A-Za-z0-9./-]{4,}"  # of the plainest form
_PLAIN_CODE = re.compile(CODE)
# A division in one word, with an accent as no code has: QLĐĐ2.
_DIVISION = re.compile(r"(?=.*[^\x00-\x7f])[^\W\d_]+\d{1,2}")
_LETTER = re.compile(r"\(?[A-Z]\)?")
# What stands beside a group's name: its number in the list, and how many dossiers it has.
_BESIDE_GROUP = re.compile(r"\(?(?:[IVXLC]+|[A-Z]|\d{1,4})\)?[.)]?|\(?\d+ hồ sơ\)?", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|trong đó)\b.*|(?:tổng|cộng)\s*(?:[:(\d].*)?", re.IGNORECASE
)


# A code and a date in one cell: the whole line of a dossier, which another mark parts.
_LINE = re.compile(rf"{OFFICIAL}\b.*\b[0-9]{{1,2}}[/.-][0-9]{{1,2}}[/.-][0-9]{{4}}\b")


class RowKind(Enum):
    """What a row under the heading is."""

    DOSSIER = auto()
    GROUP = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class DataRows:
    """Where the rows stand that are dossiers.

    at: their indices in the sheet. group_at: indices of the group rows among them, groups: the
    names of these.
    """

    at: Positions
    group_at: Positions
    groups: Sequence[str]

    def group_of_each(self) -> pa.Array:
        """The group that each dossier stands under; null above the first."""
        number = np.searchsorted(self.group_at, self.at) - 1
        names = pa.array(self.groups, pa.string())
        return names.take(pa.array(number, mask=number < 0))


def data_rows(rows: Sequence[Row], layout: Layout, *, every_row: bool = False) -> DataRows:
    """The rows that are dossiers, those without a code too, so that none is lost in silence.

    every_row: there are no groups, totals and footers among them.
    """
    first = layout.last + 1
    is_dossier = np.zeros(len(rows), dtype=bool)
    is_dossier[first:] = True
    group_at: list[int] = []
    groups: list[str] = []
    if not every_row:
        codes = column_of(rows, layout.columns["code"])
        has_code = codes.matches(CODE, is_code)
        end = _end_of_data(rows, layout, has_code)
        others = np.flatnonzero(~has_code[first:]) + first
        ordinal = ordinal_of(layout)
        for index, row in zip(others.tolist(), rows_at(rows, others), strict=True):
            kind = _kind(row, layout, inside=index < end)
            if kind is not RowKind.DOSSIER and _is_next(rows, index, row, layout, ordinal):
                kind = RowKind.DOSSIER
            is_dossier[index] = kind is RowKind.DOSSIER
            if kind is RowKind.GROUP:
                group_at.append(index)
                groups.append(_group_names(_shown(row)).pop())
    at, names = divisions(group_at, groups)
    return DataRows(np.flatnonzero(is_dossier), np.array(at, dtype=np.int64), names)


def _end_of_data(rows: Sequence[Row], layout: Layout, has_code: npt.NDArray[np.bool_]) -> int:
    """Index after the last row that surely is a dossier: below it, a text alone is a footer."""
    first = layout.last + 1
    backwards = (np.flatnonzero(has_code[first:]) + first)[::-1]
    for index, row in zip(backwards.tolist(), rows_at(rows, backwards), strict=True):
        if _mapped(row, layout):
            return int(index) + 1
    return first


def _kind(row: Row, layout: Layout, *, inside: bool) -> RowKind:
    """What a row without a code is."""
    texts = _shown(row)
    if not texts or is_numbers(texts) or _is_heading(row, layout) or _TOTAL.fullmatch(texts[0]):
        return RowKind.OTHER
    if _looks_dated(row, layout) or _says_status(row, layout) or any(map(_LINE.search, texts)):
        return RowKind.DOSSIER
    if not inside:
        return RowKind.OTHER
    # Between dossiers: one name in the row is a group, several or none are a dossier without code.
    if len(_group_names(texts)) != 1:
        return RowKind.DOSSIER
    return RowKind.GROUP if _at_group_place(row, layout) else RowKind.OTHER


def _at_group_place(row: Row, layout: Layout) -> bool:
    """Whether what is written begins where groups do: on the left, or where codes or divisions are.

    A text elsewhere goes on with the row above: the next of its papers, a second applicant.
    """
    first = next(at for at, cell in enumerate(row) if not is_blank(cell))
    places = {layout.columns[name] for name in ("code", "unit") if name in layout.columns}
    ordinal = ordinal_of(layout)
    return first in places or first <= min(layout.headings) or first == ordinal


def _shown(row: Row) -> list[str]:
    return [clean(raw_text(cell)) for cell in row if not is_blank(cell)]


def _group_names(texts: Sequence[str]) -> set[str]:
    """The different texts of a row, without numbering and counts."""
    return {text for text in texts if not _BESIDE_GROUP.fullmatch(text)}


def _cell(row: Row, index: int) -> Cell:
    return row[index] if index < len(row) else None


def is_code(cell: Cell) -> bool:
    """Whether a cell holds one word with a digit that is no running number and no division."""
    if isinstance(cell, str) and _PLAIN_CODE.fullmatch(cell):
        return True
    text = clean_code(clean(raw_text(cell)))
    if _NUMBER.fullmatch(text) or _DIVISION.fullmatch(text):
        return False
    return " " not in text and any(map(str.isdigit, text))


def _mapped(row: Row, layout: Layout) -> bool:
    """Whether an understood column besides the code holds anything."""
    return any(
        not is_blank(_cell(row, index)) for name, index in layout.columns.items() if name != "code"
    )


def _looks_dated(row: Row, layout: Layout) -> bool:
    """Whether one of the date columns holds a date, and another column holds anything at all."""
    dated = any(
        not isinstance(cell, str) or format_of(shape_of(clean(cell)))
        for name in MOMENTS
        if name in layout.columns and not is_blank(cell := _cell(row, layout.columns[name]))
    )
    return dated and sum(not is_blank(cell) for cell in row) > 1


def _says_status(row: Row, layout: Layout) -> bool:
    """Whether the column of the status holds one, and another column anything at all."""
    if "status" not in layout.columns:
        return False
    try:
        status = wordings_of("status", {}).read(_cell(row, layout.columns["status"]))
    except ValueError:
        return False
    return status is not None and sum(not is_blank(cell) for cell in row) > 1


def _is_next(
    rows: Sequence[Row], index: int, row: Row, layout: Layout, ordinal: int | None
) -> bool:
    """Whether a row without a code is numbered on from the one above and names an applicant."""
    applicant = layout.columns.get("applicant")
    if ordinal is None or applicant is None or is_blank(_cell(row, applicant)):
        return False
    number = clean(raw_text(_cell(row, ordinal)))
    if not number.isdecimal() or not is_blank(_cell(row, layout.columns["code"])):
        return False
    return clean(raw_text(_cell(rows[index - 1], ordinal))) == str(int(number) - 1)


def is_numbers(texts: Sequence[str]) -> bool:
    """The row of column numbers under a heading: (1) (2) (3), or A, B, 1, 2, 3=1+2, or I, II."""
    if len(texts) >= _FEWEST_NUMBERS and list(texts) == _ROMAN[: len(texts)]:
        return True
    matches = [_NUMBER.fullmatch(text) for text in texts if not _LETTER.fullmatch(text)]
    numbers = [int(match[1]) for match in matches if match]
    return len(numbers) == len(matches) >= _FEWEST_NUMBERS and numbers == list(
        range(numbers[0], numbers[0] + len(numbers))
    )


def _is_heading(row: Row, layout: Layout) -> bool:
    """The heading again, as paged exports repeat it."""
    code = layout.columns["code"]
    return fold(raw_text(_cell(row, code))) == fold(layout.headings[code])
