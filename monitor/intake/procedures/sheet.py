"""The rows of one sheet of a catalogue → periods, and the cells that can't be read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from monitor.intake.cells import Cell, clean, column_letter, fold, is_blank, raw_text
from monitor.intake.dates import DateColumn, DateReader
from monitor.intake.errors import RejectedRow, place_of
from monitor.intake.procedures.catalogue import Period, plain_code
from monitor.intake.procedures.headings import Layout
from monitor.intake.procedures.terms import LegalTerm, TermReader
from monitor.intake.sheets import Sheet

_NUMBER = re.compile(r"\(?\d{1,3}\)?")


@dataclass(frozen=True, slots=True)
class SheetReader:
    """Reads one sheet. levels: folded wording → level."""

    sheet: Sheet
    layout: Layout
    terms: TermReader
    levels: Mapping[str, str]
    dates: DateReader

    def periods(self, unread: list[RejectedRow]) -> Iterator[Period]:
        """The procedures under the heading; what can't be read is added to `unread`.

        A row whose days or name can't be read is none; one whose time or level can't be has none.
        """
        starts, ends = self._days("start"), self._days("end")
        for at in range(self.layout.at + 1, len(self.sheet.rows)):
            if not self._is_procedure(at):
                continue
            faults: dict[str, str] = {}
            code, name = plain_code(self._text(at, "code")), self._text(at, "name")
            start = self._day(at, starts, "start", date.min, faults)
            end = self._day(at, ends, "end", date.max, faults)
            if not code and not name:
                faults["code" if "code" in self.layout.columns else "name"] = "has no code or name"
            elif end < start:
                faults["end"] = "ends before it begins"
            usable = not faults
            term, level = self._term(at, faults), self._level(at, faults)
            unread += [self._rejected(at, column, why) for column, why in faults.items()]
            if usable:
                place = f"{place_of(self.sheet.file, self.sheet.name)}, row {at + 1}"
                yield Period(code, name, term, level, start, end, place)

    def _cell(self, at: int, name: str) -> Cell:
        index = self.layout.columns.get(name)
        row = self.sheet.rows[at]
        return row[index] if index is not None and index < len(row) else None

    def _text(self, at: int, name: str) -> str:
        return clean(raw_text(self._cell(at, name)))

    def _is_procedure(self, at: int) -> bool:
        """Whether a row is none of these: a group, a total, a footer, numbers, the heading again.

        Without a time it needs a code that looks like one, so that none is lost in silence.
        """
        term, code = self._text(at, "term"), self._text(at, "code")
        if fold(term) == fold(self.layout.texts[self.layout.columns["term"]]):
            return False
        shown = [clean(raw_text(cell)) for cell in self.sheet.rows[at] if not is_blank(cell)]
        if all(_NUMBER.fullmatch(text) for text in shown):
            return False
        if len(shown) > 1 and len(set(shown)) == 1:  # a group's name in each of the merged cells
            return False
        return bool(term) or (len(shown) > 1 and " " not in code and any(map(str.isdigit, code)))

    def _term(self, at: int, faults: dict[str, str]) -> LegalTerm | None:
        unit = self._text(at, "unit") or self.layout.unit
        try:
            return self.terms.read(self._text(at, "term"), unit)
        except ValueError as error:
            faults["term"] = str(error)
            return None

    def _level(self, at: int, faults: dict[str, str]) -> str | None:
        text = fold(self._text(at, "level"))
        if text and text not in self.levels:
            faults["level"] = "expected 'Toàn trình', 'Một phần', 'Không' or 'Mức độ 1' to '4'"
        return self.levels.get(text)

    def _days(self, name: str) -> DateColumn:
        cells = [self._cell(at, name) for at in range(len(self.sheet.rows))]
        return self.dates.read(cells, from_1904=self.sheet.from_1904)

    def _day(
        self, at: int, days: DateColumn, name: str, default: date, faults: dict[str, str]
    ) -> date:
        if at in days.unreadable:
            faults[name] = days.unreadable[at]
        found = days.moments[at].astype("datetime64[D]").item()
        return found if isinstance(found, date) else default

    def _rejected(self, at: int, name: str, why: str) -> RejectedRow:
        index = self.layout.columns[name]
        return RejectedRow(
            file=self.sheet.file,
            sheet=self.sheet.name,
            row=at + 1,
            column=f"{column_letter(index)}, {self.layout.texts[index]}",
            value=raw_text(self._cell(at, name)),
            reason=why,
            code=plain_code(self._text(at, "code")) or None,
            cells=tuple(map(raw_text, self.sheet.rows[at])),
        )
