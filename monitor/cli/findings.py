"""`tthc findings`."""

from typing import Annotated

import typer

from monitor.cli.common import (
    ConfigOption,
    FormatOption,
    OutOption,
    OutputFormat,
    err,
    nearest,
    opened,
    refuse,
)
from monitor.cli.output import agreed, print_rows
from monitor.store.dossiers import known_units
from monitor.store.findings import list_findings
from monitor.store.ledger import last_good
from rules import RULES

_FINDING = (
    "rule",
    "dossier",
    "unit",
    "officer",
    "severity",
    "working_days_late",
    "opened_at",
    "closed_at",
    "message",
)
_FINDING_TABLE = ("rule", "dossier", "unit", "working_days_late", "opened_at", "message")


def findings(
    context: typer.Context,
    config: ConfigOption = None,
    rule: Annotated[str | None, typer.Option(help="Only this rule.", metavar="CODE")] = None,
    unit: Annotated[str | None, typer.Option(help="Only this division.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """List the findings: what is wrong with which dossier."""
    form = agreed(form, out)
    codes = [known.code for known in RULES]
    if rule is not None and rule not in codes:
        raise refuse(f"there is no rule {rule!r}; {nearest(rule, codes)}")
    with opened(context, config) as service, service.engine.connect() as connection:
        rows = list_findings(connection, rules=[rule] if rule else [], unit=unit, closed_too=every)
        if last_good(connection) is None:
            err.print("There has been no run yet: `tthc run` makes one.")
        units = known_units(connection)
    if unit is not None and unit not in units:
        err.print(f"No dossier is handled by {unit!r}; {nearest(unit, units)}", markup=False)
    order = {code: at for at, code in enumerate(codes)}
    rows.sort(key=lambda row: (order[row["rule"]], row["dossier"], row["opened_at"]))
    table = (*_FINDING_TABLE, "closed_at") if every else _FINDING_TABLE
    shown = table if form is OutputFormat.TABLE else _FINDING
    print_rows(rows, shown, form, out, title=f"{len(rows)} findings")
