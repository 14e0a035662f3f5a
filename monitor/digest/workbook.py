"""The workbook that goes with the digest: every dossier behind its figures, names masked."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import islice
from typing import Any

import narwhals as nw
import xlsxwriter
from sqlalchemy import Connection

from monitor.digest.behind import KEYS, Behind
from monitor.digest.content import Digest
from monitor.intake.errors import IntakeError
from monitor.review.dossier_sheet import write_cell
from monitor.review.finding_words import SEVERITIES, finding_words
from monitor.store.standing import count_standing, standing_rows
from monitor.vietnamese import masked, number

MOST_ROWS = 50_000  # of a sheet; the pages have the others
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}

Columns = Sequence[tuple[str, str, float]]  # key, heading, width


def digest_workbook(connection: Connection, digest: Digest, known: Behind | IntakeError) -> bytes:
    """The .xlsx: the findings that stood at the end of the week, and how each dossier of the week
    and of the year so far counts for the shares. The same bytes for the same digest.

    known: the dossiers behind the shares, or why there are none.
    """
    week, words = digest.week, _words()
    notes: list[str] = []
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        made = digest.at or datetime.combine(week.monday, time())
        book.set_properties({"title": _title(digest), "created": made})
        about = book.add_worksheet(words["about"]["sheet"])
        total = count_standing(connection, week.stood, digest.unit)
        rows = map(_finding, standing_rows(connection, week.stood, digest.unit))
        notes += _sheet(book, words["findings"], words["findings"]["columns"], rows, total)
        if isinstance(known, Behind):
            notes += _shares(book, known, digest)
        else:
            notes.append(_say("no_shares", why=known))
        unit = digest.unit or digest.agency
        who = _say("who", unit=unit, monday=week.monday, end=week.end)
        gaps = [digest.heading, *digest.doubts] if digest.heading else []
        about.set_column(0, 0, 110)
        lines = [_title(digest), who, *gaps, "", *notes, _say("names")]
        for line, text in enumerate(lines):
            about.write_string(line, 0, text)
    return buffer.getvalue()


def file_name(digest: Digest) -> str:
    """What the file is called; plain letters, whatever reads it."""
    return _say("file", week=digest.week.monday)


def _shares(book: Any, known: Behind, digest: Digest) -> Iterator[str]:
    words = _words()
    added = [(one.code, one.title, words["shares"]["width"]) for one in known.indicators]
    columns = [*words["shares"]["columns"], *added]
    starts = {"week": digest.week.monday}
    if digest.year is not None and digest.year[1] == digest.week.end:
        starts["year"] = digest.year[0]
    for name, start in starts.items():
        frame = known.since(start, digest.unit)
        codes = [one.code for one in known.indicators]
        period = {"start": start, "end": digest.week.end}
        yield from _sheet(
            book, words[name], columns, _standings(frame, codes), len(frame), "shares", period
        )


def _standings(frame: nw.DataFrame[Any], codes: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    for row in frame.head(MOST_ROWS).to_arrow().to_pylist():
        values = {name: row[name] for name in KEYS}
        yield {**_masked(values), **{code: _counts(row, code) for code in codes}}


def _counts(row: Mapping[str, Any], code: str) -> str:
    """In a word; "" where the dossier does not count for that indicator."""
    words = _words()["shares"]
    if row[f"{code} unknown"]:
        return str(words["unknown"])
    if not row[f"{code} denominator"]:
        return ""
    return str(words["reached" if row[f"{code} numerator"] else "missed"])


def _finding(row: Any) -> Mapping[str, Any]:
    opened = datetime.combine(row.opened_at, time())
    words = {"tag": finding_words()[row.rule].tag, "severity": SEVERITIES[row.severity]}
    return _masked({**asdict(row), **words, "opened_at": opened})


def _masked(values: Mapping[str, Any]) -> Mapping[str, Any]:
    names = {name: masked(values[name]) for name in ("applicant", "officer") if values[name]}
    return {**values, **names}


def _sheet(
    book: Any,
    words: Mapping[str, Any],
    columns: Columns,
    rows: Iterator[Mapping[str, Any]],
    total: int,
    kind: str = "findings",
    period: Mapping[str, date] | None = None,
) -> Iterator[str]:
    """Write a sheet; what is to be said of it."""
    head = book.add_format({"bold": True, "bg_color": "#E7E6E6", "text_wrap": True})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet(words["sheet"])
    for at, (_, title, width) in enumerate(columns):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, title, head)
    sheet.freeze_panes(1, 1)
    line = 0
    for line, row in enumerate(islice(rows, MOST_ROWS), start=1):
        for at, (name, _, _) in enumerate(columns):
            write_cell(sheet, line, at, row[name], day if name == "opened_at" else moment)
    sheet.autofilter(0, 0, line, len(columns) - 1)
    yield _say(kind, sheet=words["sheet"], count=number(total), **(period or {}))
    if total > MOST_ROWS:
        cut = {"sheet": words["sheet"], "most": number(MOST_ROWS), "count": number(total)}
        yield _say("cut", **cut)


def _title(digest: Digest) -> str:
    return _say("title", week=digest.week.name)


def _say(name: str, **values: Any) -> str:
    text: str = _words()["about"][name]
    return text.format(**values)


@cache
def _words() -> Mapping[str, Any]:
    text = files("monitor.digest.data").joinpath("workbook.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
