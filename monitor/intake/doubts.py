"""Values that can be read and yet look wrong: said with counts and examples, never changed."""

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from monitor.intake.cells import fold
from monitor.intake.columns import CANONICAL
from monitor.intake.unclear import termed
from rules.columns import Kind
from rules.status import FINISHED

_SHOWN = 5
_ENOUGH = 20  # rows below which a pattern may be chance

_NOON = 12
_LAST_UTC_HOUR = 10  # 17:00 in Vietnam
_MIDNIGHT_AS_UTC = np.timedelta64(17, "h")
_BEFORE_WORK = range(1, 7)  # hours: 13:00 to 18:00 on a clock of twelve hours
_FEWEST_BEFORE_WORK = 5
_SHARE_BEFORE_WORK = 0.1

_SAME_SHARE = 0.95
_WORKED_ON = ("submitted_at", "received_at", "due_at")
_WHO_AND_WHAT = ("procedure_code", "procedure_name", "applicant")

Moments = npt.NDArray[np.datetime64]


def doubts_of(dossiers: pd.DataFrame) -> list[str]:
    """All that is doubtful about the dossiers of a pull, one row a code.

    dossiers: the canonical columns in their Arrow types.
    """
    moments = {
        name: dossiers[name].to_numpy(dtype="datetime64[us]", na_value=np.datetime64("NaT"))
        for name, fact in CANONICAL.items()
        if fact.kind is Kind.MOMENT
    }
    return [
        *clocks_of_twelve_hours(dossiers["code"], moments),
        *days_that_are_moments_of_utc(moments),
        *ends_that_are_not_told(dossiers["status"], moments),
        *ends_that_are_handovers(moments["completed_at"], moments["returned_at"]),
        *codes_of_one_dossier(dossiers, moments),
        *divisions_of_one_name(dossiers["unit"]),
    ]


def clocks_of_twelve_hours(codes: pd.Series, moments: Mapping[str, Moments]) -> Iterator[str]:
    """Columns without a single afternoon and with much before the working day begins.

    A system that writes hours as 01 to 12 makes 17:00 to 05:00; one whose stamps are UTC without
    saying so makes 10:00 of it.
    """
    found: list[str] = []
    latest = 0
    for name, column in moments.items():
        hours = _hours(column)
        timed = int((hours >= 0).sum())
        if timed < _ENOUGH or (hours > _NOON).any():
            continue
        early = np.isin(hours, _BEFORE_WORK)
        count = int(early.sum())
        if count >= max(_FEWEST_BEFORE_WORK, _SHARE_BEFORE_WORK * timed):
            first = int(np.argmax(early))
            example = f"{_shown(column[first])} of {codes.iloc[first]}"
            found.append(f"{termed(name)} {count} of {timed} times, e.g. {example}")
            latest = max(latest, int(hours.max()))
    if found:
        reason = "its system may write 17:00 as 05:00"
        if latest <= _LAST_UTC_HOUR:
            reason += ', or UTC (if so, set timezone = "UTC" under [source.dates])'
        yield (
            f"hours from 01 to 06 and none after 12: {'; '.join(found)}: {reason}. "
            "Nothing was changed; with late_by_clock such hours make wrong findings"
        )


def days_that_are_moments_of_utc(moments: Mapping[str, Moments]) -> Iterator[str]:
    """Receptions at 17:00:00 throughout: midnights here, as UTC has them."""
    for name in ("submitted_at", "received_at"):
        timed = moments[name][_hours(moments[name]) >= 0]
        evening = timed - timed.astype("datetime64[D]") == _MIDNIGHT_AS_UTC
        if len(timed) >= _ENOUGH and evening.mean() >= _SAME_SHARE:
            yield (
                f"{termed(name)} is 17:00:00 in {evening.sum()} of {len(timed)} rows, as days are "
                'that were written as UTC; if so, set timezone = "UTC" under [source.dates]. '
                "Nothing was changed; each would be a day early"
            )


def ends_that_are_not_told(statuses: pd.Series, moments: Mapping[str, Moments]) -> Iterator[str]:
    """Finished dossiers of which none has an end of processing or a handover."""
    done = statuses.isin(FINISHED).to_numpy(dtype=bool)
    ended = ~np.isnat(moments["completed_at"][done]) | ~np.isnat(moments["returned_at"][done])
    if done.sum() >= _ENOUGH and not ended.any():
        yield (
            f"none of {done.sum()} finished dossiers has {termed('completed_at')}, so none of them "
            "can be found late; does the export leave a column out?"
        )


def ends_that_are_handovers(completed: Moments, returned: Moments) -> Iterator[str]:
    """An end of processing that is the handover, to the second, wherever there are both.

    Bare days say nothing: many results are handed over on the day they are there.
    """
    both = (_hours(completed) >= 0) & ~np.isnat(returned)
    same = int((completed[both] == returned[both]).sum())
    of = int(both.sum())
    if of >= _ENOUGH and same >= _SAME_SHARE * of:
        yield (
            f"{termed('completed_at')} is the same as {termed('returned_at')}, to the second, in "
            f"{same} of {of} rows that have both: it may be filled from the handover, and a "
            "dossier whose result waits to be fetched then counts as late. Ask the makers of the "
            "system for the end of processing; if another column has it, name it in config.toml, "
            "[source.columns]: completed_at"
        )


def codes_of_one_dossier(dossiers: pd.DataFrame, moments: Mapping[str, Moments]) -> Iterator[str]:
    """Different codes with the same procedure, applicant and moments to the second.

    Only stamps with seconds tell: several dossiers of one applicant in one minute are usual.
    """
    received, submitted = moments["received_at"], moments["submitted_at"]
    timed = np.flatnonzero(
        (_has_seconds(received) | _has_seconds(submitted)) & dossiers["applicant"].notna()
    )
    stamps = pd.DataFrame({name: moments[name][timed].view("int64") for name in _WORKED_ON})
    alike = timed[_mixed(stamps).duplicated(keep=False).to_numpy()]
    if not alike.size:
        return
    columns = ["code", *_WORKED_ON, *_WHO_AND_WHAT]
    rows = dossiers.iloc[alike][columns].astype("str").reset_index(drop=True)
    named = dossiers.iloc[alike][list(_WHO_AND_WHAT[:2])].notna().any(axis=1).to_numpy()
    groups = rows[named].groupby([*_WORKED_ON, *_WHO_AND_WHAT], sort=False, dropna=False)["code"]
    pairs = [" = ".join(codes) for _, codes in groups if len(codes) > 1]
    if pairs:
        more = f"; and {len(pairs) - _SHOWN} more" if len(pairs) > _SHOWN else ""
        yield (
            f"{len(pairs)} dossiers may stand under two codes, with the same procedure, applicant "
            f"and moments to the second: {'; '.join(pairs[:_SHOWN])}{more}. Nothing was merged"
        )


def divisions_of_one_name(units: pd.Series) -> Iterator[str]:
    """Names of divisions that differ in nothing but accents, case, spaces and signs."""
    spellings: dict[str, list[str]] = {}
    for name, count in units.value_counts().items():
        spellings.setdefault(fold(str(name)), []).append(f"{str(name)!r} ({count})")
    pairs = [" = ".join(names) for names in spellings.values() if len(names) > 1]
    if pairs:
        more = f"; and {len(pairs) - _SHOWN} more" if len(pairs) > _SHOWN else ""
        yield (
            f"{len(pairs)} divisions may be spelt in several ways, so that each way counts as one: "
            f"{'; '.join(pairs[:_SHOWN])}{more}. Nothing was merged"
        )


def _mixed(stamps: pd.DataFrame) -> pd.Series:
    """One number a row, equal where the row is equal; seldom elsewhere."""
    mixed = np.zeros(len(stamps), dtype="uint64")
    for name in stamps:
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + stamps[name].to_numpy().view("uint64")
    return pd.Series(mixed)


def _hours(moments: Moments) -> npt.NDArray[np.int64]:
    """The hour of each moment; -1 for a bare day or none."""
    of_day = moments - moments.astype("datetime64[D]")
    bare = np.isnat(moments) | (of_day == np.timedelta64(0, "us"))
    return np.where(bare, np.timedelta64(-1, "h"), of_day.astype("timedelta64[h]")).astype("int64")


def _has_seconds(moments: Moments) -> npt.NDArray[np.bool_]:
    seconds: npt.NDArray[np.bool_] = moments != moments.astype("datetime64[m]")
    return seconds & ~np.isnat(moments)


def _shown(moment: np.datetime64) -> str:
    return f"{pd.Timestamp(moment):%d/%m/%Y %H:%M}"
