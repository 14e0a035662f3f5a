"""The same invented dossiers on every engine that the rules run on."""

import random
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
from rules_frame import SHIPPED

from rules import Status
from rules.columns import Fact, Kind, Origin
from rules.facts import FACTS
from rules.worktime.table import calendar_table

AnyFrame = nw.DataFrame[Any] | nw.LazyFrame[Any]
OnEngine = Callable[[pa.Table], Any]  # a table as a native frame of the engine

INPUTS: tuple[Fact, ...] = tuple(fact for fact in FACTS if fact.origin is not Origin.DERIVED)
ARROW: Mapping[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.MOMENT: pa.timestamp("us"),
    Kind.DATE: pa.date32(),
}
AS_OF = date(2021, 9, 30)
CALENDAR = pa.table(calendar_table(SHIPPED))

# Before 1970, in a leap year, at the ends of the calendar and beyond them.
_ODD_DAYS = (
    datetime(1, 1, 1),
    datetime(1021, 9, 30),
    datetime(1899, 12, 31),
    datetime(1900, 1, 1),
    datetime(1969, 12, 31),
    datetime(2000, 2, 29),
    datetime(2199, 12, 31),
    datetime(2200, 1, 1),
    datetime(9999, 12, 31),
)
_DAYS_OFF = tuple(day.day for day in SHIPPED.special_days)


def invented(seed: int, count: int) -> pa.Table:
    """Dossiers with a value of its kind, or none, in every column that is not derived."""
    chance = random.Random(seed)
    columns = {
        fact.name: pa.array([_value(fact, chance) for _ in range(count)], ARROW[fact.kind])
        for fact in INPUTS
    }
    codes = pa.array([f"{number:07}" for number in range(count)])
    return pa.table({**columns, "code": codes})


def _value(fact: Fact, chance: random.Random) -> Any:
    if chance.random() < 0.2:
        return None
    if fact.name == "status":
        return chance.choice([*Status, Status.IN_PROCESS, Status.DONE, 0, 11])
    if fact.kind is Kind.INTEGER:
        return chance.choice([0, 0, 1, 1, 2, 3, 4, 12, -1])
    if fact.kind is Kind.TEXT:
        return f"{fact.term} {chance.randrange(30)}"
    moment = _moment(chance)
    return moment if fact.kind is Kind.MOMENT else moment.date()


def _moment(chance: random.Random) -> datetime:
    kind = chance.random()
    if kind < 0.04:
        day = chance.choice(_ODD_DAYS)
    elif kind < 0.1:
        off = chance.choice(_DAYS_OFF)
        day = datetime(off.year, off.month, off.day)
    else:
        day = datetime(2021, 8, 15) + timedelta(days=chance.randrange(75))
    if chance.random() < 0.3:
        return day
    # Microseconds that a count of milliseconds would lose are no export's, yet they must agree.
    return day + timedelta(minutes=chance.randrange(24 * 60), microseconds=chance.choice((0, 1500)))


def on_pandas(table: pa.Table) -> pd.DataFrame:
    """On Arrow columns."""
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def on_polars(table: pa.Table) -> pl.DataFrame:
    """All in memory."""
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame


def on_polars_lazily(table: pa.Table) -> pl.LazyFrame:
    """A plan."""
    return on_polars(table).lazy()


def on_duckdb(table: pa.Table) -> duckdb.DuckDBPyRelation:
    """A relation, which is a plan too."""
    return duckdb.from_arrow(table)


def on_arrow(table: pa.Table) -> pa.Table:
    """As it is: what the nightly run judges."""
    return table


IN_PROCESS: Mapping[str, OnEngine] = {
    "arrow": on_arrow,
    "polars": on_polars,
    "polars lazily": on_polars_lazily,
    "duckdb": on_duckdb,
}


def collected(frame: AnyFrame) -> pa.Table:
    """The rows of any frame, by code; without the index that a sorted pandas frame keeps."""
    eager = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    return nw.maybe_reset_index(eager.sort("code")).to_arrow()
