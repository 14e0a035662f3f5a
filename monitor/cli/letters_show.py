"""`tthc letters show`, `document` and `gaps`: what is to be known before a decision."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from monitor.atomic import write_bytes
from monitor.cli.common import (
    ConfigOption,
    FormatOption,
    OutOption,
    ReportFormat,
    ReportOption,
    err,
    opened,
    out,
    refuse,
)
from monitor.cli.desk import CodeArgument, at_desk
from monitor.cli.output import agreed, print_json, print_rows
from monitor.letterbook.numbers import gaps as find_gaps
from monitor.letterbook.sentences import say
from monitor.letterbook.sight import Sight, sight
from monitor.letterbook.taking import look


def show(
    context: typer.Context,
    code: CodeArgument,
    form: ReportOption = ReportFormat.TABLE,
    config: ConfigOption = None,
) -> None:
    """Show a letter: where it stands, what to think of, which new dates to choose from."""
    with at_desk(context, config) as desk:
        seen = sight(desk, code)
    if form is ReportFormat.JSON:
        print_json(seen.as_json())
    else:
        _show(seen)


def document(
    context: typer.Context,
    code: CodeArgument,
    file: Annotated[Path, typer.Argument(help="Where to write the .docx.", metavar="FILE")],
    approved: Annotated[
        bool, typer.Option("--approved", help="As it was approved, without number and date.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Write the letter as a Word document."""
    with opened(context, config) as service, service.engine.connect() as connection:
        letter = look(connection, code).letter
    content = letter.document if approved else letter.issued_document or letter.document
    if content is None:
        raise refuse(f"{code}: the letter was issued before the monitor came: no document is kept")
    if file.exists():
        raise refuse(f"{file} is there already; name another file")
    write_bytes(file, content)
    err.print(f"{file} written", markup=False)


def gaps(
    context: typer.Context,
    year: Annotated[int | None, typer.Option(help="Only numbers of this year.")] = None,
    form: FormatOption = None,
    to: OutOption = None,
    config: ConfigOption = None,
) -> None:
    """List the numbers that no letter has, below the highest of each series and year."""
    form = agreed(form, to)
    with opened(context, config) as service, service.engine.connect() as connection:
        rows = [asdict(gap) for gap in find_gaps(connection, year)]
    print_rows(rows, ("series", "year", "first", "last"), form, to, title=f"{len(rows)} gaps")


def _show(seen: Sight) -> None:
    facts = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    facts.add_row("state", f"{seen.letter['state']} ({seen.state})")
    for name, value in seen.letter.items():
        if value is not None and name != "state":
            facts.add_row(name.replace("_", " "), str(value))
    out.print(facts)
    _list("Think of", [flag.sentence for flag in seen.flags])
    _list("New dates", [f"{one.day:%d/%m/%Y} ({one.day}): {one.why}" for one in seen.proposals])
    _list("Next free number", [seen.next_number] if seen.next_number else [])
    _list("Files", [f"{one['name']}, {one['kind']}, {one['sha256']}" for one in seen.files])
    _list("Other letters of the dossier", [_told(one) for one in seen.earlier])
    _list("History", [_event(one) for one in seen.history])


def _list(title: str, lines: list[str]) -> None:
    if lines:
        out.print(f"\n[bold]{title}[/bold]")
        for line in lines:
            out.print(f"  {line}", markup=False, soft_wrap=True)


def _told(letter: dict[str, Any]) -> str:
    return f"{letter['reappointment']}: {letter['state']}, issued {letter['issued_on'] or '–'}"


def _event(event: dict[str, Any]) -> str:
    detail = event["detail"]
    names = ", ".join(detail.get("changed", {}))
    why = detail.get("reason") or names
    return f"{event['at']:%d/%m/%Y %H:%M}, {event['actor']}: {say('actions', event['action'])}" + (
        f" ({why})" if why else ""
    )
