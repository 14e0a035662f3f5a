"""`tthc letters lint` and `tthc letters fields`: for an office that edits a template in Word."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from letters import FIELDS, Form, Problem, Wording, lint
from letters.contents import required_in
from monitor.cli.common import (
    FAILED,
    FormatOption,
    OutOption,
    ReportFormat,
    ReportOption,
    out,
    refuse,
)
from monitor.cli.output import agreed, new_table, print_json, print_rows, print_table

_FIELD = ("name", "meaning", "example", "required_in", "value")
_NEVER_BLANK, _BLANK_LEAVES_OUT, _DOTS = "never blank", "blank leaves its line out", "blank: dots"


def lint_files(
    files: Annotated[list[Path], typer.Argument(help="Templates (.docx).", metavar="FILE...")],
    form: Annotated[
        Form | None, typer.Option(help="What they stand for; told by their title if not given.")
    ] = None,
    report: ReportOption = ReportFormat.TABLE,
) -> None:
    """Name everything that is wrong with letter templates; exit code 1 if one can't be used."""
    found = {str(file): lint(_content(file), file.name, form) for file in files}
    if report is ReportFormat.JSON:
        print_json([_as_row(file, one) for file, problems in found.items() for one in problems])
    else:
        for file, problems in found.items():
            _show(file, problems)
    if any(one.is_error for problems in found.values() for one in problems):
        raise typer.Exit(FAILED)


def fields(form: FormatOption = None, out: OutOption = None) -> None:
    """List the placeholders that a template may hold, and the forms that can't do without them."""
    form = agreed(form, out)
    print_rows(field_rows(), _FIELD, form, out, title=f"{len(FIELDS)} fields")


def field_rows() -> list[dict[str, str]]:
    """Each field with its meaning, an example, and where a letter needs it."""
    return [
        {
            "name": field.name,
            "meaning": field.meaning,
            "example": field.example,
            "required_in": _places(required_in(field.name)),
            "value": _NEVER_BLANK
            if field.mandatory
            else _BLANK_LEAVES_OUT
            if field.may_be_blank
            else _DOTS,
        }
        for field in FIELDS.values()
    ]


def _places(required: list[tuple[Form, Wording]]) -> str:
    """``all forms`` or ``mau-04-2025``, and the wordings in brackets where they are not all."""
    forms = [form for form in Form if any(form == one for one, _ in required)]
    wordings = [wording for wording in Wording if any(wording == one for _, one in required)]
    if not forms:
        return ""
    where = "all forms" if len(forms) == len(Form) else ", ".join(forms)
    return where if len(wordings) == len(Wording) else f"{where} ({', '.join(wordings)})"


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise refuse(f"{file}: can't be read: {error.strerror}") from None


def _as_row(file: str, problem: Problem) -> dict[str, Any]:
    place, fault = problem.place, problem.fault
    return {
        "file": file,
        "severity": fault.severity,
        "part": place.part,
        "paragraph": place.paragraph,
        "text": place.text,
        "found": fault.found,
        "expected": fault.expected,
        "what_to_do": fault.advice,
    }


def _show(file: str, problems: list[Problem]) -> None:
    errors = sum(problem.is_error for problem in problems)
    verdict = "can't be used" if errors else "can be used"
    out.print(
        f"{file}: {verdict}: {errors} errors, {len(problems) - errors} warnings",
        markup=False,
        soft_wrap=True,
    )
    if not problems:
        return
    table = new_table()
    for heading in ("", "where", "found", "what to do"):
        table.add_column(heading, overflow="fold")
    for problem in problems:
        cells = (str(problem.place), problem.fault.found, problem.fault.advice)
        table.add_row(problem.fault.severity.value, *map(escape, cells))
    print_table("", table)
