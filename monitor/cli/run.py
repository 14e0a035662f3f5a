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
from monitor.schedule.by_hand import alone
from monitor.store.findings import list_findings
from rules import RULES
from rules.rule import Severity

_NO_UNIT = "(no division)"
_WEIGHTS = (Severity.VIOLATION, Severity.WARNING)


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
        settings, engine = service.settings, service.engine
        with alone(engine, settings, service.now) as landed, progress_bar() as progress:
            report = nightly.run(settings, engine, day, service.now, progress, accept or (), landed)
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
    out.print(_told_nothing(report))
    print_table("Divisions with open findings", _by_division(service, report))
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
    """The rules that found anything, or no longer do."""
    table = new_table()
    table.add_column("rule", no_wrap=True)
    table.add_column("meaning")
    for name in ("open", "new", "closed"):
        table.add_column(name, justify="right")
    for rule in RULES:
        tally = report.findings.get(rule.code)
        numbers = (tally.open, tally.new, tally.closed) if tally else ()
        if any(numbers):
            table.add_row(rule.code, rule.title, *map(str, numbers))
    return table


def _told_nothing(report: Report) -> str:
    """How many rules found nothing, and how many were not judged."""
    quiet = sum(not any((t.open, t.new, t.closed)) for t in report.findings.values())
    unjudged = len(RULES) - len(report.findings)
    beside = f" Not judged: {unjudged}; the notes say why." if unjudged else ""
    return f"{quiet} rules found nothing.{beside}\n"


def _by_division(service: Service, report: Report) -> Table:
    with service.engine.connect() as connection:
        found = [f for f in list_findings(connection) if f["rule"] in report.findings]
    dossiers = {(row["unit"] or _NO_UNIT, row["dossier"]) for row in found}
    counts = Counter(unit for unit, _ in dossiers)
    weighed = Counter((row["unit"] or _NO_UNIT, row["severity"]) for row in found)
    table = new_table()
    table.add_column("division")
    for name in ("dossiers", *(f"{severity}s" for severity in _WEIGHTS), "data"):
        table.add_column(name, justify="right")
    severities = (*_WEIGHTS, Severity.DATA)
    for unit in sorted(counts):
        numbers = (weighed[unit, severity] for severity in severities)
        table.add_row(unit, str(counts[unit]), *(str(n or "·") for n in numbers))
    table.add_section()
    totals = (sum(weighed[unit, severity] for unit in counts) for severity in severities)
    table.add_row("All", str(len(dossiers)), *map(str, totals), style="bold")
    return table


def _short(path: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
