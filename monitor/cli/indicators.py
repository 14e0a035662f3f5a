"""`tthc indicators`: the figures that leaders answer for, with what they are made of."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

import typer

from monitor import nightly
from monitor.cli.common import (
    ConfigOption,
    FormatOption,
    OutOption,
    OutputFormat,
    err,
    opened,
    out,
    refuse,
)
from monitor.cli.output import agreed, print_rows
from monitor.intake.wordings import official_name
from monitor.office_calendar import office_calendar
from monitor.office_figures import OfficeFigures, office_figures
from monitor.sources import procedure_sheets
from monitor.store.ledger import last_good
from rules.indicators import INDICATORS, Appointment, By, Figure

_COLUMNS = (
    "indicator",
    "title",
    "group",
    "group_name",
    "value",
    "unit",
    "numerator",
    "denominator",
    "unknown",
    "beside",
    "excused",
    "at_least",
    "at_most",
    "score",
    "from",
    "to",
    "lower_bound",
    "note",
)
_TABLE = {
    "nhóm": "group_name",
    "chỉ số": "title",
    "giá trị": "value",
    "tử số": "numerator",
    "mẫu số": "denominator",
    "không rõ": "unknown",
    "khoảng": "range",
    "ghi chú": "note",
}
_NO_GROUP = "(không rõ)"
_DAY = ["%Y-%m-%d"]


def indicators(
    context: typer.Context,
    config: ConfigOption = None,
    start: Annotated[
        datetime | None, typer.Option("--from", formats=_DAY, help="First day of the period.")
    ] = None,
    end: Annotated[
        datetime | None,
        typer.Option("--to", formats=_DAY, help="Its last day; that of the last run if not given."),
    ] = None,
    by: Annotated[By | None, typer.Option(help="A line for each of these.")] = None,
    appointment: Annotated[
        Appointment | None,
        typer.Option(
            help="Which one counts once a letter has moved it; as config.toml says if not given."
        ),
    ] = None,
    form: FormatOption = None,
    file: OutOption = None,
) -> None:
    """Show the shares, points and days that leaders answer for, each with what is not known."""
    form = agreed(form, file)
    first = start.date() if start else None
    with opened(context, config) as service, service.engine.connect() as connection:
        last = last_good(connection)
        known = last.as_of if last else service.today()
        as_of = min(end.date(), known) if end else known
        if first and first > as_of:
            raise refuse(f"--from {first}: the period ends on {as_of}, the last day that is known")
        found = office_figures(
            connection,
            service.settings,
            office_calendar(service.settings),
            nightly.office_catalogue(service.settings, procedure_sheets(service.settings), as_of),
            as_of,
            start=first,
            by=by,
            appointment=appointment or service.settings.indicators.appointment,
        )
    if form is OutputFormat.TABLE:
        _show(found, by)
        return
    if found.lacking:
        err.print(_warning(found), markup=False, soft_wrap=True)
    print_rows([_row(found, one, by) for one in found.figures], _COLUMNS, form, file)


def _row(found: OfficeFigures, figure: Figure, by: By | None) -> dict[str, Any]:
    """A figure as plain values, numbers as numbers; none of an indicator without its source."""
    tally, code = figure.tally, figure.indicator.code
    row: dict[str, Any] = {
        "numerator": tally.numerator,
        "denominator": tally.denominator,
        "unknown": tally.unknown,
        "beside": tally.beside,
        "excused": tally.excused,
        "value": _number(figure.value),
        "at_least": _number(figure.at_least),
        "at_most": _number(figure.at_most),
        "score": _number(figure.score),
    }
    if code in found.absent:
        row = dict.fromkeys(row)
    return row | {
        "indicator": code,
        "title": figure.indicator.title,
        "group": f"{figure.group:%Y-%m}" if isinstance(figure.group, date) else figure.group,
        "group_name": None if by is None else _group_name(found, figure, by),
        "unit": figure.indicator.shown.value,
        "from": found.start,
        "to": found.as_of,
        "lower_bound": bool(found.lacking),
        "note": "; ".join([*_notes(found, figure), *([_warning(found)] if found.lacking else [])]),
    }


def _show(found: OfficeFigures, by: By | None) -> None:
    if found.lacking:
        out.print(_warning(found), style="bold", markup=False, soft_wrap=True)
    since = f"Từ {found.start:%d/%m/%Y} đến" if found.start else "Tính đến"
    rows = [_told(found, one, by) for one in found.figures]
    heads = list(_TABLE) if by else list(_TABLE)[1:]
    shown = [{head: row[_TABLE[head]] for head in heads} for row in rows]
    print_rows(shown, heads, OutputFormat.TABLE, None, f"{since} hết ngày {found.as_of:%d/%m/%Y}")
    if by is None:
        _show_what_is_counted()


def _told(found: OfficeFigures, figure: Figure, by: By | None) -> dict[str, Any]:
    """The same for people: a comma as decimal mark, the unit beside it."""
    row, unit = _row(found, figure, by), figure.indicator.shown.value
    value = None if figure.indicator.code in found.absent else figure.value
    low, high = figure.at_least, figure.at_most
    between = low is not None and high is not None and low != high
    told: Mapping[str, Any] = {
        "value": "N/A" if value is None else f"{_comma(value)} {unit}",
        "range": f"{_comma(low)} – {_comma(high)} {unit}" if between and value is not None else "",
        "note": "; ".join(_notes(found, figure)),
    }
    return {**row, **told}


def _notes(found: OfficeFigures, figure: Figure) -> list[str]:
    one, tally = figure.indicator, figure.tally
    if one.code in found.absent:
        return [found.absent[one.code]]
    notes = []
    if figure.score is not None:
        notes.append(f"{_comma(figure.score)}/{one.full_score} điểm")
    if tally.beside is not None:
        notes.append(f"{one.words.beside}: {tally.beside}")
    if tally.excused is not None:
        notes.append(f"{one.words.excused}: {tally.excused}")
    if one.only_while and not tally.denominator:
        notes.append(f"{one.only_while.title}: không có hồ sơ trong thời gian có hiệu lực")
    if one.code in found.before:
        notes.append(found.before[one.code])
    return notes


def _show_what_is_counted() -> None:
    for one in INDICATORS:
        basis = "; ".join(dict.fromkeys(str(basis) for basis in one.basis))
        out.print(f"[bold]{one.title}[/bold] ({basis})")
        out.print(f"  tử số: {one.words.numerator}", markup=False)
        out.print(f"  mẫu số: {one.words.denominator}", markup=False)
        out.print(f"  không rõ: {one.words.unknown}", markup=False)


def _warning(found: OfficeFigures) -> str:
    return (
        f"SỐ LIỆU CHƯA ĐẦY ĐỦ ({'; '.join(found.lacking)}): số hồ sơ là cận dưới, "
        "tỷ lệ chưa phải là kết luận."
    )


def _group_name(found: OfficeFigures, figure: Figure, by: By) -> str:
    group = figure.group
    if group is None:
        return _NO_GROUP
    if isinstance(group, date):
        return f"{group:%m/%Y}"
    if isinstance(group, int):
        return official_name(by.value, group)
    name = found.procedures.get(group)
    return f"{group} {name}" if name else group


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _comma(value: Decimal | None) -> str:
    return str(value).replace(".", ",")
