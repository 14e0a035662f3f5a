"""Dossiers and the catalogue of procedures: what holds of each on the day of its reception."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from monitor.intake.cells import fold
from monitor.intake.procedures import Catalogue, Period, plain_code
from monitor.intake.pull import ARROW_TYPES
from rules import Facts
from rules.columns import Fact
from rules.worktime.calendar import EPOCH

_NONE = -1
_A_KEY = 1 << 22  # more than the last ordinal day
_SHOWN = 3

Numbers = npt.NDArray[np.int64]


def catalogue_facts(dossiers: pd.DataFrame, catalogue: Catalogue) -> dict[str, pd.Series]:
    """The facts of origin CATALOGUE of each dossier; null where the catalogue has nothing.

    A dossier is judged by what holds on the day of its reception; where there is none, on that of
    its hand-in, or of its appointment.
    """
    at = _periods_of(dossiers, catalogue)
    terms = [period.term for period in catalogue.periods]
    return {
        fact.name: _taken(fact, values, at)
        for fact, values in (
            (Facts.legal_term, (term and term.length for term in terms)),
            (Facts.legal_unit, (term and term.unit.value for term in terms)),
            (Facts.online_level, (period.level for period in catalogue.periods)),
        )
    }


def periods_of(dossiers: pd.DataFrame, catalogue: Catalogue) -> list[Period | None]:
    """What holds of each dossier; None where the catalogue has nothing."""
    found = _periods_of(dossiers, catalogue).tolist()
    return [None if at == _NONE else catalogue.periods[at] for at in found]


def unlisted(dossiers: pd.DataFrame, catalogue: Catalogue) -> list[str]:
    """A note on the dossiers whose procedures the catalogue does not have on their day, if any."""
    missing = dossiers[_periods_of(dossiers, catalogue) == _NONE]
    if missing.empty:
        return []
    names = missing["procedure_code"].fillna(missing["procedure_name"]).fillna("no code and name")
    counts = names.value_counts()
    shown = ", ".join(f"{name} ({count})" for name, count in counts.head(_SHOWN).items())
    more = ", ..." if len(counts) > _SHOWN else ""
    has_not = f"the catalogue does not have the procedures of {len(missing)} dossiers"
    return [f"{has_not}, {len(counts)} procedures: {shown}{more}"]


def _taken(fact: Fact, values: Iterable[Any], at: Numbers) -> pd.Series:
    """The value at each position; null where there is no position."""
    array = pa.array(values, type=ARROW_TYPES[fact.kind])
    taken = array.take(pa.array(at, mask=at == _NONE))
    return pd.Series(pd.arrays.ArrowExtensionArray(taken), name=fact.name)


def _periods_of(dossiers: pd.DataFrame, catalogue: Catalogue) -> Numbers:
    """For each dossier the index of the period that holds of it, or -1.

    Periods of one procedure do not overlap, so the one that begins last before the day is the only
    one that can hold.
    """
    numbers = {p: n for n, p in enumerate(dict.fromkeys(o.procedure for o in catalogue.periods))}
    procedure = _procedures_of(dossiers, catalogue, numbers)
    of_period = np.array([numbers[one.procedure] for one in catalogue.periods], dtype=np.int64)
    starts = np.array([one.start.toordinal() for one in catalogue.periods], dtype=np.int64)
    ends = np.array([one.end.toordinal() for one in catalogue.periods], dtype=np.int64)
    order = np.lexsort((starts, of_period))
    begun = of_period[order] * _A_KEY + starts[order]
    day = _law_days(dossiers)
    before = np.searchsorted(begun, procedure * _A_KEY + day, side="right") - 1
    found = np.where(before < 0, _NONE, np.append(order, _NONE)[before])
    holds = (found != _NONE) & (np.append(of_period, _NONE)[found] == procedure)
    holds &= day <= np.append(ends, 0)[found]
    return np.where(holds, found, _NONE)


def _procedures_of(
    dossiers: pd.DataFrame, catalogue: Catalogue, numbers: dict[str, int]
) -> Numbers:
    """The number of each dossier's procedure, or -1: by its code, else by its name."""
    by_code = _looked_up(dossiers["procedure_code"], lambda code: numbers.get(plain_code(code)))
    by_name = _looked_up(
        dossiers["procedure_name"],
        lambda name: numbers.get(catalogue.by_name.get(fold(name), "")),
    )
    return np.where(dossiers["procedure_code"].isna(), by_name, by_code)


def _looked_up(texts: pd.Series, number_of: Callable[[str], int | None]) -> Numbers:
    """The number of each text, or -1; each different text is looked up once."""
    codes, uniques = pd.factorize(texts)
    found = [number_of(text) for text in uniques.tolist()]
    numbers = np.array([*(_NONE if one is None else one for one in found), _NONE], dtype=np.int64)
    return numbers[codes]


def _law_days(dossiers: pd.DataFrame) -> Numbers:
    """The ordinal of the day whose law counts; 0 where no day is known."""
    moments = dossiers["received_at"].fillna(dossiers["submitted_at"]).fillna(dossiers["due_at"])
    days = moments.to_numpy(dtype="datetime64[us]").astype("datetime64[D]")
    return np.where(np.isnat(days), 0, days.astype(np.int64) + EPOCH.toordinal())
