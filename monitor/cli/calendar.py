"""`tthc calendar`: the worked days of a year, and days that the office adds to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from monitor import nightly
from monitor.cli.calendar_page import special_table, year_page
from monitor.cli.common import (
    ConfigOption,
    DayOption,
    FormatOption,
    OutOption,
    OutputFormat,
    config_path,
    opened,
    out,
    refuse,
)
from monitor.cli.output import agreed, new_table, print_json, print_rows, print_table
from monitor.config import Settings, load_settings
from monitor.moved import Moved, MovedDossier, moved_as_kept
from monitor.office_calendar import CONFIG_ACT, add_days, days_of_the_office, office_calendar
from monitor.sources import procedure_sheets
from monitor.store.ledger import last_good
from rules import Calendar
from rules.worktime.calendar import FIRST_DAY, LAST_DAY, DayKind, SpecialDay
from rules.worktime.rows import COLUMNS, read_day

_SHOWN_MOVED = 20
_DaysOption = list[str] | None


def calendar(
    context: typer.Context,
    year: Annotated[
        int | None,
        typer.Argument(
            metavar="[YEAR]", help="This year if not given.", min=FIRST_DAY.year, max=LAST_DAY.year
        ),
    ] = None,
    config: ConfigOption = None,
    off: Annotated[
        _DaysOption, typer.Option("--add-off", help="Add a day off.", metavar="DAY")
    ] = None,
    work: Annotated[
        _DaysOption, typer.Option("--add-work", help="Add a worked day.", metavar="DAY")
    ] = None,
    act: Annotated[str, typer.Option(help="By which act days are added.")] = "",
    name: Annotated[str, typer.Option(help="What added days are called, in Vietnamese.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would move; write nothing.")
    ] = False,
    as_of: DayOption = None,
    form: FormatOption = None,
    file: OutOption = None,
) -> None:
    """Show a year's days off and worked Saturdays, or add days and say what moves.

    Days are added to the office's own file, `file` of [calendar]; --add-off and --add-work may be
    given together and more than once, for the days of one act.
    """
    adding = bool(off or work)
    if not adding and (act or name or dry_run or as_of):
        raise refuse("--act, --name, --dry-run and --as-of go with --add-off or --add-work")
    if not adding:
        settings = load_settings(config_path(context, config))
        _show_year(settings, year or date.today().year, agreed(form, file), file)  # noqa: DTZ011
        return
    if year is not None or file is not None or form not in (None, *_TELLING):
        raise refuse("what moves is shown as table or json, without YEAR and --out")
    if not act.strip():
        raise refuse('name the act that says so: --act "12/QĐ-UBND"')
    days = _named(_read(off, "--add-off"), _read(work, "--add-work"), name.strip(), act.strip())
    with opened(context, config) as service:
        addition = _addition(service.settings, days)
        with service.engine.connect() as connection:
            last = last_good(connection)
            day = as_of.date() if as_of else (last.as_of if last else service.today())
            settings = service.settings
            catalogue = nightly.office_catalogue(settings, procedure_sheets(settings), day)
            moved = moved_as_kept(
                connection, settings, catalogue, addition.before, addition.after, day
            )
        if not dry_run:
            add_days(service.settings, addition.days)
    _tell(addition, moved, day, form or OutputFormat.TABLE, written=not dry_run)


@dataclass(frozen=True, slots=True)
class _Addition:
    """Days that are to be added to a file, and the calendar before and after."""

    file: Path
    days: list[SpecialDay]
    before: Calendar
    after: Calendar


_TELLING = (OutputFormat.TABLE, OutputFormat.JSON)


def _show_year(settings: Settings, year: int, form: OutputFormat, file: Path | None) -> None:
    calendar = office_calendar(settings)
    days = [entry for entry in calendar.special_days if entry.day.year == year]
    announced = year in calendar.announced_years
    if form is not OutputFormat.TABLE:
        own = days_of_the_office(settings)
        rows = [_row(entry, settings, own, announced=announced) for entry in days]
        print_rows(rows, (*COLUMNS, "source"), form, file)
        return
    state = "announced" if announced else "computed only: its days off are not announced"
    out.print(f"[bold]{year}[/bold], {state}; calendar {calendar.version}")
    out.print(year_page(calendar, year))
    out.print()
    if days:
        print_table("", special_table(days))
    else:
        out.print("No day off is known: no day differs from the plain week.")
    worked = calendar.working_days(date(year - 1, 12, 31), date(year, 12, 31))
    out.print(f"{worked} working days")


def _row(
    entry: SpecialDay, settings: Settings, own: Sequence[SpecialDay], *, announced: bool
) -> dict[str, Any]:
    source = settings.calendar.file.name if entry in own else "shipped"
    return {
        "day": entry.day,
        "kind": entry.kind.value,
        "name": entry.name,
        "act": entry.act,
        "announced": "yes" if announced or entry.announced else "no",
        "source": "config.toml" if entry.act == CONFIG_ACT else source,
    }


def _read(texts: _DaysOption, option: str) -> list[date]:
    days = []
    for text in texts or []:
        try:
            days.append(read_day(text))
        except ValueError as error:
            raise refuse(f"{option}: {error}") from None
    return days


def _named(off: list[date], work: list[date], name: str, act: str) -> list[SpecialDay]:
    """The days as entries; two that are swapped are called after each other."""
    if twice := next((day for day in off + work if (off + work).count(day) > 1), None):
        raise refuse(f"{twice} is given twice")
    off_name, work_name = name or "nghỉ", name or "làm việc"
    if not name and len(off) == len(work) == 1:
        off_name = f"nghỉ hoán đổi, làm bù ngày {work[0]:%d/%m/%Y}"
        work_name = f"làm bù cho ngày {off[0]:%d/%m/%Y}"
    return [
        *(SpecialDay(day, DayKind.OFF, off_name, act) for day in off),
        *(SpecialDay(day, DayKind.WORK, work_name, act) for day in work),
    ]


def _addition(settings: Settings, days: Sequence[SpecialDay]) -> _Addition:
    """What adding these days makes of the calendar; refuses days that already are so.

    One act does not make the days of a whole year known: a row says `announced` only where the
    year is.
    """
    before = office_calendar(settings)
    for entry in days:
        if before.is_worked(entry.day) == (entry.kind is DayKind.WORK):
            state = "worked" if entry.kind is DayKind.WORK else "off"
            raise refuse(f"{entry.day} is {state} already: {before.reason(entry.day)}")
        if entry.day in (*settings.calendar.off, *settings.calendar.work):
            raise refuse(f"{entry.day} stands in config.toml, [calendar], which wins: take it out")
    known = before.announced_years
    added = [
        SpecialDay(one.day, one.kind, one.name, one.act, announced=one.day.year in known)
        for one in days
    ]
    file = settings.resolve(settings.calendar.file)
    return _Addition(file, added, before, office_calendar(settings, added))


def _tell(
    addition: _Addition, moved: Moved, as_of: date, form: OutputFormat, *, written: bool
) -> None:
    if form is OutputFormat.JSON:
        print_json(
            {
                "days": [{name: getattr(day, name) for name in COLUMNS} for day in addition.days],
                "file": addition.file,
                "written": written,
                "calendar_before": addition.before.version,
                "calendar_after": addition.after.version,
                "as_of": as_of,
                "moved": moved.as_json(),
            }
        )
        return
    for entry in addition.days:
        state = "worked" if entry.kind is DayKind.WORK else "off"
        out.print(f"[bold]{entry.day:%a %d/%m/%Y} is {state}[/bold]: ", end="")
        out.print(f"{entry.name} ({entry.act})", markup=False)
    out.print(f"\nAs of {as_of:%d/%m/%Y}: {moved}.", soft_wrap=True)
    for word, rules in (("opened", moved.opened), ("closed", moved.closed)):
        if rules:
            counts = ", ".join(f"{count} of {rule}" for rule, count in rules.items())
            out.print(f"Findings that the next run would have {word}: {counts}.")
    if moved.dossiers:
        out.print()
        print_table("Dossiers whose days late change", _moved_table(moved.dossiers))
    if len(moved.dossiers) > _SHOWN_MOVED:
        out.print(f"and {len(moved.dossiers) - _SHOWN_MOVED} more: --format json has them all")
    if written:
        out.print(f"\nWritten to {addition.file}. The next run reckons by it.", soft_wrap=True)
    else:
        out.print(f"\nNothing is written; it would go to {addition.file}.", soft_wrap=True)


def _moved_table(dossiers: Sequence[MovedDossier]) -> Table:
    issued = any(one.apology_issued_at for one in dossiers)
    table = new_table()
    for name in ("dossier", "due", "days late", *(["letter issued"] if issued else [])):
        table.add_column(name, no_wrap=True)
    table.add_column("division")
    for one in dossiers[:_SHOWN_MOVED]:
        cells = [one.dossier, f"{one.due_at:%d/%m/%Y}"]
        cells.append(f"{one.days_late_before:>3} → {one.days_late_after}")
        if issued:
            cells.append(f"{one.apology_issued_at:%d/%m/%Y}" if one.apology_issued_at else "")
        table.add_row(*cells, one.unit or "")
    return table
