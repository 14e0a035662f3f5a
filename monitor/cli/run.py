"""`tthc run`: one nightly run, and how it is told."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from monitor import nightly
from monitor.cli.common import (
    FAILED,
    ConfigOption,
    DayOption,
    ReportFormat,
    ReportOption,
    Service,
    err,
    opened,
    out,
    progress_bar,
)
from monitor.cli.output import new_table, print_json, print_table
from monitor.guards import Reason
from monitor.report import Report
from monitor.store.findings import list_findings
from rules import RULES

_NO_UNIT = "(no division)"
_NARROW = 8  # the longest word of a rule's code


def run(
    context: typer.Context,
    config: ConfigOption = None,
    as_of: DayOption = None,
    accept: Annotated[
        list[Reason] | None,
        typer.Option(help="Lift this guard for this run.", metavar="REASON"),
    ] = None,
    form: ReportOption = ReportFormat.TABLE,
) -> None:
    """Pull the dossiers, judge them, draft the letters that are due."""
    with opened(context, config) as service:
        day = as_of.date() if as_of else service.today()
        with progress_bar() as progress:
            report = nightly.run(
                service.settings, service.engine, day, service.now, progress, accept or ()
            )
        if form is ReportFormat.JSON:
            print_json(report.as_json())
            for note in report.notes:
                err.print(f"Note: {note}", markup=False, soft_wrap=True)
        else:
            tell(service, report)
    if not report.complete:
        raise typer.Exit(FAILED)


def tell(service: Service, report: Report) -> None:
    """Print what a run read, found and drafted, for a person."""
    counts = report.input
    out.print(f"\n[bold]Run {report.run_id}[/bold], as of {report.as_of:%d/%m/%Y}")
    out.print(
        f"Read {counts.read} rows: {counts.accepted} accepted, {counts.rejected} rejected.\n"
        f"Dossiers: {counts.added} new, {counts.changed} changed, {counts.unchanged} unchanged, "
        f"{counts.vanished} vanished."
    )
    if report.nothing_new:
        out.print("[bold]Nothing is new since the last run.[/bold]")
    out.print()
    print_table("Findings by rule", _by_rule(report))
    print_table("Open findings by division", _by_division(service, report))
    folder = service.settings.resolve(service.settings.letters.output)
    out.print(f"Letters: {report.drafted} drafted; the drafts are in {_short(folder)}")
    if counts.rejected:
        out.print(
            f"[bold]{counts.rejected} rows could not be read[/bold]: `tthc check` shows them. "
            "Until they are mended nobody can say that no other dossier is late."
        )
    for note in report.notes:
        out.print(f"Note: {note}", markup=False)
    if not report.complete:
        out.print("[bold]This run is incomplete[/bold]: see the notes.")


def _by_rule(report: Report) -> Table:
    table = new_table()
    table.add_column("rule", no_wrap=True)
    table.add_column("meaning")
    for name in ("open", "new", "closed"):
        table.add_column(name, justify="right")
    for rule in RULES:
        if tally := report.findings.get(rule.code):
            numbers = (str(n) for n in (tally.open, tally.new, tally.closed))
            table.add_row(rule.code, rule.title, *numbers)
        else:
            table.add_row(rule.code, rule.title, "not judged", "", "")
    return table


def _by_division(service: Service, report: Report) -> Table:
    with service.engine.connect() as connection:
        found = list_findings(connection)
    counts = Counter((row["unit"] or _NO_UNIT, row["rule"]) for row in found)
    codes = [rule.code for rule in RULES if rule.code in report.findings]
    table = new_table(padding=(0, 1, 0, 0))
    table.add_column("division")
    for code in codes:
        table.add_column(code.replace("-", " "), justify="right", width=_NARROW)
    units = sorted({unit for unit, _ in counts})
    for unit in units:
        table.add_row(unit, *(str(counts[unit, code] or "·") for code in codes))
    table.add_section()
    totals = [sum(counts[unit, code] for unit in units) for code in codes]
    table.add_row("All", *map(str, totals), style="bold")
    return table


def _short(path: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
