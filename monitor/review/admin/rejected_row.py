"""A row that a run could not read, as somebody with or without the right to names sees it."""

from dataclasses import dataclass
from pathlib import PurePath

from monitor.review.admin.run_words import Said, row_reason
from monitor.store.run_list import KeptRow
from monitor.vietnamese import masked_text


@dataclass(frozen=True, slots=True)
class RejectedView:
    """A row with its place, its reason and what would be right.

    code, value, cells: as they came, for whoever may read names; else the value is masked and
    there are no cells, for of a row that can't be read nobody knows which cell holds a name.
    """

    id: int
    file: str
    sheet: str
    row: int
    column: str
    code: str
    value: str
    reason: Said
    expected: str
    is_new: bool
    cells: tuple[str, ...]


def rejected_view(row: KeptRow, run: int, *, names: bool) -> RejectedView:
    """The row as that run met it."""
    reason, expected = row_reason(row.reason)
    code = row.code or ""
    return RejectedView(
        id=row.id,
        file=PurePath(row.file).name,
        sheet=row.sheet,
        row=row.row,
        column=row.column,
        code=code if names else masked_text(code) if " " in code else code,
        value=row.value if names else masked_text(row.value),
        reason=reason,
        expected=expected,
        is_new=row.run_id == run,
        cells=row.cells if names else (),
    )
