"""`tthc explain`: why this date is the deadline, day by day, and which findings follow."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Annotated, Any

import typer
from rich.table import Table

from monitor.cli.common import (
    FAILED,
    ConfigOption,
    DayOption,
    ReportFormat,
    ReportOption,
    err,
    opened,
    out,
)
from monitor.cli.output import new_table, print_json, print_table
from monitor.explain import Explanation, explain_dossier
from monitor.intake.wordings import official_name
from monitor.office_calendar import office_calendar
from monitor.store.ledger import last_good
from rules.facts import FACTS
from rules.worktime.explain import Step

_WORDED = ("status", "channel", "applicant_kind")
_TERMS = {fact.name: fact.term for fact in FACTS}


def explain(
    context: typer.Context,
    dossier: Annotated[str, typer.Argument(help="The dossier's code.")],
    config: ConfigOption = None,
    as_of: DayOption = None,
    form: ReportOption = ReportFormat.TABLE,
) -> None:
    """Show why a date is the deadline, day by day, which findings follow, and from which law."""
    with opened(context, config) as service, service.engine.connect() as connection:
        last = last_good(connection)
        day = as_of.date() if as_of else (last.as_of if last else service.today())
        calendar = office_calendar(service.settings)
        explanation = explain_dossier(connection, dossier, calendar, day)
    if explanation is None:
        err.print(f"Error: no dossier {dossier!r} has been seen", markup=False)
        raise typer.Exit(FAILED)
    if form is ReportFormat.JSON:
        print_json(explanation.as_json())
    else:
        _show(explanation)


def _show(explanation: Explanation) -> None:
    facts = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, value in explanation.dossier.items():
        if name in _TERMS and value is not None:
            facts.add_row(_TERMS[name][:1].upper() + _TERMS[name][1:], _told(name, value))
    out.print(facts)
    out.print(
        f"\nAs of {explanation.as_of:%d/%m/%Y}, calendar {explanation.calendar_version}"
        + "".join(f"; days off of {y} not announced" for y in explanation.provisional_years)
    )
    if explanation.term:
        _show_days(
            f"From reception to the appointment: {explanation.working_days} working days",
            explanation.term,
        )
    if explanation.overrun:
        _show_days(
            f"After the appointment: {explanation.working_days_late} working days late",
            explanation.overrun,
        )
    out.print("\n[bold]Findings[/bold]" + ("" if explanation.findings else ": none"))
    for found in explanation.findings:
        closed = found["closed_at"]
        state = f"closed {closed:%d/%m/%Y}" if closed else "open"
        out.print(
            f"  {found['rule']}, {state} (since {found['opened_at']:%d/%m/%Y}): {found['title']}"
        )
        out.print(f"    {found['message']}", markup=False)
        out.print(f"    {'; '.join(found['law'])}", markup=False)
    out.print("\n[bold]Life, as we saw it[/bold]")
    for event in explanation.life:
        change = "" if event["field"] == "first seen" else f": {event['old']} → {event['new']}"
        out.print(f"  {event['as_of']:%d/%m/%Y}, run {event['run']}: {event['field']}{change}")


def _show_days(title: str, steps: Sequence[Step]) -> None:
    table = new_table()
    table.add_column("day", no_wrap=True)
    table.add_column("counted", justify="right")
    table.add_column("why")
    for step in steps:
        counted = str(step.number) if step.number else "–"
        style = None if step.number else "dim"
        table.add_row(f"{step.day:%d/%m/%Y}", counted, step.reason, style=style)
    out.print()
    print_table(title, table)


def _told(name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}" if value.time() != time.min else f"{value:%d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return f"{value} {official_name(name, value)}" if name in _WORDED else str(value)
