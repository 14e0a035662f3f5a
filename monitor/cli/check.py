"""`tthc check`: is everything that a run needs there and right."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
import typer

from letters import Form, LetterError
from monitor import nightly
from monitor.cli.check_mail import check_mail
from monitor.cli.check_procedures import check_procedures
from monitor.cli.common import (
    FAILED,
    ConfigOption,
    ReportFormat,
    ReportOption,
    config_path,
    out,
)
from monitor.cli.output import print_json
from monitor.cli.understood import alike, as_json, show, show_doubts
from monitor.config import ConfigError, Settings, load_settings
from monitor.intake.doubts import doubts_of
from monitor.intake.errors import IntakeError
from monitor.intake.named_layouts import named_layout
from monitor.intake.postings import read_postings
from monitor.intake.read import tables_of
from monitor.intake.suspicions import suspicions
from monitor.intake.table import Table
from monitor.letterbook.soffice import OfficeError, find_soffice
from monitor.office_calendar import office_calendar
from monitor.sources import open_source, posted_sheets
from monitor.store.database import DatabaseError, is_current, open_database
from monitor.store.dossiers import known_units
from monitor.templates import Templates

_SHOWN_REJECTED = 20


@dataclass(slots=True)
class _Checked:
    """What was found so far; a line is printed as soon as it is known, unless all is JSON."""

    as_json: bool
    parts: list[dict[str, Any]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return all(part["ok"] for part in self.parts)

    def say(self, part: str, problem: str | None, fine: str) -> None:
        """One line: OK, or what is wrong."""
        self.parts.append({"part": part, "ok": problem is None, "message": problem or fine})
        if not self.as_json:
            mark = "[bold]PROBLEM[/bold]" if problem else "OK     "
            out.print(f"{mark}  {part}: ", end="")
            out.print(problem or fine, markup=False, soft_wrap=True)


def check(
    context: typer.Context, config: ConfigOption = None, form: ReportOption = ReportFormat.TABLE
) -> None:
    """Say what is wrong, how the export was understood, and what is doubtful; nothing is kept."""
    path = config_path(context, config)
    settings = load_settings(path)
    checked = _Checked(form is ReportFormat.JSON)
    checked.say("config", None, str(path))
    today = date.today()  # noqa: DTZ011
    entry = settings.agency_on(today)
    empty = [name for name in ("name", "place", "signer_title") if not getattr(entry, name)]
    checked.say(
        "agency",
        f"{', '.join(empty)} not set: letters will have dotted blanks there" if empty else None,
        entry.name,
    )
    codes = _check_source(settings, today, checked)
    units = {one for table in checked.tables for one in table.dossiers["unit"].dropna()}
    _check_postings(settings, codes, today, checked)
    checked.doubts += check_procedures(settings, today, checked.say)
    units |= _check_database(settings, checked)
    _check_templates(settings, checked)
    _check_office(settings, checked)
    _check_calendar(settings, today, checked)
    check_mail(settings, units, checked.say)
    sheets = alike(checked.tables)
    checked.doubts += [said for table in sheets for said in suspicions(table)]
    if checked.as_json:
        print_json(
            {
                "ok": checked.ok,
                "parts": checked.parts,
                "rejected": checked.rejected,
                "sheets": [as_json(table) for table in sheets],
                "doubts": checked.doubts,
            }
        )
    else:
        for table in sheets:
            show(table)
        show_doubts(checked.doubts)
    if not checked.ok:
        raise typer.Exit(FAILED)


def _check_source(settings: Settings, today: date, checked: _Checked) -> set[str]:
    reader = nightly.table_reader(settings, today)
    source = open_source(settings)
    named = named_layout(settings.source.layout)
    tables: list[Table] = []
    notes: list[str] = []
    try:
        for batch in source.batches():
            tables += tables_of(batch, reader, settings.source.columns, notes, named)
    except IntakeError as error:
        checked.say("source", str(error), "")
        return set()
    rows = sum(len(table.dossiers) for table in tables)
    rejected = [row for table in tables for row in table.rejected]
    problem = f"{len(rejected)} of {rows + len(rejected)} rows can't be read" if rejected else None
    checked.say("source", problem, f"{rows} rows can be read")
    checked.tables += tables
    checked.rejected += [str(row) for row in rejected]
    if not checked.as_json:
        for row in rejected[:_SHOWN_REJECTED]:
            out.print(f"         {row}", markup=False, soft_wrap=True)
        if len(rejected) > _SHOWN_REJECTED:
            out.print(f"         and {len(rejected) - _SHOWN_REJECTED} more")
    checked.doubts += [*source.notes, *notes]
    if rows:
        read = pd.concat([table.dossiers for table in tables if len(table.dossiers)])
        checked.doubts += doubts_of(read.drop_duplicates("code").reset_index(drop=True))
    return {code for table in tables for code in table.dossiers["code"]}


def _check_postings(settings: Settings, codes: set[str], today: date, checked: _Checked) -> None:
    if settings.postings is None:
        checked.say("postings", None, "not configured: result-not-posted is not judged")
        return
    try:
        dates = nightly.date_reader(settings, today)
        seen = read_postings(posted_sheets(settings), codes, dates)
    except IntakeError as error:
        checked.say("postings", str(error), "")
        return
    ours = len(codes & seen.keys())
    checked.say("postings", None, f"{len(seen)} codes, {ours} of them of dossiers in the source")


def _check_database(settings: Settings, checked: _Checked) -> set[str]:
    """Say whether it can be used; the divisions of the dossiers in it."""
    try:
        engine = open_database(settings.database_url)
        current = is_current(engine)
    except DatabaseError as error:
        checked.say("database", str(error), "")
        return set()
    old = not current and engine.dialect.name != "sqlite"
    problem = "its tables are missing or old: run `tthc db upgrade`" if old else None
    checked.say("database", problem, engine.url.render_as_string())
    units: set[str] = set()
    if current:
        with engine.connect() as connection:
            units |= set(known_units(connection))
    engine.dispose()
    return units


def _check_calendar(settings: Settings, today: date, checked: _Checked) -> None:
    try:
        years = office_calendar(settings).provisional_years(today, today)
    except ConfigError as error:
        checked.say("calendar", str(error), "")
        return
    missing = ", ".join(map(str, years))
    checked.say(
        "calendar",
        f"days off of {missing} are not known; add them under [calendar]" if years else None,
        f"days off of {today.year} are known",
    )


def _check_templates(settings: Settings, checked: _Checked) -> None:
    templates = Templates(settings)
    for form in Form:
        problem = None
        try:
            templates.of(form)
        except LetterError as error:
            problem = str(error)
        checked.say("template", problem, f"{form}: {templates.name(form)}")


def _check_office(settings: Settings, checked: _Checked) -> None:
    if not settings.letters.pdf:
        return
    try:
        checked.say("LibreOffice", None, str(find_soffice(settings.soffice)))
    except OfficeError as error:
        checked.say("LibreOffice", str(error), "")
