"""Hồ sơ: the dossiers that somebody may see, searched, cut and sorted, page by page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from monitor.intake.wordings import official_name
from monitor.review.accounts.roles import Right
from monitor.review.addresses import dossier_address
from monitor.review.asked_once import standing_of
from monitor.review.choices import Choices
from monitor.review.dossier_query import PERIODS, asked, chips
from monitor.review.dossier_sheet import MOST_ROWS, write_sheet
from monitor.review.finding_words import LOOKS, SEVERITIES, finding_words
from monitor.review.remembered import Standing
from monitor.review.rendering import page
from monitor.review.saved import saved_sheet
from monitor.review.turns import PageRoute
from monitor.review.visit import Visit, with_right
from monitor.store.audit import Entry, append, deciding
from monitor.store.database import reading
from monitor.store.dossier_list import (
    By,
    Listed,
    count,
    listed,
    look,
    page_of,
    stream,
)
from monitor.vietnamese import masked, moment, number
from rules import RULES
from rules.status import Status

router = APIRouter(route_class=PageRoute)
sheets = APIRouter()

_SEE_OTHER = 303
_A_PAGE = 50
# Heading, what it is sorted by, whether the largest comes first at the first click.
_HEADS = (
    ("Hồ sơ", By.CODE, False),
    ("Thủ tục, đơn vị", None, False),
    ("Trạng thái", None, False),
    ("Tiếp nhận", By.RECEIVED, True),
    ("Hẹn trả", By.DUE, False),
    ("Có kết quả", By.COMPLETED, True),
    ("Quá hạn", By.LATE, True),
    ("Phát hiện", None, False),
)

Looking = Annotated[Visit, Depends(with_right(Right.LOOK))]


@router.get("/dossiers")
def dossiers(visit: Looking) -> Response:
    """A page of the list that the address asks for."""
    with reading(visit.site.engine) as connection:
        standing = standing_of(visit, connection)
        query = asked(visit, standing)
        if not query.is_plain:  # a form sends its empty fields too
            return RedirectResponse(f"/dossiers?{query.query}", _SEE_OTHER)
        wanted, order = query.wanted, query.order
        counted, finding, codes = standing.lists.once(
            (wanted, order), lambda: look(connection, wanted, order, _A_PAGE)
        )
        pages = max(-(-min(counted, wanted.most) // _A_PAGE), 1)
        query = replace(query, page=min(query.page, pages))
        if start := (query.page - 1) * _A_PAGE:
            codes = standing.lists.once(
                (wanted, order, start),
                lambda: page_of(connection, finding, order, counted, start, _A_PAGE),
            )
        rows = listed(connection, codes)
    only = visit.only_unit()
    return page(
        visit,
        "dossiers.html",
        only=only,
        asked=query,
        counted=_counted(counted, wanted.most),
        is_cut=counted > wanted.most,
        most=number(wanted.most),
        pages=pages,
        rows=rows,
        chips=list(chips(query, standing)),
        heads=_HEADS,
        address=dossier_address,
        status_name=_status_name,
        words=finding_words(),
        looks=LOOKS,
        most_rows=MOST_ROWS,
        **standing.parts.once(("options", only), lambda: _options(standing, only)),
    )


def _options(standing: Standing, only: str | None) -> Mapping[str, Any]:
    """What each filter can be set to. only: the division that he is kept to."""
    rules = sorted(RULES, key=lambda rule: list(SEVERITIES).index(rule.severity))
    procedures = [one for one in standing.procedures if only is None or only in one.units]
    return {
        "unit_options": Choices((unit, unit) for unit in standing.units),
        "procedure_options": Choices((one.key, one.name) for one in procedures),
        "status_options": Choices((str(int(one)), _status_name(one)) for one in Status),
        "rule_options": Choices((rule.code, rule.title) for rule in rules),
        "severity_options": Choices(SEVERITIES.items()),
        "period_options": Choices((by.value, words) for by, words in PERIODS.items()),
    }


@sheets.get("/dossiers.xlsx")
def dossiers_sheet(visit: Looking) -> Response:
    """The list as a workbook; the audit log tells who has taken it, not what he searched for."""
    return saved_sheet(f"ho-so-{visit.site.today}.xlsx", partial(_write, visit))


def _write(visit: Visit, file: Path) -> None:
    with reading(visit.site.engine) as connection:
        standing = standing_of(visit, connection)
        query = asked(visit, standing)
        counted, wanted = count(connection, query.wanted, MOST_ROWS)
        rows = stream(connection, wanted, query.order, counted, MOST_ROWS)
        chosen = [chip.words for chip in chips(query, standing)]
        written = write_sheet(file, _as_seen(visit, rows), list(_notes(visit, chosen, counted)))
    now = visit.site.clock()
    told = {name: value for name, value in query.values.items() if name != "q"}
    detail = {"filters": told, "searched": "q" in query.values, "rows": written}
    with deciding(visit.site.engine) as deciding_connection:
        append(
            deciding_connection,
            Entry(now, visit.who.login, "export", "dossiers", "xlsx", detail),
        )


def _as_seen(visit: Visit, rows: Iterator[Listed]) -> Iterator[Listed]:
    """With masks where he may not see the names."""
    for row in rows:
        seen = visit.may(Right.NAMES, row.unit)
        yield row if seen else replace(row, applicant=masked(row.applicant))


def _notes(visit: Visit, chosen: Sequence[str], counted: int) -> Iterator[str]:
    yield f"Lập lúc {moment(visit.site.clock())}, người lập: {visit.who.name}"
    yield "Lọc theo: " + ("; ".join(chosen) if chosen else "không lọc")
    if counted > MOST_ROWS:
        most = number(MOST_ROWS)
        yield f"Danh sách có hơn {most} hồ sơ, tệp chỉ gồm {most} hồ sơ đầu; hãy lọc rồi tải tiếp."
    else:
        yield f"Danh sách có {number(counted)} hồ sơ, tệp gồm tất cả."


def _counted(counted: int, most: int) -> str:
    return f"hơn {number(most)}" if counted > most else number(counted)


def _status_name(status: int) -> str:
    return official_name("status", status)
