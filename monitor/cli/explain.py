"""`tthc explain`: why this date is the deadline, day by day, and which findings follow."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from monitor.atomic import write_bytes
from monitor.cli.common import (
    FAILED,
    ConfigOption,
    DayOption,
    ReportFormat,
    ReportOption,
    err,
    opened,
    out,
    refuse,
)
from monitor.cli.output import new_table, print_json, print_table
from monitor.config import Settings
from monitor.explain import Explanation, explain_dossier
from monitor.explain_page import explanation_page
from monitor.explain_term import LegalTime
from monitor.intake.cells import clean, clean_code
from monitor.intake.errors import IntakeError
from monitor.intake.procedures import Catalogue
from monitor.nightly import office_catalogue
from monitor.office_calendar import office_calendar
from monitor.sources import procedure_sheets
from monitor.store.ledger import last_good
from monitor.told import term_of, told
from rules.worktime.explain import Step


def explain(
    context: typer.Context,
    dossier: Annotated[str, typer.Argument(help="The dossier's code.")],
    config: ConfigOption = None,
    as_of: DayOption = None,
    form: ReportOption = ReportFormat.TABLE,
    page: Annotated[
        Path | None,
        typer.Option("--html", help="Write a page to print to this file.", metavar="FILE"),
    ] = None,
) -> None:
    """Show why a date is the deadline, day by day, which findings follow, and from which law."""
    with opened(context, config) as service, service.engine.connect() as connection:
        last = last_good(connection)
        day = as_of.date() if as_of else (last.as_of if last else service.today())
        settings = service.settings
        calendar, catalogue = office_calendar(settings), _catalogue(settings, day)
        code = clean_code(clean(dossier))
        version = last.calendar_version if last else None
        explanation = explain_dossier(connection, code, settings, calendar, catalogue, day, version)
        agency = settings.agency_on(day)
    if explanation is None:
        err.print(f"Error: no dossier {dossier!r} has been seen", markup=False)
        raise typer.Exit(FAILED)
    if page is not None:
        _write(page, explanation_page(explanation, agency))
    elif form is ReportFormat.JSON:
        print_json(explanation.as_json())
    else:
        _show(explanation)


def _catalogue(settings: Settings, day: date) -> Catalogue | None:
    """The catalogue of procedures, if the office has one; a note where it can't be read."""
    if settings.procedures is None:
        return None
    try:
        return office_catalogue(settings, procedure_sheets(settings), day)
    except IntakeError as error:
        err.print(f"Note: [procedures]: {error}", markup=False, soft_wrap=True)
        return None


def _write(file: Path, page: str) -> None:
    try:
        write_bytes(file, page.encode())
    except OSError as error:
        raise refuse(f"--html {file}: can't be written: {error.strerror}") from None
    out.print(f"Written to {file}", markup=False, soft_wrap=True)


def _show(explanation: Explanation) -> None:
    facts = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, value in explanation.dossier.items():
        if name != "extras" and value is not None:
            facts.add_row(term_of(name), Text(told(name, value)))
    out.print(facts)
    out.print(
        f"\nAs of {explanation.as_of:%d/%m/%Y}, calendar {explanation.calendar_version}"
        + "".join(f"; days off of {y} not announced" for y in explanation.provisional_years)
    )
    if explanation.term:
        hours = explanation.working_hours
        _show_days(
            f"From reception to the appointment: {explanation.working_days} working days"
            + (f" ({hours:.10g} working hours)" if hours is not None else ""),
            explanation.term,
        )
    if explanation.legal:
        _show_legal(explanation.legal)
    if explanation.overrun:
        _show_days(
            f"After the appointment: {explanation.working_days_late} working days late",
            explanation.overrun,
        )
    if explanation.pauses:
        out.print("\n[bold]Pauses, as we saw them[/bold]: not counted before the appointment")
    for pause in explanation.pauses:
        out.print(f"  {pause.first:%d/%m/%Y} to {pause.last:%d/%m/%Y}: {pause.reason}")
    _show_findings(explanation)
    out.print("\n[bold]Life, as we saw it[/bold]")
    for event in explanation.life:
        change = "" if event["field"] == "first seen" else f": {event['old']} → {event['new']}"
        out.print(f"  {event['as_of']:%d/%m/%Y}, run {event['run']}: {event['field']}{change}")


def _show_findings(explanation: Explanation) -> None:
    out.print("\n[bold]Findings[/bold]" + ("" if explanation.findings else ": none"))
    if explanation.calendar_has_changed:
        out.print("  as the last run found them, by another calendar; the next run reckons anew")
    for found in explanation.findings:
        closed = found["closed_at"]
        state = f"closed {closed:%d/%m/%Y}" if closed else "open"
        out.print(
            f"  {found['rule']}, {state} (since {found['opened_at']:%d/%m/%Y}): {found['title']}"
        )
        out.print(f"    {found['message']}", markup=False)
        out.print(f"    {'; '.join(found['law'])}", markup=False)


def _show_legal(legal: LegalTime) -> None:
    out.print("\n[bold]Legal time by the catalogue of procedures[/bold]")
    if legal.procedure is None:
        out.print("  the catalogue does not have the procedure on the day of reception")
        return
    time = f"{legal.length} {legal.unit}".replace("-", " ") if legal.unit else "none to compare"
    since = f", from {legal.start:%d/%m/%Y}" if legal.start else ""
    until = f", to {legal.end:%d/%m/%Y}" if legal.end else ""
    place = f" ({legal.place})" if legal.place else ""
    out.print(f"  {time}{since}{until}: {legal.procedure}{place}", markup=False)
    if legal.counted_from and legal.due_on:
        out.print(f"  counted from {legal.counted_from:%d/%m/%Y} to {legal.due_on:%d/%m/%Y}")
    promised = f"{legal.promised_on:%d/%m/%Y}" if legal.promised_on else "not known"
    out.print(f"  the appointment that counts: {promised}; {_agreement(legal)}")


def _agreement(legal: LegalTime) -> str:
    if legal.disagrees is None:
        return "nobody can tell whether it agrees"
    if legal.disagrees:
        return "it disagrees"
    if legal.promised_on == legal.due_on:
        return "it agrees"
    return "another day, which deadline-disagrees does not hold against it"


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
