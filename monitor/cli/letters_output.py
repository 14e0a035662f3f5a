"""`tthc letters pdf` and `tthc letters register`: letters on paper, and the book of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from letters import safe_name
from monitor.atomic import write_bytes
from monitor.cli.common import (
    FAILED,
    ConfigOption,
    FormatOption,
    OutOption,
    OutputFormat,
    Service,
    err,
    nearest,
    opened,
    progress_bar,
    refuse,
)
from monitor.cli.common import out as console
from monitor.cli.output import agreed, print_content, print_rows
from monitor.letterbook.pdf import convert
from monitor.letterbook.printing import merged as merged_pdf
from monitor.letterbook.register import register_workbook
from monitor.letterbook.soffice import find_soffice
from monitor.store.models import LetterState
from monitor.store.papers import Paper, documents, papers
from monitor.store.register import RegisterRow, register_rows

_AT_ONCE = 200
_FOLDER = Path("out/pdf")
_REGISTER_TABLE = ("line", "number", "issued_on", "dossier", "applicant", "due_on", "state", "note")


def pdf(
    context: typer.Context,
    codes: Annotated[
        list[str] | None,
        typer.Argument(help="Dossier codes; without any, all letters.", metavar="[CODE]..."),
    ] = None,
    config: ConfigOption = None,
    state: Annotated[
        LetterState | None,
        typer.Option(help="Only letters that stand here; all but withdrawn ones if not given."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="A folder, or a .pdf file for one letter.", metavar="FILE_OR_DIR"),
    ] = None,
    merged: Annotated[
        Path | None,
        typer.Option(help="One file of all letters, for printing a batch.", metavar="FILE.pdf"),
    ] = None,
    single_sided: Annotated[
        bool, typer.Option("--single-sided", help="No blank pages in the merged file.")
    ] = False,
) -> None:
    """Make PDFs of the letters as they are in the database, through LibreOffice."""
    with opened(context, config) as service, service.engine.connect() as connection:
        wanted = _wanted(papers(connection, state), codes or [])
        if not wanted:
            err.print("There is no such letter.")
            return
        paths = _paths(wanted, out or (None if merged else _FOLDER))
        pdfs, refused = _convert(service, connection, wanted)
    for paper, path in paths.items():
        if paper in pdfs:
            write_bytes(path, pdfs[paper])
    if merged and pdfs:
        pairs = [(paper.dossier, content) for paper, content in pdfs.items()]
        write_bytes(merged, merged_pdf(pairs, double_sided=not single_sided))
    places = [str(place) for place in (out or (None if merged else _FOLDER), merged) if place]
    console.print(f"{len(pdfs)} letters: {', '.join(places)}", markup=False, soft_wrap=True)
    for paper, why in refused.items():
        err.print(f"No PDF of {paper.dossier}: {why}", markup=False, soft_wrap=True)
    if refused:
        raise typer.Exit(FAILED)


def register(
    context: typer.Context,
    config: ConfigOption = None,
    year: Annotated[
        int | None,
        typer.Option(min=date.min.year, max=date.max.year, help="This year if not given."),
    ] = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Show the register of the apology letters of a year; as .xlsx it is laid out for printing."""
    form = agreed(form, out)
    with opened(context, config) as service:
        year = year or service.today().year
        with service.engine.connect() as connection:
            rows = register_rows(connection, year)
        agency = service.settings.agency_on(min(service.today(), date(year, 12, 31)))
    if form is OutputFormat.XLSX:
        print_content(register_workbook(rows, year, agency.parent, agency.name), form, out)
        return
    shown = _REGISTER_TABLE if form is OutputFormat.TABLE else tuple(RegisterRow.__slots__)
    excused = sum(row.state == LetterState.EXCUSED for row in rows)
    title = f"{len(rows) - excused} letters of {year}; {excused} dossiers excused"
    print_rows(list(map(asdict, rows)), shown, form, out, title=title)


def _wanted(found: Sequence[Paper], codes: Sequence[str]) -> list[Paper]:
    """The letters of these dossiers, in the order of the codes; all if there are none."""
    if not codes:
        return list(found)
    known = sorted({paper.dossier for paper in found})
    for code in codes:
        if code not in known:
            raise refuse(f"there is no such letter for {code!r}; {nearest(code, known)}")
    return [paper for code in dict.fromkeys(codes) for paper in found if paper.dossier == code]


def _paths(wanted: Iterable[Paper], out: Path | None) -> dict[Paper, Path]:
    """Where each letter is written; a second letter of a dossier has a number in its name."""
    wanted = list(wanted)
    if out is None:
        return {}
    if out.suffix.lower() == ".pdf":
        if len(wanted) > 1:
            raise refuse(f"--out {out}: {len(wanted)} letters need a folder, or use --merged {out}")
        return {wanted[0]: out}
    seen: Counter[str] = Counter()
    paths = {}
    for paper in wanted:
        seen[paper.dossier] += 1
        number = f" ({seen[paper.dossier]})" if seen[paper.dossier] > 1 else ""
        paths[paper] = out / f"{safe_name(paper.dossier)}{number}.pdf"
    return paths


def _convert(
    service: Service, connection: Connection, wanted: Sequence[Paper]
) -> tuple[dict[Paper, bytes], dict[Paper, str]]:
    soffice = find_soffice(service.settings.soffice)
    pdfs: dict[Paper, bytes] = {}
    refused: dict[Paper, str] = {}
    with progress_bar() as progress:
        for portion in documents(connection, wanted, _AT_ONCE):
            progress("making PDFs", len(pdfs) + len(refused), len(wanted))
            converted = convert(portion, soffice)
            pdfs |= converted.pdfs
            refused |= converted.refused
    return pdfs, refused
