"""`tthc check`: is everything that a run needs there and right."""

from dataclasses import dataclass
from datetime import date

import typer

from letters import Form, LetterError, builtin_template
from monitor import nightly
from monitor.cli.common import FAILED, ConfigOption, config_path, out
from monitor.cli.output import new_table, print_table
from monitor.config import ConfigError, Settings, load_settings
from monitor.intake.cells import column_letter
from monitor.intake.columns import CANONICAL
from monitor.intake.errors import IntakeError, place_of
from monitor.intake.named_layouts import named_layout
from monitor.intake.postings import read_postings
from monitor.intake.read import tables_of
from monitor.intake.table import Table
from monitor.office_calendar import office_calendar
from monitor.sources import open_source, posted_sheets
from monitor.store.database import DatabaseError, is_current, open_database

_WIDEST = 24
_SHOWN_REJECTED = 20


@dataclass(slots=True)
class _Tally:
    problems: int = 0

    def say(self, part: str, problem: str | None, fine: str) -> None:
        """One line: OK, or what is wrong."""
        self.problems += problem is not None
        mark = "[bold]PROBLEM[/bold]" if problem else "OK     "
        out.print(f"{mark}  {part}: ", end="")
        out.print(problem or fine, markup=False, soft_wrap=True)


def check(context: typer.Context, config: ConfigOption = None) -> None:
    """Say what is wrong with the config, source, postings, database, templates and calendar."""
    path = config_path(context, config)
    settings = load_settings(path)
    tally = _Tally()
    tally.say("config", None, str(path))
    today = date.today()  # noqa: DTZ011
    entry = settings.agency_on(today)
    empty = [name for name in ("name", "place", "signer_title") if not getattr(entry, name)]
    tally.say(
        "agency",
        f"{', '.join(empty)} not set: letters will have dotted blanks there" if empty else None,
        entry.name,
    )
    codes = _check_source(settings, today, tally)
    _check_postings(settings, codes, today, tally)
    _check_database(settings, tally)
    _check_templates(tally)
    _check_calendar(settings, today, tally)
    if tally.problems:
        raise typer.Exit(FAILED)


def _check_source(settings: Settings, today: date, tally: _Tally) -> set[str]:
    reader = nightly.table_reader(settings, today)
    source = open_source(settings)
    named = named_layout(settings.source.layout)
    tables: list[Table] = []
    notes: list[str] = []
    try:
        for batch in source.batches():
            tables += tables_of(batch, reader, settings.source.columns, notes, named)
    except IntakeError as error:
        tally.say("source", str(error), "")
        return set()
    rows = sum(len(table.dossiers) for table in tables)
    rejected = [row for table in tables for row in table.rejected]
    problem = f"{len(rejected)} of {rows + len(rejected)} rows can't be read" if rejected else None
    tally.say("source", problem, f"{rows} rows can be read")
    for row in rejected[:_SHOWN_REJECTED]:
        out.print(f"         {row}", markup=False, soft_wrap=True)
    if len(rejected) > _SHOWN_REJECTED:
        out.print(f"         and {len(rejected) - _SHOWN_REJECTED} more")
    for note in (*source.notes, *notes):
        out.print(f"         {note}", markup=False, soft_wrap=True)
    for table in tables:
        _show_understood(table)
    return {code for table in tables for code in table.dossiers["code"]}


def _show_understood(table: Table) -> None:
    """How each heading was understood, with an example of what was read."""
    grid = new_table()
    grid.add_column("col")
    grid.add_column("heading")
    grid.add_column("understood as")
    grid.add_column("for example", max_width=_WIDEST, no_wrap=True, overflow="ellipsis")
    named = {index: name for name, index in table.layout.columns.items()}
    for index, heading in sorted(table.layout.headings.items()):
        name = named.get(index)
        values = table.dossiers[name].dropna() if name else table.extras.get(heading, ())
        example = next((str(value) for value in values if value), "")
        beside = "kept as it is" if heading in table.layout.extras else "dropped: a running number"
        meaning = f"{name} ({CANONICAL[name].term})" if name else beside
        style = None if name else "dim"
        grid.add_row(column_letter(index), heading, meaning, example, style=style)
    out.print()
    print_table(f"{place_of(table.file, table.sheet)}: how it was understood", grid)


def _check_postings(settings: Settings, codes: set[str], today: date, tally: _Tally) -> None:
    if settings.postings is None:
        tally.say("postings", None, "not configured: result-not-posted is not judged")
        return
    try:
        dates = nightly.date_reader(settings, today)
        seen = read_postings(posted_sheets(settings), codes, dates)
    except IntakeError as error:
        tally.say("postings", str(error), "")
        return
    ours = len(codes & seen.keys())
    tally.say("postings", None, f"{len(seen)} codes, {ours} of them of dossiers in the source")


def _check_database(settings: Settings, tally: _Tally) -> None:
    try:
        engine = open_database(settings.database_url)
        current = is_current(engine)
    except DatabaseError as error:
        tally.say("database", str(error), "")
        return
    old = not current and engine.dialect.name != "sqlite"
    problem = "its tables are missing or old: run `tthc db upgrade`" if old else None
    tally.say("database", problem, engine.url.render_as_string())
    engine.dispose()


def _check_calendar(settings: Settings, today: date, tally: _Tally) -> None:
    try:
        years = office_calendar(settings).provisional_years(today, today)
    except ConfigError as error:
        tally.say("calendar", str(error), "")
        return
    missing = ", ".join(map(str, years))
    tally.say(
        "calendar",
        f"days off of {missing} are not known; add them under [calendar]" if years else None,
        f"days off of {today.year} are known",
    )


def _check_templates(tally: _Tally) -> None:
    for form in Form:
        problem = None
        try:
            builtin_template(form)
        except LetterError as error:
            problem = str(error)
        tally.say("template", problem, f"{form}.docx")
