"""The columns of a data set: which it must have, of what type, and what stands for the others."""

from collections.abc import Mapping
from typing import Any

import narwhals as nw
from narwhals.dtypes import DType

from monitor.intake.errors import IntakeError
from rules.columns import Fact, Kind, Origin
from rules.facts import FACTS
from rules.frame import Frame

INPUTS: Mapping[str, Fact] = {f.name: f for f in FACTS if f.origin is not Origin.DERIVED}
REQUIRED = ("code", "status", "due_at")
ENDS = ("completed_at", "returned_at")  # one of which must be there

_TYPES: Mapping[Kind, DType] = {
    Kind.TEXT: nw.String(),
    Kind.INTEGER: nw.Int64(),
    Kind.MOMENT: nw.Datetime("us"),
    Kind.DATE: nw.Date(),
}
_EXPECTED: Mapping[Kind, str] = {
    Kind.TEXT: "text",
    Kind.INTEGER: "a whole number",
    Kind.MOMENT: "a timestamp without time zone (local time), or a date",
    Kind.DATE: "a date",
}


def canonical(dossiers: Frame) -> Frame:
    """The columns of `Facts` that are not derived, in their types; those not there are null.

    Raises IntakeError that lists every column that is missing or of another type, what was found
    and what was expected. Other columns are left out.
    """
    schema = dict(dossiers.collect_schema())
    problems = [_missing(name, schema) for name in REQUIRED if name not in schema]
    if not any(name in schema for name in ENDS):
        problems.append(_missing(" or ".join(ENDS), schema))
    problems += [
        f"column {name} is {schema[name]}; expected {_EXPECTED[fact.kind]}"
        for name, fact in INPUTS.items()
        if name in schema and not _fits(schema[name], fact.kind)
    ]
    if problems:
        raise IntakeError("the input can't be judged: " + "\n".join(problems))
    return dossiers.select(*(_column(fact, schema) for fact in INPUTS.values()))


def _missing(name: str, schema: Mapping[str, Any]) -> str:
    return f"column {name} is missing; found: {', '.join(schema) or 'no column at all'}"


def _fits(found: DType, kind: Kind) -> bool:
    if kind is Kind.INTEGER:
        return found.is_integer()
    if isinstance(found, nw.Datetime):
        return kind is Kind.MOMENT and found.time_zone is None
    return found == nw.Date if kind is Kind.MOMENT else found == _TYPES[kind]


def _column(fact: Fact, schema: Mapping[str, DType]) -> nw.Expr:
    wanted = _TYPES[fact.kind]
    if fact.name not in schema:
        return nw.lit(None, dtype=wanted).alias(fact.name)
    column = nw.col(fact.name)
    return column if schema[fact.name] == wanted else column.cast(wanted)
