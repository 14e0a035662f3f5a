"""Dates: a column of cells → local moments, and the cells that are not dates."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from monitor.intake.cell_columns import CellColumn
from monitor.intake.cells import Cell, clean
from monitor.intake.date_cells import DateCells
from monitor.intake.date_words import is_nothing, never, plain_date
from monitor.intake.fixed_dates import parse_fixed
from monitor.intake.reasons import Reason, Said
from monitor.intake.shaped_texts import Positions, ShapedTexts
from monitor.intake.shapes import DateFormat, Special, format_of

Moments = npt.NDArray[np.datetime64]

_EXCEL_EPOCH = np.datetime64("1899-12-30", "us")
_SERIALS = (20_000.0, 80_000.0)  # 1954 to 2119; a smaller number is a count, not a day
# Four decimals of a day, as Excel shows it, are nine seconds: 0.7083 is 17:00.
_FEW_DECIMALS, _FOUR_DECIMALS_S = r"\d+(?:[.,]\d{1,4})?", 4.5
_YEARS = (np.datetime64("1900-01-02", "us"), np.datetime64("2200-01-01", "us"))
_HALVES = {"SA": "AM", "CH": "PM"}


@dataclass(frozen=True, slots=True)
class DateReader:
    """How one source writes its dates.

    formats: strptime formats tried before the known shapes.
    zone: the agency's; stamp_zone: that of stamps without an offset.
    """

    formats: tuple[str, ...]
    zone: ZoneInfo
    stamp_zone: ZoneInfo

    def read(self, cells: Sequence[Cell], *, from_1904: bool = False) -> "DateColumn":
        """What `read_cells` makes of cells that are in no column, day first."""
        return self.read_cells(DateCells.of(CellColumn(cells), from_1904=from_1904))

    def read_cells(self, cells: DateCells, *, month_first: bool = False) -> "DateColumn":
        """Local moments (datetime64[us], NaT where empty), and which cells are not dates.

        month_first: 05/09/2026 is 9 May.
        """
        column = DateColumn(np.full(cells.count, np.datetime64("NaT"), dtype="datetime64[us]"))
        for index, cell in cells.others:
            self._typed(column, index, cell)
        texts, at = cells.texts, cells.at
        if len(at) and self.formats:
            texts, at = self._configured(column, texts.texts, at)
        self._shaped(column, texts, at, month_first)
        _out_of_range(column)
        return column

    def _typed(self, column: "DateColumn", index: int, cell: Cell) -> None:
        """A cell that the workbook says is a date or a time."""
        if isinstance(cell, datetime):
            moment = np.datetime64(cell.replace(tzinfo=None), "us")
            column.moments[index] = self._local(np.array([moment]))[0]
        elif isinstance(cell, date):
            column.moments[index] = np.datetime64(cell, "us")
        elif not (isinstance(cell, time) and cell == time.min):
            column.unreadable[index] = Reason.NO_DATE.say()

    def _configured(
        self, column: "DateColumn", texts: pa.Array, at: Positions
    ) -> tuple[ShapedTexts, Positions]:
        """Take what the configured formats can read; the texts that are left."""
        left = pd.Series([clean(text) for text in texts.to_pylist()], index=at, dtype="str")
        for pattern in self.formats:
            given = DateFormat(pattern, has_time="%H" in pattern or "%I" in pattern)
            moments = self._parse(left, given)
            done = ~np.isnat(moments)
            column.moments[left.index[done]] = moments[done]
            left = left[~done]
        return ShapedTexts(pa.array(left.tolist(), pa.string())), left.index.to_numpy(np.int64)

    def _shaped(
        self,
        column: "DateColumn",
        texts: ShapedTexts,
        at: Positions,
        month_first: bool,
        *,
        cleaned: bool = False,
    ) -> None:
        """Parse the texts shape by shape; a shape that is not known is cleaned and tried again."""
        unknown: list[Positions] = []
        for shape, here in texts.groups():
            known = format_of(shape)
            if known:
                order = known.month_first() if month_first else known
                self._one_shape(column, order, shape, texts.at(here), at[here])
            elif cleaned:
                for index, text in zip(at[here], texts.at(here).to_pylist(), strict=True):
                    if not is_nothing(text):
                        column.unreadable[int(index)] = Reason.NO_KNOWN_DATE.say()
            else:
                unknown.append(here)
        if unknown:
            left = np.concatenate(unknown)
            some = texts.texts.take(pa.array(left)).to_pylist()
            again = pa.array([plain_date(clean(text)) for text in some], pa.string())
            self._shaped(column, ShapedTexts(again), at[left], month_first, cleaned=True)

    def _one_shape(
        self,
        column: "DateColumn",
        known: DateFormat,
        shape: str,
        texts: pa.Array,
        at: Positions,
    ) -> None:
        moments = None
        if isinstance(known.pattern, str) and not known.has_zone:
            moments = parse_fixed(texts, known.pattern, shape)
        if moments is None:
            moments = self._parse(_series(texts), known)
        else:
            moments = self._local(moments) if known.has_time else moments
            odd = np.flatnonzero(np.isnat(moments))
            if len(odd):
                moments[odd] = self._parse(_series(texts.take(pa.array(odd))), known)
        column.moments[at] = moments
        none = np.flatnonzero(np.isnat(moments))
        for index, text in zip(at[none], texts.take(pa.array(none)).to_pylist(), strict=True):
            if not is_nothing(text):
                column.unreadable[int(index)] = Reason.NO_SUCH_DAY.say()

    def _parse(self, texts: pd.Series, known: DateFormat) -> Moments:
        """The moments of texts that share a format; NaT for those that do not."""
        if known.pattern is Special.SERIAL:
            return self._local(from_serials(texts))
        pattern = str(known.pattern)
        if "%p" in pattern:
            texts = texts.replace(_HALVES, regex=True)
        aware = known.has_zone or "%z" in pattern
        parsed = pd.to_datetime(texts, format=pattern, errors="coerce", utc=aware)
        if aware:
            return _moments(parsed.dt.tz_convert(self.zone).dt.tz_localize(None))
        moments = _moments(parsed)
        return self._local(moments) if known.has_time else moments

    def _local(self, moments: Moments) -> Moments:
        """Stamps without an offset, moved from their zone to the agency's."""
        if self.stamp_zone.key == self.zone.key:
            return moments
        stamps = pd.Series(moments).dt.tz_localize(
            self.stamp_zone, ambiguous=False, nonexistent="shift_forward"
        )
        return _moments(stamps.dt.tz_convert(self.zone).dt.tz_localize(None))


@dataclass(slots=True)
class DateColumn:
    """One column of dates: moments as datetime64[us]; index of each unreadable cell → why."""

    moments: Moments
    unreadable: dict[int, Said] = field(default_factory=dict)


def _series(texts: pa.Array) -> pd.Series:
    return pd.Series(texts.to_pylist(), dtype="str")


def _moments(series: pd.Series) -> Moments:
    moments: Moments = series.to_numpy().astype("datetime64[us]")
    return moments


def from_serials(texts: pd.Series) -> Moments:
    """The moments of numbers of days as texts; NaT for a number that is no day of our time."""
    days = texts.str.replace(",", ".").astype("float64").to_numpy()
    sound = (days >= _SERIALS[0]) & (days <= _SERIALS[1])
    exact = np.where(sound, days, 0.0) * 86_400
    minutes = np.round(exact / 60) * 60
    short = texts.str.fullmatch(_FEW_DECIMALS).to_numpy(dtype=bool)
    seconds = np.where(
        short & (np.abs(exact - minutes) <= _FOUR_DECIMALS_S), minutes, np.round(exact)
    ).astype("int64")
    moments = _EXCEL_EPOCH + (seconds * 1_000_000).astype("timedelta64[us]")
    return np.where(sound, moments, np.datetime64("NaT"))


def _out_of_range(column: DateColumn) -> None:
    """Take what means "no date" as no date, and refuse years that no dossier has."""
    days = column.moments.astype("datetime64[D]")
    column.moments[np.isin(days, never())] = np.datetime64("NaT")
    odd = ~np.isnat(column.moments) & ((column.moments < _YEARS[0]) | (column.moments >= _YEARS[1]))
    for index in np.flatnonzero(odd):
        column.unreadable[int(index)] = Reason.YEAR_OUT_OF_RANGE.say()
    column.moments[odd] = np.datetime64("NaT")
